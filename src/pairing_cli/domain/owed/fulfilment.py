"""Fulfilment: what is done and made up of what could be expected by the day.

The one percentage on screens. Of a rule it is a quotient of amounts, of a block the mean over
its rules, of a pairing the weighted mean over its blocks, of a mentor, a county or a programme
the mean over its pairings. Source: design/domain.md, 5.5, 5.6 and 5.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from math import fsum, lcm
from operator import is_
from typing import TYPE_CHECKING, Self

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import WEIGHTS, RuleKind
from pairing_cli.domain.owed.settling import Figure, State, expected, worst
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class History(NamedTuple):
    """Ended obligations, counted: kept in time, done or paid later, done by nobody."""

    on_time: int = 0
    made_up: int = 0
    lost: int = 0

    @property
    def ended(self) -> int:
        """How many there are in all; what was excused is none of them."""
        return self.on_time + self.made_up + self.lost

    def __add__(self, other: History) -> History:  # type: ignore[override]
        return History(
            self.on_time + other.on_time, self.made_up + other.made_up, self.lost + other.lost
        )


class Amounts(NamedTuple):
    """A, B, C and N of one rule over its ended periods (§5.5), in its own measure."""

    on_time: float
    made_up: float
    lost: float
    needed: float


class RuleFigures(tuple[Figure, ...]):
    """The figures of one rule that a pairing owes, oldest first, in a report of one day.

    Pairings that owe the same and have done the same share them, so that what they come to
    is worked out once.
    """

    day: date
    """The day of the report."""
    sums: object
    """What those have in common that come to the same."""

    def __new__(cls, figures: Iterable[Figure], day: date) -> Self:
        """`figures` of one rule and pairing, by time."""
        made = super().__new__(cls, figures)
        made.day = day
        made.sums = object()
        return made

    def with_done(self, done: Sequence[float]) -> Self:
        """The same where other amounts were done that come to the same: both share the sums
        below, which whoever is asked first works out.
        """
        return self._changed(
            [
                figure if figure.done == each else figure._replace(done=each)
                for figure, each in zip(self, done, strict=True)
            ]
        )

    def with_late_days(self, days: Sequence[int]) -> Self:
        """The same where what was late was late by other numbers of days: that is told, and
        counts for nothing.
        """
        return self._changed(
            [
                figure if figure.late_days in (0, late) else figure._replace(late_days=late)
                for figure, late in zip(self, days, strict=True)
            ]
        )

    def _changed(self, figures: Sequence[Figure]) -> Self:
        if all(map(is_, figures, self)):
            return self
        made = type(self)(figures, self.day)
        made.__dict__ = self.__dict__
        return made

    def touching(self, span: DateSpan) -> Self:
        """Those only whose days touch `span`: of a term, its own and its months'."""
        kept = [each for each in self if each.owed.period.counting.overlap(span)]
        return self if len(kept) == len(self) else type(self)(kept, self.day)

    def share_within(self, span: DateSpan) -> Fraction | None:
        """The fulfilment by those only whose days touch `span`; None also where none do."""
        if span not in self._shares:
            self._shares[span] = self.touching(span).share
        return self._shares[span]

    @cached_property
    def _shares(self) -> dict[DateSpan, Fraction | None]:
        return {}

    @cached_property
    def need(self) -> float:
        """Σ n: all that is owed, due or not."""
        return fsum(each.need for each in self)

    @cached_property
    def expected(self) -> float:
        """Σ e: what could be expected by the day."""
        return fsum(expected_of(each, self.day) for each in self)

    @cached_property
    def done_of_expected(self) -> float:
        """Σ min(x + paid, e)."""
        return fsum(min(counted_of(each), expected_of(each, self.day)) for each in self)

    @cached_property
    def share(self) -> Fraction | None:
        """The fulfilment of the rule; None where nothing could be expected yet."""
        return quotient(self.done_of_expected, self.expected)

    @cached_property
    def whole_share(self) -> Fraction | None:
        """What is done of everything that the whole cycle needs; None where that is nothing."""
        need = fsum(need_of(each) for each in self)
        done = fsum(min(counted_of(each), need_of(each)) for each in self)
        return quotient(done, need)

    @cached_property
    def block(self) -> Block:
        """The block of the rule; there is at least one figure."""
        return self[0].owed.rule.block

    @cached_property
    def state(self) -> State:
        """The worst state among them."""
        return worst(each.state for each in self)

    @cached_property
    def history(self) -> History:
        """The ended ones, counted by how they came out."""
        ended = [each.state for each in self if each.has_ended(self.day)]
        return History(
            on_time=ended.count(State.MET),
            made_up=ended.count(State.MADE_UP) + ended.count(State.LATE),
            lost=ended.count(State.MISSED),
        )

    @cached_property
    def amounts(self) -> Amounts:
        """What the ended ones come to: A + B + C = N."""
        ended = [each for each in self if each.has_ended(self.day)]
        needed = fsum(each.need for each in ended)
        on_time = fsum(min(each.done, each.need) for each in ended)
        made_up = fsum(each.paid for each in ended)
        return Amounts(on_time, made_up, needed - on_time - made_up, needed)

    @cached_property
    def is_overdue(self) -> bool:
        """Whether something with a date of its own, a paper or a duty of the start, is missed
        although it would still count. What nobody can do any more is history.
        """
        return any(_is_overdue(each, self.day) for each in self)

    @cached_property
    def met(self) -> int:
        """How many are done, in time, late or made up."""
        return sum(each.remaining == 0 and not each.is_excused for each in self)

    @cached_property
    def duties(self) -> int:
        """How many are owed and not excused."""
        return sum(not each.is_excused for each in self)

    @cached_property
    def waived(self) -> int:
        """How many are touched by a waiver."""
        return sum(each.owed.waiver is not None for each in self)

    @cached_property
    def overridden(self) -> int:
        """How many are changed by an override."""
        return sum(each.owed.override is not None for each in self)


def need_of(figure: Figure) -> float:
    """n as shares are counted: of an indicator 1, its target isn't approached bit by bit."""
    is_rate = figure.owed.rule.kind is RuleKind.INDICATOR
    return min(1, figure.need) if is_rate else figure.need


def counted_of(figure: Figure) -> float:
    """x + paid as shares are counted: of an indicator 1 when its target is met, else 0."""
    if figure.owed.rule.kind is RuleKind.INDICATOR:
        return float(figure.done >= figure.owed.need)
    return figure.done + figure.paid


def expected_of(figure: Figure, day: date) -> float:
    """e as shares are counted; what is excused is expected as far as it was done."""
    return expected(figure.owed, day, need_of(figure))


def _is_overdue(figure: Figure, day: date) -> bool:
    rule = figure.owed.rule
    has_date = rule.due is not None or rule.kind in (RuleKind.DOCUMENT, RuleKind.MILESTONE)
    still_counts = figure.owed.period.accepts.last >= day
    return has_date and figure.state is State.MISSED and still_counts


def quotient(done: float, of: float) -> Fraction | None:
    """One amount as a share of another, exactly; None of nothing."""
    if not of:
        return None
    if done == of:
        return _fraction(1, 1)
    above, below = done.as_integer_ratio(), of.as_integer_ratio()
    return _fraction(above[0] * below[1], above[1] * below[0])


@cache
def _fraction(above: int, below: int) -> Fraction:
    """A share, made once: of thousands of rules most have one of a few. Who only counts needs
    none, and is spared the import.
    """
    from fractions import Fraction

    return Fraction(above, below)


def mean_of_block(rules: Iterable[RuleFigures], block: Block, span: DateSpan) -> Fraction | None:
    """The fulfilment of one block by what touches `span` only."""
    return mean([each.share_within(span) for each in rules if each.block is block])


def blocks_of(rules: Iterable[RuleFigures]) -> dict[Block, Fraction]:
    """The fulfilment of each block with something expected: the mean over such rules of it."""
    return _means((each.block, each.share) for each in rules if each)


def _means(shares: Iterable[tuple[Block, Fraction | None]]) -> dict[Block, Fraction]:
    grouped: dict[Block, list[Fraction]] = {}
    for block, share in shares:
        if share is not None:
            grouped.setdefault(block, []).append(share)
    return {block: _mean(grouped[block]) for block in Block if block in grouped}


def fulfilment(
    blocks: Mapping[Block, Fraction], weights: Mapping[Block, int] = WEIGHTS
) -> Fraction | None:
    """Of a pairing: Σ w·S ÷ Σ w over the blocks with something expected; None where there is
    none, or none of them weighs anything.
    """
    whole = sum([weights[block] for block in blocks])
    if not whole:
        return None
    above, below = _sum([(share, weights[block]) for block, share in blocks.items()])
    return _fraction(above, below * whole)


def whole_cycle(
    rules: Iterable[RuleFigures], weights: Mapping[Block, int] = WEIGHTS
) -> Fraction | None:
    """Of a pairing: the same of everything that the whole cycle needs, due or not."""
    return fulfilment(_means((each.block, each.whole_share) for each in rules if each), weights)


def mean(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of shares; where nothing was expected (None) there is nothing to share in."""
    known = [share for share in shares if share is not None]
    return _mean(known) if known else None


def _mean(shares: Sequence[Fraction]) -> Fraction:
    if len(shares) == 1:
        return shares[0]
    above, below = _sum([(share, 1) for share in shares])
    return _fraction(above, below * len(shares))


def _sum(weighted: Iterable[tuple[Fraction, int]]) -> tuple[int, int]:
    """Σ weight · share, as a numerator and a denominator: fractions are slow to add, whole
    numbers are not, and most shares have one of a few denominators.
    """
    numerators: dict[int, int] = {}
    for share, weight in weighted:
        below = share.denominator
        numerators[below] = numerators.get(below, 0) + weight * share.numerator
    common = lcm(*numerators)
    return sum([above * (common // below) for below, above in numerators.items()]), common


def percent(share: Fraction | None) -> int | None:
    """A share as 0-100, rounded half up; 100 only when nothing is missing."""
    if share is None:
        return None
    return 100 if share == 1 else min(points(share), 99)


def points(share: Fraction) -> int:
    """A share or a difference of two as hundredths, half a point rounded away from 0."""
    above, below = abs(share.numerator), share.denominator
    rounded = (200 * above + below) // (2 * below)
    return rounded if share >= 0 else -rounded


def is_late(figure: Figure, found: RuleFigures, day: date) -> bool:
    """Whether it was missed and can still be mended: by a surplus of a period that is open, or
    by doing it late.
    """
    if figure.state is not State.MISSED or figure.remaining == 0:
        return False
    if figure.owed.rule.is_quota:
        is_open = figure.owed.period.accepts.last >= day
        return is_open or (figure.owed.rule.make_up and found[-1].owed.due >= day)
    return figure.owed.period.accepts.last >= day
