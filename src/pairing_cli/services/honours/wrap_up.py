"""The days in which a cycle is summed up: its last sixty, and those that it gives after its end."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.services.programme.cycles import CycleRow

BEFORE_THE_END: Final = dt.timedelta(days=60)
"""So long before its end a cycle may be summed up."""


def summed_up_from(cycle: CycleRow) -> dt.date:
    """The first day on which it may be summed up."""
    return cycle.span.last - BEFORE_THE_END


def check_day(day: dt.date, cycle: CycleRow, *, sums_up: bool = False) -> None:
    """Raise `UsageError` for the day of a record before the cycle (or with `sums_up`, before its
    last sixty days) or after its wrap-up.
    """
    first = summed_up_from(cycle) if sums_up else cycle.span.first
    hint = phrase("Give the day: --on DATE. Of another cycle: --cycle CODE")
    _check(day, cycle, first, hint, field="date")


def check_day_of_report(day: dt.date, cycle: CycleRow) -> None:
    """Raise `UsageError` for a day of the report before the cycle or after its wrap-up."""
    hint = phrase("Give the day: --as-of DATE. Of another cycle: --cycle CODE")
    _check(day, cycle, cycle.span.first, hint)


def _check(
    day: dt.date, cycle: CycleRow, first: dt.date, hint: Phrase, field: str | None = None
) -> None:
    if not first <= day <= cycle.wrap_up_until:
        raise UsageError(
            "outside-wrap-up",
            phrase(
                "{day} lies outside the days for it in cycle {code}: {first} to {last}.",
                day=day.isoformat(),
                code=cycle.code,
                first=first.isoformat(),
                last=cycle.wrap_up_until.isoformat(),
            ),
            hint=hint,
            field=field,
        )
