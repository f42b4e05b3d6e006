"""What is generated is what the program would generate today."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.output.language import use_language

from .loading import ROOT, tool


@pytest.fixture(scope="module")
def reference() -> Iterator[Any]:
    yield tool("reference")
    use_language("zh")


def test_the_reference_is_up_to_date(reference: Any) -> None:
    assert reference.problems() == [], "run: make docs"


def test_a_page_that_is_missing_or_differs_is_named(
    reference: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "ROOT", tmp_path)
    monkeypatch.setattr(reference, "FOLDER", tmp_path / "docs")
    assert reference.main([]) == 0
    assert reference.problems() == []
    page = tmp_path / "docs/cli.zh.md"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    (tmp_path / "docs/data-model.md").unlink()
    assert [line.split()[0] for line in reference.problems()] == [
        "docs/cli.zh.md",
        "docs/data-model.md",
    ]
    assert reference.main(["--check"]) == 1
    assert reference.main(["check"]) == 2


def test_every_decision_that_the_sources_cite_is_on_record() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/decisions").glob("0*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    cited = {"0002", "0003"}
    assert cited <= set(numbers)


def test_the_demo_runs_in_english_too() -> None:
    done = subprocess.run(
        [sys.executable, "tools/demo.py"],
        cwd=ROOT,
        env={"PAIRING_LANG": "en", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n$ pairing --db demo.db ") > 10
    assert "# Make the database" in done.stdout
    assert done.stderr.count("Logged ") == done.stdout.count("$ pairing --db demo.db log-visit")
