"""Whether two names are one name, written differently."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN: Final = re.compile(
    "[\\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\u00b7\u2022\u2027\u30fb]+"
)
_SIGNS: Final = str.maketrans(
    "【〔［｛[{】〕］｝]}〇零一二三四五六七八九\u2013\u2014", "(((((())))))00123456789--"
)


def name_key(text: str) -> str:
    """`text` as names are compared: half width, one case, one kind of brackets and digits (第九 is
    第9), without blanks and what nobody sees.
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS).casefold()
