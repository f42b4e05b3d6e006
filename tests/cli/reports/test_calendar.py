"""The calendar of a phone: moved, cancelled, and what is to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.commandline import done, pairing


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-20")


def events(*options: str) -> dict[str, Any]:
    """Summary of an event → the event."""
    calendar = Calendar.from_ical(done("schedule", "--ics", "-", *options, lang="zh").out)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def planned(day: str = "2022-09-10", form: str = "送教") -> str:
    return str(done("log-visit", "隆子县", "--form", form, "--on", day, "--planned", "--json")
               .data[0]["ref"])  # fmt: skip


VISIT = "隆子县 送教"


def test_a_moved_visit_is_the_same_event_with_a_higher_sequence_and_a_later_stamp() -> None:
    ref = planned()
    before = events()[VISIT]
    stamps = [before]
    for day in ("2022-09-12", "2022-09-14"):
        done("visit", "edit", ref, "--on", day)
        stamps.append(events()[VISIT])
    assert len({str(each["UID"]) for each in stamps}) == 1
    assert [each["SEQUENCE"] for each in stamps] == [0, 1, 2]
    moments = [each.decoded("DTSTAMP") for each in stamps]
    assert moments == sorted(moments)
    assert stamps[-1].decoded("DTSTART") == dt.date(2022, 9, 14)


def test_an_undone_move_goes_out_as_another_change() -> None:
    ref = planned()
    done("visit", "edit", ref, "--on", "2022-09-12")
    done("undo")
    event = events()[VISIT]
    assert event["SEQUENCE"] == 2
    assert event.decoded("DTSTART") == dt.date(2022, 9, 10)


def test_a_cancelled_visit_is_cancelled_in_the_calendar_and_does_not_remind() -> None:
    ref = planned()
    uid = events()[VISIT]["UID"]
    done("visit", "cancel", ref, "--reason", "封路")
    event = events("--alarm")[VISIT]
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (uid, "CANCELLED", 1)
    assert not event.walk("VALARM")


def test_the_same_file_makes_the_same_calendar() -> None:
    planned()
    assert done("schedule", "--ics", "-").out == done("schedule", "--ics", "-").out


def test_only_what_is_to_come_is_in_it_unless_days_are_asked_for() -> None:
    planned("2022-06-10")
    planned("2022-09-10", "讲座")
    assert set(events()) >= {"隆子县 专题讲座"}
    assert VISIT not in events()
    assert all(event.decoded("DTEND") > dt.date(2022, 6, 20) for event in events().values())
    assert VISIT in events("--from", "2022-06-01")


def test_a_visit_cancelled_long_ago_does_not_come_again() -> None:
    done("visit", "cancel", planned("2022-06-10"), "--reason", "封路")
    assert VISIT not in events()


def test_alarms_are_asked_for_and_ring_at_nine_the_day_before() -> None:
    planned()
    assert not events()[VISIT].walk("VALARM")
    (alarm,) = events("--alarm")[VISIT].walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.timedelta(hours=-15)


def test_a_task_whose_day_is_changed_is_the_same_event_again() -> None:
    done("plan", "new", "隆子县", "--from", "autumn-calendar", "--year", "2022")
    task = done("plan", "show", "隆子县", "--json").data["task_list"][0]
    span = ("--from", "2022-09-01", "--to", "2022-12-31")
    (name,) = [name for name in events(*span) if task["title"] in name]
    before = events(*span)[name]
    done("plan", "edit-task", task["ref"], "--month", "2022-11")
    after = events(*span)[name]
    assert (after["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (before["UID"], 0, 1)


SPAN = ("--from", "2022-09-01", "--to", "2022-12-31")


@pytest.mark.parametrize(
    "settling",
    [
        "plan remove-task {task} --reason 不办",
        "plan edit-task {task} --done 2022-06-20",
        "log-visit 隆子县 --form 送教 --on 2022-09-10 --planned --task {task}",
        "plan remove 隆子县 --reason 重新制定",
    ],
)
def test_a_task_that_is_not_to_be_done_any_more_is_cancelled_in_the_calendar(
    settling: str,
) -> None:
    done("plan", "new", "隆子县", "--from", "autumn-calendar", "--year", "2022")
    task = done("plan", "show", "隆子县", "--json").data["task_list"][0]
    (name,) = [name for name in events(*SPAN) if task["title"] in name]
    before = events(*SPAN)[name]
    assert "STATUS" not in before or before["STATUS"] != "CANCELLED"
    done(*settling.format(task=task["ref"]).split())
    after = events(*SPAN, "--alarm")[name]
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") >= before.decoded("DTSTAMP")
    assert not after.walk("VALARM")


@pytest.mark.parametrize(
    "settling",
    ["agreement remove {ref} --reason 误登", "agreement edit {ref} --signed 2022-06-20"],
)
def test_an_agreement_that_is_not_due_any_more_is_cancelled_in_the_calendar(settling: str) -> None:
    line = "agreement add 隆子县 --kind agreement --title 共建协议 --due 2022-09-30 --json"
    ref = done(*line.split()).data[0]["ref"]
    (name,) = [name for name in events(*SPAN) if "共建协议" in name]
    uid = events(*SPAN)[name]["UID"]
    done(*settling.format(ref=ref).split(), *(() if "remove" in settling else SIGNED))
    event = events(*SPAN)[name]
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (uid, "CANCELLED", 1)


SIGNED = ("--signatory", "甲", "--signatory", "乙")


def due_lesson(found: dict[str, Any]) -> Any:
    """The event of the lesson that a mentor owes by the term's end: one event for its mentees."""
    [event] = [each for name, each in found.items() if "送教下乡" in name]
    return event


def test_a_duty_that_is_met_is_cancelled_in_the_calendar_and_comes_back_when_it_is_not() -> None:
    before = due_lesson(events("--mentor", "市实验幼儿园"))
    assert before["STATUS"] == "CONFIRMED"
    for mentee in ("隆子县", "加查县", "贡嘎县", "乃东社区双语"):
        done("log-visit", mentee, "--form", "送教", "--on", "2022-06-10", "--hours", "4")
    met = due_lesson(events("--mentor", "市实验幼儿园"))
    assert (met["UID"], met["STATUS"]) == (before["UID"], "CANCELLED")
    assert met["SEQUENCE"] > before["SEQUENCE"]
    done("undo")
    again = due_lesson(events("--mentor", "市实验幼儿园"))
    assert again["UID"] == before["UID"]
    assert again["STATUS"] == "CONFIRMED"
    assert again["SEQUENCE"] > met["SEQUENCE"]


def test_an_alarm_without_a_calendar_is_refused() -> None:
    assert pairing("schedule", "--alarm").code == 2
