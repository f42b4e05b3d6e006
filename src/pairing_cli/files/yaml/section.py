"""The keys of one mapping of a YAML file, read by accessors that check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Final, TypeVar

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.date_errors import FIRST_YEAR, LAST_YEAR
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.files.yaml.spelling import did_you_mean, nearest
from pairing_cli.files.yaml.yaml_tree import (
    Items,
    Mapping,
    Node,
    Scalar,
    shown,
)

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=str)

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_DAY: Final = re.compile(r"[0-9]{2}-[0-9]{2}")
_INTEGER: Final = re.compile(r"-?[0-9]{1,9}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_FLAGS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}

_COMMON_YEAR: Final = 2023
"""A year without 29 February."""

_MISSPELLED: Final = 0.81
"""How much a key must resemble a missing one to be asked about: mentr and mentor do (0.91),
start and state, which often stand together, don't (0.80)."""

CODE: Final = r"[0-9A-Za-z][0-9A-Za-z._-]*"
"""Pattern of a code where nothing narrower is asked."""


class MonthDay(NamedTuple):
    """A day that every year has: month 1-12, day 1-31, never 29 February."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """That day in `year`."""
        return date(year, self.month, self.day)


class Section:
    """The keys of one mapping of the file, read by accessors that check.

    All raise BadData with file, line and key. Those that return a bare value also do when the
    key is absent; `optional`, `optional_text` and the ones that return several say otherwise.
    """

    __slots__ = ("_asked", "_mapping", "file", "line", "path")

    def __init__(self, mapping: Mapping, file: str, path: str) -> None:
        self._mapping = mapping
        self._asked: set[str] = set()
        self.file = file
        self.line = mapping.line
        self.path = path

    # --- Keys ---

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as written, for mappings whose keys are data."""
        return tuple(self._mapping.entries)

    def has(self, key: str) -> bool:
        """Whether `key` is there with a value."""
        return self._find(key) is not None

    def holds_keys(self, key: str) -> bool:
        """Whether a mapping stands under `key`, not a single value or a list."""
        return isinstance(self._find(key), Mapping)

    def holds_sections(self, key: str) -> bool:
        """Whether a list of mappings stands under `key`."""
        node = self._find(key)
        return isinstance(node, Items) and all(isinstance(item, Mapping) for item in node.nodes)

    def optional(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """What `read` (an accessor of this section) makes of `key`, or None when absent."""
        return read(key) if self.has(key) else None

    def done(self) -> None:
        """Refuse the first key that nobody has asked for, naming the nearest that is known."""
        self.only(self._asked)

    def only(self, known: Iterable[str]) -> None:
        """Refuse the first key that isn't in `known`, naming the nearest that is."""
        allowed = sorted(known)
        for key in self.keys:
            if key not in allowed:
                every = phrase("Known here: {names}.", names=", ".join(allowed))
                raise self.mistake(
                    "unknown-key",
                    phrase("The key {key} is not known here.", key=shown(key)),
                    key=key,
                    hint=did_you_mean(key, allowed) or every,
                )

    def mistake(
        self,
        code: str,
        message: Phrase,
        *,
        key: str | None = None,
        item: int | None = None,
        hint: Phrase | None = None,
    ) -> BadData:
        """A refusal to raise, at this section, its `key`, or the `item`-th of its list (from 0)."""
        line = self.line if key is None else self.line_of(key, item)
        column = self.path if key is None else self._path_of(key, item)
        return BadData(code, message, hint=hint, file=self.file, row=line, column=column or None)

    def line_of(self, key: str, item: int | None = None) -> int:
        """Where `key` or the `item`-th entry of its list stands; absent: where the section does."""
        entry = self._mapping.entries.get(key)
        if entry is None:
            return self.line
        if item is not None and isinstance(entry.node, Items):
            return entry.node.nodes[item].line
        return entry.line

    # --- Texts ---

    def text(self, key: str, limit: int = NAME) -> str:
        """A name or title: one line, trimmed, 1 to `limit` characters."""
        return self._worded(self._scalar(key), key, None, limit)

    def optional_text(self, key: str, limit: int = NAME) -> str | None:
        """The same, or None when absent. Quotes around nothing are a mistake, not absence."""
        return self.text(key, limit) if self.has(key) else None

    def prose(self, key: str, limit: int = LONG_TEXT) -> str:
        """A text that may have several lines, 1 to `limit` characters."""
        try:
            return several_lines(self._scalar(key).text, _value_of(key), limit)
        except BadData as error:
            raise self._placed(error, key, None) from error

    def texts(self, key: str, limit: int = NAME) -> tuple[str, ...]:
        """A list of texts, or one text standing alone; () when absent."""
        node = self._find(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (self._worded(node, key, None, limit),)
        if isinstance(node, Mapping):
            raise self._bad(key, phrase("{key} must be a text or a list of texts.", key=key))
        return tuple(self._worded(item, key, index, limit) for index, item in enumerate(node.nodes))

    def label(self, key: str, limit: int = SHORT_TEXT) -> Label:
        """`{zh: …, en: …}`; a text standing alone is the word in both languages."""
        if isinstance(self._find(key), Scalar):
            only = self.text(key, limit)
            return Label(only, only)
        words = self.section(key)
        label = Label(words.text("zh", limit), words.text("en", limit))
        words.done()
        return label

    def code(self, key: str, pattern: str = CODE, like: str = "2022-2024") -> str:
        """A text that fits the regular expression wholly; `like` shows a good one in the error."""
        return self._fitting(self.text(key), key, None, pattern, like)

    def codes(self, key: str, pattern: str = CODE, like: str = "2022-2024") -> tuple[str, ...]:
        """A list of such texts, or one standing alone; () when absent."""
        written = self.texts(key)
        return tuple(self._fitting(code, key, i, pattern, like) for i, code in enumerate(written))

    def choice(self, key: str, allowed: Iterable[Choice]) -> Choice:
        """One of some words (a StrEnum gives its members)."""
        written, words = self.text(key), list(allowed)
        for word in words:
            if written == word:
                return word
        every = phrase("Possible: {names}.", names=", ".join(words))
        raise self.mistake(
            "unknown-choice",
            phrase("{value} can't stand for {key}.", value=shown(written), key=key),
            key=key,
            hint=did_you_mean(written, words) or every,
        )

    # --- Numbers, days, yes or no ---

    def integer(self, key: str, least: int = 0, most: int = 999_999_999) -> int:
        """A whole number from `least` to `most`. Leading zeros mean nothing: 012 is twelve."""
        written = self.text(key)
        number = int(written) if _INTEGER.fullmatch(written) else None
        if number is None or not least <= number <= most:
            raise self._out_of_range(key, written, least, most)
        return number

    def number(self, key: str, least: float = 0, most: float = 999_999_999) -> float:
        """A number from `least` to `most`, with at most six decimals and no exponent."""
        written = self.text(key)
        number = float(written) if _NUMBER.fullmatch(written) else None
        if number is None or not least <= number <= most:
            raise self._out_of_range(key, written, least, most)
        return number

    def date(self, key: str) -> date:
        """A day of the calendar, written 2022-04-12."""
        written = self.text(key)
        if not _ISO_DATE.fullmatch(written):
            refusal = phrase("{value} is not a date written like 2022-04-12.", value=shown(written))
            raise self._bad(key, refusal)
        try:
            day = date.fromisoformat(written)
        except ValueError as error:
            refusal = phrase("The date {value} doesn't exist.", value=written)
            raise self._bad(key, refusal) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise self._bad(
                key,
                phrase("The year of {value} must be {first} to {last}.", value=written, **limits),
            )
        return day

    def month_day(self, key: str) -> MonthDay:
        """A day of every year, written 03-31."""
        written = self.text(key)
        if _MONTH_DAY.fullmatch(written):
            with suppress(ValueError):
                day = date.fromisoformat(f"{_COMMON_YEAR}-{written}")
                return MonthDay(day.month, day.day)
        raise self._bad(
            key,
            phrase("{value} is not a day of every year written like 03-31.", value=shown(written)),
        )

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true, yes or 是; false, no or 否; `default`, where one is given, when absent."""
        if default is not None and not self.has(key):
            return default
        written = self.text(key)
        flag = _FLAGS.get(written.lower())
        if flag is None:
            raise self._bad(key, phrase("{value} is neither true nor false.", value=shown(written)))
        return flag

    # --- Sections inside ---

    def section(self, key: str) -> Section:
        """The mapping under `key`."""
        return self._opened(self._required(key), key)

    def sections(self, key: str) -> list[Section]:
        """A list of mappings; [] when absent."""
        node = self._find(key)
        if node is None:
            return []
        if not isinstance(node, Items):
            raise self._bad(
                key, phrase("{key} must be a list, each entry behind a dash (- ).", key=key)
            )
        return [self._opened(item, key, index) for index, item in enumerate(node.nodes)]

    # --- Inside ---

    def _opened(self, node: Node, key: str, item: int | None = None) -> Section:
        if isinstance(node, Mapping):
            return Section(node, self.file, self._path_of(key, item))
        raise self.mistake(
            "bad-value",
            phrase("{key} must hold keys with their values.", key=key),
            key=key,
            item=item,
            hint=colon_hint(node),
        )

    def _path_of(self, key: str, item: int | None = None) -> str:
        path = f"{self.path}.{shown(key)}" if self.path else shown(key)
        return path if item is None else f"{path}[{item + 1}]"

    def _find(self, key: str) -> Node | None:
        self._asked.add(key)
        entry = self._mapping.entries.get(key)
        if entry is None or (isinstance(entry.node, Scalar) and entry.node.missing):
            return None
        return entry.node

    def _required(self, key: str) -> Node:
        node = self._find(key)
        if node is not None:
            return node
        if key in self._mapping.entries:
            raise self.mistake("missing-value", phrase("{key} has no value.", key=key), key=key)
        # Perhaps it is there, misspelled: `done` would say so, but is never reached.
        unasked = [name for name in self.keys if name not in self._asked]
        near = nearest(key, unasked, _MISSPELLED)
        raise self.mistake(
            "missing-key",
            phrase("{name} is missing.", name=key),
            key=key,
            hint=phrase("Is {written} meant to be {key}?", written=near, key=key) if near else None,
        )

    def _scalar(self, key: str) -> Scalar:
        node = self._required(key)
        if isinstance(node, Scalar):
            return node
        raise self._bad(key, phrase("{key} must be a single value.", key=key))

    def _worded(self, node: Node, key: str, item: int | None, limit: int) -> str:
        if not isinstance(node, Scalar) or node.missing:
            raise self.mistake(
                "bad-value",
                phrase("An entry of {key} must be a text.", key=key),
                key=key,
                item=item,
            )
        try:
            return one_line(node.text, _value_of(key), limit)
        except BadData as error:
            raise self._placed(error, key, item) from error

    def _placed(self, error: BadData, key: str, item: int | None) -> BadData:
        return self.mistake(error.code, error.message, key=key, item=item, hint=error.hint)

    def _fitting(self, code: str, key: str, item: int | None, pattern: str, like: str) -> str:
        if re.fullmatch(pattern, code):
            return code
        message = phrase(
            "{value} can't stand for {key}; expected is something like {example}.",
            value=shown(code),
            key=key,
            example=like,
        )
        raise self.mistake("bad-value", message, key=key, item=item)

    def _bad(self, key: str, message: Phrase) -> BadData:
        return self.mistake("bad-value", message, key=key)

    def _out_of_range(self, key: str, written: str, least: float, most: float) -> BadData:
        return self._bad(
            key,
            phrase(
                "{value} is not a number from {least} to {most}.",
                value=shown(written),
                least=least,
                most=most,
            ),
        )


def _value_of(key: str) -> Phrase:
    return phrase("The value of {key}", key=key)


def colon_hint(node: Node) -> Phrase | None:
    """The usual cause when one text stands where keys are expected: `name:甲` or a wide colon."""
    if isinstance(node, Scalar) and re.search("[:\uff1a]", node.text):
        return phrase("After a key stands a half-width colon and a space.")
    return None
