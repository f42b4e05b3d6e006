"""A mentee with two mentors: nothing is credited to the one or the other without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing

DAY = ("--as-of", "2022-06-20")
WHICH = "隆子县示范幼儿园 has several mentors"


@pytest.fixture
def two(db: Path) -> Path:
    """隆子县 is helped by 市实验幼儿园 and 市第二实验幼儿园."""
    for line in (
        "layer edit city-county --max 4",
        "layer sides city-county --most-mentors 2",
        "assign 市第二实验幼儿园 隆子县",
    ):
        done("--db", str(db), *DAY, *line.split())
    return db


def run(db: Path, line: str) -> Answer:
    return pairing("--db", str(db), *DAY, *line.split())


def refs(db: Path) -> dict[str, str]:
    """Mentor → the ref of its pairing with 隆子县."""
    rows = done("--db", str(db), *DAY, "list", "--json").data
    return {row["mentor"]: row["ref"] for row in rows if row["county"] == "隆子县"}


def test_a_visit_says_with_which_of_them_it_was(two: Path, tmp_path: Path) -> None:
    visit = "log-visit 隆子县 --form 送教 --on 2022-05-12"
    answer = run(two, f"{visit} --json")
    assert (answer.code, answer.error["code"]) == (4, "several-mentors")
    assert "市实验幼儿园, 市第二实验幼儿园" in answer.error["message"]
    assert run(two, f"{visit} --mentor 市第二实验幼儿园").code == 0
    table = tmp_path / "v.csv"
    table.write_text("日期,受帮扶园,形式,帮扶园\n2022-05-13,隆子县,送教,\n", "utf-8")
    assert WHICH in run(two, f"import visits {table} --yes").err
    table.write_text("日期,受帮扶园,形式,帮扶园\n2022-05-13,隆子县,送教,市实验幼儿园\n", "utf-8")
    assert run(two, f"import visits {table} --yes").code == 0


def test_who_is_visited_together_tells_which_mentor_is_meant(two: Path) -> None:
    joint = "log-visit 隆子县 措美县 --form 送教 --on 2022-05-12"
    assert "市第二实验幼儿园 →" in run(two, joint).err


def test_papers_and_exceptions_are_asked_for_by_the_ref(two: Path) -> None:
    ref = refs(two)["市第二实验幼儿园"]
    for line in (
        "need add {} --text 环创",
        "waiver add {} sent-lessons --period 2022春 --excuse --reason 雪灾",
        "rule override sent-lessons --need 2 --mentee {} --from 2022-03-01 --reason 多",
    ):
        answer = run(two, line.format("隆子县"))
        assert answer.code == 4, line
        assert f"市第二实验幼儿园 ({ref})" in answer.err
        assert run(two, line.format(ref)).code == 0, line


@pytest.mark.parametrize(
    "line",
    [
        "experience add {} --kind case --title 区域活动 --text 办法 --on 2022-06-10",
        "experience draft {} -o draft.docx",
        "plan new {} --from four-steps --year 2022",
        "agreement letter {} -o letter.docx",
        "document pack {} -o pack.docx",
        "document archive {} -o archive.zip",
        "unassign {} --mentor 市第二实验幼儿园 --reason 调整",
    ],
)
def test_what_is_written_for_one_pairing_asks_for_which(
    two: Path, in_folder: None, line: str
) -> None:
    asked = line.replace(" --mentor 市第二实验幼儿园", "")
    answer = run(two, asked.format("隆子县") + " --json")
    assert (answer.code, answer.error["code"]) == (4, "several-mentors")
    assert "市第二实验幼儿园" in answer.error["message"]
    ref = refs(two)["市第二实验幼儿园"]
    told = asked.format(ref) if asked == line else line.format("隆子县")
    assert run(two, told).code == 0


def test_a_showcase_an_inspection_and_an_assessment_ask_for_which_pairing(two: Path) -> None:
    one, other = refs(two).values()

    def made(line: str) -> str:
        return str(done("--db", str(two), *DAY, *line.split(), "--json").data[0]["ref"])

    event = made("showcase add --title 展示 --on 2022-06-18")
    run(two, "inspection adopt pairing-inspection")
    seen = made(f"inspection add {one} {other} --on 2022-06-15 --by 李某 --by 王某")
    run(two, "assessment adopt bundled")
    run(two, "assessment add")
    for line in (
        f"showcase join {event} {{}} --form talk",
        f"showcase edit {event} --leave {{}}",
        f"inspection answer {seen} {{}} letter=no",
        f"inspection find {seen} {{}} --text 通风差 --owner mentee",
        "assessment adjust {} --points 1 --reason 好",
        "assessment why {}",
        f"inspection edit {seen} --leave {{}}",
    ):
        answer = run(two, line.format("隆子县"))
        assert answer.code == 4, line
        assert f"市第二实验幼儿园 ({refs(two)['市第二实验幼儿园']})" in answer.err, line
        if "leave" not in line:
            assert run(two, line.format(other)).code == 0, line


def test_a_mentee_that_is_inspected_with_one_of_its_mentors_is_meant_with_that_one(
    two: Path,
) -> None:
    ref = refs(two)["市第二实验幼儿园"]
    run(two, "inspection adopt pairing-inspection")
    run(two, f"inspection add {ref} --on 2022-06-15 --by 李某 --by 王某")
    (seen,) = done("--db", str(two), *DAY, "inspection", "list", "--json").data
    answer = run(two, f"inspection answer {seen['ref']} 隆子县 letter=no --json")
    assert answer.code == 0
    shown = run(two, f"inspection show {seen['ref']} 隆子县 --json")
    assert "市第二实验幼儿园" in shown.out


@pytest.mark.parametrize(
    ("listing", "line", "shown"),
    [
        ("needs", "need add {} --text 环创", "need list"),
        ("donations", "donation add {} --item 绘本 --quantity 2 --unit 册 --on 2022-05-12",
         "donation list"),
        ("apprentices", "apprentice add {} --master 甲 --apprentice 乙", "apprentice list"),
    ],
)  # fmt: skip
def test_an_export_of_both_pairings_is_read_again_by_the_mentors_it_names(
    two: Path, tmp_path: Path, listing: str, line: str, shown: str
) -> None:
    """Once more it adds nothing; taken back, each record comes to its own pairing."""
    for ref in refs(two).values():
        done("--db", str(two), *DAY, *line.format(ref).split())
    table = tmp_path / "t.xlsx"
    done("--db", str(two), *DAY, "export", listing, "-o", str(table))

    def mentors() -> list[str]:
        rows = done("--db", str(two), *DAY, *shown.split(), "--json").data
        return sorted(row["mentor"] for row in rows)

    both = mentors()
    assert len(both) == 2
    assert "2 of 2 rows are there already" in run(two, f"import {listing} {table} --yes").err
    assert mentors() == both
    for _ in both:
        done("--db", str(two), *DAY, "undo")
    assert mentors() == []
    assert run(two, f"import {listing} {table} --yes").code == 0
    assert mentors() == both


def test_a_sheet_of_both_pairings_comes_back_to_each(two: Path, tmp_path: Path) -> None:
    one, other = refs(two).values()
    run(two, "inspection adopt pairing-inspection")
    line = f"inspection add {one} {other} --on 2022-06-15 --by 李某 --by 王某 --json"
    (seen,) = done("--db", str(two), *DAY, *line.split()).data
    sheet = tmp_path / "s.xlsx"
    run(two, f"inspection answer {seen['ref']} {other} letter=no")
    done("--db", str(two), *DAY, "inspection", "sheet", seen["ref"], "-o", str(sheet))
    run(two, "undo")
    assert run(two, f"import inspections {sheet} --yes").code == 0
    left = done("--db", str(two), *DAY, "inspection", "show", seen["ref"], "--json").data["targets"]
    assert {each["mentor"]: each["unanswered"] for each in left} == {
        "市实验幼儿园": 17,
        "市第二实验幼儿园": 16,
    }


def test_what_is_shown_of_one_names_the_others(two: Path) -> None:
    for line in ("why 隆子县 sent-lessons", "progress 隆子县", "brief 隆子县", "show 隆子县"):
        assert "has other mentors, too" in run(two, line).err, line
    ref = refs(two)["市实验幼儿园"]
    for line in (f"why {ref} sent-lessons", f"show {ref}", "show 加查县"):
        assert "other mentors" not in run(two, line).err, line
