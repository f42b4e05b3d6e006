"""Pace: what it takes to be done in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from pairing_cli.domain.owed.settling import Figure, State
from pairing_cli.domain.time.calendar import Term, teaching_weeks_left
from pairing_cli.domain.tuples import NamedTuple


class Pace(NamedTuple):
    """What it takes to be done in time."""

    remaining: float
    weeks_left: int
    """ISO weeks with a teaching day, after the day of the report and up to the last one."""
    per_week: Fraction | None
    """At least so much a week from now on; None where no week is left."""
    last_day: date
    """The last day on which it can be done in time."""


def pace(figure: Figure, day: date, terms: Sequence[Term]) -> Pace | None:
    """How fast it must go on from `day`; None where nothing is left or it is too late."""
    if figure.remaining == 0 or figure.state in (State.MISSED, State.NOT_STARTED):
        return None
    weeks = teaching_weeks_left(terms, day, figure.owed.due)
    return Pace(
        remaining=figure.remaining,
        weeks_left=weeks,
        per_week=Fraction(figure.remaining) / weeks if weeks else None,
        last_day=figure.owed.due,
    )
