"""Obligations: what one pairing, mentor or county owes of a rule in a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pairing_cli.domain.owed.periods import RulePeriod
from pairing_cli.domain.owed.rules import Rule, WaiverKind, due_on, part_of
from pairing_cli.domain.time.calendar import owes
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple


class Bound(NamedTuple):
    """Who owes, as far as rules go, and the days inside the cycle on which they are bound.

    A duty that several pairings share is bound from the first day of the earliest of them to
    the last day of the latest.
    """

    id: str
    layer: str
    county_code: str | None
    span: DateSpan
    to_the_end: bool
    """Whether it is bound to the end of the cycle."""
    others: tuple[DateSpan, ...] = ()
    """The days on which other mentors helped the same mentee."""

    def owes(self, period: DateSpan) -> bool:
        """Whether it owes what is asked for these days: all of it or nothing.

        Somebody owes it where the mentee was helped on at least half of the days: of several
        mentors the one who had most of them, of equals the last.
        """
        inside = period.overlap(self.span)
        if inside is None:
            return False
        beside = [days for each in self.others if (days := period.overlap(each))]
        together = inside.days + sum(each.days for each in beside)
        return together * 2 >= period.days and all(
            (each.days, each.first) < (inside.days, inside.first) for each in beside
        )


class Override(NamedTuple):
    """A rule changed for some pairings from a date on. Need 0: they owe nothing of it.

    Exactly one of layer, county and pairing says for whom; none says for all.
    """

    rule_id: str
    need: float
    span: DateSpan
    reason: str
    layer: str | None = None
    county_code: str | None = None
    pairing_id: str | None = None

    @property
    def rank(self) -> int:
        """How specific it is: a pairing's own goes before its county's, and so on."""
        if self.pairing_id is not None:
            return 3
        if self.county_code is not None:
            return 2
        return 1 if self.layer is not None else 0

    def fits(self, who: Bound, days: DateSpan) -> bool:
        """Whether it is about this pairing, and in force for at least half of the days."""
        return (
            self.pairing_id in (None, who.id)
            and self.county_code in (None, who.county_code)
            and self.layer in (None, who.layer)
            and owes(days, self.span)
        )


class Waiver(NamedTuple):
    """An approved exception to one rule for one pairing and period."""

    pairing_id: str
    rule_id: str
    period: str
    kind: WaiverKind
    reason: str
    until: date | None = None


class Obligation(NamedTuple):
    """What is owed of one rule in one period. Pairings that are alike share theirs."""

    rule: Rule
    period: RulePeriod
    need: float
    first: date
    """s: the first day on which it is asked, of the period or of the pairing."""
    due: date
    """d: the last day in time; where a waiver gives a later day, that."""
    ends: date
    """The last day in time without a waiver: the surplus of a period that begins later pays."""
    waiver: Waiver | None = None
    override: Override | None = None
    roster: frozenset[str] = frozenset()
    """The kindergartens of which the rule asks for a share; the need is a number of them."""

    @property
    def most(self) -> float | None:
        """More than that counts for nothing; an override that asks for more lifts it."""
        most = self.rule.most
        return None if most is None else max(most, self.need)

    @property
    def until(self) -> date | None:
        """The later day that a waiver gives; None where none does."""
        if self.waiver is None or self.waiver.kind is WaiverKind.EXCUSED:
            return None
        return self.waiver.until


def obligation(
    who: Bound,
    rule: Rule,
    period: RulePeriod,
    overrides: Sequence[Override] = (),
    waiver: Waiver | None = None,
    fact_on: date | None = None,
    roster: frozenset[str] = frozenset(),
) -> Obligation | None:
    """What `who` owes of the rule in the period; None where that is nothing.

    A pairing that began late or ended early owes a period in full when at least half of its
    days lie in the pairing's, and nothing of it otherwise; where the mentor changed, the one who
    helped longest in it owes it. What is asked once a cycle, or after it, is owed by whoever
    holds the pairing at the cycle's end, however late it began.

    Of `overrides` of this rule the most specific one in force holds, of several the last. One
    that reduces the need to 0 leaves an obligation of nothing, so that it stays in sight.
    `fact_on`: the day of the fact after which the rule's days are counted; None where it
    doesn't stand yet. `roster`: those of whom the rule asks for a share; of nobody nothing is owed.
    """
    if not period.owed or who.layer not in rule.layers:
        return None
    inside = _days_bound(who, rule, period)
    if inside is None:
        return None
    due = _due(rule, period, inside, who.span.first, fact_on)
    if due is None:
        return None
    held = [each for each in overrides if each.fits(who, period.counting)]
    # max() takes the first of equals; of equal ranks the last one holds.
    override = max(reversed(held), key=lambda each: each.rank, default=None)
    need = rule.need if override is None else override.need
    if rule.each_way:
        # Each way is counted up to what is needed of it, so the rule has to say so as well.
        rule, need = rule._replace(need=need), need * rule.ways
    if rule.share is not None:
        if not roster:
            return None
        need = part_of(need, len(roster))
    put_off = waiver is not None and waiver.kind is not WaiverKind.EXCUSED and waiver.until
    return Obligation(
        rule=rule,
        period=period,
        need=need,
        first=max(inside.first, fact_on or inside.first),
        due=max(due, put_off) if put_off else due,
        ends=due,
        waiver=waiver,
        override=override,
        roster=roster,
    )


def _days_bound(who: Bound, rule: Rule, period: RulePeriod) -> DateSpan | None:
    """The days on which `who` can do it in time; None where it doesn't owe the period."""
    if rule.window == "after":
        return period.counting if who.to_the_end else None
    inside = period.counting.overlap(who.span)
    answers_at_end = rule.unit == "cycle" and who.to_the_end
    return inside if answers_at_end or who.owes(period.counting) else None


def _due(
    rule: Rule, period: RulePeriod, inside: DateSpan, start: date, fact_on: date | None
) -> date | None:
    """The last day in time for somebody who has the days `inside`; None: nothing is owed yet.

    Who began after the deadline isn't late from the first day on: it has all of what is left.
    """
    if rule.due is not None and rule.due.days is not None:
        if rule.due.after is not None:
            return due_on(rule.due, fact_on) if fact_on else None
        return min(max(due_on(rule.due, start), inside.first), inside.last)
    return inside.last if period.due < inside.first else min(period.due, inside.last)
