"""The columns of `progress`: a pairing, a group, a duty a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.owed.settling import STATE_TONES, STATES
from pairing_cli.domain.owed.state import STATE_NOW_TONES, STATES_NOW
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.owing import (
    DUE,
    LEDGER,
    NEED,
    OWING,
    PERIOD,
    PERIOD_END,
    PERIOD_START,
    RULE,
    UNIT,
)
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    BEHIND,
    DONE,
    DUTIES,
    DUTIES_MET,
    EXPECTED,
    GROUP,
    GROUP_NAME,
    LAST_VISIT,
    LATE_DAYS,
    LOST,
    MADE_UP,
    MET,
    MISSED,
    ON_TIME,
    OVERRIDE,
    PAID,
    PAIRINGS,
    PER_WEEK,
    REFERENCE,
    REMAINING,
    REPORT_BLOCKS,
    RULES,
    STANDING,
    STANDING_NOW,
    TREND,
    VISITS_BY_MONTH,
    WAIVER,
    WEEKS_LEFT,
    WHOLE_CYCLE,
)
from pairing_cli.domain.vocabulary import LAYERS, term_label
from pairing_cli.output.listing import Column, column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing_cli.services.owing.figures import CycleFigures

GROUP_TONES = {**STATE_TONES, **STATE_NOW_TONES}

_DUTIES = Label("项", "duties")
_PAIRS = Label("对", "number")

COLUMNS = (
    column(REF, wide=True),
    column(MENTOR),
    column(MENTEE, shown_as="mentee_short"),
    column(COUNTY),
    column(LAYER, wide=True),
    column(RULES, unit=_DUTIES),
    column(MET, wide=True, unit=_DUTIES),
    column(BEHIND, wide=True, unit=_DUTIES),
    column(MISSED, wide=True, unit=_DUTIES),
    column(ATTAINMENT, bar=True),
    column(STANDING_NOW),
    column(TREND, shown_as="trend_shown"),
    column(REPORT_BLOCKS, shown_as="blocks_shown"),
    column(ON_TIME, unit=_DUTIES),
    column(MADE_UP, unit=_DUTIES),
    column(LOST, unit=_DUTIES),
    column(LAST_VISIT),
    column(REFERENCE, shown_as="reference_shown"),
    column(WHOLE_CYCLE),
    column(DUTIES_MET, wide=True, unit=_DUTIES),
    column(DUTIES),
    column(VISITS_BY_MONTH, shown_as="strip"),
)

GROUP_COLUMNS = (
    column(GROUP),
    column(GROUP_NAME),
    column(LAYER, labels=None, shown_as="layer_shown"),
    column(ATTAINMENT, bar=True),
    column(PAIRINGS, unit=_PAIRS),
    column(MET, unit=_DUTIES),
    column(BEHIND, unit=_DUTIES),
    column(MISSED, unit=_DUTIES),
    column(DUTIES_MET, shown_as="duties_shown"),
    column(DUTIES),
    column(STANDING_NOW, labels={**STATES, **STATES_NOW}, tones=GROUP_TONES),
)

DETAIL_COLUMNS = (
    column(REF, wide=True),
    column(MENTOR),
    column(MENTEE, shown_as="mentee_short"),
    column(RULE, wide=False),
    column(PERIOD, shown_as="period_label"),
    column(PERIOD_START, wide=True),
    column(PERIOD_END, wide=True),
    column(NEED),
    column(DONE),
    column(PAID),
    column(REMAINING),
    column(UNIT),
    column(STANDING),
    column(DUE),
    column(LEDGER, wide=True),
    column(OWING),
    column(EXPECTED),
    column(LATE_DAYS),
    column(WEEKS_LEFT),
    column(PER_WEEK),
    column(WAIVER),
    column(OVERRIDE),
)


def detail_columns(figures: CycleFigures) -> tuple[Column, ...]:
    """The columns of `--detail`, with the rules' titles as words for their codes."""
    return titled({rule.code: rule.title for rule in figures.rules.values()})


def titled(titles: Mapping[str, Label]) -> tuple[Column, ...]:
    """The columns of a duty a line, with the titles of the rules by their code."""
    return tuple(
        column._replace(labels=titles) if column.key == "rule" else column
        for column in DETAIL_COLUMNS
    )


def group_columns(titles: Mapping[str, Label], terms: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a group a line, with the words for layers, rules and terms."""
    words = {
        **LAYERS,
        **titles,
        **{code: term_label(code) for code in terms},
        "": Label("（未注明）", "(not known)"),
    }
    group, *rest = GROUP_COLUMNS
    return (group._replace(labels=words), *rest)
