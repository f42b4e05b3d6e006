"""Text measured in terminal cells, and text that can't act on the terminal it is shown on.

A cell is one column of a character grid: Latin letters take one, Chinese characters and
emoji two, combining marks none. Everything here is pure and knows neither language nor
stream.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Patterns are text, which `re` compiles where one is needed and keeps: most commands need none.
_ACTING = (
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: move the cursor, colour, ring, rename the window
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"  # lone surrogates: no encoder takes them
    "\U000e0000-\U000e007f"  # tags: invisible text
    "]"
)
"""What reorders, hides or controls: characters that are not simply seen."""

JOINERS = "\u200c\u200d"
"""Part of a text: without them an emoji falls into several. In a file they stay."""

_BLANKS = "\r\n|[\t\n\r]"

_NEVER_FIRST = frozenset("，。、；：？！）】》〉」』〕〗｝”’…—·～％‰℃,.;:?!)]}%")
"""Closing punctuation, which Chinese typesetting doesn't let start a line."""
_NEVER_LAST = frozenset("（【《〈「『〔〖｛“‘￥＄([{$")
"""Opening punctuation, which it doesn't let end one."""

_LONGEST_ITEM = 18
"""Cells of an item of an enumeration, "A、B、C", that is kept on one line: most names are."""

_ITEM = "(?<=、)|(?<=, )"

_TSHEG = "\u0f0b"
"""Stands between Tibetan syllables, which have no spaces: a line may break after it."""

_EMOJI_STYLE = "\ufe0f"
"""Turns a narrow symbol into an emoji of two cells."""


@cache
def _command() -> re.Pattern[str]:
    """A command line of ours within a sentence, up to the punctuation behind it: it is copied,
    so it stands on one line. Made at its first use: most screens give no command.
    """
    return re.compile(
        r"(?:^|(?<=[：（，；。？、(\n])|(?<=[:,;?.\u3000-\u9fff] ))pairing [a-z][a-z-]*"
        r"(?: (?:\"[^\"\n]*\"|'[^'\n]*'|(?:(?!\.(?:\s|$))[^\s\"'，。；、（）();,])+))*",
        re.MULTILINE,
    )


@lru_cache(maxsize=8192)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _widths(text: str) -> Iterator[int]:
    before = 0
    for character in text:
        wider = character == _EMOJI_STYLE and before == 1
        before = 1 if wider else _character_width(character)
        yield before


def cell_width(text: str) -> int:
    """How many cells `text` takes on one line."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_widths(text))


def pad(text: str, width: int, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells; longer text comes back unchanged."""
    blank = " " * (width - cell_width(text))
    return blank + text if right else text + blank


def truncate(text: str, width: int) -> str:
    """`text` cut to at most `width` cells, the cut shown by "…"."""
    if cell_width(text) <= width:
        return text
    return _head(text, width - 1) + "…" if width > 0 else ""


def wrap_cells(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells; at least one line, maybe empty.

    Lines break at spaces, between Chinese characters and after Tibetan syllables. Closing
    punctuation doesn't start a line and opening punctuation doesn't end one, unless `width`
    leaves no choice. A word wider than `width` is broken where the line ends; a short item of an
    enumeration goes to the next line as a whole. A command of ours, which people copy, is never
    broken: where it is wider than `width`, it is a line that is. Line breaks in `text` stay. A
    `width` under 2 counts as 2, the least that a Chinese character needs.
    """
    width = max(width, 2)
    return [line for part in text.split("\n") for line in _balanced(_wrap_line(part, width))]


def longest_unbroken(text: str) -> int:
    """Cells of the widest piece of `text` that `wrap_cells` keeps on one line if it can."""
    return max((cell_width(piece.rstrip()) for piece in _pieces(text)), default=0)


def longest_command(text: str) -> int:
    """Cells of the widest command of ours in `text`, with what can't be parted from it."""
    pieces = (piece.rstrip() for piece in _pieces(text))
    return max((cell_width(piece) for piece in pieces if _command().search(piece)), default=0)


def longest_item(text: str) -> int:
    """Cells of the widest item where `text` is an enumeration, up to those kept whole; else 0."""
    items = [item.rstrip() for item in re.split(_ITEM, text) if item]
    return max(map(cell_width, items)) if len(items) > 1 else 0


def harmless(text: str, *, keep: str = "") -> str:
    r"""`text` with all that could act on a terminal made visible as \xNN or \uNNNN.

    That is control characters, bidi controls, zero-width characters, lone surrogates and
    tags. Tabs and line breaks become a space, so that the text stays on one line; those in
    `keep` ("\n", "\t") stay, and every kind of line break is then "\n".
    """
    if text.isprintable() or not re.search(_ACTING, text):
        return text
    text = re.sub(_BLANKS, lambda blank: _blank(blank[0], keep), text)
    return re.sub(_ACTING, lambda found: found[0] if found[0] in keep else escaped(found[0]), text)


def escaped(character: str) -> str:
    r"""The character's number in Python's notation: \x1b, \u202e, \U000e0041."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_harmless(document: str) -> str:
    """JSON text in which acting characters are \\uNNNN escapes: the same value, but inert.

    The line breaks between JSON tokens stay; inside its strings JSON has none.
    """
    if document.isprintable():
        return document

    def escape(found: re.Match[str]) -> str:
        if found[0] == "\n":
            return "\n"
        units = found[0].encode("utf-16-be", "surrogatepass").hex()
        return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))

    return re.sub(_ACTING, escape, document)


def _blank(blank: str, keep: str) -> str:
    plain = "\t" if blank == "\t" else "\n"
    return plain if plain in keep else " "


def _wrap_line(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _pieces(text):
        size = cell_width(piece.rstrip())
        if used + size > width:
            line, rest = _parted_at_item(line, width - size)
            if line.strip():
                yield line.rstrip()
            line, used = rest, cell_width(rest)
        while size > width and not _command().search(piece):
            head = _word_head(piece, width)
            yield head
            piece = piece[len(head) :]  # noqa: PLW2901 - what is left of an over-long word
            size = cell_width(piece.rstrip())
        line += piece
        used = cell_width(line)
    yield line.rstrip()


def _balanced(wrapped: Iterator[str]) -> list[str]:
    """The lines of a text, a lone character on the last one joined by the one before it."""
    lines = list(wrapped)
    if len(lines) > 1 and len(lines[-1]) == 1 and _character_width(lines[-1]) == 2:
        before = lines[-2]
        moved, left = before[-1:], before[-2:-1]
        if _character_width(moved) == _character_width(left or "x") == 2 and _may_break(
            left, moved
        ):
            lines[-2:] = [before[:-1], moved + lines[-1]]
    return lines


def _parted_at_item(line: str, room: int) -> tuple[str, str]:
    """A full line without the item that it would break, and the beginning of that item."""
    cut = max(line.rfind("、"), line.rfind(", ")) + 1
    rest = line[cut:].lstrip()
    fits = cell_width(rest) <= min(room, _LONGEST_ITEM) and not rest.isascii()
    return (line[:cut], rest) if cut and fits else (line, "")


def _pieces(text: str) -> Iterator[str]:
    """Cut where a line may break; the blanks at a break belong to the piece before it."""
    whole = [range(found.start() + 1, found.end()) for found in _command().finditer(text)]
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]) and not any(at in within for within in whole):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or _character_width(after) == 0:
        return False
    if before.isspace():
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == _TSHEG:
        return True
    return _character_width(before) == 2 or _character_width(after) == 2


def _word_head(word: str, width: int) -> str:
    """The beginning of an over-long word; codes and paths part at their joints."""
    head = _head(word, width)
    joint = max(map(head.rfind, "-_/")) + 1
    return head[:joint] if joint > len(head) // 2 else head


def _head(text: str, width: int) -> str:
    """The longest beginning of `text` within `width` cells."""
    used = 0
    for at, width_here in enumerate(_widths(text)):
        used += width_here
        if used > width:
            return text[:at]
    return text


def ems(line: str) -> float:
    """About the width of a line in the type of a page, which is the reader's own: Latin letters
    are a little over half an em in the usual ones, capitals more, Chinese ones a whole.
    """
    narrow = 2 * len(line) - cell_width(line)
    capitals = sum(map(str.isupper, line))
    broad = sum(map("mwMW".count, line))
    return cell_width(line) / 2 + 0.03 * narrow + 0.15 * capitals + 0.25 * broad
