"""`plan`: what a pairing means to do, its tasks, and what it still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    MenteeArg,
    MenteeFilter,
    MenteeOrRefArg,
    Note,
    On,
    Output,
    ReasonOption,
    Template,
    Title,
    answer,
    list_scope,
    removed,
    voice,
)
from pairing_cli.cli.plans import plan_lint, plan_tasks, plan_visits
from pairing_cli.cli.plans.plan_columns import PLAN_COLUMNS, STAGE_COLUMNS, TASK_COLUMNS
from pairing_cli.cli.plans.plan_tasks import Responsible, found_plan
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import NOTE
from pairing_cli.domain.records.plans import PLAN, STAGE_GOAL
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Done, Listing, Report

if TYPE_CHECKING:
    import datetime as dt

    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.services.plans.plans import PlanRow

app = noun(N_("Plans: stages, tasks, and what is missing."))


@command(
    app,
    "new",
    N_("Draw up a plan: empty, or from a pack's calendar or stages."),
    "pairing plan new 隆子县 --from autumn-calendar --year 2022",
    "pairing plan new 隆子县 --title 2022秋季帮扶方案 --start 2022-09-01 --end 2023-01-15",
)
def new(
    ctx: typer.Context,
    mentee: MenteeArg,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="PACK", help=N_("A pack with tasks (see rule packs), or a file.")
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="YYYY", min=1990, max=2100, help=N_("The year it begins.")),
    ] = None,
    title: Title = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("When it was drawn up (default: today).")),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help=N_("Its first day."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("Its last day."))
    ] = None,
    responsible: Responsible = None,
    note: Note = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Draw up a plan: empty, or from a pack's calendar or stages."""
    from pairing_cli.services.plans.plan_edit import PlanInput, new_plan
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    with run.writing("plan new", dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, params.day(start or on, run.as_of) or run.as_of)
        wish = PlanInput(
            mentee=mentee,
            pack=from_,
            year=year,
            title=title,
            on=params.day(on, run.as_of),
            span=params.span(start, end, chosen.span, run.as_of),
            responsible=responsible,
            note=note,
        )
        row = new_plan(store, wish, chosen, as_of=run.as_of)
    message = phrase(
        "Made plan {ref}: {title}, {tasks} tasks from {start} to {end}.",
        ref=row.ref,
        title=row.title,
        tasks=row.tasks,
        start=row.start,
        end=row.end,
    )
    hint = phrase("What it still lacks: pairing plan lint {mentee}", mentee=as_word(row.mentee))
    return answer(message, Listing(PLAN_COLUMNS, [row]), dry_run=dry_run, notes=(hint,))


@exported("plans")
@command(
    app,
    "list",
    N_("Plans of the cycle."),
    "pairing plan list",
    "pairing plan list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Plans of the cycle."""
    from pairing_cli.services.plans.plans import list_plans

    store, chosen, wanted, _ = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_plans(store, chosen, wanted)
    return Listing(
        PLAN_COLUMNS,
        rows,
        title=phrase("Plans of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} plan.", "{count} plans.", len(rows)),) if rows else (),
        empty=phrase("No plans."),
    )


@command(
    app,
    "show",
    N_("One plan with its stages and tasks."),
    "pairing plan show 隆子县",
    "pairing plan show 4f2a --json",
)
def show(
    ctx: typer.Context, which: MenteeOrRefArg, every: AllOption = False, cycle: params.Cycle = None
) -> Report:
    """One plan with its stages and tasks: the mentee's present one, or that of the ref."""

    from pairing_cli.services.plans.plans import show_plan

    run = run_of(ctx)
    store = run.reader()
    row, _ = found_plan(store, run, which, cycle)
    found = show_plan(store, row, every=every, as_of=run.as_of)
    blocks = [Listing(PLAN_COLUMNS, [row])]
    if found.stages:
        blocks.append(Listing(STAGE_COLUMNS, found.stages, title=phrase("Stages")))
    blocks.append(
        Listing(
            TASK_COLUMNS,
            found.tasks,
            title=phrase("Tasks"),
            empty=phrase("No tasks."),
        )
    )
    return Report(
        data={
            **_without_keys(row._asdict()),
            "stages": tuple(_without_keys(stage._asdict()) for stage in found.stages),
            "task_list": tuple(_without_keys(task._asdict()) for task in found.tasks),
        },
        blocks=tuple(blocks),
        title=phrase("{title} ({ref})", title=row.title, ref=row.ref),
    )


@command(
    app,
    "edit",
    N_("Change a plan, or name who answers for its tasks."),
    "pairing plan edit 隆子县 --responsible 次仁卓嘎",
    "pairing plan edit 4f2a --title 2022秋季方案 --end 2023-01-31",
    clears=(NOTE,),
)
def edit(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    title: Title = None,
    on: On = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help=N_("Its first day."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("Its last day."))
    ] = None,
    responsible: Annotated[
        str | None,
        typer.Option(
            "--responsible", metavar="NAME", help=N_("Who answers for tasks that have nobody.")
        ),
    ] = None,
    note: Note = None,
    reason: ReasonOption = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a plan, or name who answers for the tasks that have nobody."""
    from pairing_cli.services.plans.plan_edit import edit_plan
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    with run.writing("plan edit", reason=reason, dry_run=dry_run) as store:
        found, _ = found_plan(store, run, which, cycle)
        clear_fields(store, PLAN, found.id, cleared(ctx))
        row = edit_plan(
            store,
            found.id,
            title=title,
            on=params.day(on, run.as_of),
            span=_moved(found, start, end, run.as_of),
            note=note,
            responsible=responsible,
        )
    return answer(
        phrase("Changed plan {ref}: {title}.", ref=row.ref, title=row.title),
        Listing(PLAN_COLUMNS, [row]),
        dry_run=dry_run,
    )


@plain_verb(app, PLAN, "remove", "pairing plan remove 4f2a --reason 重新制定")
def remove(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    reason: params.Reason,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a plan off the lists; it stays on record."""
    from pairing_cli.services.plans.plans import plan_by_id

    run = run_of(ctx)
    return removed(
        run,
        PLAN,
        "plan remove",
        lambda store: found_plan(store, run, which, cycle)[0].id,
        plan_by_id,
        PLAN_COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


command(
    app,
    "add-stage",
    N_("Give a plan another stage."),
    "pairing plan add-stage 隆子县 --title 启动 --start 2022-09-01 --end 2022-09-30",
)(plan_tasks.add_stage)
command(
    app,
    "edit-stage",
    N_("Change a stage of a plan, or remove it."),
    "pairing plan edit-stage 4f2a --goal 教师转变观念",
    "pairing plan edit-stage 4f2a --remove --reason 并入第一阶段",
    clears=(STAGE_GOAL,),
)(plan_tasks.edit_stage)
command(
    app,
    "add-task",
    N_("Give a plan another task."),
    "pairing plan add-task 隆子县 --title 专题讲座 --month 2022-10 --form 讲座 --responsible 德吉",
    "pairing plan add-task 隆子县 --title 跟班学习 --on 2022-11-07..2022-11-11 --form 跟班学习",
)(plan_tasks.add_task)
command(
    app,
    "edit-task",
    N_("Change a task, or say that it is done."),
    "pairing plan edit-task 4f2a --responsible 次仁卓嘎",
    "pairing plan edit-task 4f2a --month 2022-11 --count 2",
    "pairing plan edit-task 4f2a --done 2022-09-05",
    clears=plan_tasks.CLEARED,
)(plan_tasks.edit_task)
command(
    app,
    "remove-task",
    N_("Take a task off its plan."),
    "pairing plan remove-task 4f2a --reason 本学期不办",
)(plan_tasks.remove_task)


command(
    app,
    "schedule",
    N_("Make planned visits of the tasks, or move one."),
    "pairing plan schedule 隆子县",
    "pairing plan schedule 隆子县 --task 4f2a --on 2022-10-18",
)(plan_visits.schedule)
command(
    app,
    "lint",
    N_("What a plan still lacks before the term starts."),
    "pairing plan lint 隆子县",
    "pairing plan lint 隆子县 --check --json",
)(plan_lint.lint)


@command(
    app,
    "print",
    N_("Print a plan as a DOCX file."),
    "pairing plan print 隆子县 -o 帮扶方案.docx",
)
def print_(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    output: Output,
    template: Template = None,
    cycle: params.Cycle = None,
) -> Done:
    """Print a plan as a DOCX file, from a template that can be edited."""
    from pairing_cli.services.plans.plans import show_plan
    from pairing_cli.services.reports.printed.plans import write_plan

    run = run_of(ctx)
    store = run.reader()
    plan, _ = found_plan(store, run, which, cycle)
    found = show_plan(store, plan, as_of=run.as_of)
    of_cycle = run.cycle(store, plan.cycle)
    write_plan(store, found, of_cycle, output, voice(), template=template)
    return Done(phrase("Wrote {path}.", path=str(output)), rows=Listing(PLAN_COLUMNS, [plan]))


def _moved(plan: PlanRow, start: str | None, end: str | None, today: dt.date) -> DateSpan | None:
    if start is None and end is None:
        return None
    from pairing_cli.domain.time.dates import DateSpan

    return DateSpan(
        params.day(start or plan.start, today),
        params.day(end or plan.end, today),
    )


def _without_keys(values: dict[str, object]) -> dict[str, object]:
    """A record as JSON shows it: refs, no keys."""
    return {name: value for name, value in values.items() if not name.endswith("id")}
