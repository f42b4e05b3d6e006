"""`kindergarten roster`: the bureau's table of both sides of every pairing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outgoing.listing_out import ENDINGS
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.records.pairings import LAYER, PAIRING_KIND
from pairing_cli.domain.records.reports import (
    MENTEE_CHILDREN,
    MENTEE_FIGURES_ON,
    MENTEE_HEAD,
    MENTEE_PHONE,
    MENTEE_STAFF,
    MENTOR_CHILDREN,
    MENTOR_FIGURES_ON,
    MENTOR_HEAD,
    MENTOR_PHONE,
    MENTOR_STAFF,
)
from pairing_cli.output.listing import Done, Listing, column

COLUMNS = (
    column(REF, wide=True),
    column(LAYER, wide=True),
    column(PAIRING_KIND, wide=True),
    column(COUNTY),
    column(MENTOR, wide=False),
    column(MENTOR_HEAD),
    column(MENTOR_PHONE),
    column(MENTOR_CHILDREN),
    column(MENTOR_STAFF),
    column(MENTOR_FIGURES_ON),
    column(MENTEE),
    column(MENTEE_HEAD),
    column(MENTEE_PHONE),
    column(MENTEE_CHILDREN),
    column(MENTEE_STAFF),
    column(MENTEE_FIGURES_ON),
)


def roster(
    ctx: typer.Context,
    county: params.County = None,
    mentor: params.Mentor = None,
    cycle: params.Cycle = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(*ENDINGS, tells=True),
            help=N_("A .xlsx, .csv, .tsv, .json or .md file."),
        ),
    ] = None,
    profile: Annotated[
        Audience | None,
        typer.Option(
            "--profile",
            metavar="PROFILE",
            help=N_("Of the file: public, internal (no phones) or archive (the default)."),
        ),
    ] = None,
) -> Listing | Done:
    """Both sides of every pairing: head, phone, children and staff of each; into a file with
    -o.
    """
    run = run_of(ctx)
    found = listing(ctx, county=county, mentor=mentor, cycle=cycle)
    if output is None:
        if profile is not None:
            raise UsageError("no-file", phrase("--profile needs a file: -o FILE"))
        return found
    from pairing_cli.cli.outgoing.listing_out import write_out

    # A roster is there to reach people, so its phones stay unless somebody asks otherwise.
    return write_out(found, output, profile or Audience.ARCHIVE, run.reader())


@exported("roster")
def listing(
    ctx: typer.Context,
    *,
    county: str | None = None,
    mentor: str | None = None,
    cycle: str | None = None,
) -> Listing:
    """The roster, for the terminal or for a file."""
    from pairing_cli.services.pairings.bureau_roster import bureau_roster
    from pairing_cli.services.pairings.pairing_filter import PairingFilter

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = bureau_roster(store, chosen, PairingFilter(mentor=mentor, county=county), run.as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Roster of the pairings of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} pairing.", "{count} pairings.", len(rows)),) if rows else (),
        empty=phrase("No pairings."),
    )
