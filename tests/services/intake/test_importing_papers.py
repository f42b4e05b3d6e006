"""Importing the registers of paperwork: the commands' own checks, nothing twice, one undo."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.cli.papers import agreement, apprentice, group, need
from pairing_cli.domain.fields import folded_header
from pairing_cli.domain.records.papers import (
    AGREEMENT,
    NEED,
    DonationRow,
    ProblemRow,
    SecondmentRow,
)
from pairing_cli.domain.records.people import APPRENTICESHIP, LEADING_GROUP
from pairing_cli.domain.records.plans import PLAN_TASK
from pairing_cli.domain.records.record import Record
from pairing_cli.files.tables.headers import NUMBER, REASON
from pairing_cli.files.tables.sheets import opened, tables_in
from pairing_cli.output.language import translate, use_language
from pairing_cli.output.listing import columns
from pairing_cli.services.intake.import_kinds import kind_named
from pairing_cli.services.intake.import_rows import BadRows, Outcome
from pairing_cli.services.intake.importing import Options, import_tables, tables_of
from pairing_cli.services.keeping.undoing import redo, undo
from tests.services.programme import TODAY, content_of, programme_at, writer

ROWS: dict[str, tuple[Sequence[Sequence[object]], str]] = {
    "tasks": (
        (
            ("受帮扶园", "任务", "月份", "开始", "结束", "形式", "责任人", "方案"),
            ("隆子县", "讲座", "2022-10", "", "", "专题讲座", "德吉", "两年方案"),
            ("隆子县", "送教", "", "2022-11-07", "2022-11-11", "送教", "", ""),
        ),
        "SELECT title, month, start_date, end_date, form_code, responsible FROM plan_task",
    ),
    "agreements": (
        (
            ("受帮扶园", "类别", "签字人", "签订日期", "签订期限"),
            ("隆子县", "责任书", "甲、乙", "2022-03-31", ""),
            ("隆子县", "协议书", "", "", "2022-04-30"),
        ),
        "SELECT kind, signed_on, due_on FROM agreement",
    ),
    "groups": (
        (
            ("受帮扶园", "县区", "一方", "组长", "成员", "联络员", "电话"),
            ("隆子县", "", "帮扶园", "甲", "乙、丙", "丁", "13889001234"),
            ("", "隆子县", "教育局", "局长", "", "", ""),
        ),
        "SELECT role, name, phone FROM group_member",
    ),
    "apprenticeships": (
        (
            ("受帮扶园", "师傅", "徒弟", "开始", "结束"),
            ("隆子县", "甲", "乙", "2022-04-01", ""),
            ("隆子县", "甲", "丙", "2022-04-01", "2022-07-15"),
        ),
        "SELECT master, apprentice, start_date, end_date FROM apprenticeship",
    ),
    "needs": (
        (
            ("受帮扶园", "需求", "提出日期", "提出人", "状态", "办结日期"),
            ("隆子县", "区域材料不足", "2022-03-20", "卓玛", "", ""),
            ("隆子县", "教师培训", "2022-03-20", "", "已解决", "2022-05-01"),
        ),
        "SELECT wording, raised_on, state, settled_on FROM need",
    ),
    "problems": (
        (
            ("受帮扶园", "问题", "提出日期", "交办", "解决日期", "解决办法"),
            ("隆子县", "冬季封路", "2022-03-20", "扎西", "", ""),
            ("加查县", "缺教师", "2022-03-20", "", "2022-06-01", "轮岗"),
        ),
        "SELECT wording, assigned_to, resolved_on, resolution FROM problem",
    ),
    "donations": (
        (
            ("受帮扶园", "日期", "物品", "数量", "单位", "价值（元）"),
            ("隆子县", "2022-05-01", "绘本", "200", "册", "4000"),
            ("隆子县", "2022-05-01", "钢琴", "1", "台", ""),
        ),
        "SELECT item, quantity, unit, value, on_date FROM donation",
    ),
}
"""Record → a table as people write it, and what is looked at afterwards."""

STORED: dict[str, set[tuple[Any, ...]]] = {
    "tasks": {
        ("讲座", "2022-10", "2022-10-01", "2022-10-31", "lecture", "德吉"),
        ("送教", None, "2022-11-07", "2022-11-11", "lesson_delivery", None),
    },
    "agreements": {
        ("responsibility_letter", "2022-03-31", None),
        ("agreement", None, "2022-04-30"),
    },
    "groups": {
        ("head", "甲", None),
        ("member", "乙", None),
        ("member", "丙", None),
        ("contact", "丁", "13889001234"),
        ("head", "局长", None),
    },
    "apprenticeships": {
        ("甲", "乙", "2022-04-01", None),
        ("甲", "丙", "2022-04-01", "2022-07-15"),
    },
    "needs": {
        ("区域材料不足", "2022-03-20", "open", None),
        ("教师培训", "2022-03-20", "solved", "2022-05-01"),
    },
    "problems": {
        ("冬季封路", "扎西", None, None),
        ("缺教师", None, "2022-06-01", "轮岗"),
    },
    "donations": {
        ("绘本", 200.0, "册", 4000.0, "2022-05-01"),
        ("钢琴", 1.0, "台", None, "2022-05-01"),
    },
}

PROBLEM, DONATION = ProblemRow.record, DonationRow.record
PAPER_KINDS = (PLAN_TASK, AGREEMENT, LEADING_GROUP, APPRENTICESHIP, NEED, PROBLEM, DONATION)
EVERY = pytest.mark.parametrize("kind", PAPER_KINDS, ids=lambda kind: kind.name)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """市实验幼儿园 helps 隆子县, 加查县 and 未来双语幼儿园."""
    return programme_at(tmp_path / "pairing.db")


def take_in(db: Path, kind: Record, *rows: Sequence[object], **wishes: Any) -> Outcome:
    """Import a table, as the command does."""
    path = db.with_name("table.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with (
        opened(path, io.BytesIO()) as (stream, name),
        writer(db, f"import {kind.name}") as store,
    ):
        options = Options(today=TODAY, as_of=TODAY, **wishes)
        return import_tables(store, kind, tables_of(kind, tables_in(stream, name)), options)


def refusal(db: Path, kind: Record, *rows: Sequence[object]) -> tuple[str | None, str, int]:
    """Column, code and row of the one problem that a table is refused for."""
    before = content_of(db)
    with pytest.raises(BadRows) as caught:
        take_in(db, kind, *rows)
    assert content_of(db) == before
    (problem,) = caught.value.problems
    return problem.column, problem.code, problem.row


def stored(db: Path, sql: str) -> set[tuple[Any, ...]]:
    """Rows straight from the file."""
    with closing(sqlite3.connect(db)) as connection:
        return set(connection.execute(sql).fetchall())


# --- Every kind ---------------------------------------------------------------------------


@EVERY
def test_a_table_is_taken_in_once_undone_and_redone(db: Path, kind: Record) -> None:
    rows, sql = ROWS[kind.name]
    before = content_of(db)
    first = take_in(db, kind, *rows)
    after = content_of(db)
    assert (first.written, first.already_there) == (2, 0)
    assert stored(db, sql) == STORED[kind.name]
    backups: list[None] = []
    again = take_in(db, kind, *rows, before_write=lambda: backups.append(None))
    assert (again.written, again.changed, again.already_there) == (0, 0, 2)
    assert content_of(db) == after
    assert backups == []
    with writer(db, "undo") as store:
        undo(store)
    assert content_of(db) == before
    with writer(db, "redo") as store:
        redo(store)
    assert content_of(db) == after


@EVERY
def test_a_row_of_nobody_is_told_with_its_column(db: Path, kind: Record) -> None:
    (header, first, second), _ = ROWS[kind.name]
    nobody = ("无此园", *first[1:])
    assert refusal(db, kind, header, first, nobody) == (
        "受帮扶园",
        "no-such-kindergarten",
        3,
    )
    kept = take_in(db, kind, header, nobody, second if kind is not PLAN_TASK else first,
                   keep_going=True)  # fmt: skip
    assert (kept.written, len(kept.problems)) == (1, 1)


@EVERY
def test_every_example_of_a_template_can_be_taken_in(db: Path, kind: Record) -> None:
    fields = [field for field in kind.asked if field.example]
    if kind is PLAN_TASK:
        plan = next(field for field in kind.asked if field.key == "plan")
        header, cells = [plan.label.zh], ["两年方案"]
    else:
        header, cells = [], []
    header += [field.label.zh for field in fields]
    cells += [field.example.zh for field in fields if field.example]
    assert take_in(db, kind, header, cells).written == 1


def test_every_column_of_our_own_listings_is_known_by_key_and_both_labels() -> None:
    listings = (
        (AGREEMENT, agreement.COLUMNS),
        (LEADING_GROUP, group.COLUMNS),
        (APPRENTICESHIP, apprentice.COLUMNS),
        (NEED, need.COLUMNS),
        (PROBLEM, columns(ProblemRow.columns)),
        (DONATION, columns(DonationRow.columns)),
    )
    for kind, listed in listings:
        known = {folded_header(name): each.key for each in kind.asked for name in each.names()}
        known |= {folded_header(name): "" for name in kind.passed_over}
        for language in ("zh", "en"):
            use_language(language)
            for column in listed:
                for name in (column.key, translate(column.title)):
                    key = known.get(folded_header(name))
                    assert key in ("", column.key), (kind.name, language, column.key, name)
    use_language("en")


@EVERY
def test_no_header_means_two_fields(kind: Record) -> None:
    seen: dict[str, str] = {}
    for field in (*kind.asked, NUMBER, REASON):
        for name in field.names():
            assert seen.setdefault(folded_header(name), field.key) == field.key, name


@EVERY
def test_a_kind_is_named_in_either_language(kind: Record) -> None:
    for word in (kind.name, kind.label.zh, kind.label.en, *kind.words):
        assert kind_named(word) is kind


# --- What is there already ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rows", "sql", "expected"),
    [
        (
            AGREEMENT,
            (
                ("受帮扶园", "类别", "签字人", "签订日期"),
                ("隆子县", "协议书", "甲、乙", "2022-04-20"),
            ),
            "SELECT signed_on FROM agreement WHERE kind = 'agreement'",
            {("2022-04-20",)},
        ),
        (
            LEADING_GROUP,
            (
                ("受帮扶园", "一方", "姓名", "职务", "电话"),
                ("隆子县", "帮扶园", "甲", "组长", "12345"),
            ),
            "SELECT phone FROM group_member WHERE name = '甲'",
            {("12345",)},
        ),
        (
            NEED,
            (
                ("受帮扶园", "需求", "提出日期", "状态", "结果"),
                ("隆子县", "区域材料不足", "2022-03-20", "部分解决", "已配一半"),
            ),
            "SELECT state, outcome FROM need WHERE wording = '区域材料不足'",
            {("partly", "已配一半")},
        ),
        (
            PROBLEM,
            (
                ("受帮扶园", "问题", "提出日期", "解决日期", "解决办法"),
                ("隆子县", "冬季封路", "2022-03-20", "2022-04-10", "道路已通"),
            ),
            "SELECT resolved_on, resolution FROM problem WHERE wording = '冬季封路'",
            {("2022-04-10", "道路已通")},
        ),
        (
            PLAN_TASK,
            (
                ("受帮扶园", "任务", "开始", "责任人"),
                ("隆子县", "送教", "2022-11-07..2022-11-11", "央金"),
            ),
            "SELECT responsible FROM plan_task WHERE title = '送教'",
            {("央金",)},
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Record) else "",
)
def test_what_a_record_lacks_is_filled_in(
    db: Path,
    kind: Record,
    rows: Sequence[Sequence[object]],
    sql: str,
    expected: set[tuple[Any, ...]],
) -> None:
    take_in(db, kind, *ROWS[kind.name][0])
    found = take_in(db, kind, *rows)
    assert (found.written, found.changed, found.questions) == (0, 1, [])
    assert stored(db, sql) == expected


@pytest.mark.parametrize(
    ("kind", "rows", "differs"),
    [
        (
            AGREEMENT,
            (("受帮扶园", "类别", "签订日期"), ("隆子县", "责任书", "2022-03-30")),
            "signed",
        ),
        (
            DONATION,
            (("受帮扶园", "日期", "物品", "数量"), ("隆子县", "2022-05-01", "绘本", "20")),
            "quantity",
        ),
        (
            LEADING_GROUP,
            (
                ("受帮扶园", "一方", "姓名", "职务", "电话"),
                ("隆子县", "帮扶园", "丁", "联络员", "99999"),
            ),
            "phone",
        ),
        (
            NEED,
            (
                ("受帮扶园", "需求", "提出日期", "状态"),
                ("隆子县", "教师培训", "2022-03-20", "部分解决"),
            ),
            "state",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Record) else "",
)
def test_what_differs_from_the_record_is_asked_and_changes_nothing(
    db: Path, kind: Record, rows: Sequence[Sequence[object]], differs: str
) -> None:
    take_in(db, kind, *ROWS[kind.name][0])
    before = content_of(db)
    found = take_in(db, kind, *rows)
    (question,) = found.questions
    assert question.reason.values["differs"] == [kind.field(differs).label]
    assert content_of(db) == before


def test_people_are_added_to_a_group_row_by_row(db: Path) -> None:
    header = ("受帮扶园", "一方", "姓名", "职务", "手机")
    found = take_in(
        db,
        LEADING_GROUP,
        header,
        ("隆子县", "受帮扶园", "扎西", "组长", "13811112222"),
        ("隆子县", "受帮扶园", "央金", "成员", "13811113333"),
        ("隆子县", "受帮扶园", "扎西", "组长", "13811112222"),
    )
    assert (found.written, found.already_there) == (2, 1)
    assert stored(db, "SELECT role, name, phone FROM group_member") == {
        ("head", "扎西", "13811112222"),
        ("member", "央金", "13811113333"),
    }
    assert len(stored(db, "SELECT id FROM leading_group")) == 1


# --- What is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "header", "row", "column", "code"),
    [
        (
            LEADING_GROUP,
            ("受帮扶园", "一方", "组长"),
            ("隆子县", "帮扶园", "甲、乙"),
            "组长",
            "two-heads",
        ),
        (
            LEADING_GROUP,
            ("受帮扶园", "一方", "组长", "电话"),
            ("隆子县", "帮扶园", "甲", "12"),
            "电话",
            "bad-phone",
        ),
        (LEADING_GROUP, ("受帮扶园", "一方", "姓名"), ("隆子县", "帮扶园", "甲"), "role", "blank"),
        (
            AGREEMENT,
            ("受帮扶园", "类别", "签订日期"),
            ("隆子县", "责任书", "2029-01-01"),
            "签订日期",
            "in-the-future",
        ),
        (
            AGREEMENT,
            ("受帮扶园", "类别", "签字人"),
            ("隆子县", "责任书", "甲、乙、丙"),
            "签字人",
            "more-signatories",
        ),
        (
            APPRENTICESHIP,
            ("受帮扶园", "师傅", "徒弟", "开始"),
            ("隆子县", "甲", "甲", "2022-04-01"),
            "徒弟",
            "same-person",
        ),
        (
            APPRENTICESHIP,
            ("受帮扶园", "师傅", "徒弟", "开始"),
            ("隆子县", "甲", "乙", "2021-04-01"),
            "开始",
            "outside-pairing",
        ),
        (
            NEED,
            ("受帮扶园", "需求", "提出日期"),
            ("隆子县", "教师", "2022-03-01..2022-03-05"),
            "提出日期",
            "several-days",
        ),
        (
            PROBLEM,
            ("受帮扶园", "问题", "提出日期", "解决日期"),
            ("隆子县", "缺教师", "2022-03-20", "2022-06-01"),
            "resolution",
            "blank",
        ),
        (
            DONATION,
            ("受帮扶园", "日期", "物品", "数量"),
            ("隆子县", "2022-05-01", "绘本", "0"),
            "数量",
            "bad-amount",
        ),
        (PLAN_TASK, ("受帮扶园", "任务", "月份"), ("隆子县", "讲座", "2022-10"), "plan", "no-plan"),
        (
            PLAN_TASK,
            ("受帮扶园", "任务", "月份", "方案"),
            ("隆子县", "讲座", "2022-13", "方案"),
            "月份",
            "bad-month",
        ),
        (
            PLAN_TASK,
            ("受帮扶园", "任务", "月份", "方案"),
            ("隆子县", "讲座", "2025-10", "方案"),
            "月份",
            "outside-plan",
        ),
        (
            PLAN_TASK,
            ("受帮扶园", "任务", "结束", "方案"),
            ("隆子县", "讲座", "2022-10-10", "方案"),
            "start",
            "end-without-start",
        ),
        (
            PLAN_TASK,
            ("受帮扶园", "任务", "月份", "形式", "方案"),
            ("隆子县", "讲座", "2022-10", "跳舞会", "方案"),
            "形式",
            "no-such-form",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_column_and_nothing_is_written(
    db: Path, kind: Record, header: Sequence[str], row: Sequence[str], column: str, code: str
) -> None:
    assert refusal(db, kind, header, row) == (column, code, 2)


def test_a_pair_of_teachers_that_overlaps_itself_is_refused(db: Path) -> None:
    header = ("受帮扶园", "师傅", "徒弟", "开始")
    rows = (("隆子县", "甲", "乙", "2022-04-01"), ("隆子县", "甲", "乙", "2022-05-01"))
    assert refusal(db, APPRENTICESHIP, header, *rows) == ("开始", "overlaps", 3)


def test_a_title_beside_other_plans_makes_no_further_plan(db: Path) -> None:
    take_in(db, PLAN_TASK, *ROWS["tasks"][0])
    header = ("受帮扶园", "任务", "月份", "方案")
    assert refusal(db, PLAN_TASK, header, ("隆子县", "讲座", "2022-12", "两年方按")) == (
        "方案",
        "no-plan",
        2,
    )


@pytest.mark.parametrize("cell", ["2022-10", "2022年10月", "2022-10-01", "二〇二二年十月"])
def test_a_month_is_read_as_people_and_spreadsheets_write_it(db: Path, cell: str) -> None:
    header = ("受帮扶园", "任务", "月份", "方案")
    take_in(db, PLAN_TASK, header, ("隆子县", "讲座", cell, "方案"))
    assert stored(db, "SELECT month, end_date FROM plan_task") == {("2022-10", "2022-10-31")}


def test_a_plain_record_that_stands_twice_in_a_file_is_asked_about(db: Path) -> None:
    head = ("受帮扶园", "姓名", "起", "止")
    first = ("隆子县", "次仁", "2022-04-12", "")
    outcome = take_in(db, SecondmentRow.record, head, first, (*first[:3], "2022-06-30"))
    assert (outcome.written, outcome.asked) == (1, 1)


def test_the_same_thing_in_another_unit_is_another_donation(db: Path) -> None:
    head = ("受帮扶园", "物品", "数量", "单位", "日期")
    books = ("隆子县", "绘本", "10", "册", "2022-04-12")
    assert take_in(db, DONATION, head, books).written == 1
    boxes = (*books[:2], "2", "箱", books[4])
    assert take_in(db, DONATION, head, boxes).written == 1
    assert take_in(db, DONATION, head, books, boxes).already_there == 2


def test_a_task_says_its_month_without_the_year_and_is_told_in_full(db: Path) -> None:
    head = ("受帮扶园", "任务", "月份", "方案")
    rows = [("隆子县", "一", "10月", "甲"), ("隆子县", "二", "next month", "甲")]
    outcome = take_in(db, PLAN_TASK, head, *rows)
    assert outcome.written == 2
    assert [month in str(outcome.remarks) for month in ("2023-10", "2023-06")] == [True, True]
