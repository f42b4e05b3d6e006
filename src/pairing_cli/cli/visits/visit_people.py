"""`visit people`: who went down how often."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.reports import (
    GOER,
    GOER_HOURS,
    GOER_LAST,
    GOER_LEVEL,
    GOER_MENTEES,
    GOER_OF,
    GOER_ROLES,
    GOER_VISITS,
    WENT_DOWN,
)
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.output.listing import Listing, column

COLUMNS = (
    column(GOER),
    column(GOER_OF),
    column(GOER_ROLES),
    column(GOER_LEVEL),
    column(WENT_DOWN),
    column(GOER_VISITS),
    column(GOER_MENTEES),
    column(GOER_HOURS),
    column(GOER_LAST),
)


@exported("people")
def people(
    ctx: typer.Context,
    mentee: params.Mentee = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    direction: Annotated[
        Direction | None,
        typer.Option(
            "--direction",
            metavar="DIRECTION",
            help=N_("Only to_mentee, to_mentor, joint or online."),
        ),
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help=N_("Only in this role."))
    ] = None,
    from_: params.From = None,
    to: params.To = None,
    cycle: params.Cycle = None,
) -> Listing:
    """Who went how often, those who went down most first."""
    from pairing_cli.domain.people import no_such_role, role_named
    from pairing_cli.services.visits.goers import GoerFilter, list_goers

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    meant = role_named(role) if role else None
    if role and meant is None:
        raise no_such_role(role)
    wanted = GoerFilter(
        mentee, mentor, county, direction, meant, params.span(from_, to, chosen.span, run.as_of)
    )
    rows = list_goers(store, chosen, run.as_of, wanted)
    notes = [phrase_n("{count} person.", "{count} people.", len(rows))] if rows else []
    unknown = sum(1 for row in rows if row.is_unknown)
    if unknown:
        notes.append(
            phrase_n(
                "Of {count} of them nobody has said whose they are: visit edit REF --by"
                " NAME@KINDERGARTEN",
                "Of {count} of them nobody has said whose they are: visit edit REF --by"
                " NAME@KINDERGARTEN",
                unknown,
            )
        )
    return Listing(
        COLUMNS,
        rows,
        title=phrase("People of cycle {cycle}", cycle=chosen.code),
        notes=tuple(notes),
        empty=phrase("Nobody is named on a done visit."),
    )
