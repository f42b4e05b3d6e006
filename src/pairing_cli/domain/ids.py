"""Keys of records: UUIDv7, and the short refs that people type.

RFC 9562 puts 48 bits of Unix milliseconds first, so that keys sort by time of creation and
new rows land at the end of an index. Python has `uuid.uuid7` only from 3.14 on. Within a
millisecond the 12 bits after the version count on (RFC 9562, method 1 of section 6.2), so
that rows made together keep their order.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from threading import Lock
from typing import Final

REF_START: Final = 24
"""Where in the 36 characters of a key its ref begins: the last, wholly random group."""

KEY_LENGTH: Final = 36
"""Characters of a key: 32 digits and four hyphens."""

REF_LENGTH: Final = 8
"""Characters of a ref as shown. Typed refs may be any unique prefix, or go on up to 12."""

_RANDOM_BITS: Final = bytes.fromhex("3fffffffffffffff")
_VARIANT: Final = bytes.fromhex("8000000000000000")

_lock = Lock()
_last = 0


def new_id() -> str:
    """A UUIDv7 in its canonical 36 characters; later than any made before in this process."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """As many ids as asked for, each later than any made before in this process."""
    global _last  # noqa: PLW0603 - the counter of RFC 9562 is one a process
    with _lock:
        # Milliseconds and counter as one number: a full counter runs over into the time.
        first = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = first + count - 1
    # All random parts as one number, so that the variant takes its two bits of each at once.
    random = int.from_bytes(os.urandom(8 * count)) & int.from_bytes(_RANDOM_BITS * count)
    tails = f"{random | int.from_bytes(_VARIANT * count):0{16 * count}x}"
    made: list[str] = []
    stem = ""
    for at, moment in enumerate(range(first, first + count)):
        if not at or not moment & 0xFFF:  # the next millisecond
            stem = f"{moment >> 28:08x}-{moment >> 12 & 0xFFFF:04x}-7"
        tail = tails[16 * at : 16 * at + 16]
        made.append(f"{stem}{moment & 0xFFF:03x}-{tail[:4]}-{tail[4:]}")
    return made


def made_on(key: str) -> dt.date:
    """The day on which a key was made, by UTC: its first 48 bits."""
    return moment_of(key).date()


def moment_of(key: str) -> dt.datetime:
    """The moment at which a key was made, by UTC."""
    return dt.datetime.fromtimestamp(int(key[:8] + key[9:13], 16) / 1000, dt.UTC)


def ref_of(key: str) -> str:
    """The short ref of a key."""
    return key[REF_START : REF_START + REF_LENGTH]


def is_id(value: object) -> bool:
    """Whether a value of a record is a key made here."""
    return isinstance(value, str) and len(value) == KEY_LENGTH and value[14] == "7"
