"""A closed cycle keeps its figures: what is written into it afterwards is a correction."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from pairing_cli.store import backup
from tests.commandline import Answer, done, pairing

AFTER = ("--as-of", "2024-06-28", "--actor", "卓玛")
CYCLE = ("--cycle", "2022-2024")


def run(db: Path, *words: str) -> Answer:
    """One command line on a day after the cycle's end."""
    line = words[0].split() + list(words[1:])
    return pairing("--db", str(db), *AFTER, *line)


def data(db: Path, line: str) -> Any:
    """What a command line that must succeed answers in JSON."""
    return done("--db", str(db), *AFTER, *line.split(), "--json").data


_MADE: dict[str, bytes] = {}


@pytest.fixture
def closed(db: Path) -> Path:
    """A closed cycle with some visits."""
    # Closing takes seconds, and many facts begin with it: it is done once.
    if "closed" not in _MADE:
        _close(db)
        _MADE["closed"] = db.read_bytes()
    db.write_bytes(_MADE["closed"])
    return db


def _close(db: Path) -> None:
    for day in ("2022-04-12", "2022-10-12", "2023-04-10"):
        assert run(db, f"log-visit 隆子县 --form 送教 --on {day} --hours 4").code == 0
    assert run(db, "need add 隆子县 --text 区域材料不足 --on 2024-03-01").code == 0
    answer = run(db, "cycle close 2022-2024 --by 卓玛")
    assert answer.code == 0, answer.err


def test_a_check_names_what_is_open_and_what_clears_it(db: Path) -> None:
    run(db, "log-visit 隆子县 --form 送教 --on 2024-03-20 --planned --as-of 2024-03-01")
    found = data(db, "cycle check 2022-2024")
    assert (found["cycle"], found["day"], found["can_close"]) == ("2022-2024", "2024-06-28", False)
    checks = {each["check"]: each for each in found["checks"]}
    assert set(checks["planned-visits"]) == {"check", "result", "blocks", "count", "clear"}
    assert checks["planned-visits"]["count"] == 1
    assert checks["planned-visits"]["blocks"]
    assert not checks["names"]["blocks"]
    assert data(db, "cycle close 2022-2024 --dry-run") == found


def test_what_blocks_is_passed_with_a_reason_and_the_day_is_not(db: Path) -> None:
    early = run(db, "cycle close 2022-2024 --override 急 --as-of 2024-03-01 --json")
    assert (early.code, early.error["code"]) == (3, "not-ended")
    run(db, "log-visit 隆子县 --form 送教 --on 2024-03-20 --planned --as-of 2024-03-01")
    refused = run(db, "cycle close 2022-2024 --json")
    assert refused.code == 3
    assert "not-ready" in refused.err
    assert run(db, "cycle close 2022-2024 --override 会议决定").code == 0
    assert run(db, "cycle close 2022-2024 --json").code == 3


def test_a_verified_copy_is_made_before(closed: Path) -> None:
    copies = data(closed, "db backups")
    assert [(each["reason"], each["state"]) for each in copies] == [("close", "good")]


def _refusal(answer: Answer) -> str:
    """Its code; the line before it says where the backup is."""
    return str(json.loads(answer.err.splitlines()[-1])["error"]["code"])


def test_what_is_planned_while_the_cycle_is_looked_at_still_keeps_it_open(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned_meanwhile(*words: Any, **named: Any) -> Any:
        made = back_up(*words, **named)
        line = "log-visit 隆子县 --form 送教 --on 2024-03-20 --planned --as-of 2024-03-01"
        assert run(db, line).code == 0
        return made

    back_up = backup.back_up
    monkeypatch.setattr(backup, "back_up", planned_meanwhile)
    answer = run(db, "cycle close 2022-2024 --json")
    assert (answer.code, _refusal(answer)) == (3, "not-ready")
    assert data(db, "cycle show 2022-2024")["state"] != "closed"


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE change_set SET actor = '别人' WHERE seq = 1",
        "DELETE FROM region WHERE level = 'county'",
    ],
)
def test_a_file_that_cannot_be_relied_on_is_not_closed(db: Path, spoilt: str) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(spoilt)
    answer = run(db, "cycle close 2022-2024 --override 急 --json")
    assert (answer.code, _refusal(answer)) == (76, "damaged")
    assert data(db, "cycle show 2022-2024")["state"] != "closed"


def test_an_assessment_after_the_close_is_a_correction_that_shows_beside_the_frozen_one(
    db: Path,
) -> None:
    data(db, "assessment adopt bundled")
    first = data(db, "assessment add --as-of 2024-03-31")[0]["ref"]
    data(db, f"assessment approve {first} --by 扎西")
    data(db, "cycle close 2022-2024 --override 急")
    run(db, "log-visit 隆子县 --form 送教 --on 2023-10-12 --hours 4 --correct 补登")
    for line in ("assessment add --as-of 2024-03-31", "assessment adopt five.yaml"):
        assert run(db, f"{line} --json").code != 0, line
    second = data(db, "assessment add --as-of 2024-03-31 --correct 补登后重算")[0]["ref"]
    data(db, "assessment adjust 隆子县 --points 1 --reason 现场会 --correct 补登后重算")
    data(db, f"assessment approve {second} --by 扎西 --correct 补登后重算")
    shown = data(db, "cycle show 2022-2024")["closing"]
    figures = {row["figure"]: row for row in shown["figures"]}
    assert figures["assessed"]["difference"] > 0
    assert [row["command"] for row in shown["corrections"]] == [
        "log-visit",
        "assessment add",
        "assessment adjust",
        "assessment approve",
    ]
    assert data(db, "summary --cycle 2022-2024")["assessment"]["ref"] == first


def test_circles_and_layers_of_a_closed_cycle_are_corrected_too(closed: Path) -> None:
    for line in (
        "circle add 东片 --head 隆子县 --member 措美县",
        "circle join 东片 加查县",
        "layer edit county-township --min 2 --max 3",
        "layer sides county-township --most-mentors 3",
    ):
        refused = run(closed, f"{line} --cycle 2022-2024 --json")
        assert (refused.code, refused.error["code"]) == (3, "cycle-closed"), line
        assert run(closed, f"{line} --cycle 2022-2024 --correct 漏登").code == 0, line


@pytest.mark.parametrize(
    "line",
    [
        "progress",
        "progress 隆子县",
        "progress --county 隆子县",
        "progress --detail",
        "progress --by mentor",
        "progress --by rule",
        "progress --by term",
        "summary",
    ],
)
def test_reports_print_what_was_frozen_and_a_correction_moves_only_the_live_ones(
    closed: Path, line: str
) -> None:
    frozen = data(closed, f"{line} --cycle 2022-2024")
    assert data(closed, f"{line} --cycle 2022-2024 --live") == frozen
    run(closed, "log-visit 隆子县 --form 送教 --on 2023-10-12 --hours 4 --correct 补登")
    assert data(closed, f"{line} --cycle 2022-2024") == frozen
    assert data(closed, f"{line} --cycle 2022-2024 --live") != frozen


@pytest.mark.parametrize("by", ["pairing", "county", "rule"])
def test_the_workbook_of_a_closed_cycle_has_the_total_of_the_live_one(
    closed: Path, tmp_path: Path, by: str
) -> None:
    last = []
    for name, live in (("frozen.xlsx", ""), ("live.xlsx", " --live")):
        path = tmp_path / name
        line = f"progress --cycle 2022-2024 --by {by} -o {path}{live}"
        assert run(closed, line).code == 0
        last.append(load_workbook(path).get_sheet_by_index(0).to_python()[-1])
    assert last[0] == last[1]
    assert "Total" in last[0]


def test_a_cycle_closed_before_totals_were_kept_has_a_workbook_without_one(
    closed: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(closed)) as connection:
        connection.execute("UPDATE cycle_closing SET figures = json_remove(figures, '$.overall')")
        connection.commit()
    path = tmp_path / "x.xlsx"
    assert run(closed, f"progress --cycle 2022-2024 -o {path}").code == 0
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    assert "Total" not in rows[-1]


def test_a_report_of_an_earlier_day_counts_for_itself(closed: Path) -> None:
    early = done("--db", str(closed), "progress", "隆子县", "--as-of", "2023-05-01", "--json").data
    assert early[0]["state"] != "ended"


@pytest.mark.parametrize(
    "line",
    [
        "log-visit 隆子县 --form 送教 --on 2023-05-10",
        "need add 隆子县 --text 缺书 --on 2024-03-05",
        "rule drop term-quotas --cycle 2022-2024",
        "waiver add 隆子县 lesson-hours --period 2022-spring --excuse --reason 疫情"
        " --cycle 2022-2024",
        "rule override lesson-hours --need 8 --from 2022-03-01 --reason 调整 --cycle 2022-2024",
        "unassign 隆子县 --on 2024-03-30 --reason 撤 --cycle 2022-2024",
        "cycle term-edit 2022秋 --end 2023-01-10",
        "cycle holiday-add 2022-10-03 --name 国庆节",
        "cycle edit 2022-2024 --weight activity=55 --weight effect=10",
        "indicator record 隆子县 excellent-lesson-rate 12/40 --on 2023-06-01",
        "layer edit city-county --max 4 --cycle 2022-2024",
        "undo 2",
    ],
)
def test_what_would_move_its_figures_is_refused_or_a_correction(closed: Path, line: str) -> None:
    if line == "undo 2":
        line = f"undo {data(closed, 'history')[-2]['seq']}"
    before = closed.read_bytes()
    refused = run(closed, *[line], "--json")
    assert (refused.code, refused.error["code"]) == (3, "cycle-closed"), refused.err
    assert closed.read_bytes() == before
    taken = run(closed, *[line], "--correct", "漏登")
    assert taken.code == 0, taken.err
    (correction,) = data(closed, "cycle show 2022-2024")["closing"]["corrections"]
    assert correction["reason"] == "漏登"
    assert correction["seq"] == data(closed, "history")[0]["seq"]
    assert run(closed, "db doctor").code == 0


def test_an_import_into_a_closed_cycle_is_a_correction(closed: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("日期,受帮扶园,形式,课时\n2022-05-20,加查县,送教,2\n", "utf-8")
    refused = run(closed, f"import visits {table} --json")
    assert (refused.code, "cycle-closed" in refused.err) == (3, True)
    assert run(closed, f"import visits {table} --correct 补登").code == 0


def test_a_correction_of_nothing_is_told(closed: Path) -> None:
    answer = run(closed, "kindergarten alias 隆子县 隆子园 --correct 改名 --json")
    assert (answer.code, answer.error["code"]) == (2, "nothing-to-correct")
    assert run(closed, "kindergarten alias 隆子县 隆子园").code == 0


def test_show_holds_frozen_against_now(closed: Path) -> None:
    run(closed, "log-visit 隆子县 --form 送教 --on 2023-10-12 --hours 4 --correct 补登")
    figures = {
        each["figure"]: each for each in data(closed, "cycle show 2022-2024")["closing"]["figures"]
    }
    assert figures["visits"] == {"figure": "visits", "frozen": 3, "now": 4, "difference": 1}


def test_undo_of_a_correction_is_one_too_and_redo_as_well(closed: Path) -> None:
    run(closed, "log-visit 隆子县 --form 送教 --on 2023-10-12 --correct 补登")
    assert run(closed, "undo --json").error["code"] == "cycle-closed"
    assert run(closed, "undo --correct 登错了").code == 0
    assert run(closed, "redo --json").error["code"] == "cycle-closed"
    assert run(closed, "redo --correct 没登错").code == 0
    assert run(closed, "db doctor").code == 0


def test_letters_are_filed_after_the_end(closed: Path) -> None:
    line = "agreement add 隆子县 --kind responsibility_letter --signed 2022-03-31 --signatory 甲"
    answer = run(closed, f"{line} --signatory 乙")
    assert answer.code == 0, answer.err


def test_what_the_frozen_figures_stand_on_is_taken_away_as_a_correction_only(
    db: Path,
) -> None:
    before = {}
    for kind, line in {
        "agreement": "agreement add 隆子县 --kind responsibility_letter --signed 2022-03-31"
        " --signatory 甲 --signatory 乙",
        "experience": "experience add 隆子县 --kind summary --title 总结 --on 2024-05-20",
        "showcase": "showcase add --title 展示 --on 2024-05-18",
    }.items():
        before[kind] = data(db, line)[0]["ref"]
    assert run(db, f"experience accept {before['experience']}").code == 0
    assert run(db, "cycle close 2022-2024 --override 已报局务会").code == 0
    for kind, ref in before.items():
        line = f"{kind} remove {ref} --reason 误"
        assert run(db, f"{line} --json").error["code"] == "cycle-closed", kind
        assert run(db, f"{line} --correct 登错了").code == 0, kind
    later = data(db, "experience add 加查县 --kind summary --title 总结 --on 2024-06-20")
    assert run(db, f"experience accept {later[0]['ref']}").code == 0
    assert run(db, "undo").code == 0, "what was filed after the end is nobody's frozen figure"
    assert run(db, f"experience remove {later[0]['ref']} --reason 误").code == 0
    assert run(db, "summary note add work --text 两年送教成系列。").code == 0


def test_reopened_it_takes_writes_and_closed_again_it_has_new_figures(closed: Path) -> None:
    assert run(closed, "cycle reopen 2022-2024 --reason 漏登了三次").code == 0
    assert run(closed, "log-visit 隆子县 --form 送教 --on 2023-10-12").code == 0
    assert run(closed, "cycle close 2022-2024").code == 0
    assert data(closed, "summary --cycle 2022-2024")["totals"]["visits"] == 4


def test_closing_is_taken_back_like_every_command(closed: Path) -> None:
    assert run(closed, "undo").code == 0
    assert data(closed, "cycle show 2022-2024")["state"] == "active"
    assert run(closed, "redo").code == 0
    assert data(closed, "cycle show 2022-2024")["state"] == "closed"


def test_the_doctor_proves_the_frozen_figures(closed: Path) -> None:
    with closing(sqlite3.connect(closed)) as connection, connection:
        connection.execute(
            "UPDATE cycle_closing SET figures = replace(figures, '\"visits\":3', '\"visits\":9')"
        )
    answer = run(closed, "db doctor")
    assert answer.code == 76
    assert "2022-2024" in answer.out + answer.err


def test_the_whole_set_is_written_in_one_go(closed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run(closed, f"cycle close 2022-2024 -o {folder}").code == 0
    names = {each.name for each in folder.iterdir()}
    assert {"summary.html", "coverage.xlsx", "roster.xlsx", "bulletins.xlsx", "archives"} <= names
    assert len(list((folder / "archives").iterdir())) == 12
    assert run(closed, f"cycle close 2022-2024 -o {folder}").code == 73


# --- Several cycles ----------------------------------------------------------------------------


@pytest.fixture
def two(db: Path) -> Path:
    """The next cycle has begun; the one before is still summed up."""
    assert run(db, "cycle add 2024-2026 --start 2024-04-01 --end 2026-03-31").code == 0
    return db


def test_a_dated_write_goes_to_the_open_cycle_that_holds_the_day(two: Path) -> None:
    answer = run(two, "need add 隆子县 --text 缺书 --on 2024-03-01")
    assert "Written to cycle 2022-2024. For another: --cycle 2024-2026" in answer.err
    assert len(data(two, "need list --cycle 2022-2024")) == 1
    visit = run(two, "log-visit 隆子县 --form 送教 --on 2024-03-02")
    assert "Written to cycle 2022-2024" in visit.err
    donation = run(two, "donation add 隆子县 --item 书 --quantity 3 --on 2024-03-02")
    assert "Written to cycle 2022-2024" in donation.err


def test_where_a_cycle_is_named_or_is_the_only_one_nothing_is_said(two: Path, db: Path) -> None:
    named = run(two, "need add 隆子县 --text 缺书 --on 2024-03-01 --cycle 2022-2024")
    assert "Written to" not in named.err


def test_a_mentee_without_a_pairing_here_is_told_where_it_has_one(two: Path) -> None:
    answer = run(two, "need add 隆子县 --text 缺书")
    assert (answer.code, "--cycle 2022-2024" in answer.err) == (4, True)


def test_status_says_which_other_cycle_is_worked_on(two: Path) -> None:
    assert "2022-2024 (→ 2024-07-01)" in run(two, "status").err
    assert "still worked on" not in run(two, "status --cycle 2022-2024").err
    late = pairing("--db", str(two), "--as-of", "2024-07-02", "status")
    assert "still worked on" not in late.err
