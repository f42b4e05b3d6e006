"""Counting: what one visit is worth for a rule in a period, or why it is worth nothing.

One function says it, for the figures as for `why`. Source: design/domain.md section 5.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from pairing_cli.domain.owed.periods import RulePeriod
from pairing_cli.domain.owed.rules import WAYS, Measure, Rule
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import school_days
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.frame import Frame
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState


class NotCounted(StrEnum):
    """Why a record counts nothing for a rule in a period."""

    NOT_DONE = "not_done"
    AFTER_DAY = "after_day"
    OTHER_MEASURE = "other_measure"
    OTHER_LAYER = "other_layer"
    WRONG_FORM = "wrong_form"
    WRONG_DIRECTION = "wrong_direction"
    WRONG_ROLE = "wrong_role"
    OUTSIDE_PERIOD = "outside_period"
    OTHER_SIDE = "other_side"
    OTHER_FACT = "other_fact"
    NO_SCHOOL_DAY = "no_school_day"
    REPLACED = "replaced"
    BEYOND_MOST = "beyond_most"
    WAY_IS_FULL = "way_is_full"
    COUNTED_ALREADY = "counted_already"
    NOT_OF_ROSTER = "not_of_roster"


NOT_COUNTED: Final[Mapping[str, Label]] = {
    NotCounted.NOT_DONE: Label("不是已完成的活动", "not done"),
    NotCounted.AFTER_DAY: Label("在统计日之后", "after the day of the report"),
    NotCounted.OTHER_MEASURE: Label("该要求不按活动计", "the rule doesn't count visits"),
    NotCounted.OTHER_LAYER: Label("该要求不适用于此层级", "the rule is for other layers"),
    NotCounted.WRONG_FORM: Label("形式不符", "another form"),
    NotCounted.WRONG_DIRECTION: Label("方向不符", "another direction"),
    NotCounted.WRONG_ROLE: Label("没有要求的职务", "nobody in the role asked for"),
    NotCounted.OUTSIDE_PERIOD: Label("不在期间内", "outside the period"),
    NotCounted.OTHER_SIDE: Label("属于另一方", "belongs to the other side"),
    NotCounted.OTHER_FACT: Label("没有注明证明哪一项", "doesn't say what it proves"),
    NotCounted.NO_SCHOOL_DAY: Label("没有在学期内的工作日", "no working day of a term"),
    NotCounted.REPLACED: Label("已有更晚的上报", "a later report holds"),
    NotCounted.BEYOND_MOST: Label("超出最多次数", "beyond the most that is asked for"),
    NotCounted.WAY_IS_FULL: Label("这个方向已经做够", "this way it has been done in full"),
    NotCounted.COUNTED_ALREADY: Label(
        "所在月份或参加的人已经计过", "its month or its people count already"
    ),
    NotCounted.NOT_OF_ROSTER: Label(
        "没有名单内的园参加", "no kindergarten of the roster took part"
    ),
}


class CountedVisit(NamedTuple):
    """A visit as far as counting goes, as seen from one of its pairings."""

    first: date
    last: date
    counts_on: date
    """The day on which it counts, see `calendar.counting_day`; days are counted one by one."""
    form: str
    direction: str
    state: str = VisitState.DONE
    class_hours: float = 0
    people: tuple[str, ...] = ()
    """Who went, by name."""
    roles: frozenset[str] = frozenset()
    """In which roles."""
    roles_of: tuple[frozenset[str], ...] = ()
    """Which of them each of the people has."""
    kindergartens: tuple[str, ...] = ()
    """Those that took part; only told where several pairings are looked at as one."""
    sides_of: tuple[str | None, ...] = ()
    """To which side each of the people belongs, mentor or mentee; None: to neither, or unknown."""

    def people_for(self, rule: Rule) -> tuple[str, ...]:
        """Those of the people whom a rule counts: of its roles, where it asks for some; of a
        share of a roster the kindergartens; of what is asked each way the way that was gone.
        """
        if rule.measure is Measure.KINDERGARTENS:
            return self.kindergartens
        if rule.each_way:
            return (self.direction,)
        if not rule.roles:
            return self.people
        pairs = zip(self.people, self.roles_of, strict=True)
        return tuple(
            name
            for number, (name, roles) in enumerate(pairs)
            if roles & rule.roles and not self._is_of_other_side(rule, number)
        )

    def _is_of_other_side(self, rule: Rule, number: int) -> bool:
        """Whether one of the people belongs to the side whose people a rule doesn't ask for."""
        side = self.sides_of[number] if self.sides_of else None
        actors = rule.actors(self.direction)
        return None not in (side, actors) and side != actors

    def has_only_others(self, rule: Rule) -> bool:
        """Whether whoever is in a role that a rule asks for belongs to the other side."""
        asked = [n for n, roles in enumerate(self.roles_of) if roles & rule.roles]
        return bool(asked) and all(self._is_of_other_side(rule, number) for number in asked)


def reasons_against(
    rule: Rule, period: RulePeriod, visit: CountedVisit, layer: str, frame: Frame, as_of: date
) -> tuple[NotCounted, ...]:
    """Every reason for which `visit` counts nothing, the most telling first; none if it counts.

    0 is an amount: a lesson whose hours nobody wrote down counts, but brings no class-hours.
    """
    return tuple(_reasons(rule, period, visit, layer, frame, as_of))


def _reasons(
    rule: Rule, period: RulePeriod, visit: CountedVisit, layer: str, frame: Frame, as_of: date
) -> Iterator[NotCounted]:
    """One after the other: whoever only asks whether it counts needs the first alone."""
    fits = True
    for reason, holds in (
        (NotCounted.NOT_DONE, visit.state != VisitState.DONE),
        (NotCounted.AFTER_DAY, visit.first > as_of),
        (NotCounted.OTHER_MEASURE, not rule.is_quota),
        (NotCounted.OTHER_LAYER, layer not in rule.layers),
        (NotCounted.WRONG_FORM, bool(rule.forms) and visit.form not in rule.forms),
        (NotCounted.WRONG_DIRECTION, not rule.takes_direction(visit.direction)),
        (NotCounted.WRONG_ROLE, bool(rule.roles) and not rule.roles & visit.roles),
        (NotCounted.OTHER_SIDE, bool(rule.roles) and visit.has_only_others(rule)),
        (NotCounted.OUTSIDE_PERIOD, not _touches(rule, period, visit, as_of)),
    ):
        if holds:
            fits = False
            yield reason
    if fits and rule.measure is Measure.DAYS and not _days(period, visit, frame, as_of):
        yield NotCounted.NO_SCHOOL_DAY


def _touches(rule: Rule, period: RulePeriod, visit: CountedVisit, as_of: date) -> bool:
    if rule.measure is Measure.DAYS:
        span = DateSpan.stored(visit.first, visit.last)
        return any(span.overlap(days) for days in period.days)
    # A stay that begins before its term is done on the day it begins to count.
    return period.takes(visit.counts_on) and visit.counts_on <= as_of


def amount(
    rule: Rule, period: RulePeriod, visit: CountedVisit, layer: str, frame: Frame, as_of: date
) -> float | None:
    """What `visit` brings, in the rule's measure; None where it doesn't count.

    Of months, distinct people and kindergartens it brings one month, its people and those that
    took part; all are counted once over all visits, see `together`.
    """
    if next(_reasons(rule, period, visit, layer, frame, as_of), None) is not None:
        return None
    match rule.measure:
        case Measure.CLASS_HOURS:
            return visit.class_hours
        case Measure.DAYS:
            return _days(period, visit, frame, as_of)
        case Measure.PEOPLE | Measure.DISTINCT_PEOPLE | Measure.KINDERGARTENS:
            return len(visit.people_for(rule))
        case _:
            return 1


def _days(period: RulePeriod, visit: CountedVisit, frame: Frame, as_of: date) -> int:
    span = DateSpan.stored(visit.first, min(visit.last, as_of))
    parts = (span.overlap(days) for days in period.days)
    return sum(school_days(part, frame.terms, frame.holidays) for part in parts if part)


class Counted(NamedTuple):
    """What one record brings to one obligation, and on which day."""

    day: date
    amount: float
    people: tuple[str, ...] = ()


ONCE_ONLY: Final = (Measure.MONTHS, Measure.DISTINCT_PEOPLE, Measure.KINDERGARTENS)
"""Measures whose amounts don't simply add up."""


def together(
    rule: Rule, counted: Iterable[Counted], roster: frozenset[str] = frozenset()
) -> list[Counted]:
    """Records of one obligation, by day, with what each adds to those before it.

    Amounts add up, but for months, distinct people and kindergartens: a month with several such
    visits is one month, a person who went several times one person. Of kindergartens only those
    of `roster` count. What is asked each way counts up to the need of its way: more of the one
    is nothing of the other.
    """
    by_day = sorted(counted, key=lambda each: each.day)
    if rule.each_way:
        return _each_way(rule, by_day)
    if rule.measure not in ONCE_ONLY:
        return by_day
    seen: set[object] = set()
    added = []
    for each in by_day:
        what: set[object] = (
            {(each.day.year, each.day.month)}
            if rule.measure is Measure.MONTHS
            else set(each.people)
        )
        if rule.measure is Measure.KINDERGARTENS:
            what &= roster
        added.append(each._replace(amount=len(what - seen)))
        seen |= what
    return added


def _each_way(rule: Rule, by_day: Iterable[Counted]) -> list[Counted]:
    room = dict.fromkeys(WAYS, rule.need)
    added = []
    for each in by_day:
        (way,) = each.people
        added.append(each._replace(amount=min(each.amount, room[way])))
        room[way] -= added[-1].amount
    return added
