"""What every test of faults stands on: folders of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the logs or reads the settings of whoever runs it."""
    for name in ("PAIRING_DB", "PAIRING_LANG", "PAIRING_TODAY", "PAIRING_ACTOR", "PAIRING_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
