"""Papers for all pairings at once, and the group that a mentor has for all its mentees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from tests.commandline import done, pairing


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-20")
    monkeypatch.chdir(db.parent)


EACH = {
    "agreement letter": ".docx",
    "document pack": ".docx",
    "document archive": ".zip",
}


@pytest.mark.parametrize(("line", "ending"), EACH.items())
def test_all_pairings_get_their_paper_and_one_line_says_how_many(line: str, ending: str) -> None:
    answer = done(*line.split(), "--all", "-o", "out")
    names = sorted(path.name for path in Path("out").iterdir())
    assert len(names) == 12
    assert all(name.endswith(ending) for name in names)
    assert len(answer.err.splitlines() + answer.out.splitlines()) == 1
    assert "12" in answer.err + answer.out


@pytest.mark.parametrize("line", EACH)
@pytest.mark.parametrize("target", ["out.docx", "out.zip", "there"])
def test_all_into_a_file_is_refused_and_nothing_is_written(line: str, target: str) -> None:
    Path("there").write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in Path().iterdir())
    answer = pairing(*line.split(), "--all", "-o", target, "--yes")
    assert answer.code == 2, answer.err
    assert sorted(path.name for path in Path().iterdir()) == before
    assert Path("there").read_text("utf-8") == "mine"


@pytest.mark.parametrize("line", EACH)
@pytest.mark.parametrize("words", [("隆子县", "--all"), ()])
def test_one_or_all_must_be_said(line: str, words: tuple[str, ...]) -> None:
    assert pairing(*line.split(), *words, "-o", "out.docx" if not words else "out").code == 2


def test_a_folder_that_holds_something_is_left_as_it_is() -> None:
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", encoding="utf-8")
    assert pairing("agreement", "letter", "--all", "-o", "full", "--yes").code == 73
    assert [path.name for path in Path("full").iterdir()] == ["mine.txt"]


def test_the_group_of_a_mentor_entered_once_is_there_for_all_its_mentees() -> None:
    done("group", "add", "隆子县", "--side", "mentor", "--head", "组长甲", "--on", "2022-03-10")
    assert done("group", "show", "加查县", "--json").data["head"] == "组长甲"
    done("document", "pack", "加查县", "-o", "k.docx")
    cells = [cell.text for table in Document("k.docx").tables
             for row in table.rows for cell in row.cells]  # fmt: skip
    assert "组长甲" in cells
    behind = done("progress", "--detail", "--rule", "mentor-group", "--json").data
    assert {row["mentor"] for row in behind if row["done"] == 1} == {"市实验幼儿园"}
    assert len([row for row in behind if row["done"] == 1]) == 4
    assert pairing("group", "show", "措美县").code == 4


def test_the_letters_of_all_say_whose_they_are() -> None:
    done("agreement", "letter", "--all", "-o", "out", lang="zh")
    names = [path.name for path in sorted(Path("out").iterdir())]
    assert all(re.fullmatch(r"\d\d .*幼儿园 责任书\.docx", name) for name in names)
