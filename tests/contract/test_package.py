"""What people install: the wheel, and the tool that `uv tool install .` makes of it.

Builds once and needs the package registry. With uv (make brings its own) or, without, pip.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .loading import ROOT

# One process builds and installs for all tests of this file.
pytestmark = pytest.mark.xdist_group("package")

SOURCES = ROOT / "src/pairing_cli"
BIN = "Scripts" if os.name == "nt" else "bin"


def _uv() -> str | None:
    ours = ROOT / ".tools/bin/uv"
    return str(ours) if ours.exists() else shutil.which("uv")


def _run(*command: str | Path, cwd: Path, **environ: str) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PAIRING", "VIRTUAL_ENV", "PYTHONPATH", "COV"))
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean | environ,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place outside the checkout."""
    return tmp_path_factory.mktemp("package")


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    """The wheel; with uv built from the source archive, so that this is whole as well."""
    if uv := _uv():
        _run(uv, "build", "--quiet", "--out-dir", folder / "dist", ROOT, cwd=folder)
    else:
        base = Path(sys.base_prefix) / BIN / Path(sys.executable).name
        _run(base, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist",
             ROOT, cwd=folder)  # fmt: skip
    (found,) = (folder / "dist").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, folder: Path) -> Path:
    """The `pairing` of a fresh environment that has the wheel and nothing of the checkout."""
    place = folder / "venv"
    python = place / BIN / "python"
    base = Path(sys.base_prefix) / BIN / Path(sys.executable).name
    if uv := _uv():
        _run(uv, "venv", "--quiet", "--python", sys.executable, place, cwd=folder)
        _run(uv, "pip", "install", "--quiet", "--python", python, wheel, cwd=folder)
    else:
        _run(base, "-m", "venv", "--without-pip", place, cwd=folder)
        _run(base, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=folder)
    return place / BIN / "pairing"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "p.db"


def test_the_wheel_carries_everything_that_is_no_python(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    data = {f"pairing_cli/data/{_under(path, ROOT / 'data')}" for path in _files(ROOT / "data")}
    beside = {
        f"pairing_cli/{_under(path, SOURCES)}"
        for path in _files(SOURCES)
        if path.suffix in {".sql", ".mo"} or path.name == "py.typed"
    }
    assert len(data) > 1
    assert {Path(name).suffix for name in beside} == {".sql", ".mo", ".typed"}
    assert data | beside <= inside
    assert not [name for name in inside if name.startswith("tests") or name.endswith(".pyc")]


def test_the_wheel_brings_its_licence(wheel: Path) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("/LICENSE")]


def test_an_installed_program_does_the_main_job(installed: Path, database: Path) -> None:
    def pairing(*words: str, **environ: str) -> str:
        return _run(installed, "--db", database, *words, cwd=database.parent, **environ)

    assert pairing("--version").startswith("pairing ")
    pairing("init")
    assert len(json.loads(pairing("list", "--json"))) == 12
    pairing("log-visit", "隆子县", "加查县", "--form", "送教下乡", "--on", "2022-04-12",
            "--hours", "4")  # fmt: skip
    (visit,) = json.loads(pairing("visit", "list", "--cycle", "2022-2024", "--json"))
    assert (visit["class_hours"], len(visit["mentees"])) == (4, 2)
    assert "登记" in pairing("--help", PAIRING_LANG="zh")
    assert "Record a visit" in pairing("--help", PAIRING_LANG="en")


def test_an_installed_program_finds_names_by_pinyin_and_reads_a_seed_of_ones_own(
    installed: Path, database: Path
) -> None:
    own = database.with_name("my-city.yaml")
    shutil.copyfile(ROOT / "data/seed_pairings.yaml", own)
    _run(installed, "--db", database, "init", own, cwd=database.parent)
    shown = _run(installed, "--db", database, "show", "cmx", "--json", cwd=database.parent)
    assert json.loads(shown)


def test_uv_installs_it_as_a_tool(folder: Path, database: Path) -> None:
    uv = _uv()
    if uv is None:
        pytest.skip("uv is not here; make brings it")
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    _run(uv, "tool", "install", "--quiet", "--python", sys.executable, ".", cwd=ROOT, **places)
    program = folder / "bin" / ("pairing.exe" if os.name == "nt" else "pairing")
    _run(program, "--db", database, "init", cwd=database.parent)
    listed = _run(program, "--db", database, "list", "--json", cwd=database.parent)
    assert len(json.loads(listed)) == 12


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]


def _under(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
