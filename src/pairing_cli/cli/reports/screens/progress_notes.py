"""What is said below `progress`, and where it is empty."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pairing_cli.domain.owed.blocks import BLOCKS, Block
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import LAYERS, PairingKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.owing.standing import References, Standing
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.opening import FileReader


def why_empty(store: FileReader, cycle: CycleRow, as_of: dt.date, mentee: str | None) -> Phrase:
    """Why there is no row: no pairing at all, or one that owes nothing."""
    if mentee is None:
        return phrase("No pairings in cycle {cycle}.", cycle=cycle.code)
    from pairing_cli.services.pairings.pairings import show_pairing

    pairing = show_pairing(store, mentee, cycle, as_of=as_of, first=True)
    if pairing.kind == PairingKind.CONSULT:
        return phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee)
    return phrase("Nothing is owed in cycle {cycle}.", cycle=cycle.code)


def notes_below(
    figures: CycleFigures,
    binding: CycleFigures,
    stands: Sequence[Standing],
    beside: References,
    titles: Mapping[str, Label],
) -> tuple[Phrase, ...]:
    """What the figures above rest on: means, weights, references by their titles, exceptions."""
    from pairing_cli.domain.owed.fulfilment import mean, percent
    from pairing_cli.services.owing.standing import by_level, distinct_duties

    notes = []
    for layers, found in by_level(stands).items():
        attained = percent(mean(each.attainment for each in found))
        if attained is not None:
            notes.append(
                phrase(
                    "Fulfilment {percent}% of what could be expected by {day} ({layers},"
                    " {count} pairings).",
                    percent=attained,
                    day=figures.as_of.isoformat(),
                    layers=tuple(LAYERS[layer] for layer in layers.split("+")),
                    count=len(found),
                )
            )
    if notes:
        weights = figures.cycle.block_weights
        notes.append(
            phrase(
                "Weights: {weights}.",
                weights=tuple(
                    phrase("{label} {number}", label=BLOCKS[block], number=weights[block])
                    for block in Block
                ),
            )
        )
    for pack, shares in beside.items():
        attained = percent(mean(shares))
        if attained is not None:
            notes.append(
                phrase(
                    "For reference, by {pack}: {percent}%.",
                    pack=titles.get(pack, pack),
                    percent=attained,
                )
            )
    duties = [each for _, each in distinct_duties(binding, binding.pairings)]
    waived = sum(each.waived for each in duties)
    overridden = sum(each.overridden for each in duties)
    if waived or overridden:
        notes.append(
            phrase(
                "With exceptions: {waived} waived, {overridden} changed. See: pairing waiver"
                " list, pairing rule overrides",
                waived=waived,
                overridden=overridden,
            )
        )
    last = max((term.last for term in figures.terms), default=dt.date.min)
    if last < figures.cycle.span.last:
        notes.append(_calendar_note(figures))
    return tuple(notes)


def _calendar_note(figures: CycleFigures) -> Phrase:
    return phrase(
        "The school calendar doesn't reach the end of cycle {cycle}: what lies beyond isn't"
        " counted. To add a term: pairing cycle term-add",
        cycle=figures.cycle.code,
    )
