"""Promises 11 and 14: consoles and locales that know little, and clocks that go backwards."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from pairing_cli.domain import ids
from tests.faults.bench import bench_at, content_of, done, is_whole, program, rows_of

C_LOCALE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
GBK = {"PYTHONIOENCODING": "gbk"}
TOPIC = "绘本《𠮷祥》䶮 བོད་ e\u0301"


def ran(db: Path, *words: str, environ: dict[str, str]) -> str:
    process = program("--db", str(db), *words, environ=environ)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return str(out)


@pytest.mark.parametrize("environ", [C_LOCALE, {**C_LOCALE, **GBK}])
def test_names_survive_consoles_that_do_not_know_them(
    environ: dict[str, str], tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "数据库.db")
    words = ("--form", "送教下乡", "--on", "2022年4月1日", f"--topic={TOPIC}", "--by", "次仁卓嘎")
    ran(db, "log-visit", "隆子县", *words, environ=environ)
    rows = json.loads(ran(db, "visit", "list", "--json", environ=environ))
    row = next(row for row in rows if row["date"] == "2022-04-01")
    assert row["topic"] == TOPIC.replace("e\u0301", "é")
    assert row["people"] == ["次仁卓嘎"]
    assert row["mentees"] == ["隆子县示范幼儿园"]
    table = ran(db, "visit", "list", environ=environ)
    assert "𠮷祥" in table  # a pipe gets UTF-8 whatever the console is
    dumped = tmp_path / "转储.jsonl"
    ran(db, "db", "dump", "-o", str(dumped), environ=environ)
    done(tmp_path / "new.db", "db", "load", str(dumped))
    assert content_of(tmp_path / "new.db") == content_of(db)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_terminal_gets_its_own_encoding_and_escapes_for_the_rest(
    encoding: str, tmp_path: Path
) -> None:
    import pty

    db = bench_at(tmp_path / "p.db")
    done(db, "log-visit", "隆子县", "--form", "送教", "--on", "2022-04-01", f"--topic={TOPIC}")
    for words in (("visit", "list"), ("nosuch",), ("--help",)):
        ours, theirs = pty.openpty()
        process = program(
            *("--lang", "zh", "--db", str(db), *words),
            environ={"PYTHONIOENCODING": encoding, "COLUMNS": "200"},
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        os.close(ours)
        assert process.wait(timeout=60) in (0, 2)
        # For the help, click takes a terminal that says ASCII for one that knows UTF-8.
        text = shown.decode(encoding, "replace" if words == ("--help",) else "strict")
        assert "Traceback" not in text
        if words == ("visit", "list"):
            assert "\\U00020bb7" in text
            assert ("绘本" in text) == (encoding == "gbk")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux: the other side has been closed
        return b""


# --- A clock that is set back ------------------------------------------------------------------


def test_a_clock_set_back_keeps_ids_unique_and_undo_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = bench_at(tmp_path / "p.db")
    start = content_of(db, with_log=False)
    visits = rows_of(db)["visit"]
    now = [time.time_ns()]

    def backwards() -> int:
        now[0] -= 3_600_000_000_000
        return now[0]

    monkeypatch.setattr(time, "time_ns", backwards)
    states = []
    for number in range(12):
        states.append(content_of(db, with_log=False))
        if number % 3 == 0:
            monkeypatch.setattr(ids, "_last", 0)  # as a process of its own would begin
        words = ("--form", "送教", "--on", f"2022-04-{number + 1:02}")
        done(db, "log-visit", "隆子县", *words)
    assert rows_of(db)["visit"] == visits + 12
    assert is_whole(db)
    history = json.loads(done(db, "history", "--json").out)
    assert [row["seq"] for row in history] == sorted((row["seq"] for row in history), reverse=True)
    for state in reversed(states):
        done(db, "undo")
        assert content_of(db, with_log=False) == state
    assert content_of(db, with_log=False) == start
    for _ in range(12):
        done(db, "redo")
    assert rows_of(db)["visit"] == visits + 12


def test_ids_made_while_the_clock_goes_back_are_unique_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter(range(2_000_000_000_000_000_000, 0, -(10**15)))
    monkeypatch.setattr(ids, "_last", 0)  # and set back after the test: it is one a process
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    made = [ids.new_id() for _ in range(1500)]
    assert made == sorted(made)
    assert len(set(made)) == 1500
