"""`plan schedule`: planned visits made from tasks; `plan` declares it."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.record_params import MenteeOrRefArg, answer
from pairing_cli.cli.plans.plan_columns import SCHEDULED_COLUMNS
from pairing_cli.cli.plans.plan_tasks import found_plan
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Done, Listing


def schedule(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    task: Annotated[
        str | None, typer.Option("--task", metavar="REF", help=N_("Only this task."))
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE[..DATE]", help=N_("When; needs --task.")),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Plan a visit for every open task that has a form; with --task, plan or move that one."""
    from pairing_cli.services.plans.plan_visits import schedule_plan, schedule_task

    run = run_of(ctx)
    if on is not None and task is None:
        raise UsageError("no-task", phrase("Say which task: --task REF"))
    with run.writing("plan schedule", dry_run=dry_run) as store:
        found, _ = found_plan(store, run, which, cycle)
        if task is not None:
            span = params.span_of(on, run.as_of) if on else None
            rows = [schedule_task(store, task, span, today=run.today, database=run.path)]
        else:
            rows = schedule_plan(store, found, today=run.today, database=run.path)
    message = phrase_n(
        "{count} visit planned: {dates}.",
        "{count} visits planned: {dates}.",
        len(rows),
        dates=tuple(sorted({row.date for row in rows})),
    )
    listed = [
        {
            "task": row.task.ref,
            "title": row.task.title,
            "visit": row.visit,
            "date": row.date,
            "moved": row.moved,
        }
        for row in rows
    ]
    return answer(message, Listing(SCHEDULED_COLUMNS, listed), dry_run=dry_run)
