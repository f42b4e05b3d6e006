"""Cells say days as people do; a table is told in full what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing

VISITS = """日期,受帮扶园,形式,状态
6月12日,隆子县,送教,
last Friday,扎囊县,听课评课,
15日,曲松县,送教,
9月1日,琼结县,送教,计划
"""


def imported(db: Path, kind: str, text: str, as_of: str) -> Answer:
    file = db.with_name("t.csv")
    file.write_text(text, encoding="utf-8")
    return done("--db", str(db), "--as-of", as_of, "import", kind, str(file))


def test_a_visit_has_been_and_a_plan_is_near(db: Path) -> None:
    told = imported(db, "visits", VISITS, "2022-07-16").err
    for said in (
        "6月12日 is 2022-06-12 (Sunday).",
        "last Friday is 2022-07-15 (Friday).",
        "15日 is 2022-07-15 (Friday).",
        "9月1日 is 2022-09-01 (Thursday).",
    ):
        assert said in told
    # On 20 December the nearest 12 June is to come, and a visit that is done has been.
    late = imported(db, "visits", VISITS.splitlines()[0] + "\n6月12日,曲松县,送教,\n", "2022-12-20")
    assert "6月12日 is 2022-06-12" in late.err


def test_where_a_cycle_has_the_day_twice_the_other_one_is_named(db: Path) -> None:
    table = VISITS.splitlines()[0] + "\n6月12日,隆子县,送教,\n"
    assert (
        "6月12日 is 2023-06-12 (Monday), not 2022-06-12"
        in imported(db, "visits", table, "2023-07-16").err
    )
    papers = "受帮扶园,类别,签订日期\n隆子县,责任书,3月31日\n"
    assert "3月31日 is 2022-03-31" in imported(db, "agreements", papers, "2022-07-16").err


def test_as_of_counts_from_the_day_that_is_today(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_TODAY", "2022-07-16")
    for said, day in (("6月1日", "2022-06-01"), ("上周五", "2022-07-08"), ("-3d", "2022-07-13")):
        answer = pairing("--db", str(db), "--as-of", said, "status", "隆子县")
        assert f"is {day} (" in answer.err
