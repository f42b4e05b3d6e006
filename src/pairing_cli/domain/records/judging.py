"""What the bureau judges: inspections, what they found, bulletins."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.judging.words import (
    ANSWERS,
    BULLETIN_KINDS,
    BULLETIN_STATES,
    FINDING_STATES,
    GRADES,
    HOWS,
    INSPECTION_STATES,
    ITEM_BLOCKS,
    RESULTS,
    SUBJECTS,
)
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.owing import ADOPTED, SECTION
from pairing_cli.domain.records.paired import (
    ASSUMED,
    COUNTY,
    DATE,
    END,
    KEPT,
    MENTEE,
    MENTOR,
    NOTE,
    OVERRIDE_REASON,
    PUBLIC,
    REF,
    REMOVED_ON,
    REMOVED_REASON,
    START,
    STATE,
    TITLE,
    same,
)
from pairing_cli.domain.records.programme import CODE, TITLES
from pairing_cli.domain.records.record import Noun, Record, Role

# fmt: off

# --- Checklists --------------------------------------------------------------------------------

ITEM: Final = Field("item", Label("事项", "Item"), audience=PUBLIC)
ITEM_TITLE: Final = Field("title", Label("事项", "Item"), audience=PUBLIC)
SUBJECT: Final = Field("subject", Label("对象", "About"), FieldType.CODE, labels=SUBJECTS,
                       audience=PUBLIC)
BLOCK: Final = Field("block", Label("板块", "Block"), FieldType.CODE, labels=ITEM_BLOCKS,
                     audience=PUBLIC)
CRITICAL: Final = Field("critical", Label("关键", "Critical"), FieldType.YES_NO, audience=PUBLIC)
WEIGHT: Final = Field("weight", Label("权重", "Weight"), FieldType.NUMBER, audience=PUBLIC)
ITEMS: Final = Field("items", Label("事项数", "Items"), FieldType.COUNT, audience=PUBLIC)
DOCUMENT: Final = Field("document", Label("依据", "Source"), audience=PUBLIC)

CHECKLIST: Final = Record(
    "checklist", Noun("督查表", "checklist", "份"), Role.GROUND, subject=("title_*",),
    shown=(CODE, DOCUMENT, ITEMS, WEIGHT, ADOPTED),
    stored=(
        *TITLES,
        Field("active", Label("在用", "in use"), FieldType.YES_NO),
        Field("partly", Label("“部分”折算", "worth of “partly”"), FieldType.NUMBER),
        Field("good", Label("“好”的下限", "least score of “good”"), FieldType.NUMBER),
        Field("fairly_good", Label("“较好”的下限", "least score of “fairly good”"),
              FieldType.NUMBER),
        Field("average", Label("“一般”的下限", "least score of “average”"), FieldType.NUMBER),
        Field("due_days", Label("整改天数", "days to mend"), FieldType.COUNT),
        Field("due_days_critical", Label("关键问题整改天数", "days to mend what is critical"),
              FieldType.COUNT),
        Field("least_inspectors", Label("督查组最少人数", "least number of inspectors"),
              FieldType.COUNT),
    ),
)
CHECKLIST_ITEM: Final = Record(
    "checklist_item", Noun("督查事项", "checklist item", "项"), Role.PART, subject=("title_*",),
    tells=False,
    shown=(ITEM_TITLE, SUBJECT, BLOCK, CRITICAL, WEIGHT, SECTION, ASSUMED),
    stored=(
        CODE, *TITLES,
        Field("lack_zh", Label("不合格时的表述", "wording where it isn't so")),
        Field("lack_en", Label("不合格时的表述（英文）", "wording where it isn't so (English)")),
        Field("how_zh", Label("怎么查", "how to look")),
        Field("how_en", Label("怎么查（英文）", "how to look (English)")),
        Field("prefill", Label("预填来源", "prefilled from")),
    ),
)

# --- Inspections -------------------------------------------------------------------------------

INSPECTION_REF: Final = Field(
    "inspection", Label("督查", "Inspection"), aliases=("督查编号",), required=True, width=12,
    audience=PUBLIC,
    hint=Label("督查的编号，见 inspection list", "The ref that inspection list shows"),
)
INSPECTION_START: Final = START._replace(type=FieldType.DATE)
INSPECTION_END: Final = END._replace(wide=True)
ANNOUNCED: Final = Field("announced", Label("事先通知", "Announced"), FieldType.YES_NO,
                         audience=PUBLIC, wide=True)
INSPECTORS: Final = Field("inspectors", Label("督查组", "Inspectors"), FieldType.NAMES)
TARGETS: Final = Field("targets", Label("对象数", "To see"), FieldType.COUNT, audience=PUBLIC,
                       adds_up=True)
SEEN: Final = Field("seen", Label("已查", "Seen"), FieldType.COUNT, audience=PUBLIC, adds_up=True)
SCORE: Final = Field("score", Label("得分", "Score"), FieldType.NUMBER, audience=PUBLIC)
MENTOR_SCORE: Final = Field("mentor_score", Label("帮扶园得分", "Mentor's score"),
                            FieldType.NUMBER, audience=PUBLIC)
MENTEE_SCORE: Final = Field("mentee_score", Label("受帮扶园得分", "Mentee's score"),
                            FieldType.NUMBER, audience=PUBLIC)
GRADE: Final = Field("class", Label("等次", "Class"), FieldType.CODE, labels=GRADES,
                     audience=PUBLIC,
                     tones={"good": "good", "poor": "bad", "average": "warn"})
CRITICAL_FAILED: Final = Field("critical", Label("关键项不合格", "Critical failed"),
                               FieldType.COUNT, audience=PUBLIC)
FINDING_COUNT: Final = Field("findings", Label("问题", "Findings"), FieldType.COUNT,
                             audience=PUBLIC, adds_up=True)
OPEN_COUNT: Final = Field("open", Label("未销号", "Not closed"), FieldType.COUNT, audience=PUBLIC,
                          adds_up=True)
BULLETIN_NUMBER: Final = Field("bulletin", Label("通报", "Bulletin"), audience=PUBLIC)
INSPECTION_STATE: Final = STATE._replace(
    labels=INSPECTION_STATES, wide=False,
    tones={"done": "good", "planned": "warn", "removed": "quiet"},
)
VALUE: Final = Field("value", Label("结果", "Result"), FieldType.CODE, labels=ANSWERS, width=10,
                     audience=PUBLIC, aliases=("答案", "answer"),
                     tones={"yes": "good", "no": "bad", "partly": "warn", "na": "quiet"})
ANSWER_NOTE: Final = NOTE._replace(aliases=("备注", "remarks"), label=Label("说明", "Note"),
                                   wide=False, help="")
SEEN_ON: Final = DATE._replace(aliases=("督查日期", "查看日期", "on"), width=12)
FEEDBACK: Final = Field("feedback", Label("反馈", "Feedback"), aliases=("现场反馈",), width=24)
REPLY: Final = Field("reply", Label("说明申辩", "Reply"), aliases=("说明、申辩", "申辩"), width=24)
ANSWERED_FOR: Final = Field("answered_for", Label("园方签字", "Signed for the inspected"),
                            person=True, aliases=("签字",), width=14)
PREFILL: Final = Field("prefill", Label("登记情况", "On record"), width=26)
UNANSWERED: Final = Field("unanswered", Label("未答", "Unanswered"), FieldType.COUNT,
                          audience=PUBLIC)

INSPECTION: Final = Record(
    "inspection", Noun("督查", "inspection", "次"), Role.WHOLE, subject=("title", "start_date"),
    has_ref=True, listing="inspections", words=("inspection", "督查表格"),
    asked=(INSPECTION_REF, MENTEE._replace(choices=None),
           ITEM._replace(required=True, width=18, example=same("letter")), VALUE, ANSWER_NOTE,
           SEEN_ON, FEEDBACK, REPLY, ANSWERED_FOR),
    shown=(REF, MENTOR, COUNTY, SUBJECT, CRITICAL, WEIGHT, PREFILL,
           ITEM_TITLE._replace(label=Label("事项内容", "What is looked at"))),
    stored=(
        KEPT[0], TITLE, START, END, ANNOUNCED, INSPECTION_STATE, OVERRIDE_REASON, REMOVED_REASON,
        Field("done_on", Label("办结日期", "Done on"), FieldType.DATE),
    ),
)
INSPECTOR: Final = Record(
    "inspector", Noun("督查人员", "inspector", "名"), Role.PART, subject=("name",), tells=False,
    stored=(Field("name", Label("姓名", "Name"), person=True),
            Field("office", Label("科室", "Office")),
            Field("is_lead", Label("组长", "Leads"), FieldType.YES_NO)),
)
INSPECTION_TARGET: Final = Record(
    "inspection_target", Noun("督查对象", "inspected", "个", "inspected"), Role.PART,
    subject=("pairing_id|region_code",), stored=(SEEN_ON._replace(column="on_date"), FEEDBACK,
                                                 REPLY, ANSWERED_FOR),
)
INSPECTION_ANSWER: Final = Record(
    "inspection_answer", Noun("督查结果", "answer", "项"), Role.PART, subject=("target_id",),
    stored=(VALUE, ANSWER_NOTE),
)

# --- Findings ----------------------------------------------------------------------------------

FINDING_TEXT: Final = Field("text", Label("问题", "Finding"), column="wording", width=34)
OWNER: Final = Field("owner", Label("责任方", "To mend"), FieldType.CODE, labels=SUBJECTS,
                     audience=PUBLIC)
FOUND: Final = Field("found", Label("发现日期", "Found on"), FieldType.DATE, audience=PUBLIC,
                     column="found_on", wide=True)
DUE: Final = Field("due", Label("期限", "Due"), FieldType.DATE, audience=PUBLIC, column="due_on")
FINDING_STATE: Final = STATE._replace(
    labels=FINDING_STATES, wide=False,
    tones={"open": "warn", "overdue": "bad", "reported": "warn", "closed": "good",
           "removed": "quiet"},
)
DAYS_OVER: Final = Field("days_over", Label("超期", "Days over"), FieldType.COUNT, audience=PUBLIC)
RECTIFIED: Final = Field("rectified", Label("整改日期", "Mended on"), FieldType.DATE,
                         audience=PUBLIC, wide=True)
RECHECKED: Final = Field("rechecked", Label("回访日期", "Looked at again"), FieldType.DATE,
                         audience=PUBLIC, wide=True)
RESULT: Final = Field("result", Label("回访结果", "Result"), FieldType.CODE, labels=RESULTS,
                      audience=PUBLIC, wide=True)
MEASURES: Final = Field("measures", Label("整改措施", "What was done"))
BY_NAME: Final = Field("by_name", Label("经手人", "By"), person=True)

FINDING: Final = Record(
    "finding", Noun("督查问题", "finding", "个"), Role.WHOLE,
    subject=("pairing_id|region_code", "wording"), has_ref=True, listing="findings",
    words=("finding", "整改", "整改台账"), caption=Label("整改台账", "findings"),
    shown=(REF, Field("inspection", Label("督查", "Inspection"), audience=PUBLIC), MENTOR, MENTEE,
           COUNTY, OWNER, FINDING_TEXT, ITEM, CRITICAL, FOUND, DUE, FINDING_STATE, DAYS_OVER,
           RECTIFIED, RECHECKED, RESULT, REMOVED_REASON),
    stored=(*KEPT, Field("carried_from", Label("结转自", "Carried from"))),
)
RECTIFICATION: Final = Record(
    "rectification", Noun("整改", "rectification", "次"), Role.PART, subject=("finding_id",),
    stored=(MEASURES, BY_NAME),
)
RECHECK: Final = Record(
    "recheck", Noun("回访", "re-check", "次"), Role.PART, subject=("finding_id", "result"),
    stored=(BY_NAME, RESULT, Field("how", Label("方式", "How"), FieldType.CODE, labels=HOWS),
            Field("new_due", Label("新期限", "New last day"), FieldType.DATE), NOTE),
)
FINDING_DOCUMENT: Final = Record(
    "finding_document", Noun("整改材料", "finding document", "份"), Role.PART, tells=False
)
TARGET_DOCUMENT: Final = Record(
    "target_document", Noun("督查材料", "inspection document", "份"), Role.PART, tells=False
)

# --- Bulletins ---------------------------------------------------------------------------------

NUMBER: Final = Field("number", Label("文号", "Number"), audience=PUBLIC)
BULLETIN_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=BULLETIN_KINDS,
                             audience=PUBLIC)
AS_OF: Final = Field("as_of", Label("截至", "As of"), FieldType.DATE, audience=PUBLIC)
BULLETIN_STATE: Final = STATE._replace(
    labels=BULLETIN_STATES, wide=False,
    tones={"published": "good", "draft": "warn", "withdrawn": "quiet", "removed": "quiet"},
)
PUBLISHED: Final = Field("published", Label("印发日期", "Published on"), FieldType.DATE,
                         audience=PUBLIC, column="published_on")
INSPECTION_COUNT: Final = Field("inspections", Label("督查", "Inspections"), FieldType.COUNT,
                                audience=PUBLIC)
PAIRING_COUNT: Final = Field("pairings", Label("结对", "Pairings"), FieldType.COUNT,
                             audience=PUBLIC)
AVERAGE: Final = Field("average", Label("平均", "Average"), FieldType.NUMBER, audience=PUBLIC)
SHA256: Final = Field("sha256", Label("SHA-256", "SHA-256"), audience=PUBLIC, wide=True)
BULLETIN_TITLE: Final = TITLE._replace(audience=PUBLIC)
BULLETIN_TEXTS: Final = (
    Field("good", Label("好的做法", "Good practice"), column="text_good"),
    Field("problems", Label("存在的问题", "Problems"), column="text_problems"),
    Field("next", Label("下一步要求", "What is to be done"), column="text_next"),
)

BULLETIN: Final = Record(
    "bulletin", Noun("通报", "bulletin", "份"), Role.WHOLE, subject=("number|title",),
    has_ref=True, listing="bulletins",
    shown=(REF, NUMBER, BULLETIN_TITLE, BULLETIN_KIND, AS_OF, BULLETIN_STATE, PUBLISHED,
           INSPECTION_COUNT, PAIRING_COUNT, AVERAGE, CRITICAL_FAILED, SHA256),
    stored=(
        REMOVED_ON, REMOVED_REASON,
        Field("signed_by", Label("签发人", "Signed by"), person=True),
        Field("previous_id", Label("上次通报", "The one before")),
        Field("replaces_id", Label("代替", "Replaces")),
        *BULLETIN_TEXTS,
        Field("figures", Label("冻结数字", "Frozen figures")),
        Field("definitions", Label("口径", "Definitions")),
        Field("withdrawn_reason", Label("撤回原因", "Why withdrawn")),
    ),
)
BULLETIN_INSPECTION: Final = Record(
    "bulletin_inspection", Noun("通报所涉督查", "inspection of a bulletin", "次",
                                "inspections of bulletins"), Role.PART, tells=False,
)

# fmt: on

JUDGING: Final = (
    BULLETIN, INSPECTION, FINDING, RECTIFICATION, RECHECK, INSPECTION_TARGET, INSPECTION_ANSWER,
    INSPECTOR, CHECKLIST, CHECKLIST_ITEM, FINDING_DOCUMENT, TARGET_DOCUMENT, BULLETIN_INSPECTION,
)  # fmt: skip
"""By how much they tell of a command."""
