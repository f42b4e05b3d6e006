"""Who is covered: the state of every kindergarten, and the tree of help with its breaks.

Both look at the regular pairings in force on one day of the cycle. Consult pairings answer
questions on request and change nobody's state (domain page, §5.8).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import groupby
from typing import Final

from pairing_cli.domain.layers import DEFAULT_WITHIN, LayerRule
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CoverageState, Ownership, RegionLevel, Tier
from pairing_cli.domain.words.name_order import roster_order
from pairing_cli.services.pairings.capacities import list_capacities, list_exemptions
from pairing_cli.services.pairings.layers import layer_rules, sharing
from pairing_cli.services.pairings.statuses import statuses_on
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader


class Break(StrEnum):
    """What is missing at one place of the tree."""

    NO_MENTOR = "no-mentor"
    """Nobody helps it, although a layer of the programme could."""
    NO_MENTEES = "no-mentees"
    """An exemplar kindergarten that helps nobody, although there is somebody to help."""
    NOBODY_BELOW = "nobody-below"
    """An exemplar kindergarten for whose layer the roster has no kindergarten in its region."""
    BELOW_MINIMUM = "below-minimum"
    """A mentor with fewer mentees than its layer asks for."""
    RETIRED = "retired"
    """Closed, but still a side of a pairing of the cycle."""


class Helped(NamedTuple):
    """A mentee as its mentor has it."""

    id: str
    name: str
    layer: str


class Standing(NamedTuple):
    """A kindergarten with its place in the cycle on a day."""

    id: str
    kindergarten: str
    code: str | None
    tier: str
    ownership: str
    exemplar: str | None
    county_code: str | None
    county: str | None
    township_code: str | None
    retired_on: str | None
    state: str = CoverageState.UNASSIGNED
    mentor_id: str | None = None
    mentor: str | None = None
    layer: str | None = None
    """The layer in which it is helped."""
    helped: tuple[Helped, ...] = ()
    statuses: tuple[str, ...] = ()
    """What it counts as on the day: weak, key, …"""

    @property
    def kind(self) -> tuple[str, str]:
        """Tier and ownership, by which layers take it."""
        return self.tier, self.ownership

    @property
    def mentees(self) -> tuple[str, ...]:
        """The names of those whom it helps."""
        return tuple(each.name for each in self.helped)


class CascadeRow(NamedTuple):
    """A line of the tree; roots have depth 0 and no parent."""

    depth: int
    kindergarten: str
    parent: str | None
    tier: str
    county: str | None
    layer: str | None
    mentees: int
    breaks: tuple[str, ...]


class Cascade(NamedTuple):
    """The tree in depth-first order, and what it can't show."""

    rows: tuple[CascadeRow, ...]
    bare_counties: tuple[str, ...] = field(default=())
    """Counties of which the roster has no kindergarten at all."""


IN_ORDER: Final = """
    CASE tier WHEN 'city' THEN 0 WHEN 'county' THEN 1 WHEN 'township' THEN 2 ELSE 3 END,
    CASE ownership WHEN 'private' THEN 1 ELSE 0 END, county_code, region_code, length(name),
    pinyin
"""
"""The order of the roster: from city to village, private ones after the others, by region;
there the shorter name first, as 实验幼儿园 stands before 第二实验幼儿园."""

_ROSTER: Final = f"""
    SELECT id, name AS kindergarten, site_code AS code, tier, ownership, exemplar, county_code,
           county, township_code, retired_on
    FROM kindergartens ORDER BY {IN_ORDER}
"""

_IN_FORCE: Final = """
    SELECT mentor_id, mentor, mentee_id, mentee, layer FROM pairings
    WHERE cycle_id = :cycle_id AND kind = 'regular' AND start_date <= :day AND end_date >= :day
    ORDER BY layer, mentee_id
"""


def day_in(cycle: CycleRow, as_of: dt.date) -> dt.date:
    """The day of `cycle` that a report for `as_of` looks at: its last after its end, its
    first before its start.
    """
    return min(max(as_of, cycle.span.first), cycle.span.last)


def _in_order(roster: list[Standing]) -> list[Standing]:
    """The roster with the names of each place in the order in which people look for them."""
    return [
        each
        for _, place in groupby(roster, key=_place)
        for each in sorted(place, key=lambda standing: roster_order(standing.kindergarten))
    ]


def _place(standing: Standing) -> tuple[str, bool, str | None, str | None]:
    is_private = standing.ownership == Ownership.PRIVATE
    return standing.tier, is_private, standing.county_code, standing.township_code


def standings(store: Reader, cycle: CycleRow | None, as_of: dt.date) -> list[Standing]:
    """Every kindergarten of the roster, retired ones too, with its place in `cycle`.

    Without a cycle nobody has a mentor. Retired is who had been retired by `as_of`, even
    where that lies after the cycle.
    """
    statuses = statuses_on(store, as_of)
    roster = [
        each._replace(statuses=statuses.get(each.id, ()))
        for each in _in_order(store.fetch(Standing, _ROSTER))
    ]
    if cycle is None:
        return [each._replace(state=_state(each, set(), as_of)) for each in roster]
    mentors: dict[str, tuple[str, str, str]] = {}
    several: dict[str, list[str]] = defaultdict(list)
    helped: dict[str, list[Helped]] = defaultdict(list)
    day = day_in(cycle, as_of).isoformat()
    for pairing in store.rows(_IN_FORCE, cycle_id=cycle.id, day=day):
        mentee = pairing["mentee_id"]
        several[mentee].append(pairing["mentor"])
        mentors.setdefault(mentee, (pairing["mentor_id"], pairing["mentor"], pairing["layer"]))
        helped[pairing["mentor_id"]].append(Helped(mentee, pairing["mentee"], pairing["layer"]))
    exempt = {row.county_code for row in list_exemptions(store, cycle, on=day)}
    found = []
    for each in roster:
        mentor_id, mentor, layer = mentors.get(each.id, (None, None, None))
        placed = each._replace(
            mentor_id=mentor_id,
            mentor="、".join(several[each.id]) if mentor else None,
            layer=layer,
            helped=tuple(helped.get(each.id, ())),
        )
        found.append(placed._replace(state=_state(placed, exempt, as_of)))
    return found


def _state(each: Standing, exempt: set[str], as_of: dt.date) -> CoverageState:
    if each.retired_on is not None and each.retired_on <= as_of.isoformat():
        return CoverageState.RETIRED
    if each.mentor_id is not None:
        return CoverageState.BOTH if each.helped else CoverageState.MENTORED
    if each.helped:
        return CoverageState.MENTOR
    is_countys = each.tier == Tier.COUNTY and each.ownership != Ownership.PRIVATE
    if is_countys and each.county_code in exempt:
        return CoverageState.EXEMPT
    return CoverageState.UNASSIGNED


def coverage(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    state: str | None = None,
    tier: str | None = None,
    county: str | None = None,
    status: str | None = None,
) -> list[Standing]:
    """Every kindergarten in exactly one state, from city to village. Raises `NotFound`."""
    code = find_region(store, county, level=RegionLevel.COUNTY).code if county else None
    return [
        each
        for each in standings(store, cycle, as_of)
        if state in (None, each.state)
        and tier in (None, each.tier)
        and code in (None, each.county_code)
        and (status is None or status in each.statuses)
    ]


def counts(rows: Sequence[Standing]) -> dict[CoverageState, int]:
    """How many are in each state, in the order of the vocabulary; states of nobody left out."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in CoverageState if found[state]}


# --- The tree -------------------------------------------------------------------------------


def cascade(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, county: str | None = None
) -> Cascade:
    """The tree city → county and private → township → village, depth first, with its breaks.

    Who has no mentor is a root. Retired kindergartens appear only where a pairing of the
    cycle still names them. With `county`, its kindergartens and the mentors above them.
    """
    code = find_region(store, county, level=RegionLevel.COUNTY).code if county else None
    everyone = standings(store, cycle, as_of)
    tree = _Tree(everyone, _steps(store, cycle), code)
    known = {each.county_code for each in everyone if each.state != CoverageState.RETIRED}
    counties = store.rows("SELECT code, name FROM region WHERE level = 'county' ORDER BY code")
    bare = [
        row["name"] for row in counties if row["code"] not in known and code in (None, row["code"])
    ]
    return Cascade(tuple(tree.rows()), tuple(bare))


class _Step(NamedTuple):
    """A layer of the cycle, as far as breaks of the tree go."""

    rule: LayerRule
    minimum: int
    within: str | None
    together: frozenset[str]
    """The layers that share its capacity, itself included."""


def _steps(store: Reader, cycle: CycleRow) -> list[_Step]:
    """The layers that the scheme has; where it speaks of none, all four as they are."""
    capacities = {row.layer: row for row in list_capacities(store, cycle)}
    rules = [
        rule for rule in layer_rules(store, cycle) if not capacities or rule.layer in capacities
    ]
    return [
        _Step(
            rule,
            capacities[rule.layer].minimum if rule.layer in capacities else 0,
            capacities[rule.layer].within
            if rule.layer in capacities
            else DEFAULT_WITHIN.get(rule.layer),
            frozenset(sharing(rules, rule.layer)),
        )
        for rule in rules
    ]


class _Tree:
    """The tree of one cycle, walked once."""

    def __init__(
        self, everyone: Sequence[Standing], steps: Sequence[_Step], county_code: str | None
    ) -> None:
        self._steps = steps
        self._county_code = county_code
        self._shown = [
            each
            for each in everyone
            if each.state != CoverageState.RETIRED or each.mentor_id or each.helped
        ]
        self._by_id = {each.id: each for each in self._shown}
        self._rank = {each.id: rank for rank, each in enumerate(self._shown)}
        self._places = {
            (each.kind, place)
            for each in everyone
            if each.state != CoverageState.RETIRED
            for place in (each.county_code, each.township_code)
            if place is not None
        }
        """The kinds of which a county or township has a kindergarten."""
        self._visited: set[str] = set()

    def rows(self) -> Iterator[CascadeRow]:
        """The lines of the tree. Pairings in a circle (by override) begin at any of them."""
        for each in self._shown:
            if each.mentor_id is None:
                yield from self._branch(each, 0)
        for each in self._shown:
            yield from self._branch(each, 0)

    def _branch(self, each: Standing, depth: int) -> Iterator[CascadeRow]:
        if each.id in self._visited:
            return
        self._visited.add(each.id)
        below = sorted((mentee.id for mentee in each.helped), key=self._rank.__getitem__)
        lines = [line for key in below for line in self._branch(self._by_id[key], depth + 1)]
        if lines or self._county_code in (None, each.county_code):
            yield CascadeRow(
                depth=depth,
                kindergarten=each.kindergarten,
                parent=each.mentor if depth else None,
                tier=each.tier,
                county=each.county,
                layer=each.layer,
                mentees=len(each.helped),
                breaks=tuple(self._breaks(each)),
            )
            yield from lines

    def _breaks(self, each: Standing) -> Iterator[Break]:
        if each.state == CoverageState.RETIRED:
            yield Break.RETIRED
            return
        if each.state == CoverageState.EXEMPT:
            return
        if each.mentor_id is None and any(step.rule.helps(each.kind) for step in self._steps):
            yield Break.NO_MENTOR
        if each.helped:
            if any(_is_short(each, step) for step in self._steps):
                yield Break.BELOW_MINIMUM
        elif each.exemplar is not None:
            yield from self._nobody_helped(each)

    def _nobody_helped(self, each: Standing) -> Iterator[Break]:
        """Why an exemplar helps nobody: said once on its own line, not per township."""
        steps = [step for step in self._steps if _leads(each, step.rule)]
        if steps:
            there = any(self._has_mentees(each, step) for step in steps)
            yield Break.NO_MENTEES if there else Break.NOBODY_BELOW

    def _has_mentees(self, each: Standing, step: _Step) -> bool:
        """Whether there is anybody whom it could help; of a layer without a place, always."""
        if step.within is None:
            return True
        own = each.county_code if step.within == RegionLevel.COUNTY else each.township_code
        return any(place == own and step.rule.helps(kind) for kind, place in self._places)


def _is_short(each: Standing, step: _Step) -> bool:
    helped = sum(1 for mentee in each.helped if mentee.layer in step.together)
    return step.rule.may_help(each.kind) and helped < step.minimum


def _leads(each: Standing, rule: LayerRule) -> bool:
    """Whether an exemplar is meant to help in a layer: a private one only where it says so."""
    return any(
        kind.takes(*each.kind) and (each.ownership != Ownership.PRIVATE or kind.ownership)
        for kind in rule.mentors
    )
