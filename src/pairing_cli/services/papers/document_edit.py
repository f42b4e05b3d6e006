"""Documents, written: files taken into the store, described, and taken out of the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.owed.facts import PROVED_FACTS, REGISTERED_FACTS
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.vocabulary import DocumentCategory
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.pairings.pairing_records import (
    long,
    open_pairing,
    short,
)
from pairing_cli.services.papers.documents import DocumentRow, show_document
from pairing_cli.services.programme.attaching import Owner, attach, check_once
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.records import find_record
from pairing_cli.store import attachments
from pairing_cli.store.attachments import Kept
from pairing_cli.store.rows import (
    Agreement,
    AgreementDocument,
    Document,
    PairingDocument,
    PlanTask,
    TaskDocument,
    VisitDocument,
)
from pairing_cli.store.writing import Writer

_PICTURES: Final = {".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".bmp"}


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """What is told of files. None leaves a field as it is."""

    category: DocumentCategory | None = None
    title: str | None = None
    on: dt.date | None = None
    proves: str | None = None
    """A fact of a milestone rule, or the code or title of such a rule."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Belongs:
    """What files belong to, by name or ref; at least one."""

    mentee: str | None = None
    visit: str | None = None
    task: str | None = None
    agreement: str | None = None


def add_documents(
    store: Writer,
    files: Sequence[Path],
    to: Belongs,
    entered: DocumentInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
    database: Path,
) -> list[DocumentRow]:
    """Take files into the store. All are taken or none.

    Raises `InputMissing`, `BadData`, `NoPermission`, `StorageFailure`, `NotFound`,
    `UsageError`, `RuleRefusal`.
    """
    if entered.on is not None:
        check_not_ahead(entered.on, today)
    pairing = open_pairing(store, to.mentee, cycle, as_of) if to.mentee else None
    visit = find_by_ref(store, "visit", to.visit) if to.visit else None
    task = find_record(store, PlanTask, to.task) if to.task else None
    agreement = find_record(store, Agreement, to.agreement) if to.agreement else None
    if not (pairing or visit or task or agreement):
        raise UsageError(
            "belongs-to-nothing",
            phrase("Say what it belongs to: --for MENTEE, --visit REF, --task REF or"
                   " --agreement REF"),
        )  # fmt: skip
    fact = _fact(store, entered.proves) if entered.proves else None
    for path in files:
        attachments.check(database, path)
    owners = [
        Owner(link, key)
        for link, key in (
            (VisitDocument, visit),
            (TaskDocument, task and task.id),
            (AgreementDocument, agreement and agreement.id),
            (PairingDocument, pairing and pairing.id),
        )
        if key
    ]
    found = {}
    for path in files:
        described = describing(
            path,
            category=entered.category,
            on=entered.on or as_of,
            title=entered.title,
            note=entered.note,
            fact=fact,
        )
        key = attach(store, path, database, owners, described)
        found[key] = show_document(store, key)
    return list(found.values())


def describing(
    path: Path,
    *,
    category: DocumentCategory | None = None,
    on: dt.date | None = None,
    title: str | None = None,
    note: str | None = None,
    fact: str | None = None,
) -> Callable[[Kept], Document]:
    """What describes a file once it is kept. Raises `BadData` for a name or text that can't be
    stored.
    """
    name = one_line(path.name, phrase("The file name"), SHORT_TEXT)
    is_picture = path.suffix.lower() in _PICTURES
    sort = category or (DocumentCategory.PHOTO if is_picture else DocumentCategory.OTHER)
    heading, remark = short(title, phrase("The title")), long(note, phrase("The note"))
    return lambda kept: Document(
        sha256=kept.sha256,
        size=kept.size,
        file_name=name,
        category=sort,
        title=heading,
        on_date=on,
        fact=fact,
        note=remark,
    )


def edit_document(
    store: Writer, ref: str, entered: DocumentInput, *, today: dt.date
) -> DocumentRow:
    """Change what is said of a file; the file itself never changes.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    row = find_record(store, Document, ref)
    if entered.on is not None:
        check_not_ahead(entered.on, today)
    row.category = entered.category or row.category
    row.on_date = entered.on or row.on_date
    if entered.title is not None:
        row.title = short(entered.title, phrase("The title"))
    if entered.note is not None:
        row.note = long(entered.note, phrase("The note"))
    if entered.proves is not None:
        row.fact = _fact(store, entered.proves) if entered.proves else None
    check_once(store, row)
    store.change(row)
    return show_document(store, row.id)


def _fact(store: Writer, text: str) -> str:
    """The fact that `text` names, which must be one that a document can prove."""
    wanted = text.strip()
    facts = dict.fromkeys(PROVED_FACTS)
    words = {code.replace("_", "-"): code for code in facts}
    words |= {word: code for code, label in PROVED_FACTS.items() for word in (label.zh, label.en)}
    for row in store.rows(
        "SELECT r.fact, r.code, r.title_zh, r.title_en FROM rule AS r INNER JOIN rule_pack AS k"
        " ON k.id = r.pack_id WHERE r.fact IS NOT NULL AND k.active = 1"
        " UNION ALL SELECT p.fact, p.fact, p.title_zh, p.title_en FROM rule_part AS p INNER JOIN"
        " rule AS r ON r.id = p.rule_id INNER JOIN rule_pack AS k ON k.id = r.pack_id"
        " WHERE k.active = 1"
    ):
        facts[row["fact"]] = None
        words |= dict.fromkeys((row["code"], row["title_zh"], row["title_en"]), row["fact"])
    fact = wanted if wanted in facts else words.get(wanted)
    if fact is None:
        raise NotFound(
            "no-such-fact",
            phrase("No rule asks for {fact}.", fact=text),
            hint=phrase(
                "A document can prove: {names}",
                names=tuple(each for each in facts if each not in REGISTERED_FACTS),
            ),
        )
    if fact in REGISTERED_FACTS:
        raise UsageError(
            "has-a-register",
            phrase("{fact} is not proved by a document: it has a register of its own.", fact=fact),
            hint=phrase("See: pairing {command} --help", command=REGISTERED_FACTS[fact]),
        )
    return fact
