"""A write that finds all as it asks for: it says so, leaves no entry and promises no undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing

VISIT = "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --by 李某 --by 张某 --goal ideas"
GROUP = "group add 隆子县 --side mentor --head 张某"
PARTIES = "--party 市实验幼儿园=张某 --party 隆子县示范幼儿园=李某"

TWICE = [
    (VISIT, "visit edit {ref} --hours 4"),
    (VISIT, "visit edit {ref} --by 李某 --by 张某 --goal ideas --mentee 隆子县 --form 送教下乡"),
    (VISIT, "visit confirm {ref}"),
    (VISIT, "visit confirm {ref} --hours 4"),
    ("", "rule override lesson-hours --need 6 --from 2022-09-01 --county 隆子县 --reason 路远"),
    ("", "waiver add 隆子县 lesson-hours --excuse --reason 封控 --approver 李某"),
    ("", "kindergarten rename 未来双语幼儿园 未来幼儿园"),
    ("", "kindergarten alias 未来双语幼儿园 未来园"),
    ("", "kindergarten edit 未来双语幼儿园 --head 王某 --exemplar 县级"),
    ("", "kindergarten baseline 未来双语幼儿园 --on 2022-04-01 --children 30"),
    ("", "form alias 送教 上门送教"),
    ("", "indicator record 隆子县 papers 3 --on 2022-06-20"),
    (GROUP, "group edit 隆子县 --side mentor --member 李某"),
    (GROUP, "group edit 隆子县 --side mentor --phone 13800000000 --note 每月碰头"),
    ("agreement add 隆子县 --kind agreement", f"agreement edit 隆子县 {PARTIES}"),
    ("need add 隆子县 --text 缺教师", "need edit {ref} --state partly --outcome 已派一名"),
    ("problem add 隆子县 --text 路远", "problem edit {ref} --assign 王某"),
    ("plan new 隆子县", "plan edit 隆子县 --title 帮扶方案"),
    ("", "assign --consult 市第二实验幼儿园 洛扎县"),
    ("", "assign 市第三实验幼儿园 浪卡子县 --consult"),
    ("", "rule adopt study-calendar --as reference"),
]


@pytest.fixture(autouse=True)
def _programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")


def typed(line: str, lang: str = "en") -> Answer:
    return pairing(*line.split(), lang=lang)


def entries() -> int:
    return len(done("history", "--json", "--limit", "1000").data)


@pytest.mark.parametrize(("before", "line"), TWICE, ids=[line for _, line in TWICE])
def test_a_write_that_changes_nothing_says_so_and_is_no_entry(before: str, line: str) -> None:
    ref = done(*before.split(), "--json").data[0]["ref"] if before else ""
    line = line.format(ref=ref)
    first = typed(line)
    assert first.code == 0, first.err
    known = entries()
    for extra in ("", " --dry-run"):
        again = typed(line + extra)
        assert again.code == 0, again.err
        assert again.err == "It is so already; nothing was changed.\n"
    assert entries() == known


def test_it_is_said_in_chinese_too() -> None:
    ref = done(*VISIT.split(), "--json").data[0]["ref"]
    assert typed(f"visit edit {ref} --hours 4", "zh").err == "已是如此，未作改动。\n"


def test_an_undo_after_nothing_takes_back_nothing_else() -> None:
    ref = done(*VISIT.split(), "--json").data[0]["ref"]
    done("visit", "edit", ref, "--hours", "5")
    done("visit", "edit", ref, "--hours", "5")
    done("undo")
    assert done("visit", "show", ref, "--json").data["class_hours"] == 4


def test_confirming_a_done_visit_with_something_new_is_no_correction() -> None:
    ref = done(*VISIT.split(), "--json").data[0]["ref"]
    refused = typed(f"visit confirm {ref} --hours 5 --json")
    assert (refused.code, refused.error["code"]) == (3, "already-done")
    assert f"visit edit {ref}" in refused.error["hint"]
