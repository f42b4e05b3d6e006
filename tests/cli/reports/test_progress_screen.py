"""`progress` for people: the rules of a term beside each other, and what is still possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing
from tests.services.seeded import log


def shown(db: Path, day: str, *words: str) -> list[list[str]]:
    """What `progress` shows to people, word for word."""
    out = done("--db", str(db), "--as-of", day, "progress", *words, lang="zh").out
    return [line.split() for line in out.splitlines()]


def row_of(lines: list[list[str]], mentee: str) -> dict[str, str]:
    """The cells of a mentee under their headings."""
    heading = next(line for line in lines if line[0] == "受帮扶园")
    (row,) = [line for line in lines if line and line[0] == mentee]
    return dict(zip(heading, row, strict=False))


@pytest.fixture
def logged(db: Path) -> Path:
    """Some visits of a spring."""
    log(db, "隆子县", "送教", "2022-04-12", 4)
    log(db, "隆子县", "送教", "2022-04-20", 4)
    log(db, "隆子县", "讲座", "2022-05-18")
    return db


def test_each_rule_of_the_term_is_a_column_done_of_need(logged: Path) -> None:
    row = row_of(shown(logged, "2022-06-20"), "隆子县")
    assert (row["课时"], row["讲座"], row["跟班"]) == ("8/10", "1/2", "0/1")
    assert row["入园"] == "3/5", "the second of April pays for March, neither for June"


def test_old_debts_stand_apart_from_the_term(logged: Path) -> None:
    lines = shown(logged, "2022-11-20")
    assert lines[0][0] == "2022秋"
    row = row_of(lines, "隆子县")
    assert row["课时"] == "0/10"
    assert "课时2" in row["旧欠"]
    assert "讲座1" in row["旧欠"]


def test_a_page_says_what_can_still_be_done(logged: Path) -> None:
    lines = shown(logged, "2022-11-20", "隆子县")
    (hours,) = [line for line in lines if line and line[0] == "送教课时"]
    assert hours == ["送教课时", "0/10", "课时", "滞后", "2023-01-15", "2", "帮扶园"]
    assert ["还欠的都补得上。"] in lines
    over = shown(logged, "2024-04-10", "隆子县")
    (hours,) = [line for line in over if line and line[0] == "送教课时"]
    assert hours[-2] == "32", "four terms of ten, eight done"
    assert ["有的已经补不了，见“补不了”一列。"] in over


def test_a_term_can_be_asked_for(logged: Path) -> None:
    row = row_of(shown(logged, "2023-06-01", "--term", "2022春"), "隆子县")
    assert row["课时"] == "8/10"
    rows = done("--db", str(logged), "--as-of", "2023-06-01", "progress", "隆子县", "--term",
                "2022春", "--json").data  # fmt: skip
    assert len(rows) == 1
    assert rows[0]["missed"] > 0
    assert rows[0]["duties"] == 9, "one a month and four a term"
    assert pairing("--db", str(logged), "progress", "--term", "1999春").code == 4


def test_only_what_was_missed_is_one_row_each(logged: Path) -> None:
    rows = done("--db", str(logged), "--as-of", "2022-07-20", "progress", "--missed", "--json").data
    assert {row["state"] for row in rows} == {"missed"}
    assert {"need", "done", "remaining", "due"} <= set(rows[0])


def test_scripts_keep_the_keys_of_the_contract(logged: Path) -> None:
    row = done("--db", str(logged), "--as-of", "2022-06-20", "progress", "--json").data[0]
    assert {"ref", "mentor", "mentee", "rules", "met", "behind", "missed", "attainment", "state",
            "blocks", "on_time", "made_up", "lost", "trend", "last_visit", "reference",
            "whole_cycle"} <= set(row)  # fmt: skip
