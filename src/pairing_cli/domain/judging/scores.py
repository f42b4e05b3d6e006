"""The score of what was inspected, and the class that it comes to.

A score is what was reached of what was answered: Σ weight · value ÷ Σ weight, in hundredths. An
item that doesn't apply, and one that nobody has answered, is left out of both sums; how many
haven't been answered stands beside the score.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from pairing_cli.domain.judging.words import Answer, Grade, Subject
from pairing_cli.domain.tuples import NamedTuple


class Scale(NamedTuple):
    """By what a checklist scores. Every number is the checklist's own."""

    partly: float
    """What a "partly" is worth of the whole weight, 0 to 1."""
    good: float
    """The least score of each class."""
    fairly_good: float
    average: float

    def worth(self, answer: str) -> float | None:
        """What an answer is worth; None where the item doesn't apply."""
        return {Answer.YES: 1.0, Answer.PARTLY: self.partly, Answer.NO: 0.0}.get(Answer(answer))

    def grade(self, score: float) -> Grade:
        """The class of a score."""
        steps = (
            (self.good, Grade.GOOD),
            (self.fairly_good, Grade.FAIRLY_GOOD),
            (self.average, Grade.AVERAGE),
        )
        return next((grade for least, grade in steps if score >= least), Grade.POOR)


class Scored(NamedTuple):
    """An item of a checklist with its answer."""

    subject: str
    weight: float
    critical: bool
    answer: str | None
    """None where nobody has answered it."""


class Score(NamedTuple):
    """What an inspection of one comes to. Scores are 0–100 in tenths, None where no item of
    theirs was answered.
    """

    score: float | None
    grade: Grade | None
    mentor: float | None
    mentee: float | None
    county: float | None
    critical: int
    """How many critical items failed: one is enough for the lowest class."""
    unanswered: int


_SIDES: Final[Mapping[Subject, tuple[str, ...]]] = {
    Subject.MENTOR: (Subject.MENTOR, Subject.BOTH),
    Subject.MENTEE: (Subject.MENTEE, Subject.BOTH),
    Subject.COUNTY: (Subject.COUNTY,),
}
"""Whose items make the score of a side."""


def score(items: Iterable[Scored], scale: Scale) -> Score:
    """What the answers come to."""
    items = list(items)
    total = _share(items, scale)
    critical = sum(item.critical and item.answer == Answer.NO for item in items)
    grade = None if total is None else Grade.POOR if critical else scale.grade(total)
    sides = {
        side: _share([item for item in items if item.subject in subjects], scale)
        for side, subjects in _SIDES.items()
    }
    return Score(
        score=total,
        grade=grade,
        mentor=sides[Subject.MENTOR],
        mentee=sides[Subject.MENTEE],
        county=sides[Subject.COUNTY],
        critical=critical,
        unanswered=sum(item.answer is None for item in items),
    )


def in_tenths(value: float) -> float:
    """A score as it is shown: in tenths, rounded half up; 59.96 is 60.0 for the class, too."""
    return math.floor(value * 10 + 0.5 + 1e-9) / 10


def mean(scores: Iterable[float | None]) -> float | None:
    """The mean of the scores that there are, in tenths; None of none."""
    known = [each for each in scores if each is not None]
    return in_tenths(sum(known) / len(known)) if known else None


def _share(items: Iterable[Scored], scale: Scale) -> float | None:
    reached = possible = 0.0
    for item in items:
        worth = scale.worth(item.answer) if item.answer is not None else None
        if worth is not None:
            reached += item.weight * worth
            possible += item.weight
    return in_tenths(100 * reached / possible) if possible else None
