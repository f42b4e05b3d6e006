"""What a report says where its cycle isn't the only one that is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, noted, phrase
from pairing_cli.output.listing import Done, Listing, Screen

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run


def with_also_open(run: Run, result: Done | Listing | Screen) -> Done | Listing | Screen:
    """A result that says what `also_open` finds."""
    found = also_open(run)
    if isinstance(result, Screen):
        data = result.data._replace(notes=(*result.data.notes, *found))
        result = result._replace(data=data)
    return result._replace(notes=(*result.notes, *found))


def also_open(run: Run) -> tuple[Phrase, ...]:
    """Which other cycles take writes on the day of a report that nobody chose a cycle for."""
    if run.assumed is None:
        return ()
    from pairing_cli.services.programme.cycles import in_play

    others = tuple(
        noted(cycle.code, f"→ {cycle.wrap_up_until.isoformat()}")
        for cycle in in_play(run.reader(), run.as_of)
        if cycle.id != run.assumed.id
    )
    if not others:
        return ()
    return (
        phrase(
            "This is cycle {cycle}; still worked on as well: {others}. To see another: --cycle"
            " CODE",
            cycle=run.assumed.code,
            others=others,
        ),
    )
