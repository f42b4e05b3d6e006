"""Sentences to the user beside the data: remarks, warnings and errors, on stderr."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import PairingError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.words.system_words import named_source
from pairing_cli.output.cells import fields_of
from pairing_cli.output.language import spoken, translate
from pairing_cli.output.surface import Surface
from pairing_cli.output.text import cell_width, wrap_cells

_INDENT: Final = "  "


def note(message: Phrase, to: Surface) -> None:
    """Write a remark: a count, what was done, what comes next."""
    _write(to, "", translate(message))


def warn(message: Phrase | Label, to: Surface) -> None:
    """Write what the user should look at although the command went on."""
    _write(to, _lead(N_("warning: {text}")), translate(message), tone="warn")


def show_error(error: PairingError, as_json: bool, to: Surface) -> None:
    """Write what failed, where, and what to do next; `as_json` as one object on one line.

    The JSON keys are code, exit, message, hint, file, row and column, under "error". Message
    and hint are in the user's language there too: programs go by the code.
    """
    if as_json:
        from pairing_cli.output.formats import json_text

        to.write(json_text({"error": _error_object(error)}) + "\n")
        return
    message = translate(error.message)
    _write(to, _lead(N_("error: {text}")), message, tone="bad")
    place = _place(error, message)
    if place:
        _write(to, _INDENT + _lead(N_("at: {text}")), place)
    if error.hint is not None:
        _write(to, _INDENT + _lead(N_("hint: {text}")), translate(error.hint))


def _lead(msgid: str) -> str:
    """What stands before the text, with the colon and the space of the language."""
    return translate(Phrase(msgid, {"text": ""}))


def _error_object(error: PairingError) -> dict[str, Any]:
    problems = getattr(error, "problems", None)
    every = {"problems": [_spoken_object(each) for each in problems]} if problems else {}
    return {
        "code": error.code,
        "exit": error.exit_code,
        "message": translate(error.message),
        "hint": None if error.hint is None else translate(error.hint),
        "file": error.file,
        "row": error.row,
        "column": error.column,
        **every,
    }


def _spoken_object(row: Any) -> dict[str, Any]:
    """One of several problems, its sentences in the user's language."""
    return {
        name: translate(value) if isinstance(value, Phrase | Label) else value
        for name, value in (fields_of(row) or {}).items()
    }


def _place(error: PairingError, message: str) -> str:
    """File, row and column of the mistake, unless the message has named the file."""
    parts: list[str | Phrase] = []
    if error.file is not None and error.file not in message:
        parts.append(named_source(error.file))
    ending = Path(error.file or "").suffix.casefold()
    is_yaml = ending in (".yaml", ".yml")
    if error.row is not None:
        row = error.row
        is_text = is_yaml or ending in (".txt", ".sql")
        parts.append(phrase("line {row}", row=row) if is_text else phrase("row {row}", row=row))
    if error.column is not None and error.file is not None:  # a command line has options
        name = error.column_label or error.column
        parts.append(
            phrase("key {key}", key=name) if is_yaml else phrase("column {column}", column=name)
        )
    return spoken(parts)


def _write(to: Surface, lead: str, text: str, tone: str | None = None) -> None:
    """Write `lead` and the text, further lines hanging under its first."""
    text = to.showable(text, keep="\n")
    indent = cell_width(lead)
    lines = wrap_cells(text, to.width - indent) if to.is_terminal else text.split("\n")
    start = to.toned(lead, tone)
    for line in lines:
        to.write((start + line).rstrip() + "\n")
        start = " " * indent
