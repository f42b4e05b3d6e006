"""Status: what is found on a day, how bad it is, and in which order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.output.cells import for_scripts
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.override_edit import OverrideInput, override_rule
from pairing_cli.services.owing.rule_book import drop
from pairing_cli.services.owing.waiver_edit import WaiverInput, waive
from pairing_cli.services.pairings.assigning import assign, reassign, unassign
from pairing_cli.services.reports.status import Status, status
from pairing_cli.services.reports.status_row import Severity, StatusRow
from pairing_cli.services.visits.visit_log import VisitEntry, log_visit
from tests.services.programme import reader, writer
from tests.services.seeded import END, LATER, cycle_in, log, seeded_at

MENTEE = "隆子县示范幼儿园"
SHARED = ("mentor-group", "county-group", "responsibility-letter")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def _status(db: Path, day: str | dt.date, **wanted: Any) -> Status:
    as_of = dt.date.fromisoformat(day) if isinstance(day, str) else day
    with reader(db) as store:
        return status(store, cycle_in(store), as_of, **wanted)


def _rows(db: Path, day: str | dt.date, severity: str | None = None) -> list[StatusRow]:
    """The findings of one pairing."""
    rows = _status(db, day, mentee="隆子县").rows
    return [row for row in rows if severity in (None, row.severity)]


def _of(db: Path, day: str | dt.date, rule: str) -> dict[str | None, str]:
    """Period → severity of one rule of the pairing."""
    return {row.period: row.severity for row in _rows(db, day) if row.rule == rule}


def _without_quotas(db: Path) -> None:
    with writer(db) as store:
        drop(store, "term-quotas", cycle_in(store))


def test_nothing_is_due_before_the_cycle_nor_on_its_first_days(db: Path) -> None:
    assert _status(db, "2021-06-01").rows == []
    assert _status(db, "2022-03-01").rows == []


def test_findings_stand_worst_first_then_by_day_then_by_mentee(db: Path) -> None:
    log(db, "桑日县", "讲座", "2022-06-01", state=VisitState.PLANNED)
    rows = _status(db, "2023-05-10").rows
    keys = [
        (list(Severity).index(Severity(row.severity)), row.due, name_order(row.mentee))
        for row in rows
    ]
    assert keys == sorted(keys)
    assert {row.severity for row in rows} == {"missed", "behind", "unconfirmed", "no_contact"} | {
        "missing"
    }


def test_each_missed_or_behind_obligation_is_one_row(db: Path) -> None:
    log(db, "隆子县 加查县", "送教", "2022-04-12", 4)
    day = dt.date(2023, 5, 10)
    with reader(db) as store:
        figures = figures_of(store, cycle_in(store), day)
    wanted = Counter(
        (each.pairing.mentee, figures.rules[figure.owed.rule.id].code, figure.owed.period.code)
        for each in figures.pairings
        for figure in each.figures()
        if figure.state == "missed" and figure.owed.rule.per == "pairing"
    )
    found = Counter(
        (row.mentee, row.rule, row.period)
        for row in _status(db, day).rows
        if row.severity == "missed" and row.rule not in SHARED
    )
    assert found == wanted
    assert set(found.values()) == {1}


def test_what_is_due_within_fourteen_days_is_due_and_before_that_behind(db: Path) -> None:
    assert _of(db, "2022-06-30", "lesson-hours") == {"2022-spring": "behind"}
    assert _of(db, "2022-07-01", "lesson-hours") == {"2022-spring": "due"}
    assert _of(db, "2022-07-15", "lesson-hours") == {"2022-spring": "due"}
    assert _of(db, "2022-07-16", "lesson-hours") == {"2022-spring": "missed"}


def test_what_is_done_is_not_found(db: Path) -> None:
    log(db, "隆子县", "送教", "2022-04-12", 10)
    assert _of(db, "2022-07-16", "lesson-hours") == {}


def test_what_is_on_track_is_not_found_until_it_is_due(db: Path) -> None:
    log(db, "隆子县", "送教", "2022-04-12", 9)
    assert _of(db, "2022-06-20", "lesson-hours") == {}
    assert _of(db, "2022-07-05", "lesson-hours") == {"2022-spring": "due"}


def test_papers_and_milestones_are_missing_from_half_of_their_time_on(db: Path) -> None:
    """A plan is due 60 days after the start, on 30 April: half of the 61 days are gone on the
    31st of March.
    """
    assert _of(db, "2022-03-30", "plan") == {}
    assert _of(db, "2022-03-31", "plan") == {"2022-2024": "missing"}
    (row,) = [row for row in _rows(db, "2022-03-31") if row.rule == "plan"]
    assert (row.kind, row.due, row.owed_by) == ("milestone", "2022-04-30", "both")
    assert _of(db, "2022-05-01", "plan") == {"2022-2024": "missed"}
    assert _of(db, "2023-04-30", "archive-record") == {"2022-2023": "missing"}


def test_a_duty_that_several_share_is_found_once(db: Path) -> None:
    rows = [row for row in _status(db, "2022-05-01").rows if row.rule in SHARED]
    assert Counter(row.rule for row in rows) == {
        "mentor-group": 3,
        "county-group": 9,
        "responsibility-letter": 9,
    }


def test_what_is_counted_has_a_pace_and_a_rate_that_was_not_reported_has_no_zero(db: Path) -> None:
    messages = {row.rule: for_scripts(row.message) for row in _rows(db, "2023-05-10", "behind")}
    assert messages["lesson-hours"] == (
        "Class-hours of sent lessons (2023-spring): 0 of 10 class-hours; 10 teaching weeks left,"
        " at least 1 a week, due on 2023-07-15."
    )
    due = {row.rule: for_scripts(row.message) for row in _rows(db, "2023-07-10", "due")}
    assert due["qualified-rate"] == "Qualified rate (2022-2023): not reported; due on 2023-07-15."


def test_a_planned_visit_is_unconfirmed_from_the_day_after_it(db: Path) -> None:
    ref = log(db, "隆子县 加查县", "讲座", "2022-06-01", state=VisitState.PLANNED)
    assert _rows(db, "2022-06-01", "unconfirmed") == []
    (row,) = _rows(db, "2022-06-02", "unconfirmed")
    assert (row.kind, row.rule, row.due, row.ref) == ("visit", None, "2022-06-01", ref)
    assert ref in for_scripts(row.message)
    everybody = [row for row in _status(db, "2022-06-02").rows if row.severity == "unconfirmed"]
    assert len(everybody) == 2, "one for each mentee"


def test_sixty_days_without_a_visit_count_from_the_start_or_the_last_visit(db: Path) -> None:
    assert _rows(db, "2022-04-29", "no_contact") == []
    (row,) = _rows(db, "2022-04-30", "no_contact")
    assert (row.kind, row.due) == ("contact", "2022-04-30")
    log(db, "隆子县", "网上交流", "2022-04-12")
    assert _rows(db, "2022-06-10", "no_contact") == []
    assert len(_rows(db, "2022-06-11", "no_contact")) == 1


def test_only_done_visits_up_to_the_day_are_contact_and_all_days_of_them(db: Path) -> None:
    log(db, "隆子县", "讲座", "2022-04-12", state=VisitState.PLANNED)
    log(db, "隆子县", "讲座", "2022-05-30")
    assert len(_rows(db, "2022-05-01", "no_contact")) == 1
    span = DateSpan(dt.date(2022, 9, 1), dt.date(2022, 9, 30))
    entry = VisitEntry(form="跟班学习", span=span)
    with writer(db) as store:
        log_visit(store, ["隆子县"], entry, today=LATER, database=db)
    assert _rows(db, "2022-11-28", "no_contact") == []
    assert len(_rows(db, "2022-11-29", "no_contact")) == 1


def test_after_the_end_what_was_never_done_is_missed_and_silence_is_of_the_end(db: Path) -> None:
    log(db, "隆子县", "送教", "2024-02-20", 4)
    later = _status(db, LATER).rows
    assert {row.severity for row in later} == {"missed", "no_contact"}
    assert MENTEE not in {row.mentee for row in later if row.severity == "no_contact"}
    # Summing up has time until 1 July; before, it isn't missed.
    assert _of(db, "2024-04-01", "cycle-summary") == {}
    assert _of(db, "2024-06-20", "cycle-summary") == {"2022-2024": "due"}
    assert _of(db, "2024-07-02", "cycle-summary") == {"2022-2024": "missed"}
    assert {row.severity for row in _status(db, END).rows} == {"missed", "due", "no_contact"}


def test_what_is_waived_is_left_out_and_counted(db: Path) -> None:
    entered = WaiverInput("隆子县", "lesson-hours", "2022-spring", WaiverKind.EXCUSED, "封控")
    with writer(db) as store:
        waive(store, entered, cycle_in(store), as_of=dt.date(2022, 7, 1))
    assert _of(db, "2022-07-16", "lesson-hours") == {}
    assert _status(db, "2022-07-16").waived == 1
    assert _status(db, "2022-07-16", mentee="加查县").waived == 0


def test_overrides_and_waivers_are_told_in_the_message(db: Path) -> None:
    start = dt.date(2022, 3, 1)
    entered = OverrideInput("lesson-hours", 6, start, None, "路途远", mentee="隆子县")
    later = WaiverInput(
        "隆子县",
        "lesson-hours",
        "2022-spring",
        WaiverKind.POSTPONED,
        "封控",
        until=dt.date(2022, 12, 1),
    )
    with writer(db) as store:
        override_rule(store, entered, cycle_in(store), as_of=LATER)
        waive(store, later, cycle_in(store), as_of=dt.date(2022, 7, 1))
    rows = _rows(db, "2022-11-20", "due")
    (row,) = [row for row in rows if row.rule == "lesson-hours"]
    assert for_scripts(row.message) == (
        "Class-hours of sent lessons (2022-spring): 0 of 6 class-hours; due on 2022-12-01,"
        " 11 days left. Changed by an override: 路途远 Postponed by a waiver: 封控"
    )


def test_exempt_counties_and_advice_on_request_are_left_out(db: Path) -> None:
    with writer(db) as store:
        assign(store, "市实验幼儿园", ["洛扎县"], as_of=END, consult=True)
    log(db, "洛扎县", "讲座", "2022-06-01", state=VisitState.PLANNED)
    found = {row.county for row in _status(db, LATER).rows}
    assert found.isdisjoint({"错那市", "错那县", "洛扎县", "浪卡子县"})


def test_an_ended_pairing_still_shows_what_it_missed_but_is_not_silent(db: Path) -> None:
    with writer(db) as store:
        unassign(store, "隆子县", as_of=dt.date(2022, 8, 1), reason="撤并")
    rows = _rows(db, "2022-12-01")
    assert {row.severity for row in rows} == {"missed"}
    assert {row.rule for row in rows} >= {"lesson-hours", "lectures"}


def test_a_mentee_with_a_new_mentor_shows_both_of_its_pairings(db: Path) -> None:
    with writer(db) as store:
        reassign(
            store,
            "隆子县",
            "市第二实验幼儿园",
            as_of=dt.date(2023, 3, 1),
            reason="调整",
            override="三所之外",
        )
    assert {row.mentor for row in _rows(db, LATER)} == {"市实验幼儿园", "市第二实验幼儿园"}


def test_findings_are_narrowed_to_a_mentor_a_county_or_a_mentee(db: Path) -> None:
    day = "2022-07-16"
    assert {row.mentor for row in _status(db, day, mentor="市实验").rows} == {"市实验幼儿园"}
    assert {row.county for row in _status(db, day, county="加查县").rows} == {"加查县"}
    assert {row.mentee for row in _status(db, day, mentee="隆子县").rows} == {MENTEE}
    with pytest.raises(NotFound):
        _status(db, day, mentee="无此园")


def test_without_any_rule_only_contact_is_looked_at(db: Path) -> None:
    _without_quotas(db)
    with writer(db) as store:
        drop(store, "shannan-2022", cycle_in(store))
    assert {row.kind for row in _status(db, "2022-07-16").rows} == {"contact"}
