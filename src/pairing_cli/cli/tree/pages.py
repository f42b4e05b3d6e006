"""A command and its page of help, in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import click
from typer.core import TyperCommand

from pairing_cli.cli.clearing import add_clear
from pairing_cli.cli.context import Run
from pairing_cli.cli.outputs import add_output_flags, check_outputs, show_page
from pairing_cli.cli.tree.blanks import check_none_blank
from pairing_cli.cli.tree.chinese_names import take_chinese_options
from pairing_cli.cli.tree.options import (
    FORMATS,
    TEXT,
    correct_option,
    format_options,
    shared_options,
)
from pairing_cli.cli.tree.placeholders import say_placeholders
from pairing_cli.cli.words import accept_words
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import N_, Label, Phrase
from pairing_cli.output.listing import Done, Listing, Screen


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


class Page:
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


class Command(Page, TyperCommand):
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
            self.params.append(correct_option())
        if self.clears:
            add_clear(self, self.clears)
        self.params += [*format_options(self.formats), *shared_options(hidden=True)]
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
        if run is None:
            return result
        if names:
            from pairing_cli.cli.narrowing import said_narrowed

            result = said_narrowed(result, names)
        if run.left_as_it_was and isinstance(result, Done):
            from pairing_cli.cli.results import so_already

            return so_already(result)
        if run.moved and isinstance(result, Done):
            result = result._replace(notes=(*result.notes, *run.moved))
        if ctx.params.get("cycle", "") is not None:
            return result
        if run.went is not None and isinstance(result, Done):
            return result._replace(notes=(*result.notes, run.went))
        if run.also_open is not None and isinstance(result, Done | Listing | Screen):
            from pairing_cli.cli.other_cycles import with_note

            return with_note(result, run.also_open)
        return result


class TextCommand(Command):
    """A command that can also answer with a text to paste."""

    formats = (*FORMATS, TEXT)
