"""The words of inspections and bulletins."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import Labels


class Subject(StrEnum):
    """Whom an item of a checklist is about, and who owns what was found."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"
    COUNTY = "county"


class ItemBlock(StrEnum):
    """The part of the work that an item looks at."""

    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    DIRECTION = "direction"
    ARCHIVE = "archive"
    EFFECT = "effect"


class Answer(StrEnum):
    """What an inspector found of an item."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "na"


class Grade(StrEnum):
    """The class that a score comes to."""

    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    AVERAGE = "average"
    POOR = "poor"


class InspectionState(StrEnum):
    """How an inspection stands; one that is done is sealed."""

    PLANNED = "planned"
    DONE = "done"


class FindingState(StrEnum):
    """How a finding stands on a day; told from what came after it, never stored."""

    OPEN = "open"
    OVERDUE = "overdue"
    REPORTED = "reported"
    CLOSED = "closed"


class How(StrEnum):
    """How a rectification was looked at again."""

    ON_SITE = "on_site"
    PAPERS = "papers"


class Result(StrEnum):
    """What a re-check came to."""

    PASSED = "passed"
    FAILED = "failed"


class BulletinKind(StrEnum):
    """What a bulletin tells of."""

    INSPECTION = "inspection"
    PROGRESS = "progress"
    CYCLE = "cycle"


class BulletinState(StrEnum):
    """How a bulletin stands; one that is published never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


SUBJECTS: Final[Labels] = {
    Subject.MENTOR: Label("帮扶园", "mentor"),
    Subject.MENTEE: Label("受帮扶园", "mentee"),
    Subject.BOTH: Label("双方", "both"),
    Subject.COUNTY: Label("县区", "county"),
}
ITEM_BLOCKS: Final[Labels] = {
    ItemBlock.ORGANISATION: Label("组织", "organisation"),
    ItemBlock.ACTIVITY: Label("活动", "activity"),
    ItemBlock.DIRECTION: Label("办园方向", "direction"),
    ItemBlock.ARCHIVE: Label("档案", "archive"),
    ItemBlock.EFFECT: Label("成效", "effect"),
}
ANSWERS: Final[Labels] = {
    Answer.YES: Label("是", "yes"),
    Answer.PARTLY: Label("部分", "partly"),
    Answer.NO: Label("否", "no"),
    Answer.NOT_APPLICABLE: Label("不适用", "not applicable"),
}
GRADES: Final[Labels] = {
    Grade.GOOD: Label("好", "good"),
    Grade.FAIRLY_GOOD: Label("较好", "fairly good"),
    Grade.AVERAGE: Label("一般", "average"),
    Grade.POOR: Label("差", "poor"),
}
INSPECTION_STATES: Final[Labels] = {
    InspectionState.PLANNED: Label("未办结", "planned"),
    InspectionState.DONE: Label("已办结", "done"),
    "removed": Label("已撤销", "removed"),
}
FINDING_STATES: Final[Labels] = {
    FindingState.OPEN: Label("整改中", "open"),
    FindingState.OVERDUE: Label("逾期", "overdue"),
    FindingState.REPORTED: Label("待回访", "reported"),
    FindingState.CLOSED: Label("已销号", "closed"),
    "removed": Label("已撤销", "removed"),
}
HOWS: Final[Labels] = {
    How.ON_SITE: Label("到园", "on site"),
    How.PAPERS: Label("看材料", "by papers"),
}
RESULTS: Final[Labels] = {
    Result.PASSED: Label("通过", "passed"),
    Result.FAILED: Label("未通过", "failed"),
}
BULLETIN_KINDS: Final[Labels] = {
    BulletinKind.INSPECTION: Label("督查通报", "inspection"),
    BulletinKind.PROGRESS: Label("工作简报", "progress"),
    BulletinKind.CYCLE: Label("周期总结通报", "cycle"),
}
BULLETIN_STATES: Final[Labels] = {
    BulletinState.DRAFT: Label("草稿", "draft"),
    BulletinState.PUBLISHED: Label("已印发", "published"),
    BulletinState.WITHDRAWN: Label("已撤回", "withdrawn"),
    "removed": Label("已撤销", "removed"),
}
TEXTS: Final[Labels] = {
    "text_good": Label("好的做法", "good practice"),
    "text_problems": Label("存在的问题", "problems"),
    "text_next": Label("整改要求", "what is to be done"),
}
"""The texts of a bulletin that only people can write, in the order of the paper."""
