"""What `summary` shows of inspections, needs, donations, the assessment and honours: the parts of
which there is something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pairing_cli.domain.honours.words import GRADE_TONES, GRADES, HONOUR_KINDS
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Column, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.services.reports.summaries.judged import Judged

REGISTERS = (
    Column("needs", N_("Needs")),
    Column("needs_solved", N_("Needs solved")),
    Column("needs_partly", N_("Needs partly solved")),
    Column("problems", N_("Problems")),
    Column("problems_resolved", N_("Problems resolved")),
    Column("donations", N_("Donations")),
    Column("donations_value", N_("Worth (yuan)")),
)
INSPECTIONS = (
    Column("ref", N_("Ref")),
    Column("title", N_("Inspection")),
    Column("start", N_("Date")),
    Column("seen", N_("Seen"), right=True),
    Column("score", N_("Average"), right=True),
    Column("critical", N_("Critical items failed"), right=True, wide=True),
    Column("findings", N_("Findings"), right=True),
    Column("bulletin", N_("Bulletin")),
)
ASSESSED = (
    Column("mentor", N_("Mentor")),
    Column("pairings", N_("Pairings"), right=True),
    Column("total", N_("Total"), right=True),
    Column("grade", N_("Grade"), labels=GRADES, tones=GRADE_TONES),
)
HONOURS = (
    Column("of", N_("Who")),
    Column("kind", N_("Kind"), labels=HONOUR_KINDS),
    Column("title", N_("Title")),
    Column("decided_on", N_("Date")),
    Column("document_number", N_("Document number")),
)


def judged_blocks(found: Judged) -> Iterator[Listing | Facts]:
    """The parts of a summary that come from the registers of the cycle's end."""
    from pairing_cli.services.reports.printed.summaries.summary_judged import (
        assessed_sentence,
        inspected_sentences,
        shown_sentences,
    )

    if any(found.registers):
        yield Facts(REGISTERS, found.registers, title=phrase("Needs, problems, donations"))
    if found.inspections or found.findings.found:
        yield Listing(
            INSPECTIONS,
            found.inspections,
            title=phrase("Inspection and what was mended"),
            notes=tuple(inspected_sentences(found)),
            empty=phrase("No inspection has been done yet."),
        )
    if found.assessment is not None:
        yield Listing(
            ASSESSED,
            found.assessment.by_mentor,
            title=phrase("Joint assessment"),
            notes=(assessed_sentence(found.assessment),),
        )
    if found.experiences or found.showcased or found.honours:
        yield Listing(
            HONOURS,
            found.honours,
            title=phrase("What was summed up, shown and commended"),
            notes=tuple(shown_sentences(found)),
            empty=phrase("Nobody has been commended yet."),
        )
