"""Why somebody is left out: too many who can only go to too few.

Whoever could be placed by moving others has been. So from a mentee that is left out, its
eligible mentors are all full, those whom they have could only go to mentors that are full too,
and so on: the set that is reached has no way out (P. Hall, 1935, with several places each).
"""

from __future__ import annotations

from collections.abc import Iterator

from pairing_cli.domain.matching.problem import Plan, Problem
from pairing_cli.domain.tuples import NamedTuple


class Crowd(NamedTuple):
    """Mentees that can only go to these mentors, which have room for fewer."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    room: int

    @property
    def too_many(self) -> int:
        """How many of them are left out, whatever the plan."""
        return len(self.mentees) - self.room


def crowds(problem: Problem, plan: Plan) -> list[Crowd]:
    """A crowd for everybody who is left out; one that is in a crowd already gets no other."""
    at: dict[int, list[int]] = {}
    for mentee, mentor in enumerate(plan.mentor_of):
        if mentor is not None:
            at.setdefault(mentor, []).append(mentee)
    found: list[Crowd] = []
    explained: set[int] = set()
    for mentee, mentor in enumerate(plan.mentor_of):
        if mentor is None and mentee not in explained:
            mentors = set(_reached(problem, at, mentee))
            inside = [
                other
                for other, row in enumerate(problem.costs)
                if mentors.issuperset(row) and (row or other == mentee)
            ]
            room = sum(problem.mentors[each].room or 0 for each in mentors)
            found.append(Crowd(tuple(inside), tuple(sorted(mentors)), room))
            explained.update(inside)
    return found


def _reached(problem: Problem, at: dict[int, list[int]], start: int) -> Iterator[int]:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        for mentor in problem.costs[waiting.pop()]:
            if mentor not in seen:
                seen.add(mentor)
                yield mentor
                waiting += at.get(mentor, ())
