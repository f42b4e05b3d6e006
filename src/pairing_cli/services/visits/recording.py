"""Visits as commands write them: logged, corrected, confirmed, and answered for in the plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pairing_cli.domain.phrases import Phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.visits.answering import (
    Answered,
    Before,
    answer_anew,
    answer_tasks,
    fits_of,
)
from pairing_cli.services.visits.visit_log import (
    VisitEdit,
    VisitEntry,
    confirm_visit,
    edit_visit,
    log_visit,
)
from pairing_cli.services.visits.visits import VisitRow
from pairing_cli.store.rows import Visit
from pairing_cli.store.writing import Writer


class Recorded(NamedTuple):
    """A visit as it now stands, and the tasks that it answers since."""

    visit: VisitRow
    answered: Sequence[Answered] = ()

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """What to tell the user of the tasks."""
        return tuple(each.note for each in self.answered)


def record(
    store: Writer,
    mentees: Sequence[str],
    entry: VisitEntry,
    *,
    tasks: Sequence[str] = (),
    today: dt.date,
    database: Path,
) -> Recorded:
    """Log a visit; `tasks`: those that it answers by name. Raises as `log_visit` does."""
    row = log_visit(store, mentees, entry, today=today, database=database)
    return Recorded(row, answer_tasks(store, row.id, task_refs=tasks))


def confirm(
    store: Writer, ref: str, edit: VisitEdit, *, today: dt.date, database: Path
) -> Recorded:
    """Say that a planned visit took place. Raises as `confirm_visit` does."""
    before = _before(store, ref)
    row = confirm_visit(store, ref, edit, today=today, database=database)
    return Recorded(row, answer_anew(store, row.id, before) or answer_tasks(store, row.id))


def correct(
    store: Writer, ref: str, edit: VisitEdit, *, today: dt.date, database: Path
) -> Recorded:
    """Change a visit; in another month or form it answers the task of that one instead.

    Raises as `edit_visit` does.
    """
    before = _before(store, ref)
    row = edit_visit(store, ref, edit, today=today, database=database)
    return Recorded(row, answer_anew(store, row.id, before))


def _before(store: Writer, ref: str) -> Before:
    return fits_of(store, store.get(Visit, find_by_ref(store, "visit", ref)))
