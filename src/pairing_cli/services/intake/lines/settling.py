"""What the words of a line say together: the fields of a visit, or what a person has to say."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from pairing_cli.domain.chat.word_sorts import Sort, Unit
from pairing_cli.domain.not_held import Standing as Kind
from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.domain.time.date_words import Lean, plain, weekday
from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_date, parse_span
from pairing_cli.domain.vocabulary import Direction, VisitState
from pairing_cli.services.intake.import_values import shown
from pairing_cli.services.intake.lines import questions
from pairing_cli.services.intake.lines.draft import NEEDED, Draft
from pairing_cli.services.intake.lines.lexicon import LOOKS_LIKE_KINDERGARTEN, Lexicon
from pairing_cli.services.intake.lines.places import Helping, direction_of
from pairing_cli.services.intake.lines.told import NotUnderstood, Told, both

_OVER_DAYS: Final = 92
"""A plan without a year for a day so long ago is still that of this year; beyond, the next."""


def missing_in(draft: Draft) -> tuple[str, ...]:
    """What a visit needs and the draft lacks."""
    return tuple(key for key in NEEDED if key not in draft.cells)


class Settling:
    """Puts together what one line says."""

    def __init__(self, lexicon: Lexicon, helping: Helping, as_of: dt.date, told: Told) -> None:
        self._lexicon = lexicon
        self._helping = helping
        self._as_of = as_of
        self._told = told
        self._cells = told.draft.cells
        self._ask = told.draft.questions.append
        self._inferred = told.draft.inferred
        self._own = ""
        """The direction that the form has of itself."""

    def settle(self) -> None:
        """Fill in the draft. Raises `NotUnderstood`, or what a date or a name raises."""
        self._standing()
        self._day()
        self._form()
        self._places()
        self._hours()
        self._people()
        if self._told.topics:
            self._cells["topic"] = "、".join(dict.fromkeys(self._told.topics))
        if self._told.notes:
            self._cells["note"] = "；".join(dict.fromkeys(self._told.notes))
        self._unknown()

    def _standing(self) -> None:
        told = self._told
        for found, text, in_note in told.standings:
            if in_note and told.held:
                told.notes.append(text)
            elif told.held:
                raise both("已完成", shown(text))
            elif found.standing is Kind.PLANNED:
                told.planned = text
            elif found.standing is Kind.ATTEMPTED and found.whole:
                self._cells["state"] = VisitState.ATTEMPTED.value
                self._cells["state_reason"] = text
            elif found.whole:
                told.draft.left_out = questions.was_not_held(found, text)
            else:
                self._ask(questions.perhaps_not_held(found, text))

    def _day(self) -> None:
        told = self._told
        days = list(dict.fromkeys(told.days))
        weekdays = list(dict.fromkeys(told.weekdays))
        word = days[0] if days else "".join(weekdays[:1])
        if not word:
            return
        if len(days) > 1:
            raise both(days[0], days[1])
        span = self._span(word)
        for said in weekdays:
            if weekday(plain(said)) != span.first.weekday():
                may_be_time = re.fullmatch(r"\d{1,2}\.\d{2}", word) is not None
                raise NotUnderstood(
                    questions.wrong_weekday(said, word, span, may_be_time=may_be_time)
                )
        if told.end is not None:
            end = parse_date(told.end, self._as_of, year_from=self._as_of)
            span = DateSpan(span.first, end)
        ends = dict.fromkeys((span.first.isoformat(), span.last.isoformat()))
        self._cells["date"] = "..".join(ends)
        if leaves_open(word):
            self._inferred.add("date")
        if told.planned is not None:
            self._cells["state"] = VisitState.PLANNED.value
            if span.last < self._as_of:
                told.draft.left_out = questions.is_over(told.planned.strip(), span)
        elif span.last > self._as_of and not told.draft.questions:
            told.draft.problem = phrase(
                "{day} is still to come; if it is planned, say so: planned.",
                day=span.last.isoformat(),
            )
            self._ask(questions.about_plan(word, span))

    def _span(self, word: str) -> DateSpan:
        """The days of a word. What is told has been; what is planned is to come."""
        past = self._leaning(word, Lean.PAST)
        if self._told.planned is not None:
            over = (self._as_of - past.first).days
            return past if 0 <= over <= _OVER_DAYS else self._leaning(word, Lean.FUTURE)
        near = self._leaning(word, Lean.NEAR)
        if near.first > self._as_of and near != past and weekday(plain(word)) is None:
            self._ask(questions.about_year(word, past, near))
        return past

    def _leaning(self, word: str, lean: Lean) -> DateSpan:
        return parse_span(word, self._as_of, year_from=self._as_of, lean=lean)

    def _places(self) -> None:
        told = self._told
        places = list({place.key.id: place for place in told.places}.values())
        if not places:
            return
        is_arrow = told.way is not None and told.way.sort is Sort.ARROW
        before_arrow = told.traveller if is_arrow and len(places) > 1 else None
        roles = self._helping.roles(places, before_arrow)
        if roles.mentor is not None:
            self._cells["mentor"] = roles.mentor.name
            if len(places) > 1 and roles.mentor.role is None and told.way is None:
                self._inferred.add("mentor")
        if roles.mentees:
            self._cells["mentees"] = "、".join(place.name for place in roles.mentees)
        if told.way is None or told.traveller is None or roles.mentor is None or not self._own:
            return
        direction, own = direction_of(roles, told.traveller), self._own
        if direction == own or told.directions:
            return
        if {direction.value, own} == _ACROSS:
            self._ask(questions.about_direction(told.way.text, own))
        elif told.way.sort is Sort.WAY:
            self._cells["direction"] = direction.value
            self._inferred.add("direction")

    def _form(self) -> None:
        """A form that only says how they met (视频, online) gives way to another one."""
        forms = {meant.code: (meant, word) for meant, word in reversed(self._told.forms)}
        if len(forms) > 1 and (how := forms.pop("online", None)) is not None:
            self._told.put("direction", Direction.ONLINE.value, how[1])
            self._told.directions.append(how[1])
        words = [word for _, word in reversed(forms.values())]
        if len(words) > 1:
            raise both(words[0], words[1])
        for meant, word in forms.values():
            self._own = meant.direction
            self._cells["form"] = word
        for said in self._told.directions:
            if {self._cells["direction"], self._own} == _ACROSS:
                self._ask(questions.about_direction(said, self._own))

    def _hours(self) -> None:
        hours = self._told.hours
        if hours:
            if len(hours) > 1 and self._told.plus != len(hours) - 1:
                raise both(hours[0][1], hours[1][1])
            self._cells["class_hours"] = f"{sum(value for value, _ in hours):g}课时"
            if self._told.plus:
                self._inferred.add("class_hours")
        for word in self._told.amounts:
            if word.value is Unit.TIMES:
                if questions.counted(word) != 1:  # 一次 says nothing that the line doesn't
                    self._ask(questions.about_times(word))
            elif hours and word.value not in (Unit.NONE, Unit.PEOPLE, Unit.ABOUT):
                self._told.notes.append(word.text.strip())
            else:
                self._ask(questions.about_amount(word))

    def _people(self) -> None:
        told = self._told
        people = list(dict.fromkeys(told.people))
        reporter = told.reporter or told.draft.speaker
        if reporter and not people:
            people = [reporter]
            self._inferred.add("people")
        elif reporter and reporter not in people:
            told.notes.append(f"接龙：{reporter}")
        if people:
            self._cells["people"] = "、".join(people)

    def _unknown(self) -> None:
        unknown = self._told.unknown
        for word in list(dict.fromkeys(unknown)):
            is_latin = word.isascii() and word.isalpha() and len(word) > 2
            may_be_name = (
                is_latin or LOOKS_LIKE_KINDERGARTEN.search(word) or self._lexicon.has_part(word)
            )
            found = self._lexicon.resembling(word) if may_be_name else []
            if found:
                self._ask(questions.about_name(word, found))
                unknown.remove(word)
            elif LOOKS_LIKE_KINDERGARTEN.search(word):
                raise NotUnderstood(self._beside_missing(questions.nobody(word)))
            else:
                self._ask(questions.about_unknown(word))
        if unknown:
            words = [shown(word) for word in dict.fromkeys(unknown)]
            raise NotUnderstood(
                self._beside_missing(
                    phrase(
                        "Not understood: {words}. Say what it is: 主题：… 执行人：… 备注：…",
                        words=words,
                    )
                )
            )

    def _beside_missing(self, problem: Phrase) -> Phrase:
        """A word that isn't understood may be just what is missing, and so may one that is asked
        about.
        """
        draft = self._told.draft
        asked = [each.text for each in draft.questions if each.word not in self._told.unknown]
        missing = missing_in(draft)
        if missing:
            names = [NEEDED[key] for key in missing]
            problem = phrase("Missing: {names}. {problem}", names=names, problem=problem)
        return lines(problem, *asked) if asked else problem


_ACROSS: Final = {Direction.TO_MENTEE.value, Direction.TO_MENTOR.value}
"""The two ways that contradict each other."""
