"""The paperwork of one pairing on the command line: each register as people and scripts use it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from pairing_cli.output.language import language, use_language
from tests.commandline import Answer, done, pairing
from tests.services.programme import content_of
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return seeded_at(tmp_path / "p.db")


@pytest.fixture(autouse=True)
def _the_language_afterwards() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


@pytest.fixture
def ok(db: Path) -> Run:
    """Run a command line that must succeed, on an August day of 2022."""

    def run(*words: str, lang: str = "en", as_of: str = "2022-08-25") -> Answer:
        return done("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words, lang=lang)

    return run


@pytest.fixture
def fails(db: Path) -> Run:
    """Run a command line that must fail and change nothing."""

    def run(*words: str) -> Answer:
        before = content_of(db)
        answer = pairing("--db", str(db), "--as-of", "2022-08-25", *words, "--json")
        assert answer.code != 0
        assert content_of(db) == before
        return answer

    return run


def of(answer: Answer, **values: Any) -> dict[str, Any]:
    """The one row of a listing with these values."""
    rows = [row for row in answer.data if values.items() <= row.items()]
    assert len(rows) == 1, answer.out
    found: dict[str, Any] = rows[0]
    return found


SHOWS = (
    "plan new 隆子县 --from autumn-calendar --year 2022",
    "plan lint 隆子县",
    "agreement add 隆子县 --kind responsibility_letter --signed 2022-03-31"
    " --signatory 甲方代表 --signatory 乙方代表",
    "agreement letter 隆子县 -o letter.docx",
    "group add 隆子县 --side mentor --head 组长甲 --member 组员乙",
    "group add 隆子县 --side mentee --head 组长丙",
    "document add 安排.txt --for 隆子县 --category arrangement",
    "document archive 隆子县 -o out.zip",
    "document pack 隆子县 -o pack.docx",
    "document pack 隆子县 -o pack.html",
    "apprentice add 隆子县 --master 骨干教师甲 --apprentice 青年教师乙",
    "need add 隆子县 --text 区域材料不足",
    "problem add 隆子县 --text 道路封闭",
    "donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --on 2022-05-01",
    "kindergarten baseline 隆子县 --on 2022-03-20 --children 360 --staff 50 --classes 12",
)
"""The calls of the issue, word for word."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_calls_of_the_issue_work_as_written(tmp_path: Path, ok: Run, lang: str) -> None:
    (tmp_path / "安排.txt").write_text("安排", encoding="utf-8")
    for line in SHOWS:
        answer = ok(*line.split(), lang=lang)
        assert answer.out or answer.err
        assert not [word for word in ("{", "}", "None") if word in answer.err], answer.err
    with ZipFile(tmp_path / "out.zip") as archive:
        assert len(archive.namelist()) == 4
    assert (tmp_path / "letter.docx").read_bytes().startswith(b"PK")


def test_every_step_is_undone_and_redone(db: Path, tmp_path: Path, ok: Run) -> None:
    (tmp_path / "安排.txt").write_text("安排", encoding="utf-8")
    steps = [content_of(db)]
    for line in SHOWS:
        ok(*line.split())
        if content_of(db) != steps[-1]:
            steps.append(content_of(db))
    assert len(steps) == 11
    for step in reversed(steps[:-1]):
        ok("undo")
        assert content_of(db) == step
    for step in steps[1:]:
        ok("redo")
        assert content_of(db) == step


def test_the_milestones_of_the_scheme_turn_met_one_by_one(tmp_path: Path, ok: Run) -> None:
    for name in ("总结", "展示"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")

    def met() -> set[str]:
        rows = ok("progress", "--detail", "--county", "隆子县", "--json", as_of="2024-03-31").data
        return {row["rule"] for row in rows if row["unit"] == "milestones" and row["done"]
                and row["state"] in ("met", "late", "not_started")}  # fmt: skip

    steps = (
        ("plan new 隆子县 --from autumn-calendar --year 2022 --responsible 德吉", "plan"),
        ("agreement add 隆子县 --signed 2022-03-31", "responsibility-letter"),
        ("group add 隆子县 --side mentor --head 甲", "mentor-group"),
        ("group add 隆子县 --side bureau --head 乙", "county-group"),
        (
            "document add 总结.txt --for 隆子县 --category summary --on 2024-03-01"
            " --proves cycle_summary",
            "cycle-summary",
        ),
        ("document add 展示.txt --for 隆子县 --on 2024-03-20 --proves 成果展示交流", "showcase"),
    )
    known: set[str] = set()
    for line, rule in steps:
        told = ok(*line.split(), as_of="2024-03-31" if "document" in line else "2022-08-25")
        assert "0 → 1/1" in told.err  # the figure that it moved
        known |= {rule} if rule else set()
        assert met() == known


def test_a_mentor_has_one_group_for_all_its_mentees(ok: Run, fails: Run) -> None:
    told = ok(*["group", "add", "隆子县", "--side", "mentor", "--head", "甲"]).err
    assert "市实验幼儿园 2022-2024: mentor group 0 → 1/1" in told
    ref = ok(*["group", "list", "--json"]).data[0]["ref"]
    again = fails(*["group", "add", "加查县", "--side", "mentor", "--head", "甲"])
    assert again.code == 3
    assert ref in again.err
    assert "→" not in ok(*f"group edit {ref} --member 乙".split()).err


# --- Each register ----------------------------------------------------------------------------


def test_a_plan_is_listed_shown_edited_and_removed(ok: Run, fails: Run) -> None:
    ok(*SHOWS[0].split())
    plan = of(ok("plan", "list", "隆子县", "--json"), tasks=10)
    shown = ok("plan", "show", "隆子县", "--json").data
    assert shown["ref"] == plan["ref"]
    task = shown["task_list"][0]["ref"]
    ok("plan", "edit-task", task, "--responsible", "德吉", "--done", "2022-08-24")
    shown = ok("plan", "show", plan["ref"], "--json").data
    assert shown["task_list"][0]["state"] == "done"
    added = of(
        ok(
            "plan", "add-task", "隆子县", "--title", "讲座", "--month", "2022-10", "--form",
            "讲座", "--goal", "teachers", "--count", "2", "--json",
        ),
        title="讲座",
    )  # fmt: skip
    assert (added["goal"], added["expected"], added["when"]) == ("teachers", 2, "2022-10")
    ok("plan", "remove-task", added["ref"], "--reason", "改期")
    assert fails("plan", "edit-task", added["ref"], "--title", "x").error["code"] == "removed"
    ok("plan", "remove", "隆子县", "--reason", "重做")
    assert ok("plan", "list", "--json").data == []
    assert of(ok("plan", "list", "--all", "--json"), ref=plan["ref"])["state"] == "removed"
    assert fails("plan", "show", "加查县").error["code"] == "no-plan"


def test_a_plan_made_by_hand_has_stages_with_goals(ok: Run) -> None:
    ok("plan", "new", "隆子县", "--title", "两年方案")
    ok(
        "plan", "add-stage", "隆子县", "--title", "启动", "--start", "2022-09-01", "--end",
        "2022-12-31",
    )  # fmt: skip
    stage = ok("plan", "show", "隆子县", "--json").data["stages"][0]["ref"]
    ok("plan", "edit-stage", stage, "--goal", "摸清需求")
    ok("plan", "add-task", "隆子县", "--title", "调查", "--stage", "启动", "--form", "guidance")
    shown = ok("plan", "show", "隆子县", "--json").data
    assert shown["stages"][0]["goal"] == "摸清需求"
    assert (shown["task_list"][0]["stage"], shown["task_list"][0]["start"]) == (
        "启动",
        "2022-09-01",
    )


def test_lint_exits_with_1_under_check_and_says_how_to_mend(ok: Run, db: Path) -> None:
    ok(*SHOWS[0].split())
    rows = ok("plan", "lint", "隆子县", "--json").data
    assert {row["finding"] for row in rows} == {
        "no-responsible", "letter-unsigned", "not-planned"
    }  # fmt: skip
    assert all(row["hint"].startswith("pairing ") for row in rows)
    words = ("--db", str(db), "--as-of", "2022-08-25", "plan", "lint", "隆子县", "--check")
    assert pairing(*words).code == 1


def test_scheduling_again_changes_nothing_and_moving_moves(ok: Run) -> None:
    ok(*SHOWS[0].split())
    first = ok("plan", "schedule", "隆子县", "--json").data
    assert len(first) == 6
    assert "nothing was changed" in ok("plan", "schedule", "隆子县").err
    task = first[0]["task"]
    moved = of(
        ok("plan", "schedule", "隆子县", "--task", task, "--on", "2022-10-20", "--json"), task=task
    )
    assert (moved["visit"], moved["date"], moved["moved"]) == (
        first[0]["visit"],
        "2022-10-20",
        True,
    )
    assert len(ok("visit", "list", "--json").data) == 6


def test_an_agreement_is_recorded_unsigned_then_signed(ok: Run, tmp_path: Path) -> None:
    row = of(ok("agreement", "add", "隆子县", "--due", "2022-09-01", "--json"), state="unsigned")
    (tmp_path / "责任书.pdf").write_bytes(b"%PDF")
    ok(
        "agreement", "edit", "隆子县", "--signed", "2022-08-20", "--signatory", "甲",
        "--signatory", "乙", "--file", "责任书.pdf",
    )  # fmt: skip
    shown = ok("agreement", "show", row["ref"], "--json").data
    assert (shown["state"], shown["signatories"], shown["files"]) == (
        "in_force",
        ["甲", "乙"],
        ["责任书.pdf"],
    )
    ok("agreement", "remove", row["ref"], "--reason", "误登")
    assert ok("agreement", "list", "--json").data == []


def test_a_group_is_shown_edited_and_handed_over(ok: Run, fails: Run) -> None:
    ok(*SHOWS[4].split())
    ok("group", "edit", "隆子县", "--contact", "德吉", "--phone", "13889001234")
    ok("group", "edit", "隆子县", "--phone", "组长甲=0893-7821234", "--leave", "组员乙", "--on",
       "2022-09-01", "--reason", "调离")  # fmt: skip
    ok("group", "hand-over", "隆子县", "--to", "格桑", "--on", "2023-03-01", "--reason", "调动")
    row = of(ok("group", "list", "--json", as_of="2023-03-01"), side="mentor")
    assert (row["head"], row["contact"], row["phone"], row["members"]) == (
        "格桑", "德吉", "13889001234", []
    )  # fmt: skip
    people = ok("group", "show", row["ref"], "--json").data["people"]
    assert [(each["name"], each["end"]) for each in people[:2]] == [
        ("组长甲", "2023-02-28"),
        ("组员乙", "2022-08-31"),
    ]
    two = fails("group", "add", "加查县", "--side", "mentor", "--head", "甲", "--head", "乙")
    assert (two.code, two.error["code"]) == (65, "two-heads")
    bad = fails("group", "edit", "隆子县", "--phone", "电话")
    assert (bad.code, bad.error["code"]) == (65, "bad-phone")


def test_a_teacher_pair_is_handed_over(ok: Run, fails: Run) -> None:
    row = of(ok(*SHOWS[10].split(), "--json"), master="骨干教师甲")
    twice = fails(*SHOWS[10].split())
    assert (twice.code, twice.error["code"]) == (3, "overlaps")
    ok("apprentice", "hand-over", row["ref"], "--master", "丙", "--on", "2023-03-01",
       "--reason", "休假")  # fmt: skip
    rows = ok("apprentice", "list", "隆子县", "--json", as_of="2023-04-01").data
    assert [each["state"] for each in rows] == ["handed_over", "active"]
    ok("apprentice", "edit", rows[1]["ref"], "--end", "2023-07-15", "--reason", "期满")
    ok("apprentice", "remove", rows[1]["ref"], "--reason", "误登")
    assert len(ok("apprentice", "list", "--json").data) == 1


def test_needs_problems_and_donations_are_kept_to_their_end(ok: Run, fails: Run) -> None:
    need = of(ok(*SHOWS[11].split(), "--json"), state="open")
    ok("need", "edit", need["ref"], "--state", "partly", "--outcome", "已配一半")
    assert of(ok("need", "list", "--state", "partly", "--json"), ref=need["ref"])["outcome"]
    problem = of(ok(*SHOWS[12].split(), "--json"), state="open")
    ok("problem", "edit", problem["ref"], "--assign", "扎西")
    ok("problem", "resolve", problem["ref"], "--how", "线上", as_of="2022-09-04")
    shown = ok("problem", "show", problem["ref"], "--json", as_of="2022-12-01").data
    assert (shown["state"], shown["days_open"]) == ("resolved", 10)
    gift = of(ok(*SHOWS[13].split(), "--json"), quantity=200)
    ok("donation", "edit", gift["ref"], "--value", "4000")
    assert ok("donation", "show", gift["ref"], "--json").data["value"] == 4000
    for noun, ref in (("need", need), ("problem", problem), ("donation", gift)):
        ok(noun, "remove", ref["ref"], "--reason", "误登")
        assert ok(noun, "list", "--json").data == []
        assert fails(noun, "remove", ref["ref"], "--reason", "x").error["code"] == "removed"
    assert fails("donation", "add", "隆子县", "--item", "x", "--quantity", "0").code == 2


def test_documents_are_listed_counted_and_taken_off(ok: Run, fails: Run, tmp_path: Path) -> None:
    for name in ("安排.txt", "-x.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    row = of(ok(*SHOWS[6].split(), "--json"), category="arrangement")
    ok("document", "edit", row["ref"], "--title", "2022年安排")
    ok("document", "add", "--for", "隆子县", "--", "-x.txt")
    rows = ok("document", "list", "隆子县", "--json").data
    assert {each["title"] for each in rows} == {"2022年安排", "-x.txt"}
    haves = of(ok("document", "haves", "--county", "隆子县", "--json"), arrangement=1)
    assert haves["gaps"] == ["measures", "record", "summary"]
    ok("document", "remove", row["ref"], "--reason", "传错")
    assert ok("document", "show", row["ref"], "--json").data["state"] == "removed"
    missing = fails("document", "add", "none.txt", "--for", "隆子县")
    assert (missing.code, missing.error["file"]) == (66, "none.txt")
    assert fails("document", "add", str(tmp_path), "--for", "隆子县").code == 65


def test_the_roster_is_a_listing_and_a_file_for_its_audience(ok: Run, tmp_path: Path) -> None:
    ok("kindergarten", "edit", "隆子县", "--head", "卓玛", "--phone", "0893-7821234")
    row = of(ok("kindergarten", "roster", "--json"), mentee_head="卓玛")
    assert (row["mentee_phone"], row["mentor"]) == ("0893-7821234", "市实验幼儿园")
    for words, shown in (
        (("kindergarten", "roster", "-o", "r.csv"), {"卓玛", "0893-7821234"}),
        (("kindergarten", "roster", "-o", "r.csv", "--profile", "internal"), {"卓玛"}),
        (("kindergarten", "roster", "-o", "r.csv", "--profile", "public"), set()),
        (("export", "roster", "-o", "r.csv"), {"卓玛"}),
    ):
        ok(*words, "--yes")
        text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
        assert {word for word in ("卓玛", "0893-7821234") if word in text} == shown, words
        assert text.count("\n") == 13
    ok("kindergarten", "roster", "-o", "r.xlsx")
    with ZipFile(tmp_path / "r.xlsx") as book:
        assert "0893-7821234" in book.read("xl/worksheets/sheet1.xml").decode()


def test_figures_are_compared_on_the_command_line(ok: Run, fails: Run) -> None:
    line = "kindergarten baseline 隆子县 --children"
    ok(*line.split(), "360", "--on", "2022-03-20")
    none = fails("kindergarten", "compare", "隆子县")
    assert (none.code, none.error["code"]) == (4, "nothing-to-compare")
    ok(*line.split(), "402", "--on", "2022-08-20")
    (row,) = ok("kindergarten", "compare", "隆子县", "--json").data
    assert (row["figure"], row["before"], row["after"], row["percent"]) == (
        "children", 360, 402, 11.7
    )  # fmt: skip
    table = ok("kindergarten", "compare", "隆子县", lang="zh").out
    assert "幼儿数" in table
    assert "+11.7%" in table


def test_registers_are_imported_and_taken_back_in_one_step(
    db: Path, ok: Run, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(
        "受帮扶园,物品,数量,单位,日期\n隆子县,绘本,200,册,2022-05-01\n加查县,绘本,100,册,2022-05-01\n",
        encoding="utf-8",
    )
    before = content_of(db)
    ok("import", "donations", "t.csv", "--dry-run")
    assert content_of(db) == before
    assert ok("import", "捐赠", "t.csv", "--json").data["written"] == 2
    assert len(ok("donation", "list", "--json").data) == 2
    assert ok("import", "donations", "t.csv", "--json").data["already_there"] == 2
    ok("undo")
    assert content_of(db) == before


def test_a_listing_that_was_written_to_a_file_is_there_already(ok: Run, tmp_path: Path) -> None:
    for line in SHOWS:
        if line.split()[0] in ("agreement", "group", "apprentice", "need", "problem", "donation"):
            ok(*line.split())
    for noun, kind, rows in (
        ("agreement", "agreements", 1),
        ("group", "groups", 2),
        ("apprentice", "apprenticeships", 1),
        ("need", "needs", 1),
        ("problem", "problems", 1),
        ("donation", "donations", 1),
    ):
        for style in ("csv", "jsonl"):
            listed = ok(noun, "list", "--format", style).out
            (tmp_path / f"t.{style}").write_text(listed, encoding="utf-8")
            told = ok("import", kind, f"t.{style}", "--json").data
            assert (told["written"], told["changed"], told["already_there"]) == (0, 0, rows), kind


def test_nothing_of_a_closed_cycle_is_written(
    db: Path, ok: Run, fails: Run, tmp_path: Path
) -> None:
    (tmp_path / "安排.txt").write_text("安排", encoding="utf-8")
    ok("log-visit", "隆子县", "--form", "送教", "--on", "2022-05-10")
    for line in SHOWS:
        ok(*line.split())
    refs = {
        noun: ok(noun, "list", "--json").data[0]["ref"]
        for noun in ("plan", "agreement", "group", "apprentice", "need", "problem", "donation",
                     "document", "visit")
    }  # fmt: skip
    task = ok("plan", "show", "隆子县", "--json").data["task_list"][0]["ref"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE cycle SET state = 'closed'")
    for line in (
        "plan edit {plan} --title x", "plan edit-task {task} --title x",
        "group edit {group} --member x",
        "apprentice edit {apprentice} --topic x", "need edit {need} --outcome x",
        "problem resolve {problem} --how x", "donation edit {donation} --value 1",
        "document edit {document} --category summary", "document add 安排.txt --visit {visit}",
        "need add 隆子县 --text x",
    ):  # fmt: skip
        answer = fails(*line.format(**refs, task=task).split())
        assert (answer.code, answer.error["code"]) == (3, "cycle-closed"), line
    for noun, ref in refs.items():
        if noun not in {"visit", "agreement"}:  # letters may still be filed
            answer = fails(noun, "remove", ref, "--reason", "x")
            assert (answer.code, answer.error["code"]) == (3, "cycle-closed"), noun


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("agreement add 隆子县 --signed 2022-02-30", 2),
        ("group add 隆子县 --side mentor --head 甲 --on 昨年", 2),
        ("need add 隆子县 --text x --on 2030-01-01", 2),
        ("plan new 隆子县 --from autumn-calendar --year 2030", 2),
        ("plan new 无此县 --from autumn-calendar", 4),
        ("problem show ffff", 4),
        ("apprentice add 洛扎县 --master 甲 --apprentice 乙", 4),
    ],
)
def test_what_is_wrong_is_told_with_its_code(fails: Run, line: str, code: int) -> None:
    assert fails(*line.split()).code == code


def test_a_dry_run_writes_nothing(db: Path, ok: Run, tmp_path: Path) -> None:
    (tmp_path / "安排.txt").write_text("安排", encoding="utf-8")
    before = content_of(db)
    for line in SHOWS:
        words = line.split()
        if words[1] in ("new", "add"):
            ok(*words, "--dry-run")
    assert content_of(db) == before


@pytest.mark.parametrize(
    "noun",
    ["plan", "agreement", "group", "apprentice", "need", "problem", "donation", "document"],
)
def test_an_empty_register_is_an_empty_list_and_one_line(ok: Run, noun: str) -> None:
    answer = ok(noun, "list", "--json")
    assert json.loads(answer.out) == []
    assert len(answer.err.splitlines()) == 1
