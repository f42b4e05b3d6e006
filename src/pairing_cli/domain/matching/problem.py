"""What is to be matched, and what a plan for it is worth.

Three aims in this order: nobody is left out, no mentor stays below its minimum, the costs are
low. `Scale` makes one whole number of them, so large an amount for each mentee left out that
nothing below it could make up for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pairing_cli.domain.tuples import NamedTuple


class Unmade(NamedTuple):
    """The places for pairs of one mentee that aren't made, where it may have several mentors."""

    free: int
    """Pairs that it needn't have."""
    dear: int
    """Pairs that it is to have."""
    is_first: bool
    """Whether it has no mentor at all where none of them is made."""

    def lacking(self, unmade: int) -> tuple[int, int]:
        """Whether it is left out (0 or 1), and how many further mentors it lacks."""
        left_out = int(self.is_first and unmade == self.free + self.dear)
        return left_out, max(0, unmade - self.free) - left_out


class Mentor(NamedTuple):
    """How many mentees one mentor should have at least and may have at most."""

    minimum: int = 0
    maximum: int | None = None
    taken: int = 0
    """Mentees that it has whatever is planned: they use its room and count for its minimum."""
    unmade: Unmade | None = None
    """Given where this is no mentor, but the places for pairs that aren't made, see `several`."""

    @property
    def room(self) -> int | None:
        """How many more it may have; None: any number."""
        return None if self.maximum is None else max(0, self.maximum - self.taken)


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may go to whom at what cost."""

    costs: Sequence[Mapping[int, int]]
    """By mentee: mentor → cost. A mentor that isn't there is not eligible."""
    mentors: Sequence[Mentor]
    balance: int = 0
    """What the third mentee of a mentor costs on top, the fourth twice that, and so on."""
    unit: int = 1
    """How many steps of the costs make one that is told: the steps between break ties. More
    than twice what all of them can add up to."""


class Plan(NamedTuple):
    """An answer, with the prices of the places at each mentor that prove it best."""

    mentor_of: tuple[int | None, ...]
    prices: tuple[int, ...]


class Value(NamedTuple):
    """What a plan is worth, the weightiest first; less is better. Costs in units."""

    left_out: int
    short: int
    """Mentees that are missing for the minima, over all mentors."""
    cost: int
    fewer: int = 0
    """Mentors that mentees might have besides their first, and have not; they weigh more than the
    costs and less than the minima."""


class Scale:
    """The aims of a problem in one whole number."""

    def __init__(self, problem: Problem) -> None:
        self._unit = problem.unit
        wanted = Counter(chain.from_iterable(problem.costs))
        rooms = [
            wanted[number] if mentor.room is None else min(wanted[number], mentor.room)
            for number, mentor in enumerate(problem.mentors)
        ]
        steps = [
            [rising(problem.balance, mentor.taken + place) for place in range(room)]
            for room, mentor in zip(rooms, problem.mentors, strict=True)
        ]
        dearest = sum(max(map(abs, row.values()), default=0) for row in problem.costs)
        dearest += len(problem.costs) * max((step[-1] for step in steps if step), default=0)
        count = len(problem.costs) + 1
        several = any(mentor.unmade for mentor in problem.mentors)
        self.fewer = 4 * (dearest + problem.unit) + 1 if several else 0
        """The weight of one mentor fewer than a mentee might have; 0 where it may have one."""
        self.short = 4 * (self.fewer * count if several else dearest + problem.unit) + 1
        """The weight of one mentee that is missing for a minimum."""
        self.alone = 4 * self.short * count if several else 0
        """The weight of one mentee left out where pairs are placed, see `several`."""
        self._never = 4 * self.alone * count
        """The weight of one pair more than a mentee may have."""
        self.left_out = 4 * (self._never or self.short) * count
        """The weight of one mentee left out."""
        for number, mentor in enumerate(problem.mentors):
            if mentor.unmade is not None:
                steps[number] = list(self._unmade(mentor.unmade))
        self.steps = steps
        """By mentor: what its next places cost for the sake of balance, never falling."""
        self.places = [
            [
                cost - (self.short if mentor.taken + place < mentor.minimum else 0)
                for place, cost in enumerate(costs)
            ]
            for costs, mentor in zip(steps, problem.mentors, strict=True)
        ]
        """By mentor: what its next places cost, less what they are worth for its minimum."""

    def _unmade(self, unmade: Unmade) -> Iterator[int]:
        """What the places for pairs of a mentee that aren't made cost, one after the other."""
        for place in range(unmade.free + unmade.dear):
            if place < unmade.free:
                yield -self._never
            else:
                left_out, _ = unmade.lacking(place + 1)
                yield self.alone if left_out else self.fewer

    def read(self, amount: int) -> Value:
        """What a difference of two plans in the one number is in the aims."""
        left_out, amount = _nearest(amount, self.left_out)
        if self.alone:
            alone, amount = _nearest(amount, self.alone)
            left_out += alone
        short, amount = _nearest(amount, self.short)
        fewer, amount = _nearest(amount, self.fewer) if self.fewer else (0, amount)
        return Value(left_out, short, _nearest(amount, self._unit)[0], fewer)


def rising(balance: int, before: int) -> int:
    """What a mentor's next mentee costs on top where it has so many `before`."""
    return balance * max(0, before - 1)


def loads(problem: Problem, mentor_of: Sequence[int | None]) -> list[int]:
    """How many mentees each mentor has under a plan, those it has anyway included."""
    counts = [mentor.taken for mentor in problem.mentors]
    for mentor in mentor_of:
        if mentor is not None:
            counts[mentor] += 1
    return counts


def value(problem: Problem, mentor_of: Sequence[int | None]) -> Value:
    """What a plan is worth. What mentors have anyway costs nothing here."""
    cost = sum(
        problem.costs[mentee][mentor]
        for mentee, mentor in enumerate(mentor_of)
        if mentor is not None
    )
    short = fewer = 0
    left_out = sum(1 for mentor in mentor_of if mentor is None)
    for mentor, count in zip(problem.mentors, loads(problem, mentor_of), strict=True):
        if mentor.unmade is not None:
            alone, lacking = mentor.unmade.lacking(count)
            left_out, fewer = left_out + alone, fewer + lacking
            continue
        cost += sum(rising(problem.balance, before) for before in range(mentor.taken, count))
        short += max(0, mentor.minimum - count)
    return Value(left_out, short, _nearest(cost, problem.unit)[0], fewer)


def _nearest(amount: int, weight: int) -> tuple[int, int]:
    count = (2 * amount + weight) // (2 * weight)
    return count, amount - count * weight
