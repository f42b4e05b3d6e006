"""What is taken out of texts for others' eyes, and how such a text is known again.

An export leaves the numbers of people out; what comes back with a mask in it says the same as
the record that it was made from, and is never written over it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = TypeVar("Value")
Entered = TypeVar("Entered", bound="DataclassInstance")

_SEPARATORS: Final = r"[\s\-–—.·()（）]*"


def _in_groups(*digits: str) -> str:
    """Digits with or without something between them, as people group long numbers."""
    return _SEPARATORS.join(digits)


_ANY: Final = r"\d"
_ABROAD: Final = rf"(?:(?:\+|00)?86{_SEPARATORS})?"
_MOBILE: Final = _ABROAD + _in_groups("1", "[3-9]", *[_ANY] * 9)
_AREA: Final = rf"(?:0\d{{2,3}}|(?:\+|00)86{_SEPARATORS}0?\d{{2,3}})"
_FIXED: Final = _ABROAD + _in_groups(_AREA, r"[1-9]\d{2,3}", r"\d{4}")
_SERVICE: Final = _in_groups("[48]", "0", "0", *[_ANY] * 7)
_LOCAL: Final = r"(?:电话|手机|[Tt]el|[Pp]hone)[:：. ]*\d{7,8}"
_CENTURY, _MONTH, _DAY = (
    f"(?:{'|'.join(_in_groups(*each) for each in pairs)})"
    for pairs in (
        (("1", "[89]"), ("2", "0")),
        (("0", "[1-9]"), ("1", "[0-2]")),
        (("0", "[1-9]"), ("[12]", _ANY), ("3", "[01]")),
    )
)
_IDENTITY: Final = _in_groups(
    "[1-9]", *[_ANY] * 5, _CENTURY, _ANY, _ANY, _MONTH, _DAY, *[_ANY] * 3, r"[\dXx]"
)
_OLD_IDENTITY: Final = r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
_NUMBERS: Final = re.compile(
    rf"(?<!\d)(?:{_IDENTITY}|{_OLD_IDENTITY}|{_MOBILE}|{_FIXED}|{_SERVICE}|{_LOCAL})(?!\d)"
)
"""Identity numbers, mobile and fixed phone numbers, in whatever groups."""

_HALF_WIDTH: Final = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {
    ord("＋"): ord("+"),
    ord("－"): ord("-"),
}

MASK: Final = "***"
"""What stands where something was taken out."""


def without_numbers(text: str) -> str:
    """`text` with the numbers of phones and identity cards taken out."""
    if text.isalpha():
        return text
    plain = text.translate(_HALF_WIDTH)
    return _NUMBERS.sub(MASK, plain) if _NUMBERS.search(plain) else text


def shortened(text: str, longest: int) -> str:
    """`text` with at most `longest` characters. No number of a phone or an identity card is cut in
    two: what is left of one would no longer be known as one, and taken out.
    """
    if len(text) <= longest:
        return text
    end = longest - 1
    for found in _NUMBERS.finditer(text.translate(_HALF_WIDTH)):
        if found.start() < end < found.end():
            end = found.start()
    return f"{text[:end]}…"


def whole(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values from which nothing was taken out."""
    return {key: value for key, value in values.items() if MASK not in str(value)}


def without_masked(entered: Entered) -> Entered:
    """What is entered, a dataclass, without the texts from which something was taken out."""
    gone = [each.name for each in fields(entered) if MASK in str(getattr(entered, each.name))]
    return replace(entered, **dict.fromkeys(gone))


def says_the_same(text: str, stored: str) -> bool:
    """Whether `text` is what is `stored`, with or without what was taken out of it."""
    if text == stored:
        return True
    if MASK not in text:
        return False
    parts = (re.escape(part) for part in text.split(MASK))
    return re.fullmatch(".+".join(parts), stored, re.DOTALL) is not None
