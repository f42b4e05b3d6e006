"""How wide the columns of a table on a terminal are, and which of them have room at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from pairing_cli.output.listing import Column
from pairing_cli.output.text import cell_width, longest_command, longest_item, longest_unbroken

TABLE_FROM: Final = 60
"""Cells a terminal must have to show a listing as a table."""

GAP: Final = 2
"""Cells between two columns."""
_BREAK_FROM: Final = 16
"""A longer word (a checksum, a path) may be broken to save the table."""
_LEGIBLE: Final = ((8, 20), (6, 8))
"""Cells that a column of Chinese keeps, and those that an item of an enumeration keeps: four
characters and a name while there is room, else three and four. Two a line are no reading."""
_FITS_FROM: Final = {"end": 10, "start": 4}
"""Cells that a column keeps whose cells are cut to fit, by the side that gives way."""

T = TypeVar("T")


def width_of(texts: Sequence[Sequence[str]]) -> int:
    """Cells that a table takes where nothing is broken; `texts` are those of each column."""
    return sum(max(map(cell_width, column)) + GAP for column in texts) - GAP


def first_to_go(columns: Sequence[Column], width: int) -> int | None:
    """Which column gives way where there is no room for all; None where none may."""
    rank, at = max((column.gives_way, at) for at, column in enumerate(columns))
    return at if rank and width >= TABLE_FROM else None


def without(these: Sequence[T], at: int) -> list[T]:
    """All but one of them."""
    return [*these[:at], *these[at + 1 :]]


def column_widths(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], width: int
) -> list[int] | None:
    """Cells for each column of a table within `width`; None where no readable table fits.

    The widest column gives way first, and none is made narrower than its longest word, its
    longest command, or what can be read in Chinese.
    """
    if width < TABLE_FROM:
        return None
    widths = [max(map(cell_width, column)) for column in texts]
    room = width - GAP * (len(columns) - 1)
    for legible, item in _LEGIBLE:
        least = [
            widths[at]
            if column.bar
            else min(widths[at], _FITS_FROM[column.fits])
            if column.fits
            else max(_least_width(text, legible, item) for text in texts[at])
            for at, column in enumerate(columns)  # a bar and its number stay together
        ]
        cut = [least[at] if column.fits else widths[at] for at, column in enumerate(columns)]
        _narrow(widths, cut, room)  # what can be cut gives way before what would be wrapped
        _narrow(widths, least, room)
        if sum(widths) <= room:
            return widths
    return None


def _narrow(widths: list[int], least: Sequence[int], room: int) -> None:
    """Make columns narrower until they fit: the widest that still may gives way."""
    while sum(widths) > room:
        spare, at = max(
            ((wide, at) for at, wide in enumerate(widths) if wide > least[at]), default=(0, 0)
        )
        if not spare:
            return
        widths[at] = spare - 1


def _least_width(text: str, legible: int, item: int) -> int:
    """Cells below which a column that holds `text` can't be read, or not be copied."""
    return max(
        min(longest_unbroken(text), _BREAK_FROM),
        min(longest_item(text), item),
        0 if text.isascii() else min(cell_width(text), legible),
        longest_command(text),
    )
