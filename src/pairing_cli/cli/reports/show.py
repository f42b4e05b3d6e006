"""`show`: everything about one pairing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.pairings import pairings
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.honours import (
    APPROVED_ON,
    AS_OF,
    DECIDED_ON,
    DOCUMENT_NUMBER,
    GRADE,
    HONOUR_KIND,
    HONOUR_TITLE,
    PERSON,
    TOTAL,
    UNIT,
)
from pairing_cli.domain.records.paired import END_REASON, NOTE, OVERRIDE_REASON, REF, SOURCE
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.listing import Facts, Listing, Report, column

if TYPE_CHECKING:
    import datetime as dt

    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader

app = verbs()

COLUMNS = (
    *pairings.COLUMNS,
    column(END_REASON),
    column(OVERRIDE_REASON),
    column(NOTE, wide=False),
    column(SOURCE),
)


ASSESSED = (column(REF), column(AS_OF), column(TOTAL), column(GRADE), column(APPROVED_ON))
HONOURED = (column(HONOUR_KIND), column(UNIT), column(PERSON), column(HONOUR_TITLE),
            column(DECIDED_ON), column(DOCUMENT_NUMBER))  # fmt: skip
_HONOUR_KEYS = ("kind", "unit", "person", "title", "decided_on", "document_number")


@command(
    app,
    "show",
    N_("Everything about one pairing."),
    "pairing show 隆子县",
    "pairing show 99b0771a --as-of 2022-06-30",
)
def show(
    ctx: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="REF", help=N_("The mentee's name, or the pairing's ref."))
    ],
    cycle: params.Cycle = None,
) -> Report:
    """Everything about one pairing: its visits and how it stands."""
    from pairing_cli.cli.pairings.visit_columns import columns as columns_of
    from pairing_cli.cli.reports.screens.other_mentors import beside
    from pairing_cli.cli.reports.screens.progress_columns import detail_columns
    from pairing_cli.services.owing.figures import figures_of
    from pairing_cli.services.pairings.pairings import show_pairing
    from pairing_cli.services.reports.detail import detail
    from pairing_cli.services.visits.visits import visits_of_pairing

    run = run_of(ctx)
    store = run.reader()
    found = show_pairing(store, ref, run.cycle(store, cycle), as_of=run.as_of, first=True)
    chosen = run.cycle(store, found.cycle)
    figures = figures_of(store, chosen, run.as_of, among=[found.id])
    rows = detail(figures)
    begun = [row for row in rows if row.state != "not_started"]
    visits = visits_of_pairing(store, found.id, run.as_of)
    rule_columns = tuple(
        column
        for column in detail_columns(figures)
        if column.key not in ("ref", "mentor", "mentee", "period_start", "period_end")
    )
    visit_columns = columns_of(visits)
    judged = _judged(store, chosen, run.as_of, found.id)
    honoured = _honoured(store, chosen, run.as_of, found)
    return Report(
        data={
            **{name: value for name, value in found._asdict().items() if not name.endswith("id")},
            "progress": tuple(rows),
            "visits": tuple(
                {column.key: getattr(row, column.key) for column in visit_columns} for row in visits
            ),
            **judged.data,
            **honoured.data,
        },
        blocks=(
            Facts(COLUMNS, found),
            Listing(
                rule_columns,
                begun,
                title=phrase("What is owed so far"),
                empty=phrase("Nothing is owed yet."),
            ),
            Listing(visit_columns, visits, title=phrase("Visits"), empty=phrase("No visits.")),
            *judged.blocks,
            *honoured.blocks,
        ),
        title=phrase("{mentor} → {mentee}", mentor=found.mentor, mentee=found.mentee),
        notes=beside(store, found, ref, run.as_of),
    )


class _Judged(NamedTuple):
    """What was found or decided of a pairing: for scripts, and as tables."""

    data: Mapping[str, object]
    blocks: tuple[Listing | Facts, ...]


def _judged(store: Reader, cycle: CycleRow, as_of: dt.date, pairing_id: str) -> _Judged:
    """The inspections of a pairing that are done; those to come are unannounced."""
    from pairing_cli.cli.judging.inspection_columns import (
        TARGET_COLUMNS,
        finding_data,
        findings_listing,
        target_row,
    )
    from pairing_cli.services.judging.findings import list_findings
    from pairing_cli.services.judging.inspections import list_targets
    from pairing_cli.services.pairings.pairing_filter import PairingFilter

    targets = [each for each in list_targets(store, cycle, as_of) if each.pairing_id == pairing_id]
    findings = [
        each
        for each in list_findings(store, cycle, PairingFilter(), as_of)
        if each.pairing_id == pairing_id and each.sealed
    ]
    rows = [target_row(each) for each in targets]
    blocks = []
    if rows:
        blocks.append(Listing(TARGET_COLUMNS, rows, title=phrase("Inspections")))
    if findings:
        blocks.append(findings_listing(findings, phrase("Findings")))
    keys = [column.key for column in TARGET_COLUMNS]
    return _Judged(
        data={
            "inspections": tuple(
                {"inspection": each.inspection} | {key: row[key] for key in keys}
                for each, row in zip(targets, rows, strict=True)
            ),
            "findings": tuple(map(finding_data, findings)),
        },
        blocks=tuple(blocks),
    )


def _honoured(store: Reader, cycle: CycleRow, as_of: dt.date, of: PairingDetail) -> _Judged:
    """What a pairing came to in the assessment that is in force, and what its two kindergartens
    were awarded.
    """
    from pairing_cli.services.honours.assessments import approved_assessment, assessed_figures
    from pairing_cli.services.honours.commendations import awards_of

    row = approved_assessment(store, cycle, as_of)
    scores = assessed_figures(store, row, cycle)["pairings"] if row else ()
    score = next((each for each in scores if each["ref"] == of.ref), None)
    assessment = row and score and {
        "ref": row.ref,
        "as_of": row.as_of,
        "total": score["total"],
        "grade": score["grade"],
        "approved_on": row.approved_on,
    }  # fmt: skip
    honours = [
        {name: getattr(each, name) for name in _HONOUR_KEYS}
        for each in awards_of(store, cycle, as_of, (of.mentor_id, of.mentee_id))
    ]
    blocks: list[Listing | Facts] = []
    if assessment:
        blocks.append(Facts(ASSESSED, assessment, title=phrase("Joint assessment")))
    if honours:
        blocks.append(Listing(HONOURED, honours, title=phrase("Awards")))
    return _Judged({"assessment": assessment, "honours": tuple(honours)}, tuple(blocks))
