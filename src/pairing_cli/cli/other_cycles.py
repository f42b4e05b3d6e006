"""What a report says where its cycle isn't the only one that is worked on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, noted, phrase
from pairing_cli.output.listing import Done, Listing, Screen

if TYPE_CHECKING:
    from pairing_cli.services.programme.cycles import CycleRow


def also_open(chosen: CycleRow, others: Iterable[CycleRow]) -> Phrase:
    """Which cycle it is, where nobody chose one, and which others take writes, too."""
    return phrase(
        "This is cycle {cycle}; still worked on as well: {others}. To see another: --cycle CODE",
        cycle=chosen.code,
        others=[noted(each.code, f"→ {each.wrap_up_until.isoformat()}") for each in others],
    )


def with_note(result: Done | Listing | Screen, note: Phrase) -> Done | Listing | Screen:
    """The same with a note below it, in whatever format it is shown."""
    if isinstance(result, Screen):
        data = result.data._replace(notes=(*result.data.notes, note))
        result = result._replace(data=data)
    return result._replace(notes=(*result.notes, note))
