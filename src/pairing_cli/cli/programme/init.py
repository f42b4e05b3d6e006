"""`init`: make the database and load the seed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Done, Facts

if TYPE_CHECKING:
    from pairing_cli.services.keeping.seeding import Added

app = verbs()

COLUMNS = (
    Column("cycles", N_("Cycles"), right=True),
    Column("terms", N_("Terms"), right=True),
    Column("regions", N_("Regions"), right=True),
    Column("forms", N_("Forms"), right=True),
    Column("layers", N_("Layers"), right=True),
    Column("kindergartens", N_("Kindergartens"), right=True),
    Column("pairings", N_("Pairings"), right=True),
    Column("exemptions", N_("Exemptions"), right=True),
    Column("rule_packs", N_("Rule packs"), right=True),
)


@command(
    app,
    "init",
    N_("Make the database and load the seed."),
    "pairing init",
    "pairing init --copy-seed my-city.yaml",
    "pairing init my-city.yaml",
    "pairing init --db /mnt/share/pairing.db",
)
def init(
    ctx: typer.Context,
    seed: Annotated[
        Path | None,
        typer.Argument(
            metavar="[SEED.yaml]",
            show_default=False,
            help=N_("The programme to load (default: Shannan 2022-2024, which comes along)."),
        ),
    ] = None,
    copy_seed: Annotated[
        Path | None,
        typer.Option(
            "--copy-seed",
            metavar="FILE",
            click_type=OutputType(".yaml", ".yml"),
            help=N_("Only write the seed that comes along to a file, to be made your own."),
        ),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Make the database and load the seed; on an existing one, add what is missing."""
    from pairing_cli.files.seed.seed import read_seed
    from pairing_cli.services.keeping.seeding import default_seed, sow
    from pairing_cli.store.file import is_there

    run = run_of(ctx)
    if copy_seed is not None:
        return _copy_seed(copy_seed)
    path = run.path
    programme = read_seed(seed or default_seed())
    if is_there(path):
        with run.writing("init", dry_run=dry_run) as store:
            added = sow(store, programme)
        return Done(_added_to(path, added, dry_run), rows=Facts(COLUMNS, added))
    from pairing_cli.store.migrations import new_file

    with new_file(path, keep=not dry_run) as draft:
        fresh = Run(stderr=run.stderr, real_today=run.real_today, db=str(draft))
        fresh.actor_text = run.actor
        with fresh.writing("init") as store:
            added = sow(store, programme)
    message = (
        phrase("The seed is in order; {path} was not made.", path=str(path))
        if dry_run
        else phrase(
            "Made {path}: {kindergartens} kindergartens, {pairings} pairings, {exemptions}"
            " exemptions.",
            path=str(path),
            kindergartens=added.kindergartens,
            pairings=added.pairings,
            exemptions=added.exemptions,
        )
    )
    return Done(message, rows=Facts(COLUMNS, added))


def _copy_seed(target: Path) -> Done:
    from pairing_cli.output.formats import write_text
    from pairing_cli.services.keeping.seeding import default_seed

    write_text(default_seed().read_text(encoding="utf-8"), target)
    return Done(
        phrase("Wrote {path}.", path=str(target)),
        hint=phrase("Make it your own, then: pairing init {path}", path=as_word(target)),
    )


def _added_to(path: Path, added: Added, dry_run: bool) -> Phrase:
    if added.total == 0:
        return phrase("{path} has everything already; nothing was changed.", path=str(path))
    if dry_run:
        return phrase("{count} rows are missing in {path}.", count=added.total, path=str(path))
    return phrase("Added {count} missing rows to {path}.", count=added.total, path=str(path))
