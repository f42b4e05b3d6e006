"""Keys of generated rows: UUIDv7 as the program makes them, but the same every time.

The time in a key goes up with the row's number, so that rows lie in the file in the order
in which a programme of many years would have written them. The ref (the first half of the
last group) runs through all 32 bits in a scattered order and never repeats in a table.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

_FIRST_MOMENT: Final = 1_646_064_000_000
"""2022-03-01 in Unix milliseconds; a row a millisecond."""

_SCATTER: Final = 2_654_435_761
"""2³² divided by the golden ratio, odd: n · this mod 2³² is different for every n < 2³²
(Knuth, The Art of Computer Programming, volume 3, section 6.4)."""

_SHAPE: Final = "%08x-%04x-7%03x-8000-%08x%04x"


class Kind(IntEnum):
    """Which table a key is for: it stands in the key, so that no two tables share one."""

    KINDERGARTEN = 1
    PAIRING = 2
    VISIT = 3
    BASELINE = 5
    GROUP = 6
    MEMBER = 7
    PLAN = 8
    TASK = 9
    AGREEMENT = 10
    DOCUMENT = 11
    INDICATOR = 12


def key(kind: Kind, number: int) -> str:
    """The key of the n-th row of a kind."""
    moment = _FIRST_MOMENT + number
    scattered = number * _SCATTER % (1 << 32)
    return _SHAPE % (moment >> 16, moment & 0xFFFF, kind, scattered, kind)


def key_sql(kind: Kind, number: str) -> str:
    """The same as an expression for SQLite, which makes ten million of them in seconds."""
    moment = f"({_FIRST_MOMENT} + {number})"
    return (
        f"printf('{_SHAPE}', {moment} >> 16, {moment} & 65535, {int(kind)},"
        f" ({number}) * {_SCATTER} % 4294967296, {int(kind)})"
    )
