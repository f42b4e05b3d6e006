"""`form`: the vocabulary in which visits are logged."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.programme import (
    CHINESE,
    CODE,
    ENGLISH,
    FORM_DIRECTION,
    OTHER_WORDS,
    VALID_FROM,
    VALID_TO,
)
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.output.listing import Done, Listing, column

app = noun(N_("Forms of activity."))

COLUMNS = (
    column(CODE),
    column(CHINESE),
    column(ENGLISH),
    column(FORM_DIRECTION),
    column(OTHER_WORDS),
    column(VALID_FROM),
    column(VALID_TO),
)

Form = Annotated[
    str, typer.Argument(metavar="CODE", help=N_("The form: its code or any word for it."))
]


@exported("forms")
@command(app, "list", N_("All forms, with the words for them."), "pairing form list")
def list_(ctx: typer.Context) -> Listing:
    """All forms, with the words for them."""
    from pairing_cli.services.programme.forms import list_forms

    rows = list_forms(run_of(ctx).reader())
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Forms of activity"),
        notes=(phrase_n("{count} form.", "{count} forms.", len(rows)),) if rows else (),
        empty=phrase("No forms."),
    )


@command(
    app,
    "add",
    N_("Add a form of activity."),
    "pairing form add story_telling --zh 故事会 --en storytelling --direction to_mentee"
    " --alias 讲故事",
)
def add(
    ctx: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="CODE", help=N_("Small letters, digits and _: story_telling.")),
    ],
    zh: Annotated[str, typer.Option("--zh", metavar="NAME", help=N_("Its name in Chinese."))],
    direction: Annotated[
        Direction,
        typer.Option(
            "--direction",
            metavar="DIRECTION",
            help=N_("Who travels, as a rule: to_mentee, to_mentor, joint or online."),
        ),
    ],
    en: Annotated[
        str | None,
        typer.Option("--en", metavar="NAME", help=N_("Its name in English (default: the code).")),
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="WORD", help=N_("Another name; may be repeated.")),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=N_("In use from this day (default: always).")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Add a form of activity."""
    from pairing_cli.services.programme.form_edit import NewForm, add_form

    run = run_of(ctx)
    new = NewForm(
        code, zh, direction, en, tuple(alias or ()), valid_from=params.day(from_, run.as_of)
    )
    with run.writing("form add", dry_run=dry_run) as store:
        row = add_form(store, new)
    message = phrase("Added the form {form} ({code}).", form=row.zh, code=row.code)
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "alias",
    N_("Give a form another word."),
    "pairing form alias lesson_delivery 送课下乡",
)
def alias_(
    ctx: typer.Context,
    form: Form,
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help=N_("What people call it."))],
    dry_run: params.DryRun = False,
) -> Done:
    """Give a form another word. One word means one form."""
    from pairing_cli.services.programme.form_edit import add_form_aliases

    run = run_of(ctx)
    with run.writing("form alias", dry_run=dry_run) as store:
        row = add_form_aliases(store, form, words)
    message = phrase(
        "{words} now means the form {form} ({code}).",
        words=tuple(words),
        form=row.zh,
        code=row.code,
    )
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take a form out of use from a day on."),
    "pairing form remove donation --reason 不再开展 --on 2023-08-31",
)
def remove(
    ctx: typer.Context,
    form: Form,
    reason: params.Reason,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The last day (default: today).")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a form out of use; the visits logged in it stay."""
    from pairing_cli.services.programme.form_edit import end_form

    run = run_of(ctx)
    with run.writing("form remove", reason=reason, dry_run=dry_run) as store:
        row = end_form(store, form, params.day(on, run.as_of) or run.as_of)
    message = phrase(
        "The form {form} ({code}) is in use until {day}.",
        form=row.zh,
        code=row.code,
        day=row.valid_to,
    )
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run)
