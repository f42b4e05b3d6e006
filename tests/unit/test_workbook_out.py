"""Workbooks going out: the rows that we write are those that XlsxWriter would write."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from pairing_cli.domain.errors import CannotCreate
from pairing_cli.files.workbook import sheet_rows
from pairing_cli.files.workbook.sheet_rows import Look, Percent
from pairing_cli.files.workbook.workbook_out import Formats, SheetOut, page_breaks, write_workbook

HEADER = ("编号", "日期", "课时")
LONG = "海拔四千米以上的乡镇幼儿园冬季停课，送教改在线上进行。" * 2
ROWS: Sequence[Sequence[Any]] = (
    ("9e3779b1", dt.date(2022, 4, 12), 4.0),
    ("007", dt.date(1900, 3, 1), 0.5),
    ("=HYPERLINK(1)", None, 12),
    ("a < b & c > \"d\" 'e'", "", -3),
    (" 空格 ", "一行\n两行", Percent(50.0)),
    (" ", None, 50.0),
    (LONG, LONG[:30] + "\n" + LONG, 1 / 3),
    ("𠮷㛃\t䶮", "\n", 10**12),
    ("_x0041_ _x5_", "\ufffe", Percent(100 / 3)),
)


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> str:
    """A part of a workbook."""
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def rows_in(page: str) -> str:
    """The rows of a sheet."""
    found = re.search("<sheetData>(.*)</sheetData>", page, re.DOTALL)
    assert found
    return found[1]


def by_xlsxwriter(path: Path, rows: Sequence[Sequence[Any]], heights: Mapping[int, float]) -> str:
    """The rows of a sheet that XlsxWriter writes, cell by cell, in constant memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    formats = Formats(book)
    first = book.add_worksheet()
    for at, look in enumerate(Look):
        first.write_blank(0, at, None, getattr(formats, look.name.lower()))
    first.write_blank(1, 0, None, formats.text)  # what comes before is numbered now
    page = book.add_worksheet()
    for row, cells in enumerate([HEADER, *rows]):
        if row in heights:
            page.set_row(row, heights[row])
        for at, value in enumerate(cells):
            if row == 0:
                page.write_string(row, at, value, formats.header)
            elif isinstance(value, str) and value:
                page.write_string(row, at, value, formats.text)
            elif isinstance(value, dt.date):
                page.write_datetime(row, at, value, formats.date)
            elif isinstance(value, Percent):
                page.write_number(row, at, value, formats.percent)
            elif isinstance(value, int | float):
                look = formats.whole if value == int(value) else formats.number
                page.write_number(row, at, value, look)
            else:
                page.write_blank(row, at, None, formats.text)
    book.close()
    return rows_in(part(path, "xl/worksheets/sheet2.xml"))


def test_rows_are_to_the_byte_those_of_xlsxwriter(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    assert write_workbook(ours, [SheetOut("表", HEADER, iter(ROWS))]) == len(ROWS)
    # 54 Chinese characters are 108 cells, three lines of 44; 30 of them are two more.
    heights = {0: 30, 7: 5 * 14 + 3}
    assert rows_in(part(ours)) == by_xlsxwriter(theirs, ROWS, heights)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20).filter(lambda text: not re.search("_x[0-9a-fA-F]{4}_x|^<r>", text)),
    st.dates(min_value=dt.date(1900, 3, 1)),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0, 100).map(Percent),
)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
@settings(deadline=None)
def test_any_rows_are_those_of_xlsxwriter(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    write_workbook(folder / "ours.xlsx", [SheetOut("表", HEADER, rows)])
    theirs = by_xlsxwriter(folder / "theirs.xlsx", rows, {0: 30})
    assert rows_in(part(folder / "ours.xlsx")) == theirs


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>德吉</t></r>",
        "<r>a & b</r>",
        "_x0041_x0042_",
        "x" * 32_767,
        "𠮷" * 16_383,
        "  ",
        "&amp;",
        "'=1",
    ],
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [SheetOut("表", ("文字",), [(text,)])])
    assert load_workbook(path).get_sheet_by_index(0).to_python() == [["文字"], [text]]


@pytest.mark.parametrize("text", ["x" * 40_000, "𠮷" * 20_000, "x" + "𠮷" * 20_000])
def test_a_text_longer_than_a_cell_is_cut_between_characters(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [SheetOut("表", ("文字",), [(text,)])])
    ((found,),) = load_workbook(path).get_sheet_by_index(0).to_python()[1:]
    assert isinstance(found, str)
    assert text.startswith(found)
    assert 32_766 <= len(found.encode("utf-16-le")) // 2 <= 32_767


def test_each_look_is_the_one_that_its_name_says(tmp_path: Path) -> None:
    """XlsxWriter numbers the formats: an order of its own would show dates as numbers."""
    path = tmp_path / "a.xlsx"
    row = ("文字", dt.date(2022, 4, 12), 4, 0.5, Percent(50))
    write_workbook(path, [SheetOut("表", tuple("甲乙丙丁戊"), [row])])
    styles = part(path, "xl/styles.xml")
    codes = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', styles))
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    shown = {look: codes.get(formats[look], formats[look]) for look in Look}
    assert shown == {
        Look.HEADER: "0",
        Look.TEXT: "0",
        Look.DATE: "yyyy-mm-dd",
        Look.WHOLE: "1",  # one of Excel's own: 0
        Look.NUMBER: "0.##;-0.##;0",
        Look.PERCENT: "0&quot;%&quot;",
    }
    looks = [int(look) for look in re.findall(' s="([0-9]+)"', rows_in(part(path)))]
    assert looks == [Look.HEADER] * 5 + list(Look)[1:]


def test_a_sheet_knows_how_far_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheets = [
        SheetOut("进度", HEADER, ROWS),
        SheetOut("进度", ("一", "二"), [("二", "字" * 20)], widths={0: 30, 1: 30}),
        SheetOut("空", HEADER, []),
    ]
    assert write_workbook(path, sheets) == len(ROWS) + 1
    first, second, empty = (part(path, f"xl/worksheets/sheet{at}.xml") for at in (1, 2, 3))
    assert '<dimension ref="A1:C10"/>' in first
    assert '<autoFilter ref="A1:C10"/>' in first
    assert 'ySplit="1"' in first
    widths = re.findall('<col min="(.)" max="(.)" width="([0-9]+)', first)
    assert widths == [("1", "2", "46"), ("3", "3", "15")]
    assert '<dimension ref="A1:B2"/>' in second
    assert 'width="30.7109375"' in second
    assert 'width="42.7109375"' in second, "a width that is given is the least"
    assert '<dimension ref="A1:C1"/>' in empty
    assert "autoFilter" not in empty
    book = load_workbook(path)
    assert book.sheet_names == ["进度", "进度 2", "空"]
    assert book.get_sheet_by_name("空").to_python() == [list(HEADER)]


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_rows, "MOST_ROWS", 4)
    path = tmp_path / "a.xlsx"
    assert write_workbook(path, [SheetOut("表", ("一",), [("二",)] * 3)]) == 3
    before = path.read_bytes()
    with pytest.raises(CannotCreate) as caught:
        write_workbook(path, [SheetOut("表", ("一",), [("二",)] * 4)])
    assert caught.value.code == "too-many-rows"
    assert caught.value.message.values == {"count": 3}
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_figure_that_is_none_is_a_blank_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [SheetOut("表", ("一", "二"), [(float("nan"), float("inf"))])])
    assert rows_in(part(path)).endswith('<row r="2"><c r="A2" s="2"/><c r="B2" s="2"/></row>')


def test_a_table_too_wide_for_9_points_goes_on_on_further_pages_that_say_which_row_it_is() -> None:
    assert page_breaks([20] * 7, 1) == []
    assert page_breaks([20] * 8, 1) == [5]  # evenly: not seven columns, and then one
    assert page_breaks([10, 18, 20, *[12] * 20], 3) == [10, 17]
    assert page_breaks([200, 20], 1) == []  # nothing can be split off


def test_a_wide_table_is_printed_at_9_points_with_its_first_columns_on_every_page(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    titles = [f"第{at}列的名称" for at in range(20)]
    write_workbook(path, [SheetOut("表", titles, [["字"] * 20], leading=2)])
    page = part(path)
    assert 'scale="90"' in page
    assert "<colBreaks" in page
    assert "fitToPage" not in page
    assert "$A:$B,表!$1:$1" in part(path, "xl/workbook.xml")


def test_the_row_of_totals_stands_below_and_no_filter_takes_it_for_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [("一", 1), ("二", 2)]
    assert write_workbook(path, [SheetOut("表", ("名", "数"), rows, lambda: ("合计", 3))]) == 2
    assert load_workbook(path).get_sheet_by_index(0).to_python()[-1] == ["合计", 3]
    assert '<autoFilter ref="A1:B3"/>' in part(path)


def test_a_title_that_begins_with_a_year_is_printed_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [SheetOut("2023春", ("名",), [("一",)])])
    assert "&amp;12 2023春" in part(path)
