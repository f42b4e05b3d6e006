"""Finding the header of a table: by the names of its columns, wherever it stands.

Coordinators put a title above, merge it over all columns, leave a blank row, write the
columns in their own order and add some of their own. The header is the first row that names
at least two known columns: one alone may be a row of the notes that explains it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.fields import Field, folded_header, header_names
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.files.tables.columns import (
    TOTALS,
    Columns,
    Names,
    columns_of,
    of_one_row,
    title_of,
    together,
)
from pairing_cli.files.tables.source import SURPLUS, UNREAD, CellValue, SourceRow, SourceTable

SEARCHED_ROWS: Final = 50
"""Rows with something in them that are looked through for the header."""

_ENOUGH: Final = 2

EXAMPLE_MARKS: Final = frozenset({"示例", "例", "样例", "example", "e.g."})
"""What stands in the number column of the template's example row, which is never imported."""

NUMBER: Final = Field("no", Label("序号", "No."), aliases=("#", "number", "nr", "行号"))
"""A column of running numbers, which means nothing to us but may mark the example."""

REASON: Final = Field("not_imported", Label("未导入原因", "Why not imported"))
"""The last column of the file with the rows that were left out."""


@dataclass(slots=True)
class Table:
    """A table whose header was found."""

    source: SourceTable
    titles: dict[str, str]
    """Key → header as the file writes it."""
    unknown: tuple[str, ...] = ()
    """Headers that mean nothing here."""
    unread: tuple[str, ...] = ()
    """Headers of all columns that are not read, or only where a better one is blank."""
    headers: set[str] = field(default_factory=set)
    """All headers as they are compared; of JSON lines known once the rows are read."""
    nameless: list[int] = field(default_factory=list)
    """Columns without a header in which something stands, 1 being column A. Known once the
    rows are read.
    """
    rows: Iterator[SourceRow] = field(default_factory=lambda: iter(()))


def with_header(
    source: SourceTable,
    fields: Sequence[Field],
    *,
    passed_over: Sequence[str] = (),
    given: Sequence[str] = (),
) -> Table | None:
    """`source` with its columns named; None where no header is found.

    `passed_over` are keys of exports that are no fields: their columns are left out without
    a word. Fields whose keys are `given` need no column. Raises `BadData` where a required
    column is missing or one stands twice.
    """
    if source.keyed:
        return _keyed(source, fields, passed_over)
    names = Names((*fields, NUMBER), (*passed_over, *REASON.names()))
    for number, cells in islice(_with_content(source.rows), SEARCHED_ROWS):
        known = {names.key(title) for cell in cells if (title := title_of(cell))}
        if len(known - {None, "", NUMBER.key}) >= _ENOUGH:
            return _table(source, fields, names, number, cells, given)
    return None


def _table(
    source: SourceTable,
    fields: Sequence[Field],
    names: Names,
    number: int,
    cells: Sequence[Any],
    given: Sequence[str],
) -> Table:
    """The table below a header that begins in row `number`."""
    by_key = {each.key: each for each in (*fields, NUMBER)}
    last = max((merge.bottom for merge in source.merges if merge.top == number), default=number)
    below = []
    rows = source.rows
    for further, row in rows:
        if further > min(last, number + _DEEPEST_HEADER):
            rows = chain([(further, row)], rows)
            break
        below.append(row)
    columns = columns_of(source, names, by_key, number, cells, below)
    unknown = [title for title in columns.unknown if title not in dict(columns.passed)]
    _check_required(source, fields, {*columns.titles, *given}, number, unknown)
    for worse, better in columns.passed:
        source.remarks.append(
            phrase(
                "The columns {better} and {worse} mean the same. Read was {better}; where it is"
                " blank, {worse}.",
                better=better,
                worse=worse,
            )
        )
    table = Table(source, columns.titles, tuple(unknown), tuple(columns.unknown))
    table.headers = {folded_header(title) for cell in cells if (title := title_of(cell))}
    blank = [at for at, cell in enumerate(cells) if _is_blank(cell) and not _has_title(below, at)]
    owned = {place.at for places in columns.several.values() for place in places}
    if blank := [at for at in blank if at not in owned]:  # only then does a row cost a look
        rows = _watched(rows, blank, source.first_column, table.nameless)
    table.rows = _rows(source, rows, columns, by_key, len(cells))
    return table


_DEEPEST_HEADER: Final = 5
"""Rows of a header."""


def _has_title(below: Sequence[Sequence[Any]], at: int) -> bool:
    return any(at < len(row) and not _is_blank(row[at]) for row in below)


def no_header(source: SourceTable, fields: Sequence[Field]) -> BadData:
    """The error for a table without a header that is known."""
    required = [each.label for each in fields if each.required]
    return BadData(
        "no-header",
        phrase("{file} has no row with the names of columns.", file=source.file),
        hint=phrase(
            "Needed are at least {names}. A file to fill in: pairing template KIND -o FILE.xlsx",
            names=required,
        ),
        file=source.file,
    )


def _check_required(
    source: SourceTable,
    fields: Sequence[Field],
    present: set[str],
    number: int | None,
    unknown: Sequence[str],
) -> None:
    missing = [each for each in fields if each.required and each.key not in present]
    if not missing:
        return
    near = [
        title
        for each in missing
        for title in difflib.get_close_matches(each.label.zh, unknown, 1, 0.4)
    ]
    raise BadData(
        "missing-column",
        phrase("Columns are missing: {names}.", names=[each.label for each in missing]),
        hint=phrase("Perhaps these are meant: {names}. Rename them.", names=near)
        if near
        else phrase("A file to fill in: pairing template KIND -o FILE.xlsx"),
        file=source.file,
        row=number,
    )


def _rows(
    source: SourceTable,
    rows: Iterator[tuple[int, Sequence[Any]]],
    columns: Columns,
    fields: Mapping[str, Field],
    width: int,
) -> Iterator[SourceRow]:
    """The rows below a header of `width` cells."""
    file, sheet = source.file, source.sheet
    is_text = sheet is None
    mark = columns.single.get(NUMBER.key)
    wanted = [(key, at) for key, at in columns.single.items() if key != NUMBER.key]
    several = [(fields.get(key), key, places) for key, places in columns.several.items()]
    wanted += [(f"{UNREAD}{title}", at) for title, at in columns.unknown.items()]
    last = max((at for _, at in wanted), default=0)
    required = {key for key in columns.titles if (of := fields.get(key)) and of.required}
    for number, cells in rows:
        row = cells if len(cells) > last else [*cells, *([""] * (last + 1 - len(cells)))]
        if mark is not None and str(row[mark]).strip().casefold() in EXAMPLE_MARKS:
            continue
        found: dict[str, CellValue] = {
            key: value for key, at in wanted if (value := row[at]) != "" and value is not None
        }
        for each, key, places in several:
            if (value := together(each, places, row)) is not None:
                found[key] = value
        if not required <= found.keys() and _is_total(row):
            source.remarks.append(phrase("Row {row} adds the others up: not read.", row=number))
            continue
        if not required <= found.keys() and _is_note(row):
            source.remarks.append(phrase("Row {row} is a note on the table: not read.", row=number))
            continue
        if source.merges:
            found = {key: of_one_row(fields.get(key), value) for key, value in found.items()}
        if is_text and len(row) > width and (surplus := [cell for cell in row[width:] if cell]):
            found[SURPLUS] = "、".join(surplus)
        if found and not (columns.unknown and all(key.startswith(UNREAD) for key in found)):
            yield SourceRow(file, sheet, number, found)


def _is_total(row: Sequence[Any]) -> bool:
    """Whether the first thing that a row says is 合计, as the last row of a printed table does."""
    return folded_header(_beginning(row)) in TOTALS


_NOTE: Final = re.compile(
    "(?:备?注|说明|填[表报](?:人|单位|日期|时间)|制表人?|审[核批]人?|经办人|(?:单位)?负责人|联系人|联系电话|盖章"
    r"|notes?|prepared by|approved by|signature)\s*(?:[（(][^）)]*[）)])?\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)


def _is_note(row: Sequence[Any]) -> bool:
    """Whether a row begins as what stands around a table does: 注：…, 填表人：…"""
    return _NOTE.fullmatch(_beginning(row).strip()) is not None


def _beginning(row: Sequence[Any]) -> str:
    """The first thing that a row says, where that is a text."""
    first = next((cell for cell in row if not _is_blank(cell)), None)
    return first if isinstance(first, str) else ""


def _watched(
    rows: Iterator[tuple[int, Sequence[Any]]], blank: Sequence[int], first: int, found: list[int]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Pass rows on, and add to `found` those of the columns `blank` where something stands."""
    waiting = list(blank)
    for number, cells in rows:
        here = waiting if len(cells) > blank[-1] else [at for at in waiting if at < len(cells)]
        # All are blank as a rule, and counting that is cheaper than a look at each.
        if here and [*map(cells.__getitem__, here)].count("") < len(here):
            filled = [at for at in here if not _is_blank(cells[at])]
            found[:] = sorted([*found, *(at + first for at in filled)])
            waiting = [at for at in waiting if at not in filled]
        yield number, cells


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _with_content(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, cells in rows:
        if any(cell not in ("", None) for cell in cells):
            yield number, cells


def _keyed(source: SourceTable, fields: Sequence[Field], passed_over: Sequence[str]) -> Table:
    """JSON lines: every line names its own columns."""
    left_out = (*passed_over, *REASON.names())
    names = {folded_header(name): "" for name in left_out} | header_names(fields)
    unknown: list[str] = []
    table = Table(source, {each.key: each.key for each in fields})

    def rows() -> Iterator[SourceRow]:
        for number, pairs in source.rows:
            cells: dict[str, CellValue] = {}
            for name, value in pairs:
                header = folded_header(name)
                table.headers.add(header)
                key = names.get(header)
                if key is None and name not in unknown:
                    unknown.append(name)
                    table.unknown = tuple(unknown)
                if not key or value in (None, "", ()):
                    continue
                if key in cells:
                    raise BadData(
                        "doubled-column",
                        phrase("Two keys mean the same: {key}.", key=name),
                        file=source.file,
                        row=number,
                        column=name,
                    )
                if _is_nested(value):
                    raise BadData(
                        "nested-value",
                        phrase(
                            "The value of {key} is neither text, a number nor a list of them.",
                            key=name,
                        ),
                        file=source.file,
                        row=number,
                        column=name,
                    )
                cells[key] = value
            if cells:
                yield SourceRow(source.file, source.sheet, number, cells)

    table.rows = rows()
    return table


def _is_nested(value: Any) -> bool:
    """Whether a value of JSON is an object, or a list that holds more than plain values."""
    return type(value) is tuple and any(type(each) is tuple for each in value)
