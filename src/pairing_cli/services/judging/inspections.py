"""Inspections, read: who was seen, what was found, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.judging.scores import Scale, Score, Scored, mean, score
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.judging.findings import FindingRow, bureau, list_findings
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader


class ItemRow(NamedTuple):
    """An item of an adopted checklist."""

    id: str
    code: str
    title: Label
    lack: Label
    how: Label | None
    block: str
    subject: str
    critical: bool
    weight: float
    section: str
    prefill: str | None


class AnswerRow(NamedTuple):
    """An item with what was found at one target."""

    item: ItemRow
    value: str | None
    """None where nobody has answered it."""
    note: str | None


class InspectorRow(NamedTuple):
    """Somebody who inspects."""

    name: str
    office: str | None
    is_lead: bool


class TargetRow(NamedTuple):
    """What is inspected, and what it comes to. Scores are 0–100, None where nothing of theirs
    was answered.
    """

    mentor: str | None
    mentee: str | None
    """None of a county's bureau."""
    county: str | None
    date: str | None
    """The day on which it was seen; None where nobody has been there."""
    score: float | None
    grade: str | None
    mentor_score: float | None
    mentee_score: float | None
    county_score: float | None
    critical: int
    """Critical items that failed."""
    unanswered: int
    feedback: str | None
    reply: str | None
    answered_for: str | None
    answers: tuple[AnswerRow, ...]
    findings: tuple[FindingRow, ...]
    mentee_short: str
    """As coordinators call it: the mentee, else the county."""
    inspection: str
    """The ref of the inspection."""
    sealed: bool
    id: str
    inspection_id: str
    pairing_id: str | None
    region_code: str | None
    mentor_id: str | None
    mentee_id: str | None

    @property
    def seen(self) -> bool:
        """Whether anything was answered there."""
        return any(each.value is not None for each in self.answers)


class InspectionRow(NamedTuple):
    """An inspection with what it comes to on a day. Dates are ISO text."""

    ref: str
    title: str
    start: str
    end: str
    announced: bool
    inspectors: tuple[InspectorRow, ...]
    state: str
    """planned, done or removed."""
    score: float | None
    """The mean of the targets that were seen."""
    critical: int
    findings: int
    open: int
    bulletin: str | None
    """The number of the bulletin that tells of it, else its ref while it is a draft."""
    done_on: str | None
    note: str | None
    removed_reason: str | None
    target_rows: tuple[TargetRow, ...]
    checklist: str
    """The code of its checklist."""
    checklist_id: str
    cycle: str
    cycle_id: str
    id: str

    @property
    def targets(self) -> int:
        """How many there are to see."""
        return len(self.target_rows)

    @property
    def seen(self) -> int:
        """How many were seen."""
        return sum(target.seen for target in self.target_rows)

    @property
    def sealed(self) -> bool:
        """Whether its answers stand for good."""
        return self.done_on is not None


_INSPECTIONS: Final = """
    SELECT substr(i.id, 25, 8) AS ref, i.title, i.start_date AS start, i.end_date AS "end",
           i.announced <> 0 AS announced,
           CASE WHEN i.removed_on IS NULL THEN i.state ELSE 'removed' END AS state,
           i.done_on, i.note, i.removed_reason, c.code AS checklist, i.checklist_id,
           y.code AS cycle, i.cycle_id, i.id
    FROM inspection AS i
    INNER JOIN checklist AS c ON c.id = i.checklist_id
    INNER JOIN cycle AS y ON y.id = i.cycle_id
    WHERE i.cycle_id = :cycle_id
    ORDER BY i.start_date, i.id
"""

_TARGETS: Final = """
    SELECT t.id, t.inspection_id, t.pairing_id, t.region_code, t.on_date AS date, t.feedback,
           t.reply, t.answered_for, p.mentor, p.mentee, coalesce(p.county, g.name) AS county,
           p.mentor_id, p.mentee_id, i.state, i.checklist_id
    FROM inspection_target AS t
    INNER JOIN inspection AS i ON i.id = t.inspection_id
    LEFT JOIN pairings AS p ON p.id = t.pairing_id
    LEFT JOIN region AS g ON g.code = t.region_code
    WHERE i.cycle_id = :cycle_id
    ORDER BY t.inspection_id, t.id
"""

_ANSWERS: Final = """
    SELECT a.target_id, a.item_id, a.value, a.note FROM inspection_answer AS a
    INNER JOIN inspection_target AS t ON t.id = a.target_id
    INNER JOIN inspection AS i ON i.id = t.inspection_id
    WHERE i.cycle_id = :cycle_id
"""

_ITEMS: Final = """
    SELECT t.checklist_id, t.id, t.code, t.title_zh, t.title_en, t.lack_zh, t.lack_en, t.how_zh,
           t.how_en, t.block, t.subject, t.critical, t.weight, t.section, t.prefill
    FROM checklist_item AS t INNER JOIN checklist AS c ON c.id = t.checklist_id
    WHERE c.cycle_id = :cycle_id ORDER BY t.checklist_id, t.position
"""

_INSPECTORS: Final = """
    SELECT n.inspection_id, n.name, n.office, n.is_lead <> 0 AS is_lead FROM inspector AS n
    INNER JOIN inspection AS i ON i.id = n.inspection_id
    WHERE i.cycle_id = :cycle_id ORDER BY n.inspection_id, n.position
"""

_BULLETINS: Final = """
    SELECT x.inspection_id,
           coalesce(CASE WHEN b.published_on <= :day THEN b.number END, substr(b.id, 25, 8))
               AS bulletin
    FROM bulletin_inspection AS x INNER JOIN bulletin AS b ON b.id = x.bulletin_id
    WHERE b.cycle_id = :cycle_id AND b.removed_on IS NULL AND b.state <> 'withdrawn'
        AND b.as_of <= :day
    ORDER BY b.id
"""


def list_inspections(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, ahead: bool = False, every: bool = False
) -> list[InspectionRow]:
    """The inspections of a cycle that had begun by `as_of`, by day, with findings as they stand
    then. With `ahead` those to come (not what was done later), with `every` the removed ones,
    too.
    """
    day = as_of.isoformat()
    return [
        row
        for row in _read(store, cycle, as_of)
        if (row.start <= day or (ahead and not row.sealed))
        and (every or row.removed_reason is None)
    ]


def _read(store: Reader, cycle: CycleRow, as_of: dt.date) -> list[InspectionRow]:
    targets = _by(_targets(store, cycle, as_of), "inspection_id")
    inspectors: Mapping[str, list[InspectorRow]] = defaultdict(list)
    for row in store.rows(_INSPECTORS, cycle_id=cycle.id):
        inspectors[row["inspection_id"]].append(
            InspectorRow(row["name"], row["office"], bool(row["is_lead"]))
        )
    told = {
        row["inspection_id"]: row["bulletin"]
        for row in store.rows(_BULLETINS, cycle_id=cycle.id, day=as_of.isoformat())
    }
    return [
        _inspection(row, targets[row["id"]], inspectors[row["id"]], told.get(row["id"]))
        for row in store.rows(_INSPECTIONS, cycle_id=cycle.id)
    ]


def find_inspection(store: Reader, ref: str, cycle: CycleRow, as_of: dt.date) -> InspectionRow:
    """The inspection with this ref, of this cycle. Raises `NotFound`."""
    key = find_by_ref(store, "inspection", ref)
    if cycle_of_inspection(store, key) != cycle.code:
        raise other_cycle(key, cycle)
    return inspection_by_id(store, key, cycle, as_of)


def other_cycle(key: str, cycle: CycleRow) -> NotFound:
    """The refusal of an inspection that belongs to another cycle than the one meant."""
    return NotFound(
        "other-cycle",
        phrase(
            "Inspection {ref} belongs to another cycle than {cycle}.",
            ref=ref_of(key),
            cycle=cycle.code,
        ),
        hint=phrase("Say which: --cycle CODE"),
    )


def cycle_of_inspection(store: Reader, ref: str) -> str:
    """The code of the cycle of the inspection with this ref. Raises `NotFound`."""
    key = find_by_ref(store, "inspection", ref)
    return str(
        store.value(
            "SELECT y.code FROM inspection AS i INNER JOIN cycle AS y ON y.id = i.cycle_id"
            " WHERE i.id = :id",
            id=key,
        )
    )


def inspection_by_id(store: Reader, key: str, cycle: CycleRow, as_of: dt.date) -> InspectionRow:
    """The inspection with this key, which must exist in this cycle."""
    return next(row for row in _read(store, cycle, as_of) if row.id == key)


def list_targets(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, sealed: bool = True
) -> list[TargetRow]:
    """What was inspected in a cycle up to `as_of`, by day: each seen target with its score and
    its findings as they stand then. With `sealed` only of inspections that are done.
    """
    day = as_of.isoformat()
    found = [
        target
        for target in _targets(store, cycle, as_of)
        if target.date is not None
        and target.date <= day
        and target.seen
        and (target.sealed or not sealed)
    ]
    return sorted(found, key=lambda each: (each.date or "", each.id))


def scale_of(store: Reader, checklist_id: str) -> Scale:
    """By what a checklist scores."""
    (row,) = store.tuples(
        "SELECT partly, good, fairly_good, average FROM checklist WHERE id = :id", id=checklist_id
    )
    return Scale(*row)


def items_of(store: Reader, cycle: CycleRow) -> Mapping[str, Sequence[ItemRow]]:
    """Key of a checklist → its items, in order."""
    items: Mapping[str, list[ItemRow]] = defaultdict(list)
    for row in store.rows(_ITEMS, cycle_id=cycle.id):
        items[row["checklist_id"]].append(
            ItemRow(
                id=row["id"],
                code=row["code"],
                title=Label(row["title_zh"], row["title_en"]),
                lack=Label(row["lack_zh"], row["lack_en"]),
                how=Label(row["how_zh"], row["how_en"] or row["how_zh"]) if row["how_zh"] else None,
                block=row["block"],
                subject=row["subject"],
                critical=bool(row["critical"]),
                weight=row["weight"],
                section=row["section"],
                prefill=row["prefill"],
            )
        )
    return items


def _targets(store: Reader, cycle: CycleRow, as_of: dt.date) -> list[TargetRow]:
    rows = store.rows(_TARGETS, cycle_id=cycle.id)
    if not rows:
        return []
    items = items_of(store, cycle)
    scales = {key: scale_of(store, key) for key in items}
    names = short_names(store)
    answers: Mapping[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for target, item, value, note in store.tuples(_ANSWERS, cycle_id=cycle.id):
        answers[target][item] = (value, note)
    findings = _by(list_findings(store, cycle, PairingFilter(), as_of), "target_id")
    targets = []
    for row in rows:
        found = answers[row["id"]]
        answered = tuple(
            AnswerRow(item, *found.get(item.id, (None, None)))
            # A bureau is asked what is about the county, a kindergarten everything.
            for item in items[row["checklist_id"]]
            if row["region_code"] is None or item.subject == "county"
        )
        comes_to = score(map(_scored, answered), scales[row["checklist_id"]])
        targets.append(_target(row, answered, comes_to, findings[row["id"]], names))
    return targets


def _scored(answer: AnswerRow) -> Scored:
    item = answer.item
    return Scored(item.subject, item.weight, item.critical, answer.value)


def _target(
    row: Mapping[str, Any],
    answers: tuple[AnswerRow, ...],
    comes_to: Score,
    findings: Sequence[FindingRow],
    names: Mapping[str, str],
) -> TargetRow:
    values = {name: value for name, value in row.items() if name not in ("state", "checklist_id")}
    mentee_id = row["mentee_id"]
    return TargetRow(
        **values,
        score=comes_to.score,
        grade=comes_to.grade,
        mentor_score=comes_to.mentor,
        mentee_score=comes_to.mentee,
        county_score=comes_to.county,
        critical=comes_to.critical,
        unanswered=comes_to.unanswered,
        answers=answers,
        findings=tuple(findings),
        mentee_short=names.get(mentee_id, row["mentee"]) if mentee_id else bureau(row["county"]),
        inspection=ref_of(row["inspection_id"]),
        sealed=row["state"] == "done",
    )


def _inspection(
    row: Mapping[str, Any],
    targets: Sequence[TargetRow],
    inspectors: Sequence[InspectorRow],
    bulletin: str | None,
) -> InspectionRow:
    findings = [finding for target in targets for finding in target.findings]
    return InspectionRow(
        **{**row, "announced": bool(row["announced"])},
        inspectors=tuple(inspectors),
        score=mean(target.score for target in targets),
        critical=sum(target.critical for target in targets),
        findings=len(findings),
        open=Counter(finding.is_open for finding in findings)[True],
        bulletin=bulletin,
        target_rows=tuple(targets),
    )


def _by(rows: Iterable[Any], key: str) -> Mapping[str, list[Any]]:
    found: Mapping[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
