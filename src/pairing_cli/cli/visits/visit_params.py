"""What is told of a visit on the command line: the options of `log-visit` and `visit edit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.domain.phrases import N_
from pairing_cli.domain.vocabulary import Direction

Form = Annotated[
    str | None,
    typer.Option("--form", metavar="FORM", help=N_("The form of activity: code, label or alias.")),
]

On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE[..DATE]", help=N_("The day (default: today).")),
]

Hours = Annotated[float | None, typer.Option("--hours", metavar="N", help=N_("Class-hours."))]

Topic = Annotated[str | None, typer.Option("--topic", metavar="TEXT", help=N_("The topic."))]

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="NAME[@ROLE]",
        help=N_("Who carried it out: NAME[@ROLE][@KINDERGARTEN]; may be repeated."),
    ),
]

Teachers = Annotated[
    int | None, typer.Option("--teachers", metavar="N", help=N_("Teachers who took part."))
]

Children = Annotated[
    int | None, typer.Option("--children", metavar="N", help=N_("Children who took part."))
]

Direction_ = Annotated[
    Direction | None,
    typer.Option(
        "--direction",
        metavar="DIRECTION",
        help=N_("to_mentee, to_mentor, joint or online (default: the form's own)."),
    ),
]

Goals = Annotated[
    list[str] | None,
    typer.Option(
        "--goal",
        metavar="GOAL",
        help=N_("The aim served: ideas, teachers, backbone, mechanism or brand."),
    ),
]

Files = Annotated[
    list[Path] | None,
    typer.Option("--file", metavar="PATH", help=N_("Evidence to keep; may be repeated.")),
]

Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help=N_("What is to follow."))]

Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]

Gained = Annotated[
    str | None, typer.Option("--gained", metavar="TEXT", help=N_("What the mentor gained."))
]
