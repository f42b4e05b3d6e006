"""What runs late and can still be made up, in a word or two: 入园1, 责任书 9.

The debts of a pairing are its own; groups, letters and plans, which an office sees to, are
counted once each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.fulfilment import RuleFigures, is_late
from pairing_cli.domain.owed.rules import OwedBy, Per, RuleKind
from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Term
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.standing import (
    belongs_to,
    distinct_duties,
)


def late_debts(
    figures: CycleFigures, pairing: PairingFigures, beside: Term | None = None
) -> Iterator[Label]:
    """What ended unpaid but can still be made up; what a term asks for is told `beside` it."""
    for rule, found in own_duties(figures, pairing):
        late = [
            each
            for each in found
            if is_late(each, found, figures.as_of) and not (beside and belongs_to(each, beside))
        ]
        if late:
            yield debt_of(rule, late)


def own_duties(
    figures: CycleFigures, pairing: PairingFigures
) -> Iterator[tuple[RuleInfo, RuleFigures]]:
    """What the two kindergartens owe by themselves, rule by rule."""
    for rule_id, found in pairing.by_rule.items():
        rule = figures.rules[rule_id]
        if rule.per == Per.PAIRING and not is_office_paper(rule):
            yield rule, found


def is_office_paper(rule: RuleInfo) -> bool:
    """Whether an office sees to it: groups, letters, plans, inspections and bulletins."""
    is_paper = rule.block == Block.ORGANISATION and rule.kind != RuleKind.QUOTA
    return is_paper or rule.owed_by == OwedBy.BUREAU


def debt_of(rule: RuleInfo, found: Iterable[Figure]) -> Label:
    """课时2: what is left; of one paper, or of a rate, its name is enough."""
    amount = plain(sum(each.remaining for each in found))
    counts = rule.kind == RuleKind.QUOTA or amount > 1
    number = f"{amount:g}" if counts and rule.kind != RuleKind.INDICATOR else ""
    return Label(f"{rule.short.zh}{number}", f"{rule.short.en} {number}".rstrip())


def office_papers(figures: CycleFigures) -> list[tuple[Label, int]]:
    """Groups, letters and plans that are late, each duty once: 责任书 9."""
    late: Counter[Label] = Counter()
    for rule, found in distinct_duties(figures, figures.pairings):
        if is_office_paper(rule) and any(is_late(each, found, figures.as_of) for each in found):
            late[rule.short] += 1
    return list(late.items())
