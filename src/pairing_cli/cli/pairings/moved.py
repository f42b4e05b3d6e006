"""What the answer to a visit says of the figures that it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.cli.results import lines_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import VisitState

if TYPE_CHECKING:
    from pairing_cli.services.reports.moved import Snapshot
    from pairing_cli.services.visits.visits import VisitRow
    from pairing_cli.store.reading import Reader


def moved_notes(store: Reader, before: Snapshot | None, visit: VisitRow) -> list[Phrase]:
    """A line for each mentee and period: 隆子县 2022春：课时 4 → 8/10; and of a lesson without
    class-hours that it earns none.
    """
    if before is None:
        return []
    notes = lines_of(before, store)
    if (
        visit.state == VisitState.DONE
        and visit.class_hours is None
        and _would_earn(store, before, visit)
    ):
        notes.append(
            phrase(
                "Without class-hours it earns none. To add them:"
                " pairing visit edit {ref} --hours N",
                ref=visit.ref,
            )
        )
    return notes


def _would_earn(store: Reader, before: Snapshot, visit: VisitRow) -> bool:
    from pairing_cli.services.reports.moved import earns_hours

    return earns_hours(store, before.cycle, visit)
