"""What people write for a summary: one text for each part of it, of a cycle or of a term."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.paperwork import SUMMARY_PARTS, SummaryPart
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line, several_lines
from pairing_cli.services.programme.cycles import CycleRow, check_open, list_terms, term_in
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import SummaryNote
from pairing_cli.store.writing import Writer


class NoteRow(NamedTuple):
    """One text."""

    cycle: str
    term: str | None
    """None: of the whole cycle."""
    part: str
    text: str
    id: str

    @property
    def term_shown(self) -> Label | None:
        """The term as people say it."""
        return term_label(self.term) if self.term else None


_NOTES: Final = """
    SELECT c.code AS cycle, t.code AS term, n.part, n.wording AS text, n.id
    FROM summary_note AS n
    INNER JOIN cycle AS c ON c.id = n.cycle_id
    LEFT JOIN term AS t ON t.id = n.term_id
    WHERE n.cycle_id = :cycle_id AND n.removed_on IS NULL
    ORDER BY t.start_date, n.id
"""


def list_notes(store: Reader, cycle: CycleRow) -> list[NoteRow]:
    """The texts of a cycle and its terms, in the order of the parts."""
    order = list(SUMMARY_PARTS)
    found = store.fetch(NoteRow, _NOTES, cycle_id=cycle.id)
    return sorted(found, key=lambda note: (note.term or "", order.index(note.part)))


def notes_of(store: Reader, cycle: CycleRow, term: str | None) -> dict[str, str]:
    """Part → text, of the whole cycle or of one term (by its code)."""
    return {note.part: note.text for note in list_notes(store, cycle) if note.term == term}


def find_note(store: Reader, cycle: CycleRow, term: str | None, part: SummaryPart) -> NoteRow:
    """The text of a part. Raises `NotFound`."""
    code = term_in(list_terms(store), cycle, term).code if term else None
    for note in list_notes(store, cycle):
        if (note.term, note.part) == (code, part):
            return note
    raise NotFound(
        "no-summary-note",
        phrase("Nothing is written yet for “{part}”.", part=SUMMARY_PARTS[part]),
        hint=phrase("To write it: pairing summary note add {part} --text TEXT",
                    part=Label(SUMMARY_PARTS[part].zh, part)),
    )  # fmt: skip


def add_note(
    store: Writer, cycle: CycleRow, term: str | None, part: SummaryPart, text: str
) -> NoteRow:
    """Write the text of a part. Raises `NotFound`, `RuleRefusal` where there is one already or
    the cycle is closed, `BadData`.
    """
    check_open(cycle)
    found = term_in(list_terms(store), cycle, term) if term else None
    code = found.code if found else None
    if part in notes_of(store, cycle, code):
        raise RuleRefusal(
            "summary-note-there",
            phrase("“{part}” is written already.", part=SUMMARY_PARTS[part]),
            hint=phrase("To change it: pairing summary note edit {part} --text TEXT",
                        part=Label(SUMMARY_PARTS[part].zh, part)),
        )  # fmt: skip
    term_id = store.value("SELECT id FROM term WHERE code = :code", code=code) if code else None
    store.add(SummaryNote(cycle_id=cycle.id, term_id=term_id, part=part, wording=_worded(text)))
    return find_note(store, cycle, code, part)


def edit_note(
    store: Writer, cycle: CycleRow, term: str | None, part: SummaryPart, text: str
) -> NoteRow:
    """Write the text of a part anew. Raises `NotFound`, `RuleRefusal`, `BadData`."""
    check_open(cycle)
    note = find_note(store, cycle, term, part)
    store.change(store.get(SummaryNote, note.id), wording=_worded(text))
    return find_note(store, cycle, term, part)


def remove_note(
    store: Writer, cycle: CycleRow, term: str | None, part: SummaryPart, reason: str, on: dt.date
) -> NoteRow:
    """Take a text out of the summary; it stays on record. Raises as `edit_note` does."""
    check_open(cycle)
    note = find_note(store, cycle, term, part)
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(store.get(SummaryNote, note.id), removed_on=on, removed_reason=why)
    return note


def _worded(text: str) -> str:
    return several_lines(text, phrase("The text"))
