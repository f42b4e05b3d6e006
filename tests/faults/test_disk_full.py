"""Promises 8 and 12: a full disk, and streams that lead nowhere."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bench import IS_FUZZ, bench_at, program, rows_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs RLIMIT_FSIZE and /dev/full")

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")


@pytest.mark.parametrize(
    "words",
    [
        LOG,
        ("rule", "adopt", "study-calendar"),
        ("db", "backup"),
        ("db", "dump", "-o", "{o}.jsonl"),
        ("export", "forms", "-o", "{o}.xlsx"),
        ("template", "visits", "-o", "{o}.xlsx"),
    ],
)
def test_on_a_full_disk_all_or_nothing(
    words: tuple[str, ...], tmp_path: Path, record_property: Any
) -> None:
    from tests.faults.test_kills import told

    home = tmp_path / "home"
    home.mkdir()
    bench_at(home / "p.db")
    limits = 200 if IS_FUZZ else 12
    typed = [word.format(o=home / "out") for word in words]
    tally = told("full_disk", str(home), str(limits), *typed)
    assert tally["rude"] == []
    assert tally["changed"] == []
    assert tally["leftovers"] == []
    assert set(tally["codes"]) <= {"0", "74"}, tally
    assert tally["codes"]["74"] > 0
    record_property("full disks", limits)


@pytest.mark.parametrize(
    "words",
    [("list",), ("list", "--json"), ("--help",), ("history",), ("db", "dump"), ("--version",)],
)
def test_a_full_device_as_stdout_is_a_sentence_and_74(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    with Path("/dev/full").open("w") as full:
        process = program("--db", str(db), *words, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 74
    assert err.startswith("error: The output could not be written: No space left on device.")
    assert "Traceback" not in err


def test_a_command_that_wrote_says_so_where_only_its_output_failed(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    before = rows_of(db)["visit"]
    with Path("/dev/full").open("w") as full:
        process = program("--db", str(db), *LOG, "--json", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 74
    assert "The command itself was carried out" in err
    assert rows_of(db)["visit"] == before + 1


def test_a_full_device_as_stderr_changes_no_exit_code(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    for words, code in ((LOG, 0), (("list",), 0), (("show", "没有"), 4), (("nosuch",), 2)):
        with Path("/dev/full").open("w") as full:
            process = program("--db", str(db), *words, stderr=full)
            process.communicate(timeout=60)
        assert process.returncode == code, words


@pytest.mark.parametrize("closed", ["<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_quiet_and_nothing_goes_into_the_database(
    closed: str, tmp_path: Path
) -> None:
    import shlex
    import sys

    db = bench_at(tmp_path / "p.db")
    before = rows_of(db)["visit"]
    line = shlex.join([sys.executable, "-m", "pairing_cli", "--lang", "en", "--db", str(db)])
    for words in (LOG, ("list",)):
        ended = subprocess.run(
            ["sh", "-c", f"{line} {shlex.join(words)} {closed}"],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "PAIRING_LOG": "off"},
        )
        assert ended.returncode == 0, ended
        assert "Traceback" not in ended.stderr
        assert "Exception" not in ended.stderr
    assert rows_of(db)["visit"] == before + 1


@pytest.mark.parametrize("words", [("db", "dump"), ("list",), ("--help",)])
def test_a_reader_that_goes_away_ends_it_quietly(words: tuple[str, ...], tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    process = program("--db", str(db), *words)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() in ("", "12 pairings.\n")
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("progress", "--check"), 1),
        (("status", "--check"), 1),
        (("status", "--check", "--json"), 1),
        (("db", "doctor"), 76),
        (("db", "doctor", "--json"), 76),
        (("undo", "--list"), 0),
        (("show", "nobody"), 4),
        (("history", "99999"), 4),
    ],
)
def test_the_verdict_stands_whatever_happens_to_the_pipe(
    words: tuple[str, ...], code: int, is_open: bool, tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    if "doctor" in words:
        with closing(sqlite3.connect(db)) as connection:
            connection.execute("UPDATE change_set SET hash = 'altered' WHERE seq = 2")
            connection.commit()
    process = program("--db", str(db), "--as-of", "2023-06-20", *words)
    assert process.stdout is not None
    if not is_open:
        process.stdout.close()
        process.stdout = None
    process.communicate(timeout=60)
    assert process.returncode == code


def test_a_reader_that_was_never_there_ends_it_quietly(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    for words in (("--help",), ("list",)):
        reading, writing = os.pipe()
        os.close(reading)
        process = program("--db", str(db), *words, stdout=writing)
        os.close(writing)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert err in ("", "12 pairings.\n")


def test_the_output_file_is_the_old_one_where_the_new_one_failed(tmp_path: Path) -> None:
    from tests.faults.test_kills import told

    target, home = tmp_path / "out.jsonl", tmp_path / "home"
    home.mkdir()
    bench_at(home / "p.db")
    target.write_bytes(b"precious")
    tally = told("full_disk", str(home), "2", "db", "dump", "-o", str(target), "--yes")
    assert tally["codes"] == {"74": 1, "0": 1}  # no room at all, then half of the file's size
    first = json.loads(target.read_text(encoding="utf-8").splitlines()[0])
    assert first["table"] == "pairing-dump"
    told("full_disk", str(home), "1", "db", "dump", "-o", str(target), "--yes")
    assert json.loads(target.read_text(encoding="utf-8").splitlines()[0]) == first
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
