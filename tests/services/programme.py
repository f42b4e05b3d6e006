"""A small programme to test on: one city, three counties, one of them exempt.

市实验幼儿园 helps 隆子县, 加查县 and the private 未来双语幼儿园; 市第二实验幼儿园 helps nobody.
Made once for a run of the tests, then copied: a copy costs less than a millisecond.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.services.programme.names.naming import searchable
from pairing_cli.store.migrations import new_file
from pairing_cli.store.opening import FileReader
from pairing_cli.store.rows import (
    Cycle,
    Exemption,
    Form,
    FormAlias,
    Kindergarten,
    KindergartenName,
    LayerCapacity,
    Pairing,
    Programme,
    Region,
    Term,
)
from pairing_cli.store.writing import Writer, writing

CYCLE = "2022-2024"
FIRST_DAY, LAST_DAY = dt.date(2022, 3, 1), dt.date(2024, 3, 31)
TODAY = dt.date(2023, 5, 10)
"""A day in the middle of the cycle."""

_REGIONS = (
    ("5405", "山南市", "city", None),
    ("540527", "洛扎县", "county", "5405"),
    ("540528", "加查县", "county", "5405"),
    ("540529", "隆子县", "county", "5405"),
    ("540527201", "扎日乡", "township", "540527"),
    ("540529201", "热荣乡", "township", "540529"),
    ("540529205", "扎日乡", "township", "540529"),
)
_KINDERGARTENS = (
    ("市实验幼儿园", "city", "public", "city", "5405", True),
    ("市第二实验幼儿园", "city", "public", "city", "5405", True),
    ("洛扎县示范幼儿园", "county", "public", "county", "540527", False),
    ("加查县示范幼儿园", "county", "public", "county", "540528", False),
    ("隆子县示范幼儿园", "county", "public", "county", "540529", False),
    ("未来双语幼儿园", "county", "private", None, None, True),
)


def programme_at(path: Path) -> Path:
    """A database of the small programme at `path`, written by one change set, `init`."""
    path.write_bytes(_content())
    return path


@contextmanager
def writer(path: Path, command: str = "test", **settings: Any) -> Iterator[Writer]:
    """The write side of `path`, as one command has it."""
    with writing(path, command=command, actor=settings.pop("actor", "卓玛"), **settings) as store:
        yield store


@contextmanager
def reader(path: Path) -> Iterator[FileReader]:
    """The read side of `path`."""
    with closing(FileReader(path)) as store:
        yield store


def pair(
    store: Writer,
    mentor: str,
    mentee: str,
    layer: str,
    *,
    kind: str = PairingKind.REGULAR,
    start: dt.date = FIRST_DAY,
    end: dt.date | None = None,
) -> Pairing:
    """A pairing without any of the programme's checks."""
    row = Pairing(
        cycle_id=store.value("SELECT id FROM cycle WHERE code = :code", code=CYCLE),
        mentor_id=find_kindergarten(store, mentor).id,
        mentee_id=find_kindergarten(store, mentee).id,
        layer=layer,
        kind=kind,
        start_date=start,
        end_date=end,
    )
    store.add(row)
    return row


def content_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows by table, but the change log: equal where two databases say the same."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'change%'"
        ).fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in tables
        }


@cache
def _content() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programme.db"
        with new_file(path) as draft, writer(draft, "init") as store:
            _fill(store)
        return path.read_bytes()


def _fill(store: Writer) -> None:
    for code, name, level, parent in _REGIONS:
        pinyin, initials = searchable(name)
        store.add(
            Region(
                code=code,
                name=name,
                pinyin=pinyin,
                initials=initials,
                level=level,
                parent_code=parent,
            )
        )
    store.add(Programme(title_zh="结对帮扶", title_en="Pairing", region_code="5405"))
    cycle = Cycle(code=CYCLE, start_date=FIRST_DAY, end_date=LAST_DAY)
    store.add(cycle)
    for layer, least, most, within in (
        ("city-county", 0, 3, None),
        ("city-private", 0, 1, None),
        ("county-township", 0, 2, "county"),
        ("township-village", 2, 3, "township"),
    ):
        store.add(
            LayerCapacity(
                cycle_id=cycle.id, layer=layer, minimum=least, maximum=most, within=within
            )
        )
    store.add(Exemption(cycle_id=cycle.id, region_code="540527", reason="已受助满三年"))
    _fill_calendar_and_forms(store)
    _fill_roster(store)


def _fill_calendar_and_forms(store: Writer) -> None:
    for year in (2022, 2023):
        for season, first, last in (
            ("spring", dt.date(year, 3, 1), dt.date(year, 7, 15)),
            ("autumn", dt.date(year, 9, 1), dt.date(year + 1, 1, 15)),
        ):
            started = year if season == "autumn" else year - 1
            store.add(
                Term(
                    code=f"{year}-{season}",
                    school_year=f"{started}-{started + 1}",
                    season=season,
                    start_date=first,
                    end_date=last,
                )
            )
    for position, (code, zh, en) in enumerate(
        (("lesson_delivery", "送教", "sent lessons"), ("lecture", "专题讲座", "lecture"))
    ):
        store.add(
            Form(code=code, label_zh=zh, label_en=en, direction="to_mentee", position=position)
        )
    store.add(FormAlias(form_code="lesson_delivery", alias="送教下乡"))


def _fill_roster(store: Writer) -> None:
    for name, tier, ownership, exemplar, region, confirmed in _KINDERGARTENS:
        pinyin, initials = searchable(name)
        row = Kindergarten(
            name=name,
            pinyin=pinyin,
            initials=initials,
            tier=tier,
            ownership=ownership,
            exemplar=exemplar,
            region_code=region,
            name_confirmed=confirmed,
        )
        store.add(row)
        if name == "市实验幼儿园":
            store.add(KindergartenName(kindergarten_id=row.id, name="山南市实验幼儿园"))
    pair(store, "市实验幼儿园", "隆子县", "city-county")
    pair(store, "市实验幼儿园", "加查县", "city-county")
    pair(store, "市实验幼儿园", "未来双语幼儿园", "city-private")
