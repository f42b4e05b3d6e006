"""Totals of visits: each counted once, however many pairings it was for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.time.calendar import Term, term_of
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.visits.goers import WENT_DOWN
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
    """Those who went down (下园教师): distinct names, each with its kindergarten."""


_SUMS: Final = """
    count(*) AS visits, coalesce(sum(v.class_hours), 0) AS class_hours,
    coalesce(sum(v.teachers), 0) AS teachers, coalesce(sum(v.children), 0) AS children
"""

_DONE: Final = """
    v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date BETWEEN :first AND :last
"""


_NOTHING: Final = VisitTotals(0, 0, 0, 0)


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


class Kind(NamedTuple):
    """What visits of one form and direction, begun on one day, come to."""

    form: str
    direction: str
    first: str
    totals: VisitTotals


def by_kind(store: Reader, stretch: Stretch) -> list[Kind]:
    """The totals of forms, directions and days: from these few thousand rows all of `in_all`,
    `by_form`, `by_term` and `by_direction` are summed, which otherwise each go through a million
    visits.
    """
    rows = store.tuples(
        f"SELECT v.form_code, v.direction, v.start_date, {_SUMS} FROM visit AS v WHERE {_DONE}"
        " GROUP BY v.start_date, v.form_code, v.direction",
        **stretch.values,
    )
    return [Kind(form, direction, on, VisitTotals(*sums)) for form, direction, on, *sums in rows]


def _summed(kinds: Iterable[Kind], key: Callable[[Kind], str]) -> dict[str, VisitTotals]:
    groups: dict[str, list[VisitTotals]] = defaultdict(list)
    for each in kinds:
        groups[key(each)].append(each.totals)
    return {name: _sum(found) for name, found in groups.items()}


def _sum(found: Iterable[VisitTotals]) -> VisitTotals:
    """Class-hours go in halves, so that they add up exactly in whatever order."""
    visits, hours, teachers, children, *_ = zip(_NOTHING, *found, strict=True)
    return VisitTotals(sum(visits), sum(hours), sum(teachers), sum(children))


def in_all(kinds: Iterable[Kind], people: int) -> VisitTotals:
    """The totals of the whole programme; `people`: what `count_people` gives."""
    return _sum(each.totals for each in kinds)._replace(people=people)


def count_people(store: Reader, stretch: Stretch) -> Callable[[], int]:
    """What gives the number of distinct people who went down. It goes through every person of
    every visit, so it is begun before everything else.
    """
    return store.ahead(
        "SELECT count(*) FROM (SELECT DISTINCT n.kindergarten_id, n.name FROM visit_person AS n"
        f" CROSS JOIN visit AS v WHERE n.visit_id = v.id AND {_DONE} AND {WENT_DOWN}) AS went",
        **stretch.values,
    )


def by_form(store: Reader, kinds: Iterable[Kind]) -> dict[str, VisitTotals]:
    """Code of the form → totals, in the order of the vocabulary."""
    found = _summed(kinds, lambda each: each.form)
    order = store.rows("SELECT code FROM form ORDER BY position")
    return {row["code"]: found[row["code"]] for row in order if row["code"] in found}


def by_term(kinds: Iterable[Kind], terms: Sequence[Term]) -> dict[str, VisitTotals]:
    """Code of the term ("" in vacations) → totals, by time."""

    def term(each: Kind) -> str:
        found = term_of(dt.date.fromisoformat(each.first), terms)
        return found.code if found else ""

    return _summed(sorted(kinds, key=lambda each: each.first), term)


def by_direction(kinds: Iterable[Kind]) -> dict[str, VisitTotals]:
    """Code of the direction → totals, in the order of the vocabulary."""
    found = _summed(kinds, lambda each: each.direction)
    return {code: found[code] for code in DIRECTIONS if code in found}


def by_goal(store: Reader, stretch: Stretch) -> dict[str, VisitTotals]:
    """Code of the aim → totals; a visit with several aims stands with each of them."""
    found = _grouped(
        store,
        "g.goal",
        "visit_goal AS g CROSS JOIN visit AS v",
        stretch,
        joined="g.visit_id = v.id AND",
    )
    return {code: found[code] for code in GOALS if code in found}


class OfPairing(NamedTuple):
    """What the visits of one pairing come to."""

    totals: VisitTotals
    direction: str | None
    """The one that all of them have; None where there are several."""


def by_pairing(store: Reader, stretch: Stretch) -> dict[str, OfPairing]:
    """Id of the pairing → totals. A visit for n pairings stands with each of the n."""
    rows = store.tuples(_OF_PAIRINGS, **stretch.values)
    return {
        key: OfPairing(VisitTotals(*sums), _one_direction(least, greatest))
        for key, least, greatest, *sums in rows
    }


_OF_PAIRINGS: Final = """
    SELECT pairing_id, min(alike), max(alike), count(*), coalesce(sum(class_hours), 0),
        coalesce(sum(teachers), 0), coalesce(sum(children), 0)
    FROM done_visit
    WHERE start_date BETWEEN :first AND :last
        AND pairing_id IN (SELECT id FROM pairing WHERE cycle_id = :cycle_id)
    GROUP BY pairing_id ORDER BY pairing_id
"""


def _one_direction(least: str, greatest: str) -> str | None:
    """The direction with which the least and the greatest of some `alike` both begin."""
    direction = least.partition(" ")[0]
    return direction if direction == greatest.partition(" ")[0] else None


Linked = Sequence[tuple[Any, ...]]
"""Key of a visit, key of one of its pairings, and what the visit comes to: of each visit that is
for several pairings."""


def for_several(store: Reader, stretch: Stretch) -> Linked:
    """The visits for several pairings. They are few: to take those for several mentees of one
    county, or of one mentor, off what the pairings add up to takes less than half as long as to
    look for the county of each of a million visits.
    """
    return list(store.tuples(_FOR_SEVERAL, **stretch.values))


_FOR_SEVERAL: Final = f"""
    SELECT v.id, x.pairing_id, v.class_hours, v.teachers, v.children
    FROM (SELECT visit_id FROM visit_pairing GROUP BY visit_id HAVING count(*) > 1) AS w
    CROSS JOIN visit AS v
    CROSS JOIN visit_pairing AS x
    WHERE v.id = w.visit_id AND x.visit_id = v.id AND {_DONE}
"""


def by_county(
    store: Reader, stretch: Stretch, per_pairing: Mapping[str, OfPairing], several: Linked
) -> dict[str, VisitTotals]:
    """Code of the mentees' county ("" where not known) → totals; a visit for two mentees of
    one county stands once. `per_pairing`, `several`: what `by_pairing` and `for_several` give.
    """
    sql = "SELECT id, coalesce(county_code, '') FROM pairings WHERE cycle_id = :cycle_id"
    counties = dict(store.tuples(sql, cycle_id=stretch.cycle_id))
    return _together(counties, per_pairing, several)


def by_mentor(
    store: Reader, stretch: Stretch, per_pairing: Mapping[str, OfPairing], several: Linked
) -> dict[str, VisitTotals]:
    """Id of the mentor → totals of its own visits; what a visitor did is none of them."""
    sql = "SELECT id, mentor_id FROM pairing WHERE cycle_id = :cycle_id"
    mentors = dict(store.tuples(sql, cycle_id=stretch.cycle_id))
    found = _together(mentors, per_pairing, several)
    visitors = "v.direction = 'visitor' AND v.id IN (SELECT visit_id FROM visit_pairing) AND"
    by_visitors = _grouped(store, "v.mentor_id", "visit AS v", stretch, joined=visitors)
    for mentor, totals in by_visitors.items():
        if mentor in found:
            found[mentor] = _less(found[mentor], totals)
    return {mentor: totals for mentor, totals in found.items() if totals.visits}


def _together(
    group_of: Mapping[str, str], per_pairing: Mapping[str, OfPairing], several: Linked
) -> dict[str, VisitTotals]:
    """Group → what its pairings come to together; a visit for two of them stands once."""
    groups: dict[str, list[VisitTotals]] = defaultdict(list)
    for key, group in group_of.items():
        if key in per_pairing:
            groups[group].append(per_pairing[key].totals)
    again: dict[str, list[VisitTotals]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for visit, pairing, hours, teachers, children in several:
        one = (visit, group_of.get(pairing, ""))
        if one in seen:
            again[one[1]].append(VisitTotals(1, hours or 0, teachers or 0, children or 0))
        seen.add(one)
    return {group: _less(_sum(groups[group]), _sum(again[group])) for group in sorted(groups)}


def _less(of: VisitTotals, some: VisitTotals) -> VisitTotals:
    """What is left without some of them."""
    return VisitTotals(
        of.visits - some.visits,
        of.class_hours - some.class_hours,
        of.teachers - some.teachers,
        of.children - some.children,
    )


def _grouped(
    store: Reader,
    key: str,
    tables: str,
    stretch: Stretch,
    *,
    joined: str = "",
) -> dict[str, VisitTotals]:
    rows = store.rows(
        f"SELECT {key} AS item, {_SUMS} FROM {tables} WHERE {joined} {_DONE}"
        f" GROUP BY {key} ORDER BY 1",
        **stretch.values,
    )
    return {
        row["item"]: VisitTotals(
            row["visits"], row["class_hours"], row["teachers"], row["children"]
        )
        for row in rows
    }
