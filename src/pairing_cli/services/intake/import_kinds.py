"""The kinds of tables that can be imported: by their names, and by what an export has of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.fields import folded_header
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.records.paired import REF
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.records.registry import RECORDS
from pairing_cli.domain.words.wording import as_word
from pairing_cli.files.tables.headers import Table
from pairing_cli.services.intake.import_values import nearest_label

KINDS: Final[Sequence[Record]] = tuple(each for each in RECORDS.values() if each.asked)
"""Every kind of table that can be imported."""


def kind_named(word: str) -> Record:
    """The kind that `word` names, in either language. Raises `NotFound`."""
    for kind in KINDS:
        if kind.means(word):
            return kind
    raise NotFound(
        "no-such-kind",
        phrase("There is no kind of table called {name}.", name=word),
        hint=nearest_label(word, {kind.name: kind.label for kind in KINDS})
        or phrase("Kinds: {names}", names=tuple(Label(kind.label.zh, kind.name) for kind in KINDS)),
    )


_OF_AN_EXPORT: Final = 8
"""Columns that a listing of a register has at least."""


def check_is_of(kind: Record, table: Table) -> None:
    """Raise `BadData` for our own export of another register, whose columns in common would be
    taken for all of it.
    """
    found = table.headers
    if not table.unknown or len(found) < _OF_AN_EXPORT or folded_header(REF.key) not in found:
        return
    for other in RECORDS.values():
        fields = (*other.asked, *other.shown)
        if found <= {folded_header(name) for each in fields for name in each.names()}:
            raise BadData(
                "another-register",
                phrase(
                    "{file} holds {other}, not {kind}.",
                    file=table.source.file,
                    other=other.label,
                    kind=kind.label,
                ),
                hint=phrase("To import it: pairing import {name} {file}", name=other.name,
                            file=as_word(table.source.file))
                if other in KINDS
                else None,
                file=table.source.file,
            )  # fmt: skip
