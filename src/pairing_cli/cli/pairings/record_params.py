"""What the commands on a pairing's paperwork share: arguments, options, how a write is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.listing import Column, Done, Facts, Listing, columns

if TYPE_CHECKING:
    from pairing_cli.domain.records.record import Record
    from pairing_cli.services.pairings.pairing_filter import PairingFilter
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.services.reports.printed.voice import Voice
    from pairing_cli.store.reading import Reader
    from pairing_cli.store.writing import Writer

MenteeArg = Annotated[
    str,
    typer.Argument(
        metavar="MENTEE",
        autocompletion=kindergartens,
        help=N_("The mentee: any of its names, or the pairing's ref."),
    ),
]
MenteeFilter = Annotated[
    str | None,
    typer.Argument(
        metavar="[MENTEE]",
        autocompletion=kindergartens,
        show_default=False,
        help=N_("Only this one's."),
    ),
]
MenteeOrRefArg = Annotated[
    str,
    typer.Argument(
        metavar="MENTEE|REF",
        autocompletion=kindergartens,
        help=N_("The mentee, or the ref of the record."),
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help=N_("The removed ones, too."))]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help=N_("The day (default: today)."))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help=N_("The title."))]
ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
]
Output = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        click_type=OutputType(".docx", folder_with="every"),
        help=N_("The .docx file to write."),
    ),
]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE", help=N_("A template of your own.")),
]

WHO = columns((MENTOR, MENTEE, COUNTY))
"""The sides of the pairing that a record belongs to."""


class ListScope(NamedTuple):
    """What the list of a register is asked for."""

    store: Reader
    cycle: CycleRow
    wanted: PairingFilter
    as_of: dt.date


def list_scope(
    ctx: typer.Context,
    cycle: str | None,
    mentee: str | None,
    mentor: str | None,
    county: str | None,
    every: bool,
) -> ListScope:
    """The cycle and the pairings that a list is for, by what was typed. Raises `NotFound`."""
    from pairing_cli.services.pairings.pairing_filter import PairingFilter

    run = run_of(ctx)
    store = run.reader()
    wanted = PairingFilter(mentee, mentor, county, every, run.as_of)
    return ListScope(store, run.cycle(store, cycle), wanted, run.as_of)


def answer(
    message: Phrase,
    rows: Listing | Facts,
    *,
    dry_run: bool,
    notes: Iterable[Phrase] = (),
) -> Done:
    """What a write says."""
    if isinstance(rows, Facts):
        rows = Listing(rows.columns, [rows.row])
    return written(message, rows, dry_run=dry_run)._replace(notes=tuple(notes))


def removed(
    run: Run,
    record: Record,
    command: str,
    find: Callable[[Writer], str],
    show: Callable[[Writer, str], Any],
    shown: tuple[Column, ...],
    *,
    reason: str,
    dry_run: bool,
) -> Done:
    """Take the record that `find` gives the ref or key of off the lists, and say so.

    `show` reads it again, by its key, for the columns `shown`.
    """
    from pairing_cli.services.pairings.pairing_records import removable, remove_record

    with run.writing(command, reason=reason, dry_run=dry_run) as store:
        found = remove_record(
            store,
            removable(record),
            find(store),
            reason=reason,
            on=run.as_of,
        )
        row = show(store, found.id)
    message = phrase(
        "Removed {noun} {ref}: {of}.", noun=record.noun.label, ref=row.ref, of=called(row)
    )
    return answer(message, Listing(shown, [row]), dry_run=dry_run)


def called(row: Any) -> str:
    """What a record is called beside its ref: its title, else whose it is."""
    for key in ("title", "of", "mentee"):
        if value := getattr(row, key, None):
            return str(value)
    return ""


def voice() -> Voice:
    """The language that papers are printed in: that of the program."""
    from pairing_cli.output.language import language, spoken
    from pairing_cli.services.reports.printed.voice import Voice

    return Voice(language(), spoken)
