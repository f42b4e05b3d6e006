"""Promise 6: an earlier command is taken back alone, or what stands on it is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.phrases import phrase
from pairing_cli.services.keeping.register_invariants import Broken
from pairing_cli.store.reading import Reader
from tests.faults.bench import bench_at, content_of, done, is_whole, pairing, rows_of

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")
HEAD = ("kindergarten", "edit", "加查县", "--head", "央金")


def listed(db: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done(db, *words, "--json").out)
    return found


def last(db: Path) -> int:
    """The number of the last command."""
    return int(listed(db, "history", "--limit", "1")[0]["seq"])


def ref_of(db: Path, *words: str) -> str:
    return str(listed(db, *words)[0]["ref"])


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


def refused(db: Path, seq: int) -> dict[str, Any]:
    """The refusal to take a command back, which has changed nothing."""
    before = content_of(db)
    answer = pairing(db, "undo", str(seq), "--json")
    assert answer.code == 3, answer
    assert content_of(db) == before
    error: dict[str, Any] = json.loads(answer.err)["error"]
    return error


def test_an_earlier_command_is_taken_back_and_the_later_ones_stay(db: Path) -> None:
    before = set(content_of(db, with_log=False))
    done(db, *LOG)
    seq, logged = last(db), set(content_of(db, with_log=False))
    done(db, *HEAD)
    both = set(content_of(db, with_log=False))
    done(db, "undo", str(seq), "--reason", "登记错了")
    assert set(content_of(db, with_log=False)) == (both - (logged - before)) | (before - logged)
    newest = listed(db, "history", "--limit", "1")[0]
    assert (newest["undoes"], newest["reason"]) == (seq, "登记错了")
    done(db, "redo")
    assert set(content_of(db, with_log=False)) == both
    assert is_whole(db)


def test_what_stands_on_a_command_is_named_newest_first_and_the_way_told(db: Path) -> None:
    ref = ref_of(db, *LOG)
    seq = last(db)
    done(db, "visit", "edit", ref, "--hours", "2")  # the same record
    done(db, *HEAD)
    done(db, "donation", "add", "隆子县", "--item", "绘本", "--quantity", "1", "--visit", ref)
    error = refused(db, seq)
    assert error["code"] == "depended-on"
    named = [int(number) for number in re.findall(r"^no\. (\d+) ", error["message"], re.MULTILINE)]
    assert named == [seq + 3, seq + 1]
    told = re.findall(r"pairing (undo \d+)", error["hint"])
    assert told == [f"undo {seq + 3}", f"undo {seq + 1}", f"undo {seq}"]
    for words in told:
        done(db, *words.split())
    assert ref not in [row["ref"] for row in listed(db, "visit", "list")]
    assert is_whole(db)


def test_a_command_that_was_taken_back_stands_on_nothing(db: Path) -> None:
    ref = ref_of(db, *LOG)
    seq = last(db)
    done(db, "visit", "edit", ref, "--hours", "2")
    refused(db, seq)
    done(db, "undo")
    done(db, "undo", str(seq))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("kindergarten add 新乡幼儿园 --tier township --region 热荣乡", "assign 隆子县 新乡幼儿园"),
        (
            "form add story --zh 讲故事会 --en story --direction joint",
            "log-visit 隆子县 --form 讲故事会",
        ),
        (
            "unassign 措美县 --on 2022-06-15 --reason 调整",
            "assign 市实验幼儿园 措美县 --override 调整 --start 2022-06-16",
        ),
        (
            "cycle add 2024-2026 --start 2024-04-01 --end 2026-03-31",
            "rule adopt study-calendar --cycle 2024-2026",
        ),
        ("need add 隆子县 --text 材料不足", "need edit {need} --state partly"),
    ],
)
def test_a_later_command_stands_on_an_earlier_one(db: Path, first: str, then: str) -> None:
    done(db, *first.split(), *(("--on", "2022-04-12") if "log-visit" in first else ()))
    seq = last(db)
    if "{need}" in then:
        needs = listed(db, "need", "list")
        then = then.format(need=next(row["ref"] for row in needs if "隆子县" in row["mentee"]))
    more = ("--override", "试") if then.startswith("assign 隆子县") else ()
    done(db, *then.split(), *more, *(("--on", "2022-04-12") if "log-visit" in then else ()))
    assert last(db) == seq + 1
    assert f"no. {seq + 1} " in refused(db, seq)["message"]
    done(db, "undo")
    done(db, "undo", str(seq))
    assert is_whole(db)


def test_a_rule_that_would_be_broken_keeps_a_command(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last net: what neither rows nor references tell, a rule across tables does."""
    from pairing_cli.services.keeping import invariants

    add = ("cycle", "term-add", "2025-spring", "--start", "2025-03-01", "--end", "2025-07-15")
    done(db, *add)
    term = last(db)
    done(db, "need", "add", "隆子县", "--text", "材料不足")

    def rule(store: Reader) -> Iterator[Broken]:
        if not store.rows("SELECT 1 FROM term WHERE code = '2025-spring'"):
            yield Broken("terms", "2025-spring", phrase("no spring"))

    monkeypatch.setattr(invariants, "INVARIANTS", (rule,))
    error = refused(db, term)
    assert error["code"] == "rule-broken-without"
    assert error["message"].endswith("would not hold:\nno spring")
    done(db, "undo")
    done(db, "undo")


def test_what_can_be_taken_back_is_listed_and_can(db: Path) -> None:
    done(db, *LOG)
    done(db, *HEAD)
    done(db, "undo")
    rows = listed(db, "undo", "--list")
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)
    assert set(rows[0]) == {"seq", "at", "actor", "command", "subject", "reason", "changes"}
    assert rows[0]["command"] == "log-visit"
    assert rows[0]["subject"] == "隆子县 2022-04-12 sent lessons"
    assert "init" not in [row["command"] for row in rows]
    assert "undo" not in [row["command"] for row in rows]
    for row in rows:
        answer = done(db, "undo", str(row["seq"]))
        assert row["subject"] in answer.err
    assert listed(db, "undo", "--list") == []
    assert "nothing to take back" in pairing(db, "undo", "--list").err
    assert pairing(db, "undo").code == 3
    assert is_whole(db)
    assert rows_of(db)["visit"] == 0


def test_what_cannot_be_taken_back_says_why(db: Path) -> None:
    done(db, *LOG)
    seq = last(db)
    done(db, "undo", str(seq))
    assert refused(db, seq)["code"] == "taken-back-already"
    assert refused(db, seq + 1)["code"] == "is-an-undo"
    assert refused(db, 1)["code"] == "init-stays"
    assert pairing(db, "undo", "9999").code == 4
    for words in (("--list", "5"), ("--list", "--dry-run"), ("--all",)):
        assert pairing(db, "undo", *words).code == 2, words


def test_a_dry_run_of_an_earlier_one_writes_nothing(db: Path) -> None:
    done(db, *LOG)
    seq = last(db)
    done(db, *HEAD)
    before = content_of(db)
    answer = done(db, "undo", str(seq), "--dry-run")
    assert "2022-04-12" in answer.err
    assert content_of(db) == before


def test_a_command_taken_back_is_done_again_by_number_whatever_was_written_since(db: Path) -> None:
    done(db, *LOG)
    seq, logged = last(db), set(content_of(db, with_log=False))
    answer = done(db, "undo", str(seq))
    assert f"pairing redo {seq}" in answer.err + answer.out
    done(db, *HEAD)
    done(db, "kindergarten", "alias", "隆子镇", "镇中心园")
    refusal = pairing(db, "redo")
    assert refusal.code == 3
    assert f"pairing redo {seq}" in refusal.err
    dry = content_of(db)
    done(db, "redo", str(seq), "--dry-run")
    assert content_of(db) == dry
    done(db, "redo", str(seq))
    now = set(content_of(db, with_log=False))
    assert {row for row in logged if row.startswith("visit ")} <= now
    assert is_whole(db)
    done(db, "undo", str(seq))
    done(db, "redo", str(seq))
    assert set(content_of(db, with_log=False)) == now


def test_what_stands_in_the_way_of_doing_it_again_is_named(db: Path) -> None:
    done(db, *HEAD)
    seq = last(db)
    done(db, "undo", str(seq))
    done(db, "kindergarten", "edit", "加查县", "--head", "次仁")
    later, before = last(db), content_of(db)
    answer = pairing(db, "redo", str(seq))
    assert answer.code == 3, answer
    assert f"no. {later}" in answer.err
    assert content_of(db) == before


def test_what_was_not_taken_back_is_not_done_again(db: Path) -> None:
    done(db, *HEAD)
    seq = last(db)
    assert pairing(db, "redo", str(seq)).code == 3
    done(db, "undo")
    assert pairing(db, "redo", str(last(db))).code == 3
    assert pairing(db, "redo", "99999").code == 4


NUMBERS = ("99999999999999999999", "9223372036854775807", "9" * 5000)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "line",
    [
        "history {}",
        "undo {}",
        "redo {}",
        "history --limit {}",
        "status --limit {}",
        "kindergarten baseline 隆子县 --children {}",
        "plan new 隆子县 --from autumn-calendar --year {}",
        "log-visit 隆子县 --form 送教 --teachers {}",
        "plan add-task x --title y --count {}",
    ],
)
def test_a_number_that_nothing_can_hold_is_a_mistake_of_the_command_line(
    line: str, number: str, db: Path
) -> None:
    answer = pairing(db, *line.format(number).split())
    assert answer.code == 2, answer
    assert answer.is_civil
