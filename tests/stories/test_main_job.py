"""The main job on the real 2022-2024 data, told as command lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.commandline import done, pairing
from tests.services.seeded import seeded_at

LANGUAGES = ("zh", "en")
VISIT = (
    "log-visit",
    "隆子县",
    "加查县",
    "--form",
    "送教下乡",
    "--on",
    "2022-04-12",
    "--hours",
    "4",
)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme, as the database of the environment."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    monkeypatch.delenv("PAIRING_TODAY", raising=False)
    return path


# --- What the seed makes ---------------------------------------------------------------------


def test_init_makes_the_file_and_a_second_init_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"
    monkeypatch.setenv("PAIRING_DB", str(path))
    first = done("init", "--json")
    assert first.data["pairings"] == 12
    assert first.data["exemptions"] == 3
    assert first.data["rule_packs"] == 2
    before = path.read_bytes()
    second = done("init", "--json")
    assert sum(second.data.values()) == 0
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["new.db"]


def test_each_city_exemplar_helps_three_counties_and_a_private_kindergarten(db: Path) -> None:
    rows = done("list", "--json").data
    assert len(rows) == 12
    assert Counter((row["mentor"], row["layer"]) for row in rows) == {
        (mentor, layer): count
        for mentor in ("市实验幼儿园", "市第二实验幼儿园", "市第三实验幼儿园")
        for layer, count in (("city-county", 3), ("city-private", 1))
    }
    assert list(rows[0]) == [
        "ref",
        "cycle",
        "layer",
        "kind",
        "mentor",
        "mentee",
        "county",
        "start",
        "end",
        "state",
    ]


def test_every_kindergarten_is_in_one_state_and_three_counties_are_exempt(db: Path) -> None:
    rows = done("coverage", "--json", "--as-of", "2023-01-01").data
    assert Counter(row["state"] for row in rows) == {"mentor": 3, "mentored": 12, "exempt": 3}
    assert len({row["kindergarten"] for row in rows}) == 18
    exempt = {row["county"] for row in rows if row["state"] == "exempt"}
    assert exempt == {"错那市", "洛扎县", "浪卡子县"}


# --- One visit for two, counted once, and taken back -----------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_visit_for_two_is_one_visit_and_undo_takes_it_back(db: Path, lang: str) -> None:
    before = done("summary", "--as-of", "2024-03-31", "--json", lang=lang).out
    done(*VISIT, "--topic", "绘本教学", lang=lang)
    totals = done("summary", "--as-of", "2024-03-31", "--json", lang=lang).data["totals"]
    assert (totals["visits"], totals["class_hours"]) == (1, 4)
    (visit,) = done("visit", "list", "--json", lang=lang).data
    assert visit["mentees"] == ["隆子县示范幼儿园", "加查县示范幼儿园"]
    assert (visit["form"], visit["topic"]) == ("lesson_delivery", "绘本教学")
    done("undo", lang=lang)
    assert done("summary", "--as-of", "2024-03-31", "--json", lang=lang).out == before


def test_a_visit_counts_for_each_of_its_two_pairings(db: Path) -> None:
    done(*VISIT)
    rows = done("progress", "--detail", "--json", "--as-of", "2022-06-30").data
    hours = {
        row["mentee"]: (row["need"], row["done"], row["remaining"], row["state"])
        for row in rows
        if row["rule"] == "lesson-hours" and row["period"] == "2022-spring"
    }
    assert hours["隆子县示范幼儿园"] == hours["加查县示范幼儿园"] == (10, 4, 6, "behind")
    assert hours["贡嘎县示范幼儿园"] == (10, 0, 10, "behind")


def test_json_is_the_same_in_both_languages(db: Path) -> None:
    done(*VISIT)
    done("log-visit", "隆子县", "--form", "讲座", "--on", "2022-10-12", "--planned")
    for words in (
        ("list",),
        ("visit", "list"),
        ("progress",),
        ("progress", "--detail"),
        ("schedule",),
        ("summary",),
        ("coverage",),
        ("why", "隆子县", "lesson-hours"),
        ("history",),
        ("show", "隆子县"),
    ):
        line = (*words, "--json", "--as-of", "2022-06-30")
        assert done(*line, lang="zh").out == done(*line, lang="en").out, words


def test_why_names_the_clause_and_what_counts_and_what_does_not(db: Path) -> None:
    done(*VISIT)
    done("log-visit", "隆子县", "--form", "讲座", "--on", "2022-05-12", "--hours", "2")
    found = done("why", "隆子县", "lesson-hours", "--json", "--as-of", "2022-07-16").data
    assert found["rule"]["source"]["document"] == "001 plan 3"
    (spring,) = found["periods"]
    assert [row["amount"] for row in spring["counted"]] == [4]
    assert [row["reason"] for row in spring["not_counted"]] == ["wrong_form"]
    assert spring["state"] == "missed"


def test_a_planned_visit_stands_in_the_schedule_until_it_is_confirmed(db: Path) -> None:
    done("log-visit", "隆子县", "--form", "讲座", "--on", "2022-10-12", "--planned")
    (row,) = [
        row
        for row in done("schedule", "--json", "--as-of", "2022-06-30").data
        if row["kind"] == "visit"
    ]
    assert (row["date"], row["form"], row["state"]) == ("2022-10-12", "lecture", "planned")
    assert done("summary", "--json").data["totals"]["visits"] == 0
    done("visit", "confirm", row["ref"], "--teachers", "30")
    totals = done("summary", "--json").data["totals"]
    assert {key: totals[key] for key in ("pairings", "visits", "class_hours", "teachers")} == {
        "pairings": 12,
        "visits": 1,
        "class_hours": 0,
        "teachers": 30,
    }
    assert (totals["participations"], totals["people"], totals["attainment"]) == (1, 0, 0)


def test_a_consult_visit_counts_in_totals_and_owes_nothing(db: Path) -> None:
    refused = pairing("log-visit", "错那县", "--form", "交流咨询", "--on", "2022-04-12")
    assert refused.code == 3
    done("assign", "--consult", "市第二实验幼儿园", "错那县")
    done("log-visit", "错那县", "--form", "交流咨询", "--on", "2022-04-12")
    assert done("summary", "--json").data["totals"]["visits"] == 1
    assert len(done("progress", "--json").data) == 12


def test_a_township_and_a_village_join_the_cascade_within_the_capacities(db: Path) -> None:
    for name, region in (("甲", "隆子镇"), ("乙", "日当镇"), ("丙", "列麦乡")):
        done(
            *("kindergarten", "add", f"{name}乡幼儿园", "--tier", "township"),
            *("--region", f"隆子县/{region}", "--exemplar", "township"),
        )
    done("assign", "隆子县", "甲乡幼儿园", "乙乡幼儿园")
    third = pairing("assign", "隆子县", "丙乡幼儿园", "--json")
    assert (third.code, third.error["code"]) == (3, "capacity")
    elsewhere = pairing("assign", "加查县", "丙乡幼儿园", "--json")
    assert (elsewhere.code, elsewhere.error["code"]) == (3, "same-place")
    done("assign", "隆子县", "丙乡幼儿园", "--override", "县里只有一所示范园")
    states = {
        row["kindergarten"]: row["state"]
        for row in done("coverage", "--json", "--as-of", "2022-05-01").data
    }
    assert states["隆子县示范幼儿园"] == "both"
    assert states["甲乡幼儿园"] == "mentored"


# --- What is refused, with which code --------------------------------------------------------

REFUSED = (
    (("assign", "市实验幼儿园", "措美县"), 3, "already-assigned"),
    (("assign", "市实验幼儿园", "市实验幼儿园"), 3, "two-sides"),
    (("assign", "市实验幼儿园", "洛扎县"), 3, "exempt"),
    (("assign", "隆子县", "加查县"), 3, "already-assigned"),
    (("assign", "市实验幼儿园", "a\x1b[31mb"), 65, "control-characters"),
    (("assign", "市实验幼儿园", "   "), 2, "blank"),
    (("log-visit", "隆子县", "--form", "送教", "--on", "2022-02-30"), 2, "impossible-date"),
    (("log-visit", "隆子县", "--form", "送教", "--on", "2025-05-01"), 2, "outside-every-cycle"),
    (("log-visit", "隆子县", "--form", "送教", "--on", "2022-05-02..2022-05-01"), 2, None),
    ((*VISIT[:-1], "-1"), 2, "bad-hours"),
    ((*VISIT[:-1], "25"), 2, "bad-hours"),
    ((*VISIT[:-1], "nan"), 2, "usage"),
    ((*VISIT[:-1], "1.25"), 2, "bad-hours"),
    (("log-visit", "隆子县", "--form", "送叫"), 4, "no-such-form"),
    (("log-visit", "龙子县", "--form", "送教"), 4, "no-such-kindergarten"),
    (("log-visit", "实验", "--form", "送教"), 4, "ambiguous-kindergarten"),
    (
        ("log-visit", "隆子县", "措美县", "--form", "送教", "--on", "2022-05-01"),
        3,
        "several-mentors",
    ),
    ((*VISIT, "--topic", "长" * 201), 65, "too-long"),
    ((*VISIT, "--note", "长" * 1_000_000), 65, "too-long"),
    ((*VISIT, "--goal", "全面发展"), 4, "no-such-goal"),
    ((*VISIT, "--file", "/nowhere/at/all.jpg"), 66, "no-such-file"),
    ((*VISIT, "--need", "abcd"), 4, "no-such-ref"),
    (("log-visit", "隆子县", "--form", "送教", "--on", "2100-01-01"), 2, "outside-every-cycle"),
    (("visit", "cancel", "ffff", "--reason", "x"), 4, "no-such-ref"),
    (("summary", "-o", "summary.exe"), 2, "unknown-ending"),
    (("lst",), 2, "usage"),
    (("list", "--nonsense"), 2, "usage"),
    (("list", "--cycle", "2030-2032"), 4, "no-such-cycle"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("words", "code", "name"), REFUSED)
def test_what_can_not_be_is_refused_and_nothing_is_written(
    db: Path, words: tuple[str, ...], code: int, name: str | None, lang: str
) -> None:
    before = db.read_bytes()
    answer = pairing(*words, "--json", lang=lang)
    assert answer.code == code, answer.err
    assert answer.out == ""
    assert answer.error["exit"] == code
    assert name in (None, answer.error["code"])
    assert db.read_bytes() == before


def test_a_refusal_names_the_rule_and_how_to_override_it(db: Path) -> None:
    done("unassign", "隆子县", "--on", "2022-05-20", "--reason", "撤并")
    late = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-06-12")
    refused = pairing(*late)
    assert refused.code == 3
    assert "--override REASON" in refused.err
    done(*late, "--override", "补记")
    assert done("visit", "list", "--json").data[0]["date"] == "2022-06-12"


def test_an_ambiguous_name_lists_candidates_and_a_qualified_one_is_taken(db: Path) -> None:
    for county in ("洛扎县", "隆子县"):
        done(
            *("kindergarten", "add", "扎日乡中心幼儿园", "--tier", "township"),
            *("--region", f"{county}/扎日乡"),
        )
    ambiguous = pairing("kindergarten", "show", "扎日乡")
    assert ambiguous.code == 4
    assert "洛扎县" in ambiguous.err
    assert "隆子县" in ambiguous.err
    assert done("kindergarten", "show", "洛扎县/扎日乡", "--json").data["county"] == "洛扎县"


def test_a_county_is_found_by_its_former_name_code_and_pinyin(db: Path) -> None:
    for name in ("错那县", "错那市", "540581", "540530", "cuonashi", "错那", "错那市示范"):
        found = done("kindergarten", "show", name, "--json").data
        assert found["name"] == "错那市示范幼儿园", name
