"""What the words of one line say, each by itself, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from pairing_cli.domain.chat.word_sorts import Word
from pairing_cli.domain.not_held import NotHeld
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.intake.import_values import shown
from pairing_cli.services.intake.lines.draft import Draft
from pairing_cli.services.intake.lines.lexicon import FormWord
from pairing_cli.services.intake.lines.places import Place


class NotUnderstood(Exception):  # noqa: N818 - carries a sentence, ends a line
    """Words of a line that can't all hold, or mean nothing."""

    def __init__(self, what: Phrase) -> None:
        super().__init__()
        self.what = what


def both(one: str, other: str) -> NotUnderstood:
    """Two words that contradict each other."""
    return NotUnderstood(phrase("{one} and {other} exclude each other.", one=one, other=other))


class Standing(NamedTuple):
    """A text that says that it was not held."""

    found: NotHeld
    text: str
    in_note: bool
    """Whether it stands behind a label, where 已完成 beside it makes it a remark."""


@dataclass(slots=True)
class Told:
    """One line while it is being read."""

    draft: Draft
    days: list[str] = field(default_factory=list)
    weekdays: list[str] = field(default_factory=list)
    end: str | None = None
    """The last day, where a label says it."""
    hours: list[tuple[float, str]] = field(default_factory=list)
    """Class-hours, with the words that say so."""
    plus: int = 0
    """How many of them are added to the one before."""
    amounts: list[Word] = field(default_factory=list)
    """Amounts that are no class-hours."""
    people: list[str] = field(default_factory=list)
    reporter: str | None = None
    """Who stands first in a list of numbers: "" where nobody does, None before it was looked."""
    places: list[Place] = field(default_factory=list)
    way: Word | None = None
    """到, → or the like between kindergartens."""
    traveller: Place | None = None
    """Who stands before it."""
    forms: list[tuple[FormWord, str]] = field(default_factory=list)
    directions: list[str] = field(default_factory=list)
    """The words that say the direction."""
    topics: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    """What says that it was not held."""
    planned: str | None = None
    """The word that says that it is only planned."""
    held: bool = False
    """Whether it is said that it was held."""
    unknown: list[str] = field(default_factory=list)

    def put(self, key: str, value: str, word: str | None = None) -> None:
        """Say what a field holds. Raises `NotUnderstood` where it holds something else."""
        cells = self.draft.cells
        if key in cells and cells[key] != value:
            raise both(shown(cells[key]), shown(word or value))
        cells[key] = value
