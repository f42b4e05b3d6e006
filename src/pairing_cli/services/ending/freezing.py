"""The figures of a cycle on a day, as they are frozen when it is closed.

Tables are kept as columns and rows, and each period of a rule is told once for all pairings: so
a thousand pairings come to less than 3 MB.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.judging.frozen import definitions
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.judging.sources import pack_sources
from pairing_cli.services.owing.figures import CycleFigures
from pairing_cli.services.owing.standing import (
    distinct_duties,
    of_ledger,
    references,
    standings,
)
from pairing_cli.services.pairings import coverage
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.detail import DetailRow, detail
from pairing_cli.services.reports.progress import by_group, by_pairing, overall
from pairing_cli.services.reports.summaries.gaps import Gap
from pairing_cli.services.reports.summaries.judged import AssessmentSum
from pairing_cli.services.reports.summaries.summary import rule_summaries, summarise
from pairing_cli.store.reading import Reader

GROUPS: Final = ("mentor", "county", "layer", "rule", "term")
"""What `progress --by` sums up by."""

PERIOD_FIELDS: Final = (
    "rule",
    "unit",
    "period",
    "period_start",
    "period_end",
    "due",
    "ledger",
    "owed_by",
)
"""What the periods of a rule have in common, whoever owes them."""

DUTY_FIELDS: Final = (
    "need",
    "done",
    "state",
    "expected",
    "remaining",
    "paid",
    "late_days",
    "waiver",
    "override",
)
"""What each pairing has of its own. Nothing at the end of a row is left out."""

SUMMARY_TABLES: Final = (
    "by_mentor",
    "by_county",
    "by_form",
    "by_term",
    "by_direction",
    "by_goal",
    "one_way",
    "rules",
    "pairings",
)


class Table(NamedTuple):
    """Rows without their names, which stand once."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def figures_to_freeze(
    store: Reader, cycle: CycleRow, day: dt.date, whole: CycleFigures
) -> dict[str, Any]:
    """Everything that a closed cycle is asked for later, as of `day`. `whole`: the figures of the
    cycle on that day, by both ledgers.
    """
    binding = of_ledger(whole, Ledger.SCHEME)
    looked_at = of_ledger(whole, Ledger.REFERENCE)
    duties = distinct_duties(looked_at, looked_at.pairings)
    summary = summarise(store, cycle, day, figures=whole)
    stands = standings(binding)
    rows = detail(binding)
    return {
        "cycle": {"code": cycle.code, "start": cycle.start, "end": cycle.end},
        "as_of": day,
        "summary": {
            "totals": summary.totals,
            "pairings_count": summary.pairings_count,
            "attainment": summary.attainment,
            "whole_cycle": summary.whole_cycle,
            "reference": summary.reference,
            "weights": {str(block): weight for block, weight in summary.weights.items()},
            "waived": summary.waived,
            "overridden": summary.overridden,
            **{name: _table(getattr(summary, name)) for name in SUMMARY_TABLES},
            "gaps": _places(rows, summary.gaps),
            "judged": summary.judged,
        },
        "progress": _table(by_pairing(whole, stands, references(whole))),
        "overall": overall(binding),
        "groups": {group: _table(by_group(binding, group, stands)) for group in GROUPS},
        "detail": _detail(rows),
        "reference_rules": _table(rule_summaries(looked_at, duties)),
        "coverage": _coverage(store, cycle, day),
        "counts": {**counts(store, cycle, day), "findings": summary.judged.findings},
        "bulletins": _sealed(store, cycle),
        "assessment": _assessment(summary.judged.assessment),
    }


def definitions_of(store: Reader, cycle: CycleRow) -> dict[str, Any]:
    """By what the figures were worked out: the version, and each pack in force by its hash."""
    return definitions(pack_sources(store, cycle))


def _table(rows: Sequence[Any]) -> Table:
    if not rows:
        return Table((), ())
    names = type(rows[0])._fields
    return Table(names, [list(row) for row in rows])


def _places(rows: Sequence[DetailRow], gaps: Iterable[Gap]) -> list[tuple[int, str | None]]:
    """Where each gap stands in the detail, and whose it is where it isn't the mentee's."""
    at = {(row.mentor, row.mentee, row.rule, row.period): n for n, row in enumerate(rows)}
    return [
        (
            at[gap.mentor, gap.mentee, gap.rule, gap.period],
            None if gap.whose == gap.mentee else gap.whose,
        )
        for gap in gaps
    ]


def _detail(rows: Sequence[DetailRow]) -> dict[str, Any]:
    periods: dict[tuple[Any, ...], int] = {}
    pairings: dict[tuple[Any, ...], int] = {}
    states: dict[str, int] = {}
    duties = []
    for row in rows:
        period = tuple(getattr(row, name) for name in PERIOD_FIELDS)
        sides = (row.ref, row.mentor, row.mentee, row.mentee_short)
        own = [getattr(row, name) for name in DUTY_FIELDS]
        own[DUTY_FIELDS.index("state")] = states.setdefault(row.state, len(states))
        while own and own[-1] in (None, 0):
            own.pop()
        duties.append(
            [
                pairings.setdefault(sides, len(pairings)),
                periods.setdefault(period, len(periods)),
                *own,
            ]
        )
    return {
        "pairings": list(pairings),
        "periods": Table(PERIOD_FIELDS, list(periods)),
        "states": list(states),
        "duties": duties,
    }


def _coverage(store: Reader, cycle: CycleRow, day: dt.date) -> Table:
    names = ("kindergarten", "code", "county", "tier", "state", "mentor", "mentees")
    rows = coverage.standings(store, cycle, day)
    return Table(names, [[getattr(row, name) for name in names] for row in rows])


_COUNTED: Final[Mapping[str, str]] = {
    "needs": "SELECT CASE WHEN x.settled_on IS NULL OR x.settled_on > :day THEN 'open'"
    " ELSE x.state END AS state, count(*) AS count FROM need AS x {of} AND x.raised_on <= :day"
    " GROUP BY 1 ORDER BY 1",
    "problems": "SELECT CASE WHEN x.resolved_on <= :day THEN 'resolved' ELSE 'open' END AS state,"
    " count(*) AS count FROM problem AS x {of} AND x.raised_on <= :day GROUP BY 1 ORDER BY 1",
    "donations": "SELECT 'given' AS state, count(*) AS count FROM donation AS x {of}"
    " AND x.on_date <= :day",
}
_OF: Final = (
    "INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE p.cycle_id = :cycle_id"
    " AND x.removed_on IS NULL"
)


def counts(store: Reader, cycle: CycleRow, day: dt.date) -> dict[str, dict[str, int]]:
    """Register → state → how many records on a day."""
    values = {"cycle_id": cycle.id, "day": day.isoformat()}
    found = {
        name: {row["state"]: row["count"] for row in store.rows(sql.format(of=_OF), **values)}
        for name, sql in _COUNTED.items()
    }
    found["documents"] = {
        "kept": store.value(
            "SELECT count(DISTINCT d.document_id) FROM pairing_documents AS d"
            " INNER JOIN pairing AS p ON p.id = d.pairing_id WHERE p.cycle_id = :cycle_id",
            cycle_id=cycle.id,
        )
    }
    return found


def _sealed(store: Reader, cycle: CycleRow) -> Sequence[Mapping[str, Any]]:
    """The published bulletins, which have a proof of their own."""
    return store.rows(
        "SELECT substr(id, 25, 8) AS ref, number, sha256 FROM bulletin WHERE cycle_id = :cycle_id"
        " AND state = 'published' AND removed_on IS NULL ORDER BY published_on, id",
        cycle_id=cycle.id,
    )


def _assessment(found: AssessmentSum | None) -> Mapping[str, str] | None:
    """The approved one, which has a proof of its own, too."""
    return found and {"ref": found.ref, "sha256": found.sha256}
