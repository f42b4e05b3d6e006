"""Which visit answers which task of a plan.

A task knows the visits that answer it, planned or done; its state is told from theirs. So a
visit that is cancelled, or taken back by undo, opens its task again without anybody's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.records import other_pairing
from pairing_cli.store.rows import TaskVisit, Visit, VisitPairing
from pairing_cli.store.writing import Writer


class Answered(NamedTuple):
    """A task that a visit answers, and the planned visit that it takes the place of."""

    ref: str
    title: str
    replaced: str | None = None

    @property
    def note(self) -> Phrase:
        """What to tell the user."""
        if self.replaced is None:
            return phrase("It answers task {ref} ({title}).", ref=self.ref, title=self.title)
        return phrase(
            "It answers task {ref} ({title}) in place of the planned visit {visit}.",
            ref=self.ref,
            title=self.title,
            visit=self.replaced,
        )


_FITS: Final = """
    t.form = :form AND (t.direction IS NULL OR t.direction = :direction)
    AND ((t.month IS NOT NULL AND t.month = substr(:day, 1, 7))
        OR (t.month IS NULL AND t.start_date <= :day AND t.end_date >= :day))
"""

_CANDIDATES: Final = f"""
    SELECT t.id, t.done, t.planned, t.expected
    FROM plan_tasks AS t
    WHERE t.pairing_id = :pairing_id AND {_FITS}
        AND t.state IN ('open', 'planned')
        AND t.done < t.expected
        AND NOT EXISTS (
            SELECT 1 FROM task_visit AS x WHERE x.task_id = t.id AND x.visit_id = :visit_id)
    ORDER BY t.end_date, t.start_date, t.position
"""

_FITTING: Final = f"""
    SELECT t.id FROM task_visit AS x INNER JOIN plan_tasks AS t ON t.id = x.task_id
    WHERE x.visit_id = :visit_id AND {_FITS} AND EXISTS (
        SELECT 1 FROM visit_pairing AS y
        WHERE y.visit_id = x.visit_id AND y.pairing_id = t.pairing_id)
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
        task = _task(store, find_by_ref(store, "plan_task", ref))
        if task["state"] == "removed":
            raise RuleRefusal("task-removed", phrase("Task {ref} was removed.", ref=task["ref"]))
        if task["pairing_id"] not in pairings:
            raise other_pairing(ref)
        pairings.discard(task["pairing_id"])
        answered.append(_link(store, visit, task["id"]))
    for pairing_id in sorted(pairings):
        if _answers_one(store, visit, pairing_id):
            continue
        for row in store.rows(_CANDIDATES, pairing_id=pairing_id, **_asked(visit)):
            # A planned visit leaves a task alone that has its planned visits already.
            if visit.state == VisitState.DONE or row["done"] + row["planned"] < row["expected"]:
                answered.append(_link(store, visit, row["id"]))
                break
    return answered


class Before(NamedTuple):
    """What made a visit fit tasks before it was corrected, and those that it answered so."""

    asked: Mapping[str, Any]
    pairings: frozenset[str]
    tasks: frozenset[str]


def fits_of(store: Writer, visit: Visit) -> Before:
    """How the visit fits tasks as it now stands."""
    asked = _asked(visit)
    links = store.where(VisitPairing, visit_id=visit.id)
    return Before(
        asked,
        frozenset(link.pairing_id for link in links),
        frozenset(str(key) for (key,) in store.tuples(_FITTING, **asked)),
    )


def answer_anew(store: Writer, visit_id: str, before: Before) -> list[Answered]:
    """Take a visit that was corrected off the tasks that it fitted before and doesn't fit now,
    and link it to those of its new form, month or mentees. What somebody linked by name stays.
    """
    now = fits_of(store, store.get(Visit, visit_id))
    if now == before:
        return []
    lost = before.tasks - now.tasks
    links = store.where(TaskVisit, visit_id=visit_id)
    store.delete(*(link for link in links if link.task_id in lost))
    return answer_tasks(store, visit_id)


def _asked(visit: Visit) -> dict[str, Any]:
    return {
        "form": visit.form_code,
        "direction": visit.direction,
        "day": visit.start_date.isoformat(),
        "visit_id": visit.id,
    }


def _task(store: Writer, key: str) -> Any:
    return store.rows(
        "SELECT id, ref, title, pairing_id, state, done, planned, expected FROM plan_tasks"
        " WHERE id = :id",
        id=key,
    )[0]


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
    task = _task(store, task_id)
    replaced = None
    if task["done"] + task["planned"] > task["expected"]:
        replaced = _replace_planned(store, visit, task_id)
    return Answered(task["ref"], task["title"], replaced)


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
    store.change(nearest, state=VisitState.CANCELLED, state_reason=f"→ {ref_of(visit.id)}")
    return ref_of(nearest.id)
