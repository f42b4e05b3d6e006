"""Files in and out as commands: templates, imports, exports, calendars, pages, pasted lines."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import sqlite3
import stat
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from icalendar import Calendar
from python_calamine import load_workbook

from pairing_cli.__main__ import run
from pairing_cli.domain.records.registry import record_named
from tests.commandline import Answer, done, pairing

RARE = "䶮𠮷"
DAY = ("--as-of", "2022-06-20")


pytestmark = pytest.mark.usefixtures("in_folder")


def on(db: Path, *words: str, lang: str = "en") -> Answer:
    """A command on the database that must succeed."""
    return done("--db", str(db), *DAY, *words, lang=lang)


def tried(db: Path, *words: str, lang: str = "en") -> Answer:
    """A command on the database, whatever comes of it."""
    return pairing("--db", str(db), *DAY, *words, lang=lang)


def sheet(path: Path, name: str | int = 0) -> list[list[Any]]:
    """The cells of a sheet of a workbook."""
    book = load_workbook(str(path))
    page = book.get_sheet_by_index(name) if isinstance(name, int) else book.get_sheet_by_name(name)
    return [list(row) for row in page.iter_rows()]


def write_book(path: Path, header: Sequence[str], *rows: Sequence[Any]) -> None:
    """A workbook as a coordinator fills it: text, numbers, a date."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, header)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                page.write(at, column, value)


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Put `content` on standard input, which is no terminal then."""

    class Pipe:
        buffer = io.BytesIO(content)

        @staticmethod
        def isatty() -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Pipe())


FILLED: dict[str, list[dict[str, Any]]] = {
    "visits": [
        {"date": "2022-04-12", "mentees": "隆子县、加查县", "form": "送教", "class_hours": "4课时",
         "topic": f"{RARE}绘本", "people": "甲、乙", "teachers": 18},
        {"date": "2022年5月9日", "end_date": "2022-05-13", "mentees": "措美县", "form": "跟班学习",
         "children": "３０人", "mentor": "市第二实验幼儿园", "note": "=1+1"},
        {"date": "2022-06-28", "mentees": "曲松县", "form": "讲座", "state": "计划"},
    ],
    "kindergartens": [
        {"name": f"{RARE}幼儿园", "tier": "乡镇级", "region": "隆子镇", "code": "0540529201",
         "aliases": "热幼", "phone": "13889001234"},
        {"name": "小星星", "tier": "县级", "ownership": "民办"},
    ],
    "pairings": [{"mentor": "市第二实验幼儿园", "mentee": "洛扎县", "kind": "交流咨询"}],
    "baselines": [{"kindergarten": "隆子县", "date": "2022-03-20", "children": 360, "classes": 12,
                   "grades": "小班=4、中班=4"}],
}  # fmt: skip
LISTING_OF = {"visits": "visits", "kindergartens": "kindergartens", "pairings": "list"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", list(FILLED))
def test_a_template_filled_and_taken_in_and_exported_adds_nothing_again(
    db: Path, tmp_path: Path, kind: str, ending: str, lang: str
) -> None:
    blank, filled = tmp_path / f"blank{ending}", tmp_path / f"filled{ending}"
    on(db, "template", kind, "-o", str(blank), lang=lang)
    if ending == ".xlsx":
        header = [str(title) for title in sheet(blank)[0]]
        example = [str(cell) for cell in sheet(blank)[1]]
    else:
        with blank.open(encoding="utf-8-sig", newline="") as file:
            header, example = csv.reader(file)
    fields = record_named(kind).asked
    assert len(header) == len(fields) + 1
    rows = [[row.get(field.key, "") for field in fields] for row in FILLED[kind]]
    numbered = [example, *([at, *row] for at, row in enumerate(rows, start=1))]
    if ending == ".xlsx":
        write_book(filled, header, *numbered)
    else:
        with filled.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([header, *numbered])
    answer = on(db, "import", kind, str(filled), "--json", lang=lang)
    assert answer.data["written"] == len(rows)
    again = on(db, "import", kind, str(filled), "--json", lang=lang)
    assert (again.data["written"], again.data["already_there"]) == (0, len(rows))
    if kind in LISTING_OF:
        exported = tmp_path / f"exported{ending}"
        on(db, "export", LISTING_OF[kind], "-o", str(exported), lang=lang)
        back = on(db, "import", kind, str(exported), "--json", lang=lang)
        assert back.data["written"] == 0
        assert back.data["already_there"] == back.data["read"] >= len(rows)


def test_a_template_offers_words_and_names_from_a_hidden_sheet(db: Path, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "t.xlsx"
    on(db, "template", "visits", "-o", str(path), "--yes", lang="zh")
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
        lists = archive.read("xl/worksheets/sheet3.xml").decode()
        shared = archive.read("xl/sharedStrings.xml").decode()
    assert re.search(r'<sheet name="[^"]+" sheetId="3" state="hidden"', book)
    for wanted in ('type="list"', 'type="date"', 'type="whole"', 'type="decimal"'):
        assert wanted in page
    assert "<row" in lists
    for word in ("隆子县示范幼儿园", "跟班学习", "未成行", "先进理念"):
        assert word in shared
    assert sheet(path)[1][0] == "示例"


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_template_that_was_filled_in_is_not_made_empty_again(
    db: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"t{ending}"
    for _ in range(2):  # an empty one is made anew
        on(db, "template", "visits", "-o", str(path), "--yes", lang="zh")
    row = ["1", "2022-04-12", "", "隆子县", "送教"]
    if ending == ".xlsx":
        write_book(path, [str(title) for title in sheet(path)[0]], row)
    else:
        path.write_text(f"{path.read_text(encoding='utf-8-sig')}{','.join(row)}\n", "utf-8")
    filled = path.read_bytes()
    for lang in ("zh", "en"):
        answer = tried(db, "template", "visits", "-o", str(path), "--yes", lang=lang)
        assert answer.code == 73
        assert path.read_bytes() == filled
    assert on(db, "import", "visits", str(path), "--json").data["written"] == 1


# --- Bad input ----------------------------------------------------------------------------


def test_every_bad_row_stands_in_the_list_and_in_the_error_object(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "日期,受帮扶园,形式\n2022-04-12,隆子县,送教\n2022-02-30,隆子县,送教\n2022-04-12,龙子县,送教\n",
        encoding="utf-8",
    )
    told = tried(db, "import", "visits", "a.csv", lang="zh")
    assert told.code == 65
    assert told.out == ""
    for word in ("2022-02-30", "龙子县", "隆子县", "第 3 行" if "第 3 行" in told.err else "3"):
        assert word in told.err
    error = tried(db, "import", "visits", "a.csv", "--json").error
    assert (error["exit"], error["file"], error["row"], error["column"]) == (65, "a.csv", 3, "日期")
    assert [(each["row"], each["value"]) for each in error["problems"]] == [
        (3, "2022-02-30"),
        (4, "龙子县"),
    ]
    assert "隆子县" in error["problems"][1]["hint"]
    assert on(db, "visit", "list", "--json").data == []


class Terminal(io.StringIO):
    """A stream that says it is one, where the name of the file is left out of tables."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("sheets", [1, 2])
def test_on_a_terminal_a_bad_row_is_named_with_its_sheet_where_there_are_several(
    db: Path, tmp_path: Path, sheets: int
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as workbook:
        for name in ("春季", "秋季")[:sheets]:
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, ["日期", "受帮扶园", "形式"])
            page.write_row(1, 0, ["2022-04-31", "隆子县", "送教"])
    err = Terminal()
    words = ["--db", str(db), *DAY, "import", "visits", "a.xlsx"]
    assert run(words, {"PAIRING_LANG": "zh", "COLUMNS": "80"}, io.StringIO(), err) == 65
    told = err.getvalue()
    assert [name in told for name in ("春季", "秋季")] == [sheets > 1] * 2
    assert told.count("不存在") == sheets + 1


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_file_of_the_rest_can_be_corrected_and_taken_in(
    db: Path, tmp_path: Path, ending: str
) -> None:
    header = ["日期", "受帮扶园", "形式", "主题"]
    rows = [["2022-04-12", "隆子县", "送教", RARE], ["2022-04-31", "加查县", "送教", "=1+1"]]
    path = tmp_path / f"a{ending}"
    if ending == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    else:
        write_book(path, header, *rows)
    answer = tried(db, "import", "visits", str(path), "--keep-going", "--json", lang="zh")
    assert answer.code == 1
    assert (answer.data["written"], answer.data["rejected"]) == (1, 1)
    rest = Path(answer.data["rest_file"])
    assert rest.name == f"a-rest{ending}"
    assert stat.S_IMODE(rest.stat().st_mode) == 0o600
    if ending == ".csv":
        text = rest.read_text(encoding="utf-8-sig")
        assert "2022-04-31" in text.splitlines()[1]
        rest.write_text(text.replace("2022-04-31", "2022-04-30"), encoding="utf-8-sig")
    else:
        cells = sheet(rest)
        assert cells[1][0] == "2022-04-31"
        assert "30" in cells[1][-1]
        cells[1][0] = "2022-04-30"
        write_book(rest, cells[0], [f"'{c}" if str(c).startswith("=") else c for c in cells[1]])
    corrected = on(db, "import", "visits", str(rest), "--json")
    assert (corrected.data["read"], corrected.data["written"]) == (1, 1)
    assert (
        tried(db, "import", "visits", str(path), "--keep-going", "--json")
        .data["rest_file"]
        .endswith(f"a-rest-2{ending}")
    )


def test_questions_end_with_code_1_and_dry_run_with_nothing(db: Path, tmp_path: Path) -> None:
    one = "日期,受帮扶园,形式,课时\n2022-04-12,隆子县,送教,{}\n"
    (tmp_path / "a.csv").write_text(one.format(4), encoding="utf-8")
    (tmp_path / "b.csv").write_text(one.format(6), encoding="utf-8")
    on(db, "import", "visits", "a.csv", "--dry-run")
    assert on(db, "visit", "list", "--json").data == []
    on(db, "import", "visits", "a.csv")
    asked = tried(db, "import", "visits", "b.csv")
    assert asked.code == 1
    assert "--add-similar" in asked.err
    (question,) = tried(db, "import", "visits", "b.csv", "--json").data["question_rows"]
    assert (question["file"], question["row"]) == ("b.csv", 2)
    assert question["ref"] in question["reason"]
    on(db, "import", "visits", "b.csv", "--add-similar")
    assert len(on(db, "visit", "list", "--json").data) == 2


def test_an_import_makes_a_backup_and_is_one_command_to_undo(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "日期,受帮扶园,形式\n2022-04-12,隆子县,送教\n2022-04-13,加查县,送教\n", encoding="utf-8"
    )
    backup = Path(on(db, "import", "visits", "a.csv", "--json").data["backup"])
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (0,)
    assert on(db, "history", "--json").data[0]["command"] == "import visits"
    on(db, "undo")
    assert on(db, "visit", "list", "--json").data == []


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["import", "visits", "none.csv"], "no-input", 66),
        (["import", "宠物", "a.csv"], "no-such-kind", 4),
        (["import", "visits", "empty.csv"], "empty", 65),
        (["import", "visits", "header.csv"], "no-rows", 65),
        (["import", "visits", "other.csv"], "no-header", 65),
        (["template", "visits", "-o", "a.doc"], "unknown-ending", 2),
        (["template", "visits", "-o", "no/such/folder.xlsx"], "cannot-create", 73),
        (["export", "visits", "-o", "a.doc"], "unknown-ending", 2),
        (["export", "宠物", "-o", "a.xlsx"], "no-such-listing", 2),
        (["export", "coverage", "--mentor", "市实验幼儿园", "-o", "a.csv"],
         "option-not-for-listing", 2),
        (["export", "visits", "-o", "no/such/folder.xlsx"], "cannot-create", 73),
        (["schedule", "--ics", "no/such/folder.ics"], "cannot-create", 73),
        (["summary", "-o", "no/such/folder.html"], "cannot-create", 73),
        (["log-visit"], "mentee-and-form", 2),
        (["log-visit", "隆子县", "--from", "a.csv"], "options-exclude", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_code(
    db: Path, tmp_path: Path, words: list[str], code: str, exit_code: int
) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "header.csv").write_text("日期,受帮扶园,形式\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    answer = tried(db, *words, "--json")
    assert (answer.error["code"], answer.code) == (code, exit_code)


@pytest.mark.parametrize(
    "words",
    [
        ["export", "visits", "-o", "out.xlsx"],
        ["template", "visits", "-o", "out.xlsx"],
        ["summary", "-o", "out.xlsx"],
        ["summary", "-o", "out.html"],
        ["schedule", "--ics", "out.ics"],
    ],
)
def test_a_full_disk_leaves_what_was_there_and_no_draft(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    import zipfile

    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / words[-1]
    target.write_bytes(b"what was there")
    write_part = zipfile.ZipFile.writestr

    def full_on_disk(archive: zipfile.ZipFile, *part: Any) -> None:
        if archive.filename is not None:  # not in memory
            full()
        write_part(archive, *part)

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full_on_disk)
    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "write_bytes", full)
    answer = tried(db, *words, "--yes", "--json")
    monkeypatch.undo()
    assert answer.code == 74, answer.err
    assert target.read_bytes() == b"what was there"
    assert {path.name for path in tmp_path.iterdir()} <= {"pairing.db", words[-1]}


# --- What goes out ------------------------------------------------------------------------


def visited(db: Path) -> None:
    """A few visits, with names and numbers that not everybody should see."""
    on(db, "log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12", "--hours", "4", "--topic",
       "=HYPERLINK(1)", "--by", "次仁卓嘎",
       "--note", "电话13889001234 身份证540530198001011234")  # fmt: skip
    on(db, "log-visit", "加查县", "--form", "送教", "--on", "2022-04-13", "--topic",
       f"{RARE}次仁卓嘎示范 13889001234", "--by", "次仁卓嘎")  # fmt: skip
    on(db, "log-visit", "措美县", "--form", "讲座", "--on", "2022-06-28", "--planned", "--topic",
       "<script>alert(1)</script>{{ 7*7 }}", "--by", "德吉")  # fmt: skip


@pytest.mark.parametrize(
    "listing", ["list", "visits", "progress", "schedule", "coverage", "kindergartens"]
)
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".md"])
def test_every_listing_goes_out_in_every_format(
    db: Path, tmp_path: Path, listing: str, ending: str
) -> None:
    visited(db)
    path = tmp_path / f"out{ending}"
    on(db, "export", listing, "-o", str(path), lang="zh")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = {
        ".xlsx": lambda: sum(not str(row[0]).startswith("合计") for row in sheet(path)[1:]),
        ".csv": lambda: (
            len(list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))) - 1
        ),
        ".json": lambda: len(json.loads(path.read_text(encoding="utf-8"))),
        ".md": lambda: path.read_text(encoding="utf-8").count("\n") - 4,
    }[ending]()
    command = {"visits": ["visit", "list"], "kindergartens": ["kindergarten", "list"]}
    assert rows == len(on(db, *command.get(listing, [listing]), "--json").data) > 0


def test_cells_of_a_workbook_are_typed_and_text_stays_text(db: Path, tmp_path: Path) -> None:
    import zipfile

    visited(db)
    path = tmp_path / "out.xlsx"
    on(db, "export", "visits", "-o", str(path), "--profile", "archive", lang="zh")
    header, first, *_ = sheet(path)
    row = dict(zip(header, first, strict=True))
    assert str(row["日期"]) == "2022-04-12"
    assert not isinstance(row["日期"], str)
    assert row["课时"] == 4.0
    assert row["主题"] == "=HYPERLINK(1)"
    assert "540530198001011234" in row["备注"]
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert 'ySplit="1"' in page
    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page


@pytest.mark.parametrize(
    ("profile", "people", "notes", "numbers"),
    [
        ("public", False, False, False),
        ("internal", True, True, False),
        ("archive", True, True, True),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_a_profile_takes_out_what_its_audience_should_not_see(
    db: Path, tmp_path: Path, profile: str, people: bool, notes: bool, numbers: bool, ending: str
) -> None:
    visited(db)
    path = tmp_path / f"out{ending}"
    on(db, "export", "visits", "-o", str(path), "--profile", profile)
    text = (
        "\n".join(str(cell) for row in sheet(path) for cell in row)
        if ending == ".xlsx"
        else path.read_text(encoding="utf-8-sig")
    )
    assert ("次仁卓嘎" in text) is people
    assert ("电话" in text) is notes
    assert ("13889001234" in text) is numbers
    assert ("540530198001011234" in text) is numbers
    assert (RARE in text) is notes, "free text may name anybody: it stays within the bureau"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".md"])
def test_names_and_phones_in_titles_do_not_go_out_to_the_public(
    db: Path, tmp_path: Path, ending: str
) -> None:
    on(db, "group", "add", "隆子县", "--side", "mentor", "--head", "巴桑卓玛")
    on(db, "log-visit", "隆子县", "--form", "讲座", "--on", "2022-06-28", "--planned", "--topic",
       "巴桑卓玛主讲 13889001234")  # fmt: skip
    path = tmp_path / f"out{ending}"
    on(db, "export", "schedule", "-o", str(path), "--profile", "public", lang="zh")
    text = (
        "\n".join(str(cell) for row in sheet(path) for cell in row)
        if ending == ".xlsx"
        else path.read_text(encoding="utf-8-sig").replace("\\", "")
    )
    assert "专题讲座" in text or "lecture" in text
    assert "主讲" not in text
    assert "巴桑卓玛" not in text
    assert "13889001234" not in text


def events_of(path: Path) -> dict[str, Any]:
    """UID → event, of a calendar."""
    found: list[Any] = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return {str(event["UID"]): event for event in found}


def test_a_calendar_is_valid_and_taken_in_twice_doubles_nothing(db: Path, tmp_path: Path) -> None:
    visited(db)
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    on(db, "schedule", "--ics", str(first), lang="zh")
    on(db, "kindergarten", "rename", "措美县", f"{RARE}第一幼儿园")
    on(db, "schedule", "--ics", str(second), lang="en")
    events = [events_of(first), events_of(second)]
    rows = on(db, "schedule", "--json").data
    assert len(events[0]) == len(rows)
    assert set(events[0]) == set(events[1])
    visit = next(row for row in rows if row["kind"] == "visit")
    planned = next(each for each in events[1].values() if "alert" in each["SUMMARY"])
    assert planned["DTSTART"].dt.isoformat() == visit["date"]
    assert (planned["DTEND"].dt - planned["DTSTART"].dt).days == 1
    assert RARE in planned["DESCRIPTION"]
    assert all(len(line) <= 75 for line in first.read_bytes().split(b"\r\n"))
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert on(db, "schedule", "--ics", "-", lang="zh").out.startswith("BEGIN:VCALENDAR")


def test_the_page_is_one_file_that_runs_and_loads_nothing(db: Path, tmp_path: Path) -> None:
    visited(db)
    on(db, "kindergarten", "rename", "隆子县", "<img src=x onerror=alert(1)>")
    path = tmp_path / "s.html"
    on(db, "summary", "-o", str(path), "--as-of", "2023-02-20", lang="zh")
    text = path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "&lt;img src=x" in text
    assert re.findall(r"<(script|img|link|iframe|object)\b", text) == []
    assert re.findall(r"(?:https?:)?//(?!www\.w3)", text) == []
    assert re.findall(r"\bon\w+=", text.replace("onerror=alert", "")) == []
    assert "<svg" in text
    assert "@media print" in text
    assert "max-width: 40rem" in text
    assert '<html lang="zh-CN">' in text
    assert "%%" not in text


def test_the_summary_as_a_workbook_has_a_sheet_for_each_table(db: Path, tmp_path: Path) -> None:
    visited(db)
    path = tmp_path / "s.xlsx"
    on(db, "summary", "-o", str(path))
    report = on(db, "summary", "--json").data
    names = load_workbook(str(path)).sheet_names
    assert len(names) == 10
    mentors = sheet(path, "By mentor")
    assert len(mentors) - 2 == len(report["by_mentor"]), "a header and the sums"
    assert mentors[-1][2] == sum(row["pairings"] for row in report["by_mentor"])
    assert len(sheet(path, "By pairing")) - 2 == len(report["pairings"])


# --- Pasted lines and pipes ---------------------------------------------------------------

LINES = "4月12日 隆子县 送教 4课时 主题：绘本教学 骨干教师甲\n4月13日 加查县 送教 2课时\n"


def test_pasted_lines_are_shown_and_written_only_when_said_so(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(monkeypatch, LINES.encode())
    unasked = tried(db, "log-visit", "--from", "-")
    assert unasked.code == 2
    assert "绘本教学" in unasked.err
    assert on(db, "visit", "list", "--json").data == []
    piped(monkeypatch, LINES.encode("gb18030"))
    on(db, "log-visit", "--from", "-", "--yes")
    found = on(db, "visit", "list", "--json").data
    assert [(each["date"], each["class_hours"], each["people"]) for each in found] == [
        ("2022-04-12", 4, ["骨干教师甲"]),
        ("2022-04-13", 2, []),
    ]
    piped(monkeypatch, LINES.encode())
    again = on(db, "log-visit", "--from", "-", "--yes", "--json").data
    assert (again["written"], again["already_there"]) == (0, 2)
    assert len(on(db, "visit", "list", "--json").data) == 2


def test_a_line_that_is_not_understood_stops_all_but_with_keep_going(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (LINES + "4月14日 隆子县 送教 甲乙 丙丁\n").encode()
    piped(monkeypatch, lines)
    answer = tried(db, "log-visit", "--from", "-", "--yes")
    assert answer.code == 65
    assert "丙丁" in answer.err
    assert on(db, "visit", "list", "--json").data == []
    piped(monkeypatch, lines)
    assert tried(db, "log-visit", "--from", "-", "--yes", "--keep-going").code == 1
    assert len(on(db, "visit", "list", "--json").data) == 2


@pytest.mark.parametrize(
    "content",
    [
        '{"date": "2022-04-12", "mentees": ["隆子县"], "form": "lecture"}\n',
        "日期\t受帮扶园\t形式\n2022-04-12\t隆子县\t讲座\n",
    ],
)
def test_tables_come_through_a_pipe_too(
    db: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    for command in (["log-visit", "--from", "-"], ["import", "visits", "-"]):
        piped(monkeypatch, content.encode())
        on(db, *command)
    assert len(on(db, "visit", "list", "--json").data) == 1


def test_an_imported_visit_answers_the_task_of_a_plan(db: Path, tmp_path: Path) -> None:
    on(db, "plan", "new", "隆子县", "--title", "方案", "--start", "2022-03-01",
       "--end", "2022-07-15")  # fmt: skip
    on(db, "plan", "add-task", "隆子县", "--title", "送教", "--form", "送教", "--month", "2022-04")
    (tmp_path / "a.csv").write_text(
        "日期,受帮扶园,形式\n2022-04-12,隆子县,送教\n2022-05-12,隆子县,送教\n", encoding="utf-8"
    )
    on(db, "import", "visits", "a.csv")
    with closing(sqlite3.connect(db)) as connection:
        found = connection.execute(
            "SELECT v.start_date FROM task_visit AS x INNER JOIN visit AS v ON v.id = x.visit_id"
        ).fetchall()
    assert found == [("2022-04-12",)]
    on(db, "undo")
    assert on(db, "visit", "list", "--json").data == []


@pytest.mark.parametrize(
    ("header", "tier"),
    [("园所名称,别名", "county"), ("name,head", "township"), ("名称,别名", "village")],
)
def test_a_column_that_the_file_does_not_have_is_called_by_its_name_in_the_users_language(
    db: Path, tmp_path: Path, header: str, tier: str
) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n甲幼儿园,乙\n", encoding="utf-8")
    command = ("import", "kindergartens", "a.csv", "--tier", tier)
    for lang, place in (("zh", "“所在地”列"), ("en", "column Region")):
        told = tried(db, *command, lang=lang)
        assert (told.code, place in told.err) == (65, True)
    assert tried(db, *command, "--json", lang="zh").error["column"] == "region"


def test_bad_rows_are_told_as_they_stand_whichever_check_finds_them(
    db: Path, tmp_path: Path
) -> None:
    """Names are looked up before figures are read: that is nothing to whoever mends the file."""
    path = tmp_path / "t.csv"
    rows = ("市实验幼儿园,隆子县,0", "没有的园,隆子县,10", "市实验幼儿园,曲松县,-5")
    path.write_text("\n".join(("起点,终点,公里", *rows)), encoding="utf-8")
    answer = tried(db, "import", "travel", str(path))
    assert answer.code == 65
    assert re.findall(r"t\.csv +(\d+) ", answer.err) == ["2", "3", "4"]
