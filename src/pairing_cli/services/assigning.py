"""Assignments, written: who is to help whom, under the programme's rules.

Each rule is a function that looks at one proposed pairing and says what it breaks. Rules
marked as open to an override may be broken with a reason, which stays with the pairing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.domain.vocabulary import (
    LAYERS,
    MENTOR_TIER,
    TIERS,
    CycleState,
    Layer,
    PairingKind,
    layer_of_mentee,
)
from pairing_cli.domain.wording import SHORT_TEXT, one_line
from pairing_cli.services.cycles import CycleRow, check_inside, find_cycle
from pairing_cli.services.lookup import KindergartenKey, find_kindergarten
from pairing_cli.services.pairings import PairingRow
from pairing_cli.store.rows import Pairing
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pairing that somebody wants, before it is checked."""

    cycle: CycleRow
    mentor: KindergartenKey
    mentee: KindergartenKey
    layer: Layer
    kind: PairingKind
    start: dt.date


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a proposal breaks."""

    code: str
    message: Phrase
    can_override: bool = True


Check = Callable[[Writer, Proposal], Iterator[Violation]]


def assign(
    store: Writer,
    mentor: str,
    mentees: Sequence[str],
    *,
    as_of: dt.date,
    cycle: str | None = None,
    start: dt.date | None = None,
    consult: bool = False,
    override: str | None = None,
) -> list[PairingRow]:
    """Record that `mentor` helps each of `mentees`, from `start` (default: the cycle's first
    day) on.

    Raises `NotFound`, `UsageError` (start outside the cycle), `RuleRefusal`.
    """
    chosen = find_cycle(store, cycle, as_of)
    first_day = _day_in_cycle(start or chosen.span.first, chosen)
    helper = find_kindergarten(store, mentor)
    reason = _reason(override)
    return [
        _pair(
            store,
            _propose(
                chosen,
                helper,
                find_kindergarten(store, mentee),
                PairingKind.CONSULT if consult else PairingKind.REGULAR,
                first_day,
            ),
            reason,
        )
        for mentee in mentees
    ]


def reassign(
    store: Writer,
    mentee: str,
    mentor: str,
    *,
    as_of: dt.date,
    reason: str,
    cycle: str | None = None,
    on: dt.date | None = None,
    override: str | None = None,
) -> PairingRow:
    """Give `mentee` another mentor from the day `on` on; the old pairing ends the day before.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    chosen = find_cycle(store, cycle, as_of)
    day = _day_in_cycle(on or as_of, chosen)
    learner = find_kindergarten(store, mentee)
    helper = find_kindergarten(store, mentor)
    current = _current_pairing(store, learner, chosen)
    if current.mentor_id == helper.id:
        raise RuleRefusal(
            "same-mentor",
            phrase("{mentor} already helps {mentee}.", mentor=helper.name, mentee=learner.name),
        )
    if day <= current.start_date:
        raise UsageError(
            "before-start",
            phrase(
                "The pairing began on {start}; another mentor can follow from the next day on.",
                start=current.start_date.isoformat(),
            ),
            hint=phrase("Give a later day with --on, or take the assignment back with undo."),
        )
    _end(store, current, day - dt.timedelta(days=1), reason)
    proposal = _propose(chosen, helper, learner, PairingKind.REGULAR, day)
    return _pair(store, proposal, _reason(override))


def unassign(
    store: Writer,
    mentee: str,
    *,
    as_of: dt.date,
    reason: str,
    cycle: str | None = None,
    on: dt.date | None = None,
) -> PairingRow:
    """End the pairing of `mentee` with the day `on`. The pairing and its visits stay.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    chosen = find_cycle(store, cycle, as_of)
    day = _day_in_cycle(on or as_of, chosen)
    current = _current_pairing(store, find_kindergarten(store, mentee), chosen)
    if day < current.start_date:
        raise UsageError(
            "end-before-start",
            phrase(
                "The pairing began on {start}; it can't end before.",
                start=current.start_date.isoformat(),
            ),
        )
    _end(store, current, day, reason)
    return _row(store, current, "ended" if day < as_of else "active")


def _day_in_cycle(day: dt.date, cycle: CycleRow) -> dt.date:
    hint = phrase("Give a day inside it, or another cycle with --cycle.")
    check_inside(day, cycle, hint)
    return day


def _propose(
    cycle: CycleRow,
    mentor: KindergartenKey,
    mentee: KindergartenKey,
    kind: PairingKind,
    start: dt.date,
) -> Proposal:
    if mentor.id == mentee.id:
        raise RuleRefusal(
            "two-sides", phrase("{name} can't be paired with itself.", name=mentor.name)
        )
    layer = layer_of_mentee(mentee.tier, mentee.ownership)
    if layer is None:
        raise RuleRefusal(
            "layer",
            phrase(
                "{mentee} is a city kindergarten: no layer of the programme helps it.",
                mentee=mentee.name,
            ),
        )
    return Proposal(cycle, mentor, mentee, layer, kind, start)


def _pair(store: Writer, proposal: Proposal, override: str | None) -> PairingRow:
    violations = [found for check in _CHECKS for found in check(store, proposal)]
    stopping = [v for v in violations if override is None or not v.can_override]
    if stopping:
        raise _refusal(stopping)
    pairing = Pairing(
        cycle_id=proposal.cycle.id,
        mentor_id=proposal.mentor.id,
        mentee_id=proposal.mentee.id,
        layer=proposal.layer,
        kind=proposal.kind,
        start_date=proposal.start,
        override_reason=override if violations else None,
    )
    store.add(pairing)
    return _row(store, pairing, "active")


def _refusal(violations: Sequence[Violation]) -> RuleRefusal:
    first, *others = violations
    hints = [violation.message for violation in others]
    if all(violation.can_override for violation in violations):
        hints.append(phrase("If it is meant so, say why: --override REASON"))
    if first.code == "exempt":
        hints.append(phrase("For exchange and advice on request: pairing assign --consult"))
    if first.code == "already-assigned":
        hints.append(phrase("To change the mentor: pairing reassign MENTEE MENTOR --reason TEXT"))
    return RuleRefusal(first.code, first.message, hint=lines(*hints) if hints else None)


def _check_cycle_open(_store: Writer, proposal: Proposal) -> Iterator[Violation]:
    if proposal.cycle.state == CycleState.CLOSED:
        yield Violation(
            "cycle-closed",
            phrase("Cycle {code} is closed.", code=proposal.cycle.code),
            can_override=False,
        )


def _check_not_retired(_store: Writer, proposal: Proposal) -> Iterator[Violation]:
    for side in (proposal.mentor, proposal.mentee):
        if side.retired_on is not None:
            yield Violation(
                "retired",
                phrase("{name} has been retired since {day}.", name=side.name, day=side.retired_on),
                can_override=False,
            )


def _check_not_assigned(store: Writer, proposal: Proposal) -> Iterator[Violation]:
    same_kind = store.rows(
        "SELECT mentor, mentor_id, layer FROM pairings WHERE cycle_id = :cycle_id"
        " AND mentee_id = :mentee_id AND kind = :kind AND end_date >= :start",
        cycle_id=proposal.cycle.id,
        mentee_id=proposal.mentee.id,
        kind=proposal.kind,
        start=proposal.start.isoformat(),
    )
    for pairing in same_kind:
        if proposal.kind == PairingKind.CONSULT and pairing["mentor_id"] != proposal.mentor.id:
            continue
        yield Violation(
            "already-assigned",
            phrase(
                "{mentee} is already helped by {mentor} in cycle {cycle}.",
                mentee=proposal.mentee.name,
                mentor=pairing["mentor"],
                cycle=proposal.cycle.code,
            ),
            can_override=False,
        )


def _check_not_exempt(store: Writer, proposal: Proposal) -> Iterator[Violation]:
    if proposal.kind == PairingKind.CONSULT or proposal.layer != Layer.CITY_COUNTY:
        return
    reason = store.value(
        "SELECT reason FROM exemption WHERE cycle_id = :cycle_id AND region_code = :county_code",
        cycle_id=proposal.cycle.id,
        county_code=proposal.mentee.county_code,
    )
    if reason is not None:
        yield Violation(
            "exempt",
            phrase(
                "{county} has no arrangement of its own in cycle {cycle}: {reason}",
                county=proposal.mentee.county,
                cycle=proposal.cycle.code,
                reason=reason,
            ),
        )


def _check_layer(_store: Writer, proposal: Proposal) -> Iterator[Violation]:
    wanted = MENTOR_TIER[proposal.layer]
    if proposal.mentor.tier != wanted:
        yield Violation(
            "layer",
            phrase(
                "In the layer {layer} the mentor is a {wanted} kindergarten; {mentor} is a"
                " {tier} one.",
                layer=LAYERS[proposal.layer],
                wanted=TIERS[wanted],
                mentor=proposal.mentor.name,
                tier=TIERS[proposal.mentor.tier],
            ),
        )
    elif proposal.mentor.exemplar is None:
        yield Violation(
            "exemplar",
            phrase("{mentor} is not an exemplar kindergarten.", mentor=proposal.mentor.name),
        )


def _check_same_place(store: Writer, proposal: Proposal) -> Iterator[Violation]:
    within = store.value(
        "SELECT within FROM layer_capacity WHERE cycle_id = :cycle_id AND layer = :layer",
        cycle_id=proposal.cycle.id,
        layer=proposal.layer,
    )
    if within is None:
        return
    sides = (proposal.mentor, proposal.mentee)
    places = [side.county_code if within == "county" else side.township_code for side in sides]
    if places[0] is None or places[0] != places[1]:
        yield Violation(
            "same-place",
            phrase("{mentor} and {mentee} don't lie in the same county.", **_names(proposal))
            if within == "county"
            else phrase(
                "{mentor} and {mentee} don't lie in the same township.", **_names(proposal)
            ),
        )


def _check_capacity(store: Writer, proposal: Proposal) -> Iterator[Violation]:
    if proposal.kind == PairingKind.CONSULT:
        return
    maximum = store.value(
        "SELECT maximum FROM layer_capacity WHERE cycle_id = :cycle_id AND layer = :layer",
        cycle_id=proposal.cycle.id,
        layer=proposal.layer,
    )
    taken = store.value(
        "SELECT count(*) FROM pairings WHERE cycle_id = :cycle_id AND layer = :layer"
        " AND mentor_id = :mentor_id AND kind = 'regular' AND end_date >= :start",
        cycle_id=proposal.cycle.id,
        layer=proposal.layer,
        mentor_id=proposal.mentor.id,
        start=proposal.start.isoformat(),
    )
    if maximum is not None and taken >= maximum:
        yield Violation(
            "capacity",
            phrase(
                "{mentor} already helps {taken} in the layer {layer}; the scheme allows {maximum}.",
                mentor=proposal.mentor.name,
                taken=taken,
                layer=LAYERS[proposal.layer],
                maximum=maximum,
            ),
        )


_CHECKS: tuple[Check, ...] = (
    _check_cycle_open,
    _check_not_retired,
    _check_not_assigned,
    _check_not_exempt,
    _check_layer,
    _check_same_place,
    _check_capacity,
)


def _names(proposal: Proposal) -> dict[str, str]:
    return {"mentor": proposal.mentor.name, "mentee": proposal.mentee.name}


def _current_pairing(store: Writer, mentee: KindergartenKey, cycle: CycleRow) -> Pairing:
    open_pairings = store.where(Pairing, cycle_id=cycle.id, mentee_id=mentee.id, end_date=None)
    # A mentee may have consult pairings besides its regular one: the regular one is meant.
    open_pairings.sort(key=lambda pairing: pairing.kind != PairingKind.REGULAR)
    if not open_pairings:
        raise RuleRefusal(
            "not-assigned",
            phrase(
                "{mentee} has no mentor in cycle {cycle}.", mentee=mentee.name, cycle=cycle.code
            ),
            hint=phrase("To give it one: pairing assign MENTOR MENTEE"),
        )
    return open_pairings[0]


def _end(store: Writer, pairing: Pairing, last_day: dt.date, reason: str) -> None:
    later = store.value(
        "SELECT count(*) FROM pairing_visits WHERE pairing_id = :id AND start_date > :day"
        " AND state <> 'cancelled'",
        id=pairing.id,
        day=last_day.isoformat(),
    )
    if later:
        raise RuleRefusal(
            "visits-after-end",
            phrase(
                "{count} visits of this pairing lie after {day}.",
                count=later,
                day=last_day.isoformat(),
            ),
            hint=phrase("Give a later day with --on, or cancel those visits first."),
        )
    store.change(
        pairing, end_date=last_day, end_reason=one_line(reason, phrase("The reason"), SHORT_TEXT)
    )


def _reason(override: str | None) -> str | None:
    return None if override is None else one_line(override, phrase("The reason"), SHORT_TEXT)


def _row(store: Writer, pairing: Pairing, state: str) -> PairingRow:
    found = store.first(
        PairingRow,
        "SELECT ref, cycle, layer, kind, mentor, mentee, county, start_date AS start,"
        ' end_date AS "end", :state AS state FROM pairings WHERE id = :id',
        id=pairing.id,
        state=state,
    )
    assert found is not None  # noqa: S101 - it was written in this very transaction
    return found
