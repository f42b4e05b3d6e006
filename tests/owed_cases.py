"""The calendar of the seed, and short ways to say rules and what was done, for the definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.counting import Counted, CountedVisit
from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.obligations import Bound, Obligation, Override, Waiver, obligation
from pairing_cli.domain.owed.periods import RulePeriod, rule_periods
from pairing_cli.domain.owed.rules import Measure, Rule, RuleKind
from pairing_cli.domain.owed.settling import Figure, Work, settle
from pairing_cli.domain.owed.tally import Sums, Tally
from pairing_cli.domain.time.calendar import Season, Term
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.frame import Frame


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(first: str, last: str) -> DateSpan:
    return DateSpan(day(first), day(last))


def term(code: str, school_year: str, season: Season, first: str, last: str) -> Term:
    return Term(code, school_year, season, day(first), day(last))


TERMS = [
    term("2021-autumn", "2021-2022", "autumn", "2021-09-01", "2022-01-15"),
    term("2022-spring", "2021-2022", "spring", "2022-03-01", "2022-07-15"),
    term("2022-autumn", "2022-2023", "autumn", "2022-09-01", "2023-01-15"),
    term("2023-spring", "2022-2023", "spring", "2023-03-01", "2023-07-15"),
    term("2023-autumn", "2023-2024", "autumn", "2023-09-01", "2024-01-15"),
    term("2024-spring", "2023-2024", "spring", "2024-03-01", "2024-07-15"),
]
CYCLE = span("2022-03-01", "2024-03-31")
LAYER = "city-county"
FRAME = Frame(CYCLE, "2022-2024", TERMS, wrap_up_until=day("2024-07-01"))
WHOLE = Bound("p", LAYER, "540522", CYCLE, to_the_end=True)


def rule(unit: Any = "term", need: float = 1, **more: Any) -> Rule:
    code = more.pop("code", "r")
    return Rule(code, code, need, unit, frozenset({LAYER}), **more)


MONTHLY = rule("month", 1, code="monthly-onsite", direction="to_mentee", make_up=True)
HOURS = rule(
    "term",
    10,
    code="lesson-hours",
    measure=Measure.CLASS_HOURS,
    forms=frozenset({"lesson_delivery", "demo_lesson", "lesson_study"}),
    direction="to_mentee",
    make_up=True,
)
LECTURES = rule("term", 2, code="lectures", forms=frozenset({"lecture"}), make_up=True)
SHADOWING = rule(
    "term",
    1,
    code="shadowing",
    forms=frozenset({"shadowing"}),
    direction="to_mentor",
    make_up=True,
)
SENT = rule(
    "term",
    1,
    code="sent-lessons",
    forms=frozenset({"lesson_delivery", "demo_lesson", "lecture", "guidance", "lesson_review"}),
    direction="to_mentee",
    make_up=True,
)
QUOTAS = (SENT, MONTHLY, HOURS, LECTURES, SHADOWING)
"""The activities of the scheme and of plan 3, with the scheme's own first."""


def paper(kind: RuleKind, unit: Any = "cycle", **more: Any) -> Rule:
    block = Block.ARCHIVE if kind is RuleKind.DOCUMENT else Block.ORGANISATION
    return rule(unit, kind=kind, measure=Measure.MILESTONES, block=block, **more)


def laid_out(asked: Rule, frame: Frame = FRAME) -> list[RulePeriod]:
    return rule_periods(asked, frame)


def period(asked: Rule, code: str, frame: Frame = FRAME) -> RulePeriod:
    return next(each for each in laid_out(asked, frame) if each.code == code)


def owed(
    asked: Rule,
    who: Bound = WHOLE,
    *,
    overrides: Sequence[Override] = (),
    waivers: Mapping[str, Waiver] | None = None,
    facts: Mapping[str, date] | None = None,
) -> list[Obligation]:
    after = asked.due.after if asked.due else None
    found = (
        obligation(
            who,
            asked,
            each,
            overrides,
            (waivers or {}).get(each.code),
            (facts or {}).get(after) if after else None,
        )
        for each in laid_out(asked)
    )
    return [each for each in found if each is not None]


def settled(
    asked: Rule, done: Mapping[str, float], on: str, owing: Sequence[Obligation] | None = None
) -> list[Figure]:
    """The figures of a rule of which so much was done in each period."""
    each = owed(asked) if owing is None else owing
    return settle(each, [Work(done.get(one.period.code, 0)) for one in each], day(on))


def dated(asked: Rule, records: Sequence[tuple[str, float]], on: str) -> list[Figure]:
    """The figures of a rule of which this was done on these days."""
    each = owed(asked)
    counted = [
        [
            Counted(day(when), amount)
            for when, amount in sorted(records)
            if one.period.takes(day(when)) and day(when) <= day(on)
        ]
        for one in each
    ]
    work = [Work(sum(one.amount for one in ones), tuple(ones)) for ones in counted]
    return settle(each, work, day(on))


def states(figures: Sequence[Figure]) -> dict[str, str]:
    return {each.owed.period.code: str(each.state) for each in figures}


def figures_of(
    visits: Sequence[CountedVisit], on: str, rules: Sequence[Rule] = QUOTAS
) -> dict[str, RuleFigures]:
    """The figures of a pairing of the whole cycle from its visits, through the tally."""
    tally = Tally([(each, laid_out(each)) for each in rules], FRAME, day(on))
    sums = Sums(len(tally.cells))
    for visit in visits:
        tally.add(sums, LAYER, visit)
    found = {}
    for each in rules:
        owing = owed(each)
        places = [tally.place(each.id, one.period.code, day(on)) for one in owing]
        work = [
            tally.work(sums, one, place, day(on)) for one, place in zip(owing, places, strict=True)
        ]
        found[each.code] = RuleFigures(settle(owing, work, day(on)), day(on))
    return found


DIRECTION = {
    "lesson_delivery": "to_mentee",
    "environment": "to_mentee",
    "parent_event": "to_mentee",
    "lesson_review": "to_mentee",
    "guidance": "to_mentee",
    "lecture": "to_mentee",
    "observation": "to_mentor",
    "shadowing": "to_mentor",
    "joint_research": "joint",
}


def visit(when: str, form: str, hours: float = 0, **more: Any) -> CountedVisit:
    on = day(when)
    return CountedVisit(
        on, on, on, form, more.pop("direction", DIRECTION[form]), class_hours=hours, **more
    )
