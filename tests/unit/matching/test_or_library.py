"""OR-Library's assignment problems against their published optima.

The files are not in the tree: their terms were not read. Where somebody has them, the folder is
named by PAIRING_OR_LIBRARY (assign100.txt …, as J. E. Beasley's OR-Library gives them).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pairing_cli.domain.matching.arranging import arrange
from pairing_cli.domain.matching.problem import Mentor, Problem, Value

_OPTIMA = {"assign100": 305, "assign500": 991, "assign600": 1176, "assign700": 1362}


@pytest.mark.parametrize("name", _OPTIMA)
def test_the_published_optimum_is_found_and_proved(name: str) -> None:
    file = Path(os.environ.get("PAIRING_OR_LIBRARY", "no-such-folder"), f"{name}.txt")
    if not file.exists():
        pytest.skip(f"{file.name} isn't here")
    size, *numbers = map(int, file.read_text("ascii").split())
    rows = [dict(enumerate(numbers[at : at + size])) for at in range(0, size * size, size)]
    found = arrange(Problem(rows, [Mentor(0, 1)] * size))
    assert found.value == Value(0, 0, _OPTIMA[name])
    assert found.optimal
