"""Reading the dates, months and terms that people type.

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
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Label, Phrase, phrase

FIRST_YEAR = 1990
LAST_YEAR = 2100
"""Years outside these are taken for slips of the keyboard (0222, 20222), not for plans."""

LONGEST_SPAN_DAYS = 366
"""One event is never longer than a year; a longer span is a wrong year in one of its ends."""

_SHOWN_CHARACTERS = 40
"""How much of an unreadable text an error repeats: a pasted paragraph would bury the hint."""


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


# --- How they are written -------------------------------------------------------------------

_NUMERALS = {
    tens + units: value * 10 + unit
    for tens, value in {"": 0, "十": 1, "二十": 2, "廿": 2, "三十": 3, "卅": 3}.items()
    for unit, units in enumerate(("", *"一二三四五六七八九"))
    if 1 <= value * 10 + unit <= 31
}
"""Every Chinese numeral that a month or a day can be, 一 … 卅一, with its value."""

_TO_PLAIN = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(ord("!"), ord("~") + 1)}
    | dict.fromkeys("\u2010\u2011\u2212", "-")
    | dict.fromkeys("零○", "〇")
    | {"。": "."}
)
"""Full-width forms, hyphens that word processors make, both other zeros, the full stop.

A table instead of NFKC, which would also read ² as 2 and ㋃ as 4月.
"""

_YEAR_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")

_YEAR_SIGNS = "0-9〇一二三四五六七八九"
_NUMBER_SIGNS = _YEAR_SIGNS + "十廿卅"

_NUMBER = "[0-9]{1,2}|" + "|".join(_NUMERALS)
_YEAR = f"(?P<year>[{_YEAR_SIGNS}]{{1,4}})年"
_MONTH = f"(?P<month>{_NUMBER})月"
_DAY = f"(?P<day>{_NUMBER})[日号]?"

# Texts, which `re` compiles when it first needs them: most commands read no date.
_DATES = (
    "(?P<year>[0-9]{1,4})(?P<by>[-./])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
    _YEAR + _MONTH + _DAY,
    "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
)
_DATES_WITHOUT_YEAR = (
    "(?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
    _MONTH + _DAY,
)
_DAY_ALONE = (f"(?P<day>{_NUMBER})[日号]",)
_MONTHS = (
    "(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})",
    _YEAR + _MONTH,
)
_TERM = f"(?P<year>[{_YEAR_SIGNS}]{{4}})年?-?(?:(?P<zh>[春秋])季?(?:学期)?|(?P<en>spring|autumn))"
_SEASONS = {"春": "spring", "秋": "autumn"}

_DAYS_FROM_TODAY = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), -1),
    **dict.fromkeys(("tomorrow", "明天", "明日"), 1),
    "前天": -2,
    "后天": 2,
}
_FROM_TODAY = r"(?P<count>[+-][0-9]{1,4})(?P<unit>[dw])"
_BETWEEN = r"\.{2,}|[至到~—–]+|(?<=[日号])-+|(?<=月[0-9])-+|(?<=月[0-9]{2})-+"
_LOOSE_SPACE = f"(?<![{_NUMBER_SIGNS}]) | (?![{_NUMBER_SIGNS}])"

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Not calendar.month_name, which speaks the language of the machine."""


def parse_date(text: str, today: date, *, year_from: date | None = None) -> date:
    """The day that `text` names.

    Read are 2022-04-12, 2022.4.12, 2022/4/12, 20220412, 2022年4月12日 (or 号),
    二〇二二年四月十二日 with 廿 and 卅, all of them in full-width characters and with spaces
    around the parts; today, yesterday, tomorrow, 今天, 昨天, 前天, 明天, 后天; and days or
    weeks counted from `today`: -3d, +3d, -2w.

    A date without a year (4月12日, 4-12) is read only when `year_from` is given, as the
    latest such day not after it: a report from the field speaks of what has just been.

    Errors: UsageError "bad-date" when it isn't a date, lacks a full year or lies outside
    1990–2100; "impossible-date" when the calendar has no such day.
    """
    written = _plain(text)
    if written in _DAYS_FROM_TODAY:
        return _from_today(text, today, _DAYS_FROM_TODAY[written])
    if found := re.fullmatch(_FROM_TODAY, written):
        days_each = 7 if found["unit"] == "w" else 1
        return _from_today(text, today, int(found["count"]) * days_each)
    if found := _first_match(_DATES, written):
        year = _year(text, found["year"])
        return _day_of(text, year, _value(found["month"]), _value(found["day"]))
    if found := _first_match(_DATES_WITHOUT_YEAR, written):
        month, day = _value(found["month"]), _value(found["day"])
        if year_from is None:
            raise _bad_date(phrase("“{text}” has no year.", text=_shown(text)))
        return _latest(text, month, day, year_from)
    raise _not_a_date(text)


def parse_span(text: str, today: date, *, year_from: date | None = None) -> DateSpan:
    """The days that `text` names: one date, or two joined by `..`, 至, 到, ~, — or 日-.

    Each end is anything `parse_date` reads, and the last may leave out what the first has said:
    4月15日至16日, 2022年4月30日至5月2日. One date alone is a span of one day.

    Errors: those of `parse_date`; UsageError "end-before-start", "span-too-long" beyond 366 days.
    """
    ends = re.split(_BETWEEN, _plain(text))
    if len(ends) > 2 or (len(ends) == 2 and not all(ends)):
        raise UsageError(
            "bad-date",
            phrase("“{text}” does not give one start and one end.", text=_shown(text)),
            hint=phrase("Write one day, 2022-04-12, or two, 2022-04-12..2022-04-15"),
        )
    first = parse_date(ends[0], today, year_from=year_from)
    last = _short_end(ends[-1], ends[0], first)
    span = DateSpan(first, last or parse_date(ends[-1], today, year_from=year_from))
    if span.days > LONGEST_SPAN_DAYS:
        raise UsageError(
            "span-too-long",
            phrase(
                "“{text}” is {days} days long, more than {most}.",
                text=_shown(text),
                days=span.days,
                most=LONGEST_SPAN_DAYS,
            ),
            hint=phrase("Check the years: 2022-04-12..2022-04-15"),
        )
    return span


def _short_end(text: str, start: str, first: date) -> date | None:
    """The last day of a span where it lacks the month or the year of the first."""
    if found := _first_match(_DAY_ALONE, text):
        return _day_of(text, first.year, first.month, _value(found["day"]))
    if _first_match(_DATES, start) and (found := _first_match(_DATES_WITHOUT_YEAR, text)):
        return _day_of(text, first.year, _value(found["month"]), _value(found["day"]))
    return None


def parse_month(text: str) -> Month:
    """The month that `text` names: 2022-04, 2022.4, 2022/4, 2022年4月, 二〇二二年四月.

    Errors: UsageError "bad-month" for anything else, a 13th month included.
    """
    if found := _first_match(_MONTHS, _plain(text)):
        year, month = _digits(found["year"]), _value(found["month"])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
            return Month(year, month)
    raise UsageError(
        "bad-month",
        phrase("“{text}” is not a month.", text=_shown(text)),
        hint=phrase("Write the year in full and the month: 2022-04 or 2022年4月"),
    )


def parse_term_code(text: str) -> str:
    """The code of the term that `text` names, "2022-spring" or "2022-autumn".

    Read are 2022-spring, 2022春, 2022年春季学期, 2022秋季. The year is the one in which the
    term begins. Whether the calendar holds such a term is for the caller to see.

    Errors: UsageError "bad-term".
    """
    if found := re.fullmatch(_TERM, _plain(text)):
        year = _digits(found["year"])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return f"{year}-{found['en'] or _SEASONS[found['zh']]}"
    raise UsageError(
        "bad-term",
        phrase("“{text}” is not a term.", text=_shown(text)),
        hint=phrase("Write the year in which it begins and the season: 2022-spring or 2022秋"),
    )


# --- From characters to numbers -------------------------------------------------------------


def _plain(text: str) -> str:
    """`text` in half-width lower case, without the spaces that separate nothing.

    A space between two digits stays, and makes the text unreadable: "4-1 2" is not the 12th.
    """
    return re.sub(_LOOSE_SPACE, "", " ".join(text.split()).translate(_TO_PLAIN)).lower()


def _first_match(patterns: tuple[str, ...], written: str) -> re.Match[str] | None:
    """The match of the first of `patterns` that fits the whole of `written`."""
    return next(filter(None, (re.fullmatch(pattern, written) for pattern in patterns)), None)


def _digits(written: str) -> int:
    """The value of a year written digit by digit: 2022, 二〇二二, 二0二二."""
    return int(written.translate(_YEAR_DIGITS))


def _value(written: str) -> int:
    """The value of a month or a day, in digits or as one of `_NUMERALS`."""
    return int(written) if written.isdecimal() else _NUMERALS[written]


def _year(text: str, written: str) -> int:
    """The year, known to be 1990–2100. Errors: UsageError "bad-date"."""
    if len(written) != 4:
        raise _bad_date(phrase("“{text}” doesn't give the year in four digits.", text=_shown(text)))
    year = _digits(written)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range(text)
    return year


# --- From numbers to days -------------------------------------------------------------------


def _day_of(text: str, year: int, month: int, day: int) -> date:
    """That day of the calendar. Errors: UsageError "impossible-date"."""
    _check_month(text, month)
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        name = Label(zh=f"{year}年{month}月", en=f"{ENGLISH_MONTHS[month - 1]} {year}")
        raise _impossible(text, name, length)
    return date(year, month, day)


def _latest(text: str, month: int, day: int, until: date) -> date:
    """The latest such day of a year that is not after `until`.

    Errors: UsageError "impossible-date"; "bad-date" when that day lies before 1990.
    """
    _check_month(text, month)
    length = 29 if month == 2 else monthrange(until.year, month)[1]
    if not 1 <= day <= length:
        name = Label(zh=f"{month}月", en=ENGLISH_MONTHS[month - 1])
        raise _impossible(text, name, length)
    year = until.year if (month, day) <= (until.month, until.day) else until.year - 1
    while (month, day) == (2, 29) and not isleap(year):
        year -= 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range(text)
    return date(year, month, day)


def _from_today(text: str, today: date, days: int) -> date:
    """The day `days` after `today`. Errors: UsageError "bad-date" outside 1990–2100."""
    earliest, latest = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    # Compared as distances: adding first would overflow at either end of the calendar.
    if not (earliest - today).days <= days <= (latest - today).days:
        raise _out_of_range(text)
    return today + timedelta(days)


# --- What is said about the rest ------------------------------------------------------------


def _shown(text: str) -> str:
    """`text` as an error repeats it: its first 40 characters."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _bad_date(message: Phrase) -> UsageError:
    return UsageError(
        "bad-date",
        message,
        hint=phrase("Write 2022-04-12, 2022年4月12日, 20220412, today, 昨天 or -3d"),
    )


def _not_a_date(text: str) -> UsageError:
    return _bad_date(phrase("“{text}” is not a date.", text=_shown(text)))


def _out_of_range(text: str) -> UsageError:
    return _bad_date(
        phrase(
            "“{text}” is outside the years {first} to {last}.",
            text=_shown(text),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    )


def _check_month(text: str, month: int) -> None:
    """Errors: UsageError "impossible-date" when no year has such a month."""
    if not 1 <= month <= 12:
        raise UsageError(
            "impossible-date",
            phrase("“{text}” does not exist: months run from 1 to 12.", text=_shown(text)),
            hint=phrase("Write year, month, day in this order: 2022-04-12"),
        )


def _impossible(text: str, month: Label, length: int) -> UsageError:
    return UsageError(
        "impossible-date",
        phrase(
            "“{text}” does not exist: {month} has {days} days.",
            text=_shown(text),
            month=month,
            days=length,
        ),
        hint=phrase("Look the day up and write it as 2022-04-12; it is never moved for you."),
    )
