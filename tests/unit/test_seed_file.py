# ruff: noqa: E501 - one mistake a line reads as a table
"""The seed file: the real programme as shipped, and every mistake a coordinator can make."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.domain.vocabulary import (
    CycleState,
    Direction,
    Layer,
    Ownership,
    PairingKind,
    RegionLevel,
    Season,
    Tier,
)
from pairing_cli.files.seed.seed import Seed, SeedKindergarten, read_seed

SHIPPED = Path(__file__).parents[2] / "data" / "seed_pairings.yaml"


@pytest.fixture(scope="module")
def shannan() -> Seed:
    return read_seed(SHIPPED)


def by_key(seed: Seed) -> dict[str, SeedKindergarten]:
    return {row.key: row for row in seed.kindergartens}


# --- The real 2022-2024 data ----------------------------------------------------------------

HELPED = {
    "市实验幼儿园": ["隆子县", "加查县", "贡嘎县", "乃东社区双语幼儿园"],
    "市第二实验幼儿园": ["措美县", "曲松县", "扎囊县", "未来双语幼儿园"],
    "市第三实验幼儿园": ["乃东区", "琼结县", "桑日县", "邦金美朵双语幼儿园"],
}
"""Section five of the scheme."""


def test_the_pairings_are_those_of_section_five_of_the_scheme(shannan: Seed) -> None:
    county = {row.code: row.name for row in shannan.regions}
    rows = by_key(shannan)
    said: dict[str, list[str]] = {}
    for pairing in shannan.pairings:
        mentee = rows[pairing.mentee]
        said.setdefault(pairing.mentor, []).append(
            county[mentee.region] if mentee.region else mentee.name
        )
    assert said == HELPED


def test_each_city_exemplar_helps_three_counties_and_one_private_kindergarten(
    shannan: Seed,
) -> None:
    layers = Counter((pairing.mentor, pairing.layer) for pairing in shannan.pairings)
    assert layers == {
        (mentor, layer): count
        for mentor in HELPED
        for layer, count in ((Layer.CITY_COUNTY, 3), (Layer.CITY_PRIVATE, 1))
    }
    rows = by_key(shannan)
    assert {(rows[m].tier, rows[m].exemplar) for m in HELPED} == {(Tier.CITY, Tier.CITY)}


def test_every_pairing_is_regular_and_of_the_one_cycle(shannan: Seed) -> None:
    assert {(p.cycle, p.kind) for p in shannan.pairings} == {("2022-2024", PairingKind.REGULAR)}
    (cycle,) = shannan.cycles
    assert (cycle.code, cycle.start, cycle.end, cycle.state) == (
        "2022-2024",
        date(2022, 3, 1),
        date(2024, 3, 31),
        CycleState.ACTIVE,
    )


def test_three_counties_are_exempt_and_none_of_their_kindergartens_is_a_mentee(
    shannan: Seed,
) -> None:
    names = {row.code: row.name for row in shannan.regions}
    exempt = {row.region for row in shannan.exemptions}
    assert {names[code] for code in exempt} == {"错那市", "洛扎县", "浪卡子县"}
    rows = by_key(shannan)
    assert not exempt & {rows[pairing.mentee].region for pairing in shannan.pairings}
    assert all("二下二上" in row.reason.zh for row in shannan.exemptions)


def test_every_county_is_either_helped_or_exempt(shannan: Seed) -> None:
    rows = by_key(shannan)
    helped = {rows[p.mentee].region for p in shannan.pairings} - {None}
    exempt = {row.region for row in shannan.exemptions}
    counties = {row.code for row in shannan.regions if row.level is RegionLevel.COUNTY}
    assert len(counties) == 12
    assert helped | exempt == counties
    assert not helped & exempt


def test_each_county_has_one_exemplar_kindergarten_whose_name_is_not_confirmed(
    shannan: Seed,
) -> None:
    counties = {row.code: row for row in shannan.regions if row.level is RegionLevel.COUNTY}
    exemplars = [row for row in shannan.kindergartens if row.exemplar is Tier.COUNTY]
    assert sorted(row.region or "" for row in exemplars) == sorted(counties)
    exempt = {row.region for row in shannan.exemptions}
    for row in exemplars:
        assert row.name == f"{counties[row.region or ''].name}示范幼儿园"
        assert not row.name_confirmed
        assert row.assumed is (row.region in exempt), "the scheme names no kindergarten there"


def test_private_kindergartens_have_their_names_and_no_invented_county(shannan: Seed) -> None:
    private = [row for row in shannan.kindergartens if row.ownership is Ownership.PRIVATE]
    assert [row.name for row in private] == [names[-1] for names in HELPED.values()]
    for row in private:
        assert row.name_confirmed
        assert (row.region, row.tier, row.assumed) == (None, Tier.COUNTY, True)


REGIONS = "bf98b7c7faf371e38e9e1db803a935ba77e136b4087b14b2a51eb5030191de6f"
"""SHA-256 of the sorted lines "code,name,level,parent" of shannan_regions.csv."""


def test_the_regions_are_the_twelve_counties_and_eighty_five_townships_of_the_list(
    shannan: Seed,
) -> None:
    levels = Counter(row.level for row in shannan.regions)
    assert levels == {RegionLevel.CITY: 1, RegionLevel.COUNTY: 12, RegionLevel.TOWNSHIP: 85}
    lines = sorted(f"{r.code},{r.name},{r.level.value},{r.parent or ''}" for r in shannan.regions)
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == REGIONS


def test_cuona_keeps_the_name_and_code_it_had_as_a_county(shannan: Seed) -> None:
    (changed,) = [row for row in shannan.regions if row.former]
    assert (changed.code, changed.name) == ("540581", "错那市")
    (former,) = changed.former
    assert (former.name, former.code, former.until) == ("错那县", "540530", "2023")


def test_the_terms_follow_the_usual_calendar_and_are_marked_as_assumed(shannan: Seed) -> None:
    assert [row.code for row in shannan.terms] == [
        "2021-autumn",
        "2022-spring",
        "2022-autumn",
        "2023-spring",
        "2023-autumn",
        "2024-spring",
    ]
    for row in shannan.terms:
        year = row.start.year
        days = {
            Season.SPRING: (date(year, 3, 1), date(year, 7, 15)),
            Season.AUTUMN: (date(year, 9, 1), date(year + 1, 1, 15)),
        }
        assert (row.start, row.end) == days[row.season]
        assert row.assumed


def test_the_layers_carry_the_capacities_of_section_six(shannan: Seed) -> None:
    assert {row.layer: (row.least, row.most, row.within) for row in shannan.layers} == {
        Layer.CITY_COUNTY: (3, 3, None),
        Layer.CITY_PRIVATE: (1, 1, None),
        Layer.COUNTY_TOWNSHIP: (2, 2, RegionLevel.COUNTY),
        Layer.TOWNSHIP_VILLAGE: (2, 3, RegionLevel.TOWNSHIP),
    }


def test_the_forms_are_there_with_the_words_used_for_them(shannan: Seed) -> None:
    forms = {row.code: row for row in shannan.forms}
    assert len(forms) == 24
    assert forms["lesson_delivery"].label.zh == "送教"
    words = {word for row in forms.values() for word in (row.label.zh, *row.aliases)}
    assert {
        "实地考察", "观摩", "当配班教师", "一对一", "一对多", "竞赛", "运动会", "文艺汇演", "培训竞赛",
        "汇报课", "专家讲座", "卫生保健辅导", "科研培训", "园内教研", "教学活动展示", "消防演练",
    } <= words  # fmt: skip
    assert "送教下乡" in forms["lesson_delivery"].aliases
    directions = {
        "lesson_delivery": Direction.TO_MENTEE,
        "lecture": Direction.TO_MENTEE,
        "observation": Direction.TO_MENTOR,
        "shadowing": Direction.TO_MENTOR,
        "online": Direction.ONLINE,
        "meeting": Direction.JOINT,
        "joint_research": Direction.JOINT,
    }
    assert {code: forms[code].direction for code in directions} == directions


def test_every_row_names_its_source(shannan: Seed) -> None:
    parts = (
        shannan.cycles,
        shannan.terms,
        shannan.regions,
        shannan.forms,
        shannan.layers,
        shannan.kindergartens,
        shannan.pairings,
        shannan.exemptions,
    )
    for part in parts:
        assert {row.source for row in part} <= set(shannan.sources)
    assert shannan.programme.source in shannan.sources
    assert [(pack.code, str(pack.ledger)) for pack in shannan.rule_packs] == [
        ("shannan-2022", "scheme"),
        ("term-quotas", "reference"),
    ]


def test_every_row_knows_the_line_it_stands_on(shannan: Seed) -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for region in shannan.regions:
        assert region.code in lines[region.line - 1]
    for kindergarten in shannan.kindergartens:
        assert kindergarten.name in lines[kindergarten.line - 1]
    for pairing in shannan.pairings:
        assert "mentees" in lines[pairing.line - 1]


# --- A small programme to make mistakes in --------------------------------------------------

SMALL = """\
programme:
  title: 甲市结对帮扶
  region: "1101"
  source: plan
sources:
  plan: {zh: 方案, en: scheme}
part_sources:
  cycles: plan
cycles:
  - {code: 2022-2024, start: 2022-03-01, end: 2024-03-31, state: active, title: 第一周期}
terms:
  - code: 2022-spring
    school_year: 2021-2022
    season: spring
    start: 2022-03-01
    end: 2022-07-15
  - code: 2022-autumn
    school_year: 2022-2023
    season: autumn
    start: 2022-09-01
    end: 2023-01-15
regions:
  - {code: "1101", name: 甲市}
  - {code: "110101", name: 子县, aliases: [老子县]}
  - {code: "110102", name: 丑县}
  - {code: "110103", name: 寅县}
  - {code: "110101101", name: 中心乡}
  - {code: "110102101", name: 中心乡}
  - code: "110102102"
    name: 卯镇
    former:
      - {name: 卯乡, code: "110102202", until: 2019-06-30}
forms:
  - code: lecture
    zh: 讲座
    en: lecture
    direction: to_mentee
    aliases: [报告会]
  - code: online
    zh: 线上
    en: online
    direction: online
layers:
  - {layer: city-county, max: 2}
  - {layer: county-township, min: 1, max: 2, within: county}
kindergartens:
  - {name: 甲市一幼, tier: city, exemplar: city, region: 甲市}
  - {name: 甲市二幼, tier: city, exemplar: city, region: 甲市}
  - {name: 子县一幼, tier: county, exemplar: county, region: 子县, aliases: [机关园]}
  - {name: 丑县一幼, tier: county, exemplar: county, region: 丑县, site_code: "1101020001"}
  - {name: 寅县一幼, tier: county, exemplar: county, region: 寅县}
  - {key: 子中心园, name: 中心园, tier: township, region: 子县/中心乡}
  - {key: 丑中心园, name: 中心园, tier: township, region: 丑县/中心乡}
  - {name: 卯镇园, tier: township, region: 卯乡, site_code: "1101020002"}
  - {name: 小星星园, tier: county, ownership: private}
pairings:
  - cycle: 2022-2024
    mentor: 甲市一幼
    mentees:
      - 老子县
      - 丑县
  - cycle: 2022-2024
    mentor: 丑县
    mentees: [丑中心园, 卯镇园]
exemptions:
  - {cycle: 2022-2024, region: 寅县, reason: 上一周期已受助}
rule_packs: [own-pack]
"""


def seed_of(text: str, folder: Path) -> Seed:
    path = folder / "自拟.yaml"
    path.write_text(text, encoding="utf-8")
    return read_seed(path)


def said(words: Phrase | None) -> str:
    """A sentence in English, its places filled."""
    if words is None:
        return ""
    values = {
        key: said(value) if isinstance(value, Phrase) else getattr(value, "en", value)
        for key, value in words.values.items()
    }
    return words.msgid.format(**values)


def test_a_coordinator_may_write_chinese_only_names_of_regions_and_keys(tmp_path: Path) -> None:
    seed = seed_of(SMALL, tmp_path)
    assert seed.programme.title == Label("甲市结对帮扶", "甲市结对帮扶")
    assert seed.programme.region == "1101"
    assert [(p.mentor, p.mentee, p.layer) for p in seed.pairings] == [
        ("甲市一幼", "子县一幼", Layer.CITY_COUNTY),
        ("甲市一幼", "丑县一幼", Layer.CITY_COUNTY),
        ("丑县一幼", "丑中心园", Layer.COUNTY_TOWNSHIP),
        ("丑县一幼", "卯镇园", Layer.COUNTY_TOWNSHIP),
    ]
    rows = by_key(seed)
    assert rows["子中心园"].region == "110101101"
    assert rows["卯镇园"].region == "110102102", "found by the former name of the town"
    assert [row.parent for row in seed.regions][:2] == [None, "1101"]
    assert seed.cycles[0].source == "plan"
    assert seed.terms[0].source is None


def test_a_programme_alone_is_a_seed(tmp_path: Path) -> None:
    seed = seed_of("programme: {title: 空}\n", tmp_path)
    assert (seed.pairings, seed.regions, seed.rule_packs) == ((), (), ())


def test_an_exempt_county_goes_on_helping_its_townships(tmp_path: Path) -> None:
    """Without an arrangement of its own is a county above, not what it arranges below."""
    exempt = SMALL.replace("      - 丑县\n", "").replace(
        "region: 寅县, reason", "region: 丑县, reason"
    )
    helped = [(p.mentor, p.mentee) for p in seed_of(exempt, tmp_path).pairings]
    assert helped == [("甲市一幼", "子县一幼"), ("丑县一幼", "丑中心园"), ("丑县一幼", "卯镇园")]


LAST = "exemptions:"
"""Before this line of SMALL more pairings can be written."""
MENTEE = "pairings[3].mentees[1]"


def pairing(mentor: str, mentee: str, more: str = "") -> str:
    return f"  - {{cycle: 2022-2024, mentor: {mentor}, mentees: [{mentee}]{more}}}\n{LAST}"


# fmt: off
MISTAKES = [  # one mistake a line, as in the file
    # what is changed, into what, then: code, a part of the line it stands on, key, hint
    ("programme:", "programm:", "unknown-key", "programm:", "programm", "programme?"),
    ("pairings:", "pairing:", "unknown-key", "pairing:", "pairing", "pairings?"),
    ('region: "1101"', "region: 甲帀", "unknown-region", "甲帀", "programme.region", "甲市?"),
    ("source: plan", "source: plam", "unknown-source", "plam", "programme.source", "plan?"),
    ("cycles: plan", "cycles: x", "unknown-source", "cycles: x", "part_sources.cycles", ""),
    ("cycles: plan", "cycle: plan", "unknown-key", "cycle: plan", "part_sources.cycle", "cycles?"),
    # cycles and terms
    ("end: 2024-03-31", "end: 2022-02-28", "end-before-start", "2022-02-28", "cycles[1].end", ""),
    ("end: 2024-03-31", "end: 2024-03-32", "bad-value", "03-32", "cycles[1].end", ""),
    ("state: active", "state: activ", "unknown-choice", "activ,", "cycles[1].state", "active?"),
    ("code: 2022-2024,", "code: 两年,", "bad-value", "两年", "cycles[1].code", ""),
    ("code: 2022-autumn", "code: 2022-spring", "duplicate", "#17", "terms[2].code", ""),
    ("start: 2022-09-01", "start: 2022-07-15", "terms-overlap", "start: 2022-07-15", "terms[2].start", ""),
    ("start: 2022-09-01", "start: 2021-09-01", "wrong-year", "start: 2021-09-01", "terms[2].start", ""),
    ("school_year: 2022-2023", "school_year: 2022-2024", "bad-value", "#18", "terms[2].school_year", ""),
    ("end: 2022-07-15", "end: 2022-02-15", "end-before-start", "end: 2022-02-15", "terms[1].end", ""),
    ("\nterms:", "\n  - {code: 2022-2024, start: 2024-04-01, end: 2026-03-31, title: 二}\nterms:", "duplicate", "title: 二", "cycles[2].code", ""),
    ("state: active", "stage: active", "unknown-key", "stage", "cycles[1].stage", "state?"),
    ("season: spring", "seasons: x\n    season: spring", "unknown-key", "seasons", "terms[1].seasons", "season?"),
    ("school_year: 2022-2023\n    season: autumn\n    start: 2022-09-01", "school_year: 2021-2022\n    season: spring\n    start: 2022-08-01", "duplicate", "#19", "terms[2].season", ""),
    ("title: 甲市结对帮扶", "title: 甲市结对帮扶\n  scope: 全市", "unknown-key", "scope", "programme.scope", ""),
    # regions
    ("name: 寅县}", "name: 寅县, alias: 虎县}", "unknown-key", "虎县", "regions[4].alias", "aliases?"),
    ("until: 2019", "since: 2001, until: 2019", "unknown-key", "since", "regions[7].former[1].since", ""),
    ('code: "110102", name: 丑县', 'code: "110101", name: 丑县', "duplicate", "丑县}", "regions[3].code", ""),
    ('name: 丑县}', 'name: 子县}', "duplicate", '"110102", name: 子', "regions[3].name", ""),
    ('code: "110103"', 'code: "120103"', "region-parent-missing", "120103", "regions[4].code", "parent"),
    ("name: 寅县}", "name: 寅县, parent: 1109}", "region-parent-missing", "1109}", "regions[4].parent", ""),
    ("name: 寅县}", 'name: 寅县, parent: "110101"}', "region-parent-level", "parent:", "regions[4].parent", "higher"),
    ('code: "110103"', 'code: "11010"', "unknown-level", '"11010"', "regions[4].code", "level"),
    ('code: "110103"', 'code: 寅', "bad-value", "code: 寅", "regions[4].code", ""),
    ("until: 2019-06-30", "until: 2019-06-31", "bad-value", "06-31", "regions[7].former[1].until", ""),
    ("until: 2019-06-30", "until: 2019-13", "bad-value", "2019-13", "regions[7].former[1].until", ""),
    ('name: 卯乡, code: "110102202"', 'name: 卯乡, code: "110101"', "duplicate", "until", "regions[7].former[1].code", ""),
    ("name: 卯乡, code: \"110102202\", ", "", "missing-key", "until: 2019", "regions[7].former[1]", ""),
    # forms and layers
    ("code: online", "code: lecture", "duplicate", "#39", "forms[2].code", ""),
    ("zh: 线上", "zh: 报告会", "duplicate", "zh: 报告会", "forms[2].zh", ""),
    ("direction: online", "direction: online\n    aliases: [网课, Lecture]", "duplicate", "网课", "forms[2].aliases[2]", ""),
    ("direction: online", "direction: onlin", "unknown-choice", "#42", "forms[2].direction", "online?"),
    ("code: online", "code: On-Line", "bad-value", "On-Line", "forms[2].code", ""),
    ("en: online", "en: Lecture", "duplicate", "en: Lecture", "forms[2].en", ""),
    ("zh: 线上", "cn: 线\n    zh: 线上", "unknown-key", "cn: 线", "forms[2].cn", ""),
    ("min: 1, max: 2", "mim: 1, max: 2", "unknown-key", "mim", "layers[2].mim", "min?"),
    ("layer: county-township", "layer: city-county", "duplicate", "min: 1", "layers[2].layer", ""),
    ("layer: county-township", "layer: county-town", "unknown-choice", "min: 1", "layers[2].layer", "county-township?"),
    ("min: 1, max: 2", "min: 3, max: 2", "bad-value", "min: 3", "layers[2].max", ""),
    ("within: county", "within: country", "unknown-choice", "country", "layers[2].within", "county?"),
    # kindergartens
    ("name: 甲市二幼", "name: 甲市一幼", "duplicate", "#48", "kindergartens[2].name", ""),
    ("key: 丑中心园, ", "", "duplicate", "丑县/中心乡", "kindergartens[7].name", "key"),
    ("region: 丑县/中心乡", "region: 子县/中心乡", "duplicate", "key: 丑中心园", "kindergartens[7].name", ""),
    ("aliases: [机关园]", "aliases: 子县一幼", "duplicate", "aliases: 子县一幼", "kindergartens[3].aliases[1]", ""),
    ("key: 丑中心园", "key: 子中心园", "duplicate", "丑县/中心乡", "kindergartens[7].key", "key"),
    ("tier: county, ownership", "tier: conty, ownership", "unknown-choice", "conty", "kindergartens[9].tier", "county?"),
    ("ownership: private", "ownership: privat", "unknown-choice", "小星星", "kindergartens[9].ownership", "private?"),
    ("ownership: private", "owner: private", "unknown-key", "小星星", "kindergartens[9].owner", "ownership?"),
    ("region: 子县/中心乡", "region: 中心乡", "ambiguous-region", "子中心园", "kindergartens[6].region", "子县/中心乡, 丑县/中心乡"),
    ("region: 子县/中心乡", "region: 寅县/中心乡", "unknown-region", "子中心园", "kindergartens[6].region", "中心乡?"),
    ("aliases: [机关园]", "aliases: [机关园, 机关园]", "duplicate", "机关园, ", "kindergartens[3].aliases[2]", ""),
    ('site_code: "1101020002"', 'site_code: "1101020001"', "duplicate", "name: 卯镇园", "kindergartens[8].site_code", ""),
    ('site_code: "1101020002"', "site_code: 110102", "bad-value", "name: 卯镇园", "kindergartens[8].site_code", ""),
    ("name: 小星星园", r'name: "小\e星"', "control-characters", "private}", "kindergartens[9].name", ""),
    ("name: 小星星园", "name: ' '", "blank", "private}", "kindergartens[9].name", ""),
    # pairings
    ("mentor: 甲市一幼", "mentor: 甲市一园", "unknown-kindergarten", "mentor: 甲市一园", "pairings[1].mentor", "甲市一幼?"),
    ("      - 丑县\n", "      - 丑具\n", "unknown-kindergarten", "- 丑具", "pairings[1].mentees[2]", "丑县?"),
    ("mentor: 丑县", "mentro: 丑县", "missing-key", "#62", "pairings[2].mentor", "Is mentro meant"),
    ("mentees: [丑中心园, 卯镇园]", "mentees: []", "missing-value", "[]", "pairings[2].mentees", ""),
    ("mentees: [丑中心园, 卯镇园]", "mentees: 中心园", "ambiguous-kindergarten", "mentees: 中心园", "pairings[2].mentees[1]", "子中心园, 丑中心园"),
    (LAST, pairing("甲市二幼", "寅县"), "exempt-region", "寅县]", MENTEE, "consult"),
    (LAST, pairing("甲市二幼", "丑县一幼"), "duplicate", "丑县一幼]", MENTEE, ""),
    (LAST, pairing("甲市二幼", "卯镇"), "no-exemplar", "卯镇]", MENTEE, "110102102"),
    (LAST, pairing("甲市二幼", "中心乡"), "ambiguous-kindergarten", "中心乡]", MENTEE, "丑县/中心乡"),
    (LAST, pairing("甲市", "小星星园"), "ambiguous-kindergarten", "[小星", "pairings[3].mentor", "甲市一幼, 甲市二幼"),
    (LAST, pairing("甲市二幼", "甲市二幼"), "pairing-with-itself", "[甲市二幼]", MENTEE, ""),
    (LAST, pairing("甲市二幼", "甲市一幼"), "no-layer", "[甲市一幼]", MENTEE, ""),
    (LAST, pairing("甲市二幼", "子中心园"), "wrong-layer", "[子中心园]", MENTEE, "tier"),
    (LAST, pairing("子县", "小星星园"), "wrong-layer", "[小星星园]", MENTEE, "tier"),
    (LAST, pairing("寅县", "子中心园"), "outside-region", "[子中心园]", MENTEE, ""),
    (LAST, pairing("甲市二幼", "子县", ", kind: regulr"), "unknown-choice", "regulr", "pairings[3].kind", "regular?"),
    ("cycle: 2022-2024\n    mentor: 丑县", "cycle: 2022-2023\n    mentor: 丑县", "unknown-cycle", "cycle: 2022-2023", "pairings[2].cycle", "2022-2024?"),
    ("max: 2, within", "max: 1, within", "over-capacity", "卯镇园]", "pairings[2].mentees[2]", "line 45"),
    ("mentees: [丑中心园, 卯镇园]", "mentees:\n    - 丑中心园\n    - 丑中心园", "duplicate", "#66", "pairings[2].mentees[2]", ""),
    ("tier: township, region: 卯乡,", "tier: township,", "region-unknown", "丑中心园, 卯", "pairings[2].mentees[2]", "line 54"),
    ("mentor: 丑县", "note: 无\n    mentor: 丑县", "unknown-key", "note", "pairings[2].note", ""),
    # exemptions and rule packs
    ("reason: 上", "grounds: 无, reason: 上", "unknown-key", "上一", "exemptions[1].grounds", ""),
    ("region: 寅县, reason", "region: 卯县, reason", "unknown-region", "上一", "exemptions[1].region", ""),
    ("{cycle: 2022-2024, region: 寅县", "{cycle: 2020-2022, region: 寅县", "unknown-cycle", "上一", "exemptions[1].cycle", "2022-2024"),
    (", reason: 上一周期已受助", "", "missing-key", "#66", "exemptions[1].reason", ""),
    ("上一周期已受助}\n", "甲}\n  - {cycle: 2022-2024, region: '110103', reason: 乙}\n", "duplicate", "乙}", "exemptions[2].region", ""),
    ("[own-pack]", "[own-pack, ../secret]", "bad-value", "secret", "rule_packs[2]", ""),
    ("[own-pack]", "[own-pack, own-pack]", "duplicate", "own-pack, ", "rule_packs[2]", ""),
]
# fmt: on


def line_with(text: str, fragment: str) -> int:
    """The number of the one line that holds `fragment`, or is named as "#12"."""
    if fragment.startswith("#"):
        return int(fragment[1:])
    found = [number for number, line in enumerate(text.splitlines(), 1) if fragment in line]
    assert len(found) == 1, (fragment, found)
    return found[0]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "key", "hint"),
    MISTAKES,
    ids=[f"{row[4]} {row[2]} {number}" for number, row in enumerate(MISTAKES)],
)
def test_a_mistake_is_refused_with_its_file_line_and_key(
    old: str, new: str, code: str, line: str, key: str, hint: str, tmp_path: Path
) -> None:
    assert SMALL.count(old) >= 1
    text = SMALL.replace(old, new, 1)
    with pytest.raises(BadData) as caught:
        seed_of(text, tmp_path)
    error = caught.value
    assert (error.code, error.row, error.column) == (code, line_with(text, line), key)
    assert error.file == str(tmp_path / "自拟.yaml")
    assert hint in said(error.hint)
    assert "{" not in said(error.message)


def test_a_kindergarten_outside_the_list_is_answered_with_the_nearest_of_the_list(
    tmp_path: Path,
) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("[隆子县, 加查县", "[隆子具, 加查县")
    with pytest.raises(BadData) as caught:
        seed_of(text, tmp_path)
    assert said(caught.value.message) == "隆子具 is not listed under kindergartens."
    assert said(caught.value.hint) == "Did you mean 隆子县?"


def test_a_county_in_which_two_exemplars_stand_must_be_named_by_kindergarten(
    tmp_path: Path,
) -> None:
    second = "  - {name: 丑县二幼, tier: county, exemplar: county, region: 丑县}\npairings:"
    with pytest.raises(BadData) as caught:
        seed_of(SMALL.replace("pairings:", second), tmp_path)
    assert caught.value.code == "ambiguous-kindergarten"
    assert said(caught.value.hint) == "Write one of: 丑县一幼, 丑县二幼"


def test_a_consult_pairing_needs_no_arrangement_and_takes_no_capacity(tmp_path: Path) -> None:
    more = pairing("甲市一幼", "寅县, 子县", ", kind: consult")
    seed = seed_of(SMALL.replace(LAST, more), tmp_path)
    assert [(p.mentee, p.kind) for p in seed.pairings[4:]] == [
        ("寅县一幼", PairingKind.CONSULT),
        ("子县一幼", PairingKind.CONSULT),
    ]
    with pytest.raises(BadData) as caught:
        seed_of(SMALL.replace(LAST, pairing("甲市一幼", "寅县, 寅县", ", kind: consult")), tmp_path)
    assert caught.value.code == "duplicate"


def test_a_mentee_may_be_helped_again_in_the_next_cycle(tmp_path: Path) -> None:
    text = SMALL.replace(
        "terms:", "  - {code: 2024-2026, start: 2024-04-01, end: 2026-03-31, title: 二}\nterms:", 1
    )
    text = text.replace(LAST, pairing("甲市一幼", "子县").replace("2022-2024", "2024-2026"))
    assert [(p.cycle, p.mentee) for p in seed_of(text, tmp_path).pairings][-1] == (
        "2024-2026",
        "子县一幼",
    )


def test_a_layer_without_capacity_has_no_limit(tmp_path: Path) -> None:
    text = SMALL.replace("  - {layer: city-county, max: 2}\n", "")
    text = text.replace("  - {cycle: 2022-2024, region: 寅县, reason: 上一周期已受助}\n", "")
    seed = seed_of(text.replace("      - 丑县\n", "      - 丑县\n      - 寅县\n"), tmp_path)
    assert sum(row.mentor == "甲市一幼" for row in seed.pairings) == 3


# --- Another programme ----------------------------------------------------------------------

CITIES, COUNTIES, TOWNSHIPS = 20, 15, 10
"""Per province, city and county: 300 counties and 3,000 townships."""


def province() -> str:
    """A province with 3,600 kindergartens of which 3,300 are helped; names repeat everywhere."""
    regions = ['  - {code: "54", name: 大省}']
    roster, pairings = [], []
    for city in range(1, CITIES + 1):
        city_code = f"54{city:02d}"
        regions.append(f'  - {{code: "{city_code}", name: 第{city}市}}')
        for n in range(COUNTIES):
            key = f"{city_code}市园{n}"
            roster.append(f"  - {{name: {key}, tier: city, exemplar: city, region: '{city_code}'}}")
        for n in range(1, COUNTIES + 1):
            code = f"{city_code}{n:02d}"
            regions.append(f'  - {{code: "{code}", name: 第{n}县}}')
            roster.append(
                f"  - {{key: '{code}', name: 第{n}县示范幼儿园, tier: county, exemplar: county,"
                f" region: '{code}', name_confirmed: false}}"
            )
            pairings.append(
                f"  - {{cycle: c, mentor: {city_code}市园{n - 1}, mentees: ['{code}']}}"
            )
            towns = [f"{code}{t:03d}" for t in range(100, 100 + TOWNSHIPS)]
            for town in towns:
                regions.append(f"  - {{code: '{town}', name: {town[-3:]}乡}}")
                roster.append(
                    f"  - {{key: '{town}', name: 中心幼儿园, tier: township, region: '{town}'}}"
                )
            mentees = ", ".join(f"'{town}'" for town in towns)
            pairings.append(f"  - {{cycle: c, mentor: '{code}', mentees: [{mentees}]}}")
    return "\n".join(
        [
            "programme: {title: 大省, region: '54'}",
            "cycles: [{code: c, title: 周期, start: 2022-03-01, end: 2024-03-31}]",
            "layers: [{layer: county-township, max: 10, within: county}]",
            "regions:",
            *regions,
            "kindergartens:",
            *roster,
            "pairings:",
            *pairings,
        ]
    )


def test_a_province_of_three_hundred_counties_is_read(tmp_path: Path) -> None:
    seed = seed_of(province(), tmp_path)
    levels = Counter(row.level for row in seed.regions)
    assert levels[RegionLevel.COUNTY] == 300
    assert levels[RegionLevel.TOWNSHIP] == 3000
    assert len(seed.kindergartens) == 3600
    assert len(seed.pairings) == 3300
    assert Counter(row.layer for row in seed.pairings) == {
        Layer.CITY_COUNTY: 300,
        Layer.COUNTY_TOWNSHIP: 3000,
    }
