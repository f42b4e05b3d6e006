"""Proposals written, through the rules of `assign`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import Layer
from pairing_cli.services.matching.inputs import SuggestInput
from pairing_cli.services.matching.proposing import propose_layers
from pairing_cli.services.matching.suggestion import Suggestion
from pairing_cli.services.pairings.assigning import assign
from pairing_cli.services.pairings.pairings import PairingRow
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.writing import Writer


def apply(
    store: Writer,
    cycle: CycleRow,
    layer: Layer | None,
    wanted: SuggestInput,
    *,
    as_of: dt.date,
    start: dt.date | None = None,
    agreed: Sequence[Suggestion] | None = None,
) -> tuple[list[Suggestion], list[PairingRow]]:
    """Solve in this very transaction, and record every new pair by the rules of `assign`.

    `agreed` is what somebody said yes to: where the answer has become another since, nothing is
    written. Raises `RuleRefusal`, and as `propose_layers` does.
    """
    found = propose_layers(store, cycle, layer, wanted, as_of=as_of, start=start)
    if agreed is not None and [each.new for each in agreed] != [each.new for each in found]:
        raise RuleRefusal(
            "arrangement-changed",
            phrase("Somebody has changed the data meanwhile; the arrangement is another now."),
            hint=phrase("Nothing was written. Run the command again."),
        )
    written: list[PairingRow] = []
    for suggestion in found:
        mentees: dict[str, list[str]] = {}
        for pair in suggestion.new:
            mentees.setdefault(pair.mentor_id, []).append(pair.mentee_id)
        for mentor, helped in mentees.items():
            written += assign(
                store,
                mentor,
                helped,
                as_of=as_of,
                cycle=cycle.code,
                start=dt.date.fromisoformat(suggestion.start),
            )
    return found, written
