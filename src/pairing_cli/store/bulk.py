"""Many rows at once, logged like any other change.

A bulk load writes three rows and three log entries for each visit. Through the session that
takes a minute for 100,000 visits, and holding the log in memory takes half a gigabyte. Here
rows go to the driver in batches, and the log follows each batch: the change set is opened
first and gets its hash when the command ends. What is stored and what is logged is, byte for
byte, what the session would have written.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from json.encoder import encode_basestring as quoted
from typing import Any, Final, TypeVar

from sqlalchemy import Column, Integer, Text
from sqlmodel import SQLModel

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.wording import has_forbidden_characters
from pairing_cli.store.changelog import ChangeNote, SetHeading
from pairing_cli.store.types import Flag, IsoDate, Real

BATCH: Final = 5_000
"""Rows in one go: enough that the cost of a batch doesn't count, few enough to be held."""

_CACHE_KIB: Final = 32 * 1024
"""A larger page cache halves the time of a load: fewer pages are written out and read back."""

_PARAMETERS: Final = 300
"""Values in one statement; more gain nothing."""

_LOGGED: Final = 'set_seq, position, table_name, row_key, operation, "before", "after"'

Row = TypeVar("Row")


class OpenChangeSet:
    """The change set of the running command, written as the load goes on."""

    def __init__(self, driver: sqlite3.Connection, heading: SetHeading) -> None:
        last = driver.execute(
            "SELECT seq, hash FROM change_set ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        self.seq: int = last[0] + 1 if last else 1
        previous: str = last[1] if last else ""
        self._driver = driver
        self._position = 0
        self._digest = hashlib.sha256(previous.encode("ascii"))
        self._hash([json.dumps(heading, ensure_ascii=False, separators=(",", ":"))])
        driver.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        driver.execute(
            "INSERT INTO change_set (seq, at, actor, command, reason, undoes, previous_hash,"
            " hash) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (self.seq, *heading, previous),
        )

    def note_inserts(self, table: str, keys: Sequence[str], rows: Sequence[str]) -> None:
        """Log rows of one table as inserted. `keys` and `rows` are JSON as in the log."""
        self._hash(
            [
                f'["{table}",{quoted(key)},"insert",null,{quoted(row)}]'
                for key, row in zip(keys, rows, strict=True)
            ]
        )
        places = range(self._position, self._position + len(keys))
        self._position += len(keys)
        with self._unchecked():
            insert_rows(
                self._driver,
                f"INSERT INTO change ({_LOGGED}) VALUES",
                f"({self.seq}, ?, '{table}', ?, 'insert', NULL, ?)",
                list(zip(places, keys, rows, strict=True)),
            )

    def note(self, notes: Sequence[ChangeNote]) -> None:
        """Log changes of any kind."""
        self._hash([json.dumps(note, ensure_ascii=False, separators=(",", ":")) for note in notes])
        with self._unchecked():
            self._driver.executemany(
                f"INSERT INTO change ({_LOGGED}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [(self.seq, at, *note) for at, note in enumerate(notes, start=self._position)],
            )
        self._position += len(notes)

    def close(self) -> None:
        """Seal the change set with its hash."""
        self._driver.execute(
            "UPDATE change_set SET hash = ? WHERE seq = ?", (self._digest.hexdigest(), self.seq)
        )

    def _hash(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._digest.update(line.encode("utf-8", "surrogatepass") + b"\n")

    @contextmanager
    def _unchecked(self) -> Iterator[None]:
        """The log's one CHECK is on a word that stands a few lines above; testing it for each
        of 300,000 rows is a tenth of the load.
        """
        self._driver.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            self._driver.execute("PRAGMA ignore_check_constraints = OFF")


def insert_rows(
    driver: sqlite3.Connection, head: str, places: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Insert `rows` by statements of many rows each, which takes half the time of one each."""
    if not rows:
        return
    width = len(rows[0])
    together = max(_PARAMETERS // width, 1)
    step = together * width
    flat = list(chain.from_iterable(rows))
    whole = len(flat) // step * step
    driver.executemany(
        f"{head} {', '.join([places] * together)}",
        (flat[at : at + step] for at in range(0, whole, step)),
    )
    driver.executemany(
        f"{head} {places}", (flat[at : at + width] for at in range(whole, len(flat), width))
    )


class BulkTable:
    """How rows of one table are checked, written and told to the log."""

    def __init__(self, table: type[SQLModel], names: Sequence[str]) -> None:
        """`names`: the fields that a row gives, in its order. All others are stored as NULL."""
        found = table.__table__  # type: ignore[attr-defined]
        self.name = str.__str__(found.name)
        self._columns: list[Column[Any]] = [found.columns[name] for name in names]
        self._longest = [_longest(table, name) for name in names]
        missing = [column.key for column in found.columns if column.key not in names]
        self._after = _Template({name: at for at, name in enumerate(names)}, missing)
        key = [column.key for column in found.primary_key.columns]
        self._key = _Template({name: names.index(name) for name in key}, ())
        listed = ", ".join(f'"{column.name}"' for column in self._columns)
        self._head = f'INSERT INTO "{found.name}" ({listed}) VALUES'
        self._places = f"({', '.join('?' * len(names))})"

    def write(
        self, driver: sqlite3.Connection, log: OpenChangeSet, batch: Sequence[Sequence[Any]]
    ) -> None:
        """Check, insert and log one batch. Raises `BadData`."""
        columns = list(zip(*batch, strict=True))
        for column, longest, values in zip(self._columns, self._longest, columns, strict=True):
            _check(column, longest, values)
        try:
            insert_rows(driver, self._head, self._places, batch)
        except sqlite3.IntegrityError as error:
            raise BadData(
                "constraint",
                phrase("The database refuses this record: {reason}.", reason=str(error)),
            ) from error
        encoded = [_encoded(values) for values in columns]
        log.note_inserts(self.name, self._key.fill(encoded), self._after.fill(encoded))


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
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


_TYPES: Final[Sequence[tuple[type, tuple[type, ...]]]] = (
    (IsoDate, (str,)),
    (Flag, (int,)),
    (Real, (float, int)),
    (Integer, (int,)),
    (Text, (str,)),
)


def _check(column: Column[Any], longest: int | None, values: Sequence[Any]) -> None:
    """Types, lengths and characters of one column; the rest the table's constraints check.

    A set looks at each different value once, and one search over all text joined is as good
    as one for each.
    """
    wanted = next(types for kind, types in _TYPES if isinstance(column.type, kind))
    different = set(values)
    if None in different:
        if not column.nullable:
            raise _refused(column, "NULL")
        different.discard(None)
    if not all(type(value) in wanted for value in different):
        raise _refused(column, "type")
    if wanted == (str,) and different:
        if longest is not None and max(map(len, different)) > longest:
            raise _refused(column, f"> {longest}")
        if has_forbidden_characters("".join(different)):
            raise _refused(column, "control characters")


def _refused(column: Column[Any], reason: str) -> BadData:
    return BadData(
        "invalid",
        phrase(
            "{field} of {table} can't be stored: {reason}.",
            field=column.key,
            table=column.table.name,
            reason=reason,
        ),
        column=column.key,
    )


def _longest(table: type[SQLModel], name: str) -> int | None:
    for found in table.model_fields[name].metadata:
        if (longest := getattr(found, "max_length", None)) is not None:
            return int(longest)
    return None


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
