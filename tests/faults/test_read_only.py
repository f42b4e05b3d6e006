"""Promises 3 and 8: reading never writes; what may not be written is a sentence and 77.

As an unprivileged user, since root may do what the permissions forbid.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.bench import (
    FILES_OUT,
    READS,
    Answer,
    bench_at,
    child,
    is_whole,
    pairing,
    prepare,
    rows_of,
    words_of,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")

LOG = "log-visit 隆子县 --form 送教 --on 2022-04-12"


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that every user of the computer can look into."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        home = Path(name)
        home.chmod(0o755)
        yield home
        for path in [home, *home.rglob("*")]:
            path.chmod(0o755)


def as_nobody(db: Path, *lines: str) -> list[Answer]:
    """Run command lines as a user who may do nothing special."""
    process = child("unprivileged", *(json.dumps([str(db), *line.split()]) for line in lines))
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return [Answer(*answer) for answer in json.loads(out)["answers"]]


def seal(home: Path, file_mode: int = 0o444, folder_mode: int = 0o555) -> None:
    for path in home.rglob("*"):
        path.chmod(folder_mode if path.is_dir() else file_mode)
    home.chmod(folder_mode)


def hot_journal(db: Path) -> None:
    """Leave what a writer that is killed within its commit leaves."""
    process = os.fork()
    if process == 0:
        connection = sqlite3.connect(db, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE kindergarten SET head = '半途', note = hex(zeroblob(9000))")
        connection.execute("UPDATE change SET row_key = row_key || ' '")
        os._exit(0)
    os.waitpid(process, 0)
    assert db.with_name(f"{db.name}-journal").stat().st_size > 512


def test_every_report_works_on_a_read_only_file_in_a_read_only_folder(home: Path) -> None:
    db = bench_at(home / "p.db")
    prepare("document show", db)
    lines = [" ".join(words_of(name, home)) for name in READS]
    lines += ["list --json", "visit list --format csv"]
    content = db.read_bytes()
    before = {path.name for path in home.rglob("*")}
    seal(home)
    for line, answer in zip(lines, as_nobody(db, *lines), strict=True):
        assert answer.code == 0, (line, answer.err)
        assert answer.is_civil
    assert db.read_bytes() == content
    assert {path.name for path in home.rglob("*")} == before


@pytest.mark.parametrize("name", [*READS, *FILES_OUT])
def test_a_report_leaves_file_and_folder_as_they_were(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    db = bench_at(home / "p.db")
    prepare(name, db)
    db.chmod(0o600)
    words = words_of(name, home)
    before = (db.read_bytes(), db.stat().st_mtime_ns)
    names = {path.name for path in home.rglob("*")}
    assert pairing(db, *words).code == 0
    assert (db.read_bytes(), db.stat().st_mtime_ns) == before
    assert {path.name for path in home.rglob("*")} == names


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o555), (0o444, 0o755), (0o644, 0o555)]
)
def test_writing_where_one_may_not_is_a_sentence_and_77(
    home: Path, file_mode: int, folder_mode: int
) -> None:
    db = bench_at(home / "p.db")
    content = db.read_bytes()
    seal(home, file_mode, folder_mode)
    for answer in as_nobody(db, LOG, "undo", "db backup", "kindergarten edit 隆子县 --head 甲"):
        assert answer.code == 77, answer
        assert answer.is_civil
        assert answer.err.startswith("error: ")
    assert db.read_bytes() == content
    assert [path.name for path in home.iterdir()] == ["p.db"]


def test_what_one_may_not_even_read_is_a_sentence_and_77(home: Path) -> None:
    db = bench_at(home / "p.db")
    seal(home, 0o000, 0o755)
    if os.geteuid() != 0:
        db.chmod(0o000)
    for answer in as_nobody(db, "list", LOG, "db doctor"):
        assert (answer.code, answer.is_civil) == (77, True), answer
    home.chmod(0o000)
    for answer in as_nobody(db, "list", LOG):
        assert (answer.code, answer.is_civil) == (77, True), answer


def test_a_journal_beside_a_read_only_file_is_explained(home: Path) -> None:
    db = bench_at(home / "p.db")
    hot_journal(db)
    seal(home)
    for answer in as_nobody(db, "list", "progress", LOG, "db doctor"):
        assert answer.code == 77, answer
        assert answer.is_civil
        assert "p.db-journal" in answer.err
        assert "Nothing is lost" in answer.err


def test_the_next_command_takes_a_journal_back(tmp_path: Path) -> None:
    for line in ("list", LOG, "db doctor", "db backup", "history", "db dump"):
        db = bench_at(tmp_path / "p.db")
        before = rows_of(db)
        hot_journal(db)
        answer = pairing(db, *line.split())
        assert answer.code == 0, (line, answer)
        assert is_whole(db)
        assert rows_of(db)["kindergarten"] == before["kindergarten"]
        assert not db.with_name("p.db-journal").exists()
        shutil.rmtree(tmp_path / "p.db.backups", ignore_errors=True)


def test_a_file_that_keeps_a_write_ahead_log_is_switched_back_by_a_write(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    connection = sqlite3.connect(db)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert pairing(db, "list").code == 0
    assert pairing(db, *LOG.split()).code == 0
    assert db.read_bytes()[18:20] == b"\x01\x01"
    assert [path.name for path in tmp_path.iterdir()] == ["p.db"]
