"""Options that the commands on rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_
from pairing_cli.domain.vocabulary import Layer

if TYPE_CHECKING:
    pass

Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("The rule's code or title."))]

Need = Annotated[
    float, typer.Option("--need", metavar="N", help=N_("What it needs instead; 0: nothing."))
]

From = Annotated[
    str, typer.Option("--from", metavar="DATE", help=N_("From this day on; past periods stay."))
]

ForLayer = Annotated[
    Layer | None, typer.Option("--layer", metavar="LAYER", help=N_("Only for this layer."))
]

ForCounty = Annotated[
    str | None,
    typer.Option(
        "--county", metavar="NAME", autocompletion=kindergartens, help=N_("Only for this county.")
    ),
]

ForMentee = Annotated[
    str | None,
    typer.Option(
        "--mentee", metavar="NAME", autocompletion=kindergartens, help=N_("Only for this mentee.")
    ),
]
