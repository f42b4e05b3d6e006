"""What each pair is worth: how much dearer the best plan without it is, and what it looks like.

To do without a pair, its mentee goes elsewhere and somebody may have to move for it, until the
place that became free is taken again or given up: a circle of moves, of which the cheapest is
a shortest path from the mentee back to its mentor. No second plan is made for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from pairing_cli.domain.matching.problem import Plan, Problem, Scale, Value


class Move(NamedTuple):
    """A mentee that would go to another mentor, or to none."""

    mentee: int
    mentor: int | None


class Alternative(NamedTuple):
    """The best plan without one pair, as what changes."""

    extra: Value
    """What it is worth less the best plan. Of the two that can be less than 0, the minima and
    the costs, only one that follows a weightier loss."""
    moves: tuple[Move, ...]
    amount: int
    """The same as `extra`, as one number of the scale: never less than 0."""


Step = tuple[int, int, int | None]
"""What a move costs at the prices of the plan, where it leads, and who moves (None: nobody, a
place is given up or taken)."""


def alternatives(
    problem: Problem, plan: Plan, scale: Scale, kept: Sequence[Mapping[int, int]] | None = None
) -> list[Alternative | None]:
    """By mentee: the best plan in which it isn't with its mentor. None for who has none.

    `plan` must be proved optimal: that no move costs less than nothing is what makes the
    shortest path the cheapest circle. `kept`: costs of some pairs only, that of the plan among
    them. What is found with these is no less than the price, so whatever single move costs
    more than the dearest of them is in no answer, and most pairs need not be looked at.
    """
    known: Sequence[Alternative | None] = [None] * len(plan.mentor_of)
    if kept is not None:
        known = _all_without(replace(problem, costs=kept), plan, scale, known)
        most = max((each.amount for each in known if each), default=0)
        problem = replace(problem, costs=list(_moves_up_to(most, problem, plan, scale)))
    return _all_without(problem, plan, scale, known)


def options(
    problem: Problem, plan: Plan, scale: Scale, mentee: int
) -> dict[int, Alternative | None]:
    """By eligible mentor: the best plan in which one mentee is with it. None: it is already."""
    moves = _Moves(problem, plan, scale)
    return {
        mentor: None if mentor == plan.mentor_of[mentee] else moves.with_pair(mentee, mentor)
        for mentor in problem.costs[mentee]
        if scale.places[mentor]
    }


def _all_without(
    problem: Problem, plan: Plan, scale: Scale, known: Sequence[Alternative | None]
) -> list[Alternative | None]:
    """`known`: where a plan without the pair is known already, none dearer is looked for."""
    moves = _Moves(problem, plan, scale)
    return [
        None
        if mentor is None
        else moves.without(mentee, mentor, other.amount if other else 2 * scale.left_out)
        for mentee, (mentor, other) in enumerate(zip(plan.mentor_of, known, strict=True))
    ]


def _moves_up_to(most: int, problem: Problem, plan: Plan, scale: Scale) -> Iterator[dict[int, int]]:
    prices = plan.prices
    for row, home in zip(problem.costs, plan.mentor_of, strict=True):
        most_here = most + (scale.left_out if home is None else row[home] + prices[home])
        yield {mentor: cost for mentor, cost in row.items() if cost + prices[mentor] <= most_here}


class _Moves:
    """What could move under a plan. Mentors are numbered as they are; two places more stand
    for having no mentor, and for the places that nobody has."""

    def __init__(self, problem: Problem, plan: Plan, scale: Scale) -> None:
        self._rows = problem.costs
        self._plan = plan
        self._scale = scale
        self._nowhere = len(problem.mentors)
        self._free = self._nowhere + 1
        self._at: list[list[int]] = [[] for _ in range(self._nowhere + 1)]
        for mentee, mentor in enumerate(plan.mentor_of):
            self._at[self._nowhere if mentor is None else mentor].append(mentee)
        self._steps: dict[int, list[Step]] = {}

    def without(self, mentee: int, mentor: int, most: int) -> Alternative:
        """The best plan without one pair that the plan has, which costs no more than `most`."""
        return self._circle(self._leaving(mentee), mentor, most)

    def with_pair(self, mentee: int, mentor: int) -> Alternative:
        """The best plan with one pair that the plan doesn't have."""
        home = self._plan.mentor_of[mentee]
        steps = (step for step in self._leaving(mentee) if step[1] == mentor)
        end = self._nowhere if home is None else home
        return self._circle(steps, end, 4 * self._scale.left_out)

    def _circle(self, first: Iterable[Step], end: int, most: int) -> Alternative:
        """The cheapest moves that begin with one of these steps and lead to this place."""
        length: dict[int, int] = {}
        came: dict[int, tuple[int | None, int | None]] = {}
        waiting: list[tuple[int, int]] = []
        for cost, to, mover in first:
            if cost <= most:
                length[to] = cost
                came[to] = (None, mover)
                waiting.append((cost, to))
        heapify(waiting)
        while waiting:
            way, place = heappop(waiting)
            if place == end:
                break
            if way > length[place]:
                continue
            for cost, to, mover in self._from(place):
                longer = way + cost
                if longer > most:
                    break
                if to not in length or longer < length[to]:
                    length[to] = longer
                    came[to] = (place, mover)
                    heappush(waiting, (longer, to))
                    if to == end:
                        most = longer
        amount = length[end]
        return Alternative(self._scale.read(amount), tuple(self._walk(came, end)), amount)

    def _walk(self, came: dict[int, tuple[int | None, int | None]], end: int) -> list[Move]:
        moves = []
        place: int | None = end
        while place is not None:
            origin, mover = came[place]
            if mover is not None:
                moves.append(Move(mover, None if place == self._nowhere else place))
            place = origin
        return moves[::-1]

    def _from(self, place: int) -> list[Step]:
        """The cheapest step from a place to each other one, the cheapest first."""
        if place not in self._steps:
            cheapest: dict[int, Step] = {}
            for step in self._all_from(place):
                known = cheapest.get(step[1])
                if known is None or step[0] < known[0]:
                    cheapest[step[1]] = step
            self._steps[place] = sorted(cheapest.values(), key=lambda step: step[:2])
        return self._steps[place]

    def _all_from(self, place: int) -> Iterable[Step]:
        if place == self._free:
            yield from self._given_up()
            return
        for mentee in self._at[place]:
            yield from self._leaving(mentee)
        if place == self._nowhere:
            yield 0, self._free, None
        else:
            places, count = self._scale.places[place], len(self._at[place])
            if count < len(places):
                yield places[count] - self._plan.prices[place], self._free, None

    def _leaving(self, mentee: int) -> Iterator[Step]:
        """Every step of one mentee away from where it is."""
        row, prices = self._rows[mentee], self._plan.prices
        home = self._plan.mentor_of[mentee]
        pays = self._scale.left_out if home is None else row[home] + prices[home]
        for mentor, cost in row.items():
            if mentor != home:
                yield cost + prices[mentor] - pays, mentor, mentee
        if home is not None:
            yield self._scale.left_out - pays, self._nowhere, mentee

    def _given_up(self) -> Iterator[Step]:
        """The last place of each mentor. Whoever is left out takes no free place by this way:
        there is none that it could reach."""
        for mentor, price in enumerate(self._plan.prices):
            if count := len(self._at[mentor]):
                yield price - self._scale.places[mentor][count - 1], mentor, None
