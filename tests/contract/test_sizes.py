"""Modules and folders stay as small as a reader can hold at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

SOURCES: Final = Path(__file__).resolve().parents[2] / "src/pairing_cli"
MADE: Final = SOURCES / "store/rows"
"""Written by tools/rows.py."""

MOST_LINES: Final = 400
MOST_MODULES: Final = 16

FULLER: Final = {"domain/records", "services/owing"}
"""A module for each room of the tables; and the figures, which want a room within."""


def test_no_module_has_more_than_four_hundred_lines() -> None:
    """Longer ones are split by what they mean."""
    assert [
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if MADE not in path.parents and path.read_bytes().count(b"\n") > MOST_LINES
    ] == []


def test_no_folder_has_more_modules_than_one_takes_in_at_a_glance() -> None:
    """Fuller ones want rooms within."""
    modules = Counter(
        path.parent.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if path.name != "__init__.py"
    )
    assert {folder for folder, count in modules.items() if count > MOST_MODULES} == FULLER
