"""The gap between town and country (城乡差距): what both have for each child, at first and now.

Town are kindergartens of the city and the counties, country those of townships and villages, by
their tier. A figure of a side is a sum over a sum, of those that reported both parts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Tier
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader


class Ratio(NamedTuple):
    """A figure that can be compared whatever the size: `part` of one kindergarten for each
    `whole`.
    """

    code: str
    label: Label
    part: str
    whole: str


RATIOS: Final = (
    Ratio("children_per_teacher", Label("每名教师带幼儿", "children a teacher"),
          "children", "teachers"),
    Ratio("children_per_staff", Label("每名教职工带幼儿", "children a member of staff"),
          "children", "staff"),
    Ratio("children_per_class", Label("平均班额", "children a class"), "children", "classes"),
    Ratio("teachers_per_class", Label("每班教师", "teachers a class"), "teachers", "classes"),
)  # fmt: skip

COUNTRY: Final = (Tier.TOWNSHIP, Tier.VILLAGE)


class GapRow(NamedTuple):
    """One figure of both sides, at first and last; None where a side reported nothing."""

    figure: str
    label: Label
    town_first: float | None
    country_first: float | None
    gap_first: float | None
    town: float | None
    country: float | None
    gap: float | None
    """Country less town."""
    narrowed: bool | None
    """Whether the two are closer than at first."""
    town_reported: int
    """Kindergartens that the last figures are of."""
    country_reported: int


class _Sides(NamedTuple):
    town: float | None
    country: float | None
    reported: tuple[int, int]

    @property
    def gap(self) -> float | None:
        if self.town is None or self.country is None:
            return None
        return round(self.country - self.town, 1)


_Figures = Mapping[str, Any]

_FIGURES: Final = """
    SELECT b.kindergarten_id, b.on_date, k.tier, b.children, b.classes, b.staff, b.teachers
    FROM baseline AS b INNER JOIN kindergartens AS k ON k.id = b.kindergarten_id
    WHERE b.on_date BETWEEN :first AND :last AND (:county IS NULL OR k.county_code = :county)
    ORDER BY b.on_date, b.id
"""


def town_and_country(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, county: str | None = None
) -> list[GapRow]:
    """Figure by figure the gap up to a day of the cycle. Compared are the kindergartens that have
    a figure on two days; where none has, what is known stands alone. Raises `NotFound`.
    """
    figures = store.rows(
        _FIGURES,
        first=cycle.span.first.isoformat(),
        last=min(as_of, cycle.span.last).isoformat(),
        county=find_region(store, county, level="county").code if county else None,
    )
    return [_row(ratio, figures) for ratio in RATIOS] if figures else []


def _row(ratio: Ratio, figures: Sequence[_Figures]) -> GapRow:
    known: dict[str, list[_Figures]] = defaultdict(list)
    for each in figures:
        if each[ratio.part] is not None and each[ratio.whole]:
            known[each["kindergarten_id"]].append(each)
    twice = [days for days in known.values() if len(days) > 1]
    before = _sides(ratio, [days[0] for days in twice])
    after = _sides(ratio, [days[-1] for days in twice or known.values()])
    return GapRow(
        figure=ratio.code,
        label=ratio.label,
        town_first=before.town,
        country_first=before.country,
        gap_first=before.gap,
        town=after.town,
        country=after.country,
        gap=after.gap,
        narrowed=None
        if before.gap is None or after.gap is None
        else abs(after.gap) < abs(before.gap),
        town_reported=after.reported[0],
        country_reported=after.reported[1],
    )


def _sides(ratio: Ratio, figures: Sequence[_Figures]) -> _Sides:
    values, reported = [], []
    for in_country in (False, True):
        told = [each for each in figures if (each["tier"] in COUNTRY) is in_country]
        wholes = sum(each[ratio.whole] for each in told)
        values.append(round(sum(each[ratio.part] for each in told) / wholes, 1) if told else None)
        reported.append(len(told))
    return _Sides(values[0], values[1], (reported[0], reported[1]))
