"""The change log, read: who changed what, when and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.moments import local_minute
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.lookup import find_by_ref, find_form, find_kindergarten
from pairing_cli.store.changelog import row_text
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One command's change set as the contract's `history` shows it; `at` is in UTC."""

    seq: int
    at: str
    actor: str
    command: str
    reason: str | None
    changes: int
    """How many rows it changed."""
    undoes: int | None
    """The change set that it takes back."""
    undone_by: int | None
    """The change set that has taken it back, unless that has been taken back itself."""

    @property
    def at_local(self) -> str:
        """When it was, to the minute, by the clock on the wall."""
        return local_minute(self.at)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row, before and after a change. `record` is what people call the row."""

    table: str
    record: str
    operation: str
    field: str
    before: Any
    after: Any


HISTORY: Final = """
    SELECT h.seq, h.at, h.actor, h.command, h.reason, h.changes, h.undoes,
        (SELECT max(u.seq) FROM change_set AS u WHERE u.undoes = h.seq
            AND NOT EXISTS (SELECT 1 FROM change_set AS r WHERE r.undoes = u.seq)) AS undone_by
    FROM history AS h
"""
"""Change sets. An undo that was itself taken back (redo) no longer undoes anything."""

_NAMES: Final = """
    SELECT id, name FROM kindergarten
    UNION ALL SELECT id, code FROM cycle
    UNION ALL SELECT id, mentor || ' → ' || mentee FROM pairings
    UNION ALL SELECT id, mentor || ' ' || start_date FROM visits
    UNION ALL SELECT b.id, k.name || ' ' || b.on_date FROM baseline AS b
        INNER JOIN kindergarten AS k ON k.id = b.kindergarten_id
"""

_NAMING_FIELDS: Final = ("name", "label_zh", "alias", "code", "title_zh", "file_name", "layer")
"""By the first of these that a row has, people know it."""

_SEARCH_FIELDS: Final = frozenset({"pinyin", "initials"})
"""Made from the name: their change says nothing that the name's doesn't."""


def list_history(
    store: Reader, *, actor: str | None = None, of: str | None = None, limit: int | None = None
) -> list[HistoryRow]:
    """Change sets, newest first: of one actor, and of one record (a kindergarten's name, a
    ref, a form, cycle or region) with the rows that name it. Raises `NotFound`.
    """
    conditions, values = ["(:actor IS NULL OR h.actor = :actor)"], dict[str, Any](actor=actor)
    if of is not None:
        condition, more = _concerning(_record_key(store, of), store)
        conditions.append(condition)
        values |= more
    most = "" if limit is None else " LIMIT :limit"
    if limit is not None:
        values["limit"] = limit
    where = " AND ".join(conditions)
    return store.fetch(HistoryRow, f"{HISTORY} WHERE {where} ORDER BY h.seq DESC{most}", **values)


def find_change_set(store: Reader, seq: int) -> HistoryRow:
    """One change set. Raises `NotFound`."""
    found = store.first(HistoryRow, f"{HISTORY} WHERE h.seq = :seq", seq=seq)
    if found is None:
        raise NotFound(
            "no-such-change",
            phrase("There is no change number {seq}.", seq=seq),
            hint=phrase("See: pairing history"),
        )
    return found


def list_changes(store: Reader, seq: int) -> Iterator[FieldChange]:
    """What a change set did, field by field, in order. Empty fields of new rows are left out."""
    names = names_of_keys(store)
    for row in store.rows(
        'SELECT table_name, row_key, operation, "before", "after" FROM change'
        " WHERE set_seq = :seq ORDER BY position",
        seq=seq,
    ):
        key = json.loads(row["row_key"])
        before = json.loads(row["before"]) if row["before"] else {}
        after = json.loads(row["after"]) if row["after"] else {}
        record = names.get(key.get("id", "")) or _called(key, after or before, names)
        for field in dict.fromkeys((*before, *after)):
            old, new = before.get(field), after.get(field)
            is_key = field in key and len(key) == 1
            if old != new and not is_key and field not in _SEARCH_FIELDS:
                yield FieldChange(row["table_name"], record, row["operation"], field, old, new)


def names_of_keys(store: Reader) -> dict[str, str]:
    """Keys of kindergartens, cycles, pairings, visits and baselines, as people call them."""
    return {row["id"]: row["name"] for row in store.rows(_NAMES)}


def _called(key: Mapping[str, Any], values: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What people call a row that has gone, or that only links others."""
    for field in _NAMING_FIELDS:
        if values.get(field):
            return str(values[field])
    others = [
        names.get(value, ref_of(value))
        for field, value in values.items()
        if field.endswith("_id") and field != "cycle_id" and value
    ]
    return "、".join(others) or "、".join(map(str, key.values()))


def _concerning(key: Mapping[str, str], store: Reader) -> tuple[str, dict[str, str]]:
    """The condition that a change set touched this record, or a row that names it."""
    touched, values = ["c.row_key = :key"], {"key": row_text(key)}
    ids = [key["id"]] if "id" in key else []
    ids += [
        row["id"]
        for each in ids
        for row in store.rows("SELECT id FROM baseline WHERE kindergarten_id = :id", id=each)
    ]
    for number, each in enumerate(ids):
        name = f"within{number}"
        values[name] = f"%{each}%"
        touched.append(
            f'c.row_key LIKE :{name} OR c."before" LIKE :{name} OR c."after" LIKE :{name}'
        )
    listed = " OR ".join(touched)
    return f"h.seq IN (SELECT c.set_seq FROM change AS c WHERE {listed})", values


def _record_key(store: Reader, text: str) -> dict[str, str]:
    """The key of the record that `text` means, as the change log has it."""
    try:
        return {"id": find_kindergarten(store, text).id}
    except NotFound as unknown_name:
        if unknown_name.code != "no-such-kindergarten":
            raise
        for table in ("pairing", "visit", "need", "document"):
            try:
                return {"id": find_by_ref(store, table, text)}
            except NotFound as unknown_ref:
                if unknown_ref.code != "no-such-ref":
                    raise
        try:
            return {"code": find_form(store, text).code}
        except NotFound:
            pass
        cycle = store.value("SELECT id FROM cycle WHERE code = :code", code=text.strip())
        if cycle is not None:
            return {"id": str(cycle)}
        raise unknown_name from None
