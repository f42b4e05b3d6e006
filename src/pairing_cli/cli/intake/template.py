"""`template`: tables to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.intake.kinds import KIND_HELP, CommandWithKind
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import BadData, CannotCreate
from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    from pairing_cli.domain.records.record import Record
    from pairing_cli.files.workbook.template_book import TemplateColumn, TemplateTexts

app = verbs()


@command(
    app,
    "template",
    N_("A table to fill in, as .xlsx or .csv."),
    "pairing template visits -o 活动登记表.xlsx",
    "pairing template kindergartens -o roster.csv --lang en",
    "pairing template groups -o 领导小组.xlsx",
    cls=CommandWithKind,
)
def template(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=KIND_HELP,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".xlsx", ".csv", tells=True),
            help=N_("A .xlsx or .csv file."),
        ),
    ],
) -> Done:
    """Write a table to fill in, with the words and names of this database to choose from."""
    from pairing_cli.cli.outgoing.sheets_out import write_rows
    from pairing_cli.output.language import translate
    from pairing_cli.services.intake.import_kinds import kind_named
    from pairing_cli.services.intake.templating import choices_of

    chosen = kind_named(kind)
    suffix = output.suffix.lower()
    _check_not_filled(output, chosen)
    run = run_of(ctx)
    lists = choices_of(run.reader(), run.as_of, translate)
    columns = [_column(field, lists) for field in chosen.asked]
    texts = _texts(chosen)
    if suffix == ".xlsx":
        from pairing_cli.files.workbook.template_book import write_template

        write_template(output, columns, texts)
    else:
        header = [texts.number, *(column.title for column in columns)]
        example = [texts.example_mark, *(column.example for column in columns)]
        write_rows(output, texts.title, header, [example])
    return Done(
        phrase("Wrote {path}.", path=str(output)),
        notes=(
            phrase(
                "When it is filled in: pairing import {kind} {path}",
                kind=chosen.name,
                path=as_word(output),
            ),
        ),
    )


def _check_not_filled(path: Path, kind: Record) -> None:
    """Refuse to put an empty table in the place of one that somebody has filled in."""
    if not path.is_file():
        return
    from pairing_cli.files.tables.headers import with_header
    from pairing_cli.files.tables.sheets import opened, tables_in

    with suppress(BadData), opened(path, BytesIO()) as (stream, name):
        tables = [with_header(each, kind.asked) for each in tables_in(stream, name)]
        if any(True for table in tables if table for _ in table.rows):
            raise CannotCreate(
                "filled-in",
                phrase("{path} has been filled in already.", path=str(path)),
                hint=phrase("Nothing was written. Choose another name, or take that file away."),
                file=str(path),
            )


def _column(field: Field, lists: Mapping[str, Sequence[str]]) -> TemplateColumn:
    from pairing_cli.files.workbook.template_book import TemplateColumn
    from pairing_cli.output.language import translate

    choices: Sequence[str] = ()
    if field.labels is not None:
        choices = [translate(label) for label in field.labels.values()]
    elif field.choices:
        choices = lists[field.choices]
    elif field.type is FieldType.YES_NO:
        choices = [translate(N_("yes")), translate(N_("no"))]
    return TemplateColumn(
        title=translate(field.label),
        type=field.type,
        required=field.required,
        width=field.width,
        example=translate(field.example) if field.example else "",
        hint=translate(field.hint) if field.hint else "",
        choices=choices,
        several=field.type is FieldType.NAMES,
    )


def _texts(kind: Record) -> TemplateTexts:
    from pairing_cli.files.tables.headers import NUMBER
    from pairing_cli.files.workbook.template_book import TemplateTexts
    from pairing_cli.output.language import translate

    remarks = (
        phrase("Fill in the first sheet, one row each. Columns with * are needed."),
        phrase("The grey row is an example: it is never imported and may be deleted."),
        phrase("Columns may be moved or left out; rows and titles above the header do no harm."),
        phrase("Several names in one cell: put 、 between them."),
        phrase("Dates: 2022-04-12, 2022年4月12日 or a date of the spreadsheet."),
        phrase("Codes and phone numbers are text: their zeros stay."),
        phrase("To check the file without writing: pairing import {kind} FILE --dry-run",
               kind=kind.name),
    )  # fmt: skip
    header = (N_("Column"), N_("Needed"), N_("What to write"), N_("Possible values"))
    return TemplateTexts(
        sheet=translate(kind.label),
        notes_sheet=translate(N_("Notes")),
        lists_sheet=translate(N_("Lists")),
        title=translate(phrase("{kind}: to fill in", kind=kind.label)),
        number=translate(NUMBER.label),
        example_mark=translate(N_("example")),
        remarks=[f"{at}. {translate(remark)}" for at, remark in enumerate(remarks, start=1)],
        notes_header=[translate(title) for title in header],
        required=translate(N_("yes")),
        bad_value=translate(
            phrase("This is not in the list, or of another type. Keep it all the same?")
        ),
    )
