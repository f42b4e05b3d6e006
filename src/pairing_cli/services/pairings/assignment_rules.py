"""What the programme's rules say to a proposed pairing: layer, capacity, exemption, cycle.

Each rule is a function that looks at one proposal and says what it breaks. Rules marked as
open to an override may be broken with a reason, which stays with the pairing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.layers import LayerRule
from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import (
    LAYERS,
    TIERS,
    Layer,
    PairingKind,
)
from pairing_cli.services.pairings.layers import sharing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import KindergartenKey
from pairing_cli.store.reading import Reader


class Proposal(NamedTuple):
    """A pairing that somebody wants, before it is checked."""

    cycle: CycleRow
    mentor: KindergartenKey
    mentee: KindergartenKey
    layer: Layer
    kind: PairingKind
    start: dt.date
    rules: tuple[LayerRule, ...] = ()
    """Who helps whom in each layer of the cycle; without any the steps are as they are."""

    @property
    def rule(self) -> LayerRule:
        """That of its own layer."""
        own = (rule for rule in self.rules if rule.layer == self.layer)
        return next(own, LayerRule.of(self.layer))


class Violation(NamedTuple):
    """A rule that a proposal breaks."""

    code: str
    message: Phrase
    can_override: bool = True


Check = Callable[[Reader, Proposal], Iterator[Violation]]


def broken_rules(store: Reader, proposal: Proposal) -> list[Violation]:
    """Everything that stands against a proposal, in the order of weight."""
    return [found for check in _CHECKS for found in check(store, proposal)]


def refusal(violations: Sequence[Violation]) -> RuleRefusal:
    """The error for violations that nothing overrides: the first one, the others as hints."""
    first, *others = violations
    hints = [violation.message for violation in others]
    if all(violation.can_override for violation in violations):
        hints.append(phrase("If it is meant so, say why: --override REASON"))
    if first.code == "exempt":
        hints.append(phrase("For exchange and advice on request: pairing assign --consult"))
    if first.code == "already-assigned":
        hints.append(phrase("To change the mentor: pairing reassign MENTEE MENTOR --reason TEXT"))
    return RuleRefusal(first.code, first.message, hint=lines(*hints) if hints else None)


def _check_not_retired(_store: Reader, proposal: Proposal) -> Iterator[Violation]:
    for side in (proposal.mentor, proposal.mentee):
        if side.retired_on is not None:
            yield Violation(
                "retired",
                phrase("{name} has been retired since {day}.", name=side.name, day=side.retired_on),
                can_override=False,
            )


def _check_not_assigned(store: Reader, proposal: Proposal) -> Iterator[Violation]:
    same_kind = store.rows(
        "SELECT mentor, mentor_id, layer FROM pairings WHERE cycle_id = :cycle_id"
        " AND mentee_id = :mentee_id AND kind = :kind AND end_date >= :start",
        cycle_id=proposal.cycle.id,
        mentee_id=proposal.mentee.id,
        kind=proposal.kind,
        start=proposal.start.isoformat(),
    )
    allowed = proposal.rule.most_mentors
    for pairing in same_kind:
        is_another = pairing["mentor_id"] != proposal.mentor.id
        if is_another and (proposal.kind == PairingKind.CONSULT or len(same_kind) < allowed):
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


def _check_not_exempt(store: Reader, proposal: Proposal) -> Iterator[Violation]:
    """A county without an arrangement of its own is advised by whoever helped it before."""
    if proposal.layer != Layer.CITY_COUNTY:
        return
    exemptions = store.rows(
        "SELECT x.reason, x.former_mentor_id, k.name AS former_mentor FROM exemption AS x"
        " LEFT JOIN kindergarten AS k ON k.id = x.former_mentor_id"
        " WHERE x.cycle_id = :cycle_id AND x.region_code = :county_code"
        " AND coalesce(x.end_date, :start) >= :start",
        start=proposal.start.isoformat(),
        cycle_id=proposal.cycle.id,
        county_code=proposal.mentee.county_code,
    )
    for exemption in exemptions:
        yield from _against_exemption(proposal, exemption)


def _against_exemption(proposal: Proposal, exemption: Mapping[str, Any]) -> Iterator[Violation]:
    if proposal.kind != PairingKind.CONSULT:
        yield Violation(
            "exempt",
            phrase(
                "{county} has no arrangement of its own in cycle {cycle}: {reason}",
                county=proposal.mentee.county,
                cycle=proposal.cycle.code,
                reason=exemption["reason"],
            ),
        )
    elif exemption["former_mentor_id"] not in (None, proposal.mentor.id):
        yield Violation(
            "not-the-former-mentor",
            phrase(
                "{county} turns to the one that helped it before, {mentor}.",
                county=proposal.mentee.county,
                mentor=exemption["former_mentor"],
            ),
        )


def _check_layer(_store: Reader, proposal: Proposal) -> Iterator[Violation]:
    sides = (proposal.mentor, proposal.mentee)
    if not proposal.rule.takes(*((side.tier, side.ownership) for side in sides)):
        yield Violation(
            "layer",
            phrase(
                "In the layer {layer} the mentor is a {wanted} kindergarten; {mentor} is a"
                " {tier} one.",
                layer=LAYERS[proposal.layer],
                wanted=tuple(TIERS[kind.tier] for kind in proposal.rule.mentors),
                mentor=proposal.mentor.name,
                tier=TIERS[proposal.mentor.tier],
            ),
        )
    elif proposal.mentor.exemplar is None:
        yield Violation(
            "exemplar",
            phrase("{mentor} is not an exemplar kindergarten.", mentor=proposal.mentor.name),
        )


def _check_same_place(store: Reader, proposal: Proposal) -> Iterator[Violation]:
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


def _check_capacity(store: Reader, proposal: Proposal) -> Iterator[Violation]:
    if proposal.kind == PairingKind.CONSULT:
        return
    maximum = store.value(
        "SELECT maximum FROM layer_capacity WHERE cycle_id = :cycle_id AND layer = :layer",
        cycle_id=proposal.cycle.id,
        layer=proposal.layer,
    )
    layers = sharing(proposal.rules, proposal.layer)
    taken = store.value(
        "SELECT count(*) FROM pairings WHERE cycle_id = :cycle_id"
        f" AND layer IN ({', '.join(f':layer_{at}' for at in range(len(layers)))})"
        " AND mentor_id = :mentor_id AND kind = 'regular' AND end_date >= :start",
        cycle_id=proposal.cycle.id,
        **{f"layer_{at}": layer for at, layer in enumerate(layers)},
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
                layer=tuple(LAYERS[layer] for layer in layers),
                maximum=maximum,
            ),
        )


_CHECKS: tuple[Check, ...] = (
    _check_not_retired,
    _check_not_assigned,
    _check_not_exempt,
    _check_layer,
    _check_same_place,
    _check_capacity,
)


def _names(proposal: Proposal) -> dict[str, str]:
    return {"mentor": proposal.mentor.name, "mentee": proposal.mentee.name}
