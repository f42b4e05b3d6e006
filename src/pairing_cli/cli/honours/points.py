"""Points, as people read them: one decimal, so that a column of them can be added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def points(value: float | None) -> str:
    """ "88.0"; nothing where nothing was scored."""
    return "" if value is None else f"{int(value * 10 + 0.5) / 10:.1f}"


def with_points(row: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """A row that has each of these figures also as it is shown: `total_shown` beside `total`."""
    return {**row, **{f"{key}_shown": points(row[key]) for key in keys}}
