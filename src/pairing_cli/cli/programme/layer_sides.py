"""`layer sides`: which kindergartens help which in a layer."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.pairings import (
    LAYER,
    MENTEE_KINDS,
    MENTOR_KINDS,
    MOST_MENTORS,
    PRIORITY,
    TOGETHER,
)
from pairing_cli.domain.vocabulary import LAYERS, Layer
from pairing_cli.output.listing import Done, Listing, column

SIDES = (
    column(MENTOR_KINDS, shown_as="mentors_said"),
    column(MENTEE_KINDS, shown_as="mentees_said"),
    column(MOST_MENTORS),
    column(TOGETHER),
    column(PRIORITY),
)
COLUMNS = (column(LAYER), *SIDES)


def sides(
    ctx: typer.Context,
    which: Annotated[
        Layer,
        typer.Argument(
            metavar="LAYER",
            help=N_("city-county, city-private, county-township or township-village."),
        ),
    ],
    mentors: Annotated[
        list[str] | None,
        typer.Option(
            "--mentors",
            metavar="KIND",
            help=N_("Who helps: TIER or TIER/OWNERSHIP; may be repeated; default: the step's."),
        ),
    ] = None,
    mentees: Annotated[
        list[str] | None,
        typer.Option(
            "--mentees",
            metavar="KIND",
            help=N_("Who is helped: TIER or TIER/OWNERSHIP; may be repeated; default: the step's."),
        ),
    ] = None,
    most_mentors: Annotated[
        int | None,
        typer.Option(
            "--most-mentors", metavar="N", min=1, max=99, help=N_("Regular mentors of a mentee.")
        ),
    ] = None,
    together: Annotated[
        str | None,
        typer.Option(
            "--together",
            metavar="WORD",
            help=N_("Layers with the same word share one capacity; default: none."),
        ),
    ] = None,
    priority: Annotated[
        int | None,
        typer.Option(
            "--priority",
            metavar="N",
            min=0,
            max=99,
            help=N_("Where two layers take the same kindergartens the lower one holds."),
        ),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done | Listing:
    """Say which kindergartens help which in a layer; without options show it."""
    from pairing_cli.services.keeping.scheme.layer_sides import SidesChange, edit_sides
    from pairing_cli.services.pairings.capacities import list_capacities
    from pairing_cli.services.pairings.layers import layer_rules, sharing
    from pairing_cli.services.pairings.out_of_layer import out_of_layer

    run = run_of(ctx)
    change = SidesChange(
        None if mentors is None else tuple(mentors),
        None if mentees is None else tuple(mentees),
        most_mentors,
        together,
        priority,
    )
    if change == SidesChange():
        store = run.reader()
        chosen = run.cycle(store, cycle)
        rows = [row for row in list_capacities(store, chosen) if row.layer == which]
        if not rows:
            raise UsageError(
                "no-capacity",
                phrase(
                    "Cycle {cycle} says nothing of the layer {layer}.",
                    cycle=chosen.code,
                    layer=LAYERS[which],
                ),
            )
        return Listing(COLUMNS, rows)
    with run.writing("layer sides", dry_run=dry_run) as writing:
        chosen = run.cycle(writing, cycle)
        known = list(out_of_layer(writing, cycle=chosen))
        row = edit_sides(writing, chosen, which, change)
        now = tuple(each for each in out_of_layer(writing, cycle=chosen) if each not in known)
        sharers = sharing(layer_rules(writing, chosen), which)
    message = phrase(
        "In the layer {layer} {mentors} help {mentees}.",
        layer=LAYERS[which],
        mentors=row.mentors_said,
        mentees=row.mentees_said,
    )
    notes = [
        phrase_n(
            "A mentee has at most {count} mentor.",
            "A mentee has at most {count} mentors.",
            row.most_mentors,
        )
    ]
    if len(sharers) > 1:
        layers = tuple(LAYERS[each] for each in sharers)
        notes.append(phrase("They have one capacity together: {layers}.", layers=layers))
    if row.priority is not None:
        notes.append(phrase("Its priority is {number}; the lower one holds.", number=row.priority))
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=(*notes, *now))
