"""XLSX workbooks, written row by row in constant memory.

Text stays text: a code keeps its zeros, and what begins with = is never a formula. Sheets
print on A4 with the header on every page.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pairing_cli.finished import finished_file, write_failed

FONT: Final = "Microsoft YaHei"
"""On every Windows with Chinese; elsewhere the program takes its own."""

_MEASURED: Final = 500
"""Rows whose content decides the widths."""
_NARROWEST, _WIDEST = 6, 46
_MAY_WRAP: Final = (_WIDEST - 2) // 2
"""Characters that may take more than a line, all of them Chinese, in the widest column. Excel
finds the height of such a row by itself; WPS and LibreOffice leave it at one line."""
_LINE_POINTS, _TALLEST = 14, 400
_A4: Final = 9
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(slots=True)
class SheetOut:
    """One table to write."""

    name: str
    columns: Sequence[str]
    """The header."""
    rows: Iterable[Sequence[Any]]
    """Cells: str, int, float, date, None, or `Percent`."""
    title: str = ""
    """Printed above every page."""
    widths: dict[int, int] = field(default_factory=dict)
    """Cells of columns whose width is not measured."""


class Percent(float):
    """A number of per cent, 0 to 100, shown with the sign."""


@contextmanager
def new_workbook(path: Path, **options: Any) -> Iterator[Any]:
    """An XlsxWriter workbook that becomes the file `path` when the block ends well.

    Raises `CannotCreate`, `StorageFailure`; what was at `path` is then as before.
    """
    import xlsxwriter  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

    with finished_file(path) as draft, _own_folder(path) as folder:
        try:
            book = xlsxwriter.Workbook(
                str(draft),
                {
                    "strings_to_formulas": False,
                    "strings_to_urls": False,
                    "strings_to_numbers": False,
                    "tmpdir": folder,
                    **options,
                },
            )
            book.set_calc_mode("auto")
            try:
                yield book
                book.close()
            finally:
                _let_go(book)
        except XlsxWriterException as failure:
            cause = failure.__context__  # its own text is that of the system, with a number
            raise write_failed(path, cause if isinstance(cause, OSError) else failure) from failure


def _let_go(book: Any) -> None:
    """Close the rows set aside, which XlsxWriter leaves open where writing failed."""
    for page in book.worksheets():
        if page.row_data_fh is not None:
            with suppress(OSError):
                page.row_data_fh.close()


@contextmanager
def _own_folder(path: Path) -> Iterator[str]:
    """A folder (0700) for what XlsxWriter sets aside, on the same disk; where writing fails it
    leaves that behind.
    """
    folder = tempfile.mkdtemp(prefix=".xlsx-", dir=path.parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_workbook(path: Path, sheets: Iterable[SheetOut]) -> int:
    """Write `sheets` to the file `path`; the number of rows."""
    with new_workbook(path, constant_memory=True) as book:
        formats = Formats(book)
        taken: set[str] = set()
        return sum(_write_sheet(book, formats, sheet, taken) for sheet in sheets)


class Formats:
    """The looks of cells in one workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}
        line = {"border": 1, "border_color": "#D0D5DD"}
        self.header = book.add_format(
            {
                **base, **line, "bold": True, "bg_color": "#E8F0EC", "font_color": "#14532D",
                "text_wrap": True, "align": "center", "valign": "vcenter",
            }
        )  # fmt: skip
        self.text = book.add_format({**base, **line, "text_wrap": True})
        self.number = book.add_format({**base, **line, "num_format": "0.##;-0.##;0"})
        self.whole = book.add_format({**base, **line, "num_format": "0"})
        self.percent = book.add_format({**base, **line, "num_format": '0"%"'})
        self.date = book.add_format({**base, **line, "num_format": "yyyy-mm-dd", "align": "center"})
        self.plain = book.add_format(base | {"text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.example = book.add_format(
            {**base, **line, "italic": True, "font_color": "#667085", "bg_color": "#F9FAFB"}
        )


def _write_sheet(book: Any, formats: Formats, sheet: SheetOut, taken: set[str]) -> int:
    page = book.add_worksheet(sheet_name(sheet.name, taken))
    widths = [text_width(title) + 2 for title in sheet.columns]
    page.set_row(0, 30)
    for at, title in enumerate(sheet.columns):
        page.write_string(0, at, title, formats.header)
    write = _cell_writer(page, formats)
    count = 0
    for count, cells in enumerate(sheet.rows, start=1):
        for at, value in enumerate(cells):
            write(count, at, value)
            if count <= _MEASURED and value is not None:
                widths[at] = max(widths[at], _shown_width(value))
    for at, width in enumerate(widths):
        page.set_column(at, at, sheet.widths.get(at, min(max(width, _NARROWEST), _WIDEST)))
    page.freeze_panes(1, 0)
    if count and sheet.columns:
        page.autofilter(0, 0, count, len(sheet.columns) - 1)
    set_up_page(page, sheet.title or sheet.name)
    return count


def set_up_page(page: Any, title: str) -> None:
    """A4, landscape, as wide as the page, the header on every one."""
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    page.repeat_rows(0)
    page.set_header('&C&"{},Bold"&12{}'.format(FONT, title.replace("&", "&&")[:100]))
    page.set_footer("&C&P / &N")


def _cell_writer(page: Any, formats: Formats) -> Callable[[int, int, Any], None]:
    """What writes a value into a row and column of `page`. The most frequent kinds come first;
    a date goes as its serial number, which XlsxWriter would work out anew for every cell.
    """
    write_text, write_number, write_blank = page.write_string, page.write_number, page.write_blank
    text, number, whole = formats.text, formats.number, formats.whole
    first_day = dt.date(1899, 12, 30)
    tallest = (0, 1)

    def make_room(row: int, value: str) -> None:
        nonlocal tallest
        lines = sum(-(-text_width(line) // (_WIDEST - 2)) for line in value.split("\n"))
        if lines > (tallest[1] if tallest[0] == row else 1):
            tallest = (row, lines)
            page.set_row(row, min(lines * _LINE_POINTS + 3, _TALLEST))

    def write(row: int, column: int, value: Any) -> None:
        if type(value) is str:
            if value:
                write_text(row, column, value, text)
                if len(value) > _MAY_WRAP:
                    make_room(row, value)
            else:
                write_blank(row, column, None, text)
        elif value is None:
            write_blank(row, column, None, text)
        elif isinstance(value, dt.date):
            write_number(row, column, (value - first_day).days, formats.date)
        elif type(value) is Percent:
            write_number(row, column, value, formats.percent)
        else:
            write_number(row, column, value, whole if float(value).is_integer() else number)

    return write


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\, each once."""
    base = _NOT_IN_NAMES.sub(" ", wanted).strip(" '")[:31] or "Sheet"
    name = base
    number = 2
    while name.casefold() in taken:
        tail = f" {number}"
        name = base[: 31 - len(tail)] + tail
        number += 1
    taken.add(name.casefold())
    return name


def text_width(text: str) -> int:
    """Cells of a line of text, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _shown_width(value: Any) -> int:
    if isinstance(value, str):
        return max(map(text_width, value.split("\n")), default=0) + 2
    return 12 if isinstance(value, dt.date) else 8
