"""The summary of a cycle or of a term: totals, attainment, gaps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.standing import Figure, RuleFigures, State, mean, percent
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures, figures_of
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports import totals
from pairing_cli.services.reports.progress import (
    attainment_of,
    attainment_of_all,
    by_pairing,
    term_of,
)
from pairing_cli.services.reports.totals import Stretch, VisitTotals
from pairing_cli.store.reading import Reader


class GroupRow(NamedTuple):
    """Totals and attainment of a mentor or county."""

    name: str
    pairings: int
    visits: int
    class_hours: float
    attainment: int | None


class FormRow(NamedTuple):
    """Totals of a form of activity."""

    form: str
    label: Label
    visits: int
    class_hours: float


class TermRow(NamedTuple):
    """Totals of a term; None stands for the vacations."""

    term: str | None
    visits: int
    class_hours: float


class RuleSummary(NamedTuple):
    """How far a rule is met, over all pairings that owe it."""

    rule: str
    title: Label
    pack: str
    measure: str
    need: float
    done: float
    """What counts of the need: doing more than was asked earns nothing."""
    attainment: int | None
    pairings: int
    pairings_met: int
    waived: int


class PairingSummary(NamedTuple):
    """How one pairing did."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    layer: str
    visits: int
    class_hours: float
    attainment: int | None
    state: str


class Gap(NamedTuple):
    """What is missing or behind, as of the day."""

    mentor: str
    mentee: str
    rule: str
    title: Label
    period: str
    unit: str
    need: float
    done: float
    remaining: float
    state: str

    @property
    def period_label(self) -> Label:
        """The period as people say it."""
        return term_label(self.period)


class Summary(NamedTuple):
    """Everything that the summary of a cycle or term says."""

    cycle: CycleRow
    term: str | None
    first: str
    last: str
    """The days that it is about: the cycle's or the term's."""
    as_of: str
    totals: VisitTotals
    pairings_count: int
    attainment: int | None
    by_mentor: Sequence[GroupRow]
    by_county: Sequence[GroupRow]
    by_form: Sequence[FormRow]
    by_term: Sequence[TermRow]
    rules: Sequence[RuleSummary]
    pairings: Sequence[PairingSummary]
    gaps: Sequence[Gap]


def summarise(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, term: str | None = None
) -> Summary:
    """The summary of `cycle` (or of one `term` of it) as of a day.

    Of a term, the visits begun in it and what it and its months owe. Raises `NotFound`.
    """
    figures = figures_of(store, cycle, as_of)
    span = cycle.span
    if term is not None:
        span = _term_span(figures, term)
        figures = _of_term(figures, span)
    stretch = Stretch(cycle.id, span.first.isoformat(), min(span.last, as_of).isoformat())
    per_pairing = totals.by_pairing(store, stretch)
    return Summary(
        cycle=cycle,
        term=None if term is None else term_at(figures, span),
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        as_of=as_of.isoformat(),
        totals=totals.in_all(store, stretch),
        pairings_count=len(figures.pairings),
        attainment=percent(attainment_of_all(figures.pairings)),
        by_mentor=_by_mentor(store, figures, totals.by_mentor(store, stretch)),
        by_county=_by_county(store, figures, totals.by_county(store, stretch)),
        by_form=_by_form(store, totals.by_form(store, stretch)),
        by_term=[
            TermRow(code or None, each.visits, plain(each.class_hours))
            for code, each in totals.by_term(store, stretch).items()
        ],
        rules=_rules(figures),
        pairings=_pairings(figures, per_pairing),
        gaps=_gaps(figures),
    )


def _term_span(figures: CycleFigures, code: str) -> DateSpan:
    from pairing_cli.domain.time.dates import parse_term_code

    wanted = parse_term_code(code) if code not in {t.code for t in figures.terms} else code
    for term in figures.terms:
        if term.code == wanted:
            return DateSpan.stored(term.first, term.last)
    raise NotFound(
        "no-such-term",
        phrase("There is no term {code}.", code=code),
        hint=phrase("Terms: {names}", names="、".join(term.code for term in figures.terms)),
    )


def term_at(figures: CycleFigures, span: DateSpan) -> str:
    """The code of the term that has these days."""
    return next(term.code for term in figures.terms if term.first == span.first)


def _of_term(figures: CycleFigures, span: DateSpan) -> CycleFigures:
    """The same figures, of the term that has these days and of its months only."""
    code = term_at(figures, span)
    term = term_of(figures)

    parts: dict[int, RuleFigures] = {}
    """Identity of figures, which pairings share → what of them is of the term."""

    def part(each: RuleFigures) -> RuleFigures:
        if id(each) not in parts:
            of_term = (figure for figure in each if term(figure.owed) == code)
            parts[id(each)] = RuleFigures(of_term, each.day)
        return parts[id(each)]

    pairings = []
    for pairing in figures.pairings:
        by_rule = {
            rule_id: kept for rule_id, each in pairing.by_rule.items() if (kept := part(each))
        }
        pairings.append(PairingFigures(pairing.pairing, by_rule))
    return figures._replace(pairings=pairings)


def _by_mentor(
    store: Reader, figures: CycleFigures, found: dict[str, VisitTotals]
) -> list[GroupRow]:
    groups: dict[str, list[PairingFigures]] = defaultdict(list)
    for pairing in figures.pairings:
        groups[pairing.pairing.mentor_id].append(pairing)
    names = {
        row["id"]: row["name"]
        for row in store.rows(
            "SELECT DISTINCT m.id, m.name FROM pairing AS p INNER JOIN kindergarten AS m"
            " ON m.id = p.mentor_id WHERE p.cycle_id = :cycle_id",
            cycle_id=figures.cycle.id,
        )
    }
    keys = [*groups, *(key for key in found if key not in groups)]
    return [_group_row(names[key], groups.get(key, []), found.get(key)) for key in keys]


def _by_county(
    store: Reader, figures: CycleFigures, found: dict[str, VisitTotals]
) -> list[GroupRow]:
    groups: dict[str, list[PairingFigures]] = defaultdict(list)
    for pairing in figures.pairings:
        groups[pairing.pairing.county_code or ""].append(pairing)
    names = {
        row["code"]: row["name"]
        for row in store.rows("SELECT code, name FROM region WHERE level = 'county'")
    }
    keys = sorted({*groups, *found}, key=lambda code: (code == "", code))
    return [_group_row(names.get(key, ""), groups.get(key, []), found.get(key)) for key in keys]


def _group_row(
    name: str, pairings: Sequence[PairingFigures], found: VisitTotals | None
) -> GroupRow:
    return GroupRow(
        name=name,
        pairings=len(pairings),
        visits=found.visits if found else 0,
        class_hours=plain(found.class_hours) if found else 0,
        attainment=percent(attainment_of_all(pairings)),
    )


def _by_form(store: Reader, found: dict[str, VisitTotals]) -> list[FormRow]:
    labels = {
        row["code"]: Label(row["label_zh"], row["label_en"])
        for row in store.rows("SELECT code, label_zh, label_en FROM form")
    }
    return [
        FormRow(code, labels[code], each.visits, plain(each.class_hours))
        for code, each in found.items()
    ]


def _rules(figures: CycleFigures) -> list[RuleSummary]:
    found: dict[str, list[RuleFigures]] = defaultdict(list)
    for pairing in figures.pairings:
        for rule_id, each in pairing.by_rule.items():
            found[rule_id].append(each)
    rows = []
    for rule_id, rule in figures.rules.items():
        if rule_id not in found:
            continue
        everything = [figure for each in found[rule_id] for figure in each]
        rows.append(
            RuleSummary(
                rule=rule.code,
                title=rule.title,
                pack=rule.pack,
                measure=rule.measure,
                need=_amount(rule, [figure.asked for figure in everything]),
                done=_amount(rule, [figure.counted for figure in everything]),
                attainment=percent(mean(each.share for each in found[rule_id])),
                pairings=len(found[rule_id]),
                pairings_met=sum(_all_met(each) for each in found[rule_id]),
                waived=sum(each.waived for each in found[rule_id]),
            )
        )
    return rows


def _amount(rule: RuleInfo, amounts: Sequence[float]) -> float:
    """Amounts of one rule together: summed, but for rates, which are averaged."""
    total = fsum(amounts)
    if rule.measure == Measure.PERCENT and amounts:
        total /= len(amounts)
    return plain(total)


def _all_met(figures: Iterable[Figure]) -> bool:
    return all(figure.state in (State.MET, State.WAIVED) for figure in figures)


def _pairings(figures: CycleFigures, per_pairing: dict[str, VisitTotals]) -> list[PairingSummary]:
    rows = []
    for pairing, row in zip(figures.pairings, by_pairing(figures), strict=True):
        found = per_pairing.get(pairing.pairing.id)
        rows.append(
            PairingSummary(
                ref=row.ref,
                mentor=row.mentor,
                mentee=row.mentee,
                county=row.county,
                layer=row.layer,
                visits=found.visits if found else 0,
                class_hours=plain(found.class_hours) if found else 0,
                attainment=percent(attainment_of(pairing)),
                state=row.state,
            )
        )
    return rows


def _gaps(figures: CycleFigures) -> list[Gap]:
    """What is missed or behind; missed first, then by rule in the order of the packs."""
    order = {rule_id: at for at, rule_id in enumerate(figures.rules)}
    open_ones = [
        (pairing.pairing, figure)
        for pairing in figures.pairings
        for figure in pairing.figures()
        if figure.state in (State.MISSED, State.BEHIND)
    ]
    open_ones.sort(
        key=lambda each: (
            each[1].state is not State.MISSED,
            order[each[1].owed.rule.id],
            each[1].owed.due,
        )
    )
    return [
        Gap(
            mentor=key.mentor,
            mentee=key.mentee,
            rule=figures.rules[figure.owed.rule.id].code,
            title=figures.rules[figure.owed.rule.id].title,
            period=figure.owed.period.code,
            unit=figures.rules[figure.owed.rule.id].measure,
            need=plain(figure.owed.need),
            done=plain(figure.done),
            remaining=plain(figure.remaining),
            state=figure.state,
        )
        for key, figure in open_ones
    ]
