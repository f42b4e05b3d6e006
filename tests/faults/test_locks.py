"""Promise 7: from its first read to its commit a command that writes is alone.

POSIX gives up all locks of a process on a file when the process closes any handle of it. Whoever
opens the database besides SQLite, be it to read a hundred bytes, lets others in.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store import file
from pairing_cli.store.backup import Reason, back_up
from pairing_cli.store.file import keeps_wal, schema_version
from pairing_cli.store.opening import FileReader
from pairing_cli.store.writing import writing
from tests.faults.bench import (
    WRITES,
    bench_at,
    child,
    done,
    is_whole,
    prepare,
    rows_of,
    words_of,
)

_WRITES_SOMETHING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    sys.exit(str(error) != "database is locked")
sys.exit(2)
"""


def others_are_kept_out(db: Path) -> bool:
    """Whether another process can't begin to write."""
    words = [sys.executable, "-c", _WRITES_SOMETHING, str(db)]
    return subprocess.run(words, check=False).returncode == 0


def _read(db: Path) -> None:
    with closing(FileReader(db)) as store:
        store.rows("SELECT * FROM visit")


LOOKS: dict[str, Callable[[Path], Any]] = {
    "header": schema_version,
    "journal mode": keeps_wal,
    "reader": _read,
    "backup": lambda db: back_up(db, reason=Reason.IMPORT),
}


@pytest.mark.skipif(os.name == "nt", reason="POSIX locks")
@pytest.mark.parametrize("how", LOOKS)
def test_no_look_at_the_file_lets_another_process_in(how: str, tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    link = tmp_path / "link.db"
    link.symlink_to(db)
    with writing(db, command="test", actor="卓玛") as store:
        store.rows("SELECT * FROM visit")
        for name in (db, link):
            LOOKS[how](name)
            assert others_are_kept_out(db), f"{how} gave the lock away"
    assert not others_are_kept_out(db)


_watched: dict[str, list[str]] = {}
"""Databases at which opening by hand is noticed → who did."""


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if event != "open" or not _watched or not file._locked:
        return
    if not isinstance(args[0], str | os.PathLike):
        return
    if (found := _watched.get(os.fspath(args[0]))) is not None:
        # `_read_header` gives its handle to those who close it once the lock is gone.
        callers = [frame.name for frame in traceback.extract_stack()]
        if "_read_header" not in callers:
            found.append(" < ".join(reversed(callers)))


@cache
def _listen() -> None:
    """Once: a hook stays for the life of the process, and hears all that happens there."""
    sys.addaudithook(_hear)


@contextmanager
def opened_by_hand(db: Path) -> Iterator[list[str]]:
    """Who opens the database other than by SQLite while this process may have it locked."""
    _listen()
    found = _watched[os.fspath(db)] = []
    try:
        yield found
    finally:
        del _watched[os.fspath(db)]


def test_opening_the_database_by_hand_is_noticed(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    with opened_by_hand(db) as found:
        db.read_bytes()
        assert found == []
        with writing(db, command="test", actor="卓玛"):
            schema_version(db)
            assert found == []
            db.read_bytes()
    assert len(found) == 1


@pytest.mark.parametrize("name", WRITES)
def test_no_command_opens_the_database_by_hand_while_it_writes(name: str, tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    prepare(name, db)
    with opened_by_hand(db) as found:
        done(db, *words_of(name, tmp_path))
    assert found == []


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_visits_logged_during_an_import_are_all_there(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    before = rows_of(db)["visit"]
    register = tmp_path / "register.csv"
    rows = [f"2022-0{3 + at % 3}-{1 + at % 28:02},隆子县,送教,第{at}次" for at in range(8_000)]
    register.write_text("\n".join(["日期,受帮扶园,形式,主题", *rows]), encoding="utf-8")
    together = child("together", str(db), "2", "12")
    done(db, "import", "visits", str(register), "--add-similar")
    out, err = together.communicate(timeout=120)
    assert together.returncode == 0, err
    assert json.loads(out)["codes"] == [0, 0]
    assert rows_of(db)["visit"] - before == 8_000 + 24
    assert is_whole(db)
    done(db, "undo", str(_seq_of_import(db)))
    assert rows_of(db)["visit"] - before == 24
    assert is_whole(db)


def _seq_of_import(db: Path) -> int:
    with closing(sqlite3.connect(db)) as connection:
        sql = "SELECT max(seq) FROM change_set WHERE command LIKE 'import%'"
        return int(connection.execute(sql).fetchone()[0])
