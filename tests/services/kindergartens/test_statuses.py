"""What a kindergarten counts as from a day on, and n of N kindergartens of a place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData, NotFound, UsageError
from pairing_cli.services.kindergartens.status_edit import (
    end_status,
    give_status,
    remove_status,
)
from pairing_cli.services.pairings.coverage import coverage
from pairing_cli.services.pairings.places import Places, places
from pairing_cli.services.pairings.statuses import list_statuses
from pairing_cli.services.programme.region_edit import set_official_count
from tests.services.programme import reader, writer
from tests.services.seeded import cycle_in, seeded_at

TODAY = dt.date(2023, 5, 10)
MARCH, JULY, AUGUST = dt.date(2022, 3, 1), dt.date(2022, 7, 31), dt.date(2022, 8, 1)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Shannan's programme."""
    return seeded_at(tmp_path / "p.db")


def _give(db: Path, first: dt.date, last: dt.date | None = None, *, status: str = "weak") -> None:
    with writer(db) as store:
        give_status(store, "隆子县", status, first, last, reason=None, today=TODAY)


def _weak(db: Path, day: dt.date) -> list[str]:
    with reader(db) as store:
        rows = coverage(store, cycle_in(store), day, status="weak")
    return [row.kindergarten for row in rows]


def test_a_status_stands_from_its_first_day_to_its_last(db: Path) -> None:
    _give(db, MARCH, JULY)
    assert _weak(db, MARCH - dt.timedelta(1)) == []
    assert _weak(db, MARCH) == ["隆子县示范幼儿园"]
    assert _weak(db, JULY) == ["隆子县示范幼儿园"]
    assert _weak(db, AUGUST) == []


def test_a_status_without_an_end_stands_until_it_is_ended(db: Path) -> None:
    _give(db, MARCH)
    with writer(db) as store:
        end_status(store, "隆子县", "weak", JULY, reason="已达标")
    assert _weak(db, JULY) == ["隆子县示范幼儿园"]
    assert _weak(db, AUGUST) == []
    _give(db, AUGUST)  # what was weak can be weak again
    assert _weak(db, AUGUST) == ["隆子县示范幼儿园"]


def test_a_status_that_ends_before_it_begins_is_refused(db: Path) -> None:
    with pytest.raises(UsageError, match="end-before-start"):
        _give(db, JULY, MARCH)
    _give(db, JULY)
    with writer(db) as store, pytest.raises(UsageError, match="end-before-start"):
        end_status(store, "隆子县", "weak", MARCH, reason=None)


def test_the_same_status_does_not_stand_twice_on_a_day(db: Path) -> None:
    _give(db, MARCH)
    with pytest.raises(BadData, match="status-twice"):
        _give(db, JULY)
    _give(db, JULY, status="key")  # another one may
    with reader(db) as store:
        row = next(row for row in coverage(store, cycle_in(store), AUGUST) if row.statuses)
    assert row.statuses == ("weak", "key")


def test_nothing_can_be_ended_that_does_not_stand(db: Path) -> None:
    with writer(db) as store, pytest.raises(NotFound, match="no-such-status"):
        end_status(store, "隆子县", "weak", JULY, reason=None)


def test_a_status_that_was_a_mistake_is_off_the_record(db: Path) -> None:
    _give(db, MARCH)
    with writer(db) as store:
        remove_status(store, "隆子县", "weak", reason="误登", on=TODAY)
    assert _weak(db, JULY) == []
    with reader(db) as store:
        assert list_statuses(store, TODAY) == []


def _places(db: Path, county: str | None = None) -> Places:
    with reader(db) as store:
        return places(store, cycle_in(store), TODAY, county=county)


def test_the_official_number_of_a_place_is_unknown_until_it_is_recorded(db: Path) -> None:
    before = _places(db)
    assert before.whole is not None
    assert (before.whole.covered, before.whole.on_roster, before.whole.official) == (15, 18, None)
    with writer(db) as store:
        set_official_count(store, "隆子县", 42, "2022年教育统计")
    after = _places(db)
    assert after.known == 1
    longzi = next(each for each in after.parts if each.place == "隆子县")
    assert (longzi.covered, longzi.on_roster, longzi.official) == (1, 1, 42)


def test_a_county_is_counted_by_its_townships(db: Path) -> None:
    with writer(db) as store:
        set_official_count(store, "热荣乡", 3, "2022年教育统计")
    there = _places(db, "隆子县")
    assert there.whole is not None
    assert there.whole.place == "隆子县"
    assert {each.place: each.official for each in there.parts}["热荣乡"] == 3


def test_a_number_without_a_source_is_refused(db: Path) -> None:
    with writer(db) as store, pytest.raises(UsageError, match="no-source"):
        set_official_count(store, "隆子县", 42, None)


def test_a_roster_with_more_than_there_are_is_pointed_out(db: Path) -> None:
    with writer(db) as store:
        set_official_count(store, "山南市", 5, "2022年教育统计")
    whole = _places(db).whole
    assert whole is not None
    assert whole.is_short
