"""What goes over into the next cycle: the scheme with its packs, and what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final, TypeVar

from pairing_cli.domain.ids import new_id
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import (
    Apprenticeship,
    AssessmentScheme,
    Checklist,
    ChecklistItem,
    Finding,
    GroupMember,
    LeadingGroup,
    Need,
    Problem,
    RuleForm,
    RuleLayer,
    RulePack,
    RulePart,
    RuleRole,
    RuleRow,
)
from pairing_cli.store.rows.base import Row
from pairing_cli.store.writing import Writer

Table = TypeVar("Table", bound=Row)

_OF_RULES: Final[tuple[type[Row], ...]] = (RuleForm, RuleLayer, RulePart, RuleRole)


def copy_scheme(
    store: Writer, old: CycleRow, new: CycleRow, without: Collection[str] = ()
) -> dict[str, int]:
    """The rule packs in force, the checklists and the formula of the assessment, word for word;
    how many of each.
    """
    packs = [
        pack
        for pack in store.where(RulePack, cycle_id=old.id, active=True)
        if pack.code not in without
    ]
    for pack in packs:
        copied = _copied(store, pack, cycle_id=new.id)
        for rule in store.where(RuleRow, pack_id=pack.id):
            made = _copied(store, rule, pack_id=copied.id)
            for table in _OF_RULES:
                for part in store.where(table, rule_id=rule.id):
                    _copied(store, part, rule_id=made.id)
    lists = store.where(Checklist, cycle_id=old.id, active=True)
    for each in lists:
        copied_list = _copied(store, each, cycle_id=new.id)
        for item in store.where(ChecklistItem, checklist_id=each.id):
            _copied(store, item, checklist_id=copied_list.id)
    schemes = store.where(AssessmentScheme, cycle_id=old.id, active=True)
    for scheme in schemes:
        _copied(store, scheme, cycle_id=new.id)
    return {"packs": len(packs), "checklists": len(lists), "schemes": len(schemes)}


def _copied(store: Writer, row: Table, **other: Any) -> Table:
    values = {**row.values(), **other}
    if "id" in values:
        values["id"] = new_id()
    made = type(row)(**values)
    store.add(made)
    return made


def carry_open(
    store: Writer, old: CycleRow, pairings: Mapping[str, str], day: dt.date
) -> dict[str, int]:
    """What is open in a cycle, entered anew for the pairings that go on (old id → new id); how
    many of each. Ages count from the day on which they were first raised.
    """
    needs = [
        row
        for key in pairings
        for row in store.where(Need, pairing_id=key, removed_on=None)
        if row.state != "solved"
    ]
    for need in needs:
        _copied(
            store,
            need,
            pairing_id=pairings[need.pairing_id],
            carried_from=need.id,
            settled_on=None,
            outcome=need.outcome,
        )
    problems = [
        row
        for key in pairings
        for row in store.where(Problem, pairing_id=key, removed_on=None, resolved_on=None)
    ]
    for problem in problems:
        _copied(store, problem, pairing_id=pairings[problem.pairing_id], carried_from=problem.id)
    findings = [
        row
        for row in list_findings(store, old, PairingFilter(), day)
        if row.is_open and (row.pairing_id is None or row.pairing_id in pairings)
    ]
    for finding in findings:
        kept = store.get(Finding, finding.id)
        _copied(
            store,
            kept,
            pairing_id=kept.pairing_id and pairings[kept.pairing_id],
            target_id=None,
            item_id=None,
            due_on=max(dt.date.fromisoformat(finding.due), kept.found_on),
            carried_from=kept.id,
        )
    return {"needs": len(needs), "problems": len(problems), "findings": len(findings)}


def copy_groups(store: Writer, pairings: Mapping[str, str], new: CycleRow) -> int:
    """The leading groups of pairings that go on, with who belongs to them now; how many."""
    count = 0
    for old_id, new_id_ in pairings.items():
        for group in store.where(LeadingGroup, pairing_id=old_id, removed_on=None):
            made = _copied(store, group, pairing_id=new_id_, cycle_id=new.id)
            for member in store.where(GroupMember, group_id=group.id, end_date=None):
                first = max(member.start_date, new.span.first)
                _copied(store, member, group_id=made.id, start_date=first)
            count += 1
    return count


def copy_teacher_pairs(store: Writer, pairings: Mapping[str, str]) -> int:
    """The teacher pairs in force, with their start; the old one goes on as the new."""
    count = 0
    for old_id, new_id_ in pairings.items():
        for pair in store.where(Apprenticeship, pairing_id=old_id, removed_on=None, end_date=None):
            made = _copied(store, pair, pairing_id=new_id_)
            store.change(pair, successor_id=made.id)
            count += 1
    return count
