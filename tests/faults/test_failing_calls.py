"""Promise 1: a command happens entirely or not at all.

Every command that writes, with a failure at its n-th database call: an I/O error, a full disk, a
lock, an interrupt. Afterwards the database says what it said before, or all that the command was
to write.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store import locking
from pairing_cli.store.file import APPLICATION_ID
from tests.contract.tree import commands, context
from tests.faults.bench import (
    FILES_OUT,
    IS_FUZZ,
    READS,
    WHOLE_FILES,
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
    monkeypatch.setattr(locking, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.01)


def test_every_command_is_on_the_bench() -> None:
    """A command that is made later has no fault tried on it until it stands there."""
    benches = (WRITES, READS, FILES_OUT, WHOLE_FILES)
    known = [name for bench in benches for name in bench]
    missing = set(commands()) - set(known)
    assert not missing, f"add to tests/faults/bench.py: {sorted(missing)}"
    assert len(known) == len(set(known))
    for bench in benches:
        for name, line in bench.items():
            assert line.split()[: len(name.split())] == name.split()
    with_dry_run = {
        path
        for path in commands()
        if any("--dry-run" in param.opts for param in context(path).command.params)
    }
    assert with_dry_run <= WRITES.keys()


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
    for at in _moments(clean.calls):
        call = clean.calls[at - 1]
        for kind, lasts in _ways(at + len(name), call):
            db.write_bytes(start)
            with failing(Fault(at, kind, lasts)):
                answer = pairing(db, *words)
            injected += 1
            where = f"{kind} at call {at}, {call!r}: {answer}"
            assert answer.is_civil, where
            if answer.code == 0:
                assert rows_of(db) == complete, where
                assert is_whole(db), where
            else:
                assert answer.code == EXITS[kind], where
                assert db.read_bytes() == start or sum_of(db) == before, where
    record_property("failing calls", injected)


FEW = 4
READS_BY = ("SELECT", "PRAGMA", "WITH")


def _moments(calls: Sequence[str]) -> Sequence[int]:
    """The calls that fail, counted from 1: of each statement that writes the first and the last,
    and of reads, which are many and alike, a few; each single one in `make fuzz`.
    """
    if IS_FUZZ:
        return range(1, len(calls) + 1)
    reads = [at for at, call in enumerate(calls, 1) if call.lstrip().startswith(READS_BY)]
    writes = [at for at in range(1, len(calls) + 1) if at not in set(reads)]
    first = {calls[at - 1]: at for at in reversed(writes)}
    last = {calls[at - 1]: at for at in writes}
    return sorted({*first.values(), *last.values(), *reads[:: max(1, len(reads) // FEW)]})


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


@pytest.mark.parametrize("name", READS)
def test_a_failure_while_reading_says_so_and_changes_nothing(
    name: str, tmp_path: Path, record_property: Any
) -> None:
    db = bench_at(tmp_path / "p.db")
    prepare(name, db)
    words, start = words_of(name, tmp_path), db.read_bytes()
    with failing(Fault()) as clean:
        done(db, *words)
    count = len(clean.calls)
    moments = range(1, count + 1, 1 if IS_FUZZ else max(1, count // 4))
    for at in moments:
        kind = list(KINDS)[(at + len(name)) % len(KINDS)]
        with failing(Fault(at, kind)):
            answer = pairing(db, *words)
        assert answer.is_civil, (at, clean.calls[at - 1], answer)
        assert answer.code in (0, 74, 75, 76), answer
        assert db.read_bytes() == start
    record_property("failing calls", len(moments))


@pytest.mark.parametrize("name", FILES_OUT)
def test_a_failure_while_a_file_is_written_leaves_the_old_one(
    name: str, tmp_path: Path, record_property: Any
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    db = bench_at(home / "p.db")
    words, start = words_of(name, home), db.read_bytes()
    with failing(Fault()) as clean:
        done(db, *words)
    target = Path(words[-1])
    count = len(clean.calls)
    moments = range(1, count + 1, 1 if IS_FUZZ else max(1, count // 4))
    for at in moments:
        target.unlink()
        with failing(Fault(at, list(KINDS)[at % len(KINDS)])):
            answer = pairing(db, *words)
        assert answer.is_civil, (at, clean.calls[at - 1], answer)
        assert target.exists() == (answer.code == 0), answer
        assert db.read_bytes() == start
        assert [path.name for path in tmp_path.iterdir() if path not in (home, target)] == []
        target.touch()
    record_property("failing calls", len(moments))


def _whole_file(name: str, db: Path) -> list[str]:
    """The command line of a command on whole files, and what it needs."""
    made = {"backup": db.with_name("b.db"), "dump": db.with_name("d.jsonl")}
    if name == "db restore":
        done(db, "db", "backup", "-o", str(made["backup"]))
        done(db, "kindergarten", "edit", "隆子镇", "--head", "央金")
    if name == "db load":
        done(db, "db", "dump", "-o", str(made["dump"]))
        db.unlink()
    if name == "db migrate":
        db.write_bytes(b"")
        with closing(sqlite3.connect(db)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("VACUUM")
    return WHOLE_FILES[name].format(out=db.with_name("out"), **made).split()


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_failure_on_a_whole_file_leaves_the_old_one_or_a_whole_one(
    name: str, tmp_path: Path, record_property: Any
) -> None:
    db = bench_at(tmp_path / "p.db")
    words = _whole_file(name, db)
    start = db.read_bytes() if db.exists() else None
    kept = {path.name for path in tmp_path.iterdir()}
    with failing(Fault()) as clean:
        done(db, *words)
    complete = sum_of(db)
    count = len(clean.calls)
    moments = range(1, count + 1, 1 if IS_FUZZ else max(1, count // 12))
    for at in moments:
        for path in tmp_path.iterdir():
            if path.name not in kept:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        db.unlink(missing_ok=True)
        if start is not None:
            db.write_bytes(start)
        with failing(Fault(at, list(KINDS)[at % len(KINDS)])):
            answer = pairing(db, *words)
        where = (at, clean.calls[at - 1], answer)
        assert answer.is_civil, where
        if answer.code == 0:
            assert sum_of(db) == complete, where
        else:
            assert (db.read_bytes() if db.exists() else None) == start, where
            assert not tmp_path.joinpath("out.db").exists(), where
        assert not list(tmp_path.glob("*.tmp")), where
    record_property("failing calls", len(moments))
