"""What it takes to find a Chinese name without an input method."""

from __future__ import annotations

import unicodedata


def searchable(name: str) -> tuple[str, str]:
    """The pinyin of `name` without tones, in one word, and its initials; both lower case.

    ü is written v, as on a keyboard. What isn't Chinese stays as it is, without spaces.
    Computed when a name is stored: importing pypinyin takes longer than any look-up.
    """
    from pypinyin import Style, lazy_pinyin

    plain = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    syllables = lazy_pinyin(plain, style=Style.NORMAL, errors=list)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)
