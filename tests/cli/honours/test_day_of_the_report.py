"""What was decided at the cycle's end after the day of a report is undecided for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.bench import bench_at, done, refs, words_of

BEFORE, AFTER = "2022-06-20", "2023-05-20"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    folder = tmp_path / "there"
    folder.mkdir()
    return bench_at(folder / "p.db")


def _said(db: Path, listing: str, day: str) -> str:
    return done(db, *listing.split(), "--json", "--as-of", day).out


@pytest.mark.parametrize(
    ("listing", "later"),
    [
        ("assessment list", ("assessment add", "assessment approve")),
        ("commendation list", ("commendation award", "commendation reject")),
        ("bulletin list", ("bulletin add", "bulletin publish")),
        ("inspection list", ("bulletin publish",)),
        ("experience list", ("experience accept", "experience add")),
        ("assessment show", ("assessment add",)),
        ("commendation list", ("commendation publicise",)),
        ("commendation show {nominated}", ("commendation publicise", "commendation reject")),
        ("experience show {experience}", ("experience accept",)),
        ("circle list", ("circle remove",)),
    ],
)
def test_what_was_decided_or_made_later_is_not_in_what_a_report_of_the_day_says(
    bench: Path, listing: str, later: tuple[str, ...]
) -> None:
    listing = listing.format(**refs())
    then = _said(bench, listing, BEFORE)
    for name in later:
        words = [AFTER if word == BEFORE else word for word in words_of(name, bench.parent)]
        done(bench, *words, "--as-of", AFTER)
    assert _said(bench, listing, BEFORE) == then
    assert _said(bench, listing, AFTER) != then


def test_an_inspection_held_later_is_none_yet_while_one_to_come_is_planned(bench: Path) -> None:
    new = ("inspection", "add", "曲松县", "--by", "王某", "--json", "--on")
    done(bench, *new, "2022-09-10")
    then = _said(bench, "inspection list", BEFORE)
    assert '"2022-09-10"' in then
    ref = json.loads(done(bench, *new, "2022-07-10", "--as-of", AFTER).out)[0]["ref"]
    done(bench, "inspection", "answer", ref, "曲松县", "plan=no", "--as-of", AFTER)
    done(bench, "inspection", "done", ref, "--as-of", AFTER)
    assert _said(bench, "inspection list", BEFORE) == then
    done(bench, "inspection", "show", ref, "--as-of", BEFORE)
