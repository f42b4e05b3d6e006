"""What the registers of a pairing's paperwork share when they are read."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader


class PairingFilter(NamedTuple):
    """Whose records of a cycle are wanted, named as people do; None means everybody's."""

    mentee: str | None = None
    mentor: str | None = None
    county: str | None = None
    every: bool = False
    """The removed ones, too."""
    day: dt.date | None = None
    """The day of the report: what lies after it does not exist. None: nothing is left out."""


PAIRING_FILTER_SQL: Final = """
    p.cycle_id = :cycle_id
    AND (:mentee_id IS NULL OR p.mentee_id = :mentee_id)
    AND (:mentor_id IS NULL OR p.mentor_id = :mentor_id)
    AND (:county_code IS NULL OR p.county_code = :county_code)
"""
"""The condition on a row `p` of the view `pairings` that goes with `filter_values`."""


def existing(column: str) -> str:
    """The condition that what is dated by `column` exists on the day of the filter."""
    return f"(:as_of IS NULL OR {column} IS NULL OR {column} <= :as_of)"


def filter_values(store: Reader, cycle: CycleRow, wanted: PairingFilter) -> dict[str, str | None]:
    """The values for `PAIRING_FILTER_SQL`. Raises `NotFound`."""
    county = find_region(store, wanted.county, level="county") if wanted.county else None
    return {
        "cycle_id": cycle.id,
        "mentee_id": find_kindergarten(store, wanted.mentee).id if wanted.mentee else None,
        "mentor_id": find_kindergarten(store, wanted.mentor).id if wanted.mentor else None,
        "county_code": county.code if county else None,
        "as_of": wanted.day.isoformat() if wanted.day else None,
    }
