"""What reports print of a closed cycle: the figures that were frozen, and that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pairing_cli.domain.owed.settling import State
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CycleState, Grouping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing_cli.cli.context import Run
    from pairing_cli.services.ending.frozen import Closing
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader


def frozen_of(run: Run, store: Reader, cycle: CycleRow) -> Closing | None:
    """The closing whose figures the reports of the day print; None where they are counted."""
    if cycle.state != CycleState.CLOSED:
        return None
    from pairing_cli.services.ending.frozen import frozen_for

    return frozen_for(store, cycle, run.as_of)


def closing_notes(closing: Closing | None, cycle: CycleRow, *, anew: bool) -> tuple[Phrase, ...]:
    """Whether the figures of a closed cycle are those that were frozen."""
    if closing is None:
        return ()
    places = {"cycle": cycle.code, "day": closing.on}
    if anew:
        return (
            phrase(
                "Counted anew by today's records. Frozen on {day}: pairing cycle show {cycle}",
                **places,
            ),
        )
    return (
        phrase(
            "Cycle {cycle} is closed: figures as frozen on {day}. To count anew: --live",
            **places,
        ),
    )


class Wanted(NamedTuple):
    """What of a cycle's progress is asked for."""

    mentee: str | None
    mentor: str | None
    county: str | None
    by: Grouping
    detail: bool
    missed: bool


def frozen_rows(store: Reader, closing: Closing, wanted: Wanted) -> Sequence[Any]:
    """The rows of `progress` as they were frozen. Raises `NotFound`."""
    from pairing_cli.services.ending.frozen import (
        frozen_detail,
        frozen_groups,
        frozen_progress,
    )

    pairings = _narrowed(store, frozen_progress(closing), wanted)
    if wanted.detail or wanted.missed:
        refs = {row.ref for row in pairings}
        return [
            row
            for row in frozen_detail(closing)
            if row.ref in refs and (not wanted.missed or row.state == State.MISSED)
        ]
    if wanted.by is not Grouping.PAIRING:
        return frozen_groups(closing, wanted.by)
    return pairings


def _narrowed(store: Reader, rows: Sequence[Any], wanted: Wanted) -> Sequence[Any]:
    from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region

    if wanted.mentee:
        name = find_kindergarten(store, wanted.mentee).name
        rows = [row for row in rows if row.mentee == name]
    if wanted.mentor:
        name = find_kindergarten(store, wanted.mentor).name
        rows = [row for row in rows if row.mentor == name]
    if wanted.county:
        county = find_region(store, wanted.county, level="county").name
        rows = [row for row in rows if row.county == county]
    return rows
