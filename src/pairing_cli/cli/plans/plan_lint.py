"""`plan lint`: what a plan still lacks; `plan` declares it."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.record_params import MenteeOrRefArg
from pairing_cli.cli.plans.plan_columns import LINT_COLUMNS
from pairing_cli.cli.plans.plan_tasks import found_plan
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Listing


def lint(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is found."))
    ] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """What a plan still lacks before the term starts, and how to mend it."""
    from pairing_cli.services.plans.plan_lint import lint as look

    run = run_of(ctx)
    store = run.reader()
    plan, chosen = found_plan(store, run, which, cycle)
    rows = look(store, plan, chosen, run.as_of)
    return Listing(
        LINT_COLUMNS,
        rows,
        title=phrase("What {title} lacks as of {day}", title=plan.title, day=run.as_of.isoformat()),
        notes=(phrase_n("{count} finding.", "{count} findings.", len(rows)),) if rows else (),
        empty=phrase("Nothing is missing in {title}.", title=plan.title),
        exit_code=1 if check and rows else 0,
    )
