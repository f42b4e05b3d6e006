"""Which SQL a command runs, so that the same can be given to the sqlite3 shell.

python -m benchmarks.statements WORD...    the queries of `pairing WORD...`, on stdout
"""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from pairing_cli.__main__ import run


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The statements that every connection opened in the block runs, values filled in."""
    found: list[str] = []
    connect = sqlite3.connect

    def traced(*places: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*places, **options)
        connection.set_trace_callback(found.append)
        return connection

    with mock.patch("sqlite3.connect", traced):
        yield found


def queries_of(words: list[str]) -> list[str]:
    """The queries of a read command, in order. Raises `ValueError` where it fails."""
    said = io.StringIO()
    with recorded() as found:
        code = run(words, os.environ, io.StringIO(), said)
    if code:
        raise ValueError(f"{' '.join(words)}: exit {code}\n{said.getvalue()}")
    # SQLite tells of statements within a statement as comments.
    return [each for each in found if each.lstrip().upper().startswith(("SELECT", "WITH"))]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write("".join(f"{query.strip()};\n" for query in queries_of(sys.argv[1:])))
