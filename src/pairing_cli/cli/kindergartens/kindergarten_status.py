"""`kindergarten status`: what one counts as from a day on, such as weak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import ReasonOption
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.kindergartens import (
    ONE,
    STATUS,
    STATUS_FROM,
    STATUS_REASON,
    STATUS_TO,
)
from pairing_cli.domain.vocabulary import KindergartenStatus
from pairing_cli.output.listing import Done, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.pairings.statuses import StatusRow

COLUMNS = (
    column(ONE),
    column(STATUS),
    column(STATUS_FROM),
    column(STATUS_TO),
    column(STATUS_REASON),
)

Status_ = Annotated[
    KindergartenStatus | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=N_("Only those that count as weak, key, county_centre or local_base."),
    ),
]


def status(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Any of its names, its site code, or its county's name."),
        ),
    ] = None,
    given: Annotated[
        KindergartenStatus | None,
        typer.Argument(
            metavar="[STATUS]",
            show_default=False,
            help=N_("weak, key, county_centre or local_base."),
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=N_("Since when (default: today).")),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help=N_("The last day on which it counts as that.")),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=N_("Take it off the record: it was a mistake."))
    ] = False,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done | Listing:
    """Say what a kindergarten counts as, or end that; without a status, list what is so."""
    run = run_of(ctx)
    if name is None or given is None:
        if first or last or remove or reason:
            raise UsageError(
                "no-status",
                phrase("Say which status: weak, key, county_centre or local_base."),
                hint=phrase("Such as: pairing kindergarten status {name} weak", name=name or ""),
            )
        return list_(ctx, name)
    from pairing_cli.services.kindergartens.status_edit import (
        end_status,
        give_status,
        remove_status,
    )
    from pairing_cli.services.pairings.statuses import list_statuses

    start, end = params.day(first, run.as_of), params.day(last, run.as_of)
    with run.writing("kindergarten status", reason=reason, dry_run=dry_run) as store:
        if remove:
            message = remove_status(store, name, given, reason=reason, on=run.as_of)
        elif start is None and end is not None:
            message = end_status(store, name, given, end, reason=reason)
        else:
            message = give_status(
                store, name, given, start or run.as_of, end, reason=reason, today=run.today
            )
        rows = _listing(list_statuses(store, run.as_of, name))
    return written(message, rows, dry_run=dry_run)


@exported("kindergarten-statuses")
def list_(ctx: typer.Context, name: str | None = None) -> Listing:
    """What kindergartens count as."""
    from pairing_cli.services.pairings.statuses import list_statuses

    run = run_of(ctx)
    return _listing(list_statuses(run.reader(), run.as_of, name))


def _listing(rows: list[StatusRow]) -> Listing:
    shown: list[dict[str, Any]] = [
        {**row._asdict(), "from": row.start, "to": row.end} for row in rows
    ]
    return Listing(COLUMNS, shown, empty=phrase("No status is on record."))
