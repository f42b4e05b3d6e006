"""Whoever changes the mentor, what a term asks is owed by somebody, and the reports agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing


@pytest.fixture(autouse=True)
def _programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-07-20")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")


def typed(line: str) -> None:
    done(*line.split())


@pytest.fixture
def twice_reassigned() -> None:
    """措美县 changes its mentor on 04-20 and on 05-20: nobody has half of the spring term."""
    for mentor, day in (("市实验幼儿园", "2022-04-20"), ("市第三实验幼儿园", "2022-05-20")):
        line = f"reassign 措美县 {mentor} --on {day} --reason 调整 --override 调整"
        done(*line.split())


def owing(rule: str, period: str) -> list[str]:
    rows = done("progress", "--detail", "--json").data
    return [
        row["mentor"]
        for row in rows
        if (row["mentee"], row["rule"], row["period"]) == ("措美县示范幼儿园", rule, period)
    ]


@pytest.mark.usefixtures("twice_reassigned")
def test_after_two_reassignments_in_a_term_the_one_who_helped_longest_owes_it() -> None:
    assert owing("lesson-hours", "2022-spring") == ["市第三实验幼儿园"]
    assert owing("monthly-onsite", "2022-05") == ["市实验幼儿园"]
    assert owing("lesson-hours", "2022-autumn") == ["市第三实验幼儿园"]


@pytest.mark.usefixtures("twice_reassigned")
def test_a_waiver_reaches_the_one_who_owes() -> None:
    line = "waiver add 措美县 lesson-hours --period 2022-spring --excuse --reason 疫情"
    done(*line.split())
    rows = done("progress", "措美县", "--detail", "--json").data
    states = [
        row["state"]
        for row in rows
        if row["rule"] == "lesson-hours" and row["period"] == "2022-spring"
    ]
    assert states == ["waived"]


def test_where_a_term_is_shared_in_equal_halves_only_the_last_owes_it() -> None:
    typed("reassign 措美县 市实验幼儿园 --on 2022-05-08 --reason 调整 --override 调整")
    assert owing("lesson-hours", "2022-spring") in (["市实验幼儿园"], ["市第二实验幼儿园"])


@pytest.mark.parametrize("day", ["2022-04-30", "2022-07-20", "2022-12-20", "2023-03-10"])
def test_status_finds_whatever_progress_calls_behind_or_missed(day: str) -> None:
    """Papers of which several are needed, too."""
    typed("rule override archive-record --need 8 --from 2022-03-01 --reason 每月一份")
    rows = done("progress", "--detail", "--json", "--as-of", day).data
    behind = {(row["rule"], row["period"]) for row in rows if row["state"] in ("behind", "missed")}
    found = done("status", "--json", "--as-of", day).data
    assert behind <= {(row["rule"], row["period"]) for row in found}
    assert behind


@pytest.mark.parametrize(
    ("rule", "need", "code"),
    [
        ("lesson-hours", "0.25", 2),
        ("lesson-hours", "2.5", 0),
        ("sent-lessons", "0.5", 2),
        ("shadowing", "1.5", 2),
        ("archive-record", "2.5", 2),
    ],
)
def test_a_need_goes_in_the_steps_in_which_it_is_counted(rule: str, need: str, code: int) -> None:
    line = f"rule override {rule} --mentee 隆子县 --need {need} --from 2022-09-01 --reason 试"
    answer = pairing(*line.split())
    assert answer.code == code, answer.err
