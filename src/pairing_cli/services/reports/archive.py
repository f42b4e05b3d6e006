"""The archive of a pairing, going out: numbered volumes, a table of contents, and the gaps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from pairing_cli.domain.errors import Damaged
from pairing_cli.domain.paperwork import FOUR_HAVES
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES
from pairing_cli.files.printed.papers import html_text
from pairing_cli.files.printed.volume import Volume, Write, plain_name, volume
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.papers.documents import DocumentRow, documents_of
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.inspection_pack import gap_rows
from pairing_cli.services.reports.papers import Voice
from pairing_cli.store import attachments
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Archived:
    """What went into an archive, and what it lacks."""

    files: int
    gaps: int


def write_archive(
    store: Reader,
    pairing: PairingDetail,
    cycle: CycleRow,
    as_of: dt.date,
    target: Path,
    database: Path,
    voice: Voice,
) -> Archived:
    """Write all files of a pairing, the four haves first, into a folder or a .zip file.

    Every file is checked against its SHA-256 on the way. Raises `Damaged` where one is gone or
    has changed, `CannotCreate`, `StorageFailure`.
    """
    by_category: dict[str, list[DocumentRow]] = defaultdict(list)
    for row in documents_of(store, pairing.id, as_of):
        by_category[row.category].append(row)
    gaps = gap_rows(store, pairing, cycle, as_of, voice)
    volumes = []
    files = 0
    with volume(target) as out:
        for number, category in enumerate(DOCUMENT_CATEGORIES, 1):
            rows = by_category[category]
            if not rows and category not in FOUR_HAVES:
                continue
            title = voice.say(DOCUMENT_CATEGORIES[category])
            folder = plain_name(f"{number:02d} {title}")
            listed = []
            for count, row in enumerate(rows, 1):
                name = _name(number, count, row)
                _copy(out, folder, name, row, database)
                listed.append(
                    {
                        "number": f"{number}-{count:02d}",
                        "date": row.date or "",
                        "title": row.heading,
                        "file": f"{folder}/{name}",
                    }
                )
            files += len(rows)
            volumes.append({"title": f"{number:02d} {title}", "rows": listed})
        page = html_text(
            voice.template("contents.html"),
            {
                "title": voice.say(phrase("Table of contents")),
                "subtitle": voice.say(
                    phrase(
                        "{mentor} → {mentee}, cycle {cycle}, as of {day}",
                        mentor=pairing.mentor,
                        mentee=pairing.mentee,
                        cycle=cycle.code,
                        day=voice.day(as_of.isoformat()),
                    )
                ),
                "volumes": volumes,
                "gaps": gaps,
            },
        )
        contents = page.encode()
        name = plain_name(f"00 {voice.say(phrase('Table of contents'))}.html")
        out.add("", name, lambda write: _write(write, contents))
    return Archived(files, len(gaps))


def _write(write: Write, content: bytes) -> None:
    write(content)


def _name(number: int, count: int, row: DocumentRow) -> str:
    """Number, day, title and the ending of the file, as one plain name."""
    ending = Path(plain_name(row.file_name)).suffix
    return plain_name(f"{number}-{count:02d} {row.date or ''} {row.heading}{ending}")


def _copy(out: Volume, folder: str, name: str, row: DocumentRow, database: Path) -> None:
    def fill(write: Write) -> None:
        wrong = attachments.copy_out(database, row.sha256, write)
        if wrong is None:
            return
        hint = phrase(
            "Nothing was written. Bring the file back, or take it off the lists: pairing"
            " document remove {ref} --reason TEXT",
            ref=row.ref,
        )
        if wrong.gone:
            message = phrase("The stored file of {title} ({ref}) is missing.",
                             title=row.title, ref=row.ref)  # fmt: skip
            raise Damaged("document-missing", message, hint=hint, file=row.file_name)
        message = phrase("The stored file of {title} ({ref}) has been changed since.",
                         title=row.title, ref=row.ref)  # fmt: skip
        raise Damaged("document-altered", message, hint=hint, file=row.file_name)

    out.add(folder, name, fill)
