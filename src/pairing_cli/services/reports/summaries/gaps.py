"""Gaps: what a report finds missed or behind, one by one and by who has to see to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pairing_cli.domain.owed.rules import OwedBy, Per
from pairing_cli.domain.owed.settling import State
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import bureau_of, term_label
from pairing_cli.services.owing.figures import CycleFigures, PairingKey, duty_key
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.reports.detail import shown_done

_OPEN: Final = (State.MISSED, State.BEHIND)
"""What is a gap: the two worst states, so that the worst of several tells whether one is."""


class Gap(NamedTuple):
    """What is missing or behind, as of the day."""

    mentor: str
    mentee: str
    rule: str
    title: Label
    period: str
    unit: str
    need: float
    done: float | None
    remaining: float
    state: str
    whose: str
    """Who has to see to it: the mentee, or the mentor or bureau whose own duty it is."""
    stage: Label | None = None
    """What the period is called, where it is a stage of a plan."""

    @property
    def period_label(self) -> Label:
        """The period as people say it."""
        return self.stage or term_label(self.period)


def _whose(rule: RuleInfo, key: PairingKey, bureau: str | None) -> str:
    per = rule.per
    if rule.owed_by == OwedBy.BUREAU and bureau:
        return bureau
    if per == Per.MENTOR:
        return key.mentor
    if per == Per.COUNTY and key.county:
        return bureau_of(key.county)
    return key.mentee


def gaps_of(figures: CycleFigures, bureau: str | None) -> list[Gap]:
    """What is missed or behind; missed first, then by rule in the order of the packs. `bureau` is
    the city's, which has duties of its own.
    """
    order = {rule_id: at for at, rule_id in enumerate(figures.rules)}
    seen: set[tuple[str, str | None]] = set()
    open_ones = []
    for pairing in figures.pairings:
        for rule_id, each in pairing.by_rule.items():
            if each.state not in _OPEN:
                continue
            duty = (rule_id, duty_key(figures.rules[rule_id].per, pairing.pairing))
            if duty not in seen:
                seen.add(duty)
                open_ones += [(pairing.pairing, figure) for figure in each if figure.state in _OPEN]
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
            done=shown_done(figure),
            remaining=plain(figure.remaining),
            state=figure.state,
            whose=_whose(figures.rules[figure.owed.rule.id], key, bureau),
            stage=figure.owed.period.stage,
        )
        for key, figure in open_ones
    ]


class WhoseGaps(NamedTuple):
    """What one kindergarten or bureau has not done, rule by rule."""

    whose: str
    gaps: int
    rules: Mapping[Label, Sequence[Gap]]


def by_whose(gaps: Iterable[Gap]) -> list[WhoseGaps]:
    """Gaps by who has to see to them, those with the most first."""
    found: dict[str, dict[Label, list[Gap]]] = defaultdict(lambda: defaultdict(list))
    for gap in gaps:
        found[gap.whose][gap.title].append(gap)
    rows = [
        WhoseGaps(whose, sum(map(len, rules.values())), rules) for whose, rules in found.items()
    ]
    return sorted(rows, key=lambda row: -row.gaps)
