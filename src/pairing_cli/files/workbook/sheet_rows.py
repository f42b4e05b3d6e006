"""The rows of a worksheet as XML, which is nearly all that a workbook is.

XlsxWriter takes five microseconds for a cell, however it is asked. A column repeats its words,
days and numbers by the thousand: here most cells are looked up, and a row is one join. What is
written is, to the byte, what XlsxWriter writes in constant memory (docs/decisions/0019).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import repeat
from math import isfinite
from operator import add
from typing import Any, BinaryIO, Final

from xlsxwriter.utility import xl_col_to_name, xl_range  # type: ignore[import-untyped]

from pairing_cli.domain.errors import CannotCreate
from pairing_cli.domain.phrases import phrase


class Look(IntEnum):
    """How a cell looks; the number is that of its format among the styles of the workbook."""

    HEADER = 1
    TEXT = 2
    DATE = 3
    WHOLE = 4
    NUMBER = 5
    PERCENT = 6


class Percent(float):
    """A number of per cent, 0 to 100, shown with the sign."""


NARROWEST, WIDEST = 6, 46
"""Cells of a column."""

_MEASURED: Final = 500
"""Rows whose content decides the widths."""
_MAY_WRAP: Final = (WIDEST - 2) // 2
"""Characters that may take more than a line, all of them Chinese, in the widest column. Excel
finds the height of such a row by itself; WPS and LibreOffice leave it at one line."""
_HEADER_POINTS, _LINE_POINTS, _TALLEST = 30, 14, 400

MOST_ROWS: Final = 1_048_576
"""Of a sheet, the header among them."""
_LONGEST: Final = 32_767
"""UTF-16 units that a cell holds."""
_REMEMBERED: Final = 2_000
"""Values of a column whose cell is kept."""

_FIRST_DAY: Final = dt.date(1899, 12, 30).toordinal()
"""Day 0 of a workbook, for all days since March 1900."""

_MEANT_LITERALLY: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")
"""What would be read as one of the escapes that `_NOT_IN_XML` becomes."""
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class RowsWriter:
    """Writes the rows of one sheet, and learns on the way how large it is."""

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        self.count = 0
        """Rows below the header."""
        self.widths = [text_width(title) + 2 for title in header]
        """Cells of the columns, by their titles and first rows."""
        self.stream = stream
        starts = (f'<c r="{xl_col_to_name(at)}' for at in range(len(header)))
        self._first, *self._next = (*starts, "</row>")
        titles = map(_text_cell, header, repeat(Look.HEADER))
        self._write_row(1, list(map(add, titles, self._next)), _HEADER_POINTS)

    @property
    def extent(self) -> str:
        """The range that is written, "A1:P100001"."""
        extent: str = xl_range(0, 0, self.count, max(len(self.widths) - 1, 0))
        return extent

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of str, int, float, date, None and `Percent`, each as long as the header.

        Raises `CannotCreate` where there are more than a sheet holds.
        """
        drawers = [_drawer(following) for following in self._next]
        for number, row in enumerate(rows, start=self.count + 2):
            if number > MOST_ROWS:
                raise _too_many_rows()
            cells = [draw(value) for draw, value in zip(drawers, row, strict=True)]
            long = [each for each in row if type(each) is str and len(each) > _MAY_WRAP]
            lines = max(map(_lines, long)) if long else 1
            self._write_row(number, cells, lines * _LINE_POINTS + 3 if lines > 1 else None)
            if number <= _MEASURED + 1:
                self.widths = list(map(max, self.widths, map(_shown_width, row)))
            self.count = number - 1

    def _write_row(self, number: int, cells: Sequence[str], points: int | None) -> None:
        """A row: its number, which every cell repeats, joins pieces that other rows have too."""
        height = "" if points is None else _height(min(points, _TALLEST))
        row = str(number).join(['<row r="', f'"{height}>{self._first}', *cells])
        self.stream.write(row.encode())


def _drawer(following: str) -> Callable[[Any], str]:
    """What makes of a value the rest of its cell, after the number of its row, and the start of
    the `following` one.
    """

    @lru_cache(_REMEMBERED, typed=True)  # 1, 1.0 and 1 % look different
    def draw(value: Any) -> str:
        return _cell(value) + following

    return draw


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return _text_cell(value, Look.TEXT) if value else _blank_cell()
    if isinstance(value, dt.date):
        return _number_cell(value.toordinal() - _FIRST_DAY, Look.DATE)
    if value is None or not isfinite(value):
        return _blank_cell()
    if isinstance(value, Percent):
        return _number_cell(value, Look.PERCENT)
    return _number_cell(value, Look.WHOLE if float(value).is_integer() else Look.NUMBER)


def _blank_cell() -> str:
    return f'" s="{Look.TEXT:d}"/>'


def _number_cell(number: float, look: Look) -> str:
    return f'" s="{look:d}"><v>{number:.16G}</v></c>'


def _text_cell(text: str, look: Look) -> str:
    """A text within its cell, not among shared ones: nothing has to be held, nothing can act."""
    if len(text) > _LONGEST // 2:
        text = text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
    text = _MEANT_LITERALLY.sub("_x005F_", text)
    text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'" s="{look:d}" t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _height(points: float) -> str:
    """The attributes of a row so high, in whole pixels."""
    return f' ht="{int(points * 4 / 3 + 0.5) * 0.75:.16g}" customHeight="1"'


def _lines(text: str) -> int:
    """Lines that a text takes in the widest column."""
    return sum(-(-text_width(line) // (WIDEST - 2)) for line in text.split("\n"))


def text_width(text: str) -> int:
    """Cells of a line of text, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _shown_width(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, str):
        return max(map(text_width, value.split("\n"))) + 2
    return 12 if isinstance(value, dt.date) else len(f"{value:.2f}".rstrip("0").rstrip(".")) + 2


def _too_many_rows() -> CannotCreate:
    return CannotCreate(
        "too-many-rows",
        phrase("A sheet of a workbook holds no more than {count:,} rows.", count=MOST_ROWS - 1),
        hint=phrase("Nothing was written. A .csv file holds any number of rows."),
    )
