"""What cannot be is refused in words of the programme, not in those of the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


def refused(line: str) -> Answer:
    answer = pairing(*line.split(), lang="zh")
    assert answer.code in (2, 65), line
    assert "constraint" not in answer.err
    return answer


def test_nobody_comes_back_before_going_neither_when_recorded_nor_when_corrected() -> None:
    new = "secondment add 隆子县 --person 次仁 --from 2022-05-01"
    assert "2022-04-01 早于 2022-05-01" in refused(f"{new} --to 2022-04-01").err
    ref = done(*new.split(), "--json").data[0]["ref"]
    assert "早于" in refused(f"secondment edit {ref} --to 2022-04-01").err
    done("secondment", "edit", ref, "--to", "2022-06-01")
    assert "早于" in refused(f"secondment edit {ref} --from 2022-06-15").err


def test_a_problem_is_not_resolved_before_it_was_raised() -> None:
    ref = done("problem", "add", "隆子县", "--text", "路远", "--on", "2022-05-01", "--json").data[0]
    assert "早于" in refused(f"problem resolve {ref['ref']} --how 通车 --on 2022-04-01").err


@pytest.mark.parametrize("name", ["Ａ片", "a片", "A 片", "A片\u200b"])
def test_a_circle_has_one_name_however_it_is_written(name: str) -> None:
    done("circle", "add", "A片", "--head", "隆子县")
    done("circle", "add", "西片", "--head", "加查县")
    assert pairing("circle", "add", name, "--head", "桑日县").code == 65
    assert (
        pairing("circle", "edit", "西片", "--name", name, "--json").error["code"] == "circle-twice"
    )
    assert done("circle", "show", name, "--json").data["name"] == "A片"
    done("circle", "edit", "A片", "--name", "Ａ片")


def test_an_option_that_is_wrong_is_no_column() -> None:
    line = "travel add 市实验幼儿园 隆子县 --km 0"
    assert "列" not in refused(line).err
    assert pairing(*line.split(), "--json").error["column"] == "km"


def test_nothing_is_put_before_the_public_after_the_wrap_up_of_its_cycle() -> None:
    line = "commendation add unit 隆子县 --reason 送教扎实 --json"
    ref = done(*line.split()).data[0]["ref"]
    assert "2099-01-01" in refused(f"commendation publicise {ref} --from 2099-01-01").err
    done("commendation", "publicise", ref, "--from", "2022-07-04")


@pytest.mark.parametrize(
    "line",
    [
        "summary note add work --text 甲",
        "bulletin add --title 简报 --kind progress",
        "showcase add --title 展示 --on 2023-10-18",
        "commendation add unit 隆子县 --reason 送教扎实",
        "exemption add 隆子县 --reason 另作安排",
    ],
)
def test_what_is_written_at_a_cycles_end_says_where_it_went_when_two_are_open(line: str) -> None:
    done(*["cycle", "add", "2023-2025", "--start", "2023-09-01", "--end", "2025-08-31"])
    answer = done(*line.split(), "--as-of", "2023-11-01", lang="zh")
    assert "已记入周期 2023-2025。要记入别的周期：--cycle 2022-2024" in answer.err
    assert "。撤销：" in answer.err
