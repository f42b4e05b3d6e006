"""Who belongs to a leading group, as the options of `group` say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase

if TYPE_CHECKING:
    from pairing_cli.services.papers.group_edit import Names

Heads = Annotated[
    list[str] | None, typer.Option("--head", metavar="NAME", help=N_("The head (组长): one."))
]

Deputies = Annotated[
    list[str] | None,
    typer.Option("--deputy", metavar="NAME", help=N_("A deputy; may be repeated.")),
]

Members = Annotated[
    list[str] | None,
    typer.Option("--member", metavar="NAME", help=N_("A member; may be repeated.")),
]

Contacts = Annotated[
    list[str] | None, typer.Option("--contact", metavar="NAME", help=N_("The contact (联络员)."))
]

Phones = Annotated[
    list[str] | None,
    typer.Option(
        "--phone",
        metavar="[NAME=]NUMBER",
        help=N_("A phone (default: the contact's, else the head's); may be repeated."),
    ),
]

Duties = Annotated[
    list[str] | None,
    typer.Option(
        "--duty",
        metavar="NAME=TEXT",
        help=N_("What somebody sees to (分工): 德吉=卫生保健; may be repeated."),
    ),
]


def people_named(
    heads: list[str] | None,
    deputies: list[str] | None,
    members: list[str] | None,
    contacts: list[str] | None,
    phones: list[str] | None,
    duties: list[str] | None,
) -> Names:
    from pairing_cli.services.papers.group_edit import Names

    return Names(
        heads=tuple(heads or ()),
        deputies=tuple(deputies or ()),
        members=tuple(members or ()),
        contacts=tuple(contacts or ()),
        phones=dict(_phones(phones or ())),
        duties=dict(_duties(duties or ())),
    )


def _phones(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    for word in words:
        name, _, number = word.replace("＝", "=").rpartition("=")
        yield name.strip(), number


def _duties(words: Iterable[str]) -> Iterable[tuple[str, str]]:
    for word in words:
        name, sign, text = word.replace("＝", "=").partition("=")
        if not sign or not name.strip() or not text.strip():
            raise UsageError(
                "bad-duty",
                phrase("{text} is not a name and a duty.", text=word[:40]),
                hint=phrase("Write it as in 德吉=卫生保健."),
            )
        yield name.strip(), text.strip()
