"""The schedule: what lies ahead and what is still owed, never what nobody can do any more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import Ledger, VisitState
from pairing_cli.services.reports.schedule import ScheduleRow, schedule
from pairing_cli.services.visits.visit_log import cancel_visit
from tests.services.programme import reader, writer
from tests.services.seeded import cycle_in, log, seeded_at

MENTEE = "隆子县示范幼儿园"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def rows(db: Path, day: str, span: DateSpan | None = None) -> list[ScheduleRow]:
    """What the schedule has for one pairing's mentee."""
    with reader(db) as store:
        listed = schedule(store, cycle_in(store), dt.date.fromisoformat(day), span=span)
    return [row for row in listed if MENTEE in row.mentees]


def due(db: Path, day: str, rule: str, span: DateSpan | None = None) -> list[tuple[str, float]]:
    """The days by which a rule is due, with what remains of all mentees named beside it."""
    return [(row.date, row.remaining or 0) for row in rows(db, day, span) if row.rule == rule]


def test_what_is_owed_stands_there_until_its_day_has_passed(db: Path) -> None:
    assert due(db, "2022-07-15", "sent-lessons") == [("2022-07-15", 4)]
    assert due(db, "2022-07-16", "sent-lessons") == []


def test_rates_of_several_mentees_do_not_add_up(db: Path) -> None:
    """100 % of four mentees are four things to do, not 400 %."""
    seeded_at(db, quotas=Ledger.SCHEME)
    wanted = ("staffing", "excellent-lesson-rate")
    found = [row for row in rows(db, "2023-06-30") if row.rule in wanted]
    assert [(row.remaining, row.measure) for row in found] == [(4, Measure.MILESTONES)] * 2


def test_a_missed_duty_is_not_in_the_schedule_of_its_own_days_either(db: Path) -> None:
    term = DateSpan(dt.date(2022, 3, 1), dt.date(2022, 7, 31))
    assert due(db, "2022-07-01", "sent-lessons", term) == [("2022-07-15", 4)]
    assert due(db, "2022-08-01", "sent-lessons", term) == []


def test_what_is_done_is_taken_off_what_its_mentor_owes(db: Path) -> None:
    log(db, "加查县", "送教", "2022-04-12", 2)
    assert due(db, "2022-05-01", "sent-lessons") == [("2022-07-15", 3)]
    log(db, "隆子县", "送教", "2022-04-12", 2)
    assert due(db, "2022-05-01", "sent-lessons") == []


def test_a_planned_visit_stands_there_until_it_is_cancelled(db: Path) -> None:
    ref = log(db, "隆子县", "讲座", "2022-06-10", state=VisitState.PLANNED)
    visits = [row for row in rows(db, "2022-05-01") if row.kind == "visit"]
    assert [(row.date, row.state, row.ref) for row in visits] == [("2022-06-10", "planned", ref)]
    with writer(db) as store:
        cancel_visit(store, ref, reason="改期")
    assert [row for row in rows(db, "2022-05-01") if row.kind == "visit"] == []
