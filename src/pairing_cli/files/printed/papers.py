"""Papers from templates: DOCX and HTML that users may edit, filled with what is on record.

A template is code that somebody may have been sent, and what is filled in was typed by
somebody else. So templates run in Jinja's sandbox, which lets them reach nothing but the
values, and every value is escaped: a name with `{{` or `<w:p>` in it stays a name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment

from pairing_cli.atomic_files import finished_file
from pairing_cli.domain.errors import BadData, InputMissing, NoPermission
from pairing_cli.domain.phrases import phrase
from pairing_cli.inputs import check_input

_RAISED: Final = (
    TemplateError,
    ArithmeticError,
    LookupError,
    RecursionError,
    SyntaxError,  # lxml's, of a DOCX that is not XML once it is filled
    TypeError,
    ValueError,
)
"""What a DOCX can raise that isn't one."""


def write_docx(template: Path, values: Mapping[str, Any], path: Path) -> None:
    """Fill a DOCX template into the file `path`.

    Raises `InputMissing`, `BadData` (no template, or a place in it that means nothing),
    `CannotCreate`.
    """
    content = docx_content(template, values)
    with finished_file(path) as draft:
        draft.write_bytes(content)


def docx_content(template: Path, values: Mapping[str, Any]) -> bytes:
    """A DOCX template, filled; the same bytes whenever it is. Raises `InputMissing`, `BadData`."""
    from docx.opc.exceptions import PackageNotFoundError

    from pairing_cli.files.printed.docx_template import DocxTemplate

    source = _content(template)
    try:
        document = DocxTemplate(BytesIO(source))
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, *_RAISED) as error:
        raise BadData(
            "not-a-template",
            phrase("{file} is not a DOCX file.", file=str(template)),
            file=str(template),
        ) from error
    loose = BytesIO()
    try:
        _check_known(template, document.get_undeclared_template_variables(_environment()), values)
        document.init_docx()
        document.render(dict(values), _environment(), autoescape=True)
        document.save(loose)
    except BadData:
        raise
    except Exception as error:  # a template is somebody's program
        raise _bad_template(template, str(error)) from error
    return _undated(loose)


def _undated(content: BytesIO) -> bytes:
    """A DOCX without the moment at which it was packed."""
    made = BytesIO()
    with ZipFile(content) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            info = ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = ZIP_DEFLATED, 3
            new.writestr(info, old.read(entry))
    return made.getvalue()


def _check_known(template: Path, named: Iterable[str], values: Mapping[str, Any]) -> None:
    """Raise `BadData` for places that nothing is filled into, with the nearest that are."""
    unknown = sorted(set(named) - values.keys())
    if not unknown:
        return
    nearest = [
        near for name in unknown for near in get_close_matches(name, list(values), n=1, cutoff=0.5)
    ]
    raise BadData(
        "bad-template",
        phrase(
            "The template {file} has places that mean nothing here: {names}.",
            file=str(template),
            names=tuple(f"{{{{ {name} }}}}" for name in unknown),
        ),
        hint=phrase("Nearest: {names}", names=tuple(dict.fromkeys(nearest)))
        if nearest
        else phrase("Places there are: {names}", names=tuple(sorted(values))),
        file=str(template),
    )


def write_html(template: Path, values: Mapping[str, Any], path: Path) -> None:
    """Fill an HTML template into the file `path`, in UTF-8. Raises as `write_docx` does."""
    text = html_text(template, values)
    with finished_file(path) as draft:
        draft.write_bytes(text.encode())


def html_text(template: Path, values: Mapping[str, Any]) -> str:
    """An HTML template, filled. Raises `InputMissing`, `BadData`."""
    source = _content(template)
    try:
        text, environment = source.decode(), _environment()
        _check_known(template, find_undeclared_variables(environment.parse(text)), values)
        return environment.from_string(text).render(dict(values))
    except BadData:
        raise
    except Exception as error:  # a template is somebody's program
        raise _bad_template(template, str(error)) from error


class _Environment(SandboxedEnvironment):
    """Reads and compiles each text once: of one template come the papers of all pairings."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._parsed: dict[str, nodes.Template] = {}
        self._compiled: dict[str, Template] = {}

    def parse(self, source: str, *others: Any) -> nodes.Template:
        if source not in self._parsed:
            self._parsed[source] = super().parse(source, *others)
        return self._parsed[source]

    def from_string(self, source: Any, *others: Any) -> Template:
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *others)
        return self._compiled[source]


@cache
def _environment() -> _Environment:
    return _Environment(
        loader=DictLoader({}),  # there is nothing to include
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a template; letterheads have a few hundred thousand."""


def _content(template: Path) -> bytes:
    """All of a template. Raises `InputMissing`, `BadData` for what is no plain file or too large,
    `NoPermission`.
    """
    try:
        check_input(template)
        # A pipe without a writer is not waited for.
        handle = os.open(template, os.O_RDONLY | _NO_WAIT | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
                return file.read()
    except FileNotFoundError:
        raise InputMissing(
            "no-template",
            phrase("There is no template {file}.", file=str(template)),
            file=str(template),
        ) from None
    except OSError:
        raise NoPermission(
            "not-readable", phrase("No permission to read {path}.", path=str(template))
        ) from None
    raise BadData(
        "not-a-template",
        phrase("{file} is no template: not a plain file, or far too large.", file=str(template)),
        file=str(template),
    )


def _bad_template(template: Path, reason: str) -> BadData:
    return BadData(
        "bad-template",
        phrase("The template {file} can't be filled: {reason}.", file=str(template), reason=reason),
        hint=phrase("Compare it with the one that comes along, in data/templates."),
        file=str(template),
    )
