"""Kindergartens: the roster, other names, and their figures on a day."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import BEGINS, ENDS, Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    ARCHIVE,
    ASSUMED,
    COUNTIES,
    COUNTY,
    DATE,
    MENTOR,
    NAME_KIND,
    NOTE,
    PUBLIC,
    REF,
    REMOVED_ON,
    REMOVED_REASON,
    SOURCE,
    STATE,
    TOWNSHIPS,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.roles import BACKBONE_LEVELS
from pairing_cli.domain.vocabulary import (
    COVERAGE_STATES,
    KINDERGARTEN_STATUSES,
    OWNERSHIPS,
    TIERS,
    Labels,
)

DIMENSIONS: Final[Labels] = {
    "grade": Label("年级", "grade"),
    "post": Label("岗位", "post"),
    "qualification": Label("学历", "qualification"),
    "age": Label("年龄", "age"),
    "major": Label("专业", "field of study"),
    "contract": Label("编制", "contract"),
    "tenure": Label("任教年限", "years here"),
    "facility": Label("设施设备", "facilities"),
    "method": Label("了解方式", "ways of asking"),
}

# fmt: off

NAME: Final = Field(
    "name", Label("名称", "Name"), required=True, audience=PUBLIC,
    aliases=("幼儿园名称", "园所名称", "园名", "幼儿园", "园所", "园所全称", "幼儿园全称",
             "学校名称", "机构名称", "办学机构名称", "单位名称", "单位", "kindergarten"),
    example=same("热荣乡中心幼儿园"), width=28,
)
TIER: Final = Field(
    "tier", Label("层次", "Tier"), FieldType.CODE, required=True, labels=TIERS, audience=PUBLIC,
    aliases=("级别", "园级", "层级", "园所级别", "幼儿园级别"), example=Label("乡镇级", "township"),
    width=10,
)
REGION: Final = Field(
    "region", Label("所在地", "Region"), audience=PUBLIC,
    aliases=("地区", "行政区划", "所在地区", "所属地区", "region_code", "区划", "区划代码"),
    choices="regions", example=same("热荣乡"), width=20,
    hint=Label("写到能确定的最小一级：县、乡镇或村", "The smallest that is known"),
)
OWNERSHIP: Final = Field(
    "ownership", Label("办园性质", "Ownership"), FieldType.CODE, labels=OWNERSHIPS,
    aliases=("性质", "公办民办", "园所性质", "举办性质"), example=Label("公办", "public"), width=10,
    audience=PUBLIC,
)
EXEMPLAR: Final = Field(
    "exemplar", Label("示范级别", "Exemplar grade"), FieldType.CODE, labels=TIERS,
    aliases=("示范园级别", "示范", "示范园"), width=10, audience=PUBLIC,
)
SITE_CODE: Final = Field(
    "code", Label("标识码", "Site code"), FieldType.DIGITS, column="site_code",
    aliases=("学校标识码", "机构标识码", "学校代码", "机构代码", "site_code", "办园代码"), width=13,
    audience=PUBLIC, digits=10,
)
ALIASES: Final = Field("aliases", Label("别名", "Other names"), FieldType.NAMES,
                       aliases=("其他名称", "简称", "alias"), width=20, audience=PUBLIC)
HEAD: Final = Field("head", Label("负责人", "Head"), person=True, width=12,
                    aliases=("园长", "园长姓名", "负责人姓名", "联系人", "联系人姓名"))
PHONE: Final = Field("phone", Label("电话", "Phone"), FieldType.DIGITS,
                     aliases=("联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码",
                              "办公电话"),
                     width=15, audience=ARCHIVE, digits=11)
LATITUDE: Final = Field("latitude", Label("纬度", "Latitude"), FieldType.NUMBER, aliases=("北纬",),
                        width=10, audience=PUBLIC)
LONGITUDE: Final = Field("longitude", Label("经度", "Longitude"), FieldType.NUMBER,
                         aliases=("东经",), width=10, audience=PUBLIC)
NAME_CONFIRMED: Final = Field("name_confirmed", Label("名称已确认", "Name confirmed"),
                              FieldType.YES_NO, aliases=("已核实",), width=12, audience=PUBLIC)
TOWNSHIP: Final = Field("township", Label("乡镇", "Township"), aliases=TOWNSHIPS,
                        audience=PUBLIC)
COVERAGE_STATE: Final = STATE._replace(labels=COVERAGE_STATES, wide=False)
FORMER_NAMES: Final = Field("former_names", Label("曾用名", "Former names"), audience=PUBLIC)
REGION_CODE: Final = Field("region_code", Label("区划代码", "Region code"), audience=PUBLIC)
MENTEES: Final = Field("mentees", Label("受帮扶园", "Mentees"), audience=PUBLIC)
RETIRED_ON: Final = Field("retired_on", Label("撤并日期", "Retired on"), FieldType.DATE,
                          audience=PUBLIC)
RETIRED_REASON: Final = Field("retired_reason", Label("撤并原因", "Reason"))
ONE: Final = Field("kindergarten", Label("幼儿园", "Kindergarten"), audience=PUBLIC)
ASKED_ONE: Final = ONE._replace(
    required=True,
    aliases=("幼儿园名称", "园所名称", "园名", "学校名称", "园所", "单位名称", "单位", "所在园",
             "任职园", "所在单位"),
    choices="kindergartens", example=same("隆子县"), width=26,
)
"""The same, as a table from outside names it."""

STATUSES: Final = Field(
    "statuses", Label("园所身份", "Statuses"), labels=KINDERGARTEN_STATUSES, audience=PUBLIC,
)

KINDERGARTEN: Final = Record(
    "kindergarten", Noun("幼儿园", "kindergarten", "所"), Role.WHOLE, subject=("name",),
    listing="kindergartens", caption=Label("幼儿园名册", "kindergartens"),
    words=("kindergarten", "幼儿园", "名册"),
    asked=(NAME, TIER, REGION, OWNERSHIP, EXEMPLAR, SITE_CODE, ALIASES, HEAD, PHONE, LATITUDE,
           LONGITUDE, NAME_CONFIRMED, NOTE._replace(aliases=("说明",)),
           COUNTY._replace(aliases=COUNTIES, width=12), TOWNSHIP),
    shown=(COVERAGE_STATE, REF, FORMER_NAMES, STATUSES, MENTOR, MENTEES),
    stored=(RETIRED_ON, RETIRED_REASON, SOURCE, ASSUMED, REGION_CODE),
)
KINDERGARTEN_NAME: Final = Record(
    "kindergarten_name", Noun("幼儿园别名", "alias", "个", "aliases"), Role.PART,
    subject=("kindergarten_id", "name"), stored=(NAME_KIND,),
)

BASELINE_CHILDREN: Final = Field(
    "children", Label("幼儿数", "Children"), FieldType.COUNT,
    aliases=("幼儿", "幼儿人数", "幼儿总数", "在园幼儿数", "在园幼儿", "在园幼儿人数", "在园人数",
             "在园儿童数", "儿童数"), example=same("360"), width=9, audience=PUBLIC,
)
CLASSES: Final = Field("classes", Label("班数", "Classes"), FieldType.COUNT,
                       aliases=("班级数", "班级总数", "教学班数", "办班数", "班额"),
                       example=same("12"), width=8, audience=PUBLIC)
STAFF: Final = Field("staff", Label("教职工数", "Staff"), FieldType.COUNT,
                     aliases=("教职工", "教职工人数", "教职工总数", "在园教职工数", "职工数"),
                     example=same("50"), width=10,
                     audience=PUBLIC)
BASELINE_TEACHERS: Final = Field(
    "teachers", Label("教师数", "Teachers"), FieldType.COUNT,
    aliases=("教师", "教师人数", "专任教师数", "专任教师", "专任教师人数", "在园教师数",
             "教师总数"), example=same("30"), width=8, audience=PUBLIC,
)
GRADES: Final = Field(
    "grades", Label("各年级班数", "Classes by grade"), FieldType.NAMES,
    aliases=("班级情况", "grade"), example=same("小班=4、中班=4、大班=4"), width=26,
    audience=PUBLIC,
)
POSTS: Final = Field("posts", Label("岗位构成", "Staff by post"), FieldType.NAMES,
                     aliases=("post", "各岗位人数"), width=22, audience=PUBLIC, wide=True)
QUALIFICATIONS: Final = Field(
    "qualifications", Label("学历构成", "Teachers by qualification"), FieldType.NAMES,
    aliases=("qualification", "教师学历"), width=22, audience=PUBLIC,
)
AGES: Final = Field("ages", Label("年龄构成", "Teachers by age"), FieldType.NAMES,
                    aliases=("age", "教师年龄"), width=22, audience=PUBLIC, wide=True)
MAJORS: Final = Field(
    "majors", Label("专业构成", "Teachers by field of study"), FieldType.NAMES,
    aliases=("major", "所学专业", "教师专业"), width=22, audience=PUBLIC, wide=True,
)
CONTRACTS: Final = Field(
    "contracts", Label("编制情况", "Staff by contract"), FieldType.NAMES,
    aliases=("contract", "编制", "在编外聘", "聘用性质"), width=22, audience=PUBLIC, wide=True,
)
TENURES: Final = Field(
    "tenures", Label("任教年限", "Teachers by years here"), FieldType.NAMES,
    aliases=("tenure", "稳定性", "在园年限"), width=22, audience=PUBLIC, wide=True,
)
FACILITIES: Final = Field(
    "facilities", Label("设施设备", "Facilities"), FieldType.NAMES,
    aliases=("facility", "办园条件", "设备设施", "硬件"), width=26, audience=PUBLIC, wide=True,
)
METHODS: Final = Field(
    "methods", Label("了解方式", "How it was asked"), FieldType.NAMES,
    aliases=("method", "调查方式", "调查方法", "了解园情方式"), width=26, audience=PUBLIC,
    wide=True,
)

BREAKDOWNS: Final = {
    "grade": GRADES,
    "post": POSTS,
    "qualification": QUALIFICATIONS,
    "age": AGES,
    "major": MAJORS,
    "contract": CONTRACTS,
    "tenure": TENURES,
    "facility": FACILITIES,
    "method": METHODS,
}
"""Each dimension → the column of its items and numbers: 小班=4."""

NEEDS: Final = Field("needs", Label("需求", "Needs"), aliases=("主要需求", "困难与需求"), width=30)

BASELINE: Final = Record(
    "baseline", Noun("基本状况", "baseline", "份"), Role.WHOLE,
    subject=("kindergarten_id", "on_date"), listing="baselines",
    caption=Label("基本状况调查表", "baselines"), words=("baseline", "基本状况", "调查表"),
    asked=(
        ASKED_ONE._replace(aliases=(*ASKED_ONE.aliases, "名称", "name")),
        DATE._replace(required=True, aliases=("调查日期", "统计日期", "填报日期", "填报时间",
                                              "统计时间",
                                              "调查时间",
                                             "on"),
                      example=same("2022-03-20"), width=12, column="on_date"),
        BASELINE_CHILDREN, CLASSES, STAFF, BASELINE_TEACHERS, *BREAKDOWNS.values(), NEEDS,
        NOTE._replace(aliases=("说明",)),
    ),
    shown=(REF,),
)
BASELINE_FIGURE: Final = Record(
    "baseline_figure", Noun("分项数字", "figure"), Role.PART,
    stored=(Field("dimension", Label("分项", "Dimension"), FieldType.CODE, labels=DIMENSIONS),
            Field("item", Label("细项", "Part")),
            Field("amount", Label("数量", "Amount"))),
)

STATUS: Final = Field(
    "status", Label("园所身份", "Status"), FieldType.CODE, labels=KINDERGARTEN_STATUSES,
    audience=PUBLIC, required=True, aliases=("身份", "园所类别", "认定类别"),
    example=Label("薄弱", "weak"),
)
STATUS_FROM: Final = Field(
    "from", Label("起", "From"), FieldType.DATE, audience=PUBLIC, column="from_date",
    required=True, aliases=(*BEGINS, "认定日期", "认定时间"),
    example=same("2022-03-01"), width=12,
)
STATUS_TO: Final = Field(
    "to", Label("止", "To"), FieldType.DATE, audience=PUBLIC, column="to_date",
    aliases=ENDS, width=12,
)
STATUS_REASON: Final = Field("reason", Label("原因", "Reason"), aliases=("依据", "说明"), width=30)
KINDERGARTEN_STATUS: Final = Record(
    "kindergarten_status", Noun("园所身份", "status", "项", "statuses"), Role.PART,
    subject=("kindergarten_id", "status"), listing="kindergarten-statuses",
    caption=Label("园所身份", "kindergarten statuses"), words=("statuses", "status", "身份"),
    asked=(ASKED_ONE, STATUS, STATUS_FROM, STATUS_TO, STATUS_REASON),
    stored=(REMOVED_ON, REMOVED_REASON),
)

TEACHER_NAME: Final = Field(
    "name", Label("姓名", "Name"), required=True, aliases=("教师姓名", "教师", "骨干教师"),
    person=True, one_person=True, example=same("卓玛"), width=10,
)
BACKBONE_LEVEL: Final = Field(
    "level", Label("骨干层级", "Level"), FieldType.CODE, labels=BACKBONE_LEVELS, audience=PUBLIC,
    required=True, aliases=("层级", "骨干级别", "级别"), example=Label("县级", "county"), width=10,
)
STRENGTH: Final = Field("strength", Label("专长", "Strong in"), aliases=("特长", "擅长", "领域"),
                        width=20)
BACKBONE_TEACHER: Final = Record(
    "backbone_teacher", Noun("骨干教师", "backbone teacher", "名"), Role.WHOLE,
    subject=("kindergarten_id", "name"), has_ref=True, listing="backbone",
    caption=Label("骨干教师名册", "backbone teachers"), words=("backbone teacher", "骨干教师"),
    asked=(ASKED_ONE, TEACHER_NAME, BACKBONE_LEVEL, STATUS_FROM, STATUS_TO, STRENGTH, NOTE),
    shown=(REF, COUNTY),
    stored=(REMOVED_ON, REMOVED_REASON),
)

# fmt: on

KINDERGARTENS: Final = (
    BACKBONE_TEACHER,
    KINDERGARTEN,
    KINDERGARTEN_NAME,
    KINDERGARTEN_STATUS,
    BASELINE,
    BASELINE_FIGURE,
)
"""By how much they tell of a command."""
