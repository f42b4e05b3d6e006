"""`kindergarten baseline` and `compare`: the figures of a kindergarten on a day, and on two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.kindergartens.kindergarten_params import Name, Note, done
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.kindergartens import (
    BASELINE_CHILDREN,
    BASELINE_TEACHERS,
    BREAKDOWNS,
    CLASSES,
    NEEDS,
    STAFF,
)
from pairing_cli.domain.records.paired import DATE, NOTE
from pairing_cli.output.listing import Column, Done, Listing, column

if TYPE_CHECKING:
    import datetime as dt

    from pairing_cli.domain.time.dates import DateSpan

BASELINE_COLUMNS = (
    column(DATE),
    column(BASELINE_CHILDREN),
    column(CLASSES),
    column(STAFF),
    column(BASELINE_TEACHERS),
    *(column(field) for field in BREAKDOWNS.values()),
    column(NEEDS),
    column(NOTE),
)


def _parts_option(option: str, text: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(option, metavar="ITEM=N", help=text)
    return found


def baseline(
    ctx: typer.Context,
    name: Name,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The day of the figures (default: today).")),
    ] = None,
    children: Annotated[
        int | None, typer.Option("--children", metavar="N", help=N_("How many children."))
    ] = None,
    classes: Annotated[
        int | None, typer.Option("--classes", metavar="N", help=N_("How many classes."))
    ] = None,
    staff: Annotated[
        int | None, typer.Option("--staff", metavar="N", help=N_("How many staff, all posts."))
    ] = None,
    teachers: Annotated[
        int | None, typer.Option("--teachers", metavar="N", help=N_("How many of them teach."))
    ] = None,
    grade: Annotated[
        list[str] | None, _parts_option("--grade", N_("Classes of a grade: 小班=4."))
    ] = None,
    post: Annotated[
        list[str] | None, _parts_option("--post", N_("Staff in a post: 保育员=6."))
    ] = None,
    qualification: Annotated[
        list[str] | None,
        _parts_option("--qualification", N_("Teachers with a qualification: 大专=17.")),
    ] = None,
    age: Annotated[
        list[str] | None, _parts_option("--age", N_("Teachers of an age: 30岁以下=9."))
    ] = None,
    major: Annotated[
        list[str] | None,
        _parts_option("--major", N_("Teachers by what they studied: 学前教育=10.")),
    ] = None,
    contract: Annotated[
        list[str] | None, _parts_option("--contract", N_("Staff by contract: 在编=8, 外聘=11."))
    ] = None,
    tenure: Annotated[
        list[str] | None, _parts_option("--tenure", N_("Teachers by years here: 3年以下=9."))
    ] = None,
    facility: Annotated[
        list[str] | None, _parts_option("--facility", N_("What there is: 图书=320, 投影仪=2."))
    ] = None,
    method: Annotated[
        list[str] | None,
        _parts_option("--method", N_("How it was learnt, and how often: 座谈=1, 访谈=3.")),
    ] = None,
    needs: Annotated[
        str | None, typer.Option("--needs", metavar="TEXT", help=N_("What it needs."))
    ] = None,
    note: Note = None,
    dry_run: params.DryRun = False,
) -> Listing | Done:
    """Record a kindergarten's figures on a day; without figures, list what is recorded."""
    from pairing_cli.services.kindergartens.kindergartens import list_baselines

    run = run_of(ctx)
    given = (grade, post, qualification, age, major, contract, tenure, facility, method)
    parts = tuple(
        part
        for dimension, words in zip(BREAKDOWNS, given, strict=True)
        for part in _parts(dimension, words)
    )
    told = (children, classes, staff, teachers, needs, note)
    if on is None and not parts and all(value is None for value in told):
        called, rows = list_baselines(run.reader(), name)
        return Listing(
            BASELINE_COLUMNS,
            rows,
            title=phrase("Figures of {name}", name=called),
            empty=phrase("No figures of {name} are recorded.", name=called),
        )
    from pairing_cli.services.kindergartens.baselines import Figures, record_baseline

    day = params.day(on, run.as_of) or run.as_of
    figures = Figures(children, classes, staff, teachers, parts, needs, note)
    with run.writing("kindergarten baseline", dry_run=dry_run) as store:
        recorded = record_baseline(store, name, day, figures, today=run.today)
    said = (
        phrase("Changed the figures of {name} on {day}.", name=recorded.name, day=recorded.row.date)
        if recorded.replaced
        else phrase(
            "Recorded the figures of {name} on {day}.", name=recorded.name, day=recorded.row.date
        )
    )
    notes = (phrase("What was recorded of that day and not given now stays."),)
    return done(
        said,
        Listing(BASELINE_COLUMNS, [recorded.row]),
        notes if recorded.replaced else (),
        dry_run=dry_run,
    )


GAP_COLUMNS = (
    Column("figure", N_("Figure"), shown_as="label"),
    Column("town_first", N_("Town at first"), right=True),
    Column("country_first", N_("Country at first"), right=True),
    Column("gap_first", N_("Gap at first"), right=True),
    Column("town", N_("Town now"), right=True),
    Column("country", N_("Country now"), right=True),
    Column("gap", N_("Gap now"), right=True),
    Column("narrowed", N_("Narrowed")),
    Column("town_reported", N_("Reported in town"), right=True, wide=True),
    Column("country_reported", N_("Reported in the country"), right=True, wide=True),
)


def compare(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("The kindergarten; without one, town and country."),
        ),
    ] = None,
    from_: params.From = None,
    to: params.To = None,
    county: params.County = None,
    cycle: params.Cycle = None,
) -> Listing:
    """The first and the last figures that are recorded in the cycle (or between two days),
    side by side. Without a name: those of town and country, and whether the gap narrowed.
    """
    from pairing_cli.services.kindergartens.comparing import compare_baselines

    run = run_of(ctx)
    if name is None:
        if from_ or to:
            raise UsageError(
                "between-two-days",
                phrase("Two days are compared of one kindergarten: name it."),
            )
        return _town_and_country(run, county, cycle)
    store = run.reader()
    whole = _until(run.cycle(store, cycle).span, run.as_of)
    found = compare_baselines(store, name, params.span(from_, to, whole, run.as_of) or whole)
    between = [day for day in found.days if found.first.date < day < found.last.date]
    return Listing(
        (
            Column("figure", N_("Figure"), shown_as="label"),
            Column("item", N_("Part"), wide=True),
            Column("first_date", N_("First day"), wide=True),
            Column("last_date", N_("Last day"), wide=True),
            Column("before", found.first.date, right=True),
            Column("after", found.last.date, right=True),
            Column("difference", N_("Difference"), right=True, shown_as="signed"),
            Column("percent", N_("Change"), right=True, shown_as="signed_percent"),
        ),
        found.rows,
        title=phrase(
            "Figures of {name}: {first} and {last}",
            name=found.name,
            first=found.first.date,
            last=found.last.date,
        ),
        notes=(phrase("Figures were recorded between them, too: {days}", days=tuple(between)),)
        if between
        else (),
    )


def _town_and_country(run: Run, county: str | None, cycle: str | None) -> Listing:
    from pairing_cli.services.kindergartens.gap import town_and_country

    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = town_and_country(store, chosen, run.as_of, county=county)
    notes = (
        (
            phrase(
                "Town: kindergartens of the city and the counties ({town} reported); country: of"
                " townships and villages ({country}).",
                town=max(row.town_reported for row in rows),
                country=max(row.country_reported for row in rows),
            ),
            phrase("Compared are those with figures of two days in the cycle."),
        )
        if rows
        else ()
    )
    return Listing(
        GAP_COLUMNS,
        rows,
        title=phrase(
            "Town and country in cycle {cycle}, up to {day}",
            cycle=chosen.code,
            day=run.as_of.isoformat(),
        ),
        notes=notes,
        empty=phrase(
            "No figures are recorded yet: pairing kindergarten baseline NAME --children N"
            " --teachers N --classes N"
        ),
    )


def _until(span: DateSpan, as_of: dt.date) -> DateSpan:
    """The part of a cycle that a report of this day knows."""
    from pairing_cli.domain.time.dates import DateSpan

    return DateSpan(span.first, max(span.first, min(span.last, as_of)))


def _parts(dimension: str, words: Sequence[str] | None) -> Iterable[tuple[str, str, int]]:
    for word in words or ():
        item, sign, amount = word.replace("＝", "=").rpartition("=")
        try:
            number = int(amount)
        except ValueError:
            number = -1
        if not sign or not item.strip() or not amount.strip().isdecimal():
            raise UsageError(
                "bad-part",
                phrase("{text} is not an item and its number.", text=word[:40]),
                hint=phrase("Write it as in 小班=4."),
            )
        yield dimension, item, number
