"""Tables from outside, whatever the file is called: its first bytes decide how it is read."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.plain_text import read_delimited, read_json_lines
from pairing_cli.files.tables.source import SourceTable, reading_file, refused
from pairing_cli.files.tables.workbooks import OLE_MAGIC, ZIP_MAGIC, check_ole, read_workbook
from pairing_cli.inputs import open_input

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of the largest file that is taken: some five million rows of CSV."""

_LARGEST_PIPE: Final = 64 * 1024 * 1024

_JSON: Final = re.compile(rb"""\{\s*(?:["'}]|$)|\[\s*(?:[\[{\]]|$)""")
"""How objects and lists of them begin; [微笑] is how a chat begins."""
_HTML: Final = (
    b"<html", b"<!doctype html", b"<table", b"<?xml", b"mime-version:", b"from: <saved by",
)  # fmt: skip
_DATABASE: Final = b"SQLite format 3\x00"


@contextmanager
def opened(path: Path | None, stdin: BinaryIO) -> Iterator[tuple[BinaryIO, str]]:
    """The file at `path`, or with None all of `stdin`, and the name to speak of it by.

    It is opened once: a file that is deleted or replaced meanwhile is read to its end.
    """
    if path is None:
        content = stdin.read(_LARGEST_PIPE + 1)
        if len(content) > _LARGEST_PIPE:
            raise _too_much("-")
        yield io.BytesIO(content), "-"
        return
    name = str(path)
    with reading_file(name):
        stream = open_input(path)
    with stream:
        with reading_file(name):
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):  # a named pipe, /dev/stdin
                content = stream.read(_LARGEST_PIPE + 1)
                if len(content) > _LARGEST_PIPE:
                    raise _too_much(name)
                yield io.BytesIO(content), name
                return
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
        if size > LARGEST:
            raise refused(
                "too-large",
                name,
                phrase("{file} is larger than {most} MiB.", file=name, most=LARGEST >> 20),
                phrase("Divide it into several files."),
            )
        yield stream, name


def _too_much(name: str) -> BadData:
    return refused("too-large", name, phrase("More than 64 MiB came through the pipe."))


def tables_in(stream: BinaryIO, name: str, sheet: str | None = None) -> list[SourceTable]:
    """The tables in a file: the sheets of a workbook, else one.

    Raises `BadData` for what is no table, is protected or too large, `StorageFailure`.
    """
    with reading_file(name):
        head = stream.read(512)
        stream.seek(0)
    if not head.strip():
        raise refused("empty", name, phrase("{file} is empty.", file=name))
    suffix = Path(name).suffix.lower()
    if head.startswith(ZIP_MAGIC):
        found = read_workbook(stream, name, sheet)
        if suffix not in {".xlsx", ".xlsm", ""}:
            found[0].remarks.append(
                phrase("{file} is a workbook by its content, and was read as one.", file=name)
            )
        return found
    if head.startswith(OLE_MAGIC):
        check_ole(stream, name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_DATABASE):
        raise refused(
            "a-database",
            name,
            phrase("{file} is a database by its content, no table.", file=name),
            phrase("To work with a database: pairing --db FILE …"),
        )  # fmt: skip
    if start.startswith(_HTML):
        raise refused(
            "web-page",
            name,
            phrase("{file} is a web page by its content, whatever its name says.", file=name),
            phrase("Open it in Excel or WPS and save it as .xlsx."),
        )
    if _JSON.match(start) and suffix not in {".csv", ".tsv"}:
        return [read_json_lines(stream, name)]
    table = read_delimited(stream, name)
    if suffix in {".xlsx", ".xlsm", ".xls"}:
        table.remarks.append(
            phrase("{file} is text by its content, and was read as CSV.", file=name)
        )
    return [table]
