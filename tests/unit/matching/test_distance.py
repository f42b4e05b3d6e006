"""Distances, against figures computed by others."""

from __future__ import annotations

import pytest

from pairing_cli.domain.matching.distance import EARTH_KM, kilometres, point


def test_a_degree_of_latitude_is_what_the_sphere_says() -> None:
    # 2 π · 6371.0088 km ÷ 360 = 111.195 km
    assert kilometres(point(29, 91), point(30, 91)) == pytest.approx(111.195, abs=0.001)


def test_a_degree_of_longitude_shrinks_with_the_cosine() -> None:
    # At 60° half of that of the equator, less the bend of the great circle.
    assert kilometres(point(60, 10), point(60, 11)) == pytest.approx(55.596, abs=0.01)


def test_known_distances() -> None:
    # Published great-circle distances: Nashville to Los Angeles (Rosetta Code: 2886.4 to 2887.3
    # by the radius taken), Beijing to Lhasa about 2,560 km.
    assert kilometres(point(36.12, -86.67), point(33.94, -118.40)) == pytest.approx(2886.4, abs=0.5)
    assert kilometres(point(39.904, 116.407), point(29.65, 91.1)) == pytest.approx(2560, abs=15)


def test_the_same_place_is_no_way_and_the_other_side_half_round() -> None:
    here = point(29.23, 91.77)
    assert kilometres(here, here) == 0
    assert kilometres(here, point(-29.23, 91.77 - 180)) == pytest.approx(EARTH_KM * 3.14159265)


def test_near_places_keep_their_metres() -> None:
    # 0.0001° of latitude: 11.1 m. The formula by the arc's cosine would lose these.
    assert kilometres(point(29, 91), point(29.0001, 91)) == pytest.approx(0.0111195, rel=1e-4)
