"""The days over which rules are laid out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple

WRAP_UP_DAYS: Final = 92
"""So long after its end a cycle is summed up, where it says nothing else (§4, window after)."""


class Frame(NamedTuple):
    """The cycle and the calendar over which rules are laid out."""

    cycle: DateSpan
    code: str
    terms: Sequence[Term]
    wrap_up_until: date
    holidays: frozenset[date] = frozenset()
