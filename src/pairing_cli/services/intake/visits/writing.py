"""Visits that passed every check, written by the hundred thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final

from pairing_cli.domain.ids import new_ids
from pairing_cli.services.intake.visits.ready import Ready
from pairing_cli.services.intake.visits.tasks import OpenTasks
from pairing_cli.store.bulk import BATCH
from pairing_cli.store.rows import Visit, VisitGoal, VisitPairing, VisitPerson
from pairing_cli.store.writing import Writer

_STORED: Final = {
    "cycle_id": "cycle_id", "mentor_id": "mentor_id", "start_date": "start", "end_date": "end",
    "days": "days", "form_code": "form", "direction": "direction", "state": "state",
    "class_hours": "class_hours", "topic": "topic", "teachers": "teachers",
    "children": "children", "next_step": "next_step", "note": "note", "gained": "gained",
    "state_reason": "state_reason", "override_reason": "override_reason",
}  # fmt: skip
"""Column of a visit → what of a checked one stands in it."""

_VISIT: Final = ("id", *_STORED, "recorded_by", "recorded_at")
_stored: Final = attrgetter(*_STORED.values())

_TABLES: Final = (Visit, VisitPairing, VisitPerson, VisitGoal)


def write_visits(
    store: Writer, visits: list[Ready], tick: Callable[[int], None] = lambda _: None
) -> int:
    """Store checked visits by their days; how many answered a task. `tick` hears the count.

    In order of days every index but one grows at its end. `visits` is empty afterwards: its
    memory serves the batches to come.
    """
    visits.reverse()  # rows of one day keep the order of the file
    visits.sort(key=lambda visit: visit.start, reverse=True)
    tasks = OpenTasks(store)
    written = 0
    with store.loading(_TABLES, len(visits)):
        while visits:
            batch = visits[: -BATCH - 1 : -1]
            del visits[-BATCH:]
            ids = new_ids(len(batch))
            _write_batch(store, ids, batch)
            tasks.note(ids, batch)
            written += len(batch)
            tick(written)
    return tasks.answer()


def _write_batch(store: Writer, ids: Sequence[str], batch: Sequence[Ready]) -> None:
    by, at = store.actor, store.now
    both = list(zip(ids, batch, strict=True))
    store.insert_many(Visit, _VISIT, [(key, *_stored(visit), by, at) for key, visit in both])
    store.insert_many(
        VisitPairing,
        ("visit_id", "pairing_id"),
        [(key, pairing) for key, visit in both for pairing in visit.pairings],
    )
    store.insert_many(
        VisitPerson,
        ("visit_id", "position", "name", "role", "kindergarten_id"),
        [
            (key, position, *went)
            for key, visit in both
            for position, went in enumerate(visit.people)
        ],
    )
    store.insert_many(
        VisitGoal,
        ("visit_id", "goal"),
        [(key, goal) for key, visit in both for goal in visit.goals],
    )
