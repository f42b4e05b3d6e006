"""One paper for each pairing of a cycle at once: --all -o FOLDER."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli.context import Run
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.programme.cycles import CycleRow

AllPapers = Annotated[
    bool,
    typer.Option("--all", help=N_("For all pairings at once; -o names a new folder.")),
]


OptionalMentee = Annotated[
    str | None,
    typer.Argument(
        metavar="[MENTEE]",
        autocompletion=kindergartens,
        show_default=False,
        help=N_("The mentee: any of its names, or the pairing's ref."),
    ),
]


def check_whose(whose: str | None, *, every: bool) -> str:
    """Whose paper it is; "" for all. Raises `UsageError` for both, or neither."""
    if (whose is not None) == every:
        raise UsageError(
            "one-or-all",
            phrase("Name the mentee whose paper it is, or ask for all of them with --all."),
        )
    return whose or ""


def new_folder(output: Path | None) -> Path:
    """The folder for all of them. Raises `UsageError` where none is named."""
    if output is None:
        raise UsageError("no-folder", phrase("All of them go into a new folder: name it with -o."))
    return output


def write_all(
    run: Run,
    cycle: str | None,
    folder: Path,
    called: Label,
    ending: str,
    write: Callable[[PairingDetail, CycleRow, Path], object],
) -> Done:
    """Have `write` make the paper of each regular pairing that is in force or was, into a new
    folder that is there with all of them or not at all.
    """
    from pairing_cli.atomic_files import finished_folder
    from pairing_cli.domain.vocabulary import PairingKind
    from pairing_cli.files.printed.volume import plain_name
    from pairing_cli.output.language import translate
    from pairing_cli.output.progress_bar import ProgressBar
    from pairing_cli.services.pairings.pairings import list_pairings, show_pairing

    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = [
        row
        for row in list_pairings(store, chosen, as_of=run.as_of)
        if row.kind == PairingKind.REGULAR and row.state != "upcoming"
    ]
    bar = ProgressBar(run.stderr)
    with finished_folder(folder) as draft:
        for at, row in enumerate(rows):
            bar.show(phrase("Writing {mentee}", mentee=row.mentee), at / len(rows))
            pairing = show_pairing(store, row.ref, chosen, as_of=run.as_of)
            name = f"{at + 1:02d} {row.mentee} {translate(called)}{ending}"
            write(pairing, chosen, draft / plain_name(name))
    bar.clear()
    return Done(
        phrase_n(
            "Wrote {count} paper into {path}.",
            "Wrote {count} papers into {path}.",
            len(rows),
            path=str(folder),
        )
    )
