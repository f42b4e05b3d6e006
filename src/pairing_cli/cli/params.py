"""Options that several commands share, each declared once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from pairing_cli.domain.phrases import N_

Cycle = Annotated[
    str | None,
    typer.Option(
        "--cycle", metavar="CODE", help=N_("The cycle (default: the latest that has begun).")
    ),
]
Mentor = Annotated[
    str | None, typer.Option("--mentor", metavar="NAME", help=N_("Only this mentor's."))
]
Mentee = Annotated[
    str | None, typer.Option("--mentee", metavar="NAME", help=N_("Only this mentee's."))
]
County = Annotated[
    str | None, typer.Option("--county", metavar="NAME", help=N_("Only this county's."))
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=N_("From this day on."))
]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=N_("Up to this day."))]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Check everything and write nothing."))
]
Override = Annotated[
    str | None,
    typer.Option(
        "--override", metavar="REASON", help=N_("Do it although a rule forbids it, and say why.")
    ),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history."))
]


def day(text: str | None, today: dt.date) -> dt.date | None:
    """A day as typed. Raises `UsageError`."""
    if text is None:
        return None
    from pairing_cli.domain.dates import parse_date

    return parse_date(text, today)
