"""Every table, once: what the schema, the rows and the data model's page are made from.

Each table stands twice: `…Fields` is a plain SQLModel that validates (a `table=True` class
doesn't, fastapi/sqlmodel#52); the table itself adds the database's own constraints, which
repeat the invariants for every other program that writes to the file.

Rows are never lost: what ends gets an end and a reason, and every change is in `change`.
"""

from pairing_cli.store.tables.keeping import Change, ChangeBatch, ChangeSet
from pairing_cli.store.tables.kindergartens import (
    Baseline,
    BaselineFigure,
    Kindergarten,
    KindergartenName,
    KindergartenTag,
)
from pairing_cli.store.tables.owing import (
    Indicator,
    RuleForm,
    RuleLayer,
    RuleOverride,
    RulePack,
    RulePart,
    RuleRole,
    RuleRow,
    WaiverRow,
)
from pairing_cli.store.tables.pairings import Exemption, LayerCapacity, Pairing, Travel
from pairing_cli.store.tables.papers import (
    Agreement,
    AgreementDocument,
    AgreementParty,
    Apprenticeship,
    Donation,
    GroupMember,
    LeadingGroup,
    PairingDocument,
    Plan,
    PlanStage,
    PlanTask,
    Problem,
    TaskDocument,
    TaskNeed,
    TaskVisit,
)
from pairing_cli.store.tables.programme import (
    Cycle,
    Holiday,
    Programme,
    Region,
    RegionName,
    Source,
    Term,
)
from pairing_cli.store.tables.visits import (
    Document,
    Form,
    FormAlias,
    Need,
    Visit,
    VisitDocument,
    VisitGoal,
    VisitNeed,
    VisitPairing,
    VisitPerson,
)

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementParty",
    "Apprenticeship",
    "Baseline",
    "BaselineFigure",
    "Change",
    "ChangeBatch",
    "ChangeSet",
    "Cycle",
    "Document",
    "Donation",
    "Exemption",
    "Form",
    "FormAlias",
    "GroupMember",
    "Holiday",
    "Indicator",
    "Kindergarten",
    "KindergartenName",
    "KindergartenTag",
    "LayerCapacity",
    "LeadingGroup",
    "Need",
    "Pairing",
    "PairingDocument",
    "Plan",
    "PlanStage",
    "PlanTask",
    "Problem",
    "Programme",
    "Region",
    "RegionName",
    "RuleForm",
    "RuleLayer",
    "RuleOverride",
    "RulePack",
    "RulePart",
    "RuleRole",
    "RuleRow",
    "Source",
    "TaskDocument",
    "TaskNeed",
    "TaskVisit",
    "Term",
    "Travel",
    "Visit",
    "VisitDocument",
    "VisitGoal",
    "VisitNeed",
    "VisitPairing",
    "VisitPerson",
    "WaiverRow",
]
