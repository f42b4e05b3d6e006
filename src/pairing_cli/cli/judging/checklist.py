"""`pairing inspection checklists` and `adopt`: by which list inspections go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.record_params import (
    answer,
)
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.judging import DOCUMENT, ITEMS, WEIGHT
from pairing_cli.domain.records.owing import ADOPTED
from pairing_cli.domain.records.programme import CODE, OFFICIAL_TITLE
from pairing_cli.output.listing import Done, Listing, column

if TYPE_CHECKING:
    pass

CHECKLIST_COLUMNS = (
    column(CODE),
    column(OFFICIAL_TITLE),
    column(DOCUMENT),
    column(ITEMS),
    column(WEIGHT),
    column(ADOPTED),
)


def checklists(ctx: typer.Context, cycle: params.Cycle = None) -> Listing:
    """The checklists that come along and your own adopted ones."""
    from pairing_cli.services.judging.checklists import list_checklists

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_checklists(store, chosen)
    return Listing(
        CHECKLIST_COLUMNS,
        rows,
        title=phrase("Checklists, adopted by cycle {cycle} or not", cycle=chosen.code),
    )


def adopt(
    ctx: typer.Context,
    checklist: Annotated[
        str,
        typer.Argument(
            metavar="CODE|FILE.yaml", help=N_("A checklist's code, or a file of your own.")
        ),
    ],
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have inspections from now on go by a checklist; those before keep theirs."""
    from pairing_cli.services.judging.checklist_edit import adopt_checklist
    from pairing_cli.services.judging.checklists import list_checklists

    run = run_of(ctx)
    with run.writing("inspection adopt", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        read = adopt_checklist(store, checklist, chosen)
        rows = [row for row in list_checklists(store, chosen) if row.code == read.code]
    message = phrase_n(
        "Cycle {cycle} inspects by {checklist}: {count} item.",
        "Cycle {cycle} inspects by {checklist}: {count} items.",
        len(read.items),
        cycle=chosen.code,
        checklist=read.title,
    )
    notes = (phrase("{text}", text=read.assumed),) if read.assumed else ()
    return answer(message, Listing(CHECKLIST_COLUMNS, rows), dry_run=dry_run, notes=notes)
