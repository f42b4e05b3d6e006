"""What lies after the day of a report does not exist for it, in every listing and paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.commandline import done, pairing

BEFORE, AFTER = "2022-05-20", "2023-05-20"

LATER = {
    "visit": "log-visit 隆子县 --form 送教 --on 2023-03-10 --hours 4 --topic 后来",
    "need": "need add 隆子县 --text 后来 --on 2023-03-10",
    "problem": "problem add 隆子县 --text 后来 --on 2023-03-10",
    "donation": "donation add 隆子县 --item 后来 --quantity 3 --on 2023-03-10",
    "document": "document add 后来.txt --for 隆子县 --category record --on 2023-03-10",
    "agreement": "agreement add 隆子县 --kind agreement --signed 2023-03-10 --title 后来"
    " --signatory 甲 --signatory 乙",
    "group": "group add 隆子县 --side mentee --head 后来 --on 2023-03-10",
    "apprentice": "apprentice add 隆子县 --master 后来 --apprentice 乙 --start 2023-03-10",
    "plan": "plan new 隆子县 --from spring-calendar --year 2023",
    "indicator": "indicator record 隆子县 excellent-lesson-rate 12/40 --on 2023-03-10",
}
"""Register → a record that lies between the two days."""


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", AFTER)
    monkeypatch.chdir(db.parent)
    Path("后来.txt").write_text("后来", encoding="utf-8")


def listed(register: str, day: str) -> Any:
    return done(register, "list", "--json", "--as-of", day).data


@pytest.mark.parametrize("register", LATER)
def test_a_record_of_a_later_day_is_in_no_listing(register: str) -> None:
    done(*LATER[register].split())
    assert listed(register, BEFORE) == []
    assert len(listed(register, AFTER)) == 1


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_no_record_of_a_later_day_is_in_the_pack(ending: str) -> None:
    for line in LATER.values():
        done(*line.split())
    done("document", "pack", "隆子县", "-o", f"{BEFORE}.{ending}", "--as-of", BEFORE)
    done("document", "pack", "隆子县", "-o", f"{AFTER}.{ending}")

    def said(day: str) -> str:
        path = Path(f"{day}.{ending}")
        if ending == "html":
            return path.read_text("utf-8")
        return ZipFile(path).read("word/document.xml").decode()

    assert "后来" in said(AFTER)
    assert "后来" not in said(BEFORE)


def test_no_file_of_a_later_day_is_in_the_archive_or_among_the_haves() -> None:
    done(*LATER["document"].split())
    done("document", "archive", "隆子县", "-o", "a.zip", "--as-of", BEFORE)
    assert not any("后来" in name for name in ZipFile("a.zip").namelist())
    (haves,) = [
        row
        for row in done("document", "haves", "--json", "--as-of", BEFORE).data
        if row["mentee"].startswith("隆子")
    ]
    assert haves["record"] == 0


def test_what_is_settled_later_is_open_on_the_day() -> None:
    need = done("need", "add", "隆子县", "--text", "甲", "--on", "2022-04-01", "--json").data[0]
    done("need", "edit", need["ref"], "--state", "solved", "--settled", "2023-03-10", "--outcome",
         "后来")  # fmt: skip
    (row,) = listed("need", BEFORE)
    assert (row["state"], row["settled"], row["outcome"], row["days_open"]) == (
        "open", None, None, 49
    )  # fmt: skip
    assert listed("need", AFTER)[0]["state"] == "solved"


def test_a_problem_resolved_later_is_open_on_the_day() -> None:
    row = done("problem", "add", "隆子县", "--text", "甲", "--on", "2022-04-01", "--json").data[0]
    done("problem", "resolve", row["ref"], "--how", "后来", "--on", "2023-03-10")
    (then,) = listed("problem", BEFORE)
    assert (then["state"], then["resolved"], then["resolution"]) == ("open", None, None)
    assert done("problem", "show", row["ref"], "--json", "--as-of", BEFORE).data["state"] == "open"
    assert listed("problem", AFTER)[0]["state"] == "resolved"


def test_a_letter_signed_later_is_not_signed_on_the_day() -> None:
    done("agreement", "add", "隆子县", "--due", "2022-04-30", "--signed", "2023-03-10",
         "--signatory", "甲", "--signatory", "乙")  # fmt: skip
    (row,) = listed("agreement", BEFORE)
    assert (row["signed"], row["state"]) == (None, "overdue")
    done("agreement", "letter", "隆子县", "-o", "l.docx", "--as-of", BEFORE)
    assert "2023年" not in ZipFile("l.docx").read("word/document.xml").decode()


def test_a_head_who_takes_over_later_does_not_lead_yet() -> None:
    group = done("group", "add", "隆子县", "--side", "mentor", "--head", "甲", "--member", "乙",
                 "--on", "2022-04-01", "--json").data[0]  # fmt: skip
    done("group", "hand-over", group["ref"], "--to", "乙", "--on", "2023-03-10", "--reason", "调动")
    assert listed("group", BEFORE)[0]["head"] == "甲"
    assert listed("group", AFTER)[0]["head"] == "乙"


def test_who_leaves_a_group_or_a_teacher_pair_later_is_in_it_to_an_open_end() -> None:
    def added(register: str, *words: str) -> str:
        return str(done(register, "add", "隆子县", *words, "--json").data[0]["ref"])

    day = ("--as-of", "2022-04-01")
    group = added("group", "--side", "mentor", "--head", "甲", "--member", "乙", *day)
    pairs = [added("apprentice", "--master", "丙", "--apprentice", each, *day) for each in "丁戊"]

    def said() -> list[str]:
        lines = [f"apprentice show {ref}" for ref in pairs]
        lines += ["apprentice list", "group list", f"group show {group}"]
        return [done(*line.split(), "--json", "--as-of", BEFORE).out for line in lines]

    then = said()
    on = ("--on", "2023-03-10", "--reason", "后来")
    done("group", "hand-over", group, "--to", "己", *on)
    done("group", "edit", group, "--leave", "乙", *on)
    done("apprentice", "hand-over", pairs[0], "--master", "己", *on)
    done("apprentice", "edit", pairs[1], "--end", "2023-03-10", "--reason", "后来")
    assert said() == then
    ends = {row["apprentice"] + row["master"]: row["end"] for row in listed("apprentice", AFTER)}
    assert ends == {"丁丙": "2023-03-09", "丁己": None, "戊丙": "2023-03-10"}


def test_an_end_of_a_teacher_pair_that_was_arranged_ahead_is_told_on_the_day() -> None:
    words = ("--master", "丙", "--apprentice", "丁", "--start", "2022-04-01")
    ref = done("apprentice", "add", "隆子县", *words, "--json").data[0]["ref"]
    done("apprentice", "edit", ref, "--end", "2022-12-31", "--as-of", "2022-05-01")
    assert [row["end"] for row in listed("apprentice", BEFORE)] == ["2022-12-31"]
    assert [row["end"] for row in listed("apprentice", "2022-04-30")] == [None]


def test_a_kindergarten_that_was_closed_later_is_open_on_the_day() -> None:
    done("kindergarten", "add", "后来幼儿园", "--tier", "township", "--region", "热荣乡")
    done("kindergarten", "remove", "后来幼儿园", "--reason", "撤并", "--as-of", "2023-03-10")
    show = ("kindergarten", "show", "后来幼儿园", "--json", "--as-of")
    assert done(*show, BEFORE).data["retired_on"] is None
    assert done(*show, AFTER).data["retired_on"] == "2023-03-10"


def test_a_visit_still_to_come_is_listed_as_planned() -> None:
    done("log-visit", "隆子县", "--form", "送教", "--on", "2023-06-10", "--planned")
    assert [row["state"] for row in listed("visit", BEFORE)] == ["planned"]


def test_an_export_has_what_the_listing_has() -> None:
    done(*LATER["visit"].split())
    done("export", "visits", "-o", "v.json", "--as-of", BEFORE)
    assert Path("v.json").read_text("utf-8").strip() == "[]"


PLANNED = ("plan", "new", "隆子县", "--from", "spring-calendar", "--year", "2022")


def _task_of_a_plan() -> str:
    done(*PLANNED, "--as-of", "2022-03-05")
    plan = done("plan", "show", "隆子县", "--json", "--as-of", BEFORE).data
    return str(plan["task_list"][0]["ref"])


def test_a_task_answered_later_is_not_done_in_the_list_of_plans_nor_off_the_schedule() -> None:
    task = _task_of_a_plan()
    days = ("--from", "2022-03-01", "--to", "2022-08-31", "--as-of", BEFORE, "--json")

    def due() -> list[str]:
        rows = done("schedule", *days).data
        return [row["ref"] for row in rows if row["kind"] == "task"]

    def counts(day: str) -> tuple[int, int]:
        (row,) = listed("plan", day)
        return row["done"], row["planned"]

    then = due(), counts(BEFORE)
    assert task in then[0]
    done("log-visit", "隆子县", "--form", "送教", "--on", "2023-03-10", "--task", task)
    assert (due(), counts(BEFORE)) == then
    assert counts(AFTER) == (1, 0)
    shown = done("plan", "show", "隆子县", "--json", "--as-of", BEFORE).data["task_list"][0]
    assert (shown["state"], shown["done"], shown["visits"]) == ("open", 0, [])


def test_tasks_of_a_plan_made_later_are_not_due_yet() -> None:
    task = _task_of_a_plan()
    days = ("--from", "2022-03-01", "--to", "2022-08-31", "--json")
    rows = done("schedule", *days, "--as-of", "2022-03-04").data
    assert [row["ref"] for row in rows if row["kind"] == "task"] == []
    rows = done("schedule", *days, "--as-of", "2022-03-05").data
    assert task in [row["ref"] for row in rows if row["kind"] == "task"]


@pytest.mark.parametrize(
    ("signatories", "said"), [((), ""), (("甲",), "甲"), (("甲", "乙"), "甲、乙")]
)
def test_who_has_not_signed_is_no_mark_between_names(
    signatories: tuple[str, ...], said: str
) -> None:
    signed = ["--signed", "2022-04-01"] if len(signatories) == 2 else []
    named = [word for name in signatories for word in ("--signatory", name)]
    done("agreement", "add", "隆子县", "--kind", "agreement", "--title", "协议", *signed, *named)
    (row,) = listed("agreement", BEFORE)
    assert "、".join(row["signatories"]) == said
    for command in (("agreement", "show", "隆子县"), ("agreement", "list", "--format", "markdown")):
        assert ("| 、" if "list" in command else "    、") not in done(*command, lang="zh").out


ARRANGED = (
    "list", "progress --detail", "status --all", "show 措美县", "show 曲松县", "summary",
    "kindergarten roster", "coverage", "schedule --from 2022-05-20 --to 2023-07-31",
    "why 措美县 sent-lessons", "brief 曲松县", "waiver list", "rule overrides", "circle list",
)  # fmt: skip


def test_who_helps_whom_from_a_later_day_on_and_who_is_let_off_later_is_as_it_was() -> None:
    def said() -> list[str]:
        return [done(*line.split(), "--json", "--as-of", BEFORE).out for line in ARRANGED]

    then = said()
    later = (
        "reassign 措美县 市第三实验幼儿园 --on 2023-03-10 --reason 调整 --override 调整",
        "unassign 曲松县 --on 2023-02-10 --reason 撤并",
        "waiver add 隆子县 sent-lessons --period 2022春 --excuse --reason 封控",
        "rule override sent-lessons --need 3 --mentee 隆子县 --from 2023-03-01 --reason 试点",
    )
    for line in later:
        done(*line.split())
    assert said() == then
    ends = {row["mentee"][:3]: row["end"] for row in done("list", "--json").data[::-1]}
    assert (ends["措美县"], ends["曲松县"]) == ("2023-03-09", "2023-02-10")
    assert len(listed("waiver", AFTER)) == 1


def test_an_exemption_or_override_ended_later_has_no_end_yet() -> None:
    changed = "rule override sent-lessons --need 3 --mentee 隆子县 --from 2022-03-01 --reason 试点"
    done(*changed.split(), "--as-of", "2022-03-01")
    ref = done("rule", "overrides", "--json", "--as-of", BEFORE).data[0]["ref"]

    def said(day: str) -> list[str]:
        reads = ("rule overrides", "exemption list --all", "exemption show 洛扎县", "cycle show",
                 "exemption list", "progress --detail", "coverage")  # fmt: skip
        return [done(*line.split(), "--json", "--as-of", day).out for line in reads]

    then = said(BEFORE)
    done("rule", "override-end", ref, "--on", "2023-03-10", "--reason", "后来")
    done("exemption", "end", "洛扎县", "--on", "2023-03-10", "--reason", "后来")
    assert said(BEFORE) == then
    assert ["2023-03-10" in each for each in said(AFTER)[:4]] == [True] * 4


def test_an_exemption_ended_ahead_has_its_end_on_the_day() -> None:
    done("exemption", "end", "洛扎县", "--on", "2023-03-10", "--reason", "安排", "--as-of", BEFORE)
    show = ("exemption", "show", "洛扎县", "--json", "--as-of")
    assert done(*show, BEFORE).data["end"] == "2023-03-10"
    assert done(*show, "2022-05-19").data["end"] is None


def test_what_is_arranged_ahead_is_known_on_the_day() -> None:
    day = ("--as-of", BEFORE)
    done("unassign", "曲松县", "--on", "2022-12-31", "--reason", "撤并", *day)
    done("assign", "市第二实验幼儿园", "洛扎县", "--consult", "--start", "2022-09-01", *day)
    rows = {row["mentee"][:3]: row for row in done("list", "--json", *day).data}
    assert rows["曲松县"]["end"] == "2022-12-31"
    assert rows["洛扎县"]["state"] == "upcoming"


def test_a_waiver_granted_before_it_is_written_down_says_so() -> None:
    excused = ("waiver", "add", "隆子县", "sent-lessons", "--period", "2022春", "--excuse",
               "--reason", "封控", "--on")  # fmt: skip
    done(*excused, "2022-05-10")
    assert [row["granted"] for row in listed("waiver", BEFORE)] == ["2022-05-10"]
    assert listed("waiver", "2022-05-09") == []
    assert pairing(*excused, "2023-05-21").code == 2
