"""Bulletins, written: drawn up, worded, published, withdrawn. What is published never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import BadData, RuleRefusal, UsageError
from pairing_cli.domain.fields import Field
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.judging.frozen import canonical, freeze
from pairing_cli.domain.judging.words import TEXTS, BulletinKind, BulletinState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.judging.bulletin_figures import figures_of_bulletin
from pairing_cli.services.judging.bulletins import BulletinRow, bulletin_by_id, last_published
from pairing_cli.services.judging.open_inspections import check_within, open_inspection
from pairing_cli.services.pairings.pairing_records import (
    long,
    person,
    remove_record,
)
from pairing_cli.services.programme.clearing import emptied
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Bulletin, BulletinInspection, Inspection
from pairing_cli.store.writing import Writer


class BulletinChanges(NamedTuple):
    """What is to be otherwise. None leaves a field as it is."""

    title: str | None = None
    good: str | None = None
    problems: str | None = None
    next: str | None = None
    inspections: Sequence[str] = ()
    """Refs of further ones."""
    cleared: Sequence[Field] = ()
    """Texts to be emptied, before what else is told is written."""


class Publication(NamedTuple):
    """How a bulletin is published."""

    number: str
    signed_by: str
    on: dt.date
    override: str | None = None


def add_bulletin(
    store: Writer,
    title: str,
    kind: BulletinKind,
    inspections: Sequence[str],
    cycle: CycleRow,
    as_of: dt.date,
) -> BulletinRow:
    """Draw up a bulletin for the day `as_of`. Raises `NotFound`, `UsageError`, `BadData`."""
    check_within(as_of, cycle)
    if kind is BulletinKind.INSPECTION and not inspections:
        raise UsageError(
            "no-inspection",
            phrase("Say of which inspection it tells: --inspection REF"),
            hint=phrase("Other kinds need none: --kind progress, --kind cycle"),
        )
    row = Bulletin(
        cycle_id=cycle.id,
        kind=kind,
        title=one_line(title, phrase("The title"), SHORT_TEXT),
        as_of=as_of,
    )
    store.add(row)
    _tell_of(store, row, inspections, cycle)
    return bulletin_by_id(store, row.id)


def edit_bulletin(store: Writer, ref: str, changes: BulletinChanges) -> BulletinRow:
    """Word a draft otherwise. Raises `NotFound`, `BadData`, `RuleRefusal` once it is published."""
    row = _draft(store, ref)
    store.change(row, **emptied(Bulletin, changes.cleared))
    if changes.title is not None:
        row.title = one_line(changes.title, phrase("The title"), SHORT_TEXT)
    for name, text in (
        ("text_good", changes.good),
        ("text_problems", changes.problems),
        ("text_next", changes.next),
    ):
        if text is not None:
            setattr(row, name, long(text, phrase("The text")))
    cycle = _cycle(store, row)
    store.change(row)
    _tell_of(store, row, changes.inspections, cycle)
    return bulletin_by_id(store, row.id)


def remove_bulletin(store: Writer, ref: str, *, reason: str, on: dt.date) -> BulletinRow:
    """Take a draft off the lists. Raises `NotFound`, `RuleRefusal` once it is published."""
    row = _draft(store, ref)
    remove_record(store, Bulletin, row.id, reason=reason, on=on)
    return bulletin_by_id(store, row.id)


def publish(store: Writer, ref: str, entered: Publication, today: dt.date) -> BulletinRow:
    """Freeze the figures of a draft and publish it. Raises `NotFound`, `UsageError`, `BadData`
    (the number was used), `RuleRefusal` (texts missing, an inspection not done).
    """
    row = _draft(store, ref)
    check_not_ahead(entered.on, today)
    if entered.on < row.as_of:
        raise UsageError(
            "published-before-its-day",
            phrase(
                "It tells of {as_of} and can't be published on {day}.",
                as_of=row.as_of.isoformat(),
                day=entered.on.isoformat(),
            ),
        )
    number = one_line(entered.number, phrase("The number"), NAME)
    if store.where(Bulletin, number=number):
        raise BadData(
            "number-used",
            phrase("The number {number} was used before.", number=number),
            field="number",
        )
    _check_complete(store, row, entered.override)
    cycle = _cycle(store, row)
    keys = [each.inspection_id for each in store.where(BulletinInspection, bulletin_id=row.id)]
    figures = figures_of_bulletin(store, cycle, row.as_of, row.kind, keys)
    frozen = freeze(figures)
    row.published_on = entered.on  # so that the one before it is found by its day
    store.change(
        row,
        state=BulletinState.PUBLISHED,
        number=number,
        signed_by=person(entered.signed_by),
        figures=frozen.figures,
        sha256=frozen.sha256,
        definitions=canonical(figures["definitions"]),
    )
    store.change(row, previous_id=last_published(store, bulletin_by_id(store, row.id)))
    return bulletin_by_id(store, row.id)


def withdraw(
    store: Writer, ref: str, *, reason: str, replacement: str | None = None
) -> BulletinRow:
    """Withdraw a published bulletin, which stays on record as it was; `replacement` is the
    draft or bulletin that takes its place. Raises `NotFound`, `RuleRefusal`, `BadData`.
    """
    row = find_record(store, Bulletin, ref)
    if row.state != BulletinState.PUBLISHED:
        raise RuleRefusal(
            "not-published",
            phrase("Bulletin {ref} isn't published.", ref=ref_of(row.id)),
            hint=phrase("To take a draft off: pairing bulletin remove {ref} --reason TEXT",
                        ref=ref_of(row.id)),
        )  # fmt: skip
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    if replacement is not None:
        new = find_record(store, Bulletin, replacement)
        if new.id == row.id or new.cycle_id != row.cycle_id:
            raise UsageError(
                "replaces-itself", phrase("Another bulletin of the cycle takes its place.")
            )
        store.change(new, replaces_id=row.id)
    store.change(row, state=BulletinState.WITHDRAWN, withdrawn_reason=why)
    return bulletin_by_id(store, row.id)


def _check_complete(store: Writer, row: Bulletin, override: str | None) -> None:
    for each in store.where(BulletinInspection, bulletin_id=row.id):
        inspection = store.get(Inspection, each.inspection_id)
        if inspection.done_on is None or inspection.removed_on is not None:
            raise RuleRefusal(
                "inspection-open",
                phrase("Inspection {ref} isn't done.", ref=ref_of(inspection.id)),
                hint=phrase("To seal it: pairing inspection done {ref}", ref=ref_of(inspection.id)),
            )
    missing = tuple(label for name, label in TEXTS.items() if not getattr(row, name))
    if missing and not override:
        raise RuleRefusal(
            "bulletin-incomplete",
            phrase("It still lacks: {names}.", names=missing),
            hint=phrase(
                "To write them: pairing bulletin edit {ref} --good TEXT --problems TEXT"
                " --next TEXT; if it must be all the same: --override REASON",
                ref=ref_of(row.id),
            ),
        )


def _draft(store: Writer, ref: str) -> Bulletin:
    """The bulletin with this ref, which isn't published yet."""
    row = find_record(store, Bulletin, ref)
    if row.state != BulletinState.DRAFT:
        raise RuleRefusal(
            "bulletin-published",
            phrase(
                "Bulletin {number} is published and stays as it is.",
                number=row.number or ref_of(row.id),
            ),
            hint=phrase(
                "To replace it: draw up another, then pairing bulletin withdraw {ref}"
                " --reason TEXT --replace NEW",
                ref=ref_of(row.id),
            ),
        )
    return row


def _cycle(store: Writer, row: Bulletin) -> CycleRow:
    code = store.value("SELECT code FROM cycle WHERE id = :id", id=row.cycle_id)
    return find_cycle(store, code, dt.date.max)


def _tell_of(store: Writer, row: Bulletin, refs: Sequence[str], cycle: CycleRow) -> None:
    there = {each.inspection_id for each in store.where(BulletinInspection, bulletin_id=row.id)}
    for ref in refs:
        key = open_inspection(store, ref, cycle).id
        if key not in there:
            there.add(key)
            store.add(BulletinInspection(bulletin_id=row.id, inspection_id=key))
