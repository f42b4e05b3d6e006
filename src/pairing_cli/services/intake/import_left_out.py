"""The rows that an import leaves out, however many they are.

A file with the wrong header of one column has two hundred thousand of them. The first stay in
memory; further ones wait in a file without a name until the file of the rest is written.
"""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Iterator
from typing import IO, Final

from pairing_cli.domain.phrases import Phrase
from pairing_cli.files.tables.source import SourceRow

IN_MEMORY: Final = 10_000

_Left = tuple[SourceRow, Phrase]


class LeftOut:
    """Rows with the reason why each was left out; once each, in the order of the source."""

    def __init__(self, *, keep: bool = True) -> None:
        """Without `keep`, rows beyond the first are only counted."""
        self.keys: set[str] = set()
        """The columns in which something stands."""
        self._keep = keep
        self._count = 0
        self._places: list[tuple[str, int, int, _Left | None]] = []
        """Sheet, row, and where the row is: the place in the file, or the row itself."""
        self._file: IO[bytes] | None = None

    def append(self, row: SourceRow, reason: Phrase) -> None:
        """Take one more row."""
        self._count += 1
        if self._count <= IN_MEMORY:
            self._places.append((row.sheet or "", row.row, self._count, (row, reason)))
        elif self._keep:
            self._places.append((row.sheet or "", row.row, self._set_down(row, reason), None))
        else:
            return
        self.keys |= row.cells.keys()

    def _set_down(self, row: SourceRow, reason: Phrase) -> int:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object
            weakref.finalize(self, self._file.close)
        place = self._file.seek(0, 2)
        pickle.dump((tuple(row), reason), self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_Left]:
        for _, _, place, whole in sorted(self._places, key=lambda each: each[:3]):
            if whole is not None:
                yield whole
            elif self._file is not None:
                self._file.seek(place)
                row, reason = pickle.load(self._file)  # noqa: S301 - we wrote it ourselves
                yield SourceRow(*row), reason
