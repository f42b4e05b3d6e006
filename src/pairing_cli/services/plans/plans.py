"""Plans, read: their stages and tasks, how each task stands, and what is due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.paperwork import TaskState
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    existing,
    filter_values,
)
from pairing_cli.services.pairings.pairings import pairing_or_record
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class PlanRow(NamedTuple):
    """A plan with how far it has come. Dates are ISO text."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    title: str
    pack: str | None
    on_date: str
    start: str
    end: str
    stages: int
    tasks: int
    done: int
    planned: int
    without_responsible: int
    state: str
    """in_force or removed."""
    note: str | None
    removed_reason: str | None
    cycle: str
    pack_year: int | None
    id: str
    pairing_id: str


class StageRow(NamedTuple):
    """A stage of a plan."""

    ref: str
    title: str
    goal: str | None
    start: str
    end: str
    tasks: int
    id: str


class TaskRow(NamedTuple):
    """A task of a plan. `start` and `end` hold even where only a month was named."""

    ref: str
    stage: str | None
    title: str
    month: str | None
    start: str
    end: str
    form: str | None
    form_zh: str | None
    form_en: str | None
    direction: str | None
    goal: str | None
    responsible: str | None
    expected: int
    people: int | None
    done: int
    planned: int
    state: str
    visits: tuple[str, ...]
    """Refs of the visits that answer it."""
    needs: tuple[str, ...]
    """Refs of the needs that it answers."""
    done_on: str | None
    note: str | None
    removed_reason: str | None
    stage_id: str | None
    id: str

    @property
    def when(self) -> str:
        """The month, or the days: 2022-10, 2022-10-08, 2022-10-08..2022-10-12."""
        if self.month and self.start.endswith("-01"):
            return self.month
        return self.start if self.start == self.end else f"{self.start}..{self.end}"

    @property
    def form_label(self) -> Label | None:
        """The word of the form."""
        return Label(self.form_zh, self.form_en or self.form_zh) if self.form_zh else None


class PlanDetail(NamedTuple):
    """A plan in full."""

    plan: PlanRow
    stages: tuple[StageRow, ...]
    tasks: tuple[TaskRow, ...]


class DueTask(NamedTuple):
    """A task that is still to be done and for which no visit is planned. The fields are those
    of the schedule.
    """

    date: str
    """Its last day."""
    end_date: str
    kind: str
    mentor: str
    mentees: tuple[str, ...]
    form: str | None
    form_label: Label | None
    title: Label
    responsible: str | None
    state: str
    ref: str
    overdue: bool
    answer: str | None = None
    """Key of what settled it without a change of its own: a visit, or its plan, removed."""


_TASKS_ON_DAY: Final = """(
    SELECT e.*,
           CASE WHEN e.removed = 1 THEN 'removed'
                WHEN e.done_on IS NOT NULL OR e.done >= e.expected THEN 'done'
                WHEN e.done + e.planned >= e.expected THEN 'planned'
                ELSE 'open' END AS state
    FROM (
        SELECT u.id, u.ref, u.plan_id, u.pairing_id, u.stage_id, u.position, u.title, u.month,
               u.start_date, u.end_date, u.form, u.direction, u.goal, u.responsible, u.expected,
               u.people, u.note, u.planned, u.removed_on, u.removed_reason,
               CASE u.state WHEN 'removed' THEN 1 ELSE 0 END AS removed,
               CASE WHEN u.done_on <= :day THEN u.done_on END AS done_on,
               u.done - (SELECT count(*) FROM task_visit AS x
                         INNER JOIN visit AS v ON v.id = x.visit_id
                         WHERE x.task_id = u.id AND v.state = 'done' AND v.start_date > :day)
                   AS done
        FROM plan_tasks AS u
    ) AS e
)"""
"""The view `plan_tasks` as it was on a day: what was done later answers nothing yet."""

_ALL_DAYS: Final = dt.date.max.isoformat()

_PLANS: Final = f"""
    SELECT substr(n.id, 25, 8) AS ref, p.mentor, p.mentee, p.county, n.title, n.pack, n.on_date,
           n.start_date AS start, n.end_date AS "end",
           (SELECT count(*) FROM plan_stage AS s
            WHERE s.plan_id = n.id AND s.removed_on IS NULL) AS stages,
           coalesce(t.tasks, 0) AS tasks, coalesce(t.done, 0) AS done,
           coalesce(t.planned, 0) AS planned,
           coalesce(t.without_responsible, 0) AS without_responsible,
           CASE WHEN n.removed_on IS NULL THEN 'in_force' ELSE 'removed' END AS state,
           n.note, n.removed_reason, p.cycle, n.pack_year, n.id, n.pairing_id
    FROM plan AS n
    INNER JOIN pairings AS p ON p.id = n.pairing_id
    LEFT JOIN (
        SELECT plan_id, count(*) AS tasks,
               sum(CASE state WHEN 'done' THEN 1 ELSE 0 END) AS done,
               sum(CASE state WHEN 'planned' THEN 1 ELSE 0 END) AS planned,
               sum(CASE WHEN responsible IS NULL THEN 1 ELSE 0 END) AS without_responsible
        FROM {_TASKS_ON_DAY} AS u WHERE removed_on IS NULL GROUP BY plan_id
    ) AS t ON t.plan_id = n.id
    WHERE {{which}}
    ORDER BY n.start_date, n.id
"""

_STAGES: Final = """
    SELECT substr(s.id, 25, 8) AS ref, s.title, s.goal, s.start_date AS start,
           s.end_date AS "end",
           (SELECT count(*) FROM plan_task AS t
            WHERE t.stage_id = s.id AND t.removed_on IS NULL) AS tasks, s.id
    FROM plan_stage AS s
    WHERE s.plan_id = :plan_id AND s.removed_on IS NULL
    ORDER BY s.start_date, s.position
"""

_TASKS: Final = f"""
    SELECT t.ref, s.title AS stage, t.title, t.month, t.start_date AS start,
           t.end_date AS "end", t.form, f.label_zh AS form_zh, f.label_en AS form_en,
           t.direction, t.goal, t.responsible, t.expected, t.people, t.done, t.planned, t.state,
           t.done_on, t.note, t.removed_reason, t.stage_id, t.id
    FROM {_TASKS_ON_DAY} AS t
    LEFT JOIN plan_stage AS s ON s.id = t.stage_id
    LEFT JOIN form AS f ON f.code = t.form
    WHERE {{which}} AND (:every = 1 OR t.removed_on IS NULL)
    ORDER BY t.start_date, t.end_date, t.position
"""


def list_plans(store: Reader, cycle: CycleRow, wanted: PairingFilter) -> list[PlanRow]:
    """The plans of a cycle, made by the day of the filter, in order. Raises `NotFound`."""
    rows = store.fetch(
        PlanRow,
        _PLANS.format(which=f"{PAIRING_FILTER_SQL} AND {existing('n.on_date')}"),
        **filter_values(store, cycle, wanted),
        day=_day(wanted.day),
    )
    return [row for row in rows if wanted.every or row.state == "in_force"]


def find_plan(store: Reader, text: str, cycle: CycleRow, as_of: dt.date) -> PlanRow:
    """The plan with this ref, or the mentee's: the one that `as_of` lies in, else the next to
    begin, else the last. Raises `NotFound`.
    """
    pairing = pairing_or_record(store, text, cycle, as_of, "plan")
    if isinstance(pairing, str):
        return plan_by_id(store, pairing, as_of)
    rows = [
        row
        for row in list_plans(store, cycle, PairingFilter(mentee=pairing.mentee_id, day=as_of))
        if row.pairing_id == pairing.id
    ]
    if not rows:
        raise NotFound(
            "no-plan",
            phrase("{mentee} has no plan yet.", mentee=pairing.mentee),
            hint=phrase(
                "To make one: pairing plan new {mentee} --from PACK --year YYYY",
                mentee=as_word(pairing.mentee),
            ),
        )
    day = as_of.isoformat()
    around = [row for row in rows if row.start <= day <= row.end]
    ahead = [row for row in rows if row.start > day]
    return (around or ahead or rows[-1:])[0]


def plan_by_id(store: Reader, key: str, as_of: dt.date | None = None) -> PlanRow:
    """The plan with this key, which must exist, as it stood on a day, else as it stands."""
    return store.fetch(PlanRow, _PLANS.format(which="n.id = :id"), id=key, day=_day(as_of))[0]


def show_plan(
    store: Reader, plan: PlanRow, *, every: bool = False, as_of: dt.date | None = None
) -> PlanDetail:
    """A plan in full, as it stands on a day; with `every` its removed tasks, too."""
    return PlanDetail(
        plan=plan,
        stages=tuple(store.fetch(StageRow, _STAGES, plan_id=plan.id)),
        tasks=tuple(list_tasks(store, plan.id, every=every, as_of=as_of)),
    )


def list_tasks(
    store: Reader, plan_id: str, *, every: bool = False, as_of: dt.date | None = None
) -> list[TaskRow]:
    """The tasks of a plan, by date: what was done after `as_of` is not done."""
    return _task_rows(store, "t.plan_id = :key", plan_id, every=every, as_of=as_of)


def show_task(store: Reader, key: str) -> TaskRow:
    """The task with this key, which must exist."""
    return _task_rows(store, "t.id = :key", key, every=True)[0]


def _task_rows(
    store: Reader, which: str, key: str, *, every: bool, as_of: dt.date | None = None
) -> list[TaskRow]:
    """The tasks for which the condition `which` holds of `key`, as they stood on a day."""
    day = _day(as_of)
    visits = _refs(store, _ANSWERS, "visit_id", which, key=key, day=day)
    needs = _refs(store, "task_need", "need_id", which, key=key)
    return [
        TaskRow(**row, visits=tuple(visits[row["id"]]), needs=tuple(needs[row["id"]]))
        for row in store.rows(_TASKS.format(which=which), key=key, every=int(every), day=day)
    ]


def _day(as_of: dt.date | None) -> str:
    return _ALL_DAYS if as_of is None else as_of.isoformat()


_ANSWERS: Final = """(
    SELECT y.task_id, y.visit_id FROM task_visit AS y INNER JOIN visit AS v ON v.id = y.visit_id
    WHERE v.state <> 'done' OR v.start_date <= :day
)"""


def _refs(
    store: Reader, links: str, column: str, which: str, **values: str
) -> dict[str, list[str]]:
    """Key of a task → refs of what is linked to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(
        f"SELECT x.task_id, substr(x.{column}, 25, 8) AS ref FROM {links} AS x"
        f" INNER JOIN plan_task AS t ON t.id = x.task_id WHERE {which} ORDER BY x.{column}",
        **values,
    ):
        found[row["task_id"]].append(row["ref"])
    return found


_DUE: Final = f"""
    SELECT t.end_date AS date, t.end_date, p.mentor, p.mentee, t.form,
           f.label_zh AS form_zh, f.label_en AS form_en, t.title, t.responsible, t.state, t.ref,
           CASE WHEN n.removed_on IS NULL
                THEN (SELECT max(x.visit_id) FROM task_visit AS x WHERE x.task_id = t.id)
                ELSE n.id END AS answer
    FROM {_TASKS_ON_DAY} AS t
    INNER JOIN plan AS n ON n.id = t.plan_id
    INNER JOIN pairings AS p ON p.id = t.pairing_id
    LEFT JOIN form AS f ON f.code = t.form
    WHERE (t.state = 'open') = :open AND {PAIRING_FILTER_SQL} AND {existing("n.on_date")}
        AND (:first IS NULL OR t.end_date >= :first) AND t.end_date <= :last
        AND (:begun IS NULL OR t.start_date <= :begun)
    ORDER BY t.end_date, p.mentor_id, t.position
"""


def tasks_due(
    store: Reader,
    cycle: CycleRow,
    span: DateSpan | None,
    as_of: dt.date,
    *,
    mentor: str | None = None,
    county: str | None = None,
    settled: bool = False,
) -> list[DueTask]:
    """Open tasks without a planned visit, by their last day; with `settled` those that were
    due then and are not any more: done, removed, or with a visit planned.

    Without a span those that have begun by `as_of`, the overdue ones among them; with one
    those whose last day lies in it. Raises `NotFound`.
    """
    rows = store.rows(
        _DUE,
        **filter_values(store, cycle, PairingFilter(mentor=mentor, county=county, day=as_of)),
        first=span.first.isoformat() if span else None,
        last=(span.last if span else dt.date.max).isoformat(),
        begun=None if span else as_of.isoformat(),
        day=as_of.isoformat(),
        open=not settled,
    )
    return [_due(row, as_of) for row in rows]


def _due(row: Any, as_of: dt.date) -> DueTask:
    return DueTask(
        date=row["date"],
        end_date=row["end_date"],
        kind="task",
        mentor=row["mentor"],
        mentees=(row["mentee"],),
        form=row["form"],
        form_label=Label(row["form_zh"], row["form_en"]) if row["form"] else None,
        title=Label(row["title"], row["title"]),
        responsible=row["responsible"],
        state=TaskState(row["state"]),
        ref=row["ref"],
        overdue=row["date"] < as_of.isoformat(),
        answer=row["answer"],
    )
