"""Donations, written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import isfinite
from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import NAME, one_line
from pairing_cli.services.pairings.pairing_records import (
    check_not_ahead,
    find_record,
    long,
    open_pairing,
    short,
)
from pairing_cli.services.papers.donations import DonationRow, show_donation
from pairing_cli.services.programme.cycles import CycleRow, check_inside
from pairing_cli.services.programme.lookup import find_by_ref
from pairing_cli.store.rows import Donation
from pairing_cli.store.writing import Writer

MOST: Final = 1_000_000_000
"""A larger quantity or value is a slip of the keyboard."""

_UNIT: Final = 32


@dataclass(frozen=True, slots=True)
class DonationInput:
    """What is told of a donation. None leaves a field as it is, "" empties it."""

    item: str | None = None
    quantity: float | None = None
    unit: str | None = None
    value: float | None = None
    on: dt.date | None = None
    visit: str | None = None
    note: str | None = None


def add_donation(
    store: Writer,
    mentee: str,
    entered: DonationInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
) -> DonationRow:
    """Record a donation. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`."""
    pairing = open_pairing(store, mentee, cycle, as_of)
    day = entered.on or as_of
    check_inside(day, cycle)
    row = Donation(pairing_id=pairing.id, on_date=day, item="-", quantity=1)
    _fill(store, row, entered, today)
    store.add(row)
    return show_donation(store, row.id)


def edit_donation(
    store: Writer, ref: str, entered: DonationInput, *, today: dt.date
) -> DonationRow:
    """Correct a donation. Raises as `add_donation` does."""
    row = find_record(store, Donation, ref)
    _fill(store, row, entered, today)
    store.change(row)
    return show_donation(store, row.id)


def _fill(store: Writer, row: Donation, entered: DonationInput, today: dt.date) -> None:
    row.on_date = entered.on or row.on_date
    check_not_ahead(row.on_date, today)
    if entered.item is not None:
        row.item = one_line(entered.item, phrase("The item"), NAME)
    if entered.quantity is not None:
        row.quantity = _amount(entered.quantity)
        if row.quantity == 0:
            raise UsageError("bad-amount", phrase("Nothing was given: the quantity is 0."))
    if entered.value is not None:
        row.value = _amount(entered.value)
    if entered.unit is not None:
        row.unit = short(entered.unit, phrase("The unit"), _UNIT)
    if entered.note is not None:
        row.note = long(entered.note, phrase("The note"))
    if entered.visit is not None:
        row.visit_id = _visit(store, row, entered.visit) if entered.visit else None


def _amount(value: float) -> float:
    if not (isfinite(value) and 0 <= value <= MOST):
        raise UsageError("bad-amount", phrase("{amount} can't be an amount.", amount=f"{value:g}"))
    return value


def _visit(store: Writer, row: Donation, ref: str) -> str:
    key = find_by_ref(store, "visit", ref)
    if not store.rows(
        "SELECT 1 FROM visit_pairing WHERE visit_id = :visit AND pairing_id = :pairing",
        visit=key,
        pairing=row.pairing_id,
    ):
        raise UsageError("other-pairing", phrase("{ref} belongs to another pairing.", ref=ref))
    return key
