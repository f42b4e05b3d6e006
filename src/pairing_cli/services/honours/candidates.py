"""Candidates: who fulfils the criteria for an honour, and what the others lack.

No ranking for an award: places are given beforehand, and may stay empty.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from pairing_cli.domain.honours.criteria import Criteria, Lack, at_least
from pairing_cli.domain.honours.words import Grade, HonourKind
from pairing_cli.domain.owed.fulfilment import counted_of
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction, KindergartenStatus, Tier
from pairing_cli.resources import data_file
from pairing_cli.services.honours.evidence import Evidence, OnSite
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.whose import PairingKey
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class Candidate(NamedTuple):
    """A unit or person with what speaks for it, and what it lacks."""

    kind: str
    unit: str | None
    """The kindergarten; None of a county's bureau."""
    county: str | None
    person: str | None
    grade: str | None
    total: float | None
    score: float | None
    """Of the last inspections of its pairings, their mean."""
    open: int
    """Findings that aren't closed."""
    summary: bool
    showcase: bool
    meets: bool
    lacks: tuple[str, ...]
    to: str | None
    """Of a promotion: the grade or status that it would have."""
    evidence: Mapping[str, Any]
    """visits, terms, needs_solved, inspections[], experiences[]."""


class _Unit(NamedTuple):
    """A kindergarten or county with its pairings and its score."""

    key: str
    unit: str | None
    county: str | None
    pairings: Sequence[PairingKey]
    grade: str | None
    total: float | None


@cache
def criteria() -> Criteria:
    """The criteria that come along."""
    from pairing_cli.files.commendation_criteria import read_criteria

    return read_criteria(data_file("commendations/shannan.yaml"))


def list_candidates(
    store: Reader, cycle: CycleRow, as_of: dt.date, kind: HonourKind, *, every: bool = False
) -> list[Candidate]:
    """Who fulfils the criteria of a kind; with `every`, the others with what they lack."""
    evidence = Evidence(store, cycle, as_of)
    find: Callable[[Evidence], Iterable[Candidate]] = _OF_KIND[kind]
    found = list(find(evidence))
    return [each for each in found if every or each.meets]


# --- Units ------------------------------------------------------------------------------------


def _units(evidence: Evidence) -> Iterable[Candidate]:
    asked = criteria().unit
    found = []
    for unit in _all_units(evidence, with_counties=True):
        lacks = _lacks_of_score(evidence, unit, asked.least_grade)
        mine = unit.pairings
        checks = {
            Lack.CRITICAL: len(evidence.open_critical(mine)) <= asked.open_critical,
            Lack.OVERDUE: len(evidence.overdue(mine)) <= asked.overdue,
            Lack.INSPECTED: not asked.inspected or all(evidence.targets.get(p.id) for p in mine),
            Lack.SUMMARY: not asked.summary or _has_summed_up(evidence, unit),
            Lack.SHOWCASE: not asked.showcase or _has_shown(evidence, unit),
            Lack.AGAIN: asked.again or (unit.key, None) not in evidence.commended_before,
        }
        lacks += [lack for lack, holds in checks.items() if not holds]
        found.append(_candidate(evidence, HonourKind.UNIT, unit, lacks))
    return sorted(found, key=lambda each: (not each.meets, -(each.total or -1)))


def _all_units(evidence: Evidence, *, with_counties: bool = False) -> list[_Unit]:
    """Mentors, mentees and counties of the cycle, each once, with its score; of a kindergarten
    that is both, the lower one.
    """
    pairings: dict[str, list[PairingKey]] = defaultdict(list)
    names: dict[str, tuple[str, str | None]] = {}
    scores: dict[str, list[tuple[float, str]]] = defaultdict(list)
    of_mentor = _of_units(evidence, "mentor")
    for each in evidence.pairings:
        pairings[each.mentor_id].append(each)
        pairings[each.mentee_id].append(each)
        names.setdefault(each.mentor_id, (each.mentor, None))
        names[each.mentee_id] = (each.mentee, each.county)
        mine = evidence.scores.get(each.ref)
        if mine is not None and mine["total"] is not None:
            scores[each.mentee_id].append((mine["total"], mine["grade"]))
        whole = of_mentor.get(each.mentor)
        if whole is not None and whole["total"] is not None:
            scores[each.mentor_id].append((whole["total"], whole["grade"]))
    units = [
        _unit(key, names[key][0], names[key][1], mine, scores[key])
        for key, mine in pairings.items()
    ]
    if not with_counties:
        return units
    of_county = _of_units(evidence, "county")
    counties: dict[str, list[PairingKey]] = defaultdict(list)
    for each in evidence.pairings:
        if each.county_code is not None:
            counties[each.county_code].append(each)
    for code, members in counties.items():
        comes_to = of_county.get(members[0].county or "")
        known = (
            [(comes_to["total"], comes_to["grade"])]
            if comes_to and comes_to["total"] is not None
            else []
        )
        units.append(_unit(code, None, members[0].county, members, known))
    return units


def _unit(
    key: str,
    unit: str | None,
    county: str | None,
    pairings: Sequence[PairingKey],
    scores: Sequence[tuple[float, str]],
) -> _Unit:
    total, grade = min(scores, default=(None, None))
    return _Unit(key, unit, county, pairings, grade, total)


def _of_units(evidence: Evidence, name: str) -> Mapping[str, Mapping[str, Any]]:
    if evidence.figures is None:
        return {}
    return {each[name]: each for each in evidence.figures[f"by_{name}"]}


def _lacks_of_score(evidence: Evidence, unit: _Unit, least: Grade) -> list[Lack]:
    if evidence.assessment is None:
        return [Lack.ASSESSMENT]
    return [] if at_least(unit.grade, least) else [Lack.GRADE]


def _has_summed_up(evidence: Evidence, unit: _Unit) -> bool:
    own = unit.key in evidence.summed_up
    return own or all(each.id in evidence.summed_up for each in unit.pairings)


def _has_shown(evidence: Evidence, unit: _Unit) -> bool:
    return any(evidence.shown.get(each.id) for each in unit.pairings)


def _candidate(
    evidence: Evidence,
    kind: HonourKind,
    unit: _Unit,
    lacks: Sequence[Lack],
    to: str | None = None,
) -> Candidate:
    last = [evidence.targets[p.id][-1] for p in unit.pairings if evidence.targets.get(p.id)]
    scores = [each.score for each in last if each.score is not None]
    return Candidate(
        kind=kind,
        unit=unit.unit,
        county=unit.county,
        person=None,
        grade=unit.grade,
        total=unit.total,
        score=round(sum(scores) / len(scores) + 1e-9, 1) if scores else None,
        open=len(evidence.open_findings(unit.pairings)),
        summary=_has_summed_up(evidence, unit),
        showcase=_has_shown(evidence, unit),
        meets=not lacks,
        lacks=tuple(lacks),
        to=to,
        evidence=_evidence(
            evidence,
            unit.pairings,
            [each for each in evidence.people if each.pairing_id in {p.id for p in unit.pairings}],
            unit.key,
        ),
    )


def _evidence(
    evidence: Evidence,
    pairings: Sequence[PairingKey],
    people: Sequence[OnSite],
    unit: str | None = None,
) -> dict[str, Any]:
    """visits, terms, needs_solved, inspections[], experiences[] of some pairings."""
    visits = {each.visit_id: each.day for each in people}
    keys = {each.id for each in pairings} | {unit}
    return {
        "visits": len(visits),
        "terms": len({evidence.terms_of[day] for day in visits.values()
                      if day in evidence.terms_of}),
        "needs_solved": len({need for key in visits for need in evidence.solved.get(key, ())}),
        "inspections": tuple(
            {"ref": each.inspection, "date": each.date, "score": each.score}
            for pairing in pairings
            for each in evidence.targets.get(pairing.id, ())
        ),
        "experiences": tuple(
            {"ref": row["ref"], "title": row["title"]}
            for row in evidence.experiences
            if not keys.isdisjoint((row["pairing_id"], row["kindergarten_id"], row["region_code"]))
        ),
    }  # fmt: skip


# --- People -----------------------------------------------------------------------------------


def _people(evidence: Evidence) -> Iterable[Candidate]:
    """Staff that was on site, by needs solved, then pairings, then terms; never by visits."""
    asked = criteria().person
    units = {unit.key: unit for unit in _all_units(evidence)}
    parts: dict[tuple[str, str], list[OnSite]] = defaultdict(list)
    for each in evidence.people:
        if each.kindergarten_id in units and each.direction != Direction.ONLINE:
            parts[each.kindergarten_id, each.name].append(each)
    found = []
    for (key, name), mine in parts.items():
        unit = units[key]
        pairings = [p for p in unit.pairings if p.id in {each.pairing_id for each in mine}]
        candidate = _candidate(evidence, HonourKind.PERSON, unit, [])
        speaks = _evidence(evidence, pairings, mine)
        lacks = _lacks_of_score(evidence, unit, asked.least_grade)
        if speaks["terms"] < asked.least_terms:
            lacks.append(Lack.TERMS)
        if (key, name) in evidence.commended_before and not criteria().unit.again:
            lacks.append(Lack.AGAIN)
        found.append(
            (
                len(pairings),
                candidate._replace(
                    person=name, evidence=speaks, lacks=tuple(lacks), meets=not lacks
                ),
            )
        )
    found.sort(
        key=lambda each: (
            not each[1].meets,
            -each[1].evidence["needs_solved"],
            -each[0],
            -each[1].evidence["terms"],
            each[1].person or "",
        )
    )
    return [candidate for _, candidate in found]


# --- Promotion and re-evaluation ----------------------------------------------------------------


def _promotions(evidence: Evidence) -> Iterable[Candidate]:
    """Mentees that may rise, and exemplars of a county that may become its centre."""
    asked = criteria().promotion
    kindergartens = _kindergartens(evidence.store)
    indicators = _indicators_met(evidence)
    mentees = {each.mentee_id for each in evidence.pairings}
    centres = _standing(evidence.store, evidence.as_of, KindergartenStatus.COUNTY_CENTRE)
    found = []
    for unit in _all_units(evidence):
        row = kindergartens[unit.key]
        own = [each for each in unit.pairings if each.mentor_id == unit.key]
        if unit.key in mentees:
            being_helped = [each for each in unit.pairings if each.mentee_id == unit.key]
            helped = unit._replace(pairings=being_helped)
            lacks = _lacks_of_score(evidence, helped, asked.least_grade)
            if asked.indicators and not all(indicators.get(each.id, True) for each in being_helped):
                lacks.append(Lack.INDICATORS)
            if not _inspected_well(evidence, being_helped, asked.least_score):
                lacks.append(Lack.SCORE)
            to = _NEXT_GRADE.get((row["tier"], row["exemplar"]))
            if to is not None:
                found.append(_candidate(evidence, HonourKind.PROMOTION, helped, lacks, to))
        if row["exemplar"] == Tier.COUNTY and own and unit.key not in centres:
            passed = all(
                at_least(evidence.scores.get(each.ref, {}).get("grade"), asked.centre_least_grade)
                for each in own
            )
            lacks = [] if evidence.assessment else [Lack.ASSESSMENT]
            lacks += [] if passed or lacks else [Lack.GRADE]
            centre = unit._replace(pairings=own)
            found.append(
                _candidate(
                    evidence,
                    HonourKind.PROMOTION,
                    centre,
                    lacks,
                    KindergartenStatus.COUNTY_CENTRE,
                )
            )
    return sorted(found, key=lambda each: (not each.meets, -(each.total or -1)))


_NEXT_GRADE: Final = {
    (Tier.TOWNSHIP, None): Tier.TOWNSHIP,
    (Tier.TOWNSHIP, Tier.TOWNSHIP): Tier.COUNTY,
    (Tier.COUNTY, None): Tier.COUNTY,
    (Tier.COUNTY, Tier.COUNTY): Tier.CITY,
}
"""Tier and grade of an exemplar → the grade that comes next."""


def _regrades(evidence: Evidence) -> Iterable[Candidate]:
    """Exemplars that failed, or where a critical finding isn't closed."""
    asked = criteria().regrade
    kindergartens = _kindergartens(evidence.store)
    found = []
    for unit in _all_units(evidence):
        if kindergartens[unit.key]["exemplar"] is None:
            continue
        open_critical = len(evidence.open_critical(unit.pairings))
        is_due = unit.grade == asked.grade or open_critical >= asked.open_critical
        lacks = [] if is_due else [Lack.NOT_DUE]
        found.append(_candidate(evidence, HonourKind.REGRADE, unit, lacks))
    return sorted(found, key=lambda each: (not each.meets, each.total or 0))


def _kindergartens(store: Reader) -> Mapping[str, Mapping[str, Any]]:
    return {row["id"]: row for row in store.rows("SELECT id, tier, exemplar FROM kindergarten")}


def _standing(store: Reader, as_of: dt.date, status: str) -> set[str]:
    """Keys of the kindergartens that count as something on a day."""
    rows = store.rows(
        "SELECT kindergarten_id FROM kindergarten_status WHERE status = :status"
        " AND removed_on IS NULL AND from_date <= :day AND (to_date IS NULL OR to_date >= :day)",
        status=status,
        day=as_of.isoformat(),
    )
    return {row["kindergarten_id"] for row in rows}


def _inspected_well(evidence: Evidence, pairings: Iterable[PairingKey], least: int) -> bool:
    """Whether the last inspection of each reached so much without a critical item that failed."""
    for each in pairings:
        targets = evidence.targets.get(each.id)
        if not targets:
            return False
        last = targets[-1]
        if last.score is None or last.score < least or last.critical:
            return False
    return True


def _indicators_met(evidence: Evidence) -> Mapping[str, bool]:
    """Key of a pairing → whether all its indicators of the last school year that is over are
    met, by the rules of both ledgers; it isn't there where none was owed.
    """
    figures = figures_of(evidence.store, evidence.cycle, evidence.as_of, ledger=None)
    found = {}
    for pairing in figures.pairings:
        owed = [
            each
            for rule_id, several in pairing.by_rule.items()
            if figures.rules[rule_id].kind == RuleKind.INDICATOR
            for each in several
            if each.owed.period.counting.last <= evidence.as_of
        ]
        if owed:
            last = max(each.owed.period.code for each in owed)
            of_last = [each for each in owed if each.owed.period.code == last]
            found[pairing.pairing.id] = all(counted_of(each) >= 1 for each in of_last)
    return found


_OF_KIND: Final[Mapping[HonourKind, Callable[[Evidence], Iterable[Candidate]]]] = {
    HonourKind.UNIT: _units,
    HonourKind.PERSON: _people,
    HonourKind.PROMOTION: _promotions,
    HonourKind.REGRADE: _regrades,
}
