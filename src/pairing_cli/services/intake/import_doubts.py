"""What a row of a table may mean in more than one way: it is asked, and never taken silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.not_held import STANDINGS, NotHeld, Standing, not_held
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.words.wording import NAME
from pairing_cli.files.tables.source import UNREAD, SourceRow
from pairing_cli.services.intake.import_records import Similar
from pairing_cli.services.intake.import_rows import Question
from pairing_cli.services.programme.names.remembered import Remembered
from pairing_cli.store.reading import Reader


class UnreadColumns:
    """Looks out for kindergartens and places in columns that mean nothing here: such a column
    is never passed over.
    """

    def __init__(self, store: Reader, titles: Sequence[str]) -> None:
        self._store = store
        self._keys = [f"{UNREAD}{title}" for title in titles]
        self._named: Remembered[str, frozenset[str]] = Remembered(self._find)
        self._around: Remembered[str, frozenset[str]] = Remembered(self._places_of)

    def __bool__(self) -> bool:
        return bool(self._keys)

    def check(self, row: SourceRow, spoken_of: Iterable[str]) -> None:
        """Raise `BadData` where such a cell names a kindergarten, or the place of one, of which
        the row (it speaks of these keys of kindergartens and codes of regions) says nothing.
        """
        for key in self._keys:
            value = row.cells.get(key)
            if isinstance(value, str) and (named := self._named[value.strip()]):
                known = frozenset().union(*(self._around[each] for each in spoken_of))
                if not named & known:
                    raise _unread(key, value)

    def _find(self, text: str) -> frozenset[str]:
        if not 0 < len(text) <= NAME:
            return frozenset()
        return frozenset(row["found"] for row in self._store.rows(_NAMED, text=text))

    def _places_of(self, key: str) -> frozenset[str]:
        rows = self._store.rows(_AROUND, key=key)
        return frozenset({key}.union(*(row.values() for row in rows)) - {None})


_NAMED: Final = """
    SELECT kindergarten_id AS found FROM kindergarten_names WHERE name = :text
    UNION SELECT n.region_code FROM region_names AS n INNER JOIN region AS r
        ON r.code = n.region_code
    WHERE n.name = :text AND r.level IN ('county', 'township', 'village')
"""
_AROUND: Final = """
    SELECT region_code, county_code, township_code FROM kindergartens WHERE id = :key
    UNION SELECT code, county_code, township_code FROM regions WHERE code = :key
"""


def _unread(key: str, name: str) -> BadData:
    """A column that isn't read names what the row doesn't speak of."""
    title = key.removeprefix(UNREAD)
    return BadData(
        "unread-name",
        phrase("The column {column} is not read, but holds {name}: what has it to do with the row?",
               column=title, name=name),
        hint=phrase("Give the column a header that is known, such as 受帮扶园, 帮扶园, 县区 or"
                    " 乡镇, or delete it."),
        column=key,
    )  # fmt: skip


class UnreadRemarks:
    """Looks out for columns that mean nothing here and say that a visit wasn't held: 是否开展 否,
    进展 因雪未去. Such a row is never taken for done.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self._keys = [(f"{UNREAD}{title}", bool(_ASKS_WHETHER.search(title))) for title in titles]
        self._held: Remembered[str, NotHeld | None] = Remembered(not_held)

    def check(self, row: SourceRow) -> None:
        """Raise `BadData` where the row, which is to be done, has such a cell."""
        for key, asks_whether in self._keys:
            cell = row.cells.get(key)
            if asks_whether and cell is False:
                cell = "否"
            if not isinstance(cell, str) or len(cell) > _SHORT_REMARK:
                continue
            found = self._held[cell]
            if found is None and asks_whether and cell.strip().casefold() in _NO:
                found = NotHeld(Standing.NOT_HELD, cell.strip(), True)
            if found is not None:
                raise not_done(key, found)


_ASKS_WHETHER: Final = re.compile(
    "是否|情况|状态|进展|结果|(?:开展|完成|落实|实施|举行|举办|执行|进行|成行|到园)$|held|done|status",
    re.IGNORECASE,
)
_NO: Final = frozenset({"无", "没有", "没", "不", "n", "no", "x", "false"})
_SHORT_REMARK: Final = 40
"""Characters: a longer text of a column that isn't read tells of the visit."""


def not_done(key: str, found: NotHeld) -> BadData:
    """A row without a state has a remark that says the visit wasn't held."""
    return BadData(
        "not-held",
        phrase("“{word}” reads as if the visit was not held: {standing}.",
               word=found.word, standing=STANDINGS[found.standing]),
        hint=phrase("Say it in a column 状态: 已完成, 已取消, 未成行 or 计划; or reword the"
                    " remark."),
        column=key,
    )  # fmt: skip


_NONE: Final = re.compile(
    "[(（]?(?:暂时?|目前|均)?(?:无|没有|暂缺|none|nil|n/?a)(?:需求|困难|问题|捐赠|情况)?[)）]?"
    r"[。.!！]?|[/／\\\-—–―~·]+",
    re.IGNORECASE,
)


_ABOUT: Final = frozenset({"item", "name", "person", "text", "title"})
"""Keys of what a record is about."""


def says_none(about: Sequence[str], row: SourceRow) -> bool:
    """Whether a row of a register says that there is nothing to record, as reports ask for it:
    what the record is about (the fields with these keys) is 无 or a stroke.
    """
    return any(
        isinstance(said := row.cells.get(key), str) and _NONE.fullmatch(said.strip())
        for key in about
    )


def about_what(kind: Record) -> list[str]:
    """The keys of the fields that say what a record of this kind is about."""
    return [each.key for each in kind.asked if each.required and each.key in _ABOUT]


def crowd(name: str) -> BadData:
    """Several people, or a crowd, where one person is to be named."""
    return BadData(
        "several-people",
        phrase("“{text}” is not the name of one person.", text=name),
        hint=phrase("Put the names with 、 between them, and a number of teachers into the column"
                    " 教师人数."),
        column="people",
    )  # fmt: skip


def repeated(row: SourceRow, earlier: SourceRow) -> Question:
    """Whether a row that speaks of the same as an earlier one is another."""
    return Question(
        row.file,
        row.sheet,
        row.row,
        None,
        phrase(
            "Row {row} speaks of the same: is it one or two? Leave one of them, or write what"
            " tells them apart (the county, the day, the name).",
            row=earlier.row,
        ),
    )


def differs(kind: Record, row: SourceRow, similar: Similar) -> Question:
    """Whether a row corrects what is on record already."""
    fields: list[Label] = [kind.field(key).label for key in similar.differs]
    return Question(
        row.file,
        row.sheet,
        row.row,
        similar.ref,
        phrase(
            "It is on record already, with other particulars: {differs}. To correct them:"
            " pairing {command} {ref}",
            differs=fields,
            command=similar.command,
            ref=similar.ref,
        ),
    )
