"""The faults that `make mutate` makes are those of the code as it is."""

from __future__ import annotations

import tomllib

import pytest

from .loading import ROOT

MUTATIONS = tomllib.loads((ROOT / "tests/mutations.toml").read_text("utf-8"))["mutation"]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: str(each["what"]))
def test_what_is_changed_stands_there_once(mutation: dict[str, str]) -> None:
    assert (ROOT / mutation["file"]).read_text("utf-8").count(mutation["before"]) == 1
    assert all((ROOT / path).exists() for path in mutation["tests"])
