"""Needs, read: what mentees asked for, what answered it, and help that nobody asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    existing,
    filter_values,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class NeedRow(NamedTuple):
    """A need with what answers it."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    raised: str
    raised_by: str | None
    text: str
    state: str
    tasks: tuple[str, ...]
    visits: tuple[str, ...]
    """Refs of the tasks and visits that answer it."""
    settled: str | None
    outcome: str | None
    days_open: int
    removed_reason: str | None
    id: str
    pairing_id: str


class UnaskedRow(NamedTuple):
    """A done visit that answers no need of its mentee."""

    ref: str
    date: str
    mentor: str
    mentee: str
    form: str
    form_zh: str
    form_en: str
    topic: str | None


_LATER: Final = "(n.settled_on > :as_of OR (n.state = 'partly' AND n.partly_on > :as_of))"
"""What is settled, or met in part, after the day is not so on it."""

_LIST: Final = """
    SELECT substr(n.id, 25, 8) AS ref, p.mentor, p.mentee, p.county, n.raised_on AS raised,
           n.raised_by, n.wording AS text, {state} AS state, {settled} AS settled,
           {outcome} AS outcome, n.removed_reason, n.id, n.pairing_id
    FROM need AS n
    INNER JOIN pairings AS p ON p.id = n.pairing_id
    WHERE {which}
    ORDER BY p.mentor_id, p.mentee_id, n.raised_on, n.id
"""

_ON_A_DAY: Final = {
    "state": "CASE WHEN EXISTS (SELECT 1 FROM need AS c WHERE c.carried_from = n.id"
    f" AND c.removed_on IS NULL) THEN 'carried' WHEN {_LATER} THEN"
    " CASE WHEN n.partly_on <= :as_of THEN 'partly' ELSE 'open' END ELSE n.state END",
    "settled": f"CASE WHEN {_LATER} THEN NULL ELSE n.settled_on END",
    "outcome": f"CASE WHEN {_LATER} THEN NULL ELSE n.outcome END",
}

_ANSWERS: Final = """
    SELECT x.need_id, 'visits' AS kind, substr(x.visit_id, 25, 8) AS ref, v.start_date AS day
    FROM visit_need AS x INNER JOIN visit AS v ON v.id = x.visit_id WHERE v.state <> 'cancelled'
        AND (v.start_date <= :as_of OR v.state = 'planned') AND (:id IS NULL OR x.need_id = :id)
    UNION ALL
    SELECT x.need_id, 'tasks', t.ref, t.start_date
    FROM task_need AS x INNER JOIN plan_tasks AS t ON t.id = x.task_id
    WHERE t.state <> 'removed' AND (:id IS NULL OR x.need_id = :id)
    ORDER BY day
"""

_UNASKED: Final = f"""
    SELECT v.ref, v.start_date AS date, p.mentor, p.mentee, v.form, f.label_zh AS form_zh,
           f.label_en AS form_en, v.topic
    FROM pairing_visits AS v
    INNER JOIN pairings AS p ON p.id = v.pairing_id
    INNER JOIN form AS f ON f.code = v.form
    WHERE {PAIRING_FILTER_SQL} AND v.state = 'done' AND v.start_date <= :as_of
        AND NOT EXISTS (
            SELECT 1 FROM visit_need AS x INNER JOIN need AS n ON n.id = x.need_id
            WHERE x.visit_id = v.visit_id AND n.pairing_id = v.pairing_id
                AND n.removed_on IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM task_visit AS y
            INNER JOIN task_need AS z ON z.task_id = y.task_id
            INNER JOIN need AS n ON n.id = z.need_id
            WHERE y.visit_id = v.visit_id AND n.pairing_id = v.pairing_id
                AND n.removed_on IS NULL)
    ORDER BY v.start_date, v.visit_id, p.id
"""


def list_needs(
    store: Reader,
    cycle: CycleRow,
    wanted: PairingFilter,
    as_of: dt.date,
    *,
    state: str | None = None,
) -> list[NeedRow]:
    """The needs of a cycle, by mentee and day. Raises `NotFound`."""
    found = store.rows(
        _LIST.format(which=f"{PAIRING_FILTER_SQL} AND {existing('n.raised_on')}", **_ON_A_DAY),
        **filter_values(store, cycle, wanted._replace(day=as_of)),
    )
    rows = _rows(store, as_of, found)
    return [
        row
        for row in rows
        if (wanted.every or row.removed_reason is None) and state in (None, row.state)
    ]


def show_need(store: Reader, ref: str, as_of: dt.date) -> NeedRow:
    """One need by its ref. Raises `NotFound`."""
    key = find_by_ref(store, "need", ref)
    sql = _LIST.format(which="n.id = :id", **_ON_A_DAY)
    return _rows(store, as_of, store.rows(sql, id=key, as_of=as_of.isoformat()), key)[0]


def list_unasked(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[UnaskedRow]:
    """Done visits that answer no need, by date. Raises `NotFound`."""
    return store.fetch(
        UnaskedRow, _UNASKED, **filter_values(store, cycle, wanted._replace(day=as_of))
    )


def _rows(
    store: Reader, as_of: dt.date, rows: Iterable[Mapping[str, Any]], only: str | None = None
) -> list[NeedRow]:
    """Needs with what answers them; `only` is the key of the need where it is a single one."""
    answers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in store.rows(_ANSWERS, id=only, as_of=as_of.isoformat()):
        answers[row["need_id"], row["kind"]].append(row["ref"])
    return [
        NeedRow(
            **row,
            tasks=tuple(answers[row["id"], "tasks"]),
            visits=tuple(answers[row["id"], "visits"]),
            days_open=days_open(row["raised"], row["settled"], as_of),
        )
        for row in rows
    ]


def days_open(raised: str, settled: str | None, as_of: dt.date) -> int:
    """Days from the one on which it was raised to its end, or to `as_of` while it is open."""
    last = dt.date.fromisoformat(settled) if settled else as_of
    return max(0, (last - dt.date.fromisoformat(raised)).days)
