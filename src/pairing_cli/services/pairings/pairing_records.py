"""What the registers of a pairing's paperwork share when they are written."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow, check_open, find_cycle
from pairing_cli.services.programme.lookup import find_by_ref
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
    """The row with this ref, to be written: nobody has removed it, and its cycle is open.

    Raises `NotFound`, `RuleRefusal`.
    """
    row = store.get(table, find_by_ref(store, table.table, ref))
    check_cycle_open(store, table.table, row.id)
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


_CYCLES: Final = {
    "document": "SELECT p.cycle_id FROM pairing_documents AS x"
    " INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE x.document_id = :id",
    "leading_group": "SELECT cycle_id FROM leading_group WHERE id = :id",
    "visit": "SELECT p.cycle_id FROM visit_pairing AS x"
    " INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE x.visit_id = :id",
} | {
    part: f"SELECT p.cycle_id FROM {part} AS x INNER JOIN plan AS n ON n.id = x.plan_id"
    " INNER JOIN pairing AS p ON p.id = n.pairing_id WHERE x.id = :id"
    for part in ("plan_stage", "plan_task")
}  # fmt: skip
"""Table → the cycles that a row of it belongs to, where it doesn't name its pairing itself."""


def check_cycle_open(store: Writer, table: str, key: str) -> None:
    """Raise `RuleRefusal` where a record belongs to a closed cycle, whose figures stand."""
    cycles = _CYCLES.get(
        table,
        f"SELECT p.cycle_id FROM {table} AS x INNER JOIN pairing AS p ON p.id = x.pairing_id"
        " WHERE x.id = :id",
    )
    for row in store.rows(f"SELECT code FROM cycle WHERE id IN ({cycles})", id=key):
        check_open(find_cycle(store, row["code"], dt.date.max))


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
