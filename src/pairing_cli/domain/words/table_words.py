"""What the tables of the database are called, where people read of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.phrases import Label

TABLES: Final[Mapping[str, Label]] = {
    "agreement": Label("责任书、协议书", "agreement"),
    "agreement_document": Label("协议材料", "agreement document"),
    "agreement_party": Label("签订方", "agreement party"),
    "apprenticeship": Label("师徒结对", "apprenticeship"),
    "baseline": Label("基本状况", "baseline"),
    "baseline_figure": Label("分项数字", "baseline figure"),
    "cycle": Label("周期", "cycle"),
    "document": Label("档案材料", "document"),
    "donation": Label("捐赠", "donation"),
    "exemption": Label("不做单独安排", "exemption"),
    "form": Label("活动形式", "form"),
    "form_alias": Label("形式别名", "form alias"),
    "group_member": Label("小组成员", "group member"),
    "indicator": Label("指标", "indicator"),
    "kindergarten": Label("幼儿园", "kindergarten"),
    "kindergarten_name": Label("幼儿园别名", "kindergarten name"),
    "layer_capacity": Label("层级容量", "layer capacity"),
    "leading_group": Label("领导小组", "leading group"),
    "need": Label("需求", "need"),
    "pairing": Label("结对", "pairing"),
    "pairing_document": Label("结对材料", "pairing document"),
    "plan": Label("帮扶方案", "plan"),
    "plan_stage": Label("方案阶段", "plan stage"),
    "plan_task": Label("方案任务", "plan task"),
    "problem": Label("困难与问题", "problem"),
    "programme": Label("项目", "programme"),
    "region": Label("行政区划", "region"),
    "region_name": Label("区划别名", "region name"),
    "rule": Label("要求", "rule"),
    "rule_form": Label("要求所计形式", "rule form"),
    "rule_layer": Label("要求适用层级", "rule layer"),
    "rule_override": Label("要求调整", "rule override"),
    "rule_pack": Label("规则包", "rule pack"),
    "rule_period": Label("要求期间", "rule period"),
    "source": Label("依据", "source"),
    "task_document": Label("任务材料", "task document"),
    "task_need": Label("任务所答需求", "task need"),
    "task_visit": Label("任务所答活动", "task visit"),
    "term": Label("学期", "term"),
    "visit": Label("帮扶活动", "visit"),
    "visit_document": Label("活动材料", "visit document"),
    "visit_goal": Label("活动目标", "visit aim"),
    "visit_need": Label("活动所答需求", "visit need"),
    "visit_pairing": Label("活动所属结对", "visit pairing"),
    "visit_person": Label("活动人员", "visit person"),
    "waiver": Label("豁免", "waiver"),
}


def table_word(table: str) -> Label | str:
    """What people call a table; its own name where another program has made it."""
    return TABLES.get(table, table)
