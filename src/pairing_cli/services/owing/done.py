"""What is on record: papers, facts and reports of pairings, as rules count them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final

from pairing_cli.domain.owed.counting import Counted
from pairing_cli.domain.owed.obligations import Obligation
from pairing_cli.domain.owed.rules import OwedBy, Per, RuleKind
from pairing_cli.domain.owed.settling import NOTHING, Reported, Work
from pairing_cli.domain.owed.tally import records_work
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.on_the_day import if_end_known
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.store.reading import Reader

_SIDE_OF: Final = {
    OwedBy.MENTOR: ("mentor",),
    OwedBy.MENTEE: ("mentee",),
    OwedBy.BOTH: ("mentor", "mentee"),
    OwedBy.COUNTY: ("bureau",),
    OwedBy.BUREAU: ("bureau",),
}
"""Whose facts count for what a side owes; facts of no side count for all."""


class Record(NamedTuple):
    """A fact, paper or report on record."""

    id: str
    kind: str
    """document, milestone or indicator."""
    code: str
    """The category of a paper, the fact of a register, the code of an indicator."""
    fact: str | None
    side: str | None
    day: dt.date
    until: dt.date | None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None


def answers(rule: RuleInfo, record: Record) -> bool:
    """Whether a record is what a rule asks for, whenever it was."""
    if rule.kind == RuleKind.INDICATOR:
        return record.kind == RuleKind.INDICATOR and record.code == rule.indicator
    if rule.parts:
        return record.fact in {part.fact for part in rule.parts}
    if rule.kind == RuleKind.DOCUMENT:
        if record.kind != RuleKind.DOCUMENT:
            return False
        return record.fact == rule.fact if rule.fact else record.code == rule.category
    return record.kind == RuleKind.MILESTONE and record.fact == rule.fact


def is_of_side(rule: RuleInfo, record: Record) -> bool:
    """Whether a fact belongs to those who owe the rule."""
    return record.side is None or record.side in _SIDE_OF[OwedBy(rule.owed_by)]


def counted_records(rule: RuleInfo, owed: Obligation, records: Iterable[Record]) -> list[Counted]:
    """What records bring to an obligation, one each; of parts only the first of each.

    A fact that stands counts in every period in which it stands.
    """
    found: dict[str, Counted] = {}
    for record in records:
        if not answers(rule, record) or not is_of_side(rule, record):
            continue
        day = standing_day(rule, owed, record)
        if day is None:
            continue
        key = record.fact or "" if rule.parts else record.id
        if key not in found or day < found[key].day:
            found[key] = Counted(day, 1, (record.id,))
    return list(found.values())


def standing_day(rule: RuleInfo, owed: Obligation, record: Record) -> dt.date | None:
    """The day on which a record counts for an obligation; None where it doesn't."""
    period = owed.period
    if not rule.stands:
        return record.day if period.takes(record.day) else None
    first = max(record.day, period.accepts.first)
    over = record.until is not None and record.until < period.counting.first
    return first if first <= period.accepts.last and not over else None


# --- Papers, facts, reports -------------------------------------------------------------------

_FACTS: Final = f"""
    SELECT {{whose}}, record_id AS id, 'milestone' AS kind, fact AS code, fact, side, on_date,
        {if_end_known("f", "f.until", "until")} AS until
    FROM {{facts}} AS f
    WHERE cycle_id = :cycle_id AND on_date <= :as_of{{scope}}
"""

_PAPERS: Final = """
    SELECT x.pairing_id, x.document_id AS id, 'document' AS kind, x.category AS code, x.fact,
        NULL AS side, x.on_date, NULL AS until
    FROM document_links AS x INNER JOIN pairing AS p ON p.id = x.pairing_id
    WHERE p.cycle_id = :cycle_id AND x.on_date <= :as_of{scope}
"""

_IN_ONE: Final = """
    SELECT group_concat(pairing_id || :then || id || :then || kind || :then || code || :then
        || coalesce(fact, '') || :then || coalesce(side, '') || :then || on_date || :then
        || coalesce(until, ''), :between)
    FROM ({rows}) AS r
"""
"""Rows of keys, codes and days as one text: SQLite needs the interpreter for each row that it hands
out, so that many can't be read while something else goes on."""

_SEPARATORS: Final = {"between": "\x1e", "then": "\x1f"}
"""Of rows, and of columns: no text that is stored has them."""

_REPORTS: Final = """
    SELECT i.pairing_id, i.id, i.code, i.on_date, i.numerator, i.denominator
    FROM indicator AS i INNER JOIN pairing AS p ON p.id = i.pairing_id
    WHERE p.cycle_id = :cycle_id AND i.on_date <= :as_of{scope}
    ORDER BY i.on_date, i.id
"""


def _record(
    key: str, kind: str, code: str, fact: str | None, side: str | None, on: str, until: str | None
) -> Record:
    day = dt.date.fromisoformat
    return Record(
        key, kind, code, fact or None, side or None, day(on), day(until) if until else None
    )


class _Asking(dict[tuple[str, str, str | None], Sequence[str]]):
    """Kind, code and fact of records → the ids of the rules that ask for such."""

    def __init__(self, rules: Sequence[RuleInfo]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, sort: tuple[str, str, str | None]) -> Sequence[str]:
        record = Record("", *sort, side=None, day=dt.date.min, until=None)
        found = self[sort] = [each.id for each in self._rules if answers(each, record)]
        return found


class Papers:
    """The records of pairings up to a day, and of counties."""

    def __init__(
        self,
        store: Reader,
        cycle: CycleRow,
        as_of: dt.date,
        scope: KeyScope,
        rules: Iterable[RuleInfo],
    ) -> None:
        """`scope`: the pairings that the report is about, and those that share their duties."""
        rules = list(rules)
        self._asking = _Asking(rules)
        self._by_rule: dict[str, dict[str, list[Record]]] = {}
        self._by_county: Mapping[str, list[Record]] = defaultdict(list)
        self._reports: Iterable[tuple[Any, ...]] = ()
        kinds = {rule.kind for rule in rules}
        values = {"cycle_id": cycle.id, "as_of": as_of.isoformat(), **scope.values}
        narrowed = scope.condition("pairing_id")
        rows = []
        if kinds & {RuleKind.MILESTONE, RuleKind.DOCUMENT}:
            rows.append(_FACTS.format(whose="pairing_id", facts="pairing_facts", scope=narrowed))
            of_counties = _FACTS.format(whose="county_code", facts="county_facts", scope="")
            for county, *record in store.tuples(of_counties, **values):
                self._by_county[county].append(_record(*record))
        if RuleKind.DOCUMENT in kinds:
            rows.append(_PAPERS.format(scope=scope.condition("x.pairing_id")))
        self._told: Callable[[], str | None] = lambda: None
        if rows:
            sql = _IN_ONE.format(rows=" UNION ALL ".join(rows))
            told = {**values, **_SEPARATORS}
            # Of a whole programme they are read while its visits are counted.
            ahead = not scope.is_narrow
            self._told = store.ahead(sql, **told) if ahead else partial(store.value, sql, **told)
        if RuleKind.INDICATOR in kinds:
            reports = _REPORTS.format(scope=scope.condition("i.pairing_id"))
            self._reports = list(store.tuples(reports, **values))

    @cached_property
    def _by_pairing(self) -> Mapping[str, list[Record]]:
        found: Mapping[str, list[Record]] = defaultdict(list)
        text = self._told()
        # A document that hangs on several records of a pairing is one.
        for line in dict.fromkeys(text.split(_SEPARATORS["between"])) if text else ():
            pairing, *record = line.split(_SEPARATORS["then"])
            found[pairing].append(_record(*record))
        for pairing, key, code, on, part, whole in self._reports:
            value = part if whole is None else 100.0 * part / whole
            day = dt.date.fromisoformat(on)
            report = Record(key, "indicator", code, None, None, day, None, value, part, whole)
            found[pairing].append(report)
        return found

    def of(self, pairing_ids: Sequence[str], county_code: str | None, per: str) -> list[Record]:
        """The records that count for a duty of these pairings."""
        found = [each for key in pairing_ids for each in self._by_pairing.get(key, ())]
        if county_code is not None and per in (Per.COUNTY, Per.COUNTY_MENTOR):
            found += self._by_county.get(county_code, ())
        return found

    def by_rule(self, pairing_id: str) -> Mapping[str, list[Record]]:
        """Id of a rule → the records of one pairing that it asks for; not those of nothing."""
        found = self._by_rule.get(pairing_id)
        if found is None:
            # Kept: each duty that the pairing shares with others asks again.
            found = self._by_rule[pairing_id] = defaultdict(list)
            for record in self._by_pairing.get(pairing_id, ()):
                for rule_id in self._asking[record[1:4]]:
                    found[rule_id].append(record)
        return found

    def for_rule(
        self, rule: RuleInfo, pairing_ids: Sequence[str], county_code: str | None
    ) -> list[Record]:
        """The records that a duty of these pairings asks for."""
        found = [each for key in pairing_ids for each in self.by_rule(key).get(rule.id, ())]
        of_county = self.of((), county_code, rule.per)
        return found + [each for each in of_county if rule.id in self._asking[each[1:4]]]

    def of_pairing(self, pairing_id: str) -> Sequence[Record]:
        """The records of one pairing."""
        return self._by_pairing.get(pairing_id, ())


def papers_work(
    rule: RuleInfo, owed: Sequence[Obligation], records: Sequence[Record], day: dt.date
) -> list[Work]:
    """What papers, facts or reports come to for each obligation of a rule by `day`."""
    records = [each for each in records if answers(rule, each)]
    if not records:
        return [NOTHING] * len(owed)
    if rule.kind == RuleKind.INDICATOR:
        return [_reported(rule, each, records, day) for each in owed]
    return [records_work(each, counted_records(rule, each, records), day) for each in owed]


def _reported(rule: RuleInfo, owed: Obligation, records: Sequence[Record], day: dt.date) -> Work:
    """The latest report of a period holds."""
    last = latest_report(rule, owed, records, day)
    if last is None or last.value is None:
        return NOTHING
    reported = Reported(last.value, last.numerator or 0, last.denominator)
    return Work(last.value, (Counted(last.day, last.value),), reported)


def latest_report(
    rule: RuleInfo, owed: Obligation, records: Iterable[Record], day: dt.date
) -> Record | None:
    """The report of an indicator that holds for an obligation on a day."""
    found = [
        each
        for each in records
        if answers(rule, each) and each.day <= day and owed.period.takes(each.day)
    ]
    return found[-1] if found else None
