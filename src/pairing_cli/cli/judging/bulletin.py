"""`bulletin`: what is made known to all, frozen when it is published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging import bulletin_reports
from pairing_cli.cli.judging.bulletin_reports import BULLETIN_COLUMNS, BulletinArg, bulletin_row
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import Title, answer, voice
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.judging.words import BulletinKind
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.records.judging import BULLETIN, BULLETIN_TEXTS
from pairing_cli.output.listing import Done, Listing

app = noun(N_("Bulletins: draw up, publish, compare, check."))

Inspections = Annotated[
    list[str] | None,
    typer.Option("--inspection", metavar="REF", help=N_("It tells of this one; repeat it.")),
]


@command(
    app,
    "add",
    N_("Draw up a bulletin."),
    "pairing bulletin add --title 2023年春季督查通报 --inspection 4f2a",
    "pairing bulletin add --title 2023年春季工作简报 --kind progress --as-of 2023-06-30",
)
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("The title."))],
    inspection: Inspections = None,
    kind: Annotated[
        BulletinKind,
        typer.Option("--kind", metavar="KIND", help=N_("inspection, progress or cycle.")),
    ] = BulletinKind.INSPECTION,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Draw up a bulletin. Until it is published its figures are worked out each time."""
    from pairing_cli.services.judging.bulletin_edit import add_bulletin

    run = run_of(ctx)
    with run.writing("bulletin add", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        row = add_bulletin(store, title, kind, tuple(inspection or ()), chosen, run.as_of)
    message = phrase(
        "Drew up bulletin {ref}: {title}, {inspections} inspections, {pairings} pairings.",
        ref=row.ref,
        title=row.title,
        inspections=row.inspections,
        pairings=row.pairings,
    )
    hint = phrase(
        "Its texts: pairing bulletin edit {ref} --good TEXT --problems TEXT --next TEXT",
        ref=row.ref,
    )
    return _answered(message, row, dry_run=dry_run, notes=(hint,))


@command(
    app,
    "edit",
    N_("Word a draft otherwise."),
    "pairing bulletin edit 77c1 --good 送教成系列 --problems 档案不全 --next 月底前补齐",
    clears=BULLETIN_TEXTS,
)
def edit(
    ctx: typer.Context,
    ref: BulletinArg,
    title: Title = None,
    good: Annotated[
        str | None, typer.Option("--good", metavar="TEXT", help=N_("Good practice."))
    ] = None,
    problems: Annotated[
        str | None, typer.Option("--problems", metavar="TEXT", help=N_("The problems."))
    ] = None,
    next_: Annotated[
        str | None, typer.Option("--next", metavar="TEXT", help=N_("What is to be done."))
    ] = None,
    inspection: Inspections = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Word a draft otherwise, or have it tell of a further inspection."""
    from pairing_cli.services.judging.bulletin_edit import BulletinChanges, edit_bulletin

    run = run_of(ctx)
    changes = BulletinChanges(title, good, problems, next_, tuple(inspection or ()), cleared(ctx))
    with run.writing("bulletin edit", dry_run=dry_run) as store:
        row = edit_bulletin(store, ref, changes)
    message = phrase("Changed bulletin {ref}: {title}.", ref=row.ref, title=row.title)
    return _answered(message, row, dry_run=dry_run)


command(
    app,
    "list",
    N_("Bulletins of the cycle, drafts last."),
    "pairing bulletin list",
    "pairing bulletin list --json",
)(bulletin_reports.list_)
command(
    app,
    "show",
    N_("One bulletin with its figures."),
    "pairing bulletin show 77c1",
    "pairing bulletin show 山教通〔2023〕5号 --json",
)(bulletin_reports.show)


@plain_verb(app, BULLETIN, "remove", "pairing bulletin remove 77c1 --reason 重拟")
def remove(
    ctx: typer.Context, ref: BulletinArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a draft off the lists; one that is published is withdrawn."""
    from pairing_cli.services.judging.bulletin_edit import remove_bulletin

    run = run_of(ctx)
    with run.writing("bulletin remove", reason=reason, dry_run=dry_run) as store:
        row = remove_bulletin(store, ref, reason=reason, on=run.as_of)
    message = phrase(
        "Removed {noun} {ref}: {of}.", noun=BULLETIN.noun.label, ref=row.ref, of=row.title
    )
    return _answered(message, row, dry_run=dry_run)


@command(
    app,
    "publish",
    N_("Freeze a bulletin's figures and publish it."),
    "pairing bulletin publish 77c1 --number 山教通〔2023〕5号 --signed-by 扎西 --on 2023-06-28",
)
def publish(
    ctx: typer.Context,
    ref: BulletinArg,
    number: Annotated[
        str, typer.Option("--number", metavar="N", help=N_("The number of the document."))
    ],
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="NAME", help=N_("Who signed it."))
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day (default: today)."))
    ] = None,
    override: params.Override = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Freeze a bulletin's figures and publish it. It never changes afterwards."""
    from pairing_cli.services.judging import bulletin_edit

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    entered = bulletin_edit.Publication(number, signed_by, day, override)
    with run.writing("bulletin publish", reason=override, dry_run=dry_run) as store:
        row = bulletin_edit.publish(store, ref, entered, run.as_of)
    message = phrase(
        "Published bulletin {number} ({ref}): {pairings} pairings, mean {average}; sha256"
        " {sha256}.",
        number=row.number,
        ref=row.ref,
        pairings=row.pairings,
        average="-" if row.average is None else f"{row.average:.1f}",
        sha256=row.sha256,
    )
    hint = phrase("To print it: pairing bulletin print {ref} -o FILE.docx", ref=row.ref)
    return _answered(message, row, dry_run=dry_run, notes=(hint,))


command(
    app,
    "compare",
    N_("A bulletin beside the one published before it."),
    "pairing bulletin compare 77c1",
    "pairing bulletin compare 77c1 5d1a --json",
)(bulletin_reports.compare)
command(
    app,
    "check",
    N_("What would be another figure by today's records."),
    "pairing bulletin check 77c1",
)(bulletin_reports.check)


@command(
    app,
    "print",
    N_("Print a bulletin as an official paper."),
    "pairing bulletin print 77c1 -o 通报.docx",
    "pairing bulletin print 77c1 -o 通报.html --profile public",
)
def print_(
    ctx: typer.Context,
    ref: BulletinArg,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            click_type=OutputType(".docx", ".html", ".md", tells=True),
            help=N_("A .docx, .html or .md file."),
        ),
    ],
    profile: Annotated[
        Audience,
        typer.Option(
            "--profile", metavar="PROFILE", help=N_("For whom: public leaves persons out.")
        ),
    ] = Audience.INTERNAL,
) -> Done:
    """Print a bulletin as an official paper, good practice before problems."""
    from pairing_cli.cli.outgoing.profiles import cleaning
    from pairing_cli.services.judging.bulletins import compare, find_bulletin
    from pairing_cli.services.reports.printed.bulletin import write_bulletin

    store = run_of(ctx).reader()
    row = find_bulletin(store, ref)
    clean = cleaning(profile, store)
    write_bulletin(store, compare(store, row, None), output, voice(), profile, clean)
    rows = Listing(BULLETIN_COLUMNS, [bulletin_row(row)])
    return Done(phrase("Wrote {path}.", path=str(output)), rows=rows)


@command(
    app,
    "withdraw",
    N_("Withdraw a published bulletin; it stays on record."),
    "pairing bulletin withdraw 77c1 --reason 数字有误 --replace 8d20",
)
def withdraw(
    ctx: typer.Context,
    ref: BulletinArg,
    reason: params.Reason,
    replace: Annotated[
        str | None, typer.Option("--replace", metavar="NEW", help=N_("The one in its place."))
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Withdraw a published bulletin. It stays on record with its figures."""
    from pairing_cli.services.judging import bulletin_edit

    run = run_of(ctx)
    with run.writing("bulletin withdraw", reason=reason, dry_run=dry_run) as store:
        row = bulletin_edit.withdraw(store, ref, reason=reason, replacement=replace)
    message = phrase("Withdrew bulletin {number} ({ref}).", number=row.number, ref=row.ref)
    return _answered(message, row, dry_run=dry_run)


def _answered(message: Phrase, row: Any, *, dry_run: bool, notes: tuple[Phrase, ...] = ()) -> Done:
    rows = Listing(BULLETIN_COLUMNS, [bulletin_row(row)])
    return answer(message, rows, dry_run=dry_run, notes=notes)
