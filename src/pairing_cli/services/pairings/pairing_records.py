"""What the registers of a pairing's paperwork share when they are written."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.records.record import Record as Declared
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.records import Record, find_record
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import BY_TABLE
from pairing_cli.store.rows.base import RemovableRow
from pairing_cli.store.writing import Writer


def open_pairing(store: Writer, ref: str, cycle: CycleRow, as_of: dt.date) -> PairingDetail:
    """The pairing that is meant, to be written to. A closed cycle is told of once the command has
    done its work: `keeping.closed_cycles`. Raises `NotFound`, also where a mentee has several
    mentors and only its name is given.
    """
    return show_pairing(store, ref, cycle, as_of=as_of)


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
) -> Record:
    """Take a record out of every list and count, with the reason; it stays on file.

    Raises as `find_record` does, and `BadData` for the reason.
    """
    row = find_record(store, table, ref)
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(row, removed_on=on, removed_reason=why)
    return row


def check_in_pairing(
    store: Reader, day: dt.date, pairing: PairingDetail, *, field: str | None = None
) -> None:
    """Raise `UsageError` for a day outside the pairing; `field` is the one that gave it.

    What is written goes by the end that the pairing has, also where the day of the report
    doesn't know of it yet.
    """
    ((start, end),) = store.tuples(
        "SELECT start_date, end_date FROM pairings WHERE id = :id", id=pairing.id
    )
    if not start <= day.isoformat() <= end:
        raise UsageError(
            "outside-pairing",
            phrase(
                "{day} lies outside the pairing of {mentor} and {mentee} ({start} to {end}).",
                day=day.isoformat(),
                mentor=pairing.mentor,
                mentee=pairing.mentee,
                start=start,
                end=end,
            ),
            field=field,
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
