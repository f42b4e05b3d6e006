"""Questions on a terminal; elsewhere nobody is asked and nothing hangs."""

from __future__ import annotations

import os
import sys

import typer

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase


def ask(question: Phrase, yes: bool) -> None:
    """Go on only if --yes was given, or if the user says so on a terminal.

    Raises `UsageError` where there is no terminal, Abort for any answer but yes.
    """
    if yes:
        return
    if not can_ask():
        raise UsageError(
            "needs-yes",
            phrase("{question} Nobody can be asked here: it isn't a terminal.", question=question),
            hint=phrase("Nothing was written. To do it without asking: --yes"),
        )
    from pairing_cli.output.language import translate

    sys.stderr.write(f"{translate(question)} [y/N]: ")
    sys.stderr.flush()
    if _answer().strip().casefold() not in ("y", "yes", "是"):
        raise typer.Abort


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def ask_text(question: Phrase) -> str:
    """What the user types as an answer, without blanks around; "" for Enter alone. Only where
    somebody can be asked.
    """
    from pairing_cli.output.language import translate

    sys.stderr.write(f"{translate(question)} ")
    sys.stderr.flush()
    return _answer().strip()


def _is_terminal(stream: object) -> bool:
    return bool(stream is not None and getattr(stream, "isatty", bool)())


def _answer() -> str:
    if os.name != "nt":
        import select

        # A signal that comes just before Python begins to read would wait for the next key.
        while not select.select([sys.stdin], [], [], 0.2)[0]:
            pass
    return sys.stdin.readline()
