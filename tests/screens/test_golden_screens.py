"""What the daily commands show on terminals of 80 and 60 cells, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from pairing_cli.output.language import use_language
from pairing_cli.output.text import cell_width
from tests.contract.loading import tool

SCREENS = tool("screens")
NAMES = sorted(SCREENS.NAMES)

pytestmark = pytest.mark.xdist_group("screens")  # they are drawn once


@cache
def drawn() -> Mapping[str, str]:
    try:
        found: Mapping[str, str] = SCREENS.drawn()
    finally:
        use_language("zh")
    return found


def pictures(name: str) -> list[tuple[str, int, list[str]]]:
    """Language, width and lines of each picture of a screen."""
    found: list[tuple[str, int, list[str]]] = []
    for line in drawn()[name].splitlines():
        if heading := re.match(r"=== (zh|en) · (\d+) · ", line):
            found.append((heading[1], int(heading[2]), []))
        else:
            found[-1][2].append(line)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_is_what_was_looked_at(name: str) -> None:
    kept = (SCREENS.GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert drawn()[name] == kept, "look at what has changed: make screens, then git diff"


def test_every_golden_file_has_its_screen() -> None:
    assert sorted(path.stem for path in SCREENS.GOLDEN.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_has_four_pictures_within_their_widths(name: str) -> None:
    found = pictures(name)
    assert [(lang, width) for lang, width, _ in found] == list(SCREENS.TERMINALS)
    for _, width, lines in found:
        assert all(cell_width(line) <= width for line in lines)
        assert "(nothing)" not in lines


@pytest.mark.parametrize("name", NAMES)
def test_no_percent_sign_is_doubled_on_a_screen(name: str) -> None:
    assert "%%" not in drawn()[name]
