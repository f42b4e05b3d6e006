"""The reader of one line: from its words to the fields of a visit.

Every word is used once and in one way. What can't be used is named; what only a person knows
is asked; what is taken without being said (the year, who did it) is marked as inferred.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pairing_cli.domain.chat.entries import Entry
from pairing_cli.domain.chat.line_words import SEPARATORS, Sort, Unit, Word, is_name, words_of
from pairing_cli.domain.chat.parts import TEXTS, Labels, Part, without_brackets
from pairing_cli.domain.chat.signs import without_signs
from pairing_cli.domain.errors import NotFound, PairingError
from pairing_cli.domain.not_held import Standing, not_held
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.date_words import Lean, plain, weekday
from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_span
from pairing_cli.domain.vocabulary import DIRECTIONS, Direction, VisitState
from pairing_cli.services.intake import line_questions as questions
from pairing_cli.services.intake.import_values import shown
from pairing_cli.services.intake.line_draft import Draft
from pairing_cli.services.intake.line_lexicon import LOOKS_LIKE_KINDERGARTEN, FormWord, Lexicon
from pairing_cli.services.intake.line_places import Helping, Place, direction_of

NEEDED: Final = {
    "date": phrase("a day"),
    "mentees": phrase("a mentee"),
    "form": phrase("a form of activity"),
}
"""What a visit can't be without, and how it is called."""

_OVER_DAYS: Final = 92
"""A plan without a year for a day so long ago is still that of this year; beyond, the next."""
_CHUNKS: Final = re.compile(rf"[^{re.escape(SEPARATORS.replace('、', ''))}]+")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z'’ -]{3,}")
_TRIMMED: Final = " \t-—–_/:：·.…\"“”‘’'「」『』()（）[]【】<>*#@"
_HELD: Final = frozenset({"已完成", "完成"})


class NotUnderstood(Exception):  # noqa: N818 - carries a sentence, ends a line
    """Words of a line that can't all hold, or mean nothing."""

    def __init__(self, what: Phrase) -> None:
        super().__init__()
        self.what = what


class Reading:
    """One line while it is being read."""

    def __init__(
        self, lexicon: Lexicon, helping: Helping, labels: Labels, as_of: dt.date, draft: Draft
    ) -> None:
        self._lexicon = lexicon
        self._helping = helping
        self._labels = labels
        self._as_of = as_of
        self._draft = draft
        self._cells = draft.cells
        self._notes: list[str] = []
        self._days: list[str] = []
        self._weekdays: list[str] = []
        self._hours: list[tuple[float, str]] = []
        self._plus = 0
        self._people: list[str] = []
        self._places: list[Place] = []
        self._traveller: Place | None = None
        self._way: Word | None = None
        self._form: tuple[FormWord, str] | None = None
        self._topics: list[str] = []
        self._unknown: list[str] = []
        self._amounts: list[Word] = []
        self._planned: str | None = None
        self._held = False
        self._reporter: str | None = None

    def read(self) -> None:
        """Read the line into its draft."""
        try:
            for part in self._parts():
                self._part(part)
            self._settle()
        except NotUnderstood as reason:
            self._draft.problem = reason.what
        except PairingError as error:
            self._draft.problem = error.message
        self._draft.missing = tuple(key for key in NEEDED if key not in self._cells)
        if self._draft.is_clear and self._draft.missing:
            self._draft.problem = phrase("Missing: {names}.", names=self._missing())
        elif self._draft.problem is not None and self._unknown and self._draft.missing:
            self._draft.problem = phrase(
                "Missing: {names}. Not understood: {words}.",
                names=self._missing(),
                words=[shown(word) for word in self._unknown],
            )

    def _missing(self) -> list[Phrase]:
        return [NEEDED[key] for key in self._draft.missing]

    # --- From parts to words ----------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        for line in self._draft.content.split("\n"):
            yield from self._labels.parts(line, self._is_understood)

    def _is_understood(self, text: str) -> bool:
        return all(word.sort is not Sort.UNKNOWN for word in self._words(text))

    def _words(self, text: str) -> list[Word]:
        return words_of(text, self._lexicon, self._lexicon.people)

    def _part(self, part: Part) -> None:
        if part.label in TEXTS:
            self._text(part.text, part.label)
            return
        text, asides = without_brackets(without_signs(part.text), self._is_in_a_name(part.text))
        self._take(text, part.label)
        for aside in asides:
            self._aside(aside)

    def _is_in_a_name(self, text: str) -> Any:
        places = [word for word in self._words(text) if word.sort is Sort.PLACE]
        return lambda start, end: any(p.start <= start and end <= p.end for p in places)

    def _text(self, text: str, label: str) -> None:
        """Free text behind a label."""
        if label in ("note", "state_reason") and (found := not_held(text)) and not self._held:
            self._not_held(found, text)
            return
        if label == "topic":
            self._topics.append(text.removeprefix("《").removesuffix("》"))
        elif label == "note":
            self._notes.append(text)
        else:
            self._put(label, text)

    def _aside(self, text: str) -> None:
        """What stands in brackets: fields where all of it is understood, else a note."""
        words = self._words(text)
        plain_note = all(word.sort in _OF_A_NOTE for word in words)
        if all(word.sort is not Sort.UNKNOWN for word in words) or not_held(text):
            self._take(text, None)
        elif plain_note:
            self._notes.append(text)
        else:
            self._unknown.append(text)

    def _take(self, text: str, label: str | None) -> None:
        text, dropped = self._without_not_held(text)
        words = self._words(text)
        if label is None and self._draft.numbered and self._reporter is None:
            words = self._without_reporter(text, words)
        for at, word in enumerate(words):
            if word.sort is Sort.UNKNOWN and any(a <= word.start < b for a, b in dropped):
                continue
            before = words[at - 1] if at else None
            self._word(text, word, before, words[at - 2] if at > 1 else None, label)

    def _without_not_held(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """`text` without the words that say it was not held, and the chunks where they stood."""
        dropped: list[tuple[int, int]] = []
        for pattern in (_CHUNKS, _LATIN):
            for chunk in pattern.finditer(text):
                found = not_held(chunk[0])
                if found is None:
                    continue
                dropped.append(chunk.span())
                if found.standing is Standing.PLANNED:
                    self._planned = chunk[0]
                    continue
                self._not_held(found, chunk[0].strip())
                at = text.lower().find(found.word, chunk.start(), chunk.end())
                if at >= 0:
                    text = text[:at] + " " * len(found.word) + text[at + len(found.word) :]
        return text, dropped

    def _not_held(self, found: Any, text: str) -> None:
        if found.standing is Standing.ATTEMPTED and found.whole:
            self._cells["state"] = VisitState.ATTEMPTED.value
            self._cells["state_reason"] = text
        elif found.standing is Standing.PLANNED:
            self._planned = text
        elif found.whole:
            self._draft.left_out = questions.was_not_held(found, text)
        else:
            self._draft.questions.append(questions.perhaps_not_held(found, text))

    def _without_reporter(self, text: str, words: Sequence[Word]) -> Sequence[Word]:
        """WeChat puts who joined before the line: that is who reports."""
        self._reporter = ""
        first = next(iter(words), None)
        if first is None or text[: first.start].strip(_TRIMMED):
            return words
        name = first.text.strip(_TRIMMED)
        if first.sort is Sort.UNKNOWN and is_name(name):
            self._reporter = name
            return words[1:]
        return words

    # --- What each word says ----------------------------------------------------------------

    def _word(
        self, text: str, word: Word, before: Word | None, earlier: Word | None, label: str | None
    ) -> None:
        match word.sort:
            case Sort.DAY:
                self._days.append(word.text.strip())
            case Sort.WEEKDAY:
                self._weekdays.append(word.text)
            case Sort.TIME:
                self._notes.append(word.text.strip())
            case Sort.CROWD:
                self._notes.append(word.text)
            case Sort.HOURS:
                self._plus += before is not None and before.sort is Sort.PLUS
                self._hours.append((word.value, word.text.strip()))
            case Sort.TEACHERS | Sort.CHILDREN:
                self._heads(text, word, before, earlier)
            case Sort.AMOUNT:
                self._amount(word, label)
            case Sort.PERSON:
                self._people.append(word.text)
            case Sort.FORM:
                self._take_form(word)
            case Sort.PLACE:
                self._place(text, word, label)
            case Sort.DIRECTION:
                self._direction(word)
            case Sort.WAY | Sort.ARROW:
                self._way = word if self._way is None else self._way
                self._traveller = self._places[-1] if self._places else None
            case Sort.PLAN:
                self._planned = word.text
            case Sort.DONE:
                self._held = True
            case Sort.TOPIC:
                self._topics.append(word.value)
            case Sort.DITTO:
                raise NotUnderstood(
                    phrase("“{word}” isn't read: write the line in full.", word=word.text)
                )
            case Sort.UNKNOWN:
                self._not_known(word.text.strip(_TRIMMED), label)
            case _:
                pass

    def _not_known(self, text: str, label: str | None) -> None:
        if not text:
            return
        if label == "content":
            self._topics.append(text)
        elif label == "people":
            self._people.append(text)
        elif label in ("direction", "way") and (code := _code_of_direction(text)):
            self._put("direction", code)
        elif label == "form" or not self._joins_place(text):
            self._unknown.append(text)

    def _joins_place(self, text: str) -> bool:
        """隆子县第二幼儿园: a name that begins with a county's is a name as a whole."""
        last = self._places[-1] if self._places else None
        if last is None or f"{last.name}{text}" not in self._draft.content:
            return False
        if not LOOKS_LIKE_KINDERGARTEN.search(text):
            return False
        self._places.pop()
        self._unknown.append(f"{last.name}{text}")
        return True

    def _heads(self, text: str, word: Word, before: Word | None, earlier: Word | None) -> None:
        joined = before is not None and before.sort is Sort.JOIN and before.end == word.start
        if joined and earlier is not None and earlier.sort in (Sort.CROWD, Sort.PERSON):
            whole = text[earlier.start : word.end].strip()
            self._draft.questions.append(questions.about_people(whole))
            return
        self._put(word.sort.value, str(word.value), word.text)

    def _amount(self, word: Word, label: str | None) -> None:
        bare = word.value in (Unit.NONE, Unit.PEOPLE)
        digits = re.sub(r"[^\d.]", "", word.text)
        if word.value is Unit.NONE and label == "class_hours":
            self._hours.append((float(digits), word.text.strip()))
        elif bare and label in ("teachers", "children") and digits.isdecimal():
            self._put(label, digits, word.text)
        else:
            self._amounts.append(word)

    def _take_form(self, word: Word) -> None:
        if self._form is not None and self._form[0].code != word.value.code:
            raise _both(self._form[1], word.text)
        self._form = self._form or (word.value, word.text)

    def _place(self, text: str, word: Word, label: str | None) -> None:
        role = label if label in ("mentor", "mentees") else None
        last = self._places[-1] if self._places else None
        name = word.value
        if last is not None and text[: word.start].endswith(last.name):
            try:
                key = self._lexicon.kindergarten(f"{last.name}/{name}")
            except NotFound:
                pass
            else:
                self._places[-1] = Place(key, f"{last.name}/{name}", role)
                return
        self._places.append(Place(self._lexicon.kindergarten(name), name, role))

    def _direction(self, word: Word) -> None:
        self._put("direction", word.value, word.text)
        self._cells["direction"] = word.value

    def _put(self, key: str, value: str, word: str | None = None) -> None:
        if key in self._cells and self._cells[key] != value:
            raise _both(shown(self._cells[key]), shown(word or value))
        self._cells[key] = value

    # --- What the words say together --------------------------------------------------------

    def _settle(self) -> None:
        self._settle_day()
        self._settle_places()
        self._settle_form()
        self._settle_hours()
        self._settle_people()
        if self._topics:
            self._cells["topic"] = "、".join(dict.fromkeys(self._topics))
        if self._notes:
            self._cells["note"] = "；".join(dict.fromkeys(self._notes))
        if self._held and self._cells.get("state") == VisitState.ATTEMPTED:
            raise _both("已完成", shown(self._cells["state_reason"]))
        self._settle_unknown()

    def _settle_day(self) -> None:
        days = list(dict.fromkeys(self._days))
        weekdays = list(dict.fromkeys(self._weekdays))
        word = days[0] if days else "".join(weekdays[:1])
        if not word:
            return
        if len(days) > 1:
            raise _both(days[0], days[1])
        span = self._span(word)
        for said in weekdays:
            if weekday(plain(said)) != span.first.weekday():
                may_be_time = re.fullmatch(r"\d{1,2}\.\d{2}", word) is not None
                raise NotUnderstood(
                    questions.wrong_weekday(said, word, span, may_be_time=may_be_time)
                )
        self._cells["date"] = "..".join(
            dict.fromkeys((span.first.isoformat(), span.last.isoformat()))
        )
        if leaves_open(word):
            self._draft.inferred.add("date")
        if self._planned is not None:
            self._cells["state"] = VisitState.PLANNED.value
            if span.last < self._as_of:
                self._draft.left_out = questions.is_over(self._planned.strip(), span)

    def _span(self, word: str) -> DateSpan:
        """The days of a word. What is told has been; what is planned is to come."""
        past = self._leaning(word, Lean.PAST)
        if self._planned is not None:
            over = (self._as_of - past.first).days
            return past if 0 <= over <= _OVER_DAYS else self._leaning(word, Lean.FUTURE)
        near = self._leaning(word, Lean.NEAR)
        if near.first > self._as_of and near != past and weekday(plain(word)) is None:
            self._draft.questions.append(questions.about_year(word, past, near))
        return past

    def _leaning(self, word: str, lean: Lean) -> DateSpan:
        return parse_span(word, self._as_of, year_from=self._as_of, lean=lean)

    def _settle_places(self) -> None:
        places = list({place.key.id: place for place in self._places}.values())
        if not places:
            return
        roles = self._helping.roles(places)
        if roles.mentor is not None:
            self._cells["mentor"] = roles.mentor.name
            if len(places) > 1 and roles.mentor.role is None and self._way is None:
                self._draft.inferred.add("mentor")
        if roles.mentees:
            self._cells["mentees"] = "、".join(place.name for place in roles.mentees)
        if (
            self._way is None
            or self._traveller is None
            or roles.mentor is None
            or self._form is None
        ):
            return
        direction = direction_of(roles, self._traveller)
        own = self._form[0].direction
        if direction != own and "direction" not in self._cells:
            if own in (Direction.TO_MENTEE, Direction.TO_MENTOR):
                self._draft.questions.append(questions.about_direction(self._way.text, own))
            elif self._way.sort is Sort.WAY:
                self._cells["direction"] = direction.value
                self._draft.inferred.add("direction")

    def _settle_form(self) -> None:
        if self._form is None:
            return
        meant, word = self._form
        self._cells["form"] = word
        said = self._cells.get("direction")
        across = {said, meant.direction} == {Direction.TO_MENTEE, Direction.TO_MENTOR}
        if across and "方向" not in self._draft.content:
            written = next(
                (w.text for w in self._words(self._draft.content) if w.sort is Sort.DIRECTION), ""
            )
            self._draft.questions.append(questions.about_direction(written, meant.direction))

    def _settle_hours(self) -> None:
        if self._hours:
            if len(self._hours) > 1 and self._plus != len(self._hours) - 1:
                raise _both(self._hours[0][1], self._hours[1][1])
            self._cells["class_hours"] = f"{sum(value for value, _ in self._hours):g}课时"
            if self._plus:
                self._draft.inferred.add("class_hours")
        for word in self._amounts:
            counted = word.value in (Unit.NONE, Unit.PEOPLE, Unit.ABOUT)
            if self._hours and not counted:
                self._notes.append(word.text.strip())
            else:
                self._draft.questions.append(questions.about_amount(word))

    def _settle_people(self) -> None:
        people = list(dict.fromkeys(self._people))
        reporter = self._reporter or self._draft.speaker
        if reporter and not people:
            people = [reporter]
            self._draft.inferred.add("people")
        elif reporter and reporter not in people:
            self._notes.append(f"接龙：{reporter}")
        if people:
            self._cells["people"] = "、".join(people)

    def _settle_unknown(self) -> None:
        named = list(dict.fromkeys(self._unknown))
        for word in named:
            if not LOOKS_LIKE_KINDERGARTEN.search(word) and not _may_be_pinyin(word):
                self._draft.questions.append(questions.about_unknown(word))
                continue
            found = self._lexicon.resembling(word)
            if found:
                self._draft.questions.append(questions.about_name(word, found))
                self._unknown.remove(word)
            elif _may_be_pinyin(word):
                self._draft.questions.append(questions.about_unknown(word))
            else:
                raise NotUnderstood(questions.nobody(word))
        if self._unknown:
            raise NotUnderstood(
                phrase(
                    "Not understood: {words}. Say what it is: 主题：… 执行人：… 备注：…",
                    words=[shown(word) for word in dict.fromkeys(self._unknown)],
                )
            )


_OF_A_NOTE: Final = frozenset({Sort.UNKNOWN, Sort.SMALL, Sort.JOIN, Sort.CROWD, Sort.TIME,
                               Sort.WAY, Sort.DONE, Sort.FORM})  # fmt: skip
"""Words that say no more of a visit inside brackets than outside."""


def _may_be_pinyin(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) > 2


def _both(one: str, other: str) -> NotUnderstood:
    return NotUnderstood(phrase("{one} and {other} can't both hold.", one=one, other=other))


def _code_of_direction(text: str) -> str | None:
    return next(
        (code for code, label in DIRECTIONS.items() if text in (code, label.zh, label.en)), None
    )


def read_entry(
    lexicon: Lexicon, helping: Helping, labels: Labels, as_of: dt.date, entry: Entry
) -> Draft:
    """How one entry is understood."""
    draft = Draft(
        entry.row,
        entry.text,
        entry.content,
        numbered=entry.numbered,
        relay=entry.relay,
        speaker=entry.speaker,
    )
    Reading(lexicon, helping, labels, as_of, draft).read()
    return draft
