"""The next cycle, arranged from the one before in one command."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pairing_cli.domain.ending import RollDecisionKind
from pairing_cli.domain.errors import BadData, RuleRefusal
from pairing_cli.domain.layers import layer_for, layer_of
from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.domain.records.paired import OVERRIDE_REASON
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CycleState, Layer, PairingKind
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.ending.carrying import (
    carry_open,
    copy_groups,
    copy_scheme,
    copy_teacher_pairs,
)
from pairing_cli.services.ending.deciding import (
    NOTHING_DECIDED,
    Decided,
    Decision,
    ExemptionDecision,
    exemptions_of,
    overlaid,
    propose,
)
from pairing_cli.services.keeping.scheme.cycle_edit import add_cycle
from pairing_cli.services.matching import proposing
from pairing_cli.services.matching.candidates import sides_of
from pairing_cli.services.matching.inputs import SuggestInput
from pairing_cli.services.pairings.assignment_rules import Proposal, broken_rules
from pairing_cli.services.pairings.capacities import list_capacities
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.services.programme.names.short_names import helper_names, short_names
from pairing_cli.store.rows import CycleRoll, Exemption, Pairing, RollDecision
from pairing_cli.store.writing import Writer

_New: TypeAlias = dict[tuple[str, str | None], str]
"""What is decided, by `Decision.key` → the new pairing."""

_PAIRED: Final = (RollDecisionKind.KEEP, RollDecisionKind.SWAP, RollDecisionKind.NEW)
"""Decisions after which a mentee has a mentor."""


@dataclass(frozen=True, slots=True)
class RollInput:
    """How the next cycle is to be arranged."""

    code: str
    span: DateSpan
    decided: Decided = NOTHING_DECIDED
    keep_undecided: bool = True
    """Whether a mentee that nobody has decided on is treated as proposed."""
    without: tuple[str, ...] = ()
    """Rule packs that don't go over."""
    groups: bool = False
    teacher_pairs: bool = False


class Rolled(NamedTuple):
    """What has come of it."""

    cycle: CycleRow
    decisions: Sequence[Decision]
    exemptions: Sequence[ExemptionDecision]
    carried: Mapping[str, int]
    missing: Sequence[Phrase]
    """What is left to do by hand."""
    missing_codes: Sequence[str]
    notes: Sequence[Phrase]


def roll(
    store: Writer, old: CycleRow, wanted: RollInput, *, as_of: dt.date, proposal: bool = False
) -> Rolled:
    """Arrange the next cycle. With `proposal` the one before may still be open.

    Raises `RuleRefusal` (cycle open, undecided mentees, decisions that break a rule: all at
    once), and what `add_cycle` raises.
    """
    if old.state != CycleState.CLOSED and not proposal:
        raise RuleRefusal(
            "cycle-open",
            phrase("Cycle {code} isn't closed yet.", code=old.code),
            hint=lines(
                phrase("To close it: pairing cycle close {code}", code=old.code),
                phrase("For the meeting before: pairing cycle roll … --proposal -o FILE.xlsx"),
            ),
        )
    rows = overlaid(store, propose(store, old), wanted.decided)
    if not wanted.keep_undecided:
        _check_all_decided(rows, wanted.decided)
    has_layers = bool(list_capacities(store, old))
    added = add_cycle(
        store, wanted.code, wanted.span, copy_layers_from=old.code if has_layers else None
    )
    new = added.cycle
    carried = copy_scheme(store, old, new, wanted.without)
    exemptions = exemptions_of(store, old, wanted.decided)
    carried["exemptions"] = _renew(store, new, exemptions)
    rows, pairings = _arrange(store, new, rows, wanted.decided)
    going_on = {
        row.old_pairing_id: pairings[row.key]
        for row in rows
        if row.old_pairing_id is not None and row.key in pairings
    }
    carried |= carry_open(store, old, going_on, as_of)
    if wanted.groups:
        carried["groups"] = copy_groups(store, going_on, new)
    if wanted.teacher_pairs:
        carried["teacher_pairs"] = copy_teacher_pairs(store, going_on)
    carried["layers"] = len(list_capacities(store, new))
    carried["pairings"] = len(pairings)
    _record(store, old, new, rows, pairings, as_of)
    rows = _with_short_names(store, rows)
    missing, codes = _missing(store, rows, exemptions, added.notes)
    return Rolled(new, rows, exemptions, carried, missing, codes, added.notes)


def _check_all_decided(rows: Sequence[Decision], decided: Decided) -> None:
    counts = Counter(row.mentee_id for row in rows)
    open_ones = [row for row in rows if decided.of(row, counts[row.mentee_id]) is None]
    if open_ones:
        raise RuleRefusal(
            "undecided",
            lines(
                phrase("{count} mentees are undecided:", count=len(open_ones)),
                *(phrase("{name}", name=row.mentee) for row in open_ones),
            ),
            hint=phrase("Decide each in the file, or leave out --default none."),
        )


def _renew(store: Writer, new: CycleRow, exemptions: Sequence[ExemptionDecision]) -> int:
    rows = [
        Exemption(
            cycle_id=new.id,
            region_code=each.region_code,
            reason=one_line(each.reason, phrase("The reason"), SHORT_TEXT),
            reason_en=each.reason_en,
            source=each.source,
            former_mentor_id=each.former_mentor_id,
        )
        for each in exemptions
        if each.renewed
    ]
    store.add_all(rows)
    return len(rows)


def _arrange(
    store: Writer, new: CycleRow, rows: Sequence[Decision], decided: Decided
) -> tuple[list[Decision], _New]:
    """Write the pairings of the decisions; where a mentor is still to be found, the best that
    `suggest` finds once the others stand. What is decided → its new pairing.
    """
    pairings: _New = {}
    wrong: list[Phrase] = []
    # Who stays has its place; then a decision that leaves no room for itself is the one told.
    for row in sorted(rows, key=lambda row: row.decision != RollDecisionKind.KEEP):
        if row.decision in _PAIRED and row.mentor_id is not None:
            _pair(store, new, row, pairings, wrong)
    _check_rows(wrong, decided)
    found = _found_mentors(store, new, rows, pairings)
    told = []
    for row in rows:
        if row.decision in (RollDecisionKind.SWAP, RollDecisionKind.NEW) and row.mentor_id is None:
            suited = found.get(row.mentee_id, [])
            if suited:
                mentor = find_kindergarten(store, suited.pop(0))
                row = row._replace(mentor_id=mentor.id, mentor=mentor.name)  # noqa: PLW2901
                _pair(store, new, row, pairings, wrong)
        told.append(row)
    return told, pairings


def _check_rows(wrong: Sequence[Phrase], decided: Decided) -> None:
    """Raise `BadData` or `RuleRefusal` with every row that can't be, whatever is wrong with it."""
    if decided.refused:
        raise BadData(
            "bad-decisions",
            lines(
                phrase("These decisions can't be taken; nothing was written:"),
                *decided.refused,
                *wrong,
            ),
            file=decided.file,
        )
    if wrong:
        raise RuleRefusal(
            "decisions-break-rules",
            lines(
                phrase("These decisions break rules of the scheme; nothing was written:"), *wrong
            ),
            hint=phrase(
                "Change them, or say why in the column “{column}”.", column=OVERRIDE_REASON.label
            ),
        )


def _pair(store: Writer, new: CycleRow, row: Decision, pairings: _New, wrong: list[Phrase]) -> None:
    mentor = find_kindergarten(store, str(row.mentor_id))
    mentee = find_kindergarten(store, row.mentee_id)
    rules = layer_rules(store, new)
    rule = layer_of(rules, (mentor.tier, mentor.ownership), (mentee.tier, mentee.ownership))
    if rule is None or mentor.id == mentee.id:
        wrong.append(phrase("{mentee}: no layer of the programme helps it", mentee=row.mentee))
        return
    proposal = Proposal(
        new, mentor, mentee, rule.layer, PairingKind.REGULAR, new.span.first, tuple(rules)
    )
    violations = broken_rules(store, proposal)
    stopping = [each for each in violations if row.override_reason is None or not each.can_override]
    if stopping:
        wrong += [
            phrase("{mentee}: {reason}", mentee=row.mentee, reason=each.message)
            for each in stopping
        ]
        return
    pairing = Pairing(
        cycle_id=new.id,
        mentor_id=mentor.id,
        mentee_id=mentee.id,
        layer=rule.layer,
        kind=PairingKind.REGULAR,
        start_date=new.span.first,
        override_reason=row.override_reason if violations else None,
    )
    store.add(pairing)
    pairings[row.key] = pairing.id


def _found_mentors(
    store: Writer, new: CycleRow, rows: Sequence[Decision], pairings: _New
) -> dict[str, list[str]]:
    """Mentee → the mentors that `suggest` proposes, never one that it comes from."""
    looking = [
        row
        for row in rows
        if row.decision in (RollDecisionKind.SWAP, RollDecisionKind.NEW)
        and row.mentor_id is None
        and row.key not in pairings
    ]
    found: dict[str, list[str]] = {}
    layers = _layers(store, new, looking)
    for layer in dict.fromkeys(layers.values()):
        if layer is None:
            continue
        apart = tuple(
            f"{row.mentee_id}={row.old_mentor_id}"
            for row in looking
            if row.old_mentor_id is not None and layers[row.mentee_id] == layer
        )
        wanted = SuggestInput(excludes=(*apart, *_not_asked_for(store, new, layer, looking)))
        suggestion = proposing.propose(store, new, layer, wanted, as_of=new.span.first)
        for pair in suggestion.new:
            found.setdefault(pair.mentee_id, []).append(pair.mentor_id)
    return found


def _not_asked_for(
    store: Writer, new: CycleRow, layer: Layer, looking: Sequence[Decision]
) -> Iterator[str]:
    """Every pair of a mentee that is to get no mentor now: it takes nobody's place."""
    sides = sides_of(store, new, layer, new.start)
    if sides is None:
        return
    asked = {row.mentee_id for row in looking}
    for mentee in sides.mentees:
        if mentee.id not in asked:
            for mentor in sides.mentors:
                yield f"{mentee.id}={mentor.id}"


def _layers(store: Writer, new: CycleRow, looking: Sequence[Decision]) -> dict[str, Layer | None]:
    """Mentee → the layer in which it is helped."""
    rules = layer_rules(store, new)
    sides = (find_kindergarten(store, row.mentee_id) for row in looking)
    return {each.id: layer_for(rules, (each.tier, each.ownership)) for each in sides}


def _record(
    store: Writer,
    old: CycleRow,
    new: CycleRow,
    rows: Sequence[Decision],
    pairings: _New,
    day: dt.date,
) -> None:
    made = CycleRoll(
        from_cycle_id=old.id,
        to_cycle_id=new.id,
        on_date=day,
        by_name=one_line(store.actor, phrase("A person's name"), NAME),
    )
    store.add(made)
    store.add_all(
        [
            RollDecision(
                roll_id=made.id,
                mentee_id=row.mentee_id,
                decision=row.decision,
                mentor_id=row.mentor_id if row.key in pairings else None,
                old_pairing_id=row.old_pairing_id,
                new_pairing_id=pairings.get(row.key),
                reason=one_line(row.stored_reason, phrase("The reason"), SHORT_TEXT),
            )
            for row in rows
        ]
    )


def _with_short_names(store: Writer, rows: Sequence[Decision]) -> list[Decision]:
    """The decisions with what coordinators call each side."""
    mentees, mentors = short_names(store), helper_names(store)
    return [
        row._replace(
            mentee_short=mentees.get(row.mentee_id, row.mentee),
            former_short=mentors.get(row.old_mentor_id or "", row.former_mentor),
            mentor_short=mentors.get(row.mentor_id or "", row.mentor),
        )
        for row in rows
    ]


def _missing(
    store: Writer,
    rows: Sequence[Decision],
    exemptions: Sequence[ExemptionDecision],
    notes: Sequence[Phrase],
) -> tuple[list[Phrase], list[str]]:
    missing: list[Phrase] = list(notes)
    codes = ["terms"] if notes else []
    undecided = [each.county for each in exemptions if each.renewed is None]
    if undecided:
        missing.append(
            phrase("Exempt counties to be decided one by one: {names}", names=tuple(undecided))
        )
        codes.append("exemptions")
    without = [
        row.mentee_short or row.mentee
        for row in rows
        if row.decision == RollDecisionKind.OPEN
        or (row.decision in _PAIRED and row.mentor_id is None)
    ]
    if without:
        missing.append(phrase("Still without a mentor: {names}", names=tuple(without)))
        codes.append("mentors")
    unconfirmed = store.value(
        "SELECT count(*) FROM kindergarten WHERE name_confirmed = 0 AND retired_on IS NULL"
    )
    if unconfirmed:
        missing.append(phrase("Names to be confirmed: {count}", count=unconfirmed))
        codes.append("names")
    return missing, codes
