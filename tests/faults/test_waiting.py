"""Promise 7: whoever waits for another process says so, for thirty seconds, and can be stopped."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.bench import bench_at, content_of, done, program, rows_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")


@contextmanager
def reading(db: Path) -> Iterator[sqlite3.Connection]:
    """Somebody reads: nobody can commit."""
    with closing(sqlite3.connect(db, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM visit").fetchone()
        yield reader


@contextmanager
def waiting_to_commit(db: Path) -> Iterator[None]:
    """Somebody has written and waits with the commit for somebody who reads: nobody can begin."""
    with reading(db), closing(sqlite3.connect(db, isolation_level=None, timeout=0)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE kindergarten SET head = head")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("COMMIT")
        yield
        writer.execute("ROLLBACK")


@pytest.mark.parametrize("words", [LOG, ("undo",), ("list",), ("db", "doctor"), ("db", "backup")])
def test_a_command_waits_while_another_waits_to_commit(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    with waiting_to_commit(db):
        process = program("--db", str(db), "--as-of", "2022-06-20", *words)
        assert process.stderr is not None
        assert "waiting" in process.stderr.readline()
        assert process.poll() is None
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


@pytest.mark.parametrize(
    "words", [LOG, ("undo",), ("db", "doctor", "--repair"), ("db", "restore", "{copy}", "--yes")]
)
def test_a_commit_that_waits_for_a_reader_says_so_and_can_be_stopped(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    db, copy = bench_at(tmp_path / "p.db"), tmp_path / "copy.db"
    done(db, "db", "backup", "-o", str(copy))
    before = content_of(db)
    with reading(db):
        line = [word.format(copy=copy) for word in words]
        process = program("--db", str(db), "--as-of", "2022-06-20", *line)
        assert process.stderr is not None
        while "waiting" not in (said := process.stderr.readline()):
            assert said, "it came to its end without waiting"
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert time.monotonic() - started < 5
    assert process.returncode == 130
    assert "Nothing was written" in err
    assert content_of(db) == before


def test_a_commit_that_waits_is_carried_out_once_the_reader_is_gone(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    before = rows_of(db)["visit"]
    with reading(db):
        process = program("--db", str(db), *LOG)
        assert process.stderr is not None
        assert "waiting" in process.stderr.readline()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert rows_of(db)["visit"] == before + 1
