"""Files going out: where each may go, decided in one place before its command starts.

A command says of an option only what its file may be (`OutputType`); `Command` gives it --yes,
for a page --open, and has `check_outputs` look at it. What the program keeps is refused first,
whatever its ending: `schedule --ics p.db` is a database in danger before it is a calendar of a
strange name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from pairing_cli.domain.errors import CannotCreate, UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run

_YES: Final = "pairing.yes"
_OPEN: Final = "pairing.open"
PAGE: Final = ".html"


class OutputType(click.ParamType[Path]):
    """The path of a file to write, of one of the formats with these endings; without any, of a
    folder.

    Where the ending tells the format it can't be left out; otherwise a name without one, or
    with one that is none (`总结.2022`), is taken as it is. `stdout`: - stands for it. `dry`:
    it is written under --dry-run, too. `folder_with`: it is a folder where the flag of this name
    is given.
    """

    name = "path"

    def __init__(
        self,
        *endings: str,
        tells: bool = False,
        stdout: bool = False,
        dry: bool = True,
        folder_with: str | None = None,
    ) -> None:
        self.endings = endings
        self.dry = dry
        self.tells = tells
        self.stdout = stdout
        self.folder_with = folder_with

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path as typed."""
        del param, ctx
        return Path(value)


def add_output_flags(command: click.Command) -> None:
    """Give a command that writes a file --yes, where it has none of its own, and one that
    writes pages --open.
    """
    outputs: list[Any] = [each.type for each in command.params if _is_output(each)]
    if outputs and "yes" not in {param.name for param in command.params}:
        text = N_("Replace a file that is there without asking.")
        command.params.append(_flag("--yes", _YES, text))
    if any(PAGE in each.endings for each in outputs):
        text = N_("Show the .html page in the browser once it is written.")
        command.params.append(_flag("--open", _OPEN, text))


def _is_output(param: click.Parameter) -> bool:
    return isinstance(param.type, OutputType)


def _flag(name: str, meant: str, text: str) -> click.Option:
    def remember(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
        ctx.meta[meant] = value
        return value

    return click.Option([name], is_flag=True, help=text, expose_value=False, callback=remember)


def said_yes(ctx: click.Context) -> bool:
    """Whether a file that is there may be replaced without asking."""
    return bool(ctx.params.get("yes") or ctx.meta.get(_YES, False))


def check_outputs(ctx: click.Context, run: Run) -> None:
    """Look at every output that was named, before the command starts; may ask.

    Raises `CannotCreate` for what the program keeps and for an input, `UsageError` for an
    ending of another format, for - where the format is no text, and for a file that is there
    where nobody can be asked.
    """
    if ctx.meta.get(_OPEN):
        _check_open(ctx, run)
    for param in ctx.command.params:
        path = ctx.params.get(param.name or "")
        if isinstance(param.type, OutputType) and path is not None:
            _check(path, param, ctx, run)


def _page(ctx: click.Context) -> Path | None:
    """The page that the command is to write."""
    named = (ctx.params.get(each.name or "") for each in ctx.command.params if _is_output(each))
    return next((path for path in named if path and path.suffix.lower() == PAGE), None)


def _check_open(ctx: click.Context, run: Run) -> None:
    """Raise `UsageError` where no page is written, or nobody is there to look at it."""
    if _page(ctx) is None:
        raise UsageError(
            "no-page-to-open",
            phrase("--open shows a page, and none is written."),
            hint=phrase("Name one: -o FILE.html"),
        )
    if not run.is_terminal:
        raise UsageError(
            "open-without-terminal",
            phrase("--open goes with a terminal only; nobody is at one here."),
            hint=phrase("Nothing was written. Leave out --open."),
        )


def show_page(ctx: click.Context, result: Any) -> Any:
    """Show the page that a command has written in the browser, where --open asks for it."""
    path = _page(ctx)
    if not ctx.meta.get(_OPEN) or path is None or not isinstance(result, Done):
        return result
    import webbrowser

    if webbrowser.open(path.resolve().as_uri()):
        return result
    note = phrase("No browser was found here. The page is at {path}.", path=str(path.resolve()))
    return result._replace(notes=(*result.notes, note))


def _check(path: Path, param: click.Parameter, ctx: click.Context, run: Run) -> None:
    wanted: Any = param.type
    if str(path) == "-":
        if wanted.stdout:
            return
        raise UsageError(
            "no-stdout",
            phrase("{option} - isn't possible: this goes to a file.", option=param.opts[0]),
            hint=phrase("Name a file that ends with {names}.", names=" ".join(wanted.endings))
            if wanted.endings
            else phrase("Name a folder: {option} FOLDER", option=param.opts[0]),
        )
    check_not_kept(path, run.path, list(_inputs(ctx)))
    ending = path.suffix.lower()
    if not wanted.endings:  # a folder: its command looks at what is in it
        if not os.path.lexists(path):
            _check_folder(path, ending)
        return
    if wanted.folder_with and ctx.params.get(wanted.folder_with):
        _check_folder(path, ending)
        return
    if ending not in wanted.endings and (wanted.tells or _is_ending(ending)):
        raise unknown_ending(path, wanted.endings)
    is_written = wanted.dry or not ctx.params.get("dry_run")
    if os.path.lexists(path) and not path.is_dir() and is_written:
        from pairing_cli.cli.asking import ask

        ask(phrase("{path} is there already. Replace it?", path=str(path)), said_yes(ctx))


def _check_folder(path: Path, ending: str) -> None:
    """Raise `UsageError` where many files are to go to something that is no folder."""
    if _is_ending(ending) or (os.path.lexists(path) and not path.is_dir()):
        raise UsageError(
            "not-a-folder",
            phrase("{path} is a file; all papers go into a folder.", path=str(path)),
            hint=phrase("Nothing was written. Name a new folder: -o FOLDER"),
        )


def check_not_kept(path: Path, database: Path, inputs: Sequence[Path] = ()) -> None:
    """Raise `CannotCreate` where the program keeps something at `path`, or reads it now."""
    from pairing_cli.store.kept import kept_as, sentence

    kept = kept_as(path, database, inputs)
    if kept is not None:
        raise CannotCreate(
            "is-kept",
            sentence(kept, path),
            hint=phrase("Nothing was written. Name another file."),
            file=str(path),
        )


def unknown_ending(path: Path, known: Sequence[str]) -> UsageError:
    """The error for a file name whose ending is that of no format, or of another one."""
    return UsageError(
        "unknown-ending",
        phrase(
            "The name {file} must end with {names}.",
            file=path.name or str(path),
            names=" ".join(known),
        ),
        hint=phrase("Nothing was written. The ending of a file tells its format."),
    )


def _inputs(ctx: click.Context) -> Iterator[Path]:
    """The files that the command was given to read."""
    for param in ctx.command.params:
        if isinstance(param.type, click.Path):
            value = ctx.params.get(param.name or "")
            values = value if isinstance(value, list | tuple) else [value]
            yield from (Path(each) for each in values if each is not None and str(each) != "-")


def _is_ending(suffix: str) -> bool:
    """Whether what follows the last dot tells a format; a year or a Chinese word doesn't."""
    return suffix[1:].isascii() and suffix[1:].isalnum() and not suffix[1:].isdigit()
