"""Another word for something, that means something else already.

An exact name goes before everything else in a look-up: an alias that is a county's name would
take over whatever is said of that county, and nobody would be told.
"""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.words.wording import same_name
from pairing_cli.services.programme.forms import list_forms
from pairing_cli.services.programme.names.lookup import form_word
from pairing_cli.store.reading import Reader

_SHORTEST_REF: Final = 4
"""Fewer signs of a ref find no record."""

_STANDS_FOR: Final = """
    SELECT id FROM kindergartens WHERE region_code = :code AND retired_on IS NULL AND (
        tier IN ('township', 'village')
        OR (tier = 'county' AND ownership <> 'private' AND exemplar IS NOT NULL))
"""


_OFFICIAL: Final = "SELECT id, name FROM kindergarten ORDER BY id"
_CALLED: Final = (
    "SELECT kindergarten_id, name FROM kindergarten_names WHERE kind <> 'former'"
    " ORDER BY kindergarten_id, kind DESC"
)


def check_shadows_nothing(
    store: Reader, word: str, *, kindergarten: str | None = None, form: str | None = None
) -> None:
    """Raise `BadData` where `word`, as another name of a kindergarten (its key) or form (its
    code), is the name of a kindergarten, region or form, or the ref of a pairing.
    """
    shadowed = (
        _kindergarten(store, word, kindergarten)
        or _region(store, word, kindergarten)
        or _form(store, word, form)
        or _pairing(store, word)
    )
    if shadowed is not None:
        raise BadData(
            "already-there",
            phrase("{word} means something already: {what}.", word=word, what=shadowed),
            hint=phrase("Choose another word; both would be hard to tell apart."),
        )


def _kindergarten(store: Reader, word: str, own: str | None) -> Phrase | None:
    wanted = same_name(word)
    # Two kindergartens may be called the same among friends: then it is asked which is meant.
    sql = _OFFICIAL if own else _CALLED
    for key, name in list(store.tuples(sql)):
        if key != own and same_name(name) == wanted:
            return phrase("the kindergarten {name}", name=name)
    return None


def _region(store: Reader, word: str, own: str | None) -> Phrase | None:
    wanted = same_name(word)
    for code, name in list(store.tuples("SELECT region_code, name FROM region_names")):
        if same_name(name) != wanted:
            continue
        there = [key for (key,) in store.tuples(_STANDS_FOR, code=code)]
        if there != [own]:
            return phrase("the region {name}", name=name)
    return None


def _form(store: Reader, word: str, own: str | None) -> Phrase | None:
    wanted = form_word(word)
    for each in list_forms(store):
        words = (each.code, each.zh, each.en, *each.aliases)
        if each.code != own and wanted in map(form_word, words):
            return phrase("the form {form} ({code})", form=each.zh, code=each.code)
    return None


def _pairing(store: Reader, word: str) -> Phrase | None:
    wanted = same_name(word)
    if len(wanted) < _SHORTEST_REF or not wanted.isascii():
        return None
    for (key,) in list(store.tuples("SELECT id FROM pairing ORDER BY id")):
        if ref_of(key).startswith(wanted):
            return phrase("the pairing {ref}", ref=ref_of(key))
    return None
