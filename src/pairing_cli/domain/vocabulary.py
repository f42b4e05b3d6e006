"""The programme's words: codes for the machine, zh and en labels for people.

Codes are what the database stores and JSON shows; they never change. Forms of activity
are not here: they are data, extended by users.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label

Labels = Mapping[str, Label]
"""Code → its words."""


class Tier(StrEnum):
    """Where in the cascade a kindergarten stands."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Ownership(StrEnum):
    """Who runs a kindergarten."""

    PUBLIC = "public"
    PRIVATE = "private"
    COLLECTIVE = "collective"


class RegionLevel(StrEnum):
    """A level of the administrative division."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Layer(StrEnum):
    """One step of the cascade."""

    CITY_COUNTY = "city-county"
    CITY_PRIVATE = "city-private"
    COUNTY_TOWNSHIP = "county-township"
    TOWNSHIP_VILLAGE = "township-village"


class PairingKind(StrEnum):
    """Regular pairings owe; consult pairings answer questions on request and owe nothing."""

    REGULAR = "regular"
    CONSULT = "consult"


class PairingState(StrEnum):
    """How a pairing stands on a day."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"


class Season(StrEnum):
    """Which of the two terms of a school year."""

    SPRING = "spring"
    AUTUMN = "autumn"


class CycleState(StrEnum):
    """The life of a cycle."""

    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"


class Direction(StrEnum):
    """Who travels."""

    TO_MENTEE = "to_mentee"
    TO_MENTOR = "to_mentor"
    JOINT = "joint"
    ONLINE = "online"
    VISITOR = "visitor"
    """A third party comes, such as a province's expert: no visit of the mentor."""


class VisitState(StrEnum):
    """The life of a visit. Only done visits count."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    ATTEMPTED = "attempted"


class CoverageState(StrEnum):
    """Every kindergarten of the roster is in exactly one of these."""

    MENTORED = "mentored"
    MENTOR = "mentor"
    BOTH = "both"
    EXEMPT = "exempt"
    UNASSIGNED = "unassigned"
    RETIRED = "retired"


class Grouping(StrEnum):
    """What progress can be grouped by."""

    PAIRING = "pairing"
    MENTOR = "mentor"
    COUNTY = "county"
    LAYER = "layer"
    RULE = "rule"
    TERM = "term"
    GOAL = "goal"
    DIRECTION = "direction"
    PERSON = "person"


class Goal(StrEnum):
    """The aims of the Shannan scheme (section three of its text); of the first the five domains,
    none of which may be missing.
    """

    IDEAS = "ideas"
    HEALTH = "health"
    LANGUAGE = "language"
    SOCIETY = "society"
    SCIENCE = "science"
    ARTS = "arts"
    TEACHERS = "teachers"
    BACKBONE = "backbone"
    MECHANISM = "mechanism"
    BRAND = "brand"


DOMAINS: Final = (Goal.HEALTH, Goal.LANGUAGE, Goal.SOCIETY, Goal.SCIENCE, Goal.ARTS)
"""The five domains (五大领域): what serves one of them serves the first aim."""


def goals_served(goals: Iterable[str]) -> tuple[str, ...]:
    """Each aim once; with a domain the aim that it belongs to."""
    named = tuple(dict.fromkeys(goals))
    if Goal.IDEAS in named or not any(goal in DOMAINS for goal in named):
        return named
    return (Goal.IDEAS.value, *named)


class KindergartenStatus(StrEnum):
    """What a kindergarten counts as from a day on, until another (园所身份)."""

    WEAK = "weak"
    KEY = "key"
    COUNTY_CENTRE = "county_centre"
    LOCAL_BASE = "local_base"


class TagKind(StrEnum):
    """Which side of a match a tag of a kindergarten speaks for."""

    NEED = "need"
    STRENGTH = "strength"


class DocumentCategory(StrEnum):
    """What a stored file is: the "four haves" first, then what plans ask for beside them."""

    ARRANGEMENT = "arrangement"
    MEASURES = "measures"
    RECORD = "record"
    SUMMARY = "summary"
    AGREEMENT = "agreement"
    PHOTO = "photo"
    RESEARCH = "research"
    PARENTS = "parents"
    FEATURE = "feature"
    OTHER = "other"


TIERS: Final[Labels] = {
    Tier.CITY: Label("市级", "city"),
    Tier.COUNTY: Label("县级", "county"),
    Tier.TOWNSHIP: Label("乡镇级", "township"),
    Tier.VILLAGE: Label("村级", "village"),
}

OWNERSHIPS: Final[Labels] = {
    Ownership.PUBLIC: Label("公办", "public"),
    Ownership.PRIVATE: Label("民办", "private"),
    Ownership.COLLECTIVE: Label("集体办", "collective"),
}

EXEMPLAR_GRADES: Final[Labels] = {
    **{grade: TIERS[grade] for grade in (Tier.CITY, Tier.COUNTY, Tier.TOWNSHIP)},
    "none": Label("非示范园", "none"),
}
"""Grades of an exemplar kindergarten as they are typed; none takes the grade away."""

REGION_LEVELS: Final[Labels] = {
    RegionLevel.PROVINCE: Label("省（自治区）", "province"),
    RegionLevel.CITY: Label("市", "city"),
    RegionLevel.COUNTY: Label("县（区）", "county"),
    RegionLevel.TOWNSHIP: Label("乡镇", "township"),
    RegionLevel.VILLAGE: Label("村", "village"),
}

LAYERS: Final[Labels] = {
    Layer.CITY_COUNTY: Label("市→县", "city to county"),
    Layer.CITY_PRIVATE: Label("市→民办", "city to private"),
    Layer.COUNTY_TOWNSHIP: Label("县→乡镇", "county to township"),
    Layer.TOWNSHIP_VILLAGE: Label("乡镇→村", "township to village"),
}

PAIRING_KINDS: Final[Labels] = {
    PairingKind.REGULAR: Label("结对", "regular"),
    PairingKind.CONSULT: Label("交流咨询", "consult"),
}

PAIRING_STATES: Final[Labels] = {
    PairingState.UPCOMING: Label("未开始", "upcoming"),
    PairingState.ACTIVE: Label("进行中", "active"),
    PairingState.COMPLETED: Label("已期满", "completed"),
    PairingState.ENDED: Label("已终止", "ended"),
}

SEASONS: Final[Labels] = {
    Season.SPRING: Label("春季", "spring"),
    Season.AUTUMN: Label("秋季", "autumn"),
}

CYCLE_STATES: Final[Labels] = {
    CycleState.DRAFT: Label("草案", "draft"),
    CycleState.ACTIVE: Label("执行中", "active"),
    CycleState.CLOSED: Label("已结束", "closed"),
}

DIRECTIONS: Final[Labels] = {
    Direction.TO_MENTEE: Label("下", "to the mentee"),
    Direction.TO_MENTOR: Label("上", "to the mentor"),
    Direction.JOINT: Label("联合", "joint"),
    Direction.ONLINE: Label("线上", "online"),
    Direction.VISITOR: Label("第三方", "third party"),
}

VISIT_STATES: Final[Labels] = {
    VisitState.PLANNED: Label("计划", "planned"),
    VisitState.DONE: Label("已完成", "done"),
    VisitState.CANCELLED: Label("已取消", "cancelled"),
    VisitState.ATTEMPTED: Label("未成行", "attempted"),
}

KINDERGARTEN_STATUSES: Final[Labels] = {
    KindergartenStatus.WEAK: Label("薄弱", "weak"),
    KindergartenStatus.KEY: Label("重点", "key"),
    KindergartenStatus.COUNTY_CENTRE: Label("示范引领中心", "county centre"),
    KindergartenStatus.LOCAL_BASE: Label("辐射基地", "local base"),
}

COVERAGE_STATES: Final[Labels] = {
    CoverageState.MENTORED: Label("受帮扶", "mentored"),
    CoverageState.MENTOR: Label("帮扶", "mentor"),
    CoverageState.BOTH: Label("既帮扶又受帮扶", "both"),
    CoverageState.EXEMPT: Label("不做单独安排", "exempt"),
    CoverageState.UNASSIGNED: Label("未安排", "unassigned"),
    CoverageState.RETIRED: Label("已撤并", "retired"),
}

GROUPINGS: Final[Labels] = {
    Grouping.PAIRING: Label("结对", "pairing"),
    Grouping.MENTOR: Label("帮扶园", "mentor"),
    Grouping.COUNTY: Label("县区", "county"),
    Grouping.LAYER: Label("层级", "layer"),
    Grouping.RULE: Label("要求", "rule"),
    Grouping.TERM: Label("学期", "term"),
    Grouping.GOAL: Label("工作目标", "goal"),
    Grouping.DIRECTION: Label("方向", "direction"),
    Grouping.PERSON: Label("人员", "person"),
}

GOALS: Final[Labels] = {
    Goal.IDEAS: Label("先进理念", "ideas"),
    Goal.HEALTH: Label("健康", "health"),
    Goal.LANGUAGE: Label("语言", "language"),
    Goal.SOCIETY: Label("社会", "society"),
    Goal.SCIENCE: Label("科学", "science"),
    Goal.ARTS: Label("艺术", "arts"),
    Goal.TEACHERS: Label("队伍素质", "teachers"),
    Goal.BACKBONE: Label("骨干体系", "backbone"),
    Goal.MECHANISM: Label("帮扶机制", "mechanism"),
    Goal.BRAND: Label("品牌形象", "brand"),
}

SETTINGS: Final[Labels] = {
    "county": Label("县区", "county"),
    "mentor": Label("帮扶园", "mentor"),
    "language": Label("语言", "language"),
    "actor": Label("登记人", "actor"),
}
"""What `config` keeps."""

TAG_KINDS: Final[Labels] = {
    TagKind.NEED: Label("需求", "need"),
    TagKind.STRENGTH: Label("特长", "strength"),
}

DOCUMENT_CATEGORIES: Final[Labels] = {
    DocumentCategory.ARRANGEMENT: Label("安排", "arrangement"),
    DocumentCategory.MEASURES: Label("措施", "measures"),
    DocumentCategory.RECORD: Label("记录", "record"),
    DocumentCategory.SUMMARY: Label("总结", "summary"),
    DocumentCategory.AGREEMENT: Label("责任书、协议书", "agreement"),
    DocumentCategory.PHOTO: Label("照片", "photo"),
    DocumentCategory.RESEARCH: Label("教研资料", "research"),
    DocumentCategory.PARENTS: Label("家长工作资料", "work with parents"),
    DocumentCategory.FEATURE: Label("特色建设资料", "special feature"),
    DocumentCategory.OTHER: Label("其他", "other"),
}

WAIVER_KINDS: Final[Labels] = {
    "excused": Label("免", "excused"),
    "postponed": Label("缓", "postponed"),
    "make_up": Label("补", "to be made up"),
}

AUDIENCES: Final[Labels] = {
    "public": Label("公开", "public"),
    "internal": Label("内部", "internal"),
    "archive": Label("存档", "archive"),
}
"""Whom an export is for."""

MENTOR_TIER: Final[Mapping[Layer, Tier]] = {
    Layer.CITY_COUNTY: Tier.CITY,
    Layer.CITY_PRIVATE: Tier.CITY,
    Layer.COUNTY_TOWNSHIP: Tier.COUNTY,
    Layer.TOWNSHIP_VILLAGE: Tier.TOWNSHIP,
}
"""The tier that a mentor has in each layer."""

MENTEE_TIER: Final[Mapping[Layer, Tier]] = {
    Layer.CITY_COUNTY: Tier.COUNTY,
    Layer.CITY_PRIVATE: Tier.COUNTY,
    Layer.COUNTY_TOWNSHIP: Tier.TOWNSHIP,
    Layer.TOWNSHIP_VILLAGE: Tier.VILLAGE,
}
"""The tier that a mentee has in each layer."""


def is_term_code(text: str) -> bool:
    """Whether `text` is the code of a term, "2022-spring", or of a year of the cycle, "year-1"."""
    year, part = text[:4], text[5:] if text[4:5] == "-" else ""
    return part in SEASONS if year.isdecimal() else year == "year" and part.isdecimal()


def term_label(code: str) -> Label:
    """The code of a term, "2022-spring", as it is read and may be typed, 2022春; of a year of
    the cycle, "year-1", 第1年.
    """
    year, _, season = code.partition("-")
    if year == "year":
        return Label(f"第{season}年", f"year {season}")
    if season not in SEASONS:
        return Label(code, code)
    return Label(year + SEASONS[season].zh[:1], code)


def short_name(mentee: str, layer: str, county: str | None) -> str:
    """A mentee as coordinators call it in speech: a county's exemplar by its county."""
    if layer == Layer.CITY_COUNTY and county:
        return county
    return mentee.removesuffix("幼儿园") or mentee


def bureau_of(place: str) -> str:
    """The education bureau of a county or city, by its name."""
    return f"{place}教育局"


class Ledger(StrEnum):
    """Whether a pack binds the programme, or is only looked at."""

    SCHEME = "scheme"
    REFERENCE = "reference"


LEDGERS: Final[Labels] = {
    Ledger.SCHEME: Label("本方案", "scheme"),
    Ledger.REFERENCE: Label("参照", "reference"),
}
