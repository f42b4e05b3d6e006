"""`export`: listings into files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_out import ENDINGS, write_out
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.tree.groups import CommandTree
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.registry import RECORDS
from pairing_cli.output.listing import Done, Listing

app = verbs()


@command(
    app,
    "export",
    N_("Write a listing as .xlsx, .csv or .json."),
    "pairing export visits -o 2022春活动.xlsx --from 2022-03-01 --to 2022-07-15",
    "pairing export progress -o 进度.xlsx --as-of 2022-06-30",
    "pairing export kindergartens -o roster.csv --profile public",
)
def export(
    ctx: typer.Context,
    listing: Annotated[
        str,
        typer.Argument(
            metavar="LISTING",
            help=N_("visits, progress, needs …: any listing; a wrong name tells them all."),
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(*ENDINGS, tells=True),
            help=N_("A .xlsx, .csv, .tsv, .json or .md file."),
        ),
    ],
    profile: Annotated[
        Audience,
        typer.Option(
            "--profile",
            metavar="PROFILE",
            help=N_("For whom: public, internal (no phones) or archive (everything)."),
        ),
    ] = Audience.INTERNAL,
    from_: params.From = None,
    to: params.To = None,
    county: params.County = None,
    mentor: params.Mentor = None,
    cycle: params.Cycle = None,
) -> Done:
    """Write a listing to a file, complete or not at all."""
    wanted = {"from_": from_, "to": to, "county": county, "mentor": mentor, "cycle": cycle}
    return write_out(_listing(ctx, listing, wanted), output, profile, run_of(ctx).reader())


def _listing(ctx: typer.Context, name: str, wanted: Mapping[str, Any]) -> Listing:
    from pairing_cli.cli.outgoing.listing_makers import make_listing, options_of

    tree = ctx.find_root().command
    assert isinstance(tree, CommandTree)  # noqa: S101 - the top of every command line
    known = tree.exports()
    name = _called(name, known)
    if name not in known:
        raise UsageError(
            "no-such-listing",
            phrase("There is no listing called {name}.", name=name),
            hint=phrase("Listings: {names}", names=list(known)),
        )
    known[name].load_exports()
    options = options_of(name)
    strange = [key for key, value in wanted.items() if value is not None and key not in options]
    if strange:
        raise UsageError(
            "option-not-for-listing",
            phrase(
                "{option} doesn't go with {name}.",
                option="--" + strange[0].rstrip("_"),
                name=name,
            ),
        )
    return make_listing(name, ctx, {key: wanted[key] for key in options})


_LISTED_AS: Final = {"pairings": "list", "apprenticeships": "apprentices"}
"""Records whose listing has the name of its command."""


def _called(word: str, known: Collection[str]) -> str:
    """The name of the listing that `word` means: its own, or what its records are called."""
    if word in known:
        return word
    found = (_LISTED_AS.get(each.name, each.name) for each in RECORDS.values() if each.means(word))
    return next((name for name in found if name in known), word)
