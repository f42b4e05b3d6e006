"""From the bytes of a YAML file to a tree of texts with their lines, and nothing more.

Nothing is constructed: no dates, numbers or objects, so that `0100`, `no` and `2022-04-12`
stay what was written, and a file can't make Python do anything.

The tree is built from parser events with a stack of its own. `yaml.compose` would give one
too, but its C half recurses: 100,000 opening brackets, 100 kB, end the process with a
segmentation fault (PyYAML 6.0.3). Built this way, a refusal also comes at the first
anchor or the 21st bracket, before the rest of the file has cost anything.
"""

from __future__ import annotations

import codecs
import errno
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from pairing_cli.domain.errors import (
    BadData,
    InputMissing,
    NoPermission,
    PairingError,
    StorageFailure,
)
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.words.system_words import said_by
from pairing_cli.inputs import open_input

LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)
"""The parser written in C where PyYAML was built with it: ten times as fast."""

MOST_BYTES: Final = 32 * 1024 * 1024
MOST_DEPTH: Final = 20
MOST_NODES: Final = 1_000_000
"""A province with all its kindergartens has 100,000. A million take 2.5 s and 200 MB."""

MOST_SHOWN: Final = 60
"""How many characters of a wrong value an error repeats."""

_LINE_END = re.compile(r"\r\n?|\n")
_NOT_TEXT = re.compile(
    # What YAML calls not printable, and three line ends that only YAML sees: they would end a
    # comment in the middle of what an editor shows as one line.
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(slots=True)
class Scalar:
    """A text as written. `plain`: without quotes and not a block of lines."""

    text: str
    line: int
    plain: bool

    @property
    def missing(self) -> bool:
        """Whether it stands for "no value": nothing at all, `~` or `null`, unquoted."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Items:
    """A list, in order."""

    line: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """What stands under one key, and the line of the key."""

    line: int
    node: Node


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in the order of the file."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)


Node: TypeAlias = Scalar | Items | Mapping


def shown(text: str) -> str:
    """`text` short enough to stand in an error."""
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


# --- The file -------------------------------------------------------------------------------


def read_bytes(path: Path) -> bytes:
    """The content of `path`, at most `MOST_BYTES`.

    Raises InputMissing, NoPermission, StorageFailure, or BadData for a folder or a huge file.
    """
    file = str(path)
    try:
        if path.is_dir():  # asked first, because Windows calls opening a folder "not permitted"
            raise BadData(
                "not-a-file", phrase("{file} is a folder, not a file.", file=file), file=file
            )
        with open_input(path) as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(error, file) from error
    if len(data) > MOST_BYTES:
        raise BadData(
            "yaml-too-large",
            phrase("The file has more than {limit} MiB.", limit=MOST_BYTES // 1024**2),
            file=file,
        )
    return data


def _unreadable(error: OSError, file: str) -> PairingError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        absent = phrase("There is no file {file}.", file=file)
        return InputMissing("input-missing", absent, file=file)
    if isinstance(error, PermissionError):
        return NoPermission(
            "not-readable", phrase("No permission to read {path}.", path=file), file=file
        )
    failed = phrase("{file} can't be read: {reason}", file=file, reason=said_by(error))
    return StorageFailure("read-failed", failed, file=file)


def decode(data: bytes, file: str) -> str:
    """The text of a UTF-8 file, with or without BOM. Raises BadData with the line."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        raise BadData(
            "yaml-encoding",
            phrase("The file is in UTF-16, not in UTF-8."),
            hint=phrase("Save it again with the encoding UTF-8."),
            file=file,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted in latin-1, one character a byte: what is before the fault is valid UTF-8.
        raise BadData(
            "yaml-encoding",
            phrase("The file is not in UTF-8."),
            hint=phrase("Save it again with the encoding UTF-8."),
            file=file,
            row=_line_at(data.decode("latin-1"), error.start),
        ) from error
    if found := _NOT_TEXT.search(text):
        raise BadData(
            "control-characters",
            phrase(
                "An invisible character (U+{code}) stands in the text.",
                code=f"{ord(found.group()):04X}",
            ),
            hint=phrase("Delete it, or type the line again by hand instead of pasting it."),
            file=file,
            row=_line_at(text, found.start()),
        )
    return text


def _line_at(text: str, offset: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(text, 0, offset)) + 1


# --- The tree -------------------------------------------------------------------------------


def tree_of(text: str, file: str) -> Node:
    """The one document in `text`. Raises BadData with file, line and the keys that lead there."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, file) from error
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.missing):
        raise BadData("yaml-empty", phrase("The file is empty."), file=file)
    return root


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet; `key` waits for its value."""

    node: Items | Mapping
    key: str | None = None
    key_line: int = 0

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.node, Mapping) and self.key is None


class _Builder:
    """Takes the parser's events one by one; refuses what no data file needs, where it stands."""

    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self._file = file
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Fit the next event into the tree, or raise BadData."""
        if isinstance(event, yaml.NodeEvent):
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            # Only now does it join its parent, which until then knows where the reading stands.
            self._put(self._open.pop().node)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self.mistake(
                    "yaml-documents",
                    phrase("A second document begins here (---); a file holds one."),
                    _line(event),
                )

    def _take_node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        self._refuse_tricks(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._put(Scalar(event.value, line, not event.style))
            return
        node = Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Items(line)
        if len(self._open) >= MOST_DEPTH:
            raise self.mistake(
                "yaml-too-deep",
                phrase("Lists and keys stand more than {limit} deep here.", limit=MOST_DEPTH),
                line,
            )
        if self._open and self._open[-1].awaits_key:
            raise self._no_key(line)
        self._open.append(_Open(node))

    def _refuse_tricks(self, event: yaml.NodeEvent, line: int) -> None:
        """An alias can make a small file huge, a tag asks for an object: neither is data."""
        if event.anchor is not None:
            raise self.mistake(
                "yaml-alias",
                phrase("& and * (YAML anchors and aliases) are not taken here."),
                line,
                phrase("Write the value out. If it begins with & or *, put it in quotes."),
            )
        if getattr(event, "tag", None) is not None:
            raise self.mistake(
                "yaml-tag",
                phrase("! (a YAML tag) is not taken here."),
                line,
                phrase("If the value begins with !, put it in quotes."),
            )
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise self.mistake(
                "yaml-too-large",
                phrase("The file holds more than {limit} values.", limit=MOST_NODES),
                line,
            )

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Items):
            parent.node.nodes.append(node)
        elif parent.key is None:
            self._begin_entry(parent, parent.node, node)
        else:
            parent.node.entries[parent.key] = Entry(parent.key_line, node)
            parent.key = None

    def _begin_entry(self, parent: _Open, mapping: Mapping, key: Node) -> None:
        if not isinstance(key, Scalar) or not key.text.strip():
            raise self._no_key(key.line)
        if first := mapping.entries.get(key.text):
            parent.key = key.text
            raise self.mistake(
                "yaml-duplicate-key",
                phrase(
                    "The key {key} stands twice; the first is in line {line}.",
                    key=shown(key.text),
                    line=first.line,
                ),
                key.line,
            )
        parent.key, parent.key_line = key.text, key.line

    # --- Refusals ---

    def _no_key(self, line: int) -> BadData:
        return self.mistake("bad-yaml", phrase("A key must be one word or name."), line)

    def mistake(self, code: str, message: Phrase, line: int, hint: Phrase | None = None) -> BadData:
        """A refusal at `line`, with the keys that lead to where the reading stands."""
        return BadData(
            code, message, hint=hint, file=self._file, row=line, column=self._path() or None
        )

    def _path(self) -> str:
        path = ""
        for level in self._open:
            if isinstance(level.node, Items):
                path += f"[{len(level.node.nodes) + 1}]"
            elif level.key is not None:
                path += f".{shown(level.key)}" if path else shown(level.key)
        return path


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return int(mark.line) + 1 if mark else 0


def _not_yaml(error: yaml.YAMLError, text: str, file: str) -> BadData:
    """What the parser could not read, in words that help to repair it.

    With the line only: the parser is ahead of the tree, which would name the key before.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return BadData("bad-yaml", phrase("The file is not YAML."), file=file)
    mark = error.problem_mark
    if "end of stream" in (error.problem or "") and error.context_mark:
        mark = error.context_mark  # the end of the file says nothing; the opening does
    lines = _LINE_END.split(text)
    row = min(mark.line + 1, len(lines))
    return BadData("bad-yaml", _reading_of(error, lines[row - 1]), file=file, row=row)


def _reading_of(error: yaml.MarkedYAMLError, line: str) -> Phrase:
    """The sentence for a mistake that people make; the parser's own words for the rest."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return phrase("The line is indented with a tab; use spaces.")
    said = f"{error.context or ''} {error.problem or ''}"
    for fragment, reading in _READINGS:
        if fragment in said:
            return reading
    return phrase("The file can't be read as YAML here: {problem}", problem=error.problem or "")


_COLON = phrase(
    "The line can't be read. After a key stands a half-width colon and a space; "
    "a value that holds a colon stands in quotes; keys of one level stand in one column."
)
_READINGS: Final = (
    ("escape", phrase("A backslash can't stand in double quotes; use single quotes.")),
    ("while scanning a quoted", phrase("A quotation mark is opened here and never closed.")),
    ("flow ", phrase("A bracket or a comma is missing here or just before.")),
    ("mapping values", _COLON),
    ("expected ':'", _COLON),
    (
        "cannot start any token",
        phrase("A value that begins with a sign such as @ or % must stand in quotes."),
    ),
    (
        "block",
        phrase(
            "The line doesn't fit those above it: "
            "check its indentation and the quotation marks before it."
        ),
    ),
)
"""What the two parsers say, by a part of it that both have; the first that fits counts."""
