"""What a cycle allows and leaves out: the capacity of each layer, and the exempt counties."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.ids import REF_START
from pairing_cli.domain.layers import LayerRule
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.on_the_day import if_end_known
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref, find_region
from pairing_cli.store.reading import Reader


class CapacityRow(NamedTuple):
    """How many mentees one mentor has in a layer; `maximum` None means without limit."""

    layer: str
    minimum: int
    maximum: int | None
    within: str | None
    """Both sides lie in the same region of this level."""
    source: str | None
    mentor_kinds: str | None
    """Who helps, such as "city,county/public"; None: the tier of the step."""
    mentee_kinds: str | None
    most_mentors: int
    together: str | None
    priority: int | None

    @property
    def mentors_said(self) -> tuple[Label, ...]:
        """Who helps, in words; where nothing says it, the tier of the step."""
        return tuple(kind.label for kind in self._rule.mentors)

    @property
    def mentees_said(self) -> tuple[Label, ...]:
        """Who is helped, in words."""
        return tuple(kind.label for kind in self._rule.mentees)

    @property
    def _rule(self) -> LayerRule:
        return LayerRule.of(self.layer, self.mentor_kinds, self.mentee_kinds)


class ExemptionRow(NamedTuple):
    """A county without an arrangement of its own in the cycle."""

    county: str
    county_code: str
    reason: str
    reason_en: str | None
    source: str | None
    ref: str
    cycle: str
    former_mentor: str | None
    """Who helped it before."""
    end: str | None
    """Its last day, where it was ended."""
    end_reason: str | None

    @property
    def reason_label(self) -> Label:
        """The reason in both languages; in its own where there is no other."""
        return Label(self.reason, self.reason_en or self.reason)


def list_capacities(store: Reader, cycle: CycleRow) -> list[CapacityRow]:
    """The layers of a cycle, from city to village."""
    return store.fetch(
        CapacityRow,
        "SELECT layer, minimum, maximum, within, coalesce(s.title_zh, source) AS source,"
        " mentor_kinds, mentee_kinds, most_mentors, together, priority"
        " FROM layer_capacity LEFT JOIN source AS s ON s.code = source"
        " WHERE cycle_id = :cycle_id ORDER BY CASE layer WHEN 'city-county' THEN 0"
        " WHEN 'city-private' THEN 1 WHEN 'county-township' THEN 2 ELSE 3 END",
        cycle_id=cycle.id,
    )


_EXEMPTIONS: Final = f"""
    SELECT r.name AS county, r.code AS county_code, x.reason, x.reason_en,
           coalesce(s.title_zh, x.source) AS source,
           substr(x.id, {REF_START + 1}, 8) AS ref, y.code AS cycle, m.name AS former_mentor,
           {if_end_known("x", "x.end_date")} AS "end",
           {if_end_known("x", "x.end_reason")} AS end_reason
    FROM exemption AS x
    INNER JOIN region AS r ON r.code = x.region_code
    INNER JOIN cycle AS y ON y.id = x.cycle_id
    LEFT JOIN kindergarten AS m ON m.id = x.former_mentor_id
    LEFT JOIN source AS s ON s.code = x.source
"""


def list_exemptions(
    store: Reader, cycle: CycleRow, on: str | None = None, *, as_of: dt.date | None = None
) -> list[ExemptionRow]:
    """The counties of a cycle that are not arranged for on a day (ISO text), by code; without a
    day also those of which that was ended. Ends are told as a report of the day `as_of` knows
    them, all without one.
    """
    return store.fetch(
        ExemptionRow,
        f"{_EXEMPTIONS} WHERE x.cycle_id = :cycle_id"
        " AND (:day IS NULL OR x.end_date IS NULL OR x.end_date >= :day)"
        " ORDER BY r.code, x.id",
        cycle_id=cycle.id,
        day=on,
        as_of=as_of and as_of.isoformat(),
    )


def show_exemption(store: Reader, key: str, as_of: dt.date | None = None) -> ExemptionRow:
    """One exemption, by its key, with its end as a report of a day knows it."""
    (found,) = store.fetch(
        ExemptionRow, f"{_EXEMPTIONS} WHERE x.id = :id", id=key, as_of=as_of and as_of.isoformat()
    )
    return found


def find_exemption_row(
    store: Reader, cycle: CycleRow, which: str, *, as_of: dt.date | None = None
) -> ExemptionRow:
    """The exemption of a county in a cycle (in force before ended), or the one with a ref; with
    its end as a report of a day knows it.

    Raises `NotFound`.
    """
    try:
        region = find_region(store, which, level="county")
    except NotFound as unknown:
        try:
            return show_exemption(store, find_by_ref(store, "exemption", which), as_of)
        except NotFound:
            raise unknown from None
    rows = list_exemptions(store, cycle, as_of=as_of)
    of_county = [row for row in rows if row.county_code == region.code]
    if not of_county:
        raise NotFound(
            "not-exempt",
            phrase(
                "{county} is not exempt in cycle {cycle}.", county=region.name, cycle=cycle.code
            ),
            hint=phrase("Exempt: {names}", names=tuple(row.county for row in rows))
            if rows
            else None,
        )
    return min(of_county, key=lambda row: row.end is not None)
