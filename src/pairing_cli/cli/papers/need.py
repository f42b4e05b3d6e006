"""`need`: what mentees ask for, what answers it, and what came of it."""

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
    WHO,
    AllOption,
    MenteeArg,
    MenteeFilter,
    ReasonOption,
    answer,
    list_scope,
    removed,
)
from pairing_cli.cli.pairings.visit_columns import FormLabels
from pairing_cli.domain.paperwork import CARRIED, NEED_STATES, NeedState
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import DATE, REF, REMOVED_REASON
from pairing_cli.domain.records.papers import (
    ANSWERING_TASKS,
    ANSWERING_VISITS,
    DAYS_OPEN,
    NEED,
    NEED_STATE,
    NEED_TEXT,
    OUTCOME,
    RAISED,
    RAISED_BY,
    SETTLED,
)
from pairing_cli.domain.records.people import PAIR_TOPIC
from pairing_cli.domain.records.visits import FORM
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.papers.need_edit import NeedInput

app = noun(N_("Needs of mentees, and what answers them."))

COLUMNS = (
    column(REF),
    *WHO,
    column(RAISED),
    column(RAISED_BY),
    column(NEED_TEXT),
    column(NEED_STATE, labels={**NEED_STATES, **CARRIED}),
    column(ANSWERING_TASKS),
    column(ANSWERING_VISITS),
    column(DAYS_OPEN),
    column(SETTLED),
    column(OUTCOME),
    column(REMOVED_REASON),
)

UNASKED_COLUMNS = (
    column(REF),
    column(DATE),
    *WHO[:2],
    column(FORM),
    column(PAIR_TOPIC, wide=False),
)

State = Annotated[
    NeedState | None,
    typer.Option("--state", metavar="STATE", help=N_("open, partly or solved.")),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who raised it."))]
Raised = Annotated[str | None, typer.Option("--on", metavar="DATE", help=N_("When it was raised."))]
VisitRefs = Annotated[
    list[str] | None,
    typer.Option("--visit", metavar="REF", help=N_("A visit that answers it; may be repeated.")),
]
TaskRefs = Annotated[
    list[str] | None,
    typer.Option("--task", metavar="REF", help=N_("A task that answers it; may be repeated.")),
]


@command(
    app,
    "add",
    N_("Record what a mentee asks for."),
    "pairing need add 隆子县 --text 区域活动材料不足，请指导环创",
)
def add(
    ctx: typer.Context,
    mentee: MenteeArg,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("What is needed."))],
    on: Raised = None,
    by: By = None,
    task: TaskRefs = None,
    visit: VisitRefs = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record what a mentee asks for."""
    from pairing_cli.services.papers.need_edit import NeedInput, add_need
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    wish: NeedInput = NeedInput(
        text=text,
        raised=params.day(on, run.as_of),
        raised_by=by,
        visits=tuple(visit or ()),
        tasks=tuple(task or ()),
    )
    with run.writing("need add", dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, wish.raised or run.as_of)
        row = add_need(store, mentee, wish, chosen, as_of=run.as_of, today=run.today)
    message = phrase("Recorded need {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@exported("needs")
@command(
    app,
    "list",
    N_("Needs and what came of them; or help that nobody asked for."),
    "pairing need list",
    "pairing need list 隆子县 --state open",
    "pairing need list --unasked",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    state: State = None,
    unasked: Annotated[
        bool, typer.Option("--unasked", help=N_("Done visits that answer no need."))
    ] = False,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Needs and what came of them; with --unasked, help that nobody asked for."""
    from pairing_cli.services.papers import needs

    store, chosen, wanted, as_of = list_scope(ctx, cycle, mentee, mentor, county, every)
    if unasked:
        visits = needs.list_unasked(store, chosen, wanted, as_of)
        labels = FormLabels(visits)
        columns = tuple(
            each._replace(labels=labels) if each.key == "form" else each for each in UNASKED_COLUMNS
        )
        return Listing(
            columns,
            visits,
            title=phrase("Help that nobody asked for, cycle {cycle}", cycle=chosen.code),
            empty=phrase("Every visit answers a need."),
        )
    rows = needs.list_needs(store, chosen, wanted, as_of, state=state)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Needs of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} need.", "{count} needs.", len(rows)),) if rows else (),
        empty=phrase("No needs."),
    )


@command(app, "show", N_("One need, in full."), "pairing need show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One need, in full."""
    from pairing_cli.services.papers.needs import show_need

    run = run_of(ctx)
    row = show_need(run.reader(), ref, run.as_of)
    return Facts(COLUMNS, row, title=phrase("Need {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Change a need: its words, what answers it, what came of it."),
    "pairing need edit 4f2a --visit 99b0 --state partly --outcome 已完成两个班的区角",
    "pairing need edit 4f2a --state solved --settled 2022-11-20",
    clears=(RAISED_BY, OUTCOME),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=N_("What is needed."))
    ] = None,
    state: State = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="TEXT", help=N_("What came of it."))
    ] = None,
    settled: Annotated[
        str | None,
        typer.Option("--settled", metavar="DATE", help=N_("When it was solved (default: today).")),
    ] = None,
    on: Raised = None,
    by: By = None,
    task: TaskRefs = None,
    visit: VisitRefs = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a need: its words, what answers it, what came of it."""
    from pairing_cli.services.papers.need_edit import NeedInput, edit_need
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    wish = NeedInput(
        text=text,
        raised=params.day(on, run.as_of),
        raised_by=by,
        state=state,
        settled=params.day(settled, run.as_of),
        outcome=outcome,
        visits=tuple(visit or ()),
        tasks=tuple(task or ()),
    )
    with run.writing("need edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, NEED, ref, cleared(ctx))
        row = edit_need(store, ref, wish, as_of=run.as_of, today=run.today)
    message = phrase(
        "Changed need {ref} of {mentee} ({state}).",
        ref=row.ref,
        mentee=row.mentee,
        state={**NEED_STATES, **CARRIED}[row.state],
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@plain_verb(app, NEED, "remove", "pairing need remove 4f2a --reason 重复")
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a need off the lists; it stays on record."""
    from pairing_cli.services.papers.needs import show_need

    run = run_of(ctx)
    return removed(
        run,
        NEED,
        "need remove",
        lambda _store: ref,
        lambda store, key: show_need(store, key, run.as_of),
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )
