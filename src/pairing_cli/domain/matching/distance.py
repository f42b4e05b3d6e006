"""How far apart two places on the Earth are, in a straight line over the ground."""

from __future__ import annotations

from math import asin, cos, dist, radians, sin
from typing import Final

EARTH_KM: Final = 6371.0088
"""The Earth's mean radius (IUGG). Its flattening moves a distance by at most 0.6 %."""

FARTHEST_KM: Final = 2_000
"""No way inside a programme is longer: a table that says so has metres in it, or a typing error."""
LONGEST_MINUTES: Final = 4_320
"""Three days."""

Point = tuple[float, float, float]
"""A place as a point of a sphere of diameter 1, where the chord between two places is the sine
of half the angle: from it a distance takes a fifth of the time that it takes from latitude and
longitude, and there are far more distances than places."""


def point(latitude: float, longitude: float) -> Point:
    """The point of a position in degrees, north and east positive."""
    phi, lam = radians(latitude), radians(longitude)
    return cos(phi) * cos(lam) / 2, cos(phi) * sin(lam) / 2, sin(phi) / 2


def kilometres(one: Point, other: Point) -> float:
    """The great-circle distance. By the chord, which is exact for near places too."""
    return 2 * EARTH_KM * asin(min(1.0, dist(one, other)))
