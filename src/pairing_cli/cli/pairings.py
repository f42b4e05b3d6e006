"""`list` and `show`: who helps whom."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.vocabulary import LAYERS, PAIRING_KINDS, PAIRING_STATES, Layer
from pairing_cli.output.listing import Column, Listing

app = verbs()

COLUMNS = (
    Column("ref", N_("Ref")),
    Column("cycle", N_("Cycle"), wide=True),
    Column("layer", N_("Layer"), labels=LAYERS),
    Column("kind", N_("Kind"), labels=PAIRING_KINDS, tones={"consult": "quiet"}),
    Column("mentor", N_("Mentor")),
    Column("mentee", N_("Mentee")),
    Column("county", N_("County")),
    Column("start", N_("From"), wide=True),
    Column("end", N_("To"), wide=True),
    Column("state", N_("State"), labels=PAIRING_STATES, tones={"active": "good", "ended": "quiet"}),
)


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
    from pairing_cli.services.cycles import find_cycle
    from pairing_cli.services.pairings import list_pairings

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    rows = list_pairings(
        store, chosen, as_of=run.as_of, layer=layer, mentor=mentor, county=county
    )
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Pairings of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} pairing.", "{count} pairings.", len(rows)),) if rows else (),
        empty=phrase("No pairings in cycle {cycle}.", cycle=chosen.code),
    )
