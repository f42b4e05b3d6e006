"""Keys of records: UUIDv7, and the short refs that people type.

RFC 9562 puts 48 bits of Unix milliseconds first, so that keys sort by time of creation and
new rows land at the end of an index. Python has `uuid.uuid7` only from 3.14 on.
"""

from __future__ import annotations

import os
import time
from typing import Final

REF_START: Final = 24
"""Where in the 36 characters of a key its ref begins: the last, wholly random group."""

REF_LENGTH: Final = 8
"""Characters of a ref as shown. Typed refs may be any unique prefix, or go on up to 12."""


def new_id() -> str:
    """A UUIDv7 in its canonical 36 characters."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def ref_of(key: str) -> str:
    """The short ref of a key."""
    return key[REF_START : REF_START + REF_LENGTH]
