"""How inspections and findings are shown, and what scripts get of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.judging.words import FINDING_STATES, GRADES, FindingState
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.judging import (
    ANNOUNCED,
    ANSWERED_FOR,
    BULLETIN_NUMBER,
    CRITICAL,
    CRITICAL_FAILED,
    DAYS_OVER,
    DUE,
    FEEDBACK,
    FINDING,
    FINDING_COUNT,
    FINDING_STATE,
    FINDING_TEXT,
    FOUND,
    GRADE,
    INSPECTION_END,
    INSPECTION_START,
    INSPECTION_STATE,
    INSPECTORS,
    ITEM,
    ITEM_TITLE,
    MENTEE_SCORE,
    MENTOR_SCORE,
    OPEN_COUNT,
    OWNER,
    PREFILL,
    RECHECKED,
    RECTIFIED,
    REPLY,
    RESULT,
    SCORE,
    SEEN,
    SUBJECT,
    TARGETS,
    UNANSWERED,
    VALUE,
    WEIGHT,
)
from pairing_cli.domain.records.judging import ANSWER_NOTE as NOTE
from pairing_cli.domain.records.paired import (
    COUNTY,
    DATE,
    MENTEE,
    MENTOR,
    REF,
    REMOVED_REASON,
    TITLE,
)
from pairing_cli.output.listing import Column, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.judging.findings import FindingRow
    from pairing_cli.services.judging.inspections import AnswerRow, InspectionRow, TargetRow
    from pairing_cli.services.judging.prefill import Hint

MARK = "●"
"""What is critical."""

INSPECTION_COLUMNS = (
    column(REF),
    column(TITLE),
    column(INSPECTION_START),
    column(INSPECTION_END),
    column(ANNOUNCED),
    column(INSPECTORS, wide=True),
    column(TARGETS, wide=True),
    column(SEEN),
    column(SCORE, shown_as="score_shown"),
    column(CRITICAL_FAILED, wide=True),
    column(FINDING_COUNT),
    column(OPEN_COUNT),
    column(BULLETIN_NUMBER, wide=True),
    column(INSPECTION_STATE),
    column(REMOVED_REASON),
)

TARGET_COLUMNS = (
    column(MENTEE, shown_as="short"),
    column(MENTOR, wide=False),
    column(COUNTY),
    column(DATE),
    column(SCORE, shown_as="score_shown"),
    column(GRADE),
    column(MENTOR_SCORE, shown_as="mentor_shown"),
    column(MENTEE_SCORE, shown_as="mentee_shown"),
    column(UNANSWERED),
    Column("finding_count", FINDING_COUNT.label, right=True),
)

ANSWER_COLUMNS = (
    column(ITEM, wide=True),
    column(ITEM_TITLE),
    column(SUBJECT),
    column(CRITICAL, shown_as="critical_mark"),
    column(WEIGHT),
    column(VALUE),
    column(NOTE),
    column(PREFILL, wide=True, shown_as="prefill_text"),
)

FINDING_COLUMNS = (
    column(REF),
    column(ITEM._replace(key="inspection", label=Label("督查", "Inspection")), wide=True),
    column(MENTOR),
    column(MENTEE, shown_as="short"),
    column(COUNTY),
    column(FINDING_TEXT),
    column(OWNER),
    column(ITEM, wide=True),
    column(CRITICAL, shown_as="critical_mark"),
    column(FOUND),
    column(DUE),
    column(FINDING_STATE),
    column(DAYS_OVER, shown_as="over_shown"),
    column(RECTIFIED),
    column(RECHECKED),
    column(RESULT),
    column(REMOVED_REASON),
)


def tenths(score: float | None) -> str | None:
    """A score as people read it: always with its tenth."""
    return None if score is None else f"{score:.1f}"


def inspection_row(row: InspectionRow) -> dict[str, Any]:
    """An inspection as `list` shows it."""
    return {
        "ref": row.ref,
        "title": row.title,
        "start": row.start,
        "end": row.end,
        "announced": row.announced,
        "inspectors": tuple(each.name for each in row.inspectors),
        "targets": row.targets,
        "seen": row.seen,
        "score": row.score,
        "score_shown": tenths(row.score),
        "critical": row.critical,
        "findings": row.findings,
        "open": row.open,
        "bulletin": row.bulletin,
        "state": row.state,
        "removed_reason": row.removed_reason,
    }


def target_row(row: TargetRow) -> dict[str, Any]:
    """A target as the table of its inspection shows it."""
    return {
        "mentor": row.mentor,
        "mentee": row.mentee,
        "short": row.mentee_short,
        "county": row.county,
        "date": row.date,
        "score": row.score,
        "score_shown": tenths(row.score),
        "class": row.grade,
        "mentor_score": row.mentor_score,
        "mentor_shown": tenths(row.mentor_score),
        "mentee_score": row.mentee_score,
        "mentee_shown": tenths(row.mentee_score),
        "unanswered": row.unanswered,
        "finding_count": len(row.findings),
    }


def answer_row(row: AnswerRow, hint: Hint | None) -> dict[str, Any]:
    """An item with its answer, for people."""
    return {
        **answer_data(row, hint),
        "title": row.item.title,
        "critical_mark": MARK if row.item.critical else None,
        "prefill_text": hint.text if hint else None,
    }


def answer_data(row: AnswerRow, hint: Hint | None) -> dict[str, Any]:
    """An item with its answer, for scripts."""
    return {
        "item": row.item.code,
        "title": row.item.title,
        "subject": row.item.subject,
        "critical": row.item.critical,
        "weight": row.item.weight,
        "value": row.value,
        "note": row.note,
        "prefill": hint.data if hint else None,
    }


def finding_row(row: FindingRow) -> dict[str, Any]:
    """A finding as listings show it."""
    return {
        **{name: value for name, value in row._asdict().items() if not name.endswith("id")},
        "short": row.mentee_short,
        "critical_mark": MARK if row.critical else None,
        "over_shown": row.days_over or None,
    }


def finding_data(row: FindingRow) -> dict[str, Any]:
    """A finding for scripts, with the keys of its listing."""
    shown = finding_row(row)
    return {each.key: shown[each.key] for each in FINDING_COLUMNS if each.key != "removed_reason"}


def target_data(row: TargetRow, hints: Mapping[str, Hint | None]) -> dict[str, Any]:
    """A target for scripts. `hints`: by the code of the item."""
    shown = target_row(row)
    keys = ("mentor", "mentee", "county", "date", "score", "class", "mentor_score",
            "mentee_score", "unanswered")  # fmt: skip
    return {
        **{key: shown[key] for key in keys},
        "county_score": row.county_score,
        "critical": row.critical,
        "feedback": row.feedback,
        "reply": row.reply,
        "answered_for": row.answered_for,
        "answers": [answer_data(each, hints.get(each.item.code)) for each in row.answers],
        "findings": [finding_data(each) for each in row.findings],
    }


def inspection_data(row: InspectionRow) -> dict[str, Any]:
    """An inspection for scripts, without its targets."""
    shown = inspection_row(row)
    lead = next((each.name for each in row.inspectors if each.is_lead), None)
    return {
        **{each.key: shown[each.key] for each in INSPECTION_COLUMNS},
        "lead": lead,
        "offices": [each.office for each in row.inspectors],
        "done_on": row.done_on,
        "checklist": row.checklist,
        "note": row.note,
    }


def group_of(row: InspectionRow) -> tuple[Phrase, ...]:
    """Who inspects, as people read it."""
    return tuple(_inspector(*each) for each in row.inspectors)


def _inspector(name: str, office: str | None, is_lead: bool) -> Phrase:
    if office and is_lead:
        return phrase("{name} ({office}, lead)", name=name, office=office)
    if office:
        return phrase("{name} ({office})", name=name, office=office)
    return phrase("{name} (lead)", name=name) if is_lead else phrase("{name}", name=name)


def score_text(row: TargetRow) -> Phrase | None:
    """What a target comes to, in one line."""
    if row.score is None or row.grade is None:
        return None
    values = {"score": tenths(row.score), "grade": GRADES[row.grade]}
    total = (
        phrase_n(
            "{score}, {grade} ({count} critical item failed)",
            "{score}, {grade} ({count} critical items failed)",
            row.critical,
            **values,
        )
        if row.critical
        else phrase("{score}, {grade}", **values)
    )
    if row.mentor_score is None or row.mentee_score is None:
        return total
    return phrase(
        "{total}; mentor {mentor}, mentee {mentee}",
        total=total,
        mentor=tenths(row.mentor_score),
        mentee=tenths(row.mentee_score),
    )


TARGET_FACTS = (
    Column("group", INSPECTORS.label),
    Column("score", SCORE.label),
    Column("feedback", FEEDBACK.label),
    Column("reply", REPLY.label),
    Column("answered_for", ANSWERED_FOR.label),
)


def target_facts(inspection: InspectionRow, target: TargetRow) -> Facts:
    """The head of a target's page: only what there is."""
    values = {
        "group": group_of(inspection),
        "score": score_text(target),
        "feedback": target.feedback,
        "reply": target.reply,
        "answered_for": target.answered_for,
    }
    shown = tuple(each for each in TARGET_FACTS if values[each.key])
    return Facts(shown, values)


def findings_total(rows: Sequence[FindingRow]) -> Phrase:
    """How many there are, by state."""
    counts = Counter(row.state for row in rows)
    states = (FindingState.OVERDUE, FindingState.REPORTED, FindingState.OPEN, FindingState.CLOSED)
    parts = tuple(
        phrase("{state} {count}", state=FINDING_STATES[state], count=counts[state])
        for state in states
    )
    return phrase("{counted}: {parts}.", counted=FINDING.noun.counted(len(rows)), parts=parts)


def findings_listing(rows: Sequence[FindingRow], title: Phrase, *, exit_code: int = 0) -> Listing:
    """Findings as a table."""
    return Listing(
        FINDING_COLUMNS,
        [finding_row(row) for row in rows],
        title=title,
        notes=(findings_total(rows),) if rows else (),
        empty=phrase("No findings."),
        exit_code=exit_code,
    )


def inspections_listing(rows: Iterable[InspectionRow], title: Phrase) -> Listing:
    """Inspections as a table."""
    shown = [inspection_row(row) for row in rows]
    return Listing(
        INSPECTION_COLUMNS,
        shown,
        title=title,
        notes=(phrase_n("{count} inspection.", "{count} inspections.", len(shown)),)
        if shown
        else (),
        empty=phrase("No inspections."),
    )
