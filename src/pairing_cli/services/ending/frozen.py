"""The figures of a closed cycle, read as they were frozen: what reports print of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.ending.freezing import DUTY_FIELDS, PERIOD_FIELDS
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.detail import DetailRow
from pairing_cli.services.reports.progress import GroupProgress, PairingProgress, Reference
from pairing_cli.services.reports.summaries.balance import OneWay
from pairing_cli.services.reports.summaries.gaps import Gap
from pairing_cli.services.reports.summaries.judged import (
    AssessedMentor,
    AssessmentSum,
    FindingSums,
    HonourSum,
    InspectionSum,
    Judged,
    RegisterSums,
)
from pairing_cli.services.reports.summaries.rows import (
    FormRow,
    GroupRow,
    NamedTotals,
    PairingSummary,
    RuleSummary,
    Summary,
    TermRow,
)
from pairing_cli.services.reports.summaries.totals import VisitTotals
from pairing_cli.store.reading import Reader

Row = TypeVar("Row")


class Closing(NamedTuple):
    """The closing that is in force."""

    id: str
    on: str
    by: str
    sha256: str
    figures: Mapping[str, Any]
    definitions: Mapping[str, Any]
    checks: Sequence[Mapping[str, Any]]
    override_reason: str | None

    @property
    def day(self) -> dt.date:
        """The day that the figures are of."""
        return dt.date.fromisoformat(self.on)


def closing_of(store: Reader, cycle: CycleRow) -> Closing | None:
    """The closing of a cycle; None while it is open."""
    for row in store.rows(
        'SELECT id, on_date AS "on", by_name AS "by", sha256, figures, definitions, checks,'
        " override_reason FROM cycle_closing WHERE cycle_id = :cycle_id AND reopened_on IS NULL",
        cycle_id=cycle.id,
    ):
        read = {name: json.loads(row[name]) for name in ("figures", "definitions", "checks")}
        return Closing(**{**row, **read})
    return None


def frozen_for(store: Reader, cycle: CycleRow, as_of: dt.date) -> Closing | None:
    """The closing whose figures a report of `as_of` prints; None: it counts for itself."""
    closing = closing_of(store, cycle)
    return closing if closing is not None and as_of >= closing.day else None


def _label(value: Mapping[str, str]) -> Label:
    return Label(value["zh"], value["en"])


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "title": _label,
    "label": _label,
    "blocks": lambda value: {str(block): value.get(block) for block in Block},
    "reference": lambda value: tuple(Reference(**each) for each in value),
    "visits_by_month": tuple,
}
"""Columns whose values are more than JSON has words for."""


def _rows(made: type[Row], table: Mapping[str, Any]) -> list[Row]:
    names = table["columns"]
    return [
        made(
            **{
                name: _READ[name](value) if name in _READ else value
                for name, value in zip(names, row, strict=True)
            }
        )
        for row in table["rows"]
    ]


def frozen_progress(closing: Closing) -> list[PairingProgress]:
    """`progress` by pairing."""
    return _rows(PairingProgress, closing.figures["progress"])


def frozen_groups(closing: Closing, group: str) -> list[GroupProgress]:
    """`progress --by`."""
    return _rows(GroupProgress, closing.figures["groups"][group])


def frozen_overall(closing: Closing) -> Mapping[str, Any] | None:
    """What stands below `progress`: all pairings together, a duty that several share once. None
    in a cycle that was closed before it was kept.
    """
    found: Mapping[str, Any] | None = closing.figures.get("overall")
    return found


def frozen_detail(closing: Closing) -> list[DetailRow]:
    """`progress --detail`."""
    found = closing.figures["detail"]
    rows = []
    for pairing, period, *own in found["duties"]:
        ref, mentor, mentee, short = found["pairings"][pairing]
        told = dict(zip(PERIOD_FIELDS, found["periods"]["rows"][period], strict=True))
        values = dict(zip(DUTY_FIELDS, [*own, *_nothing(len(own))], strict=True))
        values["state"] = found["states"][values["state"] or 0]
        rows.append(
            DetailRow(
                ref=ref,
                mentor=mentor,
                mentee=mentee,
                mentee_short=short,
                **told,
                **values,
                weeks_left=None,
                per_week=None,
            )
        )
    return rows


def _nothing(given: int) -> list[Any]:
    """What was left out at the end of a row."""
    words = ("waiver", "override")
    return [None if name in words else 0 for name in DUTY_FIELDS[given:]]


def frozen_summary(closing: Closing, cycle: CycleRow) -> Summary:
    """`summary` of the cycle."""
    found = closing.figures["summary"]
    rules = _rows(RuleSummary, found["rules"])
    return Summary(
        cycle=cycle,
        term=None,
        first=cycle.start,
        last=cycle.end,
        as_of=closing.on,
        totals=VisitTotals(**found["totals"]),
        pairings_count=found["pairings_count"],
        attainment=found["attainment"],
        whole_cycle=found["whole_cycle"],
        reference=[Reference(**each) for each in found["reference"]],
        weights={block: found["weights"][block] for block in Block},
        waived=found["waived"],
        overridden=found["overridden"],
        by_mentor=_rows(GroupRow, found["by_mentor"]),
        by_county=_rows(GroupRow, found["by_county"]),
        by_form=_rows(FormRow, found["by_form"]),
        by_term=_rows(TermRow, found["by_term"]),
        by_direction=_rows(NamedTotals, found["by_direction"]),
        by_goal=_rows(NamedTotals, found["by_goal"]),
        one_way=_rows(OneWay, found["one_way"]),
        rules=rules,
        pairings=_rows(PairingSummary, found["pairings"]),
        gaps=_gaps(closing, rules),
        judged=_judged(found["judged"]),
    )


def _judged(found: Mapping[str, Any]) -> Judged:
    assessment = found["assessment"]
    return Judged(
        inspections=[InspectionSum(**each) for each in found["inspections"]],
        inspected=found["inspected"],
        findings=FindingSums(**found["findings"]),
        registers=RegisterSums(**found["registers"]),
        assessment=assessment
        and AssessmentSum(
            **{
                **assessment,
                "by_mentor": [AssessedMentor(**each) for each in assessment["by_mentor"]],
            }
        ),
        experiences=found["experiences"],
        showcased=found["showcased"],
        honours=[HonourSum(**each) for each in found["honours"]],
    )


def _gaps(closing: Closing, rules: Sequence[RuleSummary]) -> list[Gap]:
    rows = frozen_detail(closing)
    titles = {rule.rule: rule.title for rule in rules}
    return [
        Gap(
            title=titles[row.rule],
            whose=whose or row.mentee,
            **{name: getattr(row, name) for name in Gap._fields if name not in ("title", "whose")},
        )
        for row, whose in ((rows[at], whose) for at, whose in closing.figures["summary"]["gaps"])
    ]
