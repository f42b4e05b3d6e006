"""`suggest`, `travel` and `kindergarten tag` as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pairing_cli.domain.matching.several import match
from pairing_cli.services.matching import proposing
from tests.commandline import Answer, done, pairing
from tests.services.matching.luozha import FIRST, SECOND, add_luozha, town
from tests.services.programme import content_of, writer

AS_OF = ("--as-of", "2022-06-20")
LAYER = ("suggest", "county-township", "--county", "洛扎县")


@pytest.fixture
def luozha(db: Path) -> Path:
    """Shannan's programme with 洛扎县 by hand."""
    with writer(db) as store:
        add_luozha(store)
    return db


def _said(db: Path, *words: str, lang: str = "en") -> Answer:
    return pairing("--db", str(db), *words, *AS_OF, lang=lang)


def _json(db: Path, *words: str, lang: str = "en") -> Any:
    return done("--db", str(db), *words, *AS_OF, "--json", lang=lang).data


def _keys(value: Any) -> Iterator[str]:
    yield from value


def test_the_object_has_the_keys_of_the_contract(luozha: Path) -> None:
    found = _json(luozha, *LAYER)
    wanted = {"layer", "objective", "total", "optimal", "assignments", "unassigned"}
    assert wanted | {"lower_bound", "short", "exempt", "missing", "balance"} <= set(_keys(found))
    assert found["optimal"] is True
    pair = found["assignments"][0]
    assert {"mentor", "mentee", "cost", "distance_km", "reasons", "without"} <= set(_keys(pair))
    assert {"extra", "moves"} <= set(_keys(pair["without"]))
    assert set(_keys(pair["without"]["moves"][0])) == {"mentee", "mentor"}


def test_the_object_is_the_same_in_both_languages(luozha: Path) -> None:
    assert _json(luozha, *LAYER) == _json(luozha, *LAYER, lang="zh")


def test_people_read_why_in_their_language(luozha: Path) -> None:
    chinese = _said(luozha, *LAYER, lang="zh")
    assert "若不结这一对，整体多 8.0 公里" in chinese.out
    assert "已证明：没有更好的安排" in chinese.err
    english = _said(luozha, *LAYER)
    assert "without this pair the whole plan is 8.0 km dearer" in english.out
    assert "4 new pairs" in english.err


def test_apply_asks_and_needs_yes_elsewhere(luozha: Path) -> None:
    before = content_of(luozha)
    refused = _said(luozha, *LAYER, "--apply")
    assert refused.code == 2
    assert "--yes" in refused.err
    dry = _said(luozha, *LAYER, "--apply", "--dry-run")
    assert dry.code == 0
    assert content_of(luozha) == before


def test_apply_writes_all_and_undo_takes_all_back(luozha: Path) -> None:
    before = content_of(luozha)
    applied = _said(luozha, *LAYER, "--apply", "--yes")
    assert applied.code == 0
    assert "Recorded 4 pairings, from 2022-06-20 on." in applied.err
    listed = _json(luozha, "list", "--layer", "county-township")
    assert {(row["mentor"], row["mentee"]) for row in listed} == {
        (FIRST, town("洛扎镇")),
        (FIRST, town("色乡")),
        (SECOND, town("拉康镇")),
        (SECOND, town("生格乡")),
    }
    again = _said(luozha, *LAYER, "--apply", "--yes")
    assert (again.code, "nothing to record" in again.err) == (0, True)
    assert _said(luozha, "undo").code == 0
    assert content_of(luozha) == before


def test_a_broken_proof_is_our_bug(luozha: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "match", lambda *asked: match(*asked)._replace(optimal=False))
    assert _said(luozha, *LAYER).code == 70


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("suggest",), 2),
        (("suggest", "--all", "city-county"), 2),
        (("suggest", "市→省"), 2),
        ((*LAYER, "--keep", "1", "--rotate", "1"), 2),
        ((*LAYER, "--distance", "miles"), 2),
        ((*LAYER, "--distance", "minutes"), 2),
        ((*LAYER, "--why", "洛扎镇", "--apply"), 2),
        ((*LAYER, "--apply", "--anew", "--yes"), 2),
        ((*LAYER, "-o", "x.docx"), 2),
        (("suggest", "--all", "--pin", "洛扎镇=洛扎县第二"), 2),
        ((*LAYER, "--pin", "洛扎镇=市实验幼儿园"), 3),
        ((*LAYER, "--pin", "没有这个园=洛扎县第二"), 4),
        ((*LAYER, "--why", "没有这个园"), 4),
        ((*LAYER, "--why", "市实验幼儿园"), 4),
        (("suggest", "county-township", "--county", "没有这个县"), 4),
    ],
)
def test_what_makes_no_sense_ends_with_its_code(
    luozha: Path, words: tuple[str, ...], code: int
) -> None:
    answer = _said(luozha, *words)
    assert answer.code == code
    assert answer.err


def test_nobody_eligible_is_no_failure_unless_checked(luozha: Path) -> None:
    for name in (FIRST, SECOND):
        done("--db", str(luozha), "kindergarten", "edit", name, "--exemplar", "none", *AS_OF)
    found = _json(luozha, *LAYER)
    assert found["assignments"] == []
    assert len(found["unassigned"]) == 4
    assert _said(luozha, *LAYER, "--check").code == 1
    assert "2 more county exemplars needed in 洛扎县." in _said(luozha, *LAYER).err
    assert "洛扎县还需 2 所县级示范园。" in _said(luozha, *LAYER, lang="zh").err


def test_all_layers_are_one_object_from_city_to_village(luozha: Path) -> None:
    found = _json(luozha, "suggest", "--all")
    layers = [each["layer"] for each in found["layers"]]
    assert layers == ["city-county", "city-private", "county-township", "township-village"]
    assert set(_keys(found["layers"][2])) == set(_keys(_json(luozha, *LAYER)))
    assert found["missing"] == []


def test_why_lists_every_mentor_with_what_it_would_mean(luozha: Path) -> None:
    found = _json(luozha, *LAYER, "--why", "洛扎镇")
    assert (found["mentee"], found["mentor"]) == (town("洛扎镇"), FIRST)
    assert [(row["mentor"], row["extra"]) for row in found["options"]] == [
        (FIRST, 0),
        (SECOND, 8),
    ]
    assert "8.0 km dearer" in _said(luozha, *LAYER, "--why", "洛扎镇").out


def test_a_page_and_a_workbook_show_the_distances_like_a_map(luozha: Path) -> None:
    page, book = luozha.with_name("建议.html"), luozha.with_name("建议.xlsx")
    for path in (page, book):
        done("--db", str(luozha), *LAYER, "-o", str(path), *AS_OF, lang="zh")
    text = page.read_text("utf-8")
    assert '<span class="pill good">10</span>' in text
    assert "没有更好的安排" in text
    sheets = CalamineWorkbook.from_path(str(book))
    last = sheets.get_sheet_by_index(len(sheets.sheet_names) - 1).to_python()
    header = next(row for row in last if FIRST in row)
    assert SECOND in header
    (row,) = (row for row in last if row[0] == town("生格乡"))
    assert row[1] == SECOND
    assert sorted(value for value in row if isinstance(value, float)) == [30.0, 50.0]


# --- Distances on record ------------------------------------------------------------------------

BAD = """起点,终点,公里,分钟
洛扎县第二幼儿园,洛扎镇,0,
洛扎县第二幼儿园,拉康镇,-4,
洛扎县第二幼儿园,色乡,2001,
生格乡,洛扎县第二幼儿园,31,
谁也不认识,色乡,31,
色乡,色乡,5,
洛扎县第二幼儿园,洛扎镇,20,0.5
"""


def test_every_bad_distance_is_told_and_nothing_written(luozha: Path) -> None:
    before = content_of(luozha)
    table = luozha.with_name("路程.csv")
    table.write_text(BAD, "utf-8")
    answer = _said(luozha, "import", "travel", str(table))
    assert answer.code == 65
    for row, reason in (
        (2, "0 km can't be"),
        (3, "-4 km can't be"),
        (4, "2001 km can't be"),
        (5, "it is 31, and 30 back"),
        (6, "No kindergarten is called 谁也不认识"),
        (7, "is both ends of the way"),
        (8, "0.5 minutes can't be"),
    ):
        line = next(line for line in answer.err.splitlines() if reason in line)
        assert str(row) in line.split()
    assert content_of(luozha) == before


def test_two_rows_of_a_file_never_overwrite_each_other(luozha: Path) -> None:
    table = luozha.with_name("路程.csv")
    rows = [f"{FIRST},洛扎镇,{km}" for km in (11, 12)]
    table.write_text("\n".join(["from,to,km", *rows]), "utf-8")
    answer = _said(luozha, "import", "travel", str(table))
    assert answer.code == 65
    assert "it is 12 here, and 11 in another row" in answer.err
    table.write_text("\n".join(["from,to,km", rows[0], rows[0]]), "utf-8")
    assert _said(luozha, "import", "travel", str(table)).code == 0


def test_a_way_back_that_differs_needs_directed(luozha: Path) -> None:
    back = ("travel", "add", "洛扎镇", FIRST, "--km", "12")
    assert _said(luozha, *back).code == 65
    assert _said(luozha, *back, "--directed").code == 0
    listed = _json(luozha, "travel", "list", "洛扎镇")
    assert {row["km"] for row in listed if FIRST in (row["from"], row["to"])} == {10, 12}


def test_a_table_goes_out_and_comes_in_again(luozha: Path, tmp_path: Path) -> None:
    listed = done("--db", str(luozha), "travel", "list", "--format", "csv", *AS_OF)
    table = tmp_path / "路程.csv"
    table.write_text(listed.out, "utf-8")
    answer = _said(luozha, "import", "travel", str(table))
    assert answer.code == 0
    assert "8 of 8 rows are there already" in answer.err


def test_a_distance_is_corrected_and_taken_off_the_record(luozha: Path) -> None:
    changed = _said(luozha, "travel", "add", FIRST, "洛扎镇", "--km", "11", "--minutes", "25")
    assert "11.0 km, 25 min (before: 10.0 km)" in changed.err
    same = _said(luozha, "travel", "add", FIRST, "洛扎镇", "--km", "11")
    assert "nothing was changed" in same.err
    done("--db", str(luozha), "travel", "remove", FIRST, "洛扎镇", "--reason", "改道", *AS_OF)
    assert _said(luozha, "travel", "remove", FIRST, "洛扎镇", "--reason", "改道").code == 4
    assert len(_json(luozha, "travel", "list")) == 7


def test_a_template_for_distances_can_be_filled_in(luozha: Path, tmp_path: Path) -> None:
    path = tmp_path / "路程.xlsx"
    done("--db", str(luozha), "template", "travel", "-o", str(path), *AS_OF, lang="zh")
    header = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    titles = " ".join(str(cell) for row in header for cell in row)
    for word in ("起点", "终点", "公里", "分钟"):
        assert word in titles


# --- Needs and strengths ------------------------------------------------------------------------


def test_tags_are_given_listed_and_taken_away(luozha: Path) -> None:
    given = _said(luozha, "kindergarten", "tag", "洛扎镇", "need", "队伍素质", "送教下乡")
    assert "2 added" in given.err
    rows = _json(luozha, "kindergarten", "tag", "洛扎镇")
    assert [(row["kind"], row["tag"]) for row in rows] == [
        ("need", "teachers"),
        ("need", "lesson_delivery"),
    ]
    _said(luozha, "kindergarten", "tag", "洛扎镇", "strength", "环境创设")
    shown = _json(luozha, "kindergarten", "show", "洛扎镇")
    assert shown["needs"] == ["teachers", "lesson_delivery"]
    assert shown["strengths"] == ["environment"]
    told = done("--db", str(luozha), "kindergarten", "show", "洛扎镇", lang="zh").out
    assert "队伍素质、送教" in told
    again = _said(luozha, "kindergarten", "tag", "洛扎镇", "need", "teachers")
    assert "nothing was changed" in again.err
    done("--db", str(luozha), "kindergarten", "tag", "洛扎镇", "need", "送教", "--remove")
    assert len(_json(luozha, "kindergarten", "tag", "洛扎镇")) == 2
    assert _said(luozha, "kindergarten", "tag", "洛扎镇", "need", "造火箭").code == 4
    assert _said(luozha, "kindergarten", "tag", "洛扎镇", "need").code == 2
