"""`assign`, `reassign`, `unassign`: who is to help whom."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings.pairings import COLUMNS
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.output.listing import Done, Listing

app = verbs()

Mentee = Annotated[
    str, typer.Argument(metavar="MENTEE", autocompletion=kindergartens, help=N_("Who is helped."))
]


@command(
    app,
    "assign",
    N_("Record who is to help whom."),
    "pairing assign 市实验幼儿园 隆子县 加查县 贡嘎县",
    "pairing assign --consult 市第二实验幼儿园 洛扎县",
    "pairing assign 隆子县 隆子镇 --override 县里只有一所示范园",
)
def assign(
    ctx: typer.Context,
    mentor: Annotated[
        str, typer.Argument(metavar="MENTOR", autocompletion=kindergartens, help=N_("Who helps."))
    ],
    mentees: Annotated[
        list[str],
        typer.Argument(
            metavar="MENTEE...", autocompletion=kindergartens, help=N_("Who is helped.")
        ),
    ],
    consult: Annotated[
        bool,
        typer.Option("--consult", help=N_("Exchange and advice on request: owes nothing.")),
    ] = False,
    start: Annotated[
        str | None,
        typer.Option("--start", metavar="DATE", help=N_("From this day (default: the cycle's)")),
    ] = None,
    cycle: params.CycleOfDay = None,
    override: params.Override = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record who is to help whom."""
    from pairing_cli.services.pairings import assigning

    run = run_of(ctx)
    with run.writing("assign", reason=override, dry_run=dry_run) as store:
        rows = assigning.assign(
            store,
            mentor,
            mentees,
            as_of=run.as_of,
            cycle=cycle,
            start=params.day(start, run.as_of),
            consult=consult,
            override=override,
        )
    sides = {"mentor": rows[0].mentor, "mentees": tuple(row.mentee for row in rows)}
    message = (
        phrase_n(
            "{mentor} advises {mentees} on request from {start} on ({count} pairing).",
            "{mentor} advises {mentees} on request from {start} on ({count} pairings).",
            len(rows),
            start=rows[0].start,
            **sides,
        )
        if consult
        else phrase_n(
            "{mentor} helps {mentees} from {start} on ({count} pairing).",
            "{mentor} helps {mentees} from {start} on ({count} pairings).",
            len(rows),
            start=rows[0].start,
            **sides,
        )
    )
    return written(message, Listing(COLUMNS, rows), dry_run=dry_run)


@command(
    app,
    "reassign",
    N_("Give a mentee another mentor."),
    "pairing reassign 措美县 市实验幼儿园 --on 2023-03-01 --reason 原帮扶园调整",
)
def reassign(
    ctx: typer.Context,
    mentee: Mentee,
    mentor: Annotated[
        str,
        typer.Argument(
            metavar="MENTOR", autocompletion=kindergartens, help=N_("Who helps from now on.")
        ),
    ],
    reason: params.Reason,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("From this day (default: today).")),
    ] = None,
    instead_of: Annotated[
        str | None,
        typer.Option(
            "--instead-of",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("The mentor who goes, where there are several."),
        ),
    ] = None,
    cycle: params.CycleOfDay = None,
    override: params.Override = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a mentee another mentor; the old pairing and its visits stay on record."""
    from pairing_cli.services.pairings import assigning

    run = run_of(ctx)
    with run.writing("reassign", reason=reason, dry_run=dry_run) as store:
        row, cut_short = assigning.reassign(
            store,
            mentee,
            mentor,
            as_of=run.as_of,
            reason=reason,
            cycle=cycle,
            on=params.day(on, run.as_of),
            override=override,
            instead_of=instead_of,
        )
    message = phrase(
        "{mentor} helps {mentee} from {start} on.",
        mentor=row.mentor,
        mentee=row.mentee,
        start=row.start,
    )
    notes = _cut_short(cut_short)
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


@command(
    app,
    "unassign",
    N_("End the pairing of a mentee."),
    "pairing unassign 措美县 --on 2023-01-15 --reason 园所撤并",
)
def unassign(
    ctx: typer.Context,
    mentee: Mentee,
    reason: params.Reason,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The last day (default: today).")),
    ] = None,
    mentor: Annotated[
        str | None,
        typer.Option(
            "--mentor",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("The mentor, where there are several."),
        ),
    ] = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """End the pairing of a mentee; the pairing and its visits stay on record."""
    from pairing_cli.services.pairings import assigning

    run = run_of(ctx)
    with run.writing("unassign", reason=reason, dry_run=dry_run) as store:
        row, cut_short = assigning.unassign(
            store,
            mentee,
            as_of=run.as_of,
            reason=reason,
            cycle=cycle,
            on=params.day(on, run.as_of),
            mentor=mentor,
        )
    message = phrase(
        "The pairing of {mentor} and {mentee} ends on {end}.",
        mentor=row.mentor,
        mentee=row.mentee,
        end=row.end,
    )
    notes = _cut_short(cut_short)
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


def _cut_short(names: tuple[str, ...]) -> tuple[Phrase, ...]:
    if not names:
        return ()
    return (phrase("Was to last longer and ends with the pairing: {names}.", names=names),)
