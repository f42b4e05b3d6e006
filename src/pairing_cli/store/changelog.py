"""The change log: every row's change, chained so that a forged or lost entry shows.

A change set is one command. Its hash covers the hash before it, its heading and all its
changes, so that nothing in the log can be altered without every later hash being wrong.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Literal, NamedTuple

Operation = Literal["insert", "update", "delete"]


class ChangeNote(NamedTuple):
    """One row's change. `before` and `after` are all its stored values, as JSON text."""

    table: str
    key: str
    operation: Operation
    before: str | None
    after: str | None

    def inverse(self) -> ChangeNote:
        """The change that takes this one back."""
        opposite: dict[Operation, Operation] = {
            "insert": "delete",
            "update": "update",
            "delete": "insert",
        }
        return ChangeNote(self.table, self.key, opposite[self.operation], self.after, self.before)


class SetHeading(NamedTuple):
    """Who did what, when and why; and which earlier change set it takes back, if any."""

    at: str
    actor: str
    command: str
    reason: str | None
    undoes: int | None


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


def chain_hash(previous: str, heading: SetHeading, notes: Iterable[ChangeNote]) -> str:
    """SHA-256, in hex, over the previous hash, the heading and the changes in order."""
    digest = hashlib.sha256(previous.encode("ascii"))
    for part in chain((heading,), notes):
        line = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        digest.update(line.encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()
