"""`db`: the database file itself."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli.asking import ask
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.time.moments import local_minute
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Done, Facts, Listing, Result

if TYPE_CHECKING:
    from pairing_cli.services.keeping.doctor import Diagnosis
    from pairing_cli.store.upkeep.restore import Contents
from pairing_cli.cli.keeping.database_columns import (
    BACKUP_COLUMNS,
    DUMP_COLUMNS,
    FINDING_COLUMNS,
    PATH_COLUMNS,
)

app = noun(N_("The database file."))

DAMAGED = 76
"""The exit code of a check-up that finds the file damaged."""


@command(app, "path", N_("Where the database is."), "pairing db path", "pairing db path --json")
def path(ctx: typer.Context) -> Facts:
    """Where the database is, whether it exists or not."""
    from pairing_cli.store.file import is_there

    place = run_of(ctx).path.absolute()
    return Facts(PATH_COLUMNS, {"path": str(place), "exists": is_there(place)})


@command(
    app,
    "backup",
    N_("Make a verified copy of the database."),
    "pairing db backup",
    "pairing db backup -o /media/usb/pairing-backup.db",
)
def backup(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".db", ".sqlite", ".sqlite3", ".bak"),
            help=N_("Where to (or a folder)."),
        ),
    ] = None,
) -> Done:
    """Make a verified copy of the database, by default in the folder of backups."""
    from pairing_cli.store.backup import back_up

    made = back_up(run_of(ctx).path, output)
    return Done(
        phrase("Backed up and verified: {path} ({size} bytes).", path=made.path, size=made.size),
        hint=phrase("To restore it: pairing db restore FILE"),
        rows=Listing(BACKUP_COLUMNS, [_shown(made)]),
        notes=()
        if made.state == "good"
        else (
            phrase(
                "It is a true copy, but references or the change log are damaged: pairing db doctor"
            ),
        ),
    )


@command(app, "backups", N_("The copies that there are."), "pairing db backups")
def backups(ctx: typer.Context) -> Listing:
    """The copies in the folder of backups, newest first, each compared with its checksum."""
    from pairing_cli.store.backup import list_backups

    return Listing(
        BACKUP_COLUMNS,
        [_shown(each) for each in list_backups(run_of(ctx).path)],
        title=phrase("Backups"),
        empty=phrase("No backups yet. To make one: pairing db backup"),
    )


def _shown(row: object) -> dict[str, object]:
    values = dataclasses.asdict(row)  # type: ignore[call-overload]
    return {**values, "path": str(values["path"]), "at_local": local_minute(values["at"])}


AsItIs = Annotated[
    bool,
    typer.Option("--as-it-is", help=N_("Take it even if rules of the programme are broken in it.")),
]


@command(
    app,
    "restore",
    N_("Put a backup or a dump in the place of the database."),
    "pairing db restore pairing-20220501T083000000Z-manual.db",
    "pairing db restore pairing.jsonl --yes",
)
def restore(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("A backup, or a dump of db dump."))
    ],
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do it without asking."))] = False,
    as_it_is: AsItIs = False,
) -> Done:
    """Show what is in a copy, and put it in the place of the database; that one is kept."""
    from pairing_cli.services.keeping.invariants import check_file
    from pairing_cli.store.backup import folder_of
    from pairing_cli.store.file import is_there
    from pairing_cli.store.upkeep.restore import put_in_place, ready

    run = run_of(ctx)
    place = run.path
    if not is_there(file) and is_there(folder_of(place) / file.name):
        file = folder_of(place) / file.name
    with ready(place, file) as copy:
        if not as_it_is:
            check_file(copy.draft)
        run.note(_contents(copy.contents, file))
        ask(phrase("Put it in the place of {path}?", path=str(place)), yes)
        kept = put_in_place(place, copy.draft)
    if kept is None:
        return Done(phrase("Restored {path}.", path=str(place)))
    return Done(
        phrase("Restored {path}.", path=str(place)),
        hint=phrase("What was there is kept: {path}", path=str(kept)),
    )


def _contents(contents: Contents, file: Path) -> Phrase:
    return phrase(
        "{file} holds {cycles} cycles, {kindergartens} kindergartens, {pairings} pairings and"
        " {visits} visits. Last change: {at} {command} ({actor}, no. {changes}).",
        file=str(file),
        cycles=contents.cycles,
        kindergartens=contents.kindergartens,
        pairings=contents.pairings,
        visits=contents.visits,
        changes=contents.changes,
        at=local_minute(contents.last_at) if contents.last_at else "-",
        command=contents.last_command or "-",
        actor=contents.last_actor or "-",
    )


@command(
    app,
    "doctor",
    N_("Check the file and what is in it."),
    "pairing db doctor",
    "pairing db doctor --check && echo 一切正常",
    "pairing db doctor --repair",
)
def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help=N_("Rebuild what is derived: views and indexes. After a backup.")
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if a rule is broken."))
    ] = False,
) -> Listing:
    """Check the file and what is in it; code 76 where the file is damaged, or something in it
    that isn't of this program keeps it from being written to.
    """
    from pairing_cli.services.keeping.doctor import diagnose

    run = run_of(ctx)
    if repair:
        _repair(run)
    found = diagnose(run.reader(), run.path)
    broken = int(check and found.worst == "broken")
    code = DAMAGED if found.worst == "damaged" or found.takes_no_writes else broken
    return Listing(
        FINDING_COLUMNS,
        found.findings,
        title=phrase("Check-up"),
        notes=(_looked_at(found), *_way_out(run, found)),
        empty=phrase("All is well."),
        exit_code=code,
    )


def _repair(run: Run) -> None:
    """Rebuild what is derived, after a backup, and say where that is."""
    from pairing_cli.services.keeping.doctor import remove_stale_files
    from pairing_cli.store.backup import Reason, back_up
    from pairing_cli.store.migrations import put_schema_right
    from pairing_cli.store.schema.foreign import KINDS

    made = back_up(run.path, reason=Reason.REPAIR)
    run.note(phrase("Backed up first: {path}", path=str(made.path)))
    removed, unmade = put_schema_right(run.path)
    for each in removed:
        run.note(
            phrase(
                "Removed, and still in the backup: {kind} {name}.",
                kind=KINDS[each.kind],
                name=each.name,
            )
        )
    for name in unmade:
        run.note(phrase("Rows that are there twice are in the way of the index {name}.", name=name))
    run.note(
        phrase_n(
            "Views are as they should be; {count} leftover file removed.",
            "Views are as they should be; {count} leftover files removed.",
            len(remove_stale_files(run.path)),
        )
    )


def _looked_at(found: Diagnosis) -> Phrase:
    return phrase(
        "Checked {rows} rows in {tables} tables, {commands} commands in the change log and"
        " {documents} files.",
        rows=found.rows,
        tables=found.tables,
        commands=found.commands,
        documents=found.documents,
    )


def _way_out(run: Run, found: Diagnosis) -> tuple[Phrase, ...]:
    """Where a damaged file leaves the user: the newest good copy."""
    if found.worst != "damaged":
        return ()
    from pairing_cli.store.backup import newest_good

    good = newest_good(run.path)
    if good is None:
        return (phrase("There is no good backup in the folder of backups."),)
    return (
        phrase(
            "The newest good backup is of {at}: pairing db restore {path}",
            at=local_minute(good.at),
            path=as_word(good.path),
        ),
    )


@command(
    app,
    "migrate",
    N_("Bring the file to this program's version."),
    "pairing db migrate",
)
def migrate(ctx: typer.Context) -> Done:
    """Bring the file to this program's version, after a backup; every command does so too."""
    from pairing_cli.store.file import SCHEMA_VERSION, schema_version
    from pairing_cli.store.migrations import migrate as bring_to_today

    run = run_of(ctx)
    before = schema_version(run.path)
    kept = bring_to_today(run.path)
    if kept is None:
        return Done(
            phrase(
                "{path} is of this version ({version}) already.", path=str(run.path), version=before
            )
        )
    return Done(
        phrase(
            "Brought {path} from version {before} to {version}.",
            path=str(run.path),
            before=before,
            version=SCHEMA_VERSION,
        ),
        hint=phrase("As it was, it is kept: {path}", path=str(kept)),
    )


@command(
    app,
    "dump",
    N_("Everything as text: one JSON object a line."),
    "pairing db dump -o pairing.jsonl",
    "pairing db dump | gzip > pairing.jsonl.gz",
)
def dump(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".jsonl", stdout=True),
            help=N_("Where to (default: stdout)."),
        ),
    ] = None,
) -> Result:
    """Write all rows with the change log as text, from which `db load` makes the same."""
    from pairing_cli.store.upkeep.dump import dump as lines

    run = run_of(ctx)
    if run.format not in (None, "jsonl"):
        raise UsageError("format-of-a-dump", phrase("A dump has one format, jsonl."), hint=None)
    run.format = "jsonl"
    everything = Listing(DUMP_COLUMNS, lines(run.reader()))
    if output is None or str(output) == "-":
        return everything
    from pairing_cli.output.formats import write_file

    write_file(everything, "jsonl", output)
    return Done(
        phrase("Wrote {path}.", path=str(output)),
        hint=phrase("To make a database of it: pairing db load FILE --db NEW"),
    )


@command(
    app,
    "load",
    N_("Make a new database from a dump."),
    "pairing db load pairing.jsonl --db new.db",
)
def load(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("A dump of db dump."))],
    as_it_is: AsItIs = False,
) -> Done:
    """Make a new database from a dump: all of it, or nothing."""
    from pairing_cli.services.keeping.invariants import check_file
    from pairing_cli.store.file import is_there
    from pairing_cli.store.upkeep.dump import load as fill

    run = run_of(ctx)
    place = run.path
    if is_there(place):
        raise UsageError(
            "already-there",
            phrase("{path} exists already; a dump is loaded into a new file.", path=str(place)),
            hint=phrase(
                "Name one with --db NEW. To put the dump in its place: pairing db restore FILE"
            ),
        )
    rows = fill(file, place, None if as_it_is else check_file)
    return Done(
        phrase_n(
            "Made {path} with {count} row.",
            "Made {path} with {count} rows.",
            rows,
            path=str(place),
        ),
        hint=phrase(
            "Files of evidence are not in a dump: copy the folder {folder} too.",
            folder=f"{place.name}.files",
        ),
    )
