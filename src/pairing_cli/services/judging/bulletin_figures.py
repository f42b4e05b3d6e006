"""The figures of a bulletin: worked out for its day, to be shown in a draft or frozen.

As plain mappings, so that what was worked out and what was frozen are read alike.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.judging.frozen import definitions
from pairing_cli.domain.judging.words import Answer, BulletinKind, FindingState
from pairing_cli.domain.owed.fulfilment import percent
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.judging.findings import FindingRow, list_findings
from pairing_cli.services.judging.inspections import (
    InspectionRow,
    TargetRow,
    list_inspections,
    list_targets,
)
from pairing_cli.services.judging.sources import checklist_source, pack_sources
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.standing import standings
from pairing_cli.services.owing.whose import PairingKey, list_pairing_keys, list_standing
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

_TOTALS: Final = """
    SELECT count(*) AS visits, coalesce(sum(v.class_hours), 0) AS class_hours,
           coalesce(sum(v.teachers), 0) AS attendances,
           (SELECT count(*) FROM visit_pairing AS x INNER JOIN visit AS w ON w.id = x.visit_id
            WHERE w.state = 'done' AND w.cycle_id = :cycle_id AND w.start_date <= :as_of)
               AS participations
    FROM visit AS v WHERE v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date <= :as_of
"""


def figures_of_bulletin(
    store: Reader, cycle: CycleRow, as_of: dt.date, kind: str, inspections: Sequence[str]
) -> dict[str, Any]:
    """What a bulletin of this kind says on `as_of` of the inspections with these keys.

    Inspections as `inspection show` has them, without the inspectors' notes.
    """
    told = [
        row for row in list_inspections(store, cycle, as_of, ahead=True) if row.id in inspections
    ]
    targets = {
        target.pairing_id: target for row in told for target in row.target_rows if target.seen
    }
    findings = list_findings(store, cycle, PairingFilter(), as_of)
    keys = [
        each
        for each in list_pairing_keys(store, cycle, as_of)
        if each.start <= as_of.isoformat()
        and (kind != BulletinKind.INSPECTION or each.id in targets)
    ]
    seen = {each.mentee_id for each in list_targets(store, cycle, as_of)}
    return {
        "definitions": definitions(pack_sources(store, cycle), checklist_source(store, cycle)),
        "as_of": as_of.isoformat(),
        "scope": {"cycle": cycle.code, "kind": kind},
        "inspections": [_inspection(row) for row in told],
        "ranking": _ranking(store, cycle, as_of, keys, targets, findings),
        "items": _items(told),
        "findings": _findings(findings, {row.id for row in told}),
        "totals": dict(store.rows(_TOTALS, cycle_id=cycle.id, as_of=as_of.isoformat())[0]),
        "uninspected": [
            each.mentee for each in list_standing(store, cycle, as_of) if each.mentee_id not in seen
        ],
    }


def _ranking(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    keys: Sequence[PairingKey],
    targets: Mapping[str | None, TargetRow],
    findings: Sequence[FindingRow],
) -> list[dict[str, Any]]:
    """Each pairing with its score and how it stands, the lowest score first, unseen ones last."""
    still = Counter(each.pairing_id for each in findings if each.is_open)
    shares = {ledger: _standing(store, cycle, as_of, ledger) for ledger in Ledger}
    rows = []
    for each in keys:
        target = targets.get(each.id)
        share, state = shares[Ledger.SCHEME].get(each.id, (None, None))
        rows.append(
            {
                "mentor": each.mentor,
                "mentee": each.mentee,
                "short": each.mentee_short,
                "county": each.county,
                "score": target.score if target else None,
                "class": target.grade if target else None,
                "mentor_score": target.mentor_score if target else None,
                "mentee_score": target.mentee_score if target else None,
                "critical": target.critical if target else 0,
                "open_findings": still[each.id],
                "scheme_percent": share,
                "reference_percent": shares[Ledger.REFERENCE].get(each.id, (None, None))[0],
                "state": state,
            }
        )
    return sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0, row["mentee"]))


def _standing(
    store: Reader, cycle: CycleRow, as_of: dt.date, ledger: Ledger
) -> dict[str, tuple[int | None, str]]:
    """Key of a pairing → its fulfilment in per cent and its state, by the rules of a ledger."""
    return {
        each.pairing.pairing.id: (percent(each.attainment), str(each.state))
        for each in standings(figures_of(store, cycle, as_of, ledger=ledger))
    }


def _items(told: Sequence[InspectionRow]) -> list[dict[str, Any]]:
    """How often each item was answered how, in the order of the checklist."""
    counts: dict[str, Counter[str]] = {}
    titles: dict[str, dict[str, str]] = {}
    for row in told:
        for target in row.target_rows:
            for each in target.answers:
                title = each.item.title
                titles.setdefault(each.item.code, {"zh": title.zh, "en": title.en})
                counter = counts.setdefault(each.item.code, Counter())
                if each.value is not None:
                    counter[each.value] += 1
    return [
        {"item": code, "title": titles[code], **{answer: found[answer] for answer in Answer}}
        for code, found in counts.items()
    ]


def _findings(findings: Sequence[FindingRow], told: set[str]) -> dict[str, int]:
    """What these inspections found, and how all findings of the cycle stand."""
    states = Counter(each.state for each in findings)
    return {
        "new": sum(each.inspection_id in told for each in findings),
        "closed": states[FindingState.CLOSED],
        "open": sum(each.is_open for each in findings),
        "overdue": states[FindingState.OVERDUE],
    }


def _inspection(row: InspectionRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "start": row.start,
        "end": row.end,
        "announced": row.announced,
        "inspectors": [each.name for each in row.inspectors],
        "seen": row.seen,
        "targets": [_target(each) for each in row.target_rows],
    }


def _target(row: TargetRow) -> dict[str, Any]:
    return {
        "mentor": row.mentor,
        "mentee": row.mentee,
        "county": row.county,
        "date": row.date,
        "unanswered": row.unanswered,
        "county_score": row.county_score,
        "feedback": row.feedback,
        "reply": row.reply,
        "answers": [{"item": each.item.code, "value": each.value} for each in row.answers],
        "findings": [
            {
                "ref": each.ref,
                "text": each.text,
                "owner": each.owner,
                "critical": each.critical,
                "due": each.due,
                "state": each.state,
            }
            for each in row.findings
        ],
    }
