"""`export`: listings into files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    pass
from pairing_cli.cli.outgoing.listing_out import check_ending, write_out

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
            "--output", "-o", metavar="FILE", help=N_("A .xlsx, .csv, .tsv, .json or .md file.")
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
    check_ending(output)
    wanted = {"from_": from_, "to": to, "county": county, "mentor": mentor, "cycle": cycle}
    return write_out(_listing(ctx, listing, wanted), output, profile, run_of(ctx).reader())


def _visits(ctx: typer.Context, wanted: Mapping[str, Any]) -> Listing:
    """Streamed: a year's visits of a city are held in no memory at once."""
    from pairing_cli.cli.visits.visit import columns
    from pairing_cli.services.programme.cycles import find_cycle
    from pairing_cli.services.programme.forms import list_forms
    from pairing_cli.services.visits.visits import VisitFilter, stream_visits

    run: Run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, wanted["cycle"], run.as_of)
    span = params.span(wanted["from_"], wanted["to"], chosen.span, run.as_of)
    rows = stream_visits(
        store,
        chosen,
        VisitFilter(mentor=wanted["mentor"], county=wanted["county"], span=span),
    )
    return Listing(
        columns(_as_rows(list_forms(store))),
        rows,
        title=phrase("Visits of cycle {cycle}", cycle=chosen.code),
    )


def _as_rows(forms: Any) -> list[Any]:
    """Forms with the names that rows of visits have, which carry the words for the codes."""
    from types import SimpleNamespace

    return [SimpleNamespace(form=form.code, form_zh=form.zh, form_en=form.en) for form in forms]


def _schedule(ctx: typer.Context, wanted: Mapping[str, Any]) -> Listing:
    from pairing_cli.cli.reports.schedule import listing

    return listing(run_of(ctx), **wanted)


def _roster(ctx: typer.Context, wanted: Mapping[str, Any]) -> Listing:
    from pairing_cli.cli.kindergartens.kindergarten_roster import listing

    return listing(run_of(ctx), **wanted)


Maker = Callable[[typer.Context, Mapping[str, Any]], Listing]


def _register(module: str, function: str = "list_", **fixed: Any) -> Maker:
    """What a command of its own lists already, with options that are always given."""

    def listing(ctx: typer.Context, wanted: Mapping[str, Any]) -> Listing:
        made: Listing = getattr(import_module(f"pairing_cli.cli.{module}"), function)(
            ctx, **wanted, **fixed
        )
        return made

    return listing


_OF_PAIRINGS: Final = ("county", "mentor", "cycle")

LISTINGS: Final[Mapping[str, tuple[Maker, tuple[str, ...]]]] = {
    "list": (_register("pairings.pairings"), _OF_PAIRINGS),
    "visits": (_visits, ("from_", "to", *_OF_PAIRINGS)),
    "progress": (_register("reports.progress", "progress"), _OF_PAIRINGS),
    "schedule": (_schedule, ("from_", "to", *_OF_PAIRINGS)),
    "coverage": (_register("pairings.coverage", "coverage"), ("county", "cycle")),
    "kindergartens": (_register("kindergartens.kindergarten"), ("county", "cycle")),
    "roster": (_roster, _OF_PAIRINGS),
    "status": (_register("reports.status", "status", limit=sys.maxsize), _OF_PAIRINGS),
    "plans": (_register("plans.plan"), _OF_PAIRINGS),
    "agreements": (_register("papers.agreement"), _OF_PAIRINGS),
    "groups": (_register("papers.group"), _OF_PAIRINGS),
    "apprentices": (_register("papers.apprentice"), _OF_PAIRINGS),
    "needs": (_register("papers.need"), _OF_PAIRINGS),
    "problems": (_register("papers.problem"), _OF_PAIRINGS),
    "donations": (_register("papers.donation"), _OF_PAIRINGS),
    "documents": (_register("papers.document"), _OF_PAIRINGS),
    "indicators": (_register("owing.indicator"), ("cycle",)),
    "waivers": (_register("owing.waiver"), ("cycle",)),
    "rules": (_register("owing.rule"), ("cycle",)),
    "regions": (_register("programme.region"), ()),
    "forms": (_register("programme.form"), ()),
    "cycles": (_register("programme.cycle"), ()),
    "history": (_register("keeping.history", "history", all_=True), ()),
}
"""Name → what makes the listing, and the options that it knows."""

_OTHER_NAMES: Final[Mapping[str, str]] = {
    "pairings": "list",
    "visit": "visits",
    "kindergarten": "kindergartens",
}


def _listing(ctx: typer.Context, name: str, wanted: Mapping[str, Any]) -> Listing:
    name = _OTHER_NAMES.get(name, name)
    if name not in LISTINGS:
        raise UsageError(
            "no-such-listing",
            phrase("There is no listing called {name}.", name=name),
            hint=phrase("Listings: {names}", names=list(LISTINGS)),
        )
    make, known = LISTINGS[name]
    strange = [key for key, value in wanted.items() if value is not None and key not in known]
    if strange:
        raise UsageError(
            "option-not-for-listing",
            phrase(
                "{option} doesn't go with {name}.",
                option="--" + strange[0].rstrip("_"),
                name=name,
            ),
        )
    return make(ctx, {key: wanted[key] for key in known})
