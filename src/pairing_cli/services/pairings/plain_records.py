"""Plain records of a pairing, read by what their class declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pairing_cli.domain.fields import FieldType
from pairing_cli.domain.records.plain import PairingRecord
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    existing,
    filter_values,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader

Plain = TypeVar("Plain", bound=PairingRecord)


def list_records(
    store: Reader, kind: type[Plain], cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[Plain]:
    """The records of a cycle, by day. Raises `NotFound`."""
    day = existing(f't."{kind.day.stored_as}"')
    values = filter_values(store, cycle, wanted._replace(day=as_of))
    rows = _rows(store, kind, f"{PAIRING_FILTER_SQL} AND {day}", as_of, values)
    return [row for row in rows if wanted.every or row.removed_reason is None]


def show_record(store: Reader, kind: type[Plain], ref: str, as_of: dt.date) -> Plain:
    """One record by its ref. Raises `NotFound`."""
    key = find_by_ref(store, kind.record.table, ref)
    return next(_rows(store, kind, "t.id = :id", as_of, {"id": key}))


def _rows(
    store: Reader, kind: type[Plain], which: str, as_of: dt.date, values: Mapping[str, Any]
) -> Iterator[Plain]:
    sql = (
        f"SELECT t.id, t.pairing_id, substr(t.id, 25, 8) AS ref, p.mentor, p.mentee, p.county,"
        f" {columns_read(kind)}, t.removed_reason{_carried(kind)}"
        f" FROM {kind.record.table} AS t"
        f" INNER JOIN pairings AS p ON p.id = t.pairing_id WHERE {which}"
        f' ORDER BY t."{kind.day.stored_as}", t.id'
    )
    day = as_of.isoformat()
    for row in store.rows(sql, **values):
        record = kind(**row, as_of=day)
        record.forget_later()
        yield record


def _carried(kind: type[PairingRecord]) -> str:
    """Whether each record has gone on in the next cycle, of a register whose records can."""
    if not kind.goes_on:
        return ""
    table = kind.record.table
    return (
        f", EXISTS (SELECT 1 FROM {table} AS c WHERE c.carried_from = t.id"
        " AND c.removed_on IS NULL) AS carried"
    )


def columns_read(kind: type[PairingRecord]) -> str:
    """What is read of a row, each under the key of its field."""
    return ", ".join(
        f'substr(t."{field.stored_as}", 25, 8) AS "{field.key}"'
        if field.type is FieldType.REF
        else f't."{field.stored_as}" AS "{field.key}"'
        for field in kind.written
    )
