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


MOVED = (
    ("min: 3, max: 3", "min: 2, max: 4"),
    ("曲松县, 扎囊县, 未来双语幼儿园]", "曲松县, 未来双语幼儿园]"),
    ("桑日县, 邦金美朵双语幼儿园]", "桑日县, 扎囊县, 邦金美朵双语幼儿园]"),
)
"""Another mentor for 扎囊县."""


def mentors(seed: Path, mentee: str = "扎囊县示范幼儿园") -> list[str]:
    """The mentors of a mentee whose pairings are running."""
    rows = run(seed, "list --json").data
    here = [row for row in rows if row["mentee"] == mentee and row["state"] != "ended"]
    return sorted(row["mentor"] for row in here)


def test_a_pairing_that_people_changed_since_is_not_overwritten(seed: Path) -> None:
    words = "reassign 扎囊县 市实验幼儿园 --reason x --on 2023-01-01 --override y"
    assert run(seed, words).code == 0
    assert "file" not in run(seed, f"init {seed}").err
    for before, after in MOVED:
        edit(seed, before, after)
    answer = run(seed, f"init {seed} --update --json")
    assert (answer.code, len(answer.data["changed"])) == (1, 2)
    (conflict,) = answer.data["conflicts"]
    assert (conflict["now"], conflict["seed"]) == ("市实验幼儿园", "市第三实验幼儿园")
    assert mentors(seed) == ["市实验幼儿园"]


def test_a_pairing_that_nobody_changed_goes_by_the_file(seed: Path) -> None:
    for before, after in MOVED:
        edit(seed, before, after)
    assert run(seed, f"init {seed} --update").code == 0
    assert mentors(seed) == ["市第三实验幼儿园"]


def test_weights_change_together(seed: Path) -> None:
    weights = "weights: {organisation: 10, activity: 60, archive: 15, effect: 15}"
    edit(seed, "    state: active", f"    {weights}\n    state: active")
    answer = run(seed, f"init {seed} --update --json")
    assert (answer.code, len(answer.data["changed"])) == (0, 2)
    assert run(seed, "db doctor").code == 0


def test_an_update_with_conflicts_alone_offers_no_way_back(seed: Path) -> None:
    assert run(seed, "cycle term-edit 2023-spring --end 2023-06-10").code == 0
    edit(seed, "end: 2023-07-15", "end: 2023-06-20")
    answer = run(seed, f"init {seed} --update")
    assert answer.code == 1
    assert "pairing undo" not in answer.err


def test_a_kindergarten_that_moves_in_the_file_is_the_same_one(seed: Path) -> None:
    moved = '{name: 未来双语幼儿园, region: "540529", tier: county'
    edit(seed, "{name: 未来双语幼儿园, tier: county", moved)
    assert "here —, in the file 540529" in run(seed, f"init {seed}").err
    assert run(seed, f"init {seed} --update").code == 0
    assert len(mentors(seed, "未来双语幼儿园")) == 1
    assert run(seed, "db doctor --check").code == 0


def test_what_the_file_has_left_out_is_told_and_stays(seed: Path) -> None:
    edit(seed, "  - {pack: term-quotas, ledger: reference}\n", "")
    text = seed.read_text("utf-8")
    start = text.index("  - cycle: 2022-2024\n    region: 浪卡子县")
    seed.write_text(text[:start] + text[text.index("# ── 规则包") :], "utf-8")
    answer = run(seed, f"init {seed} --update --json")
    assert answer.code == 1
    assert {(each["table"], each["name"]) for each in answer.data["conflicts"]} == {
        ("exemption", "浪卡子县"),
        ("rule_pack", "term-quotas"),
    }
    assert len(run(seed, "exemption list --json").data) == 3


def test_a_mentee_may_be_given_another_mentor_beside_its_own(seed: Path) -> None:
    edit(seed, "{layer: city-county, min: 3, max: 3}",
         "{layer: city-county, min: 3, max: 4, most_mentors: 2}")  # fmt: skip
    edit(seed, "桑日县, 邦金美朵双语幼儿园]", "桑日县, 扎囊县, 邦金美朵双语幼儿园]")
    assert run(seed, f"init {seed} --update").code == 0
    assert mentors(seed) == ["市第三实验幼儿园", "市第二实验幼儿园"]
    assert "nothing was changed" in run(seed, f"init {seed}").err


def test_another_expert_of_a_circle_is_taken_from_the_seed(seed: Path) -> None:
    text = seed.read_text("utf-8")
    circle = "\ncircles:\n  - {cycle: 2022-2024, name: 东片, head: 隆子县%s}\n"
    seed.write_text(text + circle % "", "utf-8")
    assert run(seed, f"init {seed} --update").code == 0
    seed.write_text(text + circle % ", expert: 李某", "utf-8")
    assert "东片" in run(seed, f"init {seed}").err
    assert run(seed, f"init {seed} --update").code == 0
    assert run(seed, "circle show 东片 --json").data["expert"] == "李某"
