"""Assessment on the command line: drafted, explained, adjusted, approved, frozen."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.judging.frozen import is_as_frozen
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.store.opening import FileReader
from tests.commandline import Answer, done, pairing
from tests.services.programme import content_of
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]
Fails = Callable[..., tuple[int, str]]
END = "2024-03-31"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme as the seed has it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return seeded_at(tmp_path / "p.db", quotas=Ledger.REFERENCE)


@pytest.fixture
def ok(db: Path) -> Run:
    """Run a command line that must succeed, on the last day of the cycle."""

    def run(*words: str, lang: str = "en", as_of: str = END) -> Answer:
        return done("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words, lang=lang)

    return run


@pytest.fixture
def fails(db: Path) -> Fails:
    """Run a command line that must fail and change nothing; exit and specific code."""

    def run(*words: str, as_of: str = END) -> tuple[int, str]:
        before = content_of(db)
        answer = pairing("--db", str(db), "--as-of", as_of, *words, "--json")
        assert content_of(db) == before
        return answer.code, answer.error["code"]

    return run


@pytest.fixture
def drafted(ok: Run) -> str:
    """The ref of a draft."""
    ok("assessment", "adopt", "bundled")
    (row,) = ok("assessment", "add", "--title", "两年考核", "--json").data
    return str(row["ref"])


def why(ok: Run, mentee: str) -> dict[str, Any]:
    return dict(ok("assessment", "why", mentee, "--json").data)


def total(ok: Run, mentee: str) -> float:
    return float(why(ok, mentee)["total"])


def part(found: dict[str, Any], code: str) -> dict[str, Any]:
    return next(dict(each) for each in found["parts"] if each["code"] == code)


def need(ok: Run, mentee: str, on: str = "2022-05-01", text: str = "材料不足") -> str:
    (row,) = ok("need", "add", mentee, "--text", text, "--on", on, "--json").data
    return str(row["ref"])


def test_without_a_formula_nothing_is_assessed(fails: Fails) -> None:
    for words in (("assessment", "add"), ("assessment", "show"), ("assessment", "why", "隆子县")):
        assert fails(*words) == (3, "no-scheme")


def test_a_formula_is_adopted_once_and_a_better_one_takes_its_place(
    ok: Run, fails: Fails, tmp_path: Path
) -> None:
    ok("assessment", "adopt", "bundled")
    ok("assessment", "adopt", "bundled")
    own = tmp_path / "own.yaml"
    shipped = Path(__file__).parents[3] / "data" / "assessments" / "bundled.yaml"
    text = shipped.read_text("utf-8").replace("scheme: bundled", "scheme: ours")
    own.write_text(text.replace("ledger: scheme ", "ledger: all "), "utf-8")
    rows = ok("assessment", "adopt", str(own), "--json").data
    assert [(row["code"], row["adopted"]) for row in rows] == [("ours", True), ("bundled", False)]
    own.write_text(text.replace("weight: 12", "weight: 13", 1), "utf-8")
    assert fails("assessment", "adopt", str(own)) == (65, "weights-not-a-hundred")
    assert fails("assessment", "adopt", "bundle") == (4, "no-such-scheme")


def test_show_has_the_keys_of_the_contract(ok: Run, drafted: str) -> None:
    rows = ok("assessment", "show", "--json").data
    assert len(rows) == 12
    wanted = (
        *("mentor", "mentee", "county", "shared", "mentor_own", "mentee_own", "cap"),
        *("adjustment", "total", "grade", "uncounted"),
    )
    assert rows[0].keys() >= set(wanted)
    by_mentor = ok("assessment", "show", drafted, "--by", "mentor", "--json").data
    assert len(by_mentor) == 3
    assert by_mentor[0].keys() >= {"mentor", "pairings", "total", "worst", "grade", "held_down"}
    assert {row["county"] for row in ok("assessment", "show", "--by", "县区", "--json").data} >= {
        "隆子县",
        "措美县",
    }
    (listed,) = ok("assessment", "list", "--json").data
    assert listed.keys() >= {"ref", "title", "as_of", "state"}


def test_why_explains_every_point(ok: Run, drafted: str) -> None:
    need(ok, "隆子县")
    found = why(ok, "隆子县")
    wanted = ("mentee", "mentor", "as_of", "formula", "parts", "caps", "adjustment", "total",
              "grade", "next_steps")  # fmt: skip
    assert found.keys() >= set(wanted)
    assert sum(each["points"] for each in found["parts"]) == pytest.approx(found["before"])
    needs = part(found, "needs")
    (ground,) = needs["from"]
    assert (ground["kind"], ground["text"], ground["need"], ground["done"]) == (
        *("need", "材料不足"),
        *(1, 0),
    )
    assert part(found, "mending")["value"] is None
    assert sum(each["effective_weight"] for each in found["parts"]) == 100


def test_a_need_that_is_solved_lifts_both_partners(ok: Run, drafted: str) -> None:
    ref = need(ok, "隆子县")
    before, mentor = total(ok, "隆子县"), ok("assessment", "show", "--by", "mentor", "--json").data
    ok("need", "edit", ref, "--state", "solved", "--settled", "2022-06-01")
    assert total(ok, "隆子县") > before
    after = ok("assessment", "show", "--by", "mentor", "--json").data
    totals = [{row["mentor"]: row["total"] for row in rows} for rows in (mentor, after)]
    assert totals[1]["市实验幼儿园"] > totals[0]["市实验幼儿园"]


def test_a_need_of_the_last_sixty_days_is_not_held_against_anybody(ok: Run, drafted: str) -> None:
    before = total(ok, "隆子县")
    need(ok, "隆子县", on="2024-02-01")
    assert total(ok, "隆子县") == before
    assert part(why(ok, "隆子县"), "needs")["value"] is None


def test_visits_that_nobody_asked_for_earn_nothing(ok: Run, drafted: str) -> None:
    for term in ("2022-04-12", "2022-10-12", "2023-04-12", "2023-10-12"):
        ok("log-visit", "隆子县", "--form", "送教", "--on", term, as_of=term)
    full = part(why(ok, "隆子县"), "activity")
    assert full["value"] == 1
    before = total(ok, "隆子县")
    for day in ("2023-10-13", "2023-10-14"):
        ok("log-visit", "隆子县", "--form", "送教", "--on", day, as_of=day)
    assert total(ok, "隆子县") == before


def test_next_steps_say_by_how_much_the_score_would_grow(ok: Run, drafted: str) -> None:
    need(ok, "隆子县")
    step = next(each for each in why(ok, "隆子县")["next_steps"] if each["kind"] == "need")
    before = total(ok, "隆子县")
    ok("need", "edit", step["ref"], "--state", "solved", "--settled", "2022-06-01")
    assert total(ok, "隆子县") == pytest.approx(before + step["gain"], abs=0.051)


def test_the_bureau_adjusts_by_three_points_at_most_while_it_is_a_draft(
    ok: Run, fails: Fails, drafted: str
) -> None:
    before = total(ok, "隆子县")
    ok("assessment", "adjust", "隆子县", "--points", "3", "--reason", "大雪封路仍坚持送教")
    assert total(ok, "隆子县") == before + 3
    ok("assessment", "adjust", "隆子县", "--points", "-1.5", "--reason", "材料迟报")
    assert total(ok, "隆子县") == max(before - 1.5, 0)
    ok("assessment", "adjust", "隆子县", "--points", "0", "--reason", "撤回")
    assert why(ok, "隆子县")["adjustment"] is None
    words = ("assessment", "adjust", "隆子县", "--reason", "多", "--points")
    assert fails(*words, "3.5") == (3, "adjustment-too-large")
    assert fails(*words, "1.25") == (2, "bad-amount")
    assert fails("assessment", "adjust", "洛扎县", "--points", "1", "--reason", "无")[0] == 4
    ok("assessment", "approve", drafted, "--by", "卓玛")
    assert fails(*words, "1") == (3, "assessment-approved")
    assert fails("assessment", "approve", drafted, "--by", "卓玛") == (3, "assessment-approved")


def test_what_is_approved_stays_whatever_comes_later(ok: Run, db: Path, drafted: str) -> None:
    before = ok("assessment", "show", "--json").data
    ok("assessment", "approve", drafted, "--by", "卓玛")
    ref = need(ok, "隆子县")
    ok("need", "edit", ref, "--state", "solved", "--settled", "2022-06-01")
    assert ok("assessment", "show", "--json").data == before
    with closing(FileReader(db)) as store:
        (row,) = store.rows("SELECT figures, sha256 FROM assessment")
    assert is_as_frozen(row["figures"], row["sha256"])
    sources = json.loads(row["figures"])["definitions"]
    assert sources["scheme"]["code"] == "bundled"
    assert {each["code"] for each in sources["packs"]} >= {"shannan-2022"}
    ok("assessment", "add")
    assert total(ok, "隆子县") != next(
        row["total"] for row in before if row["mentee"].startswith("隆子")
    )
    ok("undo")
    ok("undo")
    assert ok("need", "list", "--state", "open", "--json").data


def test_undo_of_an_approval_makes_it_a_draft_again(ok: Run, drafted: str) -> None:
    ok("assessment", "approve", drafted, "--by", "卓玛")
    ok("undo")
    (row,) = ok("assessment", "list", "--json").data
    assert (row["state"], row["sha256"]) == ("draft", None)
    ok("redo")
    (row,) = ok("assessment", "list", "--json").data
    assert row["state"] == "approved"


def test_a_planned_visit_keeps_it_from_being_approved(ok: Run, fails: Fails, drafted: str) -> None:
    ok("log-visit", "隆子县", "--form", "送教", "--on", "2024-03-20", "--planned",
       as_of="2024-03-01")  # fmt: skip
    assert fails("assessment", "approve", drafted, "--by", "卓玛") == (3, "not-ready")
    ok("assessment", "approve", drafted, "--by", "卓玛", "--override", "活动取消，未登记")


def test_it_is_approved_on_its_day_or_later(ok: Run, fails: Fails, drafted: str) -> None:
    words = ("assessment", "approve", drafted, "--by", "卓玛", "--on")
    assert fails(*words, "2024-03-30") == (2, "before-its-day")
    assert fails(*words, "2024-04-01") == (2, "in-the-future")


def test_joint_scoring_is_met_on_the_day_of_the_approval(ok: Run, drafted: str) -> None:
    def state(as_of: str) -> str:
        data = ok("why", "隆子县", "joint-scoring", "--json", as_of=as_of).data
        return str(data["periods"][0]["state"])

    assert state("2024-04-10") != "met"
    ok("assessment", "approve", drafted, "--by", "卓玛", as_of="2024-04-10")
    assert state("2024-04-10") == "met"
    assert state("2024-04-09") != "met"


def test_it_is_printed_as_a_paper_and_as_a_workbook(ok: Run, drafted: str, tmp_path: Path) -> None:
    for name in ("a.docx", "a.xlsx"):
        ok("assessment", "print", drafted, "-o", str(tmp_path / name), lang="zh")
        assert (tmp_path / name).stat().st_size > 5000
    ok("export", "assessment", "-o", str(tmp_path / "a.csv"))
    assert "隆子县" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_the_screens_are_read_in_chinese(ok: Run, drafted: str) -> None:
    answer = ok("assessment", "why", "隆子县", lang="zh")
    for word in ("共同 活动落实", "权重", "得分", "依据"):
        assert word in answer.out
    assert "合计" in answer.err
    assert "封顶：无" in answer.err
    assert "再做什么加分最多" in answer.err
    assert "最低" in ok("assessment", "show", "--by", "mentor", lang="zh").out
