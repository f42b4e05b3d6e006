"""How far it is from mentor to mentee: as on record, else estimated from their positions.

A way on record holds in both directions unless the way back is on record, too. Where there is
none, the straight line is taken times what roads of this very table are longer (the median of
its ratios), and told as an estimate. Where a position is missing, the median of the county
stands in, so that nobody is cheap or dear for what isn't known of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import repeat
from math import asin, dist
from typing import Final, TypeVar

from pairing_cli.domain.matching.distance import EARTH_KM, Point, kilometres, point
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.matching.candidates import Candidate
from pairing_cli.store.reading import Reader


class Measure(StrEnum):
    """What a distance is counted in."""

    KM = "km"
    MINUTES = "minutes"


class Leg(NamedTuple):
    """The way from one kindergarten to another, as far as it is known."""

    km: float | None
    minutes: float | None
    estimated: bool
    """Whether what the plan counts is an estimate."""


STEPS: Final[Mapping[Measure, int]] = {Measure.KM: 10, Measure.MINUTES: 1}
"""How many steps of cost make one unit: hundreds of metres, or whole minutes."""

_TRAVEL: Final = """
    SELECT from_id, to_id, km, minutes FROM travel WHERE removed_on IS NULL ORDER BY id
"""

_Way = tuple[float | None, int | None]


class Distances:
    """All ways between the two sides of a layer, in one measure."""

    def __init__(
        self,
        store: Reader,
        measure: Measure,
        mentors: Sequence[Candidate],
        mentees: Sequence[Candidate],
    ) -> None:
        self.measure = measure
        self._points = {
            each.id: point(each.latitude, each.longitude)
            for each in (*mentors, *mentees)
            if each.latitude is not None and each.longitude is not None
        }
        self._ways: dict[tuple[str, str], _Way] = {}
        recorded = [((row[0], row[1]), (row[2], row[3])) for row in store.tuples(_TRAVEL)]
        for (start, end), way in recorded:
            self._ways.setdefault((end, start), way)
        self._ways.update(recorded)
        self._from_mentors: dict[str, set[str]] = {}
        for start, end in self._ways:
            self._from_mentors.setdefault(end, set()).add(start)
        self.km_ratio = self._ratio(0) or 1.0
        """How much longer roads are than the straight line."""
        self.minutes_per_km = self._ratio(1)
        """Minutes for a kilometre of straight line; None where no time is on record."""

    @property
    def has_times(self) -> bool:
        """Whether any travel time is on record."""
        return any(minutes is not None for _, minutes in self._ways.values())

    def _ratio(self, which: int) -> float | None:
        ratios = [
            known / straight
            for (start, end), way in self._ways.items()
            if (known := way[which]) is not None
            and start in self._points
            and end in self._points
            and (straight := kilometres(self._points[start], self._points[end])) > _SAME_PLACE_KM
        ]
        return middle(ratios) if ratios else None

    def leg(self, mentor: Candidate, mentee: Candidate) -> Leg:
        """The way between two kindergartens."""
        km, minutes = self._ways.get((mentor.id, mentee.id), (None, None))
        counted = km if self.measure is Measure.KM else minutes
        estimated = counted is None
        ends = self._points.get(mentor.id), self._points.get(mentee.id)
        if ends[0] is not None and ends[1] is not None:
            straight = kilometres(ends[0], ends[1])
            km = straight * self.km_ratio if km is None else km
            if minutes is None and self.minutes_per_km is not None:
                minutes = round(straight * self.minutes_per_km)
        return Leg(km, minutes, estimated)

    def points(self, mentors: Sequence[Candidate]) -> list[Point | None]:
        """Where these mentors are."""
        return [self._points.get(each.id) for each in mentors]

    def steps(
        self,
        mentee: Candidate,
        mentors: Sequence[Candidate],
        points: Sequence[Point | None] | None = None,
    ) -> list[int | None]:
        """The cost of the way to each of these mentors, in steps; None where it isn't known.
        `points` are those of the mentors, where many mentees ask for the same ones.
        """
        here = self._points.get(mentee.id)
        known = self._from_mentors.get(mentee.id)
        factor = self._factor()
        if here is None or factor is None:
            straight: list[int | None] = [None] * len(mentors)
        else:
            straight = _straight(here, points or self.points(mentors), factor)
        if known:
            per_unit = STEPS[self.measure]
            which = 0 if self.measure is Measure.KM else 1
            for place, each in enumerate(mentors):
                if each.id in known:
                    way = self._ways[each.id, mentee.id][which]
                    straight[place] = straight[place] if way is None else round(way * per_unit)
        return straight

    def _factor(self) -> float | None:
        """Steps for a radian of the Earth."""
        if self.measure is Measure.KM:
            return 2 * EARTH_KM * self.km_ratio * STEPS[Measure.KM]
        if self.minutes_per_km is None:
            return None
        return 2 * EARTH_KM * self.minutes_per_km


_SAME_PLACE_KM: Final = 0.1
"""A straight line shorter than that says nothing of the roads."""


Number = TypeVar("Number", int, float)


def middle(values: Sequence[Number]) -> Number:
    """The median; of an even number the lower one. (To import `statistics` takes 5 ms.)"""
    return sorted(values)[(len(values) - 1) // 2]


def _straight(here: Point, there: Sequence[Point | None], factor: float) -> list[int | None]:
    # All but the rounding in C: there are far more pairs than places.
    if None not in there:
        known: Iterable[Point] = there  # type: ignore[assignment]
        return [int(factor * half + 0.5) for half in map(asin, map(dist, repeat(here), known))]
    return [None if each is None else int(factor * asin(dist(here, each)) + 0.5) for each in there]
