"""`travel`: how far it is from one kindergarten to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.matching.travel import TravelRow

app = noun(N_("Distances between kindergartens."))

COLUMNS = (
    Column("ref", N_("Ref"), wide=True),
    Column("from", N_("From")),
    Column("to", N_("To")),
    Column("km", N_("km"), right=True),
    Column("minutes", N_("Minutes"), right=True),
    Column("source", N_("Source")),
)

Here = Annotated[
    str,
    typer.Argument(metavar="FROM", autocompletion=kindergartens, help=N_("One kindergarten.")),
]
There = Annotated[
    str,
    typer.Argument(metavar="TO", autocompletion=kindergartens, help=N_("The other kindergarten.")),
]


@command(
    app,
    "list",
    N_("The distances on record."),
    "pairing travel list",
    "pairing travel list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Only this one's."),
        ),
    ] = None,
) -> Listing:
    """The distances on record, of one kindergarten or all."""
    from pairing_cli.services.matching.travel import list_travel

    rows = [_shown(row) for row in list_travel(run_of(ctx).reader(), name)]
    count = phrase_n("{count} distance.", "{count} distances.", len(rows))
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Distances"),
        notes=(count,) if rows else (),
        empty=phrase("No distances on record. To take in a table: pairing import travel FILE"),
    )


@command(
    app,
    "add",
    N_("Record a distance, or correct one."),
    "pairing travel add 市实验幼儿园 隆子县 --km 142.5 --minutes 165",
    "pairing travel add 隆子县 市实验幼儿园 --minutes 180 --directed",
)
def add(
    ctx: typer.Context,
    here: Here,
    there: There,
    km: Annotated[
        float | None, typer.Option("--km", metavar="NUMBER", help=N_("Kilometres by road."))
    ] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", metavar="NUMBER", help=N_("Minutes by car."))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help=N_("Who measured it."))
    ] = None,
    directed: Annotated[
        bool, typer.Option("--directed", help=N_("This way only: the way back differs."))
    ] = False,
    dry_run: params.DryRun = False,
) -> Done:
    """Record how far it is from one kindergarten to another, and back."""
    from pairing_cli.services.matching.travel_edit import set_travel

    with run_of(ctx).writing("travel add", dry_run=dry_run) as store:
        found = set_travel(
            store, here, there, km=km, minutes=minutes, source=source, directed=directed
        )
    rows = Listing(COLUMNS, [_shown(found.row)])
    figures = {"start": found.row.start, "end": found.row.end, "now": _figures(found.row)}
    message = (
        phrase("From {start} to {end}: {now}.", **figures)
        if found.before is None
        else phrase(
            "From {start} to {end}: {now} (before: {before}).",
            before=_figures(found.before),
            **figures,
        )
    )
    return written(message, rows, dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take a distance off the record."),
    "pairing travel remove 市实验幼儿园 隆子县 --reason 改道",
)
def remove(
    ctx: typer.Context,
    here: Here,
    there: There,
    reason: params.Reason,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a distance off the record; from then on it is estimated."""
    from pairing_cli.services.matching.travel_edit import remove_travel

    run = run_of(ctx)
    with run.writing("travel remove", reason=reason, dry_run=dry_run) as store:
        row = remove_travel(store, here, there, reason=reason, on=run.as_of)
    message = phrase(
        "The distance from {start} to {end} is off the record.", start=row.start, end=row.end
    )
    return written(message, Listing(COLUMNS, [_shown(row)]), dry_run=dry_run)


def _shown(row: TravelRow) -> dict[str, Any]:
    return {**row._asdict(), "from": row.start, "to": row.end}


def _figures(row: TravelRow) -> tuple[Any, ...]:
    return tuple(
        each
        for each in (
            phrase("{count} km", count=f"{row.km:,.1f}") if row.km is not None else None,
            phrase("{count} min", count=f"{row.minutes:,}") if row.minutes is not None else None,
        )
        if each is not None
    )
