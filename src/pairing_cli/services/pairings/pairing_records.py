"""What the registers of a pairing's paperwork share when they are written."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.records.record import Record as Declared
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow, check_open, find_cycle
from pairing_cli.services.programme.lookup import find_by_ref
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import BY_TABLE
from pairing_cli.store.rows.base import RemovableRow
from pairing_cli.store.writing import Writer

Record = TypeVar("Record", bound=RemovableRow)


def open_pairing(store: Writer, ref: str, cycle: CycleRow, as_of: dt.date) -> PairingDetail:
    """The pairing that is meant, of a cycle that is still written to.

    Raises `NotFound`, `RuleRefusal`.
    """
    pairing = show_pairing(store, ref, cycle, as_of=as_of)
    check_open(find_cycle(store, pairing.cycle, as_of))
    return pairing


def find_record(
    store: Writer, table: type[Record], ref: str, *, after_close: bool = False
) -> Record:
    """The row with this ref, to be written: nobody has removed it, and its cycle is open, unless
    it is one that is written to `after_close` too.

    Raises `NotFound`, `RuleRefusal`.
    """
    row = store.get(table, find_by_ref(store, table.table, ref))
    if not after_close:
        check_cycle_open(store, table.table, row.id)
    not_removed(row, ref)
    return row


def not_removed(row: RemovableRow, ref: str) -> None:
    """Raise `RuleRefusal` for a record that somebody has taken off the lists."""
    if row.removed_on is not None:
        raise RuleRefusal(
            "removed",
            phrase(
                "{ref} was removed on {day}: {reason}",
                ref=ref,
                day=row.removed_on.isoformat(),
                reason=row.removed_reason,
            ),
            hint=phrase("To take that back: pairing undo"),
        )


def check_cycle_open(store: Writer, table: str, key: str) -> None:
    """Raise `RuleRefusal` where a record belongs to a closed cycle, whose figures stand."""
    columns = BY_TABLE[table].columns
    if "cycle_id" in columns:
        cycles = f"SELECT cycle_id FROM {table} WHERE id = :id"
    else:
        way = next((_WAYS[column] for column in columns if column in _WAYS), _OF_DOCUMENT)
        cycles = f"SELECT p.cycle_id FROM {way.format(table=table)} WHERE x.id = :id"
    for row in store.rows(f"SELECT code FROM cycle WHERE id IN ({cycles})", id=key):
        check_open(find_cycle(store, row["code"], dt.date.max))


_WAYS: Final = {
    "pairing_id": "{table} AS x INNER JOIN pairing AS p ON p.id = x.pairing_id",
    "plan_id": "{table} AS x INNER JOIN plan AS n ON n.id = x.plan_id"
    " INNER JOIN pairing AS p ON p.id = n.pairing_id",
}
"""Column → the way from a table that has it to the pairing that its rows belong to."""

_OF_DOCUMENT: Final = (
    "document AS x INNER JOIN pairing_documents AS d ON d.document_id = x.id"
    " INNER JOIN pairing AS p ON p.id = d.pairing_id"
)


def removable(record: Declared) -> type[RemovableRow]:
    """The rows that a record of a pairing is stored as."""
    found = BY_TABLE[record.table]
    assert issubclass(found, RemovableRow)  # noqa: S101 - of a table that can't be removed from
    return found


def remove_record(
    store: Writer,
    table: type[Record],
    ref: str,
    *,
    reason: str,
    on: dt.date,
    after_close: bool = False,
) -> Record:
    """Take a record out of every list and count, with the reason; it stays on file.

    Raises as `find_record` does, and `BadData` for the reason.
    """
    row = find_record(store, table, ref, after_close=after_close)
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(row, removed_on=on, removed_reason=why)
    return row


def check_same_pairing(store: Reader, table: str, key: str, pairing_id: str, ref: str) -> None:
    """Raise `UsageError` where the record called `ref` is of another pairing."""
    whose = _PAIRINGS.get(table, f"SELECT pairing_id FROM {table} WHERE id = :key")
    if pairing_id not in [row["pairing_id"] for row in store.rows(whose, key=key)]:
        raise UsageError("other-pairing", phrase("{ref} belongs to another pairing.", ref=ref))


_PAIRINGS: Final = {
    "visit": "SELECT pairing_id FROM visit_pairing WHERE visit_id = :key",
    "plan_task": "SELECT p.pairing_id FROM plan_task AS x INNER JOIN plan AS p ON p.id = x.plan_id"
    " WHERE x.id = :key",
}
"""Table → the pairings of a row of it, where it doesn't name its one pairing itself."""


def check_in_pairing(day: dt.date, pairing: PairingDetail) -> None:
    """Raise `UsageError` for a day outside the pairing."""
    if not pairing.start <= day.isoformat() <= pairing.end:
        raise UsageError(
            "outside-pairing",
            phrase(
                "{day} lies outside the pairing of {mentor} and {mentee} ({start} to {end}).",
                day=day.isoformat(),
                mentor=pairing.mentor,
                mentee=pairing.mentee,
                start=pairing.start,
                end=pairing.end,
            ),
        )


def person(name: str) -> str:
    """A person's name as it is stored. Raises `BadData`."""
    return one_line(name, phrase("A person's name"), NAME)


def short(text: str | None, what: Phrase, limit: int = SHORT_TEXT) -> str | None:
    """A title as it is stored. Raises `BadData`."""
    return one_line(text, what, limit) if text else None


def long(text: str | None, what: Phrase) -> str | None:
    """A note as it is stored. Raises `BadData`."""
    return several_lines(text, what, LONG_TEXT) if text else None
