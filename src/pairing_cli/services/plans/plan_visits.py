"""Planned visits made from the tasks of a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.calendar import term_of
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.plans.plan_task_edit import open_task
from pairing_cli.services.plans.plans import PlanRow, TaskRow, list_tasks, show_task
from pairing_cli.services.programme.cycles import list_terms
from pairing_cli.services.visits.visit_log import VisitEdit, VisitEntry, edit_visit, log_visit
from pairing_cli.store.rows import TaskVisit, Visit
from pairing_cli.store.writing import Writer

_SATURDAY: Final = 5

_LONGEST_VISIT: Final = 14
"""Days that a task names for itself; of a longer stretch a visit takes one."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A planned visit made from a task, or moved."""

    task: TaskRow
    visit: str
    date: str
    moved: bool


def schedule_task(
    store: Writer, ref: str, span: DateSpan | None, *, today: dt.date, database: Path
) -> Scheduled:
    """Plan the visit of one task, or move the planned one: never a second.

    Without days: the task's own, or the middle of its month. Raises `NotFound`,
    `UsageError`, `RuleRefusal`.
    """
    task = show_task(store, open_task(store, ref).id)
    if task.form is None:
        raise UsageError(
            "no-form",
            phrase("Task {ref} has no form of activity, so no visit can be planned.", ref=ref),
            hint=phrase("To give it one: pairing plan edit-task {ref} --form FORM", ref=ref),
        )
    if task.state == "done":
        raise RuleRefusal("already-done", phrase("Task {ref} is done already.", ref=ref))
    return _schedule(store, task, span or _days(store, task), today=today, database=database)


def schedule_plan(
    store: Writer, plan: PlanRow, *, today: dt.date, database: Path
) -> list[Scheduled]:
    """Plan a visit for every task with a form that is open; those planned stay as they are.

    Raises `UsageError`, `RuleRefusal` where a task lies outside the pairing.
    """
    return [
        _schedule(store, task, _days(store, task, number), today=today, database=database)
        for task in list_tasks(store, plan.id)
        if task.form is not None and task.state == "open"
        for number in range(task.done + task.planned, task.expected)
    ]


def _schedule(
    store: Writer, task: TaskRow, span: DateSpan, *, today: dt.date, database: Path
) -> Scheduled:
    planned = [
        visit
        for link in store.where(TaskVisit, task_id=task.id)
        if (visit := store.get(Visit, link.visit_id)).state == VisitState.PLANNED
    ]
    if planned and task.done + task.planned >= task.expected:
        moved = min(planned, key=lambda visit: abs((visit.start_date - span.first).days))
        # It stays the visit of this task, whatever its new month.
        row = edit_visit(store, moved.id, VisitEdit(span=span), today=today, database=database)
        return Scheduled(show_task(store, task.id), row.ref, row.date, moved=True)
    mentee, mentor, cycle = _sides(store, task)
    entry = VisitEntry(
        form=str(task.form),
        span=span,
        topic=task.title,
        people=(task.responsible,) if task.responsible else (),
        direction=task.direction,
        goals=(task.goal,) if task.goal else (),
        needs=task.needs,
        mentor=mentor,
        state=VisitState.PLANNED,
        cycle=cycle,
    )
    row = log_visit(store, [mentee], entry, today=today, database=database)
    if not store.where(TaskVisit, task_id=task.id, visit_id=row.id):
        store.add(TaskVisit(task_id=task.id, visit_id=row.id))
    return Scheduled(show_task(store, task.id), row.ref, row.date, moved=False)


def _sides(store: Writer, task: TaskRow) -> tuple[str, str, str]:
    row = store.rows(
        "SELECT p.mentee_id, p.mentor_id, p.cycle FROM plan_tasks AS t"
        " INNER JOIN pairings AS p ON p.id = t.pairing_id WHERE t.id = :id",
        id=task.id,
    )[0]
    return row["mentee_id"], row["mentor_id"], row["cycle"]


def _days(store: Writer, task: TaskRow, number: int = 0) -> DateSpan:
    """The days to plan the `number`-th visit of a task for: its own, or of a month or stage a
    weekday in the middle (of as many parts as it takes visits), inside a term where one
    reaches into it.
    """
    span = DateSpan.stored(dt.date.fromisoformat(task.start), dt.date.fromisoformat(task.end))
    if task.month is None and span.days <= _LONGEST_VISIT:
        return span
    terms = list_terms(store)
    days = [span.first + dt.timedelta(number) for number in range(span.days)]
    weekdays = [day for day in days if day.weekday() < _SATURDAY] or days
    teaching = [day for day in weekdays if term_of(day, terms)] or weekdays
    best = teaching[len(teaching) * (2 * number + 1) // (2 * task.expected)]
    return DateSpan(best, best)
