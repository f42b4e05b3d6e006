"""A volume of files going out: a folder or a ZIP archive, the same from the same content.

Names come from people. A name is one plain part of a path, whatever it says; nothing is ever
written outside the volume.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pairing_cli.atomic_files import finished_file, finished_folder

Write = Callable[[bytes], object]

_NAME_BYTES: Final = 120
"""Longest name: Windows stops at 260 characters of the whole path, Linux at 255 bytes a name."""

_NOT_IN_NAMES: Final = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+'
)
"""What Windows forbids in names, what separates folders, and what isn't seen."""

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The only date in the archive: the same files make the same bytes on any day."""


class Volume(Protocol):
    """Where files go, one after the other."""

    def add(self, folder: str, name: str, fill: Callable[[Write], None]) -> None:
        """Have `fill` write the file `name` in `folder` ("" is the volume itself)."""


@contextmanager
def volume(path: Path) -> Iterator[Volume]:
    """A volume that stands at `path` when the block ends well: a ZIP archive where the name
    says so, else a folder.

    Raises `CannotCreate`.
    """
    if path.suffix.lower() == ".zip":
        with finished_file(path) as draft, ZipFile(draft, "w", ZIP_DEFLATED) as archive:
            yield _Archive(archive)
    else:
        with finished_folder(path) as draft:
            yield _Folder(draft)


def plain_name(text: str, fallback: str = "_") -> str:
    """`text` as one part of a path on every system: no separators, no dots at its ends."""
    name = unicodedata.normalize("NFC", text)
    name = " ".join(_NOT_IN_NAMES.sub("_", name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not (dot and 1 <= len(ending) <= 8 and stem):
        stem, dot, ending = name, "", ""
    room = _NAME_BYTES - len(ending.encode()) - len(dot)
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{stem}{dot}{ending}" or fallback


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def add(self, folder: str, name: str, fill: Callable[[Write], None]) -> None:
        place = self._root / plain_name(folder) if folder else self._root
        place.mkdir(mode=0o700, exist_ok=True)
        target = place / plain_name(name)
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            fill(file.write)
            file.flush()
            os.fsync(handle)


class _Archive:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def add(self, folder: str, name: str, fill: Callable[[Write], None]) -> None:
        path = f"{plain_name(folder)}/{plain_name(name)}" if folder else plain_name(name)
        entry = ZipInfo(path, _EARLIEST)
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 3  # Unix on every system, or the bytes would tell where it was made
        entry.external_attr = 0o100644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as file:
            fill(file.write)
