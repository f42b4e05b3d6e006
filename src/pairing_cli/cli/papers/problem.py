"""`problem`: what is in the way of a pairing, who sees to it, and for how long it is open."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import list_plain, plain_register
from pairing_cli.cli.pairings.record_params import AllOption, MenteeFilter, On, answer
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.output.listing import Done, Listing, columns

app = plain_register(ProblemRow, without=["list"])


@exported("problems")
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
    return list_plain(
        ProblemRow,
        ctx,
        mentee=mentee,
        mentor=mentor,
        county=county,
        every=every,
        cycle=cycle,
        keep=lambda row: not (unresolved and row.resolved),
    )


@command(
    app,
    "resolve",
    N_("Say how a problem was resolved."),
    "pairing problem resolve 4f2a --how 改为线上教研 --on 2022-12-20",
)
def resolve(
    ctx: typer.Context,
    ref: params.RefArg,
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help=N_("How it was resolved."))],
    on: On = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Say how a problem was resolved."""
    from pairing_cli.services.papers.problems import resolve_problem

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
    return answer(message, Listing(columns(ProblemRow.columns), [row]), dry_run=dry_run)
