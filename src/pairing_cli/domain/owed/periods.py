"""Rules laid out over a cycle: which periods each has, what counts in them, when they are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from pairing_cli.domain.owed.rules import Rule
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Period, last_day_of_term, owes, periods, window
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.frame import Frame
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import term_label

_ONE_DAY: Final = timedelta(1)


class RulePeriod(NamedTuple):
    """One period of a rule in a cycle.

    The period has its own full days, of which some may lie outside the cycle; `counting` are
    those on which the rule asks, all of them or a part. `due` is the last day in time. What is
    done on the days of `accepts` counts: those of `counting`, and those after them on which it
    still counts, as late.
    """

    code: str
    period: DateSpan
    counting: DateSpan
    due: date
    accepts: DateSpan
    owed: bool
    """Whether the cycle owes it: at least half of the days in time lie inside."""
    gaps: tuple[DateSpan, ...] = ()
    """Days of no period on which a waiver lets it be made up."""
    stage: Label | None = None
    """What it is called, where it is a stage of a plan."""

    @property
    def label(self) -> Label:
        """The period as people say it."""
        return self.stage or term_label(self.code)

    @property
    def days(self) -> tuple[DateSpan, ...]:
        """All days on which what is done counts for it."""
        return (self.accepts, *self.gaps)

    def takes(self, day: date) -> bool:
        """Whether what is done on `day` counts for it."""
        return any(span.contains(day) for span in self.days)


def rule_periods(rule: Rule, frame: Frame) -> list[RulePeriod]:
    """The periods of `rule` that touch the cycle, oldest first. No day counts in two of them.

    The last day in time is the end of the period, of its window or of the cycle, or the rule's
    own date, whichever is first; of a month its last day inside a term. A date counted in days
    from the start of the pairing is set by `obligation`.
    """
    named = periods(
        rule.unit,
        frame.cycle,
        frame.terms,
        cycle_code=frame.code,
        stages=[(rule.stage.code, rule.stage.span(frame.cycle))] if rule.stage else [],
    )
    if rule.window == "after":
        return [_after(each, frame) for each in named]
    found = [
        made
        for each in named
        if _in_season(rule, each, frame) and (made := _laid_out(rule, each, frame))
    ]
    if rule.unit == "stage" and rule.stage is not None:
        found = [each._replace(stage=rule.stage.title) for each in found]
    return _with_late_days(rule, found)


def _in_season(rule: Rule, period: Period, frame: Frame) -> bool:
    if rule.season is None:
        return True
    return any(term.code == period.code and term.season == rule.season for term in frame.terms)


def _laid_out(rule: Rule, period: Period, frame: Frame) -> RulePeriod | None:
    part = _months(rule, period)
    if part is None:
        return None
    if rule.window is not None:
        whole = period._replace(first=part.first, last=part.last)
        part = window(whole, rule.window)
    inside = part.overlap(frame.cycle)
    if inside is None:
        return None
    return RulePeriod(
        code=period.code,
        period=period.span,
        counting=part,
        due=_due(rule, inside, frame),
        accepts=part,
        owed=period.owed and owes(part, frame.cycle),
    )


def _months(rule: Rule, period: Period) -> DateSpan | None:
    """The days of the rule's months in the period, from the first such month to the last."""
    if not rule.months:
        return period.span
    spans = [month.span for month in period.span.months() if month.month in rule.months]
    parts = [part for span in spans if (part := span.overlap(period.span))]
    return DateSpan(parts[0].first, parts[-1].last) if parts else None


def _due(rule: Rule, inside: DateSpan, frame: Frame) -> date:
    if rule.due is not None and rule.due.on is not None:
        return min(max(rule.due.on, inside.first), inside.last)
    if rule.due is not None and rule.due.month_day is not None:
        return _month_day(rule.due.month_day, inside)
    if rule.unit == "month":
        return last_day_of_term(inside, frame.terms)
    return inside.last


def _month_day(month_day: tuple[int, int], span: DateSpan) -> date:
    """The first such day of the calendar inside `span`; its last day where there is none."""
    for year in range(span.first.year, span.last.year + 1):
        day = date(year, *month_day)
        if span.contains(day):
            return day
    return span.last


def _after(period: Period, frame: Frame) -> RulePeriod:
    """What belongs to the days after the cycle. Who sums up in its last third is early, and
    that counts all the same; who is late is late, with no last day.
    """
    return RulePeriod(
        code=period.code,
        period=period.span,
        counting=DateSpan.stored(frame.cycle.last + _ONE_DAY, frame.wrap_up_until),
        due=frame.wrap_up_until,
        accepts=DateSpan(window(period, "end").first, date.max),
        owed=period.owed,
    )


def _with_late_days(rule: Rule, found: Sequence[RulePeriod]) -> list[RulePeriod]:
    """Each with the days after its window on which what is late still counts.

    Of visits those are the rest of the period; a paper may come until the next period asks for
    its own, and the last one's whenever it comes.
    """
    stretched = []
    for at, each in enumerate(found):
        following = found[at + 1].accepts.first - _ONE_DAY if at + 1 < len(found) else date.max
        last = max(each.accepts.last, each.period.last) if rule.is_quota else date.max
        last = max(each.accepts.last, min(last, following))
        stretched.append(each._replace(accepts=DateSpan(each.accepts.first, last)))
    return stretched


def with_gaps(found: Sequence[RulePeriod], put_off: Mapping[str, date]) -> list[RulePeriod]:
    """The periods of a rule where some may be made up until a day, told by their codes.

    Each gets the days between and after the periods up to its day, the oldest first: what is
    done then would count for nothing else.
    """
    gaps: list[DateSpan] = []
    ends = [*(each.accepts.first - _ONE_DAY for each in found[1:]), date.max]
    for each, end in zip(found, ends, strict=True):
        if each.accepts.last < end:
            gaps.append(DateSpan(each.accepts.last + _ONE_DAY, end))
    widened = []
    for each in found:
        until = put_off.get(each.code)
        mine = [gap for gap in gaps if until and each.accepts.last < gap.first <= until]
        gaps = [gap for gap in gaps if gap not in mine]
        cut = tuple(DateSpan(gap.first, min(gap.last, until)) for gap in mine if until)
        widened.append(each._replace(gaps=cut))
    return widened
