"""Where output goes: a stream, and what the thing behind it can show."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import Final, Literal, TextIO

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.text import harmless

ColorWish = Literal["auto", "always", "never"]

WIDTH_UNKNOWN: Final = 80
"""Cells assumed where the terminal doesn't say."""

_SGR: Final = {
    "good": "32",
    "warn": "33",
    "bad": "31",
    "quiet": "2",
    "strong": "1",
}
"""Tone → the ANSI code that draws it, of the eight colours that every terminal has."""


class Surface(NamedTuple):
    """A text stream together with what may be written to it."""

    stream: TextIO
    encoding: str = "utf-8"
    """The stream's encoding, in lower case. A GBK console draws no boxes and lacks 𠮷."""
    is_terminal: bool = False
    """Whether a person sees it; otherwise it is a pipe or a file."""
    width: int = WIDTH_UNKNOWN
    """Cells in a line. Without meaning where there is no terminal."""
    colour: bool = False

    @property
    def draws_boxes(self) -> bool:
        """Whether lines and blocks show, one cell each. In GBK they take two."""
        return self.encoding.startswith("utf")

    def showable(self, text: str, *, keep: str = "") -> str:
        r"""`text` made harmless, with \uNNNN for what the encoding lacks.

        Measure and align what this returns: both replacements change the width.
        """
        text = harmless(text, keep=keep)
        if self.draws_boxes or text.isascii():
            return text
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def toned(self, text: str, tone: str | None) -> str:
        """`text` in the colour of `tone`, where there is colour."""
        code = _SGR.get(tone or "")
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def write(self, text: str) -> None:
        """Write `text` as it is."""
        self.stream.write(text)


def surface_from_environment(
    stream: TextIO, *, color: ColorWish = "auto", environ: Mapping[str, str] | None = None
) -> Surface:
    """What `stream` (sys.stdout, sys.stderr) leads to, by asking it and the environment.

    In a pipe the stream is switched to UTF-8 and "\\n", so that the bytes are the same on
    every system; a terminal keeps its encoding, and no character can fail on it. Colour:
    `color` decides, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal.
    """
    environ = os.environ if environ is None else environ
    is_terminal = stream.isatty()
    if isinstance(stream, io.TextIOWrapper):
        if is_terminal:
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return Surface(
        stream=stream,
        encoding=(getattr(stream, "encoding", None) or "utf-8").lower(),
        is_terminal=is_terminal,
        width=_width(stream, environ) if is_terminal else WIDTH_UNKNOWN,
        colour=_has_colour(stream, color, environ, is_terminal),
    )


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or WIDTH_UNKNOWN
    except (OSError, ValueError):
        return WIDTH_UNKNOWN


def _has_colour(
    stream: TextIO, wish: ColorWish, environ: Mapping[str, str], is_terminal: bool
) -> bool:
    if wish != "auto":
        return wish == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_terminal and environ.get("TERM") != "dumb" and _speaks_ansi(stream)


if sys.platform == "win32":

    def _speaks_ansi(stream: TextIO) -> bool:
        """Whether the console could be told to colour escape sequences, not to print them."""
        import ctypes
        import msvcrt

        virtual_terminal_processing = 0x0004
        kernel = ctypes.windll.kernel32
        console, mode = msvcrt.get_osfhandle(stream.fileno()), ctypes.c_uint32()
        if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
            return False
        return bool(kernel.SetConsoleMode(console, mode.value | virtual_terminal_processing))

else:

    def _speaks_ansi(stream: TextIO) -> bool:  # noqa: ARG001 - the Windows one asks it
        """Every terminal does, save the dumb one."""
        return True
