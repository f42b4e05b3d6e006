"""What is public names nobody: a name of its own in every column that may hold a person, and no
listing, whoever declared it, lets one out.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.cli.outgoing.profiles import cleaning
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.records.registry import persons
from pairing_cli.domain.words.wording import NAME
from pairing_cli.store.reading import ConnectionReader
from pairing_cli.store.rows import BY_TABLE
from pairing_cli.store.rows.base import TEXT
from tests.faults.bench import bench_at, done, pairing, words_of

PERSONS = re.compile(
    r"(^name|^phone|person|head|expert|approver|_by|by_name|master|apprentice|responsible|author|presenter"
    r"|assigned_to|signatory|answered_for)$"
)
"""Columns that hold persons' names and numbers, by what they are called."""

OF_PLACES = {
    "kindergarten.name", "kindergarten_name.name", "region.name", "region_name.name",
    "circle.name", "holiday.name", "rule.owed_by",
}  # fmt: skip
"""Columns called so that hold something else."""

OF_THINGS = OF_PLACES | {
    "agreement_party.party", "baseline_figure.item", "bulletin.number", "donation.item",
    "form.label_zh", "form.label_en", "form_alias.alias", "honour.document_number",
    "inspector.office", "showcase.place",
}  # fmt: skip
"""Columns as long as a name, or called as one, that hold no person."""

MORE = (
    "group add", "apprentice add", "waiver add", "problem add", "commendation add",
    "secondment add", "inspection add", "backbone add", "agreement add", "bulletin publish",
    "group hand-over", "assessment adjust", "log-visit", "inspection rectify",
    "inspection recheck",
)  # fmt: skip
AT_THE_END = ("cycle close", "cycle roll")
"""What makes the next cycle the one that listings are of."""


@pytest.fixture
def named(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A programme with all registers, and the mark of each column that holds persons."""
    return marked(tmp_path / "there", MORE)


def marked(folder: Path, commands: Sequence[str]) -> tuple[Path, dict[str, str]]:
    folder.mkdir()
    db = bench_at(folder / "p.db")
    for name in commands:
        pairing(db, *words_of(name, folder))
    marks: dict[str, str] = {}
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master"
                  " WHERE type = 'table' AND name NOT LIKE 'change%'")]  # fmt: skip
        for table in tables:
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info('{table}')"):
                place = f"{table}.{column}"
                if kind != "TEXT" or place in OF_PLACES or not PERSONS.search(column):
                    continue
                mark = f"1390000{len(marks):04}" if column == "phone" else f"张{len(marks):03}某"
                own = "" if column == "phone" else " || hex(randomblob(4))"  # names stay unlike
                connection.execute(f'UPDATE "{table}" SET "{column}" = \'{mark}\'{own}')
                marks[mark] = place
    return db, marks


def test_no_listing_that_is_public_names_anybody(
    named: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    db, marks = named
    assert {"waiver.approver", "group_member.name", "visit.recorded_by"} <= set(marks.values())
    said = pairing(db, "export", "nothing", "-o", str(tmp_path / "x.json")).err
    listings = re.split(r",\s+", re.sub(r"(?s).*Listings: (.*?)\.?\n*$", r"\1", said).strip())
    assert len(listings) > 35
    leaks = []
    for name in listings:
        out = tmp_path / f"{name}.json"
        done(db, "export", name, "-o", str(out), "--profile", "public", "--as-of", "2024-06-28")
        text = out.read_text("utf-8")
        leaks += [f"{name}: {place}" for mark, place in marks.items() if mark in text]
    assert leaks == []
    # The same marks do leave where everything may: the test can fail.
    done(db, "export", "waivers", "-o", str(tmp_path / "all.json"), "--as-of", "2024-06-28")
    whole = (tmp_path / "all.json").read_text("utf-8")
    assert any(mark in whole for mark, place in marks.items() if place == "waiver.approver")


def test_no_printed_bulletin_that_is_public_names_anybody(
    named: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    db, marks = named
    published = next(
        row["ref"]
        for row in json.loads(done(db, "bulletin", "list", "--json").out)
        if row["state"] == "published"
    )
    out = tmp_path / "bulletin.md"
    done(db, "bulletin", "print", published, "-o", str(out), "--profile", "public")
    text = out.read_text("utf-8")
    assert [place for mark, place in marks.items() if mark in text] == []
    assert "档案不全" in text


def test_a_text_for_the_public_names_nobody_whom_any_register_names(tmp_path: Path) -> None:
    db, marks = marked(tmp_path / "there", (*MORE, *AT_THE_END))
    with closing(sqlite3.connect(db)) as connection:
        names = {
            place: name
            for place in marks.values()
            if not place.endswith(".phone")
            for table, column in [place.split(".")]
            for (name,) in connection.execute(f'SELECT max("{column}") FROM "{table}"')
            if name is not None
        }
        clean = cleaning(Audience.PUBLIC, ConnectionReader(connection))
    assert set(names) == {place for place in marks.values() if not place.endswith(".phone")}
    assert [place for place, name in names.items() if name in clean(f"感谢{name}同志")] == []
    for name in ("cycles", "assessment", "history", "progress"):
        out = tmp_path / f"{name}.json"
        of = () if name in ("cycles", "history") else ("--cycle", "2022-2024")
        done(db, "export", name, "-o", str(out), "--profile", "public", *of)
        told = out.read_text("utf-8")
        assert [place for mark, place in marks.items() if mark in told] == [], name


def test_every_column_as_long_as_a_name_says_whether_it_holds_a_person() -> None:
    """So that a register of tomorrow can't name people without saying so."""
    named = set(persons())
    undecided = {
        f"{table}.{column.name}"
        for table, row in BY_TABLE.items()
        for column in row.columns.values()
        if column.kind is TEXT
        and (table, column.name) not in named
        and (column.longest == NAME or PERSONS.search(column.name))
    }
    assert undecided - {place for place in undecided if place.endswith(".phone")} == OF_THINGS


def test_no_listing_for_internal_use_gives_a_phone(
    named: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    db, marks = named
    phones = [mark for mark, place in marks.items() if place.endswith(".phone")]
    assert phones
    for name in ("kindergartens", "roster", "groups", "agreements"):
        out = tmp_path / f"{name}.csv"
        done(db, "export", name, "-o", str(out), "--profile", "internal")
        assert not [mark for mark in phones if mark in out.read_text("utf-8-sig")], name
    done(db, "export", "roster", "-o", str(tmp_path / "all.csv"), "--profile", "archive")
    assert any(mark in (tmp_path / "all.csv").read_text("utf-8-sig") for mark in phones)
