"""The distances between both sides of a layer as tables that lie like a map.

Mentees stand from north to south, mentors from west to east; a region is a table of its own
where the scheme keeps pairs inside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Layer
from pairing_cli.services.matching.candidates import Candidate
from pairing_cli.services.matching.inputs import SuggestInput
from pairing_cli.services.matching.posing import Question
from pairing_cli.services.matching.proposing import ask
from pairing_cli.services.matching.suggestion import Suggestion
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

MOST_MENTORS: Final = 12
"""Columns that fit on a page; of more mentors those are shown who help in the table."""


class DistanceRow(NamedTuple):
    """A mentee's distances, in km or minutes as the arrangement counts them; None: unknown."""

    mentee: str
    distances: Sequence[float | None]
    mentors: tuple[int, ...]
    """Which of them are its mentors'."""


class DistanceTable(NamedTuple):
    """The distances of one region, or of all."""

    place: str | None
    mentors: Sequence[str]
    rows: Sequence[DistanceRow]


def distance_tables(
    store: Reader, cycle: CycleRow, wanted: SuggestInput, found: Suggestion
) -> list[DistanceTable]:
    """The tables of a proposal, by region."""
    question = ask(store, cycle, Layer(found.layer), wanted, found.start)
    helped: dict[tuple[str, str | None], list[str]] = {}
    for row in found.assignments:
        helped.setdefault((row.mentee, row.county), []).append(row.mentor)
    helping = {row.mentor for row in found.assignments}
    tables = []
    for place, (mentees, mentors) in _by_place(question).items():
        shown = [each for each in mentors if each.name in helping] or list(mentors)
        if len(mentors) <= MOST_MENTORS:
            shown = list(mentors)
        shown.sort(key=_west_to_east)
        rows = [_row(question, mentee, shown, helped) for mentee in sorted(mentees, key=_northern)]
        tables.append(DistanceTable(place, [each.name for each in shown], rows))
    return tables


def _by_place(
    question: Question,
) -> dict[str | None, tuple[list[Candidate], Sequence[Candidate]]]:
    within = question.sides.capacity.within
    found: dict[str | None, tuple[list[Candidate], Sequence[Candidate]]] = {}
    for mentee, partners in question.sides.partners():
        place = None
        if within is not None:
            place = mentee.county if within == "county" else mentee.township
        found.setdefault(place, ([], partners))[0].append(mentee)
    return found


def _row(
    question: Question,
    mentee: Candidate,
    mentors: Sequence[Candidate],
    helped: Mapping[tuple[str, str | None], Sequence[str]],
) -> DistanceRow:
    ways = question.distances.steps(mentee, mentors)
    names = [each.name for each in mentors]
    mine = helped.get((mentee.name, mentee.county), ())
    return DistanceRow(
        mentee.name,
        [None if each is None else question.told(each) for each in ways],
        tuple(number for number, name in enumerate(names) if name in mine),
    )


def _northern(each: Candidate) -> float:
    return -each.latitude if each.latitude is not None else 90.0


def _west_to_east(each: Candidate) -> float:
    return each.longitude if each.longitude is not None else 180.0
