"""Rules: what a pairing owes, per which period, by which document. Pure definitions.

A rule asks once per period for an amount of something. `rule_periods` lays a rule out over a
cycle; `obligation` says what one pairing owes of it after overrides and waivers. How much of
it is done, and what state that makes, is in `domain.standing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pairing_cli.domain.time.calendar import Part, Term, Unit, owes, periods, window
from pairing_cli.domain.time.dates import DateSpan


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
    ),
    RuleKind.DOCUMENT: (Measure.DOCUMENTS,),
    RuleKind.MILESTONE: (Measure.MILESTONES,),
    RuleKind.INDICATOR: (Measure.PERCENT, Measure.COUNT),
}
"""What each kind of rule may count in."""


class WaiverKind(StrEnum):
    """免 / 缓 / 补: how an approved exception treats what is left of one period."""

    EXCUSED = "excused"
    POSTPONED = "postponed"
    MAKE_UP = "make_up"


class Rule(NamedTuple):
    """One requirement of a document, as far as counting goes."""

    id: str
    code: str
    need: float
    unit: Unit
    layers: frozenset[str]
    window: Part | None = None
    by: tuple[int, int] | None = None
    """Month and day of a deadline inside the period."""
    stage: str | None = None
    """With unit stage: the code of the one stage it is about."""


class RulePeriod(NamedTuple):
    """One period of a rule in a cycle.

    What is done on the days of `counting` counts. The period has its own full days, of which
    some may lie outside the cycle; `due` is the last day in time.
    """

    rule_id: str
    code: str
    period: DateSpan
    counting: DateSpan
    due: date
    owed: bool
    """Whether the cycle owes it: at least half of the days that count lie inside."""


def rule_periods(
    rule: Rule,
    cycle: DateSpan,
    cycle_code: str,
    terms: Sequence[Term],
    stages: Iterable[tuple[str, DateSpan]] = (),
) -> list[RulePeriod]:
    """The periods of `rule` that touch `cycle`, oldest first.

    `due` is the period's last day, its deadline (`by`), or the cycle's last day, whichever is
    first: nothing can be done for a cycle after its end.
    """
    wanted = [(code, span) for code, span in stages if code == rule.stage]
    laid_out = []
    for period in periods(rule.unit, cycle, terms, cycle_code=cycle_code, stages=wanted):
        counting = window(period, rule.window) if rule.window else period.span
        inside = counting.overlap(cycle)
        if inside is None:
            continue
        deadline = _deadline(rule.by, inside) if rule.by else inside.last
        laid_out.append(
            RulePeriod(
                rule_id=rule.id,
                code=period.code,
                period=period.span,
                counting=counting,
                due=min(deadline, inside.last),
                owed=period.owed and owes(counting, cycle),
            )
        )
    return laid_out


def _deadline(month_day: tuple[int, int], span: DateSpan) -> date:
    """The first such day of the calendar inside `span`; its last day where there is none."""
    for year in range(span.first.year, span.last.year + 1):
        day = date(year, *month_day)
        if span.contains(day):
            return day
    return span.last


class PairingSpan(NamedTuple):
    """A pairing as far as rules go: who it is, and its days inside the cycle."""

    id: str
    layer: str
    county_code: str | None
    span: DateSpan
    to_the_end: bool
    """Whether it runs to the end of the cycle."""


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

    def fits(self, bond: PairingSpan, days: DateSpan) -> bool:
        """Whether it is about this pairing, and in force for at least half of the days."""
        return (
            self.pairing_id in (None, bond.id)
            and self.county_code in (None, bond.county_code)
            and self.layer in (None, bond.layer)
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
    """What a pairing owes of one rule in one period. Pairings that are alike share theirs."""

    rule: Rule
    period: RulePeriod
    need: float
    first: date
    """First day on which something could be done for it: of the pairing, or of the period."""
    due: date
    waiver: Waiver | None = None
    override: Override | None = None
    carried: float = 0
    """How much of `need` comes from an earlier period, by a waiver."""
    extended: bool = False
    """Whether the waiver only sets a date in time: the need stands."""


def obligation(
    bond: PairingSpan,
    rule: Rule,
    period: RulePeriod,
    overrides: Sequence[Override] = (),
    waiver: Waiver | None = None,
) -> Obligation | None:
    """What the pairing owes of the rule in the period; None where it owes nothing.

    A pairing that began late or ended early owes a period in full when at least half of its
    days lie in the pairing's, and nothing of it otherwise. What is asked once a cycle is also
    owed by whoever holds the pairing at the cycle's end, however late it began.

    Of `overrides` of this rule the most specific one in force holds, of several the last. One
    that reduces the need to 0 leaves an obligation of nothing, so that it stays in sight.
    """
    if not period.owed or bond.layer not in rule.layers:
        return None
    inside = period.counting.overlap(bond.span)
    if inside is None:
        return None
    answers_at_end = rule.unit == "cycle" and bond.to_the_end
    if not answers_at_end and not owes(period.counting, bond.span):
        return None
    held = [each for each in overrides if each.fits(bond, period.counting)]
    # max() takes the first of equals; of equal ranks the last one holds.
    override = max(reversed(held), key=lambda each: each.rank, default=None)
    need = rule.need if override is None else override.need
    return Obligation(
        rule=rule,
        period=period,
        need=need,
        first=inside.first,
        due=_due(period, inside),
        waiver=waiver,
        override=override,
    )


def room(bond: PairingSpan, rule: Rule, period: RulePeriod) -> Obligation | None:
    """An obligation of nothing, in a period of which the pairing owes nothing of itself: what
    a waiver carries there can be done there. None where it has no day in it.
    """
    inside = period.counting.overlap(bond.span)
    if inside is None or bond.layer not in rule.layers:
        return None
    return Obligation(rule, period, 0, inside.first, _due(period, inside))


def _due(period: RulePeriod, inside: DateSpan) -> date:
    """The last day in time for a pairing that has the days `inside` in the period.

    Who began after the deadline isn't late from the first day on: it has all of what is left.
    """
    return inside.last if period.due < inside.first else min(period.due, inside.last)


def carry_over(obligations: Sequence[Obligation], done: Sequence[float]) -> list[Obligation]:
    """Move what was postponed or is to be made up into the period in which its date lies, or
    that comes next where it lies in none.

    `obligations` are those of one pairing and rule in order of time, `done` what was done for
    each. Where the date lies in the same period, or after all that follow, the date is the
    new deadline of the period itself.
    """
    moved = list(obligations)
    for at, each in enumerate(obligations):
        waiver = each.waiver
        if waiver is None or waiver.until is None or waiver.kind is WaiverKind.EXCUSED:
            continue
        left = max(0.0, moved[at].need - done[at])
        target = next((i for i in range(at + 1, len(moved)) if moved[i].due >= waiver.until), None)
        if target is None or waiver.until <= each.period.counting.last:
            moved[at] = moved[at]._replace(due=max(each.due, waiver.until), extended=True)
        elif left:
            moved[target] = moved[target]._replace(
                need=moved[target].need + left,
                carried=moved[target].carried + left,
            )
    return moved
