"""`exemption`: counties without an arrangement of their own in a cycle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.programme.coverage_moved import states_moved, states_of
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.paired import COUNTY, CYCLE, END_REASON, REF, SOURCE
from pairing_cli.domain.records.pairings import EXEMPT_REASON, FORMER_MENTOR, LAST_DAY
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.pairings.capacities import ExemptionRow

app = noun(N_("Counties without an arrangement of their own."))

COLUMNS = (
    column(REF),
    column(CYCLE, wide=True),
    column(COUNTY, wide=False),
    column(EXEMPT_REASON, shown_as="reason_label"),
    column(FORMER_MENTOR),
    column(LAST_DAY),
    column(END_REASON, wide=True),
    column(SOURCE, wide=True),
)

Which = Annotated[
    str,
    typer.Argument(
        metavar="COUNTY", autocompletion=kindergartens, help=N_("The county, or the ref.")
    ),
]
FormerMentor = Annotated[
    str | None,
    typer.Option(
        "--former-mentor",
        metavar="NAME",
        autocompletion=kindergartens,
        help=N_("Who helped it in the cycle before."),
    ),
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="TEXT", help=N_("The document that says so."))
]


@app.callback()
def exemption() -> None:
    """Counties without an arrangement of their own."""


@exported("exemptions")
@command(
    app,
    "list",
    N_("The exempt counties of a cycle."),
    "pairing exemption list",
    "pairing exemption list --all",
)
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=N_("Also those that have ended."))] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """The exempt counties of a cycle on the day of the report, by code."""
    from pairing_cli.services.pairings.capacities import list_exemptions

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_exemptions(
        store, chosen, on=None if every else run.as_of.isoformat(), as_of=run.as_of
    )
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Exempt counties of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} county.", "{count} counties.", len(rows)),) if rows else (),
        empty=phrase("No county is exempt."),
    )


@command(app, "show", N_("One exemption."), "pairing exemption show 洛扎县")
def show(ctx: typer.Context, which: Which, cycle: params.Cycle = None) -> Facts:
    """One exemption, by its county or ref; of several of a county the one in force."""
    from pairing_cli.services.pairings.capacities import find_exemption_row

    run = run_of(ctx)
    store = run.reader()
    found = find_exemption_row(store, run.cycle(store, cycle), which, as_of=run.as_of)
    return Facts(COLUMNS, found)


@command(
    app,
    "add",
    N_("Leave a county without an arrangement of its own."),
    "pairing exemption add 琼结县 --reason 已帮扶三年 --former-mentor 市第三实验幼儿园",
)
def add(
    ctx: typer.Context,
    county: Annotated[
        str,
        typer.Argument(metavar="COUNTY", autocompletion=kindergartens, help=N_("The county.")),
    ],
    reason: params.Reason,
    former_mentor: FormerMentor = None,
    source: Source = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Leave a county without an arrangement of its own; advice on request stays possible."""
    from pairing_cli.services.keeping.scheme.scheme_edit import ExemptionChange, add_exemption

    run = run_of(ctx)
    change = ExemptionChange(reason, former_mentor, source)
    with run.writing("exemption add", reason=reason, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        before = states_of(store, chosen, run.as_of)
        row = add_exemption(store, chosen, county, change)
        notes = states_moved(before, states_of(store, chosen, run.as_of))
    return written(_exempt(row), Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


@command(
    app,
    "edit",
    N_("Change the reason, the former mentor or the source."),
    "pairing exemption edit 洛扎县 --former-mentor 市实验幼儿园",
    clears=(FORMER_MENTOR, SOURCE),
)
def edit(
    ctx: typer.Context,
    which: Which,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why it is exempt."))
    ] = None,
    former_mentor: FormerMentor = None,
    source: Source = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change an exemption."""
    from pairing_cli.services.keeping.scheme.scheme_edit import ExemptionChange, edit_exemption

    run = run_of(ctx)
    change = ExemptionChange(reason, former_mentor, source, cleared(ctx))
    with run.writing("exemption edit", dry_run=dry_run) as store:
        row = edit_exemption(store, run.cycle(store, cycle), which, change)
    return written(_exempt(row), Listing(COLUMNS, [row]), dry_run=dry_run)


def _exempt(row: ExemptionRow) -> Phrase:
    if row.former_mentor is None:
        return phrase(
            "{county} has no arrangement of its own in cycle {cycle}: {reason}.",
            county=row.county,
            cycle=row.cycle,
            reason=row.reason_label,
        )
    return phrase(
        "{county} has no arrangement of its own in cycle {cycle}: {reason}; {mentor} helped it"
        " before.",
        county=row.county,
        cycle=row.cycle,
        reason=row.reason_label,
        mentor=row.former_mentor,
    )


@command(
    app,
    "end",
    N_("Have an exemption end with a day."),
    "pairing exemption end 洛扎县 --on 2023-08-31 --reason 重新安排",
)
def end(
    ctx: typer.Context,
    which: Which,
    reason: params.Reason,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The last day (default: today)."))
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have an exemption end; from the next day on the county can be arranged for."""
    from pairing_cli.services.keeping.scheme.scheme_edit import end_exemption

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("exemption end", reason=reason, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        # An exemption holds on its last day: what moves is seen on the one after.
        after = min(day + dt.timedelta(1), chosen.span.last)
        before = states_of(store, chosen, after)
        row = end_exemption(store, chosen, which, day, reason, as_of=run.as_of)
        notes = states_moved(before, states_of(store, chosen, after))
    message = phrase(
        "The exemption of {county} ends on {end}; after it a mentor can be assigned.",
        county=row.county,
        end=row.end,
    )
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)
