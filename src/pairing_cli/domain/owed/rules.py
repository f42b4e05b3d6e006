"""Rules: what is owed, by whom, per which period, by which document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Final, Self

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Part, Season, Unit
from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction, Labels


class RuleKind(StrEnum):
    """What a rule asks for."""

    QUOTA = "quota"
    DOCUMENT = "document"
    MILESTONE = "milestone"
    INDICATOR = "indicator"


class Measure(StrEnum):
    """The unit in which a rule counts. Units are never mixed."""

    VISITS = "visits"
    CLASS_HOURS = "class_hours"
    DAYS = "days"
    MONTHS = "months"
    PEOPLE = "people"
    DISTINCT_PEOPLE = "distinct_people"
    KINDERGARTENS = "kindergartens"
    """Those of a roster that took part, each once; a rule says which share of it."""
    DOCUMENTS = "documents"
    MILESTONES = "milestones"
    PERCENT = "percent"
    COUNT = "count"


MEASURES_OF: Final = {
    RuleKind.QUOTA: (
        Measure.VISITS,
        Measure.CLASS_HOURS,
        Measure.DAYS,
        Measure.MONTHS,
        Measure.PEOPLE,
        Measure.DISTINCT_PEOPLE,
        Measure.KINDERGARTENS,
    ),
    RuleKind.DOCUMENT: (Measure.DOCUMENTS,),
    RuleKind.MILESTONE: (Measure.MILESTONES,),
    RuleKind.INDICATOR: (Measure.PERCENT, Measure.COUNT),
}
"""What each kind of rule may count in."""


IN_PERCENT: Final = (Measure.PERCENT, Measure.KINDERGARTENS)
"""Measures whose need is a percentage: a rate, and the share of a roster."""


def goes_in_steps(measure: str, amount: float) -> bool:
    """Whether so much can be done: class-hours go in halves, rates as finely as one likes, and a
    roster is asked for in percent; of everything else there are whole ones only.
    """
    if measure in IN_PERCENT:
        return True
    steps = 2 if measure == Measure.CLASS_HOURS else 1
    return amount * steps == int(amount * steps)


BLOCK_OF_KIND: Final[Mapping[RuleKind, Block]] = {
    RuleKind.QUOTA: Block.ACTIVITY,
    RuleKind.MILESTONE: Block.ORGANISATION,
    RuleKind.DOCUMENT: Block.ARCHIVE,
    RuleKind.INDICATOR: Block.EFFECT,
}
"""The block of a rule that names none."""

WEIGHTS: Final[Mapping[Block, int]] = {
    Block.ORGANISATION: 20,
    Block.ACTIVITY: 50,
    Block.ARCHIVE: 15,
    Block.EFFECT: 15,
}
"""What a block weighs in a pairing's fulfilment where the cycle says nothing else (§5.6)."""


class OwedBy(StrEnum):
    """Who has to see to it; a reminder goes there."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"
    COUNTY = "county"
    BUREAU = "bureau"


OWING: Final[Labels] = {
    OwedBy.MENTOR: Label("帮扶园", "mentor"),
    OwedBy.MENTEE: Label("受帮扶园", "mentee"),
    OwedBy.BOTH: Label("双方", "both"),
    OwedBy.COUNTY: Label("县（区）", "county"),
    OwedBy.BUREAU: Label("市教育局", "bureau"),
}


class Per(StrEnum):
    """For whom a rule asks once. What isn't asked of each pairing is one duty of several."""

    PAIRING = "pairing"
    MENTOR = "mentor"
    MENTEE = "mentee"
    CIRCLE = "circle"
    COUNTY = "county"
    COUNTY_MENTOR = "county+mentor"
    CYCLE = "cycle"


PERS: Final[Labels] = {
    Per.PAIRING: Label("每对结对园", "each pairing"),
    Per.MENTOR: Label("每所帮扶园", "each mentor"),
    Per.MENTEE: Label("每所受帮扶园", "each mentee"),
    Per.CIRCLE: Label("每个片区", "each circle"),
    Per.COUNTY: Label("每个县（区）", "each county"),
    Per.COUNTY_MENTOR: Label("每所帮扶园与每个县（区）", "each mentor and county"),
    Per.CYCLE: Label("全周期一次", "the whole cycle"),
}


class Roster(StrEnum):
    """Of which kindergartens a rule asks for a share."""

    EXEMPLARS = "exemplars"
    MENTORS = "mentors"
    MENTEES = "mentees"
    KINDERGARTENS = "kindergartens"


ROSTERS: Final[Labels] = {
    Roster.EXEMPLARS: Label("示范园", "exemplars"),
    Roster.MENTORS: Label("帮扶园", "mentors"),
    Roster.MENTEES: Label("受帮扶园", "mentees"),
    Roster.KINDERGARTENS: Label("幼儿园", "kindergartens"),
}

SHARED_BY: Final[Mapping[Per, frozenset[Roster]]] = {
    Per.MENTOR: frozenset({Roster.MENTEES}),
    Per.COUNTY_MENTOR: frozenset({Roster.MENTEES}),
    Per.CIRCLE: frozenset(Roster),
    Per.COUNTY: frozenset(Roster),
    Per.CYCLE: frozenset(Roster),
}
"""For whom a rule asks once → the rosters that there are several of then."""


def part_of(percent: float, roster: int) -> int:
    """How many kindergartens a share of a roster is, rounded up: 80 % of 4 are 4."""
    from fractions import Fraction

    return ceil(Fraction(str(percent)) * roster / 100)


class WaiverKind(StrEnum):
    """免 / 缓 / 补: how an approved exception treats what is left of one period."""

    EXCUSED = "excused"
    POSTPONED = "postponed"
    MAKE_UP = "make_up"


class Due(NamedTuple):
    """By when, where that isn't the end of the period: one of the four.

    A month and day inside the period; a date; days after the start of the pairing (of the
    earliest one, where the duty is of several); days after a fact that the pairing holds.
    """

    month_day: tuple[int, int] | None = None
    on: date | None = None
    days: int | None = None
    after: str | None = None
    """With `days`: the fact after which they are counted; until it stands nothing is owed."""

    @property
    def code(self) -> str:
        """As it is kept: 03-31, 2022-04-30, +60, +30 inspected."""
        if self.month_day is not None:
            return f"{self.month_day[0]:02d}-{self.month_day[1]:02d}"
        if self.on is not None:
            return self.on.isoformat()
        return f"+{self.days} {self.after or ''}".rstrip()

    @classmethod
    def of(cls, code: str) -> Self:
        """From what `code` gave."""
        if code.startswith("+"):
            days, _, fact = code[1:].partition(" ")
            return cls(days=int(days), after=fact or None)
        if len(code) == len("03-31"):
            return cls(month_day=(int(code[:2]), int(code[3:])))
        return cls(on=date.fromisoformat(code))


class Stage(NamedTuple):
    """A part of a plan: whole months of the `year`-th calendar year of a cycle, from 1."""

    code: str
    year: int
    first_month: int
    last_month: int
    title: Label

    def span(self, cycle: DateSpan) -> DateSpan:
        """Its days in a cycle."""
        year = cycle.first.year + self.year - 1
        return DateSpan(date(year, self.first_month, 1), Month(year, self.last_month).span.last)


_SIDES: Final = (OwedBy.MENTOR, OwedBy.MENTEE)

_TRAVELLERS: Final[Mapping[str, OwedBy]] = {
    Direction.TO_MENTEE: OwedBy.MENTOR,
    Direction.TO_MENTOR: OwedBy.MENTEE,
}

WAYS: Final = tuple(_TRAVELLERS)
"""The directions in which people travel: there and back."""

COUNTED_EACH_WAY: Final = (Measure.VISITS, Measure.DAYS)
"""What can be asked for each way: what one visit brings to one way by itself."""


class Rule(NamedTuple):
    """One requirement of a document, as far as figures go."""

    id: str
    code: str
    need: float
    """How much per period; of an indicator its target, of parts how many there are, of a share of
    a roster the percentage, of what is asked each way how much one way."""
    unit: Unit
    layers: frozenset[str]
    kind: RuleKind = RuleKind.QUOTA
    measure: Measure = Measure.VISITS
    block: Block = Block.ACTIVITY
    owed_by: OwedBy = OwedBy.BOTH
    per: Per = Per.PAIRING
    forms: frozenset[str] = frozenset()
    """None at all: any form counts."""
    direction: str | None = None
    each_way: bool = False
    """Whether the need is asked for there and back, so that each way has to be met by itself."""
    roles: frozenset[str] = frozenset()
    """Only visits with somebody in one of these roles count; none at all: any."""
    season: Season | None = None
    """With unit term: only the terms of this season."""
    months: frozenset[int] = frozenset()
    """Only these months of a year or term count; none at all: all of them."""
    window: Part | None = None
    due: Due | None = None
    stage: Stage | None = None
    """With unit stage: the one stage it is about."""
    stands: bool = False
    """A fact that counts in every period in which it stands, not only on the day it began."""
    make_up: bool = False
    """Whether a later surplus may pay what an earlier period lacks."""
    condition: str | None = None
    """The fact without which nothing is owed."""
    most: float | None = None
    """What is done beyond it counts for nothing; None: as much as one likes."""
    share: Roster | None = None
    """Of which kindergartens `need` is a percentage; None: of none, it is an amount."""

    def takes_direction(self, direction: str) -> bool:
        """Whether visits of this direction count; those of a third party only where asked for."""
        if self.each_way:
            return direction in WAYS
        if self.direction is None:
            return direction != Direction.VISITOR
        return self.direction == direction

    def actors(self, direction: str) -> OwedBy | None:
        """Whose people it asks for on a visit of a direction: of the side that travels, else of
        who owes it; None: any.
        """
        if self.each_way:
            return _TRAVELLERS.get(direction)
        if self.direction is not None and self.direction in _TRAVELLERS:
            return _TRAVELLERS[self.direction]
        is_sides = self.direction != Direction.VISITOR and self.owed_by in _SIDES
        return self.owed_by if is_sides else None

    @property
    def ways(self) -> int:
        """How many times the need is asked for: each way by itself, else once."""
        return len(WAYS) if self.each_way else 1

    @property
    def step(self) -> int:
        """In how many parts one unit may be done: class-hours go in halves."""
        return 2 if self.measure is Measure.CLASS_HOURS else 1

    @property
    def has_own_dates(self) -> bool:
        """Whether it matters on which day of a period something was done, since it may be late,
        or which way it was: records are kept then, not only what they come to.
        """
        is_dated = self.due or self.window or (self.months and self.unit != "month")
        return bool(is_dated or self.each_way)

    @property
    def is_quota(self) -> bool:
        """Whether it is done bit by bit, so that part of it can be expected on the way."""
        return self.kind is RuleKind.QUOTA


def due_on(due: Due, start: date) -> date:
    """The day of a due that is told in days, counted from `start`: 60 days after 1 March is
    30 April.
    """
    return start + timedelta(due.days or 0)
