"""What was found at one that is inspected: answers to the items of the checklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.judging.words import ANSWERS, Answer
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.judging.inspection_targets import target_by_id
from pairing_cli.services.judging.inspections import TargetRow
from pairing_cli.services.judging.open_inspections import check_within, writable_target
from pairing_cli.services.pairings.pairing_records import long, person
from pairing_cli.services.papers.document_edit import describing
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store import attachments
from pairing_cli.store.rows import (
    Inspection,
    InspectionAnswer,
    InspectionTarget,
    TargetDocument,
)
from pairing_cli.store.writing import Writer


class Answers(NamedTuple):
    """What was found at one target. None leaves a text as it is, "" empties it."""

    values: Mapping[str, str] = {}
    """Code of an item → its answer, as typed."""
    notes: Mapping[str, str] = {}
    on: dt.date | None = None
    feedback: str | None = None
    reply: str | None = None
    answered_for: str | None = None
    files: tuple[Path, ...] = ()
    """What shows it, such as photographs."""


def answer(
    store: Writer,
    ref: str,
    mentee: str,
    answers: Answers,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    correct: str | None = None,
    database: Path | None = None,
) -> TargetRow:
    """Write down what was found at one target. After `done` only with `correct`, the reason.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`, and what files raise.
    """
    found = writable_target(store, ref, mentee, cycle, as_of, correct=correct)
    row = store.get(Inspection, found.inspection_id)
    target = store.get(InspectionTarget, found.id)
    day = answers.on or target.on_date or min(as_of, row.end_date)
    check_not_ahead(day, as_of)
    check_within(day, cycle)
    _answer_items(store, found, answers)
    for name in ("feedback", "reply"):
        if (text := getattr(answers, name)) is not None:
            setattr(target, name, long(text, phrase("The note")))
    if answers.answered_for is not None:
        target.answered_for = person(answers.answered_for) if answers.answered_for else None
    store.change(target, on_date=day)
    if database is not None:
        for path in answers.files:
            attachments.check(database, path)
        for path in answers.files:
            attach(
                store, path, database, [Owner(TargetDocument, target.id)], describing(path, on=day)
            )
    return target_by_id(store, row, target.id, cycle, as_of)


def _answer_items(store: Writer, target: TargetRow, answers: Answers) -> None:
    items = {each.item.code: each for each in target.answers}
    titles = {title: code for code, each in items.items()
              for title in (each.item.title.zh, each.item.title.en)}  # fmt: skip
    there = {each.item_id: each for each in store.where(InspectionAnswer, target_id=target.id)}
    values = {_known(code, items, titles): _value(text) for code, text in answers.values.items()}
    notes = {_known(code, items, titles): text for code, text in answers.notes.items()}
    for code in {**values, **notes}:
        item = items[code].item
        note = long(notes.get(code), phrase("The note")) if code in notes else None
        known = there.get(item.id)
        if known is not None:
            store.change(
                known,
                value=values.get(code, known.value),
                note=note if code in notes else known.note,
            )
        elif code in values:
            store.add(
                InspectionAnswer(
                    target_id=target.id, item_id=item.id, value=values[code], note=note
                )
            )
        else:
            raise UsageError(
                "note-without-answer",
                phrase("{item} has a note and no answer yet.", item=items[code].item.title),
                hint=phrase("Answer it: {item}=yes|partly|no|na", item=code),
            )


def _known(text: str, items: Mapping[str, object], titles: Mapping[str, str]) -> str:
    """The code of an item, named by it or by its title. Raises `NotFound`."""
    from pairing_cli.files.yaml.spelling import nearest

    code = titles.get(text.strip(), text.strip())
    if code in items:
        return code
    raise NotFound(
        "no-such-item",
        phrase("The checklist has no item {item}.", item=text),
        hint=phrase("Nearest: {names}", names=near)
        if (near := nearest(code, items))
        else phrase("Items: {names}", names=tuple(items)),
        field="item",
    )


def _value(text: str) -> Answer:
    """An answer by its code or its word in either language. Raises `UsageError`."""
    wanted = text.strip().casefold()
    for code, label in ANSWERS.items():
        if wanted in (code, label.zh, label.en):
            return Answer(code)
    raise UsageError(
        "bad-answer",
        phrase("{text} is no answer.", text=text),
        hint=phrase("Answers: {names}", names=tuple(ANSWERS.values())),
        field="value",
    )
