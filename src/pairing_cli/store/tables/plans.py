"""Work plans: their stages and tasks, and what answers a task."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.vocabulary import Direction, Goal
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, Removable, ref_index
from pairing_cli.store.tables.types import (
    IsoDate,
    in_order,
    not_blank,
    one_of,
    real_date,
)


class PlanFields(Removable, Keyed):
    """What a pairing means to do in a stretch of its cycle."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    pack: str | None = Field(default=None, max_length=64, sa_type=Text)
    pack_year: int | None = Field(default=None)
    """The year that the pack's first calendar year was taken for."""
    on_date: dt.date = Field(sa_type=IsoDate)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Plan(PlanFields, table=True):
    """What a pairing means to do in a stretch of its cycle."""

    __table_args__ = (
        not_blank("title"),
        real_date("on_date"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        ref_index("plan"),
        STRICT,
    )


class PlanStageFields(Removable, Keyed):
    """A named part of a plan, with its goal."""

    plan_id: str = Field(sa_type=Text, foreign_key="plan.id")
    position: int = Field(ge=0)
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    goal: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)


class PlanStage(PlanStageFields, table=True):
    """A named part of a plan, with its goal."""

    __tablename__: ClassVar[str] = "plan_stage"
    __table_args__ = (
        not_blank("title"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("removed_on"),
        Index(None, "plan_id"),
        ref_index("plan_stage"),
        STRICT,
    )


class PlanTaskFields(Removable, Keyed):
    """One thing to do: in a month, or between two days."""

    plan_id: str = Field(sa_type=Text, foreign_key="plan.id")
    stage_id: str | None = Field(default=None, sa_type=Text, foreign_key="plan_stage.id")
    position: int = Field(ge=0)
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    month: str | None = Field(default=None, max_length=7, sa_type=Text)
    """Where a month was named rather than days: YYYY-MM. The two dates hold in any case."""
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    form_code: str | None = Field(default=None, sa_type=Text, foreign_key="form.code")
    direction: str | None = Field(default=None, sa_type=Text)
    goal: str | None = Field(default=None, sa_type=Text)
    responsible: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    expected: int = Field(default=1, ge=1, le=1000)
    """How many visits it takes."""
    people: int | None = Field(default=None, ge=1)
    """How many teachers are to carry it out."""
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    done_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """Said to be done by hand; a task with visits is done by them."""


class PlanTask(PlanTaskFields, table=True):
    """One thing to do. Its state comes from the visits that answer it: view `plan_tasks`."""

    __tablename__: ClassVar[str] = "plan_task"
    __table_args__ = (
        not_blank("title"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("done_on"),
        real_date("removed_on"),
        one_of("direction", Direction),
        one_of("goal", Goal),
        CheckConstraint("expected >= 1", name="expected_positive"),
        CheckConstraint("people >= 1", name="people_positive"),
        CheckConstraint("month = substr(start_date, 1, 7)", name="month_of_start"),
        Index(None, "plan_id"),
        ref_index("plan_task"),
        STRICT,
    )


class TaskVisit(SQLModel, table=True):
    """Which visits answer a task, planned or done."""

    __tablename__: ClassVar[str] = "task_visit"
    __table_args__ = (Index(None, "visit_id"), STRICT)
    task_id: str = Field(primary_key=True, sa_type=Text, foreign_key="plan_task.id")
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")


class TaskNeed(SQLModel, table=True):
    """Which needs a task answers."""

    __tablename__: ClassVar[str] = "task_need"
    __table_args__ = (STRICT,)
    task_id: str = Field(primary_key=True, sa_type=Text, foreign_key="plan_task.id")
    need_id: str = Field(primary_key=True, sa_type=Text, foreign_key="need.id")


class TaskDocument(SQLModel, table=True):
    """Files that belong to a task of a plan."""

    __tablename__: ClassVar[str] = "task_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    task_id: str = Field(primary_key=True, sa_type=Text, foreign_key="plan_task.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")
