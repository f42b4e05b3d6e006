"""What became of a kindergarten between two days: its recorded figures side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.kindergartens.kindergartens import BaselineRow, list_baselines
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader

FIGURES: Final = {
    "children": Label("幼儿数", "children"),
    "classes": Label("班数", "classes"),
    "staff": Label("教职工数", "staff"),
    "teachers": Label("教师数", "teachers"),
}
"""Totals of a day, in the order in which they are shown."""

BREAKDOWNS: Final = {
    "grade": Label("班数", "classes"),
    "post": Label("教职工数", "staff"),
    "qualification": Label("教师数", "teachers"),
    "age": Label("教师数", "teachers"),
    "major": Label("教师数", "teachers"),
    "contract": Label("教职工数", "staff"),
    "tenure": Label("教师数", "teachers"),
    "facility": Label("设施设备", "facilities"),
}
"""What the items of each breakdown are counted in; how often somebody asked is no figure of the
kindergarten.
"""

_NEEDS: Final = Label("需求", "needs")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One figure on both days; None where a day doesn't have it."""

    figure: str
    """children, classes, staff, teachers; a dimension (grade, contract …) with an item; needs,
    whose two sides are text.
    """
    item: str | None
    first_date: str
    last_date: str
    before: int | str | None
    after: int | str | None
    difference: int | None
    percent: float | None
    """The difference in per cent of `before`, to one place; None where that is 0."""

    @property
    def label(self) -> Label:
        """What is compared: 幼儿数, or 班数：小班."""
        if self.item is None:
            return FIGURES.get(self.figure, _NEEDS)
        whole = BREAKDOWNS[self.figure]
        return Label(f"{whole.zh}：{self.item}", f"{whole.en}: {self.item}")

    @property
    def signed(self) -> str:
        """The difference with its sign."""
        return "" if self.difference is None else f"{self.difference:+d}"

    @property
    def signed_percent(self) -> str:
        """The change in per cent with both signs."""
        return "" if self.percent is None else f"{self.percent:+g}%"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first and the last recorded figures of a kindergarten in a span."""

    name: str
    first: BaselineRow
    last: BaselineRow
    days: tuple[str, ...]
    """Every day with figures, also outside the span."""
    rows: tuple[ChangeRow, ...]


def compare_baselines(store: Reader, name: str, span: DateSpan) -> Comparison:
    """The first and last figures that are recorded in `span`, side by side.

    Raises `NotFound` where it holds fewer than two days with figures.
    """
    called, baselines = list_baselines(store, name)
    days = tuple(each.date for each in baselines)
    inside = [
        each for each in baselines if span.first.isoformat() <= each.date <= span.last.isoformat()
    ]
    if len(inside) < 2:
        raise NotFound(
            "nothing-to-compare",
            phrase(
                "{name} has figures of fewer than two days between {first} and {last}.",
                name=called,
                first=span.first.isoformat(),
                last=span.last.isoformat(),
            ),
            hint=phrase(
                "Days with figures: {days}. To choose others: --from DATE --to DATE", days=days
            )
            if days
            else phrase(
                "To record some: pairing kindergarten baseline {name} --on DATE --children N",
                name=as_word(called),
            ),
        )
    first, last = inside[0], inside[-1]
    key = find_kindergarten(store, name).id
    parts = [_parts(store, key, each.date) for each in (first, last)]
    rows = [*_rows(first, last, *parts)]
    if first.needs or last.needs:
        dates = first.date, last.date
        rows.append(ChangeRow("needs", None, *dates, first.needs, last.needs, None, None))
    return Comparison(called, first, last, days, tuple(rows))


def _parts(store: Reader, key: str, day: str) -> dict[tuple[str, str], int]:
    """Dimension and item → amount, of one day."""
    return {
        (row["dimension"], row["item"]): row["amount"]
        for row in store.rows(
            "SELECT f.dimension, f.item, f.amount FROM baseline_figure AS f"
            " INNER JOIN baseline AS b ON b.id = f.baseline_id"
            " WHERE b.kindergarten_id = :id AND b.on_date = :day ORDER BY f.id",
            id=key,
            day=day,
        )
    }


def _rows(
    first: BaselineRow,
    last: BaselineRow,
    before: dict[tuple[str, str], int],
    after: dict[tuple[str, str], int],
) -> Iterator[ChangeRow]:
    def row(figure: str, item: str | None, old: int | None, new: int | None) -> ChangeRow:
        difference = None if old is None or new is None else new - old
        percent = round(100 * difference / old, 1) if difference is not None and old else None
        return ChangeRow(figure, item, first.date, last.date, old, new, difference, percent)

    for figure in FIGURES:
        old, new = getattr(first, figure), getattr(last, figure)
        if old is not None or new is not None:
            yield row(figure, None, old, new)
    for dimension in BREAKDOWNS:
        for key in dict.fromkeys([*before, *after]):
            if key[0] == dimension:
                yield row(dimension, key[1], before.get(key), after.get(key))
