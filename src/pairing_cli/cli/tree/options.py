"""The options that every command takes, declared once and accepted after its name, too.

`pairing list --as-of 2022-06-30` is how people type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from pairing_cli.cli.context import Run
from pairing_cli.cli.tree.blanks import EnvironmentOption
from pairing_cli.cli.words import WordChoice
from pairing_cli.domain.phrases import N_

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
"""The formats of the contract, in the order of the help."""

TEXT = "text"
"""The format of a message to paste, which only some commands have."""


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
            type=WordChoice(["zh", "en"]),
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
            type=WordChoice(["auto", "always", "never"]),
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


def format_options(formats: Sequence[str]) -> list[click.Parameter]:
    """The options by which a command answers in another format."""

    def as_json(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
        run = ctx.find_object(Run)
        if value and run is not None:
            run.format = "json"
        return value

    return [
        click.Option(
            ["--format"],
            type=WordChoice(formats),
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


def correct_option() -> click.Option:
    """The option of every command that writes: to write into a closed cycle all the same."""
    return click.Option(
        ["--correct"],
        metavar="REASON",
        help=N_("Correct a closed cycle or a sealed inspection: why. What is frozen stays."),
        expose_value=False,
        callback=_remember("correction"),
    )
