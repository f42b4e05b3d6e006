"""A line taken apart by its labels (主题：…) and brackets, before its words are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pairing_cli.domain.tuples import NamedTuple


class Part(NamedTuple):
    """A part of a line."""

    text: str
    label: str | None = None
    """The key that its label means."""
    aside: bool = False
    """Whether it stands in brackets."""


TEXTS: Final = frozenset({"topic", "note", "next_step", "state_reason", "override_reason",
                          "goals", "cycle", "end_date"})  # fmt: skip
"""Labels behind which anything may stand, up to the next blank."""

_ENDS: Final = re.compile(r"[\s,，;；。|]+")
_BRACKETS: Final = re.compile(r"[（(【\[「『]([^（()）【】\[\]「」『』]*)[）)】\]」』]")


class Labels:
    """The labels that stand before a value, with what they mean."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """`words`: label and key."""
        self._keys = {word.lower(): key for word, key in words}
        longest_first = sorted(self._keys, key=len, reverse=True)
        any_label = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(
            rf"(?:(?<=[\s,，;；。|（(【\[])|^)[-•·*]?\s*[【\[]?({any_label})[】\]]?\s*[:：]\s*",
            re.IGNORECASE,
        )

    def at_beginning(self, line: str) -> list[str]:
        """The keys of all labels of `line`; none where it doesn't begin with one."""
        found = list(self._pattern.finditer(line))
        if not found or found[0].start() > 0:
            return []
        return [self._keys[each[1].lower()] for each in found]

    def parts(self, line: str, is_understood: Callable[[str], bool]) -> Iterator[Part]:
        """The parts of one line. What follows a text behind a blank belongs to it only where
        the whole line is labelled and `is_understood` says no of every further word.
        """
        found = list(self._pattern.finditer(line))
        ends = [*(each.start() for each in found), len(line)]
        if line[: ends[0]].strip():
            yield Part(line[: ends[0]])
        for each, end in zip(found, ends[1:], strict=True):
            key = self._keys[each[1].lower()]
            value = line[each.end() : end].strip(" \t,，;；。|")
            if key not in TEXTS:
                yield Part(value, key)
                continue
            head, _, rest = _cut(value)
            whole = not line[: ends[0]].strip()
            if (
                rest
                and whole
                and not any(is_understood(word) for word in _ENDS.split(rest) if word)
            ):
                head, rest = value, ""
            yield Part(head, key)
            if rest:
                yield Part(rest)


def _cut(value: str) -> tuple[str, str, str]:
    found = _ENDS.search(value)
    return (value, "", "") if found is None else (value[: found.start()], "", value[found.end() :])


def without_brackets(text: str, is_kept: Callable[[int, int], bool]) -> tuple[str, list[str]]:
    """`text` with blanks in place of what stands in brackets, and that. Brackets of which
    `is_kept` says yes (by start and end) are a part of a name.
    """
    inside: list[str] = []

    def blank(found: re.Match[str]) -> str:
        if is_kept(found.start(), found.end()):
            return found[0]
        inside.append(found[1].strip())
        return " " * len(found[0])

    return _BRACKETS.sub(blank, text), [each for each in inside if each]
