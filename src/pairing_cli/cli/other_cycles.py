"""What a report says where its cycle isn't the only one that is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, noted, phrase

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader


def also_open(run: Run, store: Reader, chosen: CycleRow, asked: str | None) -> tuple[Phrase, ...]:
    """The other cycles that take writes on the day of a report, unless one was `asked` for."""
    from pairing_cli.services.programme.cycles import in_play

    if asked is not None:
        return ()
    others = tuple(
        noted(cycle.code, f"→ {cycle.wrap_up_until.isoformat()}")
        for cycle in in_play(store, run.as_of)
        if cycle.id != chosen.id
    )
    if not others:
        return ()
    return (
        phrase(
            "This is cycle {cycle}; still worked on as well: {others}. To see another: --cycle"
            " CODE",
            cycle=chosen.code,
            others=others,
        ),
    )
