"""Reading YAML that people write by hand, so that a mistake is told with file, line and key.

`read_yaml(path)` gives a `Section`: the keys of one mapping. Its accessors ask for a key as
a text, date, number, choice …; what doesn't fit is refused with the line and the path of the
key, "pairings[3].mentor" for the mentor of the third pairing (counted from 1, as people do).
`done()` refuses the keys that nobody asked for, so that the accessors are the only list of
keys. The first mistake ends the reading: one that follows from it would only distract.

Absent are a key that isn't there and one with nothing, `~` or `null` behind it. What YAML is
taken for text, and what is refused outright, stands in `yaml_tree`.
"""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.files.yaml.section import Section, colon_hint
from pairing_cli.files.yaml.yaml_tree import (
    Mapping,
    decode,
    read_bytes,
    tree_of,
)


def read_yaml(path: Path) -> Section:
    """The top keys of the YAML file at `path`.

    Raises InputMissing, NoPermission, StorageFailure, or BadData for all that is in the file.
    """
    return parse_yaml(read_bytes(path), str(path))


def parse_yaml(data: bytes, file: str) -> Section:
    """The same for content that is in memory already; `file` is what errors call it."""
    root = tree_of(decode(data, file), file)
    if isinstance(root, Mapping):
        return Section(root, file, "")
    raise BadData(
        "bad-value",
        phrase("The file must hold keys with their values."),
        hint=colon_hint(root),
        file=file,
        row=root.line,
    )
