"""Fields of a record emptied, before what else is told of it is written."""

from __future__ import annotations

from collections.abc import Iterable

from pairing_cli.domain.fields import Field
from pairing_cli.domain.records.record import Record
from pairing_cli.services.programme.lookup import find_by_ref
from pairing_cli.store.rows import BY_TABLE
from pairing_cli.store.writing import Writer


def clear_fields(store: Writer, record: Record, ref: str, fields: Iterable[Field]) -> None:
    """Empty these fields of the record with this ref or key, as far as its own table has them.

    Raises `NotFound`.
    """
    table = BY_TABLE[record.table]
    emptied = {field.stored_as: None for field in fields if field.stored_as in table.columns}
    if emptied:
        store.change(store.get(table, find_by_ref(store, record.table, ref)), **emptied)
