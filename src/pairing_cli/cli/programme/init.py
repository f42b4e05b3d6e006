"""`init`: make the database and load the seed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import InputMissing
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Done, Facts, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing_cli.files.seed.seed import Seed
    from pairing_cli.services.keeping.scheme.seed_update import Difference
    from pairing_cli.services.keeping.scheme.seeding import Added

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
    "pairing init my-city.yaml --update --dry-run",
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
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help=N_("Apply what was edited in the seed to a database made from it."),
        ),
    ] = False,
    dry_run: params.DryRun = False,
) -> Done:
    """Make the database and load the seed; on an existing one, add what is missing and say what
    the seed has otherwise.
    """
    from pairing_cli.files.seed.seed import read_seed
    from pairing_cli.services.keeping.invariants import broken_rules, check_rules
    from pairing_cli.services.keeping.scheme.seed_update import differences
    from pairing_cli.services.keeping.scheme.seeding import default_seed, sow
    from pairing_cli.store.file import is_there

    run = run_of(ctx)
    if copy_seed is not None:
        return _copy_seed(copy_seed)
    path = run.path
    programme = read_seed(seed or default_seed())
    if is_there(path):
        if update:
            return _update(run, programme, dry_run=dry_run)
        with run.writing("init", dry_run=dry_run) as store:
            before = list(broken_rules(store))
            differing = differences(store, programme)
            added = sow(store, programme)
            check_rules(store, before)
        done = Done(_added_to(path, added, dry_run), rows=Facts(COLUMNS, added))
        return done._replace(notes=_differing(differing, seed))
    if update:
        raise nothing_to_update(path)
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


def nothing_to_update(path: Path) -> InputMissing:
    """The refusal of --update where there is no database yet."""
    return InputMissing(
        "no-database",
        phrase("There is no database at {path} to update.", path=str(path)),
        hint=phrase("Without --update it is made."),
    )


def _update(run: Run, programme: Seed, *, dry_run: bool) -> Done:
    from pairing_cli.services.keeping.scheme.seed_update import UPDATE, update

    with (
        run.writing(UPDATE, dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        updated = update(store, programme)
    message = phrase(
        "Applied the seed: {changed} fields changed, {added} rows added, {conflicts} conflicts left"
        " as they are.",
        changed=len(updated.changed),
        added=updated.added.total,
        conflicts=len(updated.conflicts),
    )
    data = {
        "changed": [each._asdict() for each in updated.changed],
        "conflicts": [each._asdict() for each in updated.conflicts],
        "added": {column.key: getattr(updated.added, column.key) for column in COLUMNS},
    }
    told = tuple(each.told for each in (*updated.changed, *updated.conflicts))
    done = written(message, Report(data, ()), dry_run=dry_run, notes=told)
    if not updated.conflicts:
        return telling(done, found)
    wrote = updated.changed or updated.added.total
    back = (done.hint,) if done.hint and (wrote or dry_run) else ()
    settle = phrase(
        "Settle a conflict with its own command, or write in the file what stands here."
    )
    return telling(done, found)._replace(exit_code=1, hint=None, notes=(*told, settle, *back))


def _differing(found: Sequence[Difference], seed: Path | None) -> tuple[Phrase, ...]:
    """What the seed has otherwise than the database, and how to apply it."""
    if not found:
        return ()
    heading = phrase_n(
        "{count} field is another in the seed:",
        "{count} fields are others in the seed:",
        len(found),
    )
    how = phrase(
        "To apply what nobody has changed since: {command}",
        command=f"pairing init {as_word(seed)} --update" if seed else "pairing init --update",
    )
    return (heading, *(each.told for each in found), how)


def _copy_seed(target: Path) -> Done:
    from pairing_cli.output.formats import write_text
    from pairing_cli.services.keeping.scheme.seeding import default_seed

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
