"""A compiled catalogue of messages (GNU .mo), read where it lies.

The standard library decodes every message before the first is shown: 9 ms for 3,500 of them, in
a command that says thirty. GNU gettext wants them sorted, so that one is found by bisection.
Behind the last stands a checksum, which gettext passes over: damage shows before it is read out.
"""

from __future__ import annotations

from pathlib import Path
from struct import unpack_from
from typing import Final
from zlib import crc32

MAGIC: Final = 0x950412DE
CONTEXT_END: Final = "\x04"
"""How gettext writes a context before its message."""

_CHECKSUM_SIZE: Final = 4


class DamagedCatalogueError(ValueError):
    """A file that is no catalogue of ours, or not as it was made."""


class Catalogue:
    """Messages of a language that has one form for every count, as Chinese does."""

    def __init__(self, content: bytes) -> None:
        """Raises `DamagedCatalogueError`."""
        whole = content[:-_CHECKSUM_SIZE]
        if not whole or content[-_CHECKSUM_SIZE:] != checksum(whole):
            raise DamagedCatalogueError
        self._content = content
        self._found: dict[str, str | None] = {}
        _, _, self._count, self._msgids, self._texts = unpack_from("<5I", content)

    def text(self, msgid: str, context: str = "") -> str | None:
        """What stands for `msgid`, a message or the singular of one; None where nothing does."""
        name = f"{context}{CONTEXT_END}{msgid}" if context else msgid
        if name not in self._found:
            self._found[name] = self._searched(name.encode("utf-8", "surrogateescape"))
        return self._found[name]

    def _searched(self, name: bytes) -> str | None:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            singular = self._entry(self._msgids, middle).partition(b"\0")[0]
            if singular == name:
                return self._entry(self._texts, middle).decode()
            if singular < name:
                low = middle + 1
            else:
                high = middle
        return None

    def _entry(self, table: int, number: int) -> bytes:
        length, offset = unpack_from("<2I", self._content, table + 8 * number)
        return self._content[offset : offset + length]


def checksum(content: bytes) -> bytes:
    """What stands behind the messages of a whole file."""
    return crc32(content).to_bytes(_CHECKSUM_SIZE, "little")


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file. Raises `DamagedCatalogueError`, or `OSError` without one."""
    return Catalogue(path.read_bytes())
