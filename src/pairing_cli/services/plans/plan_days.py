"""When a task of a plan is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.time.dates import DateSpan, Month

_PARTS: Final = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
"""上旬, 中旬, 下旬: the days of a month that a pack names."""


@dataclass(frozen=True, slots=True)
class When:
    """When a task is to be done: in a month, or between two days."""

    span: DateSpan
    month: str | None = None

    @classmethod
    def in_month(cls, month: Month, part: str | None = None) -> When:
        """The whole month, or the part of it that a pack names."""
        if part is None:
            return cls(month.span, month.code)
        first, last = _PARTS[part]
        whole = month.span
        end = whole.last.replace(day=min(last, whole.last.day))
        return cls(DateSpan(whole.first.replace(day=first), end), month.code)

    @classmethod
    def on_days(cls, span: DateSpan) -> When:
        """Between two days; the first to the last of a month is that month."""
        month = Month(span.first.year, span.first.month)
        return cls.in_month(month) if month.span == span else cls(span)
