"""The plan is the best there is, its proof holds, and every price is that of a second plan."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.matching.problems import best_value, problems, without_pair

from pairing_cli.domain.matching.arranging import arrange, options_of, solve_from_nearest, split
from pairing_cli.domain.matching.certificate import check
from pairing_cli.domain.matching.flow import solve
from pairing_cli.domain.matching.left_out import crowds
from pairing_cli.domain.matching.prices import alternatives
from pairing_cli.domain.matching.problem import Mentor, Plan, Problem, Scale, Value, rising, value

many = settings(max_examples=150, deadline=None)


@many
@given(problems())
def test_the_plan_is_worth_what_an_independent_solver_finds(problem: Problem) -> None:
    plan = solve(problem)
    assert value(problem, plan.mentor_of) == best_value(problem)


@settings(max_examples=600, deadline=None)
@given(problems(most_mentees=14, most_mentors=6))
def test_every_plan_is_proved_by_its_prices(problem: Problem) -> None:
    proof = check(problem, solve(problem))
    assert proof.optimal
    assert not proof.cheaper


@many
@given(problems(), st.randoms(use_true_random=False))
def test_no_other_plan_is_proved(problem: Problem, random: Random) -> None:
    best = solve(problem)
    other = list(best.mentor_of)
    for mentee, row in enumerate(problem.costs):
        if row and random.random() < 0.5:
            other[mentee] = random.choice([*row, None])
    plan = Plan(tuple(other), best.prices)
    try:
        optimal = check(problem, plan).optimal
    except ValueError:
        return  # more mentees than room
    assert optimal == (value(problem, other) == value(problem, best.mentor_of))


def test_a_plan_that_breaks_a_rule_is_no_plan() -> None:
    problem = Problem([{0: 1}, {0: 1}, {1: 1}], [Mentor(0, 1), Mentor(0, 1)])
    with pytest.raises(ValueError, match="room"):
        check(problem, Plan((0, 0, 1), (0, 0)))
    with pytest.raises(ValueError, match="eligible"):
        check(problem, Plan((1, 0, None), (0, 0)))


@settings(max_examples=40, deadline=None)
@given(problems(most_mentees=5, most_mentors=3))
def test_the_price_of_a_pair_is_what_the_best_plan_without_it_is_dearer(
    problem: Problem,
) -> None:
    plan = solve(problem)
    best = value(problem, plan.mentor_of)
    for mentee, alternative in enumerate(alternatives(problem, plan, Scale(problem))):
        mentor = plan.mentor_of[mentee]
        if mentor is None or alternative is None:
            assert mentor is None
            assert alternative is None
            continue
        again = best_value(without_pair(problem, mentee, mentor))
        assert alternative.extra == _difference(again, best)


@settings(max_examples=300, deadline=None)
@given(problems(most_mentees=14, most_mentors=6))
def test_the_moves_lead_to_the_plan_that_the_price_speaks_of(problem: Problem) -> None:
    plan = solve(problem)
    best = value(problem, plan.mentor_of)
    for mentee, alternative in enumerate(alternatives(problem, plan, Scale(problem))):
        if alternative is None:
            continue
        moved = list(plan.mentor_of)
        for move in alternative.moves:
            assert moved[move.mentee] != move.mentor
            moved[move.mentee] = move.mentor
        assert alternative.moves[0].mentee == mentee
        assert len({move.mentee for move in alternative.moves}) == len(alternative.moves)
        check(problem, Plan(tuple(moved), plan.prices))  # it is a plan
        assert alternative.extra == _difference(value(problem, moved), best)


@settings(max_examples=40, deadline=None)
@given(problems(most_mentees=5, most_mentors=3))
def test_the_price_of_another_mentor_is_what_the_best_plan_with_it_is_dearer(
    problem: Problem,
) -> None:
    plan = solve(problem)
    best = value(problem, plan.mentor_of)
    for mentee, row in enumerate(problem.costs):
        for mentor, option in options_of(problem, mentee).items():
            if option is None:
                assert plan.mentor_of[mentee] == mentor
                continue
            left_out, short, cost, _ = best_value(_pinned(problem, mentee, mentor))
            taken = problem.mentors[mentor].taken
            cost += row[mentor] + rising(problem.balance, taken)
            assert option.extra == _difference(Value(left_out, short, cost), best)
            assert option.moves[0] == (mentee, mentor)


def _pinned(problem: Problem, mentee: int, mentor: int) -> Problem:
    """What is left to be planned where a mentee is with a mentor whatever it costs."""
    mentors = list(problem.mentors)
    mentors[mentor] = mentors[mentor]._replace(taken=mentors[mentor].taken + 1)
    costs = [row for number, row in enumerate(problem.costs) if number != mentee]
    return replace(problem, costs=costs, mentors=mentors)


@settings(max_examples=300, deadline=None)
@given(problems(most_mentees=14, most_mentors=5))
def test_whoever_is_left_out_is_one_of_too_many_for_too_few(problem: Problem) -> None:
    plan = solve(problem)
    left_out = {mentee for mentee, mentor in enumerate(plan.mentor_of) if mentor is None}
    found = crowds(problem, plan)
    assert left_out <= {mentee for crowd in found for mentee in crowd.mentees}
    for crowd in found:
        assert crowd.too_many > 0
        assert all(set(problem.costs[mentee]) <= set(crowd.mentors) for mentee in crowd.mentees)
        inside = [plan.mentor_of[mentee] for mentee in crowd.mentees]
        for mentor in crowd.mentors:
            assert inside.count(mentor) == problem.mentors[mentor].room
        assert crowd.too_many == inside.count(None)


@settings(max_examples=200, deadline=None)
@given(problems(most_mentees=14, most_mentors=5), st.randoms(use_true_random=False))
def test_forbidding_a_pair_never_makes_a_plan_better(problem: Problem, random: Random) -> None:
    pairs = [(mentee, mentor) for mentee, row in enumerate(problem.costs) for mentor in row]
    if not pairs:
        return
    narrower = without_pair(problem, *random.choice(pairs))
    wide, narrow = solve(problem), solve(narrower)
    assert value(problem, wide.mentor_of) <= value(narrower, narrow.mentor_of)


@settings(max_examples=200, deadline=None)
@given(problems(most_mentees=14, most_mentors=6))
def test_the_same_comes_of_the_whole_of_its_parts_and_of_the_nearest(problem: Problem) -> None:
    best = value(problem, solve(problem).mentor_of)
    whole = arrange(problem)
    assert whole.value == best == value(problem, whole.mentor_of)
    assert whole.optimal
    assert whole.lower_bound == best.cost
    scale = Scale(problem)
    plan, proof, kept = solve_from_nearest(problem, scale, nearest=1)
    assert proof.optimal
    assert value(problem, plan.mentor_of) == best
    for one, other in zip(
        alternatives(problem, plan, scale),
        alternatives(problem, plan, scale, kept),
        strict=True,
    ):
        assert (one and one.extra) == (other and other.extra)


@settings(max_examples=200, deadline=None)
@given(problems(most_mentees=10, most_mentors=6))
def test_parts_share_nothing_and_lose_nothing(problem: Problem) -> None:
    mentees = [mentee for part in split(problem) for mentee in part.mentees]
    assert sorted(mentees) == list(range(len(problem.costs)))
    mentors = [mentor for part in split(problem) for mentor in part.mentors]
    assert len(mentors) == len(set(mentors))
    for part in split(problem):
        for mentee, row in zip(part.mentees, part.problem.costs, strict=True):
            outside = {part.mentors[mentor]: cost for mentor, cost in row.items()}
            assert outside == problem.costs[mentee]


def test_steps_below_a_unit_break_ties_and_are_never_told() -> None:
    # Either mentee with either mentor costs 10; the second steps say who has changed.
    unit = 2 * 2 + 1
    rows = [{0: 10 * unit + 1, 1: 10 * unit}, {0: 10 * unit, 1: 10 * unit + 1}]
    found = arrange(Problem(rows, [Mentor(0, 1), Mentor(0, 1)], unit=unit))
    assert found.mentor_of == (1, 0)
    assert found.value == Value(0, 0, 20)
    for alternative in found.alternatives:
        assert alternative is not None
        assert alternative.extra == Value(0, 0, 0)
        assert len(alternative.moves) == 2


def test_everybody_placed_comes_before_the_minima_and_these_before_the_costs() -> None:
    # Mentor 0 wants both; but mentee 2 can go to it only, and it has room for two.
    rows = [{0: 1, 1: 900}, {0: 1}, {0: 500}]
    found = arrange(Problem(rows, [Mentor(2, 2), Mentor(0, 3)]))
    assert found.mentor_of == (1, 0, 0)
    # Nobody would be with mentor 1 for the costs alone; its minimum draws the cheapest one.
    rows = [{0: 1, 1: 900}, {0: 1, 1: 400}]
    found = arrange(Problem(rows, [Mentor(0, 3), Mentor(1, 3)]))
    assert found.mentor_of == (0, 1)
    assert arrange(Problem(rows, [Mentor(2, 3), Mentor(1, 3)])).value.short == 1


def test_the_third_mentee_costs_balance_and_the_fourth_twice_that() -> None:
    rows = [{0: 0, 1: 12} for _ in range(4)]
    assert arrange(Problem(rows, [Mentor(), Mentor()])).value.cost == 0
    # With 10 a step: two and two cost 24, three and one 22, all four 30.
    assert arrange(Problem(rows, [Mentor(), Mentor()], balance=10)).value.cost == 22


def _difference(value_of: Value, best: Value) -> Value:
    return Value(*(one - other for one, other in zip(value_of, best, strict=True)))
