"""Why one mentee is with its mentor: what the whole plan would cost with each other one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.matching.several import options_for
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import LAYERS, Layer
from pairing_cli.services.matching.inputs import SuggestInput
from pairing_cli.services.matching.proposing import ask, first_day, without_of
from pairing_cli.services.matching.suggestion import MoveRow
from pairing_cli.services.matching.wording import rounded, way
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader


class OptionRow(NamedTuple):
    """One mentor that a mentee could have."""

    mentor: str
    proposed: bool
    cost: float
    distance_km: float | None
    needs_unmet: int
    way: Phrase
    """The distance with where it comes from."""
    extra: float | None
    """How much dearer the whole plan is with it; None where it leaves out more."""
    left_out: int
    short: int
    fewer: int
    moves: Sequence[MoveRow]


class Options(NamedTuple):
    """A mentee and all the mentors that it could have, the best first."""

    layer: str
    cycle: str
    mentee: str
    mentor: str | None
    options: Sequence[OptionRow]


def explain(
    store: Reader,
    cycle: CycleRow,
    layer: Layer,
    mentee: str,
    wanted: SuggestInput,
    *,
    as_of: dt.date,
    start: dt.date | None = None,
) -> Options:
    """Every mentor that one mentee could have, and the best plan with it.

    Raises as `proposing.ask` does, and `NotFound` for a mentee that isn't to be matched.
    """
    question = ask(store, cycle, layer, wanted, first_day(cycle, as_of, start))
    key = find_kindergarten(store, mentee)
    number = next((n for n, each in enumerate(question.mentees) if each.id == key.id), None)
    if number is None:
        raise NotFound(
            "not-to-be-matched",
            phrase(
                "{mentee} is not among those who are to get a mentor in the layer {layer}.",
                mentee=key.name,
                layer=LAYERS[layer],
            ),
            hint=phrase("See: pairing suggest {layer}", layer=layer),
        )
    here = question.mentees[number]
    problem = question.problem()
    homes, options = options_for(problem, question.wishes, number)
    rows = []
    for mentor, alternative in options.items():
        candidate = question.mentors[mentor]
        known = question.distances.leg(candidate, here)
        leg = rounded(known)
        what = without_of(question, alternative) if alternative else None
        rows.append(
            OptionRow(
                mentor=candidate.name,
                proposed=mentor in homes,
                cost=question.told(question.parts(here, candidate).total),
                distance_km=leg.km,
                needs_unmet=len(question.unmet(here, candidate)),
                way=way(question, here, candidate, known),
                extra=what.extra if what else 0,
                left_out=what.left_out if what else 0,
                short=what.short if what else 0,
                fewer=what.fewer if what else 0,
                moves=what.moves if what else (),
            )
        )
    rows.sort(
        key=lambda row: (not row.proposed, row.left_out, row.short, row.fewer, row.extra or 0)
    )
    return Options(
        layer=layer,
        cycle=cycle.code,
        mentee=here.name,
        mentor="、".join(question.mentors[home].name for home in homes) or None,
        options=rows,
    )
