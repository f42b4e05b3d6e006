"""Visits told in lines: a relay list from WeChat (接龙) or notes, one visit a line.

    4月12日 隆子县 送教 4课时 绘本教学 骨干教师甲

Every word of a line must be understood, each in one way only: a day, a form, kindergartens,
an amount with its unit, a person who is called one or is known, and at most one word that is
left, the topic. A line with anything else is listed with what was not understood; nothing is
guessed. What was understood goes through the import like a row of a table.

Lines that were left out are written again as they were, each below a remark with the reason,
which is passed over when they are read again.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pairing_cli.domain.errors import BadData, NotFound, PairingError
from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.time.dates import parse_span
from pairing_cli.files.tables.headers import REASON
from pairing_cli.files.tables.source import CellValue
from pairing_cli.services.intake.import_rows import Problem
from pairing_cli.services.intake.import_values import shown
from pairing_cli.services.programme.lookup import (
    KindergartenKey,
    find_form,
    find_kindergarten,
    folded,
)
from pairing_cli.store.reading import Reader


@dataclass(slots=True)
class Draft:
    """One line, and how it was understood."""

    row: int
    line: str
    cells: dict[str, CellValue] = field(default_factory=dict)
    """Fields of a visit, as the import reads them."""
    problem: Phrase | None = None
    """What was not understood; such a line is never written."""
    relay: bool = False
    """Whether it is numbered within a relay list, where who reports comes first."""


class Pasted(NamedTuple):
    """Lines as they were read."""

    drafts: list[Draft]
    heading: list[str]
    """What stands between the head of a relay and its first number: no visits, by custom."""


RELAY_HEAD: Final = "#接龙"
_RELAY: Final = re.compile(r"#?\s*接龙\s*$")
_REMARK: Final = re.compile(
    rf"#\s*(?:{REASON.label.zh}|{REASON.label.en})\s*[:：].*", re.IGNORECASE
)
"""Only ours: any other line with a # before it may be a visit, and is told if it is none."""
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2069\ufeff]")
"""What chat programs put around names and numbers, and nobody sees. Not the joiners: they
make one emoji of several.
"""
_NUMBERED: Final = re.compile(r"\s*(\d{1,3})\s*[.、．)）:：]\s*(?!\d)(.+)")
_BETWEEN: Final = re.compile(r"[\s,，;；。|]+")
_HOURS: Final = re.compile(r"(\d+(?:\.\d)?|[一二三四五六七八九十两])(?:个)?(?:课时|学时)")
_CHILDREN: Final = "(?:幼儿|孩子|儿童)"
_PEOPLE_COUNTS: Final = (
    ("teachers", re.compile(r"(?:参加|参训|受益)?教师(\d+)[人名位]?|(\d+)[名位个]?教师")),
    ("children", re.compile(rf"(?:参加|受益)?{_CHILDREN}(\d+)[人名位]?|(\d+)[名位个]?{_CHILDREN}")),
)
_PERSON: Final = re.compile(r".*(?:老师|教师|园长|主任|教研员|辅导员)[甲乙丙丁戊己庚辛壬癸A-Z\d]?")
_LABELLED: Final = re.compile(r"(主题|课题|内容|执行人|主讲|授课|备注|下一步)\s*[:：](.+)")
_LABELS: Final = {
    "主题": "topic", "课题": "topic", "内容": "topic", "执行人": "people", "主讲": "people",
    "授课": "people", "备注": "note", "下一步": "next_step",
}  # fmt: skip
_STATES: Final = {"计划": "planned", "拟": "planned", "已完成": "done"}


def read_lines(store: Reader, lines: Iterable[str], as_of: dt.date) -> Pasted:
    """Read lines; blank ones and remarks on why a line was left out are passed over.

    A date without a year is the latest such day until `as_of`. Reads only.
    """
    reader = _LineReader(store, as_of)
    relay = in_heading = False
    pasted = Pasted([], [])
    for row, whole in enumerate(lines, start=1):
        line = _UNSEEN.sub("", unicodedata.normalize("NFC", whole)).strip()
        if _RELAY.fullmatch(line):
            relay = in_heading = True
            continue
        numbered = _NUMBERED.fullmatch(line)
        remark = _REMARK.fullmatch(line)
        in_heading = in_heading and not (numbered or remark)
        if not line or remark:
            continue
        if in_heading:
            pasted.heading.append(line)
            continue
        content = numbered[2] if numbered else line
        pasted.drafts.append(reader.read(row, line, content, relay=relay and bool(numbered)))
    return pasted


def lines_again(left: Iterable[tuple[Draft, Sequence[str]]]) -> Iterator[str]:
    """Drafts that were left out as lines to be corrected and read again, each below the remarks
    on why, which begin with the label of `REASON`.
    """
    relay = False
    for draft, remarks in left:
        if draft.relay and not relay:
            relay = True
            yield RELAY_HEAD
        yield from (f"# {remark}" for remark in remarks)
        yield draft.line


class UnclearLines(BadData):
    """Lines that are not understood; nothing was written."""

    def __init__(self, problems: Sequence[Problem], read: int) -> None:
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


class _LineReader:
    def __init__(self, store: Reader, as_of: dt.date) -> None:
        self._store = store
        self._as_of = as_of
        self._known_people = {
            row["name"] for row in store.rows("SELECT DISTINCT name FROM visit_person")
        }
        self._mentors = {
            row["mentor_id"] for row in store.rows("SELECT DISTINCT mentor_id FROM pairing")
        }
        self._mentees = {
            row["mentee_id"] for row in store.rows("SELECT DISTINCT mentee_id FROM pairing")
        }

    def read(self, row: int, line: str, content: str, *, relay: bool) -> Draft:
        draft = Draft(row, line, relay=relay)
        words = [word for word in _BETWEEN.split(content) if word]
        left: list[str] = []
        try:
            if relay and len(words) > 1 and self._is_reporter(words[0]):
                draft.cells["note"] = f"接龙：{words.pop(0)}"
            for word in words:
                if not self._understood(word, draft.cells):
                    left.append(word)
            self._last_word(left, draft.cells)
            _check_complete(draft.cells, left)
        except _NotUnderstood as reason:
            draft.problem = reason.what
        except PairingError as error:
            draft.problem = error.message
        return draft

    def _is_reporter(self, word: str) -> bool:
        """WeChat puts who joined before the line: that is who reports, not who taught."""
        told: dict[str, CellValue] = {}
        return not self._understood(word, told) or set(told) == {"people"}

    def _understood(self, word: str, cells: dict[str, CellValue]) -> bool:
        if found := _LABELLED.fullmatch(word):
            _put(cells, _LABELS[found[1]], found[2].strip(), word)
        elif found := _HOURS.fullmatch(word):
            _put(cells, "class_hours", word, word)
        elif word in _STATES:
            _put(cells, "state", _STATES[word], word)
        elif counted := _count(word):
            _put(cells, *counted, word)
        elif self._is_day(word):
            span = parse_span(word, self._as_of, year_from=self._as_of)
            days = dict.fromkeys((span.first.isoformat(), span.last.isoformat()))
            _put(cells, "date", "..".join(days), word)
        elif self._is_form(word):
            _put(cells, "form", word, word)
        elif places := self._kindergartens(word):
            self._put_places(cells, places, word)
        elif self._is_people(word):
            before = cells.get("people")
            cells["people"] = f"{before}、{word}" if before else word
        else:
            return False
        return True

    def _is_day(self, word: str) -> bool:
        """Whether it looks like a day. A day that looks so and can't be is told as such."""
        try:
            parse_span(word, self._as_of, year_from=self._as_of)
        except PairingError as error:
            if error.code == "bad-date":
                return False
            raise
        return True

    def _is_form(self, word: str) -> bool:
        try:
            find_form(self._store, word)
        except PairingError:
            return False
        return True

    def _kindergartens(self, word: str) -> list[tuple[str, KindergartenKey]]:
        """The kindergartens that a word names, exactly; a part of a name is none."""
        found = []
        for name in re.split("[、和及]", word):
            try:
                key = find_kindergarten(self._store, name)
            except NotFound as error:
                if error.code == "ambiguous-kindergarten" and self._is_a_name(name):
                    raise
                return []
            except PairingError:
                return []
            if not self._is_a_name(name):
                return []
            found.append((name, key))
        return found

    def _is_a_name(self, name: str) -> bool:
        """Whether it is a whole name of a kindergarten or region. The look-up also takes
        parts and initials, which may be a word of a topic by chance.
        """
        last = name.replace("／", "/").rpartition("/")[2].strip()
        return bool(
            self._store.rows(
                "SELECT 1 AS found FROM kindergarten_names WHERE name = :name"
                " UNION SELECT 1 FROM region_names WHERE name = :name",
                name=last,
            )
        )

    def _put_places(
        self,
        cells: dict[str, CellValue],
        places: Sequence[tuple[str, KindergartenKey]],
        word: str,
    ) -> None:
        """A kindergarten that helps and is not helped is the mentor."""
        if len(places) == 1 and places[0][1].id in self._mentors - self._mentees:
            _put(cells, "mentor", places[0][0], word)
            return
        names = "、".join(name for name, _ in places)
        before = cells.get("mentees")
        cells["mentees"] = f"{before}、{names}" if before else names

    def _is_people(self, word: str) -> bool:
        return all(
            name in self._known_people or _PERSON.fullmatch(name) for name in word.split("、")
        )

    @staticmethod
    def _last_word(left: Sequence[str], cells: dict[str, CellValue]) -> None:
        if not left:
            return
        if len(left) > 1 or "topic" in cells:
            raise _NotUnderstood(
                phrase(
                    "Not understood: {words}. Say what it is: 主题：… 执行人：… 备注：…",
                    words=[shown(word) for word in left],
                )
            )
        cells["topic"] = left[0]


class _NotUnderstood(Exception):  # noqa: N818 - carries a sentence, ends a line
    def __init__(self, what: Phrase) -> None:
        super().__init__()
        self.what = what


def _put(cells: dict[str, CellValue], key: str, value: str, word: str) -> None:
    if key in cells:
        raise _NotUnderstood(
            phrase("{one} and {other} can't both hold.", one=shown(cells[key]), other=shown(word))
        )
    cells[key] = value


def _count(word: str) -> tuple[str, str] | None:
    plain = folded(word)
    for key, pattern in _PEOPLE_COUNTS:
        if found := pattern.fullmatch(plain):
            return key, found[1] or found[2]
    return None


_NEEDED: Final = {
    "date": phrase("a day"),
    "mentees": phrase("a mentee"),
    "form": phrase("a form of activity"),
}


def _check_complete(cells: dict[str, CellValue], left: Sequence[str]) -> None:
    """Raise where something is missing. A word that was taken for the topic may be it."""
    missing = [what for key, what in _NEEDED.items() if key not in cells]
    if missing and left:
        raise _NotUnderstood(
            phrase(
                "Missing: {names}. Not understood: {words}. Put a blank between one thing and the"
                " next.",
                names=missing,
                words=[shown(word) for word in left],
            )
        )
    if missing:
        raise _NotUnderstood(phrase("Missing: {names}.", names=missing))
