"""The nine shipped rule packs: their form, their words, and that no source clause is lost.

This reads the YAML as it lies in the repository, with a strict schema of its own, so that it
holds whatever the loader of the program makes of a pack.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
PACKS: Final = ROOT / "data" / "rule_packs"
SOURCES: Final = ROOT / "docs" / "rules" / "sources.md"

NAMES: Final = {
    "shannan-2022",
    "term-quotas",
    "five-ones",
    "per-term-support",
    "year-partnership",
    "four-steps",
    "study-calendar",
    "autumn-calendar",
    "spring-calendar",
}
ACTIVE: Final = {"shannan-2022", "term-quotas"}

FORMS: Final = {
    "observation",
    "lesson_delivery",
    "demo_lesson",
    "lecture",
    "training",
    "joint_research",
    "lesson_study",
    "lesson_review",
    "shadowing",
    "guidance",
    "daily_routine",
    "environment",
    "management",
    "child_exchange",
    "parent_event",
    "online",
    "meeting",
    "donation",
    "health_safety",
    "teacher_contest",
    "one_to_one",
    "one_to_many",
    "consultation",
    "other",
}
LAYERS: Final = {"city-county", "city-private", "county-township", "township-village"}
DIRECTIONS: Final = {"to_mentee", "to_mentor", "joint", "online"}
OWED_BY: Final = {"mentor", "mentee", "both", "county", "bureau"}
PERIODS: Final = {"month", "term", "school_year", "cycle_year", "stage", "cycle"}
WINDOWS: Final = {"before", "start", "middle", "end", "after"}
BLOCKS: Final = {"organisation", "activity", "archive", "effect"}
PERS: Final = {"mentor", "county", "county+mentor", "cycle"}
SEASONS: Final = {"spring", "autumn"}
PARTS: Final = {"early", "middle", "late"}
CATEGORIES: Final = {
    "arrangement",
    "measures",
    "record",
    "summary",
    "agreement",
    "photo",
    "research",
    "parents",
    "feature",
    "other",
}
FACTS: Final = {
    "inspected",
    "bulletin",
    "leading_group",
    "plan",
    "responsibility_letter",
    "agreement",
    "baseline",
    "contact_person",
    "apprenticeship",
    "city_summary",
    "cycle_summary",
    "showcase",
    "development_plan",
    "systems",
    "needs",
    "roster_handed_in",
    "newsletter",
    "work_system",
    "term_plan",
    "child_files",
    "archive_filed",
    "assessed",
}
INDICATORS: Final = {
    "staffing_rate",
    "excellent_lesson_rate",
    "qualified_rate",
    "papers",
}
MEASURES: Final = {
    "quota": {"visits", "class_hours", "days", "months", "people", "distinct_people"},
    "document": {"documents"},
    "milestone": {"milestones"},
    "indicator": {"percent", "count"},
}

PACK_KEYS: Final = ({"pack", "active", "title", "source", "layers"},
                    {"adopted", "assumed", "rules", "stages", "tasks", "notes"})  # fmt: skip
RULE_KEYS: Final = ({"code", "title", "short", "kind", "owed_by", "source", "measure", "period"},
                    {"window", "by", "due", "stage", "layers", "assumed", "note", "clause", "block",
                     "per", "season", "months", "need"})  # fmt: skip
KIND_KEYS: Final[Mapping[str, tuple[set[str], set[str]]]] = {
    "quota": (set(), {"forms", "direction", "make_up"}),
    "document": ({"category"}, {"fact", "parts"}),
    "milestone": (set(), {"fact", "parts", "stands"}),
    "indicator": ({"indicator", "target"}, set()),
}
STAGE_KEYS: Final = ({"code", "title", "months"}, {"goals"})
TASK_KEYS: Final = (
    {"code", "title", "source"},
    {"stage", "month", "year", "part", "form", "direction", "count", "people"},
)
NOTE_KEYS: Final = ({"code", "text", "source"}, set[str]())

CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CJK: Final = re.compile(r"[\u4e00-\u9fff]")
ASCII_MARK: Final = re.compile(r"[,;:?!()]")
GARBLED: Final = frozenset(
    {
        "教化",
        "勾当",
        "蒲月",
        "起先前",
        "起头前",
        "轨制",
        "训诲",
        "和谈",
        "嬉戏",
        "师范课",
        "平安",
        "阅历",
        "汲引",
        "体例",
        "前辈",
        "连系",
        "思惟",
        "亏弱",
        "矫捷",
        "教员",
        "营业",
        "刚好",
        "敏捷",
        "其次",
        "老师",
    }
)
"""What the rewriting machine made of plain words: see docs/rules/sources.md, part 5."""
NAME_HASHES: Final = frozenset(
    {
        "03de10694177",
        "05982e9e8cac",
        "14ca3671005b",
        "3ce9530633a1",
        "4102c2e02fb6",
        "41ce59d238e2",
        "4b33efe06108",
        "6badbee0d962",
        "78464b20767b",
        "7d5d5e61c628",
        "8d38ba92900f",
        "da5a634993e1",
        "fcbaeecaf7da",
    }
)
"""Names of kindergartens, people and places in document 001, hashed so that they are not here."""


class StrictLoader(yaml.SafeLoader):
    """Refuses what a pack may not hold: keys given twice, and aliases."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias in a pack")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        twice = [key for key, n in Counter(keys).items() if n > 1]
        if twice:
            raise yaml.YAMLError(f"given twice: {twice} {node.start_mark}")
        return super().construct_mapping(node, deep=deep)


def load(name: str) -> dict[str, Any]:
    """One pack as plain data."""
    text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8")
    pack = yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a SafeLoader underneath
    assert isinstance(pack, dict)
    return pack


ALL: Final = {name: load(name) for name in sorted(NAMES)}


def entries(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule, task, stage or note of every pack, with pack:code as its name."""
    for name, pack in ALL.items():
        for entry in pack.get(kind, []):
            yield f"{name}:{entry.get('code')}", entry


def each(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test once for each entry of a kind, named pack:code."""
    found = list(entries(kind))
    return pytest.mark.parametrize("entry", [e for _, e in found], ids=[i for i, _ in found])


def check_keys(entry: Mapping[str, Any], keys: tuple[set[str], set[str]]) -> None:
    needed, allowed = keys
    assert isinstance(entry, dict)
    assert needed - set(entry) == set(), "missing"
    assert set(entry) - needed - allowed == set(), "unknown"


def check_both(words: object) -> None:
    """Both languages, filled, without stray blanks, each in its own script."""
    assert isinstance(words, dict)
    assert set(words) == {"zh", "en"}
    for text in words.values():
        assert isinstance(text, str)
        assert text == text.strip()
        assert text
    assert CJK.search(words["zh"])
    assert not CJK.search(words["en"])


def check_section(source: object) -> None:
    assert isinstance(source, dict)
    assert set(source) == {"section"}
    assert isinstance(source["section"], str)
    assert source["section"].strip()


def is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def texts(node: object) -> Iterator[str]:
    """Every string in a pack."""
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def names_in(text: str) -> list[str]:
    """The known names of document 001 that a text holds."""
    grams = {
        text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1) if CJK.match(text[i])
    }
    return [g for g in grams if hashlib.sha256(g.encode()).hexdigest()[:12] in NAME_HASHES]


def test_the_nine_packs_are_there_and_no_other() -> None:
    assert {path.stem for path in PACKS.iterdir() if path.suffix == ".yaml"} == NAMES
    assert {path.name for path in PACKS.iterdir() if path.suffix != ".yaml"} == set()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_pack_has_its_keys(name: str) -> None:
    pack = ALL[name]
    check_keys(pack, PACK_KEYS)
    assert pack["pack"] == name
    assert pack["active"] is (name in ACTIVE)
    check_both(pack["title"])
    assert set(pack["source"]) == {"document", "title"}
    assert re.fullmatch(r"000|001 plans? \d+(, \d+)*", pack["source"]["document"])
    check_both(pack["source"]["title"])
    assert pack["layers"]
    assert set(pack["layers"]) <= LAYERS
    assert len(pack["layers"]) == len(set(pack["layers"]))
    for key in {"adopted", "assumed"} & set(pack):
        check_both(pack[key])
    assert pack.get("rules"), "a pack without a rule owes nothing"


def test_every_sample_plan_and_the_scheme_have_exactly_one_pack() -> None:
    documents = [pack["source"]["document"] for pack in ALL.values()]
    plans = [int(n) for d in documents if d != "000" for n in re.findall(r"\d+", d[4:])]
    assert documents.count("000") == 1
    assert sorted(plans) == list(range(1, 11))


def test_a_pack_active_from_elsewhere_says_why() -> None:
    for name in ACTIVE:
        pack = ALL[name]
        assert ("adopted" in pack) is (pack["source"]["document"] != "000")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_codes_are_unique_inside_a_pack(name: str) -> None:
    kinds = ("rules", "stages", "tasks", "notes")
    codes = [entry["code"] for kind in kinds for entry in ALL[name].get(kind, [])]
    assert [code for code, n in Counter(codes).items() if n > 1] == []
    assert [code for code in codes if not CODE.fullmatch(code)] == []


@each("rules")
def test_a_rule_is_complete(entry: dict[str, Any]) -> None:
    kind = entry["kind"]
    needed, allowed = KIND_KEYS[kind]
    check_keys(entry, (RULE_KEYS[0] | needed, RULE_KEYS[1] | allowed))
    check_both(entry["title"])
    check_both(entry["short"])
    check_section(entry["source"])
    for key in ("assumed", "note", "clause"):
        if key in entry:
            check_both(entry[key])
    assert entry["owed_by"] in OWED_BY
    assert entry["period"] in PERIODS
    assert entry.get("window", "start") in WINDOWS
    assert set(entry.get("layers", LAYERS)) <= LAYERS
    assert entry.get("block", "activity") in BLOCKS
    assert entry.get("per", "mentor") in PERS
    assert entry.get("season", "spring") in SEASONS
    assert ("need" in entry) is not ("parts" in entry)
    assert not isinstance(entry.get("need", 1), bool)
    assert isinstance(entry.get("need", 1), (int, float))
    assert entry.get("need", 1) > 0
    for part in entry.get("parts", []):
        assert set(part) == {"fact", "title"}
        check_both(part["title"])
    assert entry["measure"] in MEASURES[kind]


@each("rules")
def test_what_a_rule_counts_is_in_the_vocabulary(entry: dict[str, Any]) -> None:
    forms = entry.get("forms", ["other"])
    assert forms
    assert set(forms) <= FORMS
    assert len(forms) == len(set(forms))
    assert entry.get("direction", "joint") in DIRECTIONS
    assert entry.get("category", "other") in CATEGORIES
    if entry["kind"] == "milestone" and "parts" not in entry:
        assert entry["fact"] in FACTS
    if entry["kind"] == "indicator":
        assert entry["indicator"] in INDICATORS
        ((how, value),) = entry["target"].items()
        assert how in {"at_least", "equals"}
        assert value == entry["need"]
        assert entry["measure"] == "count" or value <= 100


@pytest.mark.parametrize("name", sorted(NAMES))
def test_stages_and_deadlines_of_rules_exist(name: str) -> None:
    stages = {stage["code"] for stage in ALL[name].get("stages", [])}
    for rule in ALL[name]["rules"]:
        assert ("stage" in rule) is (rule["period"] == "stage"), rule["code"]
        assert rule.get("stage") in stages | {None}, rule["code"]
        if "by" in rule:
            found = re.fullmatch(r"(\d\d)-(\d\d)", rule["by"])
            assert found, rule["code"]
            assert 1 <= int(found[1]) <= 12
            assert 1 <= int(found[2]) <= 31


@each("stages")
def test_a_stage_lies_inside_one_year(entry: dict[str, Any]) -> None:
    check_keys(entry, STAGE_KEYS)
    check_both(entry["title"])
    if "goals" in entry:
        check_both(entry["goals"])
    months = entry["months"]
    assert set(months) == {"from", "to", "year"}
    assert all(is_int(value) for value in months.values())
    assert 1 <= months["from"] <= months["to"] <= 12
    assert months["year"] in {1, 2, 3}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_stages_follow_each_other_and_each_has_tasks(name: str) -> None:
    stages = ALL[name].get("stages", [])
    spans = [(s["months"]["year"], s["months"]["from"], s["months"]["to"]) for s in stages]
    assert spans == sorted(spans)
    for (year, _, to), (next_year, start, _) in pairwise(spans):
        assert (year, to) < (next_year, start)
    used = {task["stage"] for task in ALL[name].get("tasks", []) if "stage" in task}
    assert used == {stage["code"] for stage in stages}


@each("tasks")
def test_a_task_has_a_stage_or_a_month(entry: dict[str, Any]) -> None:
    check_keys(entry, TASK_KEYS)
    check_both(entry["title"])
    check_section(entry["source"])
    assert ("stage" in entry) is not ("month" in entry)
    if "month" in entry:
        assert is_int(entry["month"])
        assert 1 <= entry["month"] <= 12
    else:
        assert not {"year", "part"} & set(entry)
    assert entry.get("year", 1) in {1, 2, 3}
    assert entry.get("part", "early") in PARTS
    assert entry.get("form", "other") in FORMS
    assert entry.get("direction", "joint") in DIRECTIONS
    for key in ("count", "people"):
        assert is_int(entry.get(key, 1))
        assert entry.get(key, 1) > 0


@pytest.mark.parametrize("name", sorted(NAMES))
def test_monthly_tasks_stand_in_order(name: str) -> None:
    tasks = [task for task in ALL[name].get("tasks", []) if "month" in task]
    when = [(task.get("year", 1), task["month"]) for task in tasks]
    assert when == sorted(when)


@each("notes")
def test_a_note_is_complete(entry: dict[str, Any]) -> None:
    check_keys(entry, NOTE_KEYS)
    check_both(entry["text"])
    check_section(entry["source"])


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_chinese_is_correct_and_names_nobody(name: str) -> None:
    for text in texts(ALL[name]):
        assert [word for word in GARBLED if word in text] == [], text
        assert names_in(text) == [], text
        if CJK.search(text):
            assert not ASCII_MARK.search(text), f"half-width mark in Chinese: {text}"


def test_the_table_of_sources_names_nobody() -> None:
    text = SOURCES.read_text(encoding="utf-8")
    assert names_in(text) == []


def test_sources_and_packs_agree() -> None:
    """Every code that the table names exists, and the table names every code."""
    text = SOURCES.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9-]+:[a-z0-9-]+)`", text))
    kinds = ("rules", "stages", "tasks", "notes")
    shipped = {code for kind in kinds for code, _ in entries(kind)}
    assert sorted(named - shipped) == [], "named in sources.md but not in a pack"
    assert sorted(shipped - named) == [], "in a pack but not in sources.md"


def test_the_part_on_what_cannot_be_a_rule_holds_every_note_and_nothing_else() -> None:
    text = SOURCES.read_text(encoding="utf-8")
    part = text.split("\n## 3. ")[1].split("\n## ")[0]
    named = re.findall(r"`([a-z0-9-]+:[a-z0-9-]+)`", part)
    assert [code for code, n in Counter(named).items() if n > 1] == []
    assert sorted(named) == sorted(code for code, _ in entries("notes"))


def summary_of(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    keys = ("need", "measure", "period", "direction", "category", "indicator", "fact")
    return tuple(rule[key] for key in keys if key in rule)


def test_the_active_packs_owe_what_the_design_says() -> None:
    """Domain page, section 4: the figures that every later report rests on."""
    owed = {code: summary_of(rule) for code, rule in entries("rules")}
    assert {code: what for code, what in owed.items() if code.split(":")[0] in ACTIVE} == {
        "shannan-2022:county-group": (1, "milestones", "cycle", "leading_group"),
        "shannan-2022:mentor-group": (1, "milestones", "cycle", "leading_group"),
        "shannan-2022:site-survey": (1, "visits", "cycle"),
        "shannan-2022:plan": (1, "milestones", "cycle", "plan"),
        "shannan-2022:responsibility-letter": (1, "milestones", "cycle", "responsibility_letter"),
        "shannan-2022:sent-lessons": (1, "visits", "term", "to_mentee"),
        "shannan-2022:inspected": (1, "milestones", "cycle", "inspected"),
        "shannan-2022:bulletin": (1, "milestones", "cycle", "bulletin"),
        "shannan-2022:cycle-summary": (1, "milestones", "cycle", "cycle_summary"),
        "shannan-2022:showcase": (1, "milestones", "cycle", "showcase"),
        "shannan-2022:city-summary": (1, "milestones", "cycle", "city_summary"),
        "term-quotas:monthly-onsite": (1, "visits", "month", "to_mentee"),
        "term-quotas:lesson-hours": (10, "class_hours", "term", "to_mentee"),
        "term-quotas:lectures": (2, "visits", "term"),
        "term-quotas:shadowing": (1, "visits", "term", "to_mentor"),
        "term-quotas:archive-arrangement": (1, "documents", "school_year", "arrangement"),
        "term-quotas:archive-measures": (1, "documents", "school_year", "measures"),
        "term-quotas:archive-record": (1, "documents", "school_year", "record"),
        "term-quotas:archive-summary": (1, "documents", "school_year", "summary"),
        "term-quotas:staffing": (100, "percent", "school_year", "staffing_rate"),
        "term-quotas:excellent-lesson-rate": (
            30, "percent", "school_year", "excellent_lesson_rate"),
        "term-quotas:qualified-rate": (100, "percent", "school_year", "qualified_rate"),
        "term-quotas:papers": (1, "count", "school_year", "papers"),
        "term-quotas:research-file": ("documents", "school_year", "research"),
        "term-quotas:parents-file": ("documents", "school_year", "parents"),
        "term-quotas:feature-file": ("documents", "school_year", "feature"),
        "term-quotas:mentor-file": ("documents", "school_year", "record"),
        "term-quotas:joint-scoring": (1, "milestones", "cycle", "assessed"),
    }  # fmt: skip
    rules = dict(entries("rules"))
    assert {code: rule["per"] for code, rule in rules.items() if "per" in rule} == {
        "shannan-2022:county-group": "county",
        "shannan-2022:mentor-group": "mentor",
        "shannan-2022:responsibility-letter": "county+mentor",
        "shannan-2022:city-summary": "cycle",
        "autumn-calendar:demo-teachers": "mentor",
    }
    start = {code for code, rule in rules.items() if rule.get("due") == {"days": 60}}
    assert start == {
        f"shannan-2022:{code}"
        for code in (
            "county-group",
            "mentor-group",
            "site-survey",
            "plan",
            "responsibility-letter",
        )
    }
    assert rules["term-quotas:lesson-hours"]["forms"] == [
        "lesson_delivery",
        "demo_lesson",
        "lesson_study",
    ]
    assert "forms" not in rules["term-quotas:monthly-onsite"]
    assert set(ALL["shannan-2022"]["layers"]) == LAYERS
    assert set(ALL["term-quotas"]["layers"]) == {"city-county", "city-private"}
