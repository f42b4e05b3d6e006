"""Trend: this term against the one before, after the same number of days.

Source: design/domain.md, 5.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.owed.fulfilment import points
from pairing_cli.domain.time.calendar import Term, term_before, term_of
from pairing_cli.domain.tuples import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

SHOWN_FROM_DAY: Final = 30
"""Before so many days of a term nothing can be compared."""


class Comparison(NamedTuple):
    """Which days are compared: the term of the report, and the one before as it was then."""

    term: Term
    before: Term
    day_before: date
    """The day of the term before after as many days as have gone of this one."""


def comparison(day: date, terms: Sequence[Term]) -> Comparison | None:
    """What a report of `day` is compared with; None in a vacation and early in a term."""
    term = term_of(day, terms)
    before = term_before(term.first, terms) if term else None
    if term is None or before is None:
        return None
    gone = (day - term.first).days
    if gone + 1 < SHOWN_FROM_DAY:
        return None
    return Comparison(term, before, min(before.first + timedelta(gone), before.last))


def trend(now: Fraction | None, before: Fraction | None) -> int | None:
    """Points of a hundred by which activities got better; None where one can't be told."""
    return None if now is None or before is None else points(now - before)
