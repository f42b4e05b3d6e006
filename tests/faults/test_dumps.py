"""Promise 10: a dump is text from which the same database is made, or nothing is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bench import bench_at, done, is_whole, pairing, rows_of, sum_of


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


@pytest.fixture
def lines(db: Path) -> list[str]:
    return done(db, "db", "dump").out.splitlines(keepends=True)


def test_dump_load_and_dump_again_are_equal_byte_for_byte(
    db: Path, lines: list[str], tmp_path: Path
) -> None:
    target = tmp_path / "d.jsonl"
    done(db, "db", "dump", "-o", str(target))
    assert target.read_text(encoding="utf-8").splitlines(keepends=True) == lines
    new = tmp_path / "new.db"
    answer = done(new, "db", "load", str(target))
    assert str(sum(rows_of(db).values())) in answer.err
    assert done(new, "db", "dump").out.splitlines(keepends=True) == lines
    assert sum_of(new) == sum_of(db)
    assert is_whole(new)
    for words in ("list --json", "progress --json", "history --json", "visit list --json"):
        assert done(new, *words.split()).out == done(db, *words.split()).out
    done(new, "undo")


def test_the_first_line_tells_what_it_is_and_the_last_that_it_is_whole(lines: list[str]) -> None:
    head, tail = json.loads(lines[0]), json.loads(lines[-1])
    assert head["table"] == "pairing-dump"
    assert head["row"]["format"] == 1
    assert head["row"]["schema"] == 1
    assert head["row"]["application"].startswith("pairing ")
    assert tail["row"]["rows"] == sum(head["row"]["rows"].values()) == len(lines) - 2
    tables = [json.loads(line)["table"] for line in lines[1:-1]]
    assert tables.index("kindergarten") < tables.index("pairing") < tables.index("visit_pairing")
    assert tables[-1] == "change"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_dump_that_an_editor_or_powershell_saved_is_read(
    encoding: str, end: str, lines: list[str], db: Path, tmp_path: Path
) -> None:
    text = "".join(lines).replace("\n", end)
    start = b"\xfe\xff" if encoding == "utf-16-be" else b""
    (tmp_path / "d.jsonl").write_bytes(start + text.encode(encoding))
    new = tmp_path / "new.db"
    done(new, "db", "load", str(tmp_path / "d.jsonl"))
    assert sum_of(new) == sum_of(db)


def _edit(line: str, change: Callable[[dict[str, Any]], object]) -> str:
    value = json.loads(line)
    change(value)
    return json.dumps(value, ensure_ascii=False) + "\n"


def _at(lines: list[str], table: str) -> int:
    return next(n for n, line in enumerate(lines) if f'"table": "{table}"' in line)


BAD: dict[str, tuple[Callable[[list[str]], object], int, int | None]] = {
    "empty": (lambda x: x.clear(), 65, 1),
    "no header": (lambda x: x.pop(0), 65, 1),
    "another header": (lambda x: x.__setitem__(0, '{"format": "other"}\n'), 65, 1),
    "newer format": (
        lambda x: x.__setitem__(0, _edit(x[0], lambda v: v["row"].update(format=2))),
        69,
        None,
    ),
    "newer schema": (
        lambda x: x.__setitem__(0, _edit(x[0], lambda v: v["row"].update(schema=99))),
        69,
        None,
    ),
    "schema 0": (
        lambda x: x.__setitem__(0, _edit(x[0], lambda v: v["row"].update(schema=0))),
        65,
        1,
    ),
    "cut off": (lambda x: x.__delitem__(slice(50, None)), 65, None),
    "no end": (lambda x: x.pop(), 65, None),
    "half a line": (lambda x: x.__setitem__(9, x[9][: len(x[9]) // 2] + "\n"), 65, 10),
    "a row less": (lambda x: x.pop(40), 65, None),
    "a row twice": (lambda x: x.insert(40, x[40]), 65, 42),
    "more after the end": (lambda x: x.append(x[40]), 65, None),
    "no object": (lambda x: x.__setitem__(9, "[1, 2]\n"), 65, 10),
    "deep": (lambda x: x.__setitem__(9, "[" * 100_000 + "\n"), 65, 10),
    "huge number": (lambda x: x.__setitem__(9, "1" * 10_000 + "\n"), 65, 10),
    "a key twice": (
        lambda x: x.__setitem__(9, x[9].replace('"row":', '"row": {}, "row":', 1)),
        65,
        10,
    ),
    "unknown table": (
        lambda x: x.__setitem__(9, _edit(x[9], lambda v: v.update(table="sqlite_master"))),
        65,
        10,
    ),
    "unknown column": (
        lambda x: x.__setitem__(9, _edit(x[9], lambda v: v["row"].update({'a"; DROP': 1}))),
        65,
        10,
    ),
    "wrong type": (
        lambda x: x.__setitem__(9, _edit(x[9], lambda v: v["row"].update(code=7))),
        65,
        10,
    ),
    "altered text": (
        lambda x: x.__setitem__(
            _at(x, "kindergarten"),
            _edit(x[_at(x, "kindergarten")], lambda v: v["row"].update(head="别人")),
        ),
        65,
        None,
    ),
    "impossible date": (
        lambda x: x.__setitem__(
            _at(x, "cycle"),
            _edit(x[_at(x, "cycle")], lambda v: v["row"].update(start_date="2022-02-30")),
        ),
        65,
        -1,
    ),
    "integer too large": (
        lambda x: x.__setitem__(
            _at(x, "cycle"), _edit(x[_at(x, "cycle")], lambda v: v["row"].update(assumed=2**70))
        ),
        65,
        -1,
    ),
    "half a character": (
        lambda x: x.__setitem__(
            _at(x, "cycle"), x[_at(x, "cycle")].replace('"title": "', '"title": "\\ud800', 1)
        ),
        65,
        -1,
    ),
    "parent missing": (lambda x: x.pop(_at(x, "kindergarten")), 65, None),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_dump_is_refused_with_its_row_and_nothing_is_made(
    how: str, lines: list[str], tmp_path: Path
) -> None:
    change, code, row = BAD[how]
    change(lines)
    source = tmp_path / "d.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    for words in (("db", "load", str(source)), ("db", "restore", str(source), "--yes")):
        answer = pairing(tmp_path / "new.db", *words, "--json")
        if how == "empty" and words[1] == "restore":
            continue  # neither a dump nor a database
        assert (answer.code, answer.is_civil) == (code, True), answer
        error = json.loads(answer.err.splitlines()[-1])["error"]
        if row is not None and row > 0:
            assert error["row"] == row, error
        assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(tmp_path: Path, db: Path) -> None:
    (tmp_path / "d.jsonl").write_bytes(b'{"table": "\xff\xfe\xff"}\n')
    assert pairing(tmp_path / "new.db", "db", "load", str(tmp_path / "d.jsonl")).code == 65
    assert pairing(tmp_path / "new.db", "db", "load", str(tmp_path / "none.jsonl")).code == 66
    assert pairing(tmp_path / "new.db", "db", "load", str(tmp_path)).code in (65, 74, 77)
    assert not (tmp_path / "new.db").exists()
    before = sum_of(db)
    done(db, "db", "dump", "-o", str(tmp_path / "d.jsonl"), "--yes")
    answer = pairing(db, "db", "load", str(tmp_path / "d.jsonl"))
    assert answer.code == 2
    assert sum_of(db) == before


def test_an_older_dump_is_brought_to_today(
    db: Path, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a second version had added a column since."""
    from pairing_cli.store import connecting, migrations, opening
    from pairing_cli.store import file as header
    from pairing_cli.store.schema import steps
    from pairing_cli.store.upkeep import dump

    def add(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE cycle ADD COLUMN colour TEXT")

    source = tmp_path / "d.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    two_steps = (*steps.STEPS, add)
    for module in (dump, migrations, steps):
        monkeypatch.setattr(module, "STEPS", two_steps)
    for module in (dump, connecting, opening, header):
        monkeypatch.setattr(module, "SCHEMA_VERSION", 2)
    dump.load(source, tmp_path / "new.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT count(*), colour FROM cycle").fetchone() == (1, None)


def test_what_others_write_meanwhile_is_not_in_it(db: Path) -> None:
    from pairing_cli.store.opening import FileReader
    from pairing_cli.store.upkeep.dump import dump

    with closing(FileReader(db)) as store:
        read = dump(store)
        head = next(read)
        with closing(sqlite3.connect(db, timeout=0)) as other:
            other.execute("UPDATE kindergarten SET head = '后来'")
            with pytest.raises(sqlite3.OperationalError):  # it has to wait with its commit
                other.commit()
        told = [head, *read]
    assert len(told) == sum(head.row["rows"].values()) + 2
    assert not any(line.row.get("head") == "后来" for line in told)
