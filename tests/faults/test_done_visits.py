"""Promise 18: what is kept of done visits for the reports of a programme is what was recorded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store.bulk import BATCH
from tests.faults.bench import bench_at, done, pairing

LOG = ("log-visit", "隆子县", "加查县", "--form", "送教", "--on", "2022-05-10")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


def ask(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return sorted(connection.execute(sql).fetchall())


def kept(db: Path) -> list[tuple[Any, ...]]:
    return ask(db, "SELECT * FROM done_visit")


def recorded(db: Path) -> list[tuple[Any, ...]]:
    """The done visits as the records have them, put together without the view."""
    with closing(sqlite3.connect(db)) as connection:
        rows = connection.execute(
            "SELECT x.pairing_id, v.start_date, v.id, v.end_date, v.direction, v.form_code,"
            " v.class_hours, v.teachers, v.children FROM visit AS v, visit_pairing AS x"
            " WHERE x.visit_id = v.id AND v.state = 'done'"
        ).fetchall()
    return sorted(
        (pairing, first, key, alike(direction, form, first, last, hours), hours, *people)
        for pairing, first, key, last, direction, form, hours, *people in rows
    )


def alike(direction: str, form: str, first: str, last: str, hours: float | None) -> str:
    later = "" if last == first else last
    return f"{direction} {form} {first} {later} {'' if hours is None else hours}"


def of_day(rows: Iterable[tuple[Any, ...]], day: str) -> int:
    return sum(row[1] == day for row in rows)


def test_a_visit_counts_when_it_is_done_and_no_longer_when_it_is_taken_back(db: Path) -> None:
    before = kept(db)
    done(
        db, "log-visit", "隆子县", "加查县", "--form", "送教", "--on", "2022-05-10", "--hours", "4"
    )
    assert kept(db) == recorded(db)
    assert of_day(kept(db), "2022-05-10") == of_day(before, "2022-05-10") + 2
    done(db, "undo")
    assert kept(db) == before
    done(db, "redo")
    assert kept(db) == recorded(db)
    assert len(kept(db)) == len(before) + 2


@pytest.mark.parametrize(
    "change",
    [
        ("edit", "--on", "2022-05-11"),
        ("edit", "--on", "2022-05-10..2022-05-12"),
        ("edit", "--hours", "2.5"),
        ("edit", "--form", "讲座"),
        ("edit", "--direction", "joint"),
        ("edit", "--teachers", "3", "--children", "20"),
        ("cancel", "--reason", "大雪"),
    ],
    ids=" ".join,
)
def test_what_is_corrected_is_corrected_there_and_so_is_its_undo(
    change: tuple[str, ...], db: Path
) -> None:
    done(
        db, "log-visit", "隆子县", "加查县", "--form", "送教", "--on", "2022-05-10", "--hours", "4"
    )
    ref = ask(db, "SELECT substr(max(id), 25, 8) FROM visit")[0][0]
    before = kept(db)
    verb, *options = change
    done(db, "visit", verb, ref, *options)
    assert kept(db) == recorded(db) != before
    done(db, "undo")
    assert kept(db) == before


def test_what_is_planned_is_not_there_before_it_is_confirmed(db: Path) -> None:
    before = kept(db)
    done(db, *LOG, "--planned")
    assert kept(db) == before
    ref = ask(db, "SELECT substr(max(id), 25, 8) FROM visit")[0][0]
    done(db, "visit", "confirm", ref)
    assert kept(db) == recorded(db)
    assert len(kept(db)) == len(before) + 2


def test_an_import_and_its_undo_are_followed(db: Path, tmp_path: Path) -> None:
    before = kept(db)
    rows = [f"2022-05-{day:02},曲松县,送教,{day / 2}" for day in range(1, 28)]
    table = tmp_path / "visits.csv"
    table.write_text("\n".join(["date,mentees,form,class_hours", *rows]) + "\n", encoding="utf-8")
    done(db, "log-visit", "--from", str(table), "--yes")
    assert kept(db) == recorded(db)
    assert len(kept(db)) == len(before) + 27
    done(db, "undo")
    assert kept(db) == before


def test_a_register_of_many_is_followed_whatever_was_put_off_for_it(
    db: Path, tmp_path: Path
) -> None:
    """More rows than the file has: what is kept is made after them, in one go."""
    mentees = ("隆子县", "加查县", "隆子县、加查县")
    lines = ["date,mentees,form,topic,class_hours,state,state_reason"]
    for day in (date(2022, 3, 1) + timedelta(at) for at in range(60)):
        for at in range(90):
            state = "cancelled,大雪" if at % 7 == 3 else "done,"
            lines.append(f"{day},{mentees[at % 3]},送教,主题{at}题,{at % 9 / 2},{state}")
    assert len(lines) > BATCH
    table = tmp_path / "visits.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = kept(db)
    done(db, "log-visit", "--from", str(table), "--yes")
    assert kept(db) == recorded(db)
    assert len(kept(db)) > len(before) + 5_000
    assert pairing(db, "db", "doctor", "--check").code == 0
    done(db, "undo")
    assert kept(db) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE visit SET state = 'cancelled' WHERE start_date < '2022-06-01'",
        "UPDATE visit SET state = 'done', class_hours = 7.5",
        "UPDATE visit SET start_date = '2022-03-07', end_date = '2022-03-09'",
        "UPDATE visit_pairing SET pairing_id = (SELECT max(id) FROM pairing)"
        " WHERE visit_id = (SELECT max(visit_id) FROM visit_pairing)",
        "DELETE FROM visit_pairing WHERE visit_id = (SELECT max(visit_id) FROM visit_pairing)",
        "DELETE FROM visit WHERE id = (SELECT max(id) FROM visit)",
        "CREATE TEMP TABLE link AS SELECT * FROM visit_pairing; CREATE TEMP TABLE v AS SELECT *"
        " FROM visit; DELETE FROM visit; DELETE FROM visit_pairing;"
        " INSERT INTO visit_pairing SELECT * FROM link; INSERT INTO visit SELECT * FROM v",
    ],
)
def test_whoever_writes_it_stays_true(sql: str, db: Path) -> None:
    """The database itself keeps it, so that a row changed with another program counts too."""
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(sql)
    assert kept(db) == recorded(db)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM done_visit",
        "UPDATE done_visit SET class_hours = 99",
        "UPDATE done_visit SET start_date = '2022-03-08'",
    ],
)
def test_what_was_written_to_it_is_found_and_made_anew(sql: str, db: Path) -> None:
    before = kept(db)
    assert before
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(sql)
        connection.commit()
    told = json.loads(pairing(db, "db", "doctor", "--json").out)
    (found,) = (each for each in told if each["check"] == "kept")
    assert found["severity"] == "broken"
    assert "--repair" in found["remedy"]
    assert pairing(db, "db", "doctor", "--check").code == 1
    done(db, "db", "doctor", "--repair")
    assert kept(db) == before
    assert pairing(db, "db", "doctor", "--check").code == 0


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TRIGGER done_visit_changed",
        "DROP TRIGGER done_visit_linked; CREATE TRIGGER done_visit_linked AFTER INSERT ON"
        " visit_pairing BEGIN DELETE FROM waiver; END",
        "DROP TABLE done_visit",
    ],
)
def test_without_what_keeps_it_nothing_is_written_before_it_is_put_right(
    sql: str, db: Path
) -> None:
    before = kept(db)
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(sql)
    content = db.read_bytes()
    refused = pairing(db, *LOG)
    assert refused.code == 76
    assert "is missing or not as made" in refused.err
    assert "db doctor --repair" in refused.err
    assert db.read_bytes() == content
    done(db, "db", "doctor", "--repair")
    assert kept(db) == before
    done(db, *LOG)
    assert kept(db) == recorded(db)


def test_a_dump_has_none_of_it_and_a_load_makes_it(db: Path, tmp_path: Path) -> None:
    dumped, loaded = tmp_path / "d.jsonl", tmp_path / "new.db"
    done(db, "db", "dump", "-o", str(dumped))
    assert "done_visit" not in dumped.read_text(encoding="utf-8")
    done(loaded, "db", "load", str(dumped))
    assert kept(loaded) == kept(db) == recorded(db)


@pytest.mark.parametrize("direction", ["visitor", "to_mentee"])
def test_a_visit_whose_links_another_program_deleted_keeps_no_report_from_being_made(
    direction: str, db: Path
) -> None:
    done(
        db, "log-visit", "曲松县", "--form", "送教", "--on", "2022-05-10", "--direction", direction
    )
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("DELETE FROM visit_pairing")
        connection.commit()
    found = json.loads(done(db, "summary", "--json").out)["by_mentor"]
    assert {each["visits"] for each in found} == {0}
    done(db, "progress")
    done(db, "status")


def test_it_is_no_record_of_anybody(db: Path) -> None:
    """It is neither counted among the tables, nor in the change log."""
    with closing(sqlite3.connect(db)) as connection:
        tables = {name for (name,) in connection.execute("SELECT DISTINCT table_name FROM change")}
    assert "visit" in tables
    assert "done_visit" not in tables
