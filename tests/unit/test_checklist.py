"""Checklists: the one that comes along, and mistakes told with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.judging.words import ItemBlock, Subject
from pairing_cli.files.checklist import WHOLE, read_checklist
from pairing_cli.resources import data_file

SHIPPED = "checklists/pairing-inspection.yaml"


def test_the_shipped_one_has_17_items_that_weigh_100_and_says_what_it_assumes() -> None:
    read = read_checklist(data_file(SHIPPED))
    assert (len(read.items), sum(item.weight for item in read.items)) == (17, WHOLE)
    assert {item.code for item in read.items if item.critical} == {
        "letter",
        "true-records",
        "no-primary",
    }
    assert read.assumed is not None
    assert all(item.assumed for item in read.items if item.section == "自拟")
    assert {item.block for item in read.items} == set(ItemBlock)
    assert {item.subject for item in read.items} == set(Subject)
    sides = {
        side: sum(item.weight for item in read.items if item.subject in (side, Subject.BOTH))
        for side in (Subject.MENTOR, Subject.MENTEE)
    }
    assert sides == {Subject.MENTOR: 62, Subject.MENTEE: 64}


@pytest.mark.parametrize(
    ("wrong", "right", "code", "key"),
    [
        ("weight: 12", "weight: 13", "weights-not-whole", "items"),
        ("    critical: true\n", "    kritical: true\n", "unknown-key", "kritical"),
        ("code: plan\n", "code: letter\n", "doubled", "code"),
        ("subject: county", "subject: city", "unknown-choice", "subject"),
        ("    source:\n      section: 七、帮扶要求（一）\n", "", "missing-key", "source"),
        ("good: 90", "good: 70", "classes-not-in-order", "fairly_good"),
        ("register: haves", "register: toys", "unknown-choice", "register"),
        ("partly: 0.5", "partly: 1.5", "bad-value", "partly"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_key(
    wrong: str, right: str, code: str, key: str, tmp_path: Path
) -> None:
    text = data_file(SHIPPED).read_text("utf-8")
    assert wrong in text
    path = tmp_path / "own.yaml"
    path.write_text(text.replace(wrong, right, 1), "utf-8")
    with pytest.raises(BadData) as found:
        read_checklist(path)
    assert (found.value.file, found.value.column and key in found.value.column) == (str(path), True)
    assert found.value.row
    assert found.value.code == code
