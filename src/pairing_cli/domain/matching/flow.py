"""The cheapest plan: a minimum-cost flow, changed along one shortest path after another.

Every mentor has a price for a place with it. A newcomer looks for the way that costs least: a
free place, or the place of somebody who moves on to another mentor, who may push on a third.
Measured with the prices no move costs less than nothing, so Dijkstra finds the way; then the
prices of the mentors nearer than its end rise, by what keeps that true. When everybody is
placed, each mentor below its minimum draws mentees to itself the same way backwards, and the
prices fall. Minima come last because few are missed then: with a reward on every such place
from the start the searches went five times as far (1,000 mentees, 290 mentors: 47,600 looks
at a mentee's mentors against 10,750).

R. Jonker, A. Volgenant: A shortest augmenting path algorithm for dense and sparse linear
assignment problems. Computing 38 (1987), 325-340; here with several places at rising costs.
"""

from __future__ import annotations

from heapq import heappop, heappush

from pairing_cli.domain.matching.problem import Plan, Problem, Scale


def solve(problem: Problem, scale: Scale | None = None) -> Plan:
    """The cheapest plan, and prices that prove it. The same problem gives the same plan."""
    flow = _Flow(problem, scale or Scale(problem))
    for mentee in range(len(problem.costs)):
        flow.place(mentee)
    flow.fill_minima()
    return Plan(tuple(flow.mentor_of), tuple(flow.prices))


class _Flow:
    """A plan under way: always the cheapest one for the mentees placed and minima filled."""

    def __init__(self, problem: Problem, scale: Scale) -> None:
        self._rows = problem.costs
        self._scale = scale
        self._never = 4 * scale.left_out
        """A price that no way can pay."""
        self._places = scale.steps
        self._at: list[list[int]] = [[] for _ in problem.mentors]
        self._next = [self._price_of_next(mentor) for mentor in range(len(problem.mentors))]
        """By mentor: what one place more with it costs."""
        self.mentor_of: list[int | None] = [None] * len(problem.costs)
        self.prices = list(self._next)

    def _price_of_next(self, mentor: int) -> int:
        places, count = self._places[mentor], len(self._at[mentor])
        return places[count] if count < len(places) else self._never

    def place(self, newcomer: int) -> None:
        """Give a mentee a place, or leave out whom it is cheapest to leave out."""
        rows, prices, left_out = self._rows, self.prices, self._scale.left_out
        length: dict[int, int] = {}  # mentor → what it costs to have one mentee more there
        mover: dict[int, int] = {}  # mentor → who would come
        waiting: list[tuple[int, int]] = []
        done: list[int] = []
        end: int | None = None
        best, last = left_out, newcomer
        moving = [(newcomer, 0)]
        while True:
            for mentee, start in moving:
                if start + left_out < best:
                    best, end, last = start + left_out, None, mentee
                for mentor, cost in rows[mentee].items():
                    way = start + cost + prices[mentor]
                    if way < best and way < length.get(mentor, best):
                        length[mentor] = way
                        mover[mentor] = mentee
                        heappush(waiting, (way, mentor))
                        whole = way + self._next[mentor] - prices[mentor]
                        if whole < best:
                            best, end, last = whole, mentor, mentee
            way, mentor = _nearest(waiting, length, best)
            if way >= best:
                break
            done.append(mentor)
            moving = [(mentee, way - self._pays(mentee)) for mentee in self._at[mentor]]
        for mentor in done:
            prices[mentor] += best - length[mentor]
        self._push(newcomer, last, end, mover)

    def _push(self, newcomer: int, last: int, end: int | None, mover: dict[int, int]) -> None:
        """Walk a way back from its end: each who moves makes room for the one before."""
        while (left := self._move(last, end)) is not None:
            last, end = mover[left], left
        assert last == newcomer  # noqa: S101 - nobody else comes from nowhere

    def fill_minima(self) -> None:
        """Bring every mentor to its minimum, or as near to it as the others allow."""
        self._places = self._scale.places
        columns: list[list[tuple[int, int]]] = [[] for _ in self._places]
        for mentee, row in enumerate(self._rows):
            for mentor, cost in row.items():
                columns[mentor].append((mentee, cost))
        for mentor in range(len(self._places)):
            self._next[mentor] = self._price_of_next(mentor)
        for mentor in range(len(self._places)):
            while self._next[mentor] < self.prices[mentor]:
                if not self._draw(mentor, columns):
                    break

    def _draw(self, short: int, columns: list[list[tuple[int, int]]]) -> bool:
        """Bring one mentee more to a mentor; False where it is cheaper to leave it short."""
        rows, prices, places = self._rows, self.prices, self._places
        length = {short: 0}  # mentor → what it costs to take one mentee from there
        mover: dict[int, tuple[int, int]] = {}  # mentor → who would go, and where
        waiting = [(0, short)]
        done: list[int] = []
        source: int | None = None
        best = prices[short] - self._next[short]
        while True:
            way, gaining = _nearest(waiting, length, best)
            if way >= best:
                break
            done.append(gaining)
            start = way + prices[gaining]
            for mentee, cost in columns[gaining]:
                losing = self.mentor_of[mentee]
                if losing is None or losing == gaining:
                    continue
                way = start + cost - rows[mentee][losing] - prices[losing]
                if way < best and way < length.get(losing, best):
                    length[losing] = way
                    mover[losing] = (mentee, gaining)
                    heappush(waiting, (way, losing))
                    whole = way + prices[losing] - places[losing][len(self._at[losing]) - 1]
                    if whole < best:
                        best, source = whole, losing
        for mentor in done:
            prices[mentor] -= best - length[mentor]
        if source is None:
            return False
        while source != short:
            mentee, source = mover[source]
            self._move(mentee, source)
        return True

    def _pays(self, mentee: int) -> int:
        mentor = self.mentor_of[mentee]
        assert mentor is not None  # noqa: S101 - only who has a place can give it up
        return self._rows[mentee][mentor] + self.prices[mentor]

    def _move(self, mentee: int, to: int | None) -> int | None:
        """Give a mentee another mentor; the one it leaves."""
        origin = self.mentor_of[mentee]
        self.mentor_of[mentee] = to
        if origin is not None:
            self._at[origin].remove(mentee)
            self._next[origin] = self._price_of_next(origin)
        if to is not None:
            self._at[to].append(mentee)
            self._next[to] = self._price_of_next(to)
        return origin


def _nearest(waiting: list[tuple[int, int]], length: dict[int, int], best: int) -> tuple[int, int]:
    """The nearest mentor that hasn't been looked at yet; as far as the best end if none is."""
    while waiting:
        way, mentor = heappop(waiting)
        if way == length[mentor]:
            return way, mentor
    return best, -1
