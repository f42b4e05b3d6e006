"""Agreements, written: recorded, signed, corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.paperwork import AgreementKind
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.vocabulary import DocumentCategory
from pairing_cli.domain.words.wording import NAME, one_line
from pairing_cli.services.pairings.pairing_records import (
    long,
    open_pairing,
    person,
    short,
)
from pairing_cli.services.papers.agreements import AgreementRow, agreement_by_id, default_parties
from pairing_cli.services.papers.document_edit import describing
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Agreement, AgreementDocument, AgreementParty
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """What is told of an agreement. None leaves a field as it is."""

    kind: AgreementKind | None = None
    title: str | None = None
    parties: Sequence[str] = ()
    signatories: Sequence[str] = ()
    due: dt.date | None = None
    signed: dt.date | None = None
    until: dt.date | None = None
    files: Sequence[Path] = ()
    note: str | None = None


def add_agreement(
    store: Writer,
    mentee: str,
    entered: AgreementInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
    database: Path,
) -> AgreementRow:
    """Record an agreement, signed or still to be signed.

    Its parties, where none are named: of a letter the mentor and the county's bureau, of an
    agreement the two kindergartens. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    pairing = open_pairing(store, mentee, cycle, as_of)
    row = Agreement(pairing_id=pairing.id, kind=entered.kind or AgreementKind.RESPONSIBILITY_LETTER)
    _fill(row, entered, today)
    store.add(row)
    parties = entered.parties or default_parties(store, pairing, AgreementKind(row.kind))
    _set_parties(store, row, parties, entered.signatories)
    _add_files(store, row, entered.files, database)
    return agreement_by_id(store, row.id, as_of)


def edit_agreement(
    store: Writer,
    key: str,
    entered: AgreementInput,
    *,
    as_of: dt.date,
    today: dt.date,
    database: Path,
) -> AgreementRow:
    """Correct or sign an agreement. Raises what `add_agreement` raises."""
    row = find_record(store, Agreement, key)
    _fill(row, entered, today)
    store.change(row)
    if entered.parties or entered.signatories:
        known = sorted(
            store.where(AgreementParty, agreement_id=row.id), key=lambda each: each.position
        )
        parties = entered.parties or [each.party for each in known]
        signatories = entered.signatories or [each.signatory or "" for each in known]
        store.delete(*known)
        _set_parties(store, row, parties, signatories)
    _add_files(store, row, entered.files, database)
    return agreement_by_id(store, row.id, as_of)


def _fill(row: Agreement, entered: AgreementInput, today: dt.date) -> None:
    if entered.signed is not None:
        check_not_ahead(entered.signed, today)
    check_in_order(entered.signed or row.signed_on, entered.until or row.until)
    row.kind = entered.kind or row.kind
    row.due_on = entered.due or row.due_on
    row.signed_on = entered.signed or row.signed_on
    row.until = entered.until or row.until
    if entered.title is not None:
        row.title = short(entered.title, phrase("The title"))
    if entered.note is not None:
        row.note = long(entered.note, phrase("The note"))


def _set_parties(
    store: Writer, row: Agreement, parties: Sequence[str], signatories: Sequence[str]
) -> None:
    if len(signatories) > len(parties):
        raise UsageError(
            "more-signatories",
            phrase(
                "{signatories} signatories can't sign for {parties} parties.",
                signatories=len(signatories),
                parties=len(parties),
            ),
            hint=phrase("Name the parties, each with its own signatory: --party NAME"),
        )
    store.add(
        *(
            AgreementParty(
                agreement_id=row.id,
                position=position,
                party=one_line(party, phrase("The party"), NAME),
                signatory=person(signatory) if signatory else None,
            )
            for position, (party, signatory) in enumerate(zip_longest(parties, signatories))
        )
    )


def _add_files(store: Writer, row: Agreement, files: Sequence[Path], database: Path) -> None:
    for path in files:
        described = describing(
            path, category=DocumentCategory.AGREEMENT, on=row.signed_on or row.due_on
        )
        attach(store, path, database, [Owner(AgreementDocument, row.id)], described)
