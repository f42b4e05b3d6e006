"""Tasks and visits: which visit answers which task, and planned visits made from tasks.

A task knows the visits that answer it, planned or done; its state is told from theirs. So a
visit that is cancelled, or taken back by undo, opens its task again without anybody's doing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.calendar import term_of
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.plans.plan_task_edit import open_task
from pairing_cli.services.plans.plans import PlanRow, TaskRow, list_tasks, show_task
from pairing_cli.services.programme.cycles import list_terms
from pairing_cli.services.visits.visit_log import VisitEdit, VisitEntry, edit_visit, log_visit
from pairing_cli.store.rows import PlanTask, TaskVisit, Visit, VisitPairing
from pairing_cli.store.writing import Writer

_SATURDAY: Final = 5

_LONGEST_VISIT: Final = 14
"""Days that a task names for itself; of a longer stretch a visit takes one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A task that a visit answers, and the planned visit that it takes the place of."""

    task: TaskRow
    replaced: str | None = None

    @property
    def note(self) -> Phrase:
        """What to tell the user."""
        if self.replaced is None:
            return phrase(
                "It answers task {ref} ({title}).", ref=self.task.ref, title=self.task.title
            )
        return phrase(
            "It answers task {ref} ({title}) in place of the planned visit {visit}.",
            ref=self.task.ref,
            title=self.task.title,
            visit=self.replaced,
        )


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A planned visit made from a task, or moved."""

    task: TaskRow
    visit: str
    date: str
    moved: bool


_CANDIDATES: Final = """
    SELECT t.id, t.done, t.planned, t.expected
    FROM plan_tasks AS t
    WHERE t.pairing_id = :pairing_id AND t.form = :form
        AND (t.direction IS NULL OR t.direction = :direction)
        AND t.state IN ('open', 'planned')
        AND t.done < t.expected
        AND ((t.month IS NOT NULL AND t.month = substr(:day, 1, 7))
            OR (t.month IS NULL AND t.start_date <= :day AND t.end_date >= :day))
        AND NOT EXISTS (
            SELECT 1 FROM task_visit AS x WHERE x.task_id = t.id AND x.visit_id = :visit_id)
    ORDER BY t.end_date, t.start_date, t.position
"""


def answer_tasks(store: Writer, visit_id: str, *, task_refs: Sequence[str] = ()) -> list[Answered]:
    """Link a visit that was logged, confirmed or moved to the tasks that it answers: those
    named, and of every other of its pairings the first open one of its form (and direction)
    in its month.

    A done visit takes the place of a planned one of the same task; that one is cancelled. A
    visit that answers a task already keeps it. Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    visit = store.get(Visit, visit_id)
    if visit.state not in (VisitState.DONE, VisitState.PLANNED):
        return []
    pairings = {link.pairing_id for link in store.where(VisitPairing, visit_id=visit.id)}
    answered = []
    for ref in task_refs:
        task = open_task(store, ref)
        pairing_id = _pairing_id(store, task)
        if pairing_id not in pairings:
            raise UsageError("other-pairing", phrase("{ref} belongs to another pairing.", ref=ref))
        pairings.discard(pairing_id)
        answered.append(_link(store, visit, task.id))
    for pairing_id in sorted(pairings):
        if _answers_one(store, visit, pairing_id):
            continue
        for row in store.rows(
            _CANDIDATES,
            pairing_id=pairing_id,
            form=visit.form_code,
            direction=visit.direction,
            day=visit.start_date.isoformat(),
            visit_id=visit.id,
        ):
            # A planned visit leaves a task alone that has its planned visits already.
            if visit.state == VisitState.DONE or row["done"] + row["planned"] < row["expected"]:
                answered.append(_link(store, visit, row["id"]))
                break
    return answered


def _pairing_id(store: Writer, task: PlanTask) -> str:
    return str(store.value("SELECT pairing_id FROM plan WHERE id = :id", id=task.plan_id))


def _answers_one(store: Writer, visit: Visit, pairing_id: str) -> bool:
    return bool(
        store.rows(
            "SELECT 1 FROM task_visit AS x INNER JOIN plan_task AS t ON t.id = x.task_id"
            " INNER JOIN plan AS n ON n.id = t.plan_id"
            " WHERE x.visit_id = :visit_id AND n.pairing_id = :pairing_id",
            visit_id=visit.id,
            pairing_id=pairing_id,
        )
    )


def _link(store: Writer, visit: Visit, task_id: str) -> Answered:
    if not store.where(TaskVisit, task_id=task_id, visit_id=visit.id):
        store.add(TaskVisit(task_id=task_id, visit_id=visit.id))
    task = show_task(store, task_id)
    replaced = None
    if task.done + task.planned > task.expected:
        replaced = _replace_planned(store, visit, task_id)
    return Answered(show_task(store, task_id), replaced)


def _replace_planned(store: Writer, visit: Visit, task_id: str) -> str | None:
    """Cancel the planned visit of the task that lies nearest, unless it is for others, too."""
    mine = {link.pairing_id for link in store.where(VisitPairing, visit_id=visit.id)}
    others = [
        store.get(Visit, link.visit_id)
        for link in store.where(TaskVisit, task_id=task_id)
        if link.visit_id != visit.id
    ]
    planned = [
        each
        for each in others
        if each.state == VisitState.PLANNED
        and {link.pairing_id for link in store.where(VisitPairing, visit_id=each.id)} <= mine
    ]
    if not planned:
        return None
    nearest = min(planned, key=lambda each: abs((each.start_date - visit.start_date).days))
    store.change(nearest, state=VisitState.CANCELLED, state_reason=f"→ {visit.id[24:32]}")
    return nearest.id[24:32]


# --- Planned visits made from tasks -----------------------------------------------------------


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
