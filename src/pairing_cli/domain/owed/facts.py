"""Facts that rules ask for: told by registers, of a whole cycle, proved by documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import Labels

REGISTERED_FACTS: Final[Mapping[str, str]] = {
    "agreement": "agreement",
    "apprenticeship": "apprentice",
    "assessed": "assessment",
    "baseline": "kindergarten baseline",
    "bulletin": "bulletin",
    "city_summary": "bulletin",
    "contact_person": "group",
    "inspected": "inspection",
    "inspection_done": "inspection",
    "leading_group": "group",
    "needs": "need",
    "plan": "plan",
    "responsibility_letter": "agreement",
    "secondment": "secondment",
    "secondment_appraisal": "secondment",
}
"""Facts of rules that a register holds → the command of that register. The view `facts`
says when each is true; every other fact is proved by a document."""

CYCLE_FACTS: Final = frozenset({"assessed", "city_summary"})
"""Facts that are the bureau's own, once for a cycle: each of its pairings has them."""

PROVED_FACTS: Final[Labels] = {
    "archive_filed": Label("档案归档", "archive filed"),
    "autumn_study_plan": Label("秋季学习计划", "study plan for the autumn"),
    "child_files": Label("幼儿成长档案", "children's growth files"),
    "cycle_summary": Label("周期经验总结", "summary of the cycle"),
    "development_plan": Label("发展规划", "development plan"),
    "newsletter": Label("帮扶活动简报", "newsletter"),
    "roster_handed_in": Label("双方基本情况表已报送", "roster handed in"),
    "showcase": Label("成果展示交流", "showcase of results"),
    "spring_study_plan": Label("春季学习计划", "study plan for the spring"),
    "stage_report": Label("阶段汇报", "stage report"),
    "systems": Label("规章制度健全", "systems in place"),
    "term_analysis": Label("学期末分析总结", "analysis of the term"),
    "term_plan": Label("学期班级保教计划", "class plans for the term"),
    "term_summary": Label("学期帮扶总结", "summary of the term"),
    "work_summary": Label("帮扶工作总结", "summary of the work"),
    "work_system": Label("帮扶工作制度", "working rules"),
    "year_summary": Label("学年总结", "year summary"),
}
"""Facts of the shipped rules that only a document can prove; parts of rules stand in the rules."""
