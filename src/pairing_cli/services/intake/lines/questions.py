"""What a line leaves to a person, each as a question with what may be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.chat.line_words import is_number, number
from pairing_cli.domain.chat.people_words import is_name
from pairing_cli.domain.chat.word_sorts import Unit, Word
from pairing_cli.domain.not_held import STANDINGS, NotHeld
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.date_words import WEEKDAYS, plain, weekday
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import DIRECTIONS
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.intake.lines.draft import LineQuestion, Offer
from pairing_cli.services.programme.names.lookup import KindergartenKey
from pairing_cli.services.visits.visit_rules import MOST_HEADS

_MOST_HOURS: Final = 48
"""A bare number beyond it is no count of class-hours."""
_FIRST_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十两]{1,3}")
_UNITS: Final = {
    Unit.CLOCK: phrase("clock hours are no class-hours"),
    Unit.LESSONS: phrase("lessons (节) are no class-hours unless you say so"),
    Unit.DAYS: phrase("days are no class-hours"),
    Unit.ABOUT: phrase("that is no exact number"),
}


def as_note(word: str) -> Offer:
    """A word may be a remark."""
    return Offer(phrase("a note"), f"备注：{_joined(word)}")


def _joined(word: str) -> str:
    """A text behind a label ends at a blank."""
    return re.sub(r"[\s,，;；。|]+", "·", word.strip())


def about_amount(word: Word) -> LineQuestion:
    """An amount whose unit is none of ours, or is missing."""
    text, unit, said = word.text.strip(), word.value, counted(word)
    count = None if said is None else f"{said:g}"
    hours = Offer(phrase("{count} class-hours", count=count), f"{count}课时")
    people = (
        Offer(phrase("{count} teachers", count=count), f"教师{count}人"),
        Offer(phrase("{count} children", count=count), f"幼儿{count}人"),
    )
    whole = count is not None and count.isdecimal() and int(count) <= MOST_HEADS
    few = said is not None and said <= _MOST_HOURS
    if unit is Unit.NONE:
        offers = (*([hours] if few else ()), *(people if whole else ()), as_note(text))
        return LineQuestion(phrase("“{word}”: {count} what?", word=text, count=text), text, offers)
    if unit is Unit.PEOPLE:
        return LineQuestion(
            phrase("“{word}”: who are they, and how many of them are teachers?", word=text),
            text,
            (*(people if whole else ()), as_note(text)),
            "教师{}人",
        )
    offers = (*([hours] if few and unit is Unit.LESSONS else ()), as_note(text))
    return LineQuestion(
        phrase("“{word}”: {reason}. How many class-hours (课时)?", word=text, reason=_UNITS[unit]),
        text,
        offers,
        "{}课时",
    )


def counted(word: Word) -> float | None:
    """How many an amount says, where it says one number."""
    found = _FIRST_NUMBER.search(word.text)
    return number(found[0]) if found is not None and is_number(found[0]) else None


def about_times(word: Word) -> LineQuestion:
    """Several times on one line: how many visits they are only a person knows."""
    text = word.text.strip()
    return LineQuestion(
        phrase("“{word}”: was it one visit? Several visits are written a line each.", word=text),
        text,
        (Offer(phrase("one visit; this is a note"), f"备注：{_joined(text)}"),),
    )


def about_people(text: str) -> LineQuestion:
    """People of whom some are counted and some are not."""
    return LineQuestion(
        phrase("“{word}”: how many teachers in all?", word=text),
        text,
        (as_note(text),),
        "教师{}人",
    )


def about_name(word: str, found: Sequence[KindergartenKey]) -> LineQuestion:
    """A word that may be short for a kindergarten."""
    offers = tuple(Offer(phrase("{name}", name=key.name), key.name) for key in found)
    text = (
        phrase("“{word}”: is it {name}?", word=word, name=found[0].name)
        if len(found) == 1
        else phrase("“{word}”: which of them is it? {names}", word=word,
                    names=[key.name for key in found])
    )  # fmt: skip
    return LineQuestion(text, word, offers)


def nobody(word: str) -> Phrase:
    """What is said of a name that nobody on the roster has."""
    return phrase(
        "“{word}” is no kindergarten on the roster. If it is another name of one:"
        " pairing kindergarten alias NAME {alias}",
        word=word,
        alias=as_word(word),
    )


def about_unknown(word: str) -> LineQuestion:
    """A word that means nothing here."""
    people = [Offer(phrase("who did it"), f"执行人：{_joined(word)}")] if is_name(word) else []
    return LineQuestion(
        phrase("“{word}” isn't understood. Is it the topic (主题：)?", word=word),
        word,
        (Offer(phrase("the topic"), f"主题：{_joined(word)}"), *people, as_note(word)),
    )


def about_year(word: str, past: DateSpan, ahead: DateSpan) -> LineQuestion:
    """A day that lies nearer before us than behind us."""
    return LineQuestion(
        phrase(
            "“{word}”: was it {past}, or is it planned for {ahead}?",
            word=word,
            past=past.first.isoformat(),
            ahead=ahead.first.isoformat(),
        ),
        word,
        (
            Offer(phrase("{day}", day=past.first.isoformat()), _written(past)),
            Offer(
                phrase("planned for {day}", day=ahead.first.isoformat()), f"计划 {_written(ahead)}"
            ),
        ),
    )


def about_plan(word: str, day: DateSpan) -> LineQuestion:
    """A day that is still to come, of a visit that is told as done."""
    return LineQuestion(
        phrase("“{word}” ({day}) is still to come: is it planned?", word=word,
               day=day.first.isoformat()),
        word,
        (Offer(phrase("planned for {day}", day=day.first.isoformat()), f"计划 {_written(day)}"),),
    )  # fmt: skip


def _written(span: DateSpan) -> str:
    return "..".join(dict.fromkeys((span.first.isoformat(), span.last.isoformat())))


def about_direction(word: str, own: str) -> LineQuestion:
    """A word for the way that contradicts what the form usually is."""
    return LineQuestion(
        phrase(
            "“{word}”: who went to whom? This form usually goes {direction}.",
            word=word,
            direction=DIRECTIONS[own],
        ),
        word,
        tuple(
            Offer(phrase("{name}", name=DIRECTIONS[code]), f"方向：{DIRECTIONS[code].zh}")
            for code in ("to_mentee", "to_mentor")
        ),
    )


def wrong_weekday(said: str, word: str, day: DateSpan, *, may_be_time: bool) -> Phrase:
    """A weekday and a date that don't go together."""
    values = {
        "word": word,
        "day": day.first.isoformat(),
        "weekday": WEEKDAYS[day.first.weekday()],
        "said": WEEKDAYS[weekday(plain(said)) or 0],
    }
    if may_be_time:
        return phrase(
            "“{word}” ({day}) is a {weekday}, not {said}; or is it a time? Write a day as 4月12日,"
            " a time as 9:30.",
            **values,
        )
    return phrase("“{word}” ({day}) is a {weekday}, not {said}.", **values)


def was_not_held(found: NotHeld, text: str) -> Phrase:
    """Why a line that says so is not logged."""
    standing = STANDINGS[found.standing]
    if text in (standing.zh, standing.en):
        return phrase("“{text}”: not held, so it isn't logged.", text=text)
    return phrase(
        "“{text}” ({standing}): not held, so it isn't logged.", text=text, standing=standing
    )


def perhaps_not_held(found: NotHeld, text: str) -> LineQuestion:
    """A text in which such a word stands beside others."""
    return LineQuestion(
        phrase(
            "“{text}” ({standing}): was it held?", text=text, standing=STANDINGS[found.standing]
        ),
        text,
        (Offer(phrase("yes, held; this is a note"), f"已完成 备注：{_joined(text)}"),),
    )


def is_over(word: str, day: DateSpan) -> Phrase:
    """Why a plan for a day that has been is not logged."""
    return phrase(
        "“{word}”: planned for {day}, and that day is over. Was it held? Then leave out “{word}”.",
        word=word,
        day=day.first.isoformat(),
    )
