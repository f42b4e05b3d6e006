"""Many rows at once, logged together.

An import writes three rows for each visit. One by one, with an entry of the log for each, that
takes a minute for 100,000 visits. Here rows go to the driver by the batch, and so does what
the log says of them: docs/decisions/0018.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from pairing_cli.store.background import Start, Work
from pairing_cli.store.constraints import kept_constraints
from pairing_cli.store.log.change_set import OpenChangeSet
from pairing_cli.store.log.changelog import ChangeBatch, compact_json
from pairing_cli.store.reading import batches
from pairing_cli.store.rows.base import Row, refused

BATCH: Final = 5_000
"""Rows in one go: enough that the cost of a batch doesn't count, few enough to be held."""

LOGGED_TOGETHER: Final = 1_000
"""Rows in one entry of the log: whoever looks for one of them reads it in a millisecond."""

CACHE_KIB: Final = 32 * 1024
"""A larger page cache halves the time of a load: fewer pages are written out and read back."""

_PARAMETERS: Final = 3_000
"""Values in one statement, of the 32,766 that SQLite takes: a statement of many rows is twice
as fast as one each, and works for milliseconds without needing the interpreter. More gain
nothing, and sqlite3 keeps the values of the last statements: 15,000 cost 70 MiB."""


class BulkTable:
    """How rows of one table are checked, written and told to the log."""

    def __init__(self, row: type[Row], names: Sequence[str]) -> None:
        """`names`: what the places of a row are, which must be all columns of the table.

        Raises `TypeError` for others.
        """
        if sorted(names) != sorted(row.columns):
            msg = f"{row.table} has the columns {', '.join(row.columns)}"
            raise TypeError(msg)
        self.name = row.table
        self._columns = [row.columns[name] for name in names]
        self._order = tuple(names)
        self._names = compact_json(names)
        self._key_names = compact_json(row.key)
        self._first_key = names.index(row.key[0])
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
        for column, values in zip(self._columns, zip(*batch, strict=True), strict=True):
            # A set looks at each different value once.
            if (reason := column.refusal(set(values))) is not None:
                raise refused(self.name, column.name, reason)
        entries = [self._entry(part) for part in batches(batch, LOGGED_TOGETHER)]

        def write() -> None:
            rows = (dict(zip(self._order, row, strict=True)) for row in batch)
            with kept_constraints(driver, self.name, rows):
                _insert_rows(driver, self._head, self._places, batch)
            if self.name in _KEPT_FROM:
                keys = [row[self._first_key] for row in batch]
                _keep_views(driver, self.name, min(keys), max(keys))
            for entry in entries:
                log.note_batch(entry)

        start(write)

    def _entry(self, rows: Sequence[Sequence[Any]]) -> ChangeBatch:
        keys = [row[self._first_key] for row in rows]
        return ChangeBatch(
            self.name,
            "insert",
            self._key_names,
            self._names,
            len(rows),
            min(keys),
            max(keys),
            compact_json(rows),
        )


def put_off(driver: sqlite3.Connection, tables: Iterable[type[Row]], count: int) -> list[Work]:
    """Drop the indexes and triggers of those tables that have fewer rows than are to come; what
    makes them again. What the triggers keep is kept by the batch meanwhile.

    An index made of rows that are there costs half of one that is kept while they come. Keys
    stay: they are constraints. For fewer rows than a batch it isn't worth the while.
    """
    later: list[Work] = []
    for table in tables if count >= BATCH else ():
        (rows,) = driver.execute(
            f'SELECT count(*) FROM (SELECT 1 FROM "{table.table}" LIMIT ?) AS some',  # noqa: S608
            (count,),
        ).fetchone()
        if rows == count:
            continue
        for kind, name, sql in driver.execute(
            "SELECT type, name, sql FROM sqlite_master"
            " WHERE type IN ('index', 'trigger') AND tbl_name = ? AND sql IS NOT NULL",
            (table.table,),
        ).fetchall():
            driver.execute(f'DROP {kind} "{name}"')
            later.append(partial(driver.execute, sql))
    return later


def _keep_views(driver: sqlite3.Connection, table: str, first: object, last: object) -> None:
    """Put the rows with keys from `first` to `last` into what is kept of a view of the table,
    where no trigger does.
    """
    triggers = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    if driver.execute(triggers, (table,)).fetchone() is None:
        driver.execute(_KEPT_FROM[table], (first, last))


_KEPT_FROM: Final[Mapping[str, str]] = {
    "visit_pairing": "INSERT OR IGNORE INTO done_visit"
    " SELECT * FROM done_visits WHERE visit_id BETWEEN ? AND ? ORDER BY 1, 2, 3"
}
"""Links come after the visits that they are of; some of a visit may have come with an earlier
batch."""


def _insert_rows(
    driver: sqlite3.Connection, head: str, places: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Insert `rows` by statements of many rows each, which takes half the time of one each."""
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
