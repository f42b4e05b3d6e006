"""The scripts that have a shell ask us at the Tab key, and putting them where it finds them.

They hand the words over as arguments or in the environment and read candidates line by line;
nothing is evaluated, and no word is taken apart by the shell.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import CannotCreate, UsageError
from pairing_cli.domain.phrases import phrase

_BASH: Final = r"""# pairing: completion for bash
_pairing_completion() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(_PAIRING_COMPLETE=bash _PAIRING_LINE="${COMP_LINE:0:COMP_POINT}" \
        _PAIRING_BREAKS="$COMP_WORDBREAKS" command pairing 2>/dev/null </dev/null)
}
complete -o default -F _pairing_completion pairing
"""

_ZSH: Final = r"""#compdef pairing
# pairing: completion for zsh
_pairing() {
    local -a typed candidates
    typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
    candidates=("${(@f)$(_PAIRING_COMPLETE=zsh command pairing -- "${typed[@]}" \
        2>/dev/null </dev/null)}")
    candidates=("${(@)candidates:#}")
    if (( ${#candidates} )); then
        compadd -a candidates
    else
        _files
    fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _pairing "$@"
else
    compdef _pairing pairing
fi
"""

_FISH: Final = r"""# pairing: completion for fish
function __pairing_candidates
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l last (commandline -ct)
    set -lx _PAIRING_COMPLETE fish
    set -l candidates (command pairing -- $typed "$last" 2>/dev/null </dev/null)
    if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    else
        __fish_complete_path "$last"
    end
end
complete -c pairing -f -a '(__pairing_candidates)'
"""

_POWERSHELL: Final = r"""# pairing: completion for PowerShell
Register-ArgumentCompleter -Native -CommandName pairing -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
    $line = $commandAst.ToString()
    $env:_PAIRING_LINE = $line.PadRight($cursorPosition).Substring(0, $cursorPosition)
    $env:_PAIRING_COMPLETE = 'powershell'
    try {
        pairing | ForEach-Object {
            $insert, $show = $_ -split "`t", 2
            [System.Management.Automation.CompletionResult]::new(
                $insert, $show, 'ParameterValue', $show)
        }
    } finally {
        Remove-Item Env:_PAIRING_COMPLETE, Env:_PAIRING_LINE
        [Console]::OutputEncoding = $encoding
    }
}
"""

SCRIPTS: Final[Mapping[str, str]] = {
    "bash": _BASH,
    "zsh": _ZSH,
    "fish": _FISH,
    "powershell": _POWERSHELL,
}
"""Shell → the script that has it ask us."""

CURRENT: Final = "current"
"""Stands for the shell that the program was started from."""


def script_for(shell: str) -> str:
    """The script of a shell by its name, or of the one in use. Raises `UsageError`."""
    return SCRIPTS[_known(shell)]


def install(shell: str) -> tuple[str, Path]:
    """Put the script where the shell finds it, and have it read at the start; shell and file.

    Raises `UsageError` for a shell we don't know, `CannotCreate` where that can't be written.
    """
    name = _known(shell)
    try:
        home = Path.home()
    except RuntimeError as error:
        raise CannotCreate(
            "no-home", phrase("There is no home folder to install the completion in.")
        ) from error
    if name == "bash":
        path = home / ".bash_completions/pairing.sh"
        _mention(home / ".bashrc", f"source '{path}'")
    elif name == "zsh":
        path = home / ".zfunc/_pairing"
        _mention(home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
    elif name == "fish":
        path = home / ".config/fish/completions/pairing.fish"
    else:
        profile = _profile_of_powershell(shell)
        path = profile.with_name("pairing-completion.ps1")
        _mention(profile, f'. "{path}"')
    _write(path, SCRIPTS[name], "utf-8-sig" if name == "powershell" else "utf-8")
    return name, path


def _known(shell: str) -> str:
    name = _in_use() if shell == CURRENT else shell.strip().lower()
    name = "powershell" if name == "pwsh" else name
    if name not in SCRIPTS:
        raise UsageError(
            "unknown-shell",
            phrase("There is no completion for the shell {name}.", name=name or "?"),
            hint=phrase("Name one of these: {names}", names=tuple(SCRIPTS)),
        )
    return name


def _in_use() -> str:
    """The shell that the program was started from; empty where that can't be told."""
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, OSError):
        return Path(os.environ.get("SHELL", "")).name


def _profile_of_powershell(shell: str) -> Path:
    import subprocess

    program = "pwsh" if shell == "pwsh" else "powershell"
    ask = "[Console]::OutputEncoding = [Text.UTF8Encoding]::new(); $PROFILE"
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            [program, "-NoProfile", "-Command", ask],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotCreate(
            "no-profile",
            phrase("PowerShell doesn't say where its profile is."),
            hint=phrase("Add the script to it by hand: pairing --show-completion powershell"),
        ) from error
    return Path(done.stdout.strip().lstrip("\ufeff"))


def _mention(file: Path, line: str) -> None:
    """Have `file` hold `line`; what else is in it stays as it is, byte for byte."""
    try:
        known = file.read_bytes() if file.exists() else b""
        if line.encode() in known:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as rest:
            rest.write(b"\n" * (known[-1:] not in (b"", b"\n")) + line.encode() + b"\n")
    except OSError as error:
        raise _not_written(file, error) from error


def _write(path: Path, script: str, encoding: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding=encoding, newline="\n")
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> CannotCreate:
    from pairing_cli.domain.words.system_words import said_by

    return CannotCreate(
        "completion-not-written",
        phrase("{path} can't be written: {reason}.", path=str(path), reason=said_by(error)),
    )
