"""Agreements, teacher pairs, needs, problems and donations, imported: each row goes through
the command's own service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.paperwork import AgreementKind, NeedState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.papers import (
    AGREEMENT,
    APPRENTICESHIP,
    LEADING_GROUP,
    NEED,
    DonationRow,
    ProblemRow,
)
from pairing_cli.domain.records.plans import PLAN_TASK
from pairing_cli.domain.words.wording import NAME, one_line, several_lines
from pairing_cli.services.intake.import_groups import write_group
from pairing_cli.services.intake.import_paper_rows import (
    completed,
    on_one_line,
    one_day,
    pairing_of,
    pointing,
)
from pairing_cli.services.intake.import_plan_tasks import write_task
from pairing_cli.services.intake.import_records import Day, Effect, RowWriter, cycle_of
from pairing_cli.services.pairings.pairing_records import person
from pairing_cli.services.papers.agreement_edit import AgreementInput, add_agreement, edit_agreement
from pairing_cli.services.papers.agreements import lists_of
from pairing_cli.services.papers.apprenticeship_edit import (
    TeacherPairInput,
    add_apprenticeship,
    edit_apprenticeship,
)
from pairing_cli.services.papers.donation_edit import DonationInput, add_donation, edit_donation
from pairing_cli.services.papers.need_edit import NeedInput, add_need, edit_need
from pairing_cli.services.papers.problem_edit import (
    ProblemInput,
    add_problem,
    edit_problem,
    resolve_problem,
)
from pairing_cli.store.writing import Writer

_AGREEMENT: Final = """
    SELECT id, substr(id, 25, 8) AS ref, title, due_on AS due, signed_on AS signed, until, note
    FROM agreement
    WHERE pairing_id = :pairing AND kind = :kind AND removed_on IS NULL
        AND (:title IS NULL OR title IS NULL OR title = :title)
    ORDER BY id DESC
"""


@pointing(
    {
        "in-the-future": ["signed"],
        "end-before-start": ["until"],
        "more-signatories": ["signatories"],
    }
)
def write_agreement(store: Writer, told: Mapping[str, Any], day: Day) -> Effect:
    """Record a letter or agreement, unless the pairing has one of its kind (and title)."""
    cycle = cycle_of(store, told, day)
    pairing = pairing_of(store, told, cycle, day)
    entered = AgreementInput(
        kind=AgreementKind(told["kind"]),
        title=told.get("title"),
        parties=told.get("parties", ()),
        signatories=told.get("signatories", ()),
        due=one_day(told, "due"),
        signed=one_day(told, "signed"),
        until=one_day(told, "until"),
        note=told.get("note"),
    )
    no_file = Path()  # stands for the database, beside which no file of a row is to be kept
    for row in store.rows(_AGREEMENT, pairing=pairing.id, kind=entered.kind, title=entered.title):
        known = dict(row)
        parties, signatories, _ = lists_of(store, known.pop("id"))
        known |= {"parties": parties, "signatories": signatories if any(signatories) else None}
        edit = partial(
            edit_agreement,
            store,
            entered=entered,
            as_of=day.as_of,
            today=day.today,
            database=no_file,
        )
        return completed(store, known, told, "agreement edit", edit)
    add_agreement(
        store, pairing.id, entered, cycle, as_of=day.as_of, today=day.today, database=no_file
    )
    return Effect.ADDED


_APPRENTICESHIP: Final = """
    SELECT substr(id, 25, 8) AS ref, topic, start_date AS start, end_date AS "end"
    FROM apprenticeship
    WHERE pairing_id = :pairing AND master = :master AND apprentice = :apprentice
        AND start_date = :start AND removed_on IS NULL
"""


@pointing(
    {
        "outside-pairing": ["start"],
        "end-before-start": ["end"],
        "overlaps": ["start"],
        "same-person": ["apprentice"],
    }
)
def write_apprenticeship(store: Writer, told: Mapping[str, Any], day: Day) -> Effect:
    """Make a teacher pair, unless the two were paired on that day."""
    cycle = cycle_of(store, told, day)
    pairing = pairing_of(store, told, cycle, day)
    start, end, topic = one_day(told, "start"), one_day(told, "end"), told.get("topic")
    entered = TeacherPairInput(told["master"], told["apprentice"], start, end, topic)
    for known in store.rows(
        _APPRENTICESHIP,
        pairing=pairing.id,
        master=person(entered.master),
        apprentice=person(entered.apprentice),
        start=start.isoformat() if start else None,
    ):
        return completed(
            store, known, told, "apprentice edit",
            lambda ref: edit_apprenticeship(store, ref, as_of=day.as_of, end=end, topic=topic),
        )  # fmt: skip
    add_apprenticeship(store, pairing.id, entered, cycle, as_of=day.as_of)
    return Effect.ADDED


_NEED: Final = """
    SELECT substr(id, 25, 8) AS ref, raised_by, nullif(state, 'open') AS state,
           settled_on AS settled, outcome
    FROM need
    WHERE pairing_id = :pairing AND raised_on = :raised
        AND replace(replace(wording, char(10), ' '), char(9), ' ') = :text
        AND removed_on IS NULL
"""


@pointing({"in-the-future": ["raised"], "end-before-start": ["settled"]})
def write_need(store: Writer, told: Mapping[str, Any], day: Day) -> Effect:
    """Record what a mentee asks for, unless it asked for it on that day."""
    cycle = cycle_of(store, told, day)
    pairing = pairing_of(store, told, cycle, day)
    text, raised = several_lines(told["text"], phrase("The need")), one_day(told, "raised")
    entered = NeedInput(
        text=text,
        raised=raised,
        raised_by=told.get("raised_by"),
        state=NeedState(told["state"]) if "state" in told else None,
        settled=one_day(told, "settled"),
        outcome=told.get("outcome"),
    )
    days = {"as_of": day.as_of, "today": day.today}
    for known in store.rows(_NEED, pairing=pairing.id, raised=str(raised), text=on_one_line(text)):
        said = {key: value for key, value in told.items() if value != NeedState.OPEN}
        return completed(
            store, known, said, "need edit", lambda ref: edit_need(store, ref, entered, **days)
        )
    add_need(store, pairing.id, entered, cycle, **days)
    return Effect.ADDED


_PROBLEM: Final = """
    SELECT substr(id, 25, 8) AS ref, raised_by, assigned_to, resolved_on AS resolved, resolution
    FROM problem
    WHERE pairing_id = :pairing AND raised_on = :raised
        AND replace(replace(wording, char(10), ' '), char(9), ' ') = :text
        AND removed_on IS NULL
"""


@pointing({"in-the-future": ["raised"], "end-before-start": ["resolved"]})
def write_problem(store: Writer, told: Mapping[str, Any], day: Day) -> Effect:
    """Raise a problem, with its resolution where it has one, unless it was raised that day."""
    cycle = cycle_of(store, told, day)
    pairing = pairing_of(store, told, cycle, day)
    text, raised = several_lines(told["text"], phrase("The problem")), one_day(told, "raised")
    entered = ProblemInput(text, raised, told.get("raised_by"), told.get("assigned_to"))
    days = {"as_of": day.as_of, "today": day.today}
    for known in store.rows(
        _PROBLEM, pairing=pairing.id, raised=str(raised), text=on_one_line(text)
    ):
        resolved = known["resolved"] is not None

        def complete(ref: str, *, resolved: bool = resolved) -> None:
            edit_problem(store, ref, entered, **days)
            if not resolved:
                _resolve(store, ref, told, day)

        return completed(store, known, told, "problem edit", complete)
    row = add_problem(store, pairing.id, entered, cycle, **days)
    _resolve(store, row.ref, told, day)
    return Effect.ADDED


def _resolve(store: Writer, ref: str, told: Mapping[str, Any], day: Day) -> None:
    """A resolution has both its day and its words; `BadData` names the one that is blank."""
    if "resolved" not in told and "resolution" not in told:
        return
    for key in ("resolved", "resolution"):
        if key not in told:
            raise BadData("blank", phrase("The cell is blank."), column=key)
    resolved = one_day(told, "resolved")
    assert resolved is not None  # noqa: S101 - it was told
    resolve_problem(store, ref, told["resolution"], on=resolved, as_of=day.as_of, today=day.today)


_DONATION: Final = """
    SELECT substr(id, 25, 8) AS ref, quantity, unit, value, note
    FROM donation
    WHERE pairing_id = :pairing AND on_date = :date AND item = :item AND removed_on IS NULL
        AND (:unit IS NULL OR unit IS NULL OR unit = :unit)
"""


@pointing(
    {
        "in-the-future": ["date"],
        "outside-cycle": ["date"],
        "bad-amount": ["quantity", "value"],
    }
)
def write_donation(store: Writer, told: Mapping[str, Any], day: Day) -> Effect:
    """Record what was given, unless that thing was given on that day."""
    cycle = cycle_of(store, told, day)
    pairing = pairing_of(store, told, cycle, day)
    entered = DonationInput(
        item=one_line(told["item"], phrase("The item"), NAME),
        quantity=told["quantity"],
        unit=told.get("unit"),
        value=told.get("value"),
        on=one_day(told, "date"),
        note=told.get("note"),
    )
    for known in store.rows(
        _DONATION, pairing=pairing.id, date=str(entered.on), item=entered.item, unit=entered.unit
    ):
        return completed(
            store, known, told, "donation edit",
            lambda ref: edit_donation(store, ref, entered, today=day.today),
        )  # fmt: skip
    add_donation(store, pairing.id, entered, cycle, as_of=day.as_of, today=day.today)
    return Effect.ADDED


PAPER_WRITERS: Final[Mapping[str, RowWriter]] = {
    PLAN_TASK.name: write_task,
    AGREEMENT.name: write_agreement,
    LEADING_GROUP.name: write_group,
    APPRENTICESHIP.name: write_apprenticeship,
    NEED.name: write_need,
    ProblemRow.record.name: write_problem,
    DonationRow.record.name: write_donation,
}
"""How a row of each register is written."""
