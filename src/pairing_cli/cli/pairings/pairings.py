"""`list`: who helps whom."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import (
    COUNTY,
    CYCLE,
    END,
    MENTEE,
    MENTOR,
    REF,
    START,
)
from pairing_cli.domain.records.pairings import LAYER, PAIRING_KIND, PAIRING_STATE
from pairing_cli.domain.vocabulary import Layer
from pairing_cli.output.listing import Listing, column

app = verbs()

COLUMNS = (
    column(REF),
    column(CYCLE, wide=True),
    column(LAYER),
    column(PAIRING_KIND),
    column(MENTOR, wide=False),
    column(MENTEE),
    column(COUNTY, wide=False),
    column(START, wide=True),
    column(END, wide=True),
    column(PAIRING_STATE),
)


@exported("list")
@command(
    app,
    "list",
    N_("Who helps whom."),
    "pairing list",
    "pairing list --layer county-township --county 隆子县",
    "pairing list --json",
)
def list_(
    ctx: typer.Context,
    layer: Annotated[
        Layer | None, typer.Option("--layer", metavar="LAYER", help=N_("Only this layer."))
    ] = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    cycle: params.Cycle = None,
) -> Listing:
    """Who helps whom."""
    from pairing_cli.services.pairings.pairings import list_pairings

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_pairings(store, chosen, as_of=run.as_of, layer=layer, mentor=mentor, county=county)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Pairings of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} pairing.", "{count} pairings.", len(rows)),) if rows else (),
        empty=phrase("No pairings in cycle {cycle}.", cycle=chosen.code),
    )
