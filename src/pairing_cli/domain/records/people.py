"""Who carries a pairing: leading groups and teacher pairs."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import BEGINS, ENDS, Field, FieldType
from pairing_cli.domain.paperwork import (
    BOND_STATES,
    GROUP_ROLES,
    GROUP_SIDES,
)
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    ARCHIVE,
    CYCLE,
    END,
    END_DECIDED_ON,
    END_REASON,
    KEPT,
    MENTEE,
    NOTE,
    OF_PAIRING,
    PUBLIC,
    RECORDED_ON,
    REF,
    REMOVED_REASON,
    START,
    STATE,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role

# fmt: off

# --- Leading groups ----------------------------------------------------------------------------

SIDE: Final = Field(
    "side", Label("一方", "Side"), FieldType.CODE, required=True, labels=GROUP_SIDES,
    aliases=("哪一方", "方"), example=Label("帮扶园", "mentor"), width=12, audience=PUBLIC,
)
GROUP_OF: Final = Field("of", Label("所属", "Of"), audience=PUBLIC)
GROUP_HEAD: Final = Field("head", Label("组长", "Group head"), FieldType.NAMES,
                          example=same("次仁卓嘎"))
DEPUTIES: Final = Field("deputies", Label("副组长", "Deputies"), FieldType.NAMES,
                        aliases=("deputy",), width=18)
MEMBERS: Final = Field("members", Label("成员", "Members"), FieldType.NAMES,
                       aliases=("组员", "member"), example=same("德吉、央金"), width=26)
CONTACT: Final = Field("contact", Label("联络员", "Contact"), FieldType.NAMES)
PHONE: Final = Field(
    "phone", Label("电话", "Phone"), FieldType.DIGITS,
    aliases=("联系电话", "联系方式", "手机", "手机号", "手机号码"), width=15, audience=ARCHIVE,
    digits=11,
)
MEMBER_NAME: Final = Field(
    "name", Label("姓名", "Name"), person=True, one_person=True, width=12,
    hint=Label("一人一行的表：姓名和职务", "In a table of one row a person: name and role"),
)
ROLE: Final = Field("role", Label("职务", "Role"), FieldType.CODE, labels=GROUP_ROLES, width=10,
                    audience=PUBLIC)
DUTY: Final = Field("duty", Label("分工", "Duty"), width=18, wide=True)
SINCE: Final = Field(
    "since", Label("自", "Since"), FieldType.DATE,
    aliases=(*BEGINS, "任职日期", "成立日期", "日期", "on"), width=12, audience=PUBLIC, wide=True,
)
GROUP_COUNTY: Final = Field("county", Label("县区", "County"), aliases=("县", "所在县"), width=12,
                            audience=PUBLIC, wide=True)

LEADING_GROUP: Final = Record(
    "leading_group", Noun("领导小组", "leading group", "个"), Role.WHOLE,
    subject=("pairing_id|region_code", "side"), has_ref=True, listing="groups",
    words=("group", "members", "小组", "小组成员"),
    asked=(
        MENTEE._replace(required=False, hint=Label("教育局的领导小组改填“县区”",
                                                   "Of a bureau's group fill in County instead")),
        SIDE, GROUP_HEAD, DEPUTIES, MEMBERS, CONTACT, PHONE, MEMBER_NAME, ROLE,
        DUTY._replace(aliases=("职责", "负责工作", "分管工作")), SINCE, NOTE, GROUP_COUNTY, CYCLE,
    ),
    shown=(REF, GROUP_OF, OF_PAIRING[1], STATE, REMOVED_REASON),
    stored=KEPT,
)
GROUP_MEMBER: Final = Record(
    "group_member", Noun("小组成员", "group member", "名"), Role.PART, subject=("group_id", "name"),
    stored=(ROLE, MEMBER_NAME, DUTY, PHONE, START, END, END_REASON, END_DECIDED_ON,
            RECORDED_ON),
)

# --- Teacher pairs -----------------------------------------------------------------------------

MASTER: Final = Field("master", Label("师傅", "Master"), person=True, one_person=True,
                      required=True, aliases=("指导教师", "骨干教师"), example=same("次仁卓嘎"))
APPRENTICE: Final = Field("apprentice", Label("徒弟", "Apprentice"), person=True, one_person=True,
                          required=True, aliases=("被指导教师", "青年教师", "学员"),
                          example=same("德吉"))
PAIR_TOPIC: Final = Field("topic", Label("主题", "Topic"), aliases=("内容", "学习内容"), width=24,
                          wide=True)
PAIR_START: Final = START._replace(
    required=True, aliases=(*BEGINS, "日期", "date"), example=same("2022-04-01"),
    width=12,
)
PAIR_STATE: Final = STATE._replace(
    labels=BOND_STATES, wide=False,
    tones={"active": "good", "ended": "quiet", "handed_over": "quiet", "removed": "quiet"},
)
SUCCESSOR: Final = Field("successor", Label("接续为", "Goes on as"), audience=PUBLIC, wide=True,
                         column="successor_id")

APPRENTICESHIP: Final = Record(
    "apprenticeship", Noun("师徒结对", "apprenticeship", "对"), Role.WHOLE,
    subject=("pairing_id", "master→apprentice"), has_ref=True, listing="apprenticeships",
    caption=Label("师徒结对", "teacher pairs"),
    words=("apprenticeship", "apprentice", "apprentices", "师徒"),
    asked=(MENTEE, MASTER, APPRENTICE, PAIR_TOPIC, PAIR_START,
           END._replace(aliases=ENDS, width=12), CYCLE),
    shown=(*OF_PAIRING, PAIR_STATE, SUCCESSOR, END_REASON),
    stored=(*KEPT, END_DECIDED_ON, RECORDED_ON),
)
