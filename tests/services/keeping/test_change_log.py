"""The change log as it is read: one change a row, however the rows were logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.services.keeping.undoing import redo, undo
from pairing_cli.store import bulk
from pairing_cli.store.log.changelog import (
    LOG_TABLES,
    ChangeBatch,
    ChangeNote,
    compact_json,
    row_text,
)
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.rows import Pairing, Visit, VisitGoal, VisitPairing, VisitPerson
from pairing_cli.store.schema.our_schema import record_tables
from pairing_cli.store.writing import Writer
from tests.services.programme import programme_at, reader, writer

ROWS = 40
"""Visits of the import: several entries of the log."""

_VISIT = tuple(Visit.columns)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A programme whose change sets are: 1 init, 2 an import of `ROWS` visits with a note
    between two batches, 3 an edit of one of them.
    """
    monkeypatch.setattr(bulk, "LOGGED_TOGETHER", 7)
    path = programme_at(tmp_path / "p.db")
    with writer(path, "import visits") as store:
        pairing = store.where(Pairing, kind="regular")[0]
        visits = list(_visits(store, pairing))
        half = ROWS // 2
        for part in (visits[:half], visits[half:]):
            rows = [each.stored() for each in part]
            store.insert_many(Visit, {name: [row[name] for row in rows] for name in _VISIT})
            store.insert_many(
                VisitPairing,
                {
                    "visit_id": [each.id for each in part],
                    "pairing_id": [pairing.id for _ in part],
                },
            )
            if part[0] is visits[0]:
                store.add(VisitGoal(visit_id=part[0].id, goal="ideas"))
    with writer(path, "visit edit") as store:
        store.change(store.get(Visit, visits[11].id), topic="改")
    return path


def _visits(store: Writer, pairing: Pairing) -> Iterator[Visit]:
    form = str(store.value("SELECT code FROM form"))
    for day in range(1, ROWS + 1):
        date = pairing.start_date.replace(month=3 + day // 28, day=1 + day % 28)
        yield Visit(
            cycle_id=pairing.cycle_id,
            mentor_id=pairing.mentor_id,
            start_date=date,
            end_date=date,
            form_code=form,
            days=1,
            direction="to_mentee",
            state="done",
            topic=f"主题{day}",
            recorded_by="卓玛",
            recorded_at=store.now,
        )


def ids(store: Any) -> list[str]:
    return [row["id"] for row in store.rows("SELECT id FROM visit ORDER BY id")]


def test_an_import_is_a_few_entries_and_one_change_for_each_row(db: Path) -> None:
    with reader(db) as store:
        log = ChangeLog(store)
        entries, notes = list(log.entries(2)), list(log.notes(2))
        keys = ids(store)
    assert [type(each) for each in entries].count(ChangeNote) == 1
    assert len(entries) == 13
    assert len(notes) == 2 * ROWS + 1
    visits = [note for note in notes if note.table == "visit"]
    assert [note.key for note in visits] == [row_text({"id": key}) for key in keys]
    assert {(note.operation, note.before) for note in notes} == {("insert", None)}


def test_entries_come_in_order_and_backwards(db: Path) -> None:
    with reader(db) as store:
        log = ChangeLog(store)
        for table in (None, "visit", "visit_goal", "visit_pairing"):
            forwards = list(log.entries(2, table))
            assert forwards == list(log.entries(2, table, backwards=True))[::-1]
            assert forwards
        tables = [entry.table for entry in log.entries(2)]
    assert tables.index("visit_goal") == 6
    assert tables == ["visit"] * 3 + ["visit_pairing"] * 3 + ["visit_goal"] + tables[7:]


def test_changes_are_counted_by_table(db: Path) -> None:
    with reader(db) as store:
        log = ChangeLog(store)
        assert log.tables(2) == {
            "visit": (ROWS, ROWS, 0),
            "visit_pairing": (ROWS, ROWS, 0),
            "visit_goal": (1, 1, 0),
        }
        assert log.tables(3) == {"visit": (1, 0, 0)}
        assert [log.count_rows(seq, "visit") for seq in (1, 2, 3)] == [0, ROWS, 1]
        assert log.tables_since(2) == {"visit"}
        assert log.tables_since(1) == {"visit", "visit_pairing", "visit_goal"}
        assert log.sets_since(1, ["visit"]) == {2, 3}
        assert log.sets_since(1, ["visit_pairing", "cycle"]) == {2}
        assert store.value("SELECT changes FROM history WHERE seq = 2") == 2 * ROWS + 1


def test_the_newest_change_of_a_row_is_the_last_that_is_known_of_it(db: Path) -> None:
    def known(key: str) -> tuple[Mapping[str, Any], bool]:
        with reader(db) as store:
            found = ChangeLog(store).last_known("visit", {"id": key})
        assert found is not None
        return found

    with reader(db) as store:
        keys = ids(store)
        row = store.rows("SELECT * FROM visit WHERE id = :id", id=keys[3])[0]
    assert known(keys[3]) == (row, False)
    assert known(keys[11])[0]["topic"] == "改"
    with writer(db, "undo") as writing:
        undo(writing)
    assert known(keys[11]) == ({**known(keys[11])[0], "topic": "主题12"}, False)
    with writer(db, "undo") as writing:
        undo(writing)
    assert known(keys[3]) == (row, True)
    assert known(keys[11])[1]
    with writer(db, "redo") as writing:
        redo(writing)
    assert known(keys[3]) == (row, False)


def test_a_row_that_never_was_is_not_known(db: Path) -> None:
    with reader(db) as store:
        log, (first, *_, last) = ChangeLog(store), ids(store)
        for key in (first[:-1] + "g", last[:-1] + "g", "", "z"):
            assert log.last_known("visit", {"id": key}) is None
            assert log.sets_touching("visit", [{"id": key}]) == set()
        assert log.last_known("term", {"id": first}) is None


def test_who_touched_a_row_is_found_whatever_order_its_key_is_told_in(db: Path) -> None:
    with reader(db) as store:
        log, keys = ChangeLog(store), ids(store)
        pairing = store.value("SELECT pairing_id FROM visit_pairing")
        assert log.sets_touching("visit", [{"id": keys[3]}]) == {2}
        assert log.sets_touching("visit", [{"id": keys[11]}]) == {2, 3}
        assert log.sets_touching("visit", [{"id": key} for key in keys]) == {2, 3}
        assert log.sets_touching("visit", [{"id": keys[11]}], after=2) == {3}
        assert log.sets_touching("visit", [{"id": keys[3]}], after=2) == set()
        assert log.sets_touching("visit", []) == set()
        for key in (
            {"visit_id": keys[3], "pairing_id": pairing},
            {"pairing_id": pairing, "visit_id": keys[3]},
        ):
            assert log.sets_touching("visit_pairing", [key]) == {2}
            assert log.last_known("visit_pairing", key) == (key, False)
        other = {"visit_id": keys[3], "pairing_id": keys[3]}
        assert log.sets_touching("visit_pairing", [other]) == set()


def test_rows_come_and_go_by_the_log_as_in_the_tables(db: Path) -> None:
    steps = (lambda _: None, undo, undo, redo, undo)
    for step in steps:
        with writer(db, "step") as writing:
            step(writing)
        with reader(db) as store:
            log = ChangeLog(store)
            tables = [name for name in record_tables() if name not in LOG_TABLES]
            counts = {name: store.value(f'SELECT count(*) FROM "{name}"') for name in tables}
            assert {name: log.rows_left(name) for name in tables} == counts
            gone = [(table, key) for table, key, _ in log.deleted()]
            assert len(gone) == (0 if counts["visit"] else 2 * ROWS + 1)
    assert counts["visit"] == 0


def test_a_batch_taken_back_twice_is_as_it_was(db: Path) -> None:
    with reader(db) as store:
        (batch, *_) = ChangeLog(store).entries(2)
    assert isinstance(batch, ChangeBatch)
    assert batch.inverse().operation == "delete"
    assert batch.inverse().inverse() == batch
    notes = list(batch.notes())
    assert [note.inverse() for note in notes] == list(batch.inverse().notes())
    assert batch.line() != batch.inverse().line()


@pytest.mark.parametrize("names", [_VISIT[:-1], (*_VISIT, "colour")])
def test_a_batch_names_every_column_once(db: Path, names: Sequence[str]) -> None:
    with writer(db) as store, pytest.raises(TypeError, match="visit has the columns"):
        store.insert_many(Visit, {name: [] for name in names})


ODD = ["甲", "100%", "%s", '"a"', "\\", "a/b", "绘本 12%%", "甲"]


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (ODD, [None] * 8),
        (ODD, ["head", None] * 4),
        (["%d%%"] * 8, ["head"] * 8),
        (["独"], ["head"]),
    ],
)
def test_a_load_stores_and_logs_each_value_as_it_was_given(
    names: list[str], roles: list[str | None], db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 5)
    with reader(db) as store:
        keys = ids(store)[: len(names)]
    columns: dict[str, Sequence[Any]] = {
        "visit_id": keys,
        "position": [],
        "name": names,
        "role": roles,
        "kindergarten_id": [None] * len(names),
    }
    for loads in (False, True):
        columns["position"] = [at + 10 * loads for at in range(len(names))]
        rows = [list(row) for row in zip(*columns.values(), strict=True)]
        with (
            writer(db, "load") as writing,
            writing.loading((VisitPerson,), 5) if loads else nullcontext(),
        ):
            writing.insert_many(VisitPerson, columns)
        with reader(db) as store:
            last = int(str(store.value("SELECT max(seq) FROM change_set")))
            logged = list(ChangeLog(store).entries(last))
            stored = store.tuples(
                "SELECT visit_id, position, name, role, kindergarten_id FROM visit_person"
                " WHERE position BETWEEN :first AND :last ORDER BY visit_id",
                first=10 * loads,
                last=10 * loads + 9,
            )
            assert [list(row) for row in stored] == rows
        assert all(isinstance(each, ChangeBatch) for each in logged)
        texts = [each.row_values for each in logged if isinstance(each, ChangeBatch)]
        assert texts == [compact_json(part) for part in (rows[:5], rows[5:]) if part]


def test_indexes_are_as_they_were_after_a_load_of_few_of_many_and_of_none(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 20)

    def indexes() -> list[tuple[str, str]]:
        with reader(db) as store:
            found = store.tuples(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                " ORDER BY name"
            )
            return [(name, sql) for name, sql in found]

    before = indexes()
    tables = (Visit, VisitPairing, VisitPerson)
    with reader(db) as store:
        key = ids(store)[0]
    for count, row in ((1, "甲"), (19, "乙"), (30, "丙"), (10 * ROWS, "丁")):
        with writer(db, "load") as writing, writing.loading(tables, count):
            dropped = [each for each in before if each not in _made(writing)]
            writing.insert_many(
                VisitPerson,
                {
                    "visit_id": [key],
                    "position": [count],
                    "name": [row],
                    "role": [None],
                    "kindergarten_id": [None],
                },
            )
        assert bool(dropped) is (count > ROWS)
        assert indexes() == before
    with (
        pytest.raises(ZeroDivisionError),
        writer(db, "load") as writing,
        writing.loading(tables, 1000),
    ):
        raise ZeroDivisionError
    assert indexes() == before


def _made(store: Writer) -> list[tuple[str, str]]:
    return list(store.tuples("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
