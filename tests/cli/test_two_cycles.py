"""Where two cycles take writes, each report of one of them says that there is the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commandline import done

NEXT = ("cycle", "add", "2023-2025", "--start", "2022-06-01", "--end", "2025-03-31")
SAID = "This is cycle 2023-2025; still worked on as well: 2022-2024"


@pytest.fixture(autouse=True)
def _in_the_middle(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


@pytest.mark.parametrize(
    "report",
    [
        "list",
        "visit list",
        "need list",
        "document list",
        "waiver list",
        "schedule",
        "progress",
        "progress --by county",
        "status",
        "status --all",
        "summary",
        "coverage",
        "remind",
    ],
)
def test_a_report_of_a_cycle_that_nobody_chose_names_the_other_one(report: str) -> None:
    assert "still worked on" not in done(*report.split()).err
    done(*NEXT)
    assert done(*report.split()).err.count(SAID) == 1
    chosen = done(*report.split(), "--cycle", "2023-2025")
    assert "still worked on" not in chosen.err


def test_so_does_a_file_and_a_script_reads_the_same_rows_as_ever(tmp_path: Path) -> None:
    done(*NEXT)
    assert SAID in done("export", "visit", "-o", str(tmp_path / "visits.csv")).err
    assert json.loads(done("visit", "list", "--json").out) == []


def test_what_is_of_no_cycle_or_of_a_named_one_says_nothing() -> None:
    done(*NEXT)
    for report in ("cycle list", "history", "region list"):
        assert "still worked on" not in done(*report.split()).err
