"""What a disk may hold after the power was cut: a database and its journal at one moment.

The writer stands still while both are copied. What it has written but not yet brought to the
disk may be missing, in part and in any order, so each moment is taken several times: as it
is; with some pages of the database, whole or by the sector, as they were before (while a
synced journal is there, none of them is safe); and with the end of a journal that was not yet
synced cut off. See sqlite.org/atomiccommit.html and, for the journal, fileformat2.html.
"""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_SECTOR = 512


class Cut(NamedTuple):
    """A copy of the database as it might be found."""

    path: Path
    journal: bool
    """Whether a journal that must be rolled back lies beside it."""


class _Journal(NamedTuple):
    pages: dict[int, bytes]
    """Number of a page → what it was before, of the records that are on the disk."""
    synced: int
    """Bytes that are on the disk."""
    size_before: int
    """Pages of the database when the transaction began."""
    page_size: int


def cuts(db: Path, target: Path, chance: random.Random) -> Iterator[Cut]:
    """Copies at `target`, one after the other, of `db`, to which nobody writes now."""
    beside, journal_target = db.with_name(f"{db.name}-journal"), target.with_name("p.db-journal")
    content = db.read_bytes()
    journal = beside.read_bytes() if beside.exists() else b""
    read = _read(journal)

    def laid(content: bytes, journal: bytes) -> Cut:
        target.write_bytes(content)
        journal_target.unlink(missing_ok=True)
        if journal:
            journal_target.write_bytes(journal)
        return Cut(target, bool(read and read.pages and journal))

    yield laid(content, journal)
    if not journal:
        return
    if read is None:  # the header itself is not on the disk: nothing has touched the database
        yield laid(content, journal[: chance.randrange(len(journal) + 1)])
        yield laid(content, bytes(len(journal)))
        return
    yield laid(content, journal[: chance.randrange(read.synced, len(journal) + 1)])
    for by_sector in (False, True):
        yield laid(_partly_old(content, read, chance, by_sector), journal[: read.synced])
    shutil.rmtree(target.with_name("p.db.files"), ignore_errors=True)


def _partly_old(content: bytes, read: _Journal, chance: random.Random, by_sector: bool) -> bytes:
    """The database with some of its new pages not written, or only some of their sectors."""
    mixed = bytearray(content)
    for number, before in read.pages.items():
        place = (number - 1) * read.page_size
        step = _SECTOR if by_sector else read.page_size
        for start in range(0, read.page_size, step):
            if chance.random() < 0.5:
                mixed[place + start : place + start + step] = before[start : start + step]
    least = max(read.size_before * read.page_size, read.page_size)
    if len(mixed) > least and chance.random() < 0.5:  # new pages at the end never came
        del mixed[chance.randrange(least, len(mixed)) :]
    return bytes(mixed)


def _read(journal: bytes) -> _Journal | None:
    """The records of a journal that were synced; None where not even its header is complete."""
    pages: dict[int, bytes] = {}
    at = synced = 0
    size_before, page_size = 0, 4096
    while journal[at : at + 8] == _MAGIC:
        count, _nonce, size, sector, page_size_here = struct.unpack(
            ">5I", journal[at + 8 : at + 28]
        )
        if at == 0:
            size_before, page_size = size, page_size_here
        if count == 0:
            break
        record = page_size + 8
        start = at + sector
        for place in range(start, start + count * record, record):
            (number,) = struct.unpack(">I", journal[place : place + 4])
            pages.setdefault(number, journal[place + 4 : place + 4 + page_size])
        synced = start + count * record
        at = -(-synced // sector) * sector
    if not synced:
        return None
    return _Journal(pages, synced, size_before, page_size)
