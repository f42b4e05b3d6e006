"""Many rows at once, logged like any other change.

A bulk load writes three rows and three log entries for each visit. One by one that takes a
minute for 100,000 visits. Here rows go to the driver in batches, and the log follows each
batch. What is stored and what is logged is, byte for byte, what `Writer.add` would have
written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import Any, Final, TypeVar

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.background import Start
from pairing_cli.store.change_set import OpenChangeSet, insert_rows
from pairing_cli.store.rows.base import Row, refused

BATCH: Final = 5_000
"""Rows in one go: enough that the cost of a batch doesn't count, few enough to be held."""

CACHE_KIB: Final = 32 * 1024
"""A larger page cache halves the time of a load: fewer pages are written out and read back."""

Item = TypeVar("Item")


class BulkTable:
    """How rows of one table are checked, written and told to the log."""

    def __init__(self, row: type[Row], names: Sequence[str]) -> None:
        """`names`: the fields that a row gives, in its order. All others are stored as NULL."""
        self.name = row.table
        self._columns = [row.columns[name] for name in names]
        missing = [name for name in row.columns if name not in names]
        self._after = _Template({name: at for at, name in enumerate(names)}, missing)
        self._key = _Template({name: names.index(name) for name in row.key}, ())
        listed = ", ".join(f'"{name}"' for name in names)
        self._head = f'INSERT INTO "{row.table}" ({listed}) VALUES'
        self._places = f"({', '.join('?' * len(names))})"

    def write(
        self,
        driver: sqlite3.Connection,
        log: OpenChangeSet,
        batch: Sequence[Sequence[Any]],
        start: Start,
    ) -> None:
        """Check, insert and log one batch; `start` says how the driver's part is done.

        Raises `BadData`, in the background when that is waited for.
        """
        columns = list(zip(*batch, strict=True))
        for column, values in zip(self._columns, columns, strict=True):
            # A set looks at each different value once.
            if (reason := column.refusal(set(values))) is not None:
                raise refused(self.name, column.name, reason)
        start(lambda: self._insert(driver, batch))
        encoded = [_encoded(values) for values in columns]
        log.note_inserts(self.name, self._key.fill(encoded), self._after.fill(encoded), start)

    def _insert(self, driver: sqlite3.Connection, batch: Sequence[Sequence[Any]]) -> None:
        try:
            insert_rows(driver, self._head, self._places, batch)
        except sqlite3.IntegrityError as error:
            raise BadData(
                "constraint",
                phrase("The database refuses this record: {reason}.", reason=str(error)),
            ) from error


def batches(rows: Iterable[Item]) -> Iterator[list[Item]]:
    """`rows` in lists of at most `BATCH`."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


class _Template:
    """A JSON object with fixed keys, in order of the keys, and places for the values."""

    def __init__(self, places: Mapping[str, int], always_null: Sequence[str]) -> None:
        names = sorted([*places, *always_null])
        self._order = [places[name] for name in names if name in places]
        parts = [f'"{name}":{"%s" if name in places else "null"}' for name in names]
        self._text = "{" + ",".join(parts) + "}"

    def fill(self, columns: Sequence[Sequence[str]]) -> list[str]:
        text = self._text
        return [text % values for values in zip(*(columns[at] for at in self._order), strict=True)]


def _encoded(values: Sequence[Any]) -> list[str]:
    """A column as JSON. Most columns hold few different values: each is encoded once."""
    different = set(values)
    if len(different) * 2 > len(values):
        return [_json(value) for value in values]
    # 1, 1.0 and True are one key of a dictionary and three texts of JSON.
    known = {(type(value), value): _json(value) for value in different}
    if len({kind for kind, _ in known} - {type(None)}) > 1:
        return [_json(value) for value in values]
    plain: dict[Any, str] = {value: text for (_, value), text in known.items()}
    return [plain[value] for value in values]


_encode: Final[Callable[[Any], str]] = json.JSONEncoder(ensure_ascii=False).encode


def _json(value: Any) -> str:
    return quoted(value) if type(value) is str else _encode(value)
