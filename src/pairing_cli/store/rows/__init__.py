"""The rows of every table, as commands write them.

Made by tools/rows.py from store/tables. A room is loaded when one of its rows is named: most
commands need two of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from pairing_cli.store.rows.base import Row, RowsByTable

_ROOMS: Final = {
    "Agreement": "papers",
    "AgreementDocument": "papers",
    "AgreementParty": "papers",
    "Apprenticeship": "papers",
    "Assessment": "honours",
    "AssessmentAdjustment": "honours",
    "AssessmentScheme": "honours",
    "BackboneTeacher": "kindergartens",
    "Baseline": "kindergartens",
    "BaselineFigure": "kindergartens",
    "Bulletin": "judging",
    "BulletinInspection": "judging",
    "Change": "keeping",
    "ChangeBatch": "keeping",
    "ChangeSet": "keeping",
    "Checklist": "judging",
    "ChecklistItem": "judging",
    "Circle": "pairings",
    "CircleMember": "pairings",
    "Cycle": "programme",
    "CycleClosing": "ending",
    "CycleCorrection": "ending",
    "CycleRoll": "ending",
    "Document": "visits",
    "Donation": "papers",
    "Exemption": "pairings",
    "Experience": "honours",
    "ExperienceDocument": "honours",
    "Finding": "judging",
    "FindingDocument": "judging",
    "Form": "visits",
    "FormAlias": "visits",
    "GroupMember": "papers",
    "Holiday": "programme",
    "Honour": "honours",
    "Indicator": "owing",
    "Inspection": "judging",
    "InspectionAnswer": "judging",
    "InspectionTarget": "judging",
    "Inspector": "judging",
    "Kindergarten": "kindergartens",
    "KindergartenName": "kindergartens",
    "KindergartenStatus": "kindergartens",
    "KindergartenTag": "kindergartens",
    "LayerCapacity": "pairings",
    "LeadingGroup": "papers",
    "Need": "visits",
    "Pairing": "pairings",
    "PairingDocument": "papers",
    "Plan": "plans",
    "PlanStage": "plans",
    "PlanTask": "plans",
    "Problem": "papers",
    "Programme": "programme",
    "Recheck": "judging",
    "Rectification": "judging",
    "Region": "programme",
    "RegionName": "programme",
    "RollDecision": "ending",
    "RuleForm": "owing",
    "RuleLayer": "owing",
    "RuleOverride": "owing",
    "RulePack": "owing",
    "RulePart": "owing",
    "RuleRole": "owing",
    "RuleRow": "owing",
    "Secondment": "papers",
    "Showcase": "honours",
    "ShowcaseEntry": "honours",
    "Source": "programme",
    "SummaryNote": "summaries",
    "TargetDocument": "judging",
    "TaskDocument": "plans",
    "TaskNeed": "plans",
    "TaskVisit": "plans",
    "Term": "programme",
    "Travel": "pairings",
    "Visit": "visits",
    "VisitDocument": "visits",
    "VisitGoal": "visits",
    "VisitNeed": "visits",
    "VisitPairing": "visits",
    "VisitPerson": "visits",
    "VisitSettles": "visits",
    "WaiverRow": "owing",
}
"""Row → the module that has it."""


def _load(name: str) -> type[Row]:
    if name not in _ROOMS:
        msg = f"there is no row {name}"
        raise AttributeError(msg)
    row: type[Row] = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    return row


BY_TABLE: Final = RowsByTable(
    {
        "agreement": "Agreement",
        "agreement_document": "AgreementDocument",
        "agreement_party": "AgreementParty",
        "apprenticeship": "Apprenticeship",
        "assessment": "Assessment",
        "assessment_adjustment": "AssessmentAdjustment",
        "assessment_scheme": "AssessmentScheme",
        "backbone_teacher": "BackboneTeacher",
        "baseline": "Baseline",
        "baseline_figure": "BaselineFigure",
        "bulletin": "Bulletin",
        "bulletin_inspection": "BulletinInspection",
        "change": "Change",
        "change_batch": "ChangeBatch",
        "change_set": "ChangeSet",
        "checklist": "Checklist",
        "checklist_item": "ChecklistItem",
        "circle": "Circle",
        "circle_member": "CircleMember",
        "cycle": "Cycle",
        "cycle_closing": "CycleClosing",
        "cycle_correction": "CycleCorrection",
        "cycle_roll": "CycleRoll",
        "document": "Document",
        "donation": "Donation",
        "exemption": "Exemption",
        "experience": "Experience",
        "experience_document": "ExperienceDocument",
        "finding": "Finding",
        "finding_document": "FindingDocument",
        "form": "Form",
        "form_alias": "FormAlias",
        "group_member": "GroupMember",
        "holiday": "Holiday",
        "honour": "Honour",
        "indicator": "Indicator",
        "inspection": "Inspection",
        "inspection_answer": "InspectionAnswer",
        "inspection_target": "InspectionTarget",
        "inspector": "Inspector",
        "kindergarten": "Kindergarten",
        "kindergarten_name": "KindergartenName",
        "kindergarten_status": "KindergartenStatus",
        "kindergarten_tag": "KindergartenTag",
        "layer_capacity": "LayerCapacity",
        "leading_group": "LeadingGroup",
        "need": "Need",
        "pairing": "Pairing",
        "pairing_document": "PairingDocument",
        "plan": "Plan",
        "plan_stage": "PlanStage",
        "plan_task": "PlanTask",
        "problem": "Problem",
        "programme": "Programme",
        "recheck": "Recheck",
        "rectification": "Rectification",
        "region": "Region",
        "region_name": "RegionName",
        "roll_decision": "RollDecision",
        "rule": "RuleRow",
        "rule_form": "RuleForm",
        "rule_layer": "RuleLayer",
        "rule_override": "RuleOverride",
        "rule_pack": "RulePack",
        "rule_part": "RulePart",
        "rule_role": "RuleRole",
        "secondment": "Secondment",
        "showcase": "Showcase",
        "showcase_entry": "ShowcaseEntry",
        "source": "Source",
        "summary_note": "SummaryNote",
        "target_document": "TargetDocument",
        "task_document": "TaskDocument",
        "task_need": "TaskNeed",
        "task_visit": "TaskVisit",
        "term": "Term",
        "travel": "Travel",
        "visit": "Visit",
        "visit_document": "VisitDocument",
        "visit_goal": "VisitGoal",
        "visit_need": "VisitNeed",
        "visit_pairing": "VisitPairing",
        "visit_person": "VisitPerson",
        "visit_settles": "VisitSettles",
        "waiver": "WaiverRow",
    },
    _load,
)

if TYPE_CHECKING:
    from pairing_cli.store.rows.ending import CycleClosing as CycleClosing
    from pairing_cli.store.rows.ending import CycleCorrection as CycleCorrection
    from pairing_cli.store.rows.ending import CycleRoll as CycleRoll
    from pairing_cli.store.rows.ending import RollDecision as RollDecision
    from pairing_cli.store.rows.honours import Assessment as Assessment
    from pairing_cli.store.rows.honours import AssessmentAdjustment as AssessmentAdjustment
    from pairing_cli.store.rows.honours import AssessmentScheme as AssessmentScheme
    from pairing_cli.store.rows.honours import Experience as Experience
    from pairing_cli.store.rows.honours import ExperienceDocument as ExperienceDocument
    from pairing_cli.store.rows.honours import Honour as Honour
    from pairing_cli.store.rows.honours import Showcase as Showcase
    from pairing_cli.store.rows.honours import ShowcaseEntry as ShowcaseEntry
    from pairing_cli.store.rows.judging import Bulletin as Bulletin
    from pairing_cli.store.rows.judging import BulletinInspection as BulletinInspection
    from pairing_cli.store.rows.judging import Checklist as Checklist
    from pairing_cli.store.rows.judging import ChecklistItem as ChecklistItem
    from pairing_cli.store.rows.judging import Finding as Finding
    from pairing_cli.store.rows.judging import FindingDocument as FindingDocument
    from pairing_cli.store.rows.judging import Inspection as Inspection
    from pairing_cli.store.rows.judging import InspectionAnswer as InspectionAnswer
    from pairing_cli.store.rows.judging import InspectionTarget as InspectionTarget
    from pairing_cli.store.rows.judging import Inspector as Inspector
    from pairing_cli.store.rows.judging import Recheck as Recheck
    from pairing_cli.store.rows.judging import Rectification as Rectification
    from pairing_cli.store.rows.judging import TargetDocument as TargetDocument
    from pairing_cli.store.rows.keeping import Change as Change
    from pairing_cli.store.rows.keeping import ChangeBatch as ChangeBatch
    from pairing_cli.store.rows.keeping import ChangeSet as ChangeSet
    from pairing_cli.store.rows.kindergartens import BackboneTeacher as BackboneTeacher
    from pairing_cli.store.rows.kindergartens import Baseline as Baseline
    from pairing_cli.store.rows.kindergartens import BaselineFigure as BaselineFigure
    from pairing_cli.store.rows.kindergartens import Kindergarten as Kindergarten
    from pairing_cli.store.rows.kindergartens import KindergartenName as KindergartenName
    from pairing_cli.store.rows.kindergartens import KindergartenStatus as KindergartenStatus
    from pairing_cli.store.rows.kindergartens import KindergartenTag as KindergartenTag
    from pairing_cli.store.rows.owing import Indicator as Indicator
    from pairing_cli.store.rows.owing import RuleForm as RuleForm
    from pairing_cli.store.rows.owing import RuleLayer as RuleLayer
    from pairing_cli.store.rows.owing import RuleOverride as RuleOverride
    from pairing_cli.store.rows.owing import RulePack as RulePack
    from pairing_cli.store.rows.owing import RulePart as RulePart
    from pairing_cli.store.rows.owing import RuleRole as RuleRole
    from pairing_cli.store.rows.owing import RuleRow as RuleRow
    from pairing_cli.store.rows.owing import WaiverRow as WaiverRow
    from pairing_cli.store.rows.pairings import Circle as Circle
    from pairing_cli.store.rows.pairings import CircleMember as CircleMember
    from pairing_cli.store.rows.pairings import Exemption as Exemption
    from pairing_cli.store.rows.pairings import LayerCapacity as LayerCapacity
    from pairing_cli.store.rows.pairings import Pairing as Pairing
    from pairing_cli.store.rows.pairings import Travel as Travel
    from pairing_cli.store.rows.papers import Agreement as Agreement
    from pairing_cli.store.rows.papers import AgreementDocument as AgreementDocument
    from pairing_cli.store.rows.papers import AgreementParty as AgreementParty
    from pairing_cli.store.rows.papers import Apprenticeship as Apprenticeship
    from pairing_cli.store.rows.papers import Donation as Donation
    from pairing_cli.store.rows.papers import GroupMember as GroupMember
    from pairing_cli.store.rows.papers import LeadingGroup as LeadingGroup
    from pairing_cli.store.rows.papers import PairingDocument as PairingDocument
    from pairing_cli.store.rows.papers import Problem as Problem
    from pairing_cli.store.rows.papers import Secondment as Secondment
    from pairing_cli.store.rows.plans import Plan as Plan
    from pairing_cli.store.rows.plans import PlanStage as PlanStage
    from pairing_cli.store.rows.plans import PlanTask as PlanTask
    from pairing_cli.store.rows.plans import TaskDocument as TaskDocument
    from pairing_cli.store.rows.plans import TaskNeed as TaskNeed
    from pairing_cli.store.rows.plans import TaskVisit as TaskVisit
    from pairing_cli.store.rows.programme import Cycle as Cycle
    from pairing_cli.store.rows.programme import Holiday as Holiday
    from pairing_cli.store.rows.programme import Programme as Programme
    from pairing_cli.store.rows.programme import Region as Region
    from pairing_cli.store.rows.programme import RegionName as RegionName
    from pairing_cli.store.rows.programme import Source as Source
    from pairing_cli.store.rows.programme import Term as Term
    from pairing_cli.store.rows.summaries import SummaryNote as SummaryNote
    from pairing_cli.store.rows.visits import Document as Document
    from pairing_cli.store.rows.visits import Form as Form
    from pairing_cli.store.rows.visits import FormAlias as FormAlias
    from pairing_cli.store.rows.visits import Need as Need
    from pairing_cli.store.rows.visits import Visit as Visit
    from pairing_cli.store.rows.visits import VisitDocument as VisitDocument
    from pairing_cli.store.rows.visits import VisitGoal as VisitGoal
    from pairing_cli.store.rows.visits import VisitNeed as VisitNeed
    from pairing_cli.store.rows.visits import VisitPairing as VisitPairing
    from pairing_cli.store.rows.visits import VisitPerson as VisitPerson
    from pairing_cli.store.rows.visits import VisitSettles as VisitSettles
else:
    __getattr__ = _load
