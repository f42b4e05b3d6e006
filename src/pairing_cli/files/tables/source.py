"""A table from outside as one stream of rows, whatever file it came in.

`SourceTable` is a sheet, a CSV file or a pipe of JSON lines: its cells are read as text,
numbers, dates or truth values, and nothing is decided about them. Row numbers are those that
the user sees in the program that made the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from pairing_cli.domain.errors import BadData, InputMissing, NoPermission, StorageFailure
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.system_words import said_by

LONGEST_CELL: Final = 32_767
"""Characters of a cell, as in Excel; a longer one is no cell of a register."""


class ErrorCell(NamedTuple):
    """A cell whose formula failed: #N/A, #REF!, …, or has no result yet."""

    text: str


class MergedCell(NamedTuple):
    """What stands in one cell that is merged over several rows, each with something of its own."""

    value: Any
    place: str
    """Such as D2:D4."""


@dataclass(frozen=True, slots=True, eq=False)
class Doubt:
    """What a cell may mean in more than one way: never read, always asked."""

    text: str
    reason: Phrase
    hint: Phrase


CellValue = (
    str | int | float | bool | dt.date | dt.datetime | dt.time | ErrorCell | Doubt | tuple[Any, ...]
)
"""What a cell may hold. A tuple is a list of JSON, or the cells of several columns."""


SURPLUS: Final = ""
"""Key of what a line of text has beyond the header: the text of a cell with a bare comma in it
was cut there, and which cell that is, nobody can tell.
"""


UNREAD: Final = "?"
"""Key, before the header, of what stands in a column that means nothing here: it isn't read, but
must not hide a kindergarten.
"""


class SourceRow(NamedTuple):
    """One row below the header: key of the field → what stands there. Blank cells are left
    out.
    """

    file: str
    sheet: str | None
    row: int
    cells: dict[str, CellValue]


class Merge(NamedTuple):
    """Cells merged into one: rows as they are numbered, columns from 0 as cells have them."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class SourceTable:
    """One table, to be read once from its top."""

    file: str
    sheet: str | None
    rows: Iterator[tuple[int, Sequence[Any]]]
    """Row number and cells; None or "" where a cell is blank."""
    keyed: bool = False
    """Whether each row is an object of JSON lines, given as pairs of key and value."""
    date_1904: bool = False
    """Whether bare numbers in date columns count from 1904."""
    first_column: int = 1
    """Where its first cells stand in the sheet: 1 is column A."""
    merges: Sequence[Merge] = ()
    """Its merged cells. `rows` have what stands in each as a `MergedCell` in the first column of
    all its rows."""
    remarks: list[Phrase] = field(default_factory=list)
    """What the user should look at although the table can be read."""


def column_letters(column: int) -> str:
    """How a spreadsheet calls a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@contextmanager
def reading_file(name: str) -> Iterator[None]:
    """What the system says about an input file, as one of our errors."""
    try:
        yield
    except FileNotFoundError:
        raise InputMissing(
            "no-input", phrase("There is no file {file}.", file=name), file=name
        ) from None
    except IsADirectoryError:
        raise InputMissing(
            "no-input", phrase("{file} is a folder, not a file.", file=name), file=name
        ) from None
    except PermissionError:
        raise NoPermission(
            "not-readable", phrase("No permission to read {path}.", path=name), file=name
        ) from None
    except OSError as error:
        raise StorageFailure(
            "input-failed",
            phrase("Reading {file} failed: {reason}.", file=name, reason=said_by(error)),
            hint=phrase("Nothing was written. Copy the file to this computer and try again."),
            file=name,
        ) from error


def refused(code: str, name: str, message: Phrase, hint: Phrase | None = None) -> BadData:
    """An error about a whole file."""
    return BadData(code, message, hint=hint, file=name)
