"""What kindergartens ask for before anybody helps them, and what they are strong in."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import GOALS, TagKind
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader


class TagRow(NamedTuple):
    """A tag: the code of a goal of the scheme or of a form of activity."""

    kindergarten: str
    kind: str
    tag: str
    label_zh: str
    label_en: str


_LIST: Final = """
    SELECT k.name AS kindergarten, t.kind, coalesce(t.goal, t.form_code) AS tag,
           coalesce(f.label_zh, t.goal) AS label_zh, coalesce(f.label_en, t.goal) AS label_en
    FROM kindergarten_tag AS t
    INNER JOIN kindergarten AS k ON k.id = t.kindergarten_id
    LEFT JOIN form AS f ON f.code = t.form_code
    WHERE :id IS NULL OR k.id = :id
    ORDER BY k.pinyin, k.id, t.kind, t.goal IS NULL, f.position, t.goal
"""


def list_tags(store: Reader, kindergarten: str | None = None) -> list[TagRow]:
    """The tags of one kindergarten or all. Raises `NotFound`."""
    key = find_kindergarten(store, kindergarten).id if kindergarten is not None else None
    return [_worded(row) for row in store.fetch(TagRow, _LIST, id=key)]


def tags_of(store: Reader, kindergarten_id: str) -> dict[TagKind, tuple[str, ...]]:
    """The codes of one kindergarten's tags, by kind."""
    rows = store.fetch(TagRow, _LIST, id=kindergarten_id)
    return {kind: tuple(row.tag for row in rows if row.kind == kind) for kind in TagKind}


def _worded(row: TagRow) -> TagRow:
    label = GOALS.get(row.tag)
    return row._replace(label_zh=label.zh, label_en=label.en) if label else row
