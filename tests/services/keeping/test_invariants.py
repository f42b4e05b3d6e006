"""Whatever changes rows leaves what the commands allow: undo, redo, load and restore as well."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from pairing_cli.services.keeping.invariants import INVARIANTS, broken_rules
from pairing_cli.services.keeping.register_invariants import OF_REGISTERS
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
    assert answer.code == 3
    assert answer.error["code"] in {"rule-broken-without", "depended-on", "changed-since"}
    for reason in reasons:
        assert reason in answer.error["message"]
    check_sound()


def check_sound() -> None:
    found = pairing("db", "doctor", "--json").data
    assert [each for each in found if each["severity"] != "note"] == []


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
    ok("group add 隆子县 --side mentor --head 张某 --member 李某 --on 2022-05-01")
    left = seq("group edit 隆子县 --side mentor --leave 张某 --on 2022-06-01 --reason 调走")
    ok("group edit 隆子县 --side mentor --head 李某 --on 2022-06-10")
    check_refused(left)


def test_undoing_a_rename_leaves_no_two_of_one_name(db: Path) -> None:
    rename = seq("kindergarten rename 隆子县 隆子县第一幼儿园")
    ok("kindergarten add 隆子县示范幼儿园 --tier county --exemplar county --region 隆子县")
    answer = pairing("undo", str(rename), "--json")
    assert answer.code == 3
    check_sound()


def test_undoing_an_end_gives_nobody_two_mentors(db: Path) -> None:
    end = seq("unassign 隆子县 --on 2022-05-01 --reason 调整")
    ok("assign 市第二实验幼儿园 隆子县 --start 2022-06-01 --override 多带一所")
    check_refused(end, "市第二实验幼儿园 → 隆子县示范幼儿园")


def test_doing_a_term_again_leaves_no_two_terms_at_once(db: Path) -> None:
    term = seq("cycle term-add 2025-spring --start 2025-03-01 --end 2025-07-15")
    ok("undo")
    ok("cycle term-add 2024-autumn --start 2024-09-01 --end 2025-03-10")
    refused = pairing("redo", str(term), "--json")
    assert refused.code == 3
    way = re.findall(r"pairing (undo|redo) (\d+)", refused.error["hint"])
    assert way == [("undo", str(term + 2)), ("redo", str(term))]
    for verb, number in way:
        done(verb, number)


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
    assert pairing("undo", "--json").code == 0  # first the reassignment goes
    check_sound()


LONGZI = "(SELECT id FROM kindergarten WHERE name = '隆子县示范幼儿园')"
SECOND = "(SELECT id FROM kindergarten WHERE name = '市第二实验幼儿园')"

BREAKING = {
    "The terms 2022-autumn and 2022-spring overlap": (
        "UPDATE term SET end_date = '2022-09-30' WHERE code = '2022-spring'"
    ),
    "lies outside its cycle 2022-2024": (
        f"UPDATE pairing SET start_date = '2022-02-01' WHERE mentee_id = {LONGZI}"
    ),
    "The visit of 2022-04-12 to 2024-04-02 lies outside its cycle": (
        "UPDATE visit SET end_date = '2024-04-02'"
    ),
    "on 2022-04-12 belongs to no pairing": "DELETE FROM visit_pairing",
    "The visit of 2022-04-12 lies outside the pairing": (
        "UPDATE pairing SET end_date = '2022-04-01', end_reason = '停'"
    ),
    "is not in use on 2022-04-12": (
        "UPDATE form SET valid_to = '2022-04-01' WHERE code = 'lesson_delivery'"
    ),
    "隆子县示范幼儿园 has been retired since 2022-06-01": (
        "UPDATE kindergarten SET retired_on = '2022-06-01', retired_reason = '撤并'"
        f" WHERE id = {LONGZI}"
    ),
    "隆子县示范幼儿园 is helped by": (
        "INSERT INTO pairing SELECT '01a219a4-afa5-7000-ad12-dbcc5e2f10ff', source, assumed,"
        f" cycle_id, {SECOND}, mentee_id, layer, kind, start_date, '2024-03-01', end_reason,"
        " override_reason, note, assigned_on, end_decided_on FROM pairing"
        f" WHERE mentee_id = {LONGZI}"
    ),
    "市第二实验幼儿园 helps 4 in the layer": (
        f"UPDATE pairing SET mentor_id = {SECOND} WHERE mentee_id = {LONGZI}"
    ),
    "has two heads at once: 李某 and 张某": (
        "INSERT INTO group_member SELECT '01a219a4-afa5-7000-ad12-dbcc5e2f10fe', group_id, 9,"
        " 'head', '李某', phone, duty, start_date, '2022-12-31', '调走', NULL, NULL"
        " FROM group_member WHERE name = '张某'"
    ),
    "Two kindergartens of one region are called": (
        f"UPDATE kindergarten SET name = '市 实验幼儿园' WHERE id = {SECOND}"
    ),
    "洛扎县 has no arrangement of its own in cycle 2022-2024, but": (
        "INSERT INTO pairing SELECT '01a219a4-afa5-7000-ad12-dbcc5e2f10fc', source, assumed,"
        " cycle_id, mentor_id, (SELECT id FROM kindergarten WHERE region_code = '540527'"
        " AND tier = 'county'), layer, kind, start_date, end_date, end_reason, override_reason,"
        f" note, assigned_on, end_decided_on FROM pairing WHERE mentee_id = {LONGZI}"
    ),
    "The exemption of 洛扎县 ends on 2030-01-01": (
        "UPDATE exemption SET end_date = '2030-01-01', end_reason = '试'"
        " WHERE region_code = '540527'"
    ),
    "0.25 can't be done": (
        "INSERT INTO rule_override SELECT '01a219a4-afa5-7000-ad12-dbcc5e2f10fd', id, NULL, NULL,"
        " NULL, 0.25, '2022-03-01', NULL, '试', NULL, NULL FROM rule WHERE code = 'lesson-hours'"
    ),
    "which is of another mentee": (
        "INSERT INTO visit_need SELECT v.id, n.id FROM visit AS v, need AS n"
    ),
}
"""What is said of a broken rule → how a third hand breaks it."""


def broken(path: Path, sql: str) -> None:
    ok("log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4")
    ok("group add 隆子县 --side mentor --head 张某 --on 2022-05-01")
    ok("need add 加查县 --text 缺教具")
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize("said", BREAKING)
def test_each_rule_is_told_by_the_doctor_and_keeps_a_copy_out(db: Path, said: str) -> None:
    broken(db, BREAKING[said])
    found = pairing("db", "doctor", "--json").data
    assert [each for each in found if said in each["message"]], found
    ok("db dump -o p.jsonl")
    refused = pairing("db", "load", "p.jsonl", "--db", "new.db", "--json")
    assert (refused.code, refused.error["code"]) == (3, "rule-broken"), refused.err
    assert said in refused.error["message"]


OF_JUDGING = {
    "_bulletins_as_frozen",
    "_bulletins_of_sealed_inspections",
    "_findings_looked_at_on_the_spot",
}
"""Rules of inspections and bulletins, which the programme of these tests has none of."""


def test_there_is_a_case_for_every_rule_of_the_records() -> None:
    names = {rule.__name__ for rule in INVARIANTS if rule not in OF_REGISTERS}
    assert names > OF_JUDGING
    assert len(BREAKING) == len(names - OF_JUDGING)


def test_a_copy_that_breaks_rules_is_taken_only_as_it_is(db: Path) -> None:
    said = "隆子县示范幼儿园 is helped by"
    broken(db, BREAKING[said])
    done("db", "dump", "-o", "p.jsonl")
    done("db", "backup", "-o", "b.db")
    for line in ("db load p.jsonl --db new.db", "db restore b.db --yes"):
        refused = pairing(*line.split(), "--json")
        assert (refused.code, refused.error["code"]) == (3, "rule-broken"), refused.err
        assert said in refused.error["message"]
        assert not Path("new.db").exists()
    for line in ("db load p.jsonl --db new.db", "db restore b.db --yes"):
        ok(f"{line} --as-it-is")


@pytest.mark.parametrize("on", ["2024-03-30..2024-04-02", "2022-02-27..2022-03-02"])
def test_a_visit_whose_span_leaves_the_cycle_is_refused(db: Path, on: str) -> None:
    line = f"log-visit 隆子县 --form 送教 --on {on} --hours 4 --planned --json"
    answer = pairing(*line.split())
    assert answer.code == 2
    assert answer.error["code"] in {"outside-cycle", "outside-every-cycle"}


def test_an_edit_or_a_row_does_not_take_a_visit_out_of_the_cycle(db: Path) -> None:
    ref = done(
        *"log-visit 隆子县 --form 送教 --on 2024-03-20 --planned --json".split()  # noqa: SIM905
    ).data[0]["ref"]
    assert pairing("visit", "edit", ref, "--on", "2024-03-30..2024-04-01").code == 2
    text = "日期,结束日期,受帮扶园,形式,状态\n2024-03-30,2024-04-01,隆子县,送教,计划\n"
    Path("v.csv").write_text(text, encoding="utf-8")
    assert pairing("import", "visits", "v.csv").code == 65


def ref_of_first(listing: str) -> str:
    return str(done(*listing.split(), "--json").data[0]["ref"])


def test_a_visit_answers_needs_of_its_own_mentee_only(db: Path) -> None:
    ok("need add 加查县 --text 缺教具")
    need = ref_of_first("need list")
    refused = pairing("log-visit", "隆子县", "--form", "送教", "--need", need, "--json")
    assert (refused.code, refused.error["code"]) == (2, "other-pairing")
    ok(f"need remove {need} --reason 重复")
    refused = pairing("log-visit", "加查县", "--form", "送教", "--need", need, "--json")
    assert (refused.code, refused.error["code"]) == (3, "removed")


def test_a_need_stays_with_a_mentee_whose_mentor_changes(db: Path) -> None:
    ok("need add 措美县 --text 缺教具 --on 2022-04-01")
    need = ref_of_first("need list")
    ok("reassign 措美县 市实验幼儿园 --on 2022-05-01 --reason 调整 --override 调整")
    ok(f"log-visit 措美县 --form 送教 --on 2022-05-10 --hours 4 --need {need}")
    check_sound()


def test_a_visit_that_was_at_another_mentee_leaves_what_is_of_the_first(db: Path) -> None:
    ok("need add 加查县 --text 缺教具")
    need = ref_of_first("need list")
    ok(f"log-visit 加查县 --form 送教 --on 2022-04-12 --hours 4 --need {need} --next 再送一次")
    visit = ref_of_first("visit list")
    ok(f"log-visit 加查县 --form 送教 --on 2022-05-12 --hours 4 --settles {visit}")
    ok(f"donation add 加查县 --item 书 --quantity 3 --on 2022-04-12 --visit {visit}")
    given = ref_of_first("donation list")
    refused = pairing("visit", "edit", visit, "--mentee", "隆子县", "--json")
    assert (refused.code, refused.error["code"]) == (3, "has-donation")
    ok(f"donation remove {given} --reason 重复")
    move = seq(f"visit edit {visit} --mentee 隆子县")
    with reader(db) as store:
        assert not list(store.rows("SELECT 1 FROM visit_need"))
        assert not list(store.rows("SELECT 1 FROM visit_settles"))
    check_sound()
    ok(f"undo {move}")
    with reader(db) as store:
        assert len(list(store.rows("SELECT 1 FROM visit_need"))) == 1
    check_sound()
