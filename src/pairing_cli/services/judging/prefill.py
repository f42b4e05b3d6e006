"""Hints for the inspector: what the registers hold of an item. They answer nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.paperwork import FOUR_HAVES
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES
from pairing_cli.services.judging.inspections import TargetRow
from pairing_cli.store.reading import Reader

_SHOWN: Final = 3
"""So many of the last records are named."""

_TYPED: Final = 4
"""So much of a ref is printed: enough to be typed, and it fits the column of a sheet."""


class Hint(NamedTuple):
    """What is on record for an item."""

    text: Phrase
    found: int
    refs: tuple[str, ...]
    """The last ones, latest first."""
    last: str | None
    """The day of the latest."""

    @property
    def data(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {"count": self.found, "last": self.last, "refs": self.refs}


_FACTS: Final = """
    SELECT record_id AS id, on_date AS "on" FROM pairing_facts
    WHERE fact = :name AND on_date <= :as_of AND (:side IS NULL OR side = :side)
        AND pairing_id IN (
            SELECT q.id FROM pairing AS q INNER JOIN pairing AS o ON o.id = :pairing_id
            WHERE q.id = o.id OR (:side = 'mentor' AND q.mentor_id = o.mentor_id
                AND q.cycle_id = o.cycle_id))
    UNION ALL
    SELECT record_id, on_date FROM county_facts
    WHERE fact = :name AND on_date <= :as_of AND (:side IS NULL OR side = :side)
        AND county_code = :county_code
    ORDER BY 2 DESC
"""

_VISITS: Final = """
    SELECT v.id, v.start_date AS "on" FROM visit AS v
    INNER JOIN visit_pairing AS x ON x.visit_id = v.id
    WHERE x.pairing_id = :pairing_id AND v.state = 'done' AND v.start_date <= :as_of
        AND (:any = 1 OR :forms LIKE '%,' || v.form_code || ',%')
    ORDER BY v.start_date DESC, v.id DESC
"""

_NEEDS: Final = """
    SELECT id, raised_on AS "on", state = 'solved' AS settled FROM need
    WHERE pairing_id = :pairing_id AND raised_on <= :as_of AND removed_on IS NULL
    ORDER BY raised_on DESC
"""

_PROBLEMS: Final = """
    SELECT id, raised_on AS "on", resolved_on IS NOT NULL AND resolved_on <= :as_of AS settled
    FROM problem WHERE pairing_id = :pairing_id AND raised_on <= :as_of AND removed_on IS NULL
    ORDER BY raised_on DESC
"""

_HAVES: Final = """
    SELECT document_id AS id, on_date AS "on", category FROM pairing_documents
    WHERE pairing_id = :pairing_id AND on_date <= :as_of ORDER BY on_date DESC
"""


def hint_of(store: Reader, prefill: str | None, target: TargetRow, as_of: dt.date) -> Hint | None:
    """What is on record up to `as_of` for an item that is prefilled from `prefill`."""
    if prefill is None:
        return None
    kind, _, rest = prefill.partition(":")
    return _KINDS[kind](store, rest, target, as_of)


def _facts(store: Reader, rest: str, target: TargetRow, as_of: dt.date) -> Hint:
    name, _, side = rest.partition("/")
    rows = store.rows(
        _FACTS,
        name=name,
        side=side or None,
        as_of=as_of.isoformat(),
        pairing_id=target.pairing_id,
        county_code=target.region_code or _county(store, target),
    )
    return _recorded(rows)


def _visits(store: Reader, rest: str, target: TargetRow, as_of: dt.date) -> Hint:
    rows = store.rows(
        _VISITS,
        pairing_id=target.pairing_id,
        as_of=as_of.isoformat(),
        forms=f",{rest},",
        any=int(rest == "any"),
    )
    return _recorded(rows)


def _register(store: Reader, rest: str, target: TargetRow, as_of: dt.date) -> Hint:
    values = {"pairing_id": target.pairing_id, "as_of": as_of.isoformat()}
    if rest == "haves":
        rows = store.rows(_HAVES, **values)
        there = {row["category"] for row in rows}
        missing = tuple(DOCUMENT_CATEGORIES[each] for each in FOUR_HAVES if each not in there)
        hint = _recorded([row for row in rows if row["category"] in FOUR_HAVES])
        if not missing:
            return hint
        return hint._replace(text=phrase("missing: {names}", names=missing))
    rows = store.rows(_NEEDS if rest == "needs" else _PROBLEMS, **values)
    hint = _recorded(rows)
    if not rows:
        return hint
    return hint._replace(
        text=phrase(
            "{count} on record, {settled} settled",
            count=len(rows),
            settled=sum(bool(row["settled"]) for row in rows),
        )
    )


def _county(store: Reader, target: TargetRow) -> str | None:
    if target.pairing_id is None:
        return None
    found = store.value("SELECT county_code FROM pairings WHERE id = :id", id=target.pairing_id)
    return None if found is None else str(found)


def _recorded(rows: Sequence[Mapping[str, Any]]) -> Hint:
    refs = tuple(ref_of(row["id"]) for row in rows[:_SHOWN])
    if not rows:
        return Hint(phrase("nothing on record"), 0, (), None)
    last = str(rows[0]["on"])
    text = phrase(
        "{count} on record, last {day} ({refs})",
        count=len(rows),
        day=last,
        refs=tuple(ref[:_TYPED] for ref in refs),
    )
    return Hint(text, len(rows), refs, last)


_KINDS: Final[Mapping[str, Callable[[Reader, str, TargetRow, dt.date], Hint]]] = {
    "fact": _facts,
    "visits": _visits,
    "register": _register,
}
