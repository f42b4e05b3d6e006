"""`config`: saved defaults of who sits at this computer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.results import SO_ALREADY
from pairing_cli.domain.errors import BadConfiguration, InputMissing, UsageError
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.output.listing import Column, Done, Listing

app = noun(N_("Saved defaults: county, mentor, language, actor."))


class Key(StrEnum):
    """What can be saved."""

    COUNTY = "county"
    MENTOR = "mentor"
    LANGUAGE = "language"
    ACTOR = "actor"


KEYS = {
    Key.COUNTY: Label("县区", "county"),
    Key.MENTOR: Label("帮扶园", "mentor"),
    Key.LANGUAGE: Label("语言", "language"),
    Key.ACTOR: Label("操作人", "actor"),
}

COLUMNS = (
    Column("key", Label("项目", "What")),
    Column("label", Label("含义", "Meaning")),
    Column("value", Label("值", "Value")),
)

KeyArg = Annotated[
    Key, typer.Argument(metavar="KEY", help=N_("county, mentor, language or actor."))
]


@command(
    app,
    "set",
    N_("Save a default."),
    "pairing config set county 隆子县",
    "pairing config set actor 卓玛",
    "pairing config set language zh",
)
def set_(
    ctx: typer.Context,
    key: KeyArg,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help=N_("A name; of the language zh or en."))
    ],
) -> Done:
    """Save a default. A county or mentor narrows tables on a terminal, never what scripts read."""
    from pairing_cli.settings import read_settings, write_settings

    value, settings = _checked(run_of(ctx), key, value), read_settings()
    if settings.get(key.value) == value:
        return Done(SO_ALREADY)
    path = write_settings({**settings, key.value: value})
    message = phrase("Saved in {path}: {key} {value}.", path=str(path), key=KEYS[key], value=value)
    if key in (Key.COUNTY, Key.MENTOR):
        return Done(
            message,
            notes=(
                phrase(
                    "Tables on this terminal show only {value} from now on; all for once:"
                    " --no-context",
                    value=value,
                ),
            ),
            hint=phrase("To clear it: pairing config unset {key}", key=key.value),
        )
    return Done(message, hint=phrase("To clear it: pairing config unset {key}", key=key.value))


def _checked(run: Run, key: Key, value: str) -> str:
    """The value as it is saved. Raises `NotFound` where the database knows nobody of that name,
    `UsageError` for a language that isn't there.
    """
    from pairing_cli.domain.words.wording import one_line

    value = one_line(value, phrase("The value"))
    if key is Key.LANGUAGE:
        words = {"zh": "zh", "中文": "zh", "en": "en", "english": "en"}
        if value.casefold() not in words:
            raise UsageError(
                "unknown-language", phrase("The language is zh or en, not {text}.", text=value)
            )
        return words[value.casefold()]
    if key is Key.ACTOR:
        return value
    from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region

    try:
        store = run.reader()
    except (InputMissing, BadConfiguration):  # there is none yet to ask
        return value
    if key is Key.COUNTY:
        return find_region(store, value, level="county").name
    return find_kindergarten(store, value).name


@command(app, "show", N_("What is saved, and where."), "pairing config show")
def show() -> Listing:
    """What is saved, and where."""
    from pairing_cli.settings import read_settings, settings_path

    saved = read_settings()
    rows = [
        {"key": key.value, "label": label, "value": saved[key.value]}
        for key, label in KEYS.items()
        if key.value in saved
    ]
    return Listing(
        COLUMNS,
        rows,
        notes=(phrase("Saved in {path}.", path=str(settings_path())),) if rows else (),
        empty=phrase("Nothing is saved. To save a default: pairing config set KEY VALUE"),
    )


@command(app, "unset", N_("Clear a saved default."), "pairing config unset county")
def unset(key: KeyArg) -> Done:
    """Clear a saved default."""
    from pairing_cli.settings import read_settings, write_settings

    saved = read_settings()
    if key.value not in saved:
        return Done(phrase("Nothing is saved for {key}.", key=KEYS[key]))
    del saved[key.value]
    path = write_settings(saved)
    return Done(phrase("Cleared in {path}: {key}.", path=str(path), key=KEYS[key]))
