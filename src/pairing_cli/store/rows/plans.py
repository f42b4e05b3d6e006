"""Work plans: their stages and tasks, and what answers a task.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Plan(RemovableRow, table="plan"):
    """What a pairing means to do in a stretch of its cycle."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    title: str = column(longest=200)
    pack: str | None = column(default=None, longest=64)
    pack_year: int | None = column(default=None)
    on_date: dt.date
    start_date: dt.date
    end_date: dt.date
    note: str | None = column(default=None, longest=4000)


class PlanStage(RemovableRow, table="plan_stage"):
    """A named part of a plan, with its goal."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    plan_id: str
    position: int = column(least=0)
    title: str = column(longest=200)
    goal: str | None = column(default=None, longest=4000)
    start_date: dt.date
    end_date: dt.date


class PlanTask(RemovableRow, table="plan_task"):
    """One thing to do. Its state comes from the visits that answer it: view `plan_tasks`."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    plan_id: str
    stage_id: str | None = column(default=None)
    position: int = column(least=0)
    title: str = column(longest=200)
    month: str | None = column(default=None, longest=7)
    start_date: dt.date
    end_date: dt.date
    form_code: str | None = column(default=None)
    direction: str | None = column(default=None)
    goal: str | None = column(default=None)
    responsible: str | None = column(default=None, longest=100)
    expected: int = column(default=1, least=1, most=1000)
    people: int | None = column(default=None, least=1)
    note: str | None = column(default=None, longest=4000)
    done_on: dt.date | None = column(default=None)


class TaskVisit(Row, table="task_visit"):
    """Which visits answer a task, planned or done."""

    task_id: str = column(key=True)
    visit_id: str = column(key=True)


class TaskNeed(Row, table="task_need"):
    """Which needs a task answers."""

    task_id: str = column(key=True)
    need_id: str = column(key=True)


class TaskDocument(Row, table="task_document"):
    """Files that belong to a task of a plan."""

    task_id: str = column(key=True)
    document_id: str = column(key=True)
