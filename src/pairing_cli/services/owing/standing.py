"""How pairings stand: fulfilment, state, trend and history, each found here for every report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.fulfilment import (
    History,
    RuleFigures,
    blocks_of,
    fulfilment,
    mean,
    mean_of_block,
    whole_cycle,
)
from pairing_cli.domain.owed.rules import Per
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.owed.state import Now, StateNow, current_term, grade, state_now
from pairing_cli.domain.owed.trend import trend
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Layer, Ledger
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures, duty_key
from pairing_cli.services.owing.rules import RuleInfo

CITY_LAYERS: Final = (Layer.CITY_COUNTY, Layer.CITY_PRIVATE)
"""What a programme's and a mentor's figure is about where nobody asks for another layer."""


class Outcome(NamedTuple):
    """What the figures of a pairing come to, whoever it is and when it was last visited."""

    blocks: Mapping[Block, Fraction]
    attainment: Fraction | None
    """Its fulfilment."""
    whole: Fraction | None
    """What is done of everything that the whole cycle needs."""
    activity: Fraction | None
    """The fulfilment of the activities of the term."""
    is_overdue: bool
    grade: StateNow
    """What activities and papers come to, also in a vacation."""
    trend: int | None
    """Points by which activities are better than in the term before."""
    history: History
    duties: Duties


class Duties(NamedTuple):
    """The duties of a pairing, counted."""

    rules: int
    met: int
    """Rules of which everything is done; of how many something is behind or missed."""
    behind: int
    missed: int
    periods: int
    """Rule periods that are owed and not excused, and how many of them are met."""
    periods_met: int
    waived: int
    overridden: int


class Standing(NamedTuple):
    """How one pairing stands on a day, by the rules that its figures are of."""

    pairing: PairingFigures
    state: StateNow
    outcome: Outcome

    @property
    def attainment(self) -> Fraction | None:
        """Its fulfilment."""
        return self.outcome.attainment

    @property
    def grade(self) -> StateNow:
        """What activities and papers come to, also in a vacation."""
        return self.outcome.grade

    @property
    def history(self) -> History:
        """How what has ended came out."""
        return self.outcome.history


def standings(figures: CycleFigures) -> list[Standing]:
    """How each pairing stands, by the rules of `figures`.

    What figures come to is found once for all pairings that share all of them.
    """
    term = current_term(min(figures.as_of, figures.cycle.span.last), figures.terms)
    outcomes: dict[tuple[object, ...], Outcome] = {}
    stands = []
    for each in figures.pairings:
        shared = (
            *[found.sums for found in each.by_rule.values()],
            None,
            *[found.sums for found in each.then.values()],
        )
        outcome = outcomes.get(shared)
        if outcome is None:
            outcome = outcomes[shared] = _outcome(figures, each, term)
        stands.append(Standing(each, _state(figures, each, outcome), outcome))
    return stands


def _state(figures: CycleFigures, pairing: PairingFigures, outcome: Outcome) -> StateNow:
    now = Now(
        span=pairing.pairing.span,
        last_visit=dt.date.fromisoformat(last) if (last := pairing.done.last_day) else None,
        activity=outcome.activity,
        is_overdue=outcome.is_overdue,
    )
    return state_now(now, figures.as_of, figures.terms)


def _outcome(figures: CycleFigures, pairing: PairingFigures, term: Term | None) -> Outcome:
    rules = pairing.by_rule.values()
    weights = figures.cycle.block_weights
    blocks = blocks_of(rules)
    activity = _activity(rules, term)
    compared = figures.comparison
    before = _activity(pairing.then.values(), compared.before) if compared else None
    is_overdue = any(each.is_overdue for each in rules)
    return Outcome(
        blocks=blocks,
        attainment=fulfilment(blocks, weights),
        whole=whole_cycle(rules, weights),
        activity=activity,
        is_overdue=is_overdue,
        grade=grade(activity, is_overdue=is_overdue),
        trend=trend(activity, before) if compared else None,
        history=sum([each.history for each in rules], History()),
        duties=_duties(rules),
    )


def _duties(rules: Collection[RuleFigures]) -> Duties:
    states = [each.state for each in rules]
    return Duties(
        rules=len(states),
        met=sum([state in DONE for state in states]),
        behind=states.count(State.BEHIND),
        missed=states.count(State.MISSED),
        periods=sum([each.duties for each in rules]),
        periods_met=sum([each.met for each in rules]),
        waived=sum([each.waived for each in rules]),
        overridden=sum([each.overridden for each in rules]),
    )


def _activity(rules: Iterable[RuleFigures], term: Term | None) -> Fraction | None:
    """The fulfilment of the activities of a term."""
    if term is None:
        return None
    return mean_of_block(rules, Block.ACTIVITY, DateSpan.stored(term.first, term.last))


def has_findings(stands: Iterable[Standing]) -> bool:
    """Whether a `--check` of these pairings fails: somebody is behind now, or in the end something
    was done by nobody.
    """
    return any(map(_is_finding, stands))


def _is_finding(standing: Standing) -> bool:
    if standing.state is StateNow.NOT_STARTED:
        return False
    if standing.state is StateNow.ENDED:
        return standing.history.lost > 0
    return standing.state is StateNow.STALLED or standing.grade is not StateNow.ON_TRACK


def of_ledger(figures: CycleFigures, ledger: Ledger | None) -> CycleFigures:
    """The figures by the rules of a ledger; None: of both."""
    return figures if ledger is None else figures.only(lambda rule: rule.ledger == ledger)


References = Mapping[str, Sequence[Fraction | None]]
"""Pack of the reference ledger → the fulfilment of each pairing by its rules alone."""


def references(figures: CycleFigures) -> References:
    """What packs that are only looked at come to, in the order of the pairings."""
    packs = dict.fromkeys(
        rule.pack for rule in figures.rules.values() if rule.ledger == Ledger.REFERENCE
    )
    return {pack: [*map(attainment_of, _of_pack(figures, pack))] for pack in packs}


def _of_pack(figures: CycleFigures, pack: str) -> Iterable[tuple[CycleFigures, PairingFigures]]:
    narrowed = figures.only(lambda rule: rule.pack == pack)
    return ((narrowed, each) for each in narrowed.pairings)


def attainment_of(of: tuple[CycleFigures, PairingFigures]) -> Fraction | None:
    """The fulfilment of one pairing of some figures."""
    figures, pairing = of
    return fulfilment(blocks_of(pairing.by_rule.values()), figures.cycle.block_weights)


def attainment_of_all(figures: CycleFigures) -> Fraction | None:
    """Of a programme: the mean over the pairings of the city's layers, or where it has none of
    those, over all.
    """
    city = [each for each in figures.pairings if each.pairing.layer in CITY_LAYERS]
    return mean(attainment_of((figures, each)) for each in city or figures.pairings)


def by_level(pairings: Sequence[Standing]) -> dict[str, list[Standing]]:
    """Standings by the layers that are summed up together, which are told by their codes with a
    plus between: the two of the city are one, each other is its own.
    """
    groups: Mapping[str, list[Standing]] = defaultdict(list)
    for each in pairings:
        layer = each.pairing.pairing.layer
        groups["city" if layer in CITY_LAYERS else layer].append(each)
    return {
        "+".join(sorted({each.pairing.pairing.layer for each in found})): found
        for found in groups.values()
    }


def distinct_duties(
    figures: CycleFigures, pairings: Iterable[PairingFigures]
) -> list[tuple[RuleInfo, RuleFigures]]:
    """The figures of each duty once, however many pairings share it."""
    seen: set[tuple[str, str | None]] = set()
    found = []
    for pairing in pairings:
        for rule_id, each in pairing.by_rule.items():
            rule = figures.rules[rule_id]
            if rule.per != Per.PAIRING:
                key = (rule_id, duty_key(rule.per, pairing.pairing))
                if key in seen:
                    continue
                seen.add(key)
            found.append((rule, each))
    return found


def belongs_to(figure: Figure, term: Term) -> bool:
    """Whether an obligation is one of a term: its own, or one of its months'."""
    period = figure.owed.period
    of_term = figure.owed.rule.unit in ("month", "term")
    return of_term and bool(period.counting.overlap(DateSpan.stored(term.first, term.last)))


def of_term(figures: CycleFigures, term: Term) -> CycleFigures:
    """The same figures, of a term and its months only."""
    made: dict[int, RuleFigures] = {}

    def part(each: RuleFigures) -> RuleFigures:
        found = made.get(id(each))
        if found is None:
            mine = (figure for figure in each if belongs_to(figure, term))
            found = made[id(each)] = RuleFigures(mine, each.day)
        return found

    pairings = []
    for pairing in figures.pairings:
        kept = {key: found for key, each in pairing.by_rule.items() if (found := part(each))}
        pairings.append(pairing._replace(by_rule=kept))
    return figures._replace(pairings=pairings)
