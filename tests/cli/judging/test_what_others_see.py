"""What inspections found, on the screens and papers that were there before them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from pairing_cli.files.workbook.workbook_out import SheetOut, write_workbook
from tests.commandline import done, pairing
from tests.services.seeded import seeded_at

DAY = "2023-06-15"


@pytest.fixture(autouse=True)
def inspection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ref of an inspection of 措美县 and of the bureau of 隆子县."""
    monkeypatch.setenv("PAIRING_DB", str(seeded_at(tmp_path / "p.db")))
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    monkeypatch.delenv("PAIRING_TODAY", raising=False)
    on("inspection", "adopt", "pairing-inspection")
    words = ("措美县", "--county", "隆子县", "--on", DAY, "--by", "李某", "--by", "王某")
    return str(on("inspection", "add", *words, "--json").data[0]["ref"])


def on(*words: str, day: str = DAY) -> Any:
    return done("--as-of", day, *words)


def filled(sheet: Path, answers: Sequence[str], path: Path) -> None:
    """The sheet with these answers, one after the other, in the order of its rows."""
    header, *rows = load_workbook(str(sheet)).get_sheet_by_index(0).to_python()
    column = header.index("Result")
    for row, answer in zip(rows, answers, strict=False):
        row[column] = answer
    cells = [[cell or None for cell in row] for row in rows]
    write_workbook(path, [SheetOut("sheet", [str(cell) for cell in header], cells)])


def test_a_sheet_that_was_filled_in_comes_back_once(inspection: str, tmp_path: Path) -> None:
    sheet, own = tmp_path / "sheet.xlsx", tmp_path / "filled.xlsx"
    on("inspection", "sheet", inspection, "-o", str(sheet))
    filled(sheet, ["yes"] * 17 + ["no", "是"], own)
    on("import", "inspections", str(own), "--yes")
    targets = on("inspection", "show", inspection, "--json").data["targets"]
    assert [(each["score"], each["unanswered"]) for each in targets] == [(100, 0), (50, 0)]
    again = on("import", "inspections", str(own), "--yes")
    assert on("inspection", "show", inspection, "--json").data["targets"] == targets
    assert "19" in again.err


def test_what_is_overdue_stands_first_and_is_owed_by_whom_it_is_about(inspection: str) -> None:
    on("inspection", "answer", inspection, "措美县", "letter=no", "lessons=no", "needs=no")
    on("inspection", "edit", inspection, "--leave", "隆子县教育局")
    assert not [row for row in on("status", "--json").data if row["kind"] == "finding"]
    on("inspection", "done", inspection)
    letter, *_ = on("inspection", "findings", "措美县", "--json").data
    on("inspection", "rectify", letter["ref"], "--how", "已签", day="2023-06-20")
    rows = on("status", "--json", day="2023-07-20").data
    found = [row for row in rows if row["kind"] == "finding"]
    assert rows[: len(found)] == found
    assert {(row["severity"], row["owed_by"]) for row in found} == {
        ("missed", "mentor"),
        ("missed", "both"),
        ("due", "bureau"),
    }


def test_a_pairing_shows_what_was_found_only_once_it_is_sealed(
    inspection: str, tmp_path: Path
) -> None:
    on("inspection", "answer", inspection, "措美县", "letter=no")
    on("inspection", "edit", inspection, "--leave", "隆子县教育局")
    before = on("show", "措美县", "--json").data
    assert (before["inspections"], before["findings"]) == ([], [])
    on("inspection", "done", inspection)
    after = on("show", "措美县", "--json").data
    assert [each["score"] for each in after["inspections"]] == [0]
    assert [each["text"] for each in after["findings"]] == ["责任书未签"]
    pack = tmp_path / "pack.html"
    on("document", "pack", "措美县", "-o", str(pack))
    assert "责任书未签" in pack.read_text("utf-8")


def test_a_bulletin_for_the_public_names_nobody(inspection: str, tmp_path: Path) -> None:
    on("inspection", "answer", inspection, "措美县", "letter=no")
    on("inspection", "edit", inspection, "--leave", "隆子县教育局")
    on("inspection", "done", inspection)
    add = ("bulletin", "add", "--title", "督查通报", "--inspection", inspection, "--json")
    ref = on(*add).data[0]["ref"]
    on("bulletin", "edit", ref, "--good", "李某看到的好做法", "--problems", "无", "--next", "无")
    on("bulletin", "publish", ref, "--number", "教通5号", "--signed-by", "扎西")
    for profile, named in (("internal", True), ("public", False)):
        paper = tmp_path / f"{profile}.md"
        on("bulletin", "print", ref, "-o", str(paper), "--profile", profile)
        assert ("李某" in paper.read_text("utf-8")) is named


def test_a_bulletin_tells_no_number_of_a_person(inspection: str, tmp_path: Path) -> None:
    call = "请拨 138-1234-5678"
    on("inspection", "edit", inspection, "--leave", "隆子县教育局", "--title", f"督查，{call}")
    on("inspection", "answer", inspection, "措美县", "letter=no")
    on("inspection", "find", inspection, "措美县", "--text", call, "--due", "2023-07-01")
    on("inspection", "done", inspection)
    add = ("bulletin", "add", "--title", f"通报，{call}", "--inspection", inspection, "--json")
    ref = on(*add).data[0]["ref"]
    on("bulletin", "edit", ref, "--good", call, "--problems", call, "--next", call)
    for profile, is_told in (("public", False), ("internal", False), ("archive", True)):
        for ending in ("md", "html"):
            paper = tmp_path / f"{profile}.{ending}"
            on("bulletin", "print", ref, "-o", str(paper), "--profile", profile)
            assert ("1234-5678" in paper.read_text("utf-8")) is is_told, paper.name


def test_an_item_has_one_answer(inspection: str) -> None:
    line = ("inspection", "answer", inspection, "措美县", "letter=yes")
    twice = pairing("--as-of", DAY, *line, "letter=no", "--json")
    assert (twice.code, twice.error["code"]) == (2, "said-twice")
    noted = pairing("--as-of", DAY, *line, "--note", "plan=a", "--note", "plan=b", "--json")
    assert (noted.code, noted.error["code"]) == (2, "said-twice")
    assert pairing("--as-of", DAY, *line, "letter=yes").code == 0


def test_a_bulletin_orders_what_is_open_and_not_what_is_mended(
    inspection: str, tmp_path: Path
) -> None:
    on("inspection", "answer", inspection, "措美县", "lessons=no", "needs=no")
    on("inspection", "edit", inspection, "--leave", "隆子县教育局")
    on("inspection", "done", inspection)
    mended, left = on("inspection", "findings", "措美县", "--json").data
    on("inspection", "rectify", mended["ref"], "--how", "已补", day="2023-06-20")
    on("inspection", "recheck", mended["ref"], "--passed", "--by", "李某", day="2023-06-21")
    add = ("bulletin", "add", "--title", "通报", "--inspection", inspection, "--json")
    ref = on(*add, day="2023-06-22").data[0]["ref"]
    paper = tmp_path / "paper.md"
    on("bulletin", "print", ref, "-o", str(paper), day="2023-06-22")
    told = paper.read_text("utf-8")
    assert (mended["text"] in told, left["text"] in told) == (False, True)
