"""The programme of a file: what it is called, and which bureau runs it."""

from __future__ import annotations

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import bureau_of
from pairing_cli.store.reading import Reader


class Programme(NamedTuple):
    """What the file is about."""

    title: Label
    bureau: str | None
    """The education bureau of its city; None where no place is recorded."""


def programme_of(store: Reader) -> Programme:
    """The programme of the file."""
    for row in store.rows(
        "SELECT p.title_zh, p.title_en, r.name AS city FROM programme AS p"
        " LEFT JOIN region AS r ON r.code = p.region_code"
    ):
        bureau = bureau_of(row["city"]) if row["city"] else None
        return Programme(Label(row["title_zh"], row["title_en"]), bureau)
    return Programme(Label("学前教育结对帮扶", "Kindergarten pairing assistance"), None)
