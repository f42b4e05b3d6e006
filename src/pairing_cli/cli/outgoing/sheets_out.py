"""Listings as sheets of a workbook: what is a number, a date or text is decided here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.output.cells import raw_value, remembering, spreadsheet_text, taking
from pairing_cli.output.language import spoken, translate
from pairing_cli.output.listing import Column, Facts, Lines, Listing, Report
from pairing_cli.output.text import JOINERS, harmless

if TYPE_CHECKING:
    from pairing_cli.files.workbook.workbook_out import SheetOut

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EARLIEST = dt.date(1900, 3, 1)
"""Workbooks count days right from here on."""


def write_listing(path: Path, listing: Listing) -> int:
    """Write a listing to a new .xlsx file; the number of rows."""
    from pairing_cli.files.workbook.workbook_out import write_workbook

    return write_workbook(path, [sheet_of(listing)])


def write_report(path: Path, report: Report) -> None:
    """Write a report to a new .xlsx file, one sheet for each of its tables."""
    from pairing_cli.files.workbook.workbook_out import write_workbook

    title = translate(report.title) if report.title else ""
    write_workbook(
        path, (sheet_of(block, title) for block in report.blocks if not isinstance(block, Lines))
    )


def sheet_of(block: Listing | Facts, report: str = "") -> SheetOut:
    """A table or a record as a sheet."""
    from pairing_cli.files.workbook.workbook_out import SheetOut

    name = translate(block.title) if block.title else report
    title = f"{report} · {name}" if report else name
    if isinstance(block, Facts):
        rows = [
            (translate(column.title), _cell(column, raw_value(column, block.row)))
            for column in block.columns
        ]
        header = [translate(phrase("Field")), translate(phrase("Value"))]
        return SheetOut(name, header, rows, title=title, widths={0: 18, 1: 30})
    leading = len([*takewhile(lambda column: column.key in _SAY_WHICH, block.columns)])
    sums = _Sums(block)
    return SheetOut(
        name,
        list(map(_heading, block.columns)),
        _cells(block, sums),
        sums.row,
        title,
        leading=max(leading, 1),
    )


_SAY_WHICH: Final = frozenset(
    {"ref", "date", "mentor", "mentee", "kindergarten", "name", "code", "group", "whose"}
)
"""Columns that say which row it is, where they come first."""


def _heading(column: Column) -> str:
    title = translate(column.title)
    if column.unit is None:
        return title
    return translate(Label(f"{title}（{column.unit.zh}）", f"{title} ({column.unit.en})"))


def _cells(listing: Listing, sums: _Sums) -> Iterator[Sequence[Any]]:
    cells = [remembering(partial(_cell, column)) for column in listing.columns]
    values = taking([_shown(column) for column in listing.columns])
    for row in listing.rows:
        found = tuple(values(row))
        sums.add(row, found)
        yield [cell(value) for cell, value in zip(cells, found, strict=True)]


class _Sums:
    """What stands below the rows: 合计, and the sum of each column that adds up."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._at = [at for at, column in enumerate(listing.columns) if column.adds_up]
        self._sums: dict[int, float] = {}
        self._rows = 0

    def add(self, row: Any, values: Sequence[Any]) -> None:
        """Count a row, of which `values` are shown."""
        self._rows += 1
        if not self._at or (self._listing.is_counted and not self._listing.is_counted(row)):
            return
        for at in self._at:
            if (value := values[at]) is not None:
                self._sums[at] = self._sums.get(at, 0) + value

    def row(self) -> list[Any] | None:
        """The cells; None where nothing adds up."""
        columns = self._listing.columns
        if self._rows < 2:  # a single row says it all
            return None
        if self._listing.total is not None:
            of = self._listing.total()
            cells = [_cell(column, of.get(_shown(column))) for column in columns]
        elif self._sums:
            cells = [self._sums.get(at) for at in range(len(columns))]
        else:
            return None
        title = next(at for at, cell in enumerate(cells) if cell is None)
        cells[title] = _text(translate(self._listing.total_title))
        return cells


def _shown(column: Column) -> str:
    """What a workbook shows of a column: what people read, but names in full."""
    return column.key if column.key in _IN_FULL else column.shown_as or column.key


_IN_FULL: Final = frozenset({"mentee", "mentees"})
"""A sheet goes on to others and may be imported: 隆子县 says less than 隆子县示范幼儿园."""


def _cell(column: Column, value: Any) -> Any:
    """A value for a spreadsheet: text, number, date or nothing; words for codes."""
    kind = type(value)
    if value is None or kind is dt.date:
        return value
    if kind is float or kind is int:
        return _percent(value) if column.bar else value
    if column.labels is not None and isinstance(value, str | list | tuple):
        codes = [value] if isinstance(value, str) else value
        return _text("、".join(spoken(column.labels.get(code, code)) for code in codes))
    if kind is str:
        return (_day(value) if column.key in _day_keys() else None) or _text(value)
    if isinstance(value, list | tuple) and not any(isinstance(each, Phrase) for each in value):
        return _text(spreadsheet_text(value))
    return _text(spoken(value))


@cache
def _day_keys() -> frozenset[str]:
    """Keys of the columns that hold days. In any other a text stays text, whatever it looks like:
    a topic 2022-04-12 is no day.
    """
    from pairing_cli.domain.fields import FieldType
    from pairing_cli.domain.records.registry import RECORDS

    declared = {
        field.key
        for record in RECORDS.values()
        for field in record.fields
        if field.type is FieldType.DATE
    }
    return frozenset(declared | _FIGURES_OF_DAYS)


_FIGURES_OF_DAYS: Final = frozenset(
    {
        "due", "first_date", "first_day", "last_date", "last_day", "last_visit",
        "mentee_figures_on", "mentor_figures_on", "period_end", "period_start",
    }
)  # fmt: skip
"""Days that no record has: reports work them out."""


def _day(text: str) -> dt.date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _EARLIEST else None


def _percent(value: float) -> float:
    from pairing_cli.files.workbook.sheet_rows import Percent

    return Percent(value)


def _text(text: str) -> str:
    return harmless(text, keep=f"\n\t{JOINERS}")


def write_rows(
    path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Write rows of text to a new .xlsx or .csv file."""
    if path.suffix.lower() == ".xlsx":
        from pairing_cli.files.workbook.workbook_out import SheetOut, write_workbook

        harmless_rows = ([_text(value) for value in row] for row in rows)
        write_workbook(path, [SheetOut(title, header, harmless_rows, title=title)])
        return
    from pairing_cli.output.formats import write_file

    columns = tuple(Column(name, name) for name in header)
    objects = (dict(zip(header, row, strict=True)) for row in rows)
    write_file(Listing(columns, objects), "csv", path)
