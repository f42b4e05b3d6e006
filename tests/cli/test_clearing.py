"""A field is emptied by --clear, and by nothing else: what is blank is a mistake."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.commandline import Answer, done, pairing
from tests.contract.tree import commands, context


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")


def typed(line: str) -> Answer:
    return done(*line.split())


def made(line: str) -> str:
    return str(typed(f"{line} --json").data[0]["ref"])


def shown(line: str) -> dict[str, object]:
    found: dict[str, object] = typed(f"{line} --json").data
    return found


NOTHING_TO_EMPTY = {
    "cycle edit",
    "inspection edit-finding",
    "summary note edit",
}
"""They have a way of their own (`remove`), or nothing that need not be there."""

CORRECTING = [
    path
    for path in commands()
    if path.split()[-1].startswith("edit") and path not in NOTHING_TO_EMPTY
]


def test_every_command_that_corrects_a_record_can_empty_its_fields() -> None:
    assert len(CORRECTING) >= 12
    for path in CORRECTING:
        clear = [each for each in context(path).command.params if each.name == "clear"]
        assert len(clear) == 1, path
        assert isinstance(clear[0].type, click.Choice)
        assert clear[0].type.choices, path


def test_what_a_visit_need_not_have_is_emptied_and_comes_back_with_undo() -> None:
    ref = made(
        "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --by 德吉 --goal ideas"
        " --teachers 9 --children 30 --topic 绘本 --next 回访 --note 顺利"
    )
    before = shown(f"visit show {ref}")
    keys = ("class_hours", "people", "teachers", "children", "topic", "goals", "next_step", "note")
    typed(f"visit edit {ref} " + " ".join(f"--clear {key}" for key in keys))
    after = shown(f"visit show {ref}")
    assert [after[key] for key in keys] == [None, [], None, None, None, [], None, None]
    others = set(before) - set(keys)
    assert {key: after[key] for key in others} == {key: before[key] for key in others}
    typed("undo")
    assert shown(f"visit show {ref}") == before


@pytest.mark.parametrize(
    ("first", "given", "cleared", "show", "keys"),
    [
        (
            "circle add 东片 --head 隆子县 --member 加查县 --note 先行 --expert 李某",
            "circle edit 东片 --head 加查县",
            "circle edit 东片 --clear 备注 --clear expert",
            "circle show 东片",
            {"note", "expert"},
        ),
        (
            "region list 隆子县",
            "region edit 隆子县 --kindergartens 42 --source 2022年教育统计",
            "region edit 隆子县 --clear 官方园数",
            "region list 540529 --level county",
            {"kindergartens", "kindergartens_source"},
        ),
        (
            "layer list",
            "layer edit city-county --min 1 --max 4 --within county --source 旧文",
            "layer edit city-county --clear maximum --clear within --clear source",
            "layer show city-county",
            {"maximum", "within", "source"},
        ),
        (
            "exemption list",
            "exemption edit 洛扎县 --former-mentor 市实验幼儿园 --source 旧文",
            "exemption edit 洛扎县 --clear former_mentor --clear source",
            "exemption show 洛扎县",
            {"former_mentor", "source"},
        ),
    ],
)  # fmt: skip
def test_of_the_frame_too_what_need_not_be_there_is_emptied_and_comes_back_with_undo(
    first: str, given: str, cleared: str, show: str, keys: set[str]
) -> None:
    typed(first)
    typed(given)
    before = _one(show)
    assert all(before[key] is not None for key in keys)
    typed(cleared)
    after = _one(show)
    assert {key for key in after if after[key] is None and before[key] is not None} == keys
    assert {key: after[key] for key in after if key not in keys} == {
        key: before[key] for key in before if key not in keys
    }
    assert "It is so already" in typed(cleared).err
    typed("undo")
    assert _one(show) == before


def test_a_text_of_a_bulletin_is_emptied_while_it_is_a_draft() -> None:
    ref = made("bulletin add --title 春季简报 --kind progress")
    typed(f"bulletin edit {ref} --good 成系列 --problems 档案不全")
    typed(f"bulletin edit {ref} --clear good --clear 存在的问题 --problems 无")
    after = shown(f"bulletin show {ref}")
    assert (after["good"], after["problems"], after["next"]) == (None, "无", None)


def test_where_a_number_of_a_region_is_from_is_corrected_alone_but_not_without_a_number() -> None:
    assert pairing("region", "edit", "隆子县", "--source", "年报").code == 2
    assert pairing("region", "edit", "隆子县").code == 2
    typed("region edit 隆子县 --kindergartens 42 --source 2022年教育统计")
    typed("region edit 隆子县 --source 年报")
    row = _one("region list 540529 --level county")
    assert (row["kindergartens"], row["kindergartens_source"]) == (42, "年报")


def _one(line: str) -> dict[str, object]:
    found = typed(f"{line} --json").data
    return dict(found[0]) if isinstance(found, list) else dict(found)


def test_what_is_typed_beside_it_is_written() -> None:
    ref = made("log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --topic 绘本 --note 顺利")
    typed(f"visit edit {ref} --clear note --clear topic --hours 6 --topic 区域活动")
    after = shown(f"visit show {ref}")
    assert (after["class_hours"], after["topic"], after["note"]) == (6, "区域活动", None)


@pytest.mark.parametrize("word", ["value", "价值（元）", "Value (yuan)", "VALUE"])
def test_a_field_is_named_by_its_key_or_its_label(word: str) -> None:
    ref = made("donation add 隆子县 --item 绘本 --quantity 3 --value 60 --on 2022-04-12")
    done("donation", "edit", ref, "--clear", word)
    assert shown(f"donation show {ref}")["value"] is None


def test_half_a_position_is_none() -> None:
    typed("kindergarten edit 隆子县 --phone 13800000000 --latitude 28.4 --longitude 92.5")
    typed("kindergarten edit 隆子县 --clear phone --clear latitude")
    after = shown("kindergarten show 隆子县")
    assert (after["phone"], after["latitude"], after["longitude"]) == (None, None, None)


def test_what_must_be_there_cannot_be_emptied() -> None:
    ref = made("need add 隆子县 --text 材料不足 --by 德吉")
    refused = pairing("need", "edit", ref, "--clear", "text", "--json")
    assert refused.code == 2
    assert "raised_by, outcome" in refused.error["message"]
    refused = pairing("kindergarten", "edit", "隆子县", "--clear", "region", "--json")
    assert (refused.code, refused.error["code"]) == (2, "region-needed")


def test_a_field_that_is_empty_already_is_no_change() -> None:
    ref = made("problem add 隆子县 --text 路远")
    answer = typed(f"problem edit {ref} --clear assigned_to --clear raised_by")
    assert answer.err == "It is so already; nothing was changed.\n"


def test_an_agreement_that_was_not_signed_after_all_is_to_be_signed_again() -> None:
    ref = made("agreement add 隆子县 --kind agreement --signed 2022-03-31 --until 2024-01-01")
    typed(f"agreement edit {ref} --clear signed --clear until")
    after = shown(f"agreement show {ref}")
    assert (after["signed"], after["until"], after["state"]) == (None, None, "unsigned")


def test_a_blank_still_empties_nothing() -> None:
    ref = made("need add 隆子县 --text 材料不足 --by 德吉")
    assert pairing("need", "edit", ref, "--by", "").code == 2
    assert shown(f"need show {ref}")["raised_by"] == "德吉"


def test_labels_are_completed_once_something_is_typed() -> None:
    (clear,) = (each for each in context("need edit").command.params if each.name == "clear")
    found = clear.type.shell_complete(context("need edit"), clear, "提")
    assert [each.value for each in found] == ["提出人"]
    found = clear.type.shell_complete(context("need edit"), clear, "")
    assert [each.value for each in found] == ["raised_by", "outcome"]
