"""The papers of the cycle's end: the result of the assessment, the decision on commendations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.honours.formula import SIDES
from pairing_cli.domain.honours.words import GRADES, HonourState
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import bureau_of
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.services.honours.assessments import AssessmentRow
from pairing_cli.services.honours.commendations import (
    HonourRow,
    list_honours,
    trace_of_honour,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.programmes import programme_of
from pairing_cli.services.reports.printed.blocks import TO_ALL, Paper, PaperWriter
from pairing_cli.services.reports.printed.honour_tables import (
    AWARDS,
    BY_COUNTY,
    BY_MENTOR,
    BY_PAIRING,
    GROUNDS,
    REMARKS,
)
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.store.reading import Reader

TEMPLATE: Final = "honours.docx"


def write_paper(paper: Paper, target: Path, voice: Voice, template: Path | None) -> None:
    """Print a paper of blocks. Raises `BadData`, `InputMissing`, `CannotCreate`."""
    write_docx(voice.template(TEMPLATE, template), paper.values, target)


def write_assessment(
    store: Reader,
    row: AssessmentRow,
    figures: Mapping[str, Any],
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> None:
    """Print an assessment: how it was made, the scores, what held them down."""
    programme = programme_of(store)
    paper = PaperWriter(voice)
    paper.part(Label("考核办法", "How it was made"))
    paper.say(
        phrase(
            "Both partners of every pairing are scored together, by {formula}, as of {day}.",
            formula=Label(**figures["formula_title"]),
            day=voice.day(figures["as_of"]),
        ),
        phrase(
            "The score of a pairing is that of its mentee; a mentor has the mean of its pairings,"
            " and is at most one grade above the lowest of them."
        ),
    )
    if row.is_approved:
        paper.say(
            phrase(
                "Approved by {name} on {day}.",
                name=row.approved_by,
                day=voice.day(row.approved_on),
            )
        )
    else:
        paper.say(phrase("This is a draft: it has not been approved."))
    paper.part(Label("考核结果", "Results"))
    paper.table(BY_MENTOR, [*map(_unit("mentor"), figures["by_mentor"])])
    paper.table(BY_PAIRING, [_scores(each) for each in figures["pairings"]])
    paper.table(BY_COUNTY, [*map(_unit("county"), figures["by_county"])])
    remarks = [
        {"mentee": each["mentee"], "text": text}
        for each in figures["pairings"]
        for text in _remarks(each)
    ]
    if remarks:
        paper.part(Label("说明", "Remarks"))
        paper.table(REMARKS, remarks)
    title = row.title or phrase("{programme}: joint scoring", programme=programme.title)
    write_paper(
        Paper(
            voice.say(title),
            "",
            paper.parts,
            programme.bureau or "",
            voice.day(row.approved_on or row.as_of),
            voice.say(programme.title),
            voice.say(TO_ALL) if row.is_approved else "",
        ),
        target,
        voice,
        template,
    )


def _unit(name: str) -> Any:
    def row(unit: Mapping[str, Any]) -> dict[str, Any]:
        lowest = unit["worst_mentee"]
        worst = f"{_figure(unit['worst'])}　{lowest}" if lowest else None
        return {
            "name": unit[name],
            "pairings": str(unit["pairings"]),
            "total": _figure(unit["total"]),
            "worst": worst,
            "grade": GRADES[unit["grade"]] if unit["grade"] else None,
        }

    return row


def _scores(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mentee": each["mentee"],
        "mentor": each["mentor"],
        **{key: _figure(each[key]) for key in ("shared", "mentor_own", "mentee_own", "total")},
        "adjustment": f"{each['adjustment']:+g}" if each["adjustment"] else None,
        "grade": GRADES[each["grade"]] if each["grade"] else None,
    }  # fmt: skip


def _remarks(each: Mapping[str, Any]) -> Iterator[Phrase]:
    for cap in each["caps"]:
        yield (
            phrase("Capped at {most}: a critical finding isn't closed.", most=cap["most"])
            if cap["critical"]
            else phrase("Capped at {most}: a finding is overdue.", most=cap["most"])
        )
    if each["adjustment"]:
        yield phrase(
            "Adjusted by {points}: {reason}.",
            points=f"{each['adjustment']:+g}",
            reason=each["adjustment_reason"],
        )
    left_out = tuple(
        phrase("{part} ({side})", side=SIDES[part["side"]], part=Label(**part["title"]))
        for part in each["parts"]
        if part["code"] in each["uncounted"]
    )
    if left_out:
        yield phrase("Not counted, since nothing could be asked yet: {parts}.", parts=left_out)


def write_decision(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> int:
    """Print the decision with the list of those who were awarded and what each rests on; how
    many there are. Raises `RuleRefusal` where there are none.
    """
    rows = list_honours(store, cycle, as_of, state=HonourState.AWARDED)
    if not rows:
        raise RuleRefusal(
            "nothing-awarded",
            phrase("Nothing has been awarded in cycle {cycle} yet.", cycle=cycle.code),
            hint=phrase("See how far they have got: pairing commendation list"),
        )
    programme = programme_of(store)
    numbers = tuple(dict.fromkeys(row.document_number for row in rows if row.document_number))
    last = max(row.decided_on or "" for row in rows)
    paper = PaperWriter(voice)
    paper.part(Label("决定", "Decision"))
    paper.say(
        phrase(
            "From {start} to {end} these units and people did outstanding work. By assessment,"
            " inspection and publicity they are commended ({numbers}).",
            start=voice.day(cycle.start),
            end=voice.day(cycle.end),
            numbers=numbers,
        )
    )
    paper.part(Label("名单", "List"))
    paper.table(AWARDS, [_award(row) for row in rows])
    paper.part(Label("依据", "Grounds"))
    paper.table(GROUNDS, [_ground(row, trace_of_honour(store, row, as_of)) for row in rows])
    title = phrase("Decision on commendations: {programme}", programme=programme.title)
    made = Paper(
        voice.say(title),
        "",
        paper.parts,
        programme.bureau or "",
        voice.day(last),
        to=voice.say(TO_ALL),
    )
    write_paper(made, target, voice, template)
    return len(rows)


def _award(row: HonourRow) -> dict[str, Any]:
    unit = row.unit or (bureau_of(row.county) if row.county else None)
    return {"title": row.title, "of": row.person or unit, "unit": unit if row.person else None}


def _ground(row: HonourRow, trace: Mapping[str, Any]) -> dict[str, Any]:
    found = trace["assessment"]
    scores = [score for each in trace["inspections"] if (score := _figure(each["score"]))]
    return {
        "of": row.of,
        "total": _figure(found["total"]) if found else None,
        "inspections": tuple(scores) or None,
        "visits": str(len(trace["visits"])),
        "reason": row.reason,
    }


def _figure(value: float | None) -> str | None:
    """With one decimal: a column of them can be added up."""
    return None if value is None else f"{value:.1f}"
