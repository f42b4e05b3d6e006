"""The figures of a cycle: what each pairing owes, has done, and how it stands on a day.

Amounts are summed by the database (view `counted`); what is owed and what state that makes
is decided by the pure definitions in `domain`. Every report starts from `figures_of`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pairing_cli.domain.calendar import Term
from pairing_cli.domain.dates import DateSpan
from pairing_cli.domain.rules import (
    Bond,
    Obligation,
    Override,
    Rule,
    RulePeriod,
    Waiver,
    WaiverKind,
    carry_over,
    obligation,
    room,
)
from pairing_cli.domain.standing import Figure, state_on
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.services.cycles import CycleRow, list_terms
from pairing_cli.services.lookup import find_kindergarten, find_region
from pairing_cli.services.pairings import show_pairing
from pairing_cli.services.rules import RuleInfo, list_rules
from pairing_cli.store.reading import Reader

_Amounts: TypeAlias = Mapping[tuple[str, str, str], float]
"""Pairing, rule and period → what is done."""


@dataclass(frozen=True, slots=True)
class PairingKey:
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


@dataclass(frozen=True, slots=True)
class PairingFigures:
    """One pairing with its figures, by rule in the order of the packs and by time."""

    pairing: PairingKey
    by_rule: Mapping[str, Sequence[Figure]]
    """Id of the rule → the figures of its periods, oldest first."""

    def figures(self) -> Iterable[Figure]:
        """All of them."""
        for figures in self.by_rule.values():
            yield from figures


@dataclass(frozen=True, slots=True)
class CycleFigures:
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
    WHERE cycle_id = :cycle_id AND kind = 'regular' AND (:pairing_id IS NULL OR id = :pairing_id)
        AND (:mentor_id IS NULL OR mentor_id = :mentor_id)
        AND (:county_code IS NULL OR county_code = :county_code)
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
        AND (:pairing_id IS NULL OR c.pairing_id = :pairing_id)
    GROUP BY c.pairing_id, c.rule_id, c.period, r.measure
"""

_REPORTED: Final = """
    SELECT i.pairing_id, i.rule_id, i.period, i.amount AS done
    FROM reported AS i
    INNER JOIN rule AS r ON r.id = i.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND i.on_date <= :as_of
        AND (:pairing_id IS NULL OR i.pairing_id = :pairing_id)
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
    pairings = store.fetch(
        PairingKey,
        _PAIRINGS,
        cycle_id=cycle.id,
        pairing_id=pairing_id,
        mentor_id=mentor_id,
        county_code=county_code,
    )
    book = _RuleBook(store, cycle, rules)
    amounts = _amounts(store, cycle, as_of, pairing_id)
    return CycleFigures(
        cycle=cycle,
        as_of=as_of,
        rules=rules,
        pairings=[_figures(book, pairing, amounts, as_of) for pairing in pairings],
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
    store: Reader, cycle: CycleRow, as_of: dt.date, pairing_id: str | None
) -> dict[tuple[str, str, str], float]:
    values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), "pairing_id": pairing_id}
    done = {
        (row["pairing_id"], row["rule_id"], row["period"]): row["done"]
        for row in store.rows(_AMOUNTS, **values)
    }
    for row in store.rows(_REPORTED, **values):  # a later report replaces an earlier one
        done[row["pairing_id"], row["rule_id"], row["period"]] = row["done"]
    return done


class _RuleBook:
    """Everything that says what is owed, loaded once for all pairings of a cycle."""

    def __init__(self, store: Reader, cycle: CycleRow, rules: Mapping[str, RuleInfo]) -> None:
        self.cycle = cycle
        self.rules = {rule_id: info.rule for rule_id, info in rules.items()}
        self.periods = _periods(store, cycle)
        self.overrides = _overrides(store, cycle)
        self.waivers = {
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
                period=DateSpan(day(row["period_start"]), day(row["period_end"])),
                counting=DateSpan(day(row["first_day"]), day(row["last_day"])),
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


def _figures(
    book: _RuleBook,
    pairing: PairingKey,
    amounts: _Amounts,
    as_of: dt.date,
) -> PairingFigures:
    bond = Bond(
        id=pairing.id,
        layer=pairing.layer,
        county_code=pairing.county_code,
        span=DateSpan(dt.date.fromisoformat(pairing.start), dt.date.fromisoformat(pairing.end)),
        to_the_end=pairing.end >= book.cycle.end,
    )
    by_rule = {}
    for rule_id, rule in book.rules.items():
        owed = [
            found
            for period in book.periods.get(rule_id, ())
            if (
                found := obligation(
                    bond,
                    rule,
                    period,
                    book.overrides.get(rule_id, ()),
                    book.waivers.get((pairing.id, rule_id, period.code)),
                )
            )
        ]
        if not owed:
            continue
        if any(each.waiver for each in owed):
            owed = _carried(bond, rule, book.periods[rule_id], owed, amounts)
        done = _done(amounts, owed)
        by_rule[rule_id] = [
            Figure(each, amount, state_on(as_of, each, amount))
            for each, amount in zip(owed, done, strict=True)
        ]
    return PairingFigures(pairing, by_rule)


def _carried(
    bond: Bond,
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
    return [amounts.get((each.pairing_id, each.rule.id, each.period.code), 0) for each in owed]
