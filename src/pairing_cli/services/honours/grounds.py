"""What the score of each pairing is worked out from: its figures, needs, findings, tasks,
inspections, as they stand on a day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from pairing_cli.domain.honours.formula import (
    BLOCK_OF_PART,
    Cap,
    Formula,
    Ground,
    GroundKind,
    Grounds,
    PartCode,
)
from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.owed.fulfilment import RuleFigures, counted_of, expected_of
from pairing_cli.domain.owed.rules import Measure, OwedBy, RuleKind
from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.judging.findings import FindingRow, list_findings
from pairing_cli.services.judging.inspections import TargetRow, list_targets
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures, figures_of
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.whose import PairingKey
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.papers.needs import NeedRow, list_needs
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

ONE: Final = Fraction(1)
NONE: Final = Fraction(0)


class Assessed(NamedTuple):
    """A pairing with what its score is worked out from."""

    pairing: PairingKey
    grounds: Grounds
    caps: tuple[Cap, ...]
    open_critical: int
    """Critical findings that aren't closed."""


class TaskDone(NamedTuple):
    """A task of a plan that was due, and whether it was done by the day of the report."""

    pairing_id: str
    ref: str
    title: str
    is_done: bool


def grounds_of(store: Reader, cycle: CycleRow, formula: Formula, as_of: dt.date) -> list[Assessed]:
    """The regular pairings of a cycle that had begun by `as_of`, as they stand then."""
    figures = figures_of(store, cycle, as_of, ledger=formula.ledger)
    records = _Records(store, cycle, formula, as_of)
    day = as_of.isoformat()
    return [
        records.assessed(figures, each) for each in figures.pairings if each.pairing.start <= day
    ]


class _Records:
    """The registers of a cycle, read once, by pairing."""

    def __init__(self, store: Reader, cycle: CycleRow, formula: Formula, as_of: dt.date) -> None:
        self._formula = formula
        self._as_of = as_of
        everybody = PairingFilter()
        raised_by = (as_of - dt.timedelta(days=formula.answer_days)).isoformat()
        needs = list_needs(store, cycle, everybody, as_of)
        self._needs = _by_pairing(each for each in needs if each.raised < raised_by)
        findings = list_findings(store, cycle, everybody, as_of)
        self._findings = _by_pairing(each for each in findings if each.sealed)
        self._targets = _by_pairing(list_targets(store, cycle, as_of))
        self._tasks = _by_pairing(due_tasks(store, cycle, as_of))

    def assessed(self, figures: CycleFigures, pairing: PairingFigures) -> Assessed:
        key = pairing.pairing.id
        findings = self._findings.get(key, [])
        targets = self._targets.get(key, [])
        grounds: dict[PartCode, Sequence[Ground]] = {
            **self._blocks(figures, pairing),
            PartCode.NEEDS: [_need(each, self._as_of) for each in self._needs.get(key, [])],
            PartCode.MENDING: self._mending(findings, targets),
            PartCode.TASKS: [_task(each) for each in self._tasks.get(key, [])],
            PartCode.EFFECT: [*self._effect(figures, pairing)],
            PartCode.INSPECTION_MENTOR: _scores(targets, "mentor_score"),
            PartCode.INSPECTION_MENTEE: _scores(targets, "mentee_score"),
        }
        wanted = {part.code for part in self._formula.parts}
        return Assessed(
            pairing.pairing,
            {code: several for code, several in grounds.items() if code in wanted},
            self._caps(findings),
            sum(each.critical and each.is_open for each in findings),
        )

    def _blocks(
        self, figures: CycleFigures, pairing: PairingFigures
    ) -> dict[PartCode, Sequence[Ground]]:
        return {
            code: [
                self._rule(figures.rules[rule_id], each, pairing.pairing)
                for rule_id, each in pairing.by_rule.items()
                if each and each.block is block and each.share is not None
            ]
            for code, block in BLOCK_OF_PART.items()
        }

    def _rule(self, rule: RuleInfo, each: RuleFigures, pairing: PairingKey) -> Ground:
        return Ground(
            GroundKind.RULE,
            rule.code,
            rule.short,
            Fraction(each.done_of_expected),
            Fraction(each.expected),
            self._step(rule, each, pairing),
            rule.measure,
        )

    def _step(self, rule: RuleInfo, each: RuleFigures, pairing: PairingKey) -> Fraction:
        """How much more of a rule can be done at a time: nothing of what is the bureau's, and of
        activities nothing once the pairing is over.
        """
        if rule.owed_by == OwedBy.BUREAU:
            return NONE
        if rule.kind == RuleKind.QUOTA:
            if self._as_of > pairing.span.last:
                return NONE
            is_open = rule.make_up or any(
                not figure.has_ended(self._as_of) and figure.remaining for figure in each
            )
            hours = rule.measure == Measure.CLASS_HOURS
            return Fraction(self._formula.hours_a_step if hours else 1) if is_open else NONE
        still = (
            figure.remaining and figure.owed.period.accepts.last >= self._as_of for figure in each
        )
        return ONE if any(still) else NONE

    def _effect(self, figures: CycleFigures, pairing: PairingFigures) -> Iterable[Ground]:
        """Indicators that are due or were reported; what wasn't reported counts as not met."""
        for rule_id, several in pairing.by_rule.items():
            rule = figures.rules[rule_id]
            if rule.kind != RuleKind.INDICATOR:
                continue
            for figure in several:
                if expected_of(figure, self._as_of) or figure.reported is not None:
                    yield self._indicator(rule, figure)

    def _indicator(self, rule: RuleInfo, figure: Figure) -> Ground:
        still = figure.owed.period.accepts.last >= self._as_of
        return Ground(
            GroundKind.INDICATOR,
            f"{rule.code} {figure.owed.period.code}",
            rule.short,
            Fraction(counted_of(figure)),
            ONE,
            ONE if still else NONE,
            unreported=figure.reported is None,
        )

    def _mending(
        self, findings: Sequence[FindingRow], targets: Sequence[TargetRow]
    ) -> list[Ground]:
        """Findings that were due or are closed; who was inspected without any has all of it."""
        if not findings:
            return [
                Ground(GroundKind.INSPECTION, each.inspection, each.date or "", ONE, ONE)
                for each in targets
            ]
        day = self._as_of.isoformat()
        return [
            Ground(GroundKind.FINDING, each.ref, each.text, Fraction(each.closed_in_time), ONE)
            for each in findings
            if each.due <= day or not each.is_open
        ]

    def _caps(self, findings: Sequence[FindingRow]) -> tuple[Cap, ...]:
        critical = tuple(each.ref for each in findings if each.critical and each.is_open)
        overdue = tuple(each.ref for each in findings if each.state == FindingState.OVERDUE)
        caps = (
            Cap(self._formula.critical_cap, critical, critical=True),
            Cap(self._formula.overdue_cap, overdue, critical=False),
        )
        return tuple(each for each in caps if each.findings)


_TASKS: Final = """
    SELECT n.pairing_id, substr(t.id, 25, 8) AS ref, t.title,
           CASE WHEN t.done_on <= :as_of THEN 1
                WHEN (SELECT count(*) FROM task_visit AS x INNER JOIN visit AS v
                      ON v.id = x.visit_id WHERE x.task_id = t.id AND v.state = 'done'
                      AND v.start_date <= :as_of) >= t.expected THEN 1
                ELSE 0 END AS is_done
    FROM plan_task AS t
    INNER JOIN plan AS n ON n.id = t.plan_id
    INNER JOIN pairing AS p ON p.id = n.pairing_id
    WHERE p.cycle_id = :cycle_id AND t.removed_on IS NULL AND n.removed_on IS NULL
        AND n.on_date <= :as_of AND t.end_date <= :as_of
    ORDER BY t.end_date, t.id
"""


def due_tasks(store: Reader, cycle: CycleRow, as_of: dt.date) -> list[TaskDone]:
    """The tasks of a cycle's plans that were due by `as_of`, by day."""
    rows = store.tuples(_TASKS, cycle_id=cycle.id, as_of=as_of.isoformat())
    return [TaskDone(pairing, ref, title, bool(done)) for pairing, ref, title, done in rows]


def _by_pairing(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.pairing_id is not None:
            found[row.pairing_id].append(row)
    return found


_WORTH: Final = {NeedState.SOLVED: ONE, NeedState.PARTLY: Fraction(1, 2)}


def _need(row: NeedRow, as_of: dt.date) -> Ground:
    is_known = row.settled is None or row.settled <= as_of.isoformat()
    done = _WORTH.get(NeedState(row.state), NONE) if is_known else NONE
    return Ground(GroundKind.NEED, row.ref, row.text, done, ONE, ONE - done)


def _task(row: TaskDone) -> Ground:
    return Ground(GroundKind.TASK, row.ref, row.title, Fraction(row.is_done), ONE, ONE)


def _scores(targets: Sequence[TargetRow], side: str) -> list[Ground]:
    return [
        Ground(
            GroundKind.INSPECTION,
            each.inspection,
            each.date or "",
            Fraction(str(getattr(each, side))),
            Fraction(100),
        )
        for each in targets
        if getattr(each, side) is not None
    ]
