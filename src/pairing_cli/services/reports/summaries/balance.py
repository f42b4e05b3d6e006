"""What visits served, and who came to whom: aims and directions, and help that goes one way only.

A visit for several pairings is one visit and as many participations. Nothing is owed of an aim
or a direction, so there is no fulfilment of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import DOMAINS, GOALS, Direction
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.services.reports.summaries.totals import OfPairing, Stretch
from pairing_cli.store.reading import Reader, in_pages


class BalanceRow(NamedTuple):
    """The done visits of an aim or a direction; "" is of none."""

    name: str
    visits: int
    participations: int
    class_hours: float
    pairings: int
    gained: int
    """Visits of which is on record what the mentor gained."""


class OneWay(NamedTuple):
    """A pairing whose visits all went one way."""

    ref: str
    mentor: str
    mentee: str
    direction: str
    visits: int


class BalanceFilter(NamedTuple):
    """Whose visits are counted; None means everybody's."""

    mentee: str | None = None
    mentor: str | None = None
    county: str | None = None

    def values(self, store: Reader) -> dict[str, Any]:
        """As parameters of a query. Raises `NotFound`."""
        place = find_region(store, self.county, level="county") if self.county else None
        return {
            "mentee": find_kindergarten(store, self.mentee).id if self.mentee else None,
            "mentor": find_kindergarten(store, self.mentor).id if self.mentor else None,
            "county": place.code if place else None,
        }


_WANTED: Final = """
    (:mentee IS NULL OR p.mentee_id = :mentee)
    AND (:mentor IS NULL OR p.mentor_id = :mentor)
    AND (:county IS NULL OR p.county_code = :county)
"""

_DONE: Final = f"""
    x.visit_id = v.id AND v.state = 'done' AND v.cycle_id = :cycle_id
    AND v.start_date BETWEEN :first AND :last AND p.id = x.pairing_id AND {_WANTED}
"""

_BY: Final = f"""
    SELECT w.name, count(*) AS visits, sum(w.participations) AS participations,
           coalesce(sum(w.class_hours), 0) AS class_hours, sum(w.gained) AS gained
    FROM (
        SELECT v.id, {{key}} AS name, v.class_hours, count(*) AS participations,
               CASE WHEN v.gained IS NULL THEN 0 ELSE 1 END AS gained
        FROM visit AS v CROSS JOIN visit_pairing AS x CROSS JOIN pairings AS p{{more}}
        WHERE {_DONE}
        GROUP BY v.id, {{key}}, v.class_hours, v.gained
    ) AS w GROUP BY w.name
"""

_PAIRINGS: Final = f"""
    SELECT w.name, count(*) AS pairings FROM (
        SELECT DISTINCT {{key}} AS name, x.pairing_id
        FROM visit AS v CROSS JOIN visit_pairing AS x CROSS JOIN pairings AS p{{more}}
        WHERE {_DONE}
    ) AS w GROUP BY w.name
"""

_NAMES: Final = f"""
    SELECT p.id, p.ref, p.mentor, p.mentee FROM pairings AS p
    WHERE p.kind = 'regular' AND {_WANTED} AND p.id IN ({{places}})
"""

_GOALS: Final = {
    "key": "coalesce(g.goal, '')",
    "more": " LEFT JOIN visit_goal AS g ON g.visit_id = v.id",
}
_DIRECTIONS: Final = {"key": "v.direction", "more": ""}


def by_goal(
    store: Reader, stretch: Stretch, wanted: BalanceFilter | None = None
) -> list[BalanceRow]:
    """Aim by aim in the order of the scheme, the visits without any last. A visit for two aims
    stands with both; once one is for a domain, all five are there, also those without any.
    """
    return _by(store, stretch, wanted or BalanceFilter(), _GOALS, (*GOALS, ""))


def by_direction(
    store: Reader, stretch: Stretch, wanted: BalanceFilter | None = None
) -> list[BalanceRow]:
    """Down, up, joint and online."""
    return _by(store, stretch, wanted or BalanceFilter(), _DIRECTIONS, tuple(Direction))


def one_way(
    store: Reader, visits: Mapping[str, OfPairing], wanted: BalanceFilter | None = None
) -> list[OneWay]:
    """Regular pairings whose done visits all went down, or all went up. `visits`: what
    `totals.by_pairing` gives.
    """
    values = (wanted or BalanceFilter()).values(store)
    ways = (Direction.TO_MENTEE, Direction.TO_MENTOR)
    keys = [key for key, each in visits.items() if each.direction in ways]
    found = [
        (row["mentor"], row["id"], row["ref"], row["mentee"])
        for row in in_pages(store, _NAMES, keys, **values)
    ]
    return [
        OneWay(ref, mentor, mentee, str(visits[key].direction), visits[key].totals.visits)
        for mentor, key, ref, mentee in sorted(found)
    ]


def _by(
    store: Reader,
    stretch: Stretch,
    wanted: BalanceFilter,
    parts: dict[str, str],
    order: tuple[str, ...],
) -> list[BalanceRow]:
    values = {**stretch.values, **wanted.values(store)}
    rows = {row["name"]: row for row in store.rows(_BY.format(**parts), **values)}
    pairings = {
        row["name"]: row["pairings"] for row in store.rows(_PAIRINGS.format(**parts), **values)
    }
    unused = () if rows.keys() & set(DOMAINS) else DOMAINS
    return [
        BalanceRow(**rows[name], pairings=pairings[name])
        if name in rows
        else BalanceRow(name, 0, 0, 0, 0, 0)
        for name in order
        if name in rows or (name and name not in unused)
    ]
