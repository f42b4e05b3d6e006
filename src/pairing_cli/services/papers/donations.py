"""Donations, read: what was given to whom, when, and what it was worth."""

from __future__ import annotations

from typing import Final, NamedTuple

from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    filter_values,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class DonationRow(NamedTuple):
    """A donation. The value is in yuan, of all of it."""

    ref: str
    date: str
    mentor: str
    mentee: str
    county: str | None
    item: str
    quantity: float
    unit: str | None
    value: float | None
    visit: str | None
    note: str | None
    state: str
    removed_reason: str | None
    id: str
    pairing_id: str


_LIST: Final = """
    SELECT substr(d.id, 25, 8) AS ref, d.on_date AS date, p.mentor, p.mentee, p.county, d.item,
           d.quantity, d.unit, d.value, substr(d.visit_id, 25, 8) AS visit, d.note,
           CASE WHEN d.removed_on IS NULL THEN 'in_force' ELSE 'removed' END AS state,
           d.removed_reason, d.id, d.pairing_id
    FROM donation AS d
    INNER JOIN pairings AS p ON p.id = d.pairing_id
    WHERE {which}
    ORDER BY d.on_date, d.id
"""


def list_donations(store: Reader, cycle: CycleRow, wanted: PairingFilter) -> list[DonationRow]:
    """The donations of a cycle, by date. Raises `NotFound`."""
    rows = store.fetch(
        DonationRow, _LIST.format(which=PAIRING_FILTER_SQL), **filter_values(store, cycle, wanted)
    )
    return [row for row in rows if wanted.every or row.state == "in_force"]


def show_donation(store: Reader, ref: str) -> DonationRow:
    """One donation by its ref. Raises `NotFound`."""
    key = find_by_ref(store, "donation", ref)
    return store.fetch(DonationRow, _LIST.format(which="d.id = :id"), id=key)[0]
