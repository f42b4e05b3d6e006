"""`status` at a cycle's start and after its end: what is left to do, each with its command."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from pairing_cli.cli.reports.screens.waiting_lines import judged_lines, waiting_lines
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.records.reports import DONE
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Lines, Listing, Screen, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.figures import CycleFigures, PairingKey
    from pairing_cli.services.owing.rules import RuleInfo
    from pairing_cli.services.reports.waiting import Waiting
    from pairing_cli.store.opening import FileReader

START_DAYS: Final = 60
"""So many days from its start a cycle is set up: the scheme's duties of the start are due then."""

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


def setting_up_screen(
    store: FileReader, figures: CycleFigures, waits: Waiting, data: Listing
) -> Screen:
    """What a cycle's start asks for, each with its command."""
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
        *judged_lines(waits),
        *waiting_lines(waits._replace(papers=(), unnamed=())),
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


def closing_screen(
    store: FileReader, figures: CycleFigures, waits: Waiting, data: Listing
) -> Screen:
    """What stands between today and closing a cycle that has ended."""
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
    lines = [] if is_closed else [*judged_lines(waits)]
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
                empty=phrase("Its figures are frozen: pairing cycle show {cycle}", cycle=cycle.code)
                if is_closed
                else phrase("Nothing stands between today and closing it."),
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
