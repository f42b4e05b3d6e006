"""Questions on a terminal; elsewhere nobody is asked and nothing hangs."""

from __future__ import annotations

import os
import sys
from typing import Final

import typer

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase

_YES: Final = ("y", "yes", "是")


def ask(question: Phrase, yes: bool) -> None:
    """Go on only if --yes was given, or if the user says so on a terminal.

    Raises `UsageError` where there is no terminal, Abort for any answer but yes.
    """
    if yes:
        return
    if not can_ask():
        raise _nobody_to_ask(question)
    from pairing_cli.output.language import translate

    asked = phrase("{question} [y: yes, anything else: no]", question=question)
    sys.stderr.write(f"{translate(asked)} ")
    sys.stderr.flush()
    if _answer().strip().casefold() not in _YES:
        raise typer.Abort


def ask_enter(question: Phrase, yes: bool) -> None:
    """Go on only if --yes was given, or if the user presses Enter on a terminal.

    Raises as `ask` does; Abort for any answer but Enter or yes.
    """
    if yes:
        return
    if not can_ask():
        raise _nobody_to_ask(question)
    if ask_text(phrase("{question} [Enter: yes, n: no]", question=question)).casefold() not in (
        "",
        *_YES,
    ):
        raise typer.Abort


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def ask_text(question: Phrase) -> str:
    """What the user types as an answer, without blanks around; "" for Enter alone. Only where
    somebody can be asked. Raises Abort where the input ends (Ctrl-D): that is no Enter.
    """
    from pairing_cli.output.language import translate

    sys.stderr.write(f"{translate(question)} ")
    sys.stderr.flush()
    typed = _answer()
    if not typed:
        sys.stderr.write("\n")
        raise typer.Abort
    return typed.strip()


def _nobody_to_ask(question: Phrase) -> UsageError:
    return UsageError(
        "needs-yes",
        phrase("{question} Nobody can be asked here: it isn't a terminal.", question=question),
        hint=phrase("Nothing was written. To do it without asking: --yes"),
    )


def _is_terminal(stream: object) -> bool:
    return bool(stream is not None and getattr(stream, "isatty", bool)())


def _answer() -> str:
    if os.name != "nt":
        import select

        # A signal that comes just before Python begins to read would wait for the next key.
        while not select.select([sys.stdin], [], [], 0.2)[0]:
            pass
    return sys.stdin.readline()
