"""`brief`: what to know before a visit, on one screen and one page."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from tests.commandline import done, pairing
from tests.services.seeded import log


def run(db: Path, *words: str, day: str = "2022-06-30") -> list[str]:
    """What a command shows to people, line for line."""
    answer = done("--db", str(db), "--as-of", day, *words, lang="zh")
    return (answer.out + answer.err).splitlines()


def logged(db: Path, *words: str, day: str = "2022-06-30") -> str:
    """Log a visit of 隆子县; its ref."""
    line = ("log-visit", "隆子县", "--form", "讲座", *words, "--json")
    ref: str = done("--db", str(db), "--as-of", day, *line).data[0]["ref"]
    return ref


@pytest.fixture
def told(db: Path) -> Path:
    """A pairing of which something is known."""
    for day in ("2022-03-20", "2022-04-12", "2022-05-09", "2022-05-30"):
        log(db, "隆子县", "讲座", day)
    run(db, "group", "add", "隆子县", "--side", "mentee", "--head", "卓玛", "--contact", "德吉",
        "--phone", "13889001234", "--on", "2022-04-01")  # fmt: skip
    run(db, "need", "add", "隆子县", "--text", "缺音乐教师", "--on", "2022-06-05")
    run(db, "problem", "add", "隆子县", "--text", "道路封闭", "--on", "2022-05-01")
    return db


def test_it_has_the_keys_of_the_contract_and_the_last_three_visits(told: Path) -> None:
    data = done("--db", str(told), "--as-of", "2022-06-30", "brief", "隆子县", "--json").data
    assert {"mentor", "mentee", "county", "as_of", "state", "contacts", "visits", "next_steps",
            "needs", "problems", "due", "changed"} <= set(data)  # fmt: skip
    assert [each["date"] for each in data["visits"]] == ["2022-05-30", "2022-05-09", "2022-04-12"]
    assert data["contacts"][0] == {
        "side": "mentee", "name": "德吉", "role": "contact", "phone": "13889001234",
    }  # fmt: skip
    assert [each["text"] for each in data["needs"]] == ["缺音乐教师"]
    assert data["problems"][0]["days_open"] == 60
    assert {each["what"]: each["remaining"] for each in data["due"]}["送教课时"] == 10


def test_a_problem_says_by_when_it_is_to_be_settled(told: Path) -> None:
    run(
        told,
        "problem",
        "add",
        "隆子县",
        "--text",
        "停电",
        "--on",
        "2022-06-01",
        "--due",
        "2022-06-20",
    )
    shown = done("--db", str(told), "--as-of", "2022-06-10", "brief", "隆子县", lang="en").out
    assert "停电 (9 days, to be settled by 2022-06-20)" in shown
    data = done("--db", str(told), "--as-of", "2022-06-21", "brief", "隆子县", "--json").data
    assert [(each["due"], each["is_late"]) for each in data["problems"] if each["due"]] == [
        ("2022-06-20", True)
    ]


def test_changed_is_what_is_new_since_the_last_visit(told: Path) -> None:
    lines = run(told, "brief", "隆子县")
    at = lines.index("上次活动以来的变化")
    assert lines[at + 1 :] == ["2022-06-05 新需求：缺音乐教师"]


def test_it_fits_a_screen_and_leaves_out_what_is_empty(told: Path) -> None:
    lines = run(told, "brief", "加查县")
    assert len(lines) < 24
    assert "联系人" not in lines
    assert len(run(told, "brief", "隆子县")) < 40


def test_a_next_step_is_asked_for_until_a_visit_settles_it(told: Path) -> None:
    ref = logged(told, "--on", "2022-06-01", "--next", "看区域材料")
    assert f"2022-06-01 看区域材料（{ref}）" in run(told, "brief", "隆子县")
    asked = run(told, "log-visit", "隆子县", "--form", "听课评课", "--on", "2022-06-10")
    assert any(line.startswith("2022-06-01 约定的还没办：看区域材料") for line in asked)
    settled = run(told, "log-visit", "隆子县", "--form", "听课评课", "--on", "2022-06-20",
                  "--settles", ref)  # fmt: skip
    assert not any("约定的还没办" in line for line in settled)
    assert "约定的已办：看区域材料（2022-06-01 约定）。" in settled
    assert "约定了还没办的" not in run(told, "brief", "隆子县")
    assert "约定了还没办的" in run(told, "brief", "隆子县", day="2022-06-19"), "not seen to by then"
    run(told, "undo")
    assert "约定了还没办的" in run(told, "brief", "隆子县")


def test_only_a_step_of_the_same_pairing_can_be_settled(told: Path) -> None:
    ref = logged(told, "--on", "2022-06-01", "--next", "看区域材料")
    other = pairing("--db", str(told), "log-visit", "加查县", "--form", "讲座", "--on",
                    "2022-06-10", "--settles", ref)  # fmt: skip
    assert other.code == 2
    none = logged(told, "--on", "2022-06-02")
    empty = pairing("--db", str(told), "log-visit", "隆子县", "--form", "讲座", "--on",
                    "2022-06-10", "--settles", none, lang="zh")  # fmt: skip
    assert empty.code == 2
    assert "没有约定下一步" in empty.err
    sooner = pairing("--db", str(told), "log-visit", "隆子县", "--form", "讲座", "--on",
                     "2022-05-31", "--settles", ref, "--json")  # fmt: skip
    assert (sooner.code, sooner.error["code"]) == (2, "settled-before")
    assert len(done("--db", str(told), "visit", "list", "--json").data) == 6


def test_neither_visit_moves_past_the_other_of_a_settled_step(told: Path) -> None:
    agreed = logged(told, "--on", "2022-06-01", "--next", "看区域材料")
    settling = logged(told, "--on", "2022-06-10", "--settles", agreed)
    for ref, day in ((settling, "2022-05-31"), (agreed, "2022-06-11")):
        moved = pairing("--db", str(told), "visit", "edit", ref, "--on", day, "--json")
        assert (moved.code, moved.error["code"]) == (2, "settled-before"), ref
    done("--db", str(told), "visit", "edit", agreed, "--on", "2022-06-10")


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_it_is_written_as_one_page(told: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"走访前.{ending}"
    run(told, "brief", "隆子县", "-o", str(path))
    text = (
        ZipFile(path).read("word/document.xml").decode()
        if ending == "docx"
        else path.read_text(encoding="utf-8")
    )
    for said in ("隆子县示范幼儿园", "缺音乐教师", "13889001234", "送教课时"):
        assert said in text
    assert pairing("--db", str(told), "brief", "隆子县", "-o", str(tmp_path / "x.pdf")).code == 2


def test_the_paper_has_dates_in_full_no_refs_and_the_layout_of_official_papers(
    told: Path, tmp_path: Path
) -> None:
    ref = logged(told, "--on", "2022-06-01", "--next", "看区域材料")
    run(told, "brief", "隆子县", "-o", str(tmp_path / "x.docx"))
    document = Document(str(tmp_path / "x.docx"))
    assert not any("日 前" in each.text or "日 已" in each.text for each in document.paragraphs)
    text = "\n".join(each.text for each in document.paragraphs)
    assert "2022年6月1日 看区域材料" in text
    assert ref not in text
    assert "2022-" not in text
    sheet = document.sections[0]
    margins = (sheet.top_margin, sheet.bottom_margin, sheet.left_margin, sheet.right_margin)
    assert [round(each.mm) for each in margins if each] == [37, 35, 28, 26]


def test_all_of_them_go_into_a_folder_with_one_line_to_sum_up(db: Path, tmp_path: Path) -> None:
    lines = run(db, "brief", "--all", "-o", str(tmp_path / "走访前"))
    assert lines == [f"已写入 {tmp_path / '走访前'}，共 12 份。"]
    assert len(list((tmp_path / "走访前").glob("*.docx"))) == 12
    for words in ((), ("--all",), ("--all", "隆子县", "-o", "x")):
        assert pairing("--db", str(db), "brief", *words).code == 2


def test_markup_in_a_need_stays_text(told: Path, tmp_path: Path) -> None:
    run(told, "need", "add", "隆子县", "--text", "<script>alert(1)</script>", "--on", "2022-06-06")
    path = tmp_path / "x.html"
    run(told, "brief", "隆子县", "-o", str(path))
    assert "<script>" not in path.read_text(encoding="utf-8")
