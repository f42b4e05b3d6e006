"""Scores, classes, the state of findings, and frozen figures."""

from __future__ import annotations

import datetime as dt
import json
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.judging.findings import Recheck, Rectified, standing
from pairing_cli.domain.judging.frozen import (
    Difference,
    Source,
    canonical,
    definitions,
    differences,
    freeze,
    is_as_frozen,
)
from pairing_cli.domain.judging.scores import Scale, Scored, score
from pairing_cli.domain.judging.words import Answer, FindingState, Grade, Subject

SCALE = Scale(partly=0.5, good=90, fairly_good=75, average=60)
CUOMEI = (
    # subject, weight, critical, answer: the worked example of 措美县 (cycle_end.md, section 1)
    ("county", 4, False, "yes"),
    ("mentor", 4, False, "yes"),
    ("county", 4, True, "no"),
    ("mentor", 6, False, "no"),
    ("both", 4, False, "no"),
    ("both", 12, True, "yes"),
    ("mentor", 8, False, "partly"),
    ("mentor", 6, False, "no"),
    ("both", 6, False, "no"),
    ("both", 6, False, "partly"),
    ("mentee", 8, True, "yes"),
    ("mentee", 6, False, "yes"),
    ("mentee", 6, False, "partly"),
    ("mentee", 4, False, "partly"),
    ("both", 6, False, "no"),
    ("mentor", 4, False, "na"),
    ("mentee", 6, False, "partly"),
)


def test_the_worked_example_comes_to_what_it_says() -> None:
    found = score([Scored(*item) for item in CUOMEI], SCALE)
    assert (found.score, found.mentor, found.mentee) == (51.0, 39.7, 57.8)
    assert (found.grade, found.critical, found.unanswered) == (Grade.POOR, 1, 0)
    assert found.county == 50.0


def test_one_critical_no_is_the_lowest_class_whatever_the_score() -> None:
    items = [Scored("both", 96, False, "yes"), Scored("both", 4, True, "no")]
    found = score(items, SCALE)
    assert (found.score, found.grade) == (96.0, Grade.POOR)


@pytest.mark.parametrize(
    ("weights", "grade"),
    [((90, 10), Grade.GOOD), ((899, 101), Grade.FAIRLY_GOOD), ((75, 25), Grade.FAIRLY_GOOD),
     ((749, 251), Grade.AVERAGE), ((60, 40), Grade.AVERAGE), ((599, 401), Grade.POOR)],
)  # fmt: skip
def test_a_class_begins_at_its_least_score(weights: tuple[int, int], grade: Grade) -> None:
    yes, no = weights
    items = [Scored("both", yes, False, "yes"), Scored("both", no, False, "no")]
    assert score(items, SCALE).grade is grade


def test_what_nobody_answered_has_no_score_and_no_class() -> None:
    found = score([Scored("mentor", 4, True, None), Scored("mentee", 4, False, "na")], SCALE)
    assert (found.score, found.grade, found.mentor, found.unanswered) == (None, None, None, 1)


ITEMS = st.lists(
    st.builds(
        Scored,
        st.sampled_from(list(Subject)),
        st.integers(0, 20),
        st.booleans(),
        st.sampled_from([*Answer, None]),
    ),
    max_size=20,
)


@given(ITEMS)
def test_a_score_lies_between_0_and_100_and_never_falls_by_a_better_answer(
    items: list[Scored],
) -> None:
    found = score(items, SCALE)
    assert found.score is None or 0 <= found.score <= 100
    for number, item in enumerate(items):
        if item.answer == Answer.NO:
            better = [*items]
            better[number] = item._replace(answer=Answer.YES)
            assert (score(better, SCALE).score or 0) >= (found.score or 0)


# --- Findings ----------------------------------------------------------------------------------

DUE = dt.date(2023, 6, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2023-{text}")


@pytest.mark.parametrize(
    ("rectified", "rechecked", "on", "state", "over"),
    [
        ([], [], "06-30", FindingState.OPEN, 0),
        ([], [], "07-10", FindingState.OVERDUE, 10),
        (["06-20"], [], "06-19", FindingState.OPEN, 0),
        (["06-20"], [], "07-10", FindingState.REPORTED, 0),
        (["06-20"], [("06-25", "passed", None)], "07-10", FindingState.CLOSED, 0),
        (["06-20"], [("06-25", "failed", "07-20")], "07-10", FindingState.OPEN, 0),
        (["06-20"], [("06-25", "failed", "07-20")], "07-21", FindingState.OVERDUE, 1),
        (["06-20", "07-01"], [("06-25", "failed", "07-20")], "07-10", FindingState.REPORTED, 0),
        (["06-20"], [("06-25", "passed", None)], "06-24", FindingState.REPORTED, 0),
    ],
)
def test_the_state_of_a_finding_is_told_from_what_came_after_it(
    rectified: list[str],
    rechecked: list[tuple[str, str, str | None]],
    on: str,
    state: FindingState,
    over: int,
) -> None:
    found = standing(
        DUE,
        [Rectified(day(each)) for each in rectified],
        [Recheck(day(at), result, day(due) if due else None) for at, result, due in rechecked],
        day(on),
    )
    assert (found.state, found.days_over) == (state, over)


def test_what_is_reported_after_a_failed_look_of_the_same_day_is_to_be_looked_at_again() -> None:
    failed = Recheck(day("06-25"), "failed", day("07-20"), key="b")
    before, after = Rectified(day("06-25"), key="a"), Rectified(day("06-25"), key="c")
    assert standing(DUE, [before], [failed], day("06-26")).state is FindingState.OPEN
    assert standing(DUE, [before, after], [failed], day("06-26")).state is FindingState.REPORTED


def test_closed_in_time_goes_by_the_last_day_that_was_given() -> None:
    failed = Recheck(day("06-25"), "failed", day("07-20"))
    passed = Recheck(day("07-15"), "passed")
    assert standing(DUE, [], [failed, passed], day("08-01")).closed_in_time
    assert not standing(DUE, [], [passed], day("08-01")).closed_in_time


# --- Frozen figures ----------------------------------------------------------------------------


class Figure(NamedTuple):
    mentee: str
    score: float | None
    on: dt.date


def test_the_same_figures_are_the_same_bytes_whatever_the_order() -> None:
    one = {"b": [Figure("措美县", 51.0, DUE)], "a": 1}
    other = {"a": 1, "b": [{"on": "2023-06-30", "score": 51.0, "mentee": "措美县"}]}
    text = '{"a":1,"b":[{"mentee":"措美县","on":"2023-06-30","score":51.0}]}'
    assert canonical(one) == canonical(other) == text
    frozen = freeze(one)
    assert frozen == freeze(other)
    assert is_as_frozen(frozen.figures, frozen.sha256)
    assert not is_as_frozen(frozen.figures.replace("51", "61"), frozen.sha256)
    assert frozen.value == json.loads(text)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_has_no_word_for_is_not_frozen(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": value})


def test_definitions_say_by_what_the_figures_came_about() -> None:
    packs = [Source("term-quotas", "b" * 64), Source("shannan-2022", "a" * 64)]
    found = definitions(packs, Source("list", "c" * 64), scheme=None)
    assert [each["code"] for each in found["packs"]] == ["shannan-2022", "term-quotas"]
    assert found["checklist"] == {"code": "list", "sha256": "c" * 64}
    assert found["scheme"] is None
    assert found["figures_version"]


def test_differences_are_told_one_by_one_whatever_the_order_of_the_rows() -> None:
    frozen = {"ranking": [{"mentee": "措美县", "p": 21}, {"mentee": "隆子县", "p": 72}], "n": 1}
    now = {"ranking": [{"mentee": "隆子县", "p": 72}, {"mentee": "措美县", "p": 25}], "n": 1}
    found = differences(frozen, now)
    assert found == [Difference("ranking[措美县].p", 21, 25)]
    assert found[0].difference == 4
    assert differences(frozen, frozen) == []
    gone = differences({"ranking": [{"mentee": "措美县", "p": 21}]}, {"ranking": []})
    assert gone == [Difference("ranking[措美县]", {"mentee": "措美县", "p": 21}, None)]
    assert gone[0].difference is None
