"""The cycle's end: assessments, honours, experience, showcases."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.honours.words import (
    ASSESSMENT_STATES,
    EXPERIENCE_KINDS,
    EXPERIENCE_STATES,
    GRADE_TONES,
    GRADES,
    HONOUR_KINDS,
    HONOUR_STATES,
    PROMOTIONS,
    SHOWCASE_FORMS,
    SHOWCASE_LEVELS,
)
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    COUNTIES,
    COUNTY,
    CYCLE,
    DATE,
    END,
    KEPT,
    MENTEE,
    MENTOR,
    NOTE,
    PUBLIC,
    RECORDED_ON,
    REF,
    REMOVED_REASON,
    START,
    STATE,
    TITLE,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role

# fmt: off

# --- Assessment --------------------------------------------------------------------------------

AS_OF: Final = Field("as_of", Label("截至", "As of"), FieldType.DATE, audience=PUBLIC)
ASSESSMENT_STATE: Final = STATE._replace(
    labels=ASSESSMENT_STATES, wide=False, tones={"approved": "good", "draft": "warn"},
)
APPROVED_ON: Final = Field("approved_on", Label("批准日期", "Approved on"), FieldType.DATE,
                           audience=PUBLIC)
APPROVED_BY: Final = Field("approved_by", Label("批准人", "Approved by"), person=True)
POINTS: Final = Field("points", Label("加减分", "Points"), FieldType.NUMBER, audience=PUBLIC)
ADJUSTED_BY: Final = Field("by_name", Label("调整人", "Adjusted by"), person=True)
WHY: Final = Field("reason", Label("理由", "Reason"))
GRADE: Final = Field("grade", Label("等次", "Grade"), FieldType.CODE, labels=GRADES,
                     audience=PUBLIC, tones=GRADE_TONES)
TOTAL: Final = Field("total", Label("总分", "Total"), FieldType.NUMBER, audience=PUBLIC)
FROZEN: Final = (
    Field("figures", Label("冻结数字", "Frozen figures")),
    Field("sha256", Label("SHA-256", "SHA-256"), audience=PUBLIC),
    Field("override_reason", Label("破例原因", "Override")),
)

ASSESSMENT: Final = Record(
    "assessment", Noun("考核", "assessment", "次"), Role.WHOLE, subject=("title|as_of",),
    has_ref=True, listing="assessments", words=("assessment", "捆绑式考核"),
    shown=(REF, TITLE, AS_OF, ASSESSMENT_STATE, APPROVED_ON, APPROVED_BY, NOTE),
    stored=FROZEN,
)
ASSESSMENT_ADJUSTMENT: Final = Record(
    "assessment_adjustment", Noun("考核调整", "adjustment", "项"), Role.PART,
    subject=("pairing_id", "points"), stored=(POINTS, WHY, ADJUSTED_BY),
)
ASSESSMENT_SCHEME: Final = Record(
    "assessment_scheme", Noun("考核办法", "formula", "套"), Role.WHOLE, subject=("title_*",),
    stored=(Field("active", Label("采用中", "In force"), FieldType.YES_NO, audience=PUBLIC),
            Field("title_zh", Label("名称", "Title")),
            Field("title_en", Label("名称（英文）", "Title (English)"))),
)

# --- Honours -----------------------------------------------------------------------------------

UNIT: Final = Field(
    "unit", Label("单位", "Unit"), aliases=("先进单位", "幼儿园", "所在单位"),
    choices="kindergartens", example=same("扎囊县"), width=26, audience=PUBLIC,
    hint=Label("县（区）教育局改填“县区”", "Of a bureau fill in County instead"),
)
HONOUR_COUNTY: Final = Field("county", Label("县区", "County"), aliases=COUNTIES, width=12,
                             audience=PUBLIC, wide=True)
HONOUR_KIND: Final = Field(
    "kind", Label("类别", "Kind"), FieldType.CODE, required=True, labels=HONOUR_KINDS,
    aliases=("表彰类别",), example=Label("先进单位", "unit"), width=14, audience=PUBLIC,
)
PERSON: Final = Field("person", Label("姓名", "Person"), person=True, one_person=True,
                      aliases=("先进个人",), example=same("次仁卓嘎"))
HONOUR_TITLE: Final = TITLE._replace(label=Label("称号", "Title"), aliases=("名称", "荣誉称号"),
                                     audience=PUBLIC)
HONOUR_REASON: Final = Field("reason", Label("事由", "Grounds"), required=True,
                             aliases=("理由", "主要事迹"), example=same("两年送教 16 次"), width=30)
TO_GRADE: Final = Field("to", Label("晋级为", "Promoted to"), FieldType.CODE,
                        aliases=("拟定等级",), labels=PROMOTIONS, column="to_grade",
                        audience=PUBLIC, wide=True)
FROM_GRADE: Final = Field("from_grade", Label("原等级", "Grade before"), audience=PUBLIC,
                          wide=True)
NOMINATED_ON: Final = Field("nominated", Label("推荐日期", "Nominated on"), FieldType.DATE,
                            audience=PUBLIC, column="nominated_on", aliases=("日期",), width=12)
PUBLICISED_FROM: Final = Field("publicised_from", Label("公示自", "Publicised from"),
                               FieldType.DATE, audience=PUBLIC)
PUBLICISED_TO: Final = Field("publicised_to", Label("公示至", "Publicised to"), FieldType.DATE,
                             audience=PUBLIC)
DECIDED_ON: Final = Field("decided_on", Label("决定日期", "Decided on"), FieldType.DATE,
                          audience=PUBLIC, wide=True)
DOCUMENT_NUMBER: Final = Field("document_number", Label("文号", "Number"), audience=PUBLIC)
HONOUR_STATE: Final = STATE._replace(
    labels=HONOUR_STATES, wide=False,
    tones={"awarded": "good", "publicised": "warn", "rejected": "bad", "withdrawn": "quiet"},
)
DECISION_REASON: Final = Field("decision_reason", Label("决定说明", "Why so"), wide=True)

HONOUR: Final = Record(
    "honour", Noun("表彰", "commendation", "项"), Role.WHOLE,
    subject=("person|kindergarten_id|region_code", "title"), has_ref=True, listing="honours",
    words=("commendation", "commendations", "honour", "晋级", "复评"),
    asked=(HONOUR_KIND, UNIT, HONOUR_COUNTY, PERSON, HONOUR_TITLE, HONOUR_REASON, TO_GRADE,
           NOMINATED_ON, CYCLE),
    shown=(REF, FROM_GRADE, HONOUR_STATE, PUBLICISED_FROM, PUBLICISED_TO, DECIDED_ON,
           DOCUMENT_NUMBER, DECISION_REASON),
    stored=(
        Field("trace", Label("依据", "Grounds in full")),
        Field("sha256", Label("SHA-256", "SHA-256"), audience=PUBLIC),
    ),
)

# --- Experience --------------------------------------------------------------------------------

EXPERIENCE_KIND: Final = Field(
    "kind", Label("类别", "Kind"), FieldType.CODE, required=True, labels=EXPERIENCE_KINDS,
    aliases=("材料类别",), example=Label("总结", "summary"), width=12, audience=PUBLIC,
)
EXPERIENCE_TITLE: Final = TITLE._replace(
    label=Label("题目", "Title"), required=True, aliases=("标题", "名称"),
    example=same("区角活动从三样材料做起"), width=34, audience=PUBLIC,
)
AUTHOR: Final = Field("author", Label("作者", "Author"), person=True, aliases=("撰写人",), width=12)
EXPERIENCE_DATE: Final = DATE._replace(
    aliases=("提交日期",), example=same("2024-05-20"), width=12, column="on_date",
)
EXPERIENCE_TEXT: Final = Field("text", Label("正文", "Text"), aliases=("内容",), width=40,
                               column="wording", wide=True)
EXPERIENCE_STATE: Final = STATE._replace(
    labels=EXPERIENCE_STATES, wide=False,
    tones={"accepted": "good", "spread": "good", "submitted": "warn"},
)
FILES: Final = Field("files", Label("文件", "Files"), wide=True)

OWN_UNIT: Final = UNIT._replace(aliases=("本单位",), choices=None, hint=None, example=None)
"""The kindergarten or county whose own it is, not a pairing's."""

EXPERIENCE: Final = Record(
    "experience", Noun("经验材料", "experience", "份", "experiences"), Role.WHOLE,
    subject=("pairing_id|kindergarten_id|region_code", "title"), has_ref=True,
    listing="experiences",
    words=("experience", "经验总结", "经验", "典型事例", "特色课程", "共享资料"),
    asked=(
        MENTEE._replace(required=False, hint=Label("园或县（区）自己的材料改填“单位”或“县区”",
                                                   "Of a kindergarten's or county's own fill in"
                                                   " Unit or County instead")),
        OWN_UNIT, HONOUR_COUNTY, EXPERIENCE_KIND, EXPERIENCE_TITLE, AUTHOR,
        EXPERIENCE_DATE, EXPERIENCE_TEXT, CYCLE,
    ),
    shown=(REF, MENTOR, EXPERIENCE_STATE, DECIDED_ON, FILES, REMOVED_REASON),
    stored=KEPT,
)
EXPERIENCE_DOCUMENT: Final = Record(
    "experience_document", Noun("经验材料附件", "experience document", "份"), Role.PART,
    tells=False,
)

# --- Showcases ---------------------------------------------------------------------------------

LEVEL: Final = Field("level", Label("级别", "Level"), FieldType.CODE, labels=SHOWCASE_LEVELS,
                     audience=PUBLIC)
PLACE: Final = Field("place", Label("地点", "Place"), audience=PUBLIC)
ENTRY_FORM: Final = Field("form", Label("形式", "Form"), FieldType.CODE, labels=SHOWCASE_FORMS,
                          audience=PUBLIC)
ENTRY_TITLE: Final = TITLE._replace(label=Label("题目", "Title"), audience=PUBLIC)
PRESENTER: Final = Field("presenter", Label("交流人", "Presenter"), person=True)
PAIRINGS: Final = Field("pairings", Label("结对数", "Pairings"), FieldType.COUNT, audience=PUBLIC)

SHOWCASE: Final = Record(
    "showcase", Noun("展示交流", "showcase", "次"), Role.WHOLE, subject=("title",), has_ref=True,
    listing="showcases", words=("showcase", "成果展示", "展示"),
    shown=(REF, TITLE._replace(audience=PUBLIC), LEVEL, START, END, PLACE, PAIRINGS, NOTE,
           REMOVED_REASON),
    stored=(KEPT[0], RECORDED_ON),
)
SHOWCASE_ENTRY: Final = Record(
    "showcase_entry", Noun("展示项目", "showcase entry", "项", "showcase entries"), Role.PART,
    subject=("pairing_id", "form"), stored=(ENTRY_FORM, ENTRY_TITLE, PRESENTER, RECORDED_ON),
)

# fmt: on

WHO: Final = (MENTOR, MENTEE, COUNTY)

HONOURS: Final = (
    ASSESSMENT_SCHEME, ASSESSMENT, ASSESSMENT_ADJUSTMENT, HONOUR, EXPERIENCE, SHOWCASE,
    SHOWCASE_ENTRY, EXPERIENCE_DOCUMENT,
)  # fmt: skip
"""By how much they tell of a command."""
