"""Progress figure by figure: each rule and period of each pairing."""

from __future__ import annotations

from pairing_cli.domain.owed.pace import pace
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures
from pairing_cli.services.owing.rules import RuleInfo


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
    done: float | None
    """None of an indicator that wasn't reported."""
    remaining: float
    state: str
    ledger: str
    owed_by: str
    due: str
    expected: float
    paid: float
    """By a surplus of a later period."""
    late_days: int
    weeks_left: int | None
    per_week: float | None
    waiver: str | None
    override: str | None
    stage: Label | None = None
    """What the period is called, where it is a stage of a plan."""

    @property
    def period_label(self) -> Label:
        """The period as people say it."""
        return self.stage or term_label(self.period)


def detail(figures: CycleFigures) -> list[DetailRow]:
    """One row a pairing, rule and period, in that order."""
    return [
        _detail_row(figures, pairing, figures.rules[rule_id], figure)
        for pairing in figures.pairings
        for rule_id, each in pairing.by_rule.items()
        for figure in each
    ]


def _detail_row(
    figures: CycleFigures, pairing: PairingFigures, rule: RuleInfo, figure: Figure
) -> DetailRow:
    owed = figure.owed
    # A plan or a rate isn't done a bit every week: only quotas have a pace.
    going = pace(figure, figures.as_of, figures.terms) if rule.kind == RuleKind.QUOTA else None
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
        done=shown_done(figure),
        remaining=plain(figure.remaining),
        state=figure.state,
        ledger=rule.ledger,
        owed_by=rule.owed_by,
        due=owed.due.isoformat(),
        expected=plain(figure.expected_by(figures.as_of)),
        paid=plain(figure.paid),
        late_days=figure.late_days,
        weeks_left=going.weeks_left if going else None,
        per_week=plain(going.per_week) if going and going.per_week is not None else None,
        waiver=owed.waiver.reason if owed.waiver else None,
        override=owed.override.reason if owed.override else None,
        stage=owed.period.stage,
    )


def shown_done(figure: Figure) -> float | None:
    """What was done, as it is shown: of an indicator that wasn't reported nothing is known."""
    is_rate = figure.owed.rule.kind is RuleKind.INDICATOR
    return None if is_rate and figure.reported is None else plain(figure.done)
