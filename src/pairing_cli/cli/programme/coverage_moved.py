"""What a change of the scheme does to coverage, told before it is written and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import COVERAGE_STATES, CoverageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader


def states_of(store: Reader, cycle: CycleRow, day: dt.date) -> Mapping[CoverageState, int]:
    """How many kindergartens are in each state on a day."""
    from pairing_cli.services.pairings.coverage import counts, standings

    return counts(standings(store, cycle, day))


def states_moved(
    before: Mapping[CoverageState, int], after: Mapping[CoverageState, int]
) -> tuple[Phrase, ...]:
    """The states of which there are more or fewer: 免安排 3→2."""
    moved = tuple(
        phrase(
            "{state} {before}→{after}",
            state=COVERAGE_STATES[state],
            before=before.get(state, 0),
            after=after.get(state, 0),
        )
        for state in CoverageState
        if before.get(state, 0) != after.get(state, 0)
    )
    return (phrase("Coverage: {changes}", changes=moved),) if moved else ()


def covered(store: Reader, county: str, day: dt.date) -> tuple[Phrase, ...]:
    """How many of a county's kindergartens are covered, of how many there are officially; nothing
    on a day before every cycle.
    """
    from pairing_cli.services.pairings.places import places
    from pairing_cli.services.programme.cycles import list_cycles

    begun = [each for each in list_cycles(store) if each.span.first <= day]
    if not begun:
        return ()
    cycle = begun[-1]
    whole = places(store, cycle, day, county=county).whole
    if whole is None or whole.official is None:
        return ()
    return (
        phrase(
            "Coverage of {place} in cycle {cycle}: {covered} of {count}.",
            place=whole.place,
            cycle=cycle.code,
            covered=whole.covered,
            count=whole.official,
        ),
    )
