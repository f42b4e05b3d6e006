"""Agreements, teacher pairs, needs, problems and donations, imported: each row goes through
the command's own service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.fields import FieldType
from pairing_cli.domain.paperwork import AgreementKind, NeedState
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.judging import INSPECTION
from pairing_cli.domain.records.papers import AGREEMENT, NEED, PLAIN
from pairing_cli.domain.records.people import APPRENTICESHIP, LEADING_GROUP
from pairing_cli.domain.records.plain import PairingRecord
from pairing_cli.domain.records.plans import PLAN_TASK
from pairing_cli.domain.words.masking import says_the_same, whole, without_masked
from pairing_cli.domain.words.wording import on_one_line, several_lines
from pairing_cli.services.intake.import_records import Day, Effect, RowWriter, cycle_of
from pairing_cli.services.intake.registers.answers import write_answer
from pairing_cli.services.intake.registers.groups import write_group
from pairing_cli.services.intake.registers.paper_rows import (
    completed,
    one_day,
    pairing_of,
    pointing,
    so_called,
)
from pairing_cli.services.intake.registers.plan_tasks import write_task
from pairing_cli.services.pairings.plain_record_edit import add_record, edit_record, same_record
from pairing_cli.services.papers.agreement_edit import AgreementInput, add_agreement, edit_agreement
from pairing_cli.services.papers.agreements import lists_of
from pairing_cli.services.papers.apprenticeship_edit import (
    TeacherPairInput,
    add_apprenticeship,
    edit_apprenticeship,
)
from pairing_cli.services.papers.need_edit import NeedInput, add_need, edit_need
from pairing_cli.store.writing import Writer

_AGREEMENT: Final = """
    SELECT id, substr(id, 25, 8) AS ref, title, due_on AS due, signed_on AS signed, until, note
    FROM agreement
    WHERE pairing_id = :pairing AND kind = :kind AND removed_on IS NULL
    ORDER BY id DESC
"""


@pointing(
    {
        "in-the-future": ["signed"],
        "end-before-start": ["until"],
        "more-signatories": ["signatories"],
    }
)
def write_agreement(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Record a letter or agreement, unless the pairing has one of its kind (and title)."""
    cycle = cycle_of(store, values, day)
    pairing = pairing_of(store, values, cycle, day)
    entered = AgreementInput(
        kind=AgreementKind(values["kind"]),
        title=values.get("title"),
        parties=values.get("parties", ()),
        signatories=values.get("signatories", ()),
        due=one_day(values, "due"),
        signed=one_day(values, "signed"),
        until=one_day(values, "until"),
        note=values.get("note"),
    )
    no_file = Path()  # stands for the database, beside which no file of a row is to be kept
    row = so_called(
        store.rows(_AGREEMENT, pairing=pairing.id, kind=entered.kind), values.get("title")
    )
    if row is not None:
        known = dict(row)
        parties, signatories, _ = lists_of(store, known.pop("id"))
        known |= {"parties": parties, "signatories": signatories if any(signatories) else None}
        edit = partial(
            edit_agreement,
            store,
            entered=without_masked(entered),
            as_of=day.as_of,
            today=day.today,
            database=no_file,
        )
        return completed(store, known, values, "agreement edit", edit)
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
def write_apprenticeship(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Make a teacher pair, unless the two were paired on that day."""
    cycle = cycle_of(store, values, day)
    pairing = pairing_of(store, values, cycle, day)
    start, end, topic = one_day(values, "start"), one_day(values, "end"), values.get("topic")
    entered = TeacherPairInput(values["master"], values["apprentice"], start, end, topic)
    for known in store.rows(
        _APPRENTICESHIP,
        pairing=pairing.id,
        master=one_person(entered.master),
        apprentice=one_person(entered.apprentice),
        start=start.isoformat() if start else None,
    ):
        return completed(
            store, known, values, "apprentice edit",
            lambda ref: edit_apprenticeship(
                store, ref, as_of=day.as_of, end=end, **whole({"topic": topic})
            ),
        )  # fmt: skip
    add_apprenticeship(store, pairing.id, entered, cycle, as_of=day.as_of)
    return Effect.ADDED


_NEED: Final = """
    SELECT substr(id, 25, 8) AS ref, raised_by, nullif(state, 'open') AS state,
           settled_on AS settled, outcome, wording
    FROM need WHERE pairing_id = :pairing AND raised_on = :raised AND removed_on IS NULL
"""


@pointing({"in-the-future": ["raised"], "end-before-start": ["settled"]})
def write_need(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Record what a mentee asks for, unless it asked for it on that day."""
    cycle = cycle_of(store, values, day)
    pairing = pairing_of(store, values, cycle, day)
    text, raised = several_lines(values["text"], phrase("The need")), one_day(values, "raised")
    entered = NeedInput(
        text=text,
        raised=raised,
        raised_by=values.get("raised_by"),
        state=NeedState(values["state"]) if "state" in values else None,
        settled=one_day(values, "settled"),
        outcome=values.get("outcome"),
    )
    days = {"as_of": day.as_of, "today": day.today}
    for known in store.rows(_NEED, pairing=pairing.id, raised=str(raised)):
        if not says_the_same(on_one_line(text), on_one_line(known.pop("wording"))):
            continue
        said = {key: value for key, value in values.items() if value != NeedState.OPEN}
        return completed(
            store, known, said, "need edit",
            lambda ref: edit_need(store, ref, without_masked(entered), **days),
        )  # fmt: skip
    add_need(store, pairing.id, entered, cycle, **days)
    return Effect.ADDED


def plain_writer(kind: type[PairingRecord]) -> RowWriter:
    """Writes a row of a plain register, unless the record is there."""
    days = {field.key for field in kind.written if field.type is FieldType.DATE}

    def write(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
        cycle = cycle_of(store, values, day)
        pairing = pairing_of(store, values, cycle, day)
        written = {
            field.key: one_day(values, field.key) if field.key in days else values.get(field.key)
            for field in kind.written
        }
        when = {"as_of": day.as_of, "today": day.today}
        known = same_record(store, kind, pairing.id, written)
        if known is not None:
            return completed(
                store, known, values, f"{kind.record.table} edit",
                lambda ref: edit_record(store, kind, ref, whole(written), **when),
            )  # fmt: skip
        add_record(store, kind, pairing.id, written, cycle, **when)
        return Effect.ADDED

    return write


PAPER_WRITERS: Final[Mapping[str, RowWriter]] = {
    PLAN_TASK.name: write_task,
    AGREEMENT.name: write_agreement,
    LEADING_GROUP.name: write_group,
    APPRENTICESHIP.name: write_apprenticeship,
    NEED.name: write_need,
    INSPECTION.name: write_answer,
    **{kind.record.name: plain_writer(kind) for kind in PLAIN},
}
"""How a row of each register is written."""
