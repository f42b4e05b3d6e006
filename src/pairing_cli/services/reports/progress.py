"""Progress: what is owed, done and left, by pairing, mentor, county, layer, rule or term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from pairing_cli.domain.owed.rules import Obligation, RuleKind
from pairing_cli.domain.owed.standing import (
    Figure,
    State,
    mean,
    pace,
    percent,
    rank,
    share_of_rule,
    worst,
)
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures

MONTHS_SHOWN: Final = 12
"""Months of the strip that people see; JSON has all of them."""


class PairingProgress(NamedTuple):
    """How one pairing stands over the cycle: the contract's `progress`, by pairing."""

    ref: str
    mentor: str
    mentee: str
    mentee_short: str
    county: str | None
    layer: str
    rules: int
    met: int
    behind: int
    missed: int
    attainment: int | None
    attainment_due: int | None
    """The same of those periods only that were due by the day of the report."""
    state: str
    duties_met: int
    duties: int
    """How many rule periods are met, of how many that are owed and not excused."""
    waived: int
    overridden: int
    visits_by_month: tuple[int, ...] = ()
    """Done visits of each month of the cycle up to the day of the report."""

    @property
    def strip(self) -> str:
        """The last twelve months as a strip that also reads without colour: a figure a month, ·
        for none. More would leave no room for the rest of the table.
        """
        shown = self.visits_by_month[-MONTHS_SHOWN:]
        return "".join("·" if count == 0 else _figure(count) for count in shown)


def _figure(count: int) -> str:
    return str(count) if count < 10 else "+"


class GroupProgress(NamedTuple):
    """How a mentor, county, layer, rule or term stands: over its pairings, or its figures."""

    group: str
    pairings: int
    met: int
    behind: int
    missed: int
    attainment: int | None
    state: str
    duties_met: int
    duties: int

    @property
    def duties_shown(self) -> str:
        """ "7/10": how many duties are met."""
        return f"{self.duties_met}/{self.duties}"


class DetailRow(NamedTuple):
    """One pairing, rule and period: the contract's `progress --detail`."""

    ref: str
    mentor: str
    mentee: str
    mentee_short: str
    rule: str
    unit: str
    period: str
    period_start: str
    period_end: str
    need: float
    done: float
    remaining: float
    state: str
    due: str
    weeks_left: int | None
    per_week: float | None
    waiver: str | None
    override: str | None
    carried: float
    """How much of the need comes from an earlier period, by a waiver."""

    @property
    def period_label(self) -> Label:
        """The period as people say it."""
        return term_label(self.period)


def by_pairing(cycle: CycleFigures) -> list[PairingProgress]:
    """One row a pairing, in the order of `list`."""
    return [_pairing_row(each) for each in cycle.pairings]


def worst_first(
    cycle: CycleFigures, months: Mapping[str, Mapping[str, int]]
) -> list[PairingProgress]:
    """One row a pairing, the worst state and lowest attainment first, with its months.

    `months`: id of the pairing → month → done visits.
    """
    codes = _months_of(cycle)
    rows = []
    for each in cycle.pairings:
        mine = months.get(each.pairing.id, {})
        rows.append(_pairing_row(each, tuple([mine.get(code, 0) for code in codes])))
    return sorted(
        rows,
        key=lambda row: (rank(row.state), -1 if row.attainment is None else row.attainment),
    )


def _months_of(cycle: CycleFigures) -> list[str]:
    """The months of the cycle up to the day of the report, as 2022-04."""
    last = min(cycle.as_of, cycle.cycle.span.last)
    first = cycle.cycle.span.first
    return [] if last < first else [month.code for month in DateSpan(first, last).months()]


def attainment_of(pairing: PairingFigures) -> Fraction | None:
    """The mean over the rules that the pairing owes."""
    return mean(figures.share for figures in pairing.by_rule.values())


def attainment_due_of(pairing: PairingFigures) -> Fraction | None:
    """The same of those periods only that were due by the day of the report."""
    return mean(figures.due.share for figures in pairing.by_rule.values())


def attainment_of_all(pairings: Iterable[PairingFigures]) -> Fraction | None:
    """The mean over pairings; those that owe nothing are left out."""
    return mean(attainment_of(pairing) for pairing in pairings)


def attainment_due_of_all(pairings: Iterable[PairingFigures]) -> Fraction | None:
    """The mean over pairings of what was due by the day of the report."""
    return mean(attainment_due_of(pairing) for pairing in pairings)


def duties(figures: Iterable[Figure]) -> tuple[int, int]:
    """How many figures are met, of how many that are owed and not excused."""
    owed = [figure for figure in figures if not figure.is_excused]
    return sum(figure.state is State.MET for figure in owed), len(owed)


def _pairing_row(pairing: PairingFigures, months: tuple[int, ...] = ()) -> PairingProgress:
    by_rule = pairing.by_rule.values()
    states = [figures.state for figures in by_rule]
    key = pairing.pairing
    return PairingProgress(
        ref=key.ref,
        mentor=key.mentor,
        mentee=key.mentee,
        mentee_short=key.mentee_short,
        county=key.county,
        layer=key.layer,
        rules=len(states),
        met=states.count(State.MET),
        behind=states.count(State.BEHIND),
        missed=states.count(State.MISSED),
        attainment=percent(attainment_of(pairing)),
        attainment_due=percent(attainment_due_of(pairing)),
        state=worst(states),
        duties_met=sum([figures.met for figures in by_rule]),
        duties=sum([figures.duties for figures in by_rule]),
        waived=sum([figures.waived for figures in by_rule]),
        overridden=sum([figures.overridden for figures in by_rule]),
        visits_by_month=months,
    )


def by_group(cycle: CycleFigures, group: str) -> list[GroupProgress]:
    """One row a mentor, county, layer (over pairings), rule or term (over figures)."""
    if group == "rule":
        return _by_figure(
            cycle,
            lambda owed: cycle.rules[owed.rule.id].code,
            [rule.code for rule in cycle.rules.values()],
        )
    if group == "term":
        return _by_figure(cycle, term_of(cycle), [term.code for term in cycle.terms])
    names: dict[str, list[PairingFigures]] = defaultdict(list)
    for pairing in cycle.pairings:
        names[str(getattr(pairing.pairing, group) or "")].append(pairing)
    return [_group_row(name, pairings) for name, pairings in names.items()]


def _group_row(name: str, pairings: Sequence[PairingFigures]) -> GroupProgress:
    rows = [_pairing_row(pairing) for pairing in pairings]
    return GroupProgress(
        group=name,
        pairings=len(rows),
        met=sum(row.met for row in rows),
        behind=sum(row.behind for row in rows),
        missed=sum(row.missed for row in rows),
        attainment=percent(attainment_of_all(pairings)),
        state=worst(State(row.state) for row in rows),
        duties_met=sum(row.duties_met for row in rows),
        duties=sum(row.duties for row in rows),
    )


def term_of(cycle: CycleFigures) -> Callable[[Obligation], str | None]:
    """The term in which an obligation falls due; of longer periods than a term, none."""

    def term(owed: Obligation) -> str | None:
        if owed.rule.unit not in ("month", "term"):
            return None
        # A teaching month may reach beyond its term; its first teaching days decide.
        return next(
            (
                each.code
                for each in cycle.terms
                if each.first <= owed.due and owed.period.period.first <= each.last
            ),
            None,
        )

    return term


def _by_figure(
    cycle: CycleFigures, key: Callable[[Obligation], str | None], order: Sequence[str]
) -> list[GroupProgress]:
    figures: dict[str, dict[tuple[str, str], list[Figure]]] = {}
    for pairing in cycle.pairings:
        for figure in pairing.figures():
            name = key(figure.owed)
            if name is not None:
                place = (pairing.pairing.id, figure.owed.rule.id)
                figures.setdefault(name, {}).setdefault(place, []).append(figure)
    rows = []
    for name in order:
        if name not in figures:
            continue
        everything = [figure for each in figures[name].values() for figure in each]
        states = [figure.state for figure in everything]
        met, owed = duties(everything)
        rows.append(
            GroupProgress(
                group=name,
                pairings=len({pairing_id for pairing_id, _ in figures[name]}),
                met=states.count(State.MET),
                behind=states.count(State.BEHIND),
                missed=states.count(State.MISSED),
                # By pairing and rule: amounts of different units aren't added.
                attainment=percent(mean(map(share_of_rule, figures[name].values()))),
                state=worst(states),
                duties_met=met,
                duties=owed,
            )
        )
    return rows


def detail(cycle: CycleFigures, *, rule_id: str | None = None) -> list[DetailRow]:
    """One row a pairing, rule and period, in that order."""
    return [
        _detail_row(cycle, pairing, figure)
        for pairing in cycle.pairings
        for figure in pairing.figures()
        if rule_id in (None, figure.owed.rule.id)
    ]


def _detail_row(cycle: CycleFigures, pairing: PairingFigures, figure: Figure) -> DetailRow:
    owed = figure.owed
    rule = cycle.rules[owed.rule.id]
    # A plan or a rate isn't done a bit every week: only quotas have a pace.
    going = pace(figure, cycle.as_of, cycle.terms) if rule.kind == RuleKind.QUOTA else None
    return DetailRow(
        ref=pairing.pairing.ref,
        mentor=pairing.pairing.mentor,
        mentee=pairing.pairing.mentee,
        mentee_short=pairing.pairing.mentee_short,
        rule=rule.code,
        unit=rule.measure,
        period=owed.period.code,
        period_start=owed.period.period.first.isoformat(),
        period_end=owed.period.period.last.isoformat(),
        need=plain(owed.need),
        done=plain(figure.done),
        remaining=plain(figure.remaining),
        state=figure.state,
        due=owed.due.isoformat(),
        weeks_left=going.weeks_left if going else None,
        per_week=plain(going.per_week) if going and going.per_week is not None else None,
        waiver=owed.waiver.reason if owed.waiver else None,
        override=owed.override.reason if owed.override else None,
        carried=plain(owed.carried),
    )
