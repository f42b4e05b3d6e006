"""Next steps: what was agreed at one visit, open until a later one sees to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.store.reading import Reader


class NextStep(NamedTuple):
    """What was agreed at a visit and nobody has seen to yet."""

    ref: str
    """Of the visit."""
    date: str
    text: str


_OPEN: Final = """
    SELECT DISTINCT substr(v.id, 25, 8) AS ref, v.start_date AS date, v.next_step AS text
    FROM visit_pairing AS x INNER JOIN visit AS v ON v.id = x.visit_id
    WHERE v.next_step IS NOT NULL AND v.state <> 'cancelled' AND v.start_date <= :as_of{which}
        AND NOT EXISTS (
            SELECT 1 FROM visit_settles AS s INNER JOIN visit AS w ON w.id = s.visit_id
            WHERE s.settled_id = v.id AND w.state = 'done' AND w.start_date <= :as_of)
    ORDER BY date, ref
"""


def open_steps(store: Reader, scope: KeyScope, as_of: str) -> list[NextStep]:
    """The open next steps of some pairings, the oldest first. One that a visit took up which was
    cancelled since, or that is only planned, is open.
    """
    sql = _OPEN.format(which=scope.condition("x.pairing_id"))
    return store.fetch(NextStep, sql, as_of=as_of, **scope.values)


_SETTLED: Final = """
    SELECT substr(v.id, 25, 8) AS ref, v.start_date AS date, v.next_step AS text
    FROM visit_settles AS s INNER JOIN visit AS v ON v.id = s.settled_id
    WHERE s.visit_id = :id AND v.next_step IS NOT NULL ORDER BY date, ref
"""


def settled_by(store: Reader, visit_id: str) -> list[NextStep]:
    """The next steps that a visit sees to, the oldest first."""
    return store.fetch(NextStep, _SETTLED, id=visit_id)


_OF_VISIT: Final = "SELECT pairing_id FROM visit_pairing WHERE visit_id = :id"


def open_steps_beside(store: Reader, visit_id: str, as_of: str) -> list[NextStep]:
    """The open next steps of the pairings of a visit, but for its own."""
    scope = KeyScope(row["pairing_id"] for row in store.rows(_OF_VISIT, id=visit_id))
    return [each for each in open_steps(store, scope, as_of) if each.ref != ref_of(visit_id)]


SETTLED_BEFORE: Final = """
    SELECT w.id, w.end_date AS day, v.id AS settled_id, v.start_date AS agreed
    FROM visit_settles AS s INNER JOIN visit AS w ON w.id = s.visit_id
    INNER JOIN visit AS v ON v.id = s.settled_id
    WHERE w.end_date < v.start_date AND (:id IS NULL OR :id IN (w.id, v.id)) ORDER BY w.id
"""
"""Visits that are said to have seen to what was agreed on later only; `id`: of one visit."""


def seen_to_before(row: Mapping[str, str]) -> Phrase:
    """What is said of a row of `SETTLED_BEFORE`."""
    return phrase(
        "Visit {ref} is of {date}: what was agreed then can't have been seen to on {day}.",
        ref=ref_of(row["settled_id"]),
        date=row["agreed"],
        day=row["day"],
    )
