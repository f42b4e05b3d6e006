"""Pairings: who helps whom, in which layer, and who is left out."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import BEGINS, Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    COUNTY,
    CYCLE,
    END,
    END_DECIDED_ON,
    END_REASON,
    HELPED,
    MENTEE,
    MENTOR,
    NOTE,
    OTHER_MENTORS,
    OVERRIDE_REASON,
    PUBLIC,
    REF,
    REMOVED_ON,
    REMOVED_REASON,
    SOURCE,
    START,
    STATE,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.vocabulary import LAYERS, PAIRING_KINDS, PAIRING_STATES, REGION_LEVELS

# fmt: off

LAYER: Final = Field("layer", Label("层级", "Layer"), FieldType.CODE, labels=LAYERS,
                     audience=PUBLIC)
PAIRING_KIND: Final = Field(
    "kind", Label("类别", "Kind"), FieldType.CODE, labels=PAIRING_KINDS, aliases=("结对类别",),
    width=12, audience=PUBLIC, tones={"consult": "quiet"},
)
PAIRING_STATE: Final = STATE._replace(
    labels=PAIRING_STATES, wide=False, tones={"active": "good", "ended": "quiet"},
)

PAIRING: Final = Record(
    "pairing", Noun("结对", "pairing", "个"), Role.WHOLE, subject=("mentor_id→mentee_id",),
    among=("mentee",), has_ref=True, listing="pairings", caption=Label("结对名单", "pairings"),
    words=("pairing", "结对", "名单"),
    asked=(
        MENTOR._replace(required=True, aliases=OTHER_MENTORS,
                        choices="kindergartens", example=same("市实验幼儿园"), width=26),
        MENTEE._replace(type=FieldType.NAMES, choices="kindergartens",
                        aliases=("mentees", *HELPED)),
        PAIRING_KIND,
        START._replace(aliases=(*BEGINS, "start_date"), width=12,
                       hint=Label("不填即周期的第一天",
                                  "Left blank means the first day of the cycle")),
        OVERRIDE_REASON._replace(width=20, hint=Label(
            "违反容量等规定时必须写明", "Why, where a rule of the scheme is broken")),
        CYCLE,
    ),
    shown=(REF, LAYER, COUNTY, END, PAIRING_STATE, END_REASON, NOTE, SOURCE),
    stored=(
        Field("assigned_on", Label("安排日期", "Assigned on"), FieldType.DATE, audience=PUBLIC),
        END_DECIDED_ON,
    ),
)
EXEMPT_REASON: Final = Field("reason", Label("原因", "Reason"), audience=PUBLIC)
FORMER_MENTOR: Final = Field("former_mentor", Label("原帮扶园", "Former mentor"), audience=PUBLIC,
                             column="former_mentor_id")
LAST_DAY: Final = Field("end", Label("截止", "Until"), FieldType.DATE, audience=PUBLIC,
                        column="end_date")
EXEMPTION: Final = Record(
    "exemption", Noun("不做单独安排", "exemption", "项"), Role.WHOLE, subject=("region_code",),
    has_ref=True, listing="exemptions", caption=Label("不做单独安排的县区", "exempt counties"),
    shown=(REF, CYCLE, COUNTY._replace(wide=False), EXEMPT_REASON, FORMER_MENTOR, LAST_DAY,
           END_REASON, SOURCE),
    stored=(END_DECIDED_ON,),
)
MENTOR_KINDS: Final = Field("mentor_kinds", Label("帮扶方", "Who helps"), audience=PUBLIC)
MENTEE_KINDS: Final = Field("mentee_kinds", Label("受帮扶方", "Who is helped"), audience=PUBLIC)
MOST_MENTORS: Final = Field("most_mentors", Label("最多帮扶园数", "Mentors at most"),
                            FieldType.COUNT, audience=PUBLIC)
TOGETHER: Final = Field("together", Label("合计名额", "Shared capacity"), audience=PUBLIC)
PRIORITY: Final = Field("priority", Label("优先次序", "Priority"), FieldType.COUNT,
                        audience=PUBLIC)
MINIMUM: Final = Field("minimum", Label("最少", "At least"), FieldType.COUNT, audience=PUBLIC)
MAXIMUM: Final = Field("maximum", Label("最多", "At most"), FieldType.COUNT, audience=PUBLIC)
WITHIN: Final = Field("within", Label("须同在", "In the same"), FieldType.CODE,
                      labels=REGION_LEVELS, audience=PUBLIC)
LAYER_CAPACITY: Final = Record(
    "layer_capacity", Noun("层级容量", "layer", "个"), Role.PART,
    listing="layers",
    shown=(LAYER, MINIMUM, MAXIMUM, WITHIN, MENTOR_KINDS, MENTEE_KINDS, MOST_MENTORS, TOGETHER,
           PRIORITY, SOURCE),
)

CIRCLE_NAME: Final = Field("name", Label("片区", "Circle"), audience=PUBLIC)
CIRCLE_HEAD: Final = Field("head", Label("牵头园", "Head"), audience=PUBLIC, column="head_id")
CIRCLE_EXPERT: Final = Field("expert", Label("指导专家", "Expert"), person=True)
CIRCLE_MEMBERS: Final = Field("members", Label("成员园", "Members"), audience=PUBLIC)
CIRCLE: Final = Record(
    "circle", Noun("片区", "circle", "个"), Role.WHOLE, subject=("name",), has_ref=True,
    listing="circles", shown=(REF, CYCLE, CIRCLE_NAME, CIRCLE_HEAD, CIRCLE_EXPERT, CIRCLE_MEMBERS,
                             NOTE),
    stored=(REMOVED_ON, REMOVED_REASON),
)
CIRCLE_MEMBER: Final = Record(
    "circle_member", Noun("片区成员", "circle member", "所"), Role.PART,
    subject=("circle_id", "kindergarten_id"), brings=("circle_id", "circle"),
    stored=(START._replace(column="from_date"), END._replace(column="to_date")),
)

# fmt: on
