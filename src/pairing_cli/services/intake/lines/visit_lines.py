"""Visits told in lines: a relay list from WeChat (接龙), notes, or what was said in a chat.

    4月12日 隆子县 送教 4课时 主题：绘本教学 骨干教师甲

Every word of a line must be understood, each in one way only: a day, a form, kindergartens,
an amount with its unit, people, a topic that is labelled or stands in 《》. Where a person can
be asked, what is open is asked; elsewhere such a line is listed with the reason. Nothing is
guessed. What was understood goes through the import like a row of a table.

Lines that were left out are written again as they were, each below a remark with the reason,
which is passed over when they are read again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pairing_cli.domain.chat.entries import RELAY_HEAD, Entry, Layout
from pairing_cli.domain.chat.line_words import words_of
from pairing_cli.domain.chat.parts import Labels
from pairing_cli.domain.chat.people_words import is_name
from pairing_cli.domain.chat.word_sorts import Sort
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase, phrase_n
from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.tables.headers import REASON
from pairing_cli.services.intake.import_rows import RowError
from pairing_cli.services.intake.lines.draft import Draft, LineQuestion
from pairing_cli.services.intake.lines.lexicon import Lexicon
from pairing_cli.services.intake.lines.places import Helping
from pairing_cli.services.intake.lines.reading import read_entry
from pairing_cli.store.reading import Reader

_REMARK: Final = re.compile(
    rf"#\s*(?:{REASON.label.zh}|{REASON.label.en})\s*[:：].*", re.IGNORECASE
)
"""Only ours: any other line with a # before it may be a visit, and is told if it is none."""

_SAID_IN_CHATS: Final = {
    "place": ("地点", "活动地点", "地址", "对象", "帮扶对象", "受益园", "place", "venue", "where"),
    "content": ("内容", "活动内容", "事项", "项目", "activity", "what"),
    "count": ("人数", "参加人数", "参与人数", "attendance"),
    "people": ("主讲", "主讲人", "主讲教师", "授课", "授课人", "执教", "带队", "带队人", "负责人",
               "主持", "主持人", "参加人", "who"),
    "way": ("方式", "活动方式"),
    "topic": ("课题名称", "主题名称", "title"),
    "date": ("when",),
    "mentees": ("受援方", "受援单位", "帮扶园所"),
    "mentor": ("帮扶方", "from"),
}  # fmt: skip
"""Labels beside the headers that a table may have."""


class Pasted(NamedTuple):
    """Lines as they were read."""

    drafts: list[Draft]
    passed_over: list[str]
    """What is no visit, by custom: heads of relays, headers of messages, thanks."""


class LineReader:
    """Reads lines by what is on record: names, forms, people, who helps whom."""

    def __init__(self, store: Reader, as_of: dt.date) -> None:
        """A date without a year is the latest such day until `as_of`. Reads only."""
        self._lexicon = Lexicon(store)
        self._helping = Helping(store)
        self._as_of = as_of
        words = {name: each.key for each in VISIT.asked for name in each.names()}
        words |= {word: key for key, several in _SAID_IN_CHATS.items() for word in several}
        self._labels = Labels(words.items())

    def read(self, lines: Iterable[str]) -> Pasted:
        """The visits that `lines` tell."""
        layout = Layout(
            labels=self._labels.at_beginning,
            is_known=self._is_known,
            is_name=lambda text: text in self._lexicon.people or is_name(text),
            is_remark=lambda line: _REMARK.fullmatch(line) is not None,
        )
        pasted = layout.read(lines)
        return Pasted([self._draft(entry) for entry in pasted.entries], pasted.passed_over)

    def again(self, draft: Draft, content: str) -> Draft:
        """The draft as it would be if the line read `content`."""
        return self._draft(
            Entry(draft.row, draft.line, content, draft.numbered, draft.relay, draft.speaker)
        )

    def line(self, text: str) -> Draft:
        """One line as it is typed: no list, no chat around it."""
        return self._draft(Entry(1, text, text))

    def _draft(self, entry: Entry) -> Draft:
        return read_entry(self._lexicon, self._helping, self._labels, self._as_of, entry)

    def _is_known(self, text: str) -> bool:
        """Whether a text has any word of the programme in it."""
        said = (Sort.PLACE, Sort.FORM, Sort.DAY, Sort.HOURS, Sort.TOPIC)
        return any(word.sort in said for word in words_of(text, self._lexicon))


def read_lines(store: Reader, lines: Iterable[str], as_of: dt.date) -> Pasted:
    """Read lines; blank ones and remarks on why a line was left out are passed over."""
    return LineReader(store, as_of).read(lines)


def answered(draft: Draft, question: LineQuestion, text: str) -> str:
    """The content of a line with an answer in place of the word that was asked about."""
    word = re.escape(question.word)
    # First where it stands alone: the 4 of 4.12 is another one.
    for pattern in (rf"(?<![\w.]){word}(?![\w.])", word):
        content, count = re.subn(pattern, lambda _: f" {text} ", draft.content, count=1)
        if word and count:
            return content
    return f"{draft.content} {text}"


def lines_again(left: Iterable[tuple[Draft, Sequence[str]]]) -> Iterator[str]:
    """Drafts that were left out as lines to be corrected and read again, each below the remarks
    on why, which begin with the label of `REASON`.
    """
    relay = False
    speaker: str | None = None
    for draft, remarks in left:
        if draft.relay and not relay:
            relay = True
            yield RELAY_HEAD
        if draft.speaker != speaker:
            yield f"{draft.speaker}:" if draft.speaker else ""
            speaker = draft.speaker
        yield from (f"# {remark}" for remark in remarks)
        yield from draft.line.split("\n")


class UnclearLines(BadData):
    """Lines that are not understood; nothing was written."""

    def __init__(self, problems: Sequence[RowError], read: int) -> None:
        super().__init__(
            "not-understood",
            phrase_n(
                "{count} of {all} lines was not understood; nothing was written.",
                "{count} of {all} lines were not understood; nothing was written.",
                len(problems),
                all=read,
            ),
            hint=phrase("Correct it, or write the others and get a file of these: --keep-going"),
            file=problems[0].file,
            row=problems[0].row,
        )
        self.problems = tuple(problems)
