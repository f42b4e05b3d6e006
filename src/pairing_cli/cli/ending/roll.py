"""`cycle roll`: the next cycle, arranged from the one before."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_out import ENDINGS
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.records.ending import (
    DECISION,
    DECISION_REASON,
    NEW_MENTOR,
    OLD_MENTOR,
)
from pairing_cli.domain.records.paired import MENTEE, OVERRIDE_REASON
from pairing_cli.output.listing import Done, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.ending.rolling import Rolled
    from pairing_cli.services.programme.cycles import CycleRow

COLUMNS = (
    column(MENTEE, shown_as="mentee_short"),
    column(OLD_MENTOR, shown_as="former_short"),
    column(DECISION),
    column(NEW_MENTOR, shown_as="mentor_short"),
    column(DECISION_REASON),
    column(OVERRIDE_REASON, wide=True),
)


class Undecided(StrEnum):
    """What is done with a mentee that no row decides on."""

    KEEP = "keep"
    NONE = "none"


def roll(
    ctx: typer.Context,
    new: Annotated[str, typer.Argument(metavar="NEW", help=N_("The code of the next cycle."))],
    from_: Annotated[
        str, typer.Option("--from", metavar="OLD", help=N_("The cycle that it follows."))
    ],
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help=N_("Its first day."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("Its last day."))
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions", metavar="FILE", help=N_("What the meeting has decided, as a table.")
        ),
    ] = None,
    default: Annotated[
        Undecided,
        typer.Option(
            "--default",
            metavar="keep|none",
            help=N_("Who isn't decided on: as proposed (keep), or refused (none)."),
        ),
    ] = Undecided.KEEP,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="PACK", help=N_("A rule pack that doesn't go over.")),
    ] = None,
    groups: Annotated[
        bool, typer.Option("--groups", help=N_("Leading groups go over as they are."))
    ] = False,
    pairs: Annotated[
        bool, typer.Option("--pairs", help=N_("Teacher pairs in force go on."))
    ] = False,
    proposal: Annotated[
        bool, typer.Option("--proposal", help=N_("Only write the proposal for the meeting."))
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(*ENDINGS, tells=True),
            help=N_("The table for the meeting (with --proposal), .xlsx or .csv."),
        ),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done | Report:
    """Arrange the next cycle: who stays, swaps, graduates, and what is carried over."""
    import sys

    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.services.ending.deciding import NOTHING_DECIDED
    from pairing_cli.services.ending.decisions_file import read_decisions
    from pairing_cli.services.ending.rolling import RollInput
    from pairing_cli.services.ending.rolling import roll as arrange

    run = run_of(ctx)
    if proposal != (output is not None):
        raise UsageError(
            "proposal-to-a-file",
            phrase("--proposal and -o go together: the table for the meeting."),
        )
    with run.writing("cycle roll", dry_run=dry_run or proposal) as store:
        old = run.cycle(store, from_)
        first = params.day(start, run.as_of)
        last = params.day(end, run.as_of)
        if first is None or last is None:
            if not proposal:
                raise UsageError(
                    "span-needed", phrase("Say its first and last day: --start DATE --end DATE")
                )
            first, last = first or _day_after(old), last or _two_years(old)
        decided = NOTHING_DECIDED
        if decisions is not None:
            run.check_input(decisions)
            decided = read_decisions(store, decisions, sys.stdin.buffer)
        wanted = RollInput(
            code=new,
            span=DateSpan(first, last),
            decided=decided,
            keep_undecided=default is Undecided.KEEP,
            without=tuple(without or ()),
            groups=groups,
            teacher_pairs=pairs,
        )
        found = arrange(store, old, wanted, as_of=run.as_of, proposal=proposal)
    report = _report(old, found)
    if output is not None:
        return _proposal(output, run.reader(), found)
    if dry_run:
        return report._replace(notes=(*report.notes, phrase("Nothing was written (--dry-run).")))
    message = phrase(
        "Cycle {new} follows {old}: {count} pairings ({start} to {end}).",
        new=found.cycle.code,
        old=old.code,
        count=found.carried["pairings"],
        start=found.cycle.start,
        end=found.cycle.end,
    )
    return written(message, report, dry_run=False, notes=report.notes)


def _day_after(cycle: CycleRow) -> Any:
    import datetime as dt

    return cycle.span.last + dt.timedelta(days=1)


def _two_years(cycle: CycleRow) -> Any:
    import datetime as dt

    return cycle.span.last + dt.timedelta(days=730)


def _report(old: CycleRow, found: Rolled) -> Report:
    data = {
        "from": old.code,
        "to": found.cycle.code,
        "decisions": [
            {
                "mentee": row.mentee,
                "decision": str(row.decision),
                "mentor": row.mentor,
                "former_mentor": row.former_mentor,
                "reason": row.stored_reason,
            }
            for row in found.decisions
        ],
        "exemptions": [
            {"county": each.county, "renewed": each.renewed} for each in found.exemptions
        ],
        "carried": dict(found.carried),
        "missing": list(found.missing_codes),
    }
    title = phrase("From {old} into {new}", old=old.code, new=found.cycle.code)
    return Report(
        data,
        (Listing(COLUMNS, found.decisions, empty=phrase("No pairings.")),),
        title=title,
        notes=(_carried(found), *found.missing),
    )


def _carried(found: Rolled) -> Phrase:
    counted = found.carried
    return phrase(
        "Goes over: rule packs {packs}, layers {layers}, checklists {checklists}, formulas"
        " {schemes}, exemptions {exemptions}. Carried: needs {needs}, problems {problems},"
        " findings {findings}.",
        **{
            name: counted[name]
            for name in (
                "packs",
                "layers",
                "checklists",
                "schemes",
                "exemptions",
                "needs",
                "problems",
                "findings",
            )
        },
    )


def _proposal(output: Path, store: Any, found: Rolled) -> Done:
    """The table that goes to the meeting and comes back as decisions."""
    from pairing_cli.cli.outgoing.listing_out import write_out
    from pairing_cli.domain.fields import Audience
    from pairing_cli.services.ending.deciding import EXEMPTION

    rows: list[Any] = list(found.decisions)
    rows += [
        {
            "mentee": f"{EXEMPTION}{each.county}",
            "decision": None,
            "reason": each.reason,
            "former_mentor": None,
            "mentor": None,
            "override_reason": None,
            "mentee_short": f"{EXEMPTION}{each.county}",
            "former_short": None,
            "mentor_short": None,
        }
        for each in found.exemptions
    ]
    shown = [row if isinstance(row, dict) else _row(row) for row in rows]
    done = write_out(Listing(COLUMNS, shown), output, Audience.ARCHIVE, store)
    hint = phrase("With what is decided: pairing cycle roll … --decisions FILE")
    return done._replace(hint=hint)


def _row(row: Any) -> dict[str, Any]:
    from pairing_cli.output.language import translate

    return {
        "mentee": row.mentee,
        "former_mentor": row.former_mentor,
        "decision": row.decision,
        "mentor": row.mentor,
        "reason": translate(row.reason) if isinstance(row.reason, Label) else row.reason,
        "override_reason": row.override_reason,
        "mentee_short": row.mentee,
        "former_short": row.former_mentor,
        "mentor_short": row.mentor,
    }
