"""The paperwork of a pairing: agreements, needs, problems, donations, secondments, documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Final, Self

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.fields import BEGINS, ENDS, Field, FieldType
from pairing_cli.domain.paperwork import (
    AGREEMENT_KINDS,
    AGREEMENT_STATES,
    NEED_STATES,
    PROBLEM_STATES,
    ProblemState,
)
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.records.paired import (
    CYCLE,
    KEPT,
    MENTEE,
    NOTE,
    OF_PAIRING,
    PUBLIC,
    REF,
    REMOVED_REASON,
    STATE,
    TITLE,
    same,
)
from pairing_cli.domain.records.people import APPRENTICESHIP, GROUP_MEMBER, LEADING_GROUP
from pairing_cli.domain.records.plain import PairingRecord, derived, stored
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.roles import PERSON_ROLES
from pairing_cli.domain.time.day_checks import check_in_order
from pairing_cli.domain.vocabulary import DIRECTIONS, DOCUMENT_CATEGORIES

# fmt: off

# --- Letters and agreements --------------------------------------------------------------------

AGREEMENT_KIND: Final = Field(
    "kind", Label("类别", "Kind"), FieldType.CODE, required=True, labels=AGREEMENT_KINDS,
    aliases=("类型", "种类"), example=Label("责任书", "responsibility letter"), width=14,
    audience=PUBLIC,
)
PARTIES: Final = Field(
    "parties", Label("签约方", "Parties"), FieldType.NAMES, aliases=("party", "双方"), width=30,
    hint=Label("不填时，责任书为帮扶园与县教育局，协议书为两园",
               "Blank: of a letter the mentor and the county's bureau, of an"
               " agreement the two kindergartens"),
)
SIGNATORIES: Final = Field(
    "signatories", Label("签字人", "Signed by"), FieldType.NAMES, person=True,
    aliases=("signatory", "签约人"), example=same("卓玛、扎西"), width=20,
    hint=Label("顺序与签约方一致", "In the order of the parties"),
)
SIGNED: Final = Field(
    "signed", Label("签订日期", "Signed on"), FieldType.DATE, aliases=("签订时间", "日期", "date"),
    example=same("2022-03-31"), width=12, audience=PUBLIC, column="signed_on",
)
SIGN_BY: Final = Field(
    "due", Label("签订期限", "Sign by"), FieldType.DATE, aliases=("应签日期",), width=12,
    audience=PUBLIC, column="due_on", wide=True,
)
IN_FORCE_UNTIL: Final = Field(
    "until", Label("有效期至", "In force until"), FieldType.DATE, aliases=("至", "到期日期"),
    width=12, audience=PUBLIC,
)
AGREEMENT_STATE: Final = STATE._replace(
    labels=AGREEMENT_STATES, wide=False,
    tones={"in_force": "good", "unsigned": "warn", "overdue": "bad", "expiring": "warn",
           "expired": "bad", "removed": "quiet"},
)
FILES: Final = Field("files", Label("文件", "Files"), wide=True)

AGREEMENT: Final = Record(
    "agreement", Noun("责任书、协议书", "agreement", "份"), Role.WHOLE,
    subject=("pairing_id", "title|kind"), has_ref=True, listing="agreements",
    caption=Label("责任书和协议书", "agreements"),
    words=("agreement", "letter", "letters", "责任书", "协议书"),
    asked=(MENTEE, AGREEMENT_KIND, PARTIES, SIGNATORIES, SIGNED, SIGN_BY, IN_FORCE_UNTIL,
           TITLE, NOTE, CYCLE),
    shown=(*OF_PAIRING, AGREEMENT_STATE, FILES),
    stored=KEPT,
)
AGREEMENT_PARTY: Final = Record(
    "agreement_party", Noun("签订方", "signatory", "名", "signatories"), Role.PART,
    subject=("agreement_id", "signatory|party"),
    stored=(Field("party", Label("签订方", "Party")),
            SIGNATORIES._replace(column="signatory")),
)
AGREEMENT_DOCUMENT: Final = Record(
    "agreement_document", Noun("协议材料", "agreement document", "份"), Role.PART, tells=False
)

# --- Needs and problems ------------------------------------------------------------------------

RAISED: Final = Field(
    "raised", Label("提出日期", "Raised on"), FieldType.DATE, required=True,
    aliases=("日期", "发现日期", "登记日期", "date", "on"), example=same("2022-03-20"),
    width=12, audience=PUBLIC, column="raised_on", option="--on", metavar="DATE",
    help=N_("When it was raised."),
)
RAISED_BY: Final = Field(
    "raised_by", Label("提出人", "Raised by"), person=True, aliases=("by",), example=same("卓玛"),
    option="--by", metavar="NAME", help=N_("Who raised it."), wide=True,
)
NEED_TEXT: Final = Field(
    "text", Label("需求", "What is needed"), required=True, aliases=("Need", "内容", "需求内容"),
    example=same("区域材料不足"), width=34, column="wording",
)
NEED_STATE: Final = STATE._replace(
    labels=NEED_STATES, width=10, hint=Label("不填即未解决", "Left blank means open"), wide=False,
    tones={"solved": "good", "partly": "warn", "open": "warn"},
)
SETTLED: Final = Field("settled", Label("办结日期", "Settled on"), FieldType.DATE,
                       aliases=("解决日期",), width=12, audience=PUBLIC, column="settled_on",
                       wide=True)
PARTLY_ON: Final = Field("partly_on", Label("部分解决日期", "Partly met on"), FieldType.DATE,
                         audience=PUBLIC)
OUTCOME: Final = Field("outcome", Label("结果", "Outcome"), aliases=("解决情况",), width=26)
DAYS_OPEN: Final = Field("days_open", Label("已过天数", "Days open"), FieldType.COUNT,
                         audience=PUBLIC)
ANSWERING_TASKS: Final = Field("tasks", Label("任务", "Tasks"), audience=PUBLIC, wide=True)
ANSWERING_VISITS: Final = Field("visits", Label("活动", "Visits"), audience=PUBLIC)

NEED: Final = Record(
    "need", Noun("需求", "need", "项"), Role.WHOLE, subject=("pairing_id", "wording"),
    has_ref=True, listing="needs", words=("need", "帮扶需求"),
    asked=(MENTEE, NEED_TEXT, RAISED, RAISED_BY, NEED_STATE, SETTLED, OUTCOME, CYCLE),
    shown=(*OF_PAIRING, ANSWERING_TASKS, ANSWERING_VISITS, DAYS_OPEN),
    stored=(*KEPT, PARTLY_ON),
)
TASK_NEED: Final = Record("task_need", Noun("任务所答需求", "task need"), Role.LINK, tells=False)
VISIT_NEED: Final = Record("visit_need", Noun("活动所答需求", "visit need"), Role.LINK, tells=False)


def days_open(raised: str, settled: str | None, as_of: str) -> int:
    """Days from the one on which it was raised to its end, or to `as_of` while it is open."""
    last = dt.date.fromisoformat(settled or as_of)
    return max(0, (last - dt.date.fromisoformat(raised)).days)


class ProblemRow(
    PairingRecord, table="problem", noun=Noun("困难与问题", "problem", "个"),
    subject="text", words=("problem", "问题", "困难"),
    columns="pairing raised raised_by text assigned_to due state days_open resolved resolution",
):
    """A problem as it stands on a day."""

    goes_on: ClassVar[bool] = True

    text: str = stored(Field(
        "text", Label("问题", "Problem"), required=True, aliases=("困难与问题", "内容", "存在问题"),
        example=same("冬季道路封闭"), width=34, column="wording", help=N_("What is in the way."),
    ))
    raised: str = stored(RAISED)
    raised_by: str | None = stored(RAISED_BY)
    assigned_to: str | None = stored(Field(
        "assigned_to", Label("责任人", "Assigned to"), aliases=("交办", "负责人", "assign"),
        person=True, example=same("扎西"), option="--assign", metavar="NAME",
        help=N_("Who is to see to it."),
    ))
    due: str | None = stored(Field(
        "due", Label("办理期限", "Settle by"), FieldType.DATE, aliases=("期限", "限期", "办结期限"),
        width=12, audience=PUBLIC, column="due_on", metavar="DATE",
        help=N_("By when it is to be settled."), wide=True, ahead=True,
    ))
    resolved: str | None = stored(Field(
        "resolved", Label("解决日期", "Resolved on"), FieldType.DATE, width=12, audience=PUBLIC,
        column="resolved_on", wide=True,
    ))
    resolution: str | None = stored(Field(
        "resolution", Label("解决办法", "Resolution"), aliases=("解决情况",), width=26,
    ))

    @derived(STATE._replace(
        labels=PROBLEM_STATES, wide=False,
        tones={"open": "bad", "assigned": "warn", "overdue": "bad", "resolved": "good",
               "removed": "quiet"},
    ))
    def state(self) -> str:
        """Told from the rest."""
        if self.removed_reason is not None:
            return ProblemState.REMOVED
        if self.carried:
            return "carried"
        if self.resolved is not None:
            return ProblemState.RESOLVED
        if self.due is not None and self.due < self.as_of:
            return ProblemState.OVERDUE
        return ProblemState.ASSIGNED if self.assigned_to else ProblemState.OPEN

    @derived(DAYS_OPEN)
    def days_open(self) -> int:
        """Until it was resolved, or the day of the report."""
        return days_open(self.raised, self.resolved, self.as_of)

    def forget_later(self) -> None:
        """What is resolved after the day is open on it."""
        if self.resolved is not None and self.resolved > self.as_of:
            self.resolved = self.resolution = None

    def check(self) -> None:
        """A problem is resolved after it was raised, and its end has both a day and words."""
        check_in_order(self.raised, self.due, field="due")
        check_in_order(self.raised, self.resolved, field="resolved")
        for key, other in (("resolved", "resolution"), ("resolution", "resolved")):
            if getattr(self, key) is None and getattr(self, other) is not None:
                raise BadData("blank", phrase("The cell is blank."), field=key)


# --- Donations ---------------------------------------------------------------------------------

class DonationRow(
    PairingRecord, table="donation", noun=Noun("捐赠", "donation", "笔"),
    subject="item", words=("donation", "捐赠物品"), template=("date",), told_apart_by=("unit",),
    columns="date pairing item quantity unit value visit note state", day_in="cycle",
):
    """A donation. The value is in yuan, of all of it."""

    item: str = stored(Field(
        "item", Label("物品", "Item"), required=True, aliases=("捐赠物品", "品名", "名称"),
        example=same("绘本"), width=22, help=N_("What was given."),
    ))
    quantity: float = stored(Field(
        "quantity", Label("数量", "Quantity"), FieldType.NUMBER, required=True,
        example=same("200"), width=9, audience=PUBLIC, metavar="N", help=N_("How many."),
    ))
    unit: str | None = stored(Field(
        "unit", Label("单位", "Unit"), aliases=("计量单位",), example=same("册"), width=8,
        help=N_("The unit: 册, 套, 台."),
    ))
    value: float | None = stored(Field(
        "value", Label("价值（元）", "Value (yuan)"), FieldType.NUMBER,
        aliases=("金额", "折合金额"), width=12, audience=PUBLIC, metavar="YUAN", adds_up=True,
        help=N_("What all of it is worth."),
    ))
    date: str = stored(Field(
        "date", Label("日期", "Date"), FieldType.DATE, required=True,
        aliases=("捐赠日期", "时间", "on"), example=same("2022-05-01"), width=12, audience=PUBLIC,
        column="on_date", option="--on", metavar="DATE", help=N_("The day (default: today)."),
    ))
    visit: str | None = stored(Field(
        "visit", Label("活动", "Visit"), FieldType.REF, audience=PUBLIC, column="visit_id",
        metavar="REF", help=N_("The visit at which it was given."), wide=True,
    ))
    note: str | None = stored(NOTE)

    @classmethod
    def total(cls, rows: Sequence[Self]) -> Phrase:
        """How many, and what they are worth as far as somebody has said so."""
        known = [row.value for row in rows if row.state == "in_force" and row.value is not None]
        if not known:
            return super().total(rows)
        return phrase(
            "{counted}, worth {value} yuan as far as known.",
            counted=cls.record.noun.counted(len(rows)),
            value=sum(known),
        )


# --- Secondments -------------------------------------------------------------------------------

class SecondmentRow(
    PairingRecord, table="secondment", noun=Noun("挂职支教", "secondment", "人次"),
    subject="person", words=("secondment", "挂职", "支教"), template=("start",),
    columns="pairing person role direction start end appraised appraisal note state",
    day_in="pairing",
):
    """Somebody of one side who works at the other. Appraised by the side where that was."""

    until = "end"

    person: str = stored(Field(
        "person", Label("姓名", "Person"), required=True, aliases=("挂职人员", "支教教师", "教师"),
        person=True, one_person=True, example=same("次仁"), width=14, metavar="NAME",
        help=N_("Who goes."),
    ))
    role: str | None = stored(Field(
        "role", Label("职务", "Role"), FieldType.CODE, labels=PERSON_ROLES, audience=PUBLIC,
        metavar="ROLE", help=N_("What the person is: head, deputy, backbone …"),
    ))
    direction: str = stored(Field(
        "direction", Label("方向", "Direction"), FieldType.CODE, audience=PUBLIC,
        labels={code: DIRECTIONS[code] for code in ("to_mentee", "to_mentor")},
        metavar="DIRECTION", help=N_("to_mentee (default) or to_mentor."),
    ))
    start: str = stored(Field(
        "start", Label("起", "From"), FieldType.DATE, required=True, aliases=BEGINS,
        example=same("2022-09-01"), width=12, audience=PUBLIC, column="start_date",
        option="--from", metavar="DATE", help=N_("From this day on (default: today)."),
    ))
    end: str | None = stored(Field(
        "end", Label("止", "To"), FieldType.DATE, aliases=ENDS, width=12,
        audience=PUBLIC, column="end_date", option="--to", metavar="DATE",
        help=N_("The last day, once it is over."),
    ))
    appraised: str | None = stored(Field(
        "appraised", Label("鉴定日期", "Appraised on"), FieldType.DATE, width=12, audience=PUBLIC,
        column="appraised_on", metavar="DATE", help=N_("When it was appraised in writing."),
        wide=True,
    ))
    appraisal: str | None = stored(Field(
        "appraisal", Label("鉴定", "Appraisal"), width=24, metavar="TEXT",
        help=N_("What the appraisal says."), wide=True,
    ))
    note: str | None = stored(NOTE)

    def forget_later(self) -> None:
        """Who comes back after the day, or is appraised, is away on it and not appraised."""
        if self.end is not None and self.end > self.as_of:
            self.end = None
        if self.appraised is not None and self.appraised > self.as_of:
            self.appraised = self.appraisal = None

    def check(self) -> None:
        """Nobody comes back before going."""
        check_in_order(self.start, self.end, field="end")


# --- Documents ---------------------------------------------------------------------------------

CATEGORY: Final = Field("category", Label("类别", "Category"), FieldType.CODE,
                        labels=DOCUMENT_CATEGORIES, audience=PUBLIC)
FILE_NAME: Final = Field("file_name", Label("文件", "File"), wide=True)
SIZE: Final = Field("size", Label("字节", "Bytes"), FieldType.COUNT, audience=PUBLIC, wide=True)
BELONGS_TO: Final = Field("belongs_to", Label("隶属", "Belongs to"), audience=PUBLIC)
RECORD_REF: Final = Field("record", Label("所属编号", "Its ref"), audience=PUBLIC, wide=True)
FACT: Final = Field("fact", Label("证明", "Proves"), audience=PUBLIC)
SHA256: Final = Field("sha256", Label("SHA-256", "SHA-256"), audience=PUBLIC, wide=True)

DOCUMENT: Final = Record(
    "document", Noun("档案材料", "document", "份"), Role.WHOLE, subject=("title|file_name",),
    has_ref=True, listing="documents",
    shown=(REF, CATEGORY, TITLE, FILE_NAME, SIZE, BELONGS_TO, RECORD_REF, FACT, SHA256, NOTE,
           STATE, REMOVED_REASON),
    stored=(KEPT[0], Field("on_date", Label("日期", "Date"))),
)
PAIRING_DOCUMENT: Final = Record(
    "pairing_document", Noun("结对材料", "pairing document", "份"), Role.PART, tells=False,
    brings=("document_id", "document"),
)

# fmt: on

PLAIN: Final[tuple[type[PairingRecord], ...]] = (ProblemRow, DonationRow, SecondmentRow)
"""The plain registers."""

PAPERS: Final = (
    AGREEMENT, AGREEMENT_PARTY, LEADING_GROUP, GROUP_MEMBER, APPRENTICESHIP, NEED,
    *(kind.record for kind in PLAIN), DOCUMENT, AGREEMENT_DOCUMENT, PAIRING_DOCUMENT,
    TASK_NEED, VISIT_NEED,
)  # fmt: skip
"""By how much they tell of a command."""
