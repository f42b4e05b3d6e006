"""The top of the tree: every command by name, and the options that hold for all."""

from __future__ import annotations

from typing import Annotated, ClassVar

import typer

from pairing_cli.cli.commands import CommandTree, Entry
from pairing_cli.domain.phrases import N_


class Root(CommandTree):
    """The commands of `pairing`."""

    sections: ClassVar = {
        N_("Every day"): {
            "log-visit": Entry("log_visit", N_("Record a visit for one or several mentees.")),
            "status": Entry("status", N_("What is missed, due, behind or missing.")),
            "schedule": Entry("schedule", N_("What is planned and owed, by date.")),
            "progress": Entry("progress", N_("What is owed, done and left.")),
            "why": Entry("why", N_("How one figure came about.")),
            "show": Entry("pairings", N_("Everything about one pairing.")),
            "list": Entry("pairings", N_("Who helps whom.")),
            "undo": Entry("history", N_("Take back the last command, or an earlier one.")),
            "redo": Entry("history", N_("Do again what undo took back.")),
            "history": Entry("history", N_("Who changed what, when and why.")),
        },
        N_("The cycle"): {
            "init": Entry("init", N_("Make the database and load the seed.")),
            "assign": Entry("assign", N_("Record who is to help whom.")),
            "reassign": Entry("assign", N_("Give a mentee another mentor.")),
            "unassign": Entry("assign", N_("End the pairing of a mentee.")),
            "coverage": Entry("coverage", N_("The state of every kindergarten.")),
            "cascade": Entry("coverage", N_("The tree from city to village, with its gaps.")),
            "summary": Entry("summary", N_("The cycle's or a term's summary.")),
        },
        N_("Files in and out"): {
            "import": Entry(
                "importing", N_("Take in a table of visits, kindergartens or paperwork.")
            ),
            "template": Entry("template", N_("A table to fill in, as .xlsx or .csv.")),
            "export": Entry("exporting", N_("Write a listing as .xlsx, .csv or .json.")),
        },
        N_("Registers"): {
            "visit": Entry("visit", N_("Visits: list, show, edit, confirm, cancel.")),
            "rule": Entry("rule", N_("Rules: what is owed, by which document.")),
            "waiver": Entry("waiver", N_("Waivers: excused, postponed, to be made up.")),
            "indicator": Entry("indicator", N_("Rates and numbers that mentees report.")),
            "plan": Entry("plan", N_("Plans: stages, tasks, and what is missing.")),
            "agreement": Entry("agreement", N_("Responsibility letters and agreements.")),
            "group": Entry("group", N_("Leading groups.")),
            "apprentice": Entry("apprentice", N_("Teacher pairs: who guides whom.")),
            "need": Entry("need", N_("Needs of mentees, and what answers them.")),
            "problem": Entry("problem", N_("Problems: raised, assigned, resolved.")),
            "donation": Entry("donation", N_("Donations: item, quantity, value.")),
            "document": Entry("document", N_("Files of evidence: add, list, archive, pack.")),
            "kindergarten": Entry("kindergarten", N_("Kindergartens and their figures.")),
            "region": Entry("region", N_("Cities, counties, townships, villages.")),
            "form": Entry("form", N_("Forms of activity.")),
            "cycle": Entry("cycle", N_("Cycles.")),
            "db": Entry("database", N_("The database file.")),
        },
    }


app = typer.Typer(
    name="pairing", cls=Root, rich_markup_mode=None, add_completion=True, no_args_is_help=False
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from pairing_cli import __version__

        typer.echo(f"pairing {__version__}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    help=N_("Kindergarten pairing assistance: who helps whom, what is owed, what is done."),
    epilog="pairing init\n"
    "pairing log-visit 隆子县 加查县 --form 送教下乡 --on 2022-04-12 --hours 4\n"
    "pairing progress\n"
    "pairing summary --as-of 2024-03-31",
)
def pairing(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=N_("Show the version.")
        ),
    ] = False,
) -> None:
    """Print the help where no command is given."""
    del version
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
