"""The definitions that tell, round, explain and keep figures, worked out on paper.

The small programme: 市实验幼儿园 helps 隆子县, 加查县 and (private, of no county) 未来双语幼儿园
from 2022-03-01 on. Springs are 1 March to 15 July, 137 days; autumns 1 September to 15 January.
Of the cycle to 2024-03-31 four terms and the school years 2021-2022 (its spring), 2022-2023 and
2023-2024 (its autumn) are in the calendar.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from pairing_cli.domain.owed import DEFINITIONS
from tests.commandline import done, pairing
from tests.services.programme import programme_at

LHUNZE, GYACA, PRIVATE = "隆子县示范幼儿园", "加查县示范幼儿园", "未来双语幼儿园"

PACK: Final = """
pack: own
active: true
title: {zh: 方案, en: scheme}
source: {document: s, title: {zh: 通知, en: notice}}
layers: [city-county, city-private]
rules:
"""
LESSONS: Final = """
  - {code: lessons, title: {zh: 送教, en: sent lessons}, kind: quota, owed_by: mentor,
     clause: {zh: 每学期送教, en: lessons are sent}, source: {section: 第二条}, need: NEED,
     measure: visits, forms: [lesson_delivery], direction: to_mentee, period: term}
"""
HOURS: Final = """
  - {code: hours, title: {zh: 课时, en: hours}, kind: quota, owed_by: mentor,
     source: {section: 第三条}, need: 120, measure: class_hours, forms: [lesson_delivery],
     period: term}
"""
STAY: Final = """
  - {code: stay, title: {zh: 跟班, en: stay}, kind: quota, owed_by: mentee,
     source: {section: 第四条}, need: 5, measure: days, forms: [shadowing],
     direction: to_mentor, period: term}
"""
PAPER: Final = """
  - {code: paper, title: {zh: 总结, en: summary}, kind: document, owed_by: both,
     source: {section: 第五条}, need: 1, measure: documents, category: summary, fact: year_summary,
     period: school_year}
"""


class Office:
    """Command lines on one database, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.db = programme_at(folder / "p.db")
        self.do("form add shadowing --zh 跟班 --en shadowing --direction to_mentor")

    def do(self, line: str, on: str = "2024-03-31") -> str:
        """Run what must succeed; what it says."""
        return done("--db", str(self.db), "--as-of", on, "--actor", "卓玛", *line.split()).err

    def data(self, line: str, on: str) -> Any:
        """What a report of the day `on` answers in JSON."""
        return done("--db", str(self.db), "--as-of", on, *line.split(), "--json").data

    def refused(self, line: str, on: str) -> str:
        """The code of the error."""
        answer = pairing("--db", str(self.db), "--as-of", on, *line.split(), "--json")
        return str(answer.error["code"])

    def adopt(self, *rules: str) -> None:
        """Have these rules, and no others, bind."""
        Path("own.yaml").write_text(PACK + "".join(rules), "utf-8")
        self.do("rule adopt own.yaml")

    def doing(self, rule: str, period: str, mentee: str, on: str) -> tuple[float, str]:
        """What `progress --detail` has of an obligation: done, and its state."""
        rows = self.data("progress --detail", on)
        (row,) = [r for r in rows if (r["mentee"], r["rule"], r["period"]) ==
                  (mentee, rule, period)]  # fmt: skip
        return row["done"], row["state"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


def lessons(need: int) -> str:
    return LESSONS.replace("NEED", str(need))


# --- 5.1: what counts, and the four sums ------------------------------------------------------


def test_events_and_their_pairings_and_heads_and_people_are_four_sums(office: Office) -> None:
    """Four events: a for two pairings, b, c (they came up) and d. 2 + 1 + 1 + 1 = 5 times a
    pairing. Teachers a 6, b 4, c 2, d 1: 13. Who went down: 卓玛 and 德吉 of 市实验 (a, b), another
    卓玛, of 市第二实验 (d); the 卓玛 of c came up.
    """
    office.adopt(lessons(2))
    office.do("assign 市第二实验 洛扎县 --override 自愿")
    a = "log-visit 隆子县 加查县 --form 送教 --on 2022-05-10 --teachers 6"
    office.do(f"{a} --by 卓玛 --by 德吉")
    office.do("log-visit 加查县 --form 送教 --on 2022-05-11 --by 卓玛 --teachers 4")
    office.do("log-visit 隆子县 --form 跟班 --on 2022-05-12 --by 卓玛 --teachers 2")
    office.do("log-visit 洛扎县 --form 送教 --on 2022-05-13 --by 卓玛 --teachers 1")
    found = office.data("summary", "2022-06-30")
    totals = found["totals"]
    assert (totals["visits"], totals["participations"]) == (4, 5)
    assert (totals["teachers"], totals["people"]) == (13, 3)
    by_county = {row["county"]: row["visits"] for row in found["by_county"]}
    assert by_county == {"隆子县": 2, "加查县": 2, "洛扎县": 1, "": 0}
    said = office.do("summary", "2022-06-30")
    assert "4 visits, 5 participations" in said
    # Up and down at 隆子县 alone.
    assert f"In 2 pairings people only went down, nobody came up: {GYACA}, 洛扎县示" in said
    # Each pairing has the joint one for its own.
    assert office.doing("lessons", "2022-spring", LHUNZE, "2022-06-30") == (1, "on_track")
    assert office.doing("lessons", "2022-spring", GYACA, "2022-06-30") == (2, "met")


def test_days_are_those_of_work_inside_a_term_by_the_day_of_the_report(office: Office) -> None:
    """Wednesday 1 June to Tuesday 7 June 2022, Friday the 3rd being a holiday: 1, 2, 6, 7. By the
    2nd two of them, by Sunday the 5th no more, by the 6th three.
    Thursday 14 July to Tuesday 19 July: 14 and 15, where the term ends; six with those four.
    Tuesday 30 August to Friday 2 September: 1 and 2, of the autumn.
    """
    office.adopt(STAY)
    office.do("cycle holiday-add 2022-06-03 --name 端午节")
    office.do("log-visit 隆子县 --form 跟班 --on 2022-06-01..2022-06-07")
    for day, much in (("2022-06-02", 2), ("2022-06-05", 2), ("2022-06-06", 3), ("2022-06-07", 4)):
        assert office.doing("stay", "2022-spring", LHUNZE, day)[0] == much, day
    office.do("log-visit 隆子县 --form 跟班 --on 2022-07-14..2022-07-19")
    assert office.doing("stay", "2022-spring", LHUNZE, "2022-07-16") == (6, "met")
    office.do("log-visit 隆子县 --form 跟班 --on 2022-08-30..2022-09-02")
    assert office.doing("stay", "2022-spring", LHUNZE, "2022-09-30")[0] == 6
    assert office.doing("stay", "2022-autumn", LHUNZE, "2022-09-30")[0] == 2


# --- 5.2: done is over, what is to come is planned --------------------------------------------


def test_what_is_done_is_over_and_what_is_to_come_is_planned_and_counts_nothing(
    office: Office,
) -> None:
    office.adopt(lessons(2))
    today = "2022-06-30"
    assert office.refused("log-visit 隆子县 --form 送教 --on 2022-07-01", today) == "in-the-future"
    late = "log-visit 隆子县 --form 送教 --on 2022-06-29..2022-07-01"
    assert office.refused(late, today) == "in-the-future", "its last day is to come"
    office.do("log-visit 隆子县 --form 送教 --on 2022-06-29..2022-06-30", today)
    office.do("log-visit 隆子县 --form 送教 --on 2022-07-04 --planned", today)
    assert office.doing("lessons", "2022-spring", LHUNZE, "2022-07-05") == (1, "on_track")
    assert office.data("summary", "2022-07-05")["totals"]["visits"] == 1
    (planned,) = office.data("visit list --state planned", "2022-07-05")
    office.do(f"visit confirm {planned['ref']}", "2022-07-05")
    assert office.doing("lessons", "2022-spring", LHUNZE, "2022-07-05") == (2, "met")


# --- 5.10: percent ----------------------------------------------------------------------------


def test_half_a_percent_goes_up(office: Office) -> None:
    """One lesson of eight when the term is over: 12.5 %, which is 13 and not 12."""
    office.adopt(lessons(8))
    office.do("log-visit 隆子县 --form 送教 --on 2022-05-10")
    rows = {row["mentee"]: row["attainment"] for row in office.data("progress", "2022-07-20")}
    assert rows == {LHUNZE: 13, GYACA: 0, PRIVATE: 0}


def test_a_hundred_percent_is_all_of_it(office: Office) -> None:
    """119.5 of 120 class-hours are 99.58 %, and that isn't 100."""
    office.adopt(HOURS)
    for day in range(10, 15):
        office.do(f"log-visit 隆子县 加查县 --form 送教 --on 2022-05-{day} --hours 23.5")
    office.do("log-visit 隆子县 --form 送教 --on 2022-05-16 --hours 2")
    office.do("log-visit 加查县 --form 送教 --on 2022-05-16 --hours 2.5")
    rows = {row["mentee"]: row["attainment"] for row in office.data("progress", "2022-07-20")}
    assert rows == {LHUNZE: 99, GYACA: 100, PRIVATE: 0}


def test_the_footer_has_the_percentage_of_the_rows_above_it(office: Office) -> None:
    """隆子县 2 of 2, 加查县 1 of 2, the private one none: the mean of all 50 %, of one its own."""
    office.adopt(lessons(2))
    for mentee, day in (("隆子县", 10), ("隆子县", 11), ("加查县", 10)):
        office.do(f"log-visit {mentee} --form 送教 --on 2022-05-{day}")
    for options, percent in (
        ("", "50%"),
        ("--county 隆子县", "100%"),
        ("--county 加查县", "50%"),
        ("--mentor 市实验幼儿园", "50%"),
    ):
        assert f"Fulfilment {percent} " in office.do(f"progress {options}", "2022-07-20"), options


# --- 5.11: why --------------------------------------------------------------------------------


def test_why_says_by_which_rule_what_counts_what_paid_and_what_is_still_possible(
    office: Office,
) -> None:
    """Two a term. Spring 1, autumn 4: of its surplus of 2 one pays the spring's debt. Of the
    private one's spring nothing is there; a surplus of any later term can pay, the last of which
    ends on 15 January 2024.
    """
    office.adopt(lessons(2))
    office.do("log-visit 隆子县 --form 送教 --on 2022-05-10")
    office.do("log-visit 隆子县 --form 专题讲座 --on 2022-05-11")
    for day in range(10, 14):
        office.do(f"log-visit 隆子县 --form 送教 --on 2022-10-{day}")
    found = office.data("why 隆子县 lessons", "2023-01-20")
    rule = found["rule"]
    assert (rule["pack"], rule["ledger"], rule["owed_by"]) == ("own", "scheme", "mentor")
    assert (rule["source"]["document"], rule["source"]["section"]) == ("s", "第二条")
    assert rule["clause"] == "每学期送教"
    spring, autumn = found["periods"]
    assert [(r["date"], r["amount"]) for r in spring["counted"]] == [("2022-05-10", 1)]
    assert [(r["date"], r["reason"]) for r in spring["not_counted"]] == [
        ("2022-05-11", "wrong_form")
    ]
    assert spring["paid_by"] == [{"period": "2022-autumn", "amount": 1}]
    assert (spring["state"], spring["remaining"], spring["still_until"]) == ("made_up", 0, None)
    assert (autumn["done"], autumn["paid"], len(autumn["counted"])) == (4, 0, 4)
    (owed, _) = office.data("why 未来双语 lessons", "2023-01-20")["periods"]
    assert (owed["state"], owed["remaining"], owed["still_until"]) == ("missed", 2, "2024-01-15")


def test_why_tells_of_papers_too(office: Office) -> None:
    """The summary of a school year that ended on 15 July came on 10 August, 26 days late; another
    that says nothing of what it proves counts for none.
    """
    office.adopt(PAPER)
    for name, more in (("a", "--proves year_summary"), ("b", "")):
        Path(f"{name}.txt").write_text(name, "utf-8")
        office.do(f"document add {name}.txt --for 隆子县 --category summary {more}"
                  " --on 2022-08-10")  # fmt: skip
    first, second, *_ = office.data("why 隆子县 paper", "2022-10-20")["periods"]
    assert [row["date"] for row in first["counted"]] == ["2022-08-10"]
    assert [row["reason"] for row in first["not_counted"]] == ["other_fact"]
    assert (first["state"], first["late_days"]) == ("late", 26)
    assert (second["done"], second["still_until"]) == (0, "2023-07-15")


# --- 5.12: coverage and statuses --------------------------------------------------------------


def test_every_kindergarten_is_in_one_state_and_counties_are_n_of_n_or_unknown(
    office: Office,
) -> None:
    """Six of the roster: one helps, three are helped, one is of the exempt county, 市第二实验
    helps nobody. Of 隆子县 one of officially twelve is helped; of the others nobody said.
    """
    states = [row["state"] for row in office.data("coverage", "2022-06-30")]
    assert sorted(states) == ["exempt", "mentor", *["mentored"] * 3, "unassigned"]
    office.do("region edit 隆子县 --kindergartens 12 --source 统计")
    places = {r["place"]: (r["covered"], r["official"])
              for r in office.data("coverage --places", "2022-06-30")}  # fmt: skip
    assert places == {"洛扎县": (0, None), "加查县": (1, None), "隆子县": (1, 12),
                      "山南市": (4, None)}  # fmt: skip


def test_a_status_holds_from_its_first_day_to_its_last(office: Office) -> None:
    office.do("kindergarten status 隆子县 weak --from 2022-03-01 --to 2022-12-31 --reason 条件差")
    office.do("kindergarten status 隆子县 county_centre --from 2023-01-01 --reason 达标")
    told = {
        day: next(row["statuses"] for row in office.data("coverage", day)
                  if row["kindergarten"] == LHUNZE)
        for day in ("2022-03-01", "2022-12-31", "2023-01-01")
    }  # fmt: skip
    assert list(told.values()) == [["weak"], ["weak"], ["county_centre"]]
    assert office.data("coverage --status weak", "2023-01-01") == []


# --- 5.13: what is frozen ---------------------------------------------------------------------


def test_a_bulletin_keeps_its_figures_and_a_later_record_shows_as_a_difference(
    office: Office,
) -> None:
    """On 2023-06-30 two were due of two terms each, and ⌊2 × 122 ÷ 137⌋ = 1 of the third: one of
    five is 20 %; with the lesson that was logged afterwards two of five, 40 %.
    """
    office.adopt(lessons(2))
    office.do("log-visit 隆子县 --form 送教 --on 2022-05-10")
    day = "2023-06-30"
    office.do("bulletin add --title 简报 --kind progress", day)
    (drawn,) = office.data("bulletin list", day)
    office.do(f"bulletin edit {drawn['ref']} --good 好 --problems 缺 --next 补", day)
    office.do(f"bulletin publish {drawn['ref']} --number 1号 --signed-by 扎西", day)
    office.do("log-visit 隆子县 --form 送教 --on 2022-05-12", "2023-07-01")
    frozen = office.data(f"bulletin show {drawn['ref']}", "2023-07-01")["figures"]
    ranked = {row["mentee"]: row["scheme_percent"] for row in frozen["ranking"]}
    assert ranked == {LHUNZE: 20, GYACA: 0, PRIVATE: 0}
    assert frozen["definitions"]["figures_version"] == str(DEFINITIONS)
    moved = {row["field"]: (row["frozen"], row["now"], row["difference"])
             for row in office.data(f"bulletin check {drawn['ref']}", "2023-07-01")}  # fmt: skip
    assert moved == {
        f"ranking[{LHUNZE}].scheme_percent": (20, 40, 20),
        "totals.participations": (1, 2, 1),
        "totals.visits": (1, 2, 1),
    }


def test_a_closed_cycle_keeps_its_figures_beside_what_is_corrected(office: Office) -> None:
    """Two a term make eight. 隆子县 has four: 50 %, 加查县 none and the private one none: 16.7 %.
    Two that are entered after the closing make 75 % and 25 %.
    """
    office.adopt(lessons(2))
    for day in ("2022-05-10", "2022-05-11", "2022-10-10", "2022-10-11"):
        office.do(f"log-visit 隆子县 --form 送教 --on {day}")
    office.do("cycle close 2022-2024 --by 卓玛", "2024-07-05")
    late = "log-visit 隆子县 --form 送教 --on 2023-05-1"
    after = "2024-07-06"
    assert office.refused(f"{late}0", after) == "cycle-closed"
    for last in "01":
        office.do(f"{late}{last} --correct 漏登", after)
    attained = {
        options: row["attainment"]
        for options in ("", "--live")
        for row in office.data(f"progress {options}", after)
        if row["mentee"] == LHUNZE
    }
    assert attained == {"": 50, "--live": 75}
    closing = office.data("cycle show", after)["closing"]
    assert closing["definitions"]["figures_version"] == str(DEFINITIONS)
    told = {r["figure"]: (r["frozen"], r["now"], r["difference"]) for r in closing["figures"]}
    assert (told["attainment"], told["visits"]) == ((17, 25, 8), (4, 6, 2))
    assert [each["reason"] for each in closing["corrections"]] == ["漏登", "漏登"]
