"""Counts of what was tried, for the note at the end of `pytest tests/faults`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many faults were made in all."""
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if isinstance(value, int) and getattr(report, "when", "") == "call":
                    counts[name] += value
    if counts:
        told = " · ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
        terminalreporter.write_line(f"faults: {told}")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the logs or reads the settings of whoever runs it."""
    for name in ("PAIRING_DB", "PAIRING_LANG", "PAIRING_TODAY", "PAIRING_ACTOR", "PAIRING_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
