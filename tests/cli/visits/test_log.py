"""`log TEXT…`: one visit in one's own words; what it leaves open is asked on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Answer, done, pairing
from tests.services.seeded import seeded_at

TODAY = "2022-04-20"
"""A Wednesday."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return seeded_at(tmp_path / "pairing.db")


def tried(db: Path, *words: str, lang: str = "en") -> Answer:
    return pairing("--db", str(db), "--as-of", TODAY, *words, lang=lang)


def visits(db: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = done(
        "--db", str(db), "--as-of", "2022-12-31", "visit", "list", "--json"
    ).data
    return found


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "4月12日 隆子县 送教 2课时 主题：绘本教学",
            {
                "date": "2022-04-12",
                "form": "lesson_delivery",
                "class_hours": 2,
                "topic": "绘本教学",
            },
        ),
        (
            "上周五 市实验幼儿园到隆子县送教，4课时，20位老师",
            {"date": "2022-04-15", "mentor": "市实验幼儿园", "class_hours": 4, "teachers": 20},
        ),
        (
            "昨天 加查县 讲座 《绘本》 执行人：次仁卓嘎",
            {"date": "2022-04-19", "form": "lecture", "topic": "绘本", "people": ["次仁卓嘎"]},
        ),
        ("5月20日 计划 桑日县 示范课", {"date": "2022-05-20", "state": "planned"}),
        ("4.14 贡嘎县 送教 因雪未去", {"date": "2022-04-14", "state": "attempted"}),
        ("12 April 隆子县 lecture 2 class-hours online", {"direction": "online", "class_hours": 2}),
    ],
)
def test_one_line_is_one_visit(db: Path, text: str, want: dict[str, Any]) -> None:
    answer = tried(db, "log", *text.split(), "--yes")
    assert answer.code == 0, answer.err
    (visit,) = visits(db)
    assert {key: visit[key] for key in want} == want
    done("--db", str(db), "undo")
    assert visits(db) == []


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", ["Understood as follows", "2022-04-15 (Friday)*", "Logged"]),
     ("zh", ["识别结果", "2022-04-15（周五）*", "已登记"])],
)  # fmt: skip
def test_what_was_understood_is_shown_in_full(db: Path, lang: str, told: list[str]) -> None:
    answer = tried(db, "log", "上周五", "隆子县", "送教", "2课时", "--yes", lang=lang)
    for words in told:
        assert words in answer.err


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("隆子县 送教 2课时", "not-understood", "Missing: a day"),
        ("4.12 隆子县 2课时", "not-understood", "Missing: a form"),
        ("4.12 送教 2课时", "not-understood", "Missing: a mentee"),
        ("隆子县 送教 两节课", "not-understood", "节|Missing: a day"),
        ("4.12 隆子县 送教 绘本教学", "not-understood", "绘本教学"),
        ("4.12 隆子县 送教 取消", "not-understood", "取消"),
        ("4月19日 周五 隆子县 送教", "not-understood", "Tuesday|Friday"),
        ("4.12 措美县 隆子县 送教", "several-mentors", "市第二实验幼儿园"),
        (" ", "blank", "TEXT"),
    ],
)
def test_what_is_open_is_refused_where_nobody_is_asked(
    db: Path, text: str, code: str, words: str
) -> None:
    answer = tried(db, "log", text, "--yes", "--json")
    assert answer.error["code"] == code
    for word in words.split("|"):
        assert word in answer.error["message"]
    assert visits(db) == []


def test_without_a_yes_and_a_terminal_or_only_on_trial_nothing_is_written(db: Path) -> None:
    line = ("log", "4.12", "隆子县", "送教", "2课时")
    assert tried(db, *line).code == 2
    assert tried(db, *line, "--dry-run").code == 0
    assert visits(db) == []


@pytest.mark.parametrize(
    ("said", "lang", "told"),
    [
        ("上周五", "zh", "“上周五”即 2022-04-15（周五）"),
        ("15日", "en", "15日 is 2022-04-15 (Friday)"),
        ("3月15日", "zh", "2022-03-15（周二）"),
        ("last Friday", "en", "2022-04-15 (Friday)"),
        ("4月12日至14日", "en", "2022-04-12 (Tuesday), 2022-04-14 (Thursday)"),
    ],
)
def test_a_day_that_was_said_by_a_part_is_echoed_in_full(
    db: Path, said: str, lang: str, told: str
) -> None:
    command = ("log-visit", "隆子县", "--form", "送教", "--on", said)
    assert told in tried(db, *command, lang=lang).err
    whole = tried(db, "log-visit", "隆子县", "--form", "讲座", "--on", "2022-04-12", lang=lang)
    assert "周二" not in whole.err
    listed = tried(db, "visit", "list", "--from", "3月1日", "--to", "30日", "--json", lang=lang)
    assert len(listed.data) == 2
    assert "2022-03-01" not in listed.err  # what a script reads has no echo


# --- On a terminal -----------------------------------------------------------------------------


def talk(db: Path, *words: str, answers: list[str]) -> tuple[int, str]:
    """A command on a terminal, each of its questions answered in turn; exit code and screen."""
    import pty
    import select

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pairing_cli", "--db", str(db), "--as-of", TODAY, *words]
    environ = os.environ | {"PAIRING_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    shown, left, until = "", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the other side has closed
            break
        if not chunk:
            break
        shown += chunk.decode()
        if left and shown.rstrip(" ").endswith((":", "?", "]", ")")):
            os.write(ours, left.pop(0).encode())
    os.close(ours)
    return process.wait(timeout=60), shown


terminal = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


@terminal
def test_enter_writes_it(db: Path) -> None:
    code, shown = talk(db, "log", "4.12 隆子县 送教 2课时", answers=["\n"])
    assert code == 0, shown
    assert "[Enter: yes, n: no]" in shown
    assert [each["class_hours"] for each in visits(db)] == [2]


@terminal
@pytest.mark.parametrize("answer", ["n\n", "\x04"])
def test_no_and_the_end_of_input_write_nothing(db: Path, answer: str) -> None:
    code, _ = talk(db, "log", "4.12 隆子县 送教 2课时", answers=[answer])
    assert code == 130
    assert visits(db) == []


@terminal
def test_what_is_missing_is_asked_field_by_field(db: Path) -> None:
    answers = ["隆子县\n", "上周五\n", "送教\n", "2\n", "\n"]
    code, shown = talk(db, "log", "20位老师", answers=answers)
    assert code == 0, shown
    (visit,) = visits(db)
    assert (visit["date"], visit["form"]) == ("2022-04-15", "lesson_delivery")
    assert (visit["class_hours"], visit["teachers"]) == (2, 20)


@terminal
def test_enter_for_the_day_is_today_and_enter_for_a_form_gives_up(db: Path) -> None:
    code, shown = talk(db, "log", "隆子县 示范课 1课时", answers=["\n", "\n"])
    assert code == 0, shown
    assert [each["date"] for each in visits(db)] == [TODAY]
    code, shown = talk(db, "log", "隆子县 4.12", answers=["\n"])
    assert code == 65, shown
    assert "Missing: a form" in shown
    assert len(visits(db)) == 1


@terminal
def test_a_word_that_means_nothing_is_asked_about(db: Path) -> None:
    answers = ["3\n", "a\n", "\n"]
    code, shown = talk(db, "log", "4.12 隆子县 送教 绘本教学 两节课", answers=answers)
    assert code == 0, shown
    (visit,) = visits(db)
    assert (visit["topic"], visit["class_hours"]) == ("绘本教学", 3)


@terminal
def test_pasted_lines_are_asked_about_line_by_line(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "4.12 隆子县 送教 两节课\n4.13 加查县 讲座 4\n4.14 贡嘎县 讲座 市二幼\n", encoding="utf-8"
    )
    command = ("log-visit", "--from", str(file))
    code, shown = talk(db, *command, answers=["a\n", "b\n", "\n", "y\n"])
    assert code == 1, shown
    assert "Line 3" in shown
    told = sorted((each["date"], each["class_hours"], each["teachers"]) for each in visits(db))
    assert told == [("2022-04-12", 2, None), ("2022-04-13", None, 4)]
