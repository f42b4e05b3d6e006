"""Many rows at once, logged together.

An import writes three rows for each visit. One by one, with an entry of the log for each, that
takes a minute for 100,000 visits. Here rows and what the log says of them go to the driver by the
batch, and both are made by the column, each different value once: docs/decisions/0018.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.background import Background, Work
from pairing_cli.store.constraints import kept_constraints
from pairing_cli.store.log.change_set import OpenChangeSet
from pairing_cli.store.log.changelog import ChangeBatch, compact_json
from pairing_cli.store.reading import batches
from pairing_cli.store.rows.base import Row, refused
from pairing_cli.store.schema.steps import drop_kept_views, lay_kept_views

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


Columns = Sequence[Sequence[Any]]
"""Rows by their columns."""


class Batch(NamedTuple):
    """Rows that were checked."""

    columns: Columns
    same: Collection[int]
    """The places of the columns in which several rows all have the same value."""

    @property
    def several(self) -> list[int]:
        """The places of all other columns: at least that of the key."""
        return [place for place in range(len(self.columns)) if place not in self.same]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Of each row, what stands in the columns `several`."""
        return zip(*(self.columns[place] for place in self.several), strict=True)


class BulkTable:
    """How rows of one table are checked, written and told to the log."""

    def __init__(self, row: type[Row], names: Iterable[str]) -> None:
        """`names`: what the columns of a batch are, which must be all of the table.

        Raises `TypeError` for others.
        """
        self._order = tuple(names)
        if sorted(self._order) != sorted(row.columns):
            msg = f"{row.table} has the columns {', '.join(row.columns)}"
            raise TypeError(msg)
        self.name = row.table
        self._columns = [row.columns[name] for name in self._order]
        self._names = compact_json(self._order)
        self._key_names = compact_json(row.key)
        self._first_key = self._order.index(row.key[0])

    def checked(self, columns: Columns) -> Batch:
        """Rows that can be as their columns say. Raises `BadData` for others."""
        same = []
        for place, (column, values) in enumerate(zip(self._columns, columns, strict=True)):
            different = set(values)  # each is looked at once
            if (reason := column.refusal(different)) is not None:
                raise refused(self.name, column.name, reason)
            if 1 == len(different) < len(values):
                same.append(place)
        return Batch(columns, same)

    def insertion(self, driver: sqlite3.Connection, batch: Batch) -> Work:
        """What inserts rows, by statements of many each, which takes half the time of one each.

        What is the same in all of them is handed over once for each statement: in a register
        that is half of all values. Raises `BadData` for what the table refuses.
        """
        names = ", ".join(f'"{self._order[place]}"' for place in (*batch.same, *batch.several))
        once = [batch.columns[place][0] for place in batch.same]
        places = [*(f"?{at + 1}" for at in range(len(once))), *"?" * len(batch.several)]
        row = f"({', '.join(places)})"
        head = f'INSERT INTO "{self.name}" ({names}) VALUES '  # noqa: S608
        together = max(_PARAMETERS // len(batch.several), 1)
        whole = head + ", ".join([row] * together)
        statements = [
            (
                whole if len(part) == together else head + ", ".join([row] * len(part)),
                [*once, *chain.from_iterable(part)],
            )
            for part in batches(batch.rows(), together)
        ]

        def insert() -> None:
            rows = (
                dict(zip(self._order, each, strict=True))
                for each in zip(*batch.columns, strict=True)
            )
            with kept_constraints(driver, self.name, rows):
                for statement, values in statements:
                    driver.execute(statement, values)

        return insert

    def entries(self, batch: Batch) -> Iterator[ChangeBatch]:
        """What the log says of rows that are inserted. Each different value is put into JSON
        once, which takes a third of the time of whole rows.
        """
        row = ["%s"] * len(batch.columns)
        for place in batch.same:
            row[place] = compact_json(batch.columns[place][0]).replace("%", "%%")
        shape = f"[{','.join(row)}]"
        several = [_in_json(batch.columns[place]) for place in batch.several]
        rows = [shape % each for each in zip(*several, strict=True)]
        keys = batch.columns[self._first_key]
        for first in range(0, len(rows), LOGGED_TOGETHER):
            part = slice(first, first + LOGGED_TOGETHER)
            yield ChangeBatch(
                self.name,
                "insert",
                self._key_names,
                self._names,
                len(rows[part]),
                min(keys[part]),
                max(keys[part]),
                f"[{','.join(rows[part])}]",
            )


def _in_json(values: Sequence[Any]) -> Iterator[str]:
    different = set(values)
    return map(dict(zip(different, map(compact_json, different), strict=True)).__getitem__, values)


class Load:
    """Many rows that are inserted while others are made ready, and told to the log while SQLite
    makes anew what was put off.

    Python and SQLite work beside each other as long as SQLite needs no values from Python. So
    what the log says, half of Python's work, is left to the end, when SQLite needs few.
    """

    def __init__(self, driver: sqlite3.Connection, tables: Iterable[type[Row]], count: int) -> None:
        """Some `count` rows are to be expected in each of `tables`."""
        driver.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._driver = driver
        self._later = deque(put_off(driver, tables, count))
        self._unlogged: deque[tuple[OpenChangeSet, BulkTable, Batch]] = deque()
        self._background = Background()

    def insert(self, log: OpenChangeSet, table: BulkTable, batch: Batch) -> None:
        """Begin to insert rows. Raises what earlier ones have raised."""
        self._background.start(table.insertion(self._driver, batch))
        self._unlogged.append((log, table, batch))

    def complete(self) -> None:
        """Log what was inserted, and make anew what was put off, in turns. Raises `BadData`."""
        between = len(self._unlogged) // (len(self._later) or 1) + 1
        for number in range(len(self._unlogged)):
            if self._later and number % between == 0:
                self._background.start(self._later.popleft())
            log, table, batch = self._unlogged.popleft()
            self._background.start(log.noted_batches(table.entries(batch)))
        for work in self._later:
            self._background.start(work)
        self._background.wait()

    def finish(self) -> None:
        """Let SQLite come to its end, whatever has happened."""
        self._background.finish()


def put_off(driver: sqlite3.Connection, tables: Iterable[type[Row]], count: int) -> list[Work]:
    """Drop the indexes of those tables that have fewer rows than are to come, and what is kept
    of a view of them; what makes all that again.

    An index made of rows that are there costs half of one that is kept while they come, and so
    does what is kept of a view. Keys stay: they are constraints. For fewer rows than a batch it
    isn't worth the while.
    """
    few = {table.table for table in tables if count >= BATCH and _has_fewer(driver, table, count)}
    later: list[Work] = []
    kept_from = {
        table
        for (table,) in driver.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
    }
    if kept_from and kept_from <= few:
        drop_kept_views(driver)
        later.append(partial(lay_kept_views, driver))
    for table, name, sql in driver.execute(
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        if table in few:
            driver.execute(f'DROP INDEX "{name}"')
            later.append(partial(driver.execute, sql))
    return later


def _has_fewer(driver: sqlite3.Connection, table: type[Row], count: int) -> bool:
    (rows,) = driver.execute(
        f'SELECT count(*) FROM (SELECT 1 FROM "{table.table}" LIMIT ?) AS some',  # noqa: S608
        (count,),
    ).fetchone()
    return bool(rows < count)
