"""What the tests of faults tried, counted: shown at the end of a run.

Whoever starts the tests in the background starts them with Ctrl-C ignored, or with nohup, and
every program that they start would inherit that.

A test says how much it tried by `record_property(name, count)`. With PAIRING_TALLY the sums
are added to that file too, one JSON object for each run; `make fuzz` adds them up.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own there
_ROOM = 4 * 1024**3
"""Bytes free; a whole run needs less than one of the four."""

if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
    # Every write waits five times for the disk, and what the disk does is nothing that we test:
    # lost power is played by tests/faults/power.py.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))
    tempfile.tempdir = os.environ.setdefault("TMPDIR", str(_IN_MEMORY))

os.environ["PAIRING_CONFIG"] = str(Path(tempfile.mkdtemp(prefix="pairing-config-")) / "config.json")
"""What somebody saved on this computer is none of the tests' business."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""On a busy machine any example may take its time: nothing is timed in a test."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if os.name == "posix":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


# Thousands of commands run in this process, which throw away nearly all that they make at once:
# garbage is looked for less often, if not as rarely as the program does, which ends soon.
gc.set_threshold(10_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The tests of a module go to one worker, which makes once what they start from, and is sent
    them at once; those of faults take long, and each goes to whoever is free.
    """
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        module = item.nodeid.partition("::")[0]
        if "tests/faults/" not in module and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(module))


def pytest_collection_finish() -> None:
    """Ten thousand tests stay until the end: no collection of garbage looks at them again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was tried, if anything was. A worker's sum is part of that of the whole run."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call" and "tests/faults/" in report.nodeid:
                counts.update({name: n for name, n in report.user_properties if isinstance(n, int)})
    if not counts:
        return
    told = " · ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
    terminalreporter.write_line(f"faults: {told}")
    if place := os.environ.get("PAIRING_TALLY"):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(json.dumps(counts) + "\n")
