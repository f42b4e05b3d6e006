"""`donation`: what was given to mentees."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.record_params import (
    RECORD_STATES,
    WHO,
    AllOption,
    MenteeArg,
    MenteeFilter,
    Note,
    On,
    ReasonOption,
    RefArg,
    answer,
    list_scope,
)
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Facts, Listing

app = noun(N_("Donations: item, quantity, value."))

COLUMNS = (
    Column("ref", N_("Ref")),
    Column("date", N_("Date")),
    *WHO,
    Column("item", N_("Item")),
    Column("quantity", N_("Quantity"), right=True),
    Column("unit", N_("Unit")),
    Column("value", N_("Value (yuan)"), right=True),
    Column("visit", N_("Visit"), wide=True),
    Column("note", N_("Note"), wide=True),
    Column("state", N_("State"), labels=RECORD_STATES, tones={"removed": "quiet"}, wide=True),
    Column("removed_reason", N_("Why removed"), wide=True),
)

Unit = Annotated[
    str | None, typer.Option("--unit", metavar="TEXT", help=N_("The unit: 册, 套, 台."))
]
Value = Annotated[
    float | None, typer.Option("--value", metavar="YUAN", help=N_("What all of it is worth."))
]
AtVisit = Annotated[
    str | None, typer.Option("--visit", metavar="REF", help=N_("The visit at which it was given."))
]


@command(
    app,
    "add",
    N_("Record what was given."),
    "pairing donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --on 2022-05-01",
    "pairing donation add 隆子县 --item 钢琴 --quantity 1 --unit 台 --value 12000",
)
def add(
    ctx: typer.Context,
    mentee: MenteeArg,
    item: Annotated[str, typer.Option("--item", metavar="TEXT", help=N_("What was given."))],
    quantity: Annotated[float, typer.Option("--quantity", metavar="N", help=N_("How many."))],
    unit: Unit = None,
    value: Value = None,
    on: On = None,
    visit: AtVisit = None,
    note: Note = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record what was given to a mentee."""
    from pairing_cli.services.papers.donation_edit import DonationInput, add_donation
    from pairing_cli.services.programme.cycles import find_cycle

    run = run_of(ctx)
    wish = DonationInput(item, quantity, unit, value, params.day(on, run.as_of), visit, note)
    with run.writing("donation add", dry_run=dry_run) as store:
        chosen = find_cycle(store, cycle, run.as_of)
        row = add_donation(store, mentee, wish, chosen, as_of=run.as_of, today=run.today)
    message = phrase(
        "Recorded donation {ref}: {quantity}{unit} {item} for {mentee}.",
        ref=row.ref,
        quantity=row.quantity,
        unit=row.unit or "",
        item=row.item,
        mentee=row.mentee,
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "list",
    N_("Donations of the cycle, by date."),
    "pairing donation list",
    "pairing donation list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Donations of the cycle, by date."""
    from pairing_cli.services.papers.donations import list_donations

    store, chosen, wanted, _ = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_donations(store, chosen, wanted)
    known = [row.value for row in rows if row.state == "in_force" and row.value is not None]
    count = (
        phrase_n(
            "{count} donation, worth {value} yuan as far as known.",
            "{count} donations, worth {value} yuan as far as known.",
            len(rows),
            value=sum(known),
        )
        if known
        else phrase_n("{count} donation.", "{count} donations.", len(rows))
    )
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Donations of cycle {cycle}", cycle=chosen.code),
        notes=(count,) if rows else (),
        empty=phrase("No donations."),
    )


@command(app, "show", N_("One donation, in full."), "pairing donation show 4f2a")
def show(ctx: typer.Context, ref: RefArg) -> Facts:
    """One donation, in full."""
    from pairing_cli.services.papers.donations import show_donation

    row = show_donation(run_of(ctx).reader(), ref)
    return Facts(COLUMNS, row, title=phrase("Donation {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Correct a donation."),
    "pairing donation edit 4f2a --quantity 210 --value 4200",
)
def edit(
    ctx: typer.Context,
    ref: RefArg,
    item: Annotated[
        str | None, typer.Option("--item", metavar="TEXT", help=N_("What was given."))
    ] = None,
    quantity: Annotated[
        float | None, typer.Option("--quantity", metavar="N", help=N_("How many."))
    ] = None,
    unit: Unit = None,
    value: Value = None,
    on: On = None,
    visit: AtVisit = None,
    note: Note = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct a donation."""
    from pairing_cli.services.papers.donation_edit import DonationInput, edit_donation

    run = run_of(ctx)
    wish = DonationInput(item, quantity, unit, value, params.day(on, run.as_of), visit, note)
    with run.writing("donation edit", reason=reason, dry_run=dry_run) as store:
        row = edit_donation(store, ref, wish, today=run.today)
    message = phrase("Changed donation {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take a donation off the lists."),
    "pairing donation remove 4f2a --reason 误登",
)
def remove(
    ctx: typer.Context, ref: RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a donation off the lists; it stays on record."""
    from pairing_cli.services.pairings.pairing_records import find_record, remove_record
    from pairing_cli.services.papers.donations import show_donation
    from pairing_cli.store.rows import Donation

    run = run_of(ctx)
    with run.writing("donation remove", reason=reason, dry_run=dry_run) as store:
        found = find_record(store, Donation, ref)
        remove_record(store, found, reason=reason, on=run.as_of)
        row = show_donation(store, found.id)
    message = phrase("Removed donation {ref} of {mentee}.", ref=row.ref, mentee=row.mentee)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)
