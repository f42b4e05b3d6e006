"""Promises 1 and 12: a new file has nothing of another; drafts of the killed are found."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.drafts import drafts_in
from pairing_cli.store.backup import back_up, folder_of
from tests.faults.bench import bench_at, content_of, done, is_whole, pairing, program, rows_of

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


def _with_journal(db: Path) -> None:
    """Leave `db` as a writer does that is killed amid its commit: half written, with a journal."""
    with closing(sqlite3.connect(db, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE kindergarten SET head = 'half', name = name || '½'")
        writer.execute("UPDATE change_batch SET row_values = row_values || ' '")
        journal = db.with_name(f"{db.name}-journal")
        halves = db.read_bytes(), journal.read_bytes()
        writer.execute("ROLLBACK")
    assert len(halves[1]) > 512
    db.write_bytes(halves[0])
    journal.write_bytes(halves[1])


def _with_wal(db: Path) -> None:
    """Leave `db` with a write-ahead log of another program beside it."""
    with closing(sqlite3.connect(db, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("UPDATE kindergarten SET head = 'in the log'")
        wal = db.with_name(f"{db.name}-wal")
        halves = db.read_bytes(), wal.read_bytes()
    db.write_bytes(halves[0])
    wal.write_bytes(halves[1])


LEFT = {"journal": _with_journal, "wal": _with_wal}
STATES = ("there", "gone", "empty", "no database")


def _beside(db: Path) -> list[str]:
    ends = ("-journal", "-wal", "-shm")
    return [end for end in ends if os.path.lexists(f"{db}{end}")]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("source", ["copy.db", "copy.jsonl"])
def test_a_restore_takes_in_nothing_of_what_lies_beside(
    source: str, left: str, state: str, tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    done(db, "db", "backup", "-o", str(tmp_path / "copy.db"))
    done(db, "db", "dump", "-o", str(tmp_path / "copy.jsonl"))
    wanted = content_of(db)
    done(db, *LOG)
    LEFT[left](db)
    if state == "gone":
        db.unlink()
    elif state != "there":
        db.write_bytes(b"" if state == "empty" else b"something else")
    done(db, "db", "restore", str(tmp_path / source), "--yes")
    assert _beside(db) == []
    assert content_of(db) == wanted
    assert is_whole(db)
    kept = {path.suffix for path in folder_of(db).iterdir()}
    assert ".db" in kept or f".db-{left}" in kept
    if state == "gone":
        assert f".db-{left}" in kept, "it may be put beside its file again"
    done(db, *LOG)
    assert is_whole(db)


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("words", [("init",), ("db", "load", "{dump}")])
def test_a_new_file_takes_in_nothing_of_what_lies_beside(
    words: tuple[str, ...], left: str, tmp_path: Path
) -> None:
    db, dump = bench_at(tmp_path / "p.db"), tmp_path / "dump.jsonl"
    done(db, "db", "dump", "-o", str(dump))
    LEFT[left](db)
    db.unlink()
    done(db, *[word.format(dump=dump) for word in words])
    assert _beside(db) == []
    assert is_whole(db)
    assert [path.suffix for path in folder_of(db).iterdir()] == [f".db-{left}"]
    done(db, *LOG)
    assert is_whole(db)


def test_two_restores_with_a_write_in_between_keep_that_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, copy = bench_at(tmp_path / "p.db"), tmp_path / "copy.db"
    done(db, "db", "backup", "-o", str(copy))
    before = rows_of(db)["visit"]
    is_first = [True]

    def interrupted(*values: object, **more: object) -> object:
        made = back_up(*values, **more)  # type: ignore[arg-type]
        if is_first:
            is_first.clear()
            done(db, "db", "restore", str(copy), "--yes")
            done(db, *LOG)
        return made

    monkeypatch.setattr("pairing_cli.store.upkeep.restore.back_up", interrupted)
    answer = pairing(db, "db", "restore", str(copy), "--yes", "--json")
    assert answer.code == 0, answer
    assert rows_of(db)["visit"] == before
    newest = max(folder_of(db).glob("*-restore.db"))
    assert rows_of(newest)["visit"] == before + 1


# --- A copy that somebody has worked on ----------------------------------------------------------


@pytest.mark.parametrize("how", ["written to", "with a log", "with a journal"])
def test_a_backup_never_goes_over_a_copy_that_was_worked_on_since(how: str, tmp_path: Path) -> None:
    db, copy = bench_at(tmp_path / "p.db"), tmp_path / "copy.db"
    done(db, "db", "backup", "-o", str(copy))
    done(db, *LOG)
    done(db, "db", "backup", "-o", str(copy), "--yes")  # an older backup as it was: may be replaced
    assert rows_of(copy)["visit"] == rows_of(db)["visit"]
    if how == "written to":
        done(copy, *LOG)
    else:
        LEFT["wal" if how == "with a log" else "journal"](copy)
    content = copy.read_bytes()
    answer = pairing(db, "db", "backup", "-o", str(copy), "--yes")
    assert answer.code == 73, answer
    assert "changed since" in answer.err
    assert copy.read_bytes() == content


# --- Drafts of commands that were killed ---------------------------------------------------------

_DRAFTS = """
import sys, time
from pathlib import Path
from pairing_cli.atomic_files import finished_file, finished_folder
kind = finished_folder if sys.argv[2] == "folder" else finished_file
with kind(Path(sys.argv[1])) as draft:
    (draft / "a.txt" if draft.is_dir() else draft).write_text("half")
    print("begun", flush=True)
    time.sleep(60)
"""


def _killed_draft(out: Path, kind: str = "file") -> list[Path]:
    words = [sys.executable, "-c", _DRAFTS, str(out), kind]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.kill()
    return drafts_in(out.parent)


def _found(db: Path) -> list[str]:
    listed = json.loads(pairing(db, "db", "doctor", "--json").out)
    return [each["record"] for each in listed if each["check"] == "leftovers"]


def _full_copy(db: Path, *words: str) -> tuple[subprocess.Popen[str], sqlite3.Connection]:
    """A command that has made its draft and waits for the database."""
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    process = program(*words)
    deadline = time.monotonic() + 60
    while not drafts_in(db.parent) and time.monotonic() < deadline:
        time.sleep(0.05)
    return process, holder


@POSIX
@pytest.mark.parametrize(
    ("words", "again"),
    [
        (("--db", "{db}", "db", "backup", "-o", "{out}"), ("db", "backup", "-o", "{out}")),
        (("--db", "{out}", "db", "restore", "{db}", "--yes"), ("db", "backup", "-o", "{out}")),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_no_hidden_copy_outlives_the_next_command(
    number: signal.Signals, words: tuple[str, ...], again: tuple[str, ...], tmp_path: Path
) -> None:
    db, out = bench_at(tmp_path / "p.db"), tmp_path / "out.db"
    process, holder = _full_copy(db, *[word.format(db=db, out=out) for word in words])
    (draft,) = drafts_in(tmp_path)
    process.send_signal(number)
    process.communicate(timeout=60)
    holder.close()
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert drafts_in(tmp_path) == []
        return
    assert drafts_in(tmp_path) == [draft]
    assert draft.name in _found(db)
    done(db, *[word.format(db=db, out=out) for word in again])
    assert drafts_in(tmp_path) == []
    assert _found(db) == []


@POSIX
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_draft_of_a_killed_export_goes_with_the_next_for_that_place(
    kind: str, tmp_path: Path
) -> None:
    db, away = bench_at(tmp_path / "p.db"), tmp_path / "far/away"
    away.mkdir(parents=True)
    (draft,) = _killed_draft(away / "v.csv", kind)
    assert draft.name in _found(db)
    done(db, "export", "visits", "-o", str(away / "w.csv"))
    assert drafts_in(away) == [draft], "not its own"
    done(db, "export", "visits", "-o", str(away / "v.csv"))
    assert drafts_in(away) == []
    assert _found(db) == []


@POSIX
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_repair_removes_drafts_wherever_they_lie_and_none_of_the_living(
    kind: str, tmp_path: Path
) -> None:
    db, away = bench_at(tmp_path / "p.db"), tmp_path / "far"
    away.mkdir()
    (draft,) = _killed_draft(away / "v.csv", kind)
    words = [sys.executable, "-c", _DRAFTS, str(away / "x.csv"), kind]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as living:
        assert living.stdout is not None
        living.stdout.readline()
        assert _found(db) == [draft.name]
        done(db, "db", "doctor", "--repair")
        assert len(drafts_in(away)) == 1
        living.kill()


@POSIX
def test_a_hidden_copy_of_the_database_goes_with_the_next_command_that_writes(
    tmp_path: Path,
) -> None:
    db = bench_at(tmp_path / "p.db")
    (draft,) = _killed_draft(db)
    done(db, *LOG)
    assert not draft.exists()
