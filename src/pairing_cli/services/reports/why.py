"""Why: how one figure came about, from the clause of the document to the single record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.owed.counting import (
    Counted,
    CountedVisit,
    NotCounted,
    amount,
    reasons_against,
    together,
)
from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.rules import WAYS, Measure, RuleKind
from pairing_cli.domain.owed.settling import Figure, State
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.owing.done import (
    Record,
    answers,
    counted_records,
    is_of_side,
    latest_report,
)
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo, find_rule
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.detail import shown_done
from pairing_cli.services.reports.witness import Witness
from pairing_cli.store.reading import Reader


class CountedRecord(NamedTuple):
    """A record that counts, with the amount that it brings."""

    ref: str
    date: str
    amount: float
    direction: str | None = None
    """Of what is asked each way: which way it was."""


class OneWay(NamedTuple):
    """What is asked for and done in one direction, of what is asked each way."""

    direction: str
    need: float
    done: float
    remaining: float


class Uncounted(NamedTuple):
    """A record that doesn't count for the period, and the most telling reason."""

    ref: str
    date: str
    reason: str
    """A code of `domain.owed.counting.NotCounted`."""


class Payment(NamedTuple):
    """What a later period did beyond its need, and paid here."""

    period: str
    amount: float


class PeriodWhy(NamedTuple):
    """One period of the rule."""

    period: str
    first: str
    last: str
    """The days on which something counts in time."""
    due: str
    need: float
    done: float | None
    paid: float
    remaining: float
    expected: float
    state: str
    late_days: int
    still_until: str | None
    """Until when what is missing can still be done or made up; None: no more, or nothing is."""
    counted: Sequence[CountedRecord]
    not_counted: Sequence[Uncounted]
    paid_by: Sequence[Payment]
    waiver: str | None
    override: str | None
    missing: tuple[str, ...]
    """Of a share of a roster: who of it hasn't taken part yet."""
    ways: tuple[OneWay, ...]
    """Of what is asked each way: how each stands."""
    stage: Label | None
    """What the period is called, where it is a stage of a plan."""


class RuleWhy(NamedTuple):
    """One rule of one pairing."""

    rule: RuleInfo
    document_title: Label
    periods: Sequence[PeriodWhy]


class Why(NamedTuple):
    """One pairing and the rules that were asked about."""

    mentor: str
    mentee: str
    rules: Sequence[RuleWhy]
    pairing: PairingDetail


def why(
    store: Reader,
    mentee: str,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    rule: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
) -> Why:
    """How the figures of one pairing came about: of one rule, of whatever ledger, or of all
    that it owes by the rules of a ledger.

    Raises `NotFound`, and `RuleRefusal` where the pairing doesn't owe the rule.
    """
    pairing = show_pairing(store, mentee, cycle, as_of=as_of, first=True)
    wanted = find_rule(store, cycle, rule) if rule else None
    figures = figures_of(store, cycle, as_of, among=[pairing.id], ledger=None if wanted else ledger)
    by_rule = figures.pairings[0].by_rule if figures.pairings else {}
    if wanted is not None and wanted.id not in by_rule:
        raise RuleRefusal(
            "not-owed",
            phrase(
                "{mentor} → {mentee} owes nothing of {rule}.",
                mentor=pairing.mentor,
                mentee=pairing.mentee,
                rule=wanted.title,
            ),
        )
    chosen = [wanted] if wanted else [figures.rules[rule_id] for rule_id in by_rule]
    explained = []
    if figures.pairings:
        witness = Witness(store, figures, chosen)
        explained = [_rule_why(witness, by_rule[info.id], info) for info in chosen]
    return Why(pairing.mentor, pairing.mentee, explained, pairing)


def _rule_why(witness: Witness, periods: RuleFigures, info: RuleInfo) -> RuleWhy:
    begun = [figure for figure in periods if figure.owed.first <= witness.figures.as_of]
    visits = witness.visits(info) if info.kind == RuleKind.QUOTA else []
    records = witness.records(info) if info.kind != RuleKind.QUOTA else []
    told = []
    for figure, reach in zip(begun, _reaches(begun), strict=True):
        counted, left_out = (
            _visits_why(witness, info, figure, reach, visits)
            if info.kind == RuleKind.QUOTA
            else _records_why(witness, info, figure, reach, records)
        )
        told.append(
            _period_why(periods, figure, counted, left_out)._replace(
                missing=_absent(witness, info, figure, visits)
            )
        )
    return RuleWhy(info, info.document_title, told)


def _reaches(periods: Sequence[Figure]) -> list[DateSpan]:
    """The days whose records each period explains: its own, and those up to the next one.

    So a visit in a vacation, or in a term that owes nothing, is named where somebody who
    misses it will look.
    """
    if not periods:
        return []
    firsts = [figure.owed.period.counting.first for figure in periods]
    begins = [dt.date.min, *firsts[1:]]
    ends = [first - dt.timedelta(days=1) for first in firsts[1:]] + [dt.date.max]
    return [DateSpan(begin, max(begin, end)) for begin, end in zip(begins, ends, strict=True)]


_Told = tuple[list[CountedRecord], list[Uncounted]]


def _visits_why(
    witness: Witness,
    info: RuleInfo,
    figure: Figure,
    reach: DateSpan,
    visits: Iterable[tuple[str, CountedVisit]],
) -> _Told:
    """The visits that count for the period, and those within its reach that don't."""
    brought, left_out = [], []
    period, layer = figure.owed.period, witness.pairing.layer
    frame, as_of = witness.frame, witness.figures.as_of
    for ref, visit in visits:
        brings = amount(info.rule, period, visit, layer, frame, as_of)
        if brings is not None:
            brought.append((ref, Counted(visit.counts_on, brings, visit.people_for(info.rule))))
        elif reach.contains(visit.counts_on) or period.takes(visit.counts_on):
            reasons = reasons_against(info.rule, period, visit, layer, frame, as_of)
            left_out.append(Uncounted(ref, visit.counts_on.isoformat(), reasons[0]))
    counted, beyond = _as_settled(info, figure, brought)
    return counted, left_out + beyond


def _absent(
    witness: Witness, info: RuleInfo, figure: Figure, visits: Iterable[tuple[str, CountedVisit]]
) -> tuple[str, ...]:
    """Of a share of a roster: who of it hasn't taken part."""
    if info.share is None:
        return ()
    period, layer = figure.owed.period, witness.pairing.layer
    frame, as_of = witness.frame, witness.figures.as_of
    there = {
        key
        for _, visit in visits
        if amount(info.rule, period, visit, layer, frame, as_of) is not None
        for key in visit.kindergartens
    }
    return witness.names(figure.owed.roster - there)


def _as_settled(
    info: RuleInfo, figure: Figure, brought: Sequence[tuple[str, Counted]]
) -> tuple[list[CountedRecord], list[Uncounted]]:
    """What each visit adds, up to the most that counts; and those that add nothing any more."""
    brought = sorted(brought, key=lambda each: each[1].day)
    added = together(figure.owed.rule, (each for _, each in brought), figure.owed.roster)
    room = figure.owed.most
    counted, beyond = [], []
    for (ref, _), each in zip(brought, added, strict=True):
        day = each.day.isoformat()
        if info.share and not figure.owed.roster & set(each.people):
            beyond.append(Uncounted(ref, day, NotCounted.NOT_OF_ROSTER))
        elif room is not None and room <= 0:
            beyond.append(Uncounted(ref, day, NotCounted.BEYOND_MOST))
        elif each.amount <= 0 and info.measure in (Measure.MONTHS, Measure.DISTINCT_PEOPLE):
            beyond.append(Uncounted(ref, day, NotCounted.COUNTED_ALREADY))
        elif each.amount <= 0 and info.each_way:
            beyond.append(Uncounted(ref, day, NotCounted.WAY_IS_FULL))
        else:
            brings = each.amount if room is None else min(each.amount, room)
            way = each.people[0] if info.each_way else None
            counted.append(CountedRecord(ref, day, plain(brings), way))
            room = None if room is None else room - each.amount
    return counted, beyond


def _records_why(
    witness: Witness,
    info: RuleInfo,
    figure: Figure,
    reach: DateSpan,
    records: Sequence[Record],
) -> _Told:
    """The papers, facts or reports that count for the period, and those that don't."""
    found = {each.people[0]: each for each in counted_records(info, figure.owed, records)}
    latest = None
    if info.kind == RuleKind.INDICATOR:
        latest = latest_report(info, figure.owed, records, witness.figures.as_of)
        found = {key: each for key, each in found.items() if latest and key == latest.id}
    counted = [
        CountedRecord(ref_of(key), each.day.isoformat(), _amount(each.amount, latest))
        for key, each in found.items()
    ]
    left_out = [
        Uncounted(ref_of(each.id), each.day.isoformat(), reason)
        for each in records
        if each.id not in found
        and reach.contains(each.day)
        and (reason := _reason(info, figure, each)) is not None
    ]
    return counted, list(dict.fromkeys(left_out))


def _amount(brings: float, report: Record | None) -> float:
    return plain(brings if report is None or report.value is None else report.value)


def _reason(info: RuleInfo, figure: Figure, record: Record) -> NotCounted | None:
    """Why a record that is about the same thing doesn't count; None of one about another."""
    if answers(info, record):
        if not is_of_side(info, record):
            return NotCounted.OTHER_SIDE
        if info.kind == RuleKind.INDICATOR and figure.owed.period.takes(record.day):
            return NotCounted.REPLACED
        return NotCounted.OUTSIDE_PERIOD
    is_paper = record.kind == info.kind == RuleKind.DOCUMENT
    return NotCounted.OTHER_FACT if is_paper and record.code == info.category else None


def _period_why(
    periods: RuleFigures,
    figure: Figure,
    counted: Sequence[CountedRecord],
    left_out: Sequence[Uncounted],
) -> PeriodWhy:
    owed = figure.owed
    until = _still_until(periods, figure)
    return PeriodWhy(
        period=owed.period.code,
        first=owed.period.counting.first.isoformat(),
        last=owed.period.counting.last.isoformat(),
        due=owed.due.isoformat(),
        need=plain(owed.need),
        done=shown_done(figure),
        paid=plain(figure.paid),
        remaining=plain(figure.remaining),
        expected=plain(figure.expected_by(periods.day)),
        state=figure.state,
        late_days=figure.late_days,
        still_until=until.isoformat() if until else None,
        counted=counted,
        not_counted=left_out,
        paid_by=[Payment(code, plain(much)) for code, much in figure.paid_by],
        waiver=owed.waiver.reason if owed.waiver else None,
        override=owed.override.reason if owed.override else None,
        missing=(),
        ways=_ways(figure, counted),
        stage=owed.period.stage,
    )


def _ways(figure: Figure, counted: Sequence[CountedRecord]) -> tuple[OneWay, ...]:
    """How each direction stands, where each is asked for by itself."""
    rule = figure.owed.rule
    if not rule.each_way:
        return ()
    done = {way: sum(each.amount for each in counted if each.direction == way) for way in WAYS}
    return tuple(
        OneWay(
            way,
            plain(rule.need),
            plain(done[way]),
            0 if figure.is_excused else plain(rule.need - done[way]),
        )
        for way in WAYS
    )


def _still_until(periods: RuleFigures, figure: Figure) -> dt.date | None:
    """Until when what is missing can be done, in time, late or by a surplus."""
    if not figure.remaining or figure.state is State.WAIVED:
        return None
    if figure.state is not State.MISSED:
        return figure.owed.due
    last = periods[-1].owed
    if figure.owed.rule.make_up and last.due >= periods.day and last.first > figure.owed.ends:
        return last.due
    late = figure.owed.period.accepts.last
    return late if periods.day <= late < dt.date.max else None
