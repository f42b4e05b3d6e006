"""What the shell offers at the Tab key: commands, and names out of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .loading import ROOT


@pytest.fixture
def database(tmp_path: Path) -> Path:
    stored = sorted((ROOT / "tests/contract/databases").glob("schema_v*.db"))[-1]
    return shutil.copyfile(stored, tmp_path / "p.db")


def offered(database: Path, *words: str) -> list[str]:
    """What bash is told after these words, the last of which is being typed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAIRING")}
    done = subprocess.run(
        [sys.executable, "-m", "pairing_cli"],
        env={
            **environ,
            "PAIRING_DB": str(database),
            "_PAIRING_COMPLETE": "complete_bash",
            "COMP_WORDS": " ".join(("pairing", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_commands_are_completed(database: Path) -> None:
    assert offered(database, "sta") == ["status"]


@pytest.mark.parametrize(
    "words", [("log-visit",), ("status", "--mentee"), ("why",), ("need", "add")]
)
def test_names_of_kindergartens_and_counties_are_completed(
    database: Path, words: tuple[str, ...]
) -> None:
    assert offered(database, *words, "隆") == ["隆子县", "隆子县示范幼儿园"]
    assert offered(database, *words, "伦敦") == []


def test_the_file_that_is_typed_is_asked(database: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "none.db"
    assert offered(elsewhere, "--db", str(database), "list", "--county", "曲松县示")
    assert offered(elsewhere, "list", "--county", "曲") == []
    assert not elsewhere.exists()


def test_a_damaged_or_older_file_offers_nothing_and_stays_as_it_is(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 0")
    before = database.read_bytes()
    assert offered(database, "why", "隆") == []
    assert database.read_bytes() == before
    database.write_bytes(before[:3000])
    assert offered(database, "why", "隆") == []
