"""Who may be commended: the criteria, as data, and the days of publicity."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from pairing_cli.domain.honours.words import Grade, HonourKind
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Labels


class Lack(StrEnum):
    """What a candidate doesn't fulfil."""

    ASSESSMENT = "assessment"
    GRADE = "grade"
    CRITICAL = "critical"
    OVERDUE = "overdue"
    INSPECTED = "inspected"
    SUMMARY = "summary"
    SHOWCASE = "showcase"
    AGAIN = "again"
    TERMS = "terms"
    INDICATORS = "indicators"
    SCORE = "score"
    NOT_DUE = "not-due"


LACKS: Final[Labels] = {
    Lack.ASSESSMENT: Label("考核未批准", "assessment"),
    Lack.GRADE: Label("等次", "grade"),
    Lack.CRITICAL: Label("关键问题未销号", "critical finding open"),
    Lack.OVERDUE: Label("整改逾期", "finding overdue"),
    Lack.INSPECTED: Label("未督查", "not inspected"),
    Lack.SUMMARY: Label("总结", "summary"),
    Lack.SHOWCASE: Label("展示", "showcase"),
    Lack.AGAIN: Label("上一周期已表彰", "commended in the cycle before"),
    Lack.TERMS: Label("到园学期不足", "too few terms on site"),
    Lack.INDICATORS: Label("指标", "indicators"),
    Lack.SCORE: Label("督查得分", "inspection score"),
    Lack.NOT_DUE: Label("不需复评", "no reason to"),
}


class UnitCriteria(NamedTuple):
    """Of a kindergarten or bureau that is to be commended."""

    least_grade: Grade
    open_critical: int
    overdue: int
    inspected: bool
    summary: bool
    showcase: bool
    again: bool
    """Whether it may be commended in two cycles running."""


class PersonCriteria(NamedTuple):
    """Of somebody who is to be commended."""

    least_grade: Grade
    least_terms: int


class PromotionCriteria(NamedTuple):
    """Of a mentee that is to become an exemplar, or more than that."""

    least_grade: Grade
    indicators: bool
    least_score: int
    centre_least_grade: Grade


class RegradeCriteria(NamedTuple):
    """Of an exemplar that is to be looked at again."""

    grade: Grade
    open_critical: int


class Criteria(NamedTuple):
    """All of them, with the titles that awards have."""

    code: str
    title: Label
    publicity_workdays: int
    unit: UnitCriteria
    person: PersonCriteria
    promotion: PromotionCriteria
    regrade: RegradeCriteria
    titles: dict[HonourKind, str]


def workdays(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from `first` to `last`, both included."""
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return sum(day.weekday() < _SATURDAY for day in days)


def end_of_publicity(first: dt.date, least: int) -> dt.date:
    """The day with which `least` workdays from `first` on are over."""
    day = first
    while workdays(first, day) < least:
        day += dt.timedelta(days=1)
    return day


_SATURDAY: Final = 5


def at_least(grade: str | None, least: Grade) -> bool:
    """Whether a grade is `least` or better; that of nobody assessed isn't."""
    ranks = list(Grade)
    return grade is not None and ranks.index(Grade(grade)) <= ranks.index(least)
