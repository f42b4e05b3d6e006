"""Totals of visits: each counted once, however many pairings it was for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.store.reading import Reader


class VisitTotals(NamedTuple):
    """What some visits come to."""

    visits: int
    """Distinct ones (活动)."""
    class_hours: float
    teachers: int
    """Attendances (教师人次)."""
    children: int
    participations: int = 0
    """Pairing × visit (参与): what the columns of pairings add up to."""
    people: int = 0
    """Distinct names of those who went (下园教师), each with its kindergarten."""


_SUMS: Final = """
    count(*) AS visits, coalesce(sum(v.class_hours), 0) AS class_hours,
    coalesce(sum(v.teachers), 0) AS teachers, coalesce(sum(v.children), 0) AS children
"""

_DONE: Final = """
    v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date BETWEEN :first AND :last
"""


class Stretch(NamedTuple):
    """The done visits that a total is about: of one cycle, begun from `first` to `last`."""

    cycle_id: str
    first: str
    last: str

    @property
    def values(self) -> Mapping[str, Any]:
        """As parameters of a query."""
        return {"cycle_id": self.cycle_id, "first": self.first, "last": self.last}


def stretch_up_to(cycle: CycleRow, as_of: dt.date) -> Stretch:
    """A whole cycle as far as it has gone on the day of the report."""
    return Stretch(cycle.id, cycle.start, min(cycle.end, as_of.isoformat()))


def in_all(store: Reader, stretch: Stretch) -> VisitTotals:
    """The totals of the whole programme."""
    found = store.first(
        VisitTotals,
        f"SELECT {_SUMS} FROM visit AS v WHERE {_DONE}",
        **stretch.values,
    )
    people = store.value(
        "SELECT count(*) FROM (SELECT DISTINCT v.mentor_id, n.name FROM visit AS v"
        " INNER JOIN visit_person AS n ON n.visit_id = v.id"
        " AND coalesce(n.kindergarten_id, v.mentor_id) = v.mentor_id"
        f" WHERE {_DONE}) AS went",
        **stretch.values,
    )
    return (found or VisitTotals(0, 0, 0, 0))._replace(people=people)


def by_mentor(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Id of the mentor → totals."""
    return _grouped(
        store, "v.mentor_id", "visit AS v", stretch, joined="v.direction <> 'visitor' AND"
    )


def by_form(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the form → totals, in the order of the vocabulary."""
    found = _grouped(store, "v.form_code", "visit AS v", stretch)
    order = store.rows("SELECT code FROM form ORDER BY position")
    return {row["code"]: found[row["code"]] for row in order if row["code"] in found}


def by_term(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the term ("" in vacations) → totals, by time."""
    return _grouped(
        store,
        "coalesce(t.code, '')",
        "visit AS v LEFT JOIN term AS t ON v.start_date BETWEEN t.start_date AND t.end_date",
        stretch,
        order="min(v.start_date)",
    )


def by_direction(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the direction → totals, in the order of the vocabulary."""
    found = _grouped(store, "v.direction", "visit AS v", stretch)
    return {code: found[code] for code in DIRECTIONS if code in found}


def by_goal(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the aim → totals; a visit with several aims stands with each of them."""
    found = _grouped(
        store,
        "g.goal",
        "visit AS v CROSS JOIN visit_goal AS g",
        stretch,
        joined="g.visit_id = v.id AND",
    )
    return {code: found[code] for code in GOALS if code in found}


def by_pairing(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Id of the pairing → totals. A visit for n pairings stands with each of the n."""
    return _grouped(
        store,
        "x.pairing_id",
        "visit AS v CROSS JOIN visit_pairing AS x",
        stretch,
        joined="x.visit_id = v.id AND",
    )


_VISITS_BY_COUNTY: Final = f"""
    (SELECT DISTINCT
        v.id, v.cycle_id, v.start_date, v.state, v.class_hours, v.teachers, v.children,
        p.county_code
    FROM visit AS v
    CROSS JOIN visit_pairing AS x
    CROSS JOIN placed AS p
    WHERE x.visit_id = v.id AND p.id = x.pairing_id AND {_DONE}) AS v
"""
"""CROSS JOIN: the visits are gone through as they lie in the file, not pairing by pairing."""

_PLACED: Final = """
    WITH placed AS MATERIALIZED (
        SELECT id, coalesce(county_code, '') AS county_code FROM pairings
        WHERE cycle_id = :cycle_id
    )
"""
"""Where each pairing is, found once and not for each visit."""


def by_county(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the mentees' county ("" where not known) → totals; a visit for two mentees of
    one county stands once.
    """
    return _grouped(store, "v.county_code", _VISITS_BY_COUNTY, stretch, before=_PLACED)


def by_month(store: Reader, stretch: Stretch, scope: KeyScope) -> dict[str, dict[str, int]]:
    """Id of the pairing → month → number of visits."""
    months: dict[str, dict[str, int]] = {}
    for row in store.rows(
        "SELECT x.pairing_id AS pairing_id, substr(v.start_date, 1, 7) AS month,"
        f" count(*) AS visits FROM {scope.visits} WHERE x.visit_id = v.id AND {_DONE}"
        f"{scope.condition('x.pairing_id')} GROUP BY x.pairing_id, substr(v.start_date, 1, 7)",
        **stretch.values,
        **scope.values,
    ):
        months.setdefault(row["pairing_id"], {})[row["month"]] = row["visits"]
    return months


def _grouped(
    store: Reader,
    key: str,
    tables: str,
    stretch: Stretch,
    *,
    before: str = "",
    joined: str = "",
    order: str = "1",
) -> dict[str, VisitTotals]:
    rows = store.rows(
        f"{before}SELECT {key} AS item, {_SUMS} FROM {tables} WHERE {joined} {_DONE}"
        f" GROUP BY {key} ORDER BY {order}",
        **stretch.values,
    )
    return {
        row["item"]: VisitTotals(
            row["visits"], row["class_hours"], row["teachers"], row["children"]
        )
        for row in rows
    }
