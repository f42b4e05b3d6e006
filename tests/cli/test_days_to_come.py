"""What is still to come isn't done: however a visit gets its day, and its state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing

PLANNED = "log-visit 隆子县 --form 送教 --on {day} --hours 4 --planned"


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-04-20")


def typed(line: str) -> Answer:
    return pairing(*line.split(), "--json")


def planned(day: str) -> str:
    ref: str = done(*PLANNED.format(day=day).split(), "--json").data[0]["ref"]
    return ref


def check_refused(answer: Answer) -> None:
    assert (answer.code, answer.error["code"]) == (2, "in-the-future")
    assert "--planned" in answer.error["hint"]


@pytest.mark.parametrize("on", ["2022-04-21", "2022-11-18", "2022-04-18..2022-04-21", "+1d"])
def test_a_visit_that_is_not_over_is_not_logged_as_done(on: str) -> None:
    answer = typed(f"log-visit 隆子县 --form 送教 --on {on} --hours 4")
    if on == "+1d":
        assert answer.code == 2
        return
    check_refused(answer)
    check_refused(typed(f"log-visit 隆子县 --form 送教 --on {on} --attempted 大雪"))
    assert done("visit", "list", "--json").data == []


def test_a_visit_that_ends_today_is_done() -> None:
    assert typed("log-visit 隆子县 --form 送教 --on 2022-04-18..2022-04-20 --hours 4").code == 0


def test_a_planned_visit_is_not_confirmed_before_it_is_over() -> None:
    ref = planned("2022-04-21")
    check_refused(typed(f"visit confirm {ref}"))
    check_refused(typed(f"visit confirm {ref} --on 2022-04-19..2022-04-22"))
    assert done("visit", "show", ref, "--json").data["state"] == "planned"
    done("visit", "confirm", ref, "--on", "2022-04-20")


def test_a_done_visit_is_not_moved_to_a_day_to_come() -> None:
    ref = typed("log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4").data[0]["ref"]
    check_refused(typed(f"visit edit {ref} --on 2022-05-01"))
    check_refused(typed(f"visit edit {ref} --on 2022-04-12..2022-04-21"))


def test_a_planned_visit_is_moved_anywhere() -> None:
    ref = planned("2022-05-01")
    done("visit", "edit", ref, "--on", "2022-06-01..2022-06-02")


def test_rows_of_a_table_that_are_still_to_come_are_named() -> None:
    Path("v.csv").write_text(
        "日期,结束日期,受帮扶园,形式,课时\n"
        "2022-04-19,,隆子县,送教,4\n"
        "2022-05-01,,隆子县,送教,4\n"
        "2022-04-19,2022-04-21,加查县,送教,4\n",
        encoding="utf-8",
    )
    answer = pairing("import", "visits", "v.csv")
    assert answer.code == 65
    assert [word in answer.err for word in ("2022-05-01", "2022-04-21")] == [True, True]
    assert done("visit", "list", "--json").data == []


def test_the_day_of_the_report_is_the_day_of_the_records() -> None:
    """What is entered for a day in the past knows nothing of what came after it."""
    line = "log-visit 隆子县 --form 送教 --on 2022-04-19 --hours 4"
    check_refused(typed(f"{line} --as-of 2022-04-18"))
    done(*f"{line} --as-of 2022-04-19".split())
