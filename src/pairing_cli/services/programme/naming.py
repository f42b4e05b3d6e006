"""What it takes to find a Chinese name without an input method."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

_READINGS: Final = {"浪卡子": "làng kǎ zǐ", "勒门巴": "lè mén bā"}
"""Places that pypinyin reads as the everyday words 卡子 (qiǎzi) and 勒 (lēi)."""


def searchable(name: str) -> tuple[str, str]:
    """The pinyin of `name` without tones, in one word, and its initials; both lower case.

    ü is written v, as on a keyboard. What isn't Chinese stays as it is, without spaces.
    Computed when a name is stored: importing pypinyin takes longer than any look-up.
    """
    from pypinyin import Style, lazy_pinyin

    _teach_readings()
    plain = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    syllables = lazy_pinyin(plain, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


@cache
def _teach_readings() -> None:
    from pypinyin import load_phrases_dict

    load_phrases_dict(
        {name: [[syllable] for syllable in read.split()] for name, read in _READINGS.items()}
    )
