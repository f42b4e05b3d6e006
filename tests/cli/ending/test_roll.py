"""The next cycle, arranged from a closed one: a proposal, a meeting, one command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Answer, done, pairing

AFTER = ("--as-of", "2024-06-28", "--actor", "卓玛")
ROLL = "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31"


def run(db: Path, line: str) -> Answer:
    """One command line on a day after the cycle's end."""
    return pairing("--db", str(db), *AFTER, *line.split())


def data(db: Path, line: str) -> Any:
    """What a command line that must succeed answers in JSON."""
    return done("--db", str(db), *AFTER, *line.split(), "--json").data


_MADE: dict[str, bytes] = {}


@pytest.fixture
def closed(db: Path) -> Path:
    """A closed cycle with a need and a problem that are open, and a need that is settled."""
    # Closing takes seconds, and many facts begin with it: it is done once.
    if "closed" not in _MADE:
        _close(db)
        _MADE["closed"] = db.read_bytes()
    db.write_bytes(_MADE["closed"])
    return db


def _close(db: Path) -> None:
    for line in (
        "need add 隆子县 --text 区域材料不足 --on 2023-03-01",
        "need add 措美县 --text 缺教师 --on 2023-03-01",
        "problem add 隆子县 --text 冬季道路封闭 --on 2023-12-01",
        "cycle close 2022-2024",
    ):
        assert run(db, line).code == 0


def decide(tmp_path: Path, *rows: str) -> Path:
    """A table of decisions."""
    path = tmp_path / "d.csv"
    path.write_text("\n".join(["受帮扶园,建议,新帮扶园,理由,破例原因", *rows]) + "\n", "utf-8")
    return path


def test_an_open_cycle_is_proposed_from_and_not_rolled(db: Path, tmp_path: Path) -> None:
    answer = run(db, f"{ROLL} --json")
    assert (answer.code, answer.error["code"]) == (3, "cycle-open")
    book = tmp_path / "m.xlsx"
    before = db.read_bytes()
    assert run(db, f"cycle roll N --from 2022-2024 --proposal -o {book}").code == 0
    assert book.exists()
    assert db.read_bytes() == before


def test_a_trial_says_what_the_real_run_then_does(closed: Path) -> None:
    before = closed.read_bytes()
    trial = data(closed, f"{ROLL} --dry-run")
    assert closed.read_bytes() == before
    assert data(closed, ROLL) == trial
    assert (trial["from"], trial["to"]) == ("2022-2024", "2024-2026")
    assert {each["decision"] for each in trial["decisions"]} == {"keep", "open"}
    assert all(each["reason"] for each in trial["decisions"])
    assert set(trial["missing"]) == {"terms", "exemptions", "mentors", "names"}


def test_a_mentee_is_kept_where_nothing_speaks_against_it(closed: Path) -> None:
    run(closed, ROLL)
    pairs = {(each["mentor"], each["mentee"]) for each in data(closed, "list --cycle 2024-2026")}
    before = {(each["mentor"], each["mentee"]) for each in data(closed, "list --cycle 2022-2024")}
    assert pairs == before
    assert {each["start"] for each in data(closed, "list --cycle 2024-2026")} == {"2024-04-01"}


def test_the_scheme_goes_over_word_for_word(closed: Path) -> None:
    run(closed, ROLL)
    assert data(closed, "layer list --cycle 2024-2026") == data(
        closed, "layer list --cycle 2022-2024"
    )
    rules = [
        [(each["code"], each["need"], each["layers"]) for each in data(closed, f"rule list {of}")]
        for of in ("--cycle 2022-2024", "--cycle 2024-2026")
    ]
    assert rules[0] == rules[1]


def test_checklist_and_formula_go_over_with_what_they_say(db: Path) -> None:
    for line in ("inspection adopt pairing-inspection", "assessment adopt bundled"):
        assert run(db, line).code == 0
    assert run(db, "cycle close 2022-2024 --override 局务会").code == 0
    carried = data(db, ROLL)["carried"]
    assert (carried["checklists"], carried["schemes"]) == (1, 1)
    for noun in ("inspection checklists", "assessment schemes"):
        old, new = (data(db, f"{noun} --cycle {of}") for of in ("2022-2024", "2024-2026"))
        assert old == new
        assert [each["adopted"] for each in new] == [True]


def test_a_pack_stays_behind_where_it_is_said(closed: Path) -> None:
    run(closed, f"{ROLL} --without term-quotas")
    packs = {each["pack"] for each in data(closed, "rule list --cycle 2024-2026")}
    assert packs == {"shannan-2022"}


def test_what_is_open_goes_on_with_its_age(closed: Path) -> None:
    carried = data(closed, ROLL)["carried"]
    assert (carried["needs"], carried["problems"]) == (2, 1)
    (need,) = data(closed, "need list 隆子县 --cycle 2024-2026")
    assert (need["raised"], need["state"]) == ("2023-03-01", "open")
    (old,) = data(closed, "need list 隆子县 --cycle 2022-2024")
    assert old["state"] == "carried"
    (problem,) = data(closed, "problem list --cycle 2022-2024")
    assert problem["state"] == "carried"


def test_an_exemption_is_decided_on_and_never_renewed_silently(
    closed: Path, tmp_path: Path
) -> None:
    file = decide(tmp_path, "exemption:洛扎县,继续,,再免一轮", "exemption:浪卡子县,退出")
    found = data(closed, f"{ROLL} --decisions {file}")
    assert {each["county"]: each["renewed"] for each in found["exemptions"]} == {
        "洛扎县": True,
        "浪卡子县": False,
        "错那市": None,
    }
    (exempt,) = data(closed, "exemption list")
    assert (exempt["county"], exempt["reason"]) == ("洛扎县", "再免一轮")


def test_a_swap_without_a_name_gets_the_mentor_that_suggest_finds(
    closed: Path, tmp_path: Path
) -> None:
    file = decide(tmp_path, "措美县,swap,,两学期停滞", "隆子县,毕业,,晋级已批准")
    found = {
        each["mentee"]: each for each in data(closed, f"{ROLL} --decisions {file}")["decisions"]
    }
    assert found["措美县示范幼儿园"]["mentor"] == "市实验幼儿园"
    assert found["隆子县示范幼儿园"]["mentor"] is None
    assert "隆子县示范幼儿园" not in {
        each["mentee"] for each in data(closed, "list --cycle 2024-2026")
    }


def test_the_proposal_comes_back_as_decisions(closed: Path, tmp_path: Path) -> None:
    trial = data(closed, f"{ROLL} --dry-run")
    for name in ("m.xlsx", "m.csv"):
        book = tmp_path / name
        assert run(closed, f"{ROLL} --proposal -o {book}").code == 0
        back = data(closed, f"{ROLL} --decisions {book} --dry-run")
        told = [
            [(each["mentee"], each["decision"], each["mentor"]) for each in found["decisions"]]
            for found in (back, trial)
        ]
        assert told[0] == told[1]
        assert back["exemptions"] == trial["exemptions"]


def test_all_rows_that_break_a_rule_are_told_at_once(closed: Path, tmp_path: Path) -> None:
    file = decide(
        tmp_path,
        "措美县,swap,市实验幼儿园,调整",
        "曲松县,swap,市第三实验幼儿园,调整",
    )
    answer = run(closed, f"{ROLL} --decisions {file} --json")
    assert (answer.code, answer.error["code"]) == (3, "decisions-break-rules")
    assert "措美县" in answer.err
    assert "曲松县" in answer.err
    mixed = decide(tmp_path, "没有的园,keep", "措美县,swap,市实验幼儿园,调整")
    answer = run(closed, f"{ROLL} --decisions {mixed} --json")
    assert (answer.code, answer.error["code"]) == (65, "bad-decisions")
    assert "没有的园" in answer.err
    assert "措美县" in answer.err
    reasoned = decide(tmp_path, "措美县,swap,市实验幼儿园,调整,会议特批")
    assert run(closed, f"{ROLL} --decisions {reasoned}").code == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("没有的园,keep",), "没有的园"),
        (("措美县,keep", "措美县,drop"), "twice"),
        (("措美县,也许",), "也许"),
    ],
)
def test_a_table_that_can_not_be_read_is_refused_whole(
    closed: Path, tmp_path: Path, rows: tuple[str, ...], said: str
) -> None:
    answer = run(closed, f"{ROLL} --decisions {decide(tmp_path, *rows)}")
    assert (answer.code, said in answer.err) == (65, True)


def test_without_a_default_every_mentee_is_decided_on(closed: Path, tmp_path: Path) -> None:
    file = decide(tmp_path, "措美县,keep")
    answer = run(closed, f"{ROLL} --decisions {file} --default none --json")
    assert (answer.code, answer.error["code"]) == (3, "undecided")


def test_a_roll_is_one_command_taken_back_and_done_again(closed: Path) -> None:
    run(closed, ROLL)
    after = data(closed, "list --cycle 2024-2026")
    assert run(closed, "undo").code == 0
    assert [each["code"] for each in data(closed, "cycle list")] == ["2022-2024"]
    assert run(closed, "redo").code == 0
    assert data(closed, "list --cycle 2024-2026") == after
    assert run(closed, "db doctor").code == 0


def test_groups_and_teacher_pairs_go_on_where_it_is_asked(db: Path) -> None:
    for line in (
        "group add 隆子县 --side mentee --head 卓玛 --member 德吉 --on 2022-04-01",
        "apprentice add 隆子县 --master 次仁 --apprentice 格桑 --start 2022-04-01",
        "cycle close 2022-2024",
        f"{ROLL} --groups --pairs",
    ):
        answer = run(db, line)
        assert answer.code == 0, answer.err
    (pair,) = data(db, "apprentice list --cycle 2024-2026")
    assert (pair["master"], pair["start"]) == ("次仁", "2022-04-01")
    (group,) = data(db, "group list --cycle 2024-2026")
    assert group["head"] == "卓玛"


def test_a_mentee_with_two_mentors_keeps_both_or_what_the_meeting_decides_of_each(
    db: Path, tmp_path: Path
) -> None:
    for line in (
        "layer edit city-county --max 4",
        "layer sides city-county --most-mentors 2",
        "assign 市第二实验幼儿园 隆子县 --start 2022-03-01",
        "cycle close 2022-2024 --override 局务会",
    ):
        assert run(db, line).code == 0, line
    closed = db.read_bytes()

    def mentors(rolled: str) -> set[str]:
        db.write_bytes(closed)
        answer = run(db, rolled)
        assert answer.code == 0, answer.err
        rows = data(db, "list --cycle 2024-2026")
        return {row["mentor"] for row in rows if row["county"] == "隆子县"}

    assert mentors(ROLL) == {"市实验幼儿园", "市第二实验幼儿园"}
    one = tmp_path / "one.csv"
    one.write_text("受帮扶园,原帮扶园,建议\n隆子县,市第二实验幼儿园,退出\n", "utf-8")
    assert mentors(f"{ROLL} --decisions {one}") == {"市实验幼儿园"}
    one.write_text("受帮扶园,建议\n隆子县,退出\n", "utf-8")
    assert mentors(f"{ROLL} --decisions {one}") == set()
    row = "隆子县,市实验幼儿园,退出\n"
    one.write_text(f"受帮扶园,原帮扶园,建议\n{row}{row}", "utf-8")
    db.write_bytes(closed)
    assert "decided twice" in run(db, f"{ROLL} --decisions {one}").err
    of_one = "加查县,市实验幼儿园,退出\n加查县,市第二实验幼儿园,继续\n"
    one.write_text(f"受帮扶园,原帮扶园,建议\n{of_one}", "utf-8")
    assert "decided twice" in run(db, f"{ROLL} --decisions {one}").err
