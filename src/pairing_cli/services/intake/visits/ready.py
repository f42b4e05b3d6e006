"""A visit of a table, checked and ready to be stored."""

from __future__ import annotations

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.tables.source import CellValue, SourceRow
from pairing_cli.services.visits.who_went import Went


class Ready(NamedTuple):
    """A visit that passed every check, as it will be stored."""

    place: tuple[str, str | None, int]
    """File, sheet and row."""
    cells: dict[str, CellValue]
    """As the file has them, if they are kept."""
    cycle_id: str
    mentor_id: str
    start: str
    end: str
    days: int
    form: str
    direction: str
    state: str
    class_hours: float | None
    topic: str | None
    teachers: int | None
    children: int | None
    next_step: str | None
    note: str | None
    gained: str | None
    state_reason: str | None
    override_reason: str | None
    pairings: tuple[str, ...]
    mentees: tuple[str, ...]
    people: tuple[Went, ...]
    goals: tuple[str, ...]

    @property
    def row(self) -> SourceRow:
        """Where it came from."""
        return SourceRow(*self.place, self.cells)
