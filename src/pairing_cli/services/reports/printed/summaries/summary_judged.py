"""The parts of a summary's paper on inspection and mending, the assessment, and what was shown and
honoured.
"""

from __future__ import annotations

from pairing_cli.domain.honours.words import GRADES, HONOUR_KINDS
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.services.reports.printed.blocks import PaperWriter
from pairing_cli.services.reports.summaries import tables
from pairing_cli.services.reports.summaries.judged import AssessmentSum, Judged


def write_inspections(paper: PaperWriter, found: Judged) -> None:
    """What was inspected, what was found there, and what has become of it."""
    paper.heading(phrase("Inspection and what was mended"))
    if not found.inspections and not found.findings.found:
        paper.say(phrase("No inspection has been done yet."))
        return
    paper.say(*inspected_sentences(found))
    paper.table(tables.INSPECTIONS, [
        {
            "title": row.title,
            "date": paper.voice.day(row.start),
            "seen": row.seen,
            "score": row.score,
            "findings": row.findings,
            "bulletin": row.bulletin,
        }
        for row in found.inspections
    ])  # fmt: skip


def inspected_sentences(found: Judged) -> list[Phrase]:
    """How much was inspected, and how what it found stands."""
    sums = found.findings
    sentences = [
        phrase(
            "{count} inspections saw {inspected} pairings.",
            count=len(found.inspections),
            inspected=found.inspected,
        )
    ]
    if sums.found:
        sentences.append(
            phrase(
                "Findings: {found}; closed {closed}, to be looked at again {reported}, being"
                " mended {open}, overdue {overdue}.",
                found=sums.found,
                closed=sums.closed,
                reported=sums.reported,
                open=sums.open,
                overdue=sums.overdue,
            )
        )
    if sums.critical_open:
        sentences.append(
            phrase("Critical ones that aren't closed: {count}.", count=sums.critical_open)
        )
    return sentences


def assessed_sentence(found: AssessmentSum) -> Phrase:
    """Which assessment it is, and who approved it."""
    return phrase(
        "Assessment {ref} as of {as_of}, approved by {by} on {day}.",
        ref=found.ref,
        as_of=found.as_of,
        by=found.approved_by,
        day=found.approved_on,
    )


def shown_sentences(found: Judged) -> list[Phrase]:
    """How much was summed up, shown and honoured."""
    return [
        phrase(
            "Experience accepted: {experiences}; pairings at a showcase: {showcased}.",
            experiences=found.experiences,
            showcased=found.showcased,
        )
    ]


def write_end(paper: PaperWriter, found: Judged) -> None:
    """The assessment of both partners; what was summed up, shown and honoured."""
    assessment = found.assessment
    if assessment is not None:
        paper.heading(phrase("Joint assessment"))
        paper.say(
            phrase(
                "Both partners share a score; as of {as_of}, approved by {by} on {day}.",
                as_of=paper.voice.day(assessment.as_of),
                by=assessment.approved_by,
                day=paper.voice.day(assessment.approved_on),
            )
        )
        paper.table(tables.ASSESSMENT, [
            {
                "mentor": row.mentor,
                "pairings": row.pairings,
                "total": row.total,
                "grade": GRADES[row.grade] if row.grade else None,
            }
            for row in assessment.by_mentor
        ])  # fmt: skip
    if not (found.experiences or found.showcased or found.honours):
        return
    paper.heading(phrase("What was summed up, shown and commended"))
    paper.say(*shown_sentences(found))
    paper.table(tables.HONOURS, [
        {
            "of": row.of,
            "kind": HONOUR_KINDS[row.kind],
            "title": row.title,
            "date": paper.voice.day(row.decided_on),
            "number": row.document_number,
        }
        for row in found.honours
    ])  # fmt: skip
