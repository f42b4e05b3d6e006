"""The units in which rules count, with their words. Units are never mixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.phrases import Label

if TYPE_CHECKING:
    from fractions import Fraction

MEASURES: Final[Mapping[str, Label]] = {
    Measure.VISITS: Label("次", "visits"),
    Measure.CLASS_HOURS: Label("课时", "class-hours"),
    Measure.DAYS: Label("天", "days"),
    Measure.MONTHS: Label("个月", "months"),
    Measure.PEOPLE: Label("人次", "attendances"),
    Measure.DISTINCT_PEOPLE: Label("人", "people"),
    Measure.KINDERGARTENS: Label("所", "kindergartens"),
    Measure.DOCUMENTS: Label("份", "documents"),
    Measure.MILESTONES: Label("项", "milestones"),
    Measure.PERCENT: Label("%", "%"),
    Measure.COUNT: Label("个", "count"),
}
"""Measure → the word behind an amount."""


def plain(number: Fraction | float) -> float:
    """A figure as JSON shows it: whole where it is whole, else with two decimals."""
    rounded = round(float(number), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def asked_for(need: float, most: float | None, *, each_way: bool = False) -> str:
    """What a rule asks for, with the most where there is one: 2, or 1–2; each way: 5+5."""
    if each_way:
        return f"{plain(need)}+{plain(need)}"
    return f"{plain(need)}" if most is None else f"{plain(need)}–{plain(most)}"
