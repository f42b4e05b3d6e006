"""The summary of a cycle or term as an official paper, from the one summary and the registers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pairing_cli.domain.fields import TOTAL_ROW
from pairing_cli.domain.owed.blocks import BLOCKS
from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import NEED_STATES, SUMMARY_PARTS, NeedState, SummaryPart
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.papers import DonationRow, ProblemRow
from pairing_cli.domain.vocabulary import LAYERS, WAIVER_KINDS
from pairing_cli.services.owing.overrides import list_overrides
from pairing_cli.services.owing.rules import list_rules
from pairing_cli.services.owing.waivers import list_waivers
from pairing_cli.services.pairings.capacities import list_exemptions
from pairing_cli.services.papers.needs import NeedRow
from pairing_cli.services.programme.programmes import programme_of
from pairing_cli.services.reports.printed.blocks import Paper, PaperWriter, Row
from pairing_cli.services.reports.printed.papers import Voice, period_label
from pairing_cli.services.reports.printed.summary_judged import write_end, write_inspections
from pairing_cli.services.reports.summaries import tables
from pairing_cli.services.reports.summaries.gaps import Gap, WhoseGaps, by_whose
from pairing_cli.services.reports.summaries.judged import lived_in
from pairing_cli.services.reports.summaries.notes import notes_of
from pairing_cli.services.reports.summaries.summary import GroupRow, Summary
from pairing_cli.store.reading import Reader

_DIRECTIONS: Final = {
    "to_mentee": Label("到受帮扶园", "at the mentee"),
    "to_mentor": Label("到帮扶园", "at the mentor"),
    "visitor": Label("第三方", "by a third party"),
    "joint": Label("双方联合", "jointly"),
    "online": Label("线上", "online"),
}
"""Where it took place, as a paper says it."""


def summary_paper(store: Reader, found: Summary, voice: Voice) -> Paper:
    """The paper of a summary: basics, work, problems, what comes next."""
    notes = notes_of(store, found.cycle, found.term)
    registers = _Registers(store, found)
    paper = PaperWriter(voice)
    fill = {
        SummaryPart.BASICS: lambda: _basics(paper, store, found),
        SummaryPart.WORK: lambda: _work(paper, store, found, registers),
        SummaryPart.PROBLEMS: lambda: _problems(paper, found, registers),
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


class _Registers:
    """What the registers hold of the days of the summary."""

    def __init__(self, store: Reader, found: Summary) -> None:
        day = dt.date.fromisoformat(min(found.last, found.as_of))
        self.needs, self.problems, self.donations = lived_in(store, found.cycle, found.first, day)

    @property
    def open_needs(self) -> list[NeedRow]:
        """Needs that are not met, or only partly."""
        return [row for row in self.needs if row.state != NeedState.SOLVED]

    @property
    def open_problems(self) -> list[ProblemRow]:
        """Problems that nobody has resolved."""
        return [row for row in self.problems if row.resolved is None]


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
        phrase("{count} pairings {layer}", layer=_plainly(LAYERS[layer]), count=count)
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


def _plainly(layer: Label) -> Label:
    return Label(layer.zh.replace("→", "对"), layer.en)


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


def _work(paper: PaperWriter, store: Reader, found: Summary, registers: _Registers) -> None:
    _activities(paper, found)
    paper.heading(phrase("Counties and kindergartens"))
    note = (
        [phrase("A visit for several counties stands with each of them and once in the total.")]
        if found.totals.participations > found.totals.visits
        else []
    )
    paper.say(phrase("How the counties, mentors and pairings stand is shown in the tables."), *note)
    paper.table(tables.COUNTIES, _groups(found, found.by_county))
    paper.table(tables.MENTORS, _groups(found, found.by_mentor))
    paper.table(tables.PAIRINGS, _pairings(found))
    _goals(paper, found)
    _demands(paper, store, found)
    _answers(paper, found, registers)
    write_inspections(paper, found.judged)
    write_end(paper, found.judged)


def _activities(paper: PaperWriter, found: Summary) -> None:
    totals = found.totals
    paper.heading(phrase("What was carried out"))
    if not totals.visits:
        paper.say(phrase("No visit has taken place yet."))
        return
    directions = tuple(
        phrase("{count} visits {direction}", direction=_DIRECTIONS[row.code], count=row.visits)
        for row in found.by_direction
    )
    paper.say(
        phrase(
            "{visits} visits took place ({participations} participations of pairings), with"
            " {hours} class-hours; {people} teachers went, {teachers} attendances of teachers and"
            " {children} of children were counted.",
            visits=totals.visits,
            participations=totals.participations,
            hours=plain(totals.class_hours),
            people=totals.people,
            teachers=totals.teachers,
            children=totals.children,
        ),
        phrase("Of these: {directions}.", directions=directions),
    )
    paper.table(tables.FORMS, [*_named(found.by_form), _total(found)])
    paper.table(tables.DIRECTIONS, [
        *({"name": _DIRECTIONS[row.code], "visits": row.visits, "hours": row.class_hours}
          for row in found.by_direction),
        _total(found),
    ])  # fmt: skip
    if found.term is None:
        terms = [
            {
                "name": paper.voice.period(row.term) if row.term else phrase("vacation"),
                "visits": row.visits,
                "hours": row.class_hours,
            }
            for row in found.by_term
        ]
        paper.table(tables.TERMS, [*terms, _total(found)])


def _named(rows: Iterable[Any]) -> list[Row]:
    return [
        {"name": row.label, "visits": row.visits, "hours": row.class_hours} for row in rows
    ]  # fmt: skip


def _total(found: Summary, **more: Any) -> Row:
    return {
        "name": TOTAL_ROW,
        "visits": found.totals.visits,
        "hours": plain(found.totals.class_hours),
        **more,
    }


def _groups(found: Summary, rows: Sequence[GroupRow]) -> list[Row]:
    shown: list[Row] = [
        {
            "name": row.name or Label("（未注明）", "(not known)"),
            "pairings": row.pairings,
            "visits": row.visits,
            "hours": row.class_hours,
            "attainment": row.attainment,
        }
        for row in rows
    ]
    total = _total(found, pairings=found.pairings_count, attainment=found.attainment)
    return [*shown, total] if shown else []


def _pairings(found: Summary) -> list[Row]:
    return [
        {
            "mentee": row.mentee,
            "mentor": row.mentor,
            "visits": row.visits,
            "hours": row.class_hours,
            "attainment": row.attainment,
            "state": STATES_NOW[row.grade],
        }
        for row in found.pairings
    ]


def _goals(paper: PaperWriter, found: Summary) -> None:
    paper.heading(phrase("Aims of the scheme"))
    paper.say(
        phrase("By aim, the visits are as in the table; one with several aims stands with each.")
        if found.by_goal
        else phrase("No visit names the aim that it serves.")
    )
    paper.table(tables.GOALS, _named(found.by_goal))


def _demands(paper: PaperWriter, store: Reader, found: Summary) -> None:
    paper.heading(phrase("What the scheme asks for"))
    weights = tuple(
        phrase("{label} {number}", label=BLOCKS[block], number=weight)
        for block, weight in found.weights.items()
    )
    sentences: list[Phrase] = [
        phrase("Nothing can be expected yet by that day.")
        if found.attainment is None
        else phrase(
            "Of what could be expected by that day, {attainment} % is fulfilled (mean of the"
            " pairings; weights: {weights}).",
            attainment=found.attainment,
            weights=weights,
        )
    ]
    if found.reference:
        sentences.append(phrase("Requirements that are only looked at are not counted here."))
    paper.say(*sentences)
    paper.table(tables.RULES, [
        {
            "title": row.title,
            "expected": row.expected_shown,
            "done": row.done_shown,
            "unit": MEASURES[row.measure],
            "attainment": row.attainment,
        }
        for row in found.rules
    ])  # fmt: skip
    _exceptions(paper, store, found)


def _exceptions(paper: PaperWriter, store: Reader, found: Summary) -> None:
    say = paper.voice
    rules = {row.rule for row in found.rules}
    first, last = found.first, min(found.last, found.as_of)
    months = (first[:7], last[:7])
    waivers = [
        row
        for row in list_waivers(store, found.cycle)
        if row.rule in rules
        and (found.term in (None, row.period) or months[0] <= row.period <= months[1])
    ]
    overrides = [
        row
        for row in list_overrides(store, found.cycle)
        if row.rule in rules and row.start <= last and (row.end is None or row.end >= first)
    ]
    if not (waivers or overrides):
        paper.say(phrase("Nothing was waived, postponed or changed."))
        return
    paper.say(
        phrase(
            "{waivers} waivers were granted and {overrides} requirements changed to fit the place.",
            waivers=len(waivers),
            overrides=len(overrides),
        )
    )
    paper.table(tables.WAIVERS, [
        {
            "mentee": row.mentee,
            "title": row.title,
            "period": say.period(row.period),
            "kind": WAIVER_KINDS[row.kind],
            "reason": row.reason,
        }
        for row in waivers
    ])  # fmt: skip
    paper.table(tables.OVERRIDES, [
        {
            "title": row.title,
            "whom": _plainly(row.whom) if isinstance(row.whom, Label) else row.whom,
            "change": phrase("from {before} to {after} {unit}", before=plain(row.rule_need),
                             after=plain(row.need), unit=MEASURES[row.unit]),
            "reason": row.reason,
        }
        for row in overrides
    ])  # fmt: skip


def _answers(paper: PaperWriter, found: Summary, registers: _Registers) -> None:
    paper.heading(phrase("Needs and donations"))
    sums = found.judged.registers
    paper.say(
        phrase(
            "The mentees asked for help in {count} matters: {solved} solved, {partly} solved in"
            " part, {open} open.",
            count=sums.needs,
            solved=sums.needs_solved,
            partly=sums.needs_partly,
            open=sums.needs_open,
        )
        if sums.needs
        else phrase("No need was recorded."),
        DonationRow.total(registers.donations)
        if registers.donations
        else phrase("No donation was recorded."),
    )
    paper.table(tables.DONATIONS, [
        {
            "mentee": row.mentee,
            "item": row.item,
            "quantity": f"{plain(row.quantity)}{row.unit or ''}",
            "value": None if row.value is None else plain(row.value),
        }
        for row in registers.donations
    ])  # fmt: skip


def _problems(paper: PaperWriter, found: Summary, registers: _Registers) -> None:
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


def _next(paper: PaperWriter, found: Summary, registers: _Registers) -> None:
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
