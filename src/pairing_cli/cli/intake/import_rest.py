"""The file with what an import left out: the rows as they were, each with the reason.

It is written before the import is kept. Where it can't be, nothing is imported, so that no row
is neither in the database nor in the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.errors import CannotCreate, StorageFailure, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import as_word

if TYPE_CHECKING:
    from pairing_cli.cli.intake.import_choices import ImportChoices
    from pairing_cli.domain.records.record import Record
    from pairing_cli.services.intake.import_left_out import LeftOut
    from pairing_cli.services.intake.import_rows import Outcome
    from pairing_cli.services.intake.lines.draft import Draft

_TABLES: Final = (".xlsx", ".csv")
_LINES: Final = (".txt",)
_REST: Final = re.compile(r"-rest(?:-\d+)?$")


class Rest(NamedTuple):
    """A file of the rest that was written."""

    path: Path
    note: Phrase
    """What the user is to do with it."""


RestWriter = Callable[["Outcome"], Rest | None]
"""Writes the rest of an import, if there is one and the user wants it."""


def rest_of_table(kind: Record, source: str, choices: ImportChoices) -> RestWriter:
    """Rows go into a workbook or CSV file, in the columns that they had and one for the reason.

    Raises `UsageError` where --rest names no such file.
    """
    _check(choices.rest, _TABLES)
    own = ".xlsx" if Path(source).suffix.lower() in {".xlsx", ".xlsm"} else ".csv"

    def write(outcome: Outcome) -> Rest | None:
        if not (_is_wanted(choices) and outcome.left_out):
            return None
        from pairing_cli.cli.outgoing.sheets_out import write_rows
        from pairing_cli.output.language import translate

        path = choices.rest or _free_name(source, own)
        with _nothing_imported():
            write_rows(path, translate(kind.label), *_table(kind, outcome.left_out))
        count = len(outcome.left_out)
        return Rest(
            path,
            phrase(
                "Left out were {count} rows, with the reason in {path}. Correct them there and"
                " import that file.",
                count=count,
                path=str(path),
            ),
        )

    return write


def _table(kind: Record, left_out: LeftOut) -> tuple[list[str], Iterator[list[str]]]:
    """The header, and the rows as they were with the reason, in the order of the source."""
    from pairing_cli.files.tables.headers import REASON
    from pairing_cli.files.tables.source import UNREAD
    from pairing_cli.output.language import translate
    from pairing_cli.services.intake.import_names import readable
    from pairing_cli.services.intake.import_values import whole_text

    used = left_out.keys
    fields = [field for field in readable(kind) if field.key in used or field.required]
    others = sorted(key for key in used if key.startswith(UNREAD))
    keys = [*(field.key for field in fields), *others]
    header = [
        *(translate(field.label) for field in fields),
        *(key.removeprefix(UNREAD) for key in others),
    ]
    rows = (
        [
            *(whole_text(row.cells[key]) if key in row.cells else "" for key in keys),
            translate(reason),
        ]
        for row, reason in left_out
    )
    return [*header, translate(REASON.label)], rows


def rest_of_lines(drafts: Sequence[Draft], source: str, choices: ImportChoices) -> RestWriter:
    """Lines go into a text file as they were, each below a remark with the reason.

    The reader passes over the remarks, so that the file can be taken in once it is corrected.
    Raises `UsageError` where --rest names no .txt file.
    """
    _check(choices.rest, _LINES)

    def write(outcome: Outcome) -> Rest | None:
        from pairing_cli.output.formats import write_text
        from pairing_cli.output.text import JOINERS, harmless
        from pairing_cli.services.intake.lines.visit_lines import lines_again

        # Two entries may stand on one line: the cells tell which one was refused.
        refused = {id(row.cells): reason for row, reason in outcome.left_out}
        reasons = [(each, each.reason or refused.get(id(each.cells))) for each in drafts]
        left = [(each, _remarks(reason)) for each, reason in reasons if reason]
        if not (_is_wanted(choices) and left):
            return None
        path = choices.rest or _free_name(source, *_LINES)
        lines = (harmless(line, keep=JOINERS) for line in lines_again(left))
        with _nothing_imported():
            # Notepad takes a text with this mark for UTF-8 on every Windows.
            write_text("\ufeff" + "".join(f"{line}\r\n" for line in lines), path)
        return Rest(
            path,
            phrase(
                "Left out were {count} lines, with the reason in {path}. Correct them there, then:"
                " pairing log-visit --from {path}",
                count=len(left),
                path=as_word(path),
            ),
        )

    return write


def _remarks(reason: Phrase) -> list[str]:
    """A reason in lines that the reader of lines passes over."""
    from pairing_cli.files.tables.headers import REASON
    from pairing_cli.output.language import translate

    return [
        translate(phrase("{column}: {reason}", column=REASON.label, reason=part))
        for part in translate(reason).splitlines()
    ]


def _is_wanted(choices: ImportChoices) -> bool:
    return not choices.dry_run and (choices.keep_going or choices.rest is not None)


def _check(named: Path | None, endings: Sequence[str]) -> None:
    """Refuse a name for the rest before anything is read or asked."""
    if named is None:
        return
    if named.suffix.lower() not in endings:
        from pairing_cli.cli.outputs import unknown_ending

        raise unknown_ending(named, endings)


def _free_name(source: str, suffix: str) -> Path:
    """Beside the file that was read, or in the current folder for a pipe; never over a file of
    corrections made before.
    """
    path = Path(source)
    if source == "-" or not path.is_file():
        path = Path("import")
    stem = _REST.sub("", path.stem)  # what is left of the rest is the rest again
    for number in range(1, 1000):
        tail = "" if number == 1 else f"-{number}"
        found = path.with_name(f"{stem}-rest{tail}{suffix}")
        if not found.exists():
            return found
    raise UsageError(
        "no-free-name", phrase("Name the file for the rest: --rest FILE"), file=str(path)
    )


@contextmanager
def _nothing_imported() -> Iterator[None]:
    """Say of a failure to write the rest that the import did not happen either."""
    try:
        yield
    except (CannotCreate, StorageFailure) as error:
        error.hint = phrase("Nothing was imported. Name another place for the rest: --rest FILE")
        raise
