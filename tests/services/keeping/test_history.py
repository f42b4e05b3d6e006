"""The change log: every command is kept, can be taken back, and done again."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.registry import codes
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import DIRECTIONS, VISIT_STATES, Tier
from pairing_cli.services.keeping.history import (
    FieldChange,
    HistoryRow,
    find_change_set,
    list_changes,
    list_history,
)
from pairing_cli.services.keeping.scheme.cycle_edit import add_cycle, add_term
from pairing_cli.services.keeping.undoing import redo, undo
from pairing_cli.services.kindergartens.baselines import Figures, record_baseline
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import (
    add_alias,
    add_kindergarten,
    edit_kindergarten,
    rename_kindergarten,
    retire_kindergarten,
)
from pairing_cli.services.programme.form_edit import NewForm, add_form, add_form_aliases, end_form
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.log.changelog import LOG_TABLES, ChangeNote, SetHeading, chain_hash, row_text
from pairing_cli.store.rows import Baseline, Visit, VisitGoal
from pairing_cli.store.writing import Writer
from tests.services.programme import TODAY, content_of, pair, programme_at, reader, writer

Command = Callable[[Writer], object]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The small programme."""
    return programme_at(tmp_path / "p.db")


def _undo(db: Path) -> HistoryRow:
    with writer(db, "undo") as store:
        return undo(store)


def _redo(db: Path) -> HistoryRow:
    with writer(db, "redo") as store:
        return redo(store)


def _head(db: Path, name: str, command: str = "edit") -> None:
    with writer(db, command) as store:
        edit_kindergarten(store, "隆子县", Particulars(head=name))


def _head_of(db: Path) -> str | None:
    with reader(db) as store:
        return store.value("SELECT head FROM kindergarten WHERE name = '隆子县示范幼儿园'")  # type: ignore[no-any-return]


def _log_visit(store: Writer) -> None:
    """A visit with the rows whose keys have two columns."""
    pairing = pair(
        store, "市第二实验幼儿园", "洛扎县", "city-county", kind="consult", end=dt.date(2023, 1, 1)
    )
    visit = Visit(
        cycle_id=pairing.cycle_id,
        mentor_id=pairing.mentor_id,
        start_date=TODAY,
        end_date=TODAY,
        form_code="lecture",
        direction="to_mentee",
        class_hours=4,
        recorded_by=store.actor,
        recorded_at=store.now,
    )
    store.add(visit, VisitGoal(visit_id=visit.id, goal="ideas"))
    store.add(VisitGoal(visit_id=visit.id, goal="brand"))
    store.delete(*store.where(VisitGoal, goal="brand"))
    store.change(visit, class_hours=4.5)


COMMANDS: dict[str, Command] = {
    "add": lambda store: add_kindergarten(
        store, "热荣乡幼儿园", Tier.TOWNSHIP, Particulars(region="热荣乡"), aliases=("热幼",)
    ),
    "edit": lambda store: edit_kindergarten(
        store, "隆子县", Particulars(head="卓玛", latitude=28.4, longitude=92.0)
    ),
    "rename": lambda store: rename_kindergarten(store, "隆子县", "隆子县第一幼儿园", TODAY),
    "alias": lambda store: add_alias(store, "隆子县", ("隆幼", "隆子幼儿园")),
    "retire": lambda store: retire_kindergarten(
        store, "洛扎县", reason="撤并", on=TODAY, today=TODAY
    ),
    "baseline": lambda store: record_baseline(
        store, "隆子县", TODAY, Figures(children=9, parts=[("grade", "小班", 1)]), today=TODAY
    ),
    "form add": lambda store: add_form(
        store, NewForm("story", "故事会", "joint", aliases=("讲故事",))
    ),
    "form alias": lambda store: add_form_aliases(store, "送教", ["送课"]),
    "form end": lambda store: end_form(store, "送教", TODAY),
    "cycle": lambda store: add_cycle(
        store, "2024-2026", DateSpan(dt.date(2024, 4, 1), dt.date(2026, 3, 31))
    ),
    "term": lambda store: add_term(
        store, "2024春", DateSpan(dt.date(2024, 3, 1), dt.date(2024, 7, 15))
    ),
    "visit": _log_visit,
}


# --- Taking back ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_undo_takes_back_the_whole_command_and_redo_does_it_again(db: Path, name: str) -> None:
    before = content_of(db)
    with writer(db, name) as store:
        COMMANDS[name](store)
    after = content_of(db)
    assert after != before
    assert _undo(db).command == name
    assert content_of(db) == before
    assert _redo(db).command == name
    assert content_of(db) == after


def test_undo_goes_back_command_by_command_and_redo_forward_again(db: Path) -> None:
    states = [content_of(db)]
    for name, command in COMMANDS.items():
        with writer(db, name) as store:
            command(store)
        states.append(content_of(db))
    for name, state in zip(reversed(COMMANDS), reversed(states[:-1]), strict=True):
        assert _undo(db).command == name
        assert content_of(db) == state
    for name, state in zip(COMMANDS, states[1:], strict=True):
        assert _redo(db).command == name
        assert content_of(db) == state


def test_init_is_never_taken_back(db: Path) -> None:
    before = content_of(db)
    with pytest.raises(RuleRefusal, match="nothing-to-undo"):
        _undo(db)
    assert content_of(db) == before


def test_a_command_is_taken_back_once(db: Path) -> None:
    _head(db, "卓玛")
    _undo(db)
    with pytest.raises(RuleRefusal, match="nothing-to-undo"):
        _undo(db)


def test_what_was_done_again_can_be_taken_back_again(db: Path) -> None:
    _head(db, "卓玛")
    for _ in range(3):
        assert _undo(db).seq == 2
        assert _head_of(db) is None
        assert _redo(db).seq == 2
        assert _head_of(db) == "卓玛"


def test_undo_passes_over_what_is_taken_back_already(db: Path) -> None:
    _head(db, "卓玛")
    _head(db, "央金")
    _undo(db)
    _head(db, "德吉")
    assert _undo(db).seq == 5
    assert _head_of(db) == "卓玛"
    assert _undo(db).seq == 2
    assert _head_of(db) is None


def test_redo_is_refused_once_something_else_was_written(db: Path) -> None:
    _head(db, "卓玛")
    _undo(db)
    with writer(db) as store:
        edit_kindergarten(store, "加查县", Particulars(head="央金"))
    with pytest.raises(RuleRefusal, match="written-since"):
        _redo(db)
    assert _head_of(db) is None


def test_without_an_undo_there_is_nothing_to_do_again(db: Path) -> None:
    _head(db, "卓玛")
    with pytest.raises(RuleRefusal, match="nothing-to-redo"):
        _redo(db)


def test_a_dry_run_writes_nothing_and_says_what_it_would_take_back(db: Path) -> None:
    _head(db, "卓玛")
    with writer(db, "undo", dry_run=True) as store:
        assert undo(store).seq == 2
    assert _head_of(db) == "卓玛"
    with reader(db) as store:
        assert [row.seq for row in list_history(store)] == [2, 1]


def test_a_row_that_another_program_changed_is_not_taken_back(db: Path) -> None:
    _head(db, "卓玛")
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE kindergarten SET head = '央金' WHERE head = '卓玛'")
    with pytest.raises(RuleRefusal, match="changed-since"):
        _undo(db)
    assert _head_of(db) == "央金"


def test_a_row_on_which_another_stands_is_not_taken_back(db: Path) -> None:
    with writer(db, "add") as store:
        COMMANDS["add"](store)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "INSERT INTO baseline (id, kindergarten_id, on_date) SELECT 'x', id, '2023-01-01'"
            " FROM kindergarten WHERE name = '热荣乡幼儿园'"
        )
    before = content_of(db)
    with pytest.raises(RuleRefusal, match="changed-since"):
        _undo(db)
    assert content_of(db) == before


# --- Changes of the log, carried out --------------------------------------------------------


def test_a_change_that_is_already_so_is_not_carried_out_twice(db: Path) -> None:
    _head(db, "卓玛")
    with writer(db) as store:
        (row,) = store.rows("SELECT * FROM change WHERE set_seq = 2")
        note = ChangeNote(
            row["table_name"], row["row_key"], row["operation"], row["before"], row["after"]
        )
        with pytest.raises(RuleRefusal, match="changed-since"):
            store.apply(note)
        assert store.notes == []


def test_an_insert_an_update_and_a_delete_are_carried_out_and_noted(db: Path) -> None:
    with reader(db) as store:
        kindergarten = find_kindergarten(store, "隆子县").id
    row = Baseline(kindergarten_id=kindergarten, on_date=TODAY, children=9)
    new, changed = row_text(row.values()), row_text(row.values() | {"children": 10})
    key = row_text({"id": row.id})
    inserted = ChangeNote("baseline", key, "insert", None, new)
    updated = ChangeNote("baseline", key, "update", new, changed)
    with writer(db) as store:
        store.apply(inserted)
        store.apply(updated)
        assert store.value("SELECT children FROM baseline") == 10
        store.apply(updated.inverse())
        assert store.value("SELECT children FROM baseline") == 9
        store.apply(inserted.inverse())
        assert store.value("SELECT count(*) FROM baseline") == 0
        operations = [note.operation for note in store.notes]
    assert operations == ["insert", "update", "update", "delete"]


def test_a_row_with_two_key_columns_is_told_from_its_neighbour(db: Path) -> None:
    with writer(db) as store:
        _log_visit(store)
    with writer(db) as store:
        visit = store.value("SELECT id FROM visit")
        key = row_text({"visit_id": visit, "goal": "mechanism"})
        note = ChangeNote("visit_goal", key, "insert", None, key)
        store.apply(note)
        assert store.value("SELECT count(*) FROM visit_goal") == 2
        store.apply(note.inverse())
        assert store.value("SELECT goal FROM visit_goal") == "ideas"


def test_the_chain_of_the_log_holds_over_undo_and_redo(db: Path) -> None:
    _head(db, "卓玛")
    _undo(db)
    _redo(db)
    previous = ""
    with reader(db) as store:
        sets = store.rows("SELECT * FROM change_set ORDER BY seq")
        for each in sets:
            notes = [
                ChangeNote(*row.values())
                for row in store.rows(
                    'SELECT table_name, row_key, operation, "before", "after" FROM change'
                    " WHERE set_seq = :seq ORDER BY position",
                    seq=each["seq"],
                )
            ]
            heading = SetHeading(*(each[name] for name in SetHeading._fields))
            assert each["previous_hash"] == previous
            assert each["hash"] == (previous := chain_hash(previous, heading, notes))
    assert [each["undoes"] for each in sets] == [None, None, 2, 3]


# --- Looking back ---------------------------------------------------------------------------


def _history(db: Path, **wanted: object) -> list[HistoryRow]:
    with reader(db) as store:
        return list_history(store, **wanted)  # type: ignore[arg-type]


def _changes(db: Path, seq: int) -> list[FieldChange]:
    with reader(db) as store:
        return list(list_changes(store, seq))


def test_history_says_who_did_what_when_and_why_newest_first(db: Path) -> None:
    with writer(db, "kindergarten edit", actor="央金", reason="来电更正") as store:
        edit_kindergarten(store, "隆子县", Particulars(head="卓玛"))
    newest, first = _history(db)
    assert (newest.seq, newest.actor, newest.command) == (2, "央金", "kindergarten edit")
    assert (newest.reason, newest.changes) == ("来电更正", 1)
    assert (newest.undoes, newest.undone_by) == (None, None)
    assert dt.datetime.fromisoformat(newest.at).tzinfo is not None
    assert (first.seq, first.command) == (1, "init")


def test_history_shows_what_takes_back_what_until_it_is_done_again(db: Path) -> None:
    _head(db, "卓玛")
    _undo(db)
    undone, edited, _init = _history(db)
    assert (undone.undoes, edited.undone_by) == (2, 3)
    _redo(db)
    done, undone, edited, _init = _history(db)
    assert (done.undoes, undone.undone_by, edited.undone_by) == (3, 4, None)


def test_history_is_asked_for_by_actor_and_number(db: Path) -> None:
    for number in range(5):
        with writer(db, f"edit {number}", actor="央金" if number % 2 else "卓玛") as store:
            edit_kindergarten(store, "隆子县", Particulars(head=f"园长{number}"))
    assert [row.command for row in _history(db, actor="央金")] == ["edit 3", "edit 1"]
    assert [row.seq for row in _history(db, limit=2)] == [6, 5]
    assert len(_history(db)) == 6


def test_the_history_of_a_kindergarten_has_its_own_rows_and_those_that_name_it(db: Path) -> None:
    for name in ("baseline", "alias", "form alias", "retire"):
        with writer(db, name) as store:
            COMMANDS[name](store)
    with writer(db, "figures only") as store:
        record_baseline(store, "隆子县", TODAY, Figures(parts=[("grade", "小班", 2)]), today=TODAY)
    commands = [row.command for row in _history(db, of="隆子县")]
    assert commands == ["figures only", "alias", "baseline", "init"]


def test_the_history_of_a_form_a_pairing_and_a_visit_is_found_too(db: Path) -> None:
    with writer(db, "visit") as store:
        _log_visit(store)
    _head(db, "卓玛")
    with writer(db, "end") as store:
        end_form(store, "送教", TODAY)
    with reader(db) as store:
        visit = store.value("SELECT ref FROM visits")
        pairing = store.value("SELECT ref FROM pairings WHERE kind = 'consult'")
    assert [row.command for row in _history(db, of="送教")] == ["end", "init"]
    assert [row.command for row in _history(db, of=visit)] == ["visit"]
    assert [row.command for row in _history(db, of=pairing)] == ["visit"]
    with pytest.raises(NotFound):
        _history(db, of="没有的东西")


def test_a_change_set_is_shown_field_by_field(db: Path) -> None:
    _head(db, "卓玛")
    with writer(db, "rename") as store:
        COMMANDS["rename"](store)
    assert _changes(db, 2) == [
        FieldChange("kindergarten", "隆子县第一幼儿园", "update", "head", None, "卓玛")
    ]
    renamed = {(each.table, each.field): (each.before, each.after) for each in _changes(db, 3)}
    assert renamed["kindergarten", "name"] == ("隆子县示范幼儿园", "隆子县第一幼儿园")
    assert renamed["kindergarten", "name_confirmed"] == (0, 1)
    assert renamed["kindergarten_name", "until"] == (None, "2023-05-10")
    assert ("kindergarten", "pinyin") not in renamed


def test_a_change_set_that_is_not_there_is_said_so(db: Path) -> None:
    with reader(db) as store, pytest.raises(NotFound, match="no-such-change"):
        find_change_set(store, 99)


def test_codes_are_told_in_words_to_people_and_stay_codes_for_scripts(db: Path) -> None:
    with writer(db) as store:
        _log_visit(store)
    told = {each.field: each for each in _changes(db, 2) if each.table == "visit"}
    assert (told["state"].after, told["state"].after_shown) == ("done", VISIT_STATES["done"])
    assert told["direction"].after_shown == DIRECTIONS[told["direction"].after]
    form = told["form_code"]
    assert form.after == "lecture"
    assert form.after_shown == Label("专题讲座", "lecture")


def test_every_code_that_a_table_may_hold_has_its_word(db: Path) -> None:
    with reader(db) as store:
        sql = {
            row["name"]: row["sql"]
            for row in store.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        }
    found = [
        (table, column, set(re.findall(r"'([^']+)'", values)))
        for table, text in sql.items()
        if table not in LOG_TABLES
        for values, column in re.findall(
            r"_known CHECK \(((\w+) = '\w+'(?: OR \2 = '\w+')*)\)", text or ""
        )
    ]
    assert len(found) > 20
    for table, column, stored in found:
        words = codes(table, column)
        assert words is not None, (table, column)
        assert stored <= {str(code) for code in words}, (table, column)
