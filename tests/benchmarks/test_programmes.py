"""Generated programmes are what the program itself could have made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from benchmarks.programmes import TODAY, Size, programme
from benchmarks.records import WATCHED_VISITS

from benchmarks import keys
from pairing_cli.domain.ids import REF_LENGTH, REF_START
from pairing_cli.store.schema.steps import STEPS, apply_steps
from tests.commandline import done

SIZE = Size(60, 1_500)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme(SIZE, tmp_path_factory.mktemp("programmes"))


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def test_it_is_as_large_as_asked_for(database: Path) -> None:
    assert rows(database, "SELECT count(*) FROM pairing") == [(SIZE.pairings,)]
    assert rows(database, "SELECT count(*) FROM visit") == [(SIZE.visits,)]


def test_its_schema_is_the_products_own(database: Path) -> None:
    query = "SELECT name, sql FROM sqlite_master ORDER BY name"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        apply_steps(connection, 0, STEPS)
        assert rows(database, query) == connection.execute(query).fetchall()


def test_no_row_refers_to_one_that_is_not_there(database: Path) -> None:
    assert rows(database, "PRAGMA foreign_key_check") == []
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]


def test_mentors_help_no_more_than_their_layer_allows(database: Path) -> None:
    exceeded = rows(
        database,
        "SELECT p.mentor_id FROM pairing AS p INNER JOIN layer_capacity AS c"
        " ON c.cycle_id = p.cycle_id AND c.layer = p.layer"
        " GROUP BY p.mentor_id, p.layer HAVING count(*) > min(c.maximum)",
    )
    assert exceeded == []


def test_the_watched_pairing_has_its_visits_and_the_others_share_the_rest(database: Path) -> None:
    counts = [
        count
        for (count,) in rows(
            database,
            "SELECT (SELECT count(*) FROM visit_pairing AS x WHERE x.pairing_id = p.id)"
            " FROM pairing AS p ORDER BY p.rowid",
        )
    ]
    assert counts[0] == WATCHED_VISITS
    assert min(counts[1:]) > 0.8 * SIZE.visits / SIZE.pairings


def test_a_made_again_programme_is_the_same(database: Path, tmp_path: Path) -> None:
    again = programme(SIZE, tmp_path)
    generated = "SELECT id, start_date, form_code, state, class_hours FROM visit ORDER BY id"
    assert rows(again, generated) == rows(database, generated)


def test_keys_are_the_same_from_python_and_from_sqlite(database: Path) -> None:
    numbers = (0, 1, 65_536, 9_999_999)
    for number in numbers:
        made = keys.key(keys.Kind.VISIT, number)
        assert rows(database, f"SELECT {keys.key_sql(keys.Kind.VISIT, str(number))}") == [(made,)]
        assert len(made) == 36
    refs = {keys.key(keys.Kind.VISIT, n)[REF_START : REF_START + REF_LENGTH] for n in range(5_000)}
    assert len(refs) == 5_000


def test_reports_read_it(database: Path) -> None:
    told = done("--db", str(database), "--as-of", TODAY, "progress", "--json").data
    assert len(told) == SIZE.pairings
    assert {row["state"] for row in told} & {"met", "on_track", "behind", "missed"}
