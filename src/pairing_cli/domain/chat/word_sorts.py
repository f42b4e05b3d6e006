"""What a word in a line of chat can be."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pairing_cli.domain.tuples import NamedTuple


class Sort(StrEnum):
    """What a word of a line is."""

    DAY = "day"
    WEEKDAY = "weekday"
    TIME = "time"
    HOURS = "hours"
    """Class-hours; the value is how many."""
    AMOUNT = "amount"
    """An amount that is no class-hours and no count of teachers or children: see `Unit`."""
    TEACHERS = "teachers"
    CHILDREN = "children"
    CROWD = "crowd"
    """People whom nobody names: 全体教师, 园长."""
    PERSON = "person"
    FORM = "form"
    PLACE = "place"
    """A kindergarten; the value is what the lexicon has."""
    DIRECTION = "direction"
    WAY = "way"
    """到, 赴: who stands before it travels to who stands behind it."""
    ARROW = "arrow"
    PLAN = "plan"
    DONE = "done"
    DITTO = "ditto"
    TOPIC = "topic"
    PLUS = "plus"
    JOIN = "join"
    REMARK = "remark"
    """What is said to the others of the chat: 照片已上传."""
    SMALL = "small"
    """Words that say nothing by themselves: 开展, 活动, 一次."""
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """Units that are no class-hours, and that a person has to translate."""

    CLOCK = "clock"
    LESSONS = "lessons"
    DAYS = "days"
    TIMES = "times"
    PEOPLE = "people"
    NONE = "none"
    ABOUT = "about"
    """An amount that isn't exact, is a range or is one for each."""


class Word(NamedTuple):
    """A word and where it stands."""

    sort: Sort
    start: int
    end: int
    text: str
    value: Any = None
