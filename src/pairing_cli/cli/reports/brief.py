"""`brief`: one screen and one page before a visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.paperwork import GROUP_ROLES, GROUP_SIDES
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.vocabulary import PAIRING_STATES
from pairing_cli.output.listing import Done, Lines, Report

if TYPE_CHECKING:
    from pairing_cli.services.reports.brief import Brief, BriefVisit, Contact, OpenWish

app = verbs()

ROLES = {**GROUP_ROLES, "principal": Label("园长", "principal")}


@command(
    app,
    "brief",
    N_("What to know before a visit, on one page."),
    "pairing brief 隆子县",
    "pairing brief 隆子县 -o 隆子县走访前.docx",
    "pairing brief 隆子县 --as-of 2022-06-30 --json",
)
def brief(
    ctx: typer.Context,
    mentee: Annotated[
        str,
        typer.Argument(
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("The mentee: any of its names, or the pairing's ref."),
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".docx", ".html", ".md", tells=True),
            help=N_("Write it as one page: a .docx, .html or .md file."),
        ),
    ] = None,
    cycle: params.Cycle = None,
) -> Report | Done:
    """Who they are, what was last agreed, what is open and due, and what is new."""
    from pairing_cli.services.reports.brief import brief as told

    run = run_of(ctx)
    store = run.reader()
    found = told(store, mentee, run.cycle(store, cycle), run.as_of)
    report = report_of(found)
    if output is None:
        return report
    _write(report, output)
    return Done(phrase("Wrote {path}.", path=str(output)))


def report_of(found: Brief) -> Report:
    """The brief as sections of lines, and as the contract's object."""
    pairing = found.pairing
    state = {**PAIRING_STATES, **STATES_NOW}[found.state]
    sections = (
        (N_("Contacts"), tuple(map(_contact, found.contacts))),
        (N_("Last visits"), tuple(map(_visit, found.visits))),
        (
            N_("Agreed and still open"),
            tuple(
                phrase("{date} {text} ({ref})", date=each.date, text=each.text, ref=each.ref)
                for each in found.next_steps
            ),
        ),
        (N_("Open needs"), tuple(map(_wish, found.needs))),
        (N_("Open problems"), tuple(map(_wish, found.problems))),
        (N_("To be done"), tuple(each.said for each in found.due)),
        (
            N_("New since the last visit"),
            tuple(
                phrase("{date} {what}", date=each.date, what=each.what) for each in found.changed
            ),
        ),
    )
    return Report(
        data={
            "mentor": pairing.mentor,
            "mentee": pairing.mentee,
            "county": pairing.county,
            "as_of": found.as_of,
            "state": found.state,
            "attainment": found.attainment,
            "contacts": found.contacts,
            "visits": tuple(_visit_data(each) for each in found.visits),
            "next_steps": found.next_steps,
            "needs": found.needs,
            "problems": found.problems,
            "due": found.due,
            "changed": found.changed,
        },
        blocks=tuple(Lines(lines, Phrase(title)) for title, lines in sections if lines)
        or (Lines((phrase("Nothing is on record yet."),)),),
        title=phrase(
            "{mentee} ← {mentor} {day}: {state}, fulfilment {percent}",
            mentee=pairing.mentee,
            mentor=pairing.mentor,
            day=found.as_of,
            state=state,
            percent="—" if found.attainment is None else f"{found.attainment}%",
        ),
    )


def _contact(each: Contact) -> Phrase:
    return phrase(
        "{side}: {name} ({role}) {phone}",
        side=GROUP_SIDES[each.side],
        name=each.name,
        role=ROLES[each.role],
        phone=each.phone or "",
    )


def _wish(each: OpenWish) -> Phrase:
    return phrase("{text} ({days} days)", text=each.text, days=each.days_open)


def _visit(each: BriefVisit) -> Phrase:
    said = phrase("{date} {form}", date=each.date, form=each.form_label)
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


def _visit_data(each: BriefVisit) -> dict[str, object]:
    return {name: value for name, value in each._asdict().items() if name != "form_label"}


def _write(report: Report, path: Path) -> None:
    from pairing_cli.output.formats import write_file
    from pairing_cli.output.language import language, translate
    from pairing_cli.output.text import harmless

    if path.suffix.lower() == ".md":
        write_file(report, "markdown", path)
        return
    from pairing_cli.files.printed.one_page import OnePage, Section, write_one_page

    def said(text: Phrase) -> str:
        return harmless(translate(text))

    sections = [
        Section(said(block.title) if block.title else "", [said(line) for line in block.lines])
        for block in report.blocks
        if isinstance(block, Lines)
    ]
    title = said(report.title) if report.title else ""
    write_one_page(OnePage("zh-CN" if language() == "zh" else "en", title, sections), path)
