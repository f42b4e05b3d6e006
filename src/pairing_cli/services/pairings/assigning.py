"""Assignments, written: who helps whom, from when until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.layers import layer_of
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.pairings.assignment_rules import Proposal, broken_rules, refusal
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.pairings.pairings import PairingRow
from pairing_cli.services.programme.cycles import CycleRow, check_inside, cycle_to_write
from pairing_cli.services.programme.names.lookup import KindergartenKey, find_kindergarten
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Apprenticeship, Pairing, Secondment
from pairing_cli.store.writing import Writer


class Ended(NamedTuple):
    """What the end of a pairing leaves."""

    pairing: PairingRow
    """The one that goes on, else the one that ended."""
    cut_short: tuple[str, ...]
    """Whose time at the other side was to last longer, and ends with it."""


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
    day) on. A pairing that is there just so stays as it is.

    Raises `NotFound`, `UsageError` (start outside the cycle), `RuleRefusal`.
    """
    chosen = cycle_to_write(store, cycle, start or as_of)
    first_day = _day_in_cycle(start or chosen.span.first, chosen)
    helper = find_kindergarten(store, mentor)
    reason = _reason(override)
    kind = PairingKind.CONSULT if consult else PairingKind.REGULAR
    rows = []
    for mentee in mentees:
        learner = find_kindergarten(store, mentee)
        proposal = _propose(store, chosen, helper, learner, kind, first_day)
        rows.append(_so_already(store, proposal) or _pair(store, proposal, reason, as_of))
    return rows


def reassign(  # noqa: PLR0913 - each is an option of the command
    store: Writer,
    mentee: str,
    mentor: str,
    *,
    as_of: dt.date,
    reason: str,
    cycle: str | None = None,
    on: dt.date | None = None,
    override: str | None = None,
    instead_of: str | None = None,
) -> Ended:
    """Give `mentee` another mentor from the day `on` on; the old pairing ends the day before.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    chosen = cycle_to_write(store, cycle, on or as_of)
    day = _day_in_cycle(on or as_of, chosen)
    learner = find_kindergarten(store, mentee)
    helper = find_kindergarten(store, mentor)
    old = find_kindergarten(store, instead_of) if instead_of else None
    current = _current_pairing(store, learner, chosen, old)
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
    cut_short = _end(store, current, day - dt.timedelta(days=1), reason, as_of)
    proposal = _propose(store, chosen, helper, learner, PairingKind.REGULAR, day)
    return Ended(_pair(store, proposal, _reason(override), as_of), cut_short)


def unassign(
    store: Writer,
    mentee: str,
    *,
    as_of: dt.date,
    reason: str,
    cycle: str | None = None,
    on: dt.date | None = None,
    mentor: str | None = None,
) -> Ended:
    """End the pairing of `mentee` with the day `on`. The pairing and its visits stay.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    chosen = cycle_to_write(store, cycle, on or as_of)
    day = _day_in_cycle(on or as_of, chosen)
    helper = find_kindergarten(store, mentor) if mentor else None
    current = _current_pairing(store, find_kindergarten(store, mentee), chosen, helper)
    if day < current.start_date:
        raise UsageError(
            "end-before-start",
            phrase(
                "The pairing began on {start}; it can't end before.",
                start=current.start_date.isoformat(),
            ),
        )
    cut_short = _end(store, current, day, reason, as_of)
    return Ended(_row(store, current, "ended" if day < as_of else "active"), cut_short)


def _day_in_cycle(day: dt.date, cycle: CycleRow) -> dt.date:
    hint = phrase("Give a day inside it, or another cycle with --cycle.")
    check_inside(day, cycle, hint)
    return day


def _propose(
    store: Reader,
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
    rules = layer_rules(store, cycle)
    rule = layer_of(rules, (mentor.tier, mentor.ownership), (mentee.tier, mentee.ownership))
    if rule is None:
        raise RuleRefusal(
            "layer",
            phrase(
                "{mentee} is a city kindergarten: no layer of the programme helps it.",
                mentee=mentee.name,
            ),
        )
    return Proposal(cycle, mentor, mentee, rule.layer, kind, start, tuple(rules))


def _so_already(store: Writer, proposal: Proposal) -> PairingRow | None:
    for pairing in store.where(
        Pairing,
        cycle_id=proposal.cycle.id,
        mentor_id=proposal.mentor.id,
        mentee_id=proposal.mentee.id,
        kind=proposal.kind,
        start_date=proposal.start,
        end_date=None,
    ):
        return _row(store, pairing, "active")
    return None


def _pair(
    store: Writer, proposal: Proposal, override: str | None, on_record: dt.date
) -> PairingRow:
    violations = broken_rules(store, proposal)
    stopping = [v for v in violations if override is None or not v.can_override]
    if stopping:
        raise refusal(stopping)
    pairing = Pairing(
        cycle_id=proposal.cycle.id,
        mentor_id=proposal.mentor.id,
        mentee_id=proposal.mentee.id,
        layer=proposal.layer,
        kind=proposal.kind,
        start_date=proposal.start,
        override_reason=override if violations else None,
        assigned_on=on_record,
    )
    store.add(pairing)
    return _row(store, pairing, "active")


def _current_pairing(
    store: Writer, mentee: KindergartenKey, cycle: CycleRow, mentor: KindergartenKey | None
) -> Pairing:
    open_pairings = store.where(Pairing, cycle_id=cycle.id, mentee_id=mentee.id, end_date=None)
    # A mentee may have consult pairings besides its regular one: the regular one is meant.
    open_pairings.sort(key=lambda pairing: pairing.kind != PairingKind.REGULAR)
    regular = [each for each in open_pairings if each.kind == PairingKind.REGULAR]
    if mentor is not None:
        open_pairings = [each for each in open_pairings if each.mentor_id == mentor.id]
    elif len(regular) > 1:
        names = store.rows(
            "SELECT name FROM kindergarten WHERE id IN (SELECT mentor_id FROM pairing"
            " WHERE cycle_id = :cycle AND mentee_id = :id AND end_date IS NULL"
            " AND kind = 'regular') ORDER BY pinyin",
            cycle=cycle.id,
            id=mentee.id,
        )
        raise NotFound(
            "several-mentors",
            phrase(
                "{mentee} has several mentors: {names}.",
                mentee=mentee.name,
                names=tuple(row["name"] for row in names),
            ),
            hint=phrase("Say which: --mentor NAME, or with reassign --instead-of NAME"),
        )
    if not open_pairings:
        raise RuleRefusal(
            "not-assigned",
            phrase(
                "{mentee} has no mentor in cycle {cycle}.", mentee=mentee.name, cycle=cycle.code
            ),
            hint=phrase("To give it one: pairing assign MENTOR MENTEE"),
        )
    return open_pairings[0]


def _end(
    store: Writer, pairing: Pairing, last_day: dt.date, reason: str, on_record: dt.date
) -> tuple[str, ...]:
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
                "Visits of this pairing that lie after {day}: {count}.",
                count=later,
                day=last_day.isoformat(),
            ),
            hint=phrase("Give a later day with --on, or cancel those visits first."),
        )
    _check_nobody_comes_later(store, pairing, last_day)
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(pairing, end_date=last_day, end_reason=why, end_decided_on=on_record)
    return _cut_short(store, pairing, last_day, why, on_record)


def _cut_short(
    store: Writer, pairing: Pairing, last_day: dt.date, why: str, on_record: dt.date
) -> tuple[str, ...]:
    """End what was to last longer than the pairing with it; whose it was. What has no end of
    its own lasts as long as the pairing anyway.
    """
    names = []
    for pair in store.where(Apprenticeship, pairing_id=pairing.id, removed_on=None):
        if pair.end_date is not None and pair.end_date > last_day:
            store.change(pair, end_date=last_day, end_reason=why, end_decided_on=on_record)
            names.append(f"{pair.master} → {pair.apprentice}")
    for stay in store.where(Secondment, pairing_id=pairing.id, removed_on=None):
        if stay.end_date is not None and stay.end_date > last_day:
            store.change(stay, end_date=last_day)
            names.append(stay.person)
    return tuple(names)


def _check_nobody_comes_later(store: Writer, pairing: Pairing, last_day: dt.date) -> None:
    """Raise `RuleRefusal` where people of the two sides began to work together after that day."""
    names = store.tuples(
        "SELECT person FROM secondment WHERE pairing_id = :id AND removed_on IS NULL"
        " AND start_date > :day UNION ALL SELECT master || ' → ' || apprentice"
        " FROM apprenticeship WHERE pairing_id = :id AND removed_on IS NULL AND start_date > :day",
        id=pairing.id,
        day=last_day.isoformat(),
    )
    if found := tuple(name for (name,) in names):
        raise RuleRefusal(
            "people-after-end",
            phrase(
                "Secondments and teacher pairs of this pairing that begin after {day}: {names}.",
                names=found,
                day=last_day.isoformat(),
            ),
            hint=phrase("Give a later day with --on, or remove them first."),
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
