"""The brief in words: what stands under which heading, on a screen and on one sheet of A4."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.paperwork import GROUP_ROLES, GROUP_SIDES
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.vocabulary import PAIRING_STATES
from pairing_cli.files.printed.one_page import OnePage, Section
from pairing_cli.services.reports.brief import Brief, BriefVisit, Contact, OpenProblem, OpenWish
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.services.visits.next_steps import NextStep

_ROLES: Final = {**GROUP_ROLES, "principal": Label("园长", "principal")}


def state_label(state: str) -> Label:
    """How a pairing stands, in words."""
    return {**PAIRING_STATES, **STATES_NOW}[state]


def sections(
    found: Brief, day: Callable[[str], str] = str, *, refs: bool = True
) -> list[tuple[Phrase | None, tuple[Phrase, ...]]]:
    """What is told, under headings; `day` writes a date. A paper has no refs."""

    def step(each: NextStep) -> Phrase:
        said = phrase("{date} {text}", date=day(each.date), text=each.text)
        return phrase("{said} ({ref})", said=said, ref=each.ref) if refs else said

    told = (
        (N_("Contacts"), tuple(map(_contact, found.contacts))),
        (N_("Last visits"), tuple(_visit(each, day) for each in found.visits)),
        (N_("Agreed and still open"), tuple(map(step, found.next_steps))),
        (N_("Open needs"), tuple(map(_wish, found.needs))),
        (N_("Open problems"), tuple(_problem(each, day) for each in found.problems)),
        (N_("To be done"), tuple(each.said(day(each.due)) for each in found.due)),
        (
            N_("New since the last visit"),
            tuple(
                phrase("{date} {what}", date=day(each.date), what=each.what)
                for each in found.changed
            ),
        ),
    )
    present = [(Phrase(title), lines) for title, lines in told if lines]
    return [*present] or [(None, (phrase("Nothing is on record yet."),))]


def _contact(each: Contact) -> Phrase:
    return phrase(
        "{side}: {name} ({role}) {phone}",
        side=GROUP_SIDES[each.side],
        name=each.name,
        role=_ROLES[each.role],
        phone=each.phone or "",
    )


def _wish(each: OpenWish) -> Phrase:
    return phrase("{text} ({days} days)", text=each.text, days=each.days_open)


def _problem(each: OpenProblem, day: Callable[[str], str]) -> Phrase:
    told = {"text": each.text, "days": each.days_open}
    if each.due is None:
        return phrase("{text} ({days} days)", **told)
    if each.is_late:
        return phrase("{text} ({days} days, was to be settled by {due})", **told, due=day(each.due))
    return phrase("{text} ({days} days, to be settled by {due})", **told, due=day(each.due))


def _visit(each: BriefVisit, day: Callable[[str], str]) -> Phrase:
    said = phrase("{date} {form}", date=day(each.date), form=each.form_label)
    for more in _details(each):
        said = phrase("{said}, {more}", said=said, more=more)
    if each.next_step:
        said = phrase("{said}; next: {step}", said=said, step=each.next_step)
    return said


def _details(each: BriefVisit) -> Iterator[Phrase | str]:
    if each.class_hours is not None:
        yield phrase("{hours} class-hours", hours=each.class_hours)
    if each.topic:
        yield each.topic
    if each.people:
        yield phrase("by {people}", people=each.people)


_LINES: Final = 17
_CELLS: Final = 52
"""Lines of body text on one sheet below title and state, and half characters in a line."""


def brief_page(found: Brief, voice: Voice) -> OnePage:
    """The brief as a paper: dates in full, without refs; in small type where it says much."""
    pairing = found.pairing
    title = phrase("Before a visit to {mentee}", mentee=pairing.mentee)
    mentor = phrase("Mentor: {mentor}", mentor=pairing.mentor)
    stands = phrase(
        "As of {day}: {state}, fulfilment {percent}",
        day=voice.day(found.as_of),
        state=state_label(found.state),
        percent="—" if found.attainment is None else f"{found.attainment}%",
    )
    told = [
        Section(voice.say(heading) if heading else "", [_close(voice.say(each)) for each in lines])
        for heading, lines in sections(found, voice.day, refs=False)
    ]
    lines = sum(1 + sum(1 + _cells(line) // _CELLS for line in each.lines) for each in told)
    return OnePage(
        "zh-CN" if voice.language == "zh" else "en",
        voice.say(title),
        [voice.say(mentor), voice.say(stands)],
        told,
        small=lines > _LINES,
    )


_APART: Final = re.compile(r"(?<=\d日) (?=[前已])")


def _close(text: str) -> str:
    """A line in which a day in full stands as close to what follows as Chinese has it: the blank
    is for the ISO days of a screen.
    """
    return _APART.sub("", text)


def _cells(text: str) -> int:
    return 4 + sum(2 if ord(sign) > 0xFF else 1 for sign in text)
