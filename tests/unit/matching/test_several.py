"""Several mentors of one mentee: the best plan, its prices, and who is left out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.matching.problems import best_value_of_several, problems

from pairing_cli.domain.matching.problem import Mentor, Problem
from pairing_cli.domain.matching.several import Wish, match, options_for

few = settings(max_examples=60, deadline=None)


@st.composite
def wishes_of(draw: st.DrawFn, problem: Problem) -> list[Wish]:
    """What each mentee of a problem may have."""
    return [Wish(draw(st.integers(1, 3)), draw(st.booleans())) for _ in problem.costs]


@few
@given(problems(most_mentees=5).flatmap(lambda p: st.tuples(st.just(p), wishes_of(p))))
def test_the_plan_is_worth_what_an_independent_solver_finds(
    asked: tuple[Problem, list[Wish]],
) -> None:
    problem, wishes = asked
    found = match(problem, wishes)
    assert found.optimal
    assert found.value == best_value_of_several(problem, wishes)
    for mentors, wish, row in zip(found.mentors_of, wishes, problem.costs, strict=True):
        assert len(set(mentors)) == len(mentors) <= wish.mentors
        assert set(mentors) <= set(row)


@settings(max_examples=30, deadline=None)
@given(
    problems(most_mentees=4, most_mentors=3).flatmap(lambda p: st.tuples(st.just(p), wishes_of(p)))
)
def test_the_price_of_a_pair_is_what_the_best_plan_without_it_is_dearer(
    asked: tuple[Problem, list[Wish]],
) -> None:
    problem, wishes = asked
    found = match(problem, wishes)
    pairs = {(m, mentor) for m, mentors in enumerate(found.mentors_of) for mentor in mentors}
    assert set(found.alternatives) == pairs
    for pair, alternative in found.alternatives.items():
        again = best_value_of_several(problem, wishes, forbidden=pair)
        assert tuple(alternative.extra) == tuple(
            one - other for one, other in zip(again, found.value, strict=True)
        )


def test_nobody_is_left_out_for_the_sake_of_anothers_second_mentor() -> None:
    """The near mentor has one place: it goes to who could go nowhere else."""
    problem = Problem([{0: 1, 1: 50}, {0: 40}], [Mentor(0, 1), Mentor(0, 2)])
    found = match(problem, [Wish(2), Wish(2)])
    assert found.mentors_of == ((1,), (0,))
    assert (found.value.left_out, found.value.fewer) == (0, 1)


def test_no_minimum_brings_a_mentee_more_mentors_than_it_may_have() -> None:
    problem = Problem([{0: 1, 1: 1, 2: 1}], [Mentor(1, 2), Mentor(1, 2), Mentor(1, 2)])
    found = match(problem, [Wish(2)])
    assert len(found.mentors_of[0]) == 2
    assert found.value.short == 1


def test_whoever_has_no_mentor_at_all_is_told_who_is_in_the_way() -> None:
    problem = Problem([{0: 1}, {0: 2}, {0: 3, 1: 1}, {1: 2}], [Mentor(0, 1), Mentor(0, 5)])
    found = match(problem, [Wish(2), Wish(2), Wish(2), Wish(1, has_one=True)])
    (crowd,) = found.crowds
    assert (set(crowd.mentees), crowd.mentors, crowd.room) == ({0, 1}, (0,), 1)
    assert found.mentors_of[3] == (1,)


def test_every_mentor_that_a_mentee_could_have_is_told_with_what_it_means() -> None:
    problem = Problem(
        [{0: 1, 1: 5, 2: 9}, {0: 1, 1: 2}], [Mentor(0, 2), Mentor(0, 2), Mentor(0, 2)]
    )
    homes, options = options_for(problem, [Wish(2), Wish(1)], 0)
    assert set(homes) == {0, 1}
    assert options[0] is None
    assert options[2] is not None
    assert options[2].extra.cost == 4
    assert [tuple(move) for move in options[2].moves] == [(0, 2)]
