"""The trace of an honour: from the award back to the score, the inspections, the visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.services.honours.evidence import Evidence
from pairing_cli.services.judging.inspections import TargetRow
from pairing_cli.services.owing.whose import PairingKey
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader, in_pages

_VISITS: Final = """
    SELECT DISTINCT v.id, substr(v.id, 25, 8) AS ref, v.start_date AS date, v.form_code AS form
    FROM visit AS v INNER JOIN visit_pairing AS x ON x.visit_id = v.id
    WHERE v.state = 'done' AND v.start_date <= :as_of AND x.pairing_id IN ({places})
"""

_DOCUMENTS: Final = """
    SELECT DISTINCT d.id, substr(d.id, 25, 8) AS ref, d.on_date AS date, d.category,
           coalesce(d.title, d.file_name) AS title
    FROM pairing_documents AS x INNER JOIN document AS d ON d.id = x.document_id
    WHERE d.on_date <= :as_of AND x.pairing_id IN ({places})
"""

_BULLETINS: Final = """
    SELECT x.inspection_id, b.number FROM bulletin_inspection AS x
    INNER JOIN bulletin AS b ON b.id = x.bulletin_id
    WHERE b.state = 'published' AND b.removed_on IS NULL AND b.published_on <= :as_of
"""


def trace_of(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    kindergarten_id: str | None,
    region_code: str | None,
    person: str | None,
) -> dict[str, Any]:
    """Everything that an honour of a unit or person rests on, up to a day: assessment,
    inspections[], findings[], visits[], documents[], experience[], showcase[].
    """
    evidence = Evidence(store, cycle, as_of)
    pairings = [
        each
        for each in evidence.pairings
        if kindergarten_id in (each.mentor_id, each.mentee_id)
        or (region_code is not None and each.county_code == region_code)
    ]
    keys = [each.id for each in pairings]
    targets = [each for key in keys for each in evidence.targets.get(key, ())]
    return {
        "assessment": _assessment(evidence, pairings),
        "inspections": _inspections(store, as_of, targets),
        "findings": [
            {
                "ref": each.ref,
                "text": each.text,
                "critical": each.critical,
                "state": each.state,
                "due": each.due,
                "closed_in_time": each.closed_in_time,
            }
            for key in keys
            for each in evidence.findings.get(key, ())
            if each.sealed
        ],
        "visits": _visits(evidence, keys, kindergarten_id, person),
        "documents": _rows(store, _DOCUMENTS, keys, as_of),
        "experience": [
            {name: row[name] for name in ("ref", "kind", "title")}
            for row in evidence.experiences
            if row["pairing_id"] in keys
            or (kindergarten_id is not None and row["kindergarten_id"] == kindergarten_id)
            or (region_code is not None and row["region_code"] == region_code)
        ],
        "showcase": [
            {name: row[name] for name in ("event", "date", "form", "title")}
            for key in keys
            for row in evidence.shown.get(key, ())
        ],
    }


def _assessment(evidence: Evidence, pairings: Sequence[PairingKey]) -> dict[str, Any] | None:
    """The score that counts: of one pairing with its parts, of several each with its own."""
    if evidence.assessment is None:
        return None
    scores = [evidence.scores[each.ref] for each in pairings if each.ref in evidence.scores]
    totals = [each["total"] for each in scores if each["total"] is not None]
    return {
        "ref": evidence.assessment.ref,
        "as_of": evidence.assessment.as_of,
        "approved_on": evidence.assessment.approved_on,
        "sha256": evidence.assessment.sha256,
        "total": round(sum(totals) / len(totals) + 1e-9, 1) if totals else None,
        "grade": scores[0]["grade"] if len(scores) == 1 else None,
        "parts": [
            {
                "mentee": each["mentee"],
                "total": each["total"],
                "grade": each["grade"],
                "code": part["code"],
                "points": part["points"],
            }
            for each in scores
            for part in each["parts"]
        ],
    }


def _inspections(
    store: Reader, as_of: dt.date, targets: Iterable[TargetRow]
) -> list[dict[str, Any]]:
    told = {
        row["inspection_id"]: row["number"]
        for row in store.rows(_BULLETINS, as_of=as_of.isoformat())
    }
    return [
        {
            "ref": each.inspection,
            "date": each.date,
            "mentee": each.mentee,
            "score": each.score,
            "bulletin": told.get(each.inspection_id),
        }
        for each in sorted(targets, key=lambda each: each.date or "")
    ]


def _visits(
    evidence: Evidence, keys: Sequence[str], kindergarten_id: str | None, person: str | None
) -> list[dict[str, Any]]:
    rows = _rows(evidence.store, _VISITS, keys, evidence.as_of, with_id=True)
    if person is not None:
        mine = {
            each.visit_id
            for each in evidence.people
            if each.name == person and each.kindergarten_id == kindergarten_id
        }
        rows = [row for row in rows if row["id"] in mine]
    return [{name: row[name] for name in ("ref", "date", "form")} for row in rows]


def _rows(
    store: Reader, sql: str, keys: Sequence[str], as_of: dt.date, *, with_id: bool = False
) -> list[dict[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {
        row["id"]: row for row in in_pages(store, sql, keys, as_of=as_of.isoformat())
    }
    rows = sorted(found.values(), key=lambda row: (row["date"] or "", row["id"]))
    return [{name: value for name, value in row.items() if with_id or name != "id"} for row in rows]
