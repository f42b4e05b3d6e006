"""Promise 1: a command happens entirely or not at all.

Every command that writes, with a failure at its n-th database call for every n: an I/O error,
a full disk, a lock, an interrupt. Afterwards the database says what it said before, or all
that the command was to write.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store import locking, reading
from tests.contract.tree import commands, context
from tests.faults.bench import (
    IS_FUZZ,
    WRITES,
    bench_at,
    done,
    is_whole,
    pairing,
    prepare,
    rows_of,
    sum_of,
    words_of,
)
from tests.faults.injection import KINDS, Fault, failing

EXITS = {
    "disk I/O error": 74,
    "database or disk is full": 74,
    "database is locked": 75,
    "interrupted": 74,
}


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock that is only said to be there."""
    monkeypatch.setattr(reading, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(locking, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.01)


def test_every_writing_command_is_on_the_bench() -> None:
    writing_commands = {
        path
        for path in commands()
        if any("--dry-run" in param.opts for param in context(path).command.params)
    }
    missing = writing_commands - WRITES.keys()
    assert not missing, f"add to WRITES in tests/faults/bench.py: {sorted(missing)}"


@pytest.mark.parametrize("name", WRITES)
def test_a_failure_at_any_call_leaves_all_or_nothing(
    name: str, tmp_path: Path, record_property: Any
) -> None:
    db = bench_at(tmp_path / "p.db")
    prepare(name, db)
    words, start = words_of(name, tmp_path), db.read_bytes()
    before = sum_of(db)
    with failing(Fault()) as clean:
        done(db, *words)
    complete = rows_of(db)
    injected = 0
    for at in range(1, len(clean.calls) + 1):
        for kind, lasts in _ways(at + len(name), clean.calls[at - 1]):
            db.write_bytes(start)
            with failing(Fault(at, kind, lasts)):
                answer = pairing(db, *words)
            injected += 1
            where = f"{kind} at call {at}, {clean.calls[at - 1]!r}: {answer}"
            assert answer.is_civil, where
            if answer.code == 0:
                assert rows_of(db) == complete, where
                assert is_whole(db), where
            else:
                assert answer.code == EXITS[kind], where
                assert db.read_bytes() == start or sum_of(db) == before, where
    record_property("failing calls", injected)


def _ways(turn: int, call: str) -> list[tuple[str, bool]]:
    """What fails, and whether for good: every kind where it matters most; elsewhere they take
    turns, so that the tests stay short.
    """
    every = [(kind, lasts) for kind in KINDS for lasts in (False, True)]
    if IS_FUZZ:
        return every
    if call in {"BEGIN IMMEDIATE", "COMMIT"}:
        return every[turn % 2 :: 2]
    return [every[turn % len(every)]]


@pytest.mark.parametrize("kind", KINDS)
def test_init_makes_a_whole_file_or_none(kind: str, tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    with failing(Fault()) as clean:
        done(db, "init")
    complete = rows_of(db)
    calls = len(clean.calls)
    for at in range(1, calls + 1, 1 if IS_FUZZ else 17):
        db.unlink(missing_ok=True)
        with failing(Fault(at, kind)):
            answer = pairing(db, "init")
        assert answer.is_civil, answer
        if answer.code == 0:
            assert rows_of(db) == complete
        else:
            assert not db.exists(), answer
        assert [path.name for path in tmp_path.iterdir() if path != db] == []


@pytest.mark.parametrize("name", ["log-visit", "rule adopt", "undo"])
def test_an_interrupt_within_a_statement_leaves_all_or_nothing(name: str, tmp_path: Path) -> None:
    """SQLite's own interrupt, after some steps of its virtual machine."""
    db = bench_at(tmp_path / "p.db")
    words, start = words_of(name, tmp_path), db.read_bytes()
    connect = sqlite3.connect

    def interrupted_after(steps: int) -> int:
        left = [steps]

        def tick() -> int:
            left[0] -= 1
            return left[0] < 0

        def interrupting(*args: object, **settings: object) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **settings)  # type: ignore[call-overload]
            connection.set_progress_handler(tick, 20)
            return connection

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", interrupting)
            answer = pairing(db, *words)
        assert answer.is_civil, answer
        assert answer.code in (0, 74), answer
        assert (db.read_bytes() == start) == (answer.code != 0)
        return answer.code

    steps, code = 0, 1
    while code != 0:
        db.write_bytes(start)
        code = interrupted_after(steps)
        steps += 1 + steps // 8
    assert is_whole(db)


@pytest.mark.parametrize("words", ["list", "progress", "status", "history", "db doctor", "db dump"])
def test_a_failure_while_reading_says_so_and_changes_nothing(words: str, tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    start = db.read_bytes()
    with failing(Fault()) as clean:
        done(db, *words.split())
    count = len(clean.calls)
    for at in range(1, count + 1, 1 if IS_FUZZ else max(1, count // 20)):
        kind = list(KINDS)[at % len(KINDS)]
        with failing(Fault(at, kind)):
            answer = pairing(db, *words.split())
        assert answer.is_civil, (at, clean.calls[at - 1], answer)
        assert answer.code in (0, 74, 75, 76), answer
        assert db.read_bytes() == start
