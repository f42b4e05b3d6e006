"""`layer`: how many mentees one mentor has, from city to village."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import moved_notes
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.programme.layer_sides import SIDES, sides
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import SOURCE
from pairing_cli.domain.records.pairings import LAYER, MAXIMUM, MINIMUM, WITHIN
from pairing_cli.domain.vocabulary import LAYERS, Layer, RegionLevel
from pairing_cli.output.listing import Done, Facts, Listing, column

app = noun(N_("Layers: how many mentees one mentor has."))

COLUMNS = (
    column(LAYER),
    column(MINIMUM),
    column(MAXIMUM),
    column(WITHIN),
    column(SOURCE, wide=True),
)

Which = Annotated[
    Layer, typer.Argument(metavar="LAYER", help=N_("The layer, such as county-township."))
]


@app.callback()
def layer() -> None:
    """Layers: how many mentees one mentor has."""


@exported("layers")
@command(app, "list", N_("The layers of a cycle, from city to village."), "pairing layer list")
def list_(ctx: typer.Context, cycle: params.Cycle = None) -> Listing:
    """The layers of a cycle, from city to village."""
    from pairing_cli.services.pairings.capacities import list_capacities

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_capacities(store, chosen)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Layers of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} layer.", "{count} layers.", len(rows)),) if rows else (),
        empty=phrase("No capacities: every number is allowed."),
    )


@command(
    app, "show", N_("One layer, and the mentors that have room."), "pairing layer show city-county"
)
def show(ctx: typer.Context, which: Which, cycle: params.Cycle = None) -> Facts:
    """One layer of a cycle."""
    from pairing_cli.services.pairings.capacities import list_capacities

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    for row in list_capacities(store, chosen):
        if row.layer == which:
            return Facts(
                (*COLUMNS, *SIDES), row, title=phrase("Layers of cycle {cycle}", cycle=chosen.code)
            )
    raise UsageError(
        "no-capacity",
        phrase(
            "Cycle {cycle} says nothing of the layer {layer}.",
            cycle=chosen.code,
            layer=LAYERS[which],
        ),
        hint=phrase("To say it: pairing layer edit {layer} --min N --max N", layer=str(which)),
    )


@command(
    app,
    "edit",
    N_("Change how many mentees one mentor has in a layer."),
    "pairing layer edit county-township --min 2 --max 3",
    "pairing layer edit city-private --no-max --dry-run",
    clears=(MAXIMUM, WITHIN, SOURCE),
)
def edit(
    ctx: typer.Context,
    which: Which,
    least: Annotated[
        int | None, typer.Option("--min", metavar="N", min=0, help=N_("At least so many."))
    ] = None,
    most: Annotated[
        int | None, typer.Option("--max", metavar="N", min=1, help=N_("At most so many."))
    ] = None,
    no_max: Annotated[bool, typer.Option("--no-max", help=N_("As many as there are."))] = False,
    within: Annotated[
        RegionLevel | None,
        typer.Option(
            "--within", metavar="LEVEL", help=N_("Both lie in the same county or township.")
        ),
    ] = None,
    anywhere: Annotated[
        bool, typer.Option("--anywhere", help=N_("They needn't lie in the same place."))
    ] = False,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help=N_("The document that says so."))
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change how many mentees one mentor has, and show what room that leaves."""
    from pairing_cli.services.keeping.scheme.scheme_edit import CapacityChange, edit_layer, rooms
    from pairing_cli.services.pairings.capacities import list_capacities

    if (most is not None and no_max) or (within is not None and anywhere):
        raise UsageError("one-or-the-other", phrase("Give one of the two, not both."))
    if within not in (None, RegionLevel.COUNTY, RegionLevel.TOWNSHIP):
        raise UsageError("bad-within", phrase("Both lie in the same county or township."))
    run = run_of(ctx)
    change = CapacityChange(least, most, no_max, within, anywhere, source, cleared(ctx))
    with run.writing("layer edit", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        before = {row.layer: row for row in list_capacities(store, chosen)}
        row = edit_layer(store, chosen, which, change)
        changed = rooms(store, chosen, which, before.get(which), row)
    room = {"layer": LAYERS[which], "least": row.minimum, "cycle": chosen.code}
    message = (
        phrase(
            "In the layer {layer} a mentor has at least {least} mentees, without a limit"
            " (cycle {cycle}).",
            **room,
        )
        if row.maximum is None
        else phrase(
            "In the layer {layer} a mentor has {least} to {most} mentees (cycle {cycle}).",
            **room,
            most=row.maximum,
        )
    )
    told = [
        phrase("{mentor}: {taken} of {before}→{after}, {lacking} too few", **each._asdict())
        if each.lacking
        else phrase("{mentor}: {taken} of {before}→{after}", **each._asdict())
        for each in changed
    ]
    notes = (phrase("Room of the mentors that have any:"), *told) if told else moved_notes([])
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


command(
    app,
    "sides",
    N_("Which kindergartens help which in a layer."),
    "pairing layer sides county-township --mentees township --mentees county/private",
    "pairing layer sides county-township --most-mentors 3",
    "pairing layer sides county-township",
)(sides)
