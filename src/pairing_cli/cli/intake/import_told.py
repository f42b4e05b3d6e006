"""What an import shows beside its counts: visits as they were understood, the figures moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pairing_cli.cli.context import Run
from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.output.listing import Listing

if TYPE_CHECKING:
    from pairing_cli.domain.records.record import Record
    from pairing_cli.services.reports.moved import Snapshot
    from pairing_cli.store.writing import Writer

_SHOWN: Final = 15
"""Rows of a preview: what fits a screen beside its counts."""


def before_import(store: Writer, kind: Record, run: Run, cycle: str | None) -> Snapshot | None:
    """The figures that such a table may move; of a large programme none."""
    from pairing_cli.services.reports.moved import before_importing

    return before_importing(store, kind, cycle, run.as_of)


def moved_by_import(store: Writer, before: Snapshot | None) -> tuple[Phrase, ...]:
    """The figures that it moved, a line for each mentee and period, and how many more."""
    if before is None:
        return ()
    from pairing_cli.cli.results import lines_of

    return tuple(lines_of(before, store))


def show_imported(run: Run, store: Writer, kind: Record) -> None:
    """The visits as they would be written, on stderr, as pasted lines are shown."""
    if kind.name != "visits" or run.format in {"json", "jsonl"}:
        return
    from pairing_cli.cli.pairings.visit_columns import columns
    from pairing_cli.output.terminal import write_table
    from pairing_cli.services.visits.visits import visits_recorded

    rows, count = visits_recorded(store, store.now, store.actor, _SHOWN)
    wanted = {"date", "form", "state", "class_hours", "topic", "mentor", "mentees", "people",
              "teachers", "children"}  # fmt: skip
    used = tuple(
        each._replace(wide=False)
        for each in columns(rows)
        if each.key in wanted and any(getattr(row, each.key) not in (None, ()) for row in rows)
    )
    write_table(Listing(used, rows, title=phrase("Understood as follows")), run.stderr)
    if count > len(rows):
        run.note(phrase_n("… and {count} more row.", "… and {count} more rows.", count - len(rows)))
