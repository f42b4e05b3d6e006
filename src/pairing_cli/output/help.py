"""Help pages laid out in cells.

Click measures text by its number of characters and breaks lines at spaces, so Chinese help
comes out ragged and too wide. Typer's own remedy is Rich, which costs 40 ms a page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from gettext import gettext

import click

from pairing_cli.output.text import cell_width, pad, wrap_cells

WIDEST = 80
NARROWEST = 30


class CellHelpFormatter(click.HelpFormatter):
    """Click's help formatter, measuring in terminal cells and wrapping Chinese.

    Set it as `formatter_class` of the context class. Pages are as wide as the terminal, at
    most 80 cells.
    """

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        if width is None:
            room = min(shutil.get_terminal_size().columns, max_width or WIDEST)
            width = max(room, NARROWEST)
        super().__init__(indent_increment, width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line; further lines hang under the first argument."""
        start = f"{_spaced(prefix or gettext('Usage:'))}{prog} "
        indent = cell_width(start)
        if indent > self.width // 2:
            self._write_lines([start.rstrip()])
            start, indent = " " * 4, 4
        for line in wrap_cells(args, self.width - indent):
            self._write_lines([(start + line).rstrip()])
            start = " " * indent

    def write_heading(self, heading: str) -> None:
        """Write a section's heading with the colon of its script."""
        self._write_lines([heading + ("：" if cell_width(heading[-1:]) == 2 else ":")])

    def write_text(self, text: str) -> None:
        """Write paragraphs, rewrapped except those that start with a line of "\\b"."""
        self._write_lines(_wrapped(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean in two columns; a term too wide stands alone."""
        rows = list(rows)
        terms = max((cell_width(term) for term, _ in rows), default=0)
        column = min(terms, col_max, self.width // 2) + col_spacing
        room = self.width - self.current_indent
        for term, meaning in rows:
            lines = list(_wrapped(meaning, room - column)) or [""]
            if cell_width(term) + col_spacing <= column:
                self._write_lines([pad(term, column) + lines.pop(0)])
            else:
                self._write_lines(wrap_cells(term, room))
            self._write_lines(" " * column + line for line in lines)

    def _write_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write((" " * self.current_indent + line).rstrip() + "\n")


def _spaced(prefix: str) -> str:
    """Full-width punctuation brings its own space."""
    prefix = prefix.rstrip()
    return prefix if cell_width(prefix[-1:]) == 2 else f"{prefix} "


def _wrapped(text: str, width: int) -> Iterator[str]:
    for at, paragraph in enumerate(_paragraphs(text)):
        if at > 0:
            yield ""
        if paragraph[0].strip() == "\b":
            yield from paragraph[1:]
            continue
        indent = " " * (len(paragraph[0]) - len(paragraph[0].lstrip()))
        for line in wrap_cells(_joined(paragraph), width - len(indent)):
            yield indent + line


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip(" "):
            lines.append(line.rstrip())
        elif lines:
            yield lines
            lines = []


def _joined(lines: Iterable[str]) -> str:
    """Lines of source as one line of text: no space where Chinese meets Chinese."""
    text = ""
    for line in map(str.strip, lines):
        is_chinese = cell_width(text[-1:]) == 2 and cell_width(line[:1]) == 2
        text = text + line if is_chinese or not text else f"{text} {line}"
    return text
