"""Findings, written: made of answers or by hand, mended, looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.judging.words import Answer, FindingState, How, Result, Subject
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import LONG_TEXT, several_lines
from pairing_cli.services.judging.findings import (
    FindingRow,
    finding_by_id,
    findings_beside,
    steps_of,
)
from pairing_cli.services.judging.inspections import TargetRow
from pairing_cli.services.pairings.pairing_records import (
    long,
    person,
    remove_record,
)
from pairing_cli.services.papers.document_edit import describing
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.records import find_record
from pairing_cli.store import attachments
from pairing_cli.store.rows import (
    Checklist,
    Finding,
    FindingDocument,
    InspectionTarget,
    Recheck,
    Rectification,
)
from pairing_cli.store.writing import Writer


class FindingInput(NamedTuple):
    """A finding by hand. None leaves a field as it is, or to its default."""

    text: str | None = None
    owner: Subject | None = None
    due: dt.date | None = None
    critical: bool | None = None


class RecheckInput(NamedTuple):
    """A second look."""

    result: Result
    by: str
    on: dt.date | None = None
    how: How = How.ON_SITE
    new_due: dt.date | None = None
    note: str | None = None


class Moved(NamedTuple):
    """A finding, and how many its pairing (or county) still has open."""

    row: FindingRow
    open: int


def found_by_answers(
    store: Writer, target: TargetRow, checklist: Checklist, as_of: dt.date
) -> None:
    """A finding for each item that isn't so and has none yet: the item's words turned round."""
    has = {finding.item_id for finding in target.findings}
    day = dt.date.fromisoformat(target.date) if target.date else as_of
    for each in target.answers:
        item = each.item
        if each.value != Answer.NO or item.id in has:
            continue
        store.add(
            Finding(
                target_id=target.id,
                pairing_id=target.pairing_id,
                region_code=target.region_code,
                item_id=item.id,
                wording=item.lack.zh,
                critical=item.critical,
                owner=item.subject,
                found_on=day,
                due_on=day + _days(checklist, critical=item.critical),
            )
        )


def add_finding(
    store: Writer,
    target: TargetRow,
    entered: FindingInput,
    as_of: dt.date,
    *,
    item_code: str | None,
) -> FindingRow:
    """A finding by hand. By default it is owned by whom its item is about, else by the mentee,
    and due in the days of the checklist. Raises `BadData`, `UsageError`.
    """
    item = next((each.item for each in target.answers if each.item.code == item_code), None)
    day = dt.date.fromisoformat(target.date) if target.date else as_of
    critical = entered.critical if entered.critical is not None else bool(item and item.critical)
    checklist = _checklist(store, target)
    owner = entered.owner or (item.subject if item else None)
    row = Finding(
        target_id=target.id,
        pairing_id=target.pairing_id,
        region_code=target.region_code,
        item_id=item.id if item else None,
        wording=several_lines(entered.text or "", phrase("The finding"), LONG_TEXT),
        critical=critical,
        owner=owner or (Subject.COUNTY if target.region_code else Subject.MENTEE),
        found_on=day,
        due_on=entered.due or day + _days(checklist, critical=critical),
    )
    check_in_order(row.found_on, row.due_on, field="due")
    store.add(row)
    return finding_by_id(store, row.id, as_of)


def edit_finding(store: Writer, ref: str, entered: FindingInput, as_of: dt.date) -> FindingRow:
    """Word a finding otherwise, or give it another owner or day. Raises `NotFound`, `BadData`,
    `UsageError`, `RuleRefusal`.
    """
    row = find_record(store, Finding, ref)
    if entered.text is not None:
        row.wording = several_lines(entered.text, phrase("The finding"), LONG_TEXT)
    if entered.due is not None:
        check_in_order(row.found_on, entered.due, field="due")
        row.due_on = entered.due
    if entered.critical is not None:
        row.critical = entered.critical
        if row.critical and any(
            step.how == How.PAPERS for step in steps_of(store, [row.id]).get(row.id, ())
        ):
            raise RuleRefusal(
                "on-site-only", phrase("A critical finding is looked at again on the spot.")
            )
    store.change(row, owner=entered.owner or row.owner)
    return finding_by_id(store, row.id, as_of)


def remove_finding(store: Writer, ref: str, *, reason: str, on: dt.date) -> FindingRow:
    """Take a finding off the list, with the reason."""
    row = remove_record(store, Finding, ref, reason=reason, on=on)
    return finding_by_id(store, row.id, on)


def rectify(
    store: Writer,
    ref: str,
    measures: str,
    as_of: dt.date,
    *,
    on: dt.date | None = None,
    by: str | None = None,
    files: Sequence[Path] = (),
    database: Path | None = None,
) -> Moved:
    """Report what was done about a finding, with its evidence.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`, and what files raise.
    """
    finding = _unfinished(store, ref, as_of)
    day = on or as_of
    _check_day(finding, day, as_of)
    store.add(
        Rectification(
            finding_id=finding.id,
            on_date=day,
            by_name=person(by) if by else None,
            measures=several_lines(measures, phrase("What was done"), LONG_TEXT),
        )
    )
    if database is not None:
        for path in files:
            attachments.check(database, path)
        for path in files:
            owners = [Owner(FindingDocument, finding.id)]
            attach(store, path, database, owners, describing(path, on=day))
    return _moved(store, finding, as_of)


def recheck(store: Writer, ref: str, entered: RecheckInput, as_of: dt.date) -> Moved:
    """Look at what was mended. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`
    (nothing to look at, a critical finding by its papers).
    """
    finding = _unfinished(store, ref, as_of)
    day = entered.on or as_of
    _check_day(finding, day, as_of)
    if finding.critical and entered.how is How.PAPERS:
        raise RuleRefusal(
            "on-site-only", phrase("A critical finding is looked at again on the spot.")
        )
    if finding.state != FindingState.REPORTED:
        raise RuleRefusal(
            "nothing-rectified",
            phrase("Nothing has been reported yet of what was done about {ref}.", ref=finding.ref),
            hint=phrase("To report it: pairing inspection rectify {ref} --how TEXT",
                        ref=finding.ref),
        )  # fmt: skip
    steps = steps_of(store, [finding.id])[finding.id]
    reported = max(step.on for step in steps if step.result is None)
    check_in_order(reported, day, field="on")
    failed = entered.result is Result.FAILED
    if failed and entered.new_due is None:
        raise UsageError("no-new-due", phrase("Say by when: --new-due DATE"))
    if not failed and entered.new_due is not None:
        raise UsageError(
            "new-due-of-passed", phrase("What has passed needs no new day: leave out --new-due.")
        )
    check_in_order(day, entered.new_due, field="new_due")
    store.add(
        Recheck(
            finding_id=finding.id,
            on_date=day,
            by_name=person(entered.by),
            how=entered.how,
            result=entered.result,
            new_due=entered.new_due,
            note=long(entered.note, phrase("The note")),
        )
    )
    return _moved(store, finding, as_of)


def _unfinished(store: Writer, ref: str, as_of: dt.date) -> FindingRow:
    """The finding with this ref, of whatever cycle: mending goes on after a cycle is closed.

    Raises `NotFound`, `RuleRefusal`.
    """
    finding = finding_by_id(store, find_by_ref(store, "finding", ref), as_of)
    if finding.removed_reason is not None:
        raise RuleRefusal(
            "removed",
            phrase("{ref} was removed: {reason}", ref=finding.ref, reason=finding.removed_reason),
            hint=phrase("To take it back: pairing undo"),
        )
    if finding.state == FindingState.CLOSED:
        raise RuleRefusal(
            "already-closed",
            phrase("Finding {ref} was closed on {day}.", ref=finding.ref, day=finding.closed_on),
        )
    return finding


def _check_day(finding: FindingRow, day: dt.date, as_of: dt.date) -> None:
    check_not_ahead(day, as_of)
    check_in_order(finding.found, day, field="on")


def _moved(store: Writer, finding: FindingRow, as_of: dt.date) -> Moved:
    rows = findings_beside(store, finding, as_of)
    return Moved(
        next(row for row in rows if row.id == finding.id), sum(row.is_open for row in rows)
    )


def _days(checklist: Checklist, *, critical: bool) -> dt.timedelta:
    return dt.timedelta(checklist.due_days_critical if critical else checklist.due_days)


def _checklist(store: Writer, target: TargetRow) -> Checklist:
    key = store.value(
        "SELECT i.checklist_id FROM inspection AS i INNER JOIN inspection_target AS t"
        " ON t.inspection_id = i.id WHERE t.id = :id",
        id=store.get(InspectionTarget, target.id).id,
    )
    return store.get(Checklist, key)
