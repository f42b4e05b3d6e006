"""The change set that a running command writes, entry by entry.

A bulk load logs 300,000 changes; held until the end they would take half a gigabyte. So the
set is opened first, the entries follow as the load goes on, and the hash comes last.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple

from pairing_cli.store.background import Start
from pairing_cli.store.changelog import ChangeNote, SetHeading

_PARAMETERS: Final = 3_000
"""Values in one statement, of the 32,766 that SQLite takes: a statement of many rows is twice
as fast as one each, and works for milliseconds without needing the interpreter. More gain
nothing, and sqlite3 keeps the values of the last statements: 15,000 cost 70 MiB."""

_LOGGED: Final = 'set_seq, position, table_name, row_key, operation, "before", "after"'


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
        self._hash([json.dumps(heading, ensure_ascii=False, separators=(",", ":"))])
        driver.execute(
            "INSERT INTO change_set (seq, at, actor, command, reason, undoes, previous_hash,"
            " hash) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (self.seq, *heading, previous),
        )

    def note_inserts(
        self, table: str, keys: Sequence[str], rows: Sequence[str], start: Start
    ) -> None:
        """Log rows of one table as inserted. `keys` and `rows` are JSON as in the log."""
        self._hash(
            [
                f'["{table}",{quoted(key)},"insert",null,{quoted(row)}]'
                for key, row in zip(keys, rows, strict=True)
            ]
        )
        noted = list(
            zip(range(self._position, self._position + len(keys)), keys, rows, strict=True)
        )
        self._position += len(keys)
        start(lambda: self._write_inserts(table, noted))

    def _write_inserts(self, table: str, noted: Sequence[Sequence[Any]]) -> None:
        with self._unchecked():
            insert_rows(
                self._driver,
                f"INSERT INTO change ({_LOGGED}) VALUES",
                f"({self.seq}, ?, '{table}', ?, 'insert', NULL, ?)",
                noted,
            )

    def note(self, notes: Sequence[ChangeNote]) -> None:
        """Log changes of any kind."""
        self._hash([json.dumps(note, ensure_ascii=False, separators=(",", ":")) for note in notes])
        self._driver.executemany(
            f"INSERT INTO change ({_LOGGED}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [(self.seq, at, *note) for at, note in enumerate(notes, start=self._position)],
        )
        self._position += len(notes)

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

    def _hash(self, lines: Sequence[str]) -> None:
        if lines:
            text = "\n".join(lines)
            self._digest.update(text.encode("utf-8", "surrogatepass") + b"\n")

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
    if whole:
        statement = f"{head} {', '.join([places] * together)}"
        driver.executemany(statement, (flat[at : at + step] for at in range(0, whole, step)))
    driver.executemany(
        f"{head} {places}", (flat[at : at + width] for at in range(whole, len(flat), width))
    )
