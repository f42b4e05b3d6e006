"""Counting: how much one visit is worth for a rule in a period, or why it is worth nothing.

This is the definition. The database sums visits up by itself (view `counted`), and a property
test holds that view against what stands here. Source: design/domain.md section 5.1 and 5.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pairing_cli.domain.owed.rules import MEASURES_OF, Measure, RuleKind
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.domain.vocabulary import Direction, Layer, VisitState


class NotCounted(StrEnum):
    """Why a visit counts nothing for a rule in a period."""

    NOT_DONE = "not_done"
    AFTER_DAY = "after_day"
    OTHER_MEASURE = "other_measure"
    OTHER_LAYER = "other_layer"
    WRONG_FORM = "wrong_form"
    WRONG_DIRECTION = "wrong_direction"
    OUTSIDE_PERIOD = "outside_period"


NOT_COUNTED: Final[Mapping[str, Label]] = {
    NotCounted.NOT_DONE: Label("不是已完成的活动", "not done"),
    NotCounted.AFTER_DAY: Label("在统计日之后", "after the day of the report"),
    NotCounted.OTHER_MEASURE: Label("该要求不按活动计", "the rule doesn't count visits"),
    NotCounted.OTHER_LAYER: Label("该要求不适用于此层级", "the rule is for other layers"),
    NotCounted.WRONG_FORM: Label("形式不符", "another form"),
    NotCounted.WRONG_DIRECTION: Label("方向不符", "another direction"),
    NotCounted.OUTSIDE_PERIOD: Label("不在期间内", "outside the period"),
}


class RuleFilter(NamedTuple):
    """What a rule counts in one period, in a report of one day."""

    measure: Measure
    layers: frozenset[Layer]
    counting: DateSpan
    """The days of the period, or of the rule's window in it, outside the cycle included."""
    as_of: date
    forms: frozenset[str] = frozenset()
    """None at all: any form counts."""
    direction: Direction | None = None


class CountedVisit(NamedTuple):
    """A visit as far as counting goes, as seen from one of its pairings, a regular one."""

    first: date
    """The day on which it counts, however many it lasts."""
    days: int
    form: str
    direction: Direction
    state: VisitState
    layer: Layer
    class_hours: float | None = None
    people: int = 0


def not_counted(rule: RuleFilter, visit: CountedVisit) -> tuple[NotCounted, ...]:
    """Every reason for which `visit` counts nothing, the most telling first; none if it counts."""
    checks = {
        NotCounted.NOT_DONE: visit.state is not VisitState.DONE,
        NotCounted.AFTER_DAY: visit.first > rule.as_of,
        NotCounted.OTHER_MEASURE: rule.measure not in MEASURES_OF[RuleKind.QUOTA],
        NotCounted.OTHER_LAYER: visit.layer not in rule.layers,
        NotCounted.WRONG_FORM: bool(rule.forms) and visit.form not in rule.forms,
        NotCounted.WRONG_DIRECTION: rule.direction not in (None, visit.direction),
        NotCounted.OUTSIDE_PERIOD: not rule.counting.contains(visit.first),
    }
    return tuple(reason for reason, holds in checks.items() if holds)


def amount(rule: RuleFilter, visit: CountedVisit) -> float | None:
    """What `visit` brings, in the rule's measure; None where it doesn't count.

    0 is an amount: a lesson whose hours nobody wrote down counts, but brings no class-hours.
    """
    if not_counted(rule, visit):
        return None
    match rule.measure:
        case Measure.CLASS_HOURS:
            return visit.class_hours or 0
        case Measure.DAYS:
            return visit.days
        case Measure.PEOPLE:
            return visit.people
        case _:
            return 1


def total(rule: RuleFilter, visits: Iterable[CountedVisit]) -> float:
    """What visits of one pairing bring together. Each is to be given once.

    Amounts add up, but for `months`: a month with several such visits is one month.
    """
    counted = [(visit, found) for visit in visits if (found := amount(rule, visit)) is not None]
    if rule.measure is Measure.MONTHS:
        return len({Month(visit.first.year, visit.first.month) for visit, _ in counted})
    return sum(found for _, found in counted)
