"""Imported visits answer tasks of plans, as visits do that are logged one by one.

Asking for each of a hundred thousand visits would take minutes; only those are asked for that
lie in the days of an open task of their pairing and have its form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.visits.answering import answer_tasks
from pairing_cli.store.writing import Writer

if TYPE_CHECKING:
    from pairing_cli.services.intake.visits.ready import Ready

_OPEN: Final = """
    SELECT pairing_id, form, direction, month, start_date, end_date, expected - done AS lacking
    FROM plan_tasks WHERE state IN ('open', 'planned') AND done < expected
        AND form IS NOT NULL
"""


@dataclass(slots=True)
class _OpenTask:
    direction: str | None
    month: str | None
    start_date: str | None
    end_date: str | None
    lacking: int

    def fits(self, visit: Ready) -> bool:
        if self.direction not in (None, visit.direction):
            return False
        if self.month is not None:
            return visit.start.startswith(self.month)
        return (self.start_date or "0") <= visit.start <= (self.end_date or "9")


class _Noted(NamedTuple):
    """A visit that may answer tasks, and which."""

    key: str
    is_done: bool
    pairings: int
    tasks: Sequence[_OpenTask]


class OpenTasks:
    """The tasks that still lack visits."""

    def __init__(self, store: Writer) -> None:
        self._store = store
        self._noted: list[_Noted] = []
        self._tasks: dict[str, dict[str, list[_OpenTask]]] = {}  # by form and pairing
        for row in store.rows(_OPEN):
            of_form = self._tasks.setdefault(row["form"], {})
            of_form.setdefault(row["pairing_id"], []).append(
                _OpenTask(
                    row["direction"],
                    row["month"],
                    row["start_date"],
                    row["end_date"],
                    row["lacking"],
                )
            )

    def note(self, keys: Sequence[str], visits: Sequence[Ready]) -> None:
        """Remember which of these visits may answer a task. Asks nothing of the store."""
        for key, visit in zip(keys, visits, strict=True):
            if (of_form := self._tasks.get(visit.form)) is None:
                continue
            if fitting := [
                task
                for pairing in visit.pairings
                for task in of_form.get(pairing, ())
                if task.fits(visit)
            ]:
                is_done = visit.state == VisitState.DONE
                self._noted.append(_Noted(key, is_done, len(visit.pairings), fitting))

    def answer(self) -> int:
        """Link the visits that were noted, and have been written since, to the tasks that they
        answer; how many do.
        """
        answered = 0
        for key, is_done, pairings, fitting in self._noted:
            lacking = [task for task in fitting if task.lacking > 0]
            if lacking and answer_tasks(self._store, key):
                answered += 1
                if is_done:
                    for task in lacking[:pairings]:
                        task.lacking -= 1
        return answered
