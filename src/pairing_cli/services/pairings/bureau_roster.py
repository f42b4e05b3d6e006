"""The bureau's roster (花名册): both sides of every pairing, with whom to call and how large
they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from pairing_cli.services.pairings.on_the_day import ON_THE_DAY, known
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    filter_values,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A pairing with both its sides. Each figure is the latest that is recorded by the day."""

    ref: str
    layer: str
    kind: str
    county: str | None
    mentor: str
    mentor_head: str | None
    mentor_phone: str | None
    mentor_children: int | None
    mentor_staff: int | None
    mentor_figures_on: str | None
    """Of which day the mentor's latest figures are."""
    mentee: str
    mentee_head: str | None
    mentee_phone: str | None
    mentee_children: int | None
    mentee_staff: int | None
    mentee_figures_on: str | None


_PAIRINGS: Final = f"""
    SELECT p.ref, p.layer, p.kind, p.county, p.mentor_id, p.mentor, m.head AS mentor_head,
           m.phone AS mentor_phone, p.mentee_id, p.mentee, n.head AS mentee_head,
           n.phone AS mentee_phone
    FROM {ON_THE_DAY} AS p
    INNER JOIN kindergarten AS m ON m.id = p.mentor_id
    INNER JOIN kindergarten AS n ON n.id = p.mentee_id
    WHERE {PAIRING_FILTER_SQL} AND {known("p")} AND (p.ended_on IS NULL OR p.ended_on >= :as_of)
    ORDER BY p.layer, p.mentor_id, p.kind DESC, p.mentee_id, p.start_date
"""

_FIGURES: Final = """
    SELECT kindergarten_id, on_date, children, staff FROM baseline
    WHERE on_date <= :as_of AND (children IS NOT NULL OR staff IS NOT NULL)
    ORDER BY on_date
"""


def bureau_roster(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[RosterRow]:
    """The pairings of a cycle that were not ended before `as_of`, by layer and mentor.

    Raises `NotFound`.
    """
    figures = _latest_figures(store, as_of)
    rows = store.rows(_PAIRINGS, **filter_values(store, cycle, wanted._replace(day=as_of)))
    return [_row(row, figures) for row in rows]


def _latest_figures(store: Reader, as_of: dt.date) -> dict[str, dict[str, Any]]:
    """Key of a kindergarten → its figures; a day that leaves one out keeps the one before."""
    found: dict[str, dict[str, Any]] = {}
    for row in store.rows(_FIGURES, as_of=as_of.isoformat()):
        known = found.setdefault(row["kindergarten_id"], {})
        known["figures_on"] = row["on_date"]
        known |= {key: row[key] for key in ("children", "staff") if row[key] is not None}
    return found


def _row(row: Mapping[str, Any], figures: Mapping[str, Mapping[str, Any]]) -> RosterRow:
    values = dict(row)
    for side in ("mentor", "mentee"):
        known = figures.get(row[f"{side}_id"], {})
        for key in ("children", "staff", "figures_on"):
            values[f"{side}_{key}"] = known.get(key)
    return RosterRow(**{field.name: values[field.name] for field in fields(RosterRow)})
