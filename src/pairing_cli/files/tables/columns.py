"""Which columns of a table mean which field, and what the cells of several say together.

People split names over several columns, count children by classes below one merged header, and
keep a column for the title beside one for the content. Names of several columns are read
together; of two columns that mean the same, the better one is read, which is told; two numbers
are never chosen between.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.fields import Field, FieldType, folded_header
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.tables.source import (
    CellValue,
    Doubt,
    Merge,
    MergedCell,
    SourceTable,
    column_letters,
)

AMOUNTS: Final = frozenset({FieldType.COUNT, FieldType.HOURS, FieldType.NUMBER})
"""What can be added up: such a number may be the sum of several rows or columns."""

TOTALS: Final = frozenset({"合计", "小计", "总计", "总数", "共计", "总", "计", "total", "sum"})
_NUMBERED: Final = re.compile(r"(.+?)(?:第?[0-9一二三四五六七八九十]{1,2})")
_TIME_OF_DAY: Final = re.compile(r"\s*\d{1,2}[:：]\d{2}.*", re.DOTALL)


class _Place(NamedTuple):
    """A column that means a field."""

    at: int
    rank: int
    """0 where it is called as we call it, more for other names: the less, the better."""
    title: str
    part: str = ""
    """What stands below a header of several columns: 小班."""


@dataclass(slots=True)
class Columns:
    """The columns of one table."""

    single: dict[str, int] = field(default_factory=dict)
    """Key of a field → its only column."""
    several: dict[str, list[_Place]] = field(default_factory=dict)
    """Key of a field → its columns, the better first."""
    titles: dict[str, str] = field(default_factory=dict)
    """Key → header as the file writes it."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Header that means nothing here, or less than another → its column."""
    passed: list[tuple[str, str]] = field(default_factory=list)
    """Headers of columns that are read only where the better one is blank: worse, better."""


class Names:
    """The headers that mean something here."""

    def __init__(self, fields: Sequence[Field], left_out: Iterable[str]) -> None:
        self._known: dict[str, tuple[str, int]] = {
            folded_header(name): ("", 0) for name in left_out
        }
        self._lists: set[str] = set()
        for each in fields:
            for rank, name in enumerate(each.names()):
                self._known.setdefault(folded_header(name), (each.key, max(rank - 2, 0)))
                self._known[folded_header(name)] = (each.key, max(rank - 2, 0))
            if each.type is FieldType.NAMES:
                self._lists.add(each.key)

    def key(self, title: str) -> str | None:
        """The field that a header means: "" for a column to pass over, None for no idea."""
        found = self._look(title)
        return None if found is None else found[0]

    def rank(self, title: str) -> int:
        """How far a header is from what we call its field."""
        found = self._look(title)
        return found[1] if found else 0

    def _look(self, title: str) -> tuple[str, int] | None:
        folded = folded_header(title)
        if found := self._known.get(folded):
            return found
        if numbered := _NUMBERED.fullmatch(folded):  # 受帮扶园1, 受帮扶园2
            found = self._known.get(numbered[1])
            if found and found[0] in self._lists:
                return found
        return None


def plain(cell: Any) -> Any:
    """A cell without the mark that it stands over several rows."""
    return cell.value if type(cell) is MergedCell else cell


def _said(cell: Any) -> str:
    """A cell as people wrote it: calamine makes a float of every number."""
    value = plain(cell)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def title_of(cell: Any) -> str:
    """A header on one line."""
    value = plain(cell)
    return "" if value is None else " ".join(str(value).split())


def columns_of(
    source: SourceTable,
    names: Names,
    fields: Mapping[str, Field],
    number: int,
    above: Sequence[Any],
    below: Sequence[Sequence[Any]],
) -> Columns:
    """The columns below a header in row `number`; `below` are the further rows of it.

    Raises `BadData` where two tables stand side by side, or two columns have one name.
    """
    places: dict[str, list[_Place]] = {}
    columns = Columns()
    spans = _spans(source.merges, number)
    for at in range(len(above)):
        parent = title_of(above[spans.get(at, at)])
        children = [title_of(row[at]) for row in below if at < len(row)]
        child = next((each for each in reversed(children) if each and each != parent), "")
        title = child if child and names.key(child) is not None else parent
        key = names.key(title) if title else None
        if key is None:
            if shown := child or parent:
                columns.unknown.setdefault(shown, at)
        elif key:
            rank = names.rank(title)
            if child and title == parent and folded_header(child) in TOTALS:
                rank = -1  # the total below a header of several columns
            part = child if title == parent else ""
            places.setdefault(key, []).append(_Place(at, rank, title, part))
    _check_side_by_side(source, places, number)
    for key, found in places.items():
        _settle(source, columns, fields.get(key), key, found, number, spans)
    return columns


def _spans(merges: Sequence[Merge], number: int) -> dict[int, int]:
    """Column → the first one of the merged header cell that covers it."""
    return {
        at: merge.left
        for merge in merges
        if merge.top <= number <= merge.bottom and merge.right - merge.left < _WIDEST
        for at in range(merge.left, merge.right + 1)
    }


_WIDEST: Final = 1_000


def _settle(
    source: SourceTable,
    columns: Columns,
    each: Field | None,
    key: str,
    found: list[_Place],
    number: int,
    spans: Mapping[int, int],
) -> None:
    best = sorted(found, key=lambda place: (place.rank, place.at))
    columns.titles[key] = best[0].title
    if len(found) == 1 or best[0].rank < 0:
        columns.single[key] = best[0].at
        return
    same = [place for place in best if place.rank == best[0].rank]
    one_header = len({spans.get(place.at, place.at) for place in same}) == 1
    is_list = each is not None and each.type is FieldType.NAMES
    if len(same) > 1 and not is_list and not one_header:
        raise BadData(
            "doubled-column",
            phrase("Two columns mean the same: {one} and {other}.",
                   one=same[0].title, other=same[1].title),
            hint=phrase("Rename the one that is not to be read, or bring both into one column."
                        " Where each is a visit of its own, give each a row of its own."),
            file=source.file,
            row=number,
            column=same[1].title,
        )  # fmt: skip
    columns.several[key] = same if is_list else best
    for place in best[len(same) :]:
        columns.passed.append((place.title, best[0].title))
        columns.unknown.setdefault(place.title, place.at)


def _check_side_by_side(
    source: SourceTable, places: Mapping[str, Sequence[_Place]], number: int
) -> None:
    """Refuse tables that stand beside each other: the same headers in the same order again."""
    keys = {place.at: key for key, found in places.items() for place in found}
    order = [keys[at] for at in sorted(keys)]
    for width in range(2, len(order) // 2 + 1):
        times, rest = divmod(len(order), width)
        if rest or order != order[:width] * times:
            continue
        ats = sorted(keys)
        first = source.first_column
        ranges = [
            f"{column_letters(ats[at] + first)}–{column_letters(ats[at + width - 1] + first)}"
            for at in range(0, len(order), width)
        ]
        raise BadData(
            "side-by-side",
            phrase("{count} tables stand side by side: columns {ranges}.",
                   count=times, ranges=ranges),
            hint=phrase("Nothing was read. Cut out the rows of the second and paste them below the"
                        " first, under its header; so with any further one."),
            file=source.file,
            row=number,
        )  # fmt: skip


def together(each: Field | None, places: Sequence[_Place], row: Sequence[Any]) -> CellValue | None:
    """What the columns of one field say in a row; None where all are blank."""
    kind = each.type if each else FieldType.TEXT
    told = [
        (place, row[place.at])
        for place in places
        if place.at < len(row) and row[place.at] not in ("", None)
    ]
    if not told:
        return None
    if kind is FieldType.NAMES:
        values = [plain(value) for _, value in told]
        if len(values) > 1 and all(type(value) is str for value in values):
            return "、".join(values)
        return values[0] if len(values) == 1 else tuple(values)
    best, first = told[0]
    parts = kind in AMOUNTS and any(place.part for place, _ in told)
    others = [value for _, value in told[1:] if parts or plain(value) != plain(first)]
    if kind is FieldType.DATE:
        others = [value for value in others if not _is_time_of_day(plain(value))]
    if others and (
        kind is not FieldType.TEXT or any(place.rank == best.rank for place, _ in told[1:])
    ):
        shown = "、".join(_said(value) for _, value in told)
        return Doubt(
            shown,
            phrase("Several columns say different things of it: {values}.",
                   values=[f"{place.part or place.title}={_said(value)}" for place, value in told]),
            _AS_ONE.get(kind, _ONE_HOLDS),
        )  # fmt: skip
    return first  # type: ignore[no-any-return]


_ONE_HOLDS: Final = phrase("Bring what holds into one column and delete the others.")
_AS_ONE: Final = {
    FieldType.DATE: phrase("Write days from one to another in one cell: 2022-04-12..2022-04-14;"
                           " else keep the column that holds."),
    **dict.fromkeys(AMOUNTS, phrase("Where they are parts of one number, write their sum into one"
                                    " column; else keep the column that holds.")),
}  # fmt: skip


def _is_time_of_day(value: Any) -> bool:
    return isinstance(value, dt.time) or (
        isinstance(value, str) and _TIME_OF_DAY.fullmatch(value) is not None
    )


def of_one_row(each: Field | None, cell: CellValue) -> CellValue:
    """A cell of a row. An amount that is merged over several rows may be the sum of them."""
    if type(cell) is not MergedCell:
        return cell
    if each is None or each.type not in AMOUNTS:
        return cell.value  # type: ignore[no-any-return]
    return Doubt(
        f"{_said(cell)} [{cell.place}]",
        phrase("“{text}” stands in one cell over several rows ({place}): is it the number of each"
               " row, or of all together?", text=_said(cell), place=cell.place),
        phrase("One visit to several kindergartens is one row, with all their names in one cell."
               " Else unmerge the cells and write in each row the number that holds for it."),
    )  # fmt: skip
