"""Which later commands stand on an earlier one, so that it can't be taken back alone.

A command stands on another if it changed one of the same records, if a record of its own
names one that the other made, if it decided on what the other wrote (an inspection sealed with
its answers, a second look at what was mended, an award once
a critical finding was closed), or if it answers to the same rule of the programme:
one mentee has one mentor, and what rules owe is laid out over the calendar. Commands that have
been taken back themselves stand on nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pairing_cli.services.keeping.history import HISTORY, IN_FORCE, HistoryRow
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import Reader, batches, in_pages
from pairing_cli.store.references import References

_CALENDAR: Final = ("cycle", "term")
"""Tables that decide when rules are owed; what is laid out anew depends on all of them."""

_AWARDED: Final = """
    SELECT h.id FROM finding AS f
    INNER JOIN pairings AS p ON p.id = f.pairing_id
    INNER JOIN honour AS h
        ON h.kindergarten_id IN (p.mentor_id, p.mentee_id) OR h.region_code = p.county_code
    WHERE h.state = 'awarded' AND h.kind <> 'regrade' AND f.id = {finding}
"""
"""What was awarded to those of a finding: it had to be closed first, if it is critical."""

_DECIDED: Final = {
    "inspector": ("inspection", "SELECT :inspection_id AS id"),
    "inspection_target": ("inspection", "SELECT :inspection_id AS id"),
    "inspection_answer": (
        "inspection",
        "SELECT inspection_id AS id FROM inspection_target WHERE id = :target_id",
    ),
    "rectification": ("recheck", "SELECT id FROM recheck WHERE finding_id = :finding_id"),
    "assessment_adjustment": ("assessment", "SELECT :assessment_id AS id"),
    "recheck": ("honour", _AWARDED.format(finding=":finding_id AND f.critical <> 0")),
    "finding": ("honour", _AWARDED.format(finding=":id AND :critical <> 0")),
}
"""Table → the records in which it is decided on: their table, and their ids by a row's values."""

_PAGE: Final = 5_000
"""Keys in one go: those of an import of 100,000 rows are not held all at once."""


def list_dependents(store: Reader, seq: int) -> list[HistoryRow]:
    """The commands in force that stand on the change set `seq`, newest first."""
    if not store.rows(f"{HISTORY} WHERE {IN_FORCE} AND h.seq > :seq LIMIT 1", seq=seq):
        return []
    log = ChangeLog(store)
    tables = set(log.tables(seq))
    seqs = _same_rows(log, seq, tables)
    seqs |= _naming_rows(store, log, seq, tables)
    seqs |= _deciding(store, log, seq, tables)
    seqs |= _same_rule(store, log, seq, tables)
    rows = in_pages(store, f"{HISTORY} WHERE {IN_FORCE} AND h.seq IN ({{places}})", sorted(seqs))
    return sorted((HistoryRow(**row) for row in rows), key=lambda each: -each.seq)


def _same_rows(log: ChangeLog, seq: int, tables: set[str]) -> set[int]:
    """Change sets that changed a row which the change set `seq` changed."""
    changed_since = log.tables_since(seq)
    return {
        later
        for table in tables & changed_since
        for keys in batches(log.keys(seq, table), _PAGE)
        for later in log.sets_touching(table, keys, after=seq)
    }


def _naming_rows(store: Reader, log: ChangeLog, seq: int, tables: set[str]) -> set[int]:
    """Change sets with rows that name one which the change set `seq` made."""
    references = References(store)
    changed_since = log.tables_since(seq)
    return {
        later
        for table in tables
        for reference in references.to(table)
        if reference.table in changed_since
        for keys in batches(log.keys(seq, table, "insert"), _PAGE)
        for later in log.sets_touching(
            reference.table,
            list(references.rows_naming(reference, [key[reference.parent_column] for key in keys])),
            after=seq,
        )
    }


def _deciding(store: Reader, log: ChangeLog, seq: int, tables: set[str]) -> set[int]:
    """Change sets that decided on rows which the change set `seq` wrote."""
    found: set[int] = set()
    for part in tables.intersection(_DECIDED):
        table, ids = _DECIDED[part]
        for note in log.notes(seq, part):
            # Of a finding it is what comes back that counts.
            values = note.before if part == "finding" else note.after or note.before
            if values is not None:
                rows = [dict(row) for row in store.rows(ids, **json.loads(values))]
                found.update(_decisions(log, table, rows, seq))
    return found


def _decisions(
    log: ChangeLog, table: str, rows: Sequence[Mapping[str, Any]], seq: int
) -> Iterator[int]:
    """The change sets after `seq` in which these rows of `table` were decided on."""
    for later in log.sets_touching(table, rows, after=seq):
        if table != "honour" or any(
            json.loads(note.after or "{}").get("state") == "awarded"
            for note in log.notes(later, table)
        ):
            yield later


def _same_rule(store: Reader, log: ChangeLog, seq: int, tables: set[str]) -> set[int]:
    found: set[int] = set()
    if "pairing" in tables:
        found |= _same_mentees(store, log, seq)
    if tables.intersection(_CALENDAR):
        found |= log.sets_since(seq, _CALENDAR)
    return found


def _same_mentees(store: Reader, log: ChangeLog, seq: int) -> set[int]:
    """Change sets with pairings of mentees whose pairings the change set `seq` changed."""
    changed = [json.loads(note.after or note.before or "{}") for note in log.notes(seq, "pairing")]
    mentees = {pairing["mentee_id"] for pairing in changed}
    pairings = in_pages(store, "SELECT id FROM pairing WHERE mentee_id IN ({places})", mentees)
    return log.sets_touching("pairing", [dict(row) for row in pairings], after=seq)
