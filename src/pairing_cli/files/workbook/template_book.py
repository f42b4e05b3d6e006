"""Tables to fill in, as workbooks: headers, drop-downs, checks, an example and notes.

Drop-downs come from a hidden sheet: a list written into the check itself is cut at 255
characters. Checks warn and don't stop: 4课时 or two names in a cell are fine for the import.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.fields import FieldType
from pairing_cli.files.workbook.sheet_rows import text_width
from pairing_cli.files.workbook.workbook_out import Formats, new_workbook, set_up_page

ROWS: Final = 1_000
"""Rows that have checks and drop-downs."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column to fill in, all its texts in the user's language."""

    title: str
    type: FieldType
    required: bool
    width: int
    example: str
    hint: str
    choices: Sequence[str] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class TemplateTexts:
    """What a template says besides its columns."""

    sheet: str
    notes_sheet: str
    lists_sheet: str
    title: str
    number: str
    """Header of the number column."""
    example_mark: str
    """What stands in it in the example row."""
    remarks: Sequence[str]
    notes_header: Sequence[str]
    """Column, needed, what to write, possible values."""
    required: str
    bad_value: str


def write_template(path: Path, columns: Sequence[TemplateColumn], texts: TemplateTexts) -> None:
    """Write a template to the file `path`. Raises `CannotCreate`, `StorageFailure`."""
    with new_workbook(path) as book:
        formats = Formats(book)
        page = book.add_worksheet(texts.sheet)
        notes = book.add_worksheet(texts.notes_sheet)
        lists = book.add_worksheet(texts.lists_sheet)
        ranges = _write_lists(lists, texts.lists_sheet, columns)
        lists.hide()
        _write_table(book, page, formats, columns, texts, ranges)
        _write_notes(notes, formats, columns, texts)
        page.activate()


def _write_lists(
    page: Any, name: str, columns: Sequence[TemplateColumn]
) -> Mapping[tuple[str, ...], str]:
    """The lists side by side, each once; choices → the range that holds them."""
    ranges: dict[tuple[str, ...], str] = {}
    for column in columns:
        choices = tuple(column.choices)
        if choices and choices not in ranges:
            at = len(ranges)
            for row, choice in enumerate(choices):
                page.write_string(row, at, choice)
            letter = _letter(at)
            quoted = name.replace("'", "''")
            ranges[choices] = f"='{quoted}'!${letter}$1:${letter}${len(choices)}"
    return ranges


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _write_table(
    book: Any,
    page: Any,
    formats: Formats,
    columns: Sequence[TemplateColumn],
    texts: TemplateTexts,
    ranges: Mapping[tuple[str, ...], str],
) -> None:
    page.set_row(0, 32)
    page.write_string(0, 0, texts.number, formats.header)
    page.set_column(0, 0, 6)
    page.write_string(1, 0, texts.example_mark, formats.example)
    wanted = book.add_format(
        {"bold": True, "font_name": "Microsoft YaHei", "font_size": 10, "bg_color": "#14532D",
         "font_color": "#FFFFFF", "align": "center", "valign": "vcenter", "text_wrap": True,
         "border": 1, "border_color": "#D0D5DD"}
    )  # fmt: skip
    cells = {
        FieldType.DATE: book.add_format({"num_format": "yyyy-mm-dd", "align": "center"}),
        FieldType.DIGITS: book.add_format({"num_format": "@"}),
        FieldType.TEXT: book.add_format({"num_format": "@", "text_wrap": True}),
    }
    for at, column in enumerate(columns, start=1):
        title = f"{column.title} *" if column.required else column.title
        page.write_string(0, at, title, wanted if column.required else formats.header)
        width = max(column.width, text_width(title) + 2)
        page.set_column(at, at, width, cells.get(column.type))
        page.write_string(1, at, column.example, formats.example)
        if check := _check(column, texts, ranges):
            page.data_validation(1, at, ROWS, at, check)
    page.freeze_panes(1, 1)
    set_up_page(page, texts.title)


def _check(
    column: TemplateColumn, texts: TemplateTexts, ranges: Mapping[tuple[str, ...], str]
) -> dict[str, Any] | None:
    check: dict[str, Any] = {
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": column.title[:32],
        "error_message": texts.bad_value[:255],
    }
    if column.hint:
        check |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
    if column.choices:
        check |= {"validate": "list", "source": ranges[tuple(column.choices)]}
        if column.several:
            check["show_error"] = False
    elif column.type is FieldType.DATE:
        first, last = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
        check |= {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    elif column.type is FieldType.COUNT:
        check |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100_000}
    elif column.type in (FieldType.HOURS, FieldType.NUMBER):
        lowest = 0 if column.type is FieldType.HOURS else -180
        check |= {"validate": "decimal", "criteria": "between", "minimum": lowest,
                  "maximum": 1_000}  # fmt: skip
    elif column.hint:
        check |= {"validate": "any"}
    else:
        return None
    return check


def _write_notes(
    page: Any, formats: Formats, columns: Sequence[TemplateColumn], texts: TemplateTexts
) -> None:
    page.write_string(0, 0, texts.title, formats.title)
    row = 2
    for remark in texts.remarks:
        page.merge_range(row, 0, row, 3, "", formats.plain)
        page.write_string(row, 0, remark, formats.plain)
        page.set_row(row, 17 * (1 + text_width(remark) // 100))
        row += 1
    row += 1
    for at, title in enumerate(texts.notes_header):
        page.write_string(row, at, title, formats.header)
    for column in columns:
        row += 1
        shown = "、".join(column.choices[:40]) + ("…" if len(column.choices) > 40 else "")
        values = (
            column.title,
            texts.required if column.required else "",
            column.hint,
            shown,
        )
        for at, value in enumerate(values):
            page.write_string(row, at, value, formats.text)
        page.set_row(row, 15 * (1 + max(text_width(shown) // 60, text_width(column.hint) // 40)))
    for at, width in enumerate((16, 8, 42, 62)):
        page.set_column(at, at, width)
    page.hide_gridlines(2)
    set_up_page(page, texts.title)
