"""Stages of a plan are told by their titles on screens and papers; scripts read their codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done

DAY = ("--as-of", "2023-06-20")


@pytest.fixture
def staged(db: Path) -> Path:
    """Shannan's programme, with a pack of three stages as its scheme."""
    done("--db", str(db), *DAY, "rule", "adopt", "five-ones")
    return db


@pytest.mark.parametrize(
    "line",
    [
        "progress 隆子县 --detail",
        "why 隆子县 stage-report",
        "status 隆子县 --all",
        "remind 隆子县",
        "rule show stage-report",
    ],
)
def test_a_stage_is_called_by_its_title(staged: Path, line: str) -> None:
    for lang, title in (
        ("zh", "实施之二，创设教育环境"),
        ("en", "Stage 2 part 2, the environment"),
    ):
        answer = done("--db", str(staged), "--lang", lang, *DAY, *line.split())
        assert title in answer.out, lang
        assert "  environment" not in answer.out, lang


def test_scripts_read_the_code_of_a_stage(staged: Path) -> None:
    rows = done("--db", str(staged), *DAY, "progress", "隆子县", "--detail", "--json").data
    assert {row["period"] for row in rows if row["rule"] == "stage-report"} == {"environment"}
    (period,) = done("--db", str(staged), *DAY, "why", "隆子县", "stage-report", "--json").data[
        "periods"
    ]
    assert period["period"] == "environment"
