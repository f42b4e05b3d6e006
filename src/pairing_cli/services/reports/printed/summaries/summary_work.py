"""A summary's second part: what was done, by whom, for which aim, and what the scheme asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from pairing_cli.domain.fields import TOTAL_ROW
from pairing_cli.domain.owed.blocks import BLOCKS
from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.papers import DonationRow
from pairing_cli.services.reports.printed.blocks import PaperWriter, Row
from pairing_cli.services.reports.printed.summaries.summary_judged import (
    write_end,
    write_inspections,
)
from pairing_cli.services.reports.printed.voice import waived_until
from pairing_cli.services.reports.summaries import tables
from pairing_cli.services.reports.summaries.exceptions import exceptions_in, not_counted
from pairing_cli.services.reports.summaries.registers import Registers
from pairing_cli.services.reports.summaries.rows import GroupRow, Summary
from pairing_cli.store.reading import Reader

_DIRECTIONS: Final = {
    "to_mentee": Label("到受帮扶园", "at the mentee"),
    "to_mentor": Label("到帮扶园", "at the mentor"),
    "visitor": Label("第三方", "by a third party"),
    "joint": Label("双方联合", "jointly"),
    "online": Label("线上", "online"),
}
"""Where it took place, as a paper says it."""


def write_work(paper: PaperWriter, store: Reader, found: Summary, registers: Registers) -> None:
    """Write what was done."""
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
    if not found.totals.visits:
        return
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
    every = exceptions_in(store, found)
    waivers, overrides = own = every.of(found)
    beside = not_counted(every, own)
    if not (waivers or overrides):
        paper.say(phrase("Nothing was waived, postponed or changed."), *beside)
        return
    paper.say(
        phrase(
            "{waivers} waivers were granted and {overrides} requirements changed to fit the place.",
            waivers=len(waivers),
            overrides=len(overrides),
        ),
        *beside,
    )
    paper.table(tables.WAIVERS, [
        {
            "mentee": row.mentee,
            "title": row.title,
            "period": say.period(row.period),
            "kind": waived_until(row.kind, row.until, say),
            "reason": row.reason,
        }
        for row in waivers
    ])  # fmt: skip
    paper.table(tables.OVERRIDES, [
        {
            "title": row.title,
            "whom": plainly(row.whom) if isinstance(row.whom, Label) else row.whom,
            "change": phrase("from {before} to {after} {unit}", before=plain(row.rule_need),
                             after=plain(row.need), unit=MEASURES[row.unit]),
            "reason": row.reason,
        }
        for row in overrides
    ])  # fmt: skip


def _answers(paper: PaperWriter, found: Summary, registers: Registers) -> None:
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


def plainly(layer: Label) -> Label:
    """A layer's name within a sentence."""
    return Label(layer.zh.replace("→", "对"), layer.en)
