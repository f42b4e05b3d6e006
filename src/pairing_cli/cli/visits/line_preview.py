"""How lines were understood, shown before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pairing_cli.cli.context import Run
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.vocabulary import DIRECTIONS, VISIT_STATES
from pairing_cli.output.listing import Column, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.services.intake.lines.draft import Draft

DRAFT_COLUMNS = (
    Column("row", N_("Line"), right=True),
    Column("date", N_("Date")),
    Column("mentor", N_("Mentor")),
    Column("mentees", N_("Mentees")),
    Column("form", N_("Form")),
    Column("class_hours", N_("Class-hours"), right=True),
    Column("topic", N_("Topic")),
    Column("people", N_("By")),
    Column("teachers", N_("Teachers"), right=True),
    Column("children", N_("Children"), right=True),
    Column("direction", N_("Direction"), labels=DIRECTIONS),
    Column("state", N_("State"), labels=VISIT_STATES),
    Column("state_reason", N_("Reason")),
    Column("next_step", N_("Next step")),
    Column("note", N_("Note")),
)
LEFT_COLUMNS = (
    Column("row", N_("Line"), right=True),
    Column("line", N_("Text")),
    Column("reason", N_("Reason")),
)
INFERRED = "*"
"""Behind a value that the line doesn't say in so many words."""


def show_lines(run: Run, drafts: Sequence[Draft], passed_over: Sequence[str]) -> None:
    """What will be logged, what is to be confirmed, and what is left out, on stderr."""
    if run.format in {"json", "jsonl"}:
        return  # stderr then holds one object at most, the error
    from pairing_cli.output.terminal import write_table

    if passed_over:
        run.note(phrase("Passed over, no visits: {lines}", lines=list(passed_over)))
    show_understood(run, [draft for draft in drafts if draft.is_clear])
    kinds = (
        (phrase("To be confirmed"), [d for d in drafts if _is_asked(d)]),
        (phrase("Left out"), [d for d in drafts if d.left_out is not None]),
        (phrase("Not understood"), [d for d in drafts if d.problem and d.left_out is None]),
    )
    for title, some in kinds:
        rows = [_left(draft) for draft in some]
        write_table(Listing(LEFT_COLUMNS, rows, title=title), run.stderr)
    if any(draft.left_out is not None for draft in drafts):
        run.note(NOT_HELD_ON_RECORD)


NOT_HELD_ON_RECORD = phrase(
    "One that is on record as planned: pairing visit cancel REF --reason TEXT, or pairing visit"
    " edit REF --on DATE"
)


def show_understood(run: Run, drafts: Sequence[Draft]) -> None:
    """Lines as the fields that they become; what was inferred is marked."""
    from pairing_cli.output.terminal import write_table

    rows = [_fields(draft) for draft in drafts]
    used = [column for column in DRAFT_COLUMNS if any(row[column.key] for row in rows)]
    if not rows:
        return
    write_table(Listing(tuple(used), rows, title=phrase("Understood as follows")), run.stderr)
    _explain_mark(run, drafts)


def show_visit_understood(run: Run, draft: Draft) -> None:
    """One line, field by field, on stderr."""
    if run.format in {"json", "jsonl"}:
        return
    from pairing_cli.output.terminal import write_table

    row = _fields(draft) | {"date": _with_weekday(draft)}
    used = tuple(column for column in DRAFT_COLUMNS[1:] if row[column.key])
    write_table(Facts(used, row, title=phrase("Understood as follows")), run.stderr)
    _explain_mark(run, [draft])


def _with_weekday(draft: Draft) -> str:
    """The days of a line in full: who meant last Friday sees at once whether it is one."""
    from pairing_cli.domain.time.date_words import WEEKDAYS
    from pairing_cli.output.language import spoken

    days = [dt.date.fromisoformat(day) for day in str(draft.cells["date"]).split("..")]
    told = [
        phrase("{day} ({weekday})", day=f"{day}", weekday=WEEKDAYS[day.weekday()]) for day in days
    ]
    return str(spoken(told)) + (INFERRED if "date" in draft.inferred else "")


def _explain_mark(run: Run, drafts: Sequence[Draft]) -> None:
    if any(draft.inferred for draft in drafts):
        run.note(phrase("{mark} not said in so many words: please check.", mark=INFERRED))


def _is_asked(draft: Draft) -> bool:
    return bool(draft.questions) and draft.problem is None and draft.left_out is None


def _fields(draft: Draft) -> dict[str, Any]:
    from pairing_cli.output.language import translate
    from pairing_cli.services.intake.import_values import shown

    row: dict[str, Any] = {"row": draft.row}
    for column in DRAFT_COLUMNS[1:]:
        value = draft.cells.get(column.key)
        if value is None:
            row[column.key] = None
            continue
        told = translate(column.labels[str(value)]) if column.labels else shown(value)
        mark = INFERRED if column.key in draft.inferred else ""
        if column.key == "class_hours":
            told = told.removesuffix("课时")
        row[column.key] = told + mark
    return row


def _left(draft: Draft) -> dict[str, Any]:
    from pairing_cli.services.intake.import_values import shown

    reasons = [question.text for question in draft.questions]
    return {
        "row": draft.row,
        "line": shown(draft.line),
        "reason": draft.left_out or draft.problem or tuple(reasons),
    }
