"""Promise 1: Ctrl-C and SIGTERM: nothing was written, or all of it, and the code says which."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store.file import APPLICATION_ID
from tests.faults.bench import IS_FUZZ, bench_at, done, is_whole, program, sum_of
from tests.faults.test_kills import told

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and terminals")

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")
STOPS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(
    ("words", "number", "code"),
    [(LOG, *STOPS[0]), (("undo",), *STOPS[1])]
    + ([(("undo",), *STOPS[0]), (LOG, *STOPS[1])] if IS_FUZZ else []),
)
def test_a_signal_at_any_call_leaves_all_or_nothing_and_says_which(
    words: tuple[str, ...],
    number: signal.Signals,
    code: int,
    tmp_path: Path,
    record_property: Any,
) -> None:
    db = bench_at(tmp_path / "p.db")
    tally = told("signals", str(db), number.name, "1000", *words)
    assert tally["wrong"] == []
    # The last call is the commit: from there on the signal comes too late.
    assert set(tally["codes"]) == {str(code), "0"}
    record_property("signals", sum(tally["codes"].values()))


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_signal_within_an_import_leaves_all_rows_or_none(
    number: signal.Signals, code: int, tmp_path: Path, record_property: Any
) -> None:
    db, table = bench_at(tmp_path / "p.db"), tmp_path / "v.csv"
    days = "".join(f"2022-04-{day:02},隆子县,送教\n" for day in range(1, 29))
    table.write_text(f"日期,受帮扶园,形式\n{days}", encoding="utf-8")
    most = "1000" if IS_FUZZ else "20"
    tally = told("signals", str(db), number.name, most, "import", "visits", str(table))
    assert tally["wrong"] == []
    assert set(tally["codes"]) == {str(code), "0"}
    record_property("signals", sum(tally["codes"].values()))


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_signal_within_a_migration_leaves_a_backup_and_the_old_or_new_version(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    db = tmp_path / "p.db"
    with sqlite3.connect(db) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("VACUUM")
    connection.close()
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # the migration waits; its backup is made before
    process = program("--db", str(db), "db", "migrate")
    backups = tmp_path / "p.db.backups"
    _await(lambda: bool(list(backups.glob("p-*-migrate.db"))))
    time.sleep(0.3)
    process.send_signal(number)
    holder.execute("ROLLBACK")
    holder.close()
    process.communicate(timeout=60)
    assert process.returncode in (code, 0)
    done(db, "db", "migrate")
    assert is_whole(db)


@pytest.mark.parametrize(("number", "code"), STOPS)
def test_a_command_that_waits_for_another_can_be_stopped_at_once(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    content = db.read_bytes()
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    process = program("--db", str(db), *LOG)
    assert process.stderr is not None
    assert "waiting" in process.stderr.readline()
    started = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == code
    assert time.monotonic() - started < 5
    holder.execute("ROLLBACK")
    holder.close()
    assert db.read_bytes() == content


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    import pty

    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


@pytest.mark.parametrize(
    ("answer", "code"),
    [("n\n", 130), ("\n", 130), ("\x04", 130), (signal.SIGINT, 130), (signal.SIGTERM, 143)],
)
def test_whoever_does_not_say_yes_has_restored_nothing(
    answer: str | signal.Signals, code: int, tmp_path: Path, terminal: tuple[int, int]
) -> None:
    db = bench_at(tmp_path / "p.db")
    done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
    done(db, *LOG)
    before = sum_of(db)
    process, shown = _asked(db, tmp_path / "b.db", terminal)
    assert "holds 1 cycle, 19 kindergartens" in shown
    if isinstance(answer, str):
        os.write(terminal[0], answer.encode())
    else:
        process.send_signal(answer)
    assert process.wait(timeout=60) == code
    assert sum_of(db) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "b.db.sha256", "p.db"]


def test_whoever_says_yes_has(tmp_path: Path, terminal: tuple[int, int]) -> None:
    db = bench_at(tmp_path / "p.db")
    before = sum_of(db)
    done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
    done(db, *LOG)
    process, _ = _asked(db, tmp_path / "b.db", terminal)
    os.write(terminal[0], b"y\n")
    assert process.wait(timeout=60) == 0
    assert sum_of(db) == before


def _asked(db: Path, copy: Path, terminal: tuple[int, int]) -> tuple[subprocess.Popen[str], str]:
    ours, theirs = terminal
    words = ("--db", str(db), "db", "restore", str(copy))
    process = program(*words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    while b"[y: yes" not in shown:
        shown += os.read(ours, 4096)
    return process, shown.decode().replace("\r\n", " ")


def _await(condition: Any) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.02)
    raise TimeoutError
