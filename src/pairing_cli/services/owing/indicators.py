"""Indicators, read: what mentees reported, and whether it reaches what the rules ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any, Final

from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.periods import rule_periods
from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.figures import CycleFigures, figures_of
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
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
           i.code AS indicator, i.on_date AS date, i.numerator, i.denominator, i.note
    FROM indicator AS i
    INNER JOIN pairings AS p ON p.id = i.pairing_id
    WHERE p.cycle_id = :cycle_id AND i.on_date <= :as_of
        AND (:mentee_id IS NULL OR p.mentee_id = :mentee_id)
    ORDER BY p.layer, p.mentor_id, p.id, i.code, i.on_date, i.id
"""


class _Place(NamedTuple):
    """Where a report counts: for which rule, in which period."""

    rule_id: str | None
    period: str | None
    figure: Figure | None


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
    figures = figures_of(store, cycle, as_of, ledger=None)
    owed = {each.pairing.id: each.by_rule for each in figures.pairings}
    placed = [
        (row, place)
        for row in reports
        for place in _places(figures, owed.get(row["pairing_id"], {}), row)
    ]
    latest = {_key(row, place): row["id"] for row, place in placed}
    return [
        _row(dict(row), figures, place, is_latest=latest[_key(row, place)] == row["id"])
        for row, place in placed
    ]


def _key(report: Mapping[str, Any], place: _Place) -> tuple[str, str | None, str | None]:
    return report["pairing_id"], place.rule_id, place.period


def _places(
    figures: CycleFigures, owed: Mapping[str, RuleFigures], report: Mapping[str, Any]
) -> list[_Place]:
    """The rules and periods for which a report counts; one of nothing where there is none."""
    day = dt.date.fromisoformat(report["date"])
    places = []
    for rule_id, rule in figures.rules.items():
        if rule.indicator != report["indicator"]:
            continue
        by_period = {each.owed.period.code: each for each in owed.get(rule_id, ())}
        for period in rule_periods(rule.rule, figures.frame):
            if period.takes(day):
                places.append(_Place(rule_id, period.code, by_period.get(period.code)))
    return places or [_Place(None, None, None)]


def _row(
    report: dict[str, Any], figures: CycleFigures, place: _Place, *, is_latest: bool
) -> IndicatorRow:
    rule = figures.rules.get(place.rule_id or "")
    figure = place.figure
    report.pop("id")
    report.pop("pairing_id")
    whole = report["denominator"]
    return IndicatorRow(
        **report,
        period=place.period,
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
    if figure.state is State.WAIVED:
        return figure.state
    return State.MET if figure.state in DONE else "below"


def _percent(part: float, whole: float) -> float:
    """With two decimals, cut off: 100 only when nothing is missing."""
    return floor(Fraction(part) * 10_000 / Fraction(whole)) / 100
