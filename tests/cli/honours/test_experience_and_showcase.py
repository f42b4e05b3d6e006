"""Experience and showcases on the command line: the wrap-up of the seeded cycle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store.rows import Cycle
from tests.commandline import Answer, done, pairing
from tests.services.programme import content_of, writer
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]
Fails = Callable[..., tuple[int, str]]
WRAP_UP = "2024-05-20"


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return seeded_at(tmp_path / "p.db")


@pytest.fixture
def ok(db: Path) -> Run:
    """Run a command line that must succeed, in the wrap-up."""

    def run(*words: str, lang: str = "en", as_of: str = WRAP_UP) -> Answer:
        return done("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words, lang=lang)

    return run


@pytest.fixture
def fails(db: Path) -> Fails:
    """Run a command line that must fail and change nothing; exit and specific code."""

    def run(*words: str, as_of: str = WRAP_UP) -> tuple[int, str]:
        before = content_of(db)
        answer = pairing("--db", str(db), "--as-of", as_of, *words, "--json")
        assert content_of(db) == before
        return answer.code, answer.error["code"]

    return run


def row(answer: Answer) -> dict[str, Any]:
    (found,) = answer.data
    return dict(found)


def state_of(ok: Run, mentee: str, rule: str, as_of: str = WRAP_UP) -> str:
    data = ok("why", mentee, rule, "--json", as_of=as_of).data
    return str(data["periods"][0]["state"])


def add_summary(ok: Run, *more: str, mentee: str = "措美县") -> dict[str, Any]:
    words = ("experience", "add", mentee, "--kind", "总结", "--title", "两年总结", *more)
    return row(ok(*words, "--json"))


def test_a_summary_counts_once_it_is_accepted_on_the_day_of_the_decision(ok: Run) -> None:
    ref = add_summary(ok)["ref"]
    assert state_of(ok, "措美县", "cycle-summary") != "met"
    accepted = row(ok("experience", "accept", ref, "--json", as_of="2024-05-22"))
    assert (accepted["state"], accepted["decided_on"]) == ("accepted", "2024-05-22")
    assert state_of(ok, "措美县", "cycle-summary", "2024-05-21") != "met"
    assert state_of(ok, "措美县", "cycle-summary", "2024-05-22") == "met"
    ok("undo")
    assert state_of(ok, "措美县", "cycle-summary", "2024-05-22") != "met"
    ok("redo")
    ok("experience", "remove", ref, "--reason", "误登")
    assert state_of(ok, "措美县", "cycle-summary", "2024-05-22") != "met"


def test_only_a_pairings_own_summary_meets_its_duty(ok: Run) -> None:
    for words in (
        ("措美县", "--kind", "case"),
        ("--unit", "措美县", "--kind", "summary"),
        ("--county", "措美县", "--kind", "summary"),
    ):
        added = row(ok("experience", "add", *words, "--title", "材料", "--json"))
        ok("experience", "accept", added["ref"])
    assert state_of(ok, "措美县", "cycle-summary") != "met"


def test_spreading_leaves_the_day_of_the_first_decision(ok: Run) -> None:
    ref = add_summary(ok)["ref"]
    ok("experience", "accept", ref, as_of="2024-05-22")
    spread = row(ok("experience", "accept", ref, "--spread", "--json", as_of="2024-06-01"))
    assert (spread["state"], spread["decided_on"]) == ("spread", "2024-05-22")


def test_the_list_has_the_keys_of_the_contract(ok: Run, tmp_path: Path) -> None:
    file = tmp_path / "总结.docx"
    file.write_bytes(b"PK not really")
    add_summary(ok, "--file", str(file), "--author", "德吉")
    (found,) = ok("experience", "list", "--json").data
    wanted = (
        *("ref", "kind", "title", "mentor", "mentee", "unit", "author", "date", "state"),
        "files",
    )
    assert found.keys() >= set(wanted)
    assert found["files"] == ["总结.docx"]
    assert found["unit"] is None
    assert found["date"] == WRAP_UP
    (document,) = ok("document", "list", "措美县", "--json").data
    assert (document["belongs_to"], document["record"]) == ("experience", found["ref"])


def test_a_units_and_a_countys_own_name_it_as_unit(ok: Run) -> None:
    ok("experience", "add", "--unit", "市实验幼儿园", "--kind", "experience", "--title", "怎么带")
    ok("experience", "add", "--county", "隆子县", "--kind", "case", "--title", "全县一盘棋")
    rows = ok("experience", "list", "--json").data
    assert [(each["unit"], each["mentee"]) for each in rows] == [
        ("市实验幼儿园", None),
        ("隆子县", None),
    ]
    assert len(ok("experience", "list", "--county", "隆子县", "--json").data) == 1
    assert len(ok("experience", "list", "--mentor", "市实验", "--json").data) == 1


@pytest.mark.parametrize(
    ("words", "as_of", "refused"),
    [
        ("experience add --kind summary --title 总结", WRAP_UP, (2, "whose")),
        ("experience add 措美县 --unit 措美县 --kind summary --title 总结", WRAP_UP, (2, "whose")),
        ("experience add 措美县 --kind summary --title 总结", "2024-01-15", (2, "outside-wrap-up")),
        ("experience add 措美县 --kind summary --title 总结", "2024-07-02", (2, "outside-wrap-up")),
        ("experience add 措美县 --kind case --title 例", "2024-07-02", (2, "outside-wrap-up")),
        ("showcase add --title 展示 --on 2024-07-02", WRAP_UP, (2, "outside-wrap-up")),
        ("showcase join abcd 措美县 --form lesson", WRAP_UP, (4, "no-such-ref")),
        ("experience accept abcd", WRAP_UP, (4, "no-such-ref")),
        ("experience add 没有县 --kind case --title 例", WRAP_UP, (4, "no-such-kindergarten")),
    ],
)
def test_what_cannot_be_is_refused(
    fails: Fails, words: str, as_of: str, refused: tuple[int, str]
) -> None:
    assert fails(*words.split(), as_of=as_of) == refused


def test_a_summary_is_taken_from_sixty_days_before_the_end(ok: Run, fails: Fails) -> None:
    words = ["experience", "add", "措美县", "--kind", "summary", "--title", "总结"]
    assert fails(*words, as_of="2024-01-30") == (2, "outside-wrap-up")
    ok(*words, as_of="2024-01-31")
    ok(*words[:-1], "总结二", as_of="2024-07-01")


def test_it_is_not_accepted_before_it_was_handed_in(ok: Run, fails: Fails) -> None:
    ref = add_summary(ok)["ref"]
    assert fails("experience", "accept", ref, "--on", "2024-05-01") == (2, "before-it-came")


def test_a_closed_cycle_still_takes_summaries_and_showcases(ok: Run, db: Path) -> None:
    with writer(db, "cycle close") as store:
        for cycle in store.where(Cycle):
            store.change(cycle, state="closed")
    ref = add_summary(ok)["ref"]
    ok("experience", "accept", ref)
    ok("experience", "remove", ref, "--reason", "误登")
    event = row(ok("showcase", "add", "--title", "展示", "--on", "2024-05-18", "--json"))["ref"]
    ok("showcase", "join", event, "措美县", "--form", "lesson")
    ok("showcase", "edit", event, "--leave", "措美县")
    ok("showcase", "remove", event, "--reason", "改期")


def test_an_entry_meets_the_showcase_on_the_day_it_is_held(ok: Run) -> None:
    event = row(ok("showcase", "add", "--title", "展示", "--on", "2024-05-25", "--json"))["ref"]
    ok(
        "showcase",
        "join",
        event,
        "扎囊县",
        "--form",
        "现场课",
        "--title",
        "区角",
        "--presenter",
        "次某",
    )
    assert state_of(ok, "扎囊县", "showcase", "2024-05-24") != "met"
    assert state_of(ok, "扎囊县", "showcase", "2024-05-25") == "met"
    assert state_of(ok, "隆子县", "showcase", "2024-05-25") != "met"
    ok("showcase", "remove", event, "--reason", "取消")
    assert state_of(ok, "扎囊县", "showcase", "2024-05-25") != "met"


def test_a_showcase_says_who_shows_what_and_who_is_missing(ok: Run) -> None:
    event = row(ok("showcase", "add", "--title", "2024年展示", "--on", "2024-05-18",
                   "--place", "乃东", "--json"))["ref"]  # fmt: skip
    ok("showcase", "join", event, "扎囊县", "隆子县", "--form", "talk", "--title", "一对一怎么带")
    ok("showcase", "join", event, "隆子县", "--form", "talk", "--presenter", "德某")
    shown = ok("showcase", "show", event, "--json").data
    assert [*shown] == [
        "ref", "title", "level", "start", "end", "place", "pairings", "entries", "note",
    ]  # fmt: skip
    assert shown["pairings"] == 2
    entry = next(each for each in shown["entries"] if each["mentee"].startswith("隆子"))
    assert (entry["form"], entry["title"], entry["presenter"]) == ("talk", "一对一怎么带", "德某")
    assert len(ok("showcase", "show", event, "--missing", "--json").data) == 10
    (listed,) = ok("showcase", "list", "--json").data
    assert len(listed["entries"]) == 2
    assert "2 pairings take part; 10 show nothing yet" in ok("showcase", "show", event).err


def test_exports_hold_both(ok: Run, tmp_path: Path) -> None:
    add_summary(ok)
    ok("export", "experiences", "-o", str(tmp_path / "e.csv"))
    assert "两年总结" in (tmp_path / "e.csv").read_text("utf-8-sig")
    ok("showcase", "add", "--title", "展示", "--on", "2024-05-18")
    ok("export", "showcases", "-o", str(tmp_path / "s.json"))
