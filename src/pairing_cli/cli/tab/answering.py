"""What may stand where the cursor is: the answer to a script of `scripts`.

A script starts the program with VARIABLE set to its shell's name. Whatever goes wrong, there is
simply nothing to offer: an error has no place within a line that is being typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import click
from click.shell_completion import ShellComplete

from pairing_cli.cli.tab.typed import Typed, typed_line
from pairing_cli.output.text import harmless

VARIABLE: Final = "_PAIRING_COMPLETE"
"""Set to the shell's name, it has the program offer candidates instead of running a command."""

LINE: Final = "_PAIRING_LINE"
"""The line up to the cursor, from shells that don't take it apart for us."""

BREAKS: Final = "_PAIRING_BREAKS"
"""Bash's COMP_WORDBREAKS: after these a word is completed in pieces."""


def answer(
    shell: str,
    words: Sequence[str],
    environ: Mapping[str, str],
    root: click.Command,
    run: Any,
) -> list[str]:
    """The candidates for the line being typed, as the shell wants them.

    Of zsh and fish `words` are those of the line, the last one incomplete, without their quotes;
    of bash and PowerShell the line is in the environment.
    """
    with suppress(Exception, SystemExit):
        asked = ASKED[shell](words, environ)
        written = (WRITTEN[shell](value, asked) for value in _candidates(asked, root, run))
        return [each for each in written if each is not None]
    return []


def _candidates(asked: Typed, root: click.Command, run: Any) -> list[str]:
    option, equals, _ = asked.last.partition("=")
    before = option + equals if equals and option.startswith("--") else ""
    found = ShellComplete(root, {"obj": run}, "pairing", VARIABLE).get_completions(
        list(asked.words), asked.last
    )
    values = [before + item.value for item in found if item.type == "plain"]
    # A name that would be seen otherwise than it is, is no help to whoever types it.
    return [value for value in dict.fromkeys(values) if harmless(value) == value]


def _given(words: Sequence[str], environ: Mapping[str, str]) -> Typed:
    del environ
    return Typed(tuple(words[:-1]), words[-1] if words else "")


def _read(words: Sequence[str], environ: Mapping[str, str]) -> Typed:
    del words
    return typed_line(environ.get(LINE, ""), environ.get(BREAKS, ""))


def _fish(words: Sequence[str], environ: Mapping[str, str]) -> Typed:
    """Fish gives the words before as they are meant, the one being typed as it is written."""
    del environ
    last = typed_line(f"pairing {words[-1]}", "") if words else Typed((), "")
    return Typed(tuple(words[:-1]), last.last)


def _bare(value: str, asked: Typed) -> str:
    """For shells that quote what they insert themselves."""
    del asked
    return value


def _for_bash(value: str, asked: Typed) -> str | None:
    """The rest of the word from where bash begins to replace it, quoted as the place wants."""
    if not value.startswith(asked.kept):
        return None
    rest = value.removeprefix(asked.kept)
    if asked.quote == "'":
        return rest.replace("'", "'\\''")
    if asked.quote == '"':
        escaped = "".join(f"\\{each}" if each in '\\"$`' else each for each in rest)
        return escaped.replace("!", "\"'!'\"")  # a backslash before it would stay
    return "".join(f"\\{each}" if each in _ACTING_IN_BASH else each for each in rest)


_ACTING_IN_BASH: Final = frozenset(" \"'\\$`!#&;()<>|*?[]{}~^=:@%,")


def _for_powershell(value: str, asked: Typed) -> str:
    """What is inserted, a tab, what is shown. In PowerShell curly quotes are quotes too."""
    del asked
    if value.replace("-", "").replace("_", "").isalnum() and not value.isdecimal():
        return f"{value}\t{value}"
    quoted = "".join(each * 2 if each in "'‘’‚‛" else each for each in value)
    return f"'{quoted}'\t{value}"


ASKED: Final = {"bash": _read, "zsh": _given, "fish": _fish, "powershell": _read}
"""How each shell tells what is typed."""

WRITTEN: Final = {"bash": _for_bash, "zsh": _bare, "fish": _bare, "powershell": _for_powershell}
"""How each shell wants a candidate."""
