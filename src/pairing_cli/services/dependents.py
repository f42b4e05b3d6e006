"""Which later commands stand on an earlier one, so that it can't be taken back alone.

A command stands on another if it changed one of the same records, if a record of its own
names one that the other made, or if it answers to the same rule of the programme: one mentee
has one mentor, and what rules owe is laid out over the calendar. Commands that have been
taken back themselves stand on nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pairing_cli.services.history import HISTORY, IN_FORCE, HistoryRow
from pairing_cli.store.reading import Reader
from pairing_cli.store.references import References, in_pages, sets_touching

_CALENDAR: Final = ("cycle", "rule_period", "term")
"""Tables that decide when rules are owed; what is laid out anew depends on all of them."""

_PAGE: Final = 5_000
"""Keys in one go: those of an import of 100,000 rows are not held all at once."""


def list_dependents(store: Reader, seq: int) -> list[HistoryRow]:
    """The commands in force that stand on the change set `seq`, newest first."""
    if not store.rows(f"{HISTORY} WHERE {IN_FORCE} AND h.seq > :seq LIMIT 1", seq=seq):
        return []
    seqs = _same_rows(store, seq) | _naming_rows(store, seq) | _same_rule(store, seq)
    rows = in_pages(store, f"{HISTORY} WHERE {IN_FORCE} AND h.seq IN ({{places}})", sorted(seqs))
    return sorted((HistoryRow(**row) for row in rows), key=lambda each: -each.seq)


def _same_rows(store: Reader, seq: int) -> set[int]:
    return _seqs(
        store,
        "SELECT DISTINCT later.set_seq FROM change AS own INNER JOIN change AS later"
        " ON later.table_name = own.table_name AND later.row_key = own.row_key"
        " AND later.set_seq > own.set_seq WHERE own.set_seq = :seq",
        seq=seq,
    )


def _naming_rows(store: Reader, seq: int) -> set[int]:
    """Change sets with rows that name one which the change set `seq` made."""
    references = References(store)
    return {
        later
        for table in _tables_of(store, seq)
        for reference in references.to(table)
        for keys in _made(store, seq, table)
        for later in sets_touching(
            store,
            reference.table,
            list(references.rows_naming(reference, [key[reference.parent_column] for key in keys])),
            after=seq,
        )
    }


def _made(store: Reader, seq: int, table: str) -> Iterator[list[Mapping[str, Any]]]:
    """Keys of the rows of a table that a change set made, by the page."""
    last = -1
    while rows := store.rows(
        "SELECT position, row_key FROM change WHERE set_seq = :seq AND table_name = :table"
        " AND operation = 'insert' AND position > :last ORDER BY position LIMIT :page",
        seq=seq,
        table=table,
        last=last,
        page=_PAGE,
    ):
        yield [json.loads(row["row_key"]) for row in rows]
        last = rows[-1]["position"]


def _same_rule(store: Reader, seq: int) -> set[int]:
    tables = _tables_of(store, seq)
    found: set[int] = set()
    if "pairing" in tables:
        found |= _same_mentees(store, seq)
    if tables.intersection(_CALENDAR):
        for table in _CALENDAR:
            found |= _seqs(
                store,
                "SELECT DISTINCT set_seq FROM change WHERE table_name = :table AND set_seq > :seq",
                table=table,
                seq=seq,
            )
    return found


def _same_mentees(store: Reader, seq: int) -> set[int]:
    """Change sets with pairings of mentees whose pairings the change set `seq` changed."""
    changed = store.rows(
        'SELECT coalesce("after", "before") AS pairing FROM change'
        " WHERE set_seq = :seq AND table_name = 'pairing'",
        seq=seq,
    )
    mentees = {json.loads(row["pairing"])["mentee_id"] for row in changed}
    pairings = in_pages(store, "SELECT id FROM pairing WHERE mentee_id IN ({places})", mentees)
    return sets_touching(store, "pairing", [dict(row) for row in pairings], after=seq)


def _tables_of(store: Reader, seq: int) -> set[str]:
    rows = store.rows("SELECT DISTINCT table_name FROM change WHERE set_seq = :seq", seq=seq)
    return {row["table_name"] for row in rows}


def _seqs(store: Reader, sql: str, **values: Any) -> set[int]:
    return {int(row["set_seq"]) for row in store.rows(sql, **values)}
