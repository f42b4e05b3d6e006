"""XLSX workbooks, read by calamine: their visible sheets as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.merged import MergedRows
from pairing_cli.files.tables.sheet_look import MOST_CELLS, Part
from pairing_cli.files.tables.source import (
    ErrorCell,
    Merge,
    SourceTable,
    column_letters,
    reading_file,
    refused,
)
from pairing_cli.files.tables.workbook_guard import Looked, damaged, looked_through

ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_workbook(stream: BinaryIO, name: str, only: str | None = None) -> list[SourceTable]:
    """The visible sheets of a workbook, or the one called `only`.

    Raises `BadData` for what is damaged, encrypted, too large or has no such sheet.
    """
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    with reading_file(name):
        looked_at = looked_through(stream, name)
        stream.seek(0)
    try:
        workbook = load_workbook(stream)
        sheets = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
            and sheet.typ == SheetTypeEnum.WorkSheet
            and only in (None, sheet.name)
        ]
        if not sheets:
            raise refused(
                "no-such-sheet",
                name,
                phrase("{file} has no sheet {sheet}.", file=name, sheet=only or ""),
                phrase("Sheets: {names}", names=list(workbook.sheet_names)),
            )
        for sheet in sheets:  # before the reader lays any of them out
            if sheet not in looked_at.parts:
                raise damaged(name, sheet)
            _check_reach(looked_at.parts[sheet], sheet, name)
        return [
            _table(workbook.get_sheet_by_name(sheet), name, looked_at, sheet) for sheet in sheets
        ]
    except CalamineError as error:
        raise damaged(name, str(error)) from error


def check_ole(stream: BinaryIO, name: str) -> None:
    """Say what an OLE file is: an encrypted workbook or one of before 2007. Raises `BadData`."""
    with reading_file(name):
        content = stream.read(64 * 1024 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refused(
            "encrypted",
            name,
            phrase("{file} is protected by a password.", file=name),
            phrase("Open it in Excel or WPS, take the password away and save it."),
        )
    raise refused(
        "old-format",
        name,
        phrase("{file} is in the format of before 2007 (.xls, .et, .doc).", file=name),
        phrase("Open it in Excel or WPS and save it as .xlsx."),
    )


# --- The sheets -----------------------------------------------------------------------------


def _check_reach(part: Part, sheet: str, name: str) -> None:
    if part.rows * part.columns > MOST_CELLS:
        raise refused(
            "sheet-too-large",
            name,
            phrase(
                "The sheet {sheet} reaches to row {row} and column {column}.",
                sheet=sheet,
                row=part.rows,
                column=part.columns,
            ),
            phrase(
                "Delete the stray cells below or beside the table, or save it as CSV, which may"
                " be of any length."
            ),
        )


def _table(sheet: Any, name: str, looked: Looked, called: str) -> SourceTable:
    part = looked.parts[called]
    first_column = sheet.start[1] + 1 if sheet.start else 1
    table = SourceTable(
        name,
        called,
        iter(()),
        date_1904=looked.date_1904,
        first_column=first_column,
        merges=[
            Merge(top + 1, max(left - first_column + 1, 0), bottom + 1, right - first_column + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            if right - first_column + 1 >= 0
        ],
    )
    if sheet.start is not None:
        table.rows = _rows(sheet, part, table)
    if part.formulas:
        row, column = part.first_formula
        table.remarks.append(
            phrase(
                "Sheet {sheet}: {count} cells have formulas, such as {example}; read was the"
                " result that was last saved.",
                sheet=called,
                count=part.formulas,
                example=f"{column_letters(column)}{row}",
            )
        )
    return table


_Rows = Iterator[tuple[int, Any]]


def _rows(sheet: Any, part: Part, table: SourceTable) -> _Rows:
    """The rows with errors and with merged cells filled in; hidden ones too, which is told."""
    rows: _Rows = enumerate(sheet.iter_rows(), start=1)
    if part.errors:
        rows = _with_errors(rows, part, table.first_column)
    if part.hidden_rows or part.hidden_columns:
        rows = _telling_hidden(rows, part, table)
    if not table.merges:
        yield from rows
        return
    merged = MergedRows(table.merges, table.first_column)
    yield from merged.filled(rows)
    if merged.hidden:
        table.remarks.append(
            phrase(
                "Sheet {sheet}: {count} cells lie under a merged one, where nobody sees them; not"
                " read: {places}",
                sheet=table.sheet or "",
                count=merged.hidden,
                places=merged.examples,
            )
        )


def _with_errors(rows: _Rows, part: Part, first_column: int) -> _Rows:
    for number, cells in rows:
        for column, text in part.errors.get(number, ()):
            if 0 <= column - first_column < len(cells):
                cells[column - first_column] = ErrorCell(text)
        yield number, cells


_TOLD_ROWS: Final = 20


def _telling_hidden(rows: _Rows, part: Part, table: SourceTable) -> _Rows:
    """Rows that a filter or somebody has hidden are read as the others are, and told."""
    hidden = set(part.hidden_rows)
    columns = {column - table.first_column: column for column in part.hidden_columns}
    found: list[int] = []
    filled: set[int] = set()
    for number, cells in rows:
        if number in hidden and any(cell not in ("", None) for cell in cells):
            found.append(number)
        for at in columns.keys() - filled:
            if 0 <= at < len(cells) and cells[at] not in ("", None):
                filled.add(at)
        yield number, cells
    if found:
        shown = [str(number) for number in found[:_TOLD_ROWS]]
        table.remarks.append(
            phrase(
                "Sheet {sheet}: {count} rows are hidden (by a filter, perhaps), and were read as"
                " well: {rows}",
                sheet=table.sheet or "",
                count=len(found),
                rows=[*shown, "…"] if len(found) > len(shown) else shown,
            )
        )
    if filled:
        table.remarks.append(
            phrase(
                "Sheet {sheet}: hidden columns, read as well: {names}",
                sheet=table.sheet or "",
                names=[column_letters(columns[at]) for at in sorted(filled)],
            )
        )
