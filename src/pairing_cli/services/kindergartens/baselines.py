"""Baselines, written: the dated figures of a kindergarten (基本状况), and their breakdowns."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import BadData, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.words.wording import NAME, one_line, several_lines
from pairing_cli.services.kindergartens.kindergartens import BaselineRow, list_baselines
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.rows import Baseline, BaselineFigure
from pairing_cli.store.writing import Writer

MOST: Final[Mapping[str, int]] = {
    "children": 10_000,
    "classes": 1_000,
    "staff": 10_000,
    "teachers": 10_000,
}
"""Larger figures of one kindergarten are slips of the keyboard."""

_TITLES: Final[Mapping[str, Phrase]] = {
    "children": phrase("Children"),
    "classes": phrase("Classes"),
    "staff": phrase("Staff"),
    "teachers": phrase("Teachers"),
}

_WHOLE: Final[Mapping[str, str]] = {
    "grade": "classes",
    "post": "staff",
    "qualification": "teachers",
    "age": "teachers",
    "major": "teachers",
    "contract": "staff",
    "tenure": "teachers",
}
"""What the parts of a breakdown belong to: together they can't be more. Facilities and ways of
asking are parts of nothing.
"""

_MOST_OF_ONE: Final = 1_000_000
"""Of facilities: square metres, books."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of a day. None leaves a figure as it was recorded."""

    children: int | None = None
    classes: int | None = None
    staff: int | None = None
    teachers: int | None = None
    parts: Sequence[tuple[str, str, int]] = ()
    """Dimension (grade, post, contract …), item and amount: ("grade", "小班", 2)."""
    needs: str | None = None
    note: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is told."""
        return not self.parts and all(
            value is None
            for value in (
                self.children, self.classes, self.staff, self.teachers, self.needs, self.note
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """The baseline as it now stands; `replaced` where that day had one before."""

    name: str
    row: BaselineRow
    replaced: bool


def record_baseline(
    store: Writer, name: str, on: dt.date, changes: Figures, *, today: dt.date
) -> Recorded:
    """Record the figures of a kindergarten on a day. Where that day has some, those told
    replace them and the others stay.

    Raises `NotFound`, `BadData`, `UsageError` for a day after `today`.
    """
    key = find_kindergarten(store, name)
    if on > today:
        raise UsageError("in-the-future", phrase("{day} is still to come.", day=on.isoformat()))
    if changes.is_empty:
        raise UsageError("no-figures", phrase("No figure was given."))
    known = store.where(Baseline, kindergarten_id=key.id, on_date=on)
    row = known[0] if known else Baseline(kindergarten_id=key.id, on_date=on)
    for field in MOST:
        value = getattr(changes, field)
        if value is not None:
            setattr(row, field, value)
    if changes.needs is not None:
        row.needs = several_lines(changes.needs, phrase("The needs")) if changes.needs else None
    if changes.note is not None:
        row.note = several_lines(changes.note, phrase("The note")) if changes.note else None
    _check_figures(row)
    if known:
        store.change(row)
    else:
        store.add(row)
    _set_parts(store, row, changes.parts)
    _, baselines = list_baselines(store, key.id)
    current = next(each for each in baselines if each.date == on.isoformat())
    return Recorded(key.name, current, bool(known))


def _check_figures(row: Baseline) -> None:
    for field, most in MOST.items():
        value = getattr(row, field)
        if value is not None and not 0 <= value <= most:
            raise BadData(
                "bad-figure",
                phrase(
                    "{figure}: {value} can't be; 0 to {most} are possible.",
                    figure=_TITLES[field],
                    value=value,
                    most=most,
                ),
                column=field,
            )
    if row.teachers is not None and row.staff is not None and row.teachers > row.staff:
        raise BadData(
            "more-teachers-than-staff",
            phrase(
                "{teachers} teachers can't be among {staff} staff.",
                teachers=row.teachers,
                staff=row.staff,
            ),
            column="teachers",
        )


def _set_parts(store: Writer, row: Baseline, parts: Sequence[tuple[str, str, int]]) -> None:
    known = {
        (part.dimension, part.item): part
        for part in store.where(BaselineFigure, baseline_id=row.id)
    }
    for dimension, text, amount in parts:
        item = one_line(text, phrase("The item of a breakdown"), NAME)
        most = MOST[_WHOLE[dimension]] if dimension in _WHOLE else _MOST_OF_ONE
        if not 0 <= amount <= most:
            raise BadData(
                "bad-figure",
                phrase(
                    "{figure}: {value} can't be; 0 to {most} are possible.",
                    figure=item,
                    value=amount,
                    most=most,
                ),
                column=dimension,
            )
        if part := known.get((dimension, item)):
            store.change(part, amount=amount)
        else:
            known[dimension, item] = BaselineFigure(
                baseline_id=row.id, dimension=dimension, item=item, amount=amount
            )
            store.add(known[dimension, item])
    _check_sums(row, known.values())


def _check_sums(row: Baseline, parts: Iterable[BaselineFigure]) -> None:
    sums: dict[str, int] = defaultdict(int)
    for part in parts:
        sums[part.dimension] += part.amount
    for dimension, total in sums.items():
        whole = getattr(row, _WHOLE[dimension]) if dimension in _WHOLE else None
        if whole is not None and total > whole:
            raise BadData(
                "parts-exceed-whole",
                phrase(
                    "{figure}: the parts add up to {total}, more than {whole}.",
                    figure=_TITLES[_WHOLE[dimension]],
                    total=total,
                    whole=whole,
                ),
                column=dimension,
            )
