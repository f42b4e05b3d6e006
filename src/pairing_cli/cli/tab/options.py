"""The options of the program that set up completion."""

from __future__ import annotations

from typing import Any

import click
import typer

from pairing_cli.domain.phrases import N_, phrase


def completion_options() -> list[click.Parameter]:
    """`--install-completion` and `--show-completion`, each with a shell or for the one in use."""
    from pairing_cli.cli.tab.scripts import CURRENT

    def option(name: str, text: str, callback: Any) -> click.Option:
        return click.Option(
            [name],
            metavar="SHELL",
            is_flag=False,
            flag_value=CURRENT,
            help=text,
            expose_value=False,
            is_eager=True,
            callback=callback,
        )

    return [
        option(
            "--install-completion",
            N_("Have the Tab key complete commands and names: bash, zsh, fish or powershell."),
            _install,
        ),
        option(
            "--show-completion", N_("Show the script for that, to put it in place by hand."), _show
        ),
    ]


def _install(ctx: click.Context, _param: click.Parameter, shell: str | None) -> None:
    if not shell or ctx.resilient_parsing:
        return
    from pairing_cli.cli.tab.scripts import install
    from pairing_cli.output.language import translate

    name, path = install(shell)
    typer.echo(
        translate(
            phrase(
                "The Tab key completes in {shell} from the next terminal on: {path}",
                shell=name,
                path=str(path),
            )
        )
    )
    ctx.exit()


def _show(ctx: click.Context, _param: click.Parameter, shell: str | None) -> None:
    if not shell or ctx.resilient_parsing:
        return
    from pairing_cli.cli.tab.scripts import script_for

    typer.echo(script_for(shell), nl=False)
    ctx.exit()
