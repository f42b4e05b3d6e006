"""The best arrangement of a layer: asked, solved, proved, and told with its reasons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import isfinite
from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.matching.left_out import Crowd
from pairing_cli.domain.matching.prices import Alternative
from pairing_cli.domain.matching.problem import rising
from pairing_cli.domain.matching.several import Matching, match
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import LAYERS, Layer
from pairing_cli.domain.words.wording import meant
from pairing_cli.services.matching.candidates import Candidate, sides_of
from pairing_cli.services.matching.distances import Distances, Measure
from pairing_cli.services.matching.inputs import Pairs, SuggestInput
from pairing_cli.services.matching.posing import MOST_HELD, Question
from pairing_cli.services.matching.suggestion import (
    AssignmentRow,
    ExemptRow,
    Hall,
    MissingRow,
    MoveRow,
    NewPair,
    ShortRow,
    Suggestion,
    UnassignedRow,
    Without,
)
from pairing_cli.services.matching.wording import (
    crowded,
    nobody_eligible,
    reasons,
    rounded,
)
from pairing_cli.services.pairings.capacities import list_capacities
from pairing_cli.services.pairings.coverage import day_in
from pairing_cli.services.programme.cycles import CycleRow, check_inside, check_open
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader

_MOST_WEIGHT: Final = 10_000
"""No wish can weigh more: it is five times the longest way there can be."""


def layer_named(word: str) -> Layer:
    """The layer that a code or a label in either language means. Raises `UsageError`."""
    words = {each: code for code, label in LAYERS.items() for each in (code, label.zh, label.en)}
    if (found := meant(word, words)) is not None:
        return Layer(found)
    raise UsageError(
        "no-such-layer",
        phrase("There is no layer {name}.", name=word),
        hint=phrase("Layers: {names}", names=tuple(LAYERS.values())),
    )


def first_day(cycle: CycleRow, as_of: dt.date, start: dt.date | None) -> str:
    """The day on which new pairings begin, ISO text: today, or the cycle's first day before it.

    Raises `UsageError` for a day outside the cycle.
    """
    if start is not None:
        check_inside(start, cycle)
    return (start or day_in(cycle, as_of)).isoformat()


def ask(store: Reader, cycle: CycleRow, layer: Layer, wanted: SuggestInput, day: str) -> Question:
    """Put the question of a layer on a day.

    Raises `UsageError` (no such layer in this scheme, weights), `NotFound`, `RuleRefusal`
    (closed cycle, pins that the scheme doesn't allow).
    """
    check_open(cycle)
    _check_weights(wanted)
    sides = sides_of(store, cycle, layer, day)
    if sides is None:
        raise UsageError(
            "no-such-layer",
            phrase("Cycle {cycle} has no layer {layer}.", cycle=cycle.code, layer=LAYERS[layer]),
            hint=phrase("See: pairing cycle show {cycle}", cycle=cycle.code),
        )
    if wanted.anew:
        sides = sides._replace(standing={})
    if wanted.county is not None:
        county = find_region(store, wanted.county, level="county").code
        sides = sides._replace(
            mentees=[each for each in sides.mentees if each.county_code == county],
            exempt=[],
        )
    pairs = Pairs(store, sides, wanted)
    distances = Distances(store, wanted.measure, sides.mentors, sides.mentees)
    if wanted.measure is Measure.MINUTES and not distances.has_times:
        raise UsageError(
            "no-times",
            phrase("No travel times are on record, so minutes can't be counted."),
            hint=phrase("To take in a table: pairing import travel FILE"),
        )
    return Question(sides, distances, pairs, wanted)


def propose(
    store: Reader,
    cycle: CycleRow,
    layer: Layer,
    wanted: SuggestInput,
    *,
    as_of: dt.date,
    start: dt.date | None = None,
) -> Suggestion:
    """The best arrangement of one layer of a cycle. Raises as `ask` does."""
    day = first_day(cycle, as_of, start)
    question = ask(store, cycle, layer, wanted, day)
    return _Telling(question, cycle, layer, day).suggestion()


def propose_layers(
    store: Reader,
    cycle: CycleRow,
    layer: Layer | None,
    wanted: SuggestInput,
    *,
    as_of: dt.date,
    start: dt.date | None = None,
) -> list[Suggestion]:
    """The best arrangement of a layer, or with None of all layers from city to village.

    Raises as `ask` does, and `UsageError` for pairs that are named for all layers.
    """
    if layer is not None:
        return [propose(store, cycle, layer, wanted, as_of=as_of, start=start)]
    if wanted.pins or wanted.excludes:
        raise UsageError(
            "pairs-of-one-layer",
            phrase("--pin and --exclude go with one layer, not with --all."),
        )
    return [
        propose(store, cycle, Layer(row.layer), wanted, as_of=as_of, start=start)
        for row in list_capacities(store, cycle)
    ]


class _Telling:
    """The answer to a question, in rows."""

    def __init__(self, question: Question, cycle: CycleRow, layer: Layer, day: str) -> None:
        self._question = question
        self._cycle = cycle
        self._layer = layer
        self._day = day
        self._problem = question.problem()
        self._found: Matching = match(self._problem, question.wishes)
        if not self._found.optimal:
            msg = "the arrangement's own proof failed"
            raise AssertionError(msg)
        self._pairs: list[tuple[Candidate, Candidate, str, Without | None]] = []
        """Mentee, mentor, state, and what the plan costs without the pair."""

    def suggestion(self) -> Suggestion:
        question, found = self._question, self._found
        rank = {key: number for number, key in enumerate(question.sides.everybody)}
        self._pairs = sorted(
            self._all_pairs(), key=lambda pair: (rank[pair[1].id], rank[pair[0].id])
        )
        counts = Counter(mentor.id for _, mentor, _, _ in self._pairs)
        outside = Counter(chain.from_iterable(question.fixed.values())) - Counter(
            mentor.id for _, mentor, state, _ in self._pairs if state != "new"
        )
        costs = [question.parts(mentee, mentor).total for mentee, mentor, _, _ in self._pairs]
        rows = [
            self._assignment(*pair, cost) for pair, cost in zip(self._pairs, costs, strict=True)
        ]
        step = question.steps(question.wanted.balance)
        balance = sum(
            rising(step, before)
            for mentor, count in counts.items()
            for before in range(outside[mentor], outside[mentor] + count)
        )
        total = sum(costs)
        unassigned = list(self._unassigned())
        return Suggestion(
            layer=self._layer,
            cycle=self._cycle.code,
            start=self._day,
            objective=self._objective(),
            total=question.told(total + balance),
            balance=question.told(balance),
            lower_bound=question.told(total + balance - (found.value.cost - found.lower_bound)),
            optimal=found.optimal,
            assignments=rows,
            unassigned=unassigned,
            short=list(self._short(counts + outside)),
            exempt=[ExemptRow(*each) for each in question.sides.exempt],
            missing=list(self._missing()),
            new=[
                NewPair(mentor.id, mentee.id)
                for mentee, mentor, state, _ in self._pairs
                if state != "standing"
            ],
            from_nearest=self._only_priced(),
            fewer=found.value.fewer,
        )

    def _objective(self) -> dict[str, float | str]:
        wanted = self._question.wanted
        return {
            "measure": wanted.measure,
            "keep": wanted.keep,
            "rotate": wanted.rotate,
            "balance": wanted.balance,
            "fit": wanted.fit,
        }

    def _all_pairs(self) -> Iterator[tuple[Candidate, Candidate, str, Without | None]]:
        question, everybody = self._question, self._question.sides.everybody
        for mentee in question.sides.mentees:
            standing = question.sides.standing.get(mentee.id, ())
            for key in question.fixed.get(mentee.id, ()):
                state = "standing" if key in standing else "pinned"
                yield mentee, everybody[key], state, None
        for number, mentors in enumerate(self._found.mentors_of):
            for mentor in mentors:
                yield (
                    question.mentees[number],
                    question.mentors[mentor],
                    "new",
                    without_of(self._question, self._found.alternatives[number, mentor]),
                )

    def _left_out(self) -> Iterator[int]:
        """The numbers of those who have no mentor at all."""
        for number, mentors in enumerate(self._found.mentors_of):
            if not mentors and not self._question.wishes[number].has_one:
                yield number

    def _assignment(
        self, mentee: Candidate, mentor: Candidate, state: str, without: Without | None, cost: int
    ) -> AssignmentRow:
        question = self._question
        known = question.distances.leg(mentor, mentee)
        leg = rounded(known)
        return AssignmentRow(
            mentor=mentor.name,
            mentee=mentee.name,
            county=mentee.county,
            cost=question.told(cost),
            distance_km=leg.km,
            minutes=leg.minutes,
            estimated=leg.estimated,
            state=state,
            reasons=tuple(reasons(question, mentee, mentor, known, state, without)),
            without=without,
        )

    def _unassigned(self) -> Iterator[UnassignedRow]:
        question = self._question
        crowd_of = {mentee: crowd for crowd in self._found.crowds for mentee in crowd.mentees}
        partners = {mentee.id: there for mentee, there in question.sides.partners()}
        sides = question.sides
        within = sides.capacity.within
        for number in self._left_out():
            mentee, crowd = question.mentees[number], crowd_of[number]
            reason = (
                crowded(
                    self._place(mentee),
                    crowd,
                    sum(self._problem.mentors[each].taken for each in crowd.mentors),
                    excluded=bool(question.pairs.excluded),
                )
                if crowd.mentors
                else nobody_eligible(mentee, sides.rule.mentors, within, partners[mentee.id])
            )
            yield UnassignedRow(mentee.name, mentee.county, reason, self._hall(crowd))

    def _place(self, mentee: Candidate) -> str | None:
        within = self._question.sides.capacity.within
        if within is None:
            return None
        return mentee.county if within == "county" else mentee.township

    def _hall(self, crowd: Crowd) -> Hall:
        return Hall(
            tuple(self._question.mentees[each].name for each in crowd.mentees),
            tuple(self._question.mentors[each].name for each in crowd.mentors),
            crowd.room,
        )

    def _short(self, counts: Counter[str]) -> Iterator[ShortRow]:
        least = self._question.sides.capacity.minimum
        wanted = {each.county_code for each in self._question.sides.mentees}
        for mentor in self._question.mentors:
            is_asked = self._question.wanted.county is None or mentor.county_code in wanted
            if is_asked and counts[mentor.id] < least:
                yield ShortRow(mentor.name, counts[mentor.id], least)

    def _missing(self) -> Iterator[MissingRow]:
        """Mentors that are missing, by county: as few as can take those who are left out."""
        capacity = self._question.sides.capacity
        left_out: dict[tuple[str | None, str | None], int] = {}
        for number in self._left_out():
            mentee = self._question.mentees[number]
            if not (capacity.within and mentee.place(capacity.within) is None):
                county = mentee.county if capacity.within else None
                place = mentee.place(capacity.within) if capacity.within else None
                left_out[county, place] = left_out.get((county, place), 0) + 1
        needed: Counter[str | None] = Counter()
        mentees: Counter[str | None] = Counter()
        for (county, _), count in left_out.items():
            needed[county] += -(-count // (capacity.maximum or count))
            mentees[county] += count
        for county, count in needed.items():
            tier = self._question.sides.rule.mentors[0].tier
            yield MissingRow(self._layer, tier, county, count, mentees[county])

    def _only_priced(self) -> int:
        if isinstance(self._problem.costs, list):
            return 0
        pairs = sum(len(partners) for _, partners in self._question.sides.partners())
        return pairs if pairs > MOST_HELD else 0


def without_of(question: Question, alternative: Alternative) -> Without:
    """What changes without a pair, or with another, in names."""
    extra = alternative.extra
    moves: Sequence[MoveRow] = [
        MoveRow(
            question.mentees[move.mentee].name,
            None if move.mentor is None else question.mentors[move.mentor].name,
        )
        for move in alternative.moves
    ]
    worse = extra.left_out > 0 or extra.short > 0 or extra.fewer > 0
    return Without(
        extra=None if worse else question.told(extra.cost),
        left_out=extra.left_out,
        short=extra.short,
        fewer=extra.fewer,
        moves=moves,
    )


def _check_weights(wanted: SuggestInput) -> None:
    if wanted.keep and wanted.rotate:
        raise UsageError("keep-and-rotate", phrase("--keep and --rotate exclude each other."))
    for option in ("keep", "rotate", "balance", "fit"):
        weight: float = getattr(wanted, option)
        if not (isfinite(weight) and 0 <= weight <= _MOST_WEIGHT):
            raise UsageError(
                "bad-weight",
                phrase(
                    "--{option} takes a number from 0 to {most}.", option=option, most=_MOST_WEIGHT
                ),
            )
