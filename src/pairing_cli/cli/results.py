"""What commands that write answer with."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.output.listing import Done, Shown

if TYPE_CHECKING:
    from pairing_cli.services.reports.moved import Move, Snapshot
    from pairing_cli.store.reading import Reader

TAKE_BACK: Final = phrase("To take it back: pairing undo")
SO_ALREADY: Final = phrase("It is so already; nothing was changed.")
NOTHING_WRITTEN: Final = phrase("Nothing was written (--dry-run).")


def written(
    message: Phrase,
    rows: Shown | None,
    *,
    dry_run: bool,
    notes: tuple[Phrase, ...] = (),
) -> Done:
    """What a write did and how to take it back; under --dry-run that it was only a check."""
    if dry_run:
        checked = phrase("It can be done; the answer would be: {message}", message=message)
        return Done(checked, hint=NOTHING_WRITTEN, rows=rows, notes=notes)
    return Done(message, hint=TAKE_BACK, rows=rows, notes=notes)


def so_already(done: Done) -> Done:
    """What to say instead of `done` where all was so before: then there is no entry, and no
    undo to promise, for it would take back the command before this one.
    """
    if done.hint not in (TAKE_BACK, NOTHING_WRITTEN):
        return done
    return Done(SO_ALREADY, rows=done.rows)


_MOST_LINES = 6
"""A visit for more is told by its first figures."""


def lines_of(before: Snapshot, store: Reader) -> list[Phrase]:
    """The figures that moved since: a line for each mentee and period, and how many there are
    more.
    """
    moves = before.moves(before.again(store))
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
