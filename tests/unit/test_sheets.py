"""Tables from outside: every way a file can be written, broken or meant badly."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from pairing_cli.domain.errors import BadData, InputMissing, NoPermission, StorageFailure
from pairing_cli.domain.fields import Field, FieldType, folded_header
from pairing_cli.domain.phrases import Label
from pairing_cli.files.tables.headers import with_header
from pairing_cli.files.tables.sheet_look import _beyond
from pairing_cli.files.tables.sheet_look import column_number as _column
from pairing_cli.files.tables.sheets import opened, tables_in
from pairing_cli.files.tables.source import UNREAD, ErrorCell, SourceTable, column_letters

FIELDS = (
    Field("date", Label("日期", "Date"), FieldType.DATE, required=True, aliases=("活动时间",)),
    Field("mentees", Label("受帮扶园", "Mentees"), FieldType.NAMES, required=True),
    Field("class_hours", Label("课时", "Class-hours"), FieldType.HOURS),
    Field("topic", Label("主题", "Topic")),
)
RARE = "䶮𠮷㛃"
"""Characters that GB18030 has and GBK lacks."""


def tables(path: Path) -> list[tuple[SourceTable, list[tuple[int, list[Any]]]]]:
    """All tables of a file with their rows."""
    with opened(path, io.BytesIO()) as (stream, name):
        found = tables_in(stream, name)
        return [(table, [(number, list(cells)) for number, cells in table.rows]) for table in found]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows below the header of the one table of a file."""
    with opened(path, io.BytesIO()) as (stream, name):
        (table,) = filter(None, (with_header(each, FIELDS) for each in tables_in(stream, name)))
        return [
            {"row": row.row, **{key: row.cells[key] for key in row.cells if key[:1] != UNREAD}}
            for row in table.rows
        ]


def book(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """A workbook with one sheet that `fill` writes."""
    workbook = xlsxwriter.Workbook(str(path), options)
    fill(workbook, workbook.add_worksheet("登记"))
    workbook.close()
    return path


def refused(path: Path) -> BadData:
    """The error that a file is refused with."""
    with pytest.raises(BadData) as caught:
        rows_of(path)
    assert caught.value.file == str(path)
    return caught.value


# --- Text ---------------------------------------------------------------------------------

CSV = f"日期,受帮扶园,课时,主题\r\n2022-04-12,隆子县,4,{RARE}绘本\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_csv_arrives_whole_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.encode(encoding))
    assert rows_of(path) == [
        {"row": 2, "date": "2022-04-12", "mentees": "隆子县", "class_hours": "4",
         "topic": f"{RARE}绘本"}
    ]  # fmt: skip


def test_an_encoding_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("日期,受帮扶园\n".encode() + b"\xff\xff\xfe\x80\n")
    assert refused(path).code == "unknown-encoding"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "；"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    lines = [["日期", "受帮扶园", "主题"], ["2022-04-12", "隆子县、加查县", "一，二"]]
    lines = [[cell.replace("，", "") if delimiter == "，" else cell for cell in x] for x in lines]
    path.write_text("\n".join(delimiter.join(line) for line in lines), encoding="utf-8")
    assert rows_of(path)[0]["mentees"] == "隆子县、加查县"
    assert rows_of(path)[0]["topic"] == "一，二"


def test_ragged_rows_lose_nothing_and_gain_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,受帮扶园,课时\n2022-04-12,隆子县\n2022-04-13,加查县,2,,\n,,\n,,,,x\n")
    assert rows_of(path) == [
        {"row": 2, "date": "2022-04-12", "mentees": "隆子县"},
        {"row": 3, "date": "2022-04-13", "mentees": "加查县", "class_hours": "2"},
        {"row": 5, "": "x"},
    ]


def test_row_numbers_are_those_of_the_lines_where_a_cell_has_several(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('日期,受帮扶园,主题\n2022-04-12,隆子县,"一\n二"\n2022-04-13,加查县,三\n')
    assert [row["row"] for row in rows_of(path)] == [2, 4]


def test_a_quote_that_is_never_closed_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('日期,受帮扶园\n2022-04-12,隆子县\n2022-04-13,"加查县\n')
    error = refused(path)
    assert (error.code, error.row) == ("bad-csv", 3)


# --- Headers ------------------------------------------------------------------------------


def test_the_header_is_found_below_titles_in_any_order_language_and_marking(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "2022年春季送教下乡登记表,,,\n,,,\n\n 受帮扶园（必填） ,自编号,CLASS_HOURS,活动时间 *\n"
        "隆子县,7,4,2022-04-12\n",
        encoding="utf-8",
    )
    assert rows_of(path) == [
        {"row": 5, "mentees": "隆子县", "class_hours": "4", "date": "2022-04-12"}
    ]


@pytest.mark.parametrize(
    ("header", "code", "named"),
    [
        ("日期,课时,主题", "missing-column", "受帮扶园"),
        ("日期,受帮扶园,日期", "doubled-column", "日期"),
    ],
)
def test_missing_and_doubled_columns_are_named(
    tmp_path: Path, header: str, code: str, named: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n2022-04-12,1,2\n", encoding="utf-8")
    error = refused(path)
    assert error.code == code
    told = [str(getattr(each, "zh", each)) for each in error.message.values.values()]
    names = error.message.values.get("names", [])
    assert named in told + [label.zh for label in names]


def test_a_table_without_a_header_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,2\n3,4\n")
    with opened(path, io.BytesIO()) as (stream, name):
        assert with_header(tables_in(stream, name)[0], FIELDS) is None


def nameless_in(path: Path) -> list[int]:
    """The columns without a header that hold something, told once the rows are read."""
    with opened(path, io.BytesIO()) as (stream, name):
        (table,) = filter(None, (with_header(each, FIELDS) for each in tables_in(stream, name)))
        assert len(list(table.rows)) > 0
        return table.nameless


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        ("日期,,受帮扶园,,\n2022-04-12,甲,隆子县,,\n2022-04-13,,加查县,,乙\n", [2, 5]),
        ("日期,,受帮扶园,,\n2022-04-12,,隆子县, ,\n\n2022-04-13\n", []),
        ("登记表,,,\n日期, ,受帮扶园\n2022-04-12,,隆子县\n2022-04-13\n,0,\n", [2]),
        ("日期,受帮扶园\n2022-04-12,隆子县\n", []),
    ],
)
def test_columns_without_a_header_are_told_where_any_row_has_something(
    tmp_path: Path, lines: str, columns: list[int]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(lines, encoding="utf-8")
    assert nameless_in(path) == columns


def test_columns_without_a_header_are_called_as_the_sheet_calls_them(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row, cells in enumerate([["日期", "", "受帮扶园"], ["2022-04-12", "", "隆子县"],
                                     ["2022-04-13", 0, "加查县"]], start=3):  # fmt: skip
            sheet.write_row(row, 25, cells)

    assert [column_letters(at) for at in nameless_in(book(tmp_path / "a.xlsx", fill))] == ["AA"]
    assert [column_letters(at) for at in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}], [["隆子县"]]])
def test_a_value_of_json_that_no_cell_holds_is_refused_by_its_key(
    tmp_path: Path, value: object
) -> None:
    path = tmp_path / "a.jsonl"
    row = {"date": "2022-04-12", "mentees": "隆子县", "files": value}
    path.write_text(json.dumps(row) + "\n" + json.dumps({**row, "mentees": value}), "utf-8")
    error = refused(path)
    assert (error.code, error.row, error.column) == ("nested-value", 2, "mentees")


def test_headers_fold_alike() -> None:
    assert (
        len({folded_header(text) for text in ("Class-hours", "class_hours", "ＣＬＡＳＳ hours*")})
        == 1
    )


# --- Workbooks ----------------------------------------------------------------------------


def test_a_workbook_is_read_with_titles_blank_rows_and_merged_cells(tmp_path: Path) -> None:
    def fill(workbook: Any, page: Any) -> None:
        day = workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        page.merge_range(0, 1, 0, 4, "登记表")
        page.write_row(2, 1, ["日期", "受帮扶园", "课时", "主题"])
        page.merge_range(3, 2, 4, 2, "隆子县")
        page.write_datetime(3, 1, dt.date(2022, 4, 12), day)
        page.write_number(4, 1, 44664)
        page.write_number(3, 3, 4)
        page.write_string(4, 3, "４课时")
        page.write_row(8, 1, ["2022-04-20", "加查县"])

    rows = rows_of(book(tmp_path / "a.xlsx", fill))
    assert rows == [
        {"row": 4, "date": dt.date(2022, 4, 12), "mentees": "隆子县", "class_hours": 4.0},
        {"row": 5, "date": 44664.0, "mentees": "隆子县", "class_hours": "４课时"},
        {"row": 9, "date": "2022-04-20", "mentees": "加查县"},
    ]


@pytest.mark.parametrize("is_1904", [False, True])
def test_real_dates_are_the_same_in_both_date_systems(tmp_path: Path, is_1904: bool) -> None:
    def fill(workbook: Any, page: Any) -> None:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, ["日期", "受帮扶园"])
        page.write_datetime(1, 0, dt.date(2022, 4, 12), day)
        page.write_string(1, 1, "隆子县")

    path = book(tmp_path / "a.xlsx", fill, date_1904=is_1904)
    assert rows_of(path)[0]["date"] == dt.date(2022, 4, 12)
    assert tables(path)[0][0].date_1904 is is_1904


def test_errors_are_seen_formulas_told_and_long_codes_stay_text(tmp_path: Path) -> None:
    def fill(_workbook: Any, page: Any) -> None:
        page.write_row(0, 0, ["日期", "受帮扶园", "课时", "主题"])
        page.write_row(1, 0, ["2022-04-12", "隆子县"])
        page.write_formula(1, 2, "=2+2", None, 4)
        page.write_formula(2, 0, "=VLOOKUP(1,A1:B2,2)", None, "#N/A")
        page.write_string(2, 1, "加查县")
        page.write_string(2, 3, "540530198001011234")

    ((table, rows),) = tables(book(tmp_path / "a.xlsx", fill))
    assert rows[1][1][2] == 4.0
    assert rows[2][1][0] == ErrorCell("#N/A")
    assert rows[2][1][3] == "540530198001011234"
    (remark,) = table.remarks
    assert (remark.values["count"], remark.values["example"]) == (1, "C2")


def test_a_formula_whose_result_was_not_saved_is_an_error(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", lambda _, page: page.write_row(0, 0, ["日期", "受帮扶园"]))
    cells = '<row r="2"><c r="A2"><f>TODAY()</f></c><c r="B2"><v>1</v></c></row></sheetData>'
    changed = rewritten(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", cells)
    )
    assert tables(changed)[0][1][1][1][0] == ErrorCell("=")


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    def fill(workbook: Any, page: Any) -> None:
        page.write_row(0, 0, ["日期", "受帮扶园"])
        hidden = workbook.add_worksheet("词表")
        hidden.write_row(0, 0, ["日期", "受帮扶园"])
        hidden.hide()

    assert [table.sheet for table, _ in tables(book(tmp_path / "a.xlsx", fill))] == ["登记"]


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """A workbook with one part of it changed."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                content = change(content.decode()).encode()
            new.writestr(entry.filename, content)
    return target


def simple_book(path: Path) -> Path:
    """A workbook with one row."""

    def fill(_workbook: Any, page: Any) -> None:
        page.write_row(0, 0, ["日期", "受帮扶园"])
        page.write_row(1, 0, ["2022-04-12", "隆子县"])

    return book(path, fill)


def test_a_million_coloured_blank_rows_are_nothing(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 1_048_577, 5))
    path = rewritten(
        simple_book(tmp_path / "a.xlsx"),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", blank + "</sheetData>"),
    )
    assert len(rows_of(path)) == 1


@pytest.mark.parametrize(
    "cell",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row\nr="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_at_the_end_of_the_sheet_is_refused_in_little_memory(
    tmp_path: Path, cell: str
) -> None:
    path = rewritten(
        simple_book(tmp_path / "a.xlsx"),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", cell + "</sheetData>"),
    )
    tracemalloc.start()
    begun = time.monotonic()
    error = refused(path)
    assert error.code == "sheet-too-large"
    assert error.message.values["row"] == 1_048_576
    assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    tracemalloc.stop()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("columns", [0, 1, 9, 25, 26, 27, 52, 700, 701, 702])
def test_the_search_for_columns_beyond_finds_exactly_those(columns: int) -> None:
    pattern = _beyond(columns)
    for at in (1, 2, 10, 26, 27, 28, 53, 701, 702, 703, 16384):
        letters, rest = b"", at
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = bytes([65 + digit]) + letters
        assert _column(letters) == at
        found = pattern.search(b'<c r="' + letters + b'7">') is not None
        assert found is (at > columns or (columns > 702 and at > 702)), (columns, at)


def bomb(path: Path, *, lying: bool) -> Path:
    """A workbook whose sheet says it inflates to 1.2 GiB; `lying`: it says a kilobyte, and
    inflates to 64 MiB.
    """
    size = 64 * 1024 * 1024
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b"\x00" * (1024 * 1024)
    packed = b"".join(engine.compress(piece) for _ in range(size // len(piece))) + engine.flush()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "")
        info = archive.infolist()[-1]
        start = archive.fp.tell() if archive.fp else 0
        assert archive.fp is not None
        archive.fp.write(packed)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.compress_size, info.file_size = len(packed), 1024 if lying else 1200 * 1024 * 1024
        archive.start_dir = start + len(packed)
    return path


@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_bomb_is_refused_in_seconds_and_little_memory(tmp_path: Path, lying: bool) -> None:
    path = bomb(tmp_path / "a.xlsx", lying=lying)
    assert path.stat().st_size < 5 * 1024 * 1024
    tracemalloc.start()
    begun = time.monotonic()
    assert refused(path).code == "zip-bomb"
    assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    tracemalloc.stop()
    assert time.monotonic() - begun < 5


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2100):
            archive.writestr(f"xl/{number}.xml", "")
    assert refused(path).code == "zip-bomb"


def test_encrypted_old_and_damaged_workbooks_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    for content, code in (
        (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (ole + "Workbook".encode("utf-16-le"), "old-format"),
        (b"PK\x03\x04rubbish", "damaged-workbook"),
        (simple_book(tmp_path / "b.xlsx").read_bytes()[:-200], "damaged-workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web-page"),
        (b"", "empty"),
        (b"  \n", "empty"),
    ):
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        assert refused(path).code == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert refused(path).code == "not-a-workbook"


def test_the_content_decides_whatever_the_name_says(tmp_path: Path) -> None:
    simple_book(tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert rows_of(tmp_path / "a.csv")[0]["mentees"] == "隆子县"
    (tmp_path / "b.xlsx").write_bytes(CSV.encode("gb18030"))
    assert rows_of(tmp_path / "b.xlsx")[0]["mentees"] == "隆子县"
    for name in ("a.csv", "b.xlsx"):
        assert len(tables(tmp_path / name)[0][0].remarks) == 1


# --- JSON lines ---------------------------------------------------------------------------


def test_json_lines_and_a_json_list_are_the_same_table(tmp_path: Path) -> None:
    objects = [
        {"date": "2022-04-12", "mentees": ["隆子县", "加查县"], "class_hours": 4, "topic": None},
        {"日期": "2022-04-13", "受帮扶园": RARE},
    ]
    lines, whole = tmp_path / "a.jsonl", tmp_path / "a.json"
    lines.write_text("\n".join(json.dumps(each) for each in objects) + "\n")
    whole.write_text(json.dumps(objects, ensure_ascii=False), encoding="utf-8")
    expected = [
        {"row": 1, "date": "2022-04-12", "mentees": ("隆子县", "加查县"), "class_hours": 4},
        {"row": 2, "date": "2022-04-13", "mentees": RARE},
    ]
    assert rows_of(lines) == expected
    assert rows_of(whole) == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"date": "2022-04-12", "date": "2022-04-13"}', "doubled-key"),
        ('{"date": "2022-04-12", "日期": "2022-04-13"}', "doubled-column"),
        ('{"date": ', "bad-json"),
        ("[1, 2]", "bad-json"),
        ('{"class_hours": NaN}', "bad-json"),
        ('{"date": ' + "[" * 30 + "]" * 30 + "}", "bad-json"),
    ],
)
def test_bad_json_is_told_with_its_row(tmp_path: Path, line: str, code: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"date": "2022-04-12", "mentees": "隆子县"}}\n{line}\n', encoding="utf-8")
    error = refused(path)
    assert (error.code, error.row) == (code, 2)


def test_json_nested_a_hundred_thousand_deep_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"date": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert refused(path).code == "bad-json"


# --- Files --------------------------------------------------------------------------------


def test_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputMissing), opened(path, io.BytesIO()):
            pass


class Vanishing(io.BytesIO):
    """A file on a stick that is pulled out while it is read."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self._left = after

    def read(self, size: int | None = -1, /) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError(5, "Input/output error")
        return super().read(size)

    def read1(self, size: int | None = -1, /) -> bytes:
        return self.read(size)

    def readinto(self, buffer: Any, /) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


@pytest.mark.parametrize("after", [0, 1, 2, 3, 5])
def test_a_file_that_vanishes_midway_is_a_failure_of_storage(after: int) -> None:
    content = (CSV + "2022-04-13,加查县,2,x\r\n" * 40_000).encode("gb18030")
    stream = Vanishing(content, after)
    with pytest.raises(StorageFailure):
        [list(table.rows) for table in tables_in(stream, "a.csv")]


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(*_args: Any, **_more: Any) -> Any:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(NoPermission), opened(tmp_path / "a.csv", io.BytesIO()):
        pass


def test_the_example_row_of_a_template_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "序号,日期,受帮扶园\n示例,2022-04-12,隆子县\n1,2022-04-13,加查县\n", encoding="utf-8"
    )
    assert [row["row"] for row in rows_of(path)] == [3]
