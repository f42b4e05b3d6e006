"""What is on record about a pairing, as `why` calls it to witness."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pairing_cli.domain.owed.counting import CountedVisit
from pairing_cli.domain.time.calendar import counting_day
from pairing_cli.domain.time.frame import Frame
from pairing_cli.services.owing.done import Papers, Record
from pairing_cli.services.owing.done_visits import SIDE, who_is, with_people
from pairing_cli.services.owing.figures import CycleFigures, PairingKey
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.shares import took_part
from pairing_cli.services.owing.whose import Groups, list_sharing
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader

_VISITS: Final = """
    SELECT DISTINCT v.visit_id, v.ref, v.start_date, v.end_date, v.form, v.direction, v.state,
           v.class_hours
    FROM pairing_visits AS v
    WHERE v.start_date <= :as_of{scope}
    ORDER BY v.start_date, v.visit_id
"""

_PAIRINGS: Final = """
    SELECT v.visit_id, v.pairing_id FROM pairing_visits AS v WHERE v.start_date <= :as_of{scope}
"""

_NAMES: Final = "SELECT id, name FROM kindergarten"

_PEOPLE: Final = f"""
    SELECT n.name, n.kindergarten_id, n.role, {SIDE} FROM visit_person AS n
    WHERE n.visit_id = :id ORDER BY n.position
"""


class Witness:
    """Everything that is on record about one pairing, and those that share its duties, up to
    the day of the report.
    """

    def __init__(self, store: Reader, figures: CycleFigures, rules: Sequence[RuleInfo]) -> None:
        self._store = store
        self.figures = figures
        self.frame: Frame = figures.frame
        self.pairing: PairingKey = figures.pairings[0].pairing
        sharing = list_sharing(store, figures.cycle, figures.as_of, [self.pairing], rules)
        self._groups = Groups(figures.cycle, sharing)
        self._papers = Papers(
            store, figures.cycle, figures.as_of, KeyScope(each.id for each in sharing), rules
        )

    def _sharing(self, info: RuleInfo) -> dict[str, PairingKey]:
        """The pairings that share the duty, by key."""
        return {each.id: each for each in self._groups.members(info.rule, self.pairing)}

    def names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """What kindergartens are called, mentees for short."""
        known = {**dict(self._store.tuples(_NAMES)), **short_names(self._store)}
        return tuple(sorted(known[key] for key in keys))

    def records(self, info: RuleInfo) -> list[Record]:
        """Their papers, facts and reports."""
        return self._papers.of(list(self._sharing(info)), self.pairing.county_code, info.per)

    def visits(self, info: RuleInfo) -> list[tuple[str, CountedVisit]]:
        """Their visits, whatever has become of them, each with its ref."""
        sharing = self._sharing(info)
        scope = KeyScope(sharing)
        of: Mapping[str, list[str]] = defaultdict(list)
        for visit_id, pairing_id in self._store.tuples(
            _PAIRINGS.format(scope=scope.condition("v.pairing_id")),
            as_of=self.figures.as_of.isoformat(),
            **scope.values,
        ):
            of[visit_id].append(pairing_id)
        rows = self._store.rows(
            _VISITS.format(scope=scope.condition("v.pairing_id")),
            as_of=self.figures.as_of.isoformat(),
            **scope.values,
        )
        found = []
        for row in rows:
            first, last = map(dt.date.fromisoformat, (row["start_date"], row["end_date"]))
            people = self._store.rows(_PEOPLE, id=row["visit_id"])
            visit = CountedVisit(
                first,
                last,
                counting_day(first, last, self.frame.terms),
                row["form"],
                row["direction"],
                row["state"],
                row["class_hours"] or 0,
                kindergartens=took_part(of[row["visit_id"]], sharing, row["direction"]),
            )
            who = [
                (who_is(each["name"], each["kindergarten_id"]), each["role"], each["side"])
                for each in people
            ]
            found.append((row["ref"], with_people(visit, who)))
        return found
