"""XLSX workbooks, of any number of rows in constant memory.

Text stays text: a code keeps its zeros, and what begins with = is never a formula. Sheets
print on A4 with the header on every page.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from pairing_cli.atomic_files import finished_file
from pairing_cli.files.workbook.sheet_rows import NARROWEST, WIDEST, Look, RowsWriter

FONT: Final = "Microsoft YaHei"
"""On every Windows with Chinese; elsewhere the program takes its own."""

_A4: Final = 9
_SIZE, _SMALLEST = 10, 90
"""Points of the text, and per cent of it that may be printed: 9 pt."""
_PAGE: Final = 1090
"""Pixels of columns across A4 landscape at 90 %: of 1,150, as programs round up by 5 %."""
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DIMENSION: Final = re.compile(rb'(?<=<dimension ref=")[^"]*')
_SHEET_DATA: Final = re.compile(rb"<sheetData(?:/>|>.*</sheetData>)")


@dataclass(slots=True)
class SheetOut:
    """One table to write."""

    name: str
    columns: Sequence[str]
    """The header."""
    rows: Iterable[Sequence[Any]]
    """Cells: str, int, float, date, None, or `Percent`."""
    below: Callable[[], Sequence[Any] | None] | None = None
    """Makes the row of totals, once all rows are written; no filter takes it for one of them."""
    title: str = ""
    """Printed above every page."""
    widths: dict[int, int] = field(default_factory=dict)
    """Cells of columns whose width is not measured."""
    leading: int = 1
    """Columns that say which row it is: they stand on every page where one is too narrow."""


@contextmanager
def new_workbook(path: Path) -> Iterator[Any]:
    """An XlsxWriter workbook that becomes the file `path` when the block ends well.

    Raises `CannotCreate`, `StorageFailure`; what was at `path` is then as before.
    """
    with finished_file(path) as draft:
        with _laid_out() as (book, content):
            yield book
        draft.write_bytes(content.getvalue())


@contextmanager
def _laid_out() -> Iterator[tuple[Any, io.BytesIO]]:
    """An XlsxWriter workbook, and the memory in which it is when the block ends well."""
    content = io.BytesIO()
    book = Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # Columns are as wide as so many digits of this font, and every system has its metrics.
            "default_format_properties": {"font_name": "Arial", "font_size": _SIZE},
        },
    )
    book.set_calc_mode("auto")
    yield book, content
    book.close()


def write_workbook(path: Path, sheets: Iterable[SheetOut]) -> int:
    """Write `sheets` to the file `path`; the number of rows.

    XlsxWriter lays out all but the rows, which wait in a file without a name beside `path`
    until their number and widths are known. Raises `CannotCreate`, also for more rows than a
    sheet holds, and `StorageFailure`.
    """
    with finished_file(path) as draft:
        return _write(draft, path.parent, sheets)


def workbook_content(sheets: Iterable[SheetOut]) -> bytes:
    """`sheets` as the bytes of a workbook, the same whenever they are made: it has no date."""
    content = io.BytesIO()
    _write(content, None, sheets, made=_NO_DAY)
    return content.getvalue()


_NO_DAY: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no zones


def _write(
    target: Path | io.BytesIO,
    folder: Path | None,
    sheets: Iterable[SheetOut],
    made: dt.datetime | None = None,
) -> int:
    """Write `sheets` as a workbook; rows wait in `folder`. The number of rows."""
    with ExitStack() as waiting:
        tables: list[RowsWriter] = []
        count = 0
        with _laid_out() as (book, layout):
            if made is not None:
                book.set_properties({"created": made})
            formats = Formats(book)
            taken: set[str] = set()
            for sheet in sheets:
                stream = waiting.enter_context(tempfile.TemporaryFile(dir=folder))
                table = RowsWriter(stream, sheet.columns)
                table.write(sheet.rows)
                count += (rows := table.count)
                if sheet.below and (below := sheet.below()):
                    table.write([below])
                page = book.add_worksheet(sheet_name(sheet.name, taken))
                _lay_out(page, sheet, table, rows)
                if not tables:
                    _number(page, formats)
                tables.append(table)
        _put_in(tables, layout, target)
    return count


def _number(page: Any, formats: Formats) -> None:
    """XlsxWriter numbers formats as it meets them in cells. These cells give way to the rows."""
    for at, look in enumerate(Look):
        page.write_blank(0, at, None, getattr(formats, look.name.lower()))


def _put_in(tables: Sequence[RowsWriter], layout: io.BytesIO, draft: Path | io.BytesIO) -> None:
    """Write the workbook in `layout` to `draft`, with the rows in their places."""
    parts = {f"xl/worksheets/sheet{at}.xml": table for at, table in enumerate(tables, start=1)}
    with ZipFile(layout) as laid_out, ZipFile(draft, "w", ZIP_DEFLATED) as book:
        for part in laid_out.infolist():
            content = laid_out.read(part)
            table = parts.get(part.filename)
            if table is None:
                book.writestr(part, content)
                continue
            before, after = _SHEET_DATA.split(_DIMENSION.sub(table.extent.encode(), content))
            part.file_size = len(content) + table.stream.tell()  # zipfile asks from 2 GiB on
            with book.open(part, "w") as sheet:
                sheet.write(before + b"<sheetData>")
                table.stream.seek(0)
                shutil.copyfileobj(table.stream, sheet)
                sheet.write(b"</sheetData>" + after)


def _lay_out(page: Any, sheet: SheetOut, table: RowsWriter, rows: int) -> None:
    widths = [
        max(sheet.widths.get(at, NARROWEST), min(width, WIDEST))
        for at, width in enumerate(table.widths)
    ]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    page.freeze_panes(1, 0)
    if rows and sheet.columns:
        page.autofilter(0, 0, rows, len(sheet.columns) - 1)
    set_up_page(page, sheet.title or sheet.name)
    if breaks := page_breaks(widths, sheet.leading):
        page.set_print_scale(_SMALLEST)
        page.repeat_columns(0, sheet.leading - 1)
        page.set_v_pagebreaks(breaks)


def page_breaks(widths: Sequence[int], leading: int) -> list[int]:
    """Columns with which further pages begin, where a table on one page would be smaller than
    9 pt; each begins with the `leading` columns again. `widths` in cells.
    """
    pixels = [7 * width + 5 for width in widths]
    breaks = _breaks(pixels, leading, _PAGE)
    for narrower in range(_PAGE, 0, -20):  # no last page with a single column
        evener = _breaks(pixels, leading, narrower)
        if len(evener) > len(breaks):
            break
        breaks = evener
    return breaks


def _breaks(pixels: Sequence[int], leading: int, page: int) -> list[int]:
    breaks = []
    again = used = sum(pixels[:leading])
    for at, width in enumerate(pixels[leading:], start=leading):
        if used + width > page and used > again:
            breaks.append(at)
            used = again
        used += width
    return breaks


class Formats:
    """The looks of cells in one workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": _SIZE, "valign": "top"}
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


def set_up_page(page: Any, title: str) -> None:
    """A4, landscape, as wide as the page, the header on every one."""
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    page.repeat_rows(0)
    said = title.replace("&", "&&")[:100]
    # A digit after the size would be read as part of it.
    gap = " " if said[:1].isdigit() else ""
    page.set_header(f'&C&"{FONT},Bold"&12{gap}{said}')
    page.set_footer("&C&P / &N")


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
