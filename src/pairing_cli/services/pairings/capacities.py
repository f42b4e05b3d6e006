"""What a cycle allows and leaves out: the capacity of each layer, and the exempt counties."""

from __future__ import annotations

from typing import NamedTuple

from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class CapacityRow(NamedTuple):
    """How many mentees one mentor has in a layer; `maximum` None means without limit."""

    layer: str
    minimum: int
    maximum: int | None
    within: str | None
    """Both sides lie in the same region of this level."""
    source: str | None


class ExemptionRow(NamedTuple):
    """A county without an arrangement of its own in the cycle."""

    county: str
    county_code: str
    reason: str
    reason_en: str | None
    source: str | None


def list_capacities(store: Reader, cycle: CycleRow) -> list[CapacityRow]:
    """The layers of a cycle, from city to village."""
    return store.fetch(
        CapacityRow,
        "SELECT layer, minimum, maximum, within, source FROM layer_capacity"
        " WHERE cycle_id = :cycle_id ORDER BY CASE layer WHEN 'city-county' THEN 0"
        " WHEN 'city-private' THEN 1 WHEN 'county-township' THEN 2 ELSE 3 END",
        cycle_id=cycle.id,
    )


def list_exemptions(store: Reader, cycle: CycleRow) -> list[ExemptionRow]:
    """The counties of a cycle that are not arranged for, by code."""
    return store.fetch(
        ExemptionRow,
        "SELECT r.name AS county, r.code AS county_code, x.reason, x.reason_en, x.source"
        " FROM exemption AS x INNER JOIN region AS r ON r.code = x.region_code"
        " WHERE x.cycle_id = :cycle_id ORDER BY r.code",
        cycle_id=cycle.id,
    )
