"""What lines leave open, asked on a terminal: line by line, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairing_cli.cli.asking import ask_text
from pairing_cli.cli.context import Run
from pairing_cli.domain.phrases import Phrase, lines, phrase

if TYPE_CHECKING:
    from pairing_cli.services.intake.line_draft import Draft, LineQuestion
    from pairing_cli.services.intake.visit_lines import LineReader

_LETTERS = "abcdefgh"


def ask_about_lines(run: Run, reader: LineReader, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts as they are once every open word was asked about. Enter leaves a line out."""
    return [
        ask_about_words(run, reader, draft) if draft.questions and draft.left_out is None else draft
        for draft in drafts
    ]


def ask_about_words(run: Run, reader: LineReader, draft: Draft) -> Draft:
    """One line after its questions were answered; as it was where one stays open."""
    from pairing_cli.services.intake.import_values import shown
    from pairing_cli.services.intake.visit_lines import answered

    run.note(phrase("Line {row}: {text}", row=draft.row, text=shown(draft.line)))
    while draft.questions and draft.left_out is None:
        question = draft.questions[0]
        typed = ask_text(_asked(question))
        if not typed:
            return draft
        draft = reader.again(draft, answered(draft, question, _meant(question, typed)))
    return draft


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
