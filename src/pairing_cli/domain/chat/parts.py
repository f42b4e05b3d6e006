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

_LABEL_ALONE: Final = re.compile(r"[\u3400-\u9fff]+")
"""A label in Chinese may stand before a blank instead of a colon: in English too many words do."""

_ENDS: Final = re.compile(r"[\s,，;；。|]+")
_BRACKETS: Final = re.compile(r"[（(【\[「『]([^（()）【】\[\]「」『』]*)[）)】\]」』]")


class _Label(NamedTuple):
    """Where a label begins, where its value does, and the key that it means."""

    start: int
    end: int
    key: str


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
        before_texts = "|".join(
            re.escape(label)
            for label in longest_first
            if self._keys[label] in TEXTS | {"content"} and _LABEL_ALONE.fullmatch(label)
        )
        self._before_blank = re.compile(
            rf"(?:(?<=[\s,，;；。|])|^)({before_texts})[ \t\u3000]+(?P<next>[^\s,，;；。|:：]+)"
        )

    def at_beginning(self, line: str) -> list[str]:
        """The keys of all labels of `line`; none where it doesn't begin with one."""
        found = self._found(line, lambda _: False)
        return [each.key for each in found] if found and found[0].start == 0 else []

    def _found(self, line: str, is_understood: Callable[[str], bool]) -> list[_Label]:
        """The labels of a line. One before a blank (主题 区域游戏) is a label only where the word
        behind it means nothing else.
        """
        found = {
            each.start(): _Label(each.start(), each.end(), self._keys[each[1].lower()])
            for each in self._pattern.finditer(line)
        }
        for each in self._before_blank.finditer(line):
            if not is_understood(each["next"]):
                label = _Label(each.start(), each.start("next"), self._keys[each[1]])
                found.setdefault(label.start, label)
        return [found[start] for start in sorted(found)]

    def parts(self, line: str, is_understood: Callable[[str], bool]) -> Iterator[Part]:
        """The parts of one line. What follows a text behind a blank belongs to it only where
        the whole line is labelled and `is_understood` says no of every further word.
        """
        found = self._found(line, is_understood)
        ends = [*(each.start for each in found), len(line)]
        if line[: ends[0]].strip():
            yield Part(line[: ends[0]])
        for each, end in zip(found, ends[1:], strict=True):
            value = line[each.end : end].strip(" \t,，;；。|")
            if each.key not in TEXTS:
                yield Part(value, each.key)
                continue
            head, _, rest = _cut(value)
            whole = not line[: ends[0]].strip()
            if (
                rest
                and whole
                and not any(is_understood(word) for word in _ENDS.split(rest) if word)
            ):
                head, rest = value, ""
            yield Part(head, each.key)
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
