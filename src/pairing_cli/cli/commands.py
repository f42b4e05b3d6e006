"""How commands are declared, found and explained.

A Typer app is built from functions each time the program starts. Building sixty commands to
run one costs more than running it, so `CommandTree` builds only the module that is asked
for; the help page takes names and purposes from a table. Help texts are English msgids,
translated when a command is built.

Options that every command takes (`--db`, `--as-of`, …) are declared once on the root and
accepted after the command's name too: `pairing list --as-of 2022-06-30` is how people type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import click
import typer
from typer.core import TyperCommand, TyperGroup

from pairing_cli.cli.blanks import EnvironmentOption, check_none_blank
from pairing_cli.cli.chinese_names import (
    command_meant,
    commands_in_chinese,
    shown_commands,
    take_chinese_options,
)
from pairing_cli.cli.clearing import add_clear
from pairing_cli.cli.context import Run
from pairing_cli.cli.outputs import add_output_flags, check_outputs, show_page
from pairing_cli.cli.placeholders import say_placeholders
from pairing_cli.cli.tab.options import completion_options
from pairing_cli.cli.usage import unknown_command
from pairing_cli.cli.words import NameChoice, accept_words
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import N_, Label, Phrase
from pairing_cli.output.language import language
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
"""The formats of the contract, in the order of the help."""

TEXT = "text"
"""The format of a message to paste, which only some commands have."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command or group at the top level: where it is and what it is for."""

    module: str
    purpose: str
    exports: tuple[str, ...] = ()
    """The listings of its module that `export` writes."""

    def load(self) -> typer.Typer:
        """The Typer app of its module."""
        app: typer.Typer = import_module(f"pairing_cli.cli.{self.module}").app
        return app


def _remember(setting: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> Any:
        run = ctx.find_object(Run)
        if value is not None and run is not None:
            setattr(run, setting, value)
        return value

    return callback


def shared_options(*, hidden: bool) -> list[click.Parameter]:
    """The options that hold for every command, for the root (shown) or a command (hidden).

    The environment stands in only on the root: what is typed after a command wins.
    """

    def option(name: str, setting: str, metavar: str, text: str, **more: Any) -> click.Option:
        if hidden:
            more.pop("envvar", None)
        return EnvironmentOption(
            [name],
            metavar=metavar,
            help=text,
            hidden=hidden,
            expose_value=False,
            show_envvar=True,
            callback=_remember(setting),
            **more,
        )

    return [
        option(
            "--db",
            "db",
            "PATH",
            N_("The database (default: pairing.db in your data folder)."),
            envvar="PAIRING_DB",
        ),
        option(
            "--lang",
            "language",
            "zh|en",
            N_("The language (default: the system's, else Chinese)."),
            type=NameChoice(["zh", "en"]),
        ),
        option(
            "--as-of",
            "as_of_text",
            "DATE",
            N_("The day that reports are made for (default: today)."),
            envvar="PAIRING_TODAY",
        ),
        option(
            "--actor",
            "actor_text",
            "NAME",
            N_("Who is writing (default: your login name)."),
            envvar="PAIRING_ACTOR",
        ),
        option(
            "--color",
            "color",
            "auto|always|never",
            N_("Colour on a terminal."),
            type=NameChoice(["auto", "always", "never"]),
        ),
        click.Option(
            ["--no-context"],
            is_flag=True,
            default=None,
            help=N_("Leave saved filters aside for once (see: pairing config)."),
            hidden=hidden,
            expose_value=False,
            callback=_remember("no_context"),
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            default=None,  # not False: typed before the command's name, it must stay
            help=N_("Show where the program itself failed (for developers)."),
            hidden=hidden,
            expose_value=False,
            callback=_remember("debug"),
        ),
    ]


def _format_options(formats: Sequence[str]) -> list[click.Parameter]:
    def as_json(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
        run = ctx.find_object(Run)
        if value and run is not None:
            run.format = "json"
        return value

    return [
        click.Option(
            ["--format"],
            type=NameChoice(formats),
            metavar="FORMAT",
            help=N_("table, json, jsonl, csv, tsv, markdown, or text to paste.")
            if TEXT in formats
            else N_("table, json, jsonl, csv, tsv or markdown."),
            expose_value=False,
            callback=_remember("format"),
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            help=N_("Short for --format json."),
            expose_value=False,
            callback=as_json,
        ),
    ]


def _correct_option() -> click.Option:
    """The option of every command that writes: to write into a closed cycle all the same."""
    return click.Option(
        ["--correct"],
        metavar="REASON",
        help=N_("Correct a closed cycle or a sealed inspection: why. What is frozen stays."),
        expose_value=False,
        callback=_remember("correction"),
    )


class _Page:
    """Help as this program writes it: in cells, in the user's language, examples last."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """A context in which -h works too."""
        extra.setdefault("help_option_names", ["-h", "--help"])
        return super().make_context(*args, **extra)  # type: ignore[misc, no-any-return]

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """The names of --help, in an order that stays: click goes by a set."""
        return ctx.help_option_names

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what was typed after the command's name, options in English or Chinese."""
        take_chinese_options(ctx, args)
        return super().parse_args(ctx, args)  # type: ignore[misc, no-any-return]

    def make_parser(self, ctx: click.Context) -> Any:
        """A parser that takes no blank for a value."""
        parser: Any = super().make_parser(ctx)  # type: ignore[misc]
        parse: Callable[[list[str]], Any] = parser.parse_args

        def parse_args(args: list[str]) -> Any:
            found = parse(args)
            if not ctx.resilient_parsing:
                check_none_blank(found[0], ctx.command.params)
            return found

        parser.parse_args = parse_args
        return parser

    def get_help(self, ctx: click.Context) -> str:
        """The help page as text."""
        from pairing_cli.output.help import CellHelpFormatter

        formatter = CellHelpFormatter()
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, purpose, options, examples."""
        self.format_usage(ctx, formatter)  # type: ignore[attr-defined]
        self.format_help_text(ctx, formatter)  # type: ignore[attr-defined]
        self.format_options(ctx, formatter)  # type: ignore[attr-defined]
        self.format_epilog(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        from pairing_cli.output.language import translate

        examples: str | None = self.epilog  # type: ignore[attr-defined]
        if examples:
            with formatter.section(translate(N_("Examples"))):
                for example in examples.splitlines():
                    _write_example(formatter, example)
        if ctx.parent is not None:
            formatter.write_paragraph()
            formatter.write_text(translate(N_("Options for every command: pairing --help")))


def _write_example(formatter: click.HelpFormatter, example: str) -> None:
    """Write an example; one too long for the page goes on indented, with its next option."""
    from pairing_cli.output.text import cell_width

    first, *options = example.split(" --")
    line = first
    for option in options:
        if cell_width(f"{line} --{option}") > formatter.width - formatter.current_indent:
            formatter.write_text(f"\b\n{line}")
            line = f"    --{option}"
        else:
            line = f"{line} --{option}"
    formatter.write_text(f"\b\n{line}")


class Command(_Page, TyperCommand):
    """A command: takes the shared options and a format, returns a result."""

    formats: ClassVar[Sequence[str]] = FORMATS
    words: ClassVar[Mapping[str, Label]] = {}
    """What is filled into its purpose."""
    clears: ClassVar[Sequence[Field]] = ()
    """The fields that it can empty."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        accept_words(self)
        add_output_flags(self)
        if any(param.name == "dry_run" for param in self.params):
            self.params.append(_correct_option())
        if self.clears:
            add_clear(self, self.clears)
        self.params += [*_format_options(self.formats), *shared_options(hidden=True)]
        localise(self)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command once its outputs may be where they are to go; a write that changed
        nothing says so, whichever command it was.
        """
        run = ctx.find_object(Run)
        names: tuple[str, ...] = ()
        if run is not None:
            check_outputs(ctx, run)
            if run.is_terminal:
                from pairing_cli.cli.narrowing import narrow

                names = narrow(ctx, run)
        result = show_page(ctx, super().invoke(ctx))
        if names:
            from pairing_cli.cli.narrowing import said_narrowed

            return said_narrowed(result, names)
        if run is None or not isinstance(result, Done):
            return result
        if run.left_as_it_was:
            from pairing_cli.cli.results import so_already

            return so_already(result)
        if run.went is not None and ctx.params.get("cycle", "") is None:
            return result._replace(notes=(*result.notes, run.went))
        return result


class TextCommand(Command):
    """A command that can also answer with a text to paste."""

    formats = (*FORMATS, TEXT)


class _Finding:
    """Finding a command by its name, in a group or at the top."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command by either name; tell the nearest where there is none."""
        known = self.list_commands(ctx)  # type: ignore[attr-defined]
        args = [command_meant(ctx, args[0], known), *args[1:]]
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:  # type: ignore[attr-defined]
            from pairing_cli.output.language import translate

            names = [*known, *(name for _, name in commands_in_chinese(ctx, known))]
            message = translate(unknown_command(args[0], names))
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)  # type: ignore[misc, no-any-return]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may be typed next: commands by both names, options."""
        from click.shell_completion import CompletionItem

        found: list[CompletionItem] = super().shell_complete(ctx, incomplete)  # type: ignore[misc]
        if language() == "zh" or not incomplete.isascii():
            known = self.list_commands(ctx)  # type: ignore[attr-defined]
            names = (name for _, name in commands_in_chinese(ctx, known))
            found += [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return found


class Group(_Finding, _Page, TyperGroup):
    """A register: a noun with its commands."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += shared_options(hidden=True)
        localise(self)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """A noun alone asks what it can do: the help answers, and nothing has gone wrong."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands, each with its purpose."""
        shown = shown_commands(ctx, self.list_commands(ctx))
        with formatter.section(gettext("Commands")):
            formatter.write_dl(
                [(shown[name], each.help or "") for name, each in self.commands.items()]
            )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of their declaration."""
        del ctx
        return list(self.commands)


class VerbGroup(Group):
    """A verb that also has commands below it: `summary`, and `summary note`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "invoke_without_command": True})
        add_output_flags(self)
        accept_words(self)
        self.params += _format_options(FORMATS)
        localise(self)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The verb alone does what it is for."""
        return super(Group, self).parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb once its outputs may be where they are to go, or the command below it."""
        run = ctx.find_object(Run)
        if run is not None:
            check_outputs(ctx, run)
        return show_page(ctx, super().invoke(ctx))


class CommandTree(_Finding, _Page, TyperGroup):
    """The root: knows every command by its table and builds the one that is asked for."""

    sections: ClassVar[Mapping[str, Mapping[str, Entry]]] = {}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += [*shared_options(hidden=False), *completion_options()]
        localise(self)

    def entry(self, name: str) -> Entry | None:
        """Where a command is; None if there is none of this name."""
        for entries in self.sections.values():
            if name in entries:
                return entries[name]
        return None

    def exports(self) -> dict[str, Entry]:
        """Name of a listing that can be exported → the entry of its module."""
        return {
            name: entry
            for entries in self.sections.values()
            for entry in entries.values()
            for name in entry.exports
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        del ctx
        return [name for entries in self.sections.values() for name in entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Build a command, and only the module that declares it."""
        del ctx
        entry = self.entry(cmd_name)
        if entry is None:
            return None
        built = typer.main.get_command(entry.load())
        if isinstance(built, TyperGroup) and cmd_name in built.commands:
            return built.commands[cmd_name]
        built.name = cmd_name
        if built.help is None:
            built.help = entry.purpose
            localise(built)
        return built

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands by section first, then the shared options."""
        from pairing_cli.output.language import translate

        for title, entries in self.sections.items():
            with formatter.section(translate(title)):
                shown = shown_commands(ctx, list(entries))
                formatter.write_dl(
                    [(shown[name], translate(entry.purpose)) for name, entry in entries.items()]
                )
        with formatter.section(gettext("Options")):
            records = (param.get_help_record(ctx) for param in self.get_params(ctx))
            formatter.write_dl([record for record in records if record is not None])


def localise(command: click.Command) -> None:
    """Put a built command's help into the language in force."""
    from pairing_cli.output.language import translate

    say_placeholders(command)
    words = getattr(command, "words", {})
    command.help = translate(Phrase(command.help, words)) if command.help else None
    for param in command.params:
        text = getattr(param, "help", None)
        if text:
            filled = getattr(param, "words", None)
            param.help = translate(Phrase(text, filled) if filled else text)  # type: ignore[attr-defined]


def command(
    app: typer.Typer,
    name: str,
    purpose: str,
    *examples: str,
    cls: type[Command] = Command,
    clears: Sequence[Field] = (),
) -> Callable[[Function], Function]:
    """Declare a command: its name, its purpose in one line (a msgid), and examples of use;
    `clears`: the fields of its record that --clear empties.
    """
    if clears:
        cls = type("Command", (cls,), {"clears": clears})
    return app.command(name, help=purpose, epilog="\n".join(examples), cls=cls)


def noun(purpose: str | None = None) -> typer.Typer:
    """A Typer app for a register. Its purpose is that of its entry at the top level."""
    return typer.Typer(cls=Group, help=purpose, rich_markup_mode=None, add_completion=False)


def verb_with_nouns(**nouns: typer.Typer) -> typer.Typer:
    """A Typer app for one verb at the top level that has registers below it."""
    app = typer.Typer(cls=VerbGroup, rich_markup_mode=None, add_completion=False)
    for name, below in nouns.items():
        app.add_typer(below, name=name)
    return app


def verb(
    app: typer.Typer, purpose: str, *examples: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what the verb of `verb_with_nouns` does by itself; its function is not called
    where a command below it is.
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def alone(ctx: typer.Context, **values: Any) -> Any:
            return None if ctx.invoked_subcommand else function(ctx, **values)

        app.callback(
            help=purpose, epilog="\n".join(examples), invoke_without_command=True, cls=VerbGroup
        )(alone)
        return function

    return declare


def verbs() -> typer.Typer:
    """A Typer app for verbs that stand at the top level."""
    return typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False)
