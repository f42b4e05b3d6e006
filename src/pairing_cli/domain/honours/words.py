"""The words of the cycle's end: grades, honours, experience, showcases."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import EXEMPLAR_GRADES, KINDERGARTEN_STATUSES, Labels


class AssessmentState(StrEnum):
    """A draft is worked out each time it is looked at; what is approved never changes."""

    DRAFT = "draft"
    APPROVED = "approved"


class Grade(StrEnum):
    """What a score comes to, the best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASS = "pass"  # noqa: S105 - a grade
    FAIL = "fail"


class HonourKind(StrEnum):
    """What is decided on."""

    UNIT = "unit"
    PERSON = "person"
    PROMOTION = "promotion"
    REGRADE = "regrade"


class HonourState(StrEnum):
    """How far it has got."""

    NOMINATED = "nominated"
    PUBLICISED = "publicised"
    AWARDED = "awarded"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ExperienceKind(StrEnum):
    """What is written: the summary of a cycle, a lesson learnt, a case that stands for others, a
    course of a kindergarten's own, material that others may use.
    """

    SUMMARY = "summary"
    EXPERIENCE = "experience"
    CASE = "case"
    COURSE = "course"
    MATERIAL = "material"


class ExperienceState(StrEnum):
    """How far it has got; what is spread was accepted first."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SPREAD = "spread"


class ShowcaseLevel(StrEnum):
    """Who holds the event."""

    CITY = "city"
    COUNTY = "county"


class ShowcaseForm(StrEnum):
    """How a pairing shows what it did."""

    LESSON = "lesson"
    TALK = "talk"
    BOARD = "board"
    VIDEO = "video"


ASSESSMENT_STATES: Final[Labels] = {
    AssessmentState.DRAFT: Label("草案", "draft"),
    AssessmentState.APPROVED: Label("已批准", "approved"),
}
GRADES: Final[Labels] = {
    Grade.EXCELLENT: Label("优秀", "excellent"),
    Grade.GOOD: Label("良好", "good"),
    Grade.PASS: Label("合格", "pass"),
    Grade.FAIL: Label("不合格", "fail"),
}
GRADE_TONES: Final[Mapping[str, str]] = {
    Grade.EXCELLENT: "good",
    Grade.GOOD: "good",
    Grade.FAIL: "bad",
}
HONOUR_KINDS: Final[Labels] = {
    HonourKind.UNIT: Label("先进单位", "unit"),
    HonourKind.PERSON: Label("先进个人", "person"),
    HonourKind.PROMOTION: Label("晋级", "promotion"),
    HonourKind.REGRADE: Label("复评", "re-evaluation"),
}
HONOUR_STATES: Final[Labels] = {
    HonourState.NOMINATED: Label("已推荐", "nominated"),
    HonourState.PUBLICISED: Label("公示中", "publicised"),
    HonourState.AWARDED: Label("已决定", "awarded"),
    HonourState.REJECTED: Label("未通过", "rejected"),
    HonourState.WITHDRAWN: Label("已撤回", "withdrawn"),
}
EXPERIENCE_KINDS: Final[Labels] = {
    ExperienceKind.SUMMARY: Label("总结", "summary"),
    ExperienceKind.EXPERIENCE: Label("经验", "experience"),
    ExperienceKind.CASE: Label("典型事例", "case"),
    ExperienceKind.COURSE: Label("特色课程", "course"),
    ExperienceKind.MATERIAL: Label("共享资料", "material"),
}
EXPERIENCE_STATES: Final[Labels] = {
    ExperienceState.SUBMITTED: Label("已提交", "submitted"),
    ExperienceState.ACCEPTED: Label("已采用", "accepted"),
    ExperienceState.SPREAD: Label("已推广", "spread"),
}
SHOWCASE_LEVELS: Final[Labels] = {
    ShowcaseLevel.CITY: Label("市级", "city"),
    ShowcaseLevel.COUNTY: Label("县级", "county"),
}
SHOWCASE_FORMS: Final[Labels] = {
    ShowcaseForm.LESSON: Label("现场课", "lesson"),
    ShowcaseForm.TALK: Label("经验", "talk"),
    ShowcaseForm.BOARD: Label("展板", "board"),
    ShowcaseForm.VIDEO: Label("视频", "video"),
}

PROMOTIONS: Final[Labels] = {
    **{code: label for code, label in EXEMPLAR_GRADES.items() if code != "none"},
    **KINDERGARTEN_STATUSES,
}
"""What a kindergarten can be promoted to: a grade of an exemplar, or a status."""

VOCABULARIES: Final[tuple[Labels, ...]] = (
    EXPERIENCE_KINDS,
    EXPERIENCE_STATES,
    HONOUR_KINDS,
    HONOUR_STATES,
    PROMOTIONS,
    SHOWCASE_FORMS,
    SHOWCASE_LEVELS,
)
"""Those whose words are typed, too."""
