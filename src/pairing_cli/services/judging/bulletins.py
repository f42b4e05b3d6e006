"""Bulletins, read: what is made known to all. A draft is worked out each time, a published one
only ever reads what was frozen.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.judging.scores import in_tenths, mean
from pairing_cli.domain.judging.words import BulletinState
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.judging.bulletin_figures import figures_of_bulletin
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class BulletinRow(NamedTuple):
    """A bulletin with what it comes to. Dates are ISO text."""

    ref: str
    number: str | None
    title: str
    kind: str
    as_of: str
    state: str
    """draft, published, withdrawn or removed."""
    published: str | None
    inspections: int
    pairings: int
    """Of how many it tells the score."""
    average: float | None
    critical: int
    sha256: str | None
    signed_by: str | None
    text_good: str | None
    text_problems: str | None
    text_next: str | None
    withdrawn_reason: str | None
    removed_reason: str | None
    replaces: str | None
    """The ref of the one that it takes the place of."""
    figures: Mapping[str, Any]
    """Frozen, or as they are now."""
    frozen: str | None
    """The bytes that were frozen."""
    inspection_ids: tuple[str, ...]
    previous_id: str | None
    cycle: str
    cycle_id: str
    id: str


class Compared(NamedTuple):
    """One that two bulletins tell of, or the later one only."""

    mentor: str
    mentee: str
    score_before: float | None
    score: float | None
    change: float | None
    class_before: str | None
    grade: str | None
    carried_findings: int
    short: str


class Comparison(NamedTuple):
    """A bulletin beside an earlier one."""

    row: BulletinRow
    before: BulletinRow | None
    rows: list[Compared]
    average_before: float | None
    both: tuple[float | None, float | None]
    """The means, before and now, of those that both tell of."""


_BULLETINS: Final = """
    SELECT b.id, substr(b.id, 25, 8) AS ref, b.number, b.title, b.kind, b.as_of,
           CASE WHEN b.removed_on IS NULL THEN b.state ELSE 'removed' END AS state,
           b.published_on AS published, b.sha256, b.signed_by, b.text_good, b.text_problems,
           b.text_next, b.withdrawn_reason, b.removed_reason,
           substr(b.replaces_id, 25, 8) AS replaces, b.figures AS frozen, b.previous_id,
           y.code AS cycle, b.cycle_id
    FROM bulletin AS b INNER JOIN cycle AS y ON y.id = b.cycle_id
    WHERE {which} ORDER BY coalesce(b.published_on, '9999'), b.id
"""


def list_bulletins(
    store: Reader, cycle: CycleRow, as_of: dt.date = dt.date.max, *, every: bool = False
) -> list[BulletinRow]:
    """The bulletins of a cycle up to a day, by the day of publication, drafts last: what was
    published later is a draft.
    """
    day = as_of.isoformat()
    rows = store.rows(
        _BULLETINS.format(which="b.cycle_id = :cycle_id AND b.as_of <= :day"),
        cycle_id=cycle.id,
        day=day,
    )
    then = [row if (row["published"] or day) <= day else {**row, **_UNPUBLISHED} for row in rows]
    listed = [_row(store, row, cycle) for row in then if every or row["removed_reason"] is None]
    return sorted(listed, key=lambda row: row.published or "9999")


_UNPUBLISHED: Final[Mapping[str, Any]] = {
    "state": BulletinState.DRAFT,
    **dict.fromkeys(("number", "published", "sha256", "signed_by", "frozen", "withdrawn_reason")),
}


def bulletin_by_id(store: Reader, key: str) -> BulletinRow:
    """The bulletin with this key, which must exist."""
    (row,) = store.rows(_BULLETINS.format(which="b.id = :id"), id=key)
    return _row(store, row, find_cycle(store, row["cycle"], dt.date.max))


def find_bulletin(store: Reader, text: str) -> BulletinRow:
    """The bulletin with this ref or number. Raises `NotFound`."""
    key = store.value("SELECT id FROM bulletin WHERE number = :number", number=text.strip())
    return bulletin_by_id(store, str(key) if key else find_by_ref(store, "bulletin", text))


def last_published(store: Reader, row: BulletinRow) -> str | None:
    """The key of the bulletin of the same kind and cycle that was published before this one."""
    key = store.value(
        "SELECT id FROM bulletin WHERE cycle_id = :cycle AND kind = :kind AND id <> :id"
        " AND state = 'published' AND removed_on IS NULL"
        " AND (:day IS NULL OR published_on <= :day) AND as_of <= :as_of"
        " ORDER BY published_on DESC, id DESC",
        cycle=row.cycle_id,
        kind=row.kind,
        id=row.id,
        day=row.published,
        as_of=row.as_of,
    )
    return None if key is None else str(key)


def compare(store: Reader, row: BulletinRow, other: BulletinRow | None) -> Comparison:
    """A bulletin beside another, by default the one published before it. Who was seen by the
    other only isn't listed.
    """
    if other is None:
        key = row.previous_id or last_published(store, row)
        other = bulletin_by_id(store, key) if key else None
    before = {each["mentee"]: each for each in other.figures["ranking"]} if other else {}
    rows = [_compared(each, before.get(each["mentee"])) for each in row.figures["ranking"]]
    both = [each for each in rows if each.score is not None and each.score_before is not None]
    return Comparison(
        row=row,
        before=other,
        rows=rows,
        average_before=other.average if other else None,
        both=(mean(each.score_before for each in both), mean(each.score for each in both)),
    )


def _compared(now: Mapping[str, Any], before: Mapping[str, Any] | None) -> Compared:
    then = before["score"] if before else None
    change = None if then is None or now["score"] is None else in_tenths(now["score"] - then)
    return Compared(
        mentor=now["mentor"],
        mentee=now["mentee"],
        score_before=then,
        score=now["score"],
        change=change,
        class_before=before["class"] if before else None,
        grade=now["class"],
        carried_findings=now["open_findings"],
        short=now["short"],
    )


def _row(store: Reader, row: Mapping[str, Any], cycle: CycleRow) -> BulletinRow:
    keys = tuple(
        each["inspection_id"]
        for each in store.rows(
            "SELECT inspection_id FROM bulletin_inspection WHERE bulletin_id = :id"
            " ORDER BY inspection_id",
            id=row["id"],
        )
    )
    figures: Mapping[str, Any]
    if row["frozen"] is not None:
        figures = json.loads(row["frozen"])
    else:
        as_of = dt.date.fromisoformat(row["as_of"])
        figures = figures_of_bulletin(store, cycle, as_of, row["kind"], keys)
    ranking: Sequence[Mapping[str, Any]] = figures["ranking"]
    return BulletinRow(
        **row,
        figures=figures,
        inspection_ids=keys,
        inspections=len(keys),
        pairings=sum(each["score"] is not None for each in ranking),
        average=mean(each["score"] for each in ranking),
        critical=sum(each["critical"] for each in ranking),
    )


def is_frozen(row: BulletinRow) -> bool:
    """Whether its figures stand."""
    return row.state in (BulletinState.PUBLISHED, BulletinState.WITHDRAWN)
