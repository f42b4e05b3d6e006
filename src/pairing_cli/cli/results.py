"""What commands that write answer with."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.output.listing import Done, Shown

TAKE_BACK: Final = phrase("To take it back: pairing undo")
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
    return Done(phrase("It is so already; nothing was changed."), rows=done.rows)
