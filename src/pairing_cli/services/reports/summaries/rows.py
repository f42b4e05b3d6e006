"""What a summary holds: its totals by mentor, county, form, term, rule and pairing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.progress import Reference
from pairing_cli.services.reports.summaries.balance import OneWay
from pairing_cli.services.reports.summaries.gaps import Gap
from pairing_cli.services.reports.summaries.judged import Judged
from pairing_cli.services.reports.summaries.totals import VisitTotals


class GroupRow(NamedTuple):
    """Totals and attainment of a mentor or county, in the layers that are summed together."""

    name: str
    layer: str | None
    """Codes of layers with a plus between; None where there is no regular pairing."""
    pairings: int
    visits: int
    class_hours: float
    attainment: int | None

    @property
    def layer_shown(self) -> tuple[Label, ...]:
        """The layers in words."""
        return tuple(LAYERS[layer] for layer in self.layer.split("+")) if self.layer else ()


class FormRow(NamedTuple):
    """Totals of a form of activity."""

    form: str
    label: Label
    visits: int
    class_hours: float


class NamedTotals(NamedTuple):
    """Totals of a direction, or of an aim of the scheme."""

    code: str
    label: Label
    visits: int
    class_hours: float


class TermRow(NamedTuple):
    """Totals of a term; None stands for the vacations."""

    term: str | None
    visits: int
    class_hours: float


class RuleSummary(NamedTuple):
    """How far a rule is met, over all that owe it; what several share is counted once."""

    rule: str
    title: Label
    pack: str
    measure: str
    need: float
    """Of the whole cycle; of a rate its target."""
    expected: float | None
    """What could be expected by the day; None of a rate."""
    done: float | None
    """What is done of what could be expected; of a rate what was reported, None where nothing."""
    attainment: int | None
    """Done of expected."""
    pairings: int
    pairings_met: int
    waived: int
    reported: int | None
    """Of a rate or number: how many of those who owe it have reported the last school year."""

    @property
    def expected_shown(self) -> float:
        """What could be expected; of a rate its target."""
        return self.need if self.expected is None else self.expected

    @property
    def done_shown(self) -> Phrase | Label | float | None:
        """What is done; of a rate what was reported, by how many of how many."""
        if self.reported is None:
            return self.done
        if self.done is None:
            return Label("未报", "not reported")
        return phrase(
            "{value} ({reported} of {owing} reported)",
            value=self.done,
            reported=self.reported,
            owing=self.pairings,
        )


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
    whole_cycle: int | None
    state: str
    on_time: int
    made_up: int
    lost: int
    grade: str
    """What activities and papers come to, also in a vacation."""


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
    whole_cycle: int | None
    """What is done of everything that the whole cycle needs."""
    reference: Sequence[Reference]
    """What packs that are only looked at would come to."""
    weights: Mapping[Block, int]
    waived: int
    overridden: int
    by_mentor: Sequence[GroupRow]
    by_county: Sequence[GroupRow]
    by_form: Sequence[FormRow]
    by_term: Sequence[TermRow]
    by_direction: Sequence[NamedTotals]
    by_goal: Sequence[NamedTotals]
    rules: Sequence[RuleSummary]
    pairings: Sequence[PairingSummary]
    gaps: Sequence[Gap]
    one_way: Sequence[OneWay]
    """Pairings whose help goes one way only."""
    judged: Judged
    """What was inspected, asked for, assessed and honoured."""
