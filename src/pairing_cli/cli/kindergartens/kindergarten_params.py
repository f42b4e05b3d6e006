"""What the commands on kindergartens share: columns, arguments and how a write is told."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase
from pairing_cli.domain.vocabulary import COVERAGE_STATES, OWNERSHIPS, TIERS, Ownership, Tier
from pairing_cli.output.listing import Column, Done, Listing

STATE_TONES = {
    "mentored": "good",
    "mentor": "good",
    "both": "good",
    "unassigned": "bad",
    "exempt": "quiet",
    "retired": "quiet",
}

COLUMNS = (
    Column("name", N_("Name")),
    Column("code", N_("Site code"), wide=True),
    Column("tier", N_("Tier"), labels=TIERS),
    Column("ownership", N_("Ownership"), labels=OWNERSHIPS),
    Column("exemplar", N_("Exemplar grade"), labels=TIERS),
    Column("county", N_("County")),
    Column("township", N_("Township")),
    Column("aliases", N_("Other names"), wide=True),
    Column("name_confirmed", N_("Name confirmed"), wide=True),
    Column("state", N_("State"), labels=COVERAGE_STATES, tones=STATE_TONES),
    Column("ref", N_("Ref"), wide=True),
    Column("former_names", N_("Former names"), wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    Column("mentor", N_("Mentor")),
    Column("mentees", N_("Mentees")),
    Column("region", N_("Region")),
    Column("region_code", N_("Region code")),
    Column("head", N_("Head")),
    Column("phone", N_("Phone")),
    Column("latitude", N_("Latitude"), right=True),
    Column("longitude", N_("Longitude"), right=True),
    Column("note", N_("Note")),
    Column("retired_on", N_("Retired on")),
    Column("retired_reason", N_("Reason")),
    Column("source", N_("Source")),
    Column("assumed", N_("Assumed")),
)


class Exemplar(StrEnum):
    """The grade of an exemplar kindergarten as typed; none takes it away."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    NONE = "none"


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        autocompletion=kindergartens,
        help=N_("Any of its names, its site code, or its county's name."),
    ),
]
Tier_ = Annotated[
    Tier | None,
    typer.Option("--tier", metavar="TIER", help=N_("city, county, township or village.")),
]
Ownership_ = Annotated[
    Ownership | None,
    typer.Option("--ownership", metavar="OWNERSHIP", help=N_("public, private or collective.")),
]
Exemplar_ = Annotated[
    Exemplar | None,
    typer.Option(
        "--exemplar", metavar="GRADE", help=N_("Exemplar of the city, county, township, or none.")
    ),
]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="NAME", help=N_("Where it is: the smallest region known.")),
]
Code = Annotated[
    str | None, typer.Option("--code", metavar="DIGITS", help=N_("Its site code of 10 digits."))
]
Head = Annotated[str | None, typer.Option("--head", metavar="NAME", help=N_("Its head."))]
Phone = Annotated[str | None, typer.Option("--phone", metavar="NUMBER", help=N_("Its phone."))]
Latitude = Annotated[
    float | None, typer.Option("--latitude", metavar="DEGREES", help=N_("North is positive."))
]
Longitude = Annotated[
    float | None, typer.Option("--longitude", metavar="DEGREES", help=N_("East is positive."))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
Why = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
]


def done(
    message: Phrase,
    rows: Listing,
    notes: Iterable[Phrase],
    *,
    dry_run: bool,
) -> Done:
    """What a write says, with its remarks."""
    return written(message, rows, dry_run=dry_run)._replace(notes=tuple(notes))
