"""What tests of files start from: Shannan's programme, in a folder that is the current one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.seeded import seeded_at


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Shannan's programme."""
    return seeded_at(tmp_path / "pairing.db")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is that of the database."""
    monkeypatch.chdir(tmp_path)
