"""`problem`: what is in the way of a pairing, who sees to it, and for how long it is open."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.record_params import (
    WHO,
    AllOption,
    MenteeArg,
    MenteeFilter,
    On,
    ReasonOption,
    RefArg,
    answer,
    list_scope,
)
from pairing_cli.domain.paperwork import PROBLEM_STATES
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Facts, Listing

app = noun(N_("Problems: raised, assigned, resolved."))

COLUMNS = (
    Column("ref", N_("Ref")),
    *WHO,
    Column("raised", N_("Raised on")),
    Column("raised_by", N_("Raised by"), wide=True),
    Column("text", N_("Problem")),
    Column("assigned_to", N_("Assigned to")),
    Column(
        "state",
        N_("State"),
        labels=PROBLEM_STATES,
        tones={"open": "bad", "assigned": "warn", "resolved": "good", "removed": "quiet"},
    ),
    Column("days_open", N_("Days open"), right=True),
    Column("resolved", N_("Resolved on"), wide=True),
    Column("resolution", N_("Resolution")),
    Column("removed_reason", N_("Why removed"), wide=True),
)

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who raised it."))]
To = Annotated[
    str | None, typer.Option("--assign", metavar="NAME", help=N_("Who is to see to it."))
]
Raised = Annotated[str | None, typer.Option("--on", metavar="DATE", help=N_("When it was raised."))]


@command(
    app,
    "add",
    N_("Raise a problem."),
    "pairing problem add 隆子县 --text 冬季道路封闭，无法入园 --assign 扎西",
)
def add(
    ctx: typer.Context,
    mentee: MenteeArg,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("What is in the way."))],
    on: Raised = None,
    by: By = None,
    assign: To = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Raise a problem of a pairing."""
    from pairing_cli.services.papers.problem_edit import ProblemInput, add_problem
    from pairing_cli.services.programme.cycles import find_cycle

    run = run_of(ctx)
    wish = ProblemInput(text, params.day(on, run.as_of), by, assign)
    with run.writing("problem add", dry_run=dry_run) as store:
        chosen = find_cycle(store, cycle, run.as_of)
        row = add_problem(store, mentee, wish, chosen, as_of=run.as_of, today=run.today)
    message = phrase("Raised problem {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "list",
    N_("Problems, and for how long they are open."),
    "pairing problem list --open",
    "pairing problem list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    unresolved: Annotated[bool, typer.Option("--open", help=N_("Only unresolved ones."))] = False,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Problems, and for how long they are open."""
    from pairing_cli.services.papers.problems import list_problems

    store, chosen, wanted, as_of = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_problems(store, chosen, wanted, as_of, unresolved=unresolved)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Problems of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} problem.", "{count} problems.", len(rows)),) if rows else (),
        empty=phrase("No problems."),
    )


@command(app, "show", N_("One problem, in full."), "pairing problem show 4f2a")
def show(ctx: typer.Context, ref: RefArg) -> Facts:
    """One problem, in full."""
    from pairing_cli.services.papers.problems import show_problem

    run = run_of(ctx)
    row = show_problem(run.reader(), ref, run.as_of)
    return Facts(COLUMNS, row, title=phrase("Problem {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Change a problem, or give it to somebody."),
    "pairing problem edit 4f2a --assign 扎西",
)
def edit(
    ctx: typer.Context,
    ref: RefArg,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=N_("What is in the way."))
    ] = None,
    on: Raised = None,
    by: By = None,
    assign: To = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a problem, or give it to somebody."""
    from pairing_cli.services.papers.problem_edit import ProblemInput, edit_problem

    run = run_of(ctx)
    wish = ProblemInput(text, params.day(on, run.as_of), by, assign)
    with run.writing("problem edit", reason=reason, dry_run=dry_run) as store:
        row = edit_problem(store, ref, wish, as_of=run.as_of, today=run.today)
    message = phrase("Changed problem {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "resolve",
    N_("Say how a problem was resolved."),
    "pairing problem resolve 4f2a --how 改为线上教研 --on 2022-12-20",
)
def resolve(
    ctx: typer.Context,
    ref: RefArg,
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help=N_("How it was resolved."))],
    on: On = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Say how a problem was resolved."""
    from pairing_cli.services.papers.problem_edit import resolve_problem

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("problem resolve", dry_run=dry_run) as store:
        row = resolve_problem(store, ref, how, on=day, as_of=run.as_of, today=run.today)
    message = phrase(
        "Problem {ref} of {mentee} is resolved after {days} days.",
        ref=row.ref,
        mentee=row.mentee,
        days=row.days_open,
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take a problem off the lists."),
    "pairing problem remove 4f2a --reason 重复",
)
def remove(
    ctx: typer.Context, ref: RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a problem off the lists; it stays on record."""
    from pairing_cli.services.pairings.pairing_records import find_record, remove_record
    from pairing_cli.services.papers.problems import show_problem
    from pairing_cli.store.rows import Problem

    run = run_of(ctx)
    with run.writing("problem remove", reason=reason, dry_run=dry_run) as store:
        found = find_record(store, Problem, ref)
        remove_record(store, found, reason=reason, on=run.as_of)
        row = show_problem(store, found.id, run.as_of)
    message = phrase("Removed problem {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)
