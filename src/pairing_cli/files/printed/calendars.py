"""Calendars (RFC 5545) that phones and Outlook take in.

Every event has a UID made from the key of what it is about, so that a calendar taken in again
changes its events and doubles none.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

_OURS: Final = uuid.UUID("0198a3f0-5f0e-7c11-9c5e-50414952ca1e")
"""The name space of our UIDs."""

_REMINDER: Final = dt.timedelta(hours=-15)
"""Before a day that begins at midnight: nine in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something on whole days, both included."""

    key: str
    """What it is about: the same event has the same key for ever."""
    first: dt.date
    last: dt.date
    summary: str
    description: str = ""
    tentative: bool = False
    """Planned, and not sure yet."""
    cancelled: bool = False
    """It won't be; calendars that have it strike it out."""
    sequence: int = 0
    """How often it was changed: a calendar takes the highest."""
    changed: dt.datetime | None = None
    """When it was changed last; None: with the calendar."""
    categories: tuple[str, ...] = ()


def calendar_bytes(
    name: str, events: Iterable[Event], made: dt.date, *, alarm: bool = False
) -> bytes:
    """A calendar as the bytes of an .ics file. `made` dates it: the same input gives the same
    bytes. With `alarm` every event reminds at nine in the morning of the day before.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//pairing//pairing-cli//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    stamp = dt.datetime(made.year, made.month, made.day, tzinfo=dt.UTC)
    for each in events:
        calendar.add_component(_component(each, stamp, alarm=alarm and not each.cancelled))
    return bytes(calendar.to_ical())


def uid_of(key: str) -> str:
    """The UID of the event about `key`."""
    return f"{uuid.uuid5(_OURS, key)}@pairing"


def _component(each: Event, stamp: dt.datetime, *, alarm: bool) -> Any:
    from icalendar import Alarm
    from icalendar import Event as Component

    found = Component()
    found.add("uid", uid_of(each.key))
    found.add("dtstamp", (each.changed or stamp).replace(microsecond=0))
    found.add("sequence", each.sequence)
    found.add("dtstart", each.first)
    found.add("dtend", each.last + dt.timedelta(days=1))
    found.add("summary", each.summary)
    if each.description:
        found.add("description", each.description)
    if each.categories:
        found.add("categories", list(each.categories))
    status = "TENTATIVE" if each.tentative else "CONFIRMED"
    found.add("status", "CANCELLED" if each.cancelled else status)
    found.add("transp", "TRANSPARENT")
    if alarm:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", each.summary)
        reminder.add("trigger", _REMINDER)
        found.add_component(reminder)
    return found
