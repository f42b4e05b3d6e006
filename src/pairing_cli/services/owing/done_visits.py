"""What was done: the visits of pairings, read once and counted for all rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, TypeAlias

from pairing_cli.domain.owed.counting import CountedVisit
from pairing_cli.domain.owed.tally import Alike, Sums, Tally
from pairing_cli.domain.roles import roles_held
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.owing.shares import took_part
from pairing_cli.services.owing.whose import PairingKey
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.store.reading import Reader

_VISITS: Final = """
    SELECT x.pairing_id,
           v.form_code || :between || v.direction || v.start_date || v.end_date,
           v.class_hours{key}
    FROM {visits}
    WHERE x.visit_id = v.id AND v.state = 'done' AND v.cycle_id = :cycle_id
        AND v.start_date <= :as_of{scope}
"""
"""What visits are alike in comes as one text: of a million rows one look-up each remains."""

_BETWEEN: Final = "\t"
"""No code has one in it: control characters are refused."""

_DAY: Final = len("2022-04-12")


def _parts(alike: str) -> tuple[str, str, str, str]:
    """Form, direction, first and last day out of the text of what visits are alike in."""
    form, _, rest = alike.partition(_BETWEEN)
    return form, rest[: -2 * _DAY], rest[-2 * _DAY : -_DAY], rest[-_DAY:]


SIDE: Final = """
    CASE
        WHEN n.kindergarten_id IS NULL THEN NULL
        WHEN n.kindergarten_id IN (
            SELECT y.mentor_id FROM visit_pairing AS z
            INNER JOIN pairing AS y ON y.id = z.pairing_id
            WHERE z.visit_id = n.visit_id
        ) THEN 'mentor'
        WHEN n.kindergarten_id IN (
            SELECT y.mentee_id FROM visit_pairing AS z
            INNER JOIN pairing AS y ON y.id = z.pairing_id
            WHERE z.visit_id = n.visit_id
        ) THEN 'mentee'
    END AS side
"""
"""To which side of its visit a row n of visit_person belongs."""

_PEOPLE: Final = f"""
    SELECT n.visit_id, n.name, n.kindergarten_id, n.role, {SIDE} FROM visit_person AS n
    INNER JOIN visit AS v ON v.id = n.visit_id
    WHERE v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date <= :as_of
"""


Who: TypeAlias = tuple[str, str | None, str | None]
"""A person by what tells it from others, the role, and the side: mentor, mentee or neither."""


class Visits(NamedTuple):
    """What the done visits of pairings come to by the day of a report."""

    sums: Mapping[str, Sums]
    """Id of the pairing → what it has done."""
    last_day: Mapping[str, str]
    """Id of the pairing → the last day of its last visit, up to the day of the report."""
    by_month: Mapping[str, Mapping[str, int]]
    """Id of the pairing → month → number of visits."""


class _Alike(NamedTuple):
    """Visits of one form, one direction and the same days."""

    brings: Alike
    last: str
    """Their last day; empty where it was no visit of the mentor."""
    month: str
    """In which they began; empty as well."""


_brings: Final[Callable[[_Alike], Alike]] = attrgetter("brings")
_last: Final[Callable[[_Alike], str]] = attrgetter("last")
_month: Final[Callable[[_Alike], str]] = attrgetter("month")


class _Known(dict[str, _Alike]):
    """What visits of one layer bring, by the text of what they are alike in."""

    def __init__(self, tally: Tally, layer: str) -> None:
        super().__init__()
        self._tally, self._layer = tally, layer

    def __missing__(self, text: str) -> _Alike:
        form, direction, first, last = _parts(text)
        brings = self._tally.alike(self._layer, form, direction, first, last)
        by_visitor = direction == Direction.VISITOR
        found = self[text] = _Alike(
            brings, "" if by_visitor else last, "" if by_visitor else first[:7]
        )
        return found


_Found = Mapping[str, tuple[Sums, list[_Alike], _Known]]
"""Id of a pairing → its sums, its visits, and what those of its layer bring."""


class VisitReader:
    """Reads the visits of a cycle up to a day, once, and counts them."""

    def __init__(self, store: Reader, cycle: CycleRow, as_of: dt.date) -> None:
        self._store = store
        self._values = {"cycle_id": cycle.id, "as_of": as_of.isoformat()}

    def count(self, tally: Tally, layers: Mapping[str, str]) -> Visits:
        """The sums of the pairings in `layers` (id → layer)."""
        known = {layer: _Known(tally, layer) for layer in {*layers.values()}}
        found = {
            key: (Sums(len(tally.cells)), list[_Alike](), known[layer])
            for key, layer in layers.items()
        }
        if tally.asks_for_people:
            self._add_one_by_one(tally, layers, found)
        else:
            self._add_alike(tally, layers, found)
        last_day, by_month = {}, {}
        for key, (_, visits, _) in found.items():
            # What a visitor did, nobody of the pairing has done.
            if last := max(map(_last, visits), default=""):
                last_day[key] = last
                by_month[key] = Counter(map(_month, visits))
                by_month[key].pop("", None)
        return Visits({key: sums for key, (sums, _, _) in found.items()}, last_day, by_month)

    def _add_alike(self, tally: Tally, layers: Mapping[str, str], found: _Found) -> None:
        """Add visits that count alike whoever went."""
        # What can wait until the visits of a pairing lie together does: this loop runs a
        # million times.
        for pairing, text, hours in self._rows(KeyScope(layers)):
            if wanted := found.get(pairing):
                sums, visits, by_text = wanted
                one = by_text[text]
                visits.append(one)
                if hours and one.brings.hours:
                    tally.add_hours(sums, one.brings, hours)
        for sums, visits, _ in found.values():
            tally.add_alike(sums, map(_brings, visits))

    def _add_one_by_one(self, tally: Tally, layers: Mapping[str, str], found: _Found) -> None:
        """Add visits of which somebody asks who went."""
        people = self._people()
        for pairing, text, hours, key in self._rows(KeyScope(layers), with_key=True):
            if pairing in found:
                sums, visits, by_text = found[pairing]
                visits.append(by_text[text])
                visit = self._visit(tally, text, hours, people, key)
                tally.add(sums, layers[pairing], visit)

    def count_shared(self, tally: Tally, layer: str, members: Sequence[PairingKey]) -> Sums:
        """The sums of several pairings as one; a visit for two of them counts once."""
        sums = Sums(len(tally.cells))
        people = self._people() if tally.asks_for_people else {}
        sharing = {each.id: each for each in members}
        visits: dict[str, tuple[str, float | None]] = {}
        of: Mapping[str, list[str]] = defaultdict(list)
        for pairing, alike, hours, key in self._rows(KeyScope(sharing), with_key=True):
            visits[key] = (alike, hours)
            of[key].append(pairing)
        for key, (alike, hours) in visits.items():
            visit = self._visit(tally, alike, hours, people, key)
            here = took_part(of[key], sharing, visit.direction)
            tally.add(sums, layer, visit._replace(kindergartens=here))
        return sums

    def _rows(self, scope: KeyScope, *, with_key: bool = False) -> Iterable[tuple[Any, ...]]:
        sql = _VISITS.format(
            key=", v.id" if with_key else "",
            visits=scope.visits,
            scope=scope.condition("x.pairing_id"),
        )
        return self._store.tuples(sql, between=_BETWEEN, **self._values, **scope.values)

    def _people(self) -> Mapping[str, list[Who]]:
        people: Mapping[str, list[Who]] = defaultdict(list)
        for key, name, kindergarten, role, side in self._store.tuples(_PEOPLE, **self._values):
            people[key].append((who_is(name, kindergarten), role, side))
        return people

    @staticmethod
    def _visit(
        tally: Tally,
        alike: str,
        hours: float | None,
        people: Mapping[str, Sequence[Who]],
        key: str,
    ) -> CountedVisit:
        form, direction, first, last = _parts(alike)
        day = dt.date.fromisoformat
        visit = tally.seen(day(first), day(last), form, direction, hours)
        return with_people(visit, people.get(key, ()))


def who_is(name: str, kindergarten_id: str | None) -> str:
    """What tells a person from others: two of one name, of two kindergartens, are two."""
    return f"{name}@{kindergarten_id}" if kindergarten_id else name


def with_people(visit: CountedVisit, who: Sequence[Who]) -> CountedVisit:
    """A visit with those who went, each with the role and the side."""
    roles_of = tuple(roles_held(role) for _, role, _ in who)
    return visit._replace(
        people=tuple(name for name, _, _ in who),
        sides_of=tuple(side for _, _, side in who),
        roles=frozenset[str]().union(*roles_of),
        roles_of=roles_of,
    )
