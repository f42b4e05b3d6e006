"""Forms of activity, read: the vocabulary that visits are logged in."""

from __future__ import annotations

from collections import defaultdict

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.reading import Reader


class FormRow(NamedTuple):
    """A form; `valid_from` and `valid_to` are ISO days, both inclusive, None for open."""

    code: str
    zh: str
    en: str
    direction: str
    aliases: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None


def list_forms(store: Reader) -> list[FormRow]:
    """All forms in their own order, ended ones too."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in store.rows("SELECT form_code, alias FROM form_alias ORDER BY id"):
        aliases[row["form_code"]].append(row["alias"])
    return [
        FormRow(**row, aliases=tuple(aliases.get(row["code"], ())))
        for row in store.rows(
            "SELECT code, label_zh AS zh, label_en AS en, direction, valid_from, valid_to"
            " FROM form ORDER BY position, code"
        )
    ]
