"""Which modules a command loads: start-up time, held without a clock (docs/decisions/0003).

Each test starts the program afresh with `-X importtime`, which names every module as it loads,
also those that load inside functions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pairing_cli.output.language import use_language

from .loading import ROOT
from .tree import commands, context

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "yaml", "pypinyin", "rapidfuzz"}
OUR_LAYERS = {"pairing_cli.services", "pairing_cli.store", "pairing_cli.files"}
LIGHT = {"pairing_cli.cli", "pairing_cli.domain", "pairing_cli.output", "typer", "click"}
CLI = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    for path in (ROOT / "src/pairing_cli/cli").rglob("*.py")
    if path.stem != "__init__"
)


LIST_WHAT_COMES_ALONG = {"rule packs", "inspection checklists", "assessment schemes"}
"""They read the YAML files of the package."""


NEED_MORE = {"assessment show", "brief"}
"""An assessment that nobody has made shows nothing; a brief is about a mentee, or all of them."""


def reads() -> list[str]:
    """Every command that reports and needs no argument: writes are told by --dry-run."""
    use_language("en")
    found = []
    for path in commands():
        ctx = context(path)
        needed = [param for param in ctx.command.params if param.required]
        writes = any("--dry-run" in param.opts for param in ctx.command.params)
        if path in NEED_MORE:
            continue
        if not needed and not writes and path.split()[0] not in {"config", "db", "undo", "redo"}:
            found.append(path)
    use_language("zh")
    return found


def loaded(*command: str) -> set[str]:
    """The modules, packages included, that a Python of its own loads for a command."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAIRING")}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        env={**environ, "PAIRING_ACTOR": "卓玛", "PAIRING_TODAY": "2022-06-20"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stderr.splitlines()
    assert done.returncode == 0, "\n".join(x for x in lines if not x.startswith("import time:"))
    return {line.rsplit("|", 1)[1].strip() for line in lines if line.startswith("import time:")}


def top_names(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.fixture
def database(tmp_path: Path) -> str:
    stored = sorted((ROOT / "tests/contract/databases").glob("schema_v*.db"))[-1]
    return str(shutil.copyfile(stored, tmp_path / "p.db"))


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["log-visit", "--help"], ["-h"]])
def test_help_and_version_load_nothing_heavy(words: list[str]) -> None:
    modules = loaded("-m", "pairing_cli", *words)
    assert top_names(modules) & HEAVY == set()
    assert modules & OUR_LAYERS == set()


@pytest.mark.parametrize("path", reads())
def test_a_read_command_into_a_pipe_loads_neither_mapper_nor_tables(
    path: str, database: str
) -> None:
    modules = loaded("-m", "pairing_cli", "--db", database, *path.split(), "--json")
    assert "pairing_cli.store.reading" in modules
    needed = {"yaml"} if path in LIST_WHAT_COMES_ALONG else set()
    assert top_names(modules) & HEAVY == needed
    assert "pairing_cli.store.rows" not in modules


def test_list_is_one_of_them() -> None:
    assert {"list", "visit list", "history"} <= set(reads())


@pytest.mark.parametrize(
    "words",
    [
        "log-visit 隆子县 --form 送教 --on 2022-05-10",
        "unassign 隆子县 --reason 调整",
        "undo",
        "need add 隆子县 --text 需要绘本",
    ],
)
def test_a_write_loads_neither_models_nor_table_printer_nor_pinyin(
    words: str, database: str
) -> None:
    modules = loaded("-m", "pairing_cli", "--db", database, *words.split())
    assert "pairing_cli.store.rows" in modules
    assert top_names(modules) & HEAVY == set()


def test_pinyin_is_loaded_where_a_name_is_stored(database: str) -> None:
    words = ["kindergarten", "rename", "隆子县", "隆子县第一幼儿园"]
    modules = top_names(loaded("-m", "pairing_cli", "--db", database, *words))
    assert "pypinyin" in modules
    assert modules & {"rich", "yaml"} == set()


def test_cli_modules_have_only_light_things_at_their_tops() -> None:
    """All of them in one Python: what none of them may load is there for none."""
    modules = loaded("-c", f"import {', '.join(CLI)}")
    assert set(CLI) <= modules
    assert top_names(modules) & HEAVY == set()
    assert {each for layer in OUR_LAYERS for each in modules if each.startswith(layer)} == set()
    ours = {each for each in modules if each.startswith("pairing_cli.")}
    assert {each for each in ours if ".".join(each.split(".")[:2]) not in LIGHT} == set()
