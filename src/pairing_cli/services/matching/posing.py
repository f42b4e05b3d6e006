"""The question put to the solver: rows of costs out of distances, needs and the cycle before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.matching.distance import Point
from pairing_cli.domain.matching.problem import Mentor, Problem
from pairing_cli.domain.matching.several import Wish
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.services.matching.candidates import Candidate, Sides
from pairing_cli.services.matching.distances import STEPS, Distances, middle
from pairing_cli.services.matching.inputs import Pairs, SuggestInput
from pairing_cli.services.programme.names.short_names import unique_names

MOST_HELD: Final = 500_000
"""Pairs whose costs are kept in memory, about 40 MiB. Of more, each is computed when it is
looked at: the 7 million of 5,000 mentees and 1,450 mentors would take 900 MiB."""


class Parts(NamedTuple):
    """What a pair costs, in steps, by what it costs that for."""

    way: int
    needs: int
    continuity: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.way + self.needs + self.continuity


class Question:
    """Mentees without a mentor yet, the mentors that may help them, and at what cost."""

    def __init__(
        self, sides: Sides, distances: Distances, pairs: Pairs, wanted: SuggestInput
    ) -> None:
        self.sides = sides
        self.distances = distances
        self.pairs = pairs
        self.wanted = wanted
        self._per = STEPS[wanted.measure]
        self.mentors = list(sides.mentors)
        self._number = {each.id: number for number, each in enumerate(self.mentors)}
        self.fixed: Mapping[str, tuple[str, ...]] = {
            mentee: (*sides.standing.get(mentee, ()), *pairs.pinned.get(mentee, ()))
            for mentee in {**sides.standing, **pairs.pinned}
        }
        """Mentee → mentors, by key, of pairings that stand and of pins."""
        self.mentees: list[Candidate] = []
        """Who is to get a mentor."""
        self.wishes: list[Wish] = []
        """How many each of them is to get."""
        self._eligible: list[_Eligible] = []
        lists: dict[int, _Eligible] = {}
        for mentee, partners in sides.partners():
            fixed = self.fixed.get(mentee.id, ())
            if len(fixed) < pairs.mentors:
                self.mentees.append(mentee)
                self.wishes.append(Wish(pairs.mentors - len(fixed), bool(fixed)))
                allowed = self._allowed(mentee, partners)
                if id(allowed) not in lists:
                    lists[id(allowed)] = _Eligible(
                        allowed,
                        [self._number[each.id] for each in allowed],
                        frozenset(each.id for each in allowed),
                        distances.points(allowed),
                    )
                self._eligible.append(lists[id(allowed)])
        layer = sides.capacity.layer
        self.spoken = unique_names(
            {
                each.name: (
                    short_name(each.name, layer, each.county),
                    short_name(each.name, layer, None),
                    each.name,
                )
                for each in self.mentees
            }
        )
        """Mentees as they are called in a list of moves."""
        self._medians: Mapping[str | None, int] | None = None
        former = any(each.id in sides.former for each in self.mentees)
        self._unit = 2 * sum(wish.mentors for wish in self.wishes) + 1 if former else 1

    def _allowed(self, mentee: Candidate, partners: Sequence[Candidate]) -> Sequence[Candidate]:
        excluded, fixed = self.pairs.excluded, self.fixed.get(mentee.id, ())
        if not excluded and not fixed and mentee.exemplar is None:
            return partners  # the same list for all of a place
        return [
            each
            for each in partners
            if each.id != mentee.id
            and each.id not in fixed
            and (mentee.id, each.id) not in excluded
        ]

    def problem(self) -> Problem:
        """The question in numbers: those of `mentees` and of `mentors`."""
        taken = Counter(chain.from_iterable(self.fixed.values()))
        taken += Counter(self.sides.elsewhere)
        capacity = self.sides.capacity
        rows: Sequence[Mapping[int, int]] = _Rows(self)
        if sum(len(each.mentors) for each in self._eligible) <= MOST_HELD:
            rows = list(rows)
        elif self.pairs.mentors > 1:
            raise UsageError(
                "too-many-pairs",
                phrase("With several mentors of a mentee these are too many pairs at once."),
                hint=phrase("One county at a time: --county NAME"),
            )
        return Problem(
            rows,
            [Mentor(capacity.minimum, capacity.maximum, taken[each.id]) for each in self.mentors],
            balance=self.steps(self.wanted.balance) * self._unit,
            unit=self._unit,
        )

    def steps(self, amount: float) -> int:
        """A weight in steps of cost."""
        return round(amount * self._per)

    def told(self, steps: float) -> float:
        """Steps of cost as km or minutes."""
        return steps / self._per

    def row(self, number: int) -> dict[int, int]:
        """What each eligible mentor costs a mentee, ties broken by who stays."""
        mentee, eligible = self.mentees[number], self._eligible[number]
        ways = self._ways(mentee, eligible.mentors, eligible.points)
        former = self.sides.former.get(mentee.id, _NOTHING) & eligible.keys
        if mentee.id not in self.sides.needs and not former:
            if self._unit == 1:
                return dict(zip(eligible.numbers, ways, strict=True))
            unit = self._unit
            return {at: way * unit for at, way in zip(eligible.numbers, ways, strict=True)}
        return {
            at: self._parts(way, mentee, each, former).total * self._unit
            + (bool(former) and each.id not in former)
            for at, each, way in zip(eligible.numbers, eligible.mentors, ways, strict=True)
        }

    def parts(self, mentee: Candidate, mentor: Candidate) -> Parts:
        """What one pair costs, and for what."""
        (way,) = self._ways(mentee, [mentor])
        return self._parts(way, mentee, mentor, self.sides.former.get(mentee.id, _NOTHING))

    def _parts(
        self, way: int, mentee: Candidate, mentor: Candidate, former: frozenset[str]
    ) -> Parts:
        unmet = len(self.unmet(mentee, mentor))
        continuity = 0.0
        if former:
            continuity = self.wanted.rotate if mentor.id in former else self.wanted.keep
        return Parts(way, unmet * self.steps(self.wanted.fit), self.steps(continuity))

    def unmet(self, mentee: Candidate, mentor: Candidate) -> frozenset[str]:
        """The needs of a mentee in which a mentor isn't strong."""
        needs = self.sides.needs.get(mentee.id, _NOTHING)
        return needs - self.sides.strengths.get(mentor.id, _NOTHING)

    def _ways(
        self,
        mentee: Candidate,
        mentors: Sequence[Candidate],
        points: Sequence[Point | None] | None = None,
    ) -> list[int]:
        """The cost of the ways; where one isn't known, that of the median of the county."""
        ways = self.distances.steps(mentee, mentors, points)
        if None not in ways:
            return ways  # type: ignore[return-value]
        stand_in = self.median_of(mentee)
        return [stand_in if way is None else way for way in ways]

    def median_of(self, mentee: Candidate) -> int:
        """What an unknown way counts for a mentee, in steps: as its county's known ones do."""
        if self._medians is None:
            self._medians = _medians(self._known_ways())
        return self._medians.get(mentee.county_code, self._medians.get(None, 0))

    def _known_ways(self) -> Iterator[tuple[str | None, int]]:
        for mentee, partners in self.sides.partners():
            for way in self.distances.steps(mentee, partners):
                if way is not None:
                    yield mentee.county_code, way


class _Eligible(NamedTuple):
    """Mentors that a mentee may go to; mostly everybody of a place has the same ones."""

    mentors: Sequence[Candidate]
    numbers: Sequence[int]
    keys: frozenset[str]
    points: Sequence[Point | None]


class _Rows(Sequence[Mapping[int, int]]):
    """The rows of costs of a question, each computed when it is looked at."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def __len__(self) -> int:
        return len(self._question.mentees)

    def __getitem__(self, number: int) -> Mapping[int, int]:  # type: ignore[override]
        if number >= len(self):
            raise IndexError(number)
        return self._question.row(number)


def _medians(known: Iterator[tuple[str | None, int]]) -> dict[str | None, int]:
    """The median way of each county, and under None that of all."""
    ways: dict[str | None, list[int]] = {}
    for county, way in known:
        ways.setdefault(None, []).append(way)
        if county is not None:
            ways.setdefault(county, []).append(way)
    return {county: middle(found) for county, found in ways.items()}


_NOTHING: Final[frozenset[str]] = frozenset()
