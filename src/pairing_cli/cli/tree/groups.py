"""Groups of commands, and how one is found by its name.

Building every command to run one costs more than running it, so a command is built when it is
asked for: the help page of the root takes names and purposes from a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from gettext import gettext
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import click
import typer
from typer.core import TyperGroup

from pairing_cli.cli.context import Run
from pairing_cli.cli.outputs import add_output_flags, check_outputs, show_page
from pairing_cli.cli.tab.options import completion_options
from pairing_cli.cli.tree.chinese_names import command_meant, commands_in_chinese, shown_commands
from pairing_cli.cli.tree.options import FORMATS, format_options, shared_options
from pairing_cli.cli.tree.pages import Page, localise
from pairing_cli.cli.usage import unknown_command
from pairing_cli.cli.words import accept_words
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.language import language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Entry(NamedTuple):
    """A command or group at the top level: where it is and what it is for."""

    module: str
    purpose: str
    exports: tuple[str, ...] = ()
    """The listings of its module that `export` writes."""
    exports_in: tuple[str, ...] = ()
    """Modules besides that have some of these."""

    def load(self) -> typer.Typer:
        """The Typer app of its module."""
        app: typer.Typer = import_module(f"pairing_cli.cli.{self.module}").app
        return app

    def load_exports(self) -> None:
        """Load all that makes its listings."""
        for module in (self.module, *self.exports_in):
            import_module(f"pairing_cli.cli.{module}")


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


def built(app: typer.Typer, name: str) -> click.Command | None:
    """The command or group of this name that an app declares, and nothing else of the app."""
    for declared in app.registered_commands:
        if declared.name == name:
            return typer.main.get_command(_only(app, [declared]))
    for below in app.registered_groups:
        if below.name == name and below.typer_instance is not None:
            return group_of(below.typer_instance, name)
    return None


def group_of(app: typer.Typer, name: str) -> click.Command:
    """The group that an app is; a command of it is built when it is asked for."""
    group: Any = typer.main.get_group(_only(app, [], callback=True))
    group.name, group.app = name, app
    return group  # type: ignore[no-any-return]


def _only(app: typer.Typer, declared: Sequence[Any], *, callback: bool = False) -> typer.Typer:
    """An app like this one that declares these commands only."""
    part = copy(app)
    part.registered_commands, part.registered_groups = list(declared), []
    if not callback:
        part.registered_callback = None
    return part


class Group(_Finding, Page, TyperGroup):
    """A register: a noun with its commands."""

    app: typer.Typer
    """What declares its commands."""

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
                [(shown[name], self._help_of(ctx, name)) for name in self.list_commands(ctx)]
            )

    def _help_of(self, ctx: click.Context, name: str) -> str:
        found = self.get_command(ctx, name)
        return (found.help if found else None) or ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of their declaration."""
        del ctx
        names = [each.name for each in self.app.registered_commands]
        names += [each.name for each in self.app.registered_groups]
        return [name for name in names if name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, built once."""
        del ctx
        if cmd_name not in self.commands and (found := built(self.app, cmd_name)) is not None:
            self.commands[cmd_name] = found
        return self.commands.get(cmd_name)


class VerbGroup(Group):
    """A verb that also has commands below it: `summary`, and `summary note`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "invoke_without_command": True})
        add_output_flags(self)
        accept_words(self)
        self.params += format_options(FORMATS)
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


class CommandTree(_Finding, Page, TyperGroup):
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
        """The command of this name, built once, from the module that declares it."""
        del ctx
        entry = self.entry(cmd_name)
        if entry is not None and cmd_name not in self.commands:
            app = entry.load()
            found = built(app, cmd_name) or group_of(app, cmd_name)
            if found.help is None:
                found.help = entry.purpose
                localise(found)
            self.commands[cmd_name] = found
        return self.commands.get(cmd_name)

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
