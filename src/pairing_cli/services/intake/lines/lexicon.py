"""The programme's own words for reading lines: names of kindergartens, forms, people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pairing_cli.domain.chat.word_sorts import Sort, Word
from pairing_cli.domain.errors import InputError, NotFound, PairingError
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import KindergartenKey, find_kindergarten
from pairing_cli.store.reading import Reader

_MOST_OFFERED: Final = 5
"""Kindergartens that a question offers; of more, none is near enough."""

_LONG_PART: Final = 3
"""Characters: 邦金美朵 is part of one name; 中心 is part of many and of many topics."""

LOOKS_LIKE_KINDERGARTEN: Final = re.compile(
    "(?:幼儿园|幼|园|园区|实验|示范|双语|中心校?|小学|学校)$|^[市县区镇乡村].|.[县区乡镇村市]$"
)
_SLASHES: Final = "/／"


class FormWord(NamedTuple):
    """What a word for a form of activity means."""

    code: str
    direction: str
    """The form's own."""


class Lexicon:
    """Finds names and forms in a text."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self.people = frozenset(
            row["name"] for row in store.rows("SELECT DISTINCT name FROM visit_person")
        )
        self._names = [row["name"] for row in store.rows(
            "SELECT name FROM kindergarten_names UNION SELECT n.name FROM region_names AS n"
            " INNER JOIN region AS r ON r.code = n.region_code"
            " WHERE r.level IN ('county', 'township', 'village')"
        )]  # fmt: skip
        self._wider = [row["name"] for row in store.rows(
            "SELECT n.name FROM region_names AS n INNER JOIN region AS r ON r.code = n.region_code"
            " WHERE r.level IN ('province', 'city')"
        )]  # fmt: skip
        self.forms = _forms(store)
        words = dict.fromkeys(self._names, Sort.PLACE)
        words |= {name: Sort.SMALL for name in self._wider if name not in words}
        words |= dict.fromkeys(self.forms, Sort.FORM)
        self._by_beginning: dict[str, list[tuple[str, Sort]]] = {}
        for word, sort in words.items():
            self._by_beginning.setdefault(word[:2].lower(), []).append((word, sort))
        self._found: dict[str, KindergartenKey | PairingError] = {}

    def __call__(self, text: str, at: int) -> Iterator[Word]:
        """The names and forms that begin at `at`."""
        for word, sort in self._by_beginning.get(text[at : at + 2].lower(), ()):
            end = at + len(word)
            if text[at:end].lower() != word.lower():
                continue
            yield self._word(sort, text, at, end)
            if sort is Sort.PLACE and text[end : end + 1] and text[end] in _SLASHES:
                for further in self(text, end + 1):
                    if further.sort is Sort.PLACE:
                        yield self._word(sort, text, at, further.end)

    def _word(self, sort: Sort, text: str, at: int, end: int) -> Word:
        written = text[at:end]
        value = self.forms.get(written.lower()) if sort is Sort.FORM else written
        return Word(sort, at, end, written, value)

    def kindergarten(self, name: str) -> KindergartenKey:
        """The kindergarten of a name. Raises what the look-up raises."""
        if name not in self._found:
            try:
                self._found[name] = find_kindergarten(self._store, name)
            except InputError as error:
                self._found[name] = error
        found = self._found[name]
        if isinstance(found, PairingError):
            raise found
        return found

    def has_part(self, word: str) -> bool:
        """Whether `word` is a part of a name, too long to be one by chance."""
        return len(word) >= _LONG_PART and any(word in name for name in self._names)

    def resembling(self, word: str) -> list[KindergartenKey]:
        """The kindergartens that `word` may be short for: 市二幼 has the signs of one name in
        their order. None where there are more than anybody wants to read.
        """
        whole = [name for name in self._names if word in name]
        found: dict[str, KindergartenKey] = {}
        for name in whole or [name for name in self._names if _is_within(word, name)]:
            try:
                key = self.kindergarten(name)
            except InputError:
                continue
            found[key.id] = key
        if not found and word.isascii():
            try:
                key = find_kindergarten(self._store, word)
            except NotFound:
                return []
            found[key.id] = key
        return list(found.values()) if len(found) <= _MOST_OFFERED else []


def _is_within(word: str, name: str) -> bool:
    """Whether the signs of `word` stand in `name` in their order."""
    rest = iter(name)
    return len(word) > 1 and all(sign in rest for sign in word)


def _forms(store: Reader) -> Mapping[str, FormWord]:
    """Every word for a form of activity, in small letters."""
    forms = {
        row["code"]: row
        for row in store.rows("SELECT code, label_zh, label_en, direction FROM form")
    }
    words: dict[str, FormWord] = {}
    for row in store.rows("SELECT alias, form_code FROM form_alias"):
        words[row["alias"].lower()] = FormWord(
            row["form_code"], forms[row["form_code"]]["direction"]
        )
    for code, row in forms.items():
        for word in (row["label_en"], row["label_zh"], code, code.replace("_", " ")):
            if word:
                words[word.lower()] = FormWord(code, row["direction"])
    return words
