"""Two things never go by one name, and one thing is found however its name is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing

SECOND = "措美县第二幼儿园"


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")


def typed(line: str, lang: str = "en") -> Answer:
    return pairing(*line.split(), lang=lang)


def ok(line: str) -> Answer:
    return done(*line.split(), lang="zh")


@pytest.fixture
def two_of_one_county() -> None:
    """Another county exemplar of 措美县, helped as well."""
    ok(f"kindergarten add {SECOND} --tier county --exemplar county --region 措美县")
    ok(f"assign 市第三实验幼儿园 {SECOND} --override 县里另有一所")


@pytest.mark.usefixtures("two_of_one_county")
def test_two_mentees_of_a_county_are_told_apart_on_every_screen() -> None:
    for mentee in ("措美县示范幼儿园", SECOND):
        ok(f"log-visit {mentee} --form 送教 --on 2022-04-12 --hours 4")
        ok(f"log-visit {mentee} --form 送教 --on 2022-07-12 --planned")
    names = {"措美县示范", "措美县第二"}
    for line in ("progress", "schedule", "schedule --ics -", "history", "visit list"):
        shown = "".join(ok(line).out.split())
        assert all(name in shown for name in names), line
    assert SECOND.removesuffix("幼儿园") in ok("undo").err


@pytest.mark.usefixtures("two_of_one_county")
def test_a_mentee_alone_in_its_county_is_called_by_it() -> None:
    shown = ok("progress").out
    assert "隆子县" in shown
    assert "隆子县示范" not in shown


def test_namesakes_of_two_counties_are_told_apart() -> None:
    for county in ("洛扎县", "隆子县"):
        ok(f"kindergarten add 扎日乡中心幼儿园 --tier township --region {county}/扎日乡")
        ok(f"assign 隆子县 {county}/扎日乡中心幼儿园 --override 试点")
    shown = "".join(ok("progress").out.split())
    assert "洛扎县/扎日乡中心幼儿园" in shown
    assert "隆子县/扎日乡中心幼儿园" in shown


@pytest.mark.parametrize(
    ("alias", "what"),
    [
        ("隆子县", "the region 隆子县"),
        ("隆 子 县", "the region 隆子县"),
        ("热荣乡", "the region 热荣乡"),
        ("市实验幼儿园", "the kindergarten 市实验幼儿园"),
        ("（市）实验幼儿园", "the kindergarten 市实验幼儿园"),
        ("送教下乡", "the form 送教 (lesson_delivery)"),
        ("Lesson-Delivery", "the form 送教 (lesson_delivery)"),
    ],
)
def test_an_alias_that_means_something_already_is_refused(alias: str, what: str) -> None:
    answer = pairing("kindergarten", "alias", "未来双语幼儿园", alias, "--json")
    assert (answer.code, answer.error["code"]) == (65, "already-there")
    assert what in answer.error["message"]


def test_an_alias_is_no_ref_of_a_pairing() -> None:
    ref = ok("list --json").data[0]["ref"]
    for alias in (ref, ref[:6].upper()):
        answer = typed(f"kindergarten alias 未来双语幼儿园 {alias} --json")
        assert ref in answer.error["message"]


def test_a_word_for_a_form_is_no_name_of_a_place() -> None:
    assert typed("form alias 送教 隆子县").code == 65


def test_a_countys_exemplar_may_be_called_by_the_county() -> None:
    ok("kindergarten alias 隆子县示范幼儿园 隆子县")
    assert ok("kindergarten show 隆子县 --json").data["name"] == "隆子县示范幼儿园"


@pytest.mark.parametrize(
    "written",
    [
        "未来双语 幼儿园",
        "未来双语\u200b幼儿园",
        "（未来）双语幼儿园",
        "未来双语幼儿园\u3000",
        "〔未来双语〕幼儿园",
    ],
)
def test_a_name_written_otherwise_is_the_same_name(written: str) -> None:
    found = done("kindergarten", "show", written, "--json").data
    assert found["name"] == "未来双语幼儿园"
    assert (
        pairing("kindergarten", "add", written, "--tier", "county", "--ownership", "民办").code
        == 65
    )


def test_letters_of_another_width_are_the_same_letters() -> None:
    ok("kindergarten add ABC幼儿园（东区） --tier township --region 热荣乡")
    for written in ("ＡＢＣ幼儿园(东区)", "abc幼儿园【东区】"):
        assert ok(f"kindergarten show {written} --json").data["name"] == "ABC幼儿园（东区）"
        add = typed(f"kindergarten add {written} --tier township --region 热荣乡 --json")
        assert add.error["code"] == "already-there"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (
            "backbone add 加查县 次仁卓嘎 --level 县级",
            "backbone add 加查县 次仁\u200b卓嘎 --level 县级",
        ),
        (
            "apprentice add 加查县 --master 甲 --apprentice 乙丙 --start 2022-05-02",
            "apprentice add 加查县 --master 甲 --apprentice 乙·丙 --start 2022-06-01",
        ),
        (
            "secondment add 加查县 --person 丁卓玛 --from 2022-05-01",
            "secondment add 加查县 --person 丁·卓玛 --from 2022-06-01",
        ),
        ("showcase add --title 春展 --on 2022-05-18", "showcase add --title 春·展 --on 2022-05-18"),
    ],
)
def test_nobody_and_nothing_stands_twice_by_one_name(first: str, again: str) -> None:
    ok(first)
    for line in (first, again):
        assert typed(line).code in (3, 65), line
        assert "already" in typed(line).err


def test_what_was_removed_is_in_nobodys_way() -> None:
    ok("showcase add --title 春展 --on 2022-05-18")
    (row,) = ok("showcase list --json").data
    ok(f"showcase remove {row['ref']} --reason 记错了")
    ok("showcase add --title 春展 --on 2022-05-18")


def test_somebody_may_go_again_after_coming_back() -> None:
    ok("secondment add 加查县 --person 丁卓玛 --from 2022-03-01 --to 2022-04-01")
    ok("secondment add 加查县 --person 丁卓玛 --from 2022-05-01")
