"""Lines of the two source documents that have a place of their own: see docs/rules/sources.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click
import pytest

from tests.commandline import Answer, done, pairing
from tests.contract import tree
from tests.contract.loading import ROOT
from tests.services.seeded import seeded_at

Run = Callable[..., Answer]

SOURCES: Final = ROOT / "docs" / "rules" / "sources.md"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line on the seeded programme, in autumn 2023."""
    monkeypatch.chdir(tmp_path)
    db = seeded_at(tmp_path / "p.db")

    def run(*words: str, as_of: str = "2023-10-01", fails: bool = False) -> Answer:
        line = ("--db", str(db), "--as-of", as_of, "--actor", "卓玛", *words)
        return pairing(*line) if fails else done(*line)

    return run


def _data(answer: Answer) -> Any:
    return answer.data


def test_a_visit_for_a_domain_serves_the_first_aim_and_shows_the_domains_without_any(
    run: Run,
) -> None:
    run("log-visit", "隆子县", "--form", "送教", "--on", "2023-04-12", "--goal", "brand")
    before = [row["name"] for row in _data(run("progress", "--by", "goal", "--json"))]
    assert "health" not in before
    run("log-visit", "隆子县", "--form", "送教", "--on", "2023-05-12", "--goal", "健康")
    table = "受帮扶园,日期,形式,工作目标\n加查县,2023-05-15,送教,艺术\n"
    Path("v.csv").write_text(table, "utf-8")
    run("import", "visits", "v.csv", "--yes")
    found = {row["name"]: row["visits"] for row in _data(run("progress", "--by", "goal", "--json"))}
    assert (found["ideas"], found["health"], found["arts"], found["brand"]) == (2, 1, 1, 1)
    assert (found["language"], found["society"], found["science"]) == (0, 0, 0)
    assert len(_data(run("visit", "list", "--goal", "ideas", "--json"))) == 2


def test_contract_study_years_facilities_and_ways_of_asking_are_figures_of_a_kindergarten(
    run: Run,
) -> None:
    run(
        *("kindergarten", "baseline", "隆子县", "--on", "2022-04-01", "--staff", "35"),
        *("--teachers", "24", "--contract", "在编=8", "--major", "学前教育=10"),
        *("--tenure", "3年以下=15", "--facility", "图书=320", "--method", "访谈=3"),
    )
    Path("b.csv").write_text(
        "幼儿园,日期,编制情况,设施设备,了解方式\n隆子县,2023-09-01,在编=12、外聘=20,图书=800,座谈=1\n",
        "utf-8",
    )
    run("import", "baselines", "b.csv", "--yes")
    first, last = _data(run("kindergarten", "baseline", "隆子县", "--json"))
    assert (first["majors"], first["tenures"]) == (["学前教育 10"], ["3年以下 15"])
    assert (last["contracts"], last["methods"]) == (["在编 12", "外聘 20"], ["座谈 1"])
    changed = {
        (row["figure"], row["item"]): row["difference"]
        for row in _data(run("kindergarten", "compare", "隆子县", "--json"))
    }
    assert changed["contract", "在编"] == 4
    assert changed["facility", "图书"] == 480
    assert "method" not in {figure for figure, _ in changed}
    refused = run("kindergarten", "baseline", "隆子县", "--contract", "在编=36", "--on",
                  "2022-04-01", "--json", fails=True)  # fmt: skip
    assert refused.error["code"] == "parts-exceed-whole"


def test_town_and_country_are_compared_by_those_with_figures_of_two_days(run: Run) -> None:
    run("kindergarten", "add", "热荣乡中心幼儿园", "--tier", "township", "--region", "热荣乡")
    figures = (
        ("隆子县", "2022-04-01", "360", "12"),
        ("加查县", "2022-04-01", "900", "10"),
        ("热荣乡中心幼儿园", "2022-04-01", "90", "2"),
        ("隆子县", "2023-09-01", "350", "12"),
        ("热荣乡中心幼儿园", "2023-09-01", "90", "3"),
    )
    for name, on, children, classes in figures:
        run("kindergarten", "baseline", name, "--on", on, "--children", children, "--classes",
            classes)  # fmt: skip
    found = {row["figure"]: row for row in _data(run("kindergarten", "compare", "--json"))}
    sizes = found["children_per_class"]
    assert (sizes["town_first"], sizes["country_first"], sizes["gap_first"]) == (30, 45, 15)
    assert (sizes["town"], sizes["country"], sizes["gap"]) == (29.2, 30, 0.8)
    assert (sizes["narrowed"], sizes["town_reported"], sizes["country_reported"]) == (True, 1, 1)
    assert found["children_per_teacher"]["gap"] is None


def test_a_problem_past_its_day_stands_in_status_until_it_is_resolved(run: Run) -> None:
    run("problem", "add", "隆子县", "--text", "封路", "--due", "2022-11-01",
        "--assign", "扎西", as_of="2022-10-01")  # fmt: skip

    def told(as_of: str) -> list[str]:
        rows = _data(run("status", "隆子县", "--json", as_of=as_of))
        return [row["due"] for row in rows if row["kind"] == "problem"]

    assert told("2022-11-01") == []
    assert told("2022-11-02") == ["2022-11-01"]
    (row,) = _data(run("problem", "list", "--json"))
    assert (row["due"], row["state"]) == ("2022-11-01", "overdue")
    run("problem", "resolve", row["ref"], "--how", "改线上", "--on", "2022-12-01")
    assert told("2022-12-02") == []
    refused = run("problem", "add", "隆子县", "--text", "路", "--on", "2022-10-01", "--due",
                  "2022-09-01", "--json", fails=True)  # fmt: skip
    assert refused.code == 2


def test_a_member_of_a_group_has_a_duty(run: Run) -> None:
    run("group", "add", "隆子县", "--side", "mentor", "--head", "甲", "--duty", "甲=总负责")
    Path("g.csv").write_text(
        "受帮扶园,一方,姓名,职务,分工\n隆子县,帮扶园,德吉,成员,卫生保健\n", "utf-8"
    )
    run("import", "groups", "g.csv", "--yes")
    people = _data(run("group", "show", "隆子县", "--side", "mentor", "--json"))["people"]
    assert {each["name"]: each["duty"] for each in people} == {"甲": "总负责", "德吉": "卫生保健"}
    run("import", "groups", "g.csv", "--yes")
    assert len(_data(run("group", "show", "隆子县", "--side", "mentor", "--json"))["people"]) == 2
    refused = run("group", "edit", "隆子县", "--duty", "乙=后勤", "--json", fails=True)
    assert refused.error["code"] == "no-such-member"


def test_own_courses_and_shared_materials_are_handed_in_accepted_and_spread(run: Run) -> None:
    for kind, title in (("特色课程", "藏棋"), ("material", "档案样表")):
        run("experience", "add", "--unit", "市实验幼儿园", "--kind", kind, "--title", title)
    (material,) = _data(run("experience", "list", "--kind", "共享资料", "--json"))
    run("experience", "accept", material["ref"], "--spread")
    spread = _data(run("experience", "list", "--state", "spread", "--json"))
    assert [row["title"] for row in spread] == ["档案样表"]
    (course,) = _data(run("experience", "list", "--kind", "course", "--json"))
    assert course["title"] == "藏棋"


def test_a_plan_for_the_spring_is_no_late_plan_for_the_autumn(run: Run) -> None:
    run("rule", "adopt", "study-calendar", "--as", "reference")
    Path("p.txt").write_text("学习计划", "utf-8")
    run("document", "add", "p.txt", "--for", "隆子县", "--category", "arrangement",
        "--proves", "spring_study_plan", "--on", "2023-01-12")  # fmt: skip
    rows = _data(run("progress", "隆子县", "--detail", "--ledger", "reference", "--json"))
    plans = {row["rule"]: row for row in rows if row["period"] == "year-1"}
    assert plans["spring-study-plan"]["state"] == "met"
    assert plans["autumn-study-plan"]["done"] == 0


@pytest.mark.parametrize(
    ("word", "form"),
    [("跟班", "shadowing"), ("示范教学", "demo_lesson"), ("教学研讨", "joint_research"),
     ("特色教科研", "joint_research"), ("电子邮箱", "online"), ("文艺节目汇演", "child_exchange"),
     ("书香校园", "parent_event"), ("设计环创", "environment"), ("实地考察", "guidance"),
     ("培训竞赛", "teacher_contest"), ("一对多", "one_to_many"), ("消防演练", "health_safety")],
)  # fmt: skip
def test_a_word_of_the_sources_is_a_form(run: Run, word: str, form: str) -> None:
    run("log-visit", "隆子县", "--form", word, "--on", "2023-04-12")
    assert [row["form"] for row in _data(run("visit", "list", "--json"))] == [form]


def _spans() -> list[list[str]]:
    """What the page has in backquotes, in words."""
    return [span.split() for span in re.findall(r"`([^`\n]+)`", SOURCES.read_text("utf-8"))]


def _known(words: list[str]) -> bool:
    """Whether the command is there, and takes the options that follow."""
    ctx = tree.context(words[0])
    rest = words[1:]
    while isinstance(ctx.command, click.Group) and rest and not rest[0].startswith("-"):
        if ctx.command.get_command(ctx, rest[0]) is None:
            return False
        ctx = tree.context(" ".join([*ctx.command_path.split()[1:], rest.pop(0)]))
    options = {name for param in ctx.command.get_params(ctx) for name in param.opts}
    return all(word in options for word in rest if word.startswith("-"))


def test_every_command_and_option_that_the_page_names_is_there() -> None:
    found = [words for words in _spans() if words[0] in tree.names()]
    assert len(found) > 200
    assert [" ".join(words) for words in found if not _known(words)] == []
    others = (words for words in _spans() if words[0] not in tree.names())
    assert [words for words in others if any(word.startswith("-") for word in words)] == []


def test_every_form_that_the_page_names_is_known(run: Run) -> None:
    forms = _data(run("form", "list", "--json"))
    known = {word for row in forms for word in (row["code"], row["zh"], *row["aliases"])}
    named = {words[at + 1] for words in _spans() for at, word in enumerate(words)
             if word == "--form" and at + 1 < len(words)}  # fmt: skip
    assert len(named) > 30
    assert sorted(named - known) == []


def test_the_table_of_verdicts_adds_up_to_its_lines() -> None:
    page = SOURCES.read_text("utf-8")
    part = page.split("\n## 7.")[1]
    summary, *sections = part.split("\n### ")
    told = {
        cells[1].strip("* "): tuple(int(cell.strip("* ")) for cell in cells[2:6])
        for cells in (line.split("|") for line in summary.splitlines() if line.startswith("|"))
        if cells[2].strip("* ").isdecimal()
    }
    total = told.pop("合计 all")
    assert tuple(map(sum, zip(*told.values(), strict=True))) == total
    for section in sections:
        title, *lines = section.splitlines()
        counts = Counter(
            cells[3].split()[-1]
            for cells in (line.split("|") for line in lines if line.startswith("|"))
            if len(cells) > 5 and cells[3].split()[-1] in ("works", "partly", "note")
        )
        counted = (counts["works"], counts["partly"], counts["note"])
        assert (*counted, sum(counted)) == told[title.strip()], title
