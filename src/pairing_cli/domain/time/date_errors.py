"""What is said of a text that is no day of the calendar."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Label, Phrase, phrase

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
"""Years outside these are taken for slips of the keyboard (0222, 20222), not for plans."""

_SHOWN_CHARACTERS: Final = 40
"""How much of an unreadable text an error repeats: a pasted paragraph would bury the hint."""


def shown(text: str) -> str:
    """`text` as an error repeats it: its first 40 characters."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def bad_date(message: Phrase) -> UsageError:
    return UsageError(
        "bad-date",
        message,
        hint=phrase("Write 2022-04-12, 2022年4月12日, 20220412, today, 昨天 or -3d"),
    )


def not_a_date(text: str) -> UsageError:
    return bad_date(phrase("“{text}” is not a date.", text=shown(text)))


def out_of_range(text: str) -> UsageError:
    return bad_date(
        phrase(
            "“{text}” is outside the years {first} to {last}.",
            text=shown(text),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    )


def check_month(text: str, month: int) -> None:
    """Errors: UsageError "impossible-date" when no year has such a month."""
    if not 1 <= month <= 12:
        raise UsageError(
            "impossible-date",
            phrase("“{text}” does not exist: months run from 1 to 12.", text=shown(text)),
            hint=phrase("Write year, month, day in this order: 2022-04-12"),
        )


def impossible(text: str, month: Label, length: int) -> UsageError:
    return UsageError(
        "impossible-date",
        phrase(
            "“{text}” does not exist: {month} has {days} days.",
            text=shown(text),
            month=month,
            days=length,
        ),
        hint=phrase("Look the day up and write it as 2022-04-12; it is never moved for you."),
    )
