"""What a proposal says: rows as the contract's `suggest` shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pairing_cli.domain.phrases import Phrase
from pairing_cli.domain.tuples import NamedTuple


class MoveRow(NamedTuple):
    """A mentee that would go to another mentor; None: to none."""

    mentee: str
    mentor: str | None


class Without(NamedTuple):
    """The best plan without a pair."""

    extra: float | None
    """How much dearer it is, in km or minutes; None where it leaves out more."""
    left_out: int
    """How many mentees more have no mentor."""
    short: int
    """How many mentees more are missing for the minima."""
    fewer: int
    """How many further mentors mentees have fewer."""
    moves: Sequence[MoveRow]


class AssignmentRow(NamedTuple):
    """A pair of the proposal."""

    mentor: str
    mentee: str
    county: str | None
    cost: float
    distance_km: float | None
    minutes: float | None
    estimated: bool
    state: str
    """new, pinned, or standing (it has this mentor already)."""
    reasons: Sequence[Phrase]
    without: Without | None
    """None where the mentor was given."""


class Hall(NamedTuple):
    """Mentees that can go to these mentors only, which have room for so many."""

    mentees: Sequence[str]
    mentors: Sequence[str]
    room: int


class UnassignedRow(NamedTuple):
    """A mentee for which there is no mentor."""

    mentee: str
    county: str | None
    reason: Phrase
    set: Hall


class ShortRow(NamedTuple):
    """A mentor with fewer mentees than its layer asks for."""

    mentor: str
    has: int
    least: int


class ExemptRow(NamedTuple):
    """A mentee of a county without an arrangement of its own."""

    mentee: str
    reason: str


class MissingRow(NamedTuple):
    """Exemplars that are missing in a place for everybody to have a mentor."""

    layer: str
    tier: str
    place: str | None
    """The county; None: the whole programme."""
    needed: int
    mentees: int
    """How many have no mentor there."""


class NewPair(NamedTuple):
    """A pair to be written, by keys."""

    mentor_id: str
    mentee_id: str


class Suggestion(NamedTuple):
    """The best arrangement of one layer."""

    layer: str
    cycle: str
    start: str
    """The first day of the pairings, ISO text."""
    objective: Mapping[str, Any]
    total: float
    balance: float
    """What the total holds for mentors with more than two mentees."""
    lower_bound: float
    optimal: bool
    assignments: Sequence[AssignmentRow]
    unassigned: Sequence[UnassignedRow]
    short: Sequence[ShortRow]
    exempt: Sequence[ExemptRow]
    missing: Sequence[MissingRow]
    new: Sequence[NewPair]
    from_nearest: int
    """How many pairs were only looked at by their prices; 0 where all were in the search."""
    fewer: int
    """Mentors that mentees might have besides those they have and get."""

    @property
    def mentees(self) -> int:
        """How many mentees it is about."""
        with_mentor = {(row.mentee, row.county) for row in self.assignments}
        return len(with_mentor) + len(self.unassigned)
