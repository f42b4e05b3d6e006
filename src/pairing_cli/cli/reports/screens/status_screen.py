"""The screens of `status`: all kindergartens, one of them, a cycle's start and its end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pairing_cli.cli.reports.screens.severities import SEVERITIES, SEVERITY_TONES
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.owing import DUE, OWING
from pairing_cli.domain.records.paired import MENTEE, MENTOR
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    DONE,
    LAST_VISIT,
    SEVERITY,
    STANDING_NOW,
)
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Facts, Lines, Listing, Screen, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.figures import CycleFigures, PairingKey
    from pairing_cli.services.owing.rules import RuleInfo
    from pairing_cli.services.reports.attention import Attention
    from pairing_cli.services.reports.status import Status, StatusRow
    from pairing_cli.services.reports.waiting import Waiting
    from pairing_cli.store.opening import FileReader

START_DAYS: Final = 60
"""So many days from its start a cycle is set up: the scheme's duties of the start are due then."""

_LONGEST: Final = 16
"""Characters of a need or a problem on the screen; in full it stands in its list."""

COLUMNS = (
    column(MENTEE, shown_as="mentee_short", fits="end"),
    column(MENTOR, wide=False, shown_as="mentor_short", fits="end"),
    Column("debts", Label("欠什么", "Owes"), fits="end"),
    column(LAST_VISIT, wide=False, shown_as="last_shown", fits="end"),
)

PAGE_COLUMNS = (
    column(STANDING_NOW),
    column(ATTAINMENT, bar=True),
    Column("debts", Label("欠什么", "Owes")),
    column(LAST_VISIT, wide=False),
)


class Asked(NamedTuple):
    """What was asked for, as typed, and who asks."""

    mentor: str | None
    county: str | None
    mentee: str | None
    actor: str


def screen_of(
    store: FileReader, figures: CycleFigures, found: Status, asked: Asked, data: Listing
) -> Screen:
    """All kindergartens on one screen, or what a cycle's start or end asks for."""
    from pairing_cli.services.reports.waiting import waiting

    waits = waiting(store, figures, found, _filter(asked), asked.actor)
    cycle, day = figures.cycle, figures.as_of
    if not figures.pairings:
        return Screen(
            data,
            (Lines((phrase("No pairings in cycle {cycle}.", cycle=cycle.code),)),),
            notes=(phrase("To arrange one: pairing suggest city-county, pairing assign"),),
        )
    if day > cycle.span.last:
        return _closing(store, figures, waits, data)
    if day < cycle.span.first + dt.timedelta(START_DAYS):
        return _setting_up(store, figures, waits, data)
    return _running(store, figures, found, waits, data)


def _filter(asked: Asked) -> Any:
    from pairing_cli.services.pairings.pairing_filter import PairingFilter

    return PairingFilter(asked.mentee, asked.mentor, asked.county)


# --- In the middle of a cycle -------------------------------------------------------------------


def _running(
    store: FileReader, figures: CycleFigures, found: Status, waits: Waiting, data: Listing
) -> Screen:
    from pairing_cli.services.reports.attention import Call, attention

    rows = attention(store, figures, found)
    lines = tuple(_waiting_lines(waits))
    worst = rows[0]
    if worst.call is Call.CLEAR and not (lines or waits.is_judged):
        lines = (phrase("Nothing is due."),)
    judged = tuple(_judged_lines(waits))
    blocks: list[Listing | Lines] = [Lines(judged)] if judged else []
    blocks.append(Listing(COLUMNS, rows))
    if lines:
        blocks.append(Lines(lines))
    return Screen(
        data,
        tuple(blocks),
        title=phrase(
            "To do {day}: {counts}",
            day=figures.as_of.isoformat(),
            counts=_counted(rows),
        ),
        rest=_rest,
        notes=(
            *data.notes[1:],
            phrase(
                "One kindergarten: pairing status {mentee}. One by one: pairing status --all",
                mentee=as_word(worst.mentee_short),
            ),
        ),
    )


def _counted(rows: Sequence[Attention]) -> Phrase:
    return phrase_n(
        "{count} kindergarten, {calls}",
        "{count} kindergartens, {calls}",
        len(rows),
        calls=_calls(rows),
    )


def _calls(rows: Sequence[Attention]) -> tuple[Phrase, ...]:
    from pairing_cli.services.reports.attention import CALLS

    counts = Counter(row.call for row in rows)
    return tuple(
        phrase("{label} {number}", label=label, number=counts[call])  # type: ignore[index]
        for call, label in CALLS.items()
        if counts[call]  # type: ignore[index]
    )


def _rest(rows: Sequence[Attention]) -> Phrase:
    return phrase_n(
        "… and {count} more: {calls}. All of them: pairing status | more",
        "… and {count} more: {calls}. All of them: pairing status | more",
        len(rows),
        calls=_calls(rows),
    )


def _judged_lines(waits: Waiting) -> Iterator[Phrase]:
    """What inspections left to be done."""
    if waits.unmended:
        worst = waits.unmended[0]
        yield phrase(
            "Findings overdue {count}: {mentee}, due {due}: pairing inspection findings --overdue",
            count=len(waits.unmended),
            mentee=worst.mentee_short,
            due=worst.due,
        )
    if waits.to_recheck:
        first = waits.to_recheck[0]
        yield phrase(
            "To look at again {count}: pairing inspection recheck {ref} ({mentee})",
            count=len(waits.to_recheck),
            ref=first.ref,
            mentee=first.mentee_short,
        )
    if waits.undecided:
        longest = waits.undecided[0]
        yield phrase(
            "Publicity over, not decided {count}: {who}, until {day}: pairing commendation award"
            " {ref} --number NUMBER",
            count=len(waits.undecided),
            who=longest.of,
            day=longest.until,
            ref=longest.ref,
        )
    for each in waits.unpublished:
        yield phrase_n(
            "Inspection {ref} has been done for {count} day and isn't published yet.",
            "Inspection {ref} has been done for {count} days and isn't published yet.",
            each.days,
            ref=each.ref,
        )


def _waiting_lines(waits: Waiting) -> Iterator[Phrase]:
    if waits.unconfirmed:
        first = waits.unconfirmed[0]
        yield phrase(
            "To confirm {count}: pairing visit confirm {ref} ({mentee} {day} {form})",
            count=len(waits.unconfirmed),
            ref=first.ref[:4],
            mentee=first.mentee_short,
            day=first.due[5:],
            form=first.title,
        )
    if waits.problems:
        worst = waits.problems[0]
        yield phrase(
            "Open problems {count}: {mentee} {text}, {days} days",
            count=len(waits.problems),
            mentee=waits.names.get(worst.pairing_id, worst.mentee),
            text=_short(worst.text),
            days=worst.days_open,
        )
    if waits.needs:
        oldest = waits.needs[0]
        yield phrase(
            "Open needs {count}: {mentee} {text}, {days} days",
            count=len(waits.needs),
            mentee=waits.names.get(oldest.pairing_id, oldest.mentee),
            text=_short(oldest.text),
            days=oldest.days_open,
        )
    if waits.papers:
        yield phrase("Late papers: {papers}", papers=_amounts(waits.papers))
    if waits.unnamed:
        yield phrase(
            "Names to confirm {count}: pairing kindergarten rename {mentee} NAME",
            count=len(waits.unnamed),
            mentee=as_word(waits.unnamed[0].mentee_short),
        )
    if waits.news:
        yield phrase(
            "Since your last entry on {day} others made {count}: pairing history",
            count=waits.news,
            day=waits.news_since,
        )


def _amounts(papers: Sequence[tuple[Label, int]]) -> tuple[Phrase, ...]:
    return tuple(phrase("{label} {number}", label=label, number=number) for label, number in papers)


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"


# --- At its start -------------------------------------------------------------------------------

STEP_COLUMNS = (
    Column("what", Label("要办的事", "What")),
    column(DONE, title=Label("已办", "Done"), right=True),
    Column("how", Label("怎么办", "How")),
)


class Step(NamedTuple):
    """A line of what a cycle's start or end asks for."""

    what: Label | Phrase
    done: str
    how: Phrase


def _setting_up(store: FileReader, figures: CycleFigures, waits: Waiting, data: Listing) -> Screen:
    from pairing_cli.services.reports.waiting import setting_up

    forms = _form_labels(store)
    steps = [
        Step(
            each.rule.short,
            f"{each.done}/{each.total}",
            _how(each.rule, each.next, forms) if each.next else phrase("Done."),
        )
        for each in setting_up(figures)
    ]
    total = len({each.pairing.mentee_id for each in figures.pairings})
    if waits.unnamed:
        example = as_word(waits.unnamed[0].mentee_short)
        steps.append(
            Step(
                phrase("Real names of kindergartens"),
                f"{total - len(waits.unnamed)}/{total}",
                phrase("pairing kindergarten rename {mentee} NAME", mentee=example),
            )
        )
    lines = (
        *_judged_lines(waits),
        *_waiting_lines(waits._replace(papers=(), unnamed=())),
    )
    left = max(0, (figures.cycle.span.first - figures.as_of).days)
    title = (
        phrase(
            "Cycle {cycle} begins in {days} days, on {start}. To set up:",
            cycle=figures.cycle.code,
            days=left,
            start=figures.cycle.start,
        )
        if left
        else phrase(
            "Cycle {cycle} began on {start}. To set up by {day}:",
            cycle=figures.cycle.code,
            start=figures.cycle.start,
            day=(figures.cycle.span.first + dt.timedelta(START_DAYS)).isoformat(),
        )
    )
    return Screen(
        data,
        (
            Listing(STEP_COLUMNS, steps, empty=phrase("Everything is set up.")),
            Lines(
                (
                    *lines,
                    phrase("Needs of the mentees: pairing template needs -o FILE.xlsx"),
                    phrase("Figures of the kindergartens: pairing template baselines -o FILE.xlsx"),
                    phrase("Groups of all at once: pairing template groups -o FILE.xlsx"),
                )
            ),
        ),
        title=title,
        notes=(
            phrase("How each pairing stands: pairing progress. One by one: pairing status --all"),
        ),
    )


def _form_labels(store: FileReader) -> dict[str, Label]:
    from pairing_cli.services.programme.forms import list_forms

    return {form.code: Label(form.zh, form.en) for form in list_forms(store)}


_CYCLE_END: Final = {
    "inspected": N_("pairing inspection add {mentee} --on DATE --by NAME"),
    "assessed": N_("pairing assessment add"),
    "bulletin": N_("pairing bulletin add --title TEXT"),
    "city_summary": N_("pairing bulletin add --title TEXT --kind cycle"),
    "cycle_summary": N_("pairing experience add {mentee} --kind summary --title TEXT"),
    "showcase": N_("pairing showcase add --title TEXT --on DATE"),
}
"""The command by which each fact of the cycle's end comes about."""


def _how(rule: RuleInfo, lacking: PairingKey, forms: dict[str, Label]) -> Phrase:
    """The command for the first of them that lacks it."""
    mentee = as_word(lacking.mentee_short)
    if rule.fact == "leading_group":
        is_bureau = rule.per == "county"
        return phrase(
            "pairing group add {mentee} --side {side} --head NAME",
            mentee=as_word(lacking.county) if is_bureau else mentee,
            side="bureau" if is_bureau else "mentor",
        )
    if rule.fact == "plan":
        return phrase("pairing plan new {mentee} --from PACK --year YYYY", mentee=mentee)
    if rule.fact in ("responsibility_letter", "agreement"):
        return phrase("pairing agreement add {mentee} --kind {kind}", mentee=mentee, kind=rule.fact)
    if rule.fact in _CYCLE_END:
        return phrase(_CYCLE_END[rule.fact], mentee=mentee)
    if rule.forms or rule.kind == "quota":
        form = next(iter(rule.forms), "guidance")
        return phrase(
            "pairing log-visit {mentee} --form {form}",
            mentee=mentee,
            form=forms.get(form, Label(form, form)),
        )
    return _how_told(rule, mentee)


def _how_told(rule: RuleInfo, mentee: str) -> Phrase:
    """The command for a report or a paper."""
    if rule.kind == "indicator":
        return phrase(
            "pairing indicator record {mentee} {code} VALUE", mentee=mentee, code=rule.indicator
        )
    fact = rule.parts[0].fact if rule.parts else rule.fact
    if fact is None:
        return phrase(
            "pairing document add FILE --for {mentee} --category {category}",
            mentee=mentee,
            category=rule.category,
        )
    return phrase(
        "pairing document add FILE --for {mentee} --proves {fact}", mentee=mentee, fact=fact
    )


# --- After its end ------------------------------------------------------------------------------


def _closing(store: FileReader, figures: CycleFigures, waits: Waiting, data: Listing) -> Screen:
    from pairing_cli.services.reports.waiting import to_close

    cycle = figures.cycle
    found, lost = to_close(figures)
    forms = _form_labels(store)
    steps = [
        Step(
            each.rule.short,
            f"{each.total - each.open}/{each.total}",
            _how(each.rule, each.next, forms),
        )
        for each in found
    ]
    if waits.unconfirmed:
        steps.append(
            Step(
                phrase("Planned visits to confirm"),
                f"0/{len(waits.unconfirmed)}",
                phrase("pairing visit confirm {ref}", ref=waits.unconfirmed[0].ref),
            )
        )
    for title, rows, how in (
        (N_("Open problems"), waits.problems, phrase("pairing problem list --open")),
        (N_("Open needs"), waits.needs, phrase("pairing need list")),
    ):
        if rows:
            steps.append(Step(Phrase(title), f"0/{len(rows)}", how))
    is_closed = cycle.state == "closed"
    lines = [] if is_closed else [*_judged_lines(waits)]
    if figures.as_of <= cycle.wrap_up_until:
        until = cycle.wrap_up_until.isoformat()
        lines.append(phrase("What is summed up by {day} is in time.", day=until))
    if lost:
        lines.append(
            phrase(
                "Too late for {count} duties; they stand in: pairing summary --as-of {day}",
                count=lost,
                day=cycle.end,
            )
        )
    lines += [
        phrase("To look back: pairing status --as-of {day}", day=cycle.end),
        phrase(
            "The next cycle: pairing cycle roll CODE --from {cycle} --start DATE --end DATE",
            cycle=cycle.code,
        )
        if is_closed
        else phrase(
            "To close it: pairing cycle check, then pairing cycle close {cycle}", cycle=cycle.code
        ),
    ]
    closed = phrase(
        "Cycle {cycle} is closed since its end on {end}.", cycle=cycle.code, end=cycle.end
    )
    return Screen(
        data,
        (
            Listing(
                STEP_COLUMNS,
                [] if is_closed else steps,
                empty=phrase("Nothing stands between today and closing it."),
            ),
            Lines(tuple(lines)),
        ),
        title=closed
        if is_closed
        else phrase(
            "Cycle {cycle} ended on {end}. What is left before it can be closed:",
            cycle=cycle.code,
            end=cycle.end,
        ),
        notes=(phrase("One by one: pairing status --all"),),
    )


# --- One kindergarten ---------------------------------------------------------------------------


def page_of(
    store: FileReader, figures: CycleFigures, found: Status, asked: Asked, data: Listing
) -> Screen:
    """What one kindergarten has open."""
    from pairing_cli.services.programme.names.lookup import find_kindergarten
    from pairing_cli.services.reports.attention import attention
    from pairing_cli.services.reports.waiting import waiting

    assert asked.mentee is not None  # noqa: S101 - a page is of one
    mentee = find_kindergarten(store, asked.mentee)
    mine = figures._replace(
        pairings=[each for each in figures.pairings if each.pairing.mentee_id == mentee.id]
    )
    if not mine.pairings:
        return Screen(
            data,
            (
                Lines(
                    (
                        phrase(
                            "{name} isn't helped by a regular pairing of the cycle.",
                            name=mentee.name,
                        ),
                    )
                ),
            ),
        )
    waits = waiting(store, mine, found, _filter(asked))
    rows = attention(store, mine, found)
    lines = (
        *_judged_lines(waits),
        *_waiting_lines(waits._replace(unconfirmed=(), papers=())),
    )
    blocks: list[Listing | Facts | Lines] = [
        Facts(
            PAGE_COLUMNS,
            row,
            title=phrase("{mentor} → {mentee}", mentor=row.mentor, mentee=row.mentee),
        )
        for row in rows
    ]
    if data.rows:
        blocks.append(Listing(FINDING_COLUMNS, [*map(_finding, data.rows)]))
    if lines:
        blocks.append(Lines(lines))
    if not data.rows and not lines:
        blocks.append(Lines((phrase("Nothing is due."),)))
    name = as_word(rows[0].mentee_short)
    return Screen(
        data,
        tuple(blocks),
        title=phrase("{mentee} {day}", mentee=mentee.name, day=figures.as_of.isoformat()),
        notes=(
            phrase(
                "Figures: pairing progress {mentee}. One by one: pairing status --all",
                mentee=name,
            ),
        ),
    )


FINDING_COLUMNS = (
    column(SEVERITY, labels=SEVERITIES, tones=SEVERITY_TONES),
    Column("what", Label("事项", "What")),
    column(DONE, title=Label("已办", "Done"), right=True),
    column(DUE, wide=False),
    column(OWING),
)


class OwnFinding(NamedTuple):
    """A finding on the page of one kindergarten."""

    severity: str
    what: Phrase | Label
    done: Phrase | None
    due: str
    owed_by: str | None


def _finding(row: StatusRow) -> OwnFinding:
    if row.figure is None or row.title is None or row.unit is None:
        return OwnFinding(row.severity, row.message, None, row.due, row.owed_by)
    figure = row.figure
    done = phrase(
        "{done}/{need} {unit}",
        done=plain(figure.done + figure.paid),
        need=plain(figure.owed.need),
        unit=MEASURES[row.unit],
    )
    of_cycle = figure.owed.rule.unit == "cycle"
    what = row.title if of_cycle else phrase("{rule} ({period})", rule=row.title, period=row.period)
    return OwnFinding(row.severity, what, done, row.due, row.owed_by)
