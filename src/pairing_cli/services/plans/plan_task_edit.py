"""Tasks of plans, written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.pairings.pairing_records import long, short
from pairing_cli.services.plans.plan_days import When
from pairing_cli.services.plans.plan_edit import check_inside, next_position
from pairing_cli.services.plans.plans import TaskRow, show_task
from pairing_cli.services.programme.names.lookup import find_by_ref, find_form
from pairing_cli.services.programme.records import check_same_mentee, find_record
from pairing_cli.store.rows import Need, Plan, PlanStage, PlanTask, TaskNeed
from pairing_cli.store.writing import Writer

MOST_EXPECTED: Final = 1000
"""More visits for one task are a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class TaskInput:
    """What is told of a task. None leaves a field as it is."""

    title: str | None = None
    when: When | None = None
    stage: str | None = None
    form: str | None = None
    direction: str | None = None
    goal: str | None = None
    responsible: str | None = None
    expected: int | None = None
    people: int | None = None
    note: str | None = None
    needs: tuple[str, ...] = ()
    done_on: dt.date | None = None
    reopened: bool = False


def add_task(store: Writer, key: str, entered: TaskInput, *, today: dt.date) -> TaskRow:
    """Give a plan another task. Raises `UsageError`, `NotFound`, `BadData`."""
    plan = find_record(store, Plan, key)
    if entered.title is None:
        raise UsageError("no-title", phrase("Say what is to be done: --title TEXT"))
    stage = _stage(store, plan, entered.stage) if entered.stage else None
    if entered.when is None and stage is None:
        raise UsageError(
            "no-time",
            phrase("Say when: --month YYYY-MM, --on DATE[..DATE], or --stage REF"),
        )
    when = entered.when or When(_stage_span(stage))
    task = PlanTask(
        plan_id=plan.id,
        position=next_position(store, "plan_task", plan.id),
        title=one_line(entered.title, phrase("The title"), SHORT_TEXT),
        start_date=when.span.first,
        end_date=when.span.last,
        month=when.month,
    )
    _fill_task(store, plan, task, entered, today)
    store.add(task)
    _link_needs(store, plan, task, entered.needs)
    return show_task(store, task.id)


def edit_task(store: Writer, ref: str, entered: TaskInput, *, today: dt.date) -> TaskRow:
    """Change a task. Raises `UsageError`, `NotFound`, `BadData`, `RuleRefusal`."""
    task = find_record(store, PlanTask, ref)
    plan = find_record(store, Plan, task.plan_id)
    if entered.title is not None:
        task.title = one_line(entered.title, phrase("The title"), SHORT_TEXT)
    if entered.when is not None:
        task.start_date, task.end_date = entered.when.span.first, entered.when.span.last
        task.month = entered.when.month
    _fill_task(store, plan, task, entered, today)
    store.change(task)
    _link_needs(store, plan, task, entered.needs)
    return show_task(store, task.id)


def open_task(store: Writer, ref: str) -> PlanTask:
    """A task of a plan that is in force, to be written. Raises `NotFound`, `RuleRefusal`."""
    task = find_record(store, PlanTask, ref)
    find_record(store, Plan, task.plan_id)
    return task


def _fill_task(
    store: Writer, plan: Plan, task: PlanTask, entered: TaskInput, today: dt.date
) -> None:
    check_inside(DateSpan(task.start_date, task.end_date), plan)
    if entered.stage is not None:
        task.stage_id = _stage(store, plan, entered.stage).id if entered.stage else None
    if entered.form is not None:
        task.form_code = find_form(store, entered.form).code if entered.form else None
    for name, code in (("direction", entered.direction), ("goal", entered.goal)):
        if code is not None:
            setattr(task, name, code or None)
    if entered.responsible is not None:
        task.responsible = short(entered.responsible, phrase("A person's name"), NAME)
    for field, value in (("expected", entered.expected), ("people", entered.people)):
        if value is not None:
            if not 1 <= value <= MOST_EXPECTED:
                raise UsageError(
                    "bad-count",
                    phrase("{count} can't be; 1 to {most} are.", count=value, most=MOST_EXPECTED),
                )
            setattr(task, field, value)
    if entered.note is not None:
        task.note = long(entered.note, phrase("The note"))
    if entered.done_on is not None:
        check_not_ahead(entered.done_on, today)
    if entered.reopened or entered.done_on is not None:
        task.done_on = entered.done_on


def _link_needs(store: Writer, plan: Plan, task: PlanTask, refs: tuple[str, ...]) -> None:
    known = {link.need_id for link in store.where(TaskNeed, task_id=task.id)}
    for ref in refs:
        need = find_record(store, Need, ref)
        check_same_mentee(store, "need", need.id, (plan.pairing_id,), ref)
        if need.id not in known:
            known.add(need.id)
            store.add(TaskNeed(task_id=task.id, need_id=need.id))


def _stage(store: Writer, plan: Plan, ref: str) -> PlanStage:
    """A stage of this plan, by its title or ref."""
    for stage in store.where(PlanStage, plan_id=plan.id, removed_on=None):
        if stage.title == ref.strip():
            return stage
    stage = find_record(store, PlanStage, find_by_ref(store, "plan_stage", ref))
    if stage.plan_id != plan.id:
        raise UsageError("other-plan", phrase("{ref} is a stage of another plan.", ref=ref))
    return stage


def _stage_span(stage: PlanStage | None) -> DateSpan:
    assert stage is not None  # noqa: S101 - a task without days has a stage
    return DateSpan(stage.start_date, stage.end_date)
