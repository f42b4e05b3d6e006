"""Rosters: the kindergartens of which a rule asks for a share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from pairing_cli.domain.layers import LayerRule
from pairing_cli.domain.owed.rules import Per, Roster, Rule
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.owing.whose import PairingKey
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.programme.circles import MEMBER_ON
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class _Kindergarten(NamedTuple):
    id: str
    tier: str
    ownership: str
    is_exemplar: int
    county_code: str | None
    circle_id: str | None
    retired_on: str | None


_ALL: Final = f"""
    SELECT k.id, k.tier, k.ownership, k.exemplar IS NOT NULL AS is_exemplar, k.county_code,
           m.circle_id, k.retired_on
    FROM kindergartens AS k
    LEFT JOIN circle_member AS m ON m.kindergarten_id = k.id AND {MEMBER_ON}
        AND m.circle_id IN (SELECT id FROM circle WHERE cycle_id = :cycle_id
            AND (removed_on IS NULL OR removed_on > :day))
"""


class Rosters:
    """Who is on which roster, read when the first rule asks for it."""

    def __init__(self, store: Reader, cycle: CycleRow, as_of: dt.date) -> None:
        self._store = store
        self._cycle = cycle
        self._day = cycle.clip(as_of)

    def of(self, rule: Rule, members: Sequence[PairingKey], days: DateSpan) -> frozenset[str]:
        """The kindergartens that could take part on these days, by key: of mentors and mentees
        those of the pairings that share the duty, of the rest those of the county, the circle or
        the programme that may stand on a side in the rule's layers.
        """
        if rule.share is None:
            return frozenset()
        if rule.share in (Roster.MENTORS, Roster.MENTEES):
            there = [each for each in members if days.overlap(each.span)]
            of_mentors = rule.share is Roster.MENTORS
            return frozenset(each.mentor_id if of_mentors else each.mentee_id for each in there)
        first = days.first.isoformat()
        return frozenset(
            each.id
            for each in self._of_place(rule.per, members[0])
            if (each.retired_on is None or each.retired_on > first) and self._fits(rule, each)
        )

    def _of_place(self, per: Per, member: PairingKey) -> Iterable[_Kindergarten]:
        if per is Per.COUNTY:
            return (each for each in self._all if each.county_code == member.county_code)
        if per is Per.CIRCLE:
            return (each for each in self._all if each.circle_id == member.circle_id)
        return self._all

    def _fits(self, rule: Rule, each: _Kindergarten) -> bool:
        kind = (each.tier, each.ownership)
        layers = [layer for layer in self._layers if layer.layer in rule.layers]
        helps = bool(each.is_exemplar) and any(layer.may_help(kind) for layer in layers)
        if rule.share is Roster.EXEMPLARS:
            return helps
        return helps or any(layer.helps(kind) for layer in layers)

    @cached_property
    def _all(self) -> Sequence[_Kindergarten]:
        return self._store.fetch(
            _Kindergarten, _ALL, cycle_id=self._cycle.id, day=self._day.isoformat()
        )

    @cached_property
    def _layers(self) -> Sequence[LayerRule]:
        return layer_rules(self._store, self._cycle)


def took_part(
    pairings: Iterable[str], members: Mapping[str, PairingKey], direction: str
) -> tuple[str, ...]:
    """The kindergartens that a visit of these pairings brought together; of a third party's
    visit those only to whom it came.
    """
    sides = [members[each] for each in pairings if each in members]
    mentees = [each.mentee_id for each in sides]
    if direction == Direction.VISITOR:
        return tuple(dict.fromkeys(mentees))
    return tuple(dict.fromkeys([*(each.mentor_id for each in sides), *mentees]))
