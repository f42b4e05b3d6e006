"""Options that several commands share, each declared once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, overload

import click
import typer

from pairing_cli.cli.context import Run
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.domain.vocabulary import GOALS, Ledger

if TYPE_CHECKING:
    from pairing_cli.domain.time.dates import DateSpan

Cycle = Annotated[
    str | None,
    typer.Option(
        "--cycle", metavar="CODE", help=N_("The cycle (default: the latest that has begun).")
    ),
]
CycleOfDay = Annotated[
    str | None,
    typer.Option(
        "--cycle", metavar="CODE", help=N_("The cycle (default: the open one that holds the day).")
    ),
]
CycleSummedUp = Annotated[
    str | None,
    typer.Option(
        "--cycle",
        metavar="CODE",
        help=N_("The cycle (default: the one that is summed up, else the open one)."),
    ),
]
Mentor = Annotated[
    str | None,
    typer.Option(
        "--mentor", metavar="NAME", autocompletion=kindergartens, help=N_("Only this mentor's.")
    ),
]
RefArg = Annotated[str, typer.Argument(metavar="REF", help=N_("The ref that the lists show."))]
Mentee = Annotated[
    str | None,
    typer.Option(
        "--mentee", metavar="NAME", autocompletion=kindergartens, help=N_("Only this mentee's.")
    ),
]
County = Annotated[
    str | None,
    typer.Option(
        "--county", metavar="NAME", autocompletion=kindergartens, help=N_("Only this county's.")
    ),
]


class LedgerChoice(StrEnum):
    """Which rules a report goes by."""

    SCHEME = "scheme"
    REFERENCE = "reference"
    ALL = "all"

    @property
    def ledger(self) -> Ledger | None:
        """The ledger; None: both."""
        return None if self is LedgerChoice.ALL else Ledger(self.value)


OfLedger = Annotated[
    LedgerChoice,
    typer.Option(
        "--ledger",
        metavar="LEDGER",
        help=N_("By which rules: scheme (default), reference, all."),
    ),
]
Live = Annotated[
    bool, typer.Option("--live", help=N_("Count a closed cycle anew, by today's records."))
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help=N_("From this day on."))]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help=N_("Up to this day."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Check everything and write nothing."))]
Override = Annotated[
    str | None,
    typer.Option(
        "--override", metavar="REASON", help=N_("Do it although a rule forbids it, and say why.")
    ),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history."))
]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going", help=N_("Write the good rows, and a file of the rest with the reasons.")
    ),
]
AddSimilar = Annotated[
    bool,
    typer.Option(
        "--add-similar", help=N_("Rows that resemble a visit on record are further visits.")
    ),
]


@overload
def day(text: str, today: dt.date) -> dt.date: ...


@overload
def day(text: str | None, today: dt.date) -> dt.date | None: ...


def day(text: str | None, today: dt.date) -> dt.date | None:
    """A day as typed or said: 2022-04-12, 15日, 上周五. What leaves the year, month or week open
    is the nearest to `today`, and shown in full. Raises `UsageError`.
    """
    return None if text is None else span_of(text, today, one_day=True).first


def span_of(text: str, today: dt.date, *, one_day: bool = False) -> DateSpan:
    """A day or DATE..DATE as typed or said. Raises `UsageError`."""
    from pairing_cli.domain.time.date_words import Lean
    from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_date, parse_span

    if one_day:
        first = parse_date(text, today, year_from=today, lean=Lean.NEAR)
        found = DateSpan(first, first)
    else:
        found = parse_span(text, today, year_from=today, lean=Lean.NEAR)
    context = click.get_current_context(silent=True)
    run = context.find_object(Run) if context else None
    if run is not None and leaves_open(text):
        run.echo_days(text, found)
    return found


def span(first: str | None, last: str | None, around: DateSpan, today: dt.date) -> DateSpan | None:
    """The span of --from and --to; what is open ends with `around`. Raises `UsageError`."""
    if first is None and last is None:
        return None
    from pairing_cli.domain.time.dates import DateSpan

    start, end = day(first, today), day(last, today)
    # A bound far outside leaves the other open end behind it: then the span is one-sided.
    start = start or min(around.first, end or around.first)
    return DateSpan(start, end or max(around.last, start))


def goals(words: Iterable[str]) -> tuple[str, ...]:
    """Aims of the scheme by code or label. Raises `NotFound`."""
    return tuple(_goal(word) for word in words)


def _goal(word: str) -> str:
    wanted = word.strip().casefold()
    for code, label in GOALS.items():
        if wanted in (code, label.zh, label.en):
            return code
    raise NotFound(
        "no-such-goal",
        phrase("The scheme has no aim called {text}.", text=word),
        hint=phrase(
            "Aims: {names}",
            names=tuple(Label(label.zh, code) for code, label in GOALS.items()),
        ),
    )
