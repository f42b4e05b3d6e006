"""What kindergartens count as on a day: weak, key, county centre, local base."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader


class StatusRow(NamedTuple):
    """A status of a kindergarten, from one day to another. Dates are ISO text, both inclusive."""

    kindergarten: str
    status: str
    start: str
    end: str | None
    reason: str | None


_STANDING: Final = """
    SELECT kindergarten_id, status FROM kindergarten_status
    WHERE removed_on IS NULL AND from_date <= :day AND (to_date IS NULL OR to_date >= :day)
    ORDER BY from_date, id
"""

_LIST: Final = """
    SELECT k.name AS kindergarten, s.status, s.from_date AS start, s.to_date AS "end", s.reason
    FROM kindergarten_status AS s
    INNER JOIN kindergarten AS k ON k.id = s.kindergarten_id
    WHERE s.removed_on IS NULL AND (:id IS NULL OR k.id = :id) AND s.from_date <= :day
    ORDER BY k.pinyin, k.id, s.from_date, s.id
"""


def statuses_on(store: Reader, day: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Kindergarten → what it counts as on a day, in the order in which it became so."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(_STANDING, day=day.isoformat()):
        found[row["kindergarten_id"]].append(row["status"])
    return {key: tuple(statuses) for key, statuses in found.items()}


def list_statuses(
    store: Reader, as_of: dt.date, kindergarten: str | None = None
) -> list[StatusRow]:
    """The statuses of one kindergarten or all that had begun by `as_of`. Raises `NotFound`."""
    key = find_kindergarten(store, kindergarten).id if kindergarten is not None else None
    return store.fetch(StatusRow, _LIST, id=key, day=as_of.isoformat())
