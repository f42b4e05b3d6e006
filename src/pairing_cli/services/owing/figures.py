"""The figures of a cycle: what each pairing owes, has done, and how it stands on a day.

Amounts are summed by the database (view `counted`); what is owed and what state that makes
is decided by the pure definitions in `domain`. Every report starts from `figures_of`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from pairing_cli.domain.owed.rules import (
    Obligation,
    Override,
    PairingSpan,
    Rule,
    RulePeriod,
    Waiver,
    WaiverKind,
    carry_over,
    obligation,
    room,
)
from pairing_cli.domain.owed.standing import Figure, RuleFigures, state_on
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.services.owing.rules import RuleInfo, list_rules
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow, list_terms
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.programme.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader

_Amounts: TypeAlias = Mapping[tuple[str, str], float]
"""Rule and period → what one pairing has done."""


class PairingKey(NamedTuple):
    """A regular pairing of a cycle, as every report names it."""

    id: str
    ref: str
    mentor: str
    mentor_id: str
    mentee: str
    mentee_id: str
    county: str | None
    county_code: str | None
    layer: str
    start: str
    end: str

    @property
    def mentee_short(self) -> str:
        """The mentee as coordinators call it."""
        return short_name(self.mentee, self.layer, self.county)


class PairingFigures(NamedTuple):
    """One pairing with its figures, by rule in the order of the packs and by time."""

    pairing: PairingKey
    by_rule: Mapping[str, RuleFigures]
    """Id of the rule → the figures of its periods, oldest first."""

    def figures(self) -> Iterable[Figure]:
        """All of them."""
        return chain.from_iterable(self.by_rule.values())


class CycleFigures(NamedTuple):
    """All figures of a cycle, or of some of its pairings, on a day."""

    cycle: CycleRow
    as_of: dt.date
    rules: Mapping[str, RuleInfo]
    """Id → rule, in the order of the packs."""
    pairings: Sequence[PairingFigures]
    terms: Sequence[Term]


_PAIRINGS: Final = """
    SELECT id, ref, mentor, mentor_id, mentee, mentee_id, county, county_code, layer,
           start_date AS start, end_date AS "end"
    FROM pairings
    WHERE cycle_id = :cycle_id AND kind = 'regular'{wanted}
    ORDER BY layer, mentor_id, id
"""

_AMOUNTS: Final = """
    SELECT c.pairing_id, c.rule_id, c.period,
           CASE r.measure WHEN 'months' THEN count(DISTINCT c.month) ELSE sum(c.amount) END
               AS done
    FROM counted AS c
    INNER JOIN rule AS r ON r.id = c.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND c.on_date <= :as_of
        {scope}
    GROUP BY c.pairing_id, c.rule_id, c.period, r.measure
"""

_REPORTED: Final = """
    SELECT i.pairing_id, i.rule_id, i.period, i.amount AS done
    FROM reported AS i
    INNER JOIN rule AS r ON r.id = i.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND i.on_date <= :as_of
        {scope}
    ORDER BY i.on_date, i.record_id
"""

_OVERRIDES: Final = """
    SELECT o.rule_id, o.layer, o.county_code, o.pairing_id, o.need, o.start_date, o.end_date,
           o.reason
    FROM rule_override AS o
    INNER JOIN rule AS r ON r.id = o.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND k.active = 1
    ORDER BY o.id
"""

_WAIVERS: Final = """
    SELECT w.pairing_id, w.rule_id, w.period, w.kind, w.reason, w.until
    FROM waiver AS w
    INNER JOIN pairing AS p ON p.id = w.pairing_id
    WHERE p.cycle_id = :cycle_id AND w.removed_reason IS NULL
"""


def figures_of(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    pairing_id: str | None = None,
    mentor_id: str | None = None,
    county_code: str | None = None,
) -> CycleFigures:
    """The figures of a cycle's pairings (all, or those that fit) on the day `as_of`."""
    rules = {rule.id: rule for rule in list_rules(store, cycle)}
    given = {"id": pairing_id, "mentor_id": mentor_id, "county_code": county_code}
    wanted = {name: value for name, value in given.items() if value is not None}
    # Only what is asked for stands in the condition: "x IS NULL OR id = x" uses no index.
    conditions = "".join(f" AND {name} = :{name}" for name in wanted)
    pairings = store.fetch(
        PairingKey, _PAIRINGS.format(wanted=conditions), cycle_id=cycle.id, **wanted
    )
    book = _RuleBook(store, cycle, rules, as_of)
    amounts = _amounts(store, cycle, as_of, KeyScope(each.id for each in pairings))
    return CycleFigures(
        cycle=cycle,
        as_of=as_of,
        rules=rules,
        pairings=[
            PairingFigures(pairing, book.figures(pairing, amounts.get(pairing.id, {})))
            for pairing in pairings
        ],
        terms=list_terms(store),
    )


def narrowed_figures(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    mentee: str | None = None,
    mentor: str | None = None,
    county: str | None = None,
) -> CycleFigures:
    """The figures of the pairings of a mentee, mentor or county, named as people do.

    Raises `NotFound`.
    """
    pairing = show_pairing(store, mentee, cycle, as_of=as_of) if mentee else None
    helper = find_kindergarten(store, mentor) if mentor else None
    place = find_region(store, county, level="county") if county else None
    return figures_of(
        store,
        cycle,
        as_of,
        pairing_id=pairing.id if pairing else None,
        mentor_id=helper.id if helper else None,
        county_code=place.code if place else None,
    )


def _amounts(
    store: Reader, cycle: CycleRow, as_of: dt.date, scope: KeyScope
) -> dict[str, dict[tuple[str, str], float]]:
    """Id of the pairing → what it has done."""
    values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), **scope.values}
    done: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    counted = store.tuples(_AMOUNTS.format(scope=scope.condition("c.pairing_id")), **values)
    for pairing_id, rule_id, period, amount in counted:
        done[pairing_id][rule_id, period] = amount
    reported = store.tuples(_REPORTED.format(scope=scope.condition("i.pairing_id")), **values)
    for pairing_id, rule_id, period, amount in reported:  # a later one replaces an earlier one
        done[pairing_id][rule_id, period] = amount
    return done


class _RuleAsked:
    """What one rule asks of pairings that are alike, and the figures that came of it so far."""

    def __init__(self, owed: Sequence[Obligation], day: dt.date) -> None:
        self._owed = owed
        self._day = day
        self._places = [(each.rule.id, each.period.code) for each in owed]
        self._figures: dict[tuple[float, ...], RuleFigures] = {}
        self._periods: dict[tuple[int, float], Figure] = {}

    def figures(self, amounts: _Amounts) -> RuleFigures:
        """Those of a pairing that has done so much."""
        done = tuple([amounts.get(place, 0) for place in self._places])
        found = self._figures.get(done)
        if found is None:
            found = RuleFigures(map(self._figure, range(len(done)), done), self._day)
            self._figures[done] = found
        return found

    def _figure(self, at: int, done: float) -> Figure:
        found = self._periods.get((at, done))
        if found is None:
            owed = self._owed[at]
            found = Figure(owed, done, state_on(self._day, owed, done))
            self._periods[at, done] = found
        return found


class _RuleBook:
    """Everything that says what is owed, loaded once for all pairings of a cycle."""

    def __init__(
        self, store: Reader, cycle: CycleRow, rules: Mapping[str, RuleInfo], day: dt.date
    ) -> None:
        self.cycle = cycle
        self.day = day
        self.rules = {rule_id: info.rule for rule_id, info in rules.items()}
        self.periods = _periods(store, cycle)
        self.overrides = _overrides(store, cycle)
        self.waivers = _waivers(store, cycle)
        self._asked: dict[tuple[str | None, ...], dict[str, _RuleAsked]] = {}
        self._excepted = {
            *(pairing_id for pairing_id, _, _ in self.waivers),
            *(each.pairing_id for every in self.overrides.values() for each in every),
        }
        """Pairings that are like no other: they have a waiver or an override of their own."""

    def figures(self, pairing: PairingKey, amounts: _Amounts) -> dict[str, RuleFigures]:
        """What a pairing that has done so much owes of each rule."""
        alike = (pairing.layer, pairing.county_code, pairing.start, pairing.end)
        asked = None if pairing.id in self._excepted else self._asked.get(alike)
        if asked is None:
            asked = self._asked_of(pairing, amounts)
            if pairing.id not in self._excepted:
                self._asked[alike] = asked
        return {rule_id: each.figures(amounts) for rule_id, each in asked.items()}

    def _asked_of(self, pairing: PairingKey, amounts: _Amounts) -> dict[str, _RuleAsked]:
        """`amounts` matter only where a waiver moves what is left to a later period."""
        first, last = map(dt.date.fromisoformat, (pairing.start, pairing.end))
        bond = PairingSpan(
            id=pairing.id,
            layer=pairing.layer,
            county_code=pairing.county_code,
            span=DateSpan(first, last),
            to_the_end=pairing.end >= self.cycle.end,
        )
        asked = {}
        for rule_id, rule in self.rules.items():
            owed = self._owed(bond, rule)
            if any(each.waiver for each in owed):
                owed = _carried(bond, rule, self.periods[rule_id], owed, amounts)
            if owed:
                asked[rule_id] = _RuleAsked(owed, self.day)
        return asked

    def _owed(self, bond: PairingSpan, rule: Rule) -> list[Obligation]:
        overrides = self.overrides.get(rule.id, ())
        found = (
            obligation(
                bond, rule, period, overrides, self.waivers.get((bond.id, rule.id, period.code))
            )
            for period in self.periods.get(rule.id, ())
        )
        return [each for each in found if each is not None]


def _waivers(store: Reader, cycle: CycleRow) -> dict[tuple[str, str, str], Waiver]:
    """Pairing, rule and period → the waiver in force."""
    return {
        (row["pairing_id"], row["rule_id"], row["period"]): Waiver(
            pairing_id=row["pairing_id"],
            rule_id=row["rule_id"],
            period=row["period"],
            kind=WaiverKind(row["kind"]),
            reason=row["reason"],
            until=dt.date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in store.rows(_WAIVERS, cycle_id=cycle.id)
    }


def _periods(store: Reader, cycle: CycleRow) -> dict[str, list[RulePeriod]]:
    day = dt.date.fromisoformat
    periods = defaultdict(list)
    for row in store.rows(
        "SELECT q.* FROM rule_period AS q INNER JOIN rule AS r ON r.id = q.rule_id"
        " INNER JOIN rule_pack AS k ON k.id = r.pack_id"
        " WHERE k.cycle_id = :cycle_id AND k.active = 1 ORDER BY q.first_day",
        cycle_id=cycle.id,
    ):
        periods[row["rule_id"]].append(
            RulePeriod(
                rule_id=row["rule_id"],
                code=row["period"],
                period=DateSpan.stored(day(row["period_start"]), day(row["period_end"])),
                counting=DateSpan.stored(day(row["first_day"]), day(row["last_day"])),
                due=day(row["due"]),
                owed=bool(row["owed"]),
            )
        )
    return periods


def _overrides(store: Reader, cycle: CycleRow) -> dict[str, list[Override]]:
    overrides = defaultdict(list)
    for row in store.rows(_OVERRIDES, cycle_id=cycle.id):
        overrides[row["rule_id"]].append(
            Override(
                rule_id=row["rule_id"],
                need=row["need"],
                span=DateSpan(
                    dt.date.fromisoformat(row["start_date"]),
                    dt.date.fromisoformat(row["end_date"])
                    if row["end_date"]
                    # A period that outlasts the cycle is overridden like the rest.
                    else dt.date.max,
                ),
                reason=row["reason"],
                layer=row["layer"],
                county_code=row["county_code"],
                pairing_id=row["pairing_id"],
            )
        )
    return overrides


def _carried(
    bond: PairingSpan,
    rule: Rule,
    periods: Sequence[RulePeriod],
    owed: Sequence[Obligation],
    amounts: _Amounts,
) -> list[Obligation]:
    """What is owed once waivers have moved it, to periods that owed nothing so far, too."""
    known = {each.period.code: each for each in owed}
    every = [
        found for period in periods if (found := known.get(period.code) or room(bond, rule, period))
    ]
    return [each for each in carry_over(every, _done(amounts, every)) if each.need > 0]


def _done(amounts: _Amounts, owed: Sequence[Obligation]) -> list[float]:
    return [amounts.get((each.rule.id, each.period.code), 0) for each in owed]
