"""A summary's third part: what is missing, by kindergarten, and which problems are open."""

from __future__ import annotations

from collections.abc import Sequence

from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.services.reports.printed.blocks import PaperWriter
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.services.reports.summaries import tables
from pairing_cli.services.reports.summaries.gaps import Gap, WhoseGaps, by_whose
from pairing_cli.services.reports.summaries.registers import Registers
from pairing_cli.services.reports.summaries.rows import Summary


def write_problems(paper: PaperWriter, found: Summary, registers: Registers) -> None:
    """Write what is missing and what is unsolved."""
    say = paper.voice
    paper.heading(phrase("Difficulties and problems"))
    still = registers.open_problems
    sums = found.judged.registers
    paper.say(
        phrase(
            "{count} problems were recorded, {resolved} of them resolved.",
            count=sums.problems,
            resolved=sums.problems_resolved,
        )
        if sums.problems
        else phrase("No problem was recorded.")
    )
    paper.table(tables.PROBLEMS, [
        {"mentee": row.mentee, "text": row.text, "date": say.day(row.raised),
         "assigned": row.assigned_to}
        for row in still
    ])  # fmt: skip
    paper.heading(phrase("What is not done"))
    whose = by_whose(found.gaps)
    paper.say(
        phrase(
            "{gaps} duties of {units} kindergartens and bureaus are missing or behind.",
            gaps=len(found.gaps),
            units=len(whose),
        )
        if whose
        else phrase("Nothing is missed or behind.")
    )
    paper.table(tables.GAPS, [
        {"of": row.whose, "count": row.gaps, "what": gaps_in_words(row, say)} for row in whose
    ])  # fmt: skip


def gaps_in_words(row: WhoseGaps, voice: Voice) -> str:
    """What one kindergarten lacks, rule by rule, with the periods and how much is missing."""
    items = [voice.say(_missing(title, gaps, voice)) for title, gaps in row.rules.items()]
    return ("；" if voice.language == "zh" else "; ").join(items)


def _missing(title: Label, gaps: Sequence[Gap], voice: Voice) -> Phrase | Label:
    """One rule: 送教下乡（2022年春季学期，缺1次）. What is owed once is named only."""
    unit = gaps[0].unit
    periods = tuple(dict.fromkeys(voice.period(gap.period) for gap in gaps))
    if unit in (Measure.MILESTONES, Measure.DOCUMENTS) and len(gaps) == 1:
        return title
    if any(gap.done is None for gap in gaps):
        return phrase("{title} ({periods}, not reported)", title=title, periods=periods)
    if unit in (Measure.PERCENT, Measure.COUNT):
        return phrase("{title} ({periods}, not reached)", title=title, periods=periods)
    return phrase(
        "{title} ({periods}, {amount} {unit} missing)",
        title=title,
        periods=periods,
        amount=plain(sum(gap.need - (gap.done or 0) for gap in gaps)),
        unit=MEASURES[unit],
    )
