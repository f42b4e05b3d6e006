"""Numbers typed as options and arguments: read as in a table, refused in a sentence of ours."""

from __future__ import annotations

from typing import Any, Final, NoReturn

import click

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.words.numbers import is_number, parse_number, parse_whole

LARGEST_NUMBER: Final = 2**53
"""Beyond it numbers are not exact in JSON; beyond 64 bits no database takes them."""


class WholeNumber(click.ParamType[int]):
    """A whole number between the bounds of click's type `inner`, where it has some."""

    name = "integer"

    def __init__(self, inner: click.ParamType[int]) -> None:
        self._low: float | None = getattr(inner, "min", None)
        self._high: float | None = getattr(inner, "max", None)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed."""
        number = value if isinstance(value, int) else parse_whole(str(value))
        if number is None:
            if is_number(str(value), whole=True):
                refuse(self, _too_large(value), param, ctx)
            refuse(self, phrase("“{text}” is not a whole number.", text=value), param, ctx)
        if abs(number) > LARGEST_NUMBER:
            refuse(self, _too_large(value), param, ctx)
        _check_bounds(self, number, (self._low, self._high), param, ctx)
        return number


class Number(click.ParamType[float]):
    """A number, which may have a decimal point."""

    name = "float"

    def __init__(self, inner: click.ParamType[float]) -> None:
        self._low: float | None = getattr(inner, "min", None)
        self._high: float | None = getattr(inner, "max", None)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number that was typed."""
        number = float(value) if isinstance(value, int | float) else parse_number(str(value))
        if number is None:
            if is_number(str(value)):
                refuse(self, _too_large(value), param, ctx)
            refuse(self, phrase("“{text}” is not a number.", text=value), param, ctx)
        if abs(number) > LARGEST_NUMBER:
            refuse(self, _too_large(value), param, ctx)
        _check_bounds(self, number, (self._low, self._high), param, ctx)
        return number


def _too_large(value: Any) -> Phrase:
    return phrase("{number} is too large a number.", number=value)


def refuse(
    kind: click.ParamType[Any],
    reason: Phrase,
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> NoReturn:
    """Fail with `reason` in the language in force."""
    from pairing_cli.output.language import translate

    kind.fail(translate(reason), param, ctx)


def _check_bounds(
    kind: click.ParamType[Any],
    number: float,
    bounds: tuple[float | None, float | None],
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> None:
    low, high = bounds
    if low is not None and number < low:
        refuse(kind, phrase("{number} is less than {least}.", number=number, least=low), param, ctx)
    if high is not None and number > high:
        refuse(kind, phrase("{number} is more than {most}.", number=number, most=high), param, ctx)
