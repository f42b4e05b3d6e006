"""The frame: the programme, its cycles and terms, regions, forms of activity, sources."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.owed.blocks import BLOCKS
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.kindergartens import ALIASES, NAME
from pairing_cli.domain.records.paired import (
    ASSUMED,
    END,
    NAME_KIND,
    PUBLIC,
    REMOVED_ON,
    REMOVED_REASON,
    SOURCE,
    START,
    STATE,
    TITLE,
)
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.vocabulary import CYCLE_STATES, DIRECTIONS, REGION_LEVELS, SEASONS

# fmt: off

CODE: Final = Field("code", Label("代码", "Code"), audience=PUBLIC)
OFFICIAL_TITLE: Final = TITLE._replace(audience=PUBLIC)
CYCLE_STATE: Final = STATE._replace(
    labels=CYCLE_STATES, wide=False, tones={"active": "good", "closed": "quiet"},
)
WRAP_UP: Final = Field("wrap_up_until", Label("收尾期至", "Wrap-up until"), FieldType.DATE,
                       audience=PUBLIC)
WEIGHT_FIELDS: Final = tuple(
    Field(f"weight_{block}", Label(f"{label.zh}权重", f"weight of {label.en}"), FieldType.NUMBER,
          audience=PUBLIC)
    for block, label in BLOCKS.items()
)
TERM_CODE: Final = Field("code", Label("学期", "Term"), audience=PUBLIC)
SCHOOL_YEAR: Final = Field("school_year", Label("学年", "School year"), audience=PUBLIC)
SEASON: Final = Field("season", Label("季", "Season"), FieldType.CODE, labels=SEASONS,
                      audience=PUBLIC)
CHINESE: Final = Field("zh", Label("中文", "Chinese"), audience=PUBLIC, column="label_zh")
ENGLISH: Final = Field("en", Label("英文", "English"), audience=PUBLIC, column="label_en")
FORM_DIRECTION: Final = Field("direction", Label("方向", "Direction"), FieldType.CODE,
                              labels=DIRECTIONS, audience=PUBLIC)
OTHER_WORDS: Final = Field("aliases", Label("别名", "Other words"), audience=PUBLIC)
VALID_FROM: Final = Field("valid_from", Label("开始", "From"), audience=PUBLIC, wide=True)
VALID_TO: Final = Field("valid_to", Label("结束", "To"), audience=PUBLIC, wide=True)
LEVEL: Final = Field("level", Label("级别", "Level"), FieldType.CODE, labels=REGION_LEVELS,
                     audience=PUBLIC)
PARENT: Final = Field("parent", Label("隶属", "Belongs to"), audience=PUBLIC,
                      column="parent_code")
OFFICIAL_COUNT: Final = Field(
    "kindergartens", Label("官方园数", "Official number of kindergartens"), FieldType.COUNT,
    audience=PUBLIC,
)
COUNT_SOURCE: Final = Field(
    "kindergartens_source", Label("园数依据", "Source of the number"), audience=PUBLIC,
)
TITLES: Final = (
    Field("title_zh", Label("名称", "Title"), audience=PUBLIC),
    Field("title_en", Label("名称（英文）", "Title (English)"), audience=PUBLIC),
)

PROGRAMME: Final = Record(
    "programme", Noun("项目", "programme", "个"), Role.GROUND, subject=("title_*",),
    stored=(*TITLES, SOURCE),
)
CYCLE_RECORD: Final = Record(
    "cycle", Noun("周期", "cycle", "个"), Role.GROUND, subject=("code",), listing="cycles",
    shown=(CODE, OFFICIAL_TITLE, START, END, CYCLE_STATE),
    stored=(SOURCE, ASSUMED, TITLES[1], WRAP_UP, *WEIGHT_FIELDS),
)
TERM: Final = Record(
    "term", Noun("学期", "term", "个"), Role.GROUND, subject=("code",),
    shown=(TERM_CODE, SCHOOL_YEAR, SEASON, START, END), stored=(SOURCE, ASSUMED),
)
HOLIDAY_NAME: Final = Field("name", Label("节假日", "Holiday"), audience=PUBLIC)
HOLIDAY_DAY: Final = Field("day", Label("日期", "Date"), FieldType.DATE, audience=PUBLIC,
                           column="on_date")
HOLIDAY: Final = Record(
    "holiday", Noun("节假日", "holiday", "天"), Role.GROUND, subject=("name", "on_date"),
    shown=(HOLIDAY_DAY, HOLIDAY_NAME), stored=(REMOVED_ON, REMOVED_REASON),
)
FORM_RECORD: Final = Record(
    "form", Noun("活动形式", "form of activity", "种", "forms of activity"), Role.GROUND,
    subject=("label_*",), listing="forms",
    shown=(CODE, CHINESE, ENGLISH, FORM_DIRECTION, OTHER_WORDS, VALID_FROM, VALID_TO),
)
FORM_ALIAS: Final = Record(
    "form_alias", Noun("形式别名", "alias", "个", "aliases"), Role.PART,
    subject=("form_code", "alias"), stored=(Field("alias", Label("别名", "Alias")),),
)
REGION_RECORD: Final = Record(
    "region", Noun("行政区划", "region", "个"), Role.GROUND, subject=("name",), listing="regions",
    shown=(CODE, NAME, LEVEL, PARENT, ALIASES, OFFICIAL_COUNT, COUNT_SOURCE),
    stored=(SOURCE, ASSUMED),
)
REGION_NAME: Final = Record(
    "region_name", Noun("区划别名", "alias", "个", "aliases"), Role.PART,
    subject=("region_code", "name"),
    stored=(NAME, NAME_KIND, Field("former_code", Label("原代码", "Former code"))),
)
SOURCE_RECORD: Final = Record(
    "source", Noun("依据", "source"), Role.GROUND, stored=(CODE, *TITLES),
)

# fmt: on
