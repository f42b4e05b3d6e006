"""The commands of a plain register: made from the fields that its class declares.

`plain_register` makes list, show, add, edit and remove. A register with more to it leaves out
the verb that differs and writes that one itself, as any other command.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    MenteeArg,
    MenteeFilter,
    ReasonOption,
    answer,
    list_scope,
    removed,
)
from pairing_cli.cli.tree.pages import Command
from pairing_cli.cli.words import WordChoice
from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.records.plain import PairingRecord
from pairing_cli.domain.records.record import Record
from pairing_cli.output.listing import Done, Facts, Listing, columns

PURPOSES: Final = {
    "add": N_("Record {one}."),
    "list": N_("{many} of the cycle, by date."),
    "show": N_("One {noun}{measure}, in full."),
    "edit": N_("Correct {one}."),
    "remove": N_("Take {one} off the lists."),
}
"""What each verb is for; the nouns are filled in."""

Verb = Callable[..., Any]


def plain_register(kind: type[PairingRecord], *, without: Iterable[str] = ()) -> typer.Typer:
    """The noun of a plain register with its verbs, but for those `without`."""
    app = noun()
    made = {"add": _add, "list": _list, "show": _show, "edit": _edit, "remove": _remove}
    for name, make in made.items():
        if name not in without:
            optional = [each for each in kind.written if each.help and not each.required]
            clears = optional if name == "edit" else ()
            plain_verb(app, kind.record, name, *_examples(kind, name), clears=clears)(make(kind))
    return app


def plain_verb(
    app: typer.Typer, record: Record, name: str, *examples: str, clears: Sequence[Field] = ()
) -> Callable[[Verb], Verb]:
    """Declare a verb whose purpose is what it is for any record."""
    words = {
        "one": record.noun.one,
        "many": record.noun.plural_title,
        "noun": record.noun.label,
        "measure": record.noun.measure_word,
    }
    named = type("Command", (Command,), {"words": words})
    return command(app, name, PURPOSES[name], *examples, cls=named, clears=clears)


def list_plain(
    kind: type[PairingRecord],
    ctx: typer.Context,
    *,
    mentee: str | None = None,
    mentor: str | None = None,
    county: str | None = None,
    every: bool = False,
    cycle: str | None = None,
    keep: Callable[[Any], bool] = lambda _row: True,
) -> Listing:
    """The records of a cycle that `keep` wants."""
    from pairing_cli.services.pairings.plain_records import list_records

    scope = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_records(scope.store, kind, scope.cycle, scope.wanted, scope.as_of)
    wanted = [row for row in rows if keep(row)]
    words = kind.record.noun
    return Listing(
        columns(kind.columns),
        wanted,
        title=phrase("{many} of cycle {cycle}", many=words.plural_title, cycle=scope.cycle.code),
        notes=(kind.total(wanted),) if wanted else (),
        empty=phrase("No {many}.", many=words.plural),
    )


def _list(kind: type[PairingRecord]) -> Verb:
    def list_(
        ctx: typer.Context,
        mentee: MenteeFilter = None,
        mentor: params.Mentor = None,
        county: params.County = None,
        every: AllOption = False,
        cycle: params.Cycle = None,
    ) -> Listing:
        return list_plain(
            kind, ctx, mentee=mentee, mentor=mentor, county=county, every=every, cycle=cycle
        )

    return exported(kind.record.name)(list_)


def _show(kind: type[PairingRecord]) -> Verb:
    def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
        from pairing_cli.services.pairings.plain_records import show_record

        run = run_of(ctx)
        row = show_record(run.reader(), kind, ref, run.as_of)
        title = phrase("{noun} {ref}", noun=kind.record.noun.title, ref=row.ref)
        return Facts(columns(kind.columns), row, title=title)

    return show


def _add(kind: type[PairingRecord]) -> Verb:
    def add(
        ctx: typer.Context,
        mentee: MenteeArg,
        cycle: params.CycleOfDay = None,
        dry_run: params.DryRun = False,
        **fields: Any,
    ) -> Done:
        from pairing_cli.services.pairings.plain_record_edit import add_record
        from pairing_cli.services.programme.cycles import cycle_to_write

        run = run_of(ctx)
        values = _values(kind, run, fields)
        with run.writing(f"{_command(kind)} add", dry_run=dry_run) as store:
            chosen = cycle_to_write(store, cycle, values.get(kind.day.key) or run.as_of)
            row = add_record(store, kind, mentee, values, chosen, as_of=run.as_of, today=run.today)
        return _answer(N_("Recorded {noun} {ref}: {of}."), kind, row, dry_run=dry_run)

    return _with_options(add, kind, adding=True)


def _edit(kind: type[PairingRecord]) -> Verb:
    def edit(
        ctx: typer.Context,
        ref: params.RefArg,
        reason: ReasonOption = None,
        dry_run: params.DryRun = False,
        **fields: Any,
    ) -> Done:
        from pairing_cli.services.pairings.plain_record_edit import edit_record
        from pairing_cli.services.programme.clearing import clear_fields

        run = run_of(ctx)
        values = _values(kind, run, fields)
        with run.writing(f"{_command(kind)} edit", reason=reason, dry_run=dry_run) as store:
            clear_fields(store, kind.record, ref, cleared(ctx))
            row = edit_record(store, kind, ref, values, as_of=run.as_of, today=run.today)
        message = N_("Changed {noun} {ref}: {of}.")
        return _answer(message, kind, row, dry_run=dry_run)

    return _with_options(edit, kind, adding=False)


def _remove(kind: type[PairingRecord]) -> Verb:
    def remove(
        ctx: typer.Context,
        ref: params.RefArg,
        reason: params.Reason,
        dry_run: params.DryRun = False,
    ) -> Done:
        from pairing_cli.services.pairings.plain_records import show_record

        run = run_of(ctx)
        return removed(
            run,
            kind.record,
            f"{_command(kind)} remove",
            lambda _store: ref,
            lambda store, key: show_record(store, kind, key, run.as_of),
            columns(kind.columns),
            reason=reason,
            dry_run=dry_run,
        )

    return remove


def _answer(
    message: str,
    kind: type[PairingRecord],
    row: PairingRecord,
    *,
    dry_run: bool,
) -> Done:
    """What a write of a plain record answers: `message` with its noun, ref and mentee."""
    told = Phrase(message, {"noun": kind.record.noun.label, "ref": row.ref, "of": row.mentee})
    rows = Listing(columns(kind.columns), [row])
    return answer(told, rows, dry_run=dry_run)


def _command(kind: type[PairingRecord]) -> str:
    return kind.record.table


def _values(kind: type[PairingRecord], run: Run, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, by the keys of the fields, days as dates."""
    days = {field.key for field in kind.written if field.type is FieldType.DATE}
    return {
        key: params.day(value, run.as_of) if key in days else value for key, value in typed.items()
    }


# --- Options --------------------------------------------------------------------------------------

_TYPES: Final[dict[FieldType, type]] = {
    FieldType.NUMBER: float,
    FieldType.HOURS: float,
    FieldType.COUNT: int,
    FieldType.YES_NO: bool,
}


def _with_options(verb: Verb, kind: type[PairingRecord], *, adding: bool) -> Verb:
    """`verb` with an option for each field, between its arguments and its other options."""
    own = [
        each
        for each in inspect.signature(verb, eval_str=True).parameters.values()
        if each.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    options = list(_options(kind, adding=adding))
    ordered = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in (*own[:2], *options, *own[2:])
    ]
    verb.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]
    verb.__annotations__ = {each.name: each.annotation for each in ordered}
    return verb


def _options(kind: type[PairingRecord], *, adding: bool) -> Iterator[inspect.Parameter]:
    for field in kind.written:
        if not field.help:  # another verb writes it
            continue
        plain = _TYPES.get(field.type, str)
        needed = adding and field.required and field.type is not FieldType.DATE
        words = WordChoice(tuple(field.labels), field.labels) if field.labels else None
        option = typer.Option(
            _option(field), metavar=field.metavar, help=field.help, click_type=words
        )
        yield inspect.Parameter(
            field.key,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if needed else None,
            annotation=Annotated[plain if needed else plain | None, option],
        )


def _option(field: Field) -> str:
    return field.option or "--" + field.key.replace("_", "-")


def _examples(kind: type[PairingRecord], verb: str) -> Iterator[str]:
    """How a verb is used, with the examples of the fields."""
    start = f"pairing {_command(kind)} {verb}"
    shown = [
        f"{_option(field)} {field.example.zh}"
        for field in kind.written
        if field.help and field.example is not None
    ]
    if verb == "add":
        yield " ".join([f"{start} 隆子县", *shown])
    elif verb == "edit":
        yield f"{start} 4f2a {shown[1]}"
    elif verb == "list":
        yield start
        yield f"{start} 隆子县 --json"
    else:
        yield f"{start} 4f2a" + (" --reason 误登" if verb == "remove" else "")
