"""Visits that passed every check, written by the hundred thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

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
    several = len(batch)
    stored = dict(zip(_STORED, zip(*map(_stored, batch), strict=True), strict=True))
    recorded = {"recorded_by": [store.actor] * several, "recorded_at": [store.now] * several}
    store.insert_many(Visit, {"id": ids, **stored, **recorded})
    store.insert_many(VisitPairing, _linked("pairing_id", ids, [each.pairings for each in batch]))
    people = _linked("went", ids, [each.people for each in batch])
    store.insert_many(
        VisitPerson,
        {
            "visit_id": people["visit_id"],
            "position": [at for each in batch for at in range(len(each.people))],
            "name": [went.name for went in people["went"]],
            "role": [went.role for went in people["went"]],
            "kindergarten_id": [went.kindergarten_id for went in people["went"]],
        },
    )
    store.insert_many(VisitGoal, _linked("goal", ids, [each.goals for each in batch]))


def _linked(
    name: str, ids: Sequence[str], several: Sequence[Sequence[Any]]
) -> dict[str, list[Any]]:
    """The visit and one of what it has several of, for each of those."""
    return {
        "visit_id": [key for key, some in zip(ids, several, strict=True) for _ in some],
        name: [each for some in several for each in some],
    }
