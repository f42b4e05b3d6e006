"""The words of a pairing's paperwork: plans, agreements, groups, needs, documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import DocumentCategory, Labels

OWNERS: Final = ("pairing", "visit", "task", "agreement", "experience", "target", "finding")
"""What files are attached to: `OWNER_document` links its `OWNER_id` to a `document_id`."""


class TaskState(StrEnum):
    """How a task of a plan stands; told from its visits, never stored."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    REMOVED = "removed"


class AgreementKind(StrEnum):
    """What is signed: with the county, or between the kindergartens."""

    RESPONSIBILITY_LETTER = "responsibility_letter"
    AGREEMENT = "agreement"


class AgreementState(StrEnum):
    """How an agreement stands on a day."""

    UNSIGNED = "unsigned"
    OVERDUE = "overdue"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REMOVED = "removed"


class GroupSide(StrEnum):
    """Whose leading group it is."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BUREAU = "bureau"


class GroupRole(StrEnum):
    """What a member of a leading group is there."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"
    CONTACT = "contact"


class SummaryPart(StrEnum):
    """A part of the summary that somebody writes; the figures come by themselves."""

    BASICS = "basics"
    WORK = "work"
    PROBLEMS = "problems"
    NEXT = "next"


class NeedState(StrEnum):
    """What has become of a need."""

    OPEN = "open"
    PARTLY = "partly"
    SOLVED = "solved"


class ProblemState(StrEnum):
    """How a problem stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    OVERDUE = "overdue"
    RESOLVED = "resolved"
    REMOVED = "removed"


class BondState(StrEnum):
    """How a pair of teachers stands on a day."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    ENDED = "ended"
    HANDED_OVER = "handed_over"
    REMOVED = "removed"


class Finding(StrEnum):
    """What a plan can lack before the term starts."""

    EMPTY_PLAN = "empty-plan"
    NO_RESPONSIBLE = "no-responsible"
    STAGE_WITHOUT_GOAL = "stage-without-goal"
    STAGE_WITHOUT_TASK = "stage-without-task"
    EMPTY_MONTH = "empty-month"
    NOT_PLANNED = "not-planned"
    LETTER_UNSIGNED = "letter-unsigned"
    OUTSIDE_CYCLE = "outside-cycle"


TASK_STATES: Final[Labels] = {
    TaskState.OPEN: Label("未办", "open"),
    TaskState.PLANNED: Label("已排期", "planned"),
    TaskState.DONE: Label("已办", "done"),
    TaskState.REMOVED: Label("已撤销", "removed"),
}
AGREEMENT_KINDS: Final[Labels] = {
    AgreementKind.RESPONSIBILITY_LETTER: Label("责任书", "responsibility letter"),
    AgreementKind.AGREEMENT: Label("协议书", "agreement"),
}
AGREEMENT_STATES: Final[Labels] = {
    AgreementState.UNSIGNED: Label("未签订", "unsigned"),
    AgreementState.OVERDUE: Label("逾期未签", "overdue"),
    AgreementState.IN_FORCE: Label("有效", "in force"),
    AgreementState.EXPIRING: Label("即将到期", "expiring"),
    AgreementState.EXPIRED: Label("已到期", "expired"),
    AgreementState.REMOVED: Label("已撤销", "removed"),
}
GROUP_SIDES: Final[Labels] = {
    GroupSide.MENTOR: Label("帮扶园", "mentor"),
    GroupSide.MENTEE: Label("受帮扶园", "mentee"),
    GroupSide.BUREAU: Label("教育局", "bureau"),
}
GROUP_ROLES: Final[Labels] = {
    GroupRole.HEAD: Label("组长", "head"),
    GroupRole.DEPUTY: Label("副组长", "deputy"),
    GroupRole.MEMBER: Label("成员", "member"),
    GroupRole.CONTACT: Label("联络员", "contact"),
}
SUMMARY_PARTS: Final[Labels] = {
    SummaryPart.BASICS: Label("基本情况", "basic facts"),
    SummaryPart.WORK: Label("做法和成效", "work and results"),
    SummaryPart.PROBLEMS: Label("存在的问题", "problems"),
    SummaryPart.NEXT: Label("下一步打算", "next steps"),
}
NEED_STATES: Final[Labels] = {
    NeedState.OPEN: Label("未解决", "open"),
    NeedState.PARTLY: Label("部分解决", "partly solved"),
    NeedState.SOLVED: Label("已解决", "solved"),
}
CARRIED: Final[Labels] = {"carried": Label("已结转", "carried over")}
"""How a record reads that stayed open and goes on in the next cycle."""

PROBLEM_STATES: Final[Labels] = {
    **CARRIED,
    ProblemState.OPEN: Label("待处理", "open"),
    ProblemState.ASSIGNED: Label("处理中", "assigned"),
    ProblemState.OVERDUE: Label("逾期未解决", "overdue"),
    ProblemState.RESOLVED: Label("已解决", "resolved"),
    ProblemState.REMOVED: Label("已撤销", "removed"),
}
BOND_STATES: Final[Labels] = {
    BondState.UPCOMING: Label("未开始", "upcoming"),
    BondState.ACTIVE: Label("进行中", "active"),
    BondState.ENDED: Label("已结束", "ended"),
    BondState.HANDED_OVER: Label("已移交", "handed over"),
    BondState.REMOVED: Label("已撤销", "removed"),
}
FINDINGS: Final[Labels] = {
    Finding.EMPTY_PLAN: Label("方案为空", "empty plan"),
    Finding.NO_RESPONSIBLE: Label("无责任人", "nobody responsible"),
    Finding.STAGE_WITHOUT_GOAL: Label("阶段无目标", "stage without goal"),
    Finding.STAGE_WITHOUT_TASK: Label("阶段无任务", "stage without task"),
    Finding.EMPTY_MONTH: Label("月份空缺", "empty month"),
    Finding.NOT_PLANNED: Label("应做未排", "owed, not planned"),
    Finding.LETTER_UNSIGNED: Label("未签订", "not signed"),
    Finding.OUTSIDE_CYCLE: Label("超出周期", "outside the cycle"),
}

FOUR_HAVES: Final = (
    DocumentCategory.ARRANGEMENT,
    DocumentCategory.MEASURES,
    DocumentCategory.RECORD,
    DocumentCategory.SUMMARY,
)
"""What every archive must hold (四有): an arrangement, measures, records, a summary."""
