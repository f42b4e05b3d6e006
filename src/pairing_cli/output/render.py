"""A result on its way out: data to stdout, everything said about it to stderr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.output.listing import (
    Done,
    Listing,
    Plain,
    Report,
    Result,
    Screen,
    Shown,
)
from pairing_cli.output.messages import note
from pairing_cli.output.surface import Surface
from pairing_cli.output.terminal import write_screen, write_table


def render(result: Result, *, format: str | None, stdout: Surface, stderr: Surface) -> None:
    """Write `result` in `format` (a name in `formats.FORMATS`).

    `None` is what people see who ask for nothing special: the table, and of a `Done` the
    sentence only. Notes, the line for an empty listing and a `Done`'s sentence go to stderr,
    after the data. Raises UsageError for a format that is unknown or doesn't suit a report,
    BrokenPipeError where the reader has gone.
    """
    if isinstance(result, Plain):
        stdout.stream.write(result.text)
        stdout.stream.flush()
        for remark in result.notes:
            note(remark, stderr)
        return
    if isinstance(result, Screen):
        if format in (None, "table"):
            write_screen(result, stdout, stderr)
            stdout.stream.flush()
            _remark(result, result.blocks, stderr)
            return
        result = result.data
    shown = result.rows if isinstance(result, Done) else result
    if shown is not None and (format is not None or not isinstance(result, Done)):
        _write_data(shown, format or "table", stdout, stderr)
    if isinstance(result, Done):
        note(_said(result), stderr)
    as_table = format in (None, "table")
    _remark(result, result.blocks if isinstance(result, Report) and as_table else (), stderr)


def _remark(result: Shown | Screen | Done, parts: Iterable[object], stderr: Surface) -> None:
    """Say what is to be said of a result, of the parts that were shown first, nothing twice."""
    remarks = [said for part in parts for said in getattr(part, "notes", ())]
    remarks += result.notes
    for at, remark in enumerate(remarks):
        if remark not in remarks[:at]:
            note(remark, stderr)


def _write_data(shown: Shown, format: str, stdout: Surface, stderr: Surface) -> None:
    is_empty = False
    if isinstance(shown, Listing):
        is_empty, rows = _peek(shown.rows)
        shown = shown._replace(rows=rows)
    if format == "table":
        write_table(shown, stdout)
    else:
        from pairing_cli.output.formats import write_result  # a table needs none of them

        write_result(shown, format, stdout.stream)
    stdout.stream.flush()  # before stderr, so that a terminal shows them in this order
    if isinstance(shown, Listing) and is_empty and shown.empty is not None:
        note(shown.empty, stderr)


def _peek(rows: Iterable[object]) -> tuple[bool, Iterator[object]]:
    """Whether there are no rows, found without holding more than the first."""
    following = iter(rows)
    for first in following:
        return False, chain([first], following)
    return True, iter(())


def _said(done: Done) -> Phrase:
    """What was done and how to take it back, in one line."""
    if done.hint is None:
        return done.message
    return phrase("{message} {hint}", message=done.message, hint=done.hint)
