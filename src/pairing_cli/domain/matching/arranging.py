"""The whole answer: the problem in parts, each solved, proved, priced and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pairing_cli.domain.matching.certificate import Proof, check
from pairing_cli.domain.matching.flow import solve
from pairing_cli.domain.matching.left_out import Crowd, crowds
from pairing_cli.domain.matching.prices import Alternative, Move, alternatives, options
from pairing_cli.domain.matching.problem import Plan, Problem, Scale, Value, value
from pairing_cli.domain.tuples import NamedTuple

NEAREST: Final = 12
"""How many of its cheapest mentors each mentee is placed among at first. The prices then show
which of the others matter, mostly none: 1,000 mentees and 290 mentors take a sixth of the time."""


class Arrangement(NamedTuple):
    """The best plan, by the numbers of the problem."""

    mentor_of: tuple[int | None, ...]
    value: Value
    lower_bound: int
    """No plan that leaves out and misses as few costs less, in units."""
    optimal: bool
    """Whether the proof held."""
    alternatives: tuple[Alternative | None, ...]
    crowds: tuple[Crowd, ...]


def arrange(problem: Problem) -> Arrangement:
    """The best plan, its proof, the price of each pair, and why whoever is left out is.

    Rows of costs that aren't a list are made anew whenever they are asked for, since they
    would take too much memory; such a problem stays in one piece.
    """
    mentor_of: list[int | None] = [None] * len(problem.costs)
    without: list[Alternative | None] = [None] * len(problem.costs)
    crowded: list[Crowd] = []
    gap = 0
    for part in split(problem):
        scale = Scale(part.problem)
        plan, proof, kept = solve_from_nearest(part.problem, scale)
        gap += proof.gap
        for mentee, mentor in zip(part.mentees, plan.mentor_of, strict=True):
            mentor_of[mentee] = None if mentor is None else part.mentors[mentor]
        if proof.optimal:
            found = alternatives(part.problem, plan, scale, kept)
            for mentee, alternative in zip(part.mentees, found, strict=True):
                without[mentee] = alternative and part.outside(alternative)
        crowded += [
            Crowd(
                tuple(part.mentees[each] for each in crowd.mentees),
                tuple(part.mentors[each] for each in crowd.mentors),
                crowd.room,
            )
            for crowd in crowds(part.problem, plan)
        ]
    worth = value(problem, mentor_of)
    return Arrangement(
        mentor_of=tuple(mentor_of),
        value=worth,
        lower_bound=worth.cost - -(-gap // problem.unit),
        optimal=gap == 0,
        alternatives=tuple(without),
        crowds=tuple(crowded),
    )


def options_of(problem: Problem, mentee: int) -> dict[int, Alternative | None]:
    """By mentor: the best plan in which one mentee is with it; None for the one it has anyway.

    A mentor is missing that isn't eligible or has no room at all.
    """
    part = next(part for part in split(problem) if mentee in part.mentees)
    scale = Scale(part.problem)
    found = solve_from_nearest(part.problem, scale)
    inside = options(part.problem, found.plan, scale, part.mentees.index(mentee))
    return {
        part.mentors[mentor]: alternative and part.outside(alternative)
        for mentor, alternative in inside.items()
    }


class Part(NamedTuple):
    """Mentees and mentors that have nothing to do with the others."""

    problem: Problem
    mentees: Sequence[int]
    mentors: Sequence[int]

    def outside(self, alternative: Alternative) -> Alternative:
        """An alternative by the numbers of the whole problem."""
        moves = (
            Move(
                self.mentees[move.mentee],
                None if move.mentor is None else self.mentors[move.mentor],
            )
            for move in alternative.moves
        )
        return alternative._replace(moves=tuple(moves))


def split(problem: Problem) -> Iterator[Part]:
    """The parts of a problem, in the order of their first mentees.

    A county's kindergartens are a part where mentors lie in the same county, without anybody
    saying so; the work grows faster than the size, so parts are a tenth of it.
    """
    if not isinstance(problem.costs, list):
        yield Part(problem, range(len(problem.costs)), range(len(problem.mentors)))
        return
    leader = list(range(len(problem.mentors)))

    def led_by(mentor: int) -> int:
        while leader[mentor] != mentor:
            leader[mentor] = mentor = leader[leader[mentor]]
        return mentor

    before: Mapping[int, int] = {}
    for row in problem.costs:
        if row.keys() == before.keys():
            continue  # mostly everybody of a place has the same mentors
        before, first = row, -1
        for mentor in row:
            top = led_by(mentor)
            if first < 0:
                first = top
            leader[top] = first
    if len({led_by(mentor) for mentor in range(len(leader))}) == 1 and all(problem.costs):
        yield Part(problem, range(len(problem.costs)), range(len(leader)))
        return
    mentees: dict[int, list[int]] = {}
    for mentee, row in enumerate(problem.costs):
        key = led_by(next(iter(row))) if row else -1 - mentee
        mentees.setdefault(key, []).append(mentee)
    mentors: dict[int, list[int]] = {key: [] for key in mentees}
    for mentor in range(len(leader)):
        mentors.setdefault(led_by(mentor), []).append(mentor)
    for key, inside in mentees.items():
        helpers = mentors[key]
        number = {mentor: place for place, mentor in enumerate(helpers)}
        yield Part(
            replace(
                problem,
                costs=[
                    {number[mentor]: cost for mentor, cost in problem.costs[mentee].items()}
                    for mentee in inside
                ],
                mentors=[problem.mentors[mentor] for mentor in helpers],
            ),
            inside,
            helpers,
        )


class Found(NamedTuple):
    """A plan, its proof, and the pairs that it took to find it."""

    plan: Plan
    proof: Proof
    kept: Sequence[Mapping[int, int]] | None
    """By mentee, as in a problem. None: all of them."""


def solve_from_nearest(problem: Problem, scale: Scale, nearest: int = NEAREST) -> Found:
    """The cheapest plan, found among the cheapest mentors of each mentee first.

    The proof looks at every pair; those that its prices show to be cheaper join in, until none
    is: the answer is the best over all pairs, not only over those it was found among.
    """
    if all(len(row) <= nearest for row in problem.costs):
        plan = solve(problem, scale)
        return Found(plan, check(problem, plan, scale), None)
    kept = [_cheapest(row, nearest) for row in problem.costs]
    while True:
        plan = solve(replace(problem, costs=kept), scale)
        proof = check(problem, plan, scale)
        if not proof.cheaper:
            return Found(plan, proof, kept)
        for mentee, mentor in proof.cheaper:
            kept[mentee][mentor] = problem.costs[mentee][mentor]


def _cheapest(row: Mapping[int, int], most: int) -> dict[int, int]:
    return {mentor: row[mentor] for mentor in sorted(row, key=row.__getitem__)[:most]}
