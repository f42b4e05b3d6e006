"""`agreement`: letters with the county, agreements between kindergartens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    WHO,
    AllOption,
    MenteeArg,
    MenteeFilter,
    MenteeOrRefArg,
    Note,
    Output,
    ReasonOption,
    Template,
    Title,
    answer,
    list_scope,
    removed,
    voice,
)
from pairing_cli.cli.papers.all_papers import AllPapers, check_whose, write_all
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, AGREEMENT_STATES, AgreementKind
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import NOTE, REF, REMOVED_REASON, TITLE
from pairing_cli.domain.records.papers import (
    AGREEMENT,
    AGREEMENT_KIND,
    AGREEMENT_STATE,
    FILES,
    IN_FORCE_UNTIL,
    PARTIES,
    SIGN_BY,
    SIGNATORIES,
    SIGNED,
)
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.papers.agreement_edit import AgreementInput
    from pairing_cli.services.papers.agreements import AgreementRow
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.writing import Writer

app = noun(N_("Responsibility letters and agreements."))

COLUMNS = (
    column(REF),
    *WHO,
    column(AGREEMENT_KIND),
    column(TITLE, wide=True),
    column(PARTIES),
    column(SIGNATORIES),
    column(SIGN_BY),
    column(SIGNED),
    column(IN_FORCE_UNTIL),
    column(AGREEMENT_STATE),
    column(FILES),
    column(NOTE),
    column(REMOVED_REASON),
)

OptionalWhich = Annotated[
    str | None,
    typer.Argument(
        metavar="[MENTEE|REF]",
        autocompletion=kindergartens,
        show_default=False,
        help=N_("The mentee, or the ref of the record."),
    ),
]
Kind = Annotated[
    AgreementKind | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=N_("responsibility_letter (with the county) or agreement (between kindergartens)."),
    ),
]
Party = Annotated[
    list[str] | None,
    typer.Option(
        "--party",
        metavar="NAME",
        help=N_("A party; may be repeated (default: mentor and county's bureau, or both sides)."),
    ),
]
Signatory = Annotated[
    list[str] | None,
    typer.Option("--signatory", metavar="NAME", help=N_("Who signs, in the order of the parties.")),
]
Signed = Annotated[
    str | None, typer.Option("--signed", metavar="DATE", help=N_("When it was signed."))
]
Due = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help=N_("By when it is to be signed."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help=N_("The last day it holds."))
]
Files = Annotated[
    list[Path] | None,
    typer.Option("--file", metavar="PATH", help=N_("The signed paper; may be repeated.")),
]


@command(
    app,
    "add",
    N_("Record a letter or agreement, signed or to be signed."),
    "pairing agreement add 隆子县 --kind responsibility_letter --signed 2022-03-31"
    " --signatory 甲方代表 --signatory 乙方代表",
    "pairing agreement add 隆子县 --kind agreement --due 2022-03-31",
)
def add(
    ctx: typer.Context,
    mentee: MenteeArg,
    kind: Kind = None,
    signed: Signed = None,
    signatory: Signatory = None,
    party: Party = None,
    due: Due = None,
    until: Until = None,
    title: Title = None,
    file: Files = None,
    note: Note = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record a letter or agreement, signed or to be signed."""
    from pairing_cli.services.papers.agreement_edit import add_agreement
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    wish = _wish(
        kind, title, party, signatory, file, note,
        due=params.day(due, run.as_of),
        signed=params.day(signed, run.as_of),
        until=params.day(until, run.as_of),
    )  # fmt: skip
    with run.writing("agreement add", dry_run=dry_run) as store:
        row = add_agreement(
            store,
            mentee,
            wish,
            cycle_to_write(store, cycle, wish.signed or run.as_of),
            as_of=run.as_of,
            today=run.today,
            database=run.path,
        )
    message = phrase(
        "Recorded {kind} {ref} of {mentee} ({state}).",
        kind=AGREEMENT_KINDS[row.kind],
        ref=row.ref,
        mentee=row.mentee,
        state=AGREEMENT_STATES[row.state],
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@exported("agreements")
@command(
    app,
    "list",
    N_("Letters and agreements, and how they stand."),
    "pairing agreement list",
    "pairing agreement list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Letters and agreements, and how they stand."""
    from pairing_cli.services.papers.agreements import list_agreements

    store, chosen, wanted, as_of = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_agreements(store, chosen, wanted, as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Agreements of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} agreement.", "{count} agreements.", len(rows)),) if rows else (),
        empty=phrase("No agreements."),
    )


@command(
    app,
    "show",
    N_("One letter or agreement, in full."),
    "pairing agreement show 隆子县",
    "pairing agreement show 4f2a",
)
def show(
    ctx: typer.Context, which: MenteeOrRefArg, kind: Kind = None, cycle: params.Cycle = None
) -> Facts:
    """One letter or agreement, in full: the mentee's latest, or that of the ref."""
    from pairing_cli.services.papers.agreements import find_agreement

    run = run_of(ctx)
    store = run.reader()
    row = find_agreement(store, which, run.cycle(store, cycle), run.as_of, kind=kind)
    return Facts(COLUMNS, row, title=phrase("Agreement {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Correct a letter or agreement, or say that it is signed."),
    "pairing agreement edit 隆子县 --signed 2022-04-02 --signatory 次仁 --signatory 德吉",
    "pairing agreement edit 4f2a --until 2024-03-31 --file 责任书.pdf",
    clears=(SIGN_BY, SIGNED, IN_FORCE_UNTIL, TITLE, NOTE),
)
def edit(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    kind: Kind = None,
    signed: Signed = None,
    signatory: Signatory = None,
    party: Party = None,
    due: Due = None,
    until: Until = None,
    title: Title = None,
    file: Files = None,
    note: Note = None,
    reason: ReasonOption = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct a letter or agreement, or say that it is signed."""
    from pairing_cli.services.papers.agreement_edit import edit_agreement
    from pairing_cli.services.papers.agreements import find_agreement
    from pairing_cli.services.programme.clearing import clear_fields
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    wish = _wish(
        kind, title, party, signatory, file, note,
        due=params.day(due, run.as_of),
        signed=params.day(signed, run.as_of),
        until=params.day(until, run.as_of),
    )  # fmt: skip
    with run.writing("agreement edit", reason=reason, dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        found = find_agreement(store, which, chosen, run.as_of)
        clear_fields(store, AGREEMENT, found.id, cleared(ctx))
        row = edit_agreement(
            store, found.id, wish, as_of=run.as_of, today=run.today, database=run.path
        )
    message = phrase(
        "Changed {kind} {ref} of {mentee} ({state}).",
        kind=AGREEMENT_KINDS[row.kind],
        ref=row.ref,
        mentee=row.mentee,
        state=AGREEMENT_STATES[row.state],
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@plain_verb(app, AGREEMENT, "remove", "pairing agreement remove 4f2a --reason 误登")
def remove(
    ctx: typer.Context,
    which: MenteeOrRefArg,
    reason: params.Reason,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a letter or agreement off the lists; it stays on record."""
    from pairing_cli.services.papers.agreements import agreement_by_id, find_agreement

    run = run_of(ctx)

    def find(store: Writer) -> str:
        chosen = run.cycle(store, cycle)
        return find_agreement(store, which, chosen, run.as_of).id

    return removed(
        run,
        AGREEMENT,
        "agreement remove",
        find,
        lambda store, key: agreement_by_id(store, key, run.as_of),
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


@command(
    app,
    "letter",
    N_("Print a letter or agreement as a DOCX file."),
    "pairing agreement letter 隆子县 -o letter.docx",
    "pairing agreement letter 隆子县 --kind agreement -o 协议书.docx",
    "pairing agreement letter --all -o 责任书",
)
def letter(
    ctx: typer.Context,
    output: Output,
    which: OptionalWhich = None,
    kind: Kind = None,
    template: Template = None,
    every: AllPapers = False,
    cycle: params.Cycle = None,
) -> Done:
    """Print a letter or agreement: as it is on record, else one to be signed."""
    from pairing_cli.services.pairings.pairings import show_pairing
    from pairing_cli.services.papers.agreements import latest_agreement
    from pairing_cli.services.reports.printed.papers import write_letter

    run = run_of(ctx)
    store = run.reader()
    wanted = kind or AgreementKind.RESPONSIBILITY_LETTER
    whose = check_whose(which, every=every)

    def write(pairing: PairingDetail, of: CycleRow, path: Path) -> AgreementRow | None:
        row = latest_agreement(store, pairing.id, of, run.as_of, kind=kind)
        write_letter(store, pairing, row, of, path, voice(), template=template, kind=wanted)
        return row

    if every:
        return write_all(run, cycle, output, AGREEMENT_KINDS[wanted], ".docx", write)
    chosen = run.cycle(store, cycle)
    found = latest_agreement(store, whose, chosen, run.as_of, kind=kind)
    pairing = show_pairing(store, found.pairing_id if found else whose, chosen, as_of=run.as_of)
    of = run.cycle(store, pairing.cycle)
    write_letter(store, pairing, found, of, output, voice(), template=template, kind=wanted)
    notes = () if found else (phrase("Nothing of it is on record yet: it has lines to sign on."),)
    return Done(
        phrase("Wrote {path}.", path=str(output)),
        rows=Listing(COLUMNS, [found] if found else []),
        notes=notes,
    )


def _wish(
    kind: AgreementKind | None,
    title: str | None,
    party: list[str] | None,
    signatory: list[str] | None,
    file: list[Path] | None,
    note: str | None,
    **days: object,
) -> AgreementInput:
    from pairing_cli.services.papers.agreement_edit import AgreementInput

    return AgreementInput(
        kind=kind,
        title=title,
        parties=tuple(party or ()),
        signatories=tuple(signatory or ()),
        files=tuple(file or ()),
        note=note,
        **days,  # type: ignore[arg-type]  # days, as params.day gives them
    )
