"""The reader of one line: from its words to the fields of a visit.

Every word is used once and in one way. What can't be used is named; what only a person knows
is asked; what is taken without being said (the year, who did it) is marked as inferred.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pairing_cli.domain.chat.entries import Entry
from pairing_cli.domain.chat.line_words import SEPARATORS, words_of
from pairing_cli.domain.chat.parts import TEXTS, Labels, Part, without_brackets
from pairing_cli.domain.chat.people_words import is_name
from pairing_cli.domain.chat.signs import without_signs
from pairing_cli.domain.chat.word_sorts import Sort, Unit, Word
from pairing_cli.domain.errors import InputError, NotFound
from pairing_cli.domain.not_held import Standing as Kind
from pairing_cli.domain.not_held import not_held
from pairing_cli.domain.people import read_person, role_named
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import DIRECTIONS
from pairing_cli.services.intake.lines import questions
from pairing_cli.services.intake.lines.draft import NEEDED, Draft
from pairing_cli.services.intake.lines.lexicon import LOOKS_LIKE_KINDERGARTEN, Lexicon
from pairing_cli.services.intake.lines.places import Helping, Place
from pairing_cli.services.intake.lines.settling import Settling, missing_in
from pairing_cli.services.intake.lines.told import NotUnderstood, Standing, Told

_CHUNKS: Final = re.compile(rf"[^{re.escape(SEPARATORS.replace('、', ''))}]+")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z'’ -]{3,}")
_TRIMMED: Final = " \t-—–_/:：·.…()（）[]【】<>*"


class _Spot(NamedTuple):
    """Where a word stands."""

    text: str
    label: str | None
    """The key of the label before it."""
    before: Word | None
    earlier: Word | None
    """The word before that."""


class Reading:
    """One line while it is being read."""

    def __init__(
        self, lexicon: Lexicon, helping: Helping, labels: Labels, as_of: dt.date, draft: Draft
    ) -> None:
        self._lexicon = lexicon
        self._helping = helping
        self._labels = labels
        self._as_of = as_of
        self._told = Told(draft)

    def read(self) -> None:
        """Read the line into its draft."""
        draft = self._told.draft
        try:
            for part in self._parts():
                self._part(part)
            Settling(self._lexicon, self._helping, self._as_of, self._told).settle()
        except NotUnderstood as reason:
            draft.problem = reason.what
        except InputError as error:
            draft.problem = error.message
        draft.missing = missing_in(draft)
        if draft.left_out is not None:
            draft.problem = None
            draft.questions.clear()
        if draft.is_clear and draft.missing:
            draft.problem = phrase(
                "Missing: {names}.", names=[NEEDED[key] for key in draft.missing]
            )

    # --- From parts to words ----------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        for line in self._told.draft.content.split("\n"):
            yield from self._labels.parts(line, self._is_understood)

    def _is_understood(self, text: str) -> bool:
        return all(word.sort is not Sort.UNKNOWN for word in self._words(text))

    def _words(self, text: str) -> list[Word]:
        return words_of(text, self._lexicon, self._lexicon.people)

    def _part(self, part: Part) -> None:
        if part.label is not None and part.label in TEXTS:
            self._text(part.text, part.label)
            return
        plain = without_signs(part.text)
        text, asides = without_brackets(plain, lambda *ends: self._is_in_a_name(plain, *ends))
        before = len(self._told.people)
        self._take(text, part.label)
        roles = [aside for aside in asides if role_named(aside)]
        if roles and len(roles) == len(self._told.people) - before:
            # 卓玛（园长）、德吉（骨干教师）: one role for each of them
            held = zip(self._told.people[before:], roles, strict=True)
            self._told.people[before:] = [f"{name}@{role}" for name, role in held]
            asides = [aside for aside in asides if aside not in roles]
        for aside in asides:
            self._aside(aside)

    def _is_in_a_name(self, text: str, start: int, end: int) -> bool:
        places = [word for word in self._words(text) if word.sort is Sort.PLACE]
        return any(place.start <= start and end <= place.end for place in places)

    def _text(self, text: str, label: str) -> None:
        """Free text behind a label."""
        if label in ("note", "state_reason") and (found := not_held(text)):
            self._told.standings.append(Standing(found, text, in_note=True))
        elif label == "topic":
            self._told.topics.append(text.removeprefix("《").removesuffix("》"))
        elif label == "note":
            self._told.notes.append(text)
        elif label == "end_date":
            self._told.end = text
        else:
            self._told.put(label, text)

    def _aside(self, text: str) -> None:
        """What stands in brackets: fields where all of it is understood, else a note."""
        if re.fullmatch("[一二三四五六日]", text):
            text = f"周{text}"  # 4.12（二）
        words = self._words(text)
        plain_note = all(word.sort in _OF_A_NOTE for word in words)
        if all(word.sort is not Sort.UNKNOWN for word in words) or not_held(text):
            self._take(text, None)
        elif plain_note:
            self._told.notes.append(text)
        else:
            self._told.unknown.append(text)

    def _take(self, text: str, label: str | None) -> None:
        text, dropped = self._without_not_held(text)
        words: Sequence[Word] = self._words(text)
        if label is None and self._told.draft.numbered and self._told.reporter is None:
            words = self._without_reporter(text, words)
        for at, word in enumerate(words):
            loose = word.sort in (Sort.UNKNOWN, Sort.AMOUNT)
            if loose and any(start <= word.start < end for start, end in dropped):
                continue
            before = words[at - 1] if at else None
            earlier = words[at - 2] if at > 1 else None
            self._word(word, _Spot(text, label, before, earlier))

    def _without_not_held(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """`text` without the words that say it was not held, and the chunks where they stood."""
        dropped: list[tuple[int, int]] = []
        for pattern in (_CHUNKS, _LATIN):
            for chunk in pattern.finditer(text):
                found = not_held(chunk[0])
                if found is None:
                    continue
                dropped.append(chunk.span())
                said = chunk[0].strip()
                at = text.lower().find(found.word, *chunk.span())
                if at >= 0 and found.standing is not Kind.PLANNED:
                    end = at + len(found.word)
                    rest = f"{text[chunk.start() : at]} {text[end : chunk.end()]}"
                    if self._is_understood(rest):  # 送教取消: the rest is the visit itself
                        found, said = found._replace(whole=True), text[at:end]
                    if found.standing is Kind.POSTPONED:
                        end = chunk.end()  # 改到4月20日: not the day that the line tells of
                    text = text[:at] + " " * (end - at) + text[end:]
                self._told.standings.append(Standing(found, said, in_note=False))
        return text, dropped

    def _without_reporter(self, text: str, words: Sequence[Word]) -> Sequence[Word]:
        """WeChat puts who joined before the line: that is who reports."""
        self._told.reporter = ""
        first = next(iter(words), None)
        if first is None or text[: first.start].strip(_TRIMMED):
            return words
        name = first.text.strip(_TRIMMED)
        if first.sort is Sort.UNKNOWN and is_name(name):
            self._told.reporter = name
            return words[1:]
        return words

    # --- What each word says ----------------------------------------------------------------

    def _word(self, word: Word, spot: _Spot) -> None:
        listed = {
            Sort.DAY: self._told.days,
            Sort.WEEKDAY: self._told.weekdays,
            Sort.TIME: self._told.notes,
            Sort.CROWD: self._told.notes,
            Sort.REMARK: self._told.notes,
            Sort.PERSON: self._told.people,
        }
        if word.sort in listed:
            listed[word.sort].append(word.text.strip())
        elif (take := _TAKERS.get(word.sort)) is not None:
            take(self, word, spot)

    def _take_hours(self, word: Word, spot: _Spot) -> None:
        self._told.plus += spot.before is not None and spot.before.sort is Sort.PLUS
        self._told.hours.append((word.value, word.text.strip()))

    def _take_way(self, word: Word, _spot: _Spot) -> None:
        if self._told.way is None and self._told.places:
            self._told.way, self._told.traveller = word, self._told.places[-1]

    def _take_plan(self, word: Word, _spot: _Spot) -> None:
        self._told.planned = word.text

    def _take_done(self, _word: Word, _spot: _Spot) -> None:
        self._told.held = True

    def _take_topic(self, word: Word, _spot: _Spot) -> None:
        self._told.topics.append(word.value)

    def _take_ditto(self, word: Word, _spot: _Spot) -> None:
        raise NotUnderstood(phrase("“{word}” isn't read: write the line in full.", word=word.text))

    def _take_unknown(self, word: Word, spot: _Spot) -> None:
        self._not_known(word.text.strip(_TRIMMED), spot.label)

    def _not_known(self, text: str, label: str | None) -> None:
        if not text:
            return
        if label == "content":
            self._told.topics.append(text)
        elif label == "people" or ("@" in text and is_name(read_person(text).name)):
            self._told.people.append(text)
        elif label in ("direction", "way") and (code := _code_of_direction(text)):
            self._told.put("direction", code)
        elif label == "form" or not self._joins_place(text):
            self._told.unknown.append(text)

    def _joins_place(self, text: str) -> bool:
        """隆子县第二幼儿园: a name that begins with a county's is a name as a whole."""
        last = self._told.places[-1] if self._told.places else None
        if last is None or f"{last.name}{text}" not in self._told.draft.content:
            return False
        if not LOOKS_LIKE_KINDERGARTEN.search(text):
            return False
        self._told.places.pop()
        self._told.unknown.append(f"{last.name}{text}")
        return True

    def _take_heads(self, word: Word, spot: _Spot) -> None:
        before, earlier = spot.before, spot.earlier
        joined = before is not None and before.sort is Sort.JOIN and before.end == word.start
        if joined and earlier is not None and earlier.sort in (Sort.CROWD, Sort.PERSON):
            whole = spot.text[earlier.start : word.end].strip()
            self._told.draft.questions.append(questions.about_people(whole))
            return
        self._told.put(word.sort.value, str(word.value), word.text)

    def _take_amount(self, word: Word, spot: _Spot) -> None:
        label = spot.label
        bare = word.value in (Unit.NONE, Unit.PEOPLE)
        digits = re.sub(r"[^\d.]", "", word.text)
        if word.value is Unit.NONE and label == "class_hours":
            self._told.hours.append((float(digits), word.text.strip()))
        elif bare and label in ("teachers", "children") and digits.isdecimal():
            self._told.put(label, digits, word.text)
        else:
            self._told.amounts.append(word)

    def _take_form(self, word: Word, _spot: _Spot) -> None:
        self._told.forms.append((word.value, word.text))

    def _take_place(self, word: Word, spot: _Spot) -> None:
        role = spot.label if spot.label in ("mentor", "mentees") else None
        last = self._told.places[-1] if self._told.places else None
        name = word.value
        if last is not None and spot.text[: word.start].endswith(last.name):
            try:
                key = self._lexicon.kindergarten(f"{last.name}/{name}")
            except NotFound:
                pass
            else:
                self._told.places[-1] = Place(key, f"{last.name}/{name}", role)
                return
        self._told.places.append(Place(self._lexicon.kindergarten(name), name, role))

    def _take_direction(self, word: Word, _spot: _Spot) -> None:
        self._told.put("direction", word.value.value, word.text)
        self._told.directions.append(word.text)


_TAKERS: Final[Mapping[Sort, Callable[[Reading, Word, _Spot], None]]] = {
    Sort.HOURS: Reading._take_hours,
    Sort.TEACHERS: Reading._take_heads,
    Sort.CHILDREN: Reading._take_heads,
    Sort.AMOUNT: Reading._take_amount,
    Sort.FORM: Reading._take_form,
    Sort.PLACE: Reading._take_place,
    Sort.DIRECTION: Reading._take_direction,
    Sort.WAY: Reading._take_way,
    Sort.ARROW: Reading._take_way,
    Sort.PLAN: Reading._take_plan,
    Sort.DONE: Reading._take_done,
    Sort.TOPIC: Reading._take_topic,
    Sort.DITTO: Reading._take_ditto,
    Sort.UNKNOWN: Reading._take_unknown,
}
"""What becomes of each sort of word; the rest says nothing by itself."""

_OF_A_NOTE: Final = frozenset({Sort.UNKNOWN, Sort.SMALL, Sort.JOIN, Sort.CROWD, Sort.TIME,
                               Sort.WAY, Sort.DONE, Sort.FORM})  # fmt: skip
"""Words that say no more of a visit inside brackets than outside."""


def _code_of_direction(text: str) -> str | None:
    return next(
        (code for code, label in DIRECTIONS.items() if text in (code, label.zh, label.en)), None
    )


_HALF_WIDTH: Final = {
    code + 0xFEE0: chr(code) for code in range(ord("!"), ord("~") + 1) if chr(code).isalnum()
} | {ord("．"): ".", ord("＋"): "+"}


def _in_half_width(text: str) -> str:
    """Digits and letters in half width, every blank as a plain one."""
    return re.sub(r"[^\S\n]", " ", text).translate(_HALF_WIDTH)


def read_entry(
    lexicon: Lexicon, helping: Helping, labels: Labels, as_of: dt.date, entry: Entry
) -> Draft:
    """How one entry is understood."""
    draft = Draft(
        entry.row,
        entry.text,
        _in_half_width(entry.content),
        numbered=entry.numbered,
        relay=entry.relay,
        speaker=entry.speaker,
    )
    Reading(lexicon, helping, labels, as_of, draft).read()
    return draft
