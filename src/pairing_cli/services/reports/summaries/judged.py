"""What the registers of a cycle's end say of the days of a summary: inspections, findings, needs,
donations, the assessment, honours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.honours.words import ExperienceState, HonourState
from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.records.papers import DonationRow, ProblemRow
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.honours.assessments import approved_assessment, assessed_figures
from pairing_cli.services.honours.commendations import list_honours
from pairing_cli.services.honours.experiences import list_experiences
from pairing_cli.services.honours.showcases import list_showcases
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.judging.inspections import InspectionRow, list_inspections, list_targets
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.needs import NeedRow, list_needs
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

_ALL = PairingFilter()


class InspectionSum(NamedTuple):
    """An inspection that is done."""

    ref: str
    title: str
    start: str
    end: str
    seen: int
    score: float | None
    """The mean of those that were seen, 0-100."""
    critical: int
    findings: int
    bulletin: str | None


class FindingSums(NamedTuple):
    """What inspections found, by how it stands on the day of the summary."""

    found: int
    closed: int
    reported: int
    open: int
    overdue: int
    critical_open: int
    """Critical ones that aren't closed."""


class RegisterSums(NamedTuple):
    """Needs, problems and donations of the days of the summary."""

    needs: int
    needs_solved: int
    needs_partly: int
    problems: int
    problems_resolved: int
    donations: int
    donations_value: float | None
    """Yuan, as far as somebody has said so."""

    @property
    def needs_open(self) -> int:
        """Needs that nobody has answered, not even in part."""
        return self.needs - self.needs_solved - self.needs_partly


class AssessedMentor(NamedTuple):
    """What a mentor came to in the assessment."""

    mentor: str
    pairings: int
    total: float | None
    grade: str | None


class AssessmentSum(NamedTuple):
    """The assessment in force."""

    ref: str
    as_of: str
    approved_on: str
    approved_by: str
    sha256: str
    by_mentor: Sequence[AssessedMentor]


class HonourSum(NamedTuple):
    """Something that was awarded."""

    kind: str
    of: str
    title: str
    decided_on: str
    document_number: str | None


class Judged(NamedTuple):
    """Everything that was looked at, asked for and honoured."""

    inspections: Sequence[InspectionSum]
    inspected: int
    """Pairings that were seen at least once."""
    findings: FindingSums
    registers: RegisterSums
    assessment: AssessmentSum | None
    """None of a term, and until one is approved."""
    experiences: int
    """Accepted ones."""
    showcased: int
    """Pairings that took part in a showcase."""
    honours: Sequence[HonourSum]


def judged(
    store: Reader, cycle: CycleRow, as_of: dt.date, days: DateSpan, *, of_term: bool
) -> Judged:
    """What the registers say of `days` as it stands on `as_of`. What comes after a cycle, such as
    its assessment, belongs to the cycle and to none of its terms.
    """
    first = days.first.isoformat()
    last = min(days.last, as_of).isoformat() if of_term else as_of.isoformat()
    done = [
        row
        for row in list_inspections(store, cycle, as_of)
        if row.done_on is not None
        and row.done_on <= as_of.isoformat()
        and first <= row.start <= last
    ]
    seen = [row for row in list_targets(store, cycle, as_of) if first <= (row.date or "") <= last]
    experiences = [
        row
        for row in list_experiences(store, cycle, _ALL, as_of)
        if row.state != ExperienceState.SUBMITTED and first <= (row.decided_on or "") <= last
    ]
    showcases = [row for row in list_showcases(store, cycle, as_of) if first <= row.start <= last]
    return Judged(
        inspections=[_inspection(row) for row in done],
        inspected=len({row.pairing_id for row in seen if row.pairing_id}),
        findings=_findings(store, cycle, as_of, (first, last)),
        registers=_registers(store, cycle, (first, last)),
        assessment=None if of_term else _assessment(store, cycle, as_of),
        experiences=len(experiences),
        showcased=len({each["mentee"] for row in showcases for each in row.entries}),
        honours=[
            HonourSum(row.kind, row.of, row.title, row.decided_on, row.document_number)
            for row in list_honours(store, cycle, as_of, state=HonourState.AWARDED)
            if row.decided_on is not None and first <= row.decided_on <= last
        ],
    )


def _inspection(row: InspectionRow) -> InspectionSum:
    return InspectionSum(
        row.ref, row.title, row.start, row.end, row.seen, row.score, row.critical, row.findings,
        row.bulletin,
    )  # fmt: skip


def _findings(store: Reader, cycle: CycleRow, as_of: dt.date, days: tuple[str, str]) -> FindingSums:
    found = [
        row
        for row in list_findings(store, cycle, _ALL, as_of)
        if row.sealed and days[0] <= row.found <= days[1]
    ]
    states = [row.state for row in found]
    return FindingSums(
        found=len(found),
        closed=states.count(FindingState.CLOSED),
        reported=states.count(FindingState.REPORTED),
        open=states.count(FindingState.OPEN),
        overdue=states.count(FindingState.OVERDUE),
        critical_open=sum(row.critical and row.is_open for row in found),
    )


class Lived(NamedTuple):
    """The needs, problems and donations of some days."""

    needs: Sequence[NeedRow]
    problems: Sequence[ProblemRow]
    donations: Sequence[DonationRow]


def lived_in(store: Reader, cycle: CycleRow, first: str, day: dt.date) -> Lived:
    """Needs and problems that were open on a day from `first` to `day`, and what was given."""
    return Lived(
        [
            row
            for row in list_needs(store, cycle, _ALL, day)
            if row.settled is None or row.settled >= first
        ],
        [
            row
            for row in list_records(store, ProblemRow, cycle, _ALL, day)
            if row.resolved is None or row.resolved >= first
        ],
        [row for row in list_records(store, DonationRow, cycle, _ALL, day) if row.date >= first],
    )


def _registers(store: Reader, cycle: CycleRow, days: tuple[str, str]) -> RegisterSums:
    found = lived_in(store, cycle, days[0], min(dt.date.fromisoformat(days[1]), cycle.span.last))
    states = [row.state for row in found.needs]
    values = [row.value for row in found.donations if row.value is not None]
    return RegisterSums(
        needs=len(states),
        needs_solved=states.count(NeedState.SOLVED),
        needs_partly=states.count(NeedState.PARTLY),
        problems=len(found.problems),
        problems_resolved=sum(row.resolved is not None for row in found.problems),
        donations=len(found.donations),
        donations_value=sum(values) if values else None,
    )


def _assessment(store: Reader, cycle: CycleRow, as_of: dt.date) -> AssessmentSum | None:
    row = approved_assessment(store, cycle, as_of)
    if row is None or row.approved_on is None:
        return None
    figures = assessed_figures(store, row, cycle)
    return AssessmentSum(
        row.ref,
        row.as_of,
        row.approved_on,
        row.approved_by or "",
        row.sha256 or "",
        [
            AssessedMentor(each["mentor"], each["pairings"], each["total"], each["grade"])
            for each in figures["by_mentor"]
        ],
    )
