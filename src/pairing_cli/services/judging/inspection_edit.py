"""Inspections, written: arranged, changed, answered, sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.judging.words import InspectionState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import SHORT_TEXT, as_word, one_line
from pairing_cli.services.judging.checklist_edit import active_checklist
from pairing_cli.services.judging.finding_edit import found_by_answers
from pairing_cli.services.judging.inspection_targets import join, leave, target_named
from pairing_cli.services.judging.inspections import (
    InspectionRow,
    inspection_by_id,
)
from pairing_cli.services.judging.inspectors import appoint, as_typed, check_interest
from pairing_cli.services.judging.open_inspections import check_within, open_inspection, sealed
from pairing_cli.services.pairings.pairing_records import long
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import (
    Checklist,
    Inspection,
    Inspector,
)
from pairing_cli.store.writing import Writer


class InspectionInput(NamedTuple):
    """An inspection to be arranged. Text is as typed."""

    mentees: Sequence[str]
    counties: Sequence[str]
    span: DateSpan
    inspectors: Sequence[str]
    """NAME or NAME@OFFICE."""
    lead: str | None = None
    title: str | None = None
    announced: bool = False
    checklist: str | None = None
    note: str | None = None
    override: str | None = None


class InspectionChanges(NamedTuple):
    """What is to be otherwise. None leaves a field as it is, "" empties it."""

    title: str | None = None
    span: DateSpan | None = None
    announced: bool | None = None
    note: str | None = None
    inspectors: Sequence[str] = ()
    """Who takes the place of all before."""
    lead: str | None = None
    joining: Sequence[str] = ()
    leaving: Sequence[str] = ()
    override: str | None = None

    @property
    def only_words(self) -> bool:
        """Whether nothing changes but the title and the note."""
        return self == InspectionChanges(title=self.title, note=self.note)


class Arranged(NamedTuple):
    """An inspection, and what is to be said of it."""

    row: InspectionRow
    too_few: int | None
    """How many inspectors there ought to be, where there are fewer."""


def add_inspection(
    store: Writer, entered: InspectionInput, cycle: CycleRow, as_of: dt.date
) -> Arranged:
    """Arrange an inspection. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`
    (no checklist, an inspector with an interest, a consultation).
    """
    checklist = active_checklist(store, cycle, entered.checklist)
    check_within(entered.span.first, cycle)
    check_within(entered.span.last, cycle)
    row = Inspection(
        cycle_id=cycle.id,
        checklist_id=checklist.id,
        title=_title(entered),
        start_date=entered.span.first,
        end_date=entered.span.last,
        announced=entered.announced,
        note=long(entered.note, phrase("The note")),
        override_reason=one_line(entered.override, phrase("The reason"), SHORT_TEXT)
        if entered.override
        else None,
    )
    store.add(row)
    join(store, row, entered.mentees, entered.counties, cycle, entered.span.first)
    appoint(store, row, entered.inspectors, entered.lead)
    return _arranged(store, row, cycle, as_of)


def edit_inspection(
    store: Writer, ref: str, changes: InspectionChanges, cycle: CycleRow, as_of: dt.date
) -> Arranged:
    """Change an inspection that isn't sealed; a title and a note always.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE and not changes.only_words:
        raise sealed(row)
    if changes.span is not None:
        check_within(changes.span.first, cycle)
        check_within(changes.span.last, cycle)
        row.start_date, row.end_date = changes.span.first, changes.span.last
    if changes.title is not None:
        row.title = one_line(changes.title, phrase("The title"), SHORT_TEXT)
    if changes.note is not None:
        row.note = long(changes.note, phrase("The note"))
    if changes.override is not None:
        row.override_reason = one_line(changes.override, phrase("The reason"), SHORT_TEXT)
    store.change(row, announced=row.announced if changes.announced is None else changes.announced)
    for name in changes.leaving:
        leave(store, target_named(store, row, name, cycle, as_of))
    join(store, row, changes.joining, (), cycle, row.start_date)
    there = store.where(Inspector, inspection_id=row.id)
    if changes.inspectors or changes.lead:
        names = changes.inspectors or [as_typed(each) for each in there]
        store.delete(*there)
        appoint(store, row, names, changes.lead)
    else:
        check_interest(store, row, [each.name for each in there])
    return _arranged(store, row, cycle, as_of)


def finish(store: Writer, ref: str, cycle: CycleRow, as_of: dt.date) -> InspectionRow:
    """Seal an inspection: its answers stand, and each "no" becomes a finding.

    Raises `RuleRefusal` where it is sealed already or a target was not seen.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE:
        raise sealed(row)
    found = inspection_by_id(store, row.id, cycle, as_of)
    if not found.target_rows:
        raise RuleRefusal(
            "not-seen", phrase("Nobody is to be seen in inspection {ref}.", ref=found.ref)
        )
    for target in found.target_rows:
        if not target.seen:
            raise RuleRefusal(
                "not-seen",
                phrase("Nothing has been filled in for {name}.", name=target.mentee_short),
                hint=phrase(
                    "To leave it out: pairing inspection edit {ref} --leave {name}",
                    ref=found.ref,
                    name=as_word(target.mentee_short),
                ),
            )
    checklist = store.get(Checklist, row.checklist_id)
    for target in found.target_rows:
        found_by_answers(store, target, checklist, as_of)
    store.change(row, state=InspectionState.DONE, done_on=as_of)
    return inspection_by_id(store, row.id, cycle, as_of)


def _title(entered: InspectionInput) -> str:
    if entered.title:
        return one_line(entered.title, phrase("The title"), SHORT_TEXT)
    first = entered.span.first
    return f"{first.year}年{first.month}月{first.day}日督查"


def _arranged(store: Writer, row: Inspection, cycle: CycleRow, as_of: dt.date) -> Arranged:
    found = inspection_by_id(store, row.id, cycle, as_of)
    least = store.get(Checklist, row.checklist_id).least_inspectors
    return Arranged(found, least if len(found.inspectors) < least else None)
