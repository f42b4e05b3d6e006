"""The formula of an assessment: one score for both partners, out of parts that can be looked into.

Every part is a mean of what was done of what was asked for, so nothing beyond the need earns
anything. A part of which nothing could be asked is left out; its weight goes to the parts of
its side, that of a side without any part to the other sides. Pure, in exact fractions; points
are rounded to tenths so that they add up. Source: design/cycle_end.md, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Final

from pairing_cli.domain.honours.words import Grade
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Labels, Ledger


class Side(StrEnum):
    """Whose part it is."""

    SHARED = "shared"
    MENTOR = "mentor"
    MENTEE = "mentee"


SIDES: Final[Labels] = {
    Side.SHARED: Label("共同", "shared"),
    Side.MENTOR: Label("帮扶园", "mentor"),
    Side.MENTEE: Label("受帮扶园", "mentee"),
}


class PartCode(StrEnum):
    """What a part looks at."""

    ACTIVITY = "activity"
    ORGANISATION = "organisation"
    ARCHIVE = "archive"
    NEEDS = "needs"
    MENDING = "mending"
    TASKS = "tasks"
    INSPECTION_MENTOR = "inspection-mentor"
    EFFECT = "effect"
    INSPECTION_MENTEE = "inspection-mentee"


BLOCK_OF_PART: Final[Mapping[PartCode, Block]] = {
    PartCode.ACTIVITY: Block.ACTIVITY,
    PartCode.ORGANISATION: Block.ORGANISATION,
    PartCode.ARCHIVE: Block.ARCHIVE,
}
"""Parts that are a block of fulfilment."""


class Part(NamedTuple):
    """One part of the formula."""

    code: PartCode
    side: Side
    weight: int
    title: Label


class Formula(NamedTuple):
    """A formula as it was adopted. Weights add up to 100."""

    code: str
    title: Label
    ledger: Ledger | None
    """By which rules; None: of both ledgers."""
    parts: tuple[Part, ...]
    critical_cap: int
    """The most where a critical finding isn't closed."""
    overdue_cap: int
    """The most where a finding is overdue."""
    most_adjusted: int
    """By so many points the bureau may change a pairing's total, up or down."""
    grades: Mapping[Grade, int]
    """Grade → its least total."""
    answer_days: int
    """A need counts so many days after it was raised."""
    hours_a_step: int
    """So many class-hours are one next step."""


class GroundKind(StrEnum):
    """What a part is worked out from."""

    RULE = "rule"
    NEED = "need"
    FINDING = "finding"
    INSPECTION = "inspection"
    TASK = "task"
    INDICATOR = "indicator"


class Ground(NamedTuple):
    """One thing that was asked for, and how much of it was done."""

    kind: GroundKind
    ref: str
    """The code of a rule or indicator, the ref of a record."""
    title: str | Label
    done: Fraction
    need: Fraction
    """More than 0."""
    step: Fraction = Fraction(0)
    """How much more can be done at a time; 0 where nothing can."""
    unit: str = ""
    """The measure in which it is done."""
    unreported: bool = False
    """Of an indicator: it counts as not met since nothing was reported."""

    @property
    def share(self) -> Fraction:
        """What is done of it, 0-1: more than was asked for is worth nothing."""
        return min(self.done, self.need) / self.need

    def advanced(self) -> Ground:
        """The same after one more step."""
        return self._replace(done=min(self.done + self.step, self.need))


Grounds = Mapping[PartCode, Sequence[Ground]]
"""Part → what it is worked out from; nothing: it isn't counted."""


class Cap(NamedTuple):
    """What keeps the total down."""

    most: int
    findings: tuple[str, ...]
    """Refs of the findings because of which."""
    critical: bool


class PartScore(NamedTuple):
    """What one part comes to."""

    part: Part
    weight: Fraction
    """As it counts, with what others have left; 0 where it isn't counted."""
    value: Fraction | None
    """0-1; None where it isn't counted."""
    points: Fraction
    """In tenths, so that the parts add up to the total."""
    grounds: tuple[Ground, ...]


class Score(NamedTuple):
    """What a pairing comes to: the score of its mentee, and a part of its mentor's."""

    parts: tuple[PartScore, ...]
    before: Fraction | None
    """The sum of the points; None where nothing could be asked at all."""
    caps: tuple[Cap, ...]
    adjustment: Fraction
    total: Fraction | None
    """Adjusted, then held down by the lowest cap; 0-100."""
    grade: Grade | None

    @property
    def cap(self) -> int | None:
        """The lowest cap."""
        return min((each.most for each in self.caps), default=None)

    @property
    def uncounted(self) -> tuple[PartCode, ...]:
        """The parts that aren't counted."""
        return tuple(each.part.code for each in self.parts if each.value is None)

    def points_of(self, side: Side) -> Fraction | None:
        """What the parts of a side come to; None where none of them is counted."""
        counted = [
            each.points for each in self.parts if each.part.side is side and each.value is not None
        ]
        return sum(counted, Fraction(0)) if counted else None


class NextStep(NamedTuple):
    """What could be done next, and by how much the total would grow."""

    ground: Ground | None
    """None: the findings that the cap is about are to be closed."""
    amount: Fraction
    gain: Fraction


class UnitScore(NamedTuple):
    """What a kindergarten or county comes to, by its pairings."""

    total: Fraction | None
    worst: int | None
    """The place of the pairing with the lowest total."""
    grade: Grade | None
    held_down: bool
    """Whether its worst pairing keeps it from the grade that its mean would be."""


def effective_weights(
    parts: Sequence[Part], counted: Iterable[PartCode]
) -> dict[PartCode, Fraction]:
    """What each counted part weighs; together 100, or nothing where none is counted."""
    known = set(counted)
    there = [part for part in parts if part.code in known and part.weight]
    of_side = {
        side: Fraction(sum(part.weight for part in parts if part.side is side))
        for side in {part.side for part in there}
    }
    all_sides = sum(of_side.values(), Fraction(0))
    shares = {
        side: sum((Fraction(part.weight) for part in there if part.side is side), Fraction(0))
        for side in of_side
    }
    return {
        part.code: 100 * of_side[part.side] / all_sides * part.weight / shares[part.side]
        for part in there
    }


def score(
    formula: Formula, grounds: Grounds, caps: Sequence[Cap] = (), adjustment: Fraction = Fraction(0)
) -> Score:
    """What a pairing comes to."""
    values = _values(grounds)
    weights = effective_weights(formula.parts, values)
    exact = [
        weights.get(part.code, 0) * values.get(part.code, Fraction(0)) for part in formula.parts
    ]
    points = _in_tenths(exact)
    before = sum(points, Fraction(0)) if weights else None
    total = _held(before, adjustment, caps)
    return Score(
        parts=tuple(
            PartScore(
                part,
                weights.get(part.code, Fraction(0)),
                values.get(part.code) if part.code in weights else None,
                worth,
                tuple(grounds.get(part.code, ())),
            )
            for part, worth in zip(formula.parts, points, strict=True)
        ),
        before=before,
        caps=tuple(caps),
        adjustment=adjustment,
        total=total,
        grade=None if total is None else grade(formula, total),
    )


def grade(formula: Formula, total: Fraction) -> Grade:
    """The best grade whose least total is reached."""
    reached = (each for each in Grade if total >= formula.grades.get(each, 0))
    return next(reached, Grade.FAIL)


def unit_score(formula: Formula, scores: Sequence[Score]) -> UnitScore:
    """The mean over pairings; the grade is at most one above that of the worst of them."""
    known = [(found.total, place) for place, found in enumerate(scores) if found.total is not None]
    if not known:
        return UnitScore(None, None, None, held_down=False)
    total = rounded(sum((each for each, _ in known), Fraction(0)) / len(known))
    lowest, worst = min(known)
    ranks = list(Grade)
    of_mean = ranks.index(grade(formula, total))
    allowed = max(ranks.index(grade(formula, lowest)) - 1, 0)
    return UnitScore(total, worst, ranks[max(of_mean, allowed)], held_down=of_mean < allowed)


def next_steps(formula: Formula, grounds: Grounds, found: Score) -> list[NextStep]:
    """What could be done next: the most points for the least effort first, the effort being
    the amount in its own measure, at least one. Steps that bring nothing are left out.
    """
    values = _values(grounds)
    weights = effective_weights(formula.parts, values)
    now = _exact(weights, values)
    steps = []
    for code, several in grounds.items():
        if code not in weights:
            continue
        for ground in several:
            then = values | {
                code: values[code] + (ground.advanced().share - ground.share) / len(several)
            }
            gain = _gain(found, now, _exact(weights, then), found.caps)
            if gain > 0:
                amount = ground.advanced().done - ground.done
                steps.append(NextStep(ground, amount, gain))
    if found.caps and (gain := _gain(found, now, now, ())) > 0:
        steps.append(NextStep(None, Fraction(len(_findings(found.caps))), gain))
    return sorted(
        steps,
        key=lambda step: (-step.gain / max(step.amount, Fraction(1)), step.ground is not None),
    )


def rounded(number: Fraction, places: int = 1) -> Fraction:
    """Rounded half up to tenths (or finer)."""
    parts = 10**places
    return Fraction(floor(number * parts + Fraction(1, 2)), parts)


def _values(grounds: Grounds) -> dict[PartCode, Fraction]:
    """The value of each part that something could be asked of: the mean of its grounds."""
    return {
        code: sum((each.share for each in several), Fraction(0)) / len(several)
        for code, several in grounds.items()
        if several
    }


def _exact(weights: Mapping[PartCode, Fraction], values: Mapping[PartCode, Fraction]) -> Fraction:
    return sum((weight * values[code] for code, weight in weights.items()), Fraction(0))


def _in_tenths(exact: Sequence[Fraction]) -> list[Fraction]:
    """Each rounded to tenths so that they add up to their sum, rounded: what is missing goes to
    the largest remainders, of equals to the first.
    """
    whole = [floor(each * 10) for each in exact]
    missing = int(rounded(sum(exact, Fraction(0))) * 10) - sum(whole)
    by_rest = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place] * 10, place))
    for place in by_rest[:missing]:
        whole[place] += 1
    return [Fraction(each, 10) for each in whole]


def _held(before: Fraction | None, adjustment: Fraction, caps: Iterable[Cap]) -> Fraction | None:
    """A cap holds after the adjustment: no kindness lifts what is still to be mended."""
    if before is None:
        return None
    most = min((Fraction(each.most) for each in caps), default=Fraction(100))
    return max(Fraction(0), min(before + adjustment, most))


def _gain(found: Score, now: Fraction, then: Fraction, caps: Iterable[Cap]) -> Fraction:
    before = _held(now, found.adjustment, found.caps)
    after = _held(then, found.adjustment, caps)
    return Fraction(0) if before is None or after is None else after - before


def _findings(caps: Iterable[Cap]) -> set[str]:
    return {ref for cap in caps for ref in cap.findings}
