"""`brief`: one screen and one page before a visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.papers.all_papers import (
    AllPapers,
    OptionalMentee,
    check_whose,
    new_folder,
    write_all,
)
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.output.listing import Done, Lines, Report

if TYPE_CHECKING:
    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.services.reports.brief import Brief, BriefVisit

app = verbs()


@command(
    app,
    "brief",
    N_("What to know before a visit, on one page."),
    "pairing brief 隆子县",
    "pairing brief 隆子县 -o 隆子县走访前.docx",
    "pairing brief --all -o 走访前",
    "pairing brief 隆子县 --as-of 2022-06-30 --json",
)
def brief(
    ctx: typer.Context,
    mentee: OptionalMentee = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".docx", ".html", ".md", tells=True, folder_with="every"),
            help=N_("Write it as one page: a .docx, .html or .md file."),
        ),
    ] = None,
    every: AllPapers = False,
    cycle: params.Cycle = None,
) -> Report | Done:
    """Who they are, what was last agreed, what is open and due, and what is new."""
    from pairing_cli.cli.reports.screens.other_mentors import beside
    from pairing_cli.services.reports.brief import brief as told

    run = run_of(ctx)
    whose = check_whose(mentee, every=every)
    store = run.reader()

    def write(pairing: PairingDetail, of: CycleRow, path: Path) -> None:
        _write(told(store, pairing.id, of, run.as_of), path)

    if every:
        return write_all(
            run, cycle, new_folder(output), Label("走访前情况", "brief"), ".docx", write
        )
    chosen = run.cycle(store, cycle)
    found = told(store, whose, chosen, run.as_of)
    others = beside(store, found.pairing, whose, run.as_of)
    if output is None:
        return report_of(found)._replace(notes=others)
    _write(found, output)
    return Done(phrase("Wrote {path}.", path=str(output)), notes=others)


def report_of(found: Brief) -> Report:
    """The brief as sections of lines, and as the contract's object."""
    from pairing_cli.services.reports.printed.brief import sections, state_label

    pairing = found.pairing
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
        blocks=tuple(Lines(lines, title) for title, lines in sections(found)),
        title=phrase(
            "{mentee} ← {mentor} {day}: {state}, fulfilment {percent}",
            mentee=pairing.mentee,
            mentor=pairing.mentor,
            day=found.as_of,
            state=state_label(found.state),
            percent="—" if found.attainment is None else f"{found.attainment}%",
        ),
    )


def _visit_data(each: BriefVisit) -> dict[str, object]:
    return {name: value for name, value in each._asdict().items() if name != "form_label"}


def _write(found: Brief, path: Path) -> None:
    from pairing_cli.cli.pairings.record_params import voice
    from pairing_cli.services.reports.printed.brief import brief_page

    page, ending = brief_page(found, voice()), path.suffix.lower()
    if ending == ".docx":
        from pairing_cli.files.printed.papers import write_docx

        write_docx(voice().template("brief.docx"), page.values, path)
    elif ending == ".html":
        from pairing_cli.files.printed.one_page import write_one_page

        write_one_page(page, path)
    else:
        from pairing_cli.output.formats import literal, write_text

        lines = [f"# {literal(page.title)}", *map(literal, page.about)]
        for section in page.sections:
            lines += [f"## {literal(section.title)}"] if section.title else []
            lines.append("\n".join(f"- {literal(line)}" for line in section.lines))
        write_text("\n\n".join(lines) + "\n", path)
