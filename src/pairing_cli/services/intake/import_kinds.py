"""The kinds of table that can be imported, each as the list of its columns.

Another kind is another `Kind` here, a function that writes its rows, and a line in
`importing.KINDS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import (
    DIRECTIONS,
    GOALS,
    OWNERSHIPS,
    PAIRING_KINDS,
    TIERS,
    VISIT_STATES,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table."""

    name: str
    label: Label
    fields: Sequence[Field]
    passed_over: Sequence[str] = ()
    """Keys and headers of our own exports that are not imported."""
    words: Sequence[str] = ()
    """Other names of the kind itself."""
    identity: Sequence[str] = ()
    """Keys of the fields that tell one record from another: a second row with the same is asked
    about, unless it is another record for some other reason."""
    narrowing: Sequence[Field] = ()
    """Columns that no template has: they say which of several kindergartens of one name it is."""

    @property
    def readable(self) -> Sequence[Field]:
        """Every column that is read."""
        return (*self.fields, *self.narrowing)

    def field(self, key: str) -> Field:
        """The field with this key."""
        return next(each for each in self.fields if each.key == key)


COUNTY_NAMES: Final = (
    "县",
    "所在县",
    "县市区",
    "区县",
    "所属区县",
    "所在区县",
    "所属县区",
    "所在县区",
    "所属县",
    "市县",
    "旗县",
    "旗县区",
    "区(县)",
    "辖区县",
)
TOWNSHIP_NAMES: Final = (
    "所在乡镇",
    "乡",
    "镇",
    "所属乡镇",
    "乡镇街道",
    "乡镇名称",
    "街道",
    "镇街",
    "所在镇",
    "所在乡",
)
PLACE: Final = (
    Field("county", Label("县区", "County"), aliases=COUNTY_NAMES),
    Field("township", Label("乡镇", "Township"), aliases=TOWNSHIP_NAMES),
)
"""Where a kindergarten lies, in a table of something else."""

MENTEE_NAMES: Final = (
    "受帮扶幼儿园",
    "受帮扶单位",
    "被帮扶园",
    "被帮扶幼儿园",
    "被帮扶单位",
    "受援园",
    "受援幼儿园",
    "受援单位",
    "受教单位",
    "受教园",
    "受教幼儿园",
    "受助园",
    "受扶园",
    "帮扶对象",
    "结对园",
    "结对幼儿园",
    "薄弱园",
)
"""Headers that say whom it is for; 幼儿园 and 单位 alone may be either side."""
MENTOR_NAMES: Final = (
    "帮扶幼儿园",
    "帮扶单位",
    "送教单位",
    "送教园",
    "送教幼儿园",
    "示范园",
    "示范幼儿园",
    "支援园",
    "支援单位",
    "支援幼儿园",
    "施援园",
    "牵头园",
    "优质园",
    "核心园",
)

VISITS: Final = Kind(
    "visits",
    Label("帮扶活动", "visits"),
    (
        Field(
            "date", Label("日期", "Date"), FieldType.DATE, required=True,
            aliases=("活动日期", "送教日期", "开展日期", "活动时间", "开始日期", "起始日期", "时间",
                     "送教时间", "开展时间", "day", "start", "on"),
            example=Label("2022-04-12", "2022-04-12"), width=12,
            hint=Label("如 2022-04-12；几天的活动可写 2022-05-09..2022-05-13",
                       "Such as 2022-04-12; of several days 2022-05-09..2022-05-13"),
        ),
        Field(
            "end_date", Label("结束日期", "Last day"), FieldType.DATE,
            aliases=("止", "截止日期", "终止日期", "end"), width=12,
        ),
        Field(
            "mentees", Label("受帮扶园", "Mentees"), FieldType.NAMES, required=True,
            aliases=("mentee", *MENTEE_NAMES, "幼儿园", "幼儿园名称", "园所名称", "园所", "园名",
                     "单位", "单位名称"),
            choices="mentees", example=Label("隆子县", "隆子县"), width=28,
            hint=Label("几所园同时参加，用顿号隔开", "Several, with 、 between them"),
        ),
        Field(
            "form", Label("形式", "Form"), FieldType.CODE, required=True,
            aliases=("活动形式", "帮扶形式", "活动类型", "类型", "内容形式", "type"),
            choices="forms", example=Label("送教", "lesson_delivery"), width=16,
        ),
        Field(
            "class_hours", Label("课时", "Class-hours"), FieldType.HOURS,
            aliases=("课时数", "学时", "hours"), example=Label("4", "4"), width=8,
        ),
        Field(
            "topic", Label("主题", "Topic"),
            aliases=("活动主题", "活动名称", "课题", "题目", "活动内容", "内容"),
            example=Label("绘本教学", "绘本教学"), width=28,
        ),
        Field(
            "people", Label("执行人", "By"), FieldType.NAMES,
            aliases=("人员", "送教人员", "授课教师", "主讲人", "帮扶人员", "参与人员", "people"),
            example=Label("次仁卓嘎、德吉", "次仁卓嘎、德吉"), width=22,
        ),
        Field(
            "teachers", Label("教师人数", "Teachers"), FieldType.COUNT,
            aliases=("教师", "参加教师", "教师数", "参训教师", "受益教师"),
            example=Label("18", "18"), width=9,
        ),
        Field(
            "children", Label("幼儿人数", "Children"), FieldType.COUNT,
            aliases=("幼儿", "幼儿数", "受益幼儿"), example=Label("64", "64"), width=9,
        ),
        Field(
            "direction", Label("方向", "Direction"), FieldType.CODE, labels=DIRECTIONS,
            aliases=("下上",), width=9,
            hint=Label("不填时按活动形式自动确定", "Left blank, the form's own holds"),
        ),
        Field(
            "mentor", Label("帮扶园", "Mentor"), aliases=MENTOR_NAMES, choices="mentors", width=22,
        ),
        Field(
            "state", Label("状态", "State"), FieldType.CODE, labels=VISIT_STATES, width=9,
            aliases=("完成情况",),
            hint=Label("不填即已完成", "Left blank means done"),
        ),
        Field(
            "goals", Label("工作目标", "Aims"), FieldType.NAMES, labels=GOALS,
            aliases=("目标", "goal"), width=14,
        ),
        Field("next_step", Label("下一步", "Next step"), aliases=("后续", "next"), width=20),
        Field("note", Label("备注", "Note"), aliases=("说明", "remarks"), width=20),
        Field(
            "state_reason", Label("未成行原因", "Reason"),
            aliases=("原因", "取消原因", "reason"), width=16,
        ),
        Field("override_reason", Label("破例原因", "Override"), aliases=("override",), width=16),
        Field("cycle", Label("周期", "Cycle"), aliases=("帮扶周期",), choices="cycles", width=12),
    ),
    passed_over=(
        "ref", "编号", "Ref", "recorded_by", "登记人", "Recorded by",
        "recorded_at", "登记时间", "Recorded at", "files", "材料", "Files",
    ),
    words=("visit", "活动", "帮扶活动", "log"),
    narrowing=PLACE,
)  # fmt: skip

KINDERGARTENS: Final = Kind(
    "kindergartens",
    Label("幼儿园名册", "kindergartens"),
    (
        Field(
            "name", Label("名称", "Name"), required=True,
            aliases=("幼儿园名称", "园所名称", "园名", "幼儿园", "园所", "园所全称", "幼儿园全称",
                     "学校名称", "机构名称", "办学机构名称", "单位名称", "单位", "kindergarten"),
            example=Label("热荣乡中心幼儿园", "热荣乡中心幼儿园"), width=28,
        ),
        Field(
            "tier", Label("层级", "Tier"), FieldType.CODE, required=True, labels=TIERS,
            aliases=("级别", "园级", "层次", "园所级别", "幼儿园级别"),
            example=Label("乡镇级", "township"), width=10,
        ),
        Field(
            "region", Label("所在地", "Region"),
            aliases=("地区", "行政区划", "所在地区", "region_code", "区划", "区划代码", "所属地区"),
            choices="regions", example=Label("热荣乡", "热荣乡"), width=20,
            hint=Label("写到能确定的最小一级：县、乡镇或村", "The smallest that is known"),
        ),
        Field(
            "ownership", Label("办园性质", "Ownership"), FieldType.CODE, labels=OWNERSHIPS,
            aliases=("性质", "公办民办", "园所性质", "举办性质"),
            example=Label("公办", "public"), width=10,
        ),
        Field(
            "exemplar", Label("示范级别", "Exemplar grade"), FieldType.CODE, labels=TIERS,
            aliases=("示范园级别", "示范", "示范园"), width=10,
        ),
        Field(
            "code", Label("标识码", "Site code"), FieldType.DIGITS,
            aliases=("学校标识码", "机构标识码", "学校代码", "机构代码",
                     "site_code", "办园代码"), width=13, digits=10,
        ),
        Field(
            "aliases", Label("其他名称", "Other names"), FieldType.NAMES,
            aliases=("别名", "简称", "alias"), width=20,
        ),
        Field(
            "head", Label("负责人", "Head"),
            aliases=("园长", "园长姓名", "负责人姓名", "联系人", "联系人姓名"), width=12,
        ),
        Field(
            "phone", Label("电话", "Phone"), FieldType.DIGITS,
            aliases=("联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码", "办公电话"),
            width=15, digits=11,
        ),
        Field("latitude", Label("纬度", "Latitude"), FieldType.NUMBER, aliases=("北纬",), width=10),
        Field(
            "longitude", Label("经度", "Longitude"), FieldType.NUMBER, aliases=("东经",), width=10
        ),
        Field(
            "name_confirmed", Label("名称已确认", "Name confirmed"), FieldType.YES_NO,
            aliases=("已核实",), width=12
        ),
        Field("note", Label("备注", "Note"), aliases=("说明",), width=20),
        Field("county", Label("县区", "County"), aliases=COUNTY_NAMES, width=12),
        Field("township", Label("乡镇", "Township"), aliases=TOWNSHIP_NAMES, width=14),
    ),
    passed_over=(
        "地市", "城市", "市", "所在市", "所属地市", "地市州", "市州", "省份", "省", "省市",
        "state", "状态", "State", "ref", "编号", "Ref", "former_names", "曾用名", "Former names",
        "mentor", "帮扶园", "Mentor", "mentees", "受帮扶园", "Mentees",
    ),
    words=("kindergarten", "幼儿园", "名册"),
    identity=("name",),
)  # fmt: skip

PAIRINGS: Final = Kind(
    "pairings",
    Label("结对名单", "pairings"),
    (
        Field(
            "mentor", Label("帮扶园", "Mentor"), required=True,
            aliases=MENTOR_NAMES, choices="kindergartens",
            example=Label("市实验幼儿园", "市实验幼儿园"), width=26,
        ),
        Field(
            "mentee", Label("受帮扶园", "Mentee"), FieldType.NAMES, required=True,
            aliases=("mentees", *MENTEE_NAMES), choices="kindergartens",
            example=Label("隆子县", "隆子县"), width=26,
        ),
        Field(
            "kind", Label("类别", "Kind"), FieldType.CODE, labels=PAIRING_KINDS,
            aliases=("结对类别",), width=12,
        ),
        Field(
            "start", Label("开始", "From"), FieldType.DATE,
            aliases=("开始日期", "起始日期", "起", "start_date"), width=12,
            hint=Label("不填即周期的第一天", "Left blank means the first day of the cycle"),
        ),
        Field(
            "override_reason", Label("破例原因", "Override"), aliases=("override",), width=20,
            hint=Label("违反容量等规定时必须写明", "Why, where a rule of the scheme is broken"),
        ),
        Field("cycle", Label("周期", "Cycle"), choices="cycles", width=12),
    ),
    passed_over=(
        "ref", "编号", "Ref", "layer", "层级", "Layer",
        "end", "结束", "To", "state", "状态", "State",
    ),
    words=("pairing", "结对", "名单"),
    narrowing=PLACE,
)  # fmt: skip

BASELINES: Final = Kind(
    "baselines",
    Label("基本状况调查表", "baselines"),
    (
        Field(
            "kindergarten", Label("幼儿园", "Kindergarten"), required=True,
            aliases=("幼儿园名称", "园所名称", "园名", "名称", "name", "学校名称", "园所",
                     "单位名称", "单位"), choices="kindergartens",
            example=Label("隆子县", "隆子县"), width=26,
        ),
        Field(
            "date", Label("日期", "Date"), FieldType.DATE, required=True,
            aliases=("调查日期", "统计日期", "填报日期", "统计时间", "调查时间", "on"),
            example=Label("2022-03-20", "2022-03-20"),
            width=12,
        ),
        Field(
            "children", Label("幼儿数", "Children"), FieldType.COUNT,
            aliases=("幼儿", "幼儿人数", "幼儿总数", "在园幼儿数", "在园幼儿", "在园幼儿人数",
                     "在园人数", "在园儿童数", "儿童数"), example=Label("360", "360"), width=9,
        ),
        Field(
            "classes", Label("班数", "Classes"), FieldType.COUNT,
            aliases=("班级数", "班级总数", "教学班数", "办班数", "班额"),
            example=Label("12", "12"), width=8,
        ),
        Field(
            "staff", Label("教职工数", "Staff"), FieldType.COUNT,
            aliases=("教职工", "教职工人数", "教职工总数", "在园教职工数", "职工数"),
            example=Label("50", "50"), width=10,
        ),
        Field(
            "teachers", Label("教师数", "Teachers"), FieldType.COUNT,
            aliases=("教师", "教师人数", "专任教师数", "专任教师", "专任教师人数", "在园教师数",
                     "教师总数"), example=Label("30", "30"), width=8,
        ),
        Field(
            "grades", Label("各年级班数", "Classes by grade"), FieldType.NAMES,
            aliases=("班级情况", "grade"), example=Label("小班=4、中班=4、大班=4",
                                                     "小班=4、中班=4、大班=4"), width=26,
        ),
        Field(
            "posts", Label("岗位构成", "Staff by post"), FieldType.NAMES,
            aliases=("post", "各岗位人数"), width=22,
        ),
        Field(
            "qualifications", Label("学历构成", "Teachers by qualification"), FieldType.NAMES,
            aliases=("qualification", "教师学历"), width=22,
        ),
        Field(
            "ages", Label("年龄构成", "Teachers by age"), FieldType.NAMES,
            aliases=("age", "教师年龄"), width=22,
        ),
        Field("needs", Label("需求", "Needs"), aliases=("主要需求", "困难与需求"), width=30),
        Field("note", Label("备注", "Note"), aliases=("说明",), width=20),
    ),
    passed_over=("ref", "编号", "Ref"),
    words=("baseline", "基本状况", "调查表"),
    identity=("kindergarten", "date"),
    narrowing=PLACE,
)  # fmt: skip

ALL: Final[Sequence[Kind]] = (VISITS, KINDERGARTENS, PAIRINGS, BASELINES)
