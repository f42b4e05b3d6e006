"""What `cycle` shows, and how a cycle and its days are named."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.domain.phrases import N_
from pairing_cli.domain.records.paired import ASSUMED, COUNTY, END, START
from pairing_cli.domain.records.pairings import (
    EXEMPT_REASON,
    FORMER_MENTOR,
    LAST_DAY,
    LAYER,
    MAXIMUM,
    MINIMUM,
    WITHIN,
)
from pairing_cli.domain.records.programme import (
    CODE,
    CYCLE_STATE,
    HOLIDAY_DAY,
    HOLIDAY_NAME,
    OFFICIAL_TITLE,
    SCHOOL_YEAR,
    SEASON,
    TERM_CODE,
    WEIGHT_FIELDS,
    WRAP_UP,
)
from pairing_cli.output.listing import Column, column

COLUMNS = (
    column(CODE),
    column(OFFICIAL_TITLE, shown_as="title_label"),
    column(START),
    column(END),
    column(CYCLE_STATE),
    column(WRAP_UP, wide=True),
    *(column(field, wide=True) for field in WEIGHT_FIELDS),
    column(ASSUMED, wide=True),
)

TERM_COLUMNS = (
    column(TERM_CODE),
    column(SCHOOL_YEAR),
    column(SEASON),
    Column("first", N_("From")),
    Column("last", N_("To")),
)

SHOWN_TERM_COLUMNS = (*TERM_COLUMNS, column(ASSUMED))
"""Of terms that the seed may have assumed; whoever enters one knows its days."""

CAPACITY_COLUMNS = (column(LAYER), column(MINIMUM), column(MAXIMUM), column(WITHIN))

HOLIDAY_COLUMNS = (column(HOLIDAY_DAY), column(HOLIDAY_NAME))

EXEMPTION_COLUMNS = (
    column(COUNTY, wide=False),
    column(EXEMPT_REASON, shown_as="reason_label"),
    column(FORMER_MENTOR),
    column(LAST_DAY),
)

Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("Its code, such as 2024-2026."))]
Start = Annotated[str, typer.Option("--start", metavar="DATE", help=N_("Its first day."))]
End = Annotated[str, typer.Option("--end", metavar="DATE", help=N_("Its last day."))]
