"""`cycle check`, `close`, `reopen`: the end of a cycle, and its figures frozen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.results import TAKE_BACK
from pairing_cli.domain.errors import PairingError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.ending import (
    CHECK,
    CHECK_BLOCKS,
    CHECK_CLEAR,
    CHECK_COUNT,
    CHECK_RESULT,
)
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.output.listing import Column, Done, Facts, Listing, Report, column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing_cli.services.ending.checks import Check
    from pairing_cli.services.ending.looking import LookedAt
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader

COLUMNS = (
    column(CHECK, shown_as="title"),
    column(CHECK_RESULT, shown_as="result_shown"),
    column(CHECK_COUNT, wide=True),
    column(CHECK_BLOCKS, wide=True),
    Column("told", N_("Remarks")),
    column(CHECK_CLEAR, wide=True, shown_as="how"),
)

CycleCode = Annotated[
    str | None,
    typer.Argument(
        metavar="[CODE]",
        show_default=False,
        help=N_("The cycle (default: the one that has ended)."),
    ),
]


def check(ctx: typer.Context, code: CycleCode = None, cycle: params.CycleSummedUp = None) -> Report:
    """What is still open before a cycle can be closed, and how each thing is cleared."""
    run = run_of(ctx)
    store = run.reader()
    chosen = _cycle(store, run, code or cycle)
    return _report(run, _looked_at(run, chosen))


def _cycle(store: Reader, run: Run, code: str | None) -> CycleRow:
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    return wrap_up_cycle(store, code, run.as_of)


def _looked_at(run: Run, cycle: CycleRow, *, backed_up: bool = False) -> LookedAt:
    """What is found; whether the file is sound is found as by the doctor. `backed_up`: a verified
    backup follows, which looks at the rest.
    """
    from pairing_cli.services.ending.looking import look_at
    from pairing_cli.services.keeping.doctor import is_damaged

    store = run.reader()
    is_sound = not is_damaged(store, run.path, backed_up=backed_up)
    return look_at(store, cycle, run.as_of, is_sound=is_sound)


def _report(run: Run, found: LookedAt) -> Report:
    cycle, checks = found.cycle, found.checks
    blocking = [check for check in checks if check.blocks and check.is_open]
    data = {
        "cycle": cycle.code,
        "day": run.as_of.isoformat(),
        "can_close": not blocking and cycle.state != "closed",
        "checks": [check.data for check in checks],
    }
    return Report(
        data,
        (Listing(COLUMNS, checks),),
        title=phrase(
            "Before cycle {code} is closed ({day})", code=cycle.code, day=run.as_of.isoformat()
        ),
        notes=(
            _verdict(checks, blocking),
            *(
                phrase("{title}: {command}", title=check.title, command=check.clear)
                for check in blocking
                if check.clear
            ),
        ),
    )


def _verdict(checks: Sequence[Check], blocking: Sequence[Check]) -> Phrase:
    reminders = sum(check.is_open and not check.blocks for check in checks)
    if blocking:
        return phrase_n(
            "It can't be closed yet: {count} thing has to be cleared first.",
            "It can't be closed yet: {count} things have to be cleared first.",
            len(blocking),
        )
    return phrase_n(
        "It can be closed, with {count} reminder.",
        "It can be closed, with {count} reminders.",
        reminders,
    )


def close(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The cycle."))],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help=N_("Who closes it."))
    ] = None,
    override: params.Override = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            click_type=OutputType(""),
            help=N_("Also write the cycle's whole set of papers to a new folder."),
        ),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done | Report:
    """Freeze a cycle's figures and close it, after a verified backup."""
    from pairing_cli.services.ending.closing import close_cycle
    from pairing_cli.services.ending.looking import check_can_close

    run = run_of(ctx)
    chosen = run.cycle(run.reader(), code)
    if dry_run:
        return _report(run, _looked_at(run, chosen))
    found = _looked_at(run, chosen, backed_up=True)
    if output is not None:
        from pairing_cli.cli.ending.closing_set import check_new

        check_new(output)
        if chosen.state == CycleState.CLOSED:
            return Done(_set(ctx, run, chosen, output))
    check_can_close(found, override)
    _back_up(run)
    with run.writing("cycle close", reason=override) as writer:
        row = close_cycle(writer, found, by=by, override=override)
    message = phrase(
        "Closed cycle {code} on {day}; the figures are frozen (sha256 {sha256}).",
        code=chosen.code,
        day=row.on_date.isoformat(),
        sha256=f"{row.sha256[:4]}…{row.sha256[-2:]}",
    )
    notes = (_set(ctx, run, chosen, output),) if output is not None else ()
    return Done(message, hint=TAKE_BACK, rows=_report(run, found), notes=notes)


def _back_up(run: Run) -> None:
    """A verified copy. Raises `Damaged` also for what can be copied and yet not relied on."""
    from pairing_cli.services.ending.looking import unsound
    from pairing_cli.store.backup import Reason, back_up

    run.close_reader()
    backup = back_up(run.path, reason=Reason.CLOSE)
    run.note(phrase("Backed up first: {path}", path=str(backup.path)))
    if backup.state != "good":
        raise unsound()


def _set(ctx: typer.Context, run: Run, cycle: CycleRow, output: Path) -> Phrase:
    """Write the papers of a closed cycle; where that fails, it stays closed and says so."""
    from pairing_cli.cli.ending.closing_set import write_set

    try:
        return write_set(ctx, run, cycle.code, output)
    except PairingError as error:
        error.hint = phrase(
            "The cycle is closed. To write its papers again: pairing cycle close {code} -o FOLDER",
            code=cycle.code,
        )
        raise


def reopen(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The cycle."))],
    reason: params.Reason,
    dry_run: params.DryRun = False,
) -> Done:
    """Have a closed cycle take writes again; what was frozen stays on record."""
    from pairing_cli.cli.results import written
    from pairing_cli.services.ending.closing import reopen_cycle

    run = run_of(ctx)
    with run.writing("cycle reopen", reason=reason, dry_run=dry_run) as store:
        chosen = run.cycle(store, code)
        row = reopen_cycle(store, chosen, day=run.as_of, reason=reason)
    message = phrase(
        "Reopened cycle {code}; the figures frozen on {day} stay on record.",
        code=chosen.code,
        day=row.on_date.isoformat(),
    )
    return written(message, None, dry_run=dry_run)


COMPARED_COLUMNS = (
    Column("figure", N_("Figure"), shown_as="title"),
    Column("frozen", N_("Frozen"), right=True),
    Column("now", N_("Now"), right=True),
    Column("difference", N_("Difference"), right=True),
)

CORRECTION_COLUMNS = (
    Column("seq", N_("No."), right=True),
    Column("on", N_("Date")),
    Column("command", N_("Command")),
    Column("reason", N_("Reason")),
)


def closing_blocks(
    store: Reader, cycle: CycleRow
) -> tuple[dict[str, Any], tuple[Listing | Facts, ...]]:
    """What `cycle show` says of a closed cycle: frozen, now, the difference and its causes."""
    from pairing_cli.services.ending.compared import compare, corrections
    from pairing_cli.services.ending.frozen import closing_of

    closing = closing_of(store, cycle)
    if closing is None:
        return {}, ()
    rows = compare(store, cycle, closing)
    causes = corrections(store, closing)
    data: dict[str, Any] = {
        "closing": {
            "on": closing.on,
            "by": closing.by,
            "sha256": closing.sha256,
            "override": closing.override_reason,
            "definitions": closing.definitions,
            "figures": [
                {
                    "figure": row.figure,
                    "frozen": row.frozen,
                    "now": row.now,
                    "difference": row.difference,
                }
                for row in rows
            ],
            "corrections": [row._asdict() for row in causes],
        }
    }
    title = phrase(
        "Closed on {day} by {by}, sha256 {sha256}", day=closing.on, by=closing.by,
        sha256=f"{closing.sha256[:4]}…{closing.sha256[-2:]}",
    )  # fmt: skip
    blocks: list[Listing | Facts] = [Listing(COMPARED_COLUMNS, rows, title=title)]
    if causes:
        heading = phrase_n("{count} correction", "{count} corrections", len(causes))
        blocks.append(Listing(CORRECTION_COLUMNS, causes, title=heading))
    return data, tuple(blocks)
