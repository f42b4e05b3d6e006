"""What commands say that change the calendar or the scheme: which figures move with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.output.listing import Done, Facts, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run
    from pairing_cli.services.keeping.moved_figures import Moved
    from pairing_cli.store.reading import Reader

_SHOWN: Final = 12
"""As many pairings as the city's own layers have are told one by one."""


@contextmanager
def watching(run: Run, store: Reader, code: str | None = None) -> Iterator[list[Moved]]:
    """What moves while the block changes something: in the cycle `code`, or in all that go by the
    calendar, those that have begun and aren't closed. The list is filled at the end.
    """
    from pairing_cli.domain.vocabulary import CycleState
    from pairing_cli.services.keeping.moved_figures import moved, stands_of
    from pairing_cli.services.programme.cycles import CycleRow, list_cycles

    def concerned() -> Iterator[CycleRow]:
        for cycle in list_cycles(store):
            begun = cycle.span.first <= run.as_of and cycle.state != CycleState.CLOSED
            if begun if code is None else cycle.code == code:
                yield cycle

    found: list[Moved] = []
    before = stands_of(store, concerned(), run.as_of)
    yield found
    found += moved(before, stands_of(store, concerned(), run.as_of))


def telling(done: Done, moved: Sequence[Moved]) -> Done:
    """The answer with the figures that move, in words."""
    return done._replace(notes=(*done.notes, *moved_notes([each.told for each in moved])))


def with_moved(done: Done, moved: Sequence[Moved]) -> Done:
    """The answer with the figures that move: in words, and under `figures` for scripts."""
    return telling(done, moved)._replace(rows=_with_figures(done.rows, moved))


def moved_notes(told: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """What moves, line by line; what doesn't fit is counted."""
    if not told:
        return (phrase("No figure changes with it."),)
    heading = phrase_n(
        "{count} pairing's figures change:", "{count} pairings' figures change:", len(told)
    )
    shown = tuple(told[:_SHOWN])
    rest = len(told) - len(shown)
    more = (phrase_n("and {count} more", "and {count} more", rest),) if rest else ()
    return (heading, *shown, *more)


def _with_figures(rows: Any, moved: Sequence[Moved]) -> Report:
    data: dict[str, Any] = {}
    blocks: tuple[Listing | Facts, ...] = ()
    if isinstance(rows, Listing):
        blocks = (rows,)
        for row in rows.rows:
            found = row if isinstance(row, dict) else row._asdict()
            data = {column.key: found.get(column.key) for column in rows.columns}
    figures = [
        {
            "cycle": each.cycle,
            "mentor": each.mentor,
            "mentee": each.mentee,
            "before": each.before and each.before._asdict(),
            "after": each.after and each.after._asdict(),
        }
        for each in moved
    ]
    return Report({**data, "figures": figures}, blocks)
