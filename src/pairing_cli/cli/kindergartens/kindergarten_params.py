"""What the commands on kindergartens share: columns, arguments and how a write is told."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase
from pairing_cli.domain.records.kindergartens import (
    ALIASES,
    COVERAGE_STATE,
    EXEMPLAR,
    FORMER_NAMES,
    HEAD,
    LATITUDE,
    LONGITUDE,
    MENTEES,
    NAME,
    NAME_CONFIRMED,
    OWNERSHIP,
    PHONE,
    REGION,
    REGION_CODE,
    RETIRED_ON,
    RETIRED_REASON,
    SITE_CODE,
    STATUSES,
    TIER,
    TOWNSHIP,
)
from pairing_cli.domain.records.paired import ASSUMED, COUNTY, MENTOR, NOTE, REF, SOURCE
from pairing_cli.domain.vocabulary import Ownership, Tier
from pairing_cli.output.listing import Done, Listing, column

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader

STATE_TONES = {
    "mentored": "good",
    "mentor": "good",
    "both": "good",
    "unassigned": "bad",
    "exempt": "quiet",
    "retired": "quiet",
}

COLUMNS = (
    column(NAME),
    column(SITE_CODE, wide=True),
    column(TIER),
    column(OWNERSHIP),
    column(EXEMPLAR),
    column(COUNTY, wide=False),
    column(TOWNSHIP),
    column(ALIASES, wide=True),
    column(NAME_CONFIRMED, wide=True),
    column(COVERAGE_STATE, tones=STATE_TONES),
    column(REF, wide=True),
    column(FORMER_NAMES, wide=True),
    column(STATUSES, wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    column(MENTOR, wide=False),
    column(MENTEES),
    column(REGION),
    column(REGION_CODE),
    column(HEAD),
    column(PHONE),
    column(LATITUDE),
    column(LONGITUDE),
    column(NOTE, wide=False),
    column(RETIRED_ON),
    column(RETIRED_REASON),
    column(SOURCE),
    column(ASSUMED),
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
ReasonOption = Annotated[
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


def cycle_if_any(store: Reader, code: str | None, run: Run) -> CycleRow | None:
    """The cycle that the states are of; None where none has begun yet."""

    try:
        return run.cycle(store, code)
    except UsageError:
        return None


def rows_of(store: Reader, run: Run, key: str) -> Listing:
    """One kindergarten as it now stands, for what a write answers."""
    from pairing_cli.services.kindergartens.kindergartens import show_kindergarten

    row = show_kindergarten(store, key, cycle_if_any(store, None, run), run.as_of)
    return Listing(COLUMNS, [row])
