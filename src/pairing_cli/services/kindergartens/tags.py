"""What kindergartens ask for before anybody helps them, and what they are strong in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import GOALS, TagKind
from pairing_cli.services.programme.lookup import find_form, find_kindergarten
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import KindergartenTag
from pairing_cli.store.writing import Writer


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


def _worded(row: TagRow) -> TagRow:
    label = GOALS.get(row.tag)
    return row._replace(label_zh=label.zh, label_en=label.en) if label else row


def tag_kindergarten(
    store: Writer, name: str, kind: TagKind, words: Sequence[str], *, remove: bool = False
) -> tuple[str, int]:
    """Give a kindergarten tags, or take them away: its name, and how many that changed.

    Raises `NotFound` for a word that is neither a goal nor a form.
    """
    key = find_kindergarten(store, name)
    changed = 0
    for goal, form in (_meant(store, word) for word in words):
        known = store.where(
            KindergartenTag, kindergarten_id=key.id, kind=kind, goal=goal, form_code=form
        )
        if remove:
            store.delete(*known)
            changed += len(known)
        elif not known:
            store.add(KindergartenTag(kindergarten_id=key.id, kind=kind, goal=goal, form_code=form))
            changed += 1
    return key.name, changed


def _meant(store: Writer, word: str) -> tuple[str | None, str | None]:
    wanted = word.strip().casefold()
    for code, label in GOALS.items():
        if wanted in (code, label.zh, label.en):
            return code, None
    try:
        return None, find_form(store, word).code
    except NotFound as error:
        raise NotFound(
            "no-such-tag",
            phrase("{text} is neither an aim of the scheme nor a form of activity.", text=word),
            hint=phrase(
                "Aims: {names}. Forms: pairing form list",
                names="、".join(f"{code}（{label.zh}）" for code, label in GOALS.items()),
            ),
        ) from error
