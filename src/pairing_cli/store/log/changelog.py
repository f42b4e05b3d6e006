"""The change log: every row's change, chained so that a forged or lost entry shows.

A change set is one command. Its hash covers the hash before it, its heading and all its
entries, so that nothing in the log can be altered without every later hash being wrong. An
entry is one row's change, or the same change of many rows: docs/decisions/0018.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final, Literal

from pairing_cli.domain.tuples import NamedTuple

Identity = tuple[Any, ...]
"""The values of a key, by the names of its columns."""

Operation = Literal["insert", "update", "delete"]

LOG_TABLES: Final = ("change_set", "change", "change_batch")
"""The tables of the log itself, which no entry speaks of."""

_OPPOSITE: Final[Mapping[Operation, Operation]] = {
    "insert": "delete",
    "update": "update",
    "delete": "insert",
}


class ChangeNote(NamedTuple):
    """One row's change. `before` and `after` are all its stored values, as JSON text."""

    table: str
    key: str
    operation: Operation
    before: str | None
    after: str | None

    def inverse(self) -> ChangeNote:
        """The change that takes this one back."""
        return ChangeNote(self.table, self.key, _OPPOSITE[self.operation], self.after, self.before)

    def sides(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The table and the stored values of the row, as it was and as it is."""
        for side in (self.before, self.after):
            if side is not None:
                yield self.table, json.loads(side)

    def line(self) -> str:
        """What the hash covers."""
        return compact_json(self)


def come_to_nothing(notes: Iterable[ChangeNote]) -> bool:
    """Whether every row is after these changes as it was before them.

    A link that was deleted and made anew with the same content is the same link.
    """
    first: dict[tuple[str, str], str | None] = {}
    last: dict[tuple[str, str], str | None] = {}
    for note in notes:
        first.setdefault((note.table, note.key), note.before)
        last[note.table, note.key] = note.after
    balance: Counter[tuple[str, str]] = Counter()
    for (table, key), before in first.items():
        after = last[table, key]
        if before == after:
            continue
        if before is not None and after is not None:
            return False
        found, sign = (after, 1) if before is None else (before, -1)
        balance[table, _without_id(found or "")] += sign
    return not any(balance.values())


def _without_id(row: str) -> str:
    values = json.loads(row)
    values.pop("id", None)
    return compact_json(values)


class ChangeBatch(NamedTuple):
    """Many rows of one table, inserted or deleted together."""

    table: str
    operation: Operation
    key_names: str
    """The names of the columns that a row is known by, as a list in JSON."""
    column_names: str
    """The names of all columns, as a list in JSON."""
    row_count: int
    first_key: str
    last_key: str
    """The least and the greatest value of the first key column."""
    row_values: str
    """A list of rows in JSON, each a list of its stored values in the order of `column_names`."""

    def inverse(self) -> ChangeBatch:
        """The change that takes this one back."""
        return self._replace(operation=_OPPOSITE[self.operation])

    def line(self) -> str:
        """What the hash covers."""
        counted = compact_json(
            (self.table, self.operation, self.row_count, self.first_key, self.last_key)
        )
        return f"{counted}{self.key_names}{self.column_names}{self.row_values}"

    def names(self) -> list[str]:
        """The names of all columns."""
        found: list[str] = json.loads(self.column_names)
        return found

    def rows(self) -> list[list[Any]]:
        """The stored values of each row, in the order of `names`."""
        found: list[list[Any]] = json.loads(self.row_values)
        return found

    def keyed(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """The key of each row and all its values, by the names of the columns."""
        names, key_names = self.names(), json.loads(self.key_names)
        for row in self.rows():
            values = dict(zip(names, row, strict=True))
            yield {name: values[name] for name in key_names}, values

    def notes(self) -> Iterator[ChangeNote]:
        """The same changes, one row each, in order."""
        for key, values in self.keyed():
            text = row_text(values)
            before, after = (None, text) if self.operation == "insert" else (text, None)
            yield ChangeNote(self.table, row_text(key), self.operation, before, after)


Entry = ChangeNote | ChangeBatch


class SetHeading(NamedTuple):
    """Who did what, when and why; and which earlier change set it takes back, if any."""

    at: str
    actor: str
    command: str
    reason: str | None
    undoes: int | None

    def line(self) -> str:
        """What the hash covers."""
        return compact_json(self)


def identity(key: Mapping[str, Any]) -> Identity:
    """A key as a value to look up, in whatever order its columns are told."""
    return tuple(value for _, value in sorted(key.items()))


def row_text(values: Mapping[str, Any]) -> str:
    """A row's values as they are stored (dates as text, flags as 0 and 1), in one JSON line."""
    return json.dumps(
        {name: _stored(value) for name, value in values.items()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


_encoder: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def compact_json(value: Any) -> str:
    """A list, or what may stand in one, as JSON without blanks, as the log has it."""
    return _encoder.encode(value)


def hashed(line: str) -> bytes:
    """A line as the hash takes it. Text from outside may hold half of a surrogate pair."""
    return line.encode("utf-8", "surrogatepass") + b"\n"


def chain_hash(previous: str, heading: SetHeading, entries: Iterable[Entry]) -> str:
    """SHA-256, in hex, over the previous hash, the heading and the entries in order."""
    digest = hashlib.sha256(previous.encode("ascii"))
    for part in chain((heading,), entries):
        digest.update(hashed(part.line()))
    return digest.hexdigest()
