"""Writing the text parts of a summary."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.paperwork import SUMMARY_PARTS, SummaryPart
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line, several_lines
from pairing_cli.services.programme.cycles import CycleRow, list_terms, term_in
from pairing_cli.services.reports.summaries.notes import NoteRow, find_note, notes_of
from pairing_cli.store.rows import SummaryNote
from pairing_cli.store.writing import Writer


def add_note(
    store: Writer, cycle: CycleRow, term: str | None, part: SummaryPart, text: str
) -> NoteRow:
    """Write the text of a part, also of a closed cycle: summing up comes after the end.

    Raises `NotFound`, `RuleRefusal` where there is one already, `BadData`.
    """
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
    note = find_note(store, cycle, term, part)
    store.change(store.get(SummaryNote, note.id), wording=_worded(text))
    return find_note(store, cycle, term, part)


def remove_note(
    store: Writer, cycle: CycleRow, term: str | None, part: SummaryPart, reason: str, on: dt.date
) -> NoteRow:
    """Take a text out of the summary; it stays on record. Raises as `edit_note` does."""
    note = find_note(store, cycle, term, part)
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(store.get(SummaryNote, note.id), removed_on=on, removed_reason=why)
    return note


def _worded(text: str) -> str:
    return several_lines(text, phrase("The text"))
