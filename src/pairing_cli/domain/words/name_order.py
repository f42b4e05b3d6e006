"""The order in which Chinese people look for names: by pinyin, number words as numbers.

The 3755 usual characters of GB 2312 stand in it by their pinyin, so their codes sort names
without a dictionary of readings, whose import takes longer than any listing. The 3008 rarer
ones follow by radical, as in the annex of a dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DIGITS: Final = {character: at for at, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMBER: Final = (
    r"[0-9]+|(?<=第)[〇零一二三四五六七八九十百千两]+"
    r"|[〇零一二三四五六七八九十百千两]+(?=[村组队号园幼小中区团连街片班分级大社])"
)
"""A number within a name: digits, 第十二, and 十二村; not the 一 of 统一."""


def name_order(name: str) -> tuple[tuple[int, bytes], ...]:
    """What to sort `name` by: 第二, 第三, 第四 … 第十; 白朗 before 措美 before 隆子."""
    text = unicodedata.normalize("NFKC", name).casefold()
    key: list[tuple[int, bytes]] = []
    start = 0
    for found in re.finditer(_NUMBER, text):
        key += [(0, _code(character)) for character in text[start : found.start()]]
        value = number_in_words(found[0])
        key.append((-1, value.to_bytes(16, "big")))
        start = found.end()
    return tuple(key + [(0, _code(character)) for character in text[start:]])


def number_in_words(text: str) -> int:
    """The number that digits or Chinese number words say: 12 for 十二, 105 for 一百零五."""
    if text.isdecimal():
        return int(text[:30])
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text[:30]))
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _code(character: str) -> bytes:
    return character.encode("gb18030", "replace")


def roster_order(name: str) -> tuple[int, tuple[tuple[int, bytes], ...], tuple[int, ...]]:
    """What to sort a roster by: the shorter name first, as 实验幼儿园 stands before the others of
    its kind, 第二实验幼儿园, 第三实验幼儿园 … 第十一实验幼儿园.
    """
    text = unicodedata.normalize("NFKC", name)
    numbers = tuple(number_in_words(found) for found in re.findall(_NUMBER, text))
    plain = re.sub(_NUMBER, "", text).replace("第", "")
    return len(plain), name_order(plain), numbers
