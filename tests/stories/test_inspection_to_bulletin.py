"""From the draw to the second bulletin, told as command lines: section 10.1 of the cycle's end."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Answer, done, pairing
from tests.services.seeded import seeded_at

BY = ("--by", "李某@学前科", "--by", "王某@督导室")
TEXTS = ("--good", "送教成系列。", "--problems", "档案不全。", "--next", "月底前补齐。")
CUOMEI = [
    "county-group=yes",
    "mentor-group=yes",
    "letter=no",
    "plan=no",
    "survey=no",
    "true-records=yes",
    "lessons=部分",
    "management=no",
    "needs=no",
    "problems=partly",
    "no-primary=yes",
    "no-minding=yes",
    "five-domains=partly",
    "parents=partly",
    "four-haves=no",
    "shadowing-care=na",
    "teachers-say=partly",
]


@pytest.fixture(autouse=True)
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme with a checklist."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    monkeypatch.delenv("PAIRING_TODAY", raising=False)
    done("inspection", "adopt", "pairing-inspection")
    return path


def on(day: str, *words: str, lang: str = "en") -> Answer:
    """A command line that must succeed on a day."""
    return done("--as-of", day, *words, lang=lang)


def refused(day: str, *words: str) -> tuple[int, str]:
    """Exit and code of a command line that is refused."""
    answer = pairing("--as-of", day, *words, "--json")
    assert answer.code not in (0, 70), answer.out
    return answer.code, str(answer.error["code"])


def inspected(day: str, **answers: str) -> str:
    """An inspection of some mentees, done on a day; its ref."""
    ref = on(day, "inspection", "add", *answers, "--on", day, *BY, "--json").data[0]["ref"]
    for mentee, items in answers.items():
        on(day, "inspection", "answer", ref, mentee, *items.split())
    on(day, "inspection", "done", ref)
    return str(ref)


def published(day: str, inspection: str, number: str) -> str:
    """A bulletin of an inspection, published on a day; its ref."""
    words = ("bulletin", "add", "--title", "督查通报", "--inspection", inspection, "--json")
    ref = on(day, *words).data[0]["ref"]
    on(day, "bulletin", "edit", ref, *TEXTS)
    on(day, "bulletin", "publish", ref, "--number", number, "--signed-by", "扎西")
    return str(ref)


def findings(day: str, mentee: str) -> list[Any]:
    found: list[Any] = on(day, "inspection", "findings", mentee, "--json").data
    return found


def frozen(db: Path, ref: str) -> tuple[bytes, str]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(  # type: ignore[no-any-return]
            "SELECT CAST(figures AS BLOB), sha256 FROM bulletin WHERE substr(id, 25, 8) = ?", [ref]
        ).fetchone()


def test_from_the_draw_to_the_second_bulletin(db: Path) -> None:
    day = "2023-06-15"
    drawn = on(day, "inspection", "draw", "3", "--per-mentor", "--seed", "7", "--json").data
    assert len({row["mentor"] for row in drawn}) == 3
    assert {row["reason"] for row in drawn} == {"never_inspected"}
    assert drawn == on(day, "inspection", "draw", "3", "--per-mentor", "--seed", "7", "--json").data

    visit = on(day, "log-visit", "措美县", "--form", "送教", "--on", "2023-05-10", "--json").data
    first = inspected(
        day,
        措美县=" ".join(CUOMEI),
        琼结县="letter=yes true-records=yes lessons=partly",
        加查县="letter=yes true-records=yes plan=yes needs=partly",
    )
    shown = on(day, "inspection", "show", first, "措美县", "--json").data
    (target,) = shown["targets"]
    assert (target["score"], target["class"]) == (51, "poor")
    assert (target["mentor_score"], target["mentee_score"]) == (39.7, 57.8)

    one, two, *rest = findings(day, "措美县")
    assert (one["item"], one["critical"], one["due"]) == ("letter", True, "2023-06-30")
    assert {each["due"] for each in (two, *rest)} == {"2023-07-15"}
    on("2023-06-20", "inspection", "rectify", one["ref"], "--how", "已补签")
    on("2023-06-21", "inspection", "recheck", one["ref"], "--passed", "--by", "李某")
    on("2023-06-22", "inspection", "rectify", two["ref"], "--how", "已制定")
    failed = ("--failed", "--by", "李某", "--new-due", "2023-07-05")
    on("2023-06-25", "inspection", "recheck", two["ref"], *failed)
    states = {each["ref"]: (each["state"], each["days_over"])
              for each in findings("2023-07-20", "措美县")}  # fmt: skip
    assert states[one["ref"]] == ("closed", 0)
    assert states[two["ref"]] == ("overdue", 15)
    assert {states[each["ref"]] for each in rest} == {("overdue", 5)}

    bulletin = published("2023-06-28", first, "山教通〔2023〕5号")
    before = frozen(db, bulletin)
    assert on("2023-06-28", "bulletin", "check", bulletin, "--json").data == []
    on("2023-07-10", "visit", "edit", visit[0]["ref"], "--form", "联谊教研", "--reason", "登错")
    (changed,) = on("2023-07-10", "bulletin", "check", bulletin, "--json").data
    assert changed["field"] == "ranking[措美县示范幼儿园].scheme_percent"
    assert changed["frozen"] > changed["now"]
    log = on("2023-07-10", "history", "--json").data
    assert changed["cause"] == [row["seq"] for row in log if row["command"] == "visit edit"]
    assert frozen(db, bulletin) == before

    second = inspected(
        "2023-11-20",
        措美县="letter=yes plan=yes true-records=yes no-primary=yes lessons=partly",
        桑日县="letter=yes true-records=yes",
    )
    later = published("2023-11-28", second, "山教通〔2023〕12号")
    rows = {row["mentee"]: row for row in on("2023-11-28", "bulletin", "compare", later,
                                             "--json").data}  # fmt: skip
    again = rows["措美县示范幼儿园"]
    assert again["score_before"] == 51
    assert again["change"] == pytest.approx(again["score"] - 51, abs=0.05)
    assert rows["桑日县示范幼儿园"]["score_before"] is None
    assert again["carried_findings"] == 5

    paper = db.parent / "later.md"
    on("2023-11-28", "bulletin", "print", later, "-o", str(paper))
    told = paper.read_text("utf-8")
    assert "Scores, beside the bulletin before" in told
    assert not re.search(r"\d{4}-\d{2}-\d{2}", told), "days in full"


def test_what_the_bureau_owes_is_met_by_what_it_did() -> None:
    ref = inspected("2023-06-15", 措美县="letter=yes")
    rows = on("2023-07-20", "progress", "措美县", "--detail", "--json").data
    states = {row["rule"]: (row["state"], row["owed_by"]) for row in rows}
    assert states["inspected"] == ("met", "bureau")
    assert states["bulletin"] == ("missed", "bureau")
    published("2023-07-10", ref, "教通5号")
    rows = on("2023-07-20", "progress", "措美县", "--detail", "--json").data
    assert {row["state"] for row in rows if row["rule"].endswith("bulletin")} == {"met"}
    rows = on("2023-07-20", "progress", "隆子县", "--detail", "--json").data
    assert not any(row["rule"].endswith("bulletin") for row in rows), "nothing to publish of it"


def test_refusals_say_by_code_what_stands_in_the_way() -> None:
    day = "2023-06-15"
    add = ("inspection", "add", "措美县", "加查县", "--on", day, *BY)
    ref = on(day, *add, "--json").data[0]["ref"]
    on(day, "inspection", "answer", ref, "措美县", "letter=no", "needs=no")
    assert refused(day, "inspection", "done", ref) == (3, "not-seen")
    on(day, "inspection", "edit", ref, "--leave", "加查县")
    new = ("bulletin", "add", "--title", "通报", "--inspection", ref, "--json")
    draft = on(day, *new).data[0]["ref"]
    publish = ("bulletin", "publish", draft, "--number", "教通5号", "--signed-by", "扎西")
    assert refused(day, *publish) == (3, "inspection-open")
    on(day, "inspection", "done", ref)
    assert refused(day, "inspection", "answer", ref, "措美县", "plan=yes")[1] == "inspection-sealed"
    assert refused(day, "inspection", "find", ref, "措美县", "--text", "通风差") == (
        3,
        "inspection-sealed",
    )
    corrected = ("inspection", "answer", ref, "措美县", "plan=yes", "--correct", "补交原件")
    assert on(day, *corrected, "--json").data[0]["score"] == 37.5

    one, two = findings(day, "措美县")
    look = ("inspection", "recheck", one["ref"], "--passed", "--by", "李某")
    assert refused(day, *look) == (3, "nothing-rectified")
    on(day, "inspection", "rectify", one["ref"], "--how", "已签")
    assert refused(day, *look, "--papers") == (3, "on-site-only")
    assert refused(day, *look[:3], "--failed", "--by", "李某") == (2, "no-new-due")
    on(day, "inspection", "rectify", two["ref"], "--how", "已回应")
    on(day, "inspection", "recheck", two["ref"], "--passed", "--by", "李某", "--papers")

    assert refused(day, *publish) == (3, "bulletin-incomplete")
    on(day, "bulletin", "edit", draft, *TEXTS)
    assert refused(day, *publish, "--on", "2023-06-14") == (2, "published-before-its-day")
    on(day, *publish)
    assert refused(day, "bulletin", "edit", draft, "--good", "改") == (3, "bulletin-published")
    assert refused(day, "bulletin", "remove", draft, "--reason", "改")[1] == "bulletin-published"
    other = on(day, *new).data[0]["ref"]
    on(day, "bulletin", "edit", other, *TEXTS)
    again = ("bulletin", "publish", other, "--number", "教通5号", "--signed-by", "扎西")
    assert refused(day, *again) == (65, "number-used")
    assert refused(day, "inspection", "remove", ref, "--reason", "改")[1] == "inspection-published"
    on(day, "bulletin", "withdraw", draft, "--reason", "数字有误", "--replace", other)
    assert on(day, "bulletin", "show", other, "--json").data["replaces"] == draft


@pytest.mark.parametrize("day", ["2022-02-28", "2024-07-02"])
def test_a_day_outside_the_cycle_and_its_wrap_up_is_refused(day: str) -> None:
    add = ("inspection", "add", "措美县", "--on", day, *BY)
    assert refused("2024-08-01", *add) == (2, "outside-cycle")
    on("2024-08-01", "inspection", "add", "措美县", "--on", "2024-07-01", *BY)


def test_who_belongs_to_the_inspected_stands_back() -> None:
    day = "2023-06-15"
    on(day, "group", "add", "措美县", "--side", "mentee", "--head", "卓玛", "--contact", "德吉")
    for name in ("卓玛", "德吉"):
        add = ("inspection", "add", "措美县", "--on", day, "--by", name, "--by", "王某")
        assert refused(day, *add) == (3, "interest")
    on(day, *add, "--override", "人手不够")
    alone = on(day, "inspection", "add", "加查县", "--on", day, "--by", "王某").err
    assert "Fewer than 2 inspectors." in alone


def test_planned_inspections_are_for_the_bureau_alone(tmp_path: Path) -> None:
    day = "2023-06-15"
    on(day, "inspection", "add", "措美县", "--on", "2023-06-20", *BY, "--title", "突击督查")
    for words in (
        ("schedule", "--json"),
        ("schedule", "--from", "2023-06-01", "--to", "2023-07-31", "--json"),
        ("status", "--json"),
        ("show", "措美县", "--json"),
        ("summary", "--json"),
    ):
        assert "突击督查" not in on(day, *words).out, words
    for profile, there in (("public", False), ("internal", False), ("archive", True)):
        path = tmp_path / f"{profile}.csv"
        on(day, "export", "inspections", "-o", str(path), "--profile", profile)
        assert ("突击督查" in path.read_text("utf-8")) is there, profile


def test_what_was_published_can_be_taken_back_until_something_stands_on_it() -> None:
    day = "2023-06-15"
    ref = inspected(day, 措美县="letter=yes")
    bulletin = published(day, ref, "教通5号")
    on(day, "undo")
    assert on(day, "bulletin", "show", bulletin, "--json").data["state"] == "draft"
    on(day, "redo")
    on(day, "bulletin", "withdraw", bulletin, "--reason", "数字有误")
    seq = next(row["seq"] for row in on(day, "history", "--json").data
               if row["command"] == "redo")  # fmt: skip
    assert refused(day, "undo", str(seq))[0] == 3
