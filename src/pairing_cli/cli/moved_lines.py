"""Figures that a write moved, a line for each of whom they are and period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import term_label

if TYPE_CHECKING:
    from pairing_cli.services.reports.moved import Move

_MOST_LINES = 6
"""A visit for more is told by its first figures."""


def lines_of(moves: Sequence[Move]) -> list[Phrase]:
    """A line for each mentee and period, and how many there are more."""
    found = [
        phrase(
            "{mentee} {period}: {figures}",
            mentee=mentee,
            period=term_label(period),
            figures=tuple(map(_said, each)),
        )
        for (mentee, period), each in groupby(
            sorted(moves, key=lambda move: (move.mentee, move.period, move.is_reference)),
            key=lambda move: (move.mentee, move.period),
        )
    ]
    if len(found) > _MOST_LINES:
        left = len(found) - _MOST_LINES
        more = phrase_n(
            "… and figures of {count} more period.", "… and figures of {count} more periods.", left
        )
        found[_MOST_LINES:] = [more]
    return found


def _said(move: Move) -> Phrase:
    told = {
        "rule": move.rule,
        "before": move.before,
        "after": move.after,
        "need": move.need,
    }
    if move.is_reference:
        return phrase("{rule} {before} → {after}/{need} (reference)", **told)
    return phrase("{rule} {before} → {after}/{need}", **told)
