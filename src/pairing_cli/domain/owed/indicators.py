"""Indicators: reported rates and numbers of several kindergartens taken together.

What wasn't reported is not reported, never 0. Source: design/domain.md, 5.9.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pairing_cli.domain.tuples import NamedTuple


class Report(NamedTuple):
    """The report of one kindergarten that holds for one period of an indicator."""

    period: str
    numerator: float
    denominator: float | None
    """None: a number, not a rate."""
    is_met: bool


class IndicatorSum(NamedTuple):
    """What an indicator comes to over a programme, in the last period that was reported."""

    period: str | None
    """None: nobody has reported anything."""
    value: Fraction | None
    """Σ numerators ÷ Σ denominators, 0-1; of numbers their sum."""
    reported: int
    owing: int
    """How many of how many have reported."""
    met: int


def sum_up(reports: Iterable[Report], owing: int) -> IndicatorSum:
    """The programme's value of an indicator that `owing` kindergartens owe.

    Averages of averages weigh a small kindergarten like a large one, so the parts are summed.
    """
    known = list(reports)
    last = max((each.period for each in known), default=None)
    of_last = [each for each in known if each.period == last]
    return IndicatorSum(
        period=last,
        value=_value(of_last),
        reported=len(of_last),
        owing=owing,
        met=sum(each.is_met for each in of_last),
    )


def _value(reports: list[Report]) -> Fraction | None:
    if not reports:
        return None
    above = sum((Fraction(each.numerator) for each in reports), Fraction(0))
    wholes = [Fraction(each.denominator) for each in reports if each.denominator is not None]
    return above / sum(wholes, Fraction(0)) if wholes else above
