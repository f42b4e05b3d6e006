"""The calendar and the scheme, edited by command: figures move with it, and are told before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Answer, done, pairing

AS_OF = ("--as-of", "2022-12-20")


def run(db: Path, line: str) -> Answer:
    """One command line on the day of these tests."""
    return pairing("--db", str(db), *AS_OF, *line.split())


def data(db: Path, line: str) -> Any:
    """What a command line that must succeed answers in JSON."""
    return done("--db", str(db), *AS_OF, *line.split(), "--json").data


def test_a_longer_cycle_says_what_it_then_owes(db: Path) -> None:
    dry = data(db, "cycle edit 2022-2024 --end 2024-07-15 --dry-run")
    told = {each["mentee"]: each for each in dry["figures"]}
    assert told["隆子县"]["before"]["duties"] < told["隆子县"]["after"]["duties"]
    assert data(db, "cycle show 2022-2024")["end"] == "2024-03-31"
    run(db, "cycle edit 2022-2024 --end 2024-07-15")
    assert data(db, "cycle show 2022-2024")["end"] == "2024-07-15"


def test_days_that_no_document_says_are_marked_until_somebody_sets_them(db: Path) -> None:
    found = data(db, "cycle show")
    assert found["assumed"] is True
    assert {term["assumed"] for term in found["terms"]} == {True}
    run(db, "cycle term-edit 2022-autumn --end 2023-01-10")
    run(db, "cycle edit 2022-2024 --end 2024-02-29")
    found = data(db, "cycle show")
    assert found["assumed"] is False
    assert [term["code"] for term in found["terms"] if not term["assumed"]] == ["2022-autumn"]


def test_pairings_that_began_with_a_cycle_begin_with_it_still(db: Path) -> None:
    run(db, "cycle edit 2022-2024 --start 2022-03-15")
    assert {each["start"] for each in data(db, "list")} == {"2022-03-15"}


def test_a_cycle_does_not_leave_its_visits_outside(db: Path) -> None:
    run(db, "log-visit 隆子县 --form 送教 --on 2022-04-12")
    answer = run(db, "cycle edit 2022-2024 --start 2022-05-01")
    assert answer.code == 3
    assert "2022-04-12" in answer.err


def test_weights_of_blocks_are_a_hundred_together(db: Path) -> None:
    answer = run(db, "cycle edit 2022-2024 --weight activity=60 --json")
    assert (answer.code, answer.error["code"]) == (2, "weights-not-a-hundred")
    line = "cycle edit 2022-2024 --weight activity=60"
    assert "组织=20、活动=50" in pairing("--db", str(db), *line.split(), lang="zh").err
    assert run(db, "cycle edit 2022-2024 --weight 活动=60 --weight effect=5").code == 0
    assert data(db, "cycle show")["weight_activity"] == 60


def test_summing_up_ends_after_the_cycle(db: Path) -> None:
    assert run(db, "cycle edit 2022-2024 --wrap-up-until 2024-03-31").code == 2
    assert run(db, "cycle edit 2022-2024 --wrap-up-until 2024-05-31").code == 0


def test_a_term_gets_other_days_and_the_vacation_with_them(db: Path) -> None:
    assert run(db, "cycle term-edit 2022秋 --end 2022-12-31").code == 0
    terms = {each["code"]: each for each in data(db, "cycle show")["terms"]}
    assert terms["2022-autumn"]["last"] == "2022-12-31"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("cycle term-edit 2022秋 --start 2022-07-01", "terms-overlap"),
        ("cycle term-edit 2022秋 --end 2023-08-20", "term-too-long"),
        ("cycle term-edit 2022秋 --start 2021-09-01", "wrong-year"),
        ("cycle term-edit 2029秋 --end 2029-12-20", "no-such-term"),
    ],
)
def test_a_term_that_can_not_be_is_refused(db: Path, line: str, code: str) -> None:
    assert run(db, f"{line} --json").error["code"] == code


def stay(db: Path) -> float:
    """The days of a week's stay that count."""
    periods = data(db, "why 隆子县 shadowing-week")["periods"]
    return float(next(each["counted"][0]["amount"] for each in periods if each["counted"]))


def test_a_holiday_is_no_school_day_of_a_stay(db: Path) -> None:
    run(db, "rule adopt five-ones")
    run(db, "log-visit 隆子县 --form 跟班学习 --on 2022-10-10..2022-10-14")
    assert stay(db) == 5
    run(db, "cycle holiday-add 2022-10-12..2022-10-13 --name 考试")
    assert stay(db) == 3
    assert run(db, "cycle holiday-add 2022-08-01 --name 建军节 --json").error["code"] == (
        "outside-terms"
    )
    run(db, "cycle holiday-remove 2022-10-12..2022-10-13 --reason 照常上课")
    assert stay(db) == 5


def test_a_capacity_is_not_cut_below_what_mentors_have(db: Path) -> None:
    answer = run(db, "layer edit city-county --min 1 --max 2 --json")
    assert (answer.code, answer.error["code"]) == (3, "beyond-capacity")
    widened = run(db, "layer edit city-county --max 4 --dry-run")
    assert "3 of 3→4\n" in widened.err
    raised = run(db, "layer edit city-county --min 4 --max 5 --dry-run")
    assert "3 of 3→5, 1 too few" in raised.err
    run(db, "layer edit city-county --max 4")
    assert data(db, "layer show city-county")["maximum"] == 4


def test_the_sides_of_a_layer_say_what_changes_and_leave_room_for_what_is(db: Path) -> None:
    """Shared capacity counts what mentors have; a pairing that fits no more is named."""
    told = run(db, "layer sides county-township --most-mentors 2 --dry-run").err
    assert "A mentee has at most 2 mentors." in told
    outside = run(db, "layer sides city-county --mentees county/collective --dry-run").err
    assert "市实验幼儿园 could not be made the mentor of 隆子县示范幼儿园 any more" in outside
    run(db, "layer sides city-county --together 市")
    refused = run(db, "layer sides city-private --together 市 --json")
    assert (refused.code, refused.error["code"]) == (3, "beyond-capacity")
    for layer in ("city-county", "city-private"):
        run(db, f"layer edit {layer} --min 1 --max 4")
    assert "one capacity together" in run(db, "layer sides city-private --together 市").err


def test_fewer_mentors_than_a_mentee_has_are_refused(db: Path) -> None:
    run(db, "layer edit city-county --max 4")
    run(db, "layer sides city-county --most-mentors 2")
    assert run(db, "assign 市第二实验幼儿园 隆子县").code == 0
    answer = run(db, "layer sides city-county --most-mentors 1 --json")
    assert (answer.code, answer.error["code"]) == (3, "beyond-capacity")


def test_a_county_with_regular_pairings_is_not_exempt(db: Path) -> None:
    answer = run(db, "exemption add 隆子县 --reason 已帮扶三年 --json")
    assert (answer.code, answer.error["code"]) == (3, "county-is-paired")


def test_what_coverage_becomes_is_told_before_it_is_written(db: Path) -> None:
    ended = run(db, "exemption end 洛扎县 --reason 重新安排 --dry-run").err
    assert "Coverage: exempt 3→2, unassigned 0→1" in ended
    run(db, "unassign 隆子县 --on 2022-12-19 --reason 调整")
    added = run(db, "exemption add 隆子县 --reason 已帮扶 --dry-run").err
    assert "Coverage: exempt 3→4, unassigned 1→0" in added
    official = run(db, "region edit 加查县 --kindergartens 20 --source 统计 --dry-run").err
    assert "Coverage of 加查县 in cycle 2022-2024: 1 of 20." in official


def test_an_ended_exemption_lets_a_mentor_be_assigned_and_can_come_back(db: Path) -> None:
    run(db, "exemption edit 洛扎县 --former-mentor 市实验幼儿园")
    assert data(db, "exemption show 洛扎县")["former_mentor"] == "市实验幼儿园"
    refused = run(db, "assign 市第二实验幼儿园 洛扎县示范幼儿园 --start 2022-12-21 --json")
    assert "exempt" in refused.err
    assert run(db, "exemption end 洛扎县 --on 2022-12-20 --reason 重新安排").code == 0
    assert data(db, "exemption list --all")[0]["end"] == "2022-12-20"
    run(db, "layer edit city-county --max 4")
    assigned = run(db, "assign 市第二实验幼儿园 洛扎县示范幼儿园 --start 2022-12-21")
    assert assigned.code == 0, assigned.err
    assert run(db, "exemption end 洛扎县 --on 2021-12-20 --reason 重新安排").code != 0


def test_an_exempt_county_is_advised_by_the_one_that_helped_it_before(db: Path) -> None:
    other = "assign 市第二实验幼儿园 洛扎县 --consult --json"
    assert run(db, f"{other} --dry-run").code == 0, "nobody is on record"
    run(db, "exemption edit 洛扎县 --former-mentor 市实验幼儿园")
    refused = run(db, other)
    assert (refused.code, refused.error["code"]) == (3, "not-the-former-mentor")
    assert "市实验幼儿园" in refused.error["message"]
    assert run(db, f"{other} --dry-run --override 路近").code == 0
    assert run(db, "assign 市实验幼儿园 洛扎县 --consult").code == 0
    # Who has an arrangement of its own may ask anybody besides.
    assert run(db, "assign 市第二实验幼儿园 隆子县 --consult").code == 0


def test_undo_does_not_bring_an_exemption_back_over_a_pairing(db: Path) -> None:
    run(db, "exemption end 洛扎县 --on 2022-03-01 --reason 重新安排")
    run(db, "layer edit city-county --max 4")
    seq = data(db, "history")[0]["seq"] - 1
    assigned = run(db, "assign 市第二实验幼儿园 洛扎县示范幼儿园 --start 2022-12-21")
    assert assigned.code == 0, assigned.err
    assert run(db, f"undo {seq}").code == 3


def test_a_region_lies_where_its_code_says(db: Path) -> None:
    new = "region add 新村 --level village --parent 隆子县/扎日乡 --code"
    assert run(db, f"{new} 540529999001 --json").error["code"] == "other-parent"
    assert run(db, f"{new} 5405 --json").error["code"] == "bad-code"
    township = data(db, "region list 扎日乡 --county 隆子县")[0]["code"]
    assert run(db, f"{new} {township}001").code == 0
    assert run(db, f"{new} {township}002 --json").error["code"] == "already-there"


def test_a_rule_that_changes_says_whose_figures_move(db: Path) -> None:
    assert "figures change" in run(db, "rule drop term-quotas --dry-run").err


def test_a_document_is_named_by_its_title_wherever_something_is_shown_in_full(db: Path) -> None:
    for line in ("kindergarten show 隆子县", "exemption show 洛扎县", "layer show city-county"):
        source = run(db, f"{line} --json").data["source"]
        assert source.startswith("《山南市"), line


def test_who_helps_whom_is_told_in_words_not_in_codes(db: Path) -> None:
    line = "layer sides county-township --mentees township --mentees county/private --dry-run"
    zh = pairing("--db", str(db), *AS_OF, *line.split(), lang="zh").err
    assert "县级园帮扶乡镇级园、县级民办园" in zh
    assert "private county kindergartens" in run(db, line).err


def test_a_layer_shows_who_helps_whom_in_words_and_scripts_read_the_codes(db: Path) -> None:
    run(db, "layer sides county-township --mentees township --mentees county/private")
    for line in ("layer show county-township", "layer sides county-township"):
        shown = run(db, line).out
        assert "township kindergartens, private county kindergartens" in shown, line
        assert "county kindergartens" in shown, line
    assert data(db, "layer show county-township")["mentee_kinds"] == "township,county/private"
