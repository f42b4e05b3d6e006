"""Indicators, read: what mentees reported, and whether it reaches what the rules ask."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import floor
from typing import Any, Final, NamedTuple

from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.standing import Figure, State
from pairing_cli.domain.phrases import Label
from pairing_cli.services.owing.figures import CycleFigures, figures_of
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.lookup import find_kindergarten
from pairing_cli.store.reading import Reader


class IndicatorRow(NamedTuple):
    """A report as one rule reads it.

    `percent` is None for numbers; `target` None where no rule asks for it in its period. State:
    met, below, waived, replaced (a later report of the period holds) or not_owed.
    """

    ref: str
    mentor: str
    mentee: str
    county: str | None
    indicator: str
    rule: str | None
    title: Label | None
    period: str | None
    date: str
    numerator: float
    denominator: float | None
    percent: float | None
    target: float | None
    unit: str | None
    state: str
    note: str | None


_REPORTS: Final = """
    SELECT i.id, substr(i.id, 25, 8) AS ref, i.pairing_id, p.mentor, p.mentee, p.county,
           i.code AS indicator, i.on_date AS date, i.numerator, i.denominator, i.note,
           x.rule_id, x.period
    FROM indicator AS i
    INNER JOIN pairings AS p ON p.id = i.pairing_id
    LEFT JOIN reported AS x ON x.record_id = i.id
    WHERE p.cycle_id = :cycle_id AND i.on_date <= :as_of
        AND (:mentee_id IS NULL OR p.mentee_id = :mentee_id)
    ORDER BY p.layer, p.mentor_id, p.id, i.code, i.on_date, i.id
"""


def list_indicators(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, mentee: str | None = None
) -> list[IndicatorRow]:
    """What was reported up to `as_of`, by pairing, indicator and day. A report that two rules
    ask for stands twice. Raises `NotFound`.
    """
    reports = store.rows(
        _REPORTS,
        cycle_id=cycle.id,
        as_of=as_of.isoformat(),
        mentee_id=find_kindergarten(store, mentee).id if mentee else None,
    )
    figures = figures_of(store, cycle, as_of)
    owed = {
        (pairing.pairing.id, figure.owed.rule.id, figure.owed.period.code): figure
        for pairing in figures.pairings
        for figure in pairing.figures()
    }
    keys = [(row["pairing_id"], row["rule_id"], row["period"]) for row in reports]
    latest = {key: row["id"] for key, row in zip(keys, reports, strict=True)}
    return [
        _row(dict(row), figures, owed.get(key), is_latest=latest[key] == row["id"])
        for key, row in zip(keys, reports, strict=True)
    ]


def _row(
    report: dict[str, Any], figures: CycleFigures, figure: Figure | None, *, is_latest: bool
) -> IndicatorRow:
    rule = figures.rules.get(report.pop("rule_id"))
    report.pop("id")
    report.pop("pairing_id")
    whole = report["denominator"]
    return IndicatorRow(
        **report,
        rule=rule.code if rule else None,
        title=rule.title if rule else None,
        percent=None if whole is None else _percent(report["numerator"], whole),
        target=figure.owed.need if figure else None,
        unit=rule.measure if rule else (None if whole is None else Measure.PERCENT),
        state=_state(figure, is_latest=is_latest),
    )


def _state(figure: Figure | None, *, is_latest: bool) -> str:
    if figure is None:
        return "not_owed"
    if not is_latest:
        return "replaced"
    if figure.state in (State.MET, State.WAIVED):
        return figure.state
    return "below"


def _percent(part: float, whole: float) -> float:
    """With two decimals, cut off: 100 only when nothing is missing."""
    return floor(Fraction(part) * 10_000 / Fraction(whole)) / 100
