"""Column types and constraints that STRICT SQLite tables and PostgreSQL share.

A STRICT table knows TEXT, INTEGER and REAL. Dates are ISO text, so that they sort, compare
and read the same in SQL, in the sqlite3 shell, in Datasette and in JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import REAL, CheckConstraint, ColumnElement, Dialect, Double, Integer, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine


class IsoDate(TypeDecorator[dt.date]):
    """A `datetime.date` kept as YYYY-MM-DD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> str | None:
        """Date to text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.date | None:
        """Text to date."""
        return None if value is None else dt.date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """A `bool` kept as 0 or 1."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Bool to integer."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Integer to bool."""
        return None if value is None else bool(value)


class Real(TypeDecorator[float]):
    """A `float` in eight bytes: REAL in SQLite, DOUBLE PRECISION in PostgreSQL."""

    impl = Double
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[float]:
        """The name of the type in `dialect`; STRICT tables know only REAL."""
        return dialect.type_descriptor(REAL() if dialect.name == "sqlite" else Double())


class _IsOneOf(ColumnElement[bool]):
    """Whether a column holds one of some texts."""

    inherit_cache = False

    def __init__(self, column: str, codes: Iterable[str]) -> None:
        self.name = column
        self.codes = tuple(f"'{code}'" for code in codes)


@compiles(_IsOneOf)
def _listed(element: _IsOneOf, _compiler: object, **_: object) -> str:
    return f"{element.name} IN ({', '.join(element.codes)})"


@compiles(_IsOneOf, "sqlite")
def _one_or_another(element: _IsOneOf, _compiler: object, **_: object) -> str:
    # For a list of more than two SQLite makes a table of its own, for every row that is written:
    # two thirds of the time of writing a row of `visit_person`.
    return " OR ".join(f"{element.name} = {code}" for code in element.codes)


def one_of(column: str, codes: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A CHECK that `column` holds one of the codes of a vocabulary."""
    return CheckConstraint(_IsOneOf(column, codes), name=f"{column}_known")


def is_flag(column: str) -> CheckConstraint:
    """A CHECK that `column` is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_flag")


def not_blank(column: str) -> CheckConstraint:
    """A CHECK that `column` holds more than spaces."""
    return CheckConstraint(f"trim({column}) <> ''", name=f"{column}_not_blank")


def not_negative(column: str) -> CheckConstraint:
    """A CHECK that `column` is zero or more (or NULL)."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def in_order(first: str, last: str) -> CheckConstraint:
    """A CHECK that the day `last` doesn't lie before the day `first`."""
    return CheckConstraint(f"{first} <= {last}", name=f"{last}_in_order")


class _IsRealDate(ColumnElement[bool]):
    """Whether a text is a date of the calendar, in the words of the database."""

    inherit_cache = False

    def __init__(self, column: str) -> None:
        self.name = column


@compiles(_IsRealDate)
def _in_sqlite(element: _IsRealDate, _compiler: object, **_: object) -> str:
    # `date(x)` alone would accept 2022-02-30 and hand it back unchanged up to SQLite 3.45;
    # with '+0 days' the result is normalised to 2022-03-02 and differs.
    return f"{element.name} IS date({element.name}, '+0 days')"


@compiles(_IsRealDate, "postgresql")
def _in_postgresql(element: _IsRealDate, _compiler: object, **_: object) -> str:
    # The cast itself refuses what no calendar has; the comparison, other ways of writing a day.
    return f"to_char(CAST({element.name} AS date), 'YYYY-MM-DD') = {element.name}"


def real_date(column: str) -> CheckConstraint:
    """A CHECK that `column` is a date of the calendar, written YYYY-MM-DD."""
    return CheckConstraint(_IsRealDate(column), name=f"{column}_real")
