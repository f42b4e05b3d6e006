"""Why a pair is proposed, and why somebody is left out, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pairing_cli.domain.layers import Kind
from pairing_cli.domain.matching.left_out import Crowd
from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import TIERS
from pairing_cli.services.matching.candidates import Candidate
from pairing_cli.services.matching.distances import Leg, Measure
from pairing_cli.services.matching.posing import Question
from pairing_cli.services.matching.suggestion import MoveRow, Without


def amount(value: float, measure: Measure) -> Phrase:
    """A figure with its unit."""
    if measure is Measure.MINUTES:
        return phrase("{count} min", count=f"{value:,.0f}")
    return phrase("{count} km", count=f"{value:,.1f}")


def reasons(
    question: Question,
    mentee: Candidate,
    mentor: Candidate,
    leg: Leg,
    state: str,
    without: Without | None,
) -> Iterator[Phrase]:
    """Why a mentee is with a mentor: the way, the cycle before, needs, what else would cost."""
    yield way(question, mentee, mentor, leg)
    former = question.sides.former.get(mentee.id, ())
    if mentor.id in former:
        yield phrase("helped it last cycle")
    elif former:
        yield phrase("another mentor than last cycle")
    needs = question.sides.needs.get(mentee.id)
    if needs:
        met = len(needs) - len(question.unmet(mentee, mentor))
        yield phrase("{met} of {count} needs", met=met, count=len(needs))
    if state == "standing":
        yield phrase("is its mentor already")
    elif state == "pinned":
        yield phrase("pinned")
    if without is not None:
        yield _without(question, without)


def way(question: Question, mentee: Candidate, mentor: Candidate, leg: Leg) -> Phrase:
    """How far it is, and where the figure comes from."""
    measure = question.wanted.measure
    known = leg.km if measure is Measure.KM else leg.minutes
    if known is None:
        stand_in = question.told(question.median_of(mentee))
        missing = any(each.latitude is None or each.longitude is None for each in (mentee, mentor))
        why = phrase("no position") if missing else phrase("no time on record")
        if not stand_in:
            return why
        return phrase("{why}: counted as {amount}", why=why, amount=amount(stand_in, measure))
    if leg.estimated:
        return phrase("{amount} (estimated)", amount=amount(known, measure))
    return amount(known, measure)


def rounded(leg: Leg) -> Leg:
    """A way as it is told: hundreds of metres, whole minutes."""
    return leg._replace(
        km=None if leg.km is None else round(leg.km, 1),
        minutes=None if leg.minutes is None else round(leg.minutes),
    )


def moved(move: MoveRow, spoken: Mapping[str, str] = MappingProxyType({})) -> Phrase:
    """A move, the mentee as it is called in speech where that is known."""
    mentee = spoken.get(move.mentee, move.mentee)
    if move.mentor is None:
        return phrase("{mentee} without a mentor", mentee=mentee)
    return phrase("{mentee}→{mentor}", mentee=mentee, mentor=move.mentor)


def _without(question: Question, without: Without) -> Phrase:
    moves = tuple(moved(move, question.spoken) for move in without.moves)
    if without.left_out > 0:
        return phrase("without this pair somebody has no mentor: {moves}", moves=moves)
    if without.short > 0:
        return phrase("without this pair a mentor falls below its minimum: {moves}", moves=moves)
    if without.fewer > 0:
        if not moves:
            return phrase("without this pair it has a mentor fewer")
        return phrase("without this pair a mentee has a mentor fewer: {moves}", moves=moves)
    if not without.extra:
        return phrase("equally good: {moves}", moves=moves)
    return phrase(
        "without this pair the whole plan is {amount} dearer: {moves}",
        amount=amount(without.extra, question.wanted.measure),
        moves=moves,
    )


def crowded(place: str | None, crowd: Crowd, has: int, *, excluded: bool) -> Phrase:
    """Too many for too few, and what would help. `has`: mentees that these mentors have anyway."""
    mentees, mentors = len(crowd.mentees), len(crowd.mentors)
    told = phrase_n(
        "{count} kindergarten, but room for {room} with the {mentors} mentors that may help;"
        " {over} too many.",
        "{count} kindergartens, but room for {room} with the {mentors} mentors that may help;"
        " {over} too many.",
        mentees,
        mentors=mentors,
        room=crowd.room,
        over=crowd.too_many,
    )
    needed = -(-(mentees + has) // mentors)
    helps = (
        phrase(
            "Another mentor, a capacity of {needed}, or fewer exclusions would help.", needed=needed
        )
        if excluded
        else phrase("Another mentor or a capacity of {needed} would help.", needed=needed)
    )
    if place is None:
        return phrase("{told} {helps}", told=told, helps=helps)
    return phrase("{place}: {told} {helps}", place=place, told=told, helps=helps)


def nobody_eligible(
    mentee: Candidate, kinds: Iterable[Kind], within: str | None, partners: Sequence[Candidate]
) -> Phrase:
    """Why no mentor at all may help a mentee."""
    if partners:
        return phrase("Every mentor that could help it is excluded.")
    tier = tuple(dict.fromkeys(TIERS[kind.tier] for kind in kinds))
    if within is None:
        return phrase("The roster has no exemplar kindergarten of the tier {tier}.", tier=tier)
    if mentee.place(within) is None:
        return phrase("Its county isn't known: pairing kindergarten edit NAME --region COUNTY")
    return phrase(
        "{place} has no exemplar kindergarten of the tier {tier}.",
        place=(mentee.county if within == "county" else mentee.township) or "",
        tier=tier,
    )
