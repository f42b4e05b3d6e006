"""The sheets of an inspection: to print and sign, or to fill in as a table and import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.fields import Field
from pairing_cli.domain.judging.words import ANSWERS, SUBJECTS
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.judging import INSPECTION
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.services.judging.inspections import InspectionRow, TargetRow
from pairing_cli.services.judging.prefill import hint_of
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.store.reading import Reader

MARK: Final = "●"
_LINE: Final = "＿＿＿＿＿＿＿＿"


def write_sheets(
    store: Reader,
    inspection: InspectionRow,
    targets: Sequence[TargetRow],
    target_file: Path,
    voice: Voice,
    as_of: dt.date,
) -> None:
    """Write the sheets of some targets: .docx with a page for each, .xlsx with a row an item.

    Raises `CannotCreate`, `StorageFailure`.
    """
    if target_file.suffix.lower() == ".xlsx":
        _write_table(store, inspection, targets, target_file, voice, as_of)
        return
    values = {
        "title": inspection.title,
        "inspectors": voice.say(tuple(each.name for each in inspection.inspectors)),
        "targets": [
            {
                "name": _name(each, voice),
                "date": voice.day(each.date) or _LINE,
                "feedback": each.feedback or _LINE,
                "reply": each.reply or _LINE,
                "signed": each.answered_for or _LINE,
                "rows": [
                    {name: _cell(value) for name, value in row.items()}
                    for row in _rows(store, inspection, each, voice, as_of)
                ],
            }
            for each in targets
        ],
    }
    write_docx(voice.template("inspection_sheet.docx"), values, target_file)


_COLUMNS: Final = (
    "inspection", "mentee", "mentor", "item", "title", "subject", "critical", "weight", "prefill",
    "value", "note", "date", "feedback", "reply", "answered_for",
)  # fmt: skip
"""Of the table, in order: those that `import inspections` reads, and those it passes over."""


def _write_table(
    store: Reader,
    inspection: InspectionRow,
    targets: Sequence[TargetRow],
    path: Path,
    voice: Voice,
    as_of: dt.date,
) -> None:
    from pairing_cli.files.workbook.workbook_out import SheetOut, write_workbook

    fields: list[Field] = [INSPECTION.field(key) for key in _COLUMNS]
    rows = [
        [row[key] for key in _COLUMNS]
        for each in targets
        for row in _rows(store, inspection, each, voice, as_of)
    ]
    title = voice.say(
        phrase("{title}. Results: {words}", title=inspection.title, words=tuple(ANSWERS.values()))
    )
    sheet = SheetOut(
        name=inspection.title[:_SHEET_NAME],
        columns=[voice.say(field.label) for field in fields],
        rows=rows,
        title=title,
    )
    write_workbook(path, [sheet])


_SHEET_NAME: Final = 31
"""Characters that Excel allows in the name of a sheet."""


def _rows(
    store: Reader, inspection: InspectionRow, target: TargetRow, voice: Voice, as_of: dt.date
) -> list[dict[str, Any]]:
    """One row an item; the target's own texts stand in its first."""
    rows = []
    for number, each in enumerate(target.answers, 1):
        hint = hint_of(store, each.item.prefill, target, as_of)
        first = number == 1
        rows.append(
            {
                "number": number,
                "inspection": inspection.ref,
                "mentee": target.mentee or target.mentee_short,
                "mentor": target.mentor or "",
                "item": each.item.code,
                "title": voice.say(each.item.title),
                "subject": voice.say(SUBJECTS[each.item.subject]),
                "critical": MARK if each.item.critical else None,
                "weight": each.item.weight,
                "prefill": voice.say(hint.text) if hint else None,
                "value": voice.say(ANSWERS[each.value]) if each.value else None,
                "note": each.note,
                "date": target.date if first else None,
                "feedback": target.feedback if first else None,
                "reply": target.reply if first else None,
                "answered_for": target.answered_for if first else None,
            }
        )
    return rows


def _name(target: TargetRow, voice: Voice) -> str:
    if target.mentee is None:
        return target.mentee_short
    return voice.say(
        phrase("{mentee} (helped by {mentor})", mentee=target.mentee, mentor=target.mentor)
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
