"""Honours, written: nominated, publicised, awarded, rejected, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.honours.criteria import end_of_publicity, workdays
from pairing_cli.domain.honours.words import HONOUR_KINDS, HONOUR_STATES, HonourKind, HonourState
from pairing_cli.domain.judging.frozen import freeze
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.vocabulary import KindergartenStatus as Status
from pairing_cli.domain.vocabulary import Tier
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.honours.assessments import approved_assessment
from pairing_cli.services.honours.candidates import criteria
from pairing_cli.services.honours.commendations import (
    HonourRow,
    find_honour,
    trace_of_honour,
)
from pairing_cli.services.honours.evidence import Evidence
from pairing_cli.services.honours.wrap_up import check_day
from pairing_cli.services.pairings.pairing_records import short
from pairing_cli.services.programme.cycles import CycleRow, cycle_by_id
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.rows import Honour, Kindergarten, KindergartenStatus
from pairing_cli.store.writing import Writer

GRADES: tuple[str, ...] = (Tier.CITY, Tier.COUNTY, Tier.TOWNSHIP)
"""Grades of an exemplar; every other promotion is to a status."""


@dataclass(frozen=True, slots=True)
class HonourInput:
    """What is told of a nomination."""

    kind: HonourKind
    reason: str
    unit: str | None = None
    county: str | None = None
    person: str | None = None
    title: str | None = None
    to: str | None = None


def nominate(store: Writer, entered: HonourInput, cycle: CycleRow, *, as_of: dt.date) -> HonourRow:
    """Nominate a unit or person; a closed cycle still takes it.

    Raises `NotFound`, `UsageError`, `BadData` (nominated already).
    """
    row = Honour(
        cycle_id=cycle.id,
        kind=entered.kind,
        title=short(entered.title, phrase("The title")) or criteria().titles[entered.kind],
        reason=one_line(entered.reason, phrase("The reason"), SHORT_TEXT),
        nominated_on=as_of,
    )
    _name_unit(store, row, entered)
    _name_grade(store, row, entered)
    _check_once(store, row)
    found = approved_assessment(store, cycle, as_of)
    row.assessment_id = found.id if found else None
    store.add(row)
    return find_honour(store, row.id)


def _name_unit(store: Writer, row: Honour, entered: HonourInput) -> None:
    if entered.kind is HonourKind.PERSON:
        if entered.person is None:
            raise UsageError("who", phrase("Say who: --person NAME"))
        if entered.unit is None:
            raise NotFound(
                "who",
                phrase("Whose staff is {person}?", person=entered.person),
                hint=phrase("Two may have one name: --unit KINDERGARTEN"),
            )
        row.person = one_person(entered.person)
    elif entered.person is not None:
        raise UsageError(
            "not-a-person",
            phrase("Only {kind} names a person.", kind=HONOUR_KINDS[HonourKind.PERSON]),
        )
    if (entered.unit is None) is (entered.county is None):
        raise UsageError("whose", phrase("Say who: --unit KINDERGARTEN or --county COUNTY"))
    if entered.unit is not None:
        row.kindergarten_id = find_kindergarten(store, entered.unit).id
    elif entered.kind is HonourKind.UNIT:
        row.region_code = find_region(store, entered.county or "", level="county").code
    else:
        raise UsageError(
            "not-a-kindergarten",
            phrase("{kind} is of a kindergarten: --unit", kind=HONOUR_KINDS[entered.kind]),
        )


def _name_grade(store: Writer, row: Honour, entered: HonourInput) -> None:
    """The grade before, and of a promotion the one to come."""
    if entered.kind is HonourKind.PROMOTION and entered.to is None:
        raise UsageError("to-what", phrase("Say what it is promoted to: --to GRADE"))
    if entered.kind not in (HonourKind.PROMOTION, HonourKind.REGRADE):
        if entered.to is not None:
            raise UsageError("to-what", phrase("Only a promotion or re-evaluation has --to."))
        return
    row.from_grade = store.get(Kindergarten, row.kindergarten_id).exemplar
    row.to_grade = entered.to
    if entered.kind is HonourKind.PROMOTION and row.from_grade == row.to_grade:
        raise UsageError("to-what", phrase("It has that grade already."))


def _check_once(store: Writer, row: Honour) -> None:
    for other in store.where(
        Honour,
        cycle_id=row.cycle_id,
        kind=row.kind,
        kindergarten_id=row.kindergarten_id,
        region_code=row.region_code,
        person=row.person,
    ):
        if other.state not in (HonourState.REJECTED, HonourState.WITHDRAWN):
            known = find_honour(store, other.id)
            raise BadData(
                "nominated-twice",
                phrase(
                    "{of} is {state} in this cycle already: {ref}.",
                    of=known.of,
                    state=HONOUR_STATES[known.state],
                    ref=known.ref,
                ),
            )


def publicise(
    store: Writer, refs: Sequence[str], *, first: dt.date, last: dt.date | None
) -> list[HonourRow]:
    """Put nominations before the public from a day on, for five workdays at least.

    Raises `NotFound`, `RuleRefusal`, `UsageError`.
    """
    least = criteria().publicity_workdays
    end = last or end_of_publicity(first, least)
    check_in_order(first, end)
    if workdays(first, end) < least:
        raise RuleRefusal(
            "publicity",
            phrase("Publicity takes {count} workdays at least.", count=least),
            hint=phrase("Until {day}, or leave --to out.", day=end_of_publicity(first, least)),
        )
    found = []
    for ref in refs:
        row = _undecided(store, ref)
        if first.isoformat() < row.nominated:
            raise UsageError(
                "before-nomination",
                phrase("{ref} was nominated on {day} only.", ref=row.ref, day=row.nominated),
            )
        check_day(first, cycle_by_id(store, row.cycle_id))
        store.change(
            store.get(Honour, row.id),
            state=HonourState.PUBLICISED,
            publicised_from=first,
            publicised_to=end,
        )
        found.append(find_honour(store, row.id))
    return found


def award(
    store: Writer,
    refs: Sequence[str],
    *,
    number: str,
    on: dt.date,
    today: dt.date,
    override: str | None = None,
) -> list[HonourRow]:
    """Award what was publicised long enough, all or none; what it rests on is frozen, and who is
    promoted has its grade or status from that day on.

    Raises `NotFound`, `RuleRefusal` (publicity, critical-open, no-assessment), `UsageError`.
    """
    check_not_ahead(on, today)
    document = one_line(number, phrase("The number"), NAME)
    for ref in refs:
        row = _undecided(store, ref)
        cycle = cycle_by_id(store, row.cycle_id)
        _check_publicity(row, on)
        _check_findings(store, row, cycle, on)
        assessment = approved_assessment(store, cycle, on)
        if assessment is None and override is None:
            raise RuleRefusal(
                "no-assessment",
                phrase("Cycle {cycle} has no approved assessment.", cycle=cycle.code),
                hint=phrase("Approve it first: pairing assessment approve. Or: --override REASON"),
            )
        frozen = freeze(trace_of_honour(store, row, on))
        store.change(
            store.get(Honour, row.id),
            state=HonourState.AWARDED,
            decided_on=on,
            document_number=document,
            decision_reason=short(override, phrase("The reason")) if assessment is None else None,
            assessment_id=assessment.id if assessment else None,
            trace=frozen.figures,
            sha256=frozen.sha256,
        )
        if row.to is not None:
            _promote(store, row, on)
    return [find_honour(store, ref) for ref in refs]


def decide_against(
    store: Writer, ref: str, state: HonourState, *, reason: str, on: dt.date
) -> HonourRow:
    """Reject or withdraw a nomination, with the reason. Raises `NotFound`, `RuleRefusal`."""
    row = _undecided(store, ref)
    store.change(
        store.get(Honour, row.id),
        state=state,
        decided_on=on,
        decision_reason=one_line(reason, phrase("The reason"), SHORT_TEXT),
    )
    return find_honour(store, row.id)


def _undecided(store: Writer, ref: str) -> HonourRow:
    row = find_honour(store, ref)
    if row.is_decided:
        raise RuleRefusal(
            "honour-decided",
            phrase(
                "{ref}, {of}, is {state} already ({day}).",
                ref=row.ref,
                of=row.of,
                state=HONOUR_STATES[row.state],
                day=row.decided_on,
            ),
            hint=phrase("To take it back: pairing undo"),
        )
    return row


def _check_publicity(row: HonourRow, on: dt.date) -> None:
    if row.publicised_to is None or row.publicised_from is None:
        raise RuleRefusal(
            "publicity",
            phrase("{ref} hasn't been publicised yet.", ref=row.ref),
            hint=phrase("pairing commendation publicise {ref} --from DATE", ref=row.ref),
        )
    least = criteria().publicity_workdays
    first, last = map(dt.date.fromisoformat, (row.publicised_from, row.publicised_to))
    if on <= last or workdays(first, last) < least:
        raise RuleRefusal(
            "publicity",
            phrase(
                "{ref} is publicised until {day}; it can be awarded from the day after.",
                ref=row.ref,
                day=row.publicised_to,
            ),
        )


def _check_findings(store: Writer, row: HonourRow, cycle: CycleRow, on: dt.date) -> None:
    if row.kind == HonourKind.REGRADE:
        return  # a critical finding is a reason for it
    evidence = Evidence(store, cycle, on)
    mine = [
        each
        for each in evidence.pairings
        if row.kindergarten_id in (each.mentor_id, each.mentee_id)
        or (row.region_code is not None and each.county_code == row.region_code)
    ]
    found = evidence.open_critical(mine)
    if found:
        raise RuleRefusal(
            "critical-open",
            phrase(
                "{of} has a critical finding that isn't closed: {ref}, {text}.",
                of=row.of,
                ref=found[0].ref,
                text=found[0].text,
            ),
            hint=phrase("This can't be overridden. Close it first: pairing inspection recheck"),
        )


def _promote(store: Writer, row: HonourRow, on: dt.date) -> None:
    if row.to in GRADES:
        store.change(store.get(Kindergarten, row.kindergarten_id), exemplar=row.to)
        return
    known = store.where(
        KindergartenStatus,
        kindergarten_id=row.kindergarten_id,
        status=row.to,
        to_date=None,
        removed_on=None,
    )
    if not known:
        store.add(
            KindergartenStatus(
                kindergarten_id=row.kindergarten_id or "",
                status=Status(row.to or ""),
                from_date=on,
                reason=row.title,
            )
        )
