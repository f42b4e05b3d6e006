"""`remind`: texts to paste into a chat, one for each who owes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType, said_yes
from pairing_cli.cli.papers.all_papers import AllPapers, check_whose, new_folder
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import CannotCreate
from pairing_cli.domain.owed.rules import OWING
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Listing, Plain

if TYPE_CHECKING:
    from pairing_cli.services.reports.reminders import Reminder
    from pairing_cli.store.opening import FileReader

app = verbs()

COLUMNS = (
    Column("to", Label("收件方", "To")),
    Column("side", Label("身份", "Side"), labels=OWING),
    Column("text", Label("正文", "Text")),
    Column("items", Label("事项", "Items")),
)

_RULE = "―" * 24


@command(
    app,
    "remind",
    N_("Texts to paste, one for each who owes."),
    "pairing remind",
    "pairing remind 市实验幼儿园",
    "pairing remind --all -o 提醒",
    "pairing remind --county 隆子县 --json",
)
def remind(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Only to this kindergarten, or to this county's bureau."),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            click_type=OutputType(),
            help=N_("Write them all into a folder, a text file each."),
        ),
    ] = None,
    every: AllPapers = False,
    mentor: params.Mentor = None,
    county: params.County = None,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    cycle: params.Cycle = None,
) -> Listing | Plain | Done:
    """What each side owes, worded politely: a mentor, a mentee or a county's bureau gets only its
    own duties.
    """
    from pairing_cli.output.language import translate
    from pairing_cli.output.text import harmless
    from pairing_cli.services.reports.reminders import reminders
    from pairing_cli.services.reports.status import status

    if every:
        check_whose(name, every=True)
        new_folder(output)
    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    found = status(store, chosen, run.as_of, mentor=mentor, county=county, ledger=ledger.ledger)
    wanted = _addressee(store, name)
    rows: list[dict[str, Any]] = [
        {
            "to": each.to,
            "side": each.side,
            "text": harmless(translate(each.text), keep="\n"),
            "items": each.items,
        }
        for each in reminders(found.rows, run.as_of)
        if wanted is None or _is_meant(each, wanted)
    ]
    if output is not None:
        return _write_all(run, rows, output, yes=said_yes(ctx))
    listing = Listing(COLUMNS, rows, empty=phrase("Nobody owes anything."))
    if run.format not in (None, "table") or not rows:
        return listing
    text = f"\n{_RULE}\n".join(row["text"] + "\n" for row in rows)
    return Plain(
        text,
        notes=(
            phrase_n(
                "{count} reminder. Into files: pairing remind -o FOLDER",
                "{count} reminders. Into files: pairing remind -o FOLDER",
                len(rows),
            ),
        ),
    )


def _addressee(store: FileReader, name: str | None) -> tuple[str, ...] | None:
    """What the one who is meant may be called: a kindergarten, and the bureau of a county of
    that name. Raises `NotFound`.
    """
    if name is None:
        return None
    from pairing_cli.domain.errors import NotFound
    from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region

    names = []
    try:
        region = find_region(store, name.removesuffix("教育局"), level="county")
        names.append(f"{region.name}教育局")
    except NotFound:
        pass
    try:
        names.append(find_kindergarten(store, name).name)
    except NotFound:
        if not names:
            raise
    return tuple(names)


def _is_meant(reminder: Reminder, names: tuple[str, ...]) -> bool:
    return reminder.to in names


def _write_all(run: Run, rows: Sequence[Any], folder: Path, *, yes: bool) -> Done:
    """A text file for each in the folder, which is made where there is none."""
    from pairing_cli.cli.asking import ask
    from pairing_cli.cli.outputs import check_not_kept
    from pairing_cli.files.printed.volume import plain_name
    from pairing_cli.output.formats import write_text

    if folder.exists() and not folder.is_dir():
        raise CannotCreate(
            "no-folder",
            phrase("{path} is a file, not a folder.", path=str(folder)),
            hint=phrase("Nothing was written. Name a folder."),
            file=str(folder),
        )
    paths = [folder / plain_name(f"{row['to']}.txt") for row in rows]
    for path in paths:
        check_not_kept(path, run.path)
    there = [path for path in paths if path.exists()]
    if there:
        ask(phrase("{path} is there already. Replace it?", path=str(there[0])), yes)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(
            "no-folder",
            phrase("The folder {path} can't be made.", path=str(folder)),
            hint=phrase("Nothing was written. Name a folder."),
            file=str(folder),
        ) from error
    for path, row in zip(paths, rows, strict=True):
        write_text(row["text"] + "\n", path)
    return Done(
        phrase_n(
            "Wrote {count} reminder into {folder}.",
            "Wrote {count} reminders into {folder}.",
            len(rows),
            folder=str(folder),
        )
    )
