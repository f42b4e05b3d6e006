"""What lines leave open, asked on a terminal: line by line, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairing_cli.cli.asking import ask_text
from pairing_cli.cli.context import Run
from pairing_cli.domain.phrases import Phrase, lines, phrase

if TYPE_CHECKING:
    from pairing_cli.services.intake.lines.draft import Draft, LineQuestion
    from pairing_cli.services.intake.lines.visit_lines import LineReader

_LETTERS = "abcdefgh"


def ask_about_lines(run: Run, reader: LineReader, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts as they are once every open word was asked about. Enter leaves a line out."""
    return [
        ask_about_words(run, reader, draft) if draft.questions and draft.left_out is None else draft
        for draft in drafts
    ]


def ask_about_words(run: Run, reader: LineReader, draft: Draft) -> Draft:
    """One line after its questions were answered; as far as it got where one stays open."""
    from pairing_cli.services.intake.import_values import shown

    run.note(phrase("Line {row}: {text}", row=draft.row, text=shown(draft.line)))
    while draft.questions and (better := _with_answer(reader, draft)) is not None:
        draft = better
    return draft


def ask_what_is_open(run: Run, reader: LineReader, draft: Draft) -> Draft:
    """One line after everything that it leaves open was asked, field by field; as far as it
    got where somebody answers with Enter alone.
    """
    better: Draft | None = draft
    while better is not None and (draft := better).left_out is None:
        if draft.questions:
            better = _with_answer(reader, draft)
        elif draft.missing and draft.problem is not None:
            typed = _ask_for(run, draft.missing[0])
            better = reader.again(draft, f"{draft.content} {typed}") if typed else None
        else:
            return _with_class_hours(run, reader, draft)
    return draft


def _with_answer(reader: LineReader, draft: Draft) -> Draft | None:
    """The line read again with an answer to its first question; None for Enter alone."""
    from pairing_cli.services.intake.lines.visit_lines import answered

    question = draft.questions[0]
    typed = ask_text(_asked(question))
    if not typed:
        return None
    return reader.again(draft, answered(draft, question, _meant(question, typed)))


def _ask_for(run: Run, key: str) -> str:
    """What is typed for a field that a visit needs."""
    today = run.as_of.isoformat()
    questions = {
        "date": phrase("Which day? (Enter: today, {day})", day=today),
        "mentees": phrase("Which kindergarten was helped?"),
        "form": phrase("What was done? (送教, 讲座 …; all: pairing form list)"),
    }
    return ask_text(questions[key]) or (today if key == "date" else "")


def _with_class_hours(run: Run, reader: LineReader, draft: Draft) -> Draft:
    """A visit of a form that earns class-hours and says none: it is asked how many."""
    if not draft.is_clear or "class_hours" in draft.cells or "state" in draft.cells:
        return draft
    from pairing_cli.services.intake.lines.entry import earns_class_hours
    from pairing_cli.services.programme.names.lookup import find_form

    form = find_form(run.reader(), str(draft.cells["form"]))
    if not earns_class_hours(run.reader(), form.code):
        return draft
    typed = ask_text(phrase("How many class-hours? (Enter: none)"))
    if not typed:
        return draft
    hours = f"{typed}课时" if typed.replace(".", "", 1).isdecimal() else typed
    return ask_what_is_open(run, reader, reader.again(draft, f"{draft.content} {hours}"))


def _asked(question: LineQuestion) -> Phrase:
    offers = [
        phrase("  {letter} {label}", letter=letter, label=offer.label)
        for letter, offer in zip(_LETTERS, question.offers, strict=False)
    ]
    return lines(
        question.text,
        *offers,
        phrase("A letter, or what is meant in your own words; Enter leaves the line out:"),
    )


def _meant(question: LineQuestion, typed: str) -> str:
    """What was typed as what would have been written in the line."""
    at = _LETTERS.find(typed.casefold())
    if len(typed) == 1 and 0 <= at < len(question.offers):
        return question.offers[at].text
    if question.number and typed.replace(".", "", 1).isdecimal():
        return question.number.replace("{}", typed)
    return typed
