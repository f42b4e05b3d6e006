"""`db`: the database file itself."""

from __future__ import annotations

import typer

from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.domain.phrases import N_
from pairing_cli.output.listing import Column, Facts

app = noun(N_("The database file."))

PATH_COLUMNS = (Column("path", N_("Path")), Column("exists", N_("Exists")))


@app.callback()
def _register() -> None:
    """A register, although it has one command only."""


@command(app, "path", N_("Where the database is."), "pairing db path", "pairing db path --json")
def path(ctx: typer.Context) -> Facts:
    """Where the database is, whether it exists or not."""
    place = run_of(ctx).path.absolute()
    try:
        exists = place.exists()
    except OSError:  # a folder that may not be looked into
        exists = False
    return Facts(PATH_COLUMNS, {"path": str(place), "exists": exists})
