"""Help that goes one way only is pointed out by name, and of many the rest is counted."""

from __future__ import annotations

import pytest

from pairing_cli.cli.reports.balance import pointed_out
from pairing_cli.output.language import in_english
from pairing_cli.services.reports.summaries.balance import OneWay


@pytest.mark.parametrize(("many", "ending"), [(12, "g, k, l"), (13, "k, l, 1 more"),
                                              (90, "k, l, 78 more")])  # fmt: skip
def test_twelve_pairings_are_named_and_the_others_counted(many: int, ending: str) -> None:
    names = [*"abcdefghijkl", *("z" * (many - 12))]
    (said,) = pointed_out(OneWay("ref", "m", name, "to_mentee", 1) for name in names)
    text = in_english(said)
    assert text.startswith(f"In {many} pairings people only went down, nobody came up: a, b")
    assert text.endswith(ending.removeprefix("g, "))
