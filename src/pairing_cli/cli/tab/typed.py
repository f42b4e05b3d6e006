"""A line being typed in a shell, taken apart without running anything in it."""

from __future__ import annotations

from pairing_cli.domain.tuples import NamedTuple


class Typed(NamedTuple):
    """The words of a line after the program's name; the last may be incomplete, or empty."""

    words: tuple[str, ...]
    """Those before the cursor's, without their quotes."""
    last: str
    """What there is of the word at the cursor, without its quotes."""
    kept: str = ""
    """The beginning of `last` that the shell leaves as it stands and doesn't replace."""
    quote: str = ""
    """The quotation mark that is still open, or nothing."""


def typed_line(line: str, breaks: str) -> Typed:
    """Read `line`, up to the cursor, by the rules that POSIX shells share for quotes.

    Nothing is expanded: `$(…)` is a word as it is written. `breaks` are characters after which
    the shell completes a piece of a word by itself (bash: COMP_WORDBREAKS).
    """
    reader = _Reader(breaks)
    for character in line:
        reader.read(character)
    words = [*reader.words, "".join(reader.word)]
    return Typed(
        tuple(words[1:-1]) if len(words) > 1 else (),
        words[-1] if len(words) > 1 else "",
        "".join(reader.word[: reader.kept]),
        reader.quote,
    )


class _Reader:
    def __init__(self, breaks: str) -> None:
        self._breaks = set(breaks) - set("\"'") - set(" \t\n")
        self._escaped = False
        self._begun = False
        self.words: list[str] = []
        self.word: list[str] = []
        self.kept = 0
        self.quote = ""

    def read(self, character: str) -> None:
        if self._escaped:
            self._escaped = False
            if self.quote == '"' and character not in '\\"$`':
                self._take("\\")
            self._take(character)
        elif character == "\\" and self.quote != "'":
            self._escaped = True
        elif self.quote:
            self._within(character)
        elif character in "\"'":
            self.quote, self._before, self.kept = character, self.kept, len(self.word)
            self._begun = True
        elif character.isspace() and character in " \t\n":
            self._end()
        else:
            self._take(character)
            if character in self._breaks:
                self.kept = len(self.word)

    def _within(self, character: str) -> None:
        if character == self.quote:
            self.quote, self.kept = "", self._before
        else:
            self._take(character)

    def _take(self, character: str) -> None:
        self._begun = True
        self.word.append(character)

    def _end(self) -> None:
        if self._begun:
            self.words.append("".join(self.word))
        self.word, self.kept, self._begun = [], 0, False
