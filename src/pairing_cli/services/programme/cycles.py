"""Cycles and terms: which one a command speaks of, and what spans they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label, Phrase, noted, phrase
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.frame import WRAP_UP_DAYS, Frame
from pairing_cli.domain.time.months import parse_term_code
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.store.reading import Reader


class CycleRow(NamedTuple):
    """A cycle. Dates are ISO text, both inclusive."""

    id: str
    code: str
    title: str | None
    title_en: str | None
    start: str
    end: str
    state: str
    source: str | None
    assumed: bool
    wrap_up: str | None
    """The last day of summing up, where the cycle says one."""
    weights: tuple[int, ...]
    """What the blocks weigh in fulfilment, in the order of `domain.owed.blocks.Block`."""

    @property
    def weight_organisation(self) -> int:
        """What organisation weighs in fulfilment."""
        return self.block_weights[Block.ORGANISATION]

    @property
    def weight_activity(self) -> int:
        """What activities weigh in fulfilment."""
        return self.block_weights[Block.ACTIVITY]

    @property
    def weight_archive(self) -> int:
        """What papers weigh in fulfilment."""
        return self.block_weights[Block.ARCHIVE]

    @property
    def weight_effect(self) -> int:
        """What comes of it weighs in fulfilment."""
        return self.block_weights[Block.EFFECT]

    @property
    def wrap_up_until(self) -> dt.date:
        """The last day of summing up."""
        if self.wrap_up is not None:
            return dt.date.fromisoformat(self.wrap_up)
        return self.span.last + dt.timedelta(days=WRAP_UP_DAYS)

    def clip(self, day: dt.date) -> dt.date:
        """The day, or the nearest of the cycle."""
        return max(self.span.first, min(day, self.span.last))

    def takes_writes(self, day: dt.date) -> bool:
        """Whether it is worked on: it has begun, isn't closed, and is still summed up."""
        return self.state != CycleState.CLOSED and self.span.first <= day <= self.wrap_up_until

    @property
    def block_weights(self) -> Mapping[Block, int]:
        """Block → what it weighs."""
        return dict(zip(Block, self.weights, strict=True))

    @property
    def title_label(self) -> Label | None:
        """The title in both languages; in its own where there is no other."""
        return Label(self.title, self.title_en or self.title) if self.title else None

    @property
    def span(self) -> DateSpan:
        """First to last day."""
        return DateSpan.stored(dt.date.fromisoformat(self.start), dt.date.fromisoformat(self.end))


_CYCLES = """
    SELECT id, code, title, title_en, start_date AS start, end_date AS "end", state, source,
           assumed <> 0 AS assumed, wrap_up_until AS wrap_up, weight_organisation,
           weight_activity, weight_archive, weight_effect
    FROM cycle
"""


def list_cycles(store: Reader) -> list[CycleRow]:
    """All cycles, oldest first."""
    return [
        CycleRow._make([*row[:8], bool(row[8]), row[9], tuple(row[10:])])
        for row in store.tuples(f"{_CYCLES} ORDER BY start_date, code")
    ]


def find_cycle(store: Reader, code: str | None, as_of: dt.date) -> CycleRow:
    """The cycle with this code; without one, the latest that had begun by `as_of`.

    Raises `NotFound` for an unknown code, `UsageError` where none had begun.
    """
    return _among(list_cycles(store), code, as_of)


def cycle_and_others(
    store: Reader, code: str | None, as_of: dt.date
) -> tuple[CycleRow, list[CycleRow]]:
    """The cycle that `find_cycle` finds, and the others that take writes on the day: begun, not
    closed, and still summed up.
    """
    cycles = list_cycles(store)
    found = _among(cycles, code, as_of)
    return found, [each for each in cycles if each.takes_writes(as_of) and each.id != found.id]


def _among(cycles: list[CycleRow], code: str | None, as_of: dt.date) -> CycleRow:
    if code is not None:
        for cycle in cycles:
            if cycle.code == code.strip():
                return cycle
        raise NotFound(
            "no-such-cycle",
            phrase("There is no cycle {code}.", code=code),
            hint=phrase("Cycles: {codes}", codes=tuple(cycle.code for cycle in cycles)),
        )
    begun = [cycle for cycle in cycles if cycle.start <= as_of.isoformat()]
    if not begun:
        raise _outside_every_cycle(cycles, as_of)
    return begun[-1]


def cycle_by_id(store: Reader, key: str) -> CycleRow:
    """The cycle with this key, which must exist."""
    return next(cycle for cycle in list_cycles(store) if cycle.id == key)


def cycle_on(store: Reader, day: dt.date, code: str | None = None) -> CycleRow:
    """The cycle that `day` lies in (the one with `code`, where several do or one is meant).

    Raises `UsageError` where the day lies outside, naming the spans.
    """
    if code is not None:
        cycle = find_cycle(store, code, day)
        check_inside(day, cycle)
        return cycle
    cycles = list_cycles(store)
    around = [cycle for cycle in cycles if cycle.span.contains(day)]
    if not around:
        raise _outside_every_cycle(cycles, day)
    return (_open(around) or around)[-1]


def cycle_to_write(store: Reader, code: str | None, day: dt.date) -> CycleRow:
    """The cycle that a record of `day` goes to: the one with `code`, else the open one that holds
    the day, else an open one that is still summed up on it; where none is open, the latest that
    had begun.

    Raises as `find_cycle` does.
    """
    if code is None:
        open_ones = _open(list_cycles(store))
        holding = [cycle for cycle in open_ones if cycle.span.contains(day)]
        summing_up = [cycle for cycle in open_ones if cycle.span.last < day <= cycle.wrap_up_until]
        if holding or summing_up:
            return (holding or summing_up)[-1]
    return find_cycle(store, code, day)


def wrap_up_cycle(store: Reader, code: str | None, day: dt.date) -> CycleRow:
    """The cycle that something summed up on `day` goes to: the one with `code`, else the latest
    that has ended and is still summed up, closed or not, else the one that holds the day.

    Raises as `find_cycle` does.
    """
    if code is None:
        for cycle in reversed(list_cycles(store)):
            if cycle.span.last < day <= cycle.wrap_up_until:
                return cycle
    return cycle_to_write(store, code, day)


def _open(cycles: Sequence[CycleRow]) -> list[CycleRow]:
    return [cycle for cycle in cycles if cycle.state != CycleState.CLOSED]


def check_span_inside(span: DateSpan, cycle: CycleRow) -> None:
    """Raise `UsageError` where a span of days begins before the cycle or goes on after it."""
    check_inside(span.first, cycle)
    check_inside(span.last, cycle)


def check_open(cycle: CycleRow) -> None:
    """Raise `RuleRefusal` where a cycle is closed: its figures no longer change."""
    if cycle.state == CycleState.CLOSED:
        raise RuleRefusal(
            "cycle-closed", phrase("Cycle {code} is closed; its figures stand.", code=cycle.code)
        )


def check_inside(
    day: dt.date, cycle: CycleRow, hint: Phrase | None = None, field: str | None = None
) -> None:
    """Raise `UsageError` for a day outside the cycle, naming its span."""
    if not cycle.span.contains(day):
        raise UsageError(
            "outside-cycle",
            phrase(
                "{day} lies outside cycle {code} ({start} to {end}).",
                day=day.isoformat(),
                code=cycle.code,
                start=cycle.start,
                end=cycle.end,
            ),
            hint=hint,
            field=field,
        )


def list_terms(store: Reader) -> list[Term]:
    """All terms, oldest first."""
    terms = []
    for code, school_year, season, first, last in store.tuples(
        "SELECT code, school_year, season, start_date, end_date FROM term ORDER BY start_date"
    ):
        days = DateSpan.stored(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        terms.append(Term(code, school_year, season, days.first, days.last))
    return terms


def assumed_terms(store: Reader) -> frozenset[str]:
    """The codes of the terms whose days no document says."""
    return frozenset(code for (code,) in store.tuples("SELECT code FROM term WHERE assumed <> 0"))


class HolidayRow(NamedTuple):
    """A day inside a term on which nobody teaches."""

    day: str
    name: str


def list_holidays(store: Reader) -> list[HolidayRow]:
    """The holidays of the school calendar, oldest first."""
    return store.fetch(
        HolidayRow,
        "SELECT on_date AS day, name FROM holiday WHERE removed_on IS NULL ORDER BY on_date",
    )


def term_in(terms: Sequence[Term], cycle: CycleRow, text: str) -> Term:
    """The term of a cycle that is meant: 2022-spring, 2022春. Raises `NotFound`, also for one
    of another cycle.
    """
    mine = [
        term for term in terms if term.first <= cycle.span.last and term.last >= cycle.span.first
    ]
    wanted = text if text in {term.code for term in mine} else parse_term_code(text)
    for term in mine:
        if term.code == wanted:
            return term
    raise NotFound(
        "no-such-term",
        phrase("Cycle {cycle} has no term {code}.", cycle=cycle.code, code=text),
        hint=phrase("Terms: {names}", names=tuple(term.code for term in mine)),
    )


def frame_of(store: Reader, cycle: CycleRow) -> Frame:
    """The cycle and the calendar over which rules are laid out."""
    holidays = frozenset(dt.date.fromisoformat(row.day) for row in list_holidays(store))
    return Frame(cycle.span, cycle.code, list_terms(store), cycle.wrap_up_until, holidays)


def _outside_every_cycle(cycles: list[CycleRow], day: dt.date) -> UsageError:
    spans = tuple(noted(cycle.code, f"{cycle.start}..{cycle.end}") for cycle in cycles)
    return UsageError(
        "outside-every-cycle",
        phrase("{day} lies outside every cycle.", day=day.isoformat()),
        hint=phrase(
            "Cycles: {spans}. Give another date, or add a cycle: pairing cycle add CODE"
            " --start DATE --end DATE",
            spans=spans or "-",
        ),
    )
