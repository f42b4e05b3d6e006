"""A closed cycle beside today: what was frozen, what it would be now, which commands did it."""

from __future__ import annotations

from statistics import fmean
from typing import Any, Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.ending.frozen import Closing
from pairing_cli.services.honours.assessments import (
    AssessmentRow,
    approved_assessment,
    assessed_figures,
    find_assessment,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.services.reports.summaries.summary import summarise
from pairing_cli.store.reading import Reader


class Compared(NamedTuple):
    """A figure as it was frozen, and as the records of today have it."""

    figure: str
    title: Label
    frozen: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        """How much more it is now."""
        if self.frozen is None or self.now is None:
            return None
        return round(self.now - self.frozen, 2)


class Correction(NamedTuple):
    """A command that wrote into the closed cycle."""

    seq: int
    """Its number in the history."""
    on: str
    reason: str
    command: str


def compare(store: Reader, cycle: CycleRow, closing: Closing) -> list[Compared]:
    """The frozen figures held against today's records, both of the day of closing."""
    now = summarise(store, cycle, closing.day)
    then = closing.figures["summary"]
    figures = [
        Compared(name, title, _value(then, name), _now(now, name)) for name, title in _COMPARED
    ]
    return [*figures, *_judged(then["judged"], now), _assessed(store, cycle, closing)]


def _judged(then: dict[str, Any], now: Summary) -> list[Compared]:
    findings, found = then["findings"], now.judged.findings
    return [
        Compared(
            "inspected",
            Label("已督查", "pairings inspected"),
            then["inspected"],
            now.judged.inspected,
        ),
        Compared(
            "findings_open",
            Label("问题未销号", "findings not closed"),
            findings["found"] - findings["closed"],
            found.found - found.closed,
        ),
    ]


def _assessed(store: Reader, cycle: CycleRow, closing: Closing) -> Compared:
    """The mean of the pairings in the assessment that was in force, and in the one that is."""
    sealed = closing.figures["assessment"]
    return Compared(
        "assessed",
        Label("考核平均分", "mean score of the assessment"),
        _mean(store, cycle, find_assessment(store, sealed["ref"], cycle)) if sealed else None,
        _mean(store, cycle, approved_assessment(store, cycle)),
    )


def _mean(store: Reader, cycle: CycleRow, row: AssessmentRow | None) -> float | None:
    if row is None:
        return None
    pairings = assessed_figures(store, row, cycle)["pairings"]
    scores = [each["total"] for each in pairings if each["total"] is not None]
    return round(fmean(scores), 1) if scores else None


_COMPARED: Final = (
    ("attainment", Label("完成（方案）%", "fulfilment (scheme) %")),
    ("whole_cycle", Label("占全周期 %", "of the whole cycle %")),
    ("pairings_count", Label("结对", "pairings")),
    ("visits", Label("活动", "visits")),
    ("participations", Label("参与", "participations")),
    ("class_hours", Label("课时", "class-hours")),
    ("teachers", Label("教师人次", "attendances of teachers")),
    ("children", Label("幼儿人次", "attendances of children")),
    ("lost", Label("缺", "lost")),
    ("waived", Label("豁免", "waived")),
)


def _value(then: dict[str, Any], name: str) -> Any:
    if name == "lost":
        table = then["pairings"]
        return sum(row[table["columns"].index("lost")] for row in table["rows"])
    return then["totals"].get(name, then.get(name))


def _now(now: Summary, name: str) -> Any:
    if name == "lost":
        return sum(row.lost for row in now.pairings)
    return getattr(now.totals if hasattr(now.totals, name) else now, name)


def corrections(store: Reader, closing: Closing) -> list[Correction]:
    """What was written into the cycle since it was closed, oldest first."""
    return store.fetch(
        Correction,
        'SELECT c.set_seq AS seq, x.on_date AS "on", x.reason, s.command'
        " FROM cycle_correction AS x"
        " INNER JOIN change AS c ON c.table_name = 'cycle_correction' AND c.operation = 'insert'"
        """ AND c.row_key = '{"id":"' || x.id || '"}'"""
        " INNER JOIN change_set AS s ON s.seq = c.set_seq"
        " WHERE x.closing_id = :closing_id GROUP BY x.id ORDER BY c.set_seq",
        closing_id=closing.id,
    )
