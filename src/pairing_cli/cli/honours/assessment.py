"""`assessment`: both partners scored together, visible and explained to the point."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.pairings.record_params import (
    MenteeArg,
    On,
    Template,
    Title,
    answer,
    voice,
)
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.honours import (
    APPROVED_BY,
    APPROVED_ON,
    AS_OF,
    ASSESSMENT,
    ASSESSMENT_STATE,
)
from pairing_cli.domain.records.paired import REF, TITLE
from pairing_cli.domain.vocabulary import LEDGERS
from pairing_cli.output.listing import Column, Done, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.honours.assessments import AssessmentRow

app = noun(N_("Joint scoring of both partners."))

COLUMNS = (
    column(REF),
    column(TITLE),
    column(AS_OF),
    column(ASSESSMENT_STATE),
    column(APPROVED_ON),
    column(APPROVED_BY),
    Column("sha256", N_("SHA-256"), wide=True),
)
SCHEMES = (
    Column("code", N_("Code")),
    Column("title", N_("Title")),
    Column("title_en", N_("Title (English)"), wide=True),
    Column("parts", N_("Parts"), right=True),
    Column("adopted", N_("In force")),
    Column("sha256", N_("SHA-256"), wide=True),
)


class By(StrEnum):
    """Whose scores are shown."""

    PAIRING = "pairing"
    MENTOR = "mentor"
    COUNTY = "county"


ByOption = Annotated[
    By,
    typer.Option("--by", metavar="WHAT", help=N_("pairing (default), mentor or county.")),
]
WhichArg = Annotated[
    str | None,
    typer.Argument(
        metavar="[REF]", show_default=False, help=N_("Which one (default: the latest).")
    ),
]


@command(
    app,
    "schemes",
    N_("The formulas that come along, and the one in force."),
    "pairing assessment schemes",
)
def schemes(ctx: typer.Context, cycle: params.CycleSummedUp = None) -> Listing:
    """The formulas that come along, and the one that the cycle goes by."""
    from pairing_cli.services.honours.schemes import list_schemes
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    return Listing(
        SCHEMES,
        list_schemes(store, chosen),
        title=phrase("Formulas to assess cycle {cycle} by", cycle=chosen.code),
    )


@command(
    app,
    "adopt",
    N_("Adopt a formula: one that comes along, or your own."),
    "pairing assessment adopt bundled",
    "pairing assessment adopt 我市考核办法.yaml",
)
def adopt(
    ctx: typer.Context,
    scheme: Annotated[
        str, typer.Argument(metavar="CODE|FILE", help=N_("Its code, or a YAML file of your own."))
    ],
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Adopt a formula in place of the one before. Approved assessments stay as they are."""
    from pairing_cli.services.honours.scheme_edit import adopt_scheme
    from pairing_cli.services.honours.schemes import list_schemes
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    with run.writing("assessment adopt", dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, run.as_of)
        formula = adopt_scheme(store, scheme, chosen)
        rows = list_schemes(store, chosen)
    message = phrase(
        "Cycle {cycle} is assessed by {title} ({parts} parts).",
        cycle=chosen.code,
        title=formula.title,
        parts=len(formula.parts),
    )
    by = LEDGERS[formula.ledger] if formula.ledger else phrase("both ledgers")
    return written(
        message,
        Listing(SCHEMES, rows),
        dry_run=dry_run,
        notes=(phrase("Activities and papers count by: {ledger}.", ledger=by),),
    )


@command(
    app,
    "add",
    N_("Draft the assessment of the cycle."),
    "pairing assessment add --as-of 2024-03-31 --title 2022—2024年捆绑式考核",
)
def add(
    ctx: typer.Context,
    title: Title = None,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Draft the assessment of the cycle as of the day of the report (--as-of)."""
    from pairing_cli.services.honours.assessment_edit import add_assessment
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    with run.writing("assessment add", dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, run.as_of)
        row = add_assessment(store, chosen, as_of=run.as_of, title=title)
    message = phrase(
        "Drafted assessment {ref} of cycle {cycle} as of {day}.",
        ref=row.ref,
        cycle=chosen.code,
        day=row.as_of,
    )
    notes = (phrase("See it: pairing assessment show {ref}", ref=row.ref),)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


@command(app, "list", N_("The assessments of the cycle."), "pairing assessment list")
def list_(ctx: typer.Context, cycle: params.CycleSummedUp = None) -> Listing:
    """The assessments of the cycle, drafts and approved."""
    from pairing_cli.services.honours.assessments import list_assessments
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    rows = list_assessments(store, chosen, run.as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Assessments of cycle {cycle}", cycle=chosen.code),
        notes=(ASSESSMENT.noun.total(len(rows)),) if rows else (),
        empty=phrase("No assessments. To draft one: pairing assessment add"),
    )


@exported("assessment")
@command(
    app,
    "show",
    N_("Scores by pairing, mentor or county."),
    "pairing assessment show",
    "pairing assessment show c40d --by mentor",
)
def show(
    ctx: typer.Context,
    ref: WhichArg = None,
    by: ByOption = By.PAIRING,
    cycle: params.CycleSummedUp = None,
) -> Listing:
    """Scores by pairing, mentor or county. The score of a pairing is that of its mentee; a mentor
    has the mean of its pairings, and is at most one grade above the worst of them.
    """
    from pairing_cli.cli.honours.assessment_report import listing_by
    from pairing_cli.services.honours import assessments
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    row = assessments.find_assessment(store, ref, chosen, run.as_of)
    figures = assessments.assessed_figures(store, row, chosen)
    return listing_by(figures, by, _heading(row))


@command(
    app,
    "why",
    N_("How the score of one pairing came about."),
    "pairing assessment why 隆子县",
    "pairing assessment why 隆子县 c40d --json",
)
def why(
    ctx: typer.Context,
    mentee: MenteeArg,
    ref: WhichArg = None,
    cycle: params.CycleSummedUp = None,
) -> Report:
    """Every part with its weight, its points and what they are worked out from; and what would
    bring most.
    """
    import datetime as dt

    from pairing_cli.cli.honours.assessment_report import why_report
    from pairing_cli.services.honours import assessments
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    row = assessments.find_assessment(store, ref, chosen, run.as_of)
    figures = assessments.assessed_figures(store, row, chosen)
    day = dt.date.fromisoformat(row.as_of)
    return why_report(figures, assessments.pairing_of(store, figures, mentee, chosen, day))


@command(
    app,
    "adjust",
    N_("Give a pairing points or take some, with the reason."),
    "pairing assessment adjust 隆子县 --points 2 --reason 大雪封路仍坚持送教",
    "pairing assessment adjust 措美县 --points -1.5 --reason 材料迟报",
)
def adjust(
    ctx: typer.Context,
    mentee: MenteeArg,
    points: Annotated[
        float, typer.Option("--points", metavar="N", help=N_("So many; 0 takes it back."))
    ],
    reason: params.Reason,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a pairing points or take some, in the latest assessment while it is a draft."""
    from pairing_cli.cli.honours.assessment_report import listing_by
    from pairing_cli.services.honours import assessment_edit, assessments
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    with run.writing("assessment adjust", reason=reason, dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, run.as_of)
        row = assessment_edit.adjust(
            store, mentee, chosen, points=points, reason=reason, by=run.actor
        )
        figures = assessments.assessed_figures(store, row, chosen)
        found = assessments.pairing_of(store, figures, mentee, chosen, run.as_of)
    message = phrase(
        "Adjusted {mentee} by {points} in assessment {ref}: {total}.",
        mentee=found["mentee"],
        points=f"{points:+g}",
        ref=row.ref,
        total=found["total"],
    )
    listing = listing_by({**figures, "pairings": [found]}, By.PAIRING, _heading(row))
    return written(message, listing, dry_run=dry_run)


@command(
    app,
    "approve",
    N_("Approve an assessment: its figures stand from then on."),
    "pairing assessment approve c40d --by 卓玛",
)
def approve(
    ctx: typer.Context,
    ref: params.RefArg,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=N_("Who approved it."))],
    on: On = None,
    override: params.Override = None,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Approve an assessment: its figures are frozen, with the formula and the rules they go by."""
    from pairing_cli.services.honours import assessment_edit
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("assessment approve", reason=override, dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, run.as_of)
        row = assessment_edit.approve(
            store, ref, chosen, by=by, on=day, today=run.today, override=override
        )
    message = phrase(
        "Approved assessment {ref} as of {day}; frozen, SHA-256 {start}….",
        ref=row.ref,
        day=row.as_of,
        start=(row.sha256 or "")[:8],
    )
    met = (phrase("Met as of {day}: both partners of every pairing are scored.", day=day),)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=met)


@command(
    app,
    "print",
    N_("Print an assessment as a DOCX or XLSX file."),
    "pairing assessment print c40d -o 考核结果.docx",
    "pairing assessment print c40d -o 考核结果.xlsx",
)
def print_(
    ctx: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            click_type=OutputType(".docx", ".xlsx", tells=True),
            help=N_("The .docx or .xlsx file to write."),
        ),
    ],
    ref: WhichArg = None,
    template: Template = None,
    cycle: params.CycleSummedUp = None,
) -> Done:
    """Print an assessment: as a paper, or as a workbook with a sheet each by pairing, mentor and
    county.
    """
    from pairing_cli.cli.honours.assessment_report import report_of
    from pairing_cli.services.honours import assessments
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    row = assessments.find_assessment(store, ref, chosen, run.as_of)
    figures = assessments.assessed_figures(store, row, chosen)
    if output.suffix.lower() == ".xlsx":
        from pairing_cli.cli.outgoing.sheets_out import write_report

        headings: dict[str, Phrase] = {
            By.PAIRING: phrase("By pairing"),
            By.MENTOR: phrase("By mentor"),
            By.COUNTY: phrase("By county"),
        }
        write_report(output, report_of(figures, headings, _heading(row)))
    else:
        from pairing_cli.services.reports.printed.honours import write_assessment

        write_assessment(store, row, figures, output, voice(), template=template)
    count = len(figures["pairings"])
    message = phrase_n(
        "Wrote {path}: {count} pairing.", "Wrote {path}: {count} pairings.", count, path=str(output)
    )
    return Done(message)


def _heading(row: AssessmentRow) -> Phrase:
    from pairing_cli.cli.honours.assessment_report import state_of

    return phrase(
        "{title} ({state}; formula: pairing assessment why)",
        title=row.title or phrase("Joint scoring"),
        state=state_of(row),
    )
