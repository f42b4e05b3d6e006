"""What each pair is worth: how much dearer the best plan without it is, and what it looks like.

To do without a pair, its mentee goes elsewhere and somebody may have to move for it, until the
place that became free is taken again or given up: a circle of moves, of which the cheapest is
a shortest path from the mentee back to its mentor. No second plan is made for it, and all
mentees of a mentor share one search, from that mentor backwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from heapq import heappop, heappush

from pairing_cli.domain.matching.problem import Plan, Problem, Scale, Value
from pairing_cli.domain.tuples import NamedTuple


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


def alternatives(
    problem: Problem, plan: Plan, scale: Scale, kept: Sequence[Mapping[int, int]] | None = None
) -> list[Alternative | None]:
    """By mentee: the best plan in which it isn't with its mentor. None for who has none.

    `plan` must be proved optimal: that no move costs less than nothing is what makes the
    shortest path the cheapest circle. `kept`: costs of some pairs only, that of the plan among
    them. Circles of two moves with these are no cheaper than the prices, so whatever single
    move costs more than the dearest of them is in no answer, and most pairs need not be looked
    at.
    """
    if kept is not None:
        moves = _Moves(replace(problem, costs=kept), plan, scale)
        most = max(map(moves.at_most, range(len(kept))), default=0)
        problem = replace(problem, costs=list(_moves_up_to(most, problem, plan, scale)))
    moves = _Moves(problem, plan, scale)
    found: list[Alternative | None] = [None] * len(plan.mentor_of)
    for mentor in range(moves.nowhere):
        for mentee, alternative in moves.without(mentor):
            found[mentee] = alternative
    return found


def options(
    problem: Problem, plan: Plan, scale: Scale, mentee: int
) -> dict[int, Alternative | None]:
    """By eligible mentor: the best plan in which one mentee is with it. None: it is already."""
    moves = _Moves(problem, plan, scale)
    home = plan.mentor_of[mentee]
    end = moves.nowhere if home is None else home
    unlimited = 4 * scale.left_out
    back = moves.ways_back(end, lambda *_: unlimited)
    found: dict[int, Alternative | None] = {}
    for mentor, cost in moves.leaving[mentee].items():
        if mentor != moves.nowhere and scale.places[mentor]:
            direct = back.length.get(mentor, unlimited)
            by_free = moves.to_free.length.get(mentor, unlimited) + back.length[moves.free]
            amount = cost + min(direct, by_free)
            found[mentor] = moves.circle(mentee, mentor, back, amount, by_free=by_free < direct)
    if home is not None:
        found[home] = None
    return {mentor: found[mentor] for mentor in problem.costs[mentee] if mentor in found}


def _moves_up_to(most: int, problem: Problem, plan: Plan, scale: Scale) -> Iterator[dict[int, int]]:
    prices = plan.prices
    least = min(prices, default=0)
    for row, home in zip(problem.costs, plan.mentor_of, strict=True):
        most_here = most + (scale.left_out if home is None else row[home] + prices[home])
        reach = most_here - least
        yield {
            mentor: cost
            for mentor, cost in row.items()
            if cost <= reach and cost + prices[mentor] <= most_here
        }


class _WaysBack(NamedTuple):
    """The cheapest ways to a place, from every place that they were looked for."""

    end: int
    length: Mapping[int, int]
    onward: Mapping[int, tuple[int, int | None]]
    """Place → the next place on the way, and who moves there (None: a place is given up or
    taken)."""


class _Circle:
    """The cheapest circle found that begins with a move of one mentee."""

    def __init__(self, mentee: int, first: dict[int, int], best: int) -> None:
        """`first`: where the mentee could go → what that costs; `best`: more than the price."""
        self.mentee = mentee
        self.best = best
        self.through = -1
        """Where the mentee goes in it."""
        self._first = first
        self._dearest_first = sorted(first, key=first.__getitem__, reverse=True)

    def most(self, place: int, way: int, reached: Set[int]) -> int:
        """Take note of the way back from a place, and say how long one from a place that isn't
        `reached` yet can be at most to be of use.
        """
        if place in self._first and way + self._first[place] < self.best:
            self.best = way + self._first[place]
            self.through = place
        ahead = self._dearest_first
        while ahead and ahead[-1] in reached:
            ahead.pop()
        return self.best - self._first[ahead[-1]] if ahead else 0


class _Moves:
    """What could move under a plan. Mentors are numbered as they are; two places more stand
    for having no mentor, and for the places that nobody has."""

    def __init__(self, problem: Problem, plan: Plan, scale: Scale) -> None:
        self._rows = problem.costs
        self._plan = plan
        self._scale = scale
        self.nowhere = len(problem.mentors)
        self.free = self.nowhere + 1
        self.at: list[list[int]] = [[] for _ in range(self.nowhere + 1)]
        for mentee, mentor in enumerate(plan.mentor_of):
            self.at[self.nowhere if mentor is None else mentor].append(mentee)
        self.leaving = [self._away(mentee) for mentee in range(len(plan.mentor_of))]
        """By mentee: where it could go from where it is → what that step costs."""
        self._steps = self._cheapest_steps()
        self._into = [
            sorted([(cost, origin, mover) for origin, (cost, mover) in steps.items()])
            for steps in self._steps
        ]
        """By place: the cheapest step to it from each other one, the cheapest first."""
        unlimited = 4 * scale.left_out
        self.to_free = self.ways_back(self.free, lambda *_: unlimited)
        far = self.to_free.length
        self.escapes = [
            min(
                [(cost + far[to], to) for to, cost in steps.items() if to in far],
                default=(unlimited, -1),
            )
            for steps in self.leaving
        ]
        """By mentee: what the cheapest way from its place to a free one costs, and its first
        stop."""

    def _away(self, mentee: int) -> dict[int, int]:
        row, prices = self._rows[mentee], self._plan.prices
        home = self._plan.mentor_of[mentee]
        pays = self._scale.left_out if home is None else row[home] + prices[home]
        steps = {mentor: cost + prices[mentor] - pays for mentor, cost in row.items()}
        if home is not None:
            del steps[home]
            steps[self.nowhere] = self._scale.left_out - pays
        return steps

    def _cheapest_steps(self) -> list[dict[int, tuple[int, int | None]]]:
        """By place: origin → what the cheapest step from there costs, and who moves."""
        into: list[dict[int, tuple[int, int | None]]] = [{} for _ in range(self.free + 1)]
        for origin, mentees in enumerate(self.at):
            for mentee in mentees:
                for to, cost in self.leaving[mentee].items():
                    steps = into[to]
                    if origin not in steps or cost < steps[origin][0]:
                        steps[origin] = cost, mentee
        into[self.free][self.nowhere] = 0, None
        for mentor, price in enumerate(self._plan.prices):
            places, count = self._scale.places[mentor], len(self.at[mentor])
            if count < len(places):
                into[self.free][mentor] = places[count] - price, None
            if count:
                # Whoever is left out takes no free place by this way: it could reach none.
                into[mentor][self.free] = price - places[count - 1], None
        return into

    def at_most(self, mentee: int) -> int:
        """What the plan without a mentee's pair costs at most: that a free place is taken and
        its own given up, or that it changes places with one other. 0 for who has no mentor.
        """
        home = self._plan.mentor_of[mentee]
        if home is None:
            return 0
        back = self._steps[home]
        swaps = [cost + back[to][0] for to, cost in self.leaving[mentee].items() if to in back]
        return min([self.escapes[mentee][0] + back[self.free][0], *swaps])

    def ways_back(self, end: int, most: Callable[[int, int], int]) -> _WaysBack:
        """The cheapest ways to a place, looked for from there backwards, the nearest first.

        `most` is told each place that is reached, with the length of its way, and says from
        which length on no way is of use. Ways through a free place end there: how the cheapest
        of them go on is known.
        """
        length = {end: 0}
        onward: dict[int, tuple[int, int | None]] = {}
        waiting = [(0, end)]
        while waiting:
            way, place = heappop(waiting)
            if way > length[place]:
                continue
            useless = most(place, way)
            if way >= useless:
                break
            if place == self.free != end:
                continue
            for cost, origin, mover in self._into[place]:
                longer = way + cost
                if longer >= useless:
                    break
                if origin not in length or longer < length[origin]:
                    length[origin] = longer
                    onward[origin] = place, mover
                    heappush(waiting, (longer, origin))
        return _WaysBack(end, length, onward)

    def without(self, home: int) -> Iterator[tuple[int, Alternative]]:
        """The best plan without each of the pairs of a mentor.

        One search serves them all: each of its mentees takes a first step, and from there on
        the ways back to the place that became free are the same.
        """
        circles = []
        for mentee in self.at[home]:
            first = {**self.leaving[mentee], self.free: self.escapes[mentee][0]}
            circles.append(_Circle(mentee, first, self.at_most(mentee) + 1))
        reached: set[int] = set()

        def most(place: int, way: int) -> int:
            reached.add(place)
            return max([each.most(place, way, reached) for each in circles])

        if circles:
            back = self.ways_back(home, most)
            for each in circles:
                by_free = each.through == self.free
                to = self.escapes[each.mentee][1] if by_free else each.through
                yield each.mentee, self.circle(each.mentee, to, back, each.best, by_free=by_free)

    def circle(
        self, mentee: int, to: int, back: _WaysBack, amount: int, *, by_free: bool
    ) -> Alternative:
        """A circle of moves: a mentee's first step, and the way back from there, straight or by
        the cheapest way to a free place and on from there.
        """
        walk = [(to, mentee), *_onward(self.to_free if by_free else back, to)]
        if by_free:
            walk += _onward(back, self.free)
        moves: dict[int, int | None] = {}  # place → who moves there
        for place, mover in walk:
            if place in moves:
                # Of ways that cost the same the two halves may share a place: what lies
                # between costs nothing and is left out.
                while next(reversed(moves)) != place:
                    moves.popitem()
            else:
                moves[place] = mover
            if place == back.end:
                break
        return Alternative(
            self._scale.read(amount),
            tuple(
                Move(mover, None if place == self.nowhere else place)
                for place, mover in moves.items()
                if mover is not None
            ),
            amount,
        )


def _onward(back: _WaysBack, place: int) -> Iterator[tuple[int, int | None]]:
    while place in back.onward:
        place, mover = back.onward[place]
        yield place, mover
