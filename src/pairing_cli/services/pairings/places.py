"""How many kindergartens of a place are covered: n of N, where its official number is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CoverageState, RegionLevel
from pairing_cli.services.pairings.coverage import Standing, standings
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader

_TAKING_PART: Final = (CoverageState.MENTORED, CoverageState.MENTOR, CoverageState.BOTH)


class Place(NamedTuple):
    """A region with its kindergartens, the retired ones left out."""

    code: str
    place: str
    level: str
    covered: int
    """Those with a mentor or mentees of their own in the cycle."""
    on_roster: int
    official: int | None
    """How many there are officially; None where nobody has said so."""
    source: str | None

    @property
    def is_short(self) -> bool:
        """Whether the roster has more than there are officially: one of both is wrong."""
        return self.official is not None and self.on_roster > self.official


class Places(NamedTuple):
    """The place that was asked for, and those directly in it, by code."""

    whole: Place | None
    """None where the programme's own region isn't said."""
    parts: tuple[Place, ...]

    @property
    def known(self) -> int:
        """Of how many parts the official number is known."""
        return sum(1 for each in self.parts if each.official is not None)


class _Region(NamedTuple):
    code: str
    name: str
    level: str
    kindergartens: int | None
    kindergartens_source: str | None


_ONE: Final = """
    SELECT code, name, level, kindergartens, kindergartens_source FROM region WHERE code = :code
"""
_IN: Final = """
    SELECT code, name, level, kindergartens, kindergartens_source FROM region
    WHERE parent_code = :code ORDER BY code
"""


def places(store: Reader, cycle: CycleRow, as_of: dt.date, *, county: str | None = None) -> Places:
    """The programme's region and its counties, or a county and its townships.

    Raises `NotFound` for an unknown county.
    """
    everyone = [
        each for each in standings(store, cycle, as_of) if each.state != CoverageState.RETIRED
    ]
    code = (
        find_region(store, county, level=RegionLevel.COUNTY).code
        if county
        else store.value("SELECT region_code FROM programme")
    )
    whole = store.first(_Region, _ONE, code=code)
    if whole is None:
        return Places(None, ())
    here = everyone if county is None else [each for each in everyone if each.county_code == code]
    parts = store.fetch(_Region, _IN, code=code)
    return Places(_place(whole, here), tuple(_parts(parts, here)))


def _parts(regions: Sequence[_Region], here: Iterable[Standing]) -> Iterator[Place]:
    inside: dict[str, list[Standing]] = {region.code: [] for region in regions}
    for each in here:
        for code in (each.county_code, each.township_code):
            if code in inside:
                inside[code].append(each)
    for region in regions:
        yield _place(region, inside[region.code])


def _place(region: _Region, here: Sequence[Standing]) -> Place:
    return Place(
        code=region.code,
        place=region.name,
        level=region.level,
        covered=sum(1 for each in here if each.state in _TAKING_PART),
        on_roster=len(here),
        official=region.kindergartens,
        source=region.kindergartens_source,
    )
