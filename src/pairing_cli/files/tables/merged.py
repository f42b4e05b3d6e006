"""Rows of a sheet with its merged cells filled in.

A cell merged over several rows holds for each of them, and what lies under it is not seen by
anybody: it is never read. Rows in which nothing else stands belong to the one above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.tables.source import Merge, MergedCell, column_letters

_EXAMPLES: Final = 5


class _Row(NamedTuple):
    number: int
    cells: list[Any]
    crossed: list[tuple[int, Merge]]
    """The first columns of merges of several rows that cross it."""


class MergedRows:
    """The merged cells of one sheet, put into its rows. To be used once, from the top."""

    def __init__(self, merges: Iterable[Merge], first_column: int) -> None:
        self.hidden = 0
        """Cells with something in them that lie under another. Known once the rows are read."""
        self.examples: list[str] = []
        self._first_column = first_column
        self._starting: dict[int, list[Merge]] = defaultdict(list)
        for merge in merges:
            if merge[:2] != merge[2:]:
                self._starting[merge.top].append(merge)
        self._owners: dict[int, Merge] = {}
        """Column → the merge that covers it in the row at hand."""
        self._values: dict[Merge, Any] = {}

    def filled(self, rows: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows; those that one merge binds together come after the last of them."""
        together: list[_Row] = []
        for number, cells in rows:
            crossed = self._put_in(number, cells)
            if not crossed and not together:
                yield number, cells
                continue
            together.append(_Row(number, cells, crossed))
            if not any(merge.bottom > number for merge in self._owners.values()):
                yield from self._settled(together)
                together = []
        yield from self._settled(together)

    def _put_in(self, number: int, cells: list[Any]) -> list[tuple[int, Merge]]:
        """Put the value of each merge that crosses the row into its first column; where."""
        owners = self._owners
        starting = self._starting.pop(number, ())
        if not (starting or owners):
            return []
        for column in [at for at, merge in owners.items() if merge.bottom < number]:
            del owners[column]
        for merge in starting:
            columns = range(merge.left, min(merge.right + 1, len(cells)))
            # Merges that cross each other are a mistake of some program: the first holds.
            if columns and not any(column in owners for column in columns):
                self._values[merge] = cells[merge.left]
                owners |= dict.fromkeys(columns, merge)
        crossed = []
        for column, merge in owners.items():
            is_first = column == merge.left
            if not (is_first and number == merge.top):
                self._look_under(number, column, cells[column], merge)
                cells[column] = self._values[merge] if is_first else ""
            if is_first and merge.bottom > merge.top:
                crossed.append((column, merge))
        return crossed

    def _look_under(self, number: int, column: int, value: Any, merge: Merge) -> None:
        if value in ("", None, self._values[merge]):
            return
        self.hidden += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(f"{column_letters(column + self._first_column)}{number}")

    def _settled(self, together: Sequence[_Row]) -> Iterator[tuple[int, Sequence[Any]]]:
        """Rows that merges bind together, without those that have nothing of their own."""
        real: dict[Merge, int] = defaultdict(int)
        kept = []
        for row in together:
            filled_in = {column for column, merge in row.crossed if row.number > merge.top}
            if any(
                cell not in ("", None) for at, cell in enumerate(row.cells) if at not in filled_in
            ):
                kept.append(row)
                for _, merge in row.crossed:
                    real[merge] += 1
        for number, cells, crossed in kept:
            for column, merge in crossed:
                if real[merge] > 1 and cells[column] not in ("", None):
                    cells[column] = MergedCell(cells[column], self._place(merge))
            yield number, cells

    def _place(self, merge: Merge) -> str:
        first, last = merge.left + self._first_column, merge.right + self._first_column
        return f"{column_letters(first)}{merge.top}:{column_letters(last)}{merge.bottom}"
