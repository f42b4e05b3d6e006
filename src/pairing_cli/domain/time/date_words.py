"""How people write and say days: numerals, signs, and the words that count from today.

The characters of a date come in full width, in Chinese numerals, with hyphens that word
processors make; in speech a day is 上周五, 15日, three days ago. `dates` makes days of them and
refuses what is none; here is what the words mean.

A week begins on Monday, and 上周五 is the Friday of the week before this one, even on a
Saturday. "last Friday" is the latest Friday before today. "next Friday" means two different
days to different people and is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import Final

from pairing_cli.domain.phrases import Label

NUMERALS: Final = {
    tens + units: value * 10 + unit
    for tens, value in {"": 0, "十": 1, "二十": 2, "廿": 2, "三十": 3, "卅": 3}.items()
    for unit, units in enumerate(("", *"一二三四五六七八九"))
    if 1 <= value * 10 + unit <= 31
}
"""Every Chinese numeral that a month or a day can be, 一 … 卅一, with its value."""

_TO_PLAIN: Final = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(ord("!"), ord("~") + 1)}
    | dict.fromkeys("\u2010\u2011\u2212", "-")
    | dict.fromkeys("零○", "〇")
    | {"。": "."}
)
"""Full-width forms, hyphens that word processors make, both other zeros, the full stop.

A table instead of NFKC, which would also read ² as 2 and ㋃ as 4月.
"""
_YEAR_DIGITS: Final = str.maketrans("〇一二三四五六七八九", "0123456789")
YEAR_SIGNS: Final = "0-9〇一二三四五六七八九"
_LOOSE_SPACE: Final = f"(?<![{YEAR_SIGNS}十廿卅]) | (?![{YEAR_SIGNS}十廿卅])"

ENGLISH_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Not calendar.month_name, which speaks the language of the machine."""
MONTH_NAMES: Final = {
    name.lower()[:length]: at
    for at, name in enumerate(ENGLISH_MONTHS, start=1)
    for length in (3, 4, len(name))
    if length != 4 or name in ("June", "July", "September")
}
"""january, jan, sept … in small letters → 1 to 12."""

NUMBER: Final = "[0-9]{1,2}|" + "|".join(NUMERALS)
YEAR: Final = f"(?P<year>[{YEAR_SIGNS}]{{1,4}})年"
MONTH: Final = f"(?P<month>{NUMBER})月"
MONTH_NAME: Final = f"(?P<month>{'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\\.?"
"""What patterns of days and months are made of: texts, which `re` compiles when it first needs
them, for most commands read no date."""

WEEKDAYS: Final = (
    Label("周一", "Monday"), Label("周二", "Tuesday"), Label("周三", "Wednesday"),
    Label("周四", "Thursday"), Label("周五", "Friday"), Label("周六", "Saturday"),
    Label("周日", "Sunday"),
)  # fmt: skip
"""By `date.weekday()`."""


class Lean(IntEnum):
    """Which of several days a word means that leaves the year, month or week open."""

    NONE = 0
    """None: it is refused."""
    PAST = 1
    """The latest until today: what is told of has been."""
    NEAR = 2
    """The nearest to today, of two as near the one before it."""
    FUTURE = 3
    """The first from today on."""


def plain(text: str) -> str:
    """`text` in half-width small letters, without the spaces that separate nothing.

    A space between two digits stays, and makes the text unreadable: "4-1 2" is not the 12th.
    """
    return re.sub(_LOOSE_SPACE, "", " ".join(text.split()).translate(_TO_PLAIN)).lower()


def digits(written: str) -> int:
    """The value of a year written digit by digit: 2022, 二〇二二, 二0二二."""
    return int(written.translate(_YEAR_DIGITS))


def value(written: str) -> int:
    """The value of a month or a day, in digits or as one of `NUMERALS`."""
    return int(written) if written.isdecimal() else NUMERALS[written]


# --- Words that count from today ------------------------------------------------------------


def month_of(written: str) -> int:
    """The number of a month, in digits, as a numeral or an English name."""
    return MONTH_NAMES.get(written) or value(written)


def first_match(patterns: Iterable[str], written: str) -> re.Match[str] | None:
    """The match of the first of `patterns` that fits the whole of `written`."""
    return next(filter(None, (re.fullmatch(pattern, written) for pattern in patterns)), None)


_DAYS_AWAY: Final = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), -1),
    **dict.fromkeys(("tomorrow", "明天", "明日"), 1),
    **dict.fromkeys(("前天", "前日", "daybeforeyesterday", "thedaybeforeyesterday"), -2),
    **dict.fromkeys(("后天", "后日", "dayaftertomorrow", "thedayaftertomorrow"), 2),
    "大前天": -3,
    "大后天": 3,
}
_COUNT: Final = "(?P<count>[0-9]{1,4}|" + "|".join([*NUMERALS, "两"]) + ")"
_COUNTED: Final = (
    r"(?P<sign>[+-])(?P<count>[0-9]{1,4})(?P<unit>[dw])",
    _COUNT + "个?(?P<unit>天|日|周|星期|礼拜)(?:之|以)?(?P<sign>[前后])",
    "(?P<count>[0-9]{1,4})(?P<unit>day|week)s?(?P<sign>ago)",
)
_WEEKS: Final = {"上上": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1,
                 "下下": 2}  # fmt: skip
_MONTHS: Final = {"上": -1, "上个": -1, "本": 0, "这个": 0, "当": 0, "下": 1, "下个": 1}
_ENGLISH_MONTHS_AWAY: Final = {"lastmonth": -1, "thismonth": 0, "nextmonth": 1}
_YEARS: Final = {"前": -2, "去": -1, "今": 0, "本": 0, "当": 0, "明": 1}
_WEEKDAY: Final = "(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])"
_ENGLISH_WEEKDAY: Final = (
    "(?P<en>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    "|sat(?:urday)?|sun(?:day)?)"
)
_WEEKDAYS_SAID: Final = (
    f"(?P<week>{'|'.join(_WEEKS)})?{_WEEKDAY}",
    f"(?P<week>last|this)?{_ENGLISH_WEEKDAY}",
)
_MONTH_SAID: Final = f"(?P<which>{'|'.join(_MONTHS)})月(?P<rest>.+)"
_YEAR_SAID: Final = f"(?P<which>{'|'.join(_YEARS)})年(?P<rest>.+)"


def weekday(written: str) -> int | None:
    """The weekday that plain text names alone: 周二, 星期天, tuesday; as `date.weekday()`."""
    found = re.fullmatch(_WEEKDAY, written) or re.fullmatch(_ENGLISH_WEEKDAY, written)
    return None if found is None else _weekday_of(found)


def days_away(written: str, today: date, lean: Lean) -> int | None:
    """How many days from `today` the day lies that plain text says; None for any other text.

    昨天, three days ago, 上周五, last Friday; with a lean other than NONE also a weekday alone.
    """
    if written in _DAYS_AWAY:
        return _DAYS_AWAY[written]
    for pattern in _COUNTED:
        if found := re.fullmatch(pattern, written):
            count = 2 if found["count"] == "两" else value(found["count"])
            each = 7 if found["unit"] in ("w", "周", "星期", "礼拜", "week") else 1
            return count * each * (-1 if found["sign"] in ("-", "前", "ago") else 1)
    for pattern in _WEEKDAYS_SAID:
        if found := re.fullmatch(pattern, written):
            away = _weekday_of(found) - today.weekday()
            return _in_week(away, found["week"]) if found["week"] else _leaning(away, lean)
    return None


def _in_week(away: int, week: str) -> int:
    """`away` is that of this week."""
    if week == "last":
        return away if away < 0 else away - 7
    return away + 7 * _WEEKS.get(week, 0)


def _weekday_of(found: re.Match[str]) -> int:
    named = found.groupdict()
    if sign := named.get("zh"):
        return min("一二三四五六日天".index(sign), 6)
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(named["en"][:3])


def _leaning(away: int, lean: Lean) -> int | None:
    """A weekday alone: that of this week, unless the lean forbids it."""
    if lean is Lean.NONE:
        return None
    if lean is Lean.PAST and away > 0:
        return away - 7
    return away + 7 if lean is Lean.FUTURE and away < 0 else away


def month_alone(written: str, today: date) -> tuple[int, int] | None:
    """Year and month of 本月, 下个月, last month."""
    away = _ENGLISH_MONTHS_AWAY.get(written)
    if away is None and written.endswith("月"):
        away = _MONTHS.get(written.removesuffix("月"))
    if away is None:
        return None
    number = today.year * 12 + today.month - 1 + away
    return number // 12, number % 12 + 1


def month_said(written: str, today: date) -> tuple[int, int, str] | None:
    """Year, month and the rest of 上月15日, 本月3号, 下个月5日."""
    found = re.fullmatch(_MONTH_SAID, written)
    if found is None:
        return None
    number = today.year * 12 + today.month - 1 + _MONTHS[found["which"]]
    return number // 12, number % 12 + 1, found["rest"]


def month_in(text: str) -> int | None:
    """The one month that a title names, 1 to 12: 3月, 2022年三月份台账; None of 3-5月, 3月、4月."""
    written = plain(text)
    if re.search(f"[-~—–至到]({NUMBER})月", written):
        return None
    found = {value(each) for each in re.findall(f"(?<![0-9十])({NUMBER})月", written)}
    return found.pop() if len(found) == 1 and found <= set(range(1, 13)) else None


def year_said(written: str, today: date) -> tuple[int, str] | None:
    """Year and the rest of 今年3月15日, 去年9月1日."""
    found = re.fullmatch(_YEAR_SAID, written)
    return None if found is None else (today.year + _YEARS[found["which"]], found["rest"])


def nearest(days: list[date], until: date, lean: Lean) -> date | None:
    """Of several days the one that the lean means; None where none lies on its side."""
    if lean is Lean.PAST:
        return max((day for day in days if day <= until), default=None)
    if lean is Lean.FUTURE:
        return min((day for day in days if day >= until), default=None)
    return min(days, key=lambda day: (abs(day - until), day > until), default=None)
