"""Progress on one screen: the rules of a term beside each other, and what is still possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from pairing_cli.domain.owed.fulfilment import RuleFigures, is_late
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.owed.settling import Figure, State, left_of, worst
from pairing_cli.domain.owed.state import current_term
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.standing import belongs_to


def term_of_report(figures: CycleFigures) -> Term | None:
    """The term that a report of the day speaks of: that of the day, in a vacation the one before,
    after the cycle its last; None before every term.
    """
    return current_term(min(figures.as_of, figures.cycle.span.last), figures.terms)


def rules_of_term(figures: CycleFigures, term: Term) -> list[RuleInfo]:
    """The rules that ask something of a term or of its months, in the order of the packs."""
    owed = {
        rule_id
        for pairing in figures.pairings
        for rule_id, found in pairing.by_rule.items()
        if any(belongs_to(each, term) for each in found)
    }
    return [rule for rule_id, rule in figures.rules.items() if rule_id in owed]


def term_figures(pairing: PairingFigures, rules: Iterable[RuleInfo], term: Term) -> dict[str, str]:
    """Id of the rule → what is done of its need in a term: 8/10. Nothing where nothing is owed;
    months count one by one, so that two visits in April are none for May.
    """
    shown = {}
    for rule in rules:
        found = [each for each in pairing.by_rule.get(rule.id, ()) if belongs_to(each, term)]
        if found:
            shown[rule.id] = done_of_need(found)
    return shown


def done_of_need(found: Sequence[Figure]) -> str:
    """Done and made up of the need: 8/10, of one period also beyond it."""
    need = sum(each.need for each in found)
    done = found[0].done + found[0].paid if len(found) == 1 else sum(each.counted for each in found)
    return f"{plain(done):g}/{plain(need):g}"


class StillPossible(NamedTuple):
    """How one rule of one pairing stands, and what can still be done about it."""

    title: Label
    now: Phrase | str
    """Of the period that is open, else of the last: 8/10 class-hours."""
    state: str
    due: str | None
    """The last day in time of what is open."""
    late: float
    """Left of periods that are over but can be made up."""
    lost: float
    """Left of periods that nobody can mend any more."""
    owed_by: str
    short: Label
    """The title in a word or two."""


def still_possible(figures: CycleFigures, pairing: PairingFigures) -> list[StillPossible]:
    """Every rule that a pairing owes by now, in the order of the packs."""
    rows = []
    for rule_id, found in pairing.by_rule.items():
        begun = [each for each in found if each.state is not State.NOT_STARTED]
        if begun:
            rows.append(_possible(figures.rules[rule_id], found, begun, figures.as_of))
    return rows


def _possible(
    rule: RuleInfo, found: RuleFigures, begun: Sequence[Figure], day: dt.date
) -> StillPossible:
    open_ones = [each for each in begun if each.owed.due >= day]
    current = open_ones or begun[-1:]
    missed = [each for each in begun if each.state is State.MISSED]
    late = [each for each in missed if is_late(each, found, day)]
    lost = [each for each in missed if each not in late]
    is_rate = rule.kind == RuleKind.INDICATOR
    unreported = is_rate and all(each.reported is None for each in current)
    return StillPossible(
        title=rule.title,
        now=phrase("not reported") if unreported else _amounts(rule, current),
        state=worst(each.state for each in current),
        due=max(each.owed.due for each in open_ones).isoformat() if open_ones else None,
        late=plain(left_of(late)),
        lost=plain(left_of(lost)),
        owed_by=rule.owed_by,
        short=rule.short,
    )


def _amounts(rule: RuleInfo, current: Sequence[Figure]) -> Phrase | str:
    """What is done of what is owed; the only thing of its kind needs no unit."""
    amounts = done_of_need(current)
    if rule.measure == Measure.MILESTONES:
        return amounts
    return phrase("{amounts} {unit}", amounts=amounts, unit=MEASURES[rule.measure])


def keyed(rules: Iterable[RuleInfo]) -> Mapping[str, str]:
    """Id of the rule → the key of its column."""
    return {rule.id: f"rule{number}" for number, rule in enumerate(rules)}
