"""Progress: what is owed, done and left, by pairing, mentor, county, layer, rule or term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import fsum
from typing import Any, Final

from pairing_cli.domain.owed.blocks import BLOCKS, Block
from pairing_cli.domain.owed.fulfilment import RuleFigures, mean, percent, quotient
from pairing_cli.domain.owed.settling import DONE, State, worst
from pairing_cli.domain.owed.state import rank
from pairing_cli.domain.owed.state import worst as worst_now
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.services.owing.figures import CycleFigures
from pairing_cli.services.owing.standing import (
    References,
    Standing,
    attainment_of,
    by_level,
    distinct_duties,
    of_term,
    standings,
)


class Reference(NamedTuple):
    """What a pack that is only looked at would come to."""

    pack: str
    attainment: int | None


def references_shown(found: Iterable[Reference], titles: Mapping[str, Label]) -> tuple[Phrase, ...]:
    """Packs that are only looked at, each with its percentage, by their `titles`."""
    return tuple(
        phrase("{label} {number}%", label=titles.get(each.pack, each.pack), number=each.attainment)
        for each in found
        if each.attainment is not None
    )


MONTHS_SHOWN: Final = 12
"""Months of the strip that people see; JSON has all of them."""


class PairingProgress(NamedTuple):
    """How one pairing stands: the contract's `progress`, by pairing."""

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
    """Fulfilment by the day, of the ledger asked for."""
    state: str
    blocks: Mapping[str, int | None]
    on_time: int
    made_up: int
    lost: int
    trend: int | None
    last_visit: str | None
    reference: tuple[Reference, ...]
    whole_cycle: int | None
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

    @property
    def trend_shown(self) -> str:
        """▲ or ▼ with the points; nothing where nothing can be compared."""
        if self.trend is None:
            return ""
        arrow = "▲" if self.trend > 0 else "▼" if self.trend < 0 else "="
        return f"{arrow}{abs(self.trend)}"

    @property
    def blocks_shown(self) -> tuple[Phrase, ...]:
        """The blocks of which something could be expected."""
        return tuple(
            phrase("{label} {number}%", label=BLOCKS[block], number=share)
            for block, share in self.blocks.items()
            if share is not None
        )

    @property
    def reference_shown(self) -> tuple[Phrase, ...]:
        """Each pack with its percentage."""
        return references_shown(self.reference, {})


def _figure(count: int) -> str:
    return str(count) if count < 10 else "+"


class GroupProgress(NamedTuple):
    """How a mentor, county, layer, rule or term stands: over its pairings, or its figures."""

    group: str
    name: str
    layer: str | None
    """The layers that it is about, with a plus between; None of a rule or term."""
    attainment: int | None
    pairings: int
    met: int
    behind: int
    missed: int
    state: str
    duties_met: int
    duties: int

    @property
    def layer_shown(self) -> tuple[Label, ...]:
        """The layers in words."""
        return tuple(LAYERS[layer] for layer in self.layer.split("+")) if self.layer else ()

    @property
    def duties_shown(self) -> str:
        """ "7/10": how many duties are met."""
        return f"{self.duties_met}/{self.duties}"


ALL_BLOCKS: Final = tuple(Block)
_BLOCK_OF: Final = {str(block): block for block in ALL_BLOCKS}


def by_pairing(
    figures: CycleFigures,
    stands: Iterable[Standing],
    beside: References,
) -> list[PairingProgress]:
    """One row a pairing, the worst state and lowest attainment first.

    `stands`: how each pairing of `figures` stands by the rules that bind it; `beside`: pack that
    is only looked at → the fulfilment of each by it (`references`).
    """
    codes = _months_of(figures)
    rows = [
        _pairing_row(
            each,
            tuple([Reference(pack, percent(found[at])) for pack, found in beside.items()]),
            codes,
        )
        for at, each in enumerate(stands)
    ]
    rows.sort(key=lambda row: (rank(row.state), -1 if row.attainment is None else row.attainment))
    return rows


def _months_of(cycle: CycleFigures) -> list[str]:
    """The months of the cycle up to the day of the report, as 2022-04."""
    last = min(cycle.as_of, cycle.cycle.span.last)
    first = cycle.cycle.span.first
    return [] if last < first else [month.code for month in DateSpan(first, last).months()]


def _pairing_row(
    standing: Standing, reference: tuple[Reference, ...], months: Sequence[str]
) -> PairingProgress:
    outcome, duties = standing.outcome, standing.outcome.duties
    key = standing.pairing.pairing
    visits = standing.pairing.done.by_month
    return PairingProgress(
        ref=key.ref,
        mentor=key.mentor,
        mentee=key.mentee,
        mentee_short=key.mentee_short,
        county=key.county,
        layer=key.layer,
        rules=duties.rules,
        met=duties.met,
        behind=duties.behind,
        missed=duties.missed,
        attainment=percent(outcome.attainment),
        state=standing.state,
        blocks={code: percent(outcome.blocks.get(block)) for code, block in _BLOCK_OF.items()},
        on_time=outcome.history.on_time,
        made_up=outcome.history.made_up,
        lost=outcome.history.lost,
        trend=outcome.trend,
        last_visit=standing.pairing.done.last_day,
        reference=reference,
        whole_cycle=percent(outcome.whole),
        duties_met=duties.periods_met,
        duties=duties.periods,
        waived=duties.waived,
        overridden=duties.overridden,
        visits_by_month=tuple([visits.get(code, 0) for code in months]),
    )


def by_group(
    figures: CycleFigures, group: str, stands: Sequence[Standing] | None = None
) -> list[GroupProgress]:
    """One row a mentor, county or layer (over pairings), rule or term (over figures). `stands`:
    how the pairings of `figures` stand, where somebody has looked already.

    A mentor or county with pairings of several layers has a row for each: what is registered
    below it changes nothing in its own.
    """
    if group == "rule":
        return _by_rule(figures)
    if group == "term":
        return _by_term(figures)
    names: dict[str, list[Standing]] = defaultdict(list)
    for each in standings(figures) if stands is None else stands:
        names[str(getattr(each.pairing.pairing, group) or "")].append(each)
    if group == "layer":
        return [_group_row(figures, layer, layer, found) for layer, found in names.items()]
    return [
        _group_row(figures, name, layer, found)
        for name, of_name in names.items()
        for layer, found in by_level(of_name).items()
    ]


def overall(figures: CycleFigures) -> Mapping[str, Any]:
    """Figures of all pairings together, each duty that several share counted once; as in
    `GroupProgress`.
    """
    found = _group_row(figures, "", "", standings(figures))
    told = ("attainment", "pairings", "met", "behind", "missed", "duties_met", "duties")
    return {key: getattr(found, key) for key in (*told, "duties_shown")}


def _group_row(
    figures: CycleFigures, name: str, layer: str, found: Sequence[Standing]
) -> GroupProgress:
    duties = [each for _, each in distinct_duties(figures, [one.pairing for one in found])]
    states = [each.state for each in duties]
    return GroupProgress(
        group=name,
        name=name,
        layer=layer,
        attainment=percent(mean(each.attainment for each in found)),
        pairings=len(found),
        met=sum(state in DONE for state in states),
        behind=states.count(State.BEHIND),
        missed=states.count(State.MISSED),
        state=worst_now(each.state for each in found),
        duties_met=sum(each.met for each in duties),
        duties=sum(each.duties for each in duties),
    )


def _by_rule(figures: CycleFigures) -> list[GroupProgress]:
    found: dict[str, list[RuleFigures]] = defaultdict(list)
    for rule, each in distinct_duties(figures, figures.pairings):
        found[rule.code].append(each)
    pairings = {
        rule.code: sum(rule_id in each.by_rule for each in figures.pairings)
        for rule_id, rule in figures.rules.items()
    }
    return [
        _duties_row(code, found[code], pairings[code], share_of_duties(found[code]))
        for code in (rule.code for rule in figures.rules.values())
        if found[code]
    ]


def share_of_duties(found: Sequence[RuleFigures]) -> Fraction | None:
    """The fulfilment of one rule over several duties: Σ done of expected ÷ Σ expected."""
    expected = fsum(each.expected for each in found)
    done = fsum(each.done_of_expected for each in found)
    return quotient(done, expected)


def _by_term(figures: CycleFigures) -> list[GroupProgress]:
    rows = []
    for term in figures.terms:
        part = of_term(figures, term)
        duties = [each for _, each in distinct_duties(part, part.pairings)]
        if duties:
            owing = sum(bool(each.by_rule) for each in part.pairings)
            shares = (attainment_of((part, each)) for each in part.pairings)
            rows.append(_duties_row(term.code, duties, owing, mean(shares)))
    return rows


def _duties_row(
    name: str, duties: Sequence[RuleFigures], pairings: int, share: Fraction | None
) -> GroupProgress:
    states = [figure.state for each in duties for figure in each]
    return GroupProgress(
        group=name,
        name=name,
        layer=None,
        attainment=percent(share),
        pairings=pairings,
        met=sum(state in DONE for state in states),
        behind=states.count(State.BEHIND),
        missed=states.count(State.MISSED),
        state=worst(states),
        duties_met=sum(each.met for each in duties),
        duties=sum(each.duties for each in duties),
    )
