"""The summary of a cycle or of a term: totals, attainment, gaps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from pairing_cli.domain.owed.fulfilment import RuleFigures, mean, percent
from pairing_cli.domain.owed.indicators import IndicatorSum, Report, sum_up
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS, Labels, Ledger
from pairing_cli.services.owing.figures import CycleFigures, figures_of
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.standing import (
    CITY_LAYERS,
    Standing,
    attainment_of_all,
    by_level,
    distinct_duties,
    of_ledger,
    of_term,
    references,
    standings,
)
from pairing_cli.services.programme.cycles import CycleRow, frame_of, term_in
from pairing_cli.services.programme.programmes import programme_of
from pairing_cli.services.reports.progress import Reference, share_of_duties
from pairing_cli.services.reports.summaries import totals
from pairing_cli.services.reports.summaries.balance import one_way
from pairing_cli.services.reports.summaries.gaps import gaps_of
from pairing_cli.services.reports.summaries.judged import judged
from pairing_cli.services.reports.summaries.rows import (
    FormRow,
    GroupRow,
    NamedTotals,
    PairingSummary,
    RuleSummary,
    Summary,
    TermRow,
)
from pairing_cli.services.reports.summaries.totals import OfPairing, Stretch, VisitTotals
from pairing_cli.store.reading import Reader


def summarise(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    term: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
    figures: CycleFigures | None = None,
) -> Summary:
    """The summary of `cycle` (or of one `term` of it) as of a day, by the rules of a ledger.

    Of a term, the visits begun in it and what it and its months owe. `figures`: those of the
    cycle on the day, by both ledgers, where somebody has them already. Raises `NotFound`.
    """
    chosen_term = None if term is None else term_in(frame_of(store, cycle).terms, cycle, term)
    span, code = cycle.span, None
    if chosen_term is not None:
        span, code = DateSpan.stored(chosen_term.first, chosen_term.last), chosen_term.code
    stretch = Stretch(cycle.id, span.first.isoformat(), min(span.last, as_of).isoformat())
    people = totals.count_people(store, stretch)
    everything = figures or figures_of(store, cycle, as_of, ledger=None)
    if chosen_term is not None:
        everything = of_term(everything, chosen_term)
    chosen = of_ledger(everything, ledger)
    per_pairing = totals.by_pairing(store, stretch)
    several = totals.for_several(store, stretch)
    kinds = totals.by_kind(store, stretch)
    pairings = standings(chosen)
    duties = distinct_duties(chosen, chosen.pairings)
    city = [each for each in pairings if each.pairing.pairing.layer in CITY_LAYERS] or pairings
    return Summary(
        cycle=cycle,
        term=code,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        as_of=as_of.isoformat(),
        totals=totals.in_all(kinds, people())._replace(
            participations=sum(each.totals.visits for each in per_pairing.values())
        ),
        pairings_count=len(chosen.pairings),
        attainment=percent(attainment_of_all(chosen)),
        whole_cycle=percent(mean(each.outcome.whole for each in city)),
        reference=_references(everything),
        weights=cycle.block_weights,
        waived=sum(each.waived for _, each in duties),
        overridden=sum(each.overridden for _, each in duties),
        by_mentor=_by_mentor(
            store, chosen, pairings, totals.by_mentor(store, stretch, per_pairing, several)
        ),
        by_county=_by_county(
            store, pairings, totals.by_county(store, stretch, per_pairing, several)
        ),
        by_form=_by_form(store, totals.by_form(store, kinds)),
        by_term=[
            TermRow(code or None, each.visits, plain(each.class_hours))
            for code, each in totals.by_term(kinds, everything.terms).items()
        ],
        by_direction=_named(DIRECTIONS, totals.by_direction(kinds)),
        by_goal=_named(GOALS, totals.by_goal(store, stretch)),
        one_way=one_way(store, per_pairing),
        rules=rule_summaries(chosen, duties),
        pairings=_pairings(pairings, per_pairing),
        gaps=gaps_of(chosen, programme_of(store).bureau),
        judged=judged(store, cycle, as_of, span, of_term=code is not None),
    )


def _references(figures: CycleFigures) -> list[Reference]:
    """Each pack's mean over the pairings of the city's layers, or over all where it has none."""
    layers = [each.pairing.layer for each in figures.pairings]
    city = [at for at, layer in enumerate(layers) if layer in CITY_LAYERS] or range(len(layers))
    return [
        Reference(pack, percent(mean(found[at] for at in city)))
        for pack, found in references(figures).items()
    ]


def _by_mentor(
    store: Reader,
    figures: CycleFigures,
    pairings: Sequence[Standing],
    found: dict[str, VisitTotals],
) -> list[GroupRow]:
    groups: dict[str, list[Standing]] = defaultdict(list)
    for each in pairings:
        groups[each.pairing.pairing.mentor_id].append(each)
    names = {
        row["id"]: row["name"]
        for row in store.rows(
            "SELECT DISTINCT m.id, m.name FROM pairing AS p INNER JOIN kindergarten AS m"
            " ON m.id = p.mentor_id WHERE p.cycle_id = :cycle_id",
            cycle_id=figures.cycle.id,
        )
    }
    keys = [*groups, *(key for key in found if key not in groups)]
    return [
        row for key in keys for row in _group_rows(names[key], groups.get(key, []), found.get(key))
    ]


def _by_county(
    store: Reader, pairings: Sequence[Standing], found: dict[str, VisitTotals]
) -> list[GroupRow]:
    groups: dict[str, list[Standing]] = defaultdict(list)
    for each in pairings:
        groups[each.pairing.pairing.county_code or ""].append(each)
    names = {
        row["code"]: row["name"]
        for row in store.rows("SELECT code, name FROM region WHERE level = 'county'")
    }
    keys = sorted({*groups, *found}, key=lambda code: (code == "", code))
    return [
        row
        for key in keys
        for row in _group_rows(names.get(key, ""), groups.get(key, []), found.get(key))
    ]


def _group_rows(
    name: str, pairings: Sequence[Standing], found: VisitTotals | None
) -> list[GroupRow]:
    """One row for the layers that are summed up together. Visits stand in the first of them:
    they are counted once, whatever the layers they were for.
    """
    visits = found or VisitTotals(0, 0, 0, 0)
    levels: list[tuple[str | None, list[Standing]]] = [*by_level(pairings).items()]
    return [
        GroupRow(
            name=name,
            layer=layer,
            pairings=len(of_level),
            visits=visits.visits if at == 0 else 0,
            class_hours=plain(visits.class_hours) if at == 0 else 0,
            attainment=percent(mean(each.attainment for each in of_level)),
        )
        for at, (layer, of_level) in enumerate(levels or [(None, [])])
    ]


def _by_form(store: Reader, found: dict[str, VisitTotals]) -> list[FormRow]:
    labels = {
        row["code"]: Label(row["label_zh"], row["label_en"])
        for row in store.rows("SELECT code, label_zh, label_en FROM form")
    }
    return [
        FormRow(code, labels[code], each.visits, plain(each.class_hours))
        for code, each in found.items()
    ]


def _named(labels: Labels, found: dict[str, VisitTotals]) -> list[NamedTotals]:
    return [
        NamedTotals(code, labels[code], each.visits, plain(each.class_hours))
        for code, each in found.items()
    ]


def rule_summaries(
    figures: CycleFigures, duties: Sequence[tuple[RuleInfo, RuleFigures]]
) -> list[RuleSummary]:
    """How far each rule is met; `duties` are those of `figures`, each once."""
    found: dict[str, list[RuleFigures]] = defaultdict(list)
    for rule, each in duties:
        found[rule.id].append(each)
    return [
        _rule_summary(rule, found[rule_id], _owing(figures, rule_id))
        for rule_id, rule in figures.rules.items()
        if rule_id in found
    ]


def _owing(figures: CycleFigures, rule_id: str) -> Sequence[RuleFigures]:
    """The figures of a rule of every pairing that owes it."""
    return [each.by_rule[rule_id] for each in figures.pairings if rule_id in each.by_rule]


def _rule_summary(
    rule: RuleInfo, duties: Sequence[RuleFigures], pairings: Sequence[RuleFigures]
) -> RuleSummary:
    is_rate = rule.kind == RuleKind.INDICATOR
    rate = _reports(duties) if is_rate else None
    need = fsum(each.need for each in duties)
    return RuleSummary(
        rule=rule.code,
        title=rule.title,
        pack=rule.pack,
        measure=rule.measure,
        need=plain(rule.need if is_rate else need),
        expected=None if is_rate else plain(fsum(each.expected for each in duties)),
        done=_value(rule, rate) if rate else plain(fsum(each.done_of_expected for each in duties)),
        attainment=percent(share_of_duties(duties)),
        pairings=len(pairings),
        pairings_met=sum(_all_met(each) for each in pairings),
        waived=sum(each.waived for each in duties),
        reported=rate.reported if rate else None,
    )


def _reports(duties: Sequence[RuleFigures]) -> IndicatorSum:
    """What was reported, over all that owe the indicator."""
    return sum_up(
        (
            Report(
                figure.owed.period.code,
                figure.reported.numerator,
                figure.reported.denominator,
                figure.state in DONE,
            )
            for each in duties
            for figure in each
            if figure.reported is not None
        ),
        owing=len(duties),
    )


def _value(rule: RuleInfo, rate: IndicatorSum) -> float | None:
    if rate.value is None:
        return None
    return plain(rate.value * 100 if rule.measure == Measure.PERCENT else rate.value)


def _all_met(figures: Iterable[Figure]) -> bool:
    return all(figure.state in (*DONE, State.WAIVED) for figure in figures)


def _pairings(
    found: Sequence[Standing], per_pairing: Mapping[str, OfPairing]
) -> list[PairingSummary]:
    rows = []
    for each in found:
        key = each.pairing.pairing
        of = per_pairing.get(key.id)
        visits = of.totals if of else VisitTotals(0, 0, 0, 0)
        rows.append(
            PairingSummary(
                ref=key.ref,
                mentor=key.mentor,
                mentee=key.mentee,
                county=key.county,
                layer=key.layer,
                visits=visits.visits,
                class_hours=plain(visits.class_hours),
                attainment=percent(each.attainment),
                whole_cycle=percent(each.outcome.whole),
                state=each.state,
                **each.history._asdict(),
                grade=each.grade,
            )
        )
    return rows
