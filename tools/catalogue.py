"""Keep the Chinese catalogue in step with the sources.

    python tools/catalogue.py update    extract, merge into the .po, compile the .mo files
    python tools/catalogue.py check     exit 1, listing what is missing or wrong

msgids come from src/ and from click and typer, whose own messages reach the user through
gettext too. Names of commands and options come from the command tree, in a context of their
own: their translations are what may be typed in Chinese. Where one command wants another name
than the rest, put its whole path into the .po: "problem list --open". The files are written so
that they change only where a message changes: sorted, without line numbers, with fixed dates.
What click and typer say is compiled a second time, alone: click.mo is read by gettext as a whole.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from struct import pack
from typing import Final

import click
import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from pairing_cli.cli.root import app
from pairing_cli.cli.tree.chinese_names import CONTEXT
from pairing_cli.output.catalogue import CONTEXT_END, MAGIC, checksum

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "src"
PO: Final = SOURCES / "pairing_cli/locale/zh_CN/LC_MESSAGES/pairing.po"

_OUR_KEYWORDS: Final = {"N_": None, "_": None, "phrase": (1,), "phrase_n": (1, 2)}
_THEIR_KEYWORDS: Final = {"_": None, "ngettext": (1, 2)}
_THEIR_MODULES: Final = (
    ("click", "core exceptions types formatting decorators termui parser"),
    ("typer", "core"),
)
_FOR_PROGRAMMERS: Final = re.compile(
    "defined twice|declaration|No options defined|true/false|Unknown color"
    "|start character|must be an iterable|Choice"
)
"""What click tells authors of command lines, not their users."""

_NO_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PLACE: Final = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[a-z]")

_MsgId = str | tuple[str, ...]
"""A message; singular and plural of one; what may be typed, after TYPED."""

TYPED: Final = f"{CONTEXT}{CONTEXT_END}"


def extract(po: Path = PO) -> dict[_MsgId, list[str]]:
    """Every msgid (or singular and plural) with the files that use it."""
    found: dict[_MsgId, set[str]] = {}
    for name, msgid in _occurrences():
        found.setdefault(msgid, set()).add(name)
    for name in typed_names(_messages(po) if po.exists() else {}):
        found.setdefault(TYPED + name, set())
    return {msgid: sorted(files) for msgid, files in found.items()}


def update(po: Path) -> None:
    """Bring `po` and the .mo files beside it in step with the sources; translations stay."""
    known = _messages(po) if po.exists() else {}
    catalogue = Catalog(
        locale="zh_CN",
        domain="pairing",
        header_comment="# Simplified Chinese for pairing. Made by tools/catalogue.py.",
        project="pairing",
        version="1",
        msgid_bugs_address="-",
        last_translator="pairing",
        language_team="pairing",
        fuzzy=False,
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
    )
    for msgid, files in extract(po).items():
        old = known.get(msgid)
        typed = isinstance(msgid, str) and msgid.startswith(TYPED)
        catalogue.add(
            msgid.removeprefix(TYPED) if isinstance(msgid, str) else msgid,
            old.string if old else None,
            locations=[(file, 0) for file in files],
            flags=old.flags & {"fuzzy"} if old else (),
            user_comments=old.user_comments if old else (),
            context=CONTEXT if typed else None,
        )
    text = io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    po.write_bytes(text.getvalue())
    for path, content in compiled(po).items():
        path.write_bytes(content)


def compiled(po: Path) -> dict[Path, bytes]:
    """What belongs into the .mo files beside `po`: everything, and what click and typer say."""
    messages = [message for message in _read(po) if all(_strings(message)) and not message.fuzzy]
    theirs = tuple(f"{package}/" for package, _modules in _THEIR_MODULES)
    return {
        po.with_suffix(".mo"): _mo(messages),
        po.with_name("click.mo"): _mo(
            message
            for message in messages
            if not message.id or any(file.startswith(theirs) for file, _ in message.locations)
        ),
    }


def _mo(messages: Iterable[Message]) -> bytes:
    """A GNU .mo: its entries sorted by their bytes, as bisection needs them, and a checksum.

    Babel sorts by message and then context, which is another order.
    """
    entries = sorted(
        (_joined(_key(message)).encode(), _joined(_strings(message)).encode())
        for message in messages
    )
    start = 28  # the size of the header
    offset = start + 16 * len(entries)
    tables, texts = b"", b""
    for column in zip(*entries, strict=True):
        for text in column:
            tables += pack("<2I", len(text), offset + len(texts))
            texts += text + b"\0"
    header = pack("<7I", MAGIC, 0, len(entries), start, start + 8 * len(entries), 0, offset)
    content = header + tables + texts
    return content + checksum(content)


def _joined(parts: str | Iterable[str]) -> str:
    return parts if isinstance(parts, str) else "\0".join(parts)


def problems(po: Path) -> list[str]:
    """What is wrong with `po` and its .mo, a line each; empty when all is well."""
    wanted, messages = extract(po), _messages(po)
    found = [f"missing: {_name(msgid)}" for msgid in wanted if msgid not in messages]
    for msgid, message in messages.items():
        if msgid not in wanted:
            found.append(f"obsolete: {_name(msgid)}")
        else:
            found += _message_problems(msgid, message)
    found += [
        f"{path.name} is not what the .po compiles to: run update"
        for path, content in compiled(po).items()
        if not path.exists() or path.read_bytes() != content
    ]
    return found


def _message_problems(msgid: _MsgId, message: Message) -> Iterator[str]:
    strings = _strings(message)
    if message.fuzzy:
        yield f"fuzzy: {_name(msgid)}"
    if not all(strings):
        yield f"not translated: {_name(msgid)}"
        return
    if isinstance(msgid, str) and msgid.startswith(TYPED):
        if strings[0].isascii() or any(letter in strings[0] for letter in " -=,"):
            yield f"can't be typed as a name: {strings[0]!r}"
        return
    # Chinese has one form for every count; it takes the places of the plural.
    wanted = _places(msgid if isinstance(msgid, str) else msgid[-1])
    for string in strings:
        if _places(string) != wanted:
            yield f"places differ: {_name(msgid)} → {string!r}"


def _places(text: str) -> set[str]:
    text = text.replace("{{", "").replace("}}", "")
    places = {named or percent for named, percent in _PLACE.findall(text)}
    rest = _PLACE.sub("", text)
    return places | {f"a lone {brace}" for brace in "{}" if brace in rest}


def _name(msgid: _MsgId) -> str:
    if isinstance(msgid, str) and msgid.startswith(TYPED):
        return f"the Chinese name of {msgid.removeprefix(TYPED)} (msgctxt “{CONTEXT}”)"
    return repr(msgid if isinstance(msgid, str) else msgid[0])


def typed_names(known: Mapping[_MsgId, Message]) -> Iterator[str]:
    """The commands and long options of the command tree; by their path where that is `known`."""
    for path, command in _tree(click.Context(typer.main.get_command(app)), ""):
        if path:
            yield path if TYPED + path in known else path.rpartition(" ")[2]
        yield "--help"
        for param in command.params:
            for option in (*param.opts, *param.secondary_opts):
                own = f"{path} {option}".strip()
                if option.startswith("--") and option.isascii():
                    yield own if TYPED + own in known else option


def _tree(ctx: click.Context, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, ctx.command
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            if command is not None:
                yield from _tree(click.Context(command, parent=ctx), f"{path} {name}".strip())


def _occurrences() -> Iterator[tuple[str, _MsgId]]:
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        yield from ((name, msgid) for msgid in _msgids(path, _OUR_KEYWORDS))
    for package, modules in _THEIR_MODULES:
        folder = _installed(package)
        for module in modules.split():
            for msgid in _msgids(folder / f"{module}.py", _THEIR_KEYWORDS):
                if not _FOR_PROGRAMMERS.search(_name(msgid)):
                    yield f"{folder.name}/{module}.py", msgid


def _installed(package: str) -> Path:
    """The package's folder, found without running its code."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed")
    return Path(spec.origin).parent


def _msgids(path: Path, keywords: Mapping[str, tuple[int, ...] | None]) -> Iterator[_MsgId]:
    for _line, msgid, _comments, _context in extract_from_file("python", path, keywords):
        if msgid:
            yield msgid


def _messages(po: Path) -> dict[_MsgId, Message]:
    return {_key(message): message for message in _read(po) if message.id}


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="pairing", ignore_obsolete=True)


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _key(message: Message) -> _MsgId:
    if message.context:
        return f"{message.context}{CONTEXT_END}{message.id}"
    return message.id if isinstance(message.id, str) else tuple(message.id)


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 with problems, 2 for a wrong command line."""
    if arguments == ["update"]:
        update(PO)
    elif arguments != ["check"]:
        sys.stderr.write(__doc__ or "")
        return 2
    found = problems(PO)
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
