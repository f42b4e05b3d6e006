"""The commands of `plan` on stages and tasks; `plan` declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.pairings.record_params import (
    MenteeOrRefArg,
    Note,
    ReasonOption,
    Title,
    answer,
    removed,
)
from pairing_cli.cli.plans.plan_columns import PLAN_COLUMNS, TASK_COLUMNS
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.paired import NOTE
from pairing_cli.domain.records.plans import (
    AIM,
    PEOPLE,
    PLAN_STAGE,
    PLAN_TASK,
    RESPONSIBLE,
    STAGE,
)
from pairing_cli.domain.records.visits import DIRECTION, FORM
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.plans.plan_days import When
    from pairing_cli.services.plans.plan_task_edit import TaskInput
    from pairing_cli.services.plans.plans import PlanRow
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader

CLEARED = (STAGE, FORM, DIRECTION, AIM, RESPONSIBLE, PEOPLE, NOTE)
"""What `edit-task` can empty."""

Responsible = Annotated[
    str | None,
    typer.Option("--responsible", metavar="NAME", help=N_("Who answers for it.")),
]


def add_stage(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("The title."))],
    start: Annotated[str, typer.Option("--start", metavar="DATE", help=N_("Its first day."))],
    end: Annotated[str, typer.Option("--end", metavar="DATE", help=N_("Its last day."))],
    goal: Annotated[
        str | None, typer.Option("--goal", metavar="TEXT", help=N_("What it is to reach."))
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a plan another stage."""
    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.services.plans.plan_edit import add_stage as add

    run = run_of(ctx)
    span = DateSpan(params.day(start, run.as_of), params.day(end, run.as_of))
    with run.writing("plan add-stage", dry_run=dry_run) as store:
        found, _ = found_plan(store, run, which, cycle)
        row = add(store, found.id, title, span, goal=goal)
    return answer(
        phrase("Plan {ref} has another stage: {title}.", ref=row.ref, title=title),
        Listing(PLAN_COLUMNS, [row]),
        dry_run=dry_run,
    )


def edit_stage(
    ctx: typer.Context,
    ref: params.RefArg,
    title: Title = None,
    goal: Annotated[
        str | None, typer.Option("--goal", metavar="TEXT", help=N_("What it is to reach."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE..DATE", help=N_("Its days."))
    ] = None,
    removed: Annotated[
        bool, typer.Option("--remove", help=N_("Take it off the plan; needs --reason."))
    ] = False,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a stage of a plan, or take it off; its tasks stay."""
    from pairing_cli.services.pairings.pairing_records import remove_record
    from pairing_cli.services.plans.plan_edit import edit_stage as change
    from pairing_cli.services.plans.plans import plan_by_id
    from pairing_cli.services.programme.clearing import clear_fields
    from pairing_cli.services.programme.records import find_record
    from pairing_cli.store.rows import PlanStage

    run = run_of(ctx)
    if removed and not reason:
        raise UsageError("no-reason", phrase("Say why: --reason TEXT"))
    with run.writing("plan edit-stage", reason=reason, dry_run=dry_run) as store:
        if removed:
            stage = find_record(store, PlanStage, ref)
            remove_record(store, PlanStage, stage.id, reason=str(reason), on=run.as_of)
            row = plan_by_id(store, stage.plan_id)
        else:
            clear_fields(store, PLAN_STAGE, ref, cleared(ctx))
            span = params.span_of(on, run.as_of) if on else None
            row = change(store, ref, title=title, goal=goal, span=span)
    return answer(
        phrase("Changed a stage of plan {ref}.", ref=row.ref),
        Listing(PLAN_COLUMNS, [row]),
        dry_run=dry_run,
    )


# --- Tasks ------------------------------------------------------------------------------------

MonthOption = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help=N_("In which month."))
]
Days = Annotated[
    str | None, typer.Option("--on", metavar="DATE[..DATE]", help=N_("On which days."))
]
Stage = Annotated[
    str | None, typer.Option("--stage", metavar="REF|TITLE", help=N_("The stage it belongs to."))
]
Form = Annotated[
    str | None,
    typer.Option("--form", metavar="FORM", help=N_("The form of activity: code, label or alias.")),
]
Direction_ = Annotated[
    Direction | None,
    typer.Option(
        "--direction", metavar="DIRECTION", help=N_("to_mentee, to_mentor, joint or online.")
    ),
]
Goal = Annotated[
    str | None,
    typer.Option(
        "--goal",
        metavar="GOAL",
        help=N_("The aim served: ideas, teachers, backbone, mechanism or brand."),
    ),
]
Count = Annotated[
    int | None, typer.Option("--count", metavar="N", help=N_("How many visits it takes."))
]
People = Annotated[
    int | None, typer.Option("--people", metavar="N", help=N_("How many teachers carry it out."))
]
Needs = Annotated[
    list[str] | None,
    typer.Option("--need", metavar="REF", help=N_("The need that it answers; may be repeated.")),
]


def add_task(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("What is to be done."))],
    month: MonthOption = None,
    on: Days = None,
    stage: Stage = None,
    form: Form = None,
    direction: Direction_ = None,
    goal: Goal = None,
    responsible: Responsible = None,
    count: Count = None,
    people: People = None,
    need: Needs = None,
    note: Note = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a plan another task: in a month, on certain days, or in a stage."""
    from pairing_cli.services.plans import plan_task_edit

    run = run_of(ctx)
    wish = plan_task_edit.TaskInput(
        title=title,
        when=_when(run, month, on),
        stage=stage,
        form=form,
        direction=direction,
        goal=_goal(goal),
        responsible=responsible,
        expected=count,
        people=people,
        note=note,
        needs=tuple(need or ()),
    )
    with run.writing("plan add-task", dry_run=dry_run) as store:
        found, _ = found_plan(store, run, which, cycle)
        row = plan_task_edit.add_task(store, found.id, wish, today=run.today)
    return answer(
        phrase("Added task {ref}: {title} ({when}).", ref=row.ref, title=row.title, when=row.when),
        Listing(TASK_COLUMNS, [row]),
        dry_run=dry_run,
    )


def edit_task(
    ctx: typer.Context,
    ref: params.RefArg,
    title: Title = None,
    month: MonthOption = None,
    on: Days = None,
    stage: Stage = None,
    form: Form = None,
    direction: Direction_ = None,
    goal: Goal = None,
    responsible: Responsible = None,
    count: Count = None,
    people: People = None,
    need: Needs = None,
    note: Note = None,
    done: Annotated[
        str | None,
        typer.Option(
            "--done", metavar="DATE", help=N_("It was done on this day, without a visit.")
        ),
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help=N_("It isn't done after all."))] = False,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a task, or say that it is done."""
    from pairing_cli.services.plans import plan_task_edit
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    if done is not None and reopen:
        raise UsageError("done-and-open", phrase("--done and --reopen exclude each other."))
    wish: TaskInput = plan_task_edit.TaskInput(
        title=title,
        when=_when(run, month, on),
        stage=stage,
        form=form,
        direction=direction,
        goal=_goal(goal),
        responsible=responsible,
        expected=count,
        people=people,
        note=note,
        needs=tuple(need or ()),
        done_on=params.day(done, run.as_of),
        reopened=reopen,
    )
    with run.writing("plan edit-task", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, PLAN_TASK, ref, cleared(ctx))
        row = plan_task_edit.edit_task(store, ref, wish, today=run.today)
    return answer(
        phrase("Changed task {ref}: {title}.", ref=row.ref, title=row.title),
        Listing(TASK_COLUMNS, [row]),
        dry_run=dry_run,
    )


def remove_task(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a task off its plan; it stays on record."""
    from pairing_cli.services.plans.plan_task_edit import open_task
    from pairing_cli.services.plans.plans import show_task

    run = run_of(ctx)
    return removed(
        run,
        PLAN_TASK,
        "plan remove-task",
        lambda store: open_task(store, ref).id,
        show_task,
        TASK_COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


# --- What they share --------------------------------------------------------------------------


def found_plan(store: Reader, run: Run, which: str, cycle: str | None) -> tuple[PlanRow, CycleRow]:
    """The plan that is meant, and its cycle. Raises `NotFound`."""
    from pairing_cli.services.plans.plans import find_plan

    row = find_plan(store, which, run.cycle(store, cycle), run.as_of)
    return row, run.cycle(store, row.cycle)


def _when(run: Run, month: str | None, on: str | None) -> When | None:
    from pairing_cli.services.plans.plan_days import When

    if month is not None and on is not None:
        raise UsageError("month-and-days", phrase("--month and --on exclude each other."))
    if month is not None:
        from pairing_cli.domain.time.months import month_left_open, parse_month
        from pairing_cli.domain.time.said import month_in_full

        found = parse_month(month, run.as_of)
        if month_left_open(month) and run.format not in {"json", "jsonl"}:
            run.note(month_in_full(month, found))
        return When.in_month(found)
    return When.on_days(params.span_of(on, run.as_of)) if on else None


def _goal(word: str | None) -> str | None:
    return params.goals([word])[0] if word else word
