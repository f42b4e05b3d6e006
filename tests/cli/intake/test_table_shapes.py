"""Tables in the shapes that people really have: each comes in as it means, or is asked about."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.visits.visit_rules import check_day
from tests.commandline import Answer, done, pairing

pytestmark = pytest.mark.usefixtures("in_folder")

DAY = ("--as-of", "2022-06-30")
APRIL = dt.date(2022, 4, 12)
VISIT = ("日期", "受帮扶园", "形式", "课时")

Shape = Sequence[Sequence[Any]] | Callable[[Any, Any], None]


def book(path: Path, *sheets: tuple[str, Shape]) -> Path:
    """A workbook of sheets, each from its rows or by a function that writes it."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, shape in sheets:
            page = workbook.add_worksheet(name)
            if callable(shape):
                shape(workbook, page)
                continue
            for row, cells in enumerate(shape):
                page.write_row(row, 0, cells)
    return path


def taken(db: Path, kind: str, path: Path, *words: str, lang: str = "en") -> Answer:
    """An import, whatever comes of it."""
    return pairing("--db", str(db), *DAY, "import", kind, str(path), *words, lang=lang)


def listed(db: Path, *words: str) -> list[dict[str, Any]]:
    """A listing as JSON."""
    found: list[dict[str, Any]] = done("--db", str(db), *DAY, *words, "--json").data
    return found


def visits(db: Path) -> list[dict[str, Any]]:
    """All visits."""
    return listed(db, "visit", "list")


def problems(answer: Answer) -> list[str]:
    """What is said of each row that was left out."""
    assert answer.code == 65, answer.err
    return answer.err.splitlines()


def add(db: Path, name: str, region: str, tier: str = "township") -> None:
    """One more kindergarten on the roster."""
    done("--db", str(db), *DAY, "kindergarten", "add", name, "--tier", tier, "--region", region)


# --- Names --------------------------------------------------------------------------------


def test_a_name_without_its_last_word_is_whole(db: Path, tmp_path: Path) -> None:
    header = ("日期", "受帮扶园", "形式", "课时")
    path = book(tmp_path / "a.xlsx", ("表", [header, (APRIL, "未来双语", "送教", 4)]))
    assert taken(db, "visits", path).code == 0
    assert [row["mentees"] for row in visits(db)] == [["未来双语幼儿园"]]


def test_a_part_of_a_name_is_credited_to_nobody(db: Path, tmp_path: Path) -> None:
    add(db, "热荣乡中心幼儿园", "热荣乡")
    done("--db", str(db), *DAY, "assign", "隆子县", "热荣乡中心幼儿园")
    header = ("日期", "幼儿园", "形式", "课时")
    path = book(tmp_path / "a.xlsx", ("表", [header, (APRIL, "中心幼儿园", "送教", 4)]))
    answer = taken(db, "visits", path)
    assert "only a part of a name. Is 隆子县/热荣乡中心幼儿园 meant?" in answer.err.replace(
        "隆子县/热荣乡/", "隆子县/"
    )
    assert (answer.code, visits(db)) == (65, [])


@pytest.mark.parametrize("place", ["乡镇", "所在乡镇", "所属乡镇"])
def test_a_column_of_places_tells_which_kindergarten_it_is(
    db: Path, tmp_path: Path, place: str
) -> None:
    add(db, "热荣乡中心幼儿园", "热荣乡")
    done("--db", str(db), *DAY, "assign", "隆子县", "热荣乡中心幼儿园")
    rows = [
        ("日期", place, "幼儿园", "形式", "课时"),
        (APRIL, "热荣乡", "中心幼儿园", "送教", 4),
        (APRIL, "列麦乡", "中心幼儿园", "送教", 3),
    ]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows)), "--keep-going")
    assert "列麦乡 has no" in answer.err or "列麦乡/中心幼儿园" in answer.err
    assert [(each["mentees"], each["class_hours"]) for each in visits(db)] == [
        (["热荣乡中心幼儿园"], 4)
    ]


@pytest.mark.parametrize("header", ["受教单位", "受援幼儿园", "结对园"])
def test_whom_it_is_for_is_read_and_who_went_is_not_taken_for_them(
    db: Path, tmp_path: Path, header: str
) -> None:
    add(db, "热荣乡中心幼儿园", "热荣乡")
    done("--db", str(db), *DAY, "assign", "隆子县", "热荣乡中心幼儿园")
    rows = [
        ("日期", "单位", header, "活动形式", "课时"),
        (APRIL, "隆子县示范幼儿园", "热荣乡中心幼儿园", "送教", 4),
    ]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 0
    (visit,) = visits(db)
    assert (visit["mentor"], visit["mentees"]) == ("隆子县示范幼儿园", ["热荣乡中心幼儿园"])


@pytest.mark.parametrize("value", ["加查县示范幼儿园", "加查县"])
def test_a_kindergarten_in_a_column_that_is_not_read_is_asked_about(
    db: Path, tmp_path: Path, value: str
) -> None:
    rows = [("日期", "受帮扶园", "形式", "授课地"), (APRIL, "隆子县", "送教", value)]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows)))
    assert any("授课地 is not read, but holds" in line for line in problems(answer))


def test_a_place_that_belongs_to_the_row_may_stand_in_a_column_that_is_not_read(
    db: Path, tmp_path: Path
) -> None:
    rows = [("日期", "受帮扶园", "形式", "活动地点"), (APRIL, "隆子县", "送教", "隆子县示范幼儿园")]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 0


@pytest.mark.parametrize("header", ["所属区县", "县市区", "旗县"])
def test_counties_tell_kindergartens_of_one_name_apart(
    db: Path, tmp_path: Path, header: str
) -> None:
    rows = [
        ("序号", header, "幼儿园名称", "层级", "办园性质"),
        (1, "隆子县", "阳光幼儿园", "县级", "民办"),
        (2, "加查县", "阳光幼儿园", "县级", "民办"),
    ]
    assert taken(db, "kindergartens", book(tmp_path / "a.xlsx", ("表", rows))).code == 0
    found = [each for each in listed(db, "kindergarten", "list") if each["name"] == "阳光幼儿园"]
    assert sorted(each["county"] for each in found) == ["加查县", "隆子县"]


def test_places_under_a_header_that_nobody_knows_are_asked_about(db: Path, tmp_path: Path) -> None:
    rows = [
        ("片区", "幼儿园名称", "层级", "办园性质"),
        ("隆子县", "阳光幼儿园", "县级", "民办"),
        ("加查县", "阳光幼儿园", "县级", "民办"),
    ]
    answer = taken(db, "kindergartens", book(tmp_path / "a.xlsx", ("表", rows)))
    assert any("片区 is not read, but holds 隆子县" in line for line in problems(answer))


def test_one_name_written_in_several_ways_is_one_and_asked_about(db: Path, tmp_path: Path) -> None:
    names = (
        "隆子镇幼儿园（总园）", "隆子镇幼儿园(总园)", "隆子镇幼儿园（总园）\u200b",
        "隆子镇幼儿园【总园】",
        "隆子镇第９幼儿园", "隆子镇第9幼儿园", "隆子镇 第9幼儿园", "隆子镇第九幼儿园",
    )  # fmt: skip
    rows = [("幼儿园名称", "层级", "所在地区"), *((name, "乡镇级", "隆子镇") for name in names)]
    path = book(tmp_path / "a.xlsx", ("表", rows))
    answer = taken(db, "kindergartens", path, "--json")
    assert (answer.data["written"], answer.data["questions"]) == (2, 6)
    # What is on record is asked about in the same way.
    again = taken(db, "kindergartens", path, "--json")
    assert (again.data["written"], again.data["already_there"]) == (0, 2)


def test_the_same_kindergarten_and_day_twice_is_asked_about(db: Path, tmp_path: Path) -> None:
    rows = [
        ("园名", "统计日期", "幼儿数"),
        ("隆子县", APRIL, 360), ("隆子县示范幼儿园", APRIL, 120), ("加查县", APRIL, 90),
    ]  # fmt: skip
    answer = taken(db, "baselines", book(tmp_path / "a.xlsx", ("表", rows)), "--json")
    assert (answer.code, answer.data["written"], answer.data["questions"]) == (1, 2, 1)
    assert answer.data["question_rows"][0]["row"] == 3


# --- Merged cells -------------------------------------------------------------------------


def trip(_: Any, page: Any) -> None:
    """One trip to three kindergartens."""
    page.write_row(0, 0, ("日期", "受帮扶园", "形式", "课时", "教师人数"))
    page.write_column(1, 1, ("隆子县", "加查县", "贡嘎县"))
    page.merge_range("A2:A4", APRIL)
    page.merge_range("C2:C4", "送教")
    page.merge_range("D2:D4", 4)
    page.merge_range("E2:E4", 18)


def test_hours_and_teachers_merged_over_rows_are_not_multiplied(db: Path, tmp_path: Path) -> None:
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", trip)))
    told = problems(answer)
    assert sum("stands in one cell over several rows (D2:D4)" in line for line in told) >= 3
    assert sum("stands in one cell over several rows (E2:E4)" in line for line in told) == 3
    assert visits(db) == []


def test_a_row_that_is_only_taller_is_one_row(db: Path, tmp_path: Path) -> None:
    def tall(_: Any, page: Any) -> None:
        page.write_row(0, 0, VISIT)
        for column, value in zip("ABCD", (APRIL, "隆子县", "送教", 4), strict=True):
            page.merge_range(f"{column}2:{column}3", value)

    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", tall))).code == 0
    assert [each["class_hours"] for each in visits(db)] == [4]


def test_what_lies_under_a_merged_cell_is_not_read_and_told(db: Path, tmp_path: Path) -> None:
    def hidden(_: Any, page: Any) -> None:
        page.write_row(0, 0, ("日期", "受帮扶园", "形式", "主题"))
        page.write_row(1, 0, (APRIL, "隆子县", "送教", "上"))
        page.merge_range("D2:D3", "上")
        page.write_row(2, 0, (APRIL, "加查县", "送教", "下"))

    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", hidden)))
    assert {each["topic"] for each in visits(db)} == {"上"}
    assert "1 cell lies under a merged one" in answer.err
    assert "D3" in answer.err


@pytest.mark.parametrize("top", ["幼儿数", "在园人数"])
def test_children_below_one_header_of_three_columns_are_never_the_first_of_them(
    db: Path, tmp_path: Path, top: str
) -> None:
    def classes(_: Any, page: Any) -> None:
        page.merge_range("A1:A2", "幼儿园")
        page.merge_range("B1:B2", "调查日期")
        page.merge_range("C1:E1", top)
        page.write_row(1, 2, ("小班", "中班", "大班"))
        page.write_row(2, 0, ("隆子县", APRIL, 90, 120, 150))

    answer = taken(db, "baselines", book(tmp_path / "a.xlsx", ("表", classes)))
    assert any("Several columns say different things" in line for line in problems(answer))


def test_equal_numbers_of_parts_are_not_taken_for_the_whole(db: Path, tmp_path: Path) -> None:
    def parts(first: object, second: object) -> Shape:
        def shape(_: Any, page: Any) -> None:
            for at, title in enumerate(VISIT):
                page.merge_range(0, at, 1, at, title)
            page.merge_range("E1:F1", "教师")
            page.write_row(1, 4, ("男", "女"))
            page.write_row(2, 0, (APRIL, "隆子县", "送教", 4, first, second))

        return shape

    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", parts(9, 9))))
    assert answer.code == 65
    assert "男=9" in answer.err
    assert "女=9" in answer.err
    assert "their sum" in answer.err
    assert taken(db, "visits", book(tmp_path / "b.xlsx", ("表", parts(9, None)))).code == 0


def test_first_and_last_day_below_one_header_are_not_advised_away(db: Path, tmp_path: Path) -> None:
    def days(_: Any, page: Any) -> None:
        page.merge_range("A1:B1", "日期")
        page.write_row(0, 2, VISIT[1:])
        page.write_row(1, 0, ("开始", "结束"))
        page.write_row(2, 0, (APRIL, APRIL + dt.timedelta(2), "隆子县", "送教", 4))

    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", days)))
    assert answer.code == 65
    assert "in one cell: 2022-04-12..2022-04-14" in answer.err


@pytest.mark.parametrize(
    ("title", "word"),
    [("是否开展", "否"), ("开展情况", "未开展"), ("完成", "×"), ("进展", "因雪未去"),
     ("说明", "推到5月"), ("Held", "no")],
)  # fmt: skip
def test_a_column_that_is_not_read_may_still_say_that_nothing_was_held(
    db: Path, tmp_path: Path, title: str, word: str
) -> None:
    row = (APRIL, "隆子县", "送教", 4)
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", [(*VISIT, title), (*row, word)])))
    assert answer.code == 65
    assert "not held" in answer.err
    held = [(*VISIT, title), (*row, "是")]
    assert taken(db, "visits", book(tmp_path / "b.xlsx", ("表", held))).code == 0


@pytest.mark.parametrize("sheet", ["3月", "2022年3月份", "三月"])
def test_a_day_without_its_month_is_not_put_into_another_than_the_sheet_is_of(
    db: Path, tmp_path: Path, sheet: str
) -> None:
    """The nearest 12th is that of June."""
    rows = [VISIT, ("12日", "隆子县", "送教", 4)]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", (sheet, rows)))
    assert answer.code == 65
    assert "does not say its month" in answer.err
    agreements = [("受帮扶园", "类别", "签订日期"), ("隆子县", "责任书", "12日")]
    assert taken(db, "agreements", book(tmp_path / "b.xlsx", (sheet, agreements))).code == 65
    whole = [VISIT, ("3月12日", "隆子县", "送教", 4)]
    assert taken(db, "visits", book(tmp_path / "c.xlsx", (sheet, whole))).code == 0


def test_the_total_below_one_header_of_several_columns_is_read(db: Path, tmp_path: Path) -> None:
    def classes(_: Any, page: Any) -> None:
        page.merge_range("A1:A2", "幼儿园")
        page.merge_range("B1:B2", "调查日期")
        page.merge_range("C1:E1", "幼儿数")
        page.write_row(1, 2, ("男", "女", "合计"))
        page.write_row(2, 0, ("隆子县", APRIL, 90, 120, 210))

    assert taken(db, "baselines", book(tmp_path / "a.xlsx", ("表", classes))).code == 0
    shown = done("--db", str(db), *DAY, "kindergarten", "baseline", "隆子县", "--json").out
    assert '"children": 210' in shown


def test_a_header_of_two_rows_is_read(db: Path, tmp_path: Path) -> None:
    def two(_: Any, page: Any) -> None:
        page.merge_range("A1:A2", "受帮扶园")
        page.merge_range("B1:D1", "活动情况")
        page.write_row(1, 1, ("日期", "形式", "课时"))
        page.write_row(2, 0, ("隆子县", APRIL, "送教", 4))

    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", two))).code == 0
    assert [each["class_hours"] for each in visits(db)] == [4]


# --- Columns ------------------------------------------------------------------------------


def test_tables_side_by_side_are_refused_with_what_to_do(db: Path, tmp_path: Path) -> None:
    header = ("序号", "幼儿园名称", "层级")
    rows = [(*header, *header), (1, "甲幼儿园", "县级", 2, "乙幼儿园", "县级")]
    answer = taken(db, "kindergartens", book(tmp_path / "a.xlsx", ("表", rows)))
    assert "2 tables stand side by side: columns A–C" in answer.err
    assert "paste them below" in answer.err
    assert answer.code == 65


@pytest.mark.parametrize("names", [("受帮扶园",) * 3, ("受帮扶园1", "受帮扶园2", "受帮扶园3")])
def test_several_columns_of_mentees_are_read_together(
    db: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    rows = [("日期", *names, "形式"), (APRIL, "隆子县", "加查县", "贡嘎县", "送教")]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 0
    assert sorted(visits(db)[0]["mentees"]) == [
        "加查县示范幼儿园", "贡嘎县示范幼儿园", "隆子县示范幼儿园",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells", "topic"),
    [
        (("活动主题", "活动内容"), ("绘本教学", "示范课"), "绘本教学"),
        (("活动内容", "活动主题"), ("示范课", "绘本教学"), "绘本教学"),
        (("活动主题", "活动内容"), ("", "示范课"), "示范课"),
        (("主题", "时间"), ("绘本教学", "9:00-11:00"), "绘本教学"),
    ],
)
def test_of_two_columns_that_mean_the_same_the_better_is_read(
    db: Path, tmp_path: Path, header: tuple[str, str], cells: tuple[str, str], topic: str
) -> None:
    rows = [("日期", "受帮扶园", "形式", *header), (APRIL, "隆子县", "送教", *cells)]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows)))
    assert [each["topic"] for each in visits(db)] == [topic]
    assert "mean the same" in answer.err


def test_of_two_numbers_none_is_chosen(db: Path, tmp_path: Path) -> None:
    rows = [
        ("幼儿园名称", "统计日期", "在园幼儿数", "在园人数"),
        ("隆子县", APRIL, 360, 360), ("加查县", APRIL, 90, 120),
    ]  # fmt: skip
    answer = taken(db, "baselines", book(tmp_path / "a.xlsx", ("表", rows)), "--keep-going")
    assert "在园幼儿数=90" in answer.err
    assert "120" in answer.err
    assert answer.code == 1


@pytest.mark.parametrize(
    ("kind", "rows", "words"),
    [
        ("pairings", [("序号", "帮扶幼儿园", "受帮扶幼儿园"), (1, "市实验幼儿园", "隆子县")], ()),
        ("pairings", [("送教单位", "受援单位"), ("市实验幼儿园", "隆子县")], ()),
        ("baselines", [("园所名称", "填报日期", "幼儿总数", "专任教师数"),
                       ("隆子县", APRIL, 360, 30)], ()),
        ("kindergartens", [("地市", "县市区", "幼儿园名称"), ("山南市", "隆子县", "甲幼儿园")],
         ("--tier", "县级")),
        ("kindergartens", [("园所名称", "所在区县", "办园性质", "联系方式"),
                           ("甲幼儿园", "隆子县", "民办", "13900000001")], ("--tier", "county")),
        ("kindergartens", [("机构名称", "机构标识码", "园长姓名", "县"),
                           ("甲幼儿园", "2154000123", "张三", "隆子县")], ("--tier", "县级")),
    ],
)  # fmt: skip
def test_usual_headers_are_known(
    db: Path, tmp_path: Path, kind: str, rows: list[tuple[Any, ...]], words: tuple[str, ...]
) -> None:
    answer = taken(db, kind, book(tmp_path / "a.xlsx", ("表", rows)), *words)
    assert answer.code == 0, answer.err
    assert "mean nothing here" not in answer.err


def test_a_tier_for_the_whole_file_contradicts_no_column(db: Path, tmp_path: Path) -> None:
    rows = [("名称", "层级", "县区"), ("甲幼儿园", "乡镇级", "隆子县")]
    path = book(tmp_path / "a.xlsx", ("表", rows))
    answer = taken(db, "kindergartens", path, "--tier", "县级")
    assert any("says something else than --tier" in line for line in problems(answer))
    assert taken(db, "visits", path, "--tier", "县级").code == 2


# --- Cells --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("教师人数", "3，5"), ("幼儿人数", "12,5"), ("教师人数", "1_0"), ("教师人数", "1e1"),
        ("课时", "1_0"), ("课时", "1e1"), ("课时", "2,5"), ("教师人数", "99999999999999999999"),
        ("教师人数", "inf"),
    ],
)  # fmt: skip
def test_what_may_be_several_numbers_or_none_is_refused(
    db: Path, tmp_path: Path, column: str, cell: str
) -> None:
    rows = [("日期", "受帮扶园", "形式", column), (APRIL, "隆子县", "送教", cell)]
    problems(taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))))
    assert visits(db) == []


def test_thousands_in_groups_are_read(db: Path, tmp_path: Path) -> None:
    rows = [("日期", "受帮扶园", "形式", "幼儿人数"), (APRIL, "隆子县", "送教", "1,250人")]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 0
    assert visits(db)[0]["children"] == 1250


def test_a_visit_that_ends_in_the_future_is_not_done() -> None:
    span = DateSpan(dt.date(2022, 6, 29), dt.date(2022, 12, 31))
    with pytest.raises(UsageError) as caught:
        check_day(span, VisitState.DONE, dt.date(2022, 6, 30))
    assert caught.value.code == "in-the-future"
    check_day(span, VisitState.PLANNED, dt.date(2022, 6, 30))


@pytest.mark.parametrize(
    ("column", "remark"),
    [
        ("备注", "因雪取消"), ("备注", "未开展"), ("备注", "改期至5月"), ("主题", "取消"),
        ("下一步", "待定"), ("备注", "postponed"),
    ],
)  # fmt: skip
def test_a_remark_that_says_it_was_not_held_is_asked_about(
    db: Path, tmp_path: Path, column: str, remark: str
) -> None:
    rows: list[tuple[Any, ...]] = [
        ("日期", "受帮扶园", "形式", column),
        (APRIL, "隆子县", "送教", remark),
    ]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows)))
    assert any("reads as if the visit was not held" in line for line in problems(answer))
    rows = [(*rows[0], "状态"), (*rows[1], "已取消")]
    path = book(tmp_path / "b.xlsx", ("表", rows))
    if column == "备注":
        assert taken(db, "visits", path).code == 0
        assert visits(db)[0]["state"] == "cancelled"


@pytest.mark.parametrize(
    "people",
    ["全园教师28人", "张老师等3人", "张老师和李老师", "张老师 李老师", "全体教师", "部分教师"],
)
def test_a_crowd_is_no_executor(db: Path, tmp_path: Path, people: str) -> None:
    rows = [("日期", "受帮扶园", "形式", "人员"), (APRIL, "隆子县", "送教", people)]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows)))
    assert any("is not the name of one person" in line for line in problems(answer))


def test_a_weekday_behind_a_day_agrees_with_it_or_is_told(db: Path, tmp_path: Path) -> None:
    days = ("2022.4.12 周二", "2022年4月13日（星期三）", "四月十四日 周四", "2022-04-15 Friday")
    rows = [("日期", "受帮扶园", "形式"), *((day, "隆子县", "送教") for day in days)]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 0
    assert [row["date"] for row in visits(db)] == [f"2022-04-{day}" for day in range(12, 16)]
    rows = [rows[0], ("2022-04-12（周三）", "加查县", "送教")]
    answer = taken(db, "visits", book(tmp_path / "b.xlsx", ("表", rows)))
    assert any("is a Tuesday, not Wednesday" in line for line in problems(answer))


def test_lost_zeros_are_told(db: Path, tmp_path: Path) -> None:
    rows = [
        ("幼儿园名称", "层级", "所在地区", "联系电话"),
        ("热荣乡中心幼儿园", "乡镇级", "热荣乡", 8937820003),
        ("列麦乡中心幼儿园", "乡镇级", "列麦乡", 13900000001),
    ]
    answer = taken(db, "kindergartens", book(tmp_path / "a.xlsx", ("表", rows)))
    assert answer.code == 0
    assert "may have lost a zero" in answer.err
    assert "8937820003" in answer.err
    assert "13900000001" not in answer.err


# --- Rows and sheets ----------------------------------------------------------------------


def test_rows_and_columns_that_are_hidden_are_read_and_told(db: Path, tmp_path: Path) -> None:
    def filtered(_: Any, page: Any) -> None:
        for row, name in enumerate(("隆子县", "加查县", "贡嘎县"), start=1):
            page.write_row(row, 0, (APRIL, name, "送教", 2))
        page.write_row(0, 0, VISIT)
        page.autofilter("A1:D4")
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("D:D", None, None, {"hidden": True})

    answer = taken(db, "visits", book(tmp_path / "a.xlsx", ("表", filtered)))
    assert len(visits(db)) == 3
    assert "1 row is hidden" in answer.err
    assert "hidden columns, read as well: D" in answer.err


def test_a_sheet_of_sums_is_passed_over_and_any_other_named(db: Path, tmp_path: Path) -> None:
    months = [
        (name, [VISIT, (dt.date(2022, at, 12), "隆子县", "送教", 4)])
        for at, name in ((3, "3月"), (4, "4月"))
    ]
    sums = [("受帮扶园", "次数", "课时"), ("隆子县", 2, 8), ("合计", 2, 8)]
    answer = taken(db, "visits", book(tmp_path / "a.xlsx", *months, ("汇总", sums)))
    assert answer.code == 0
    assert "汇总" in answer.err
    assert len(visits(db)) == 2
    answer = taken(db, "visits", book(tmp_path / "b.xlsx", *months, ("5月", sums)))
    assert answer.code == 65
    assert "Sheet 5月: Columns are missing" in answer.err


def test_a_total_below_the_rows_is_no_visit_and_is_said_not_to_be_read(
    db: Path, tmp_path: Path
) -> None:
    for at, total in enumerate(("合计", "总 计", "Total", "合计（课时）")):
        rows = [VISIT, (dt.date(2022, 4, 12 + at), "隆子县", "送教", 4), (total, "", "", 4)]
        answer = taken(db, "visits", book(tmp_path / f"{at}.xlsx", ("表", rows)))
        assert answer.code == 0
        assert "Row 3 adds the others up" in answer.err
        assert len(visits(db)) == at + 1


def test_a_row_without_a_day_is_no_total(db: Path, tmp_path: Path) -> None:
    rows = [VISIT, (dt.date(2022, 4, 12), "隆子县", "送教", 4), ("", "隆子县", "送教", 4)]
    assert taken(db, "visits", book(tmp_path / "a.xlsx", ("表", rows))).code == 65


# --- Files --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_without_a_mark_is_read(db: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("幼儿园名称,层级,所在地区\n列麦乡中心幼儿园,乡镇级,列麦乡\n".encode(encoding))
    assert taken(db, "kindergartens", path).code == 0


@pytest.mark.parametrize("wrap", [{"code": 0, "data": []}, {"result": {"rows": []}}])
def test_rows_in_a_wrapper_of_json_are_read(db: Path, tmp_path: Path, wrap: dict[str, Any]) -> None:
    rows = [{"日期": "2022-04-12", "受帮扶园": "隆子县", "形式": "送教"}]
    (wrap if "data" in wrap else wrap["result"]).update(
        {"data" if "data" in wrap else "rows": rows}
    )
    for indent in (None, 2):
        path = tmp_path / "a.json"
        path.write_text(json.dumps(wrap, ensure_ascii=False, indent=indent), "utf-8")
        assert taken(db, "visits", path).code == 0
    assert len(visits(db)) == 1


def test_a_page_saved_as_a_workbook_is_refused_with_a_remedy(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html></html>\n")
    answer = taken(db, "visits", path)
    assert answer.code == 65
    assert "save it as .xlsx" in answer.err


BROKEN = {
    "a.csv": b"\xef\xbb\xbfdate,mentees,form\n2022-04-12,x,y\n2022-04-13,\xff,y\n",
    "b.csv": "\ufeffdate,mentees,form\n2022-04-12,x,y\n".encode("utf-16-le") + b"\x00\xd8\x41",
    "c.jsonl": b'\xef\xbb\xbf{"date": "2022-04-12"}\n{"date": "x"}\n{"date": "\xff"}\n',
    "d.json": b'\xef\xbb\xbf[{"date": "2022-04-12"},\n{"x": 1},\n{"date": "\xff"}]',
}


@pytest.mark.parametrize("name", BROKEN)
def test_bytes_that_are_no_text_are_told_with_their_line(
    db: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    answer = pairing("--db", str(db), "import", "visits", str(path), "--json")
    assert answer.code == 65
    assert (answer.error["code"], answer.error["row"]) == ("bad-bytes", 3)


def test_a_database_called_csv_is_no_table(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(db.read_bytes())
    answer = taken(db, "visits", path)
    assert answer.code == 65
    assert "is a database" in answer.err


@pytest.mark.parametrize("kind", ["pairings", "needs", "visits"])
def test_a_cycle_in_the_file_and_another_on_the_command_line_contradict_each_other(
    db: Path, tmp_path: Path, kind: str
) -> None:
    done("--db", str(db), *DAY, "cycle", "add", "2019-2021", "--start", "2019-07-01", "--end",
         "2021-06-30")  # fmt: skip
    current = listed(db, "list")[0]["cycle"]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "pairings": [("帮扶园", "受帮扶园", "周期"), ("市实验幼儿园", "隆子县", current)],
        "needs": [("受帮扶园", "需求", "提出日期", "周期"), ("隆子县", "绘本", APRIL, current)],
        "visits": [("日期", "受帮扶园", "形式", "周期"), (APRIL, "隆子县", "送教", current)],
    }
    path = book(tmp_path / "a.xlsx", ("表", rows[kind]))
    answer = taken(db, kind, path, "--cycle", "2019-2021")
    assert any("--cycle says" in line or "2019-2021" in line for line in problems(answer))
    assert taken(db, kind, path, "--cycle", current).code == 0


# --- Out and in again ---------------------------------------------------------------------

TOPICS = ("-认识数字", "=1+1", "@甲", "'-认识", "''=x", "+86", "-5", "绘本 \u200d", "TRUE", "007")


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json"])
def test_our_own_exports_are_known_when_they_come_in_again(
    db: Path, tmp_path: Path, ending: str
) -> None:
    for day, topic in enumerate(TOPICS, start=1):
        done("--db", str(db), *DAY, "log-visit", "隆子县", "--form", "送教", "--on",
             f"2022-04-{day:02}", f"--topic={topic}", "--hours", "2")  # fmt: skip
    done(
        "--db",
        str(db),
        *DAY,
        "need",
        "add",
        "隆子县",
        "--text",
        "=绘本\n和积木",
        "--on",
        "2022-04-01",
    )
    done("--db", str(db), *DAY, "problem", "add", "隆子县", "--text=-封路", "--on", "2022-04-02")
    for kind in ("visits", "needs", "problems", "kindergartens", "pairings"):
        path = tmp_path / f"{kind}.{ending}"
        done("--db", str(db), *DAY, "export", kind, "-o", str(path), "--profile", "archive")
        answer = taken(db, kind, path, "--json")
        told = answer.data
        assert (told["written"], told["changed"], told["questions"]) == (0, 0, 0), (kind, answer)
        assert told["already_there"] == told["read"] > 0


def test_the_rest_comes_in_again_as_it_was(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,受帮扶园,形式,主题\n2022-04-12,不知道,送教,-认识数字\n", "utf-8")
    rest = tmp_path / "rest.csv"
    taken(db, "visits", path, "--keep-going", "--rest", str(rest))
    rows = list(csv.reader(io.StringIO(rest.read_text("utf-8-sig"))))
    assert "'-认识数字" in rows[1]
    rest.write_text(rest.read_text("utf-8-sig").replace("不知道", "隆子县"), "utf-8-sig")
    assert taken(db, "visits", rest).code == 0
    assert [each["topic"] for each in visits(db)] == ["-认识数字"]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_an_export_of_one_register_is_not_taken_for_another(db: Path, ending: str) -> None:
    at = ("--db", str(db), *DAY)
    done(*at, "need", "add", "隆子县", "--text", "缺音乐教师")
    done(*at, "plan", "new", "隆子县", "--title", "帮扶方案")
    for listing, kind in (("needs", "problems"), ("plans", "tasks")):
        done(*at, "export", listing, "-o", f"x.{ending}", "--yes")
        answer = pairing(*at, "import", kind, f"x.{ending}")
        assert answer.code == 65
        assert f"holds {listing}, not" in answer.err
    done(*at, "export", "needs", "-o", f"x.{ending}", "--yes")
    assert "nothing new" in done(*at, "import", "needs", f"x.{ending}").err


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (
            "needs",
            "受帮扶园,需求,发现日期\n隆子县,无,2022-04-01\n加查县,暂无需求,\n贡嘎县,缺老师,2022-04-02\n",
        ),
        ("donations", "受赠园,物品,数量,日期\n隆子县,/,,\n贡嘎县,绘本,20,2022-04-03\n"),
        ("problems", "受帮扶园,问题,日期\n隆子县,——,\n贡嘎县,无法入园,2022-04-03\n"),
    ],
)
def test_a_row_that_says_there_is_none_is_no_record(db: Path, kind: str, table: str) -> None:
    Path("x.csv").write_text(table + "注：由各园填写,,\n填表人（盖章）：卓玛,,\n", encoding="utf-8")
    told = done("--db", str(db), *DAY, "import", kind, "x.csv").err
    assert "Rows that say there is none, not read: 2" in told
    assert told.count("is a note on the table: not read") == 2
    (row,) = done("--db", str(db), *DAY, kind.removesuffix("s"), "list", "--json").data
    assert row["mentee"] == "贡嘎县示范幼儿园"
