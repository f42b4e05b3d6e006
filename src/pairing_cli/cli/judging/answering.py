"""`pairing inspection answer`: what was found at one of those inspected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging.inspection_columns import (
    TARGET_COLUMNS,
    score_text,
    target_row,
)
from pairing_cli.cli.pairings.record_params import (
    answer,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    pass


def answer_(
    ctx: typer.Context,
    ref: params.RefArg,
    mentee: Annotated[
        str,
        typer.Argument(
            metavar="MENTEE", autocompletion=kindergartens, help=N_("The mentee, or the county.")
        ),
    ],
    items: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ITEM=ANSWER...]", show_default=False, help=N_("yes, partly, no or na.")
        ),
    ] = None,
    note: Annotated[
        list[str] | None,
        typer.Option("--note", metavar="ITEM=TEXT", help=N_("What was seen; may be repeated.")),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day it was seen."))
    ] = None,
    feedback: Annotated[
        str | None,
        typer.Option("--feedback", metavar="TEXT", help=N_("What was said on the spot.")),
    ] = None,
    reply: Annotated[
        str | None, typer.Option("--reply", metavar="TEXT", help=N_("What they say to it."))
    ] = None,
    signed: Annotated[
        str | None, typer.Option("--signed", metavar="NAME", help=N_("Who signed for them."))
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="PATH", help=N_("Evidence; may be repeated.")),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Write down what was found at one of those inspected; answers given before are replaced."""
    from pairing_cli.services.judging.answering import Answers
    from pairing_cli.services.judging.answering import answer as write_down

    run = run_of(ctx)
    found = Answers(
        values=_pairs(items, N_("ITEM=ANSWER")),
        notes=_pairs(note, N_("ITEM=TEXT")),
        on=params.day(on, run.as_of),
        feedback=feedback,
        reply=reply,
        answered_for=signed,
        files=tuple(file or ()),
    )
    if not any((items, note, on, feedback, reply, signed, file)):
        raise UsageError("nothing-said", phrase("Say what was found: ITEM=yes|partly|no|na"))
    with run.writing("inspection answer", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        row = write_down(
            store, ref, mentee, found, chosen, run.as_of, correct=run.correction, database=run.path
        )
    message = phrase(
        "{mentee}: {score}; {unanswered} of {items} items not answered.",
        mentee=row.mentee_short,
        score=score_text(row) or phrase("no score yet"),
        unanswered=row.unanswered,
        items=len(row.answers),
    )
    return answer(message, Listing(TARGET_COLUMNS, [target_row(row)]), dry_run=dry_run)


def _pairs(typed: Sequence[str] | None, form: str) -> dict[str, str]:
    """What was typed as ITEM=TEXT, by item. Raises `UsageError`."""
    found: dict[str, str] = {}
    for each in typed or ():
        name, sign, text = each.replace("＝", "=").partition("=")
        if not sign or not name.strip():
            raise UsageError(
                "no-pair", phrase("“{text}” isn't {form}.", text=each, form=Phrase(form))
            )
        item, said = name.strip(), text.strip()
        if found.setdefault(item, said) != said:
            raise UsageError(
                "said-twice",
                phrase(
                    "{item} is said twice: {first}, {second}.",
                    item=item,
                    first=found[item],
                    second=said,
                ),
            )
    return found
