"""Problems for the tests, and what an independent solver (HiGHS in scipy) says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from pairing_cli.domain.matching.problem import Mentor, Problem, Value
from pairing_cli.domain.matching.several import Wish


@st.composite
def problems(draw: st.DrawFn, most_mentees: int = 7, most_mentors: int = 4) -> Problem:
    """A small problem: costs that tie often, minima that can't all be met, full mentors."""
    number = draw(st.integers(0, most_mentors))
    mentors = []
    for _ in range(number):
        maximum = draw(st.none() | st.integers(1, 4))
        minimum = draw(st.integers(0, 3 if maximum is None else maximum))
        mentors.append(Mentor(minimum, maximum, draw(st.sampled_from((0, 0, 0, 1, 2)))))
    row = (
        st.dictionaries(st.integers(0, number - 1), st.integers(-30, 60)) if number else st.just({})
    )
    costs = draw(st.lists(row, max_size=most_mentees))
    return Problem(costs, mentors, draw(st.sampled_from((0, 0, 5, 20))))


def best_value(problem: Problem) -> Value:
    """What the best plan is worth: three aims after one another, each an integer programme."""
    pairs = [(i, j) for i, row in enumerate(problem.costs) for j in row]
    places = [
        (j, before)
        for j, mentor in enumerate(problem.mentors)
        for before in range(mentor.taken, mentor.taken + _room(problem, mentor))
    ]
    size = len(pairs) + len(places)
    limits = []
    for i in range(len(problem.costs)):
        limits.append((_row(size, {k: 1 for k, pair in enumerate(pairs) if pair[0] == i}), 0, 1))
    for j in range(len(problem.mentors)):
        used = {k: 1 for k, pair in enumerate(pairs) if pair[1] == j}
        used |= {len(pairs) + k: -1 for k, place in enumerate(places) if place[0] == j}
        limits.append((_row(size, used), 0, 0))
    costs = {k: problem.costs[i][j] for k, (i, j) in enumerate(pairs)}
    costs |= {
        len(pairs) + k: problem.balance * max(0, before - 1) for k, (_, before) in enumerate(places)
    }
    missing = sum(max(0, mentor.minimum - mentor.taken) for mentor in problem.mentors)
    filling = {
        len(pairs) + k: -1
        for k, (j, before) in enumerate(places)
        if before < problem.mentors[j].minimum
    }
    found = []
    for aim in (dict.fromkeys(range(len(pairs)), -1), filling, costs):
        weights = _row(size, aim)
        least = _minimum(weights, limits)
        limits.append((weights, least, least))
        found.append(least)
    placed, filled, cost = found
    return Value(len(problem.costs) + placed, missing + filled, cost)


def best_value_of_several(
    problem: Problem, wishes: Sequence[Wish], forbidden: tuple[int, int] | None = None
) -> Value:
    """What the best plan is worth where mentees may have several mentors: everybody one, the
    minima, further ones, the costs; one aim after the other.
    """
    pairs = [(i, j) for i, row in enumerate(problem.costs) for j in row]
    places = [
        (j, before)
        for j, mentor in enumerate(problem.mentors)
        for before in range(mentor.taken, mentor.taken + _room(problem, mentor))
    ]
    first = len(pairs) + len(places)  # by mentee: whether it has a mentor of these pairs
    size = first + len(problem.costs)
    limits = []
    for i, wish in enumerate(wishes):
        own = {k: 1 for k, pair in enumerate(pairs) if pair[0] == i}
        limits.append((_row(size, own), 0, wish.mentors))
        limits.append((_row(size, {**own, first + i: -1}), 0, wish.mentors))
    for j in range(len(problem.mentors)):
        used = {k: 1 for k, pair in enumerate(pairs) if pair[1] == j}
        used |= {len(pairs) + k: -1 for k, place in enumerate(places) if place[0] == j}
        limits.append((_row(size, used), 0, 0))
    if forbidden is not None:
        limits.append((_row(size, {pairs.index(forbidden): 1}), 0, 0))
    costs = {k: problem.costs[i][j] for k, (i, j) in enumerate(pairs)}
    costs |= {
        len(pairs) + k: problem.balance * max(0, before - 1) for k, (_, before) in enumerate(places)
    }
    filling = {
        len(pairs) + k: -1
        for k, (j, before) in enumerate(places)
        if before < problem.mentors[j].minimum
    }
    alone = {first + i: -1 for i, wish in enumerate(wishes) if not wish.has_one}
    made = dict.fromkeys(range(len(pairs)), -1)
    found = []
    for aim in (alone, filling, made, costs):
        weights = _row(size, aim)
        least = _minimum(weights, limits)
        limits.append((weights, least, least))
        found.append(least)
    placed, filled, pairs_made, cost = found
    missing = sum(max(0, mentor.minimum - mentor.taken) for mentor in problem.mentors)
    wanted = sum(min(w.mentors, len(row)) for w, row in zip(wishes, problem.costs, strict=True))
    hopeless = sum(not row and not w.has_one for w, row in zip(wishes, problem.costs, strict=True))
    left_out = len(alone) + placed
    return Value(left_out, missing + filled, cost, wanted + pairs_made - (left_out - hopeless))


def without_pair(problem: Problem, mentee: int, mentor: int) -> Problem:
    """The problem with one pair forbidden."""
    rows = [dict(row) for row in problem.costs]
    del rows[mentee][mentor]
    return replace(problem, costs=rows)


def _room(problem: Problem, mentor: Mentor) -> int:
    return len(problem.costs) if mentor.room is None else min(len(problem.costs), mentor.room)


def _row(size: int, entries: dict[int, int]) -> list[int]:
    row = [0] * size
    for place, entry in entries.items():
        row[place] = entry
    return row


def _minimum(weights: list[int], limits: list[tuple[list[int], int, int]]) -> int:
    if not weights:
        return 0
    rows, least, most = zip(*limits, strict=True)
    answer = milp(
        np.array(weights),
        integrality=np.ones(len(weights)),
        bounds=(0, 1),
        constraints=LinearConstraint(np.array(rows), least, most),
        options={"mip_rel_gap": 0},
    )
    assert answer.success, answer.message
    return round(float(answer.fun))
