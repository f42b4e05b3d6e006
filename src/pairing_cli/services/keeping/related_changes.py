"""Which change sets concern a record: those that changed it, or what belongs to it.

To a kindergarten belong its names, figures and pairings; to a pairing its visits, plan,
agreements and the rest of its paperwork; to each of them its own parts. What was deleted or
taken back since belongs to it as well, and only the log still has that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.records.record import Role
from pairing_cli.domain.records.registry import RECORDS
from pairing_cli.store.log.changelog import Identity, identity
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import Reader
from pairing_cli.store.references import Reference, References

_WHOLES: Final = frozenset(table for table, each in RECORDS.items() if each.role is Role.WHOLE)
_LINKS: Final = frozenset(table for table, each in RECORDS.items() if each.role is Role.LINK)

Keys = Mapping[str, Any]


def sets_concerning(store: Reader, table: str, key: Keys) -> set[int]:
    """The change sets that changed this row or what belongs to it."""
    return _Belongings(store).of(table, key)


class _Belongings:
    """The rows that belong to a record: table → identity → key."""

    def __init__(self, store: Reader) -> None:
        self._log = ChangeLog(store)
        self._references = References(store)
        self._found: dict[str, dict[Identity, Keys]] = defaultdict(dict)
        self._owners: dict[str, list[Reference]] = defaultdict(list)
        for each in self._references.all:
            if each.parent in _WHOLES and each.table not in _LINKS:
                self._owners[each.table].append(each)

    def of(self, table: str, key: Keys) -> set[int]:
        self._take(table, [key])
        if table in _WHOLES:
            self._take_gone()
        return {
            seq
            for name, keys in self._found.items()
            for seq in self._log.sets_touching(name, keys.values())
        }

    def _take(self, table: str, keys: list[Keys]) -> None:
        """Add rows of one table that are not known yet, and what belongs to them."""
        known = self._found[table]
        fresh = {same: key for key in keys if (same := identity(key)) not in known}
        known.update(fresh)
        if not fresh:
            return
        self._take_owners(table, list(fresh.values()))
        if table not in _WHOLES:
            return
        for reference in self._references.to(table):
            if reference.table not in _LINKS:
                values = [key[reference.parent_column] for key in fresh.values()]
                self._take(reference.table, list(self._references.rows_naming(reference, values)))

    def _take_owners(self, table: str, keys: list[Keys]) -> None:
        """A link to a pairing brings along the visit or document that it links."""
        record = RECORDS.get(table)
        if record is not None and record.brings is not None:
            column, whole = record.brings
            self._take(whole, [{"id": key[column]} for key in keys])

    def _take_gone(self) -> None:
        """Add deleted rows that belonged to what is known, until nothing more is found.

        They are read anew each time: an import that was undone is too much to be held.
        """
        found = True
        while found:
            found = False
            for table, key, values in self._log.deleted():
                if self._belonged(table, values) and identity(key) not in self._found[table]:
                    self._take(table, [key])
                    found = True

    def _belonged(self, table: str, values: Mapping[str, Any]) -> bool:
        return any(
            (values.get(each.column),) in self._found[each.parent] for each in self._owners[table]
        )
