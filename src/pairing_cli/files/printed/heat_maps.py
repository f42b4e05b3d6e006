"""A map of months × names: a figure in every cell, a shade behind those that aren't zero.

A page of a thousand names must stay small, so the shades of a part are one path each, and the
figures of a name one text whose places are listed. A part is what stays together on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ROWS: Final = 40
"""Names of a part: with its months above it, it fits half a sheet of A4 and stays readable."""
_CELL, _SMALL_CELL, _ROW, _HEAD = 26, 19, 20, 34
_MANY: Final = 13
"""More months have smaller cells, so that the two years of a cycle fit the width of a page."""
_BASE: Final = 14
"""The line on which figures stand, below the top of their row."""
_LETTER: Final = 12.5
SHADES: Final = 4
"""The darkest is for so many and more."""


@dataclass(frozen=True, slots=True)
class Run:
    """Figures with the places at which they stand."""

    places: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the place at which it stands."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name and its figures."""

    base: int
    label: str
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn together."""

    height: int
    rows: Sequence[Row]
    shades: Sequence[tuple[int, str]]
    """Shade, 1 to `SHADES`, and the cells that have it as a path."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All that is drawn, in units of a pixel."""

    width: float
    left: float
    """Where the cells begin."""
    heads: Sequence[Written]
    parts: Sequence[Part]


def heat_map(
    months: Sequence[str], figures: Sequence[tuple[str, Sequence[int]]], label_ems: float
) -> HeatMap:
    """The map of `figures`, each a name and its figure of each of the `months`, as 2022-04.
    `label_ems`: room for the names.
    """
    left = round(label_ems * _LETTER) + 10
    cell = _SMALL_CELL if len(months) > _MANY else _CELL
    heads = []
    for at, (code, before) in enumerate(zip(months, ["", *months], strict=False)):
        year, month = code.split("-")
        middle = left + at * cell + cell // 2
        heads.append(Written(middle, 28, str(int(month))))
        if before[:4] != year:
            heads.append(Written(middle, 12, year))
    parts = [_part(rows, left, cell) for rows in _batches(figures)]
    return HeatMap(left + len(months) * cell + 2, left, heads, parts)


def _batches(
    figures: Sequence[tuple[str, Sequence[int]]],
) -> list[Sequence[tuple[str, Sequence[int]]]]:
    return [figures[at : at + _ROWS] for at in range(0, len(figures), _ROWS)]


def _part(figures: Sequence[tuple[str, Sequence[int]]], left: int, cell: int) -> Part:
    shades: dict[int, list[str]] = {shade: [] for shade in range(1, SHADES + 1)}
    rows = []
    edges = range(left, left + len(figures[0][1]) * cell, cell)
    starts = [f"M{edge + 1} " for edge in edges]
    middles = [str(edge + cell // 2) for edge in edges]
    for number, (label, counts) in enumerate(figures):
        top = _HEAD + number * _ROW
        drawn_there = f"{top + _ROW // 2}h{cell - 2}"
        for start, count in zip(starts, counts, strict=True):
            if count:
                shades[min(count, SHADES)].append(start + drawn_there)
        rows.append(Row(top + _BASE, label, _runs(counts, middles)))
    drawn = [(shade, "".join(places)) for shade, places in shades.items() if places]
    return Part(_HEAD + len(figures) * _ROW + 4, rows, drawn)


def _runs(counts: Sequence[int], middles: Sequence[str]) -> list[Run]:
    """Each figure at the middle of its cell. Every place takes one digit: what follows the last
    one, the second digit of a figure, stands beside it; so a run ends there.
    """
    runs: list[Run] = []
    places: list[str] = []
    text = ""
    for middle, count in zip(middles, counts, strict=True):
        places.append(middle)
        text += str(count)
        if count > 9:
            runs.append(Run(" ".join(places), text))
            places, text = [], ""
    if places:
        runs.append(Run(" ".join(places), text))
    return runs
