"""XLSX workbooks, read by calamine: their visible sheets as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.source import (
    ErrorCell,
    SourceTable,
    column_letters,
    reading_file,
    refused,
)
from pairing_cli.files.tables.workbook_guard import (
    MOST_CELLS,
    Looked,
    Part,
    damaged,
    looked_through,
)

ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_workbook(stream: BinaryIO, name: str, only: str | None = None) -> list[SourceTable]:
    """The visible sheets of a workbook, or the one called `only`.

    Raises `BadData` for what is damaged, encrypted, too large or has no such sheet.
    """
    from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

    with reading_file(name):
        looked_at = looked_through(stream, name)
        stream.seek(0)
    try:
        workbook = load_workbook(stream)
        sheets = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and only in (None, sheet.name)
        ]
        if not sheets:
            raise refused(
                "no-such-sheet",
                name,
                phrase("{file} has no sheet {sheet}.", file=name, sheet=only or ""),
                phrase("Sheets: {names}", names=list(workbook.sheet_names)),
            )
        for sheet in sheets:  # before the reader lays any of them out
            _check_reach(looked_at.parts.get(sheet, Part()), sheet, name)
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
    part = looked.parts.get(called, Part())
    table = SourceTable(
        name,
        called,
        _rows(sheet, part),
        date_1904=looked.date_1904,
        first_column=sheet.start[1] + 1 if sheet.start else 1,
    )
    if part.formulas:
        row, column = part.formulas[0]
        table.remarks.append(
            phrase(
                "Sheet {sheet}: {count} cells are formulas, such as {example}; read was the"
                " result that was last saved.",
                sheet=called,
                count=len(part.formulas),
                example=f"{column_letters(column)}{row}",
            )
        )
    return table


def _rows(sheet: Any, part: Part) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows with merged cells filled in: what stands over several rows holds for each."""
    start = sheet.start
    if start is None:
        return
    left = start[1]
    merged = _merged(sheet, left)
    errors: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in part.errors.items():
        errors.setdefault(row, []).append((column - 1 - left, text))
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for column, text in errors.get(number, ()):
            if 0 <= column < len(cells):
                cells[column] = ErrorCell(text)
        for block in merged.get(number, ()):
            block.fill(number, cells)
        yield number, cells


@dataclass(slots=True)
class _Block:
    """Cells merged into one, at least two rows high."""

    first_row: int
    column: int
    value: Any = ""

    def fill(self, number: int, cells: list[Any]) -> None:
        if number == self.first_row:
            self.value = cells[self.column]
        elif cells[self.column] == "":
            cells[self.column] = self.value


def _merged(sheet: Any, left: int) -> dict[int, list[_Block]]:
    """Row number → the merged cells of one column that cross it. Those that also span
    columns are titles, and stay as they are.
    """
    blocks: dict[int, list[_Block]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if first == last and bottom > top and first >= left:
            block = _Block(top + 1, first - left)
            for number in range(top + 1, min(bottom + 1, top + 100_000) + 1):
                blocks.setdefault(number, []).append(block)
    return blocks
