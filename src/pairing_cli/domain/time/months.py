"""Reading the months and terms that people type, as `dates` reads days."""

from __future__ import annotations

import re
from datetime import date

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.date_errors import FIRST_YEAR, LAST_YEAR, shown
from pairing_cli.domain.time.date_words import (
    MONTH,
    MONTH_NAME,
    YEAR,
    YEAR_SIGNS,
    Lean,
    digits,
    first_match,
    month_alone,
    month_of,
    nearest,
    plain,
    year_said,
)
from pairing_cli.domain.time.dates import DateSpan, Month

_MONTHS = (
    "(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})",
    f"{YEAR}{MONTH}份?",
    f"{MONTH_NAME},?(?P<year>[0-9]{{4}})",
)
_MONTHS_WITHOUT_YEAR = (f"{MONTH}份?", MONTH_NAME)
_TERM = f"(?P<year>[{YEAR_SIGNS}]{{4}})年?-?(?:(?P<zh>[春秋])季?(?:学期)?|(?P<en>spring|autumn))"
_SEASONS = {"春": "spring", "秋": "autumn"}


def parse_month(text: str, today: date | None = None, *, within: DateSpan | None = None) -> Month:
    """The month that `text` names: 2022-04, 2022.4, 2022/4, 2022年4月, 二〇二二年四月, April 2022.

    With `today`, also 本月, 下个月, 去年9月; and 4月 or April as the one that lies `within` these
    days, of several, or of none there, the nearest to `today`.

    Errors: UsageError "bad-month" for anything else, a 13th month included.
    """
    written = plain(text)
    year, month = 0, 0
    if found := first_match(_MONTHS, written):
        year, month = digits(found["year"]), month_of(found["month"])
    elif today is not None:
        if away := month_alone(written, today):
            year, month = away
        elif (said := year_said(written, today)) and (
            found := first_match(_MONTHS_WITHOUT_YEAR, said[1])
        ):
            year, month = said[0], month_of(found["month"])
        elif found := first_match(_MONTHS_WITHOUT_YEAR, written):
            year, month = _year_of_month(month_of(found["month"]), today, within)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
        return Month(year, month)
    raise UsageError(
        "bad-month",
        phrase("“{text}” is not a month.", text=shown(text)),
        hint=phrase("Write the year in full and the month: 2022-04 or 2022年4月"),
    )


def _year_of_month(month: int, today: date, within: DateSpan | None) -> tuple[int, int]:
    """The year in which a month is meant, and the month. One that the calendar hasn't got stays."""
    if not 1 <= month <= 12:
        return 0, month
    several = [Month(today.year + step, month) for step in range(-3, 4)]
    inside = [each for each in several if within is not None and within.overlap(each.span)]
    days = [each.span.first for each in inside or several]
    found = nearest(days, today.replace(day=1), Lean.NEAR)
    return (0, month) if found is None else (found.year, month)


def month_left_open(text: str) -> bool:
    """Whether `text` says a month without its year. Errors: none, whatever it is."""
    return first_match(_MONTHS, plain(text)) is None


def parse_term_code(text: str) -> str:
    """The code of the term that `text` names, "2022-spring" or "2022-autumn".

    Read are 2022-spring, 2022春, 2022年春季学期, 2022秋季. The year is the one in which the
    term begins. Whether the calendar holds such a term is for the caller to see.

    Errors: UsageError "bad-term".
    """
    if found := re.fullmatch(_TERM, plain(text)):
        year = digits(found["year"])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return f"{year}-{found['en'] or _SEASONS[found['zh']]}"
    raise UsageError(
        "bad-term",
        phrase("“{text}” is not a term.", text=shown(text)),
        hint=phrase("Write the year in which it begins and the season: 2022-spring or 2022秋"),
    )
