"""`kindergarten roster`: the bureau's table of both sides of every pairing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_out import ENDINGS
from pairing_cli.cli.outgoing.profiles import Profile
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.vocabulary import LAYERS, PAIRING_KINDS
from pairing_cli.output.listing import Column, Done, Listing

COLUMNS = (
    Column("ref", N_("Ref"), wide=True),
    Column("layer", N_("Layer"), labels=LAYERS, wide=True),
    Column("kind", N_("Kind"), labels=PAIRING_KINDS, wide=True),
    Column("county", N_("County"), wide=True),
    Column("mentor", N_("Mentor")),
    Column("mentor_head", N_("Mentor's head"), wide=True),
    Column("mentor_phone", N_("Mentor's phone"), wide=True),
    Column("mentor_children", N_("Mentor's children"), right=True, wide=True),
    Column("mentor_staff", N_("Mentor's staff"), right=True, wide=True),
    Column("mentor_figures_on", N_("Mentor's figures of"), wide=True),
    Column("mentee", N_("Mentee")),
    Column("mentee_head", N_("Mentee's head")),
    Column("mentee_phone", N_("Mentee's phone")),
    Column("mentee_children", N_("Mentee's children"), right=True),
    Column("mentee_staff", N_("Mentee's staff"), right=True),
    Column("mentee_figures_on", N_("Mentee's figures of"), wide=True),
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
        Profile | None,
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
    found = listing(run, county=county, mentor=mentor, cycle=cycle)
    if output is None:
        if profile is not None:
            raise UsageError("no-file", phrase("--profile needs a file: -o FILE"))
        return found
    from pairing_cli.cli.outgoing.listing_out import write_out

    # A roster is there to reach people, so its phones stay unless somebody asks otherwise.
    return write_out(found, output, profile or Profile.ARCHIVE, run.reader())


def listing(
    run: Run, *, county: str | None = None, mentor: str | None = None, cycle: str | None = None
) -> Listing:
    """The roster, for the terminal or for a file."""
    from pairing_cli.services.pairings.bureau_roster import bureau_roster
    from pairing_cli.services.pairings.pairing_filter import PairingFilter
    from pairing_cli.services.programme.cycles import find_cycle

    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    rows = bureau_roster(store, chosen, PairingFilter(mentor=mentor, county=county), run.as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Roster of the pairings of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} pairing.", "{count} pairings.", len(rows)),) if rows else (),
        empty=phrase("No pairings."),
    )
