"""What joins, is met in part or ends has a day: a report of an earlier one doesn't know of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commandline import done, pairing


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.chdir(db.parent)


def do(line: str) -> None:
    done(*line.split())


def rows(line: str, day: str | None = None) -> Any:
    return done(*line.split(), "--json", *(("--as-of", day) if day else ())).data


def test_what_is_arranged_ahead_is_listed_however_the_clock_stands() -> None:
    """PAIRING_TODAY is the day on which it was put on record, not that of the machine."""
    do("apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-09-01")
    do("group add 隆子县 --side mentee --head 张某 --on 2022-08-01")
    assert [each["state"] for each in rows("apprentice list")] == ["upcoming"]
    assert [each["head"] for each in rows("group list")] == ["张某"]
    assert rows("apprentice list", "2022-05-20") == []
    assert rows("group list", "2022-05-20") == []


def members(day: str | None = None) -> str:
    (row,) = rows("circle list", day)
    return "、".join(name[:3] for name in row["members"])


def test_a_circle_has_on_a_day_who_had_joined_by_then_and_not_left() -> None:
    do("circle add 东片 --head 隆子县 --member 加查县")
    do("circle join 东片 桑日县 --on 2022-05-10")
    do("circle leave 东片 加查县")
    assert members() == "隆子县、桑日县"
    assert members("2022-06-29") == "隆子县、加查县、桑日县"
    assert members("2022-05-09") == "隆子县、加查县"
    assert len(rows("circle show 东片", "2022-05-09")["members"]) == 2
    do("circle join 东片 加查县")  # it comes again
    assert members() == "隆子县、加查县、桑日县"
    done("undo")
    done("undo")
    assert members() == "隆子县、加查县、桑日县"
    assert pairing("db", "doctor").code == 0


def test_a_circle_is_joined_and_left_on_a_day_that_has_been_and_lies_in_the_cycle() -> None:
    do("circle add 东片 --head 隆子县")
    for verb in ("join", "leave"):
        for day in ("2022-07-01", "2022-02-01"):
            line = f"circle {verb} 东片 桑日县 --on {day}"
            assert pairing(*line.split()).code == 2, line
    do("circle join 东片 桑日县")
    do("circle leave 东片 桑日县")  # on the day on which it came: it never was in it
    assert members() == "隆子县"
    do("circle join 东片 桑日县 --on 2022-05-10")
    do("circle add 西片 --head 加查县")
    do("circle leave 东片 桑日县 --on 2022-06-10")
    assert pairing("circle", "join", "西片", "桑日县", "--on", "2022-06-01").code == 3
    do("circle join 西片 桑日县 --on 2022-06-10")
    assert pairing("db", "doctor").code == 0


def test_who_shows_what_is_not_known_before_it_was_arranged_unless_it_was_shown_by_then() -> None:
    for title, day in (("现场会", "2022-05-10"), ("展示周", "2022-10-10")):
        do(f"showcase add --title {title} --on {day}")
    held, to_come = (each["ref"] for each in rows("showcase list"))
    for ref, mentee in ((held, "隆子县"), (to_come, "加查县")):
        do(f"showcase join {ref} {mentee} --form talk")
    assert [each["pairings"] for each in rows("showcase list")] == [1, 1]
    assert [each["title"] for each in rows("showcase list", "2022-05-20")] == ["现场会"]
    shown = {each["mentee"] for each in rows("showcase list --missing", "2022-05-20")}
    now = {each["mentee"] for each in rows("showcase list --missing")}
    assert shown - now == {"加查县"}
    assert "加查县" not in done("showcase", "show", to_come, "--as-of", "2022-05-20").out
    assert "加查县" in done("showcase", "show", to_come).out


def test_a_need_met_in_part_later_is_open_on_the_day_and_remembers_it_when_it_is_solved() -> None:
    do("need add 隆子县 --text 材料 --on 2022-04-01")
    (row,) = rows("need list")
    do(f"need edit {row['ref']} --state partly --settled 2022-05-10 --outcome 送来一批")

    def stood(day: str) -> tuple[str, str | None]:
        (found,) = rows("need list", day)
        assert rows(f"need list --state {found['state']}", day) == [found]
        return found["state"], found["outcome"]

    assert stood("2022-05-09") == ("open", None)
    assert stood("2022-05-10") == ("partly", "送来一批")
    do(f"need edit {row['ref']} --state solved --settled 2022-06-10")
    assert stood("2022-05-09") == ("open", None)
    assert stood("2022-05-10")[0] == "partly"
    assert stood("2022-06-10") == ("solved", "送来一批")
    early = f"need edit {row['ref']} --state partly --settled 2022-03-01"
    assert pairing(*early.split()).code == 2


def test_whoever_leaves_a_group_after_an_inspection_has_an_interest_in_it() -> None:
    """And who joins it only later has none."""
    done("inspection", "adopt", "pairing-inspection")
    do("group add 隆子县 --side mentee --head 张某")
    do("group hand-over 隆子县 --side mentee --to 李某 --on 2022-09-01 --reason 换届")
    refused = "inspection add 隆子县 --on 2022-06-30 --by 张某 --by 王某"
    assert pairing(*refused.split()).code == 3
    do(refused.replace("张某", "李某"))


def test_an_end_that_was_decided_later_moves_nothing_of_an_earlier_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also of terms to come, in which a pair that is open to its end still stands."""
    done("rule", "adopt", "five-ones")
    do("apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-04-01")
    do("group add 隆子县 --side mentee --head 张某 --contact 王某 --on 2022-04-01")
    reads = ("progress --detail", "schedule --from 2022-05-20 --to 2023-07-31", "status --all")
    before = [rows(read, "2022-06-30") for read in reads]
    monkeypatch.setenv("PAIRING_TODAY", "2022-08-10")
    (pair,) = rows("apprentice list")
    do(f"apprentice edit {pair['ref']} --end 2022-08-05 --reason 期满")
    do("group edit 隆子县 --side mentee --leave 张某 --leave 王某 --on 2022-08-05")
    for read, was in zip(reads, before, strict=True):
        assert rows(read, "2022-06-30") == was, read
    assert [rows(read, "2022-08-10") for read in reads] != before
