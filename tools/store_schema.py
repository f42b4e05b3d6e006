"""Keep a small database of every schema version, for the tests to open years later.

    python tools/store_schema.py            write tests/contract/databases/schema_vN.db
    python tools/store_schema.py --check    exit 1 where tables, steps and stored files differ

N is the schema version of today's program. Until a version is released its file may be
written anew whenever the first step changes; from then on it is frozen like its step.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine
from sqlmodel import SQLModel

from pairing_cli.__main__ import run
from pairing_cli.resources import data_file
from pairing_cli.store import tables
from pairing_cli.store.file import SCHEMA_VERSION
from pairing_cli.store.schema.steps import STEPS, apply_steps, kept_views

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "tests/contract/databases"

CONTENT: Final = (
    "init {seed}",
    "log-visit 隆子县 加查县 --form 送教 --on 2022-04-12 --hours 4 --topic 绘本教学 --by 德吉",
    "log-visit 措美县 --form 跟班学习 --on 2022-05-09..2022-05-13 --hours 20.5 --teachers 2",
    "log-visit 曲松县 --form 讲座 --on 2022-06-28 --hours 3 --planned",
    "log-visit 桑日县 --form 示范课 --on 2022-06-01 --attempted 大雪封路",
    "assign --consult 市第二实验幼儿园 洛扎县 --start 2022-03-01",
    "unassign 琼结县 --on 2023-01-15 --reason 园所撤并",
    "undo",
)
"""What is in a stored database: the seed, a visit of each state, a consult, an undo."""

MOST_BYTES: Final = 600_000
_PAGE: Final = 512
"""SQLite's smallest page: a hundred nearly empty tables and indexes would fill 4 kB each."""

_MUCH_ALIKE: Final = (
    (re.compile(r'^ *- \{code: "\d{9}".*\n', re.MULTILINE), ""),
    (re.compile(r"^rule_packs:.*(\n  - .*)*$", re.MULTILINE), "rule_packs: [term-quotas]"),
)
"""What the stored seed does without: the townships, and all packs but the shortest."""

Schema = dict[str, tuple[str, frozenset[str], str]]
"""Tables and indexes by name: what stands before, in and after the outer parentheses."""


def declared() -> Schema:
    """What store/tables declares."""
    assert tables  # noqa: S101 - importing it registers the tables
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - sqlite:// opens no other
        return schema_of(driver)


def laid(version: int = len(STEPS)) -> Schema:
    """What the steps up to `version` make of an empty file."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        apply_steps(connection, 0, STEPS[:version])
        return schema_of(connection)


def schema_of(connection: sqlite3.Connection) -> Schema:
    """The tables and indexes of a database, told apart by no space and no order of columns:
    a column that a later step adds stands behind the constraints.
    """
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'view'"
    kept = {*kept_views()}
    found: Schema = {}
    for kind, name, sql in connection.execute(query):
        if (kind, name) in kept:
            continue
        head, _, rest = re.sub(r"\s+", " ", sql).partition("(")
        body, _, tail = rest.rpartition(")")
        # An index keeps its order of columns, and a partial one has no last parenthesis.
        parts = _parts(body) if head.startswith("CREATE TABLE") else {rest.strip()}
        found[name] = (head.strip(), frozenset(parts), tail.strip())
    return found


def _parts(body: str) -> set[str]:
    """The columns and constraints between the outer parentheses of a CREATE TABLE."""
    parts, depth = [""], 0
    for character in body:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return {part.strip() for part in parts}


def stored(version: int) -> Path:
    """Where the database of a schema version is kept."""
    return FOLDER / f"schema_v{version}.db"


def problems() -> list[str]:
    """What differs, a line each; empty when all is well."""
    found = _differences("the steps", laid(), "store/tables", declared())
    for version in range(1, SCHEMA_VERSION + 1):
        path = stored(version)
        if not path.exists():
            found.append(f"{path.name} is missing: run python tools/store_schema.py")
            continue
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            # Read-only: nothing may touch what is kept.
            found += _differences(path.name, schema_of(connection), "the steps", laid(version))
    return found


def _differences(name: str, left: Schema, other: str, right: Schema) -> list[str]:
    found = [f"{each} is in {name}, not in {other}" for each in sorted(left.keys() - right.keys())]
    found += [f"{each} is in {other}, not in {name}" for each in sorted(right.keys() - left.keys())]
    for each in sorted(left.keys() & right.keys()):
        if left[each] != right[each]:
            mine, theirs = (sorted(part) for part in (left[each][1], right[each][1]))
            only = [part for part in mine if part not in theirs]
            missing = [part for part in theirs if part not in mine]
            found.append(f"{each}: {name} has {only}, {other} has {missing}")
    return found


def store() -> None:
    """Write the database of today's schema version."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        draft, seed = Path(folder) / "draft.db", Path(folder) / "seed.yaml"
        programme = data_file("seed_pairings.yaml").read_text(encoding="utf-8")
        for pattern, replacement in _MUCH_ALIKE:
            programme = pattern.sub(replacement, programme)
        seed.write_text(programme, encoding="utf-8")
        for line in CONTENT:
            typed = [word.format(seed=seed) for word in line.split()]
            words = ["--db", str(draft), "--actor", "卓玛", "--lang", "en", *typed]
            messages = io.StringIO()
            if code := run(words, os.environ, io.StringIO(), messages):
                raise SystemExit(f"{line}: exit {code}\n{messages.getvalue()}")
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            connection.execute("VACUUM")
        data = draft.read_bytes()
    if len(data) > MOST_BYTES:
        raise SystemExit(f"{len(data)} bytes are too many to keep for ever")
    stored(SCHEMA_VERSION).write_bytes(data)


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 with differences, 2 for a wrong command line."""
    if arguments == ["--check"]:
        found = problems()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    if arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    store()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
