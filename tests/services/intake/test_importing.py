"""Importing: the same rules as the commands, every bad row told, nothing twice, one undo."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.cli.kindergartens import baseline, kindergarten_params
from pairing_cli.cli.pairings import pairings
from pairing_cli.cli.pairings.visit_columns import columns as visit_columns
from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.fields import folded_header
from pairing_cli.domain.ids import new_id, new_ids
from pairing_cli.domain.phrases import Phrase
from pairing_cli.domain.records.kindergartens import BASELINE, KINDERGARTEN
from pairing_cli.domain.records.pairings import PAIRING
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.files.tables.headers import NUMBER, REASON
from pairing_cli.files.tables.sheets import opened, tables_in
from pairing_cli.files.tables.source import ErrorCell
from pairing_cli.output.language import Language, translate, use_language
from pairing_cli.services.intake.import_kinds import kind_named
from pairing_cli.services.intake.import_rows import BadRows, Outcome
from pairing_cli.services.intake.import_values import CellReader
from pairing_cli.services.intake.importing import Options, import_tables, tables_of
from pairing_cli.services.intake.lines.draft import Draft
from pairing_cli.services.intake.lines.visit_lines import read_lines
from pairing_cli.services.keeping.undoing import redo, undo
from pairing_cli.services.visits.visit_log import VisitEntry, log_visit
from pairing_cli.store.log.changelog import SetHeading, chain_hash
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.rows import Visit, VisitPerson
from tests.services.programme import TODAY, content_of, programme_at, reader, writer

RARE = "䶮𠮷"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """市实验幼儿园 helps 隆子县, 加查县 and 未来双语幼儿园."""
    return programme_at(tmp_path / "pairing.db")


def table(path: Path, *rows: Sequence[object]) -> Path:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def take_in(db: Path, file: Path, kind: Record = VISIT, **wishes: Any) -> Outcome:
    """Import a file, as the command does."""
    dry_run = wishes.pop("dry_run", False)
    options = Options(today=TODAY, as_of=TODAY, **wishes)
    with (
        opened(file, io.BytesIO()) as (stream, name),
        writer(db, f"import {kind.name}", dry_run=dry_run) as store,
    ):
        return import_tables(store, kind, tables_of(kind, tables_in(stream, name)), options)


def refusal(db: Path, file: Path, kind: Record = VISIT, **wishes: Any) -> BadRows:
    """The error that a file is refused with; the database is as it was."""
    before = content_of(db)
    with pytest.raises(BadRows) as caught:
        take_in(db, file, kind, **wishes)
    assert content_of(db) == before
    return caught.value


def values(db: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows straight from the file."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


HEAD = ("日期", "受帮扶园", "形式", "课时", "主题", "执行人")
GOOD = ("2022-04-12", "隆子县", "送教", "4课时", f"{RARE}绘本", "甲、乙")


# --- What is read -------------------------------------------------------------------------


def test_every_column_of_our_own_listings_is_known_by_key_and_both_labels() -> None:
    columns = {
        "visits": visit_columns([]),
        "kindergartens": kindergarten_params.COLUMNS,
        "pairings": pairings.COLUMNS,
        "baselines": baseline.BASELINE_COLUMNS,
    }
    for kind in (VISIT, KINDERGARTEN, PAIRING, BASELINE):
        fields = {folded_header(name): each.key for each in kind.asked for name in each.names()}
        known = fields | {folded_header(name): "" for name in kind.passed_over}
        for language in ("zh", "en"):
            use_language(language)
            for column in columns[kind.name]:
                for name in (column.key, translate(column.title)):
                    key = known.get(folded_header(name))
                    assert key in ("", column.key), (kind.name, language, column.key, name)
    use_language("en")


def test_no_header_means_two_fields() -> None:
    for kind in (VISIT, KINDERGARTEN, PAIRING, BASELINE):
        seen: dict[str, str] = {}
        for field in (*kind.asked, NUMBER, REASON):
            for name in field.names():
                assert seen.setdefault(folded_header(name), field.key) == field.key, name


@pytest.mark.parametrize(
    ("key", "cell", "expected"),
    [
        ("date", "2022-04-12", dt.date(2022, 4, 12)),
        ("date", "２０２２年４月１２日", dt.date(2022, 4, 12)),
        ("date", "二〇二二年四月十二日", dt.date(2022, 4, 12)),
        ("date", "2022/4/12 00:00:00", dt.date(2022, 4, 12)),
        ("date", 44663.0, dt.date(2022, 4, 12)),
        ("date", "44663", dt.date(2022, 4, 12)),
        ("date", 20220412, dt.date(2022, 4, 12)),
        ("date", dt.datetime(2022, 4, 12, 8, 30, tzinfo=dt.UTC), dt.date(2022, 4, 12)),
        ("date", "4月12日", dt.date(2023, 4, 12)),
        ("date", "Apr 12", dt.date(2023, 4, 12)),
        ("class_hours", "４课时", 4.0),
        ("class_hours", "1.5", 1.5),
        ("class_hours", "两课时", 2.0),
        ("class_hours", "3 class-hours", 3.0),
        ("class_hours", 4, 4.0),
        ("teachers", "１８人", 18),
        ("teachers", "1,200", 1200),
        ("teachers", 18.0, 18),
        ("people", "甲、乙,丙；丁\n戊", ("甲", "乙", "丙", "丁", "戊")),
        ("people", ("甲", "乙"), ("甲", "乙")),
        ("direction", "下", "to_mentee"),
        ("direction", "To the mentee", "to_mentee"),
        ("direction", "to_mentee", "to_mentee"),
        ("state", "已完成", "done"),
        ("goals", "先进理念、brand", ("ideas", "brand")),
    ],
)
def test_a_cell_is_read_as_what_it_means(key: str, cell: Any, expected: object) -> None:
    found = CellReader(VISIT.asked, TODAY).columns[key].one(cell)
    assert (found.first if isinstance(found, DateSpan) else found) == expected


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("date", "2022-02-30", "impossible-date"),
        ("date", 4.1, "bad-date"),  # 4.10 as a spreadsheet keeps it
        ("date", 1.0, "bad-date"),
        ("date", "999999", "bad-date"),
        ("date", ErrorCell("#N/A"), "formula-error"),
        ("date", ErrorCell("="), "formula-without-result"),
        ("class_hours", "4节", "bad-hours"),
        ("class_hours", "4小时", "bad-hours"),
        ("class_hours", "半天", "bad-hours"),
        ("class_hours", True, "bad-hours"),
        ("teachers", "十几个", "bad-count"),
        ("teachers", 1.5, "bad-count"),
        ("teachers", "9" * 30, "bad-count"),
        ("direction", "左", "unknown-word"),
        ("people", (("甲",),), "nested"),
        ("topic", "长" * 40_000, "too-long"),
    ],
)
def test_a_cell_that_means_nothing_is_refused(key: str, cell: Any, code: str) -> None:
    reader = CellReader(VISIT.asked, TODAY)
    for _ in range(2):  # what is remembered is refused again
        with pytest.raises((BadData, Exception)) as caught:
            reader.columns[key].one(cell)
        assert getattr(caught.value, "code", None) == code


def test_yes_is_no_number_whatever_was_read_before() -> None:
    columns = CellReader(VISIT.asked, TODAY).columns
    assert columns["topic"].all([1.0, 1, True, None, "1"]) == ["1", "1", "是", None, "1"]
    assert [columns["people"].one(cell) for cell in ((1,), (True,))] == [("1",), ("是",)]
    for cell in (1.0, True):
        assert columns["topic"].one(cell) == ("1" if cell is not True else "是")
    columns["class_hours"].all([1.0])
    with pytest.raises(BadData):
        columns["class_hours"].all([1.0, True])


def test_serial_numbers_count_from_the_workbooks_own_day() -> None:
    found = CellReader(VISIT.asked, TODAY, date_1904=True).columns["date"].one(43201.0)
    assert found.first == dt.date(2022, 4, 12)


# --- Visits -------------------------------------------------------------------------------


def test_a_visit_imported_is_the_visit_logged(db: Path, tmp_path: Path) -> None:
    entry = VisitEntry(
        form="送教下乡",
        span=DateSpan(dt.date(2022, 4, 12), dt.date(2022, 4, 13)),
        class_hours=4,
        topic=f"{RARE}绘本",
        people=("甲@骨干教师", "王园长"),
        teachers=18,
        children=64,
        goals=("ideas",),
        next_step="跟进",
        note="第一行\n第二行",
    )
    logged = programme_at(tmp_path / "logged.db")
    logged.write_bytes(db.read_bytes())
    with writer(logged, "log-visit") as store:
        log_visit(store, ["隆子县", "加查县"], entry, today=TODAY, database=logged)
    file = table(
        tmp_path / "a.csv",
        ("日期", "结束日期", "受帮扶园", "形式", "课时", "主题", "执行人", "教师人数", "幼儿人数",
         "工作目标", "下一步", "备注"),
        ("2022-04-12", "2022-04-13", "隆子县、加查县", "送教下乡", "4课时", f"{RARE}绘本",
         "甲@骨干教师、王园长", "18", "64人", "先进理念", "跟进", "第一行\n第二行"),
    )  # fmt: skip
    assert take_in(db, file).written == 1

    def told(path: Path) -> list[Any]:
        visit = values(path, "SELECT * FROM visit")[0]
        return [
            [value for value in visit if value != visit[0] and not str(value).startswith("20")],
            values(path, "SELECT start_date, end_date, days FROM visit"),
            sorted(values(path, "SELECT pairing_id FROM visit_pairing")),
            values(path, "SELECT position, name, role FROM visit_person ORDER BY 1"),
            values(path, "SELECT goal FROM visit_goal"),
        ]

    assert told(db) == told(logged)


def test_the_log_of_an_import_is_the_log_of_a_session(db: Path, tmp_path: Path) -> None:
    """Same JSON, same chain: what the batch writes, the session could have written."""
    take_in(db, table(tmp_path / "a.csv", HEAD, GOOD, ("2022-04-13", *GOOD[1:])))
    sets = values(db, "SELECT * FROM change_set ORDER BY seq")
    seq, at, actor, command, reason, undoes, previous, digest = sets[-1]
    with reader(db) as store:
        entries, notes = list(ChangeLog(store).entries(seq)), list(ChangeLog(store).notes(seq))
    assert chain_hash(previous, SetHeading(at, actor, command, reason, undoes), entries) == digest
    assert len(entries) < len(notes)
    assert previous == sets[-2][-1]
    assert [note.table for note in notes] == ["visit"] * 2 + ["visit_pairing"] * 2 + [
        "visit_person"
    ] * 4
    key = values(db, "SELECT id FROM visit ORDER BY id")[0][0]
    with writer(db, "visit edit") as store:
        store.change(store.get(Visit, key), topic="改")
        (note,) = store.notes
    assert note.key == notes[0].key
    assert note.before == notes[0].after


def test_an_import_is_undone_and_redone_as_one(db: Path, tmp_path: Path) -> None:
    before = content_of(db)
    take_in(
        db,
        table(
            tmp_path / "a.csv", HEAD, *((f"2022-04-{day:02}", *GOOD[1:]) for day in range(1, 29))
        ),
    )
    after = content_of(db)
    assert len(after["visit"]) == 28
    with writer(db, "undo") as store:
        undo(store)
    assert content_of(db) == before
    with writer(db, "redo") as store:
        redo(store)
    assert content_of(db) == after


def test_every_bad_row_is_told_with_its_place_value_reason_and_nearest(
    db: Path, tmp_path: Path
) -> None:
    file = table(
        tmp_path / "a.csv",
        HEAD,
        GOOD,
        ("2022-02-30", "隆子县", "送教", "", "", ""),
        ("2022-04-12", "龙子县", "送较", "4节", "", ""),
        ("2019-04-12", "隆子县", "送教", "", "", ""),
        ("2024-01-01", "隆子县", "送教", "", "", ""),
        ("2022-04-12", "洛扎县", "送教", "", "", ""),
        ("2022-04-12", "市第二实验幼儿园", "送教", "", "", ""),
        ("2022-04-12", "隆子县", "送教", "99", "", ""),
        ("2022-04-12", "隆子县", "送教", "0.3", "", ""),
        ("2022-04-12", "隆子县", "送教", "", "长" * 201, ""),
        ("2022-04-12", "隆子县", "送教", "", "钟\x07", "甲" * 101),
        ("", "隆子县", "送教", "", "", ""),
        ("2022-04-12", "隆子县", "送教", "4", "一", "甲", "二"),
    )
    error = refusal(db, file)
    told = {(each.row, each.column, each.code) for each in error.problems}
    assert told == {
        (3, "日期", "impossible-date"),
        (4, "受帮扶园", "no-such-kindergarten"),
        (4, "形式", "no-such-form"),
        (4, "课时", "bad-hours"),
        (5, "日期", "outside-every-cycle"),
        (6, "日期", "in-the-future"),
        (7, "受帮扶园", "exempt"),
        (8, "受帮扶园", "not-assigned"),
        (9, "课时", "bad-hours"),
        (10, "课时", "bad-hours"),
        (11, "主题", "too-long"),
        (12, "主题", "control-characters"),
        (12, "执行人", "too-long"),
        (13, "日期", "blank"),
        (14, None, "more-cells-than-header"),
    }
    assert (error.file, error.row, error.column, error.exit_code) == (str(file), 3, "日期", 65)
    named = next(each for each in error.problems if each.code == "no-such-kindergarten")
    assert named.value == "龙子县"
    assert "隆子县" in str(named.hint and named.hint.values)
    assert error.message.count == 12
    long = next(each for each in error.problems if each.code == "too-long")
    assert long.value is not None
    assert len(long.value) < 70


@pytest.mark.parametrize(("lang", "told"), [("zh", "B、G"), ("en", "B, G")])
def test_what_stands_below_no_header_is_told_by_its_column(
    db: Path, tmp_path: Path, lang: Language, told: str
) -> None:
    head = ["日期", "", *HEAD[1:5], "", ""]
    rows = [["2022-04-12", "", *GOOD[1:5], "", ""], ["2022-04-13", "甲", *GOOD[1:5], "乙", ""]]
    outcome = take_in(db, table(tmp_path / "a.csv", head, *rows))
    use_language(lang)
    (remark,) = (translate(each) for each in outcome.remarks)
    use_language("en")
    assert outcome.written == 2
    assert told in remark


def test_keep_going_writes_the_good_rows_and_keeps_the_others(db: Path, tmp_path: Path) -> None:
    file = table(
        tmp_path / "a.csv", HEAD, GOOD, ("2022-02-30", *GOOD[1:]), ("2022-04-14", *GOOD[1:])
    )
    outcome = take_in(db, file, keep_going=True)
    assert (outcome.read, outcome.written) == (3, 2)
    ((row, reason),) = outcome.left_out
    assert row.row == 3
    assert row.cells["date"] == "2022-02-30"
    assert isinstance(reason, Phrase)


def test_a_dry_run_finds_the_same_and_writes_nothing(db: Path, tmp_path: Path) -> None:
    before = db.read_bytes()
    assert take_in(db, table(tmp_path / "a.csv", HEAD, GOOD), dry_run=True).written == 1
    assert db.read_bytes() == before
    refusal(db, table(tmp_path / "b.csv", HEAD, ("2022-02-30", *GOOD[1:])), dry_run=True)


def test_the_same_rows_add_nothing_however_they_are_written(db: Path, tmp_path: Path) -> None:
    rows = [GOOD, ("2022-05-09..2022-05-13", "隆子县、加查县", "讲座", "", "", "")]
    rows[1] = (rows[1][0], rows[1][1], "lecture", *rows[1][3:])
    assert take_in(db, table(tmp_path / "a.csv", HEAD, *rows)).written == 2
    again = table(
        tmp_path / "b.csv",
        ("form", "mentees", "date", "end_date", "class_hours", "people", "topic"),
        ("送教下乡", "隆子县示范幼儿园", "2022年4月12日", "", "4.0", "乙/甲", f"{RARE} 绘本"),
        ("专题讲座", "加查县/隆子县", "2022.5.9", "2022-05-13", "", "", ""),
    )
    before = content_of(db)
    outcome = take_in(db, again)
    assert (outcome.written, outcome.already_there, outcome.questions) == (0, 2, [])
    assert content_of(db) == before
    assert len(values(db, "SELECT seq FROM change_set WHERE command = 'import visits'")) == 1


def test_what_may_be_the_same_is_asked_and_not_decided(db: Path, tmp_path: Path) -> None:
    take_in(db, table(tmp_path / "a.csv", HEAD, GOOD))
    ref = values(db, "SELECT substr(id, 25, 8) FROM visit")[0][0]
    near = table(
        tmp_path / "b.csv",
        HEAD,
        (*GOOD[:3], "6", *GOOD[4:]),
        (*GOOD[:4], "", *GOOD[5:]),
        (*GOOD[:4], "另一主题", *GOOD[5:]),
        (*GOOD[:1], "加查县", *GOOD[2:]),
        (*GOOD[:1], "加查县", *GOOD[2:]),
    )
    outcome = take_in(db, near)
    assert [(each.row, each.ref) for each in outcome.questions] == [(2, ref), (3, ref), (6, None)]
    assert outcome.written == 2
    with writer(db, "undo") as store:
        undo(store)
    assert take_in(db, near, add_similar=True).written == 5


def test_a_cancelled_visit_is_not_asked_about_and_not_added_again(db: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", HEAD, GOOD)
    take_in(db, file)
    with writer(db, "visit cancel") as store:
        row = store.get(Visit, values(db, "SELECT id FROM visit")[0][0])
        store.change(row, state="cancelled", state_reason="误")
    assert take_in(db, file).already_there == 1
    assert take_in(db, table(tmp_path / "b.csv", HEAD, (*GOOD[:3], "6", *GOOD[4:]))).written == 1


def test_a_mentee_with_two_mentors_over_time_is_helped_by_the_one_of_the_day(
    db: Path, tmp_path: Path
) -> None:
    with writer(db, "reassign") as store:
        store.rows("SELECT 1 AS one")
        from pairing_cli.services.pairings.assigning import reassign

        reassign(
            store, "隆子县", "市第二实验幼儿园", as_of=TODAY, reason="调整", on=dt.date(2022, 9, 1)
        )
    days = ["2022-04-12", "2022-08-31", "2022-09-01", "2023-03-01", "2022-04-13"]
    take_in(db, table(tmp_path / "a.csv", HEAD, *((day, *GOOD[1:]) for day in days)))
    found = values(
        db,
        "SELECT v.start_date, k.name FROM visit AS v INNER JOIN kindergarten AS k"
        " ON k.id = v.mentor_id ORDER BY v.start_date",
    )
    assert found == [
        ("2022-04-12", "市实验幼儿园"),
        ("2022-04-13", "市实验幼儿园"),
        ("2022-08-31", "市实验幼儿园"),
        ("2022-09-01", "市第二实验幼儿园"),
        ("2023-03-01", "市第二实验幼儿园"),
    ]


def test_a_day_outside_the_pairing_needs_the_reason(db: Path, tmp_path: Path) -> None:
    head = (*HEAD, "破例原因")
    with writer(db, "unassign") as store:
        from pairing_cli.services.pairings.assigning import unassign

        unassign(store, "加查县", as_of=TODAY, reason="撤并", on=dt.date(2022, 6, 30))
    late = ("2022-09-12", "加查县", *GOOD[2:])
    assert refusal(db, table(tmp_path / "a.csv", head, (*late, ""))).code == "pairing-not-in-force"
    take_in(db, table(tmp_path / "b.csv", head, (*late, "补登"), (*GOOD, "多余的理由")))
    assert values(db, "SELECT override_reason FROM visit ORDER BY start_date") == [
        (None,),
        ("补登",),
    ]


def test_a_backup_is_asked_for_once_all_is_checked_and_before_anything_is_written(
    db: Path, tmp_path: Path
) -> None:
    seen: list[int] = []

    def back_up() -> None:
        seen.append(len(values(db, "SELECT id FROM visit")))

    take_in(db, table(tmp_path / "a.csv", HEAD, GOOD), before_write=back_up)
    take_in(db, table(tmp_path / "a.csv", HEAD, GOOD), before_write=back_up)
    with pytest.raises(BadRows):
        take_in(db, table(tmp_path / "b.csv", HEAD, ("x", *GOOD[1:])), before_write=back_up)
    assert seen == [0]


def test_a_failing_backup_and_an_interrupt_leave_nothing(db: Path, tmp_path: Path) -> None:
    before = content_of(db)
    file = table(
        tmp_path / "a.csv", HEAD, *((f"2022-04-{day:02}", *GOOD[1:]) for day in range(1, 29))
    )

    def fail() -> None:
        raise BadData("no-room", Phrase("no room"))

    def interrupt(phase: str, _count: int) -> None:
        if phase == "write":
            raise KeyboardInterrupt

    with pytest.raises(BadData):
        take_in(db, file, before_write=fail)
    with pytest.raises(KeyboardInterrupt):
        take_in(db, file, tick=interrupt)
    assert content_of(db) == before
    assert values(db, "SELECT count(*) FROM change_set") == [(1,)]


def test_more_rows_than_a_batch_are_all_there_in_order_of_their_days(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pairing_cli.services.intake.visits.writing.BATCH", 7)
    monkeypatch.setattr("pairing_cli.store.bulk.BATCH", 3)
    rows = [(f"2022-0{4 + at % 3}-{1 + at % 28:02}", "隆子县", "送教", "", f"主题{at}", f"人{at}")
            for at in range(50)]  # fmt: skip
    assert take_in(db, table(tmp_path / "a.csv", HEAD, *rows)).written == 50
    found = values(db, "SELECT start_date, topic FROM visit ORDER BY id")
    assert [day for day, _ in found] == sorted(day for day, _ in found)
    assert {topic for _, topic in found} == {row[4] for row in rows}
    assert len(values(db, "SELECT name FROM visit_person")) == 50


# --- The other kinds ----------------------------------------------------------------------


def test_kindergartens_pairings_and_baselines_build_on_each_other(db: Path, tmp_path: Path) -> None:
    roster = table(
        tmp_path / "k.csv",
        ("名称", "层级", "所在地", "办园性质", "标识码", "其他名称", "电话"),
        ("热荣乡幼儿园", "乡镇级", "热荣乡", "公办", "0540529201", "热幼、荣幼", "13889001234"),
        (f"{RARE}幼儿园", "township", "隆子县/扎日乡", "", "", "", ""),
    )
    kinds = {kind.name: kind for kind in (VISIT, KINDERGARTEN, PAIRING, BASELINE)}
    assert take_in(db, roster, kinds["kindergartens"]).written == 2
    assert values(db, "SELECT site_code FROM kindergarten WHERE site_code IS NOT NULL") == [
        ("0540529201",)
    ]
    assert take_in(db, roster, kinds["kindergartens"]).already_there == 2
    other = table(tmp_path / "k2.csv", ("名称", "层级", "所在地", "电话"),
                  ("热荣乡幼儿园", "乡镇级", "热荣乡", "0893-1234567"))  # fmt: skip
    outcome = take_in(db, other, kinds["kindergartens"])
    assert (outcome.written, len(outcome.questions)) == (0, 1)

    pairs = table(tmp_path / "p.csv", ("帮扶园", "受帮扶园", "破例原因"),
                  ("隆子县", "热荣乡幼儿园", "暂无示范园"),
                  ("隆子县", f"{RARE}幼儿园", "暂无示范园"))  # fmt: skip
    assert take_in(db, pairs, kinds["pairings"]).written == 2
    assert take_in(db, pairs, kinds["pairings"]).already_there == 2
    third = table(tmp_path / "p2.csv", ("帮扶园", "受帮扶园"), ("市第二实验幼儿园", "隆子县"))
    assert refusal(db, third, kinds["pairings"]).code == "already-assigned"

    figures = table(tmp_path / "b.csv", ("幼儿园", "日期", "幼儿数", "班数", "各年级班数"),
                    ("热幼", "2022-03-20", "60人", "3", "小班=1、中班 1、大班1个"))  # fmt: skip
    assert take_in(db, figures, kinds["baselines"]).written == 1
    assert take_in(db, figures, kinds["baselines"]).already_there == 1
    more = table(tmp_path / "b2.csv", ("幼儿园", "日期", "幼儿数"), ("热幼", "2022-03-20", "61"))
    assert take_in(db, more, kinds["baselines"]).changed == 1


def test_a_bad_row_of_a_roster_leaves_nothing_of_itself(db: Path, tmp_path: Path) -> None:
    kind = kind_named("kindergartens")
    file = table(
        tmp_path / "k.csv",
        ("名称", "层级", "所在地", "其他名称"),
        ("好园", "县级", "隆子县", ""),
        ("坏园", "县级", "隆子县", "坏/园"),  # no such alias: refused after the insert
        ("无地园", "乡镇级", "", ""),
        ("又一好园", "县级", "加查县", ""),
    )
    assert [each.row for each in refusal(db, file, kind).problems] == [3, 4]
    outcome = take_in(db, file, kind, keep_going=True)
    assert outcome.written == 2
    names = {name for (name,) in values(db, "SELECT name FROM kindergarten")}
    assert {"好园", "又一好园"} <= names
    assert "坏园" not in names
    noted = values(
        db, "SELECT count(*) FROM change WHERE set_seq = (SELECT max(seq) FROM change_set)"
    )
    assert noted == [(2,)]


def test_kinds_are_found_in_both_languages() -> None:
    assert {kind_named(word).name for word in ("visits", "活动", "帮扶活动", "VISIT")} == {"visits"}
    with pytest.raises(NotFound):
        kind_named("宠物")


# --- Pasted lines -------------------------------------------------------------------------


def drafts(db: Path, text: str) -> list[Draft]:
    """How lines are understood on a day of 2022."""
    with reader(db) as store:
        return read_lines(store, text.splitlines(), dt.date(2022, 6, 20)).drafts


def test_a_line_is_understood_word_by_word(db: Path) -> None:
    (draft,) = drafts(db, "4月12日 隆子县 送教 4课时 主题：绘本教学 骨干教师甲")
    assert draft.problem is None
    assert draft.cells == {
        "date": "2022-04-12",
        "mentees": "隆子县",
        "form": "送教",
        "class_hours": "4课时",
        "topic": "绘本教学",
        "people": "骨干教师甲",
    }


def test_a_relay_list_is_read_without_its_heading_and_numbers(db: Path) -> None:
    found = drafts(
        db,
        "#接龙\n4月12日 隆子县 送教 请接龙\n\n1. 卓玛 4月12日 隆子县、加查县 送教 主题：绘本\n"
        "2、次仁 2022年5月9日至5月13日 未来双语幼儿园 市实验幼儿园 专题讲座 教师12人",
    )
    assert [(draft.row, draft.problem) for draft in found] == [(4, None), (5, None)]
    assert found[0].cells["people"] == "卓玛"
    assert found[0].cells["mentees"] == "隆子县、加查县"
    assert found[0].cells["topic"] == "绘本"
    assert found[1].cells["mentor"] == "市实验幼儿园"
    assert found[1].cells["teachers"] == "12"


@pytest.mark.parametrize(
    "line",
    [
        "4月12日 隆子县 送教 绘本 另一个词",
        "4月31日 隆子县 送教",
        "隆子县 送教 4课时",
        "4月12日 送教 4课时",
        "4月12日 隆子县 4课时",
        "4月12日 4月13日 隆子县 送教",
        "4月12日 隆子县 送教 专题讲座",
        "4月12日 扎日乡 送教",
        "4月12日 lzx 送教",
        "隆子 4月12日 送教 绘本",
    ],
)
def test_what_is_not_clear_is_told_and_never_guessed(db: Path, line: str) -> None:
    (draft,) = drafts(db, line)
    assert not draft.is_clear


# --- Keys and batches ---------------------------------------------------------------------


def test_keys_made_together_are_keys_like_others_and_in_order() -> None:
    first = new_id()
    made = new_ids(5000)
    ids = [first, *made, new_id()]
    assert ids == sorted(set(ids))
    assert all(len(key) == 36 and key[14] == "7" and key[19] in "89ab" for key in made)
    assert len({key[24:] for key in made}) == 5000


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("v", None, 0), "it must be given"),
        (("v", "甲", "0"), "it is of another type"),
        (("v", "甲" * 101, 0), "it is longer than"),
        (("v", "甲\u202e", 0), "it has control characters"),
        (("v", "甲", -1), "it is less than"),
        (("v", " ", 0), "constraint"),
        (("no such visit", "甲", 0), "constraint"),
    ],
)
def test_a_batch_refuses_what_a_single_row_would(db: Path, row: Any, reason: str) -> None:
    before = content_of(db)
    names = ("visit_id", "name", "position", "role", "kindergarten_id")
    columns = {name: [value] for name, value in zip(names, (*row, None, None), strict=True)}
    with writer(db) as store, pytest.raises(BadData) as caught:
        store.insert_many(VisitPerson, columns)
    told = f"{caught.value.code} {dict(caught.value.message.values)}"
    assert reason in told
    assert content_of(db) == before


def test_what_is_like_a_cancelled_visit_is_added_without_a_question(
    db: Path, tmp_path: Path
) -> None:
    take_in(db, table(tmp_path / "a.csv", HEAD, GOOD))
    with writer(db, "visit cancel") as store:
        row = store.get(Visit, values(db, "SELECT id FROM visit")[0][0])
        store.change(row, state="cancelled", state_reason="误")
    other_hours = table(tmp_path / "b.csv", HEAD, (*GOOD[:3], "6", *GOOD[4:]))
    outcome = take_in(db, other_hours)
    assert (outcome.written, outcome.questions) == (1, [])
