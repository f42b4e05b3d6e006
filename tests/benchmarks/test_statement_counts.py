"""No command asks the database once for each pairing: the queries of a report are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.programmes import TODAY, Size, programme
from benchmarks.statements import recorded

from pairing_cli.services.programme.key_scope import MOST_BY_KEY
from tests.commandline import done
from tests.contract.test_imports import reads

FEW = Size(12, 300)
MORE = Size(24, 600)
MANY = Size(MOST_BY_KEY + 60, 3_000)
"""Enough that a query no longer names its pairings one by one."""

OF_ONE = (
    "assessment show",
    "show 隆子县",
    "why 隆子县",
    "progress 隆子县 --detail",
    "agreement show 隆子县",
)

WHOLE = {"cycle check"}
"""It looks at every row of the file, as the doctor does."""


@pytest.fixture(scope="module")
def programmes(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    folder = tmp_path_factory.mktemp("programmes")
    few, more, many = (str(programme(size, folder)) for size in (FEW, MORE, MANY))
    for path in (few, more, many):
        for words in ("adopt bundled", "add"):
            done("--db", path, "--as-of", TODAY, "assessment", *words.split())
    return few, more, many


def statements(database: str, words: str) -> int:
    with recorded() as found:
        done("--db", database, "--as-of", TODAY, *words.split(), "--json")
    return len(found)


@pytest.mark.parametrize("words", [*(each for each in reads() if each not in WHOLE), *OF_ONE])
def test_a_report_needs_no_more_queries_for_more_pairings(
    words: str, programmes: tuple[str, str, str]
) -> None:
    few, more, many = programmes
    asked = statements(few, words)
    assert asked > 0
    assert statements(more, words) == asked
    assert statements(many, words) == asked


def test_what_is_recorded_is_every_statement(programmes: tuple[str, str, str]) -> None:
    with recorded() as found:
        done("--db", programmes[0], "--as-of", TODAY, "visit", "list", "--json")
    assert any("FROM visits" in statement for statement in found)
    assert any("visit_person" in statement for statement in found)


def test_a_programme_of_many_is_really_larger(programmes: tuple[str, str, str]) -> None:
    sizes = [Path(path).stat().st_size for path in programmes]
    assert sizes[1] > sizes[0]
