"""Persons on a visit: their roles, and backbone teachers' levels. Words of domain.md section 2."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import TIERS, Labels


class BackboneLevel(StrEnum):
    """At which level somebody is a backbone teacher (骨干体系)."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class PersonRole(StrEnum):
    """What a person on a visit is (职务)."""

    HEAD = "head"
    DEPUTY = "deputy"
    DIRECTOR = "director"
    TEACHING_DIRECTOR = "teaching_director"
    SAFETY_DIRECTOR = "safety_director"
    MORAL_DIRECTOR = "moral_director"
    LEAGUE_CADRE = "league_cadre"
    BACKBONE = "backbone"
    TEACHER = "teacher"
    HEALTH_WORKER = "health_worker"
    NURSERY_TEACHER = "nursery_teacher"
    RESEARCHER = "researcher"
    EXPERT = "expert"
    CONTACT_PERSON = "contact_person"


PERSON_ROLES: Final[Labels] = {
    PersonRole.HEAD: Label("园长", "head"),
    PersonRole.DEPUTY: Label("副园长", "deputy head"),
    PersonRole.DIRECTOR: Label("主任", "director"),
    PersonRole.TEACHING_DIRECTOR: Label("教学主任", "teaching director"),
    PersonRole.SAFETY_DIRECTOR: Label("安全主任", "safety director"),
    PersonRole.MORAL_DIRECTOR: Label("德育主任", "director of moral education"),
    PersonRole.LEAGUE_CADRE: Label("团队干部", "league cadre"),
    PersonRole.BACKBONE: Label("骨干教师", "backbone teacher"),
    PersonRole.TEACHER: Label("教师", "teacher"),
    PersonRole.HEALTH_WORKER: Label("保健医", "health worker"),
    PersonRole.NURSERY_TEACHER: Label("保育员", "nursery teacher"),
    PersonRole.RESEARCHER: Label("教研员", "researcher"),
    PersonRole.EXPERT: Label("专家", "expert"),
    PersonRole.CONTACT_PERSON: Label("联络员", "contact person"),
}

ROLE_ALIASES: Final[Mapping[str, PersonRole]] = {
    "校长": PersonRole.HEAD,
    "负责人": PersonRole.HEAD,
    "principal": PersonRole.HEAD,
    "副校长": PersonRole.DEPUTY,
    "业务园长": PersonRole.DEPUTY,
    "deputy": PersonRole.DEPUTY,
    "副主任": PersonRole.DIRECTOR,
    "教研主任": PersonRole.TEACHING_DIRECTOR,
    "保教主任": PersonRole.TEACHING_DIRECTOR,
    "后勤主任": PersonRole.DIRECTOR,
    "骨干": PersonRole.BACKBONE,
    "名师": PersonRole.BACKBONE,
    "老师": PersonRole.TEACHER,
    "保健老师": PersonRole.HEALTH_WORKER,
    "保健医生": PersonRole.HEALTH_WORKER,
    "校医": PersonRole.HEALTH_WORKER,
    "保育老师": PersonRole.NURSERY_TEACHER,
    "生活老师": PersonRole.NURSERY_TEACHER,
    "省专家": PersonRole.EXPERT,
    "联系人": PersonRole.CONTACT_PERSON,
    "专人": PersonRole.CONTACT_PERSON,
    "contact": PersonRole.CONTACT_PERSON,
}
"""What else people call a role."""

WIDER_ROLES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(
        (PersonRole.TEACHING_DIRECTOR, PersonRole.SAFETY_DIRECTOR, PersonRole.MORAL_DIRECTOR),
        frozenset({PersonRole.DIRECTOR}),
    ),
    PersonRole.BACKBONE: frozenset({PersonRole.TEACHER}),
}
"""Role → those that it is a case of: a teaching director is a director, too."""


def roles_held(role: str | None) -> frozenset[str]:
    """A role with those that it is a case of."""
    return frozenset({role}) | WIDER_ROLES.get(role, frozenset()) if role else frozenset()


THIRD_PARTIES: Final = frozenset({PersonRole.RESEARCHER, PersonRole.EXPERT})
"""Roles of people who belong to neither side: those of a bureau or a province."""

BACKBONE_LEVELS: Final[Labels] = {level: TIERS[level] for level in BackboneLevel}
