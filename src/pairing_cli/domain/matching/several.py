"""Several mentors of one mentee: every pair is asked for by itself.

A pair is put to the solver as if it were a mentee: it goes to its mentor, or to a place for
pairs of its mentee that aren't made. Of these places as many are free as the mentee needn't have
pairs; each further one costs that it has a mentor fewer than it might, the last that it has none
at all. So nobody is with a mentor twice, and the plan, its proof and its prices are those of the
one solver. Source: minimum-cost flows with convex costs (Ahuja, Magnanti, Orlin 1993, chapter 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pairing_cli.domain.matching.arranging import Arrangement, arrange, options_of
from pairing_cli.domain.matching.left_out import Crowd, crowds
from pairing_cli.domain.matching.prices import Alternative, Move
from pairing_cli.domain.matching.problem import Mentor, Plan, Problem, Unmade, Value
from pairing_cli.domain.tuples import NamedTuple


class Wish(NamedTuple):
    """How many mentors a mentee is to get, and whether it has one anyway."""

    mentors: int = 1
    has_one: bool = False


class Matching(NamedTuple):
    """The best plan, by the numbers of the problem, and the prices of its pairs."""

    mentors_of: tuple[tuple[int, ...], ...]
    value: Value
    lower_bound: int
    optimal: bool
    alternatives: Mapping[tuple[int, int], Alternative]
    """By pair (mentee, mentor): the best plan without it."""
    crowds: tuple[Crowd, ...]
    """Why those are left out who have no mentor at all."""


def match(problem: Problem, wishes: Sequence[Wish]) -> Matching:
    """The best plan in which each mentee gets as many mentors as it wishes for, if it can.

    Nobody is left without a mentor for the sake of another's second one.
    """
    if all(wish == Wish() for wish in wishes):
        return _of_one_each(arrange(problem))
    pairwise = _Pairwise(problem, wishes)
    found = arrange(pairwise.problem)
    mentors_of = pairwise.mentors_of(found)
    return Matching(
        mentors_of=mentors_of,
        value=found.value._replace(
            left_out=found.value.left_out + pairwise.hopeless,
        ),
        lower_bound=found.lower_bound,
        optimal=found.optimal,
        alternatives={
            pair: pairwise.told(alternative, mentors_of)
            for pair, alternative in zip(pairwise.pairs, found.alternatives, strict=True)
            if alternative is not None and pair[1] in mentors_of[pair[0]]
        },
        crowds=tuple(_crowds(problem, wishes, mentors_of)),
    )


def options_for(
    problem: Problem, wishes: Sequence[Wish], mentee: int
) -> tuple[tuple[int, ...], dict[int, Alternative | None]]:
    """The mentors of one mentee in the best plan; and by mentor the best plan in which it is
    one of them, None for those that are.
    """
    found = match(problem, wishes)
    homes = found.mentors_of[mentee]
    if all(wish == Wish() for wish in wishes):
        return homes, options_of(problem, mentee)
    pairwise = _Pairwise(problem, wishes)
    options: dict[int, Alternative | None] = {}
    for number, (own, mentor) in enumerate(pairwise.pairs):
        if own != mentee:
            continue
        inside = options_of(pairwise.problem, number)
        if mentor in homes:
            options[mentor] = None
        elif (alternative := inside.get(mentor)) is not None:
            options[mentor] = pairwise.told(alternative, found.mentors_of)
    return homes, options


class _Pairwise:
    """A problem put pair by pair."""

    def __init__(self, problem: Problem, wishes: Sequence[Wish]) -> None:
        self._wishes = wishes
        self._count = len(problem.mentors)
        self.pairs = [
            (mentee, mentor) for mentee, row in enumerate(problem.costs) for mentor in row
        ]
        self.hopeless = sum(
            not row and not wish.has_one for row, wish in zip(problem.costs, wishes, strict=True)
        )
        """Mentees that nobody may help."""
        places = [
            Mentor(unmade=_unmade(len(row), wish))
            for row, wish in zip(problem.costs, wishes, strict=True)
        ]
        self.problem = replace(
            problem,
            costs=[
                {mentor: problem.costs[mentee][mentor], self._count + mentee: 0}
                for mentee, mentor in self.pairs
            ],
            mentors=[*problem.mentors, *places],
        )

    def mentors_of(self, found: Arrangement) -> tuple[tuple[int, ...], ...]:
        """By mentee: its mentors."""
        made: list[list[int]] = [[] for _ in self._wishes]
        for (mentee, mentor), home in zip(self.pairs, found.mentor_of, strict=True):
            if home == mentor:
                made[mentee].append(mentor)
        return tuple(map(tuple, made))

    def told(self, alternative: Alternative, mentors_of: Sequence[Sequence[int]]) -> Alternative:
        """What changes by mentees and mentors: who would get another one, and who has none then."""
        moves = tuple(self._moves(alternative, mentors_of))
        return alternative._replace(moves=moves)

    def _moves(
        self, alternative: Alternative, mentors_of: Sequence[Sequence[int]]
    ) -> Iterator[Move]:
        left = {mentee: len(mentors) for mentee, mentors in enumerate(mentors_of)}
        for move in alternative.moves:
            mentee, mentor = self.pairs[move.mentee]
            left[mentee] += 1 if move.mentor == mentor else -1
        for move in alternative.moves:
            mentee, mentor = self.pairs[move.mentee]
            if move.mentor == mentor:
                yield Move(mentee, mentor)
            elif not left[mentee] and not self._wishes[mentee].has_one:
                yield Move(mentee, None)


def _unmade(pairs: int, wish: Wish) -> Unmade:
    """The places for those of so many pairs of one mentee that aren't made."""
    dear = min(pairs, wish.mentors)
    return Unmade(pairs - dear, dear, bool(pairs) and not wish.has_one)


def _of_one_each(found: Arrangement) -> Matching:
    return Matching(
        mentors_of=tuple(() if mentor is None else (mentor,) for mentor in found.mentor_of),
        value=found.value,
        lower_bound=found.lower_bound,
        optimal=found.optimal,
        alternatives={
            (mentee, mentor): alternative
            for mentee, (mentor, alternative) in enumerate(
                zip(found.mentor_of, found.alternatives, strict=True)
            )
            if mentor is not None and alternative is not None
        },
        crowds=found.crowds,
    )


def _crowds(
    problem: Problem, wishes: Sequence[Wish], mentors_of: Sequence[Sequence[int]]
) -> Iterator[Crowd]:
    """A crowd for everybody who has no mentor at all. Whoever stands in their way has one only:
    a second one would have been given up for them.
    """
    rows = [{} if wish.has_one else row for row, wish in zip(problem.costs, wishes, strict=True)]
    plan = Plan(tuple(next(iter(mentors), None) for mentors in mentors_of), ())
    for crowd in crowds(replace(problem, costs=rows), plan):
        if not all(wishes[mentee].has_one for mentee in crowd.mentees):
            yield crowd
