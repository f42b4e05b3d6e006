"""Many rows at once, logged together.

An import writes three rows for each visit. One by one, with an entry of the log for each, that
takes a minute for 100,000 visits. Here rows go to the driver by the batch, and so does what
the log says of them: docs/decisions/0018.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final

from pairing_cli.store.background import Start, Work
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

    def write(
        self,
        driver: sqlite3.Connection,
        log: OpenChangeSet,
        columns: Sequence[Sequence[Any]],
        start: Start,
    ) -> None:
        """Check, insert and log one batch of rows, given by their columns; `start` says how the
        driver's part is done.

        Raises `BadData`, in the background when that is waited for.
        """
        different = [set(values) for values in columns]  # each value is looked at once
        for column, values in zip(self._columns, different, strict=True):
            if (reason := column.refusal(values)) is not None:
                raise refused(self.name, column.name, reason)
        count = len(columns[0])
        same = [place for place, values in enumerate(different) if 1 == len(values) < count]
        entries = [log.noted_batch(entry) for entry in self._entries(columns, different, same)]

        def write() -> None:
            rows = (dict(zip(self._order, row, strict=True)) for row in zip(*columns, strict=True))
            with kept_constraints(driver, self.name, rows):
                self._insert(driver, columns, same)
            for entry in entries:
                entry()

        start(write)

    def _entries(
        self,
        columns: Sequence[Sequence[Any]],
        different: Sequence[Collection[Any]],
        same: Sequence[int],
    ) -> Iterator[ChangeBatch]:
        """What the log says of a batch. Each different value is put into JSON once, which takes a
        third of the time of whole rows.
        """
        row, several = [], []
        for place, values in enumerate(different):
            texts = dict(zip(values, map(compact_json, values), strict=True))
            if place in same:
                row += [text.replace("%", "%%") for text in texts.values()]
            else:
                row.append("%s")
                several.append(map(texts.__getitem__, columns[place]))
        shape = f"[{','.join(row)}]"
        rows = [shape % each for each in zip(*several, strict=True)]
        keys = columns[self._first_key]
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

    def _insert(
        self, driver: sqlite3.Connection, columns: Sequence[Sequence[Any]], same: Sequence[int]
    ) -> None:
        """Insert rows by statements of many each, which takes half the time of one each.

        What stands in the columns `same` is the same in all of them, and handed over once for
        each statement: in a register that is half of all values.
        """
        several = [place for place in range(len(columns)) if place not in same]
        names = ", ".join(f'"{self._order[place]}"' for place in (*same, *several))
        once = [columns[place][0] for place in same]
        places = [*(f"?{number + 1}" for number in range(len(same))), *"?" * len(several)]
        row = f"({', '.join(places)})"
        head = f'INSERT INTO "{self.name}" ({names}) VALUES '
        together = max(_PARAMETERS // len(several), 1)
        whole = head + ", ".join([row] * together)
        for part in batches(zip(*(columns[place] for place in several), strict=True), together):
            statement = whole if len(part) == together else head + ", ".join([row] * len(part))
            driver.execute(statement, [*once, *chain.from_iterable(part)])


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
