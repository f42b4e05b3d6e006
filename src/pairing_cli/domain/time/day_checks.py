"""Days that can't be: each refused in one way, wherever it is typed or imported."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase


def check_not_ahead(day: dt.date, today: dt.date) -> None:
    """Raise `UsageError` for a day that is still to come."""
    if day > today:
        raise UsageError("in-the-future", phrase("{day} is still to come.", day=day.isoformat()))


def check_in_order(
    first: dt.date | str | None, last: dt.date | str | None, field: str | None = None
) -> None:
    """Raise `UsageError` where the later day (a date, or its ISO text) lies before the earlier
    one.
    """
    if first is not None and last is not None and str(last) < str(first):
        raise UsageError(
            "end-before-start",
            phrase("{last} lies before {first}.", first=str(first), last=str(last)),
            field=field,
        )
