"""Whose duty a rule is: a pairing's own, or one that several pairings share.

A duty per mentor or county is one duty. Every pairing of it shows it, sums count it once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from pairing_cli.domain.owed.facts import CYCLE_FACTS
from pairing_cli.domain.owed.obligations import Bound
from pairing_cli.domain.owed.rules import Per, Rule
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.on_the_day import ON_THE_DAY, known, last_day
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.key_scope import MOST_BY_KEY, KeyScope
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader


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
    mentee_short: str
    """The mentee as coordinators call it."""
    circle_id: str | None = None
    """The circle (片区) of the mentee, or else of the mentor."""

    @property
    def span(self) -> DateSpan:
        """First to last day."""
        first, last = map(dt.date.fromisoformat, (self.start, self.end))
        return DateSpan.stored(first, last)

    def bound(self, cycle: CycleRow, changed: Mapping[str, tuple[DateSpan, ...]]) -> Bound:
        """As far as rules go; `changed`: what `changed_mentors` gives."""
        return Bound(
            id=self.id,
            layer=self.layer,
            county_code=self.county_code,
            span=self.span,
            to_the_end=self.end >= cycle.end,
            others=changed.get(self.id, ()),
        )


_PAIRINGS: Final = f"""
    SELECT id, ref, mentor, mentor_id, mentee, mentee_id, county, county_code, layer,
           start_date AS start, end_date AS "end"
    FROM {ON_THE_DAY} AS p
    WHERE cycle_id = :cycle_id AND kind = 'regular' AND {known("p")}{{wanted}}
"""

_CIRCLES: Final = """
    SELECT m.kindergarten_id, c.id FROM circle AS c
    INNER JOIN circle_member AS m ON m.circle_id = c.id
    WHERE c.cycle_id = :cycle_id AND (c.removed_on IS NULL OR c.removed_on > :as_of)
        AND (m.from_date <= :as_of OR m.from_date = (SELECT y.start_date FROM cycle AS y
            WHERE y.id = c.cycle_id))
        AND (m.to_date IS NULL OR m.to_date >= :as_of)
"""

_IN_ORDER: Final = " ORDER BY layer, mentor_id, id"


def list_pairing_keys(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    among: Collection[str] | None = None,
    **wanted: str | None,
) -> list[PairingKey]:
    """The regular pairings of a cycle as a report of the day `as_of` knows them, or those among
    the given ids, or with the given mentee_id, mentor_id or county_code.
    """
    if among is not None:
        return list(_having(store, cycle, as_of, {"id": among}))
    given = {name: value for name, value in wanted.items() if value is not None}
    # Only what is asked for stands in the condition: "x IS NULL OR id = x" uses no index.
    conditions = "".join(f" AND {name} = :{name}" for name in given)
    sql = _PAIRINGS.format(wanted=conditions) + _IN_ORDER
    values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), **given}
    return list(_keys(store, sql, values, are_all=not given))


def are_more_than(store: Reader, cycle: CycleRow, as_of: dt.date, most: int) -> bool:
    """Whether `list_pairing_keys` has more than so many. In a large programme it takes a tenth
    of a second to list them.
    """
    sql = f"SELECT count(*) FROM ({_PAIRINGS.format(wanted='')} LIMIT :enough) AS p"
    values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), "enough": most + 1}
    return bool(store.value(sql, **values) > most)


def list_standing(
    store: Reader, cycle: CycleRow, as_of: dt.date, **wanted: str | None
) -> list[PairingKey]:
    """Those of the regular pairings that stand on a day; after the end of the cycle, those that
    stood on its last day: they are inspected and summed up in the wrap-up.
    """
    day = min(as_of.isoformat(), cycle.end)
    found = list_pairing_keys(store, cycle, as_of, **wanted)
    return [each for each in found if each.start <= day <= each.end]


def _keys(
    store: Reader, sql: str, values: Mapping[str, str], *, are_all: bool
) -> Iterator[PairingKey]:
    mentee = PairingKey._fields.index("mentee_id")
    mentor = PairingKey._fields.index("mentor_id")
    of_cycle = {name: values[name] for name in ("cycle_id", "as_of")}
    circles = dict(store.tuples(_CIRCLES, **of_cycle))
    rows = list(store.tuples(sql, **values))
    names = short_names(store, None if are_all else {row[mentee] for row in rows})
    for row in rows:
        circle = circles and (circles.get(row[mentee]) or circles.get(row[mentor]))
        yield PairingKey._make((*row, names[row[mentee]], circle or None))


def list_sharing(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    pairings: Sequence[PairingKey],
    rules: Iterable[RuleInfo],
    *,
    are_all: bool = False,
) -> Sequence[PairingKey]:
    """The pairings, and those that share a duty with one of them. `are_all`: there are no more."""
    if are_all:
        return pairings
    pers = {rule.per for rule in rules if not _is_told_of_each(rule)} - {Per.PAIRING}
    if pers & {Per.CYCLE, Per.CIRCLE} or (pers and len(pairings) > MOST_BY_KEY):
        # One look at all is faster than one for each of many mentors and counties.
        return list_pairing_keys(store, cycle, as_of)
    shared: dict[str, set[str]] = {}
    if Per.MENTOR in pers or Per.COUNTY_MENTOR in pers:
        shared["mentor_id"] = {each.mentor_id for each in pairings}
    if Per.MENTEE in pers:
        shared["mentee_id"] = {each.mentee_id for each in pairings}
    if Per.COUNTY in pers:
        shared["county_code"] = {each.county_code for each in pairings if each.county_code}
    found = {each.id: each for each in pairings}
    found |= {each.id: each for each in _having(store, cycle, as_of, shared)}
    return list(found.values())


def _is_told_of_each(rule: RuleInfo) -> bool:
    """Whether every pairing of a cycle has the fact of a duty of the whole cycle, so that nobody
    else's records have to be read for it.
    """
    return rule.per == Per.CYCLE and rule.fact in CYCLE_FACTS


_HAVING: Final = " AND {column} IN ({listed})"

_OF_COUNTIES: Final = """
    AND mentee_id IN (
        SELECT k.id FROM kindergarten AS k WHERE k.region_code IN (
            SELECT r.code FROM region AS r
            WHERE r.code IN ({listed}) OR r.parent_code IN ({listed}) OR r.parent_code IN (
                SELECT t.code FROM region AS t WHERE t.parent_code IN ({listed}))))
"""
"""By the regions of the counties: else the county of every mentee would have to be worked out."""


def _having(
    store: Reader, cycle: CycleRow, as_of: dt.date, wanted: Mapping[str, Collection[str]]
) -> Iterator[PairingKey]:
    """The pairings with one of the wanted values in any of the columns, asked for at once."""
    selects: list[str] = []
    values: dict[str, str] = {}
    for column, several in wanted.items():
        places = {f"{column}_{number}": value for number, value in enumerate(several)}
        if places:
            listed = ", ".join(f":{name}" for name in places)
            condition = _OF_COUNTIES if column == "county_code" else _HAVING
            wanted_here = condition.format(column=column, listed=listed)
            selects.append(_PAIRINGS.format(wanted=wanted_here))
            values |= places
    if not selects:
        return iter(())
    # UNION rather than OR: each half goes by the index of its own column.
    sql = " UNION ".join(selects) + _IN_ORDER
    values |= {"cycle_id": cycle.id, "as_of": as_of.isoformat()}
    return _keys(store, sql, values, are_all=False)


_CHANGED: Final = f"""
    SELECT a.id, b.start_date, {last_day("b", "y.end_date")}
    FROM pairing AS a INNER JOIN cycle AS y ON y.id = a.cycle_id INNER JOIN pairing AS b
        ON b.cycle_id = a.cycle_id AND b.mentee_id = a.mentee_id AND b.id <> a.id
    WHERE a.cycle_id = :cycle_id AND a.kind = 'regular' AND b.kind = 'regular'
        AND {known("a")} AND {known("b")}
        AND (b.start_date > {last_day("a", "y.end_date")}
            OR a.start_date > {last_day("b", "y.end_date")}){{scope}}
    ORDER BY a.id, b.start_date
"""


def changed_mentors(
    store: Reader, cycle: CycleRow, as_of: dt.date, scope: KeyScope
) -> dict[str, tuple[DateSpan, ...]]:
    """Pairing (of those in `scope`) → the days on which others helped its mentee, as far as a
    report of the day knows; of mentees that changed only. Those who help it at the same time have
    each their own duties.
    """
    found: dict[str, tuple[DateSpan, ...]] = {}
    sql = _CHANGED.format(scope=scope.condition("a.id"))
    values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), **scope.values}
    for key, first, last in store.tuples(sql, **values):
        days = DateSpan.stored(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        found[key] = (*found.get(key, ()), days)
    return found


def duty_key(per: str, pairing: PairingKey) -> str | None:
    """What is the same for all pairings that share a duty; None where nobody can owe it, as of
    a county that isn't known, or without a circle.
    """
    if per == Per.CYCLE:
        return _WHOLE_CYCLE
    if per in _KEYS:
        key: str | None = getattr(pairing, _KEYS[per])
        return key
    if pairing.county_code is None:
        return None
    return f"{pairing.county_code}/{pairing.mentor_id}"


_WHOLE_CYCLE: Final = "cycle"
"""The key of a duty that all pairings share."""

_KEYS: Final[Mapping[str, str]] = {
    Per.PAIRING: "id",
    Per.MENTOR: "mentor_id",
    Per.MENTEE: "mentee_id",
    Per.CIRCLE: "circle_id",
    Per.COUNTY: "county_code",
}
"""For whom a rule asks once → the field of a pairing that tells those who share it."""


class Groups:
    """The pairings that share the duties of a cycle."""

    def __init__(self, cycle: CycleRow, pairings: Iterable[PairingKey]) -> None:
        self._cycle = cycle
        self._pairings = list(pairings)
        self._members: dict[str, Mapping[str, list[PairingKey]]] = {}

    def members(self, rule: Rule, pairing: PairingKey) -> list[PairingKey]:
        """Those that share the duty of `rule` with `pairing`, itself included; only layers that
        owe it. Empty where nobody can owe it.
        """
        key = duty_key(rule.per, pairing)
        if key is None:
            return []
        if rule.per not in self._members:
            grouped: Mapping[str, list[PairingKey]] = defaultdict(list)
            for each in self._pairings:
                grouped[duty_key(rule.per, each) or ""].append(each)
            self._members[rule.per] = grouped
        return [each for each in self._members[rule.per][key] if each.layer in rule.layers]

    def bound(self, members: Sequence[PairingKey], key: str) -> Bound:
        """Those who share a duty as one: from the earliest of them to the latest. What is owed
        once in a cycle is owed for all of it, whichever pairings are looked at.
        """
        of_cycle = key == _WHOLE_CYCLE
        first = self._cycle.start if of_cycle else min(each.start for each in members)
        last = self._cycle.end if of_cycle else max(each.end for each in members)
        return Bound(
            id=key,
            layer=members[0].layer,
            county_code=members[0].county_code,
            span=DateSpan.stored(dt.date.fromisoformat(first), dt.date.fromisoformat(last)),
            to_the_end=last >= self._cycle.end,
        )
