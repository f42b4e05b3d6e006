"""Experience and honours from tables, back again, and what the doctor proves of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.domain.vocabulary import Ledger
from tests.commandline import Answer, done, pairing
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme as the seed has it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return seeded_at(tmp_path / "p.db", quotas=Ledger.REFERENCE)


@pytest.fixture
def ok(db: Path) -> Run:
    """Run a command line that must succeed, in the wrap-up."""

    def run(*words: str, as_of: str = "2024-06-28") -> Answer:
        return done("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words)

    return run


def test_experience_goes_out_and_comes_back_as_what_is_there(ok: Run, tmp_path: Path) -> None:
    table = tmp_path / "材料.csv"
    table.write_text(
        "受帮扶园,单位,县区,类别,题目,作者,日期,正文\n"
        "隆子县,,,总结,两年总结,德吉,2024-05-20,好\n"
        ",市实验幼儿园,,经验,怎么带,,2024-05-21,\n"
        ",,隆子县,典型事例,一盘棋,,2024-05-21,\n",
        encoding="utf-8",
    )
    ok("import", "experiences", str(table))
    rows = ok("experience", "list", "--json").data
    assert [(row["kind"], row["unit"]) for row in rows] == [
        ("summary", None),
        ("experience", "市实验幼儿园"),
        ("case", "隆子县"),
    ]
    ok("export", "experiences", "-o", str(tmp_path / "out.csv"))
    ok("import", "experiences", str(tmp_path / "out.csv"))
    assert len(ok("experience", "list", "--json").data) == 3
    ok("undo")
    assert ok("experience", "list", "--json").data == []


def test_a_table_of_honours_is_taken_whole_or_not_at_all(ok: Run, db: Path, tmp_path: Path) -> None:
    table = tmp_path / "推荐.csv"
    good = (
        "类别,单位,县区,姓名,事由,晋级为,推荐日期\n"
        "先进单位,扎囊县,,,两年送教16次,,2024-05-20\n"
        "先进个人,市实验幼儿园,,次仁,带教,,2024-05-20\n"
        "晋级,扎囊县,,,督查好,市级,2024-05-20\n"
    )
    table.write_text(good + "先进个人,,,央金,带教,,2024-05-20\n", encoding="utf-8")
    answer = pairing("--db", str(db), "--as-of", "2024-06-28", "import", "honours", str(table))
    assert answer.code == 65
    assert ok("commendation", "list", "--json").data == []
    table.write_text(good, encoding="utf-8")
    ok("import", "honours", str(table))
    ok("import", "honours", str(table))
    assert len(ok("commendation", "list", "--json").data) == 3
    ok("template", "honours", "-o", str(tmp_path / "t.xlsx"))


def test_the_doctor_finds_frozen_figures_that_were_altered(ok: Run, db: Path) -> None:
    ok("assessment", "adopt", "bundled")
    (row,) = ok("assessment", "add", "--json").data
    ok("assessment", "approve", row["ref"], "--by", "卓玛")
    assert not [each for each in ok("db", "doctor", "--json").data if each["check"] == "frozen"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE assessment SET figures = replace(figures, '2024', '2025')")
    answer = pairing("--db", str(db), "--as-of", "2024-06-28", "db", "doctor", "--json")
    assert [each["record"] for each in answer.data if each["check"] == "frozen"] == [row["ref"]]
