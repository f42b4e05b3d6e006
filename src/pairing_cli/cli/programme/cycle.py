"""`cycle`: the spans of the schemes, and the school calendar under them."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.ending import closing as ends
from pairing_cli.cli.ending import roll as rolls
from pairing_cli.cli.ending.closing import closing_blocks
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.programme import cycle_edits
from pairing_cli.cli.programme.cycle_columns import (
    CAPACITY_COLUMNS,
    COLUMNS,
    EXEMPTION_COLUMNS,
    HOLIDAY_COLUMNS,
    SHOWN_TERM_COLUMNS,
    TERM_COLUMNS,
    Code,
    End,
    Start,
)
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Done, Facts, Listing, Report

app = noun(N_("Cycles."))


@exported("cycles")
@command(app, "list", N_("All cycles."), "pairing cycle list")
def list_(ctx: typer.Context) -> Listing:
    """All cycles, oldest first."""
    from pairing_cli.services.programme.cycles import list_cycles

    return Listing(
        COLUMNS,
        list_cycles(run_of(ctx).reader()),
        title=phrase("Cycles"),
        empty=phrase("No cycles."),
    )


@command(
    app,
    "show",
    N_("A cycle with its terms, capacities and exemptions."),
    "pairing cycle show",
    "pairing cycle show 2022-2024 --json",
)
def show(
    ctx: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            show_default=False,
            help=N_("The cycle (default: the latest that has begun)."),
        ),
    ] = None,
    cycle: params.Cycle = None,
) -> Report:
    """A cycle with its terms, capacities and exemptions."""
    from pairing_cli.services.pairings.capacities import list_capacities, list_exemptions
    from pairing_cli.services.programme.cycles import assumed_terms, list_holidays, list_terms

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, code or cycle)
    assumed = assumed_terms(store)
    terms = [
        {**term._asdict(), "assumed": term.code in assumed}
        for term in list_terms(store)
        if term.first <= chosen.span.last and term.last >= chosen.span.first
    ]
    capacities = list_capacities(store, chosen)
    holidays = [row for row in list_holidays(store) if chosen.start <= row.day <= chosen.end]
    exemptions = list_exemptions(store, chosen, as_of=run.as_of)
    closing, frozen = closing_blocks(store, chosen)
    return Report(
        data={
            **{column.key: getattr(chosen, column.key) for column in COLUMNS},
            "terms": terms,
            "capacities": [row._asdict() for row in capacities],
            "exemptions": [row._asdict() for row in exemptions],
            "holidays": [row._asdict() for row in holidays],
            **closing,
        },
        blocks=(
            Facts(COLUMNS, chosen),
            *frozen,
            Listing(SHOWN_TERM_COLUMNS, terms, title=phrase("Terms"), empty=phrase("No terms.")),
            Listing(
                CAPACITY_COLUMNS,
                capacities,
                title=phrase("Mentees of one mentor"),
                empty=phrase("No capacities: every number is allowed."),
            ),
            Listing(
                EXEMPTION_COLUMNS,
                exemptions,
                title=phrase("Without an arrangement of their own"),
            ),
            *([Listing(HOLIDAY_COLUMNS, holidays, title=phrase("Holidays"))] if holidays else []),
        ),
        title=phrase("Cycle {code}", code=chosen.code),
    )


@command(
    app,
    "add",
    N_("Add a cycle, with the capacities of another."),
    "pairing cycle add 2024-2026 --start 2024-04-01 --end 2026-03-31",
)
def add(
    ctx: typer.Context,
    code: Code,
    start: Start,
    end: End,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help=N_("Its title."))
    ] = None,
    copy_layers_from: Annotated[
        str | None,
        typer.Option(
            "--copy-layers-from",
            metavar="CYCLE",
            help=N_("Whose capacities it takes over (default: the latest cycle's)."),
        ),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Add a cycle, with the capacities of another."""
    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.services.keeping.scheme.cycle_edit import add_cycle

    run = run_of(ctx)
    span = DateSpan(params.day(start, run.as_of), params.day(end, run.as_of))
    with run.writing("cycle add", dry_run=dry_run) as store:
        added = add_cycle(store, code, span, title=title, copy_layers_from=copy_layers_from)
    row = added.cycle
    places = {"code": row.code, "start": row.start, "end": row.end}
    message = (
        phrase("Added cycle {code} ({start} to {end}).", **places)
        if added.layers_from is None
        else phrase(
            "Added cycle {code} ({start} to {end}) with the capacities of {model}.",
            **places,
            model=added.layers_from,
        )
    )
    done = written(message, Listing(COLUMNS, [row]), dry_run=dry_run)
    return done._replace(notes=added.notes)


@command(
    app,
    "term-add",
    N_("Add a term to the school calendar."),
    "pairing cycle term-add 2024-autumn --start 2024-09-01 --end 2025-01-15",
    "pairing cycle term-add 2025春 --start 2025-03-01 --end 2025-07-15",
)
def term_add(
    ctx: typer.Context,
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", help=N_("The year in which it begins and the season: 2024-autumn.")
        ),
    ],
    start: Start,
    end: End,
    dry_run: params.DryRun = False,
) -> Done:
    """Add a term to the school calendar, which all cycles share."""
    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.services.keeping.scheme.cycle_edit import add_term

    run = run_of(ctx)
    span = DateSpan(params.day(start, run.as_of), params.day(end, run.as_of))
    with run.writing("cycle term-add", dry_run=dry_run) as store:
        term = add_term(store, code, span)
    message = phrase(
        "Added the term {term} ({start} to {end}) of the school year {school_year}.",
        term=term.code,
        start=term.first,
        end=term.last,
        school_year=term.school_year,
    )
    return written(message, Listing(TERM_COLUMNS, [term]), dry_run=dry_run)


command(
    app,
    "edit",
    N_("Change a cycle's days, title, weights or wrap-up."),
    "pairing cycle edit 2022-2024 --end 2024-06-30",
    "pairing cycle edit 2022-2024 --weight activity=55 --weight effect=10 --dry-run",
)(cycle_edits.edit)

command(
    app,
    "term-edit",
    N_("Change the days of a term."),
    "pairing cycle term-edit 2022-autumn --end 2023-01-10",
    "pairing cycle term-edit 2022秋 --start 2022-09-05 --dry-run",
)(cycle_edits.term_edit)

command(
    app,
    "holiday-add",
    N_("Enter days inside a term on which nobody teaches."),
    "pairing cycle holiday-add 2022-10-01..2022-10-07 --name 国庆节",
)(cycle_edits.holiday_add)

command(
    app,
    "holiday-remove",
    N_("Have holidays be school days after all."),
    "pairing cycle holiday-remove 2022-10-06..2022-10-07 --reason 调休上课",
)(cycle_edits.holiday_remove)

command(
    app,
    "check",
    N_("What is still open before a cycle can be closed."),
    "pairing cycle check 2022-2024",
    "pairing cycle check --json",
)(ends.check)

command(
    app,
    "close",
    N_("Freeze a cycle's figures and close it."),
    "pairing cycle close 2022-2024 --dry-run",
    "pairing cycle close 2022-2024 --by 卓玛 -o 结束材料",
)(ends.close)

command(
    app,
    "reopen",
    N_("Have a closed cycle take writes again."),
    "pairing cycle reopen 2022-2024 --reason 漏登了三次活动",
)(ends.reopen)

command(
    app,
    "roll",
    N_("Arrange the next cycle from the one before."),
    "pairing cycle roll 2024-2026 --from 2022-2024 --proposal -o 建议.xlsx",
    "pairing cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31 --dry-run",
    "pairing cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31"
    " --decisions 决定.xlsx",
)(rolls.roll)
