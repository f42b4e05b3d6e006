"""Fields of a record emptied, before what else is told of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pairing_cli.domain.fields import Field
from pairing_cli.domain.records.record import Record
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.rows import BY_TABLE
from pairing_cli.store.rows.base import Row
from pairing_cli.store.writing import Writer


def clear_fields(store: Writer, record: Record, ref: str, fields: Iterable[Field]) -> None:
    """Empty these fields of the record with this ref or key, as far as its own table has them.

    Raises `NotFound`.
    """
    table = BY_TABLE[record.table]
    if found := emptied(table, fields):
        store.change(store.get(table, find_by_ref(store, record.table, ref)), **found)


def emptied(table: type[Row], fields: Iterable[Field]) -> Mapping[str, None]:
    """What empties these fields in a row, as far as its table has them."""
    return {field.stored_as: None for field in fields if field.stored_as in table.columns}
