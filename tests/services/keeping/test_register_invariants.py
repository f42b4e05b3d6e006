"""Undo, redo and edits of the smaller registers leave what their commands allow, and the doctor
says where a third hand has left something else.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.services.keeping.register_invariants import OF_REGISTERS
from tests.commandline import done, pairing
from tests.services.seeded import seeded_at


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shannan's programme in the current folder."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.chdir(tmp_path)
    return path


def run(line: str) -> int:
    """Run a command; its number in the history."""
    for register in ("backbone", "document", "plan", "secondment", "showcase"):
        if (field := f"{{{register}}}") in line:
            line = line.replace(field, done(register, "list", "--json").data[0]["ref"])
    done(*line.split())
    return int(done("history", "--json", "--limit", "1").data[0]["seq"])


UNDONE = {
    "桑日县示范幼儿园 is in the circles 东片 and 西片 at once": (
        "circle add 东片 --head 隆子县 --member 桑日县",
        "circle add 西片 --head 加查县",
        "circle leave 东片 桑日县",
        "circle join 西片 桑日县",
    ),
    "隆子县示范幼儿园 is in the circles 东片 and 西片 at once": (
        "circle add 东片 --head 隆子县",
        "circle remove 东片 --reason 调整",
        "circle add 西片 --head 隆子县",
    ),
    "桑日县示范幼儿园, the head of 东片, is none of its members": (
        "circle add 东片 --head 隆子县",
        "circle join 东片 桑日县",
        "circle edit 东片 --head 桑日县",
    ),
    "Two circles of cycle 2022-2024 are called": (
        "circle add A片 --head 隆子县",
        "circle edit A片 --name 西片",
        "circle add ａ片 --head 加查县",
    ),
    "隆子县示范幼儿园 counts as weak twice at once": (
        "kindergarten status 隆子县 weak --from 2022-03-01 --to 2022-04-01",
        "kindergarten status 隆子县 weak --remove --reason 误登",
        "kindergarten status 隆子县 weak --from 2022-03-15",
    ),
    "德吉 of 市实验幼儿园 is on the register of backbone teachers twice at once": (
        "backbone add 市实验 德吉 --level city --from 2022-03-01",
        "backbone edit {backbone} --to 2022-04-01 --reason 调动",
        "backbone add 市实验 德吉 --level county --from 2022-05-01",
    ),
    "次仁 is seconded twice at once: 隆子县示范幼儿园": (
        "secondment add 隆子县 --person 次仁 --from 2022-03-01 --to 2022-05-01",
        "secondment edit {secondment} --to 2022-04-01",
        "secondment add 隆子县 --person 次仁 --from 2022-04-15",
    ),
    "展示 is on record twice on 2022-05-18": (
        "showcase add --title 展示 --on 2022-05-18",
        "showcase remove {showcase} --reason 误登",
        "showcase add --title 展示 --on 2022-05-18",
    ),
    "市实验幼儿园 has two leading groups": (
        "group add 隆子县 --side mentor --head 张某",
        "group remove 隆子县 --side mentor --reason 误登",
        "group add 加查县 --side mentor --head 王某",
    ),
    "隆子县示范幼儿园 has two plans from four-steps": (
        "plan new 隆子县 --from four-steps --year 2022",
        "plan remove {plan} --reason 误登",
        "plan new 隆子县 --from four-steps --year 2022",
    ),
    "李某 is twice in leading group": (
        "group add 隆子县 --side mentor --head 张某 --member 李某 --on 2022-05-01",
        "group edit 隆子县 --side mentor --leave 李某 --on 2022-06-01 --reason 调走",
        "group edit 隆子县 --side mentor --member 李某",
    ),
    "p.txt is attached 2 times to the same record": (
        "document add p.txt --for 隆子县",
        "document remove {document} --reason 误登",
        "document add p.txt --for 隆子县",
    ),
}
"""What would be so → commands, of which the last but one is taken back."""


@pytest.mark.parametrize("said", UNDONE)
def test_taking_one_back_leaves_nothing_that_no_command_would(db: Path, said: str) -> None:
    Path("p.txt").write_text("措施", encoding="utf-8")
    numbers = [run(line) for line in UNDONE[said]]
    refused = pairing("undo", str(numbers[-2]), "--json")
    assert (refused.code, refused.error["code"]) == (3, "rule-broken-without"), refused
    assert said in refused.error["message"]
    assert pairing("db", "doctor").code == 0


def test_a_word_done_again_takes_nothing_over(db: Path) -> None:
    number = run("form alias 送教 小月亮")
    done("undo")
    run("kindergarten alias 隆子县 小月亮")
    refused = pairing("redo", str(number), "--json")
    assert (refused.code, refused.error["code"]) == (3, "rule-broken-without")
    assert "小月亮 means the form sent lessons and 隆子县" in refused.error["message"]


@pytest.mark.parametrize(
    "line", ["form add moon --zh 小月亮 --direction joint", "form alias 送教 小月亮"]
)
def test_a_form_does_not_take_over_the_other_name_of_a_kindergarten(db: Path, line: str) -> None:
    run("kindergarten alias 隆子县 小月亮")
    assert pairing(*line.split()).code == 65


def test_an_edit_leaves_nobody_twice_in_one_place(db: Path) -> None:
    run("kindergarten status 隆子县 weak --from 2022-03-01 --to 2022-04-01")
    run("kindergarten status 隆子县 weak --from 2022-05-01")
    longer = "kindergarten status 隆子县 weak --from 2022-03-01 --to 2022-05-20"
    assert pairing(*longer.split()).code == 65
    run("backbone add 市实验 德吉 --level city --from 2022-03-01")
    ref = done("backbone", "list", "--json").data[0]["ref"]
    run(f"backbone edit {ref} --to 2022-04-01 --reason 调动")
    run("backbone add 市实验 德吉 --level county --from 2022-05-01")
    assert pairing("backbone", "edit", ref, "--to", "2022-05-20").code == 65
    run("showcase add --title 展示 --on 2022-05-18")
    run("showcase add --title 观摩 --on 2022-05-18")
    ref = done("showcase", "list", "--json").data[0]["ref"]
    same = pairing("showcase", "edit", ref, "--title", "展示", "--json")
    other = pairing("showcase", "edit", ref, "--title", "观摩", "--json")
    assert sorted((same.code, other.code)) == [0, 3]
    Path("p.txt").write_text("措施", encoding="utf-8")
    run("document add p.txt --for 隆子县 --category measures")
    run("document add p.txt --for 隆子县 --category record")
    ref = done("document", "list", "--json").data[0]["ref"]
    codes = [
        pairing("document", "edit", ref, "--category", category, "--json").code
        for category in ("measures", "record", "summary")
    ]
    assert sorted(codes) == [0, 0, 3]


def test_what_was_awarded_keeps_what_it_was_awarded_on(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAIRING_TODAY", "2024-04-15")
    run("inspection adopt pairing-inspection")
    run("inspection add 隆子县 --on 2024-02-15 --by 李某 --by 王某")
    ref = done("inspection", "list", "--json").data[0]["ref"]
    run(f"inspection answer {ref} 隆子县 letter=yes")
    run(f"inspection find {ref} 隆子县 --text 校舍隐患 --due 2024-03-01 --critical")
    run(f"inspection find {ref} 隆子县 --text 无制度 --due 2024-03-01")
    run(f"inspection done {ref}")
    by_text = {row["text"]: row["ref"] for row in done("inspection", "findings", "--json").data}
    rechecked = []
    for finding in (by_text["校舍隐患"], by_text["无制度"]):
        run(f"inspection rectify {finding} --how 已改 --on 2024-02-20")
        rechecked.append(run(f"inspection recheck {finding} --passed --by 李某 --on 2024-02-25"))
    run("commendation add unit 隆子县 --reason 送教扎实")
    honour = done("commendation", "list", "--json").data[0]["ref"]
    run(f"commendation publicise {honour} --from 2024-04-16")
    run("assessment adopt bundled")
    run("assessment add --as-of 2024-04-15")
    draft = done("assessment", "list", "--json").data[0]["ref"]
    approved = run(f"assessment approve {draft} --by 扎西 --override 试")
    monkeypatch.setenv("PAIRING_TODAY", "2024-05-15")
    assert pairing("undo", str(rechecked[0]), "--dry-run").code == 0
    run(f"commendation award {honour} --number 8 --on 2024-05-14")
    critical = pairing("undo", str(rechecked[0]), "--json")
    assert (critical.code, critical.error["code"]) == (3, "depended-on")
    assessed = pairing("undo", str(approved), "--json")
    assert (assessed.code, assessed.error["code"]) == (3, "rule-broken-without")
    assert pairing("undo", str(rechecked[1]), "--dry-run").code == 0


KEY = "01a219a4-afa5-7000-ad12-dbcc5e2f10f{}"
BROKEN = {
    "is in the circles 东片 and 西片 at once": (
        "INSERT INTO circle_member SELECT c.id, m.kindergarten_id, m.from_date, m.to_date"
        " FROM circle AS c,"
        " circle_member AS m INNER JOIN circle AS d ON d.id = m.circle_id"
        " WHERE c.name = '西片' AND d.name = '东片'"
    ),
    "the head of 东片, is none of its members": (
        "DELETE FROM circle_member WHERE kindergarten_id = (SELECT head_id FROM circle"
        " WHERE name = '东片')"
    ),
    "Two circles of cycle 2022-2024 are called 东 片": (
        "UPDATE circle SET name = '东 片' WHERE name = '西片'"
    ),
    "counts as weak twice at once": (
        f"INSERT INTO kindergarten_status SELECT '{KEY.format(1)}', removed_on, removed_reason,"
        " kindergarten_id, status, from_date, '2022-06-01', reason FROM kindergarten_status"
    ),
    "on the register of backbone teachers twice at once": (
        f"INSERT INTO backbone_teacher SELECT '{KEY.format(2)}', removed_on, removed_reason,"
        " kindergarten_id, name, level, from_date, to_date, strength, note FROM backbone_teacher"
    ),
    "甲 and 乙 are paired twice at once": (
        "UPDATE apprenticeship SET apprentice = '乙' WHERE apprentice = '丙'"
    ),
    "次仁 is seconded twice at once": "UPDATE secondment SET person = '次仁'",
    "甲 → 丙 begins on 2022-02-01, outside the pairing of": (
        "UPDATE apprenticeship SET start_date = '2022-02-01' WHERE apprentice = '丙'"
    ),
    "送教 means two forms at once": (
        f"INSERT INTO form_alias SELECT '{KEY.format(3)}', 'lecture', '送教'"
    ),
    "and nothing says which of them holds": (
        "UPDATE layer_capacity SET mentor_kinds = 'city', mentee_kinds = 'county/private',"
        " priority = NULL WHERE layer = 'county-township'"
    ),
    "is nominated a second time in one cycle": (
        "UPDATE honour SET kindergarten_id = (SELECT min(kindergarten_id) FROM honour)"
    ),
    "展示 is on record twice": "UPDATE showcase SET title = '展示'",
    "p.txt is attached 2 times to the same record": "UPDATE document SET category = 'other'",
    "was awarded on an assessment that isn't approved": (
        "UPDATE honour SET state = 'awarded', decided_on = '2022-06-30', document_number = '8',"
        " trace = '{}', sha256 = substr(hex(zeroblob(32)), 1, 64),"
        " assessment_id = (SELECT id FROM assessment)"
    ),
    "has two plans from four-steps for 2022": "UPDATE plan SET pack_year = 2022",
    "李某 is twice in leading group": "UPDATE group_member SET name = '李某', role = 'member'",
    "has two leading groups": (
        "UPDATE leading_group SET pairing_id = (SELECT p.id FROM pairings AS p"
        " WHERE p.mentee LIKE '加查县%') WHERE pairing_id = (SELECT p.id FROM pairings AS p"
        " WHERE p.mentee LIKE '措美县%')"
    ),
    "what was agreed then can't have been seen to on": (
        "UPDATE visit SET start_date = '2022-05-01', end_date = '2022-05-01'"
        " WHERE next_step IS NOT NULL"
    ),
}
"""What the doctor says → how a third hand breaks it."""


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with two entries in each of the registers; made once, to be copied."""
    folder = tmp_path_factory.mktemp("registered")
    path = seeded_at(folder / "p.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAIRING_DB", str(path))
        patch.setenv("PAIRING_TODAY", "2022-06-30")
        patch.chdir(folder)
        Path("p.txt").write_text("措施", encoding="utf-8")
        for line in (
            "circle add 东片 --head 隆子县",
            "circle add 西片 --head 加查县",
            "kindergarten status 隆子县 weak --from 2022-03-01",
            "backbone add 市实验 德吉 --level city --from 2022-03-01",
            "apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-03-01",
            "apprentice add 隆子县 --master 甲 --apprentice 丙 --start 2022-03-02",
            "commendation add unit 隆子县 --reason 送教扎实",
            "commendation add unit 加查县 --reason 送教扎实",
            "secondment add 隆子县 --person 次仁 --from 2022-03-01",
            "secondment add 隆子县 --person 央金 --from 2022-03-01",
            "showcase add --title 展示 --on 2022-05-18",
            "showcase add --title 观摩 --on 2022-05-18",
            "group add 隆子县 --side mentor --head 张某 --member 李某",
            "group add 措美县 --side mentor --head 王某",
            "document add p.txt --for 隆子县",
            "document add p.txt --for 隆子县 --category photo",
            "plan new 隆子县 --from four-steps --year 2022",
            "plan new 隆子县 --from four-steps --year 2023",
            "assessment adopt bundled",
            "assessment add --as-of 2022-06-30",
            "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --next 材料",
        ):
            done(*line.split())
        (agreed,) = done("visit", "list", "--json").data
        later = ("--on", "2022-04-20", "--settles", agreed["ref"])
        done("log-visit", "隆子县", "--form", "讲座", *later)
        done("apprentice", "edit", done("apprentice", "list", "--json").data[0]["ref"], "--end",
             "2022-06-29", "--reason", "期满")  # fmt: skip
    return path


@pytest.mark.parametrize("said", BROKEN)
def test_the_doctor_says_what_no_command_would_have_left(
    db: Path, registered: Path, said: str
) -> None:
    shutil.copy(registered, db)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(BROKEN[said])
    found = pairing("db", "doctor", "--json").data
    assert [each for each in found if said in each["message"]], found


@pytest.mark.parametrize(
    ("first", "away", "second", "what", "standing", "zh"),
    [
        (
            "group add 隆子县 --side mentor --head 张某",
            "group remove 隆子县 --side mentor --reason 误登",
            "group add 隆子县 --side mentor --head 王某",
            "leading group",
            "隆子县 mentor",
            "领导小组",
        ),
        (
            "circle add 东片 --head 隆子县",
            "circle remove 东片 --reason 误登",
            "circle add 东片 --head 加查县",
            "circle",
            "东片",
            "片区",
        ),
    ],
)
def test_an_undo_that_finds_its_place_taken_says_so(
    db: Path, first: str, away: str, second: str, what: str, standing: str, zh: str
) -> None:
    run(first)
    removed = run(away)
    run(second)
    answer = pairing("undo", str(removed))
    assert answer.code == 3
    assert f"Another {what} has taken its place since: {standing} (" in answer.err
    ref = done(what.rsplit(maxsplit=1)[-1], "list", "--json").data[0]["ref"]
    assert f"({ref})" in answer.err
    assert f"pairing history --of {ref}" in answer.err
    assert "add" in done("history", "--of", ref).out
    assert f"另一个{zh}占了：" in pairing("undo", str(removed), lang="zh").err


def test_nobody_begins_to_work_at_the_other_side_outside_the_pairing(db: Path) -> None:
    run("unassign 隆子县 --on 2022-05-31 --reason 调整")
    for late in (
        "secondment add 隆子县 --person 王某 --from 2022-06-01",
        "apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-06-01",
        "secondment add 加查县 --person 王某 --from 2022-02-01",
    ):
        assert pairing(*late.split()).code == 2, late
    run("secondment add 隆子县 --person 王某 --from 2022-05-31")
    ref = done("secondment", "list", "--json").data[0]["ref"]
    assert pairing("secondment", "edit", ref, "--from", "2022-06-01").code == 2


@pytest.mark.parametrize(
    "line",
    [
        "secondment add 隆子县 --person 王某 --from 2022-06-01",
        "apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-06-01",
    ],
)
def test_a_pairing_does_not_end_before_who_came_later_nor_is_that_undone(
    db: Path, line: str
) -> None:
    end = "unassign 隆子县 --on 2022-05-31 --reason 调整"
    ended = run(end)
    run(f"undo {ended}")
    run(line)
    assert pairing(*end.split()).code == 3
    again = pairing("redo", str(ended))
    assert again.code != 0
    assert "2022-06-01" in again.err
    assert pairing("db", "doctor").code == 0


def test_nobody_stays_at_the_other_side_longer_than_the_pairing(db: Path) -> None:
    run("unassign 隆子县 --on 2022-05-31 --reason 调整")
    run("secondment add 隆子县 --person 王某 --from 2022-05-01")
    run("apprentice add 隆子县 --master 甲 --apprentice 乙 --start 2022-05-01")
    person, pair = (done(each, "list", "--json").data[0]["ref"] for each in STAYS)
    early = ("--as-of", "2022-05-10")  # the end isn't known on this day, but is there
    for late in (
        "secondment add 隆子县 --person 李某 --from 2022-05-01 --to 2022-06-10",
        f"secondment edit {person} --to 2022-06-10",
        f"apprentice edit {pair} --end 2022-06-10",
    ):
        assert pairing(*late.split()).code == 2, late
        assert pairing(*early, *late.split()).code == 2, late
    Path("s.csv").write_text("mentee,person,start,end\n隆子县,李某,2022-05-01,2022-06-10\n")
    assert pairing("import", "secondment", "s.csv").code == 65


STAYS = {
    "secondment": "secondment add 隆子县 --person 王某 --from 2022-05-01 --to 2022-06-10",
    "apprentice": "apprentice add 隆子县 --master 甲 --apprentice 乙 --end 2022-12-31",
}


@pytest.mark.parametrize(
    "end",
    [
        "unassign 隆子县 --on 2022-05-31 --reason 调整",
        "reassign 隆子县 市第二实验幼儿园 --on 2022-06-01 --reason 调整 --override 试",
    ],
)
def test_what_was_to_last_longer_ends_with_the_pairing_and_is_named(db: Path, end: str) -> None:
    run(STAYS["secondment"])
    run(f"--as-of 2022-05-02 {STAYS['apprentice']}")
    run("apprentice add 加查县 --master 甲 --apprentice 丙 --end 2022-12-31")
    answer = done(*end.split())
    assert "甲 → 乙" in answer.err
    assert "王某" in answer.err
    assert "丙" not in answer.err
    ends = [done(each, "list", "隆子县", "--json").data[0]["end"] for each in STAYS]
    assert ends == ["2022-05-31"] * 2
    assert pairing("db", "doctor").code == 0
    done("undo")
    ends = [done(each, "list", "隆子县", "--json").data[0]["end"] for each in STAYS]
    assert ends == ["2022-06-10", "2022-12-31"]


def test_an_end_done_again_does_not_outlast_the_pairing(db: Path) -> None:
    run("secondment add 隆子县 --person 王某 --from 2022-05-01")
    ref = done("secondment", "list", "--json").data[0]["ref"]
    ended = run(f"secondment edit {ref} --to 2022-06-10")
    done("undo")
    run("unassign 隆子县 --on 2022-05-31 --reason 调整")
    refused = pairing("redo", str(ended))
    assert refused.code == 3
    assert "王某 ends on 2022-06-10, outside the pairing" in refused.err


def test_whoever_comes_back_later_is_away_on_the_day(db: Path) -> None:
    line = f"{STAYS['secondment']} --appraised 2022-06-20 --appraisal 优秀"
    run(line)
    row = done("--as-of", "2022-06-09", "secondment", "list", "--json").data[0]
    assert (row["end"], row["appraised"], row["appraisal"]) == (None, None, None)
    row = done("--as-of", "2022-06-10", "secondment", "list", "--json").data[0]
    assert (row["end"], row["appraised"]) == ("2022-06-10", None)


def test_there_is_a_case_for_every_rule() -> None:
    assert len(BROKEN) == len(OF_REGISTERS)


def test_what_was_decided_on_is_not_taken_back_alone(db: Path) -> None:
    """An answer of a sealed inspection, what was done about a finding that was looked at again, an
    adjustment of an assessment that is approved.
    """
    run("inspection adopt pairing-inspection")
    run("inspection add 措美县 --on 2022-06-15 --by 李某 --by 王某")
    ref = done("inspection", "list", "--json").data[0]["ref"]
    first = run(f"inspection answer {ref} 措美县 letter=no")
    joined = run(f"inspection edit {ref} --join 加查县")
    run(f"inspection answer {ref} 加查县 letter=yes")
    assert pairing("undo", str(first), "--dry-run").code == 0
    run(f"inspection done {ref}")
    finding = done("inspection", "findings", "--json").data[0]["ref"]
    mended = run(f"inspection rectify {finding} --how 补签")
    run(f"inspection recheck {finding} --passed --by 李某")
    run("assessment adopt bundled")
    run("assessment add --as-of 2022-06-30")
    adjusted = run("assessment adjust 加查县 --points 1 --reason 现场会")
    draft = done("assessment", "list", "--json").data[0]["ref"]
    run(f"assessment approve {draft} --by 扎西 --override 试")
    for number in (first, joined, mended, adjusted):
        refused = pairing("undo", str(number), "--json")
        assert (refused.code, refused.error["code"]) == (3, "depended-on"), number
    run("undo")
    done("undo", str(adjusted))
