"""What speaks for units and people when honours are given: read once for a cycle and a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.time.calendar import term_of
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.honours.assessments import (
    AssessmentRow,
    approved_assessment,
    assessed_figures,
)
from pairing_cli.services.honours.figures import Figures
from pairing_cli.services.judging.findings import FindingRow, list_findings
from pairing_cli.services.judging.inspections import TargetRow, list_targets
from pairing_cli.services.owing.whose import PairingKey, list_pairing_keys
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import CycleRow, list_cycles, list_terms
from pairing_cli.store.reading import Reader


class OnSite(NamedTuple):
    """Somebody's part in a visit."""

    visit_id: str
    day: str
    direction: str
    name: str
    kindergarten_id: str | None
    """Whose staff it is; None where nobody said so and the direction doesn't tell."""
    pairing_id: str


_PEOPLE: Final = """
    SELECT v.id AS visit_id, v.start_date AS day, v.direction, n.name,
           coalesce(n.kindergarten_id, CASE v.direction
               WHEN 'to_mentee' THEN p.mentor_id
               WHEN 'to_mentor' THEN p.mentee_id END) AS kindergarten_id,
           x.pairing_id
    FROM visit AS v
    INNER JOIN visit_person AS n ON n.visit_id = v.id
    INNER JOIN visit_pairing AS x ON x.visit_id = v.id
    INNER JOIN pairing AS p ON p.id = x.pairing_id
    WHERE v.cycle_id = :cycle_id AND v.state = 'done' AND v.start_date <= :as_of
    ORDER BY v.start_date, v.id, n.name
"""

_SUMMARIES: Final = """
    SELECT pairing_id, kindergarten_id, region_code, substr(id, 25, 8) AS ref, title, kind
    FROM experience
    WHERE cycle_id = :cycle_id AND state <> 'submitted' AND removed_on IS NULL
        AND decided_on <= :as_of
    ORDER BY decided_on, id
"""

_SHOWN: Final = """
    SELECT e.pairing_id, s.title AS event, s.start_date AS date, e.form, e.title
    FROM showcase_entry AS e INNER JOIN showcase AS s ON s.id = e.showcase_id
    WHERE s.cycle_id = :cycle_id AND s.removed_on IS NULL AND s.start_date <= :as_of
    ORDER BY s.start_date, e.id
"""

_BEFORE: Final = """
    SELECT kindergarten_id, region_code, person FROM honour
    WHERE cycle_id = :cycle_id AND state = 'awarded' AND kind IN ('unit', 'person')
"""

_SOLVED: Final = """
    SELECT x.visit_id, x.need_id FROM visit_need AS x INNER JOIN need AS n ON n.id = x.need_id
    INNER JOIN pairing AS p ON p.id = n.pairing_id
    WHERE p.cycle_id = :cycle_id AND n.state = 'solved' AND n.removed_on IS NULL
        AND (n.settled_on IS NULL OR n.settled_on <= :as_of)
"""


class Evidence:
    """Everything of a cycle that honours rest on, up to a day."""

    def __init__(self, store: Reader, cycle: CycleRow, as_of: dt.date) -> None:
        self.store, self.cycle, self.as_of = store, cycle, as_of
        self._values = {"cycle_id": cycle.id, "as_of": as_of.isoformat()}

    @cached_property
    def pairings(self) -> Sequence[PairingKey]:
        """The regular pairings that had begun."""
        day = self.as_of.isoformat()
        known = list_pairing_keys(self.store, self.cycle, self.as_of)
        return [each for each in known if each.start <= day]

    @cached_property
    def assessment(self) -> AssessmentRow | None:
        """The assessment in force."""
        return approved_assessment(self.store, self.cycle, self.as_of)

    @cached_property
    def figures(self) -> Figures | None:
        """What it says."""
        found = self.assessment
        return assessed_figures(self.store, found, self.cycle) if found else None

    @cached_property
    def scores(self) -> Mapping[str, Mapping[str, Any]]:
        """Ref of a pairing → what it came to."""
        return {each["ref"]: each for each in self.figures["pairings"]} if self.figures else {}

    @cached_property
    def findings(self) -> Mapping[str, Sequence[FindingRow]]:
        """Key of a pairing → its findings."""
        rows = list_findings(self.store, self.cycle, PairingFilter(), self.as_of)
        return _by(rows, "pairing_id")

    @cached_property
    def targets(self) -> Mapping[str, Sequence[TargetRow]]:
        """Key of a pairing → how it was inspected, by day."""
        return _by(list_targets(self.store, self.cycle, self.as_of), "pairing_id")

    @cached_property
    def experiences(self) -> Sequence[Mapping[str, Any]]:
        """What was accepted."""
        return self.store.rows(_SUMMARIES, **self._values)

    @cached_property
    def summed_up(self) -> set[str]:
        """Keys of the pairings, kindergartens and counties with an accepted summary."""
        return {
            key
            for row in self.experiences
            if row["kind"] == "summary"
            for key in (row["pairing_id"], row["kindergarten_id"], row["region_code"])
            if key is not None
        }

    @cached_property
    def shown(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Key of a pairing → what it has shown."""
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.store.rows(_SHOWN, **self._values):
            found[row["pairing_id"]].append(row)
        return found

    @cached_property
    def people(self) -> Sequence[OnSite]:
        """Who was on which visit."""
        return self.store.fetch(OnSite, _PEOPLE, **self._values)

    @cached_property
    def terms_of(self) -> Mapping[str, str]:
        """Day of a visit → its term, where it is in one."""
        terms = list_terms(self.store)
        days = {each.day for each in self.people if each.direction != Direction.ONLINE}
        found = {day: term_of(dt.date.fromisoformat(day), terms) for day in days}
        return {day: term.code for day, term in found.items() if term is not None}

    @cached_property
    def solved(self) -> Mapping[str, set[str]]:
        """Key of a visit → the needs that it solved."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.store.rows(_SOLVED, **self._values):
            found[row["visit_id"]].add(row["need_id"])
        return found

    @cached_property
    def commended_before(self) -> set[tuple[str | None, str | None]]:
        """Unit and person of the awards of the cycle before."""
        cycles = list_cycles(self.store)
        before = [each for each in cycles if each.end < self.cycle.start]
        if not before:
            return set()
        rows = self.store.rows(_BEFORE, cycle_id=before[-1].id)
        return {(row["kindergarten_id"] or row["region_code"], row["person"]) for row in rows}

    def open_critical(self, pairings: Iterable[PairingKey]) -> list[FindingRow]:
        """Critical findings of pairings that aren't closed."""
        return [each for each in self._of(pairings) if each.critical and each.is_open]

    def overdue(self, pairings: Iterable[PairingKey]) -> list[FindingRow]:
        """Findings of pairings that are overdue."""
        return [each for each in self._of(pairings) if each.state == FindingState.OVERDUE]

    def open_findings(self, pairings: Iterable[PairingKey]) -> list[FindingRow]:
        """Findings of pairings that aren't closed."""
        return [each for each in self._of(pairings) if each.is_open]

    def _of(self, pairings: Iterable[PairingKey]) -> list[FindingRow]:
        return [
            each for pairing in pairings for each in self.findings.get(pairing.id, ())
            if each.sealed
        ]  # fmt: skip


def _by(rows: Iterable[Any], key: str) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
