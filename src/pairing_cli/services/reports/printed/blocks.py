"""An official paper as blocks: parts 一、 with headings （一）, sentences, blanks, numbered tables.

The same blocks are printed by Word, shown by a web page and written as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.services.reports.printed.voice import Voice, numbered, section_numbered
from pairing_cli.services.reports.summaries.tables import PaperColumn, PaperTable

TO_ALL: Final = phrase("To the education bureaus of all counties and all kindergartens:")
"""Whom a paper of the bureau for everybody is sent to."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One block; `kind` is heading, text, blank or table."""

    kind: str
    text: str
    """What it says; of a table its numbered caption."""
    table: str = ""
    """Of a table: which one."""
    titles: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    """Of a table: the values by the keys of its columns."""


@dataclass(slots=True)
class PaperPart:
    """A part of a paper: 一、基本情况."""

    title: str
    blocks: list[PaperBlock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its title, its parts, who signs it and when."""

    title: str
    subtitle: str
    parts: Sequence[PaperPart]
    unit: str
    date: str
    about: str = ""
    """What the title begins with; where it is too long for a line, it is broken behind it."""
    to: str = ""
    """Whom it is sent to (主送), where it is sent."""

    @property
    def values(self) -> dict[str, Any]:
        """What templates name."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {**values, "title": on_two_lines(self.title, self.about)}


def to_be_written(what: Label, voice: Voice) -> str:
    """A marked blank: 【待补写：目标】."""
    return voice.say(phrase("[To be written: {what}]", what=what))


def capital(title: str) -> str:
    """A label as a heading."""
    return title[:1].upper() + title[1:]


_TITLE_CELLS: Final = 40
"""Half characters of a title in one line, 22 pt on 156 mm."""


def on_two_lines(title: str, about: str) -> str:
    """A title too long for a line, broken behind what it is about: GB/T 9704 wants no word cut."""
    cells = sum(2 if ord(sign) > 0xFF else 1 for sign in title)
    if cells <= _TITLE_CELLS or not about or not title.startswith(about):
        return title
    rest = title.removeprefix(about)
    stop = ":" if rest.startswith(":") else ""
    return f"{about}{stop}\n{rest.removeprefix(stop).strip()}"


class PaperWriter:
    """Writes a paper part by part; numbers its parts, headings and tables without holes."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.parts: list[PaperPart] = []
        self._headings = 0
        self._tables = 0

    def part(self, title: Label) -> None:
        """Begin a part."""
        self._headings = 0
        heading = capital(self.voice.say(title))
        self.parts.append(PaperPart(numbered(len(self.parts), heading, self.voice)))

    def heading(self, title: Phrase) -> None:
        """Begin a section of the part."""
        heading = section_numbered(self._headings, self.voice.say(title), self.voice)
        self._headings += 1
        self._add(PaperBlock("heading", heading))

    def say(self, *sentences: Phrase | Label) -> None:
        """A paragraph."""
        joined = ("" if self.voice.language == "zh" else " ").join(map(self.voice.say, sentences))
        if joined:
            self._add(PaperBlock("text", joined))

    def written(self, text: str | None, what: Label) -> None:
        """What somebody has written of the part, paragraph by paragraph; a marked blank without
        it. It stands before the sections of the part: below the last one it would be of that one.
        """
        blocks = self.parts[-1].blocks
        at = next((at for at, each in enumerate(blocks) if each.kind == "heading"), len(blocks))
        if text is None:
            blocks.insert(at, PaperBlock("blank", to_be_written(what, self.voice)))
            return
        blocks[at:at] = [
            PaperBlock("text", paragraph.strip())
            for paragraph in text.split("\n")
            if paragraph.strip()
        ]

    def table(self, of: PaperTable, rows: Sequence[Row]) -> None:
        """A table, unless it is empty."""
        if not rows:
            return
        self._tables += 1
        number = f"表{self._tables}　" if self.voice.language == "zh" else f"Table {self._tables}. "
        self._add(
            PaperBlock(
                "table",
                f"{number}{self.voice.say(of.title)}",
                of.key,
                tuple(self.voice.say(column.title) for column in of.columns),
                tuple(
                    {column.key: self._shown(column, row.get(column.key)) for column in of.columns}
                    for row in rows
                ),
            )
        )

    def _shown(self, column: PaperColumn, value: Any) -> str:
        if value is None:
            return "—"
        is_day = column.figure and isinstance(value, str) and _DAY.fullmatch(value)
        return self.voice.day(value) if is_day else self.voice.say(value)

    def _add(self, block: PaperBlock) -> None:
        self.parts[-1].blocks.append(block)
