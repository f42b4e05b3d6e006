"""Needs and strengths of kindergartens, written."""

from __future__ import annotations

from collections.abc import Sequence

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import GOALS, TagKind
from pairing_cli.services.programme.names.lookup import find_form, find_kindergarten
from pairing_cli.store.rows import KindergartenTag
from pairing_cli.store.writing import Writer


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
                names=tuple(Label(label.zh, code) for code, label in GOALS.items()),
            ),
        ) from error
