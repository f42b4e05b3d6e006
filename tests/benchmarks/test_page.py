"""docs/performance.md says what was measured, also where it is worse."""

from __future__ import annotations

from benchmarks.page import page
from benchmarks.results import Growth, Measured, Part, Results


def results(*measured: Measured) -> Results:
    return Results(
        date="2022-06-20",
        machine="Machine: 2 cores.",
        versions={"Python": "3.11.7"},
        sizes={"12x1000": 2_000_000},
        measured=list(measured),
        growth=[Growth("status", {"12x1000": 0.1, "1000x100000": 0.8})],
        parts={"progress": [Part("Python itself", 10.4)]},
    )


def test_a_met_and_a_missed_budget_are_told_apart() -> None:
    text = page(
        results(
            Measured("P1", "--version", 0.05, "import typer", 0.05, 1.3, rounds=7),
            Measured("P3", "log-visit", 0.4, "import sqlmodel", 0.2, 1.15, rounds=7),
        )
    )
    assert "1 of 2 budgets are met. Not met: P3 (log-visit)." in text
    assert "| P1 | --version | 50 ms | import typer | 50 ms | 1.00 | ≤ 1.3 | met |" in text
    assert (
        "| P3 | log-visit | 400 ms | import sqlmodel | 200 ms | 2.00 | ≤ 1.15 | **not met** |"
        in text
    )
    assert "medians of 7 turns" in " ".join(text.split())


def test_of_rates_more_is_better() -> None:
    rate = Measured("P6", "rows", 60_000.0, "peer", 30_000.0, 1.5, "rows/s", 7, more_is_better=True)
    assert rate.met
    assert "| P6 | rows | 60,000 rows/s | peer | 30,000 rows/s | 2.00 | ≥ 1.5 | met |" in page(
        results(rate)
    )


def test_a_faster_peer_is_named_and_a_missing_one_too() -> None:
    text = page(
        results(
            Measured("", "`hledger`", 0.05, "pairing list", 0.1),
            Measured("", "`task`", None, "pairing list", 0.1),
            Measured("", "`jrnl`", 0.3, "pairing list", 0.1),
        )
    )
    assert "| `hledger` | 50 ms | 0.50 | hledger |" in text
    assert "| `task` | not installed |  |  |" in text
    assert "| `jrnl` | 300 ms | 3.00 | pairing |" in text


def test_growth_and_parts_have_their_tables() -> None:
    text = page(results())
    assert "| `status` | 100 ms | 800 ms | 8.00 |" in text
    assert "| Python itself | 10 |" in text
    assert "| 12x1000 | 2 |" in text
    assert "| Python | 3.11.7 |" in text
