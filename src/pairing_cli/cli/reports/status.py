"""`status`: what is missed, due, behind or missing."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import TEXT, TextCommand, command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.other_cycles import also_open
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.owing import DUE, OWING, PERIOD, RULE
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.records.reports import KIND, MESSAGE, SEVERITY
from pairing_cli.output.listing import Listing, Plain, column

if TYPE_CHECKING:
    from pairing_cli.services.reports.status import Status

app = verbs()

SEVERITIES = {
    "missed": Label("逾期", "missed"),
    "due": Label("即将到期", "due"),
    "behind": Label("滞后", "behind"),
    "missing": Label("缺材料", "missing"),
    "unconfirmed": Label("待确认", "unconfirmed"),
    "no_contact": Label("久未联系", "no contact"),
}

KINDS = {
    "rule": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
    "visit": Label("活动", "visit"),
    "agreement": Label("协议", "agreement"),
    "contact": Label("联系", "contact"),
}

TONES = {"missed": "bad", "due": "warn", "behind": "warn", "missing": "warn", "no_contact": "bad"}

COLUMNS = (
    column(SEVERITY, labels=SEVERITIES, tones=TONES),
    column(KIND, wide=True, labels=KINDS),
    column(MENTOR),
    column(MENTEE),
    column(COUNTY),
    column(RULE),
    column(PERIOD, wide=True),
    column(DUE, wide=True),
    column(MESSAGE),
    column(REF, wide=True),
    column(OWING),
)

SHOWN_TO_PEOPLE = 24
"""Findings in a table where nobody asks for more: as many as fit on a screen."""


@exported("status", limit=sys.maxsize)
@command(
    app,
    "status",
    N_("What is missed, due, behind or missing."),
    "pairing status",
    "pairing status --county 隆子县 --as-of 2022-06-30",
    "pairing status --limit 20",
    "pairing status --check || echo 有未完成",
    "pairing status --for 隆子县 --format text",
    cls=TextCommand,
)
def status(
    ctx: typer.Context,
    mentor: params.Mentor = None,
    county: params.County = None,
    mentee: Annotated[
        str | None,
        typer.Option(
            "--mentee",
            "--for",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("Only this mentee's."),
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help=N_("Only the N worst findings.")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is found."))
    ] = False,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    cycle: params.Cycle = None,
) -> Listing | Plain:
    """What is missed, due within 14 days, behind, missing, unconfirmed or silent; worst first.

    As text: what a kindergarten is to be reminded of, to paste into a chat.
    """
    from pairing_cli.services.programme.cycles import find_cycle
    from pairing_cli.services.reports.status import status as findings

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    found = findings(
        store,
        chosen,
        run.as_of,
        mentor=mentor,
        county=county,
        mentee=mentee,
        ledger=ledger.ledger,
    )
    if run.format == TEXT:
        return _reminder(run, found, mentee, limit, check=check)
    if limit is None and run.format is None:
        limit = SHOWN_TO_PEOPLE
    return Listing(
        COLUMNS,
        found.rows[:limit],
        title=phrase(
            "Status of cycle {cycle} as of {day}", cycle=chosen.code, day=run.as_of.isoformat()
        ),
        notes=(*_notes(found, limit), *also_open(run, store, chosen, cycle)),
        empty=phrase("Nothing is due."),
        exit_code=1 if check and found.rows else 0,
    )


def _reminder(
    run: Run, found: Status, mentee: str | None, limit: int | None, *, check: bool
) -> Plain:
    """What the mentee is to be reminded of, as a message."""
    from pairing_cli.output.language import translate
    from pairing_cli.output.text import harmless
    from pairing_cli.services.programme.lookup import find_kindergarten
    from pairing_cli.services.reports.reminders import reminder

    if mentee is None:
        raise UsageError(
            "for-whom",
            phrase("A reminder is for one kindergarten."),
            hint=phrase("Say for which: --for NAME"),
        )
    name = find_kindergarten(run.reader(), mentee).name
    if not found.pairings:
        raise NotFound(
            "no-regular-pairing",
            phrase("{name} isn't helped by a regular pairing of the cycle.", name=name),
            hint=phrase("Reminders go to the side that is helped. See: pairing list"),
        )
    text = translate(reminder(found.rows[:limit], name, run.as_of))
    return Plain(harmless(text, keep="\n") + "\n", exit_code=1 if check and found.rows else 0)


def _notes(found: Status, limit: int | None) -> tuple[Phrase, ...]:
    notes = []
    if found.rows:
        counts = Counter(row.severity for row in found.rows)
        shares = tuple(
            phrase("{label} {number}", label=label, number=counts[code])
            for code, label in SEVERITIES.items()
            if counts[code]
        )
        notes.append(
            phrase_n(
                "{count} finding: {counts}.",
                "{count} findings: {counts}.",
                len(found.rows),
                counts=shares,
            )
        )
    if limit is not None and len(found.rows) > limit:
        notes.append(phrase("Only the {limit} worst are shown. More: --limit N", limit=limit))
    if found.waived:
        notes.append(
            phrase(
                "Left out because they are waived: {count}. See: pairing waiver list",
                count=found.waived,
            )
        )
    return tuple(notes)
