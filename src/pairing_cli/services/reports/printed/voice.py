"""How a paper speaks: its language, dates in full, numerals as official documents have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.owed.periods import RulePeriod
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import SEASONS, WAIVER_KINDS, term_label
from pairing_cli.resources import data_folder

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a paper, and how to say something in it."""

    language: str
    say: Callable[[Any], str]

    def day(self, text: str | None) -> str:
        """A date as a paper writes it: 2022年4月12日, 12 April 2022."""
        if not text:
            return ""
        day = dt.date.fromisoformat(text)
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def days(self, first: str, last: str) -> str:
        """A day, or from one to another: 2022年4月12日至14日."""
        if first == last:
            return self.day(first)
        if self.language != "zh":
            return f"{self.day(first)} to {self.day(last)}"
        year, month, day = map(int, last.split("-"))
        if first[:7] == last[:7]:
            return f"{self.day(first)}至{day}日"
        if first[:4] == last[:4]:
            return f"{self.day(first)}至{month}月{day}日"
        return f"{self.day(first)}至{year}年{month}月{day}日"

    def period(self, code: str) -> str:
        """A period as a paper writes it: 2022年春季学期, 2022年3月, 2022—2023学年, 本周期; in
        English the spring term of 2022, March 2022, the school year 2022–2023, this cycle.
        """
        said = period_label(code)
        return said.zh if self.language == "zh" else said.en

    def period_of(self, period: RulePeriod) -> str:
        """The same of a period of a rule: a stage by its title."""
        if period.stage is None:
            return self.period(period.code)
        return period.stage.zh if self.language == "zh" else period.stage.en

    def template(self, name: str, own: Path | None = None) -> Path:
        """The user's own template, else the one that comes along."""
        return own or data_folder() / "templates" / self.language / name


def period_label(code: str) -> Label:
    """A period in words, without a code in them."""
    year, _, part = code.partition("-")
    if part in SEASONS:
        season = SEASONS[part]
        return Label(f"{year}年{season.zh}学期", f"the {season.en} term of {year}")
    if not year.isdecimal() or not (part.isdecimal() or not part):
        return term_label(code)
    if not part:
        return Label(f"{year}年", year)
    if len(part) == 2:
        return Label(f"{year}年{int(part)}月", f"{_MONTHS[int(part) - 1]} {year}")
    if int(part) == int(year) + 1:
        return Label(f"{year}—{part}学年", f"the school year {year}–{part}")
    return Label("本周期", "this cycle")


PERIODS: Final[Mapping[str, Label]] = {
    "month": Label("每月", "every month"),
    "term": Label("每学期", "every term"),
    "school_year": Label("每学年", "every school year"),
    "calendar_year": Label("每年", "every year"),
    "cycle_year": Label("周期内每年", "every year of the cycle"),
    "stage": Label("本阶段", "in its stage"),
    "cycle": Label("本周期", "in the cycle"),
}
"""How often a rule asks, by its unit."""


def waived_until(kind: str, until: str | None, voice: Voice) -> str:
    """How a period was let off, with the day to which it was put off: 免, 缓至2022年10月31日."""
    said = WAIVER_KINDS[kind]
    if until is None:
        return voice.say(said)
    return voice.say(phrase("{kind}, until {day}", kind=said, day=voice.day(until)))


_DIGITS: Final = ("", *"一二三四五六七八九")


def numeral(number: int) -> str:
    """A number of headings, 1 to 99: 一, 十, 十二, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones]}"


def numbered(at: int, title: Label | str, voice: Voice) -> str:
    """The heading of the part after `at` others: 二、帮扶园的责任."""
    number = f"{numeral(at + 1)}、" if voice.language == "zh" else f"{at + 1}. "
    return f"{number}{voice.say(title)}"


def section_numbered(at: int, title: str, voice: Voice) -> str:
    """The heading of the section after `at` others in its part: （二）各项任务."""
    number = f"（{numeral(at + 1)}）" if voice.language == "zh" else f"({at + 1}) "
    return f"{number}{title}"
