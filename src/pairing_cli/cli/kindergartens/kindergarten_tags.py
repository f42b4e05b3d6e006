"""`kindergarten tag`: what one asks for, and what one is strong in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import Name
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.vocabulary import GOALS, TAG_KINDS, TagKind
from pairing_cli.output.listing import Column, Done, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pairing_cli.services.kindergartens.tags import TagRow
    from pairing_cli.services.programme.forms import FormRow


def tag(
    ctx: typer.Context,
    name: Name,
    kind: Annotated[
        TagKind | None,
        typer.Argument(metavar="[need|strength]", show_default=False, help=N_("Which of both.")),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[GOAL|FORM]...",
            show_default=False,
            help=N_("Aims of the scheme or forms of activity."),
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take these away."))] = False,
    dry_run: params.DryRun = False,
) -> Done | Listing:
    """Record what a kindergarten asks for or is strong in; by its name alone, list that."""
    from pairing_cli.services.kindergartens.tags import list_tags

    run = run_of(ctx)
    if kind is None or not words:
        if kind is not None or remove:
            raise UsageError(
                "no-tag",
                phrase("Name an aim of the scheme or a form of activity."),
                hint=phrase("Such as: pairing kindergarten tag {name} need teachers", name=name),
            )
        return _listing(list_tags(run.reader(), name))
    from pairing_cli.services.kindergartens.tag_edit import tag_kindergarten

    with run.writing("kindergarten tag", dry_run=dry_run) as store:
        found, changed = tag_kindergarten(store, name, kind, words, remove=remove)
        rows = _listing(list_tags(store, name))
    values = {"name": found, "kind": TAG_KINDS[kind]}
    message = (
        phrase_n(
            "{name}: {count} taken away ({kind}).",
            "{name}: {count} taken away ({kind}).",
            changed,
            **values,
        )
        if remove
        else phrase_n(
            "{name}: {count} added ({kind}).", "{name}: {count} added ({kind}).", changed, **values
        )
    )
    return written(message, rows, dry_run=dry_run)


def tag_columns(forms: Iterable[FormRow]) -> tuple[Column, Column]:
    """The tags of one kindergarten, beside what else is known of it."""
    labels = {**GOALS, **{form.code: Label(form.zh, form.en) for form in forms}}
    return (
        Column("needs", TAG_KINDS[TagKind.NEED], labels=labels),
        Column("strengths", TAG_KINDS[TagKind.STRENGTH], labels=labels),
    )


def _listing(rows: list[TagRow]) -> Listing:
    labels = {row.tag: Label(row.label_zh, row.label_en) for row in rows}
    return Listing(
        (
            Column("kindergarten", N_("Kindergarten")),
            Column("kind", N_("Kind"), labels=TAG_KINDS),
            Column("tag", N_("What"), labels=labels),
        ),
        rows,
        empty=phrase("Neither needs nor strengths are on record."),
    )
