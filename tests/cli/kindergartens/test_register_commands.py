"""The registers, coverage and history as commands: what is typed, printed and exited with."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.commandline import run_here
from tests.services.programme import content_of, programme_at

pytestmark = pytest.mark.filterwarnings(r"ignore:.click\.:DeprecationWarning")
"""typer 0.25 imports names that click 8.5 has deprecated."""

LANGUAGES = ("zh", "en")


class Answer(NamedTuple):
    """What a command line led to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The one error object on stderr."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small programme, as the database of the environment."""
    path = programme_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_TODAY", "2023-05-10")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    return path


def pairing(*words: str, lang: str = "en") -> Answer:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    environ = {"PAIRING_LANG": lang, "PAIRING_DEBUG": "1"}
    return Answer(run_here(words, environ, out, err), out.getvalue(), err.getvalue())


def done(*words: str, lang: str = "en") -> Answer:
    """Run a command line that must succeed."""
    answer = pairing(*words, lang=lang)
    assert answer.code == 0, answer.err
    return answer


# --- Every command in both languages --------------------------------------------------------

READS: Sequence[tuple[str, ...]] = (
    ("kindergarten", "list"),
    ("kindergarten", "show", "隆子县"),
    ("kindergarten", "baseline", "隆子县"),
    ("region", "list"),
    ("form", "list"),
    ("cycle", "list"),
    ("cycle", "show"),
    ("coverage",),
    ("cascade",),
    ("history",),
    ("history", "1"),
    ("db", "path"),
)

WRITES: Sequence[tuple[str, ...]] = (
    ("kindergarten", "add", "热荣乡幼儿园", "--tier", "township", "--region", "热荣乡"),
    ("kindergarten", "edit", "隆子县", "--head", "卓玛"),
    ("kindergarten", "rename", "隆子县", "隆子县第一幼儿园"),
    ("kindergarten", "rename", "隆子县", "--confirm"),
    ("kindergarten", "alias", "市实验幼儿园", "实幼"),
    ("kindergarten", "baseline", "隆子县", "--on", "2022-03-20", "--children", "360"),
    ("kindergarten", "remove", "洛扎县", "--reason", "撤并"),
    ("form", "add", "story", "--zh", "故事会", "--direction", "joint", "--alias", "讲故事"),
    ("form", "alias", "送教", "送课"),
    ("form", "remove", "送教", "--reason", "不再开展"),
    ("cycle", "add", "2024-2026", "--start", "2024-04-01", "--end", "2026-03-31"),
    ("cycle", "term-add", "2024春", "--start", "2024-03-01", "--end", "2024-07-15"),
)


@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_json_is_the_same_in_both_languages(db: Path, words: tuple[str, ...]) -> None:
    assert done(*words, "--json", lang="zh").out == done(*words, "--json", lang="en").out


@pytest.mark.parametrize("words", READS, ids=" ".join)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_table_goes_to_stdout_and_reading_changes_nothing(
    db: Path, words: tuple[str, ...], lang: str
) -> None:
    before = db.read_bytes()
    answer = done(*words, lang=lang)
    assert answer.out.strip() or answer.err.strip()
    assert "Traceback" not in answer.err
    assert db.read_bytes() == before


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_write_says_on_stderr_what_it_did_and_how_to_take_it_back(
    db: Path, words: tuple[str, ...], lang: str
) -> None:
    before = content_of(db)
    answer = done(*words, lang=lang)
    assert answer.out == ""
    assert "pairing undo" in answer.err.splitlines()[0]
    assert content_of(db) != before
    done("undo", lang=lang)
    assert content_of(db) == before


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_a_dry_run_writes_nothing_and_offers_no_undo(db: Path, words: tuple[str, ...]) -> None:
    before = db.read_bytes()
    assert "pairing undo" not in done(*words, "--dry-run").err
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("kindergarten", "add", "热荣乡幼儿园"),
        ("kindergarten", "remove", "洛扎县"),
        ("kindergarten", "rename", "洛扎县"),
        ("kindergarten", "edit", "洛扎县"),
        ("kindergarten", "baseline", "隆子县", "--on", "2022-03-20"),
        ("kindergarten", "baseline", "隆子县", "--grade", "小班"),
        ("kindergarten", "baseline", "隆子县", "--children", "1", "--on", "2022-02-30"),
        ("kindergarten", "list", "--unassigned", "--state", "exempt"),
        ("cycle", "add", "x", "--start", "2024-04-01", "--end", "2024-03-01"),
        ("form", "add", "x", "--zh", "故事会"),
        ("history", "--all", "--limit", "3"),
        ("coverage", "--state", "nowhere"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_wrong_usage_exits_2_and_writes_nothing(
    db: Path, words: tuple[str, ...], lang: str
) -> None:
    before = db.read_bytes()
    answer = pairing(*words, lang=lang)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
    assert db.read_bytes() == before


# --- Kindergartens --------------------------------------------------------------------------


def test_the_roster_has_the_fixed_keys(db: Path) -> None:
    row = done("kindergarten", "list", "--json").data[0]
    assert list(row)[:10] == [
        "name",
        "code",
        "tier",
        "ownership",
        "exemplar",
        "county",
        "township",
        "aliases",
        "name_confirmed",
        "state",
    ]
    assert row["aliases"] == ["山南市实验幼儿园"]
    assert row["name_confirmed"] is True
    assert row["state"] == "mentor"


def test_the_roster_answers_before_any_cycle_has_begun(db: Path) -> None:
    rows = done("kindergarten", "list", "--as-of", "2020-01-01", "--json").data
    assert {row["state"] for row in rows} == {"unassigned"}


def test_figures_are_recorded_and_listed_as_the_help_says(db: Path) -> None:
    assert done("kindergarten", "baseline", "隆子县", "--json").data == []
    told = ("--on", "2022-03-20", "--children", "360", "--staff", "50", "--classes", "12")
    done("kindergarten", "baseline", "隆子县", *told)
    done("kindergarten", "baseline", "隆子县", "--on", "2022-03-20", "--grade", "小班＝4")
    (row,) = done("kindergarten", "baseline", "隆子县", "--json").data
    assert row["date"] == "2022-03-20"
    assert (row["children"], row["staff"], row["classes"]) == (360, 50, 12)
    assert row["teachers"] is None
    assert row["grades"] == ["小班 4"]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("edit", "隆子县", "--phone", "园长室"), "bad-phone", 65),
        (("edit", "隆子县", "--code", "123"), "bad-site-code", 65),
        (("add", " ", "--tier", "city"), "blank", 2),
        (("add", "市实验幼儿园", "--tier", "city"), "already-there", 65),
        (("baseline", "隆子县", "--children", "-1"), "bad-figure", 65),
        (("show", "没有这个园"), "no-such-kindergarten", 4),
        (("remove", "隆子县", "--reason", "撤并"), "in-pairing", 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_refused_names_its_case_and_exits_with_its_number(
    db: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    before = db.read_bytes()
    answer = pairing("kindergarten", *words, "--json")
    assert answer.code == exit_code
    assert (answer.error["code"], answer.error["exit"]) == (code, exit_code)
    assert db.read_bytes() == before


def test_what_is_so_already_is_not_offered_to_be_taken_back(db: Path) -> None:
    done("kindergarten", "edit", "隆子县", "--head", "卓玛")
    before = db.read_bytes()
    assert "pairing undo" not in done("kindergarten", "edit", "隆子县", "--head", "卓玛").err
    assert db.read_bytes() == before


def test_a_namesake_is_remarked_on(db: Path) -> None:
    for county in ("洛扎县", "隆子县"):
        told = ("--tier", "township", "--region", f"{county}/扎日乡")
        answer = done("kindergarten", "add", "扎日乡幼儿园", *told, lang="zh")
    assert "洛扎县/扎日乡幼儿园" in answer.err


# --- Regions, forms, cycles -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("--level", "county"), ["540527", "540528", "540529"]),
        (("--parent", "隆子县"), ["540529201", "540529205"]),
        (("--county", "隆子县"), ["540529", "540529201", "540529205"]),
        (("扎日",), ["540527201", "540529205"]),
        (("zhari",), ["540527201", "540529205"]),
        (("540528",), ["540528"]),
        (("%",), []),
    ],
)
def test_regions_are_found_by_level_parent_and_text(
    db: Path, words: tuple[str, ...], codes: list[str]
) -> None:
    rows = done("region", "list", *words, "--json").data
    assert [row["code"] for row in rows] == codes


def test_a_new_form_is_listed_last_with_its_words(db: Path) -> None:
    told = ("--zh", "故事会", "--direction", "joint", "--alias", "讲故事", "--alias", "讲 故事")
    done("form", "add", "story_telling", *told)
    assert done("form", "list", "--json").data[-1] == {
        "code": "story_telling",
        "zh": "故事会",
        "en": "story telling",
        "direction": "joint",
        "aliases": ["讲故事"],
        "valid_from": None,
        "valid_to": None,
    }


@pytest.mark.parametrize("word", ["送教", "送教下乡", "Sent-Lessons", "lesson_delivery", "LECTURE"])
def test_a_word_that_means_a_form_is_refused_to_another(db: Path, word: str) -> None:
    told = ("--zh", "故事会", "--direction", "joint", "--alias", word)
    answer = pairing("form", "add", "story", *told, "--json")
    assert (answer.code, answer.error["code"]) == (65, "already-there")


def test_a_form_out_of_use_keeps_its_last_day_and_is_ended_once(db: Path) -> None:
    done("form", "remove", "送教", "--reason", "不再开展", "--on", "2023-08-31")
    assert done("form", "list", "--json").data[0]["valid_to"] == "2023-08-31"
    assert pairing("form", "remove", "送教", "--reason", "不再开展").code == 3


def test_a_new_cycle_takes_over_the_capacities_of_the_latest(db: Path) -> None:
    old = done("cycle", "show", "2022-2024", "--json").data
    done("cycle", "add", "2024-2026", "--start", "2024-04-01", "--end", "2026-03-31")
    new = done("cycle", "show", "2024-2026", "--json").data
    assert len(new["capacities"]) == 4
    assert new["capacities"] == old["capacities"]
    assert new["exemptions"] == []


def test_a_new_cycle_beyond_the_calendar_names_the_terms_and_the_command(db: Path) -> None:
    told = ("--start", "2024-04-01", "--end", "2026-03-31")
    said = done("cycle", "add", "2024-2026", *told).err
    assert "2024-spring, 2024-autumn, 2025-spring, 2025-autumn, 2026-spring" in said
    assert "pairing cycle term-add 2024-spring" in said
    assert "overlaps" not in said


def test_a_cycle_that_overlaps_another_says_where(db: Path) -> None:
    told = ("--start", "2023-09-01", "--end", "2024-01-15")
    said = done("cycle", "add", "autumn-2023", *told).err
    assert "overlaps with cycle 2022-2024 from 2023-09-01 to 2024-01-15" in said
    assert "term-add" not in said


@pytest.mark.parametrize("code", ["2022-2024", "2022 2024", "周期", "a" * 33])
def test_a_cycles_code_is_its_own_and_plain(db: Path, code: str) -> None:
    told = ("--start", "2024-04-01", "--end", "2026-03-31")
    assert pairing("cycle", "add", code, *told).code == 65


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("2023-autumn", "--start", "2023-09-01", "--end", "2024-01-15"), "already-there"),
        (("2024-spring", "--start", "2024-01-10", "--end", "2024-07-15"), "terms-overlap"),
        (("2025-spring", "--start", "2024-03-01", "--end", "2024-07-15"), "wrong-year"),
        (("2024-autumn", "--start", "2024-09-01", "--end", "2026-01-15"), "term-too-long"),
    ],
)
def test_a_term_that_contradicts_the_calendar_is_refused(
    db: Path, words: tuple[str, ...], code: str
) -> None:
    answer = pairing("cycle", "term-add", *words, "--json")
    assert (answer.code, answer.error["code"]) == (65, code)


def test_a_term_knows_its_school_year(db: Path) -> None:
    told = ("--start", "2024-03-01", "--end", "2024-07-15", "--json")
    (row,) = done("cycle", "term-add", "2024春", *told).data
    assert (row["code"], row["school_year"], row["season"]) == (
        "2024-spring",
        "2023-2024",
        "spring",
    )


# --- Coverage and cascade -------------------------------------------------------------------


def test_coverage_has_the_fixed_keys_and_one_state_each(db: Path) -> None:
    rows = done("coverage", "--json").data
    assert list(rows[0]) == [
        "kindergarten",
        "code",
        "county",
        "tier",
        "state",
        "mentor",
        "mentees",
        "statuses",
    ]
    assert [row["state"] for row in rows].count("exempt") == 1
    assert set(rows[0]["mentees"]) == {"隆子县示范幼儿园", "加查县示范幼儿园", "未来双语幼儿园"}


def test_coverage_is_summed_up_in_the_users_language(db: Path) -> None:
    said = done("coverage", lang="en").err
    counted, official = said.splitlines()
    assert counted == "6 kindergartens: mentored 3, mentor 1, exempt 1, unassigned 1."
    assert "how many there are officially is unknown" in official
    assert "不做单独安排 1" in done("coverage", lang="zh").err


def test_the_cascade_is_indented_for_people_and_nested_by_number_for_scripts(db: Path) -> None:
    lines = done("cascade").out.splitlines()
    assert any(line.startswith("  隆子县示范幼儿园 ") for line in lines)
    rows = {row["kindergarten"]: row for row in done("cascade", "--json").data}
    assert (rows["隆子县示范幼儿园"]["depth"], rows["隆子县示范幼儿园"]["parent"]) == (
        1,
        "市实验幼儿园",
    )
    assert rows["隆子县示范幼儿园"]["breaks"] == ["nobody-below"]
    assert "tree" not in rows["隆子县示范幼儿园"]


def test_the_cascade_can_be_cut_down_to_its_breaks(db: Path) -> None:
    rows = done("cascade", "--breaks", "--json").data
    assert len(rows) == 3
    assert all(row["breaks"] for row in rows)


# --- History --------------------------------------------------------------------------------


def test_history_has_the_fixed_keys(db: Path) -> None:
    done("kindergarten", "remove", "洛扎县", "--reason", "撤并", "--actor", "央金")
    row = done("history", "--json").data[0]
    assert list(row)[:6] == ["seq", "at", "actor", "command", "reason", "changes"]
    assert row["subject"] == "洛扎县示范幼儿园"
    assert (row["seq"], row["actor"], row["reason"]) == (2, "央金", "撤并")
    assert (row["command"], row["changes"]) == ("kindergarten remove", 1)


def test_a_table_shows_the_newest_twenty_and_scripts_get_all(db: Path) -> None:
    for number in range(20):
        done("kindergarten", "edit", "隆子县", "--head", f"园长{number}")
    assert len(done("history").out.splitlines()) == 2 + 20
    assert "--all" in done("history").err
    assert len(done("history", "--all").out.splitlines()) == 2 + 21
    assert len(done("history", "--json").data) == 21
    assert len(done("history", "--json", "--limit", "3").data) == 3


def test_history_of_one_person_is_asked_for_by_name(db: Path) -> None:
    done("kindergarten", "edit", "隆子县", "--head", "甲", "--actor", "央金")
    done("kindergarten", "edit", "隆子县", "--head", "乙")
    for words in (("--by", "央金"), ("--actor", "央金")):
        assert [row["seq"] for row in done("history", *words, "--json").data] == [2]
    assert len(done("history", "--json").data) == 3, "PAIRING_ACTOR says who writes, no more"


def test_one_command_is_shown_field_by_field_with_names_for_people(db: Path) -> None:
    done("kindergarten", "baseline", "隆子县", "--children", "360")
    shown = done("history", "2", lang="zh").out
    assert "隆子县示范幼儿园" in shown
    assert "幼儿数" in shown
    fields = {row["field"]: row["after"] for row in done("history", "2", "--json").data}
    assert fields["children"] == 360
    assert len(fields["kindergarten_id"]) == 36
    assert pairing("history", "99").code == 4


def test_undo_and_redo_name_the_command(db: Path) -> None:
    done("kindergarten", "edit", "隆子县", "--head", "甲")
    before = db.read_bytes()
    assert "kindergarten edit, 隆子县示范幼儿园 (no. 2, 卓玛" in done("undo", "--dry-run").err
    assert db.read_bytes() == before
    assert "pairing redo" in done("undo").err
    assert done("kindergarten", "show", "隆子县", "--json").data["head"] is None
    assert "kindergarten edit, 隆子县示范幼儿园 (no. 2, 卓玛" in done("redo").err
    assert done("kindergarten", "show", "隆子县", "--json").data["head"] == "甲"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("verb", "code"), [("undo", "nothing-to-undo"), ("redo", "nothing-to-redo")]
)
def test_nothing_to_take_back_is_a_refusal(db: Path, verb: str, code: str, lang: str) -> None:
    answer = pairing(verb, "--json", lang=lang)
    assert (answer.code, answer.error["code"]) == (3, code)


# --- The file -------------------------------------------------------------------------------


def test_the_path_is_told_whether_the_file_is_there_or_not(db: Path, tmp_path: Path) -> None:
    assert done("db", "path", "--json").data == {"path": str(db), "exists": True}
    missing = tmp_path / "none" / "p.db"
    told = done("db", "path", "--db", str(missing), "--json").data
    assert told == {"path": str(missing), "exists": False}
    assert not missing.parent.exists()
    assert str(missing) in done("db", "path", "--db", str(missing)).out
