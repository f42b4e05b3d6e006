"""The summary of a cycle or term as an official paper, from the one summary and the registers."""

from __future__ import annotations

from collections import Counter

from pairing_cli.domain.paperwork import NEED_STATES, SUMMARY_PARTS, SummaryPart
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.services.owing.rules import list_rules
from pairing_cli.services.pairings.capacities import list_exemptions
from pairing_cli.services.programme.programmes import programme_of
from pairing_cli.services.reports.printed.blocks import Paper, PaperWriter
from pairing_cli.services.reports.printed.summaries.summary_problems import write_problems
from pairing_cli.services.reports.printed.summaries.summary_work import plainly, write_work
from pairing_cli.services.reports.printed.voice import Voice, period_label
from pairing_cli.services.reports.summaries import tables
from pairing_cli.services.reports.summaries.notes import notes_of
from pairing_cli.services.reports.summaries.registers import Registers
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.store.reading import Reader


def summary_paper(store: Reader, found: Summary, voice: Voice) -> Paper:
    """The paper of a summary: basics, work, problems, what comes next."""
    notes = notes_of(store, found.cycle, found.term)
    registers = Registers(store, found)
    paper = PaperWriter(voice)
    fill = {
        SummaryPart.BASICS: lambda: _basics(paper, store, found),
        SummaryPart.WORK: lambda: write_work(paper, store, found, registers),
        SummaryPart.PROBLEMS: lambda: write_problems(paper, found, registers),
        SummaryPart.NEXT: lambda: _next(paper, found, registers),
    }
    for part, title in SUMMARY_PARTS.items():
        paper.part(title)
        fill[SummaryPart(part)]()
        paper.written(notes.get(part), title)
    programme = programme_of(store)
    return Paper(
        title=voice.say(
            phrase(
                "{programme}: summary of {span}",
                programme=programme.title,
                span=_span(found),
            )
        ),
        subtitle="",
        parts=paper.parts,
        unit=programme.bureau or "",
        date=voice.day(found.as_of),
        about=voice.say(programme.title),
    )


def _span(found: Summary) -> Label:
    if found.term is not None:
        return period_label(found.term)
    first, last = found.cycle.start[:4], found.cycle.end[:4]
    return Label(f"（{first}—{last}年）", f"{first} to {last}")


def _basics(paper: PaperWriter, store: Reader, found: Summary) -> None:
    say = paper.voice
    span = {
        "start": say.day(found.first), "end": say.day(found.last), "day": say.day(found.as_of)
    }  # fmt: skip
    when = (
        phrase("The cycle runs from {start} to {end}; all figures are as of {day}.", **span)
        if found.term is None
        else phrase("The term runs from {start} to {end}; all figures are as of {day}.", **span)
    )
    sources = dict.fromkeys(
        rule.document_title for rule in list_rules(store, found.cycle) if rule.ledger == "scheme"
    )
    basis = [
        phrase("It is carried out by {basis}.", basis=tuple(_quoted(each, say) for each in sources))
    ] if sources else []  # fmt: skip
    paper.say(when, *basis)
    counted = Counter(row.layer for row in found.pairings)
    layers = tuple(
        phrase("{count} pairings {layer}", layer=plainly(LAYERS[layer]), count=count)
        for layer, count in counted.items()
    )
    paper.say(
        phrase(
            "{mentors} kindergartens help {mentees}, in {pairings} pairings ({layers}).",
            mentors=len({row.mentor for row in found.pairings}),
            mentees=len({row.mentee for row in found.pairings}),
            pairings=found.pairings_count,
            layers=layers,
        )
        if layers
        else phrase("Nobody is paired yet."),
        *_exempt(store, found, say),
    )


def _quoted(title: Label, voice: Voice) -> str:
    return f"《{title.zh}》" if voice.language == "zh" else title.en


def _exempt(store: Reader, found: Summary, voice: Voice) -> list[Phrase]:
    exempt = list_exemptions(store, found.cycle)
    if not exempt:
        return []
    reasons = {row.reason if voice.language == "zh" else row.reason_en for row in exempt}
    return [
        phrase(
            "{counties} have no arrangement of their own: {reasons}.",
            counties=tuple(row.county for row in exempt),
            reasons=tuple(reason for reason in reasons if reason),
        )
    ]


def _next(paper: PaperWriter, found: Summary, registers: Registers) -> None:
    needs = registers.open_needs
    open_ones = (len(needs), len(registers.open_problems), len(found.gaps))
    if any(open_ones):
        paper.say(
            phrase(
                "Still to be done: {needs} needs, {problems} problems and {gaps} duties.",
                needs=open_ones[0],
                problems=open_ones[1],
                gaps=open_ones[2],
            )
        )
    paper.table(tables.NEEDS, [
        {"mentee": row.mentee, "text": row.text, "date": paper.voice.day(row.raised),
         "state": NEED_STATES[row.state]}
        for row in needs
    ])  # fmt: skip
