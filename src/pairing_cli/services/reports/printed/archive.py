"""The archive of a pairing, going out: numbered volumes, a table of contents, and the gaps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import Damaged
from pairing_cli.domain.paperwork import FOUR_HAVES
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES, VisitState
from pairing_cli.files.printed.papers import docx_content, html_text
from pairing_cli.files.printed.volume import Volume, Write, plain_name, volume
from pairing_cli.files.workbook.workbook_out import SheetOut, workbook_content
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.papers.documents import DocumentRow, documents_of
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.printed.document_numbers import numbered_documents
from pairing_cli.services.reports.printed.inspection_pack import gap_rows
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.services.visits.visits import VisitRow, visits_of_pairing
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
    by_category: dict[str, list[tuple[str, DocumentRow]]] = defaultdict(list)
    for number, row in numbered_documents(documents_of(store, pairing.id, as_of)):
        by_category[row.category].append((number, row))
    gaps = gap_rows(store, pairing, cycle, as_of, voice)
    volumes = []
    with volume(target) as out:
        for at, category in enumerate(DOCUMENT_CATEGORIES, 1):
            rows = by_category[category]
            if not rows and category not in FOUR_HAVES:
                continue
            title = voice.say(DOCUMENT_CATEGORIES[category])
            folder = plain_name(f"{at:02d} {title}")
            listed = []
            for number, row in rows:
                name = _name(number, row)
                _copy(out, folder, name, row, database)
                listed.append(
                    {
                        "number": number,
                        "date": voice.day(row.date),
                        "title": row.heading,
                        "file": f"{folder}/{name}",
                    }
                )
            volumes.append({"title": f"{at:02d} {title}", "rows": listed})
        values = {
            "title": voice.say(phrase("Table of contents")),
            "subtitle": voice.say(
                phrase(
                    "{mentor} helps {mentee}, as of {day}",
                    mentor=pairing.mentor,
                    mentee=pairing.mentee,
                    day=voice.day(as_of.isoformat()),
                )
            ),
            "pairing": voice.say(
                phrase("{mentor} helps {mentee}", mentor=pairing.mentor, mentee=pairing.mentee)
            ),
            "day": voice.say(phrase("as of {day}", day=voice.day(as_of.isoformat()))),
            "volumes": volumes,
            "gaps": gaps,
        }
        _add_contents(out, values, voice)
        _add_records(out, record_sheets(store, pairing, as_of, voice), voice)
    return Archived(sum(map(len, by_category.values())), len(gaps))


def _add_contents(out: Volume, values: Mapping[str, Any], voice: Voice) -> None:
    """The table of contents: a page to click through, a paper to file, a sheet to sort."""
    name = f"00 {voice.say(phrase('Table of contents'))}"
    page = html_text(voice.template("contents.html"), values).encode()
    out.add("", plain_name(f"{name}.html"), lambda write: _write(write, page))
    paper = docx_content(voice.template("contents.docx"), values)
    out.add("", plain_name(f"{name}.docx"), lambda write: _write(write, paper))
    titles = [
        phrase("Volume"), phrase("Number"), phrase("Date"), phrase("Title"), phrase("File")
    ]  # fmt: skip
    rows = [
        (part["title"], *(row[key] for key in ("number", "date", "title", "file")))
        for part in values["volumes"]
        for row in part["rows"]
    ]
    sheet = SheetOut(values["title"], list(map(voice.say, titles)), rows, title=values["subtitle"])
    content = workbook_content([sheet])
    out.add("", plain_name(f"{name}.xlsx"), lambda write: _write(write, content))


def _add_records(out: Volume, sheets: Sequence[Mapping[str, Any]], voice: Voice) -> None:
    """A record sheet for each visit that took place."""
    if not sheets:
        return
    title = voice.say(phrase("Record of a visit"))
    content = docx_content(voice.template("records.docx"), {"title": title, "sheets": sheets})
    name = voice.say(phrase("Records of visits"))
    out.add("", plain_name(f"00 {name}.docx"), lambda write: _write(write, content))


def record_sheets(
    store: Reader, pairing: PairingDetail, as_of: dt.date, voice: Voice
) -> list[dict[str, Any]]:
    """Each done visit of a pairing as lines of a form."""
    return [
        {
            "lines": [
                {"label": voice.say(label), "text": text, "large": label is _RECORD}
                for label, text in lines
                if text or label is _RECORD
            ]
        }
        for lines in (
            _lines(row, voice)
            for row in visits_of_pairing(store, pairing.id, as_of)
            if row.state == VisitState.DONE
        )
    ]


_RECORD: Final = Label("活动记录", "Record")
"""What took place; where nobody has noted it, room to write it by hand."""


def _lines(row: VisitRow, voice: Voice) -> list[tuple[Label, str]]:
    amounts = {
        "hours": "" if row.class_hours is None else f"{row.class_hours:g}",
        "teachers": "" if row.teachers is None else f"{row.teachers}",
        "children": "" if row.children is None else f"{row.children}",
    }
    return [
        (Label("活动日期", "Date"), voice.days(row.date, row.end_date)),
        (Label("活动形式", "Form"), row.form_zh if voice.language == "zh" else row.form_en),
        (Label("活动主题", "Topic"), row.topic or ""),
        (Label("帮扶园", "Mentor"), row.mentor),
        (Label("受帮扶园", "Mentees"), voice.say(row.mentees)),
        (Label("活动人员", "By"), voice.say(row.people)),
        (Label("课时", "Class-hours"), amounts["hours"]),
        (Label("参加教师（人）", "Teachers"), amounts["teachers"]),
        (Label("参加幼儿（人）", "Children"), amounts["children"]),
        (_RECORD, row.note or ""),
        (Label("下一步", "Next"), row.next_step or ""),
        (Label("记录人", "Recorded by"), row.recorded_by),
    ]


def _write(write: Write, content: bytes) -> None:
    write(content)


def _name(number: str, row: DocumentRow) -> str:
    """Number, day, title and the ending of the file, as one plain name."""
    ending = Path(plain_name(row.file_name)).suffix
    return plain_name(f"{number} {row.date or ''} {row.heading}{ending}")


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
