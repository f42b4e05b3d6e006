"""Figures of two days side by side, and the bureau's roster of both sides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.services.kindergartens.baselines import Figures, record_baseline
from pairing_cli.services.kindergartens.comparing import Comparison, compare_baselines
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import edit_kindergarten
from pairing_cli.services.pairings.assigning import unassign
from pairing_cli.services.pairings.bureau_roster import RosterRow, bureau_roster
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import find_cycle
from tests.services.programme import CYCLE, FIRST_DAY, LAST_DAY, programme_at, reader, writer

LATER = dt.date(2026, 1, 1)
WHOLE = DateSpan(FIRST_DAY, LAST_DAY)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """市实验幼儿园 helps 隆子县, 加查县 and 未来双语幼儿园."""
    return programme_at(tmp_path / "pairing.db")


def record(db: Path, name: str, on: str, figures: Figures) -> None:
    with writer(db) as store:
        record_baseline(store, name, dt.date.fromisoformat(on), figures, today=LATER)


def compared(db: Path, span: DateSpan = WHOLE) -> Comparison:
    with reader(db) as store:
        return compare_baselines(store, "隆子县", span)


def roster(db: Path, as_of: str, county: str | None = None) -> dict[str, RosterRow]:
    with reader(db) as store:
        day = dt.date.fromisoformat(as_of)
        cycle = find_cycle(store, CYCLE, day)
        return {
            row.mentee: row
            for row in bureau_roster(store, cycle, PairingFilter(county=county), day)
        }


def test_figures_of_two_days_stand_side_by_side_with_what_became_of_them(db: Path) -> None:
    parts = (("grade", "小班", 4), ("grade", "中班", 4))
    record(db, "隆子县", "2022-03-20", Figures(360, 12, 50, parts=parts, needs="区域材料"))
    record(db, "隆子县", "2023-09-01", Figures(402, 12, 48, 30, (("grade", "小班", 5),)))
    found = compared(db)
    assert [
        (row.figure, row.item, row.before, row.after, row.difference, row.percent)
        for row in found.rows
    ] == [
        ("children", None, 360, 402, 42, 11.7),
        ("classes", None, 12, 12, 0, 0.0),
        ("staff", None, 50, 48, -2, -4.0),
        ("teachers", None, None, 30, None, None),
        ("grade", "小班", 4, 5, 1, 25.0),
        ("grade", "中班", 4, None, None, None),
        ("needs", None, "区域材料", None, None, None),
    ]
    assert {(row.first_date, row.last_date) for row in found.rows} == {("2022-03-20", "2023-09-01")}
    assert [(row.signed, row.signed_percent) for row in found.rows[:4]] == [
        ("+42", "+11.7%"), ("+0", "+0%"), ("-2", "-4%"), ("", ""),
    ]  # fmt: skip


def test_a_figure_that_was_0_has_no_change_in_per_cent(db: Path) -> None:
    record(db, "隆子县", "2022-03-20", Figures(children=0))
    record(db, "隆子县", "2023-03-20", Figures(children=20))
    (row,) = compared(db).rows
    assert (row.difference, row.percent, row.signed_percent) == (20, None, "")


def test_the_first_and_last_day_in_the_span_are_taken(db: Path) -> None:
    for on, children in (("2022-03-20", 1), ("2022-09-01", 2), ("2023-03-01", 3)):
        record(db, "隆子县", on, Figures(children=children))
    found = compared(db, DateSpan(dt.date(2022, 3, 1), dt.date(2022, 12, 31)))
    assert (found.first.date, found.last.date) == ("2022-03-20", "2022-09-01")
    assert found.days == ("2022-03-20", "2022-09-01", "2023-03-01")


def test_with_figures_of_one_day_only_the_days_that_are_there_are_named(db: Path) -> None:
    with pytest.raises(NotFound) as none:
        compared(db)
    assert none.value.hint is not None
    assert "baseline" in none.value.hint.msgid
    record(db, "隆子县", "2022-03-20", Figures(children=1))
    with pytest.raises(NotFound) as one:
        compared(db)
    assert one.value.code == "nothing-to-compare"
    assert one.value.hint is not None
    assert one.value.hint.values["days"] == ("2022-03-20",)


def test_the_roster_has_both_sides_with_the_latest_figures_by_the_day(db: Path) -> None:
    with writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(head="卓玛", phone="0893-7821234"))
        edit_kindergarten(store, "市实验幼儿园", Particulars(head="扎西"))
    record(db, "隆子县", "2022-03-20", Figures(children=360, staff=50))
    record(db, "隆子县", "2022-09-01", Figures(children=402))
    record(db, "隆子县", "2023-09-01", Figures(children=9, staff=9))
    record(db, "市实验幼儿园", "2022-03-01", Figures(staff=80))
    row = roster(db, "2023-01-01")["隆子县示范幼儿园"]
    assert (row.mentee_head, row.mentee_phone, row.mentor_head) == ("卓玛", "0893-7821234", "扎西")
    assert (row.mentee_children, row.mentee_staff, row.mentee_figures_on) == (402, 50, "2022-09-01")
    assert (row.mentor_children, row.mentor_staff) == (None, 80)


def test_the_roster_leaves_out_pairings_that_were_ended_and_others_counties(db: Path) -> None:
    assert set(roster(db, "2023-01-01", county="隆子县")) == {"隆子县示范幼儿园"}
    assert len(roster(db, "2023-01-01")) == 3
    with writer(db) as store:
        unassign(store, "加查县", as_of=dt.date(2022, 12, 31), reason="撤并")
    assert "加查县示范幼儿园" in roster(db, "2022-12-31")
    assert "加查县示范幼儿园" not in roster(db, "2023-01-01")
