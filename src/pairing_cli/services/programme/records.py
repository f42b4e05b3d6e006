"""Records found by ref, to be written to: nobody has removed them; they are of the pairing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeVar

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows.base import RemovableRow
from pairing_cli.store.writing import Writer

Record = TypeVar("Record", bound=RemovableRow)


def find_record(store: Writer, table: type[Record], ref: str) -> Record:
    """The row with this ref, to be written: nobody has removed it.

    Raises `NotFound`, `RuleRefusal`.
    """
    row = store.get(table, find_by_ref(store, table.table, ref))
    not_removed(row, ref)
    return row


def not_removed(row: RemovableRow, ref: str) -> None:
    """Raise `RuleRefusal` for a record that somebody has taken off the lists."""
    if row.removed_on is not None:
        raise RuleRefusal(
            "removed",
            phrase(
                "{ref} was removed on {day}: {reason}",
                ref=ref,
                day=row.removed_on.isoformat(),
                reason=row.removed_reason,
            ),
            hint=phrase("To take it back: pairing undo"),
        )


def check_same_mentee(
    store: Reader, table: str, key: str, pairings: Collection[str], ref: str
) -> None:
    """Raise `UsageError` where the record called `ref` is of none of the mentees of these
    pairings. It may be of an earlier pairing: a need stays with a mentee whose mentor changes.
    """
    whose = _PAIRINGS.get(table, f"SELECT pairing_id FROM {table} WHERE id = :key")
    for pairing_id in pairings:
        if store.value(
            "SELECT 1 FROM pairing AS a INNER JOIN pairing AS b ON b.mentee_id = a.mentee_id"
            f" WHERE a.id = :pairing_id AND b.id IN ({whose})",
            pairing_id=pairing_id,
            key=key,
        ):
            return
    raise other_pairing(ref)


def other_pairing(ref: str) -> UsageError:
    """The refusal of a record that is not of the pairing in hand."""
    return UsageError("other-pairing", phrase("{ref} belongs to another pairing.", ref=ref))


_PAIRINGS: Final = {
    "visit": "SELECT pairing_id FROM visit_pairing WHERE visit_id = :key",
    "plan_task": "SELECT p.pairing_id FROM plan_task AS x INNER JOIN plan AS p ON p.id = x.plan_id"
    " WHERE x.id = :key",
}
"""Table → the pairings of a row of it, where it doesn't name its one pairing itself."""
