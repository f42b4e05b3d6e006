"""What an import speaks of: bad rows, questions, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pairing_cli.domain.errors import BadData, InputError, PairingError
from pairing_cli.domain.phrases import Label, Phrase, lines, phrase, phrase_n
from pairing_cli.files.tables.source import SURPLUS, UNREAD, SourceRow
from pairing_cli.services.intake.import_left_out import LeftOut
from pairing_cli.services.intake.import_values import CellReader, shown

Titles = Mapping[str, str | Label]
"""Key of a field → its header in the file, or its name where the file has none for it."""

TOLD: Final = 1_000
"""Rows that are told one by one; of more, nobody reads each."""


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row can't be imported: one cell of it, or the row as a whole."""

    file: str
    sheet: str | None
    row: int
    column: str | None
    """The header as the file writes it; where it has no such column, the key of the field."""
    value: str | None
    code: str
    reason: Phrase
    hint: Phrase | None
    """The nearest valid value, or what to do."""
    label: Label | None = None
    """For people: the name of the field, where the file has no column for it."""

    @property
    def title(self) -> str | Label | None:
        """What people call the column."""
        return self.label or self.column


@dataclass(frozen=True, slots=True)
class Question:
    """A row that may be a visit that is already there. It isn't imported."""

    file: str
    sheet: str | None
    row: int
    ref: str | None
    """The visit that it resembles; None where it is another row of the file."""
    reason: Phrase
    similar: bool = True
    """Whether it is about two that may be one, which --add-similar answers."""


@dataclass(slots=True)
class Outcome:
    """How an import went, or under --dry-run would go."""

    kind: str
    read: int = 0
    written: int = 0
    changed: int = 0
    """Records that were there and got new values."""
    already_there: int = 0
    questions: list[Question] = field(default_factory=list)
    """The first `TOLD`; `asked` counts all."""
    problems: list[RowError] = field(default_factory=list)
    """Those of the first `TOLD` bad rows; `refused` counts all rows."""
    asked: int = 0
    refused: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)
    """The rows that were not imported, with the reason; not those already there."""
    remarks: list[Phrase] = field(default_factory=list)

    def refuse(self, row: SourceRow, problems: Sequence[RowError]) -> None:
        """Leave a row out for what is wrong with it."""
        self.refused += 1
        if self.refused <= TOLD:
            self.problems += problems
        self.left_out.append(row, lines(*_told(problems)))

    def ask(self, row: SourceRow, question: Question) -> None:
        """Leave a row out until somebody has answered."""
        self.asked += 1
        if self.asked <= TOLD:
            self.questions.append(question)
        self.left_out.append(row, question.reason)


def _in_order(problems: Sequence[RowError]) -> Sequence[RowError]:
    """As the rows stand in their files, whichever check found them first."""
    sheets: dict[tuple[str, str | None], int] = {}
    for each in problems:
        sheets.setdefault((each.file, each.sheet), len(sheets))
    return sorted(problems, key=lambda each: (sheets[each.file, each.sheet], each.row))


class BadRows(BadData):
    """Rows that can't be imported; nothing was written. Speaks of the first and counts all."""

    def __init__(self, problems: Sequence[RowError], rows: int, read: int) -> None:
        """`problems` are those of the first rows; `rows` counts all that can't be imported."""
        problems = _in_order(problems)
        first = problems[0]
        super().__init__(
            first.code,
            phrase_n(
                "{count} of {read} rows can't be imported; nothing was written. The first: {first}",
                "{count} of {read} rows can't be imported; nothing was written. The first: {first}",
                rows,
                read=read,
                first=first.reason,
            ),
            hint=lines(
                *([first.hint] if first.hint else []),
                phrase("To import the others and get a file of these: --keep-going"),
            ),
            file=first.file,
            row=first.row,
            column=first.column,
        )
        self.column_label = first.label
        self.problems = tuple(problems)
        self.untold = max(0, rows - TOLD)
        """Further bad rows, which are only counted."""


def problem_of(row: SourceRow, key: str | None, titles: Titles, error: PairingError) -> RowError:
    """An error about one cell (or with None the row) as a problem of the file."""
    key = error.column if key is None else key
    if key and key.startswith(UNREAD):
        titles = {**titles, key: key.removeprefix(UNREAD)}
    title = titles.get(key, key) if key else None
    return RowError(
        row.file,
        row.sheet,
        row.row,
        key if isinstance(title, Label) else title,
        shown(row.cells[key]) if key is not None and key in row.cells else None,
        error.code,
        error.message,
        error.hint,
        title if isinstance(title, Label) else None,
    )


def read_cells(
    row: SourceRow, reader: CellReader, titles: Titles, required: Sequence[str]
) -> tuple[dict[str, Any], list[RowError]]:
    """Every cell of a row as what it is, and what is wrong with it."""
    found: dict[str, Any] = {}
    problems: list[RowError] = []
    columns = reader.columns
    if SURPLUS in row.cells:
        return found, [problem_of(row, SURPLUS, titles, _surplus(shown(row.cells[SURPLUS])))]
    for key, value in row.cells.items():
        if key not in columns:  # a column that isn't read
            continue
        try:
            read = columns[key].one(value)
        except InputError as error:
            problems.append(problem_of(row, key, titles, error))
        else:
            if read is not None:
                found[key] = read
    for key in required:
        if key not in found and (key not in row.cells or not _named(problems, titles, key)):
            problems.append(problem_of(row, key, titles, _blank()))
    return found, problems


def read_columns(
    rows: Sequence[SourceRow], reader: CellReader, keys: Iterable[str], required: Sequence[str]
) -> dict[str, list[Any]]:
    """Every column of rows that are in order, None for blank cells; only `keys` hold something.

    Raises the error of some cell that isn't; `read_cells` tells all that is wrong with a row.
    """
    cells = [row.cells for row in rows]
    for each in cells:
        if SURPLUS in each:
            raise _surplus(shown(each[SURPLUS]))
    found: dict[str, list[Any]] = dict.fromkeys(reader.columns, [None] * len(rows))
    found |= {key: reader.columns[key].all([each.get(key) for each in cells]) for key in keys}
    if any(None in found[key] for key in required):
        raise _blank()
    return found


def _blank() -> BadData:
    return BadData("blank", phrase("The cell is blank."))


def _surplus(cells: str) -> BadData:
    return BadData(
        "more-cells-than-header",
        phrase("The line has more cells than the header: {cells}.", cells=cells),
        hint=phrase("Put a text that holds a comma between quotation marks, or save as .xlsx."),
    )


def _named(problems: Sequence[RowError], titles: Titles, key: str) -> bool:
    return any(titles.get(key, key) in (each.column, each.label) for each in problems)


def _told(problems: Sequence[RowError]) -> Iterator[Phrase]:
    for each in problems:
        reason = (
            phrase("{column}: {reason}", column=each.title, reason=each.reason)
            if each.column
            else each.reason
        )
        yield phrase("{reason} {hint}", reason=reason, hint=each.hint) if each.hint else reason
