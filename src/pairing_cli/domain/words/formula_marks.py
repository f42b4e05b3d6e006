"""The mark against formulas: an apostrophe before what a spreadsheet would run as one.

Exports put it, imports take it off. What begins with apostrophes and would be a formula without
them gets one more, so that every text comes back as it was.
"""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = r"'*(?:[\t\r]|\s*[=+\-@＝＋－＠])"
_NUMBER: Final = r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+|%)?"


def marked(text: str) -> str:
    """`text` as it goes into a table of text."""
    if re.match(_FORMULA, text) and not re.fullmatch(_NUMBER, text):
        return f"'{text}"
    return text


def unmarked(text: str) -> str:
    """`text` as it was before it was marked."""
    return text[1:] if text[:1] == "'" and re.match(_FORMULA, text) else text
