"""Programmes to measure on: made once, kept outside the tree, the same on every machine.

The file is made by `pairing init`, so that its schema, views, calendar, rules and the first
twelve pairings are the product's own; the rest is written straight into the tables. Such rows
have no entry in the change log and documents have no files, which `db doctor` reports; nothing
that is timed looks at either.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import records
from benchmarks.cascade import Cascade
from pairing_cli.store.schema.steps import drop_views, lay_views

ROOT: Final = Path(__file__).resolve().parent.parent

TODAY: Final = "2023-12-20"
"""The day of every report that is timed: late in the fourth term of the seed's cycle."""

CYCLE: Final = "2022-2024"

_DAYS: Final = 671
"""Days from the first of the cycle on which visits lie: up to 2023-12-31."""

_SEEDED: Final = 12
_CITY: Final = "5405"

_BATCH: Final = 500_000
"""Visits drafted in one go: what is drafted is held in memory."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a programme is."""

    pairings: int
    visits: int

    @property
    def name(self) -> str:
        """As in file names: 12x1000."""
        return f"{self.pairings}x{self.visits}"


SMALL: Final = Size(12, 1_000)
MIDDLE: Final = Size(1_000, 100_000)
LARGE: Final = Size(12_000, 1_000_000)
COUNTRY: Final = Size(270_000, 10_000_000)

SIZES: Final = (SMALL, MIDDLE, LARGE)
"""What is measured by default; `COUNTRY` with BIG=1."""


def programme(size: Size, folder: Path) -> Path:
    """A programme of this size, from `folder` or made there."""
    path = folder / f"{size.name}-{_identity()}.db"
    if path.exists():
        return path
    for outdated in folder.glob(f"{size.name}-*.db"):
        outdated.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    made_by_init(draft)
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        fill(connection, size)
    draft.replace(path)
    return path


def fill(connection: sqlite3.Connection, size: Size) -> None:
    """Bring the programme that `init` made up to `size`."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA temp_store = MEMORY")
    (cycle_id,) = connection.execute("SELECT id FROM cycle WHERE code = ?", (CYCLE,)).fetchone()
    connection.execute("BEGIN")
    _add_roster(connection, Cascade(size.pairings - _SEEDED, _CITY), cycle_id)
    connection.executescript(records.CHOSEN)
    connection.execute("BEGIN")
    connection.execute(records.DOCUMENTS)
    for statement in records.PAPERS:
        connection.execute(statement, {"cycle_id": cycle_id} if ":cycle_id" in statement else {})
    drop_views(connection)
    with _without_indexes(connection, ("visit", "visit_pairing", "visit_person")):
        _add_visits(connection, size, cycle_id)
    lay_views(connection)
    connection.execute("COMMIT")


def _add_roster(connection: sqlite3.Connection, cascade: Cascade, cycle_id: str) -> None:
    connection.executemany(
        "INSERT INTO region (code, name, pinyin, initials, level, parent_code, assumed)"
        " VALUES (?, ?, ?, ?, ?, ?, 0)",
        cascade.region_rows(),
    )
    connection.executemany(
        "INSERT INTO kindergarten (id, name, pinyin, initials, tier, ownership, exemplar,"
        " region_code, name_confirmed, assumed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0)",
        cascade.kindergarten_rows(),
    )
    connection.executemany(
        "INSERT INTO pairing (id, mentor_id, mentee_id, layer, cycle_id, kind, start_date,"
        f" assumed) VALUES (?, ?, ?, ?, '{cycle_id}', 'regular', '2022-03-01', 0)",
        cascade.pairing_rows(),
    )


def _add_visits(connection: sqlite3.Connection, size: Size, cycle_id: str) -> None:
    values = {"visits": size.visits, "pairings": size.pairings, "days": _DAYS}
    for first in range(0, size.visits, _BATCH):
        last = min(first + _BATCH, size.visits) - 1
        connection.execute(records.DRAFT, {**values, "first": first, "last": last})
        connection.execute(records.VISITS, {"cycle_id": cycle_id, "today": TODAY})
        connection.execute(records.VISIT_PAIRINGS)
        connection.execute(records.PEOPLE)
        connection.execute("DROP TABLE temp.draft")


@contextmanager
def _without_indexes(connection: sqlite3.Connection, tables: tuple[str, ...]) -> Iterator[None]:
    """Leave the indexes of some tables to the end: an index made after a load costs half of
    one that is kept up during it.
    """
    marks = ", ".join("?" * len(tables))
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        f" AND tbl_name IN ({marks})",
        tables,
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in indexes:
        connection.execute(sql)


def made_by_init(path: Path) -> None:
    """The programme of the seed, by the product itself."""
    subprocess.run(  # noqa: S603 - our own program with our own words
        [sys.executable, "-m", "pairing_cli", "--db", str(path), "init"],
        check=True,
        capture_output=True,
        env={**os.environ, "PAIRING_ACTOR": "卓玛"},
    )


def _identity() -> str:
    """Changes when the schema, the seed or the generator does."""
    digest = hashlib.sha256()
    sources = [
        *sorted((ROOT / "src/pairing_cli/store/schema").glob("*.sql")),
        ROOT / "data/seed_pairings.yaml",
        *(
            ROOT / "benchmarks" / f"{name}.py"
            for name in ("cascade", "keys", "programmes", "records")
        ),
    ]
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
