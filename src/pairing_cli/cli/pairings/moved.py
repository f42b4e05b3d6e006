"""What the answer to a visit says of the figures that it moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import VisitState, term_label

if TYPE_CHECKING:
    from pairing_cli.services.reports.moved import Move, Snapshot
    from pairing_cli.services.visits.visits import VisitRow
    from pairing_cli.store.reading import Reader

_MOST_LINES = 6
"""A visit for more is told by its first figures."""


def moved_notes(store: Reader, before: Snapshot | None, visit: VisitRow) -> list[Phrase]:
    """A line for each mentee and period: 隆子县 2022春：课时 4 → 8/10; and of a lesson without
    class-hours that it earns none.
    """
    if before is None:
        return []
    notes = lines_of(before.moves(before.again(store)))
    if (
        visit.state == VisitState.DONE
        and visit.class_hours is None
        and _would_earn(store, before, visit)
    ):
        notes.append(
            phrase(
                "Without class-hours it earns none. To add them:"
                " pairing visit edit {ref} --hours N",
                ref=visit.ref,
            )
        )
    return notes


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


def _would_earn(store: Reader, before: Snapshot, visit: VisitRow) -> bool:
    from pairing_cli.services.reports.moved import earns_hours

    return earns_hours(store, before.cycle, visit)


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
