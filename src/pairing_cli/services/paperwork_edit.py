"""What the registers of a pairing's paperwork share when they are written."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.cycles import CycleRow, check_open, find_cycle
from pairing_cli.services.lookup import find_by_ref
from pairing_cli.services.pairings import PairingDetail, show_pairing
from pairing_cli.store.rows import (
    Agreement,
    Apprenticeship,
    Document,
    Donation,
    LeadingGroup,
    Need,
    Plan,
    PlanStage,
    PlanTask,
    Problem,
)
from pairing_cli.store.writing import Writer

Record = TypeVar(
    "Record",
    Agreement,
    Apprenticeship,
    Document,
    Donation,
    LeadingGroup,
    Need,
    Plan,
    PlanStage,
    PlanTask,
    Problem,
)


def open_pairing(store: Writer, ref: str, cycle: CycleRow, as_of: dt.date) -> PairingDetail:
    """The pairing that is meant, of a cycle that is still written to.

    Raises `NotFound`, `RuleRefusal`.
    """
    pairing = show_pairing(store, ref, cycle, as_of=as_of)
    check_open(find_cycle(store, pairing.cycle, as_of))
    return pairing


def find_record(store: Writer, table: type[Record], ref: str) -> Record:
    """The row with this ref, which nobody has removed. Raises `NotFound`, `RuleRefusal`."""
    row = store.get(table, find_by_ref(store, table.table, ref))
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
    return row


def remove_record(store: Writer, row: Record, *, reason: str, on: dt.date) -> None:
    """Take a record out of every list and count, with the reason; it stays on file."""
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(row, removed_on=on, removed_reason=why)


def check_not_ahead(day: dt.date, today: dt.date) -> None:
    """Raise `UsageError` for a day that is still to come."""
    if day > today:
        raise UsageError("in-the-future", phrase("{day} is still to come.", day=day.isoformat()))


def check_in_order(first: dt.date | None, last: dt.date | None) -> None:
    """Raise `UsageError` where the later day lies before the earlier one."""
    if first is not None and last is not None and last < first:
        raise UsageError(
            "end-before-start",
            phrase("{last} lies before {first}.", first=first.isoformat(), last=last.isoformat()),
        )


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
    """A title as it is stored; "" empties it. Raises `BadData`."""
    return one_line(text, what, limit) if text else None


def long(text: str | None, what: Phrase) -> str | None:
    """A note as it is stored; "" empties it. Raises `BadData`."""
    return several_lines(text, what, LONG_TEXT) if text else None
