"""The rows that commands write are what the models in store/tables define."""

from __future__ import annotations

import datetime as dt
import json
import math
import runpy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import SQLModel

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.store import rows, tables
from pairing_cli.store.log.changelog import row_text
from pairing_cli.store.rows.base import Row

from .loading import ROOT

NAMES = sorted(tables.__all__)


def fields_model(name: str) -> type[SQLModel] | None:
    """The plain model that validates; a table itself doesn't."""
    for base in getattr(tables, name).__mro__[1:]:
        if base.__name__.endswith("Fields") and base.__name__ != "Fields":
            found: type[SQLModel] = base
            return found
    return None


def test_the_rows_are_made_from_the_models_of_today(capsys: pytest.CaptureFixture[str]) -> None:
    made = runpy.run_path(str(ROOT / "tools/rows.py"))
    assert made["main"](["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_a_row_has_the_columns_of_its_table(name: str) -> None:
    row: type[Row] = getattr(rows, name)
    table = getattr(tables, name).__table__
    assert rows.BY_TABLE[table.name] is row
    assert list(row.columns) == [column.name for column in table.columns]
    assert row.key == tuple(column.name for column in table.primary_key.columns)
    # `seq` numbers itself: SQLAlchemy calls such a key not nullable, its model allows None.
    assert {name for name, column in row.columns.items() if column.nullable} - {"seq"} == {
        column.name for column in table.columns if column.nullable
    }
    assert not {"table", "columns", "key", "values", "stored", "loaded"} & set(row.columns)


TEXTS = st.text(max_size=120) | st.sampled_from(["甲", "甲" * 100, "甲" * 101, "甲" * 201, ""])
NUMBERS = st.integers(-3, 200) | st.sampled_from([0, 1, 100])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "int": NUMBERS,
    "float": NUMBERS.map(float),
    "bool": st.booleans(),
    "dt.date": st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
}


def values_of(row: type[Row]) -> st.SearchStrategy[dict[str, Any]]:
    given = {}
    for name, annotation in row.__annotations__.items():
        kind = annotation.removesuffix(" | None")
        given[name] = VALUES[kind] | st.none() if kind != annotation else VALUES[kind]
    return st.fixed_dictionaries(given)


@pytest.mark.parametrize("name", [name for name in NAMES if fields_model(name)])
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_a_row_accepts_what_its_model_accepts(name: str, data: st.DataObject) -> None:
    row, model = getattr(rows, name), fields_model(name)
    assert model is not None
    values = data.draw(values_of(row))
    wrong = refused_fields(model, values)
    if wrong:
        with pytest.raises(BadData) as caught:
            row(**values).stored()
        assert caught.value.column in wrong
    else:
        stored = row(**values).stored()
        assert row.loaded(stored).values() == values
        assert json.loads(row_text(stored)) == stored


def refused_fields(model: type[SQLModel], values: dict[str, Any]) -> set[str]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return {str(each["loc"][0]) for each in error.errors()}
    return set()


VISIT: dict[str, Any] = {
    "cycle_id": "c",
    "mentor_id": "m",
    "start_date": dt.date(2022, 4, 12),
    "end_date": dt.date(2022, 4, 12),
    "form_code": "lecture",
    "direction": "joint",
    "recorded_by": "卓玛",
    "recorded_at": "2022-04-12T08:00:00Z",
}


def test_a_code_of_a_vocabulary_is_stored_as_plain_text() -> None:
    stored = rows.Visit(**VISIT, state=VisitState.CANCELLED).stored()
    assert type(stored["state"]) is str
    assert stored["state"] == "cancelled"
    assert stored["start_date"] == "2022-04-12"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_date", dt.datetime(2022, 4, 12, tzinfo=dt.UTC)),
        ("start_date", "2022-04-12"),
        ("start_date", None),
        ("teachers", True),
        ("teachers", 2**63),
        ("teachers", "5"),
        ("class_hours", math.nan),
        ("class_hours", math.inf),
        ("topic", b"x"),
        ("topic", "\x1b[2J"),
    ],
)
def test_what_the_column_cannot_hold_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadData) as caught:
        rows.Visit(**VISIT | {field: value}).stored()
    assert caught.value.column == field


def test_a_row_is_made_with_every_field_that_has_no_default_and_no_other() -> None:
    with pytest.raises(TypeError, match="form_code is required"):
        rows.Visit(**{name: value for name, value in VISIT.items() if name != "form_code"})
    with pytest.raises(TypeError, match="has no colour"):
        rows.Visit(**VISIT | {"colour": "red"})
