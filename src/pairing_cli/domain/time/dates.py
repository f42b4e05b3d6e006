"""Reading the dates that people type.

A coordinator copies dates out of Word files and WeChat, so one day arrives as 2022-04-12,
2022.4.12, ２０２２年４月１２日 or 二〇二二年四月十二日. All of these are read. What is not a
day of the calendar is refused and never moved: a visit on 30 February is a mistake that the
person has to see, and a two-digit year may mean several years.

Nothing here reads the clock: `today` is always passed in, so a report for another day
(`--as-of`) reads "yesterday" as the day before that day.

Source: design/cli.md, "Saying which record".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.date_errors import (
    FIRST_YEAR,
    LAST_YEAR,
    bad_date,
    check_month,
    impossible,
    not_a_date,
    out_of_range,
    shown,
)
from pairing_cli.domain.time.date_words import (
    ENGLISH_MONTHS,
    MONTH,
    MONTH_NAME,
    NUMBER,
    YEAR,
    Lean,
    days_away,
    digits,
    first_match,
    month_of,
    month_said,
    nearest,
    plain,
    value,
    year_said,
)
from pairing_cli.domain.tuples import NamedTuple

LONGEST_SPAN_DAYS = 366
"""One event is never longer than a year; a longer span is a wrong year in one of its ends."""

# --- What dates are read into ---------------------------------------------------------------


class Month(NamedTuple):
    """One calendar month: year 1990–2100, month 1–12. Equal to the plain tuple."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """The month as scripts write it: "2022-04"."""
        return f"{self.year}-{self.month:02d}"

    @property
    def span(self) -> DateSpan:
        """All its days, the first to the 28th–31st."""
        length = monthrange(self.year, self.month)[1]
        return DateSpan(date(self.year, self.month, 1), date(self.year, self.month, length))


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """The days from `first` to `last`, both included; never empty, of any length.

    Errors: UsageError "end-before-start". It is raised here rather than by each caller, so
    that `--from`/`--to`, a cycle and a span in one word are refused alike.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise UsageError(
                "end-before-start",
                phrase(
                    "The end {last} lies before the start {first}.",
                    first=self.first.isoformat(),
                    last=self.last.isoformat(),
                ),
                hint=phrase("Write the earlier day first: 2022-04-12..2022-04-15"),
            )

    @classmethod
    def stored(cls, first: date, last: date) -> DateSpan:
        """Days that the database holds and keeps in order. Raises ValueError: it is damaged."""
        if last < first:
            msg = f"stored days from {first} to {last}"
            raise ValueError(msg)
        return cls(first, last)

    @property
    def days(self) -> int:
        """Number of days, both ends counted: at least 1."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last

    def overlap(self, other: DateSpan) -> DateSpan | None:
        """The days that are in both, or None when there are none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DateSpan(first, last) if first <= last else None

    def months(self) -> Iterator[Month]:
        """Every month of which it has at least one day, in order."""
        start = self.first.year * 12 + self.first.month - 1
        end = self.last.year * 12 + self.last.month - 1
        for number in range(start, end + 1):
            yield Month(number // 12, number % 12 + 1)


def share_a_day(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two stretches of days have one in common; a last day of None: it goes on."""
    return first <= (other_last or date.max) and other_first <= (last or date.max)


# --- What is read ---------------------------------------------------------------------------

_DAY = f"(?P<day>{NUMBER})[日号]?"
_ENGLISH_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"

# Texts, which `re` compiles when it first needs them: most commands read no date.
_DATES = (
    "(?P<year>[0-9]{1,4})(?P<by>[-./])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
    YEAR + MONTH + _DAY,
    "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    f"{_ENGLISH_DAY}(?:of)?{MONTH_NAME},?(?P<year>[0-9]{{4}})",
    f"{MONTH_NAME}{_ENGLISH_DAY}[, ]?(?P<year>[0-9]{{4}})",
)
DATES_WITHOUT_YEAR = (
    "(?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
    MONTH + _DAY,
    f"{_ENGLISH_DAY}(?:of)?{MONTH_NAME}",
    MONTH_NAME + _ENGLISH_DAY,
)
_TODAY = ("today", "今天", "今日")
_DAY_ALONE = (f"(?P<day>{NUMBER})[日号]", "(?:the)?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)")
_DAY_BEHIND_DOTS = ("(?P<day>[0-9]{1,2})",)
_BETWEEN = (
    r"\.{2,}|[至到~—–]+|(?<=[日号])-+|(?<=月[0-9])-+|(?<=月[0-9]{2})-+"
    r"|(?<=[0-9][./][0-9])-+|(?<=[0-9][./][0-9]{2})-+"
)


def parse_date(
    text: str, today: date, *, year_from: date | None = None, lean: Lean = Lean.PAST
) -> date:
    """The day that `text` names.

    Read are 2022-04-12, 2022.4.12, 2022/4/12, 20220412, 2022年4月12日 (or 号),
    二〇二二年四月十二日 with 廿 and 卅, 12 April 2022, all of them in full-width characters and
    with spaces around the parts; today, yesterday, 昨天, 前天, 上周五, 上月15日, 去年9月1日;
    and days or weeks counted from `today`: -3d, +3d, -2w, 三天前.

    What leaves the year, month or week open (4月12日, 4-12, 15日, 周五) is read only when
    `year_from` is given: as the latest such day not after it, since a report from the field
    speaks of what has just been, or as `lean` says.

    Errors: UsageError "bad-date" when it isn't a date, lacks a full year or lies outside
    1990–2100; "impossible-date" when the calendar has no such day.
    """
    return _iso_day(text) or _said_day(text, today, year_from, lean)


def _said_day(text: str, today: date, year_from: date | None, lean: Lean) -> date:
    written = plain(text)
    away = days_away(written, today, Lean.NONE if year_from is None else lean)
    if away is not None:
        return _from_today(text, today, away)
    if found := first_match(_DATES, written):
        year = _year(text, found["year"])
        return _day_of(text, year, month_of(found["month"]), value(found["day"]))
    if said := year_said(written, today):
        found = first_match(DATES_WITHOUT_YEAR, said[1])
        if found:
            return _day_of(text, said[0], month_of(found["month"]), value(found["day"]))
    if month := month_said(written, today):
        found = first_match((*_DAY_ALONE, *_DAY_BEHIND_DOTS), month[2])
        if found:
            return _day_of(text, month[0], month[1], value(found["day"]))
    if found := first_match(DATES_WITHOUT_YEAR, written):
        if year_from is None:
            raise bad_date(phrase("“{text}” has no year.", text=shown(text)))
        return _of_some_year(text, month_of(found["month"]), value(found["day"]), year_from, lean)
    if year_from is not None and (found := first_match(_DAY_ALONE, written)):
        return _of_some_month(text, value(found["day"]), year_from, lean)
    raise not_a_date(text)


def leaves_open(text: str) -> bool:
    """Whether `text` says a day by what surrounds it: without its year, or counted from today.

    A day that was said so is shown in full to whoever said it. Errors: none, whatever it is.
    """
    if _iso_day(text):
        return False
    written = plain(text)
    ends = re.split(_BETWEEN, written)
    return not all(first_match(_DATES, end) or end in _TODAY for end in ends)


def _iso_day(text: str) -> date | None:
    """The day of a plain 2022-04-12, as most dates are: no pattern is made or tried for it."""
    if not (len(text) == 10 and text.isascii() and text[4] == text[7] == "-"):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def parse_span(
    text: str, today: date, *, year_from: date | None = None, lean: Lean = Lean.PAST
) -> DateSpan:
    """The days that `text` names: one date, or two joined by `..`, 至, 到, ~, — or 日-.

    Each end is anything `parse_date` reads, and the last may leave out what the first has said:
    4月15日至16日, 4.15-4.17, 4.15-17, 2022年4月30日至5月2日. One date alone is a span of one day.

    Errors: those of `parse_date`; UsageError "end-before-start", "span-too-long" beyond 366 days.
    """
    if day := _iso_day(text):
        return DateSpan(day, day)
    ends = re.split(_BETWEEN, plain(text))
    if len(ends) > 2 or (len(ends) == 2 and not all(ends)):
        raise UsageError(
            "bad-date",
            phrase("“{text}” does not give one start and one end.", text=shown(text)),
            hint=phrase("Write one day, 2022-04-12, or two, 2022-04-12..2022-04-15"),
        )
    first = parse_date(ends[0], today, year_from=year_from, lean=lean)
    last = _short_end(ends[-1], ends[0], first)
    if last is None and year_from is not None and first_match(DATES_WITHOUT_YEAR, ends[-1]):
        last = parse_date(ends[-1], today, year_from=first, lean=Lean.FUTURE)
    span = DateSpan(first, last or parse_date(ends[-1], today, year_from=year_from, lean=lean))
    if span.days > LONGEST_SPAN_DAYS:
        raise UsageError(
            "span-too-long",
            phrase(
                "“{text}” is {days} days long, more than {most}.",
                text=shown(text),
                days=span.days,
                most=LONGEST_SPAN_DAYS,
            ),
            hint=phrase("Check the years: 2022-04-12..2022-04-15"),
        )
    return span


def _short_end(text: str, start: str, first: date) -> date | None:
    """The last day of a span where it lacks the month or the year of the first."""
    if (found := first_match(_DAY_ALONE, text)) or (
        "." in start and (found := first_match(_DAY_BEHIND_DOTS, text))
    ):
        return _day_of(text, first.year, first.month, value(found["day"]))
    if first_match(_DATES, start) and (found := first_match(DATES_WITHOUT_YEAR, text)):
        return _day_of(text, first.year, month_of(found["month"]), value(found["day"]))
    return None


# --- From characters to numbers -------------------------------------------------------------


def _year(text: str, written: str) -> int:
    """The year, known to be 1990–2100. Errors: UsageError "bad-date"."""
    if len(written) != 4:
        raise bad_date(phrase("“{text}” doesn't give the year in four digits.", text=shown(text)))
    year = digits(written)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range(text)
    return year


# --- From numbers to days -------------------------------------------------------------------


def _day_of(text: str, year: int, month: int, day: int) -> date:
    """That day of the calendar. Errors: UsageError "impossible-date"."""
    check_month(text, month)
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        name = Label(zh=f"{year}年{month}月", en=f"{ENGLISH_MONTHS[month - 1]} {year}")
        raise impossible(text, name, length)
    return date(year, month, day)


def _of_some_year(text: str, month: int, day: int, until: date, lean: Lean) -> date:
    """Such a day of the year that the lean means.

    Errors: UsageError "impossible-date"; "bad-date" when that day lies outside 1990–2100.
    """
    check_month(text, month)
    length = 29 if month == 2 else monthrange(until.year, month)[1]
    if not 1 <= day <= length:
        name = Label(zh=f"{month}月", en=ENGLISH_MONTHS[month - 1])
        raise impossible(text, name, length)
    # 1896 to 1904 had no 29 February; no such gap lies between 1990 and 2100.
    years = range(max(until.year - 4, FIRST_YEAR), min(until.year + 4, LAST_YEAR) + 1)
    days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    found = nearest(days, until, lean)
    if found is None:
        raise out_of_range(text)
    return found


def _of_some_month(text: str, day: int, until: date, lean: Lean) -> date:
    """Such a day of the month that the lean means. Errors: as `_of_some_year`."""
    if not 1 <= day <= 31:
        raise impossible(text, Label(zh="一个月", en="a month"), 31)
    months = (divmod(until.year * 12 + until.month - 1 + step, 12) for step in range(-2, 3))
    days = [
        date(year, month + 1, day)
        for year, month in months
        if FIRST_YEAR <= year <= LAST_YEAR and day <= monthrange(year, month + 1)[1]
    ]
    found = nearest(days, until, lean)
    if found is None:
        raise out_of_range(text)
    return found


def _from_today(text: str, today: date, days: int) -> date:
    """The day `days` after `today`. Errors: UsageError "bad-date" outside 1990–2100."""
    earliest, latest = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    # Compared as distances: adding first would overflow at either end of the calendar.
    if not (earliest - today).days <= days <= (latest - today).days:
        raise out_of_range(text)
    return today + timedelta(days)
