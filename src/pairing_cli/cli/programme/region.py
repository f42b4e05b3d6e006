"""`region`: cities, counties, townships, villages, and how many kindergartens they have."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import ReasonOption
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.programme.coverage_moved import covered
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.kindergartens import ALIASES, NAME
from pairing_cli.domain.records.programme import CODE, COUNT_SOURCE, LEVEL, OFFICIAL_COUNT, PARENT
from pairing_cli.domain.vocabulary import RegionLevel
from pairing_cli.output.listing import Done, Listing, column

app = noun(N_("Cities, counties, townships, villages."))

COLUMNS = (
    column(CODE),
    column(NAME),
    column(LEVEL),
    column(PARENT),
    column(ALIASES),
    column(OFFICIAL_COUNT),
    column(COUNT_SOURCE, wide=True),
)


@exported("regions")
@command(
    app,
    "list",
    N_("Regions, by code."),
    "pairing region list --level county",
    "pairing region list --county 隆子县",
    "pairing region list 扎日",
)
def list_(
    ctx: typer.Context,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            show_default=False,
            help=N_("Part of a name, or the beginning of a code or of the pinyin."),
        ),
    ] = None,
    level: Annotated[
        RegionLevel | None,
        typer.Option("--level", metavar="LEVEL", help=N_("city, county, township or village.")),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="NAME", help=N_("Only those directly in this region.")),
    ] = None,
    county: params.County = None,
) -> Listing:
    """Regions, by code."""
    from pairing_cli.services.programme.regions import list_regions

    rows = list_regions(run_of(ctx).reader(), text, level=level, parent=parent, county=county)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Regions"),
        notes=(phrase_n("{count} region.", "{count} regions.", len(rows)),) if rows else (),
        empty=phrase("No regions."),
    )


@command(
    app,
    "edit",
    N_("Record how many kindergartens a region officially has."),
    "pairing region edit 隆子县 --kindergartens 42 --source 2023年教育统计",
    "pairing region edit 隆子县 --clear kindergartens",
    clears=(OFFICIAL_COUNT,),
)
def edit(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Any of its names, or its code."))],
    kindergartens: Annotated[
        int | None,
        typer.Option(
            "--kindergartens", metavar="N", help=N_("How many there are, on the roster or not.")
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help=N_("Where the number is from."))
    ] = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record how many kindergartens a region officially has; coverage counts against it."""
    from pairing_cli.services.programme.region_edit import clear_official_count, set_official_count
    from pairing_cli.services.programme.regions import list_regions

    emptied = bool(cleared(ctx)) and kindergartens is None
    if kindergartens is None and source is None and not emptied:
        raise UsageError("nothing-to-change", phrase("Nothing was given to change."))
    run = run_of(ctx)
    with run.writing("region edit", reason=reason, dry_run=dry_run) as store:
        region, before = (
            clear_official_count(store, name)
            if emptied
            else set_official_count(store, name, kindergartens, source)
        )
        rows = [row for row in list_regions(store, region.code) if row.code == region.code]
        notes = (
            covered(store, region.code, run.as_of) if rows[0].level == RegionLevel.COUNTY else ()
        )
    message = _official_count(region.name, rows[0].kindergartens, before)
    return written(message, Listing(COLUMNS, rows), dry_run=dry_run, notes=notes)


def _official_count(name: str, count: int | None, before: int | None) -> Phrase:
    if count is None:
        return phrase(
            "How many kindergartens {name} officially has is unknown (before: {before}).",
            name=name,
            before=before,
        )
    if before is None or before == count:
        return phrase_n(
            "{name} officially has {count} kindergarten.",
            "{name} officially has {count} kindergartens.",
            count,
            name=name,
        )
    return phrase_n(
        "{name} officially has {count} kindergarten (before: {before}).",
        "{name} officially has {count} kindergartens (before: {before}).",
        count,
        name=name,
        before=before,
    )


@command(
    app,
    "add",
    N_("Add a region that the list doesn't have."),
    "pairing region add 新村 --level village --code 540529205209 --parent 隆子县/扎日乡",
)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its name."))],
    code: Annotated[
        str,
        typer.Option("--code", metavar="CODE", help=N_("Its statistical code, with its parent's.")),
    ],
    level: Annotated[
        RegionLevel,
        typer.Option("--level", metavar="LEVEL", help=N_("city, county, township or village.")),
    ],
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="NAME", help=N_("The region in which it lies.")),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME", help=N_("Another name. May be given again.")),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help=N_("The document that says so."))
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Add a region that the list doesn't have."""
    from pairing_cli.services.programme.region_edit import add_region

    with run_of(ctx).writing("region add", dry_run=dry_run) as store:
        row = add_region(
            store,
            name,
            code=code,
            level=level,
            parent=parent,
            aliases=alias or (),
            source=source,
        )
    message = phrase("Added {name} ({code}).", name=row.name, code=row.code)
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run)
