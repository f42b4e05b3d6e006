"""One visit as a line tells it: what was understood, and what a person has to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.tables.source import CellValue

NEEDED: Final = {
    "date": phrase("a day"),
    "mentees": phrase("a mentee"),
    "form": phrase("a form of activity"),
}
"""What a visit can't be without, and how it is called."""


class Offer(NamedTuple):
    """One thing that a word may mean."""

    label: Phrase
    text: str
    """What would have been written to say so: it takes the place of the word."""


class LineQuestion(NamedTuple):
    """What only a person can say. An answer is a better word, and the line is read again."""

    text: Phrase
    word: str
    """The word in the line that it is about."""
    offers: tuple[Offer, ...] = ()
    number: str = ""
    """What a bare number as an answer means: "{}课时"."""


@dataclass(slots=True)
class Draft:
    """One line (or several that tell one visit), and how it was understood.

    Of `problem`, `left_out` and `questions` only what comes first counts: a line with any of
    them is not written.
    """

    row: int
    line: str
    """As it stood, with its number; lines of several with line breaks."""
    content: str = ""
    """What was read of it."""
    cells: dict[str, CellValue] = field(default_factory=dict)
    """Fields of a visit, as the import reads them."""
    inferred: set[str] = field(default_factory=set)
    """Keys of `cells` that the line doesn't say in so many words: a year, who did it."""
    problem: Phrase | None = None
    """What was not understood."""
    left_out: Phrase | None = None
    """Why it is clear and yet nothing to log: it was cancelled, put off, or nobody knows."""
    questions: list[LineQuestion] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    """Keys of `cells` that a visit needs and the line lacks."""
    numbered: bool = False
    relay: bool = False
    """Whether it is numbered within a relay list, where who reports comes first."""
    speaker: str | None = None
    """Who wrote it, where the chat puts a name with a colon before."""

    @property
    def is_clear(self) -> bool:
        """Whether it can be written as it is."""
        return self.reason is None

    @property
    def reason(self) -> Phrase | None:
        """Why it can't be written as it is."""
        if self.left_out is not None or self.problem is not None:
            return self.left_out or self.problem
        asked = [question.text for question in self.questions]
        if asked and self.missing:
            asked.append(phrase("Missing: {names}.", names=[NEEDED[key] for key in self.missing]))
        return lines(*asked) if asked else None
