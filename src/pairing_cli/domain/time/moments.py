"""Moments: kept in UTC, read by people by the clock on their wall."""

from __future__ import annotations

import datetime as dt


def local_minute(moment: str) -> str:
    """An ISO moment in UTC, "2022-04-12T03:05:59Z", in local time to the minute."""
    return f"{dt.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def utc_moment(day: dt.date) -> str:
    """When a day begins by the clock on the wall, as moments are kept."""
    begins = dt.datetime.combine(day, dt.time()).astimezone(dt.UTC)
    return begins.isoformat(timespec="seconds").replace("+00:00", "Z")
