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

_BY_PAIRING: Final = """
    SELECT pairing_id, group_concat(alike, :between) FROM done_visit
    WHERE start_date <= :as_of{scope}
    GROUP BY pairing_id
"""
"""One row a pairing: to hand out a million rows takes longer than all that is done with them."""

_ONE_BY_ONE: Final = """
    SELECT pairing_id, alike, visit_id FROM done_visit WHERE start_date <= :as_of{scope}
"""

_OF_THE_CYCLE: Final = " AND pairing_id IN (SELECT id FROM pairing WHERE cycle_id = :cycle_id)"

_BETWEEN: Final = "\n"
"""No code has one in it: control characters are refused."""


class _Parts(NamedTuple):
    """What the text says of which visits are alike, as the view `done_visits` puts it together."""

    direction: str
    form: str
    first: str
    last: str
    class_hours: float


def _parts(alike: str) -> _Parts:
    kind, first, last, hours = alike.rsplit(" ", 3)
    direction, _, form = kind.partition(" ")
    return _Parts(direction, form, first, last or first, float(hours or 0))


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


class _Alike(NamedTuple):
    """Visits of one form and direction, with the same days and class-hours."""

    brings: Alike
    last: str
    """Their last day; empty where it was no visit of the mentor."""
    month: str
    """In which they began; empty as well."""


_brings: Final[Callable[[_Alike], Alike]] = attrgetter("brings")
_last: Final[Callable[[_Alike], str]] = attrgetter("last")
_month: Final[Callable[[_Alike], str]] = attrgetter("month")


class Done(NamedTuple):
    """The done visits of one pairing by the day of a report."""

    visits: Sequence[_Alike] = ()
    last_day: str | None = None
    """The last day of the last visit. What a visitor did, nobody of the pairing has done."""

    @property
    def by_month(self) -> Mapping[str, int]:
        """Month → number of visits begun in it."""
        months = Counter(map(_month, self.visits))
        months.pop("", None)
        return months


class Visits(NamedTuple):
    """The done visits of pairings by the day of a report, by the id of the pairing."""

    sums: Mapping[str, Sums]
    """What they bring."""
    done: Mapping[str, Done]


class _Known(dict[str, _Alike]):
    """What visits of one layer bring, by the text of what they are alike in."""

    def __init__(self, tally: Tally, layer: str) -> None:
        super().__init__()
        self._tally, self._layer = tally, layer
        self._without_hours: dict[str, _Alike] = {}

    def __missing__(self, text: str) -> _Alike:
        key = text[: text.rindex(" ")]
        found = self._without_hours.get(key)
        if found is None:
            found = self._without_hours[key] = self._of_days(text)
        brings, last, month = found
        if brings.hours and (hours := text[len(key) + 1 :]):
            found = _Alike(self._tally.with_hours(brings, float(hours)), last, month)
        self[text] = found
        return found

    def _of_days(self, text: str) -> _Alike:
        direction, form, first, last, _ = _parts(text)
        brings = self._tally.alike(self._layer, form, direction, first, last)
        if direction == Direction.VISITOR:
            return _Alike(brings, "", "")
        return _Alike(brings, last, first[:7])


class VisitReader:
    """Reads the visits of a cycle up to a day, once, and counts them."""

    def __init__(self, store: Reader, cycle: CycleRow, as_of: dt.date) -> None:
        self._store = store
        self._values = {"cycle_id": cycle.id, "as_of": as_of.isoformat()}

    def count(self, tally: Tally, layers: Mapping[str, str]) -> Visits:
        """What the pairings in `layers` (id → layer) have done."""
        apart = tally.layers_apart(layers.values())
        of_each = {each: _Known(tally, min(each)) for each in {*apart.values()}}
        known = {layer: of_each[each] for layer, each in apart.items()}
        sums = {key: Sums(len(tally.cells)) for key in layers}
        add = self._add_one_by_one if tally.asks_for_people else self._add_together
        visits = add(tally, layers, known, sums)
        done = {key: Done(found, max(map(_last, found)) or None) for key, found in visits.items()}
        return Visits(sums, done)

    def _add_together(
        self,
        tally: Tally,
        layers: Mapping[str, str],
        known: Mapping[str, _Known],
        sums: Mapping[str, Sums],
    ) -> Mapping[str, Sequence[_Alike]]:
        """Add visits that count alike whoever went; what they are alike in."""
        visits = {}
        for pairing, texts in self._rows(_BY_PAIRING, layers, between=_BETWEEN):
            if layer := layers.get(pairing):
                alike = known[layer].__getitem__
                found = visits[pairing] = [*map(alike, texts.split(_BETWEEN))]
                tally.add_alike(sums[pairing], map(_brings, found))
        return visits

    def _add_one_by_one(
        self,
        tally: Tally,
        layers: Mapping[str, str],
        known: Mapping[str, _Known],
        sums: Mapping[str, Sums],
    ) -> Mapping[str, Sequence[_Alike]]:
        """Add visits of which somebody asks who went; what they are alike in."""
        people = self._people()
        visits: Mapping[str, list[_Alike]] = defaultdict(list)
        for pairing, alike, key in self._rows(_ONE_BY_ONE, layers):
            if layer := layers.get(pairing):
                visits[pairing].append(known[layer][alike])
                tally.add(sums[pairing], layer, self._visit(tally, alike, people.get(key, ())))
        return visits

    def count_shared(self, tally: Tally, layer: str, members: Sequence[PairingKey]) -> Sums:
        """The sums of several pairings as one; a visit for two of them counts once."""
        sums = Sums(len(tally.cells))
        people = self._people() if tally.asks_for_people else {}
        sharing = {each.id: each for each in members}
        alike_of: dict[str, str] = {}
        pairings_of: Mapping[str, list[str]] = defaultdict(list)
        for pairing, alike, key in self._rows(_ONE_BY_ONE, sharing):
            alike_of[key] = alike
            pairings_of[key].append(pairing)
        for key, alike in alike_of.items():
            visit = self._visit(tally, alike, people.get(key, ()))
            here = took_part(pairings_of[key], sharing, visit.direction)
            tally.add(sums, layer, visit._replace(kindergartens=here))
        return sums

    def _rows(self, sql: str, pairings: Iterable[str], **more: str) -> Iterable[tuple[Any, ...]]:
        scope = KeyScope(pairings)
        condition = scope.condition("pairing_id") or _OF_THE_CYCLE
        values = {**self._values, **scope.values, **more}
        return self._store.tuples(sql.format(scope=condition), **values)

    def _people(self) -> Mapping[str, list[Who]]:
        people: Mapping[str, list[Who]] = defaultdict(list)
        for key, name, kindergarten, role, side in self._store.tuples(_PEOPLE, **self._values):
            people[key].append((who_is(name, kindergarten), role, side))
        return people

    @staticmethod
    def _visit(tally: Tally, alike: str, who: Sequence[Who]) -> CountedVisit:
        direction, form, first, last, hours = _parts(alike)
        day = dt.date.fromisoformat
        return with_people(tally.seen(day(first), day(last), form, direction, hours), who)


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
