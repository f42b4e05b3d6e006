"""The tally: what the visits of a pairing bring to every rule in every period.

A programme has a million visits and few that differ in what counting looks at, so what visits
of one form and direction bring is asked of `counting` once for each stretch of days between
which no period begins or ends, and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from pairing_cli.domain.owed.counting import ONCE_ONLY, Counted, CountedVisit, amount, together
from pairing_cli.domain.owed.obligations import Obligation
from pairing_cli.domain.owed.periods import RulePeriod
from pairing_cli.domain.owed.rules import Measure, Rule
from pairing_cli.domain.owed.settling import NOTHING, Work
from pairing_cli.domain.time.calendar import counting_day
from pairing_cli.domain.time.frame import Frame
from pairing_cli.domain.tuples import NamedTuple

_ONE_DAY: Final = timedelta(1)


class Alike(NamedTuple):
    """What each of some visits of one form, one direction and the same days brings."""

    ones: list[int]
    """The cells that get 1."""
    more: list[tuple[int, float]]
    """The cells that get another amount."""
    hours: list[int]
    """The cells that get the class-hours of each."""
    kept: list[tuple[int, Counted]]
    """The cells that keep a record, and the record."""
    counts_on: date
    """Where it is dated; else of any of them."""
    is_dated: bool
    """Whether something is kept by its day; for what adds up the day is no matter."""


class Cell(NamedTuple):
    """A rule in a period, as of a day."""

    rule: Rule
    period: RulePeriod
    as_of: date
    keeps_records: bool


class Sums:
    """What one pairing has done: by cell an amount, and records where they are kept."""

    __slots__ = ("amounts", "records")

    def __init__(self, size: int) -> None:
        self.amounts = [0.0] * size
        self.records: dict[int, list[Counted]] = {}


class Tally:
    """Counts visits for all rules of a cycle, as of the day of the report, and as of an
    earlier one where the report compares with it.
    """

    def __init__(
        self,
        asked: Iterable[tuple[Rule, Sequence[RulePeriod]]],
        frame: Frame,
        day: date,
        *,
        then: date | None = None,
        keep_records: bool = False,
    ) -> None:
        """`keep_records`: of every rule, as a pairing with a waiver needs it."""
        self._frame = frame
        self._day = day
        self.cells: list[Cell] = []
        self._places: dict[tuple[str, str, date], int] = {}
        for rule, periods in asked:
            if not rule.is_quota:
                continue
            keeps = keep_records or rule.has_own_dates or rule.measure in ONCE_ONLY
            for period in periods:
                self._add(Cell(rule, period, day, keeps))
                if then is not None and period.accepts.contains(then) and not keeps:
                    self._add(Cell(rule, period, then, keeps))
        self._alike: dict[tuple[str, str, str, int, int, int], Alike] = {}
        self._with_hours: dict[tuple[int, float], tuple[Alike, Alike]] = {}
        """By the identity of what they bring without; the first of the two keeps it alive."""
        self._borders = {
            border
            for cell in self.cells
            for border in (
                *(span.first for span in cell.period.days),
                *(span.last + _ONE_DAY for span in cell.period.days),
                cell.as_of + _ONE_DAY,
            )
        }
        """Where a stretch of days begins that are alike in what they belong to."""
        self._stretches: dict[date, int] = {}
        self._days: dict[tuple[str, str], tuple[date, date, date, tuple[int, int, int]]] = {}
        self._fitting: dict[tuple[str, str, str], list[tuple[date, date, int]]] = {}

    def _add(self, cell: Cell) -> None:
        self._places[cell.rule.id, cell.period.code, cell.as_of] = len(self.cells)
        self.cells.append(cell)

    @property
    def asks_for_people(self) -> bool:
        """Whether any rule looks at who went."""
        return any(
            cell.rule.roles or cell.rule.measure in (Measure.PEOPLE, Measure.DISTINCT_PEOPLE)
            for cell in self.cells
        )

    def alike(self, layer: str, form: str, direction: str, first: str, last: str) -> Alike:
        """What done visits of these days (ISO text) bring, of which nobody asks who went, but for
        their class-hours.
        """
        begins, ends, counts_on, stretches = self._days_of(first, last)
        key = (layer, form, direction, *stretches)
        found = self._alike.get(key)
        if found is None:
            visit = self.seen(begins, ends, form, direction, 0)
            near = self._near(layer, visit)
            found = self._brings(near, layer, visit)
            if not any(self.cells[place].rule.measure is Measure.DAYS for place in near):
                self._alike[key] = found
        if not found.is_dated or found.counts_on == counts_on:
            return found
        kept = [(place, each._replace(day=counts_on)) for place, each in found.kept]
        return found._replace(kept=kept, counts_on=counts_on)

    def with_hours(self, found: Alike, class_hours: float) -> Alike:
        """What such visits (of `alike`) bring with their class-hours."""
        known = self._with_hours.get((id(found), class_hours))
        if known is None:
            counted = Counted(found.counts_on, class_hours)
            more, kept = list(found.more), list(found.kept)
            for place in found.hours:
                if self.cells[place].keeps_records:
                    kept.append((place, counted))
                else:
                    more.append((place, class_hours))
            known = found, found._replace(more=more, kept=kept)
            self._with_hours[id(found), class_hours] = known
        return known[1]

    def layers_apart(self, layers: Iterable[str]) -> dict[str, frozenset[str]]:
        """Layer → itself and those of which the same rules take visits."""
        taking = {layer: [layer in cell.rule.layers for cell in self.cells] for layer in {*layers}}
        return {
            layer: frozenset(other for other, theirs in taking.items() if theirs == mine)
            for layer, mine in taking.items()
        }

    def _days_of(self, first: str, last: str) -> tuple[date, date, date, tuple[int, int, int]]:
        """The days of a visit, the one on which it counts, and the stretches they are in."""
        found = self._days.get((first, last))
        if found is None:
            begins = date.fromisoformat(first)
            ends = begins if last == first else date.fromisoformat(last)
            counts_on = counting_day(begins, ends, self._frame.terms)
            stretches = self._stretch(begins), self._stretch(ends), self._stretch(counts_on)
            found = self._days[first, last] = begins, ends, counts_on, stretches
        return found

    def _stretch(self, day: date) -> int:
        found = self._stretches.get(day)
        if found is None:
            found = self._stretches[day] = sum(border <= day for border in self._borders)
        return found

    def _brings(self, near: Iterable[int], layer: str, visit: CountedVisit) -> Alike:
        ones: list[int] = []
        more: list[tuple[int, float]] = []
        hours: list[int] = []
        kept: list[tuple[int, Counted]] = []
        for place in near:
            counted = self._one(place, layer, visit)
            if counted is None:
                continue
            if self.cells[place].rule.measure is Measure.CLASS_HOURS:
                hours.append(place)
            elif self.cells[place].keeps_records:
                kept.append((place, counted))
            elif counted.amount == 1:
                ones.append(place)
            elif counted.amount:
                more.append((place, counted.amount))
        keeps_hours = any(self.cells[place].keeps_records for place in hours)
        return Alike(ones, more, hours, kept, visit.counts_on, bool(kept) or keeps_hours)

    def add_alike(self, sums: Sums, visits: Iterable[Alike]) -> None:
        """Add visits to the sums of a pairing."""
        amounts, records = sums.amounts, sums.records
        for ones, more, _, kept, _, _ in visits:
            for place in ones:
                amounts[place] += 1
            if more:
                for place, brings in more:
                    amounts[place] += brings
            if kept:
                for place, counted in kept:
                    records.setdefault(place, []).append(counted)

    def add(self, sums: Sums, layer: str, visit: CountedVisit) -> None:
        """Add a visit of whatever kind to the sums of a pairing."""
        for place, counted in self._brought(layer, visit):
            if self.cells[place].keeps_records:
                sums.records.setdefault(place, []).append(counted)
            else:
                sums.amounts[place] += counted.amount

    def _near(self, layer: str, visit: CountedVisit) -> Iterable[int]:
        """The cells that a visit can be in: of rules that take visits of its form and direction,
        and of periods that its days touch. Most of what could be asked is ruled out here;
        what is left is asked of the definition.
        """
        key = (layer, visit.form, visit.direction)
        fitting = self._fitting.get(key)
        if fitting is None:
            fitting = self._fitting[key] = [
                (cell.period.accepts.first, max(each.last for each in cell.period.days), place)
                for place, cell in enumerate(self.cells)
                if layer in cell.rule.layers
                and (not cell.rule.forms or visit.form in cell.rule.forms)
                and cell.rule.takes_direction(visit.direction)
            ]
        return [
            place for first, last, place in fitting if first <= visit.last and visit.first <= last
        ]

    def _brought(self, layer: str, visit: CountedVisit) -> Iterable[tuple[int, Counted]]:
        for place in self._near(layer, visit):
            counted = self._one(place, layer, visit)
            if counted is not None:
                yield place, counted

    def _one(self, place: int, layer: str, visit: CountedVisit) -> Counted | None:
        """What a visit brings to one cell."""
        cell = self.cells[place]
        brings = amount(cell.rule, cell.period, visit, layer, self._frame, cell.as_of)
        return (
            None
            if brings is None
            else Counted(visit.counts_on, brings, visit.people_for(cell.rule))
        )

    def place(self, rule_id: str, period: str, day: date) -> int | None:
        """Where the sums hold what was done by `day`, the day of the tally or `then`: in a
        cell of its own where the period was under way then, else in the one for both.
        """
        found = self._places.get((rule_id, period, day))
        return self._places.get((rule_id, period, self._day)) if found is None else found

    def work(self, sums: Sums, owed: Obligation, place: int | None, day: date) -> Work:
        """What the sums hold at a place for an obligation by `day`."""
        if place is None or day < owed.period.accepts.first:
            return NOTHING
        if not self.cells[place].keeps_records:
            return Work(sums.amounts[place])
        return records_work(owed, sums.records.get(place, ()), day)

    def seen(
        self, first: date, last: date, form: str, direction: str, class_hours: float | None
    ) -> CountedVisit:
        """A done visit as counting sees it, nobody asking who went."""
        return CountedVisit(
            first,
            last,
            counting_day(first, last, self._frame.terms),
            form,
            direction,
            class_hours=class_hours or 0,
        )


def records_work(owed: Obligation, records: Iterable[Counted], day: date) -> Work:
    """What records come to by `day`."""
    by_then = (each for each in records if each.day <= day)
    counted = together(owed.rule, by_then, owed.roster)
    return Work(sum(each.amount for each in counted), tuple(counted)) if counted else NOTHING
