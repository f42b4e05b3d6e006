"""What people write for a summary: one text for each part of it, of a cycle or of a term."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.paperwork import SUMMARY_PARTS, SummaryPart
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.services.programme.cycles import CycleRow, list_terms, term_in
from pairing_cli.store.reading import Reader


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
