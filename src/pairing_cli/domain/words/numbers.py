"""Reading numbers that people write: the one home for all of them.

Read are digits in either width, with thousands in groups of three (1,234) and a decimal point.
Python reads more: 1_0, 1e1, ４５ mixed with ٣, inf. A comma elsewhere (12,5 or 3，5) may be a
decimal point or a list, and is never dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_DIGITS: Final = 15
"""Digits that a number keeps exactly, in the database and in a spreadsheet."""

_WHOLE: Final = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)"
_NUMBER: Final = rf"[+-]?{_WHOLE}(?:\.[0-9]+)?"


def plain_number(text: str) -> str:
    """`text` in half width and without blanks at its ends, as numbers are looked for in it."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def is_number(text: str, *, whole: bool = False) -> bool:
    """Whether `text` is written as a number is, however large."""
    pattern = rf"[+-]?{_WHOLE}" if whole else _NUMBER
    return re.fullmatch(pattern, plain_number(text)) is not None


def parse_whole(text: str) -> int | None:
    """The whole number that `text` is; None where it is none, or has more than 15 digits."""
    written = plain_number(text)
    if re.fullmatch(rf"[+-]?{_WHOLE}", written) is None:
        return None
    digits = written.replace(",", "")
    return int(digits) if len(digits.lstrip("+-0")) <= MOST_DIGITS else None


def parse_number(text: str) -> float | None:
    """The number that `text` is; None where it is none, or has more than 15 digits before the
    point.
    """
    written = plain_number(text)
    if re.fullmatch(_NUMBER, written) is None:
        return None
    digits = written.replace(",", "")
    return float(digits) if len(digits.partition(".")[0].lstrip("+-0")) <= MOST_DIGITS else None
