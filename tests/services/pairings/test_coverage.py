"""Who is covered, and where the tree of help breaks off."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.vocabulary import CoverageState, Ownership, Tier
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import add_kindergarten, retire_kindergarten
from pairing_cli.services.pairings.coverage import (
    Cascade,
    Standing,
    cascade,
    counts,
    coverage,
    day_in,
)
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.store.writing import Writer
from tests.services.programme import (
    CYCLE,
    FIRST_DAY,
    LAST_DAY,
    TODAY,
    pair,
    programme_at,
    reader,
    writer,
)

BEFORE, AFTER = dt.date(2021, 1, 1), dt.date(2026, 1, 1)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The small programme."""
    return programme_at(tmp_path / "p.db")


def _covered(db: Path, as_of: dt.date = TODAY, **wanted: str) -> dict[str, Standing]:
    with reader(db) as store:
        rows = coverage(store, find_cycle(store, CYCLE, as_of), as_of, **wanted)
    found = {row.kindergarten: row for row in rows}
    assert len(found) == len(rows), "each kindergarten once"
    return found


def _states(db: Path, as_of: dt.date = TODAY) -> dict[str, str]:
    return {name: row.state for name, row in _covered(db, as_of).items()}


def _tree(db: Path, as_of: dt.date = TODAY, county: str | None = None) -> Cascade:
    with reader(db) as store:
        return cascade(store, find_cycle(store, CYCLE, as_of), as_of, county=county)


def _breaks(db: Path) -> dict[str, tuple[str, ...]]:
    return {row.kindergarten: row.breaks for row in _tree(db).rows if row.breaks}


def _township(store: Writer, name: str, region: str = "热荣乡", **told: str) -> None:
    add_kindergarten(store, name, Tier.TOWNSHIP, Particulars(region=region, **told))  # type: ignore[arg-type]


def _villages(store: Writer, *names: str) -> None:
    for name in names:
        add_kindergarten(store, name, Tier.VILLAGE, Particulars(region="热荣乡"))


# --- States ---------------------------------------------------------------------------------


def test_every_kindergarten_is_in_exactly_one_state(db: Path) -> None:
    assert _states(db) == {
        "市实验幼儿园": "mentor",
        "市第二实验幼儿园": "unassigned",
        "洛扎县示范幼儿园": "exempt",
        "加查县示范幼儿园": "mentored",
        "隆子县示范幼儿园": "mentored",
        "未来双语幼儿园": "mentored",
    }


def test_who_is_helped_and_helps_is_both(db: Path) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园")
        pair(store, "隆子县", "热荣乡幼儿园", "county-township")
    found = _covered(db)
    assert found["隆子县示范幼儿园"].state == "both"
    assert found["隆子县示范幼儿园"].mentor == "市实验幼儿园"
    assert found["隆子县示范幼儿园"].mentees == ("热荣乡幼儿园",)
    assert found["热荣乡幼儿园"].state == "mentored"


def test_a_consult_pairing_changes_nobodys_state(db: Path) -> None:
    before = _states(db)
    with writer(db) as store:
        pair(store, "市第二实验幼儿园", "洛扎县", "city-county", kind="consult")
    assert _states(db) == before


def test_an_exempt_countys_kindergarten_with_a_regular_mentor_is_mentored(db: Path) -> None:
    with writer(db) as store:
        pair(store, "市第二实验幼儿园", "洛扎县", "city-county")
    assert _states(db)["洛扎县示范幼儿园"] == "mentored"


def test_an_exempt_countys_kindergarten_that_helps_is_a_mentor(db: Path) -> None:
    with writer(db) as store:
        _township(store, "扎日乡幼儿园", "洛扎县/扎日乡")
        pair(store, "洛扎县", "扎日乡幼儿园", "county-township")
    assert _states(db)["洛扎县示范幼儿园"] == "mentor"


def test_the_exemption_of_a_county_covers_neither_its_private_nor_its_township_ones(
    db: Path,
) -> None:
    with writer(db) as store:
        _township(store, "扎日乡幼儿园", "洛扎县/扎日乡")
        private = Particulars(ownership=Ownership.PRIVATE, region="洛扎县")
        add_kindergarten(store, "洛扎小星星幼儿园", Tier.COUNTY, private)
    states = _states(db)
    assert states["扎日乡幼儿园"] == "unassigned"
    assert states["洛扎小星星幼儿园"] == "unassigned"


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (dt.date(2022, 9, 1), "mentored"),
        (dt.date(2022, 12, 31), "mentored"),
        (dt.date(2023, 1, 1), "unassigned"),
        (AFTER, "unassigned"),
    ],
)
def test_a_pairing_counts_up_to_its_last_day(db: Path, as_of: dt.date, state: str) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园")
        pair(store, "隆子县", "热荣乡幼儿园", "county-township", end=dt.date(2022, 12, 31))
    assert _states(db, as_of)["热荣乡幼儿园"] == state


@pytest.mark.parametrize(
    ("as_of", "day"),
    [(BEFORE, FIRST_DAY), (FIRST_DAY, FIRST_DAY), (TODAY, TODAY), (AFTER, LAST_DAY)],
)
def test_a_report_outside_the_cycle_looks_at_its_nearest_day(
    db: Path, as_of: dt.date, day: dt.date
) -> None:
    with reader(db) as store:
        assert day_in(find_cycle(store, CYCLE, as_of), as_of) == day
    assert _states(db, as_of)["隆子县示范幼儿园"] == "mentored"


def test_a_kindergarten_is_retired_from_its_day_on(db: Path) -> None:
    with writer(db) as store:
        retire_kindergarten(store, "洛扎县", reason="撤并", on=TODAY, today=TODAY)
    assert _states(db, TODAY - dt.timedelta(days=1))["洛扎县示范幼儿园"] == "exempt"
    assert _states(db, TODAY)["洛扎县示范幼儿园"] == "retired"


def test_counts_add_up_to_the_roster(db: Path) -> None:
    rows = list(_covered(db).values())
    found = counts(rows)
    assert sum(found.values()) == len(rows) == 6
    assert found == {
        CoverageState.MENTORED: 3,
        CoverageState.MENTOR: 1,
        CoverageState.EXEMPT: 1,
        CoverageState.UNASSIGNED: 1,
    }


def test_coverage_is_asked_for_by_state_tier_and_county(db: Path) -> None:
    assert list(_covered(db, state="exempt")) == ["洛扎县示范幼儿园"]
    assert list(_covered(db, tier="city")) == ["市实验幼儿园", "市第二实验幼儿园"]
    assert list(_covered(db, county="隆子县")) == ["隆子县示范幼儿园"]
    with pytest.raises(NotFound):
        _covered(db, county="没有的县")


# --- The tree -------------------------------------------------------------------------------


def test_the_tree_goes_from_city_to_village_depth_first(db: Path) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园", exemplar="township")
        _villages(store, "一村幼儿园", "二村幼儿园")
        pair(store, "隆子县", "热荣乡幼儿园", "county-township")
        pair(store, "热荣乡幼儿园", "一村幼儿园", "township-village")
        pair(store, "热荣乡幼儿园", "二村幼儿园", "township-village")
    rows = [(row.depth, row.kindergarten, row.parent) for row in _tree(db).rows]
    assert rows == [
        (0, "市实验幼儿园", None),
        (1, "加查县示范幼儿园", "市实验幼儿园"),
        (1, "隆子县示范幼儿园", "市实验幼儿园"),
        (2, "热荣乡幼儿园", "隆子县示范幼儿园"),
        (3, "一村幼儿园", "热荣乡幼儿园"),
        (3, "二村幼儿园", "热荣乡幼儿园"),
        (1, "未来双语幼儿园", "市实验幼儿园"),
        (0, "市第二实验幼儿园", None),
        (0, "洛扎县示范幼儿园", None),
    ]


def test_a_county_whose_townships_are_not_on_the_roster_is_one_line(db: Path) -> None:
    assert _breaks(db) == {
        "市第二实验幼儿园": ("no-mentees",),
        "加查县示范幼儿园": ("nobody-below",),
        "隆子县示范幼儿园": ("nobody-below",),
    }


def test_a_township_kindergarten_without_a_mentor_breaks_the_tree_on_both_sides(db: Path) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园")
    found = _breaks(db)
    assert found["热荣乡幼儿园"] == ("no-mentor",)
    assert found["隆子县示范幼儿园"] == ("no-mentees",)


def test_a_mentor_below_the_minimum_of_its_layer_is_a_break(db: Path) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园", exemplar="township")
        _villages(store, "一村幼儿园", "二村幼儿园")
        pair(store, "隆子县", "热荣乡幼儿园", "county-township")
        pair(store, "热荣乡幼儿园", "一村幼儿园", "township-village")
    assert _breaks(db)["热荣乡幼儿园"] == ("below-minimum",)
    with writer(db) as store:
        pair(store, "热荣乡幼儿园", "二村幼儿园", "township-village")
    assert "热荣乡幼儿园" not in _breaks(db)


def test_an_exempt_county_is_no_break(db: Path) -> None:
    assert "洛扎县示范幼儿园" not in _breaks(db)


def test_a_retired_kindergarten_leaves_the_tree_unless_a_pairing_names_it(db: Path) -> None:
    later = dt.date(2024, 4, 1)
    with writer(db) as store:
        retire_kindergarten(store, "洛扎县", reason="撤并", on=TODAY, today=TODAY)
        retire_kindergarten(store, "隆子县", reason="撤并", on=later, today=later)
    rows = {row.kindergarten: row for row in _tree(db, later).rows}
    assert "洛扎县示范幼儿园" not in rows
    assert rows["隆子县示范幼儿园"].breaks == ("retired",)


def test_the_tree_of_a_county_shows_the_mentors_above_it(db: Path) -> None:
    rows = _tree(db, county="隆子县").rows
    assert [row.kindergarten for row in rows] == ["市实验幼儿园", "隆子县示范幼儿园"]


def test_pairings_in_a_circle_are_each_shown_once(db: Path) -> None:
    with writer(db) as store:
        _township(store, "热荣乡幼儿园")
        _township(store, "扎日乡幼儿园", "隆子县/扎日乡")
        pair(store, "热荣乡幼儿园", "扎日乡幼儿园", "county-township")
        pair(store, "扎日乡幼儿园", "热荣乡幼儿园", "county-township")
    names = [row.kindergarten for row in _tree(db).rows]
    assert len(names) == len(set(names)) == 8


def test_counties_without_any_kindergarten_are_named(db: Path) -> None:
    assert _tree(db).bare_counties == ()
    with writer(db) as store:
        retire_kindergarten(store, "洛扎县", reason="撤并", on=TODAY, today=TODAY)
    assert _tree(db).bare_counties == ("洛扎县",)
