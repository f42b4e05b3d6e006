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

from pairing_cli.cli.tab.answering import WRITTEN
from pairing_cli.cli.tab.scripts import script_for
from pairing_cli.cli.tab.typed import Typed, typed_line
from pairing_cli.domain.errors import UsageError

from .loading import ROOT


@pytest.fixture
def database(tmp_path: Path) -> Path:
    stored = sorted((ROOT / "tests/contract/databases").glob("schema_v*.db"))[-1]
    return shutil.copyfile(stored, tmp_path / "p.db")


def offered(database: Path, *words: str, lang: str = "en", shell: str = "zsh") -> list[str]:
    """What a shell is told after these words, the last of which is being typed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAIRING")}
    done = subprocess.run(
        [sys.executable, "-m", "pairing_cli", "--", *words],
        env={
            **environ,
            "PAIRING_DB": str(database),
            "PAIRING_LANG": lang,
            "_PAIRING_COMPLETE": shell,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


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


@pytest.mark.parametrize("shell", ["complete_bash", "source_zsh", "zsh_complete", "tcsh", " "])
def test_what_asks_in_another_way_is_told_nothing(database: Path, shell: str) -> None:
    assert offered(database, "sta", shell=shell) == []


@pytest.mark.parametrize(
    "words",
    [("nosuch", ""), ("status", "--nosuch", ""), ("--lang", "fr", "list", ""), ("undo", "x", "y")],
)
def test_a_line_that_is_wrong_offers_nothing_and_says_nothing(
    database: Path, words: tuple[str, ...]
) -> None:
    assert isinstance(offered(database, *words), list)


def test_a_name_that_is_seen_otherwise_than_it_is_is_not_offered(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE kindergarten SET name = '隆\u202e子' WHERE name LIKE '隆子县%'")
    assert offered(database, "why", "隆") == ["隆子县"]


@pytest.mark.parametrize(
    ("line", "words", "last", "kept", "quote"),
    [
        ("pairing ", (), "", "", ""),
        ("pairing show 隆", ("show",), "隆", "", ""),
        ("pairing show '隆 子", ("show",), "隆 子", "", "'"),
        ('pairing show "a\\$b\\c', ("show",), "a$b\\c", "", '"'),
        ("pairing show a\\ b\\:c:d", ("show",), "a b:c:d", "a b:c:", ""),
        ("pairing list --county=隆", ("list",), "--county=隆", "--county=", ""),
        ("pairing show 'a'b", ("show",), "ab", "", ""),
        ("pairing show $(touch x) ", ("show", "$(touch", "x)"), "", "", ""),
        ("pairing show '' x", ("show", ""), "x", "", ""),
        ("pairing", (), "", "", ""),
        ("", (), "", "", ""),
    ],
)
def test_a_line_is_taken_apart_as_the_shell_would_and_nothing_runs(
    line: str, words: tuple[str, ...], last: str, kept: str, quote: str
) -> None:
    found = typed_line(line, " \t\n\"'><=;|&(:")
    assert found[:2] == (words, last)
    if last:
        assert found[2:] == (kept, quote)


@pytest.mark.parametrize(
    ("name", "inserted"),
    [
        ("隆子县", "隆子县"),
        ("log-visit", "log-visit"),
        ("2022", "'2022'"),
        ("a b", "'a b'"),
        ("$(rm x)", "'$(rm x)'"),
        ("it's ‘so’", "'it''s ‘‘so’’'"),
        ("a;b|c`d", "'a;b|c`d'"),
    ],
)
def test_powershell_gets_each_name_as_one_literal(name: str, inserted: str) -> None:
    assert WRITTEN["powershell"](name, Typed((), "")) == f"{inserted}\t{name}"


def test_the_script_of_each_shell_is_shown_and_another_is_refused() -> None:
    for shell in ("bash", "zsh", "fish", "powershell", "pwsh", " ZSH "):
        assert script_for(shell).startswith("#")
    with pytest.raises(UsageError):
        script_for("tcsh")


def test_a_damaged_or_older_file_offers_nothing_and_stays_as_it_is(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 0")
    before = database.read_bytes()
    assert offered(database, "why", "隆") == []
    assert database.read_bytes() == before
    database.write_bytes(before[:3000])
    assert offered(database, "why", "隆") == []
