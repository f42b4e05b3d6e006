"""Who is named counts: several in one text are several, or refused where one is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


@pytest.mark.parametrize("name", ["卓玛、央金", "卓玛；央金", "全园教师", "张老师等3人"])
def test_where_one_person_is_meant_several_are_refused(name: str) -> None:
    for words in (
        ("secondment", "add", "加查县", "--from", "2022-05-01", "--person", name),
        ("apprentice", "add", "加查县", "--apprentice", "丙", "--master", name),
        ("apprentice", "add", "加查县", "--master", "丙", "--apprentice", name),
        ("backbone", "add", "加查县", name, "--level", "county"),
        ("commendation", "add", "person", "--reason", "好", "--unit", "加查县", "--person", name),
    ):
        answer = pairing(*words)
        assert answer.code == 65
        assert "not the name of one person" in answer.err
    table = Path("x.csv")
    table.write_text(f"受帮扶园,方向,姓名,起\n加查县,上,{name},2022-05-01\n", encoding="utf-8")
    answer = pairing("import", "secondments", "x.csv")
    assert answer.code == 65
    assert "not the name of one person" in answer.err


def test_several_in_one_option_are_several() -> None:
    done("log-visit", "加查县", "--form", "送教", "--by", "卓玛、央金", "--by", "德吉")
    assert done("visit", "list", "--json").data[0]["people"] == ["卓玛", "央金", "德吉"]
    done("group", "add", "加查县", "--side", "mentee", "--head", "次仁", "--member", "甲，乙")
    group = done("group", "show", "加查县", "--json").data
    assert [each["name"] for each in group["people"]] == ["次仁", "甲", "乙"]


def test_whoever_has_an_interest_does_not_inspect_beside_another() -> None:
    done("group", "add", "加查县", "--side", "mentee", "--head", "次仁", "--on", "2022-05-01")
    done("inspection", "adopt", "pairing-inspection")
    answer = pairing("inspection", "add", "加查县", "--on", "2022-06-29", "--by", "德吉、次仁")
    assert answer.code == 3
    assert "次仁" in answer.err
