"""The formula of an assessment: what both partners' score is made of, and what it can't do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.honours.formula import (
    Cap,
    Ground,
    GroundKind,
    PartCode,
    Score,
    Side,
    effective_weights,
    next_steps,
    score,
    unit_score,
)
from pairing_cli.domain.honours.words import Grade
from pairing_cli.files.assessment_scheme import parse_scheme, read_scheme
from pairing_cli.resources import data_folder

FILE = data_folder() / "assessments" / "bundled.yaml"
FORMULA = read_scheme(FILE).formula
RANDOM_PAIRINGS = 1000


def ground(done: float, need: float, step: float = 0, title: str = "", unit: str = "") -> Ground:
    """Something that was asked for."""
    return Ground(
        GroundKind.RULE, title, title, Fraction(done), Fraction(need), Fraction(step), unit
    )


LHUNZE = {
    PartCode.ACTIVITY: [
        ground(4, 4, 1, "送教"),
        ground(14, 21, 1, "入园"),
        ground(2, 40, 8, "课时"),
        ground(2, 8, 1, "讲座"),
        ground(0, 4, 1, "跟班"),
    ],
    PartCode.ORGANISATION: [ground(1, 1)] * 4,
    PartCode.NEEDS: [ground(1, 1), ground(0.5, 1)],
    PartCode.MENDING: [ground(1, 1)] * 2,
    PartCode.TASKS: [ground(1, 1)] * 3 + [ground(0, 1)] * 2,
    PartCode.INSPECTION_MENTOR: [ground(92, 100)],
    PartCode.EFFECT: [ground(1, 1)] * 4,
    PartCode.INSPECTION_MENTEE: [ground(88, 100)],
}
"""隆子县 on 2024-03-31, worked on paper in design/cycle_end.md, section 3."""


def random_grounds(random: Random) -> dict[PartCode, list[Ground]]:
    """Any pairing: some parts are asked for a lot, some not at all."""
    found = {}
    for part in FORMULA.parts:
        several = []
        for number in range(random.choice((0, 0, 1, 2, 5))):
            need = random.randint(1, 40)
            several.append(ground(random.randint(0, 2 * need), need, random.randint(0, 3),
                                  f"{part.code}-{number}"))  # fmt: skip
        found[part.code] = several
    return found


def random_pairings() -> Iterator[tuple[Random, dict[PartCode, list[Ground]]]]:
    """A thousand of them."""
    for seed in range(RANDOM_PAIRINGS):
        random = Random(seed)
        yield random, random_grounds(random)


def test_the_worked_example_comes_to_72_point_9() -> None:
    found = score(FORMULA, LHUNZE)
    assert [float(each.points) for each in found.parts] == [
        11.8, 10, 7.5, 10, 7.2, 7.4, 12, 7.0,
    ]  # fmt: skip
    assert found.total == Fraction("72.9")
    assert found.grade is Grade.PASS
    assert not found.uncounted


def test_next_steps_of_the_worked_example_name_what_brings_most_for_least() -> None:
    found = next_steps(FORMULA, LHUNZE, score(FORMULA, LHUNZE))
    gains = [
        (str(step.ground.title), float(step.amount), float(step.gain))
        for step in found
        if step.ground
    ]
    assert gains[:2] == [("跟班", 1.0, 1.5), ("讲座", 1.0, 0.75)]
    assert gains[-1] == ("课时", 8.0, 1.2)
    assert sum(gain for title, _, gain in gains if title != "入园") == pytest.approx(3.45)


def test_one_more_of_each_would_make_it_good() -> None:
    more = {"跟班", "讲座", "课时"}
    activity = [
        each.advanced() if each.title in more else each for each in LHUNZE[PartCode.ACTIVITY]
    ]
    then = score(FORMULA, {**LHUNZE, PartCode.ACTIVITY: activity})
    assert then.total == Fraction("76.4")  # 76.35 exactly
    assert then.grade is Grade.GOOD


def test_points_add_up_to_the_total_before_cap_and_adjustment() -> None:
    for random, grounds in random_pairings():
        caps = [Cap(59, ("a",), critical=True)] if random.random() < 0.3 else []
        found = score(FORMULA, grounds, caps, Fraction(random.randint(-3, 3)))
        if found.before is None:
            assert not any(grounds.values())
            continue
        assert sum(each.points for each in found.parts) == found.before
        assert found.before * 10 == int(found.before * 10)
        exact = sum(each.weight * (each.value or 0) for each in found.parts)
        assert abs(found.before - exact) <= Fraction(1, 20)
        assert sum(each.weight for each in found.parts) == 100
        assert 0 <= (found.total or 0) <= 100


def test_doing_a_duty_never_costs_anything() -> None:
    for random, grounds in random_pairings():
        places = [(code, at) for code, several in grounds.items() for at in range(len(several))]
        if not places:
            continue
        code, at = random.choice(places)
        was = grounds[code][at]
        grounds[code][at] = was._replace(done=min(was.done, was.need))
        before = score(FORMULA, grounds).total
        grounds[code][at] = was._replace(done=was.need)
        after = score(FORMULA, grounds).total
        assert before is not None
        assert after is not None
        assert after >= before


def test_what_nobody_asked_for_earns_nothing() -> None:
    for random, grounds in random_pairings():
        before = score(FORMULA, grounds)
        more = {
            code: [
                each._replace(done=each.done + random.randint(1, 99))
                if each.done >= each.need
                else each
                for each in several
            ]
            for code, several in grounds.items()
        }
        assert score(FORMULA, more).total == before.total


def test_both_partners_move_together() -> None:
    for random, grounds in random_pairings():
        other = score(FORMULA, random_grounds(random))
        mine = score(FORMULA, grounds)
        better = score(FORMULA, {code: [each._replace(done=each.need) for each in several]
                                 for code, several in grounds.items()})  # fmt: skip
        if mine.total is None or better.total is None:
            continue
        with_mine, with_better = (unit_score(FORMULA, [each, other]) for each in (mine, better))
        assert with_mine.total is not None
        assert with_better.total is not None
        moved = better.total - mine.total
        known = 1 if other.total is None else 2
        assert moved >= 0
        assert abs((with_better.total - with_mine.total) - moved / known) <= Fraction(1, 10)


def test_weight_that_is_not_counted_stays_on_its_side_as_long_as_it_has_a_part() -> None:
    codes = {part.code for part in FORMULA.parts}
    without_mending = effective_weights(FORMULA.parts, codes - {PartCode.MENDING})
    assert without_mending[PartCode.ACTIVITY] == 36
    assert without_mending[PartCode.NEEDS] == without_mending[PartCode.ORGANISATION] == 12
    assert without_mending[PartCode.TASKS] == 12
    no_mentor = effective_weights(
        FORMULA.parts, codes - {PartCode.TASKS, PartCode.INSPECTION_MENTOR}
    )
    assert no_mentor[PartCode.ACTIVITY] == Fraction("37.5")
    assert no_mentor[PartCode.EFFECT] == 15


def test_a_perfect_pairing_has_100_whatever_is_not_counted() -> None:
    for _random, grounds in random_pairings():
        perfect = {code: [each._replace(done=each.need) for each in several]
                   for code, several in grounds.items()}  # fmt: skip
        assert score(FORMULA, perfect).total in (None, 100)


def capped(critical: bool, adjustment: int = 0) -> Score:
    full = {part.code: [ground(1, 1)] for part in FORMULA.parts}
    most = FORMULA.critical_cap if critical else FORMULA.overdue_cap
    return score(FORMULA, full, [Cap(most, ("9b02e6a1",), critical)], Fraction(adjustment))


def test_an_open_critical_finding_keeps_the_total_at_59_whatever_the_bureau_adds() -> None:
    assert capped(critical=True).total == 59
    assert capped(critical=True, adjustment=3).total == 59
    assert capped(critical=True).grade is Grade.FAIL
    assert capped(critical=False).total == 74
    assert capped(critical=True).before == 100


def test_closing_the_finding_is_the_first_of_the_next_steps() -> None:
    full = {part.code: [ground(1, 1)] for part in FORMULA.parts}
    (step,) = next_steps(FORMULA, full, capped(critical=True))
    assert step.ground is None
    assert step.gain == 41


def with_total(total: int) -> Score:
    grounds = {PartCode.ACTIVITY: [ground(total, 100)]}
    return score(FORMULA, grounds)


@pytest.mark.parametrize(
    ("totals", "grade", "held_down"),
    [
        ([95, 95], Grade.EXCELLENT, False),
        ([100, 100, 76], Grade.EXCELLENT, False),
        ([100, 100, 100, 65], Grade.GOOD, True),
        ([100, 100, 100, 100, 30], Grade.PASS, True),
        ([70, 50], Grade.PASS, False),
        ([40, 20], Grade.FAIL, False),
    ],
)
def test_a_mentor_is_at_most_one_grade_above_its_worst_pairing(
    totals: list[int], grade: Grade, held_down: bool
) -> None:
    found = unit_score(FORMULA, [with_total(each) for each in totals])
    assert (found.grade, found.held_down) == (grade, held_down)


def test_of_nothing_that_could_be_asked_nothing_comes() -> None:
    found = score(FORMULA, {})
    assert (found.total, found.grade) == (None, None)
    assert unit_score(FORMULA, [found]).total is None


def broken(old: str, new: str) -> BadData:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadData) as caught:
        parse_scheme(text.replace(old, new, 1), "own.yaml")
    return caught.value


def test_weights_that_do_not_make_100_are_refused_with_the_line() -> None:
    error = broken("weight: 30", "weight: 31")
    assert error.code == "weights-not-a-hundred"
    assert error.file == "own.yaml"
    assert error.row
    assert error.column == "parts[8].weight"


def test_a_wrong_key_a_part_without_source_and_one_twice_are_refused() -> None:
    assert broken("adjustment: 3", "adjustement: 3").row
    assert broken("    source: 七、帮扶要求（三）\n", "").column == "parts[1].source"
    assert broken("code: organisation", "code: activity").code == "code-twice"
    assert broken("good: 75", "good: 91").code == "grades-out-of-order"
    assert broken("ledger: scheme", "ledger: both").code == "unknown-choice"


def test_a_formula_of_ones_own_may_have_other_parts_and_weights(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("code: effect", "code: archive")
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    sides = {part.code: part.side for part in read_scheme(own).formula.parts}
    assert sides[PartCode.ARCHIVE] is Side.MENTEE
