"""Commendation on the command line: candidates, publicity, award, promotion, the trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.honours.criteria import end_of_publicity, workdays
from pairing_cli.domain.judging.frozen import is_as_frozen
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.files.commendation_criteria import read_criteria
from pairing_cli.resources import data_file
from pairing_cli.store.opening import FileReader
from tests.commandline import Answer, done, pairing
from tests.services.programme import content_of
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]
Fails = Callable[..., tuple[int, str]]
DAY = "2024-06-20"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme as the seed has it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return seeded_at(tmp_path / "p.db", quotas=Ledger.REFERENCE)


@pytest.fixture
def ok(db: Path) -> Run:
    """Run a command line that must succeed, in the wrap-up."""

    def run(*words: str, lang: str = "en", as_of: str = DAY) -> Answer:
        return done("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words, lang=lang)

    return run


@pytest.fixture
def fails(db: Path) -> Fails:
    """Run a command line that must fail and change nothing; exit and specific code."""

    def run(*words: str, as_of: str = DAY) -> tuple[int, str]:
        before = content_of(db)
        answer = pairing("--db", str(db), "--as-of", as_of, *words, "--json")
        assert content_of(db) == before
        return answer.code, answer.error["code"]

    return run


@pytest.fixture
def assessed(ok: Run) -> str:
    """The ref of an approved assessment."""
    ok("assessment", "adopt", "bundled", as_of="2024-03-31")
    (row,) = ok("assessment", "add", "--json", as_of="2024-03-31").data
    ok("assessment", "approve", row["ref"], "--by", "卓玛", as_of="2024-05-30")
    return str(row["ref"])


def nominate(ok: Run, *words: str) -> str:
    (row,) = ok("commendation", "add", *words, "--reason", "两年送教", "--json").data
    return str(row["ref"])


def publicised(ok: Run, *words: str) -> str:
    ref = nominate(ok, *words)
    ok("commendation", "publicise", ref, "--from", "2024-06-21")
    return ref


def candidates(ok: Run, kind: str, *words: str, as_of: str = DAY) -> list[dict[str, Any]]:
    data = ok("commendation", "candidates", "--kind", kind, *words, "--json", as_of=as_of).data
    return [dict(each) for each in data]


def award(ref: str, on: str, *more: str) -> tuple[str, ...]:
    return ("commendation", "award", ref, "--number", "山教发〔2024〕8号", "--on", on, *more)


def test_candidates_say_what_each_lacks(ok: Run, assessed: str) -> None:
    assert candidates(ok, "unit") == []
    rows = candidates(ok, "unit", "--all", "--places", "3")
    wanted = ("kind", "unit", "county", "person", "grade", "total", "meets", "lacks", "evidence")
    assert rows[0].keys() >= set(wanted)
    assert rows[0]["evidence"].keys() >= {
        *("visits", "terms", "needs_solved", "inspections", "experiences"),
    }
    longzi = next(row for row in rows if (row["unit"] or "").startswith("隆子"))
    assert longzi["lacks"] == ["grade", "inspected", "summary", "showcase"]
    assert not longzi["meets"]
    assert {row["county"] for row in rows if row["unit"] is None} >= {"隆子县", "措美县"}
    note = ok("commendation", "candidates", "--kind", "unit", "--places", "3").err
    assert "3 places are given; they may stay empty" in note


def test_without_an_approved_assessment_nobody_fulfils(ok: Run) -> None:
    assert all("assessment" in row["lacks"] for row in candidates(ok, "unit", "--all"))


def test_a_summary_and_a_showing_are_lacking_no_longer(ok: Run, assessed: str) -> None:
    (summary,) = ok("experience", "add", "扎囊县", "--kind", "summary", "--title", "总结",
                    "--json").data  # fmt: skip
    ok("experience", "accept", summary["ref"])
    (event,) = ok("showcase", "add", "--title", "展示", "--on", "2024-05-18", "--json").data
    ok("showcase", "join", event["ref"], "扎囊县", "--form", "lesson")
    rows = candidates(ok, "unit", "--all")
    zhanang = next(row for row in rows if (row["unit"] or "").startswith("扎囊"))
    assert zhanang["lacks"] == ["grade", "inspected"]
    assert zhanang["evidence"]["experiences"][0]["title"] == "总结"


def test_people_are_listed_by_needs_solved_never_by_visits(ok: Run, assessed: str) -> None:
    days = ("2022-04-12", "2022-04-13", "2022-10-12", "2022-10-13")
    for day in days:
        ok("log-visit", "隆子县", "--form", "送教", "--on", day, "--by", "德吉", as_of=day)
    (visit,) = ok("log-visit", "隆子县", "--form", "送教", "--on", "2023-04-12", "--by", "央金",
                  "--json", as_of="2023-04-12").data  # fmt: skip
    (need,) = ok("need", "add", "隆子县", "--text", "材料不足", "--on", "2023-01-05", "--json").data
    ok("need", "edit", need["ref"], "--visit", visit["ref"], "--state", "solved",
       "--settled", "2023-05-01")  # fmt: skip
    rows = candidates(ok, "person", "--all")
    found = {row["person"]: row["evidence"] for row in rows}
    assert found["德吉"]["terms"] == 2
    assert found["央金"]["needs_solved"] == 1
    assert [row["person"] for row in rows] == ["央金", "德吉"]
    assert "terms" in next(row["lacks"] for row in rows if row["person"] == "央金")


def test_an_exemplar_that_failed_is_to_be_looked_at_again(ok: Run, assessed: str) -> None:
    rows = candidates(ok, "regrade")
    assert any(row["unit"].startswith("隆子") for row in rows)


def test_five_workdays_of_publicity_go_before_an_award(
    ok: Run, fails: Fails, assessed: str
) -> None:
    ref = nominate(ok, "unit", "扎囊县")
    assert fails(*award(ref, DAY)) == (3, "publicity")
    assert fails(
        "commendation", "publicise", ref, "--from", "2024-06-21", "--to", "2024-06-25"
    ) == (3, "publicity")
    (row,) = ok("commendation", "publicise", ref, "--from", "2024-06-21", "--json").data
    assert (row["publicised_from"], row["publicised_to"]) == ("2024-06-21", "2024-06-27")
    for day in ("2024-06-26", "2024-06-27"):
        assert fails(*award(ref, day), as_of="2024-06-28") == (3, "publicity")
    ok(*award(ref, "2024-06-28"), as_of="2024-06-28")
    assert fails(*award(ref, "2024-06-28"), as_of="2024-06-28") == (3, "honour-decided")


def test_workdays_are_mondays_to_fridays() -> None:
    friday = dt.date(2024, 6, 21)
    assert end_of_publicity(friday, 5) == dt.date(2024, 6, 27)
    assert workdays(friday, dt.date(2024, 6, 24)) == 2
    assert end_of_publicity(dt.date(2024, 6, 22), 5) == dt.date(2024, 6, 28)


def test_without_an_approved_assessment_it_takes_an_override(ok: Run, fails: Fails) -> None:
    ref = publicised(ok, "unit", "扎囊县")
    assert fails(*award(ref, "2024-06-28"), as_of="2024-06-28") == (3, "no-assessment")
    ok(*award(ref, "2024-06-28", "--override", "考核另行组织"), as_of="2024-06-28")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("person --person 次仁", (4, "who")),
        ("person --county 隆子县 --person 次仁", (4, "who")),
        ("person 市实验幼儿园", (2, "who")),
        ("unit 扎囊县 --person 次仁", (2, "not-a-person")),
        ("unit", (2, "whose")),
        ("unit 扎囊县 --county 隆子县", (2, "whose")),
        ("promotion 扎囊县", (2, "to-what")),
        ("promotion 扎囊县 --to county", (2, "to-what")),
        ("unit 没有园", (4, "no-such-kindergarten")),
    ],
)
def test_a_nomination_says_who_and_what(fails: Fails, words: str, refused: tuple[int, str]) -> None:
    assert fails("commendation", "add", *words.split(), "--reason", "好") == refused


def test_nobody_is_nominated_twice_for_the_same_in_a_cycle(ok: Run, fails: Fails) -> None:
    first = nominate(ok, "unit", "扎囊县")
    words = ("commendation", "add", "unit", "--unit", "扎囊县", "--reason", "好")
    assert fails(*words) == (65, "nominated-twice")
    ok("commendation", "withdraw", first, "--reason", "本园放弃")
    ok(*words)
    nominate(ok, "person", "扎囊县", "--person", "德吉")
    nominate(ok, "person", "市实验幼儿园", "--person", "德吉")


def test_a_promotion_changes_the_grade_from_that_day_in_one_entry(ok: Run, assessed: str) -> None:
    ref = publicised(ok, "晋级", "扎囊县", "--to", "市级")
    ok(*award(ref, "2024-06-28"), as_of="2024-06-28")
    shown = ok("kindergarten", "show", "扎囊县", "--json").data
    assert shown["exemplar"] == "city"
    data = ok("commendation", "show", ref, "--json").data
    assert (data["from_grade"], data["to"]) == ("county", "city")
    ok("undo", as_of="2024-06-28")
    assert ok("kindergarten", "show", "扎囊县", "--json").data["exemplar"] == "county"
    taken_back = ok("commendation", "show", ref, "--json", as_of="2024-06-28").data
    assert taken_back["state"] == "publicised"


def test_a_promotion_may_be_to_a_status(ok: Run, db: Path, assessed: str) -> None:
    ref = publicised(ok, "promotion", "扎囊县", "--to", "示范引领中心")
    ok(*award(ref, "2024-06-28"), as_of="2024-06-28")
    with closing(FileReader(db)) as store:
        (row,) = store.rows("SELECT status, from_date FROM kindergarten_status")
    assert tuple(row.values()) == ("county_centre", "2024-06-28")


def test_the_trace_goes_back_to_visits_and_is_frozen_with_the_award(
    ok: Run, db: Path, assessed: str
) -> None:
    ok("log-visit", "扎囊县", "--form", "送教", "--on", "2022-04-12", as_of="2022-04-12")
    ref = publicised(ok, "unit", "扎囊县")
    trace = ok("commendation", "show", ref, "--json").data["trace"]
    assert trace.keys() >= {
        *("assessment", "inspections", "findings", "visits", "documents", "experience"),
        "showcase",
    }
    assert trace["assessment"]["ref"] == assessed
    assert trace["assessment"]["parts"]
    assert [each["form"] for each in trace["visits"]] == ["lesson_delivery"]
    ok(*award(ref, "2024-06-28"), as_of="2024-06-28")
    ok("log-visit", "扎囊县", "--form", "送教", "--on", "2022-05-12", as_of="2022-05-12")
    shown = ok("commendation", "show", ref, "--json", as_of="2024-06-28").data
    assert len(shown["trace"]["visits"]) == 1
    with closing(FileReader(db)) as store:
        (row,) = store.rows("SELECT trace, sha256 FROM honour")
    assert is_as_frozen(row["trace"], row["sha256"])


def test_what_was_rejected_is_decided(ok: Run, fails: Fails) -> None:
    ref = nominate(ok, "unit", "扎囊县")
    ok("commendation", "reject", ref, "--reason", "有异议")
    assert fails("commendation", "withdraw", ref, "--reason", "放弃") == (3, "honour-decided")
    (row,) = ok("commendation", "list", "--state", "rejected", "--json").data
    assert row["decision_reason"] == "有异议"


def test_the_decision_is_printed_once_something_is_awarded(
    ok: Run, fails: Fails, tmp_path: Path, assessed: str
) -> None:
    file = str(tmp_path / "决定.docx")
    assert fails("commendation", "print", "-o", file) == (3, "nothing-awarded")
    ref = publicised(ok, "unit", "扎囊县")
    ok(*award(ref, "2024-06-28"), as_of="2024-06-28")
    ok("commendation", "print", "-o", file, as_of="2024-06-28", lang="zh")
    assert Path(file).stat().st_size > 5000
    ok("export", "commendations", "-o", str(tmp_path / "h.csv"))


def test_criteria_with_a_wrong_key_are_refused_with_line_and_key(tmp_path: Path) -> None:
    text = data_file("commendations/shannan.yaml").read_text("utf-8")
    own = tmp_path / "own.yaml"
    for old, new, column in (
        ("least_terms: 2", "least_term: 2", "person.least_terms"),
        ("least_grade: good", "least_grade: better", "unit.least_grade"),
        ("  source: 七、帮扶要求（四）\n  least_grade: good", "  least_grade: good", "unit.source"),
    ):
        assert old in text
        own.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadData) as caught:
            read_criteria(own)
        assert caught.value.row
        assert caught.value.column == column
