"""Inspections that may be written to, and the days they may be of."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.judging.words import InspectionState
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.judging.inspection_targets import target_named
from pairing_cli.services.judging.inspections import TargetRow, other_cycle
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Inspection
from pairing_cli.store.writing import Writer


def open_inspection(store: Writer, ref: str, cycle: CycleRow) -> Inspection:
    """The inspection with this ref, which nobody has removed, of a cycle that is open.

    Raises `NotFound`, `RuleRefusal`.
    """
    row = find_record(store, Inspection, ref)
    if row.cycle_id != cycle.id:
        raise other_cycle(row.id, cycle)
    return row


def removable_inspection(store: Writer, ref: str, cycle: CycleRow) -> Inspection:
    """The inspection with this ref, which no bulletin in force tells of. Raises `NotFound`,
    `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    told = store.value(
        "SELECT b.number FROM bulletin_inspection AS x INNER JOIN bulletin AS b"
        " ON b.id = x.bulletin_id WHERE x.inspection_id = :id AND b.state = 'published'",
        id=row.id,
    )
    if told is not None:
        raise RuleRefusal(
            "inspection-published",
            phrase("Bulletin {number} tells of inspection {ref}.", number=told, ref=ref_of(row.id)),
            hint=phrase("To withdraw it first: pairing bulletin withdraw REF --reason TEXT"),
        )
    return row


def writable_target(
    store: Writer, ref: str, name: str, cycle: CycleRow, as_of: dt.date, *, correct: str | None
) -> TargetRow:
    """The target of an inspection to write down something of; of one that is done only with
    the reason. Raises `NotFound`, `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE and not correct:
        raise sealed(row)
    return target_named(store, row, name, cycle, as_of)


def sealed(row: Inspection) -> RuleRefusal:
    """The refusal of a change to an inspection that is done."""
    return RuleRefusal(
        "inspection-sealed",
        phrase("Inspection {ref} is done and sealed.", ref=ref_of(row.id)),
        hint=phrase(
            "To correct it: --correct REASON. It is marked in the history and scores are worked"
            " out anew; bulletins that were published stay."
        ),
    )


def check_within(day: dt.date, cycle: CycleRow) -> None:
    """Raise `UsageError` for a day outside the cycle and its wrap-up."""
    if not cycle.span.first <= day <= cycle.wrap_up_until:
        raise UsageError(
            "outside-cycle",
            phrase(
                "{day} lies outside cycle {code} ({start} to {end}, wrap-up until {until}).",
                day=day.isoformat(),
                code=cycle.code,
                start=cycle.start,
                end=cycle.end,
                until=cycle.wrap_up_until.isoformat(),
            ),
        )
