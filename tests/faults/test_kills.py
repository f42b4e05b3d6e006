"""Promises 1, 2 and 7: killed, cut off from power, and several at once; nothing is lost.

That these tests can fail was tried: with SQLite's journal in memory instead of on the disk,
5 of 60 moments and 1 of 10 kills left a broken file.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.faults.bench import IS_FUZZ, bench_at, child, done, is_whole, rows_of

KILLS = int(os.environ.get("PAIRING_FUZZ_KILLS", "20"))
MOMENTS = int(os.environ.get("PAIRING_FUZZ_CUTS", "30"))
SEED = os.environ.get("PAIRING_FUZZ_SEED", "1")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGSTOP")


def told(*words: str) -> Any:
    """What a mode of tests/faults/child.py answers."""
    process = child(*words)
    out, err = process.communicate(timeout=3600)
    assert process.returncode == 0, err
    return json.loads(out)


def test_a_killed_writer_loses_nothing_that_it_said_was_written(record_property: Any) -> None:
    tally = told("kills", str(KILLS), SEED)
    record_property("kills", tally["kills"])
    assert (tally["lost"], tally["broken"]) == (0, 0), tally
    assert tally["kills"] == KILLS


def test_an_import_that_is_killed_leaves_all_rows_or_none(
    tmp_path: Path, record_property: Any
) -> None:
    count = max(KILLS // 5, 1)
    tally = told("import_kills", str(tmp_path), "5000", str(count), SEED)
    assert tally["none"] + tally["all"] == tally["kills"] == count, tally
    assert tally["broken"] == 0, tally
    record_property("kills of an import", count)


def test_after_a_power_cut_the_file_opens_as_before_or_after(record_property: Any) -> None:
    tally = told("power_cuts", str(MOMENTS), SEED)
    record_property("power cuts", tally["cuts"])
    assert (tally["lost"], tally["broken"]) == (0, 0), tally
    assert tally["hot journals"] > 0, "no moment lay within a commit"


def test_eight_processes_log_visits_at_once_and_all_are_there(
    tmp_path: Path, record_property: Any
) -> None:
    db, each = bench_at(tmp_path / "p.db"), 60 if IS_FUZZ else 12
    before = rows_of(db)["visit"]
    tally = told("together", str(db), "8", str(each))
    assert tally["codes"] == [0] * 8, tally
    assert rows_of(db)["visit"] - before == 8 * each
    assert is_whole(db)
    listed = json.loads(done(db, "visit", "list", "--json").out)
    topics = [row["topic"] for row in listed if row["topic"]]
    assert len(set(topics)) == 8 * each
    record_property("visits of 8 processes", 8 * each)
