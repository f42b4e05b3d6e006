"""Files attached to records: the same file twice is one document, and counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.paperwork import OWNERS
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store import attachments
from pairing_cli.store.attachments import Kept
from pairing_cli.store.writing import Writer

if TYPE_CHECKING:
    from pairing_cli.store.rows import (
        AgreementDocument,
        Document,
        ExperienceDocument,
        FindingDocument,
        PairingDocument,
        TargetDocument,
        TaskDocument,
        VisitDocument,
    )


class Owner(NamedTuple):
    """What a document belongs to."""

    link: type[
        VisitDocument
        | TaskDocument
        | AgreementDocument
        | PairingDocument
        | FindingDocument
        | TargetDocument
        | ExperienceDocument
    ]
    """The rows that link documents to such a record."""
    key: str


_THERE: Final = """
    SELECT d.id FROM {table} AS x INNER JOIN document AS d ON d.id = x.document_id
    WHERE x.{column} = :owner AND d.sha256 = :sha256 AND d.category = :category
        AND d.removed_on IS NULL AND (:fact IS NULL OR d.fact = :fact)
    ORDER BY d.id
"""


def attach(
    store: Writer,
    path: Path,
    database: Path,
    owners: Sequence[Owner],
    describe: Callable[[Kept], Document],
) -> str:
    """Copy a file into the store and attach it to its owners; the key of its document.

    Where one of them has the file already, in the same category and as proof of the same, that
    document is the one. Raises what `attachments.keep` raises, `BadData`.
    """
    document = describe(attachments.keep(database, path))
    has = {owner: _there(store, owner, document) for owner in owners}
    known = next((key for key in has.values() if key), None)
    if known is None:
        store.add(document)
        known = document.id
    for owner, key in has.items():
        if key is None:
            store.add(owner.link(**{_owner_column(owner): owner.key, "document_id": known}))
    return known


def _there(store: Writer, owner: Owner, document: Document) -> str | None:
    found = store.value(
        _THERE.format(table=owner.link.table, column=_owner_column(owner)),
        owner=owner.key,
        sha256=document.sha256,
        category=document.category,
        fact=document.fact,
    )
    return None if found is None else str(found)


def check_once(store: Writer, document: Document) -> None:
    """Raise `RuleRefusal` where something has the file of `document` already, in the same
    category and as proof of the same.
    """
    for owner in OWNERS:
        other = store.value(
            f"SELECT d.id FROM {owner}_document AS x"
            f" INNER JOIN {owner}_document AS y ON y.{owner}_id = x.{owner}_id"
            " INNER JOIN document AS d ON d.id = y.document_id"
            " WHERE x.document_id = :id AND d.id <> :id AND d.removed_on IS NULL"
            " AND d.sha256 = :sha256 AND d.category = :category AND d.fact IS :fact",
            id=document.id,
            sha256=document.sha256,
            category=document.category,
            fact=document.fact,
        )
        if other is not None:
            title, ref = document.title or document.file_name, ref_of(str(other))
            raise RuleRefusal(
                "already-there",
                phrase("{title} is on record already: {ref}.", title=title, ref=ref),
                hint=phrase("To change it: pairing document edit {ref}", ref=ref),
            )


def _owner_column(owner: Owner) -> str:
    (column,) = {*owner.link.key} - {"document_id"}
    return column
