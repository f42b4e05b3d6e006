"""The school calendar: terms, school years, teaching months, and which of them are owed.

A rule asks for something once per month, term, school year, stage or cycle; this module says
which such periods a cycle has, which of them it owes, and which days of one belong to its
start, middle or end. It knows no rule and counts no visit.

Terms are data that a bureau edits, so every function takes them as an argument and none
assumes that they are sorted, complete or two a year.

Source: design/domain.md §2 (term, stage, cycle), §4 (windows), §5.2 and §5.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Protocol, TypeAlias, TypeVar, assert_never

from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.domain.tuples import NamedTuple

Season: TypeAlias = Literal["spring", "autumn"]
Unit: TypeAlias = Literal[
    "month", "term", "school_year", "calendar_year", "cycle_year", "stage", "cycle"
]
Part: TypeAlias = Literal["before", "start", "middle", "end", "after"]
"""`after` lies outside every period: from the end of the cycle on, see `owed.periods`."""

Amount = TypeVar("Amount", int, float)
"""What a rule needs: a count (visits, documents, months) or class-hours, which may be halves."""

TEACHING_MONTH_DAYS = 10
"""A month with at least so many days inside terms is a teaching month (§5.2)."""

DAYS_BEFORE = 30
"""Length of the window `before`: "guidance before each term" (pack per-term-support)."""


class Dated(Protocol):
    """Anything with a first and a last day: a span, a term, a period."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...


class Term(NamedTuple):
    """A term as the bureau's calendar has it, both days included.

    code is the year in which it begins and its season, "2022-autumn"; school_year is
    "2022-2023" for that term and for "2023-spring".
    """

    code: str
    school_year: str
    season: Season
    first: date
    last: date


class Period(NamedTuple):
    """A stretch of time for which a rule asks once, with all its days, both ends included.

    code by unit: "2022-04", "2022-spring", "2022-2023", "2022" (a calendar year), "year-1" (of
    the cycle), the stage's own, the cycle's own.
    owed says whether the cycle owes it; see `owes`.
    """

    code: str
    unit: Unit
    first: date
    last: date
    owed: bool

    @property
    def span(self) -> DateSpan:
        """Its days, those outside the cycle included."""
        return DateSpan(self.first, self.last)

    @property
    def days(self) -> int:
        """Number of its days, those outside the cycle included."""
        return self.span.days

    def covers(self, day: date) -> bool:
        """Whether `day` is one of its days, inside the cycle or not."""
        return self.first <= day <= self.last


# --- What is owed ---------------------------------------------------------------------------


def owes(period: DateSpan, span: DateSpan | None) -> bool:
    """Whether someone bound during `span` owes what is asked for `period`: all or nothing.

    Owed when at least half of the period's days are in `span` (§5.3). Of two neighbouring
    spans at least one owes a period that they cover together, and both do only when each has
    exactly half of it. `span` None is no day at all: nothing is owed.
    """
    inside = period.overlap(span) if span else None
    return inside is not None and inside.days * 2 >= period.days


def pro_rata(need: Amount, period: Period, pairing_span: DateSpan | None) -> Amount:
    """What a pairing that began late or ended early owes of `need`: all of it or 0.

    `pairing_span` is the pairing's days inside its cycle, `clip(pairing, cycle)`; None when
    there are none. A period that the cycle doesn't owe is owed by none of its pairings.
    """
    return need if period.owed and owes(period.span, pairing_span) else 0


def clip(days: Dated, within: DateSpan) -> DateSpan | None:
    """The part of a span, term or period that lies in `within`, or None."""
    return DateSpan(days.first, days.last).overlap(within)


# --- Periods of a cycle ---------------------------------------------------------------------


def periods(
    unit: Unit,
    cycle: DateSpan,
    terms: Sequence[Term],
    *,
    cycle_code: str | None = None,
    stages: Iterable[tuple[str, DateSpan]] = (),
) -> list[Period]:
    """Every period of `unit` with a day inside `cycle`, oldest first.

    Each has its full span, not clipped to the cycle, and says whether the cycle owes it. Of
    months only teaching months are given. `cycle_code` is by default the years of the two
    ends, "2022-2024". Stages are not in the calendar: a plan names them, as (code, days).
    """
    return list(_periods(unit, cycle, tuple(terms), cycle_code, tuple(stages)))


@lru_cache(maxsize=64)
def _periods(
    unit: Unit,
    cycle: DateSpan,
    terms: tuple[Term, ...],
    cycle_code: str | None,
    stages: tuple[tuple[str, DateSpan], ...],
) -> tuple[Period, ...]:
    """Kept, since a calendar is the same for every rule of a report."""
    named: Iterable[tuple[str, DateSpan]]
    match unit:
        case "month":
            named = ((month.code, month.span) for month in teaching_months(terms, cycle))
        case "term":
            named = ((term.code, DateSpan(term.first, term.last)) for term in terms)
        case "school_year":
            named = school_years(terms).items()
        case "calendar_year":
            years = range(cycle.first.year, cycle.last.year + 1)
            named = ((f"{year}", DateSpan(date(year, 1, 1), date(year, 12, 31))) for year in years)
        case "cycle_year":
            named = _cycle_years(cycle)
        case "stage":
            named = stages
        case "cycle":
            named = [(cycle_code or f"{cycle.first.year}-{cycle.last.year}", cycle)]
        case _:
            assert_never(unit)
    return tuple(
        Period(code, unit, span.first, span.last, owes(span, cycle))
        for code, span in sorted(named, key=lambda item: item[1])
        if span.overlap(cycle)
    )


def teaching_months(terms: Sequence[Term], span: DateSpan) -> list[Month]:
    """The months with a day in `span` that have at least 10 days inside terms, in order.

    The 10 days are counted over the whole calendar month: whether June is a teaching month
    doesn't depend on when a cycle begins.
    """
    return [month for month in span.months() if _term_days(month, terms) >= TEACHING_MONTH_DAYS]


def school_years(terms: Iterable[Term]) -> dict[str, DateSpan]:
    """Code → days of each school year, oldest first.

    From the first day of its autumn term to the last of its spring term, the winter vacation
    between them included. Where the calendar has only one of the two, that term is the whole
    school year, as far as is known.
    """
    known: dict[str, DateSpan] = {}
    for term in terms:
        so_far = known.get(term.school_year, term)
        first, last = min(so_far.first, term.first), max(so_far.last, term.last)
        known[term.school_year] = DateSpan(first, last)
    return dict(sorted(known.items(), key=lambda item: item[1]))


def _cycle_years(cycle: DateSpan) -> Iterator[tuple[str, DateSpan]]:
    """The years that begin on the cycle's first day of the year, numbered from 1."""
    first, number = cycle.first, 1
    while first <= cycle.last:
        following = _year_later(cycle.first, number)
        yield f"year-{number}", DateSpan(first, following - timedelta(1))
        first, number = following, number + 1


def _year_later(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _term_days(month: Month, terms: Iterable[Term]) -> int:
    """Number of days of `month` that lie in a term; a day in two terms is one day."""
    inside = (clip(term, month.span) for term in terms)
    return len({number for part in inside if part for number in _ordinals(part)})


def _ordinals(span: DateSpan) -> range:
    """The days of `span` as day numbers."""
    return range(span.first.toordinal(), span.last.toordinal() + 1)


# --- Inside a period ------------------------------------------------------------------------


def window(period: Period, part: Part) -> DateSpan:
    """The days of one part of `period`, to which a rule may bind what it asks for.

    before: the 30 days that end on the eve of its first day. start, middle, end: its thirds,
    which follow each other without gap. Where the days can't be divided by three the earlier
    thirds are a day longer: 137 days are 46, 46 and 45. A period of one or two days has no
    thirds; each part is the whole of it. after: no part of a period, so it is refused.
    """
    if part == "after":
        raise ValueError("the days after a cycle are no part of a period")
    if part == "before":
        return DateSpan(period.first - timedelta(DAYS_BEFORE), period.first - timedelta(1))
    if period.days < 3:
        return period.span
    number = ("start", "middle", "end").index(part)
    begin, end = (-(-period.days * third // 3) for third in (number, number + 1))
    return DateSpan(period.first + timedelta(begin), period.first + timedelta(end - 1))


def term_of(day: date, terms: Iterable[Term]) -> Term | None:
    """The term in which `day` lies, or None in a vacation and outside the calendar."""
    return next((term for term in terms if term.first <= day <= term.last), None)


def term_before(day: date, terms: Iterable[Term]) -> Term | None:
    """The last term that had ended by the eve of `day`, or None."""
    return max((term for term in terms if term.last < day), key=_last_day, default=None)


def _last_day(term: Term) -> date:
    return term.last


def last_day_of_term(span: DateSpan, terms: Iterable[Term]) -> date:
    """The last day of `span` inside a term; its own last where none of its days is in one."""
    parts = (clip(term, span) for term in terms)
    return max((part.last for part in parts if part), default=span.last)


def counting_day(first: date, last: date, terms: Iterable[Term]) -> date:
    """The day on which an event of the days `first` to `last` counts: its first, or where that
    lies outside every term, its first inside one (§5.1).
    """
    if first == last or term_of(first, terms := tuple(terms)):
        return first
    parts = (clip(term, DateSpan(first, last)) for term in terms)
    return min((part.first for part in parts if part), default=first)


def term_days_after(day: date, until: date, terms: Iterable[Term]) -> int:
    """Number of days inside terms after `day`, up to `until` included; weekends are days."""
    if until <= day:
        return 0
    ahead = DateSpan(day + timedelta(1), until)
    parts = (clip(term, ahead) for term in terms)
    return len({number for part in parts if part for number in _ordinals(part)})


def term_day_after(day: date, count: int, terms: Iterable[Term]) -> date:
    """The `count`-th day inside a term after `day`; the last of all where there are fewer."""
    days = {number for term in terms for number in _ordinals(DateSpan(term.first, term.last))}
    ahead = sorted(number for number in days if number > day.toordinal())
    return date.fromordinal(ahead[:count][-1]) if ahead else day


def school_days(
    span: DateSpan, terms: Iterable[Term], holidays: Collection[date] = frozenset()
) -> int:
    """Number of school days of `span`: Mondays to Fridays inside a term, less the holidays."""
    parts = (clip(term, span) for term in terms)
    days = {number for part in parts if part for number in _ordinals(part)}
    # Day number 1 is a Monday, so of the rest by seven, 6 is Saturday and 0 is Sunday.
    return sum(
        number % 7 not in (6, 0) and date.fromordinal(number) not in holidays for number in days
    )


def teaching_weeks_left(terms: Iterable[Term], day: date, last: date) -> int:
    """Number of weeks in which something can still be done: after `day`, up to `last`.

    Counted are ISO weeks (Monday to Sunday) with at least one teaching day in that time, a
    teaching day being Monday to Friday inside a term: on a Friday the week is over. Public
    holidays are not in the calendar and count as teaching days. 0 when `last` isn't after
    `day`.
    """
    if last <= day:
        return 0
    ahead = DateSpan(day + timedelta(1), last)
    parts = (clip(term, ahead) for term in terms)
    return len({week for part in parts if part for week in _teaching_weeks(part)})


def _teaching_weeks(span: DateSpan) -> range:
    """The numbers, counted from the year 1, of the ISO weeks with a weekday in `span`.

    Day number 1 is a Monday. Shifting by two days moves a weekend at the start of the span
    into the following week, while one at its end stays in the week of its Monday.
    """
    begin = (span.first.toordinal() - 1 + 2) // 7
    end = (span.last.toordinal() - 1) // 7
    return range(begin, end + 1)
