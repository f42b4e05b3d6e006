"""Whatever changes rows leaves what the commands allow: undo, redo, load and restore as well."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from pairing_cli.services.keeping.invariants import INVARIANTS, broken_rules
from tests.commandline import Answer, done, pairing
from tests.services.programme import reader
from tests.services.seeded import seeded_at


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shannan's programme in the current folder."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    monkeypatch.chdir(tmp_path)
    return path


def ok(line: str) -> Answer:
    return done(*line.split())


def seq(line: str) -> int:
    """Run a command; its number in the history."""
    ok(line)
    return int(done("history", "--json", "--limit", "1").data[0]["seq"])


def check_refused(number: int, *reasons: str) -> None:
    answer = pairing("undo", str(number), "--json")
    assert (answer.code, answer.error["code"]) in {(3, "rule-broken-without"), (3, "depended-on")}
    for reason in reasons:
        assert reason in answer.error["message"]
    assert done("db", "doctor", "--json").data == []


def test_the_seeded_programme_breaks_no_rule(db: Path) -> None:
    with reader(db) as store:
        assert list(broken_rules(store)) == []


def test_undoing_the_end_of_a_pairing_does_not_bring_a_retired_kindergarten_back(db: Path) -> None:
    end = seq("unassign 未来双语幼儿园 --on 2022-06-01 --reason 撤并")
    ok("kindergarten remove 未来双语幼儿园 --on 2022-06-15 --reason 撤并")
    check_refused(end, "未来双语幼儿园 has been retired since 2022-06-15")


def test_undoing_an_assignment_leaves_no_visits_without_their_pairing(db: Path) -> None:
    change = seq("reassign 措美县 市实验幼儿园 --on 2022-05-01 --reason 调整 --override 调整")
    ok("log-visit 措美县 --form 送教 --on 2022-05-10 --hours 4")
    check_refused(change)


def test_undoing_a_later_end_leaves_no_visits_after_it(db: Path) -> None:
    ok("unassign 隆子县 --on 2022-06-20 --reason 调整")
    first = seq("undo")
    del first
    end = seq("unassign 隆子县 --on 2022-06-20 --reason 调整")
    ok("undo")
    ok("log-visit 隆子县 --form 送教 --on 2022-06-25 --hours 4")
    answer = pairing("redo", str(end), "--json")
    assert answer.code == 3
    assert "2022-06-25" in answer.error["message"]


def test_undoing_the_end_of_one_of_four_leaves_no_four_where_three_are_allowed(db: Path) -> None:
    end = seq("unassign 隆子县 --on 2022-05-01 --reason 调整")
    ok("reassign 措美县 市实验幼儿园 --on 2022-06-01 --reason 调整")
    check_refused(end, "市实验幼儿园", "3")


def test_undoing_a_hand_over_leaves_no_two_heads(db: Path) -> None:
    ok("group add 隆子县 --side mentor --head 张某 --member 李某")
    left = seq("group edit 隆子县 --side mentor --leave 张某 --on 2022-06-01 --reason 调走")
    ok("group edit 隆子县 --side mentor --head 李某 --on 2022-06-10")
    check_refused(left)


def test_undoing_a_rename_leaves_no_two_of_one_name(db: Path) -> None:
    rename = seq("kindergarten rename 隆子县 隆子县第一幼儿园")
    ok("kindergarten add 隆子县示范幼儿园 --tier county --exemplar county --region 隆子县")
    check_refused(rename, "隆子县示范幼儿园")


def test_undoing_the_return_of_a_form_leaves_no_visits_in_a_form_out_of_use(db: Path) -> None:
    end = seq("form remove 捐赠 --reason 不再开展 --on 2022-05-31")
    ok("undo")
    ok("log-visit 隆子县 --form 捐赠 --on 2022-06-10")
    answer = pairing("redo", str(end), "--json")
    assert answer.code == 3


def test_the_way_that_is_told_can_be_gone(db: Path) -> None:
    """Also through what stands on those that stand on the command."""
    add = seq("kindergarten add 热荣乡幼儿园 --tier township --region 热荣乡")
    ok("assign 隆子县 热荣乡幼儿园")
    ok("log-visit 热荣乡幼儿园 --form 送教 --on 2022-05-10 --hours 2")
    ref = done("visit", "list", "--json").data[0]["ref"]
    ok(f"donation add 热荣乡幼儿园 --item 绘本 --quantity 1 --visit {ref}")
    answer = pairing("undo", str(add), "--json")
    assert answer.error["code"] == "depended-on"
    way = re.findall(r"undo (\d+)", answer.error["hint"])
    assert [int(each) for each in way] == [add + 3, add + 2, add + 1, add]
    for number in way:
        done("undo", number)


def test_a_plain_undo_after_another_one_keeps_the_rules(db: Path) -> None:
    """What was before the last command is no state that has been, once one before it is gone."""
    ok("unassign 隆子县 --on 2022-05-01 --reason 调整")
    end = seq("unassign 加查县 --on 2022-05-01 --reason 调整")
    ok("reassign 措美县 市实验幼儿园 --on 2022-06-01 --reason 调整")
    ok(f"undo {end - 1}")
    answer = pairing("undo", "--json")
    assert answer.code == 0  # first the reassignment goes
    assert done("db", "doctor", "--json").data == []


def _broken(path: Path) -> None:
    """A third hand gives a mentee a second mentor."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO pairing SELECT '01a219a4-afa5-7000-ad12-dbcc5e2f10ff', source, assumed,"
            " cycle_id, (SELECT id FROM kindergarten WHERE name = '市第二实验幼儿园'), mentee_id,"
            " layer, kind, start_date, end_date, end_reason, override_reason, note FROM pairing"
            " WHERE mentee_id = (SELECT id FROM kindergarten WHERE name = '隆子县示范幼儿园')"
        )
    connection.close()


def test_a_copy_that_breaks_rules_is_taken_only_as_it_is(db: Path) -> None:
    _broken(db)
    done("db", "dump", "-o", "p.jsonl")
    done("db", "backup", "-o", "b.db")
    for line in ("db load p.jsonl --db new.db", "db restore b.db --yes"):
        refused = pairing(*line.split(), "--json")
        assert (refused.code, refused.error["code"]) == (3, "rule-broken"), refused.err
        assert "隆子县示范幼儿园 is helped by" in refused.error["message"]
        assert not Path("new.db").exists()
    for line in ("db load p.jsonl --db new.db", "db restore b.db --yes"):
        ok(f"{line} --as-it-is")


def test_the_doctor_names_what_breaks_a_rule(db: Path) -> None:
    _broken(db)
    found = pairing("db", "doctor", "--json")
    assert "pairings" in {each["check"] for each in found.data}


@pytest.mark.parametrize("on", ["2024-03-30..2024-04-02", "2022-02-27..2022-03-02"])
def test_a_visit_whose_span_leaves_the_cycle_is_refused(db: Path, on: str) -> None:
    line = f"log-visit 隆子县 --form 送教 --on {on} --hours 4 --planned --json"
    answer = pairing(*line.split())
    assert (answer.code, answer.error["code"]) == (2, "outside-cycle")


def test_an_edit_or_a_row_does_not_take_a_visit_out_of_the_cycle(db: Path) -> None:
    ref = done(
        *"log-visit 隆子县 --form 送教 --on 2024-03-20 --planned --json".split()  # noqa: SIM905
    ).data[0]["ref"]
    assert pairing("visit", "edit", ref, "--on", "2024-03-30..2024-04-01").code == 2
    text = "日期,结束日期,受帮扶园,形式,状态\n2024-03-30,2024-04-01,隆子县,送教,计划\n"
    Path("v.csv").write_text(text, encoding="utf-8")
    assert pairing("import", "visits", "v.csv").code == 65


def test_every_rule_has_a_sentence_of_its_own() -> None:
    assert len({rule.__name__ for rule in INVARIANTS}) == len(INVARIANTS) >= 12
