"""Run the sessions shown in README.md and docs/guide, and write down what they put out.

    python tools/sessions.py            write every session anew
    python tools/sessions.py --check    exit 1 with the difference where one is out of date

A session is a block of a page. Its `$ ` lines are typed, everything below them is written by
this tool:

    <!-- session:zh day=2022-04-12
    $ pairing init
    -->
    ```console
    $ pairing list
    …
    ```
    <!-- /session -->

The language follows the colon. In the opening mark may stand:

    new           begin with an empty folder; without it, the page's last session in this
                  language goes on
    day=DATE      the day on which it takes place (until another is given: 2022-06-30)
    screen        as on a terminal of 80 cells without colour; without it, as in a pipe
    lines=N       at most N lines of each output, then "…"
    fails         a command in it is meant to be refused; elsewhere a refusal is a fault of ours
    $ lines       commands that are run first and not shown

They take place at a desk (tools/desk.py) where the same command puts out the same each time.
"""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from desk import Desk, DeskError

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = ("README.md", "docs/guide/zh.md", "docs/guide/en.md")

EXIT: Final = {"zh": "（退出码 {code}）", "en": "(exit code {code})"}

_BLOCK: Final = re.compile(
    r"(?P<open><!-- session:(?P<language>zh|en)(?P<words>[^\n]*?)"
    r"(?P<hidden>\n(?:\$ [^\n]*\n)*)?\s*-->\n)"
    r"```console\n(?P<body>.*?)```\n(?P<close><!-- /session -->)",
    re.DOTALL,
)
_MARKS: Final = re.compile(r"<!-- (?:session:|/session)")


def renewed(page: str) -> str:
    """The text of a page with every session run again."""
    if len(_MARKS.findall(page)) != 2 * len(_BLOCK.findall(page)):
        raise DeskError("a session is not closed, or has no ```console block")
    with tempfile.TemporaryDirectory(prefix="pairing-sessions-") as folder:
        desks: dict[str, Desk] = {}
        return _BLOCK.sub(lambda block: _block(block, desks, Path(folder)), page)


def _block(block: re.Match[str], desks: dict[str, Desk], folder: Path) -> str:
    language, words = block["language"], _words(block["words"])
    if "new" in words or language not in desks:
        desks[language] = Desk(language, Path(tempfile.mkdtemp(dir=folder)))
    desk = desks[language]
    desk.day = words.get("day", desk.day)
    screen = "screen" in words
    for line in _typed(block["hidden"] or ""):
        code, text = desk.enter(line, screen=screen)
        if code:
            raise DeskError(f"exit code {code} of a command that isn't shown: {line}\n{text}")
    parts = []
    for line in _typed(block["body"]):
        code, text = desk.enter(line, screen=screen)
        if code > 1 and "fails" not in words:
            raise DeskError(f"exit code {code} in a session not marked `fails`: {line}\n{text}")
        parts.append(f"$ {line}\n{_shown(code, text, language, words)}")
    body = "\n".join(parts)
    return f"{block['open']}```console\n{body}```\n{block['close']}"


def _words(text: str) -> dict[str, str]:
    words = {name: value for name, _, value in (word.partition("=") for word in text.split())}
    if unknown := words.keys() - {"new", "day", "screen", "lines", "fails"}:
        raise DeskError(f"not known in the mark of a session: {', '.join(sorted(unknown))}")
    return words


def _typed(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def _shown(code: int, text: str, language: str, words: Mapping[str, str]) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    most = int(words.get("lines") or len(lines))
    if len(lines) > most:
        lines = [*lines[:most], "…"]
    if code:
        lines.append(EXIT[language].format(code=code))
    return "".join(f"{line}\n" for line in lines)


def differences() -> Iterator[str]:
    """How the pages differ from what they would be today, as lines of a diff."""
    for name in PAGES:
        before = (ROOT / name).read_text(encoding="utf-8")
        yield from difflib.unified_diff(
            before.splitlines(keepends=True),
            _renewed(name, before).splitlines(keepends=True),
            f"{name} (as it is)",
            f"{name} (as it would be)",
        )


def _renewed(name: str, page: str) -> str:
    try:
        return renewed(page)
    except DeskError as error:
        raise DeskError(f"{name}: {error}") from error


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 out of date or not to be run, 2 wrong usage."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        if arguments:
            found = list(differences())
            sys.stdout.writelines(found)
            return 1 if found else 0
        for name in PAGES:
            path = ROOT / name
            path.write_text(
                _renewed(name, path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
            )
    except DeskError as error:
        sys.stderr.write(f"sessions: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
