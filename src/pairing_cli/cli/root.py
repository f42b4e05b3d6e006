"""The top of the tree: every command by name, and the options that hold for all."""

from __future__ import annotations

from functools import cache
from typing import Annotated, ClassVar

import click
import typer

from pairing_cli.cli.tree.groups import CommandTree, Entry
from pairing_cli.domain.phrases import N_
from pairing_cli.output.language import language


class Root(CommandTree):
    """The commands of `pairing`."""

    sections: ClassVar = {
        N_("Every day"): {
            "log-visit": Entry(
                "visits.log_visit", N_("Record a visit for one or several mentees.")
            ),
            "log": Entry("visits.log", N_("Record a visit in your own words.")),
            "status": Entry(
                "reports.status",
                N_("Who needs attention, and what waits for a decision."),
                exports=("status",),
            ),
            "schedule": Entry(
                "reports.schedule", N_("What is planned and owed, by date."), exports=("schedule",)
            ),
            "progress": Entry(
                "reports.progress",
                N_("What is owed, done and left."),
                exports=("progress", "goals", "directions"),
                exports_in=("reports.balance",),
            ),
            "brief": Entry("reports.brief", N_("What to know before a visit, on one page.")),
            "remind": Entry("reports.remind", N_("Texts to paste, one for each who owes.")),
            "why": Entry("reports.why", N_("How one figure came about.")),
            "show": Entry("reports.show", N_("Everything about one pairing.")),
            "list": Entry("pairings.pairings", N_("Who helps whom."), exports=("list",)),
            "undo": Entry("keeping.history", N_("Take back the last command, or an earlier one.")),
            "redo": Entry("keeping.history", N_("Do again what undo took back.")),
            "history": Entry(
                "keeping.history", N_("Who changed what, when and why."), exports=("history",)
            ),
        },
        N_("The cycle"): {
            "init": Entry("programme.init", N_("Make the database and load the seed.")),
            "suggest": Entry(
                "matching.suggest", N_("The best arrangement: who should help whom, and why.")
            ),
            "assign": Entry("pairings.assign", N_("Record who is to help whom.")),
            "reassign": Entry("pairings.assign", N_("Give a mentee another mentor.")),
            "unassign": Entry("pairings.assign", N_("End the pairing of a mentee.")),
            "coverage": Entry(
                "pairings.coverage", N_("The state of every kindergarten."), exports=("coverage",)
            ),
            "cascade": Entry(
                "pairings.coverage", N_("The tree from city to village, with its gaps.")
            ),
            "summary": Entry("reports.summaries.summary", N_("The cycle's or a term's summary.")),
        },
        N_("Files in and out"): {
            "import": Entry(
                "intake.importing", N_("Take in a table of visits, kindergartens or paperwork.")
            ),
            "template": Entry("intake.template", N_("A table to fill in, as .xlsx or .csv.")),
            "export": Entry("reports.exporting", N_("Write a listing as .xlsx, .csv or .json.")),
        },
        N_("Registers"): {
            "visit": Entry(
                "visits.visit",
                N_("Visits: list, show, edit, confirm, cancel."),
                exports=("visits", "people"),
            ),
            "rule": Entry(
                "owing.rule", N_("Rules: what is owed, by which document."), exports=("rules",)
            ),
            "waiver": Entry(
                "owing.waiver",
                N_("Waivers: excused, postponed, to be made up."),
                exports=("waivers",),
            ),
            "indicator": Entry(
                "owing.indicator",
                N_("Rates and numbers that mentees report."),
                exports=("indicators",),
            ),
            "plan": Entry(
                "plans.plan", N_("Plans: stages, tasks, and what is missing."), exports=("plans",)
            ),
            "agreement": Entry(
                "papers.agreement",
                N_("Responsibility letters and agreements."),
                exports=("agreements",),
            ),
            "group": Entry("papers.group", N_("Leading groups."), exports=("groups",)),
            "apprentice": Entry(
                "papers.apprentice", N_("Teacher pairs: who guides whom."), exports=("apprentices",)
            ),
            "need": Entry(
                "papers.need", N_("Needs of mentees, and what answers them."), exports=("needs",)
            ),
            "problem": Entry(
                "papers.problem", N_("Problems: raised, assigned, resolved."), exports=("problems",)
            ),
            "donation": Entry(
                "papers.donation", N_("Donations: item, quantity, value."), exports=("donations",)
            ),
            "secondment": Entry(
                "papers.secondment",
                N_("Secondments: who works at the other side, from when until when."),
                exports=("secondments",),
            ),
            "circle": Entry(
                "programme.circle",
                N_("Circles: kindergartens under one head, with rules of their own."),
                exports=("circles",),
            ),
            "document": Entry(
                "papers.document",
                N_("Files of evidence: add, list, archive, pack."),
                exports=("documents",),
            ),
            "inspection": Entry(
                "judging.inspection",
                N_("Inspections: draw, look, find, mend, look again."),
                exports=("inspections", "findings"),
            ),
            "bulletin": Entry(
                "judging.bulletin",
                N_("Bulletins: draw up, publish, compare, check."),
                exports=("bulletins",),
            ),
            "assessment": Entry(
                "honours.assessment",
                N_("Joint scoring of both partners."),
                exports=("assessment",),
            ),
            "commendation": Entry(
                "honours.commendation",
                N_("Commendation, promotion, re-evaluation."),
                exports=("commendations",),
            ),
            "experience": Entry(
                "honours.experience",
                N_("Summaries, lessons learnt, cases, own courses and shared materials."),
                exports=("experiences",),
            ),
            "showcase": Entry(
                "honours.showcase",
                N_("Showcases: who shows what, and who is missing."),
                exports=("showcases",),
            ),
            "kindergarten": Entry(
                "kindergartens.kindergarten",
                N_("Kindergartens and their figures."),
                exports=("kindergartens", "roster", "kindergarten-statuses"),
            ),
            "backbone": Entry(
                "kindergartens.backbone",
                N_("Backbone teachers, at which level and of which kindergarten."),
                exports=("backbone",),
            ),
            "travel": Entry("matching.travel", N_("Distances between kindergartens.")),
            "region": Entry(
                "programme.region",
                N_("Cities, counties, townships, villages."),
                exports=("regions",),
            ),
            "form": Entry("programme.form", N_("Forms of activity."), exports=("forms",)),
            "cycle": Entry("programme.cycle", N_("Cycles."), exports=("cycles",)),
            "config": Entry(
                "keeping.config", N_("Saved defaults: county, mentor, language, actor.")
            ),
            "layer": Entry(
                "programme.layer",
                N_("Layers: how many mentees one mentor has."),
                exports=("layers",),
            ),
            "exemption": Entry(
                "programme.exemption",
                N_("Counties without an arrangement of their own."),
                exports=("exemptions",),
            ),
            "db": Entry("keeping.database", N_("The database file.")),
        },
    }


app = typer.Typer(
    name="pairing", cls=Root, rich_markup_mode=None, add_completion=False, no_args_is_help=False
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


def command_tree() -> click.Command:
    """All commands, their help in the language in force; built when first asked for."""
    return _tree_in(language())


@cache
def _tree_in(_language: str) -> click.Command:
    return typer.main.get_command(app)
