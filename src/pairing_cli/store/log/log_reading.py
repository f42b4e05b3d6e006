"""The change log, read: what a command changed, what became of a row, who touched it.

Where an entry holds many rows, whoever reads sees one change for each all the same. An entry
says between which keys its rows lie, so that one of them is found without opening the others.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.log.changelog import (
    ChangeBatch,
    ChangeNote,
    Entry,
    Identity,
    Operation,
    identity,
    row_text,
)
from pairing_cli.store.reading import Reader, in_pages

_PAGE: Final = 5_000
"""Changes in one go: a command may have hundreds of thousands."""

_KEPT_OPEN: Final = 8
"""Entries of many rows that are kept for the next question, which is often about the next row."""

_TAKEN_BACK: Final = "SELECT undoes FROM change_set WHERE undoes IS NOT NULL"

_BATCH: Final = ", ".join(ChangeBatch._fields[1:])


class Changes(NamedTuple):
    """What a change set did to one table: how many changes, and how many made or ended a row."""

    changes: int
    inserts: int
    deletes: int


class LastKnown(NamedTuple):
    """A row as its last change left it, or had it before it was deleted."""

    values: Mapping[str, Any]
    is_deleted: bool


class ChangeLog:
    """The change log of a database, for a time of no writes."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._opened = lru_cache(_KEPT_OPEN)(self._open)
        self._spans = cache(self._spans_of)

    # --- One change set ------------------------------------------------------------------------

    def entries(
        self, seq: int, table: str | None = None, *, backwards: bool = False
    ) -> Iterator[Entry]:
        """The entries of a change set (those about `table`) in order, or the last one first."""
        places = self._store.tuples(
            "SELECT position FROM change_batch WHERE set_seq = :seq"
            " AND (:table IS NULL OR table_name = :table) ORDER BY position",
            seq=seq,
            table=table,
        )
        batches = [position for (position,) in places]
        between = list(pairwise([-1, *batches, None]))
        for after, before in reversed(between) if backwards else between:
            if backwards and before is not None:
                yield self._batch(seq, before)
            yield from self._notes(seq, table, (after, before), backwards=backwards)
            if not backwards and before is not None:
                yield self._batch(seq, before)

    def notes(self, seq: int, table: str | None = None) -> Iterator[ChangeNote]:
        """The changes of a change set (those of `table`) in order, one row each."""
        for entry in self.entries(seq, table):
            if isinstance(entry, ChangeBatch):
                yield from entry.notes()
            else:
                yield entry

    def keys(
        self, seq: int, table: str, operation: Operation | None = None
    ) -> Iterator[Mapping[str, Any]]:
        """The keys of the rows of `table` that a change set changed (with `operation`: in this
        way), once for each change.
        """
        for entry in self.entries(seq, table):
            if operation not in (None, entry.operation):
                continue
            if isinstance(entry, ChangeBatch):
                yield from (key for key, _ in entry.keyed())
            else:
                yield json.loads(entry.key)

    def tables(self, seq: int) -> dict[str, Changes]:
        """Table → what a change set did to it."""
        rows = self._store.tuples(
            "SELECT table_name, sum(row_count),"
            " sum(CASE WHEN operation = 'insert' THEN row_count ELSE 0 END),"
            " sum(CASE WHEN operation = 'delete' THEN row_count ELSE 0 END) FROM ("
            " SELECT table_name, operation, count(*) AS row_count"
            " FROM change WHERE set_seq = :seq GROUP BY table_name, operation"
            " UNION ALL SELECT table_name, operation, row_count"
            " FROM change_batch WHERE set_seq = :seq) AS told GROUP BY table_name",
            seq=seq,
        )
        return {table: Changes(*counts) for table, *counts in rows}

    def count_rows(self, seq: int, table: str) -> int:
        """How many different rows of `table` a change set changed."""
        changes, inserts, deletes = self.tables(seq).get(table, Changes(0, 0, 0))
        # Rows that were only made, or only ended, are told apart already.
        if changes in (inserts, deletes):
            return changes
        return len({row_text(key) for key in self.keys(seq, table)})

    # --- Later change sets ---------------------------------------------------------------------

    def tables_since(self, seq: int) -> set[str]:
        """The tables in which something was changed after the change set `seq`."""
        rows = self._store.tuples(
            "SELECT table_name FROM change WHERE set_seq > :seq"
            " UNION SELECT table_name FROM change_batch WHERE set_seq > :seq",
            seq=seq,
        )
        return {table for (table,) in rows}

    def sets_since(self, seq: int, tables: Collection[str]) -> set[int]:
        """The change sets after `seq` in which something in one of `tables` was changed."""
        rows = in_pages(
            self._store,
            "SELECT set_seq FROM change WHERE set_seq > :seq AND table_name IN ({places})"
            " UNION"
            " SELECT set_seq FROM change_batch WHERE set_seq > :seq AND table_name IN ({places})",
            tables,
            seq=seq,
        )
        return {int(row["set_seq"]) for row in rows}

    # --- Rows ----------------------------------------------------------------------------------

    def last_known(self, table: str, key: Mapping[str, Any]) -> LastKnown | None:
        """What the log has last of a row; None where it never had it."""
        newest = next(
            self._store.tuples(
                'SELECT set_seq, position, "before", "after" FROM change'
                " WHERE table_name = :table AND row_key = :key"
                " ORDER BY set_seq DESC, position DESC LIMIT 1",
                table=table,
                key=row_text(key),
            ),
            (0, 0, None, None),
        )
        place, (before, after) = newest[:2], newest[2:]
        for batch in self._spans(table).about(key):
            if (batch.set_seq, batch.position) < place:
                break
            values = self._opened(batch.set_seq, batch.position).get(identity(key))
            if values is not None:
                return LastKnown(values, batch.operation == "delete")
        text = after or before
        return LastKnown(json.loads(text), after is None) if text else None

    def deleted(self) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
        """Table, key and last values of each row that was deleted, unless that was taken back."""
        for table, key, before in self._store.tuples(
            'SELECT table_name, row_key, "before" FROM change'  # noqa: S608 - ours
            f" WHERE operation = 'delete' AND set_seq NOT IN ({_TAKEN_BACK})"
        ):
            yield table, json.loads(key), json.loads(before)
        places = self._store.tuples(
            "SELECT set_seq, position FROM change_batch"  # noqa: S608 - ours
            f" WHERE operation = 'delete' AND set_seq NOT IN ({_TAKEN_BACK})"
        )
        for seq, position in list(places):
            batch = self._batch(seq, position)
            for key, values in batch.keyed():
                yield batch.table, key, values

    def rows_left(self, table: str) -> int:
        """How many rows `table` has, by what was inserted and deleted."""
        return int(
            self._store.value(
                "SELECT coalesce(sum(rows_more), 0) FROM ("
                " SELECT sum(CASE operation WHEN 'insert' THEN 1 WHEN 'delete' THEN -1 ELSE 0 END)"
                " AS rows_more FROM change WHERE table_name = :table"
                " UNION ALL SELECT sum(CASE operation WHEN 'insert' THEN row_count"
                " ELSE -row_count END) FROM change_batch WHERE table_name = :table) AS told",
                table=table,
            )
        )

    def edits(self, table: str, keys: Collection[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
        """Text of a key → how many change sets have changed its row since it was made, and when
        the last one did; rows that never were are left out.
        """
        rows = in_pages(
            self._store,
            "SELECT c.row_key, count(DISTINCT c.set_seq) AS edits, max(s.at) AS last_at"
            " FROM change AS c INNER JOIN change_set AS s ON s.seq = c.set_seq"
            " WHERE c.table_name = :table AND c.operation = 'update'"
            " AND c.row_key IN ({places}) GROUP BY c.row_key",
            [row_text(key) for key in keys],
            table=table,
        )
        return {row["row_key"]: (row["edits"], row["last_at"]) for row in rows}

    def sets_touching(
        self, table: str, keys: Collection[Mapping[str, Any]], *, after: int = 0
    ) -> set[int]:
        """The change sets later than `after` in which rows of `table` with these keys changed."""
        found = in_pages(
            self._store,
            "SELECT DISTINCT set_seq FROM change WHERE table_name = :table"
            " AND row_key IN ({places}) AND set_seq > :after",
            [row_text(key) for key in keys],
            table=table,
            after=after,
        )
        touched = {int(row["set_seq"]) for row in found}
        spans = self._spans(table)
        for key in keys:
            for batch in spans.about(key):
                place = (batch.set_seq, batch.position)
                is_new = batch.set_seq > after and batch.set_seq not in touched
                if is_new and identity(key) in self._opened(*place):
                    touched.add(batch.set_seq)
        return touched

    # --- Entries -------------------------------------------------------------------------------

    def _notes(
        self, seq: int, table: str | None, between: tuple[int, int | None], *, backwards: bool
    ) -> Iterator[ChangeNote]:
        """Changes of single rows whose positions lie between these two, by the page.

        The place to go on from is remembered, not the query: who reads may write meanwhile.
        """
        low, high = between
        order = "DESC" if backwards else "ASC"
        while rows := list(
            self._store.tuples(
                'SELECT position, table_name, row_key, operation, "before", "after" FROM change'  # noqa: S608
                " WHERE set_seq = :seq AND (:table IS NULL OR table_name = :table)"
                " AND position > :low AND (:high IS NULL OR position < :high)"
                f" ORDER BY position {order} LIMIT :page",
                seq=seq,
                table=table,
                low=low,
                high=high,
                page=_PAGE,
            )
        ):
            for _, *note in rows:
                yield ChangeNote(*note)
            if backwards:
                high = rows[-1][0]
            else:
                low = rows[-1][0]

    def _batch(self, seq: int, position: int) -> ChangeBatch:
        (found,) = self._store.tuples(
            f"SELECT table_name, {_BATCH} FROM change_batch"  # noqa: S608 - our own columns
            " WHERE set_seq = :seq AND position = :position",
            seq=seq,
            position=position,
        )
        return ChangeBatch(*found)

    def _open(self, seq: int, position: int) -> dict[Identity, Mapping[str, Any]]:
        """The rows of an entry by their keys."""
        return {identity(key): values for key, values in self._batch(seq, position).keyed()}

    def _spans_of(self, table: str) -> _Spans:
        rows = self._store.tuples(
            "SELECT first_key, last_key, set_seq, position, operation, key_names"
            " FROM change_batch WHERE table_name = :table",
            table=table,
        )
        return _Spans([_Span(*row) for row in rows])


class _Span(NamedTuple):
    """An entry of many rows: between which keys they lie, and where it stands."""

    first_key: str
    last_key: str
    set_seq: int
    position: int
    operation: Operation
    key_names: str


class _Spans:
    """The entries of many rows about one table, to be asked for those that may hold a row.

    Keys are made in order of time: entries hardly overlap but where one takes another back.
    """

    def __init__(self, spans: Sequence[_Span]) -> None:
        self._spans = sorted(spans)
        self._firsts = [span.first_key for span in self._spans]
        self._furthest = list(accumulate((span.last_key for span in self._spans), max))
        self._column = json.loads(spans[0].key_names)[0] if spans else ""

    def about(self, key: Mapping[str, Any]) -> list[_Span]:
        """The entries that may hold the row with this key, the newest first."""
        if not self._spans:
            return []
        value = key[self._column]
        found = []
        at = bisect_right(self._firsts, value) - 1
        while at >= 0 and self._furthest[at] >= value:
            if self._spans[at].last_key >= value:
                found.append(self._spans[at])
            at -= 1
        return sorted(found, key=lambda span: (span.set_seq, span.position), reverse=True)
