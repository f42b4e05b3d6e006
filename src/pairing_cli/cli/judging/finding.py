"""The commands of `inspection` on findings: found, mended, looked at again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging.inspection_columns import (
    FINDING_COLUMNS,
    finding_row,
    findings_listing,
)
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    MenteeFilter,
    Note,
    ReasonOption,
    answer,
    list_scope,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.judging.words import FINDING_STATES, FindingState, How, Result, Subject
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.judging.finding_edit import Moved
    from pairing_cli.services.judging.findings import FindingRow

Owner = Annotated[
    Subject | None,
    typer.Option("--owner", metavar="SIDE", help=N_("mentor, mentee, both or county.")),
]
Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help=N_("By when it is to be mended."))
]
FindingArg = Annotated[
    str, typer.Argument(metavar="FINDING", help=N_("The ref that findings shows."))
]


def declare(app: typer.Typer) -> None:
    """Give `inspection` the verbs on findings."""
    command(
        app,
        "find",
        N_("Record a finding that no item holds."),
        "pairing inspection find 4f2a 措美县 --text 午睡室通风差 --owner mentee",
    )(find)
    command(
        app,
        "findings",
        N_("What has to be mended, and how it stands."),
        "pairing inspection findings",
        "pairing inspection findings 措美县 --open",
        "pairing inspection findings --overdue --check",
    )(findings)
    command(
        app,
        "edit-finding",
        N_("Word a finding otherwise, give it another day, or remove it."),
        "pairing inspection edit-finding 4f2a --text 未签责任书 --due 2023-07-20",
        "pairing inspection edit-finding 4f2a --remove --reason 重复",
    )(edit_finding)
    command(
        app,
        "rectify",
        N_("Report what was done about a finding."),
        "pairing inspection rectify 4f2a --how 已补签责任书 --by 扎西",
        "pairing inspection rectify 4f2a --how 已整理归档 --file 照片.jpg",
    )(rectify)
    command(
        app,
        "recheck",
        N_("Look at what was mended: passed or failed."),
        "pairing inspection recheck 4f2a --passed --by 李某",
        "pairing inspection recheck 4f2a --failed --by 李某 --new-due 2023-08-15",
    )(recheck)


def find(
    ctx: typer.Context,
    ref: params.RefArg,
    mentee: Annotated[
        str,
        typer.Argument(
            metavar="MENTEE", autocompletion=kindergartens, help=N_("The mentee, or the county.")
        ),
    ],
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("What was found."))],
    item: Annotated[
        str | None, typer.Option("--item", metavar="CODE", help=N_("The item it belongs to."))
    ] = None,
    owner: Owner = None,
    due: Due = None,
    critical: Annotated[
        bool | None,
        typer.Option("--critical/--not-critical", help=N_("Looked at again on the spot only.")),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record a finding by hand; those of a “no” come by themselves when the inspection is done."""
    from pairing_cli.services.judging.finding_edit import FindingInput, add_finding
    from pairing_cli.services.judging.open_inspections import writable_target

    run = run_of(ctx)
    wish = FindingInput(text, owner, params.day(due, run.as_of), critical)
    with run.writing("inspection find", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        target = writable_target(store, ref, mentee, chosen, run.as_of, correct=run.correction)
        row = add_finding(store, target, wish, run.as_of, item_code=item)
    message = phrase(
        "Recorded finding {ref} of {mentee}, due {due}.",
        ref=row.ref,
        mentee=row.mentee_short,
        due=row.due,
    )
    return _answered(message, row, dry_run=dry_run)


@exported("findings")
def findings(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    open_: Annotated[bool, typer.Option("--open", help=N_("Only what isn't closed."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only what is overdue."))] = False,
    state: Annotated[
        FindingState | None,
        typer.Option("--state", metavar="STATE", help=N_("open, overdue, reported or closed.")),
    ] = None,
    owner: Owner = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is overdue."))
    ] = False,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """What has to be mended, critical first, as it stands on the day."""
    from pairing_cli.services.judging.findings import list_findings

    scope = list_scope(ctx, cycle, mentee, mentor, county, every)
    wanted = FindingState.OVERDUE if overdue else state
    rows = [
        row
        for row in list_findings(scope.store, scope.cycle, scope.wanted, scope.as_of)
        if (row.is_open or not open_) and wanted in (None, row.state) and owner in (None, row.owner)
    ]
    late = any(row.state == FindingState.OVERDUE for row in rows)
    title = phrase("Findings to be mended (as of {day})", day=scope.as_of.isoformat())
    listing = findings_listing(rows, title, exit_code=int(check and late))
    return listing._replace(is_withheld=_is_unsealed)


def edit_finding(
    ctx: typer.Context,
    ref: FindingArg,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help=N_("What was found."))
    ] = None,
    owner: Owner = None,
    due: Due = None,
    critical: Annotated[
        bool | None,
        typer.Option("--critical/--not-critical", help=N_("Looked at again on the spot only.")),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=N_("Take it off the list; needs --reason."))
    ] = False,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Word a finding otherwise, give it another owner or day, or take it off the list."""
    from pairing_cli.services.judging.finding_edit import FindingInput, remove_finding
    from pairing_cli.services.judging.finding_edit import edit_finding as change

    run = run_of(ctx)
    if remove and not reason:
        raise UsageError("no-reason", phrase("Say why: --reason TEXT"))
    wish = FindingInput(text, owner, params.day(due, run.as_of), critical)
    with run.writing("inspection edit-finding", reason=reason, dry_run=dry_run) as store:
        if remove:
            row = remove_finding(store, ref, reason=str(reason), on=run.as_of)
        else:
            row = change(store, ref, wish, run.as_of)
    values = {"ref": row.ref, "mentee": row.mentee_short, "state": FINDING_STATES[row.state]}
    message = phrase("Changed finding {ref} of {mentee}: {state}.", **values)
    return _answered(message, row, dry_run=dry_run)


def rectify(
    ctx: typer.Context,
    ref: FindingArg,
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help=N_("What was done."))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day (default: today)."))
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who did it."))] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="PATH", help=N_("Evidence; may be repeated.")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Report what was done about a finding; it is closed by a look at it."""
    from pairing_cli.services.judging import finding_edit

    run = run_of(ctx)
    with run.writing("inspection rectify", dry_run=dry_run) as store:
        moved = finding_edit.rectify(
            store,
            ref,
            how,
            run.as_of,
            on=params.day(on, run.as_of),
            by=by,
            files=tuple(file or ()),
            database=run.path,
        )
    return _moved(moved, dry_run=dry_run)


def recheck(
    ctx: typer.Context,
    ref: FindingArg,
    passed: Annotated[
        bool | None, typer.Option("--passed/--failed", help=N_("What it came to."))
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Who looked."))] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day (default: today)."))
    ] = None,
    papers: Annotated[
        bool, typer.Option("--papers", help=N_("By the papers, not on the spot."))
    ] = False,
    new_due: Annotated[
        str | None,
        typer.Option("--new-due", metavar="DATE", help=N_("After a failure: by when now.")),
    ] = None,
    note: Note = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Look at what was mended. One that failed needs a new day."""
    from pairing_cli.services.judging import finding_edit

    run = run_of(ctx)
    if passed is None:
        raise UsageError("no-result", phrase("Say what it came to: --passed or --failed"))
    if by is None:
        raise UsageError("nobody", phrase("Say who looked: --by NAME"))
    look = finding_edit.RecheckInput(
        result=Result.PASSED if passed else Result.FAILED,
        by=by,
        on=params.day(on, run.as_of),
        how=How.PAPERS if papers else How.ON_SITE,
        new_due=params.day(new_due, run.as_of),
        note=note,
    )
    with run.writing("inspection recheck", dry_run=dry_run) as store:
        moved = finding_edit.recheck(store, ref, look, run.as_of)
    return _moved(moved, dry_run=dry_run)


def _moved(moved: Moved, *, dry_run: bool) -> Done:
    """What was done to a finding, and what its owner still has open."""
    row = moved.row
    message = phrase(
        "Finding {ref} of {mentee}: {state}; {open} not closed yet.",
        ref=row.ref,
        mentee=row.mentee_short,
        state=FINDING_STATES[row.state],
        open=moved.open,
    )
    return _answered(message, row, dry_run=dry_run)


def _answered(message: Phrase, row: FindingRow, *, dry_run: bool) -> Done:
    return answer(message, Listing(FINDING_COLUMNS, [finding_row(row)]), dry_run=dry_run)


def _is_unsealed(row: dict[str, object]) -> bool:
    """Until its inspection is done, only the bureau knows of a finding."""
    return not row["sealed"]
