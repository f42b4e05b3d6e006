"""A seed file that was edited, on the database that was made from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """The seed that comes along, as a file of one's own, loaded."""
    path = tmp_path / "s.yaml"
    done("init", "--copy-seed", str(path))
    done("--db", str(tmp_path / "p.db"), "init", str(path))
    return path


def run(seed: Path, line: str) -> Answer:
    """One command line on the database beside the seed."""
    return pairing("--db", str(seed.with_name("p.db")), *line.split())


def edit(seed: Path, before: str, after: str) -> None:
    """Write something else in the seed."""
    text = seed.read_text("utf-8")
    assert before in text
    seed.write_text(text.replace(before, after), "utf-8")


def capacity(seed: Path) -> object:
    """The most mentees of the layer city-private."""
    return run(seed, "layer show city-private --json").data["maximum"]


def test_what_the_seed_has_otherwise_is_shown_and_not_applied(seed: Path) -> None:
    edit(seed, "layer: city-private, min: 1, max: 1", "layer: city-private, min: 1, max: 2")
    answer = run(seed, f"init {seed}")
    assert "here 1, in the file 2" in answer.err
    assert capacity(seed) == 1


def test_an_update_is_one_command_that_can_be_taken_back(seed: Path) -> None:
    edit(seed, "layer: city-private, min: 1, max: 1", "layer: city-private, min: 1, max: 2")
    edit(seed, "end: 2023-01-15", "end: 2023-01-10")
    assert run(seed, f"init {seed} --update --dry-run").code == 0
    assert capacity(seed) == 1
    answer = run(seed, f"init {seed} --update --json")
    assert {each["seed"] for each in answer.data["changed"]} == {"2", "2023-01-10"}
    assert capacity(seed) == 2
    assert "nothing was changed" in run(seed, f"init {seed}").err
    assert run(seed, "undo").code == 0
    assert capacity(seed) == 1
    assert "here 1, in the file 2" in run(seed, f"init {seed}").err


def test_what_people_changed_since_is_a_conflict_and_stays(seed: Path) -> None:
    edit(seed, "layer: city-private, min: 1, max: 1", "layer: city-private, min: 1, max: 2")
    edit(seed, "end: 2023-01-15", "end: 2023-01-10")
    run(seed, "layer edit city-private --max 3")
    answer = run(seed, f"init {seed} --update --json")
    assert answer.code == 1
    assert [each["now"] for each in answer.data["conflicts"]] == ["3"]
    assert [each["seed"] for each in answer.data["changed"]] == ["2023-01-10"]
    assert capacity(seed) == 3
    again = run(seed, f"init {seed} --update")
    assert (again.code, "here 3 (entered since), in the file 2" in again.err) == (1, True)


def test_what_only_people_changed_is_no_difference(seed: Path) -> None:
    run(seed, "layer edit city-private --max 3")
    assert "seed:" not in run(seed, f"init {seed}").err
    assert "so already" in run(seed, f"init {seed} --update").err
    assert capacity(seed) == 3


def test_an_update_that_breaks_a_rule_is_refused_whole(seed: Path) -> None:
    edit(seed, "end: 2023-01-15", "end: 2023-01-10")
    run(seed, "log-visit 隆子县 --form 送教 --on 2022-03-05")
    edit(seed, "    start: 2022-03-01\n", "    start: 2022-04-01\n")
    answer = run(seed, f"init {seed} --update")
    assert (answer.code, "2022-03-05" in answer.err) == (3, True)
    assert run(seed, "cycle show --json").data["terms"][1]["last"] == "2023-01-15"
