"""The change set that a running command writes, entry by entry.

The set is opened first, the entries follow as the command goes on, and the hash comes last:
what an import of 100,000 rows logs is not held in memory.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.log.changelog import ChangeBatch, ChangeNote, SetHeading, hashed

if TYPE_CHECKING:
    from pairing_cli.store.background import Work

_NOTES: Final = (
    'INSERT INTO change (set_seq, position, table_name, row_key, operation, "before", "after")'
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_BATCHES: Final = (
    "INSERT INTO change_batch (set_seq, position, table_name, operation, key_names, column_names,"
    " row_count, first_key, last_key, row_values) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Mark(NamedTuple):
    """A place in an open change set."""

    position: int
    digest: hashlib._Hash


class OpenChangeSet:
    """The change set of the running command, sealed with its hash at the end."""

    def __init__(self, driver: sqlite3.Connection, heading: SetHeading) -> None:
        last = driver.execute(
            "SELECT seq, hash FROM change_set ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        self.seq: int = last[0] + 1 if last else 1
        previous: str = last[1] if last else ""
        self._driver = driver
        self._position = 0
        self._digest = hashlib.sha256(previous.encode("ascii"))
        self._digest.update(hashed(heading.line()))
        driver.execute(
            "INSERT INTO change_set (seq, at, actor, command, reason, undoes, previous_hash,"
            " hash) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (self.seq, *heading, previous),
        )

    def note(self, notes: Sequence[ChangeNote]) -> None:
        """Log changes of single rows."""
        for note in notes:
            self._digest.update(hashed(note.line()))
        self._driver.executemany(
            _NOTES, [(self.seq, at, *note) for at, note in enumerate(notes, start=self._position)]
        )
        self._position += len(notes)

    def noted_batches(self, several: Iterable[ChangeBatch]) -> Work:
        """Take changes of many rows each into the set; what writes them to the log."""
        rows = []
        for batch in several:
            rows.append((self.seq, self._position, *batch))
            self._digest.update(hashed(batch.line()))
            self._position += batch.row_count
        return partial(self._driver.executemany, _BATCHES, rows)

    def mark(self) -> Mark:
        """Where the change set stands, for `rewind`."""
        return Mark(self._position, self._digest.copy())

    def rewind(self, mark: Mark) -> None:
        """Forget what was logged since; the database has done so already."""
        self._position, self._digest = mark.position, mark.digest.copy()

    def close(self) -> None:
        """Seal the change set with its hash."""
        self._driver.execute(
            "UPDATE change_set SET hash = ? WHERE seq = ?", (self._digest.hexdigest(), self.seq)
        )
