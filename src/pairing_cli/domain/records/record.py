"""A record: what the program knows of a table, in one declaration.

History, undo, `--of`, import, templates, exports and the doctor all speak of a table by what is
declared here. A table without a declaration fails the build (tests/contract/test_records.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import Label, Phrase, phrase_n
from pairing_cli.domain.tuples import NamedTuple


class Noun(NamedTuple):
    """What people call a record, and many of them."""

    zh: str
    en: str
    measure: str = "条"
    """The measure word of the Chinese."""
    many: str = ""
    """The English plural where it is no s."""

    @property
    def label(self) -> Label:
        """The bare noun."""
        return Label(self.zh, self.en)

    @property
    def measure_word(self) -> Label:
        """The measure word, which English has none of."""
        return Label(self.measure, "")

    @property
    def plural(self) -> Label:
        """Many of them."""
        return Label(self.zh, self.many or f"{self.en}s")

    @property
    def title(self) -> Label:
        """The noun at the beginning of an English sentence."""
        return Label(self.zh, self.en[:1].upper() + self.en[1:])

    @property
    def plural_title(self) -> Label:
        """Many of them, at the beginning of an English sentence."""
        many = self.plural.en
        return Label(self.zh, many[:1].upper() + many[1:])

    @property
    def one(self) -> Label:
        """Any one of them: 捐赠, a donation."""
        article = "an" if self.en[:1] in "aeiou" else "a"
        return Label(self.zh, f"{article} {self.en}")

    def counted(self, count: int) -> Phrase:
        """So many of them."""
        return phrase_n(
            "{count} {noun}{measure}",
            "{count} {nouns}{measure}",
            count,
            noun=self.label,
            nouns=self.plural,
            measure=self.measure_word,
        )

    def total(self, count: int) -> Phrase:
        """So many of them, as the note below a listing."""
        return phrase_n(
            "{count} {noun}{measure}.",
            "{count} {nouns}{measure}.",
            count,
            noun=self.label,
            nouns=self.plural,
            measure=self.measure_word,
        )


class Role(StrEnum):
    """What a row is to the rows that its table names."""

    WHOLE = "whole"
    """A record with a history of its own: what names it belongs to it."""
    PART = "part"
    """It belongs to the record that it names."""
    LINK = "link"
    """It links two records that each have a history of their own, and belongs to neither."""
    GROUND = "ground"
    """Half of the database names it; nothing is learnt from all of that."""


class Record(NamedTuple):
    """A table: how it is spoken of, what it belongs to, what is known of its rows."""

    table: str
    noun: Noun
    role: Role
    subject: tuple[str, ...] = ()
    """The glyphs of the line that says which row a command was about: columns of the table,
    read as what they mean (`pairing_id` is the mentee, `form_code` the form); `a|b` is the
    first that is there, `a→b` both with an arrow between, `title_*` a name in two languages,
    `mentees` those of a visit, `mentee` that of a pairing. Without any, rows are counted."""
    among: tuple[str, ...] = ()
    """The shorter glyphs of one row among several."""
    has_ref: bool = False
    """Whether people name its rows by refs, as `history --of` does."""
    brings: tuple[str, str] | None = None
    """Of a part: the column that names, and the table of, a record that comes along with it."""
    tells: bool = True
    """Whether its rows tell more of a command than those they link."""
    listing: str | None = None
    """The name of its listing, for `export`, `import` and `template`."""
    caption: Label | None = None
    """What a table of them is called, where that is not the plural."""
    words: tuple[str, ...] = ()
    """Other words for that table."""
    asked: tuple[Field, ...] = ()
    """What a table from outside may say of a row, in the order of the template."""
    shown: tuple[Field, ...] = ()
    """What listings show besides, since it follows from the rest: no import reads it."""
    stored: tuple[Field, ...] = ()
    """What only the table and the history have."""

    @property
    def name(self) -> str:
        """The name of its listing."""
        return self.listing or self.table

    @property
    def label(self) -> Label:
        """What a table of them is called."""
        return self.caption or self.noun.plural

    @property
    def fields(self) -> Sequence[Field]:
        """All that is known of a row."""
        return (*self.asked, *self.shown, *self.stored)

    def means(self, word: str) -> bool:
        """Whether people may mean a table of them by `word`, in either language."""
        wanted = word.strip().casefold()
        names = (self.name, self.table, self.label.zh, self.label.en, *self.words)
        return wanted in {name.casefold() for name in names}

    @property
    def passed_over(self) -> tuple[str, ...]:
        """Headers of our own exports that an import leaves out without a word."""
        return tuple(name for field in self.shown for name in field.names())

    def field(self, key: str) -> Field:
        """The field with this key. Raises `LookupError`."""
        for each in self.fields:
            if each.key == key:
                return each
        msg = f"{self.table} has no field {key}"
        raise LookupError(msg)
