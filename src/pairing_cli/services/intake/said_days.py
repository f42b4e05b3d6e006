"""Days that a table says by a part of them, told in full below the import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Phrase, phrase_n
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.said import in_full, same_day_in_other_years
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.store.reading import Reader

_TOLD: Final = 20


def said_days(
    store: Reader,
    said: Mapping[str, DateSpan],
    cycle: str | None,
    as_of: dt.date,
    *,
    done: bool = False,
) -> list[Phrase]:
    """A line for each, with the same day of other years of the cycle: a cycle of two years holds
    two 12 June. `done`: what is still to come isn't meant.
    """
    if not said:
        return []
    try:
        around = find_cycle(store, cycle, as_of).span
    except NotFound:
        around = DateSpan(as_of, as_of)
    if done and around.contains(as_of):
        around = DateSpan(around.first, as_of)
    told = [
        in_full(text.strip(), days, same_day_in_other_years(text, days.first, around))
        for text, days in sorted(said.items(), key=lambda each: each[1])[:_TOLD]
    ]
    left = len(said) - len(told)
    if left:
        told.append(phrase_n("… and {count} more day.", "… and {count} more days.", left))
    return told
