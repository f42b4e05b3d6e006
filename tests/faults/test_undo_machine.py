"""Promise 6: any commands, taken back and done again in any order.

After an undo the rows are what they were before the command, after a redo what they were
after it; the change log only grows, and at the end it agrees with every row.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.bench import IS_FUZZ, Answer, bench_at, content_of, is_whole, pairing, rows_of

MENTEES = st.sampled_from(["隆子县", "加查县", "措美县", "桑日县", "贡嘎县", "未来双语"])
MENTORS = st.sampled_from(["市实验幼儿园", "市第二实验幼儿园", "市第三实验幼儿园"])
DAYS = st.dates(dt.date(2022, 3, 1), dt.date(2022, 6, 30))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)


class Machine(RuleBasedStateMachine):
    """A database at the keyboard of somebody who changes their mind."""

    folder: ClassVar[Path]

    @initialize()
    def begin(self) -> None:
        self.db = bench_at(self.folder / "p.db")
        # Lists grow with what people add; only whether rows are equal counts.
        self.now = content_of(self.db, with_log=False)
        self.done: list[tuple[list[str], list[str]]] = []
        self.undone: list[tuple[list[str], list[str]]] = []
        self.names = 0

    def write(self, *words: str) -> None:
        """Run a command; it happened, and can be undone, or it changed nothing."""
        sets = rows_of(self.db)["change_set"]
        answer = pairing(self.db, *words)
        assert answer.is_civil, (words, answer)
        after = content_of(self.db, with_log=False)
        if rows_of(self.db)["change_set"] == sets:
            assert after == self.now, (words, answer)
            return
        assert answer.code == 0, (words, answer)
        self.done.append((self.now, after))
        self.undone.clear()
        self.now = after

    @rule(mentor=MENTORS, mentee=MENTEES, override=st.booleans())
    def assign(self, mentor: str, mentee: str, override: bool) -> None:
        self.write("assign", mentor, mentee, *(("--override", "试") if override else ()))

    @rule(mentee=MENTEES, day=DAYS)
    def unassign(self, mentee: str, day: object) -> None:
        self.write("unassign", mentee, "--on", str(day), "--reason", "调整")

    @rule(mentee=MENTEES, mentor=MENTORS, day=DAYS)
    def reassign(self, mentee: str, mentor: str, day: object) -> None:
        self.write(
            "reassign", mentee, mentor, "--on", str(day), "--reason", "调", "--override", "调"
        )

    @rule(mentee=MENTEES, day=DAYS, hours=st.integers(0, 8), planned=st.booleans(), topic=TEXTS)
    def log_visit(self, mentee: str, day: object, hours: int, planned: bool, topic: str) -> None:
        more = ("--planned",) if planned else ("--hours", str(hours / 2))
        words = ("--form", "送教", "--on", str(day), f"--topic={topic}", *more)
        self.write("log-visit", mentee, *words)

    @rule(at=st.integers(0, 50), what=st.sampled_from(["edit", "cancel", "confirm"]), text=TEXTS)
    def change_visit(self, at: int, what: str, text: str) -> None:
        visits = self.listed("visit", "list")
        if visits:
            ref = visits[at % len(visits)]["ref"]
            flag = "--note" if what in ("edit", "confirm") else "--reason"
            self.write("visit", what, ref, f"{flag}={text}")

    @rule(region=st.sampled_from(["热荣乡", "扎日乡", "隆子县", "隆子镇"]))
    def add_kindergarten(self, region: str) -> None:
        self.names += 1
        name = f"新园{self.names}幼儿园"
        self.write("kindergarten", "add", name, "--tier", "township", "--region", region)

    @rule(text=TEXTS, phone=st.sampled_from(["0893-7821234", "139", "-"]))
    def edit_kindergarten(self, text: str, phone: str) -> None:
        self.write("kindergarten", "edit", "隆子镇", f"--head={text}", f"--phone={phone}")

    @rule(text=TEXTS)
    def rename_kindergarten(self, text: str) -> None:
        self.write("kindergarten", "rename", "隆子镇幼儿园", f"{text}幼儿园")

    @rule(mentee=MENTEES, day=DAYS, children=st.integers(0, 300))
    def baseline(self, mentee: str, day: object, children: int) -> None:
        words = ("--on", str(day), "--children", str(children))
        self.write("kindergarten", "baseline", mentee, *words)

    @rule(need=st.integers(0, 20), mentee=MENTEES)
    def override_rule(self, need: int, mentee: str) -> None:
        words = ("--mentee", mentee, "--from", "2022-03-01", "--reason", "试")
        self.write("rule", "override", "lesson-hours", "--need", str(need), *words)

    @rule(
        pack=st.sampled_from(["study-calendar", "four-steps", "shannan-2022"]), take=st.booleans()
    )
    def pack(self, pack: str, take: bool) -> None:
        self.write("rule", "adopt" if take else "drop", pack)

    @rule()
    def undo(self) -> None:
        answer = pairing(self.db, "undo")
        if not self.done:
            # What the bench itself did can be taken back too; then begin from there.
            self.now = content_of(self.db, with_log=False)
            self.undone.clear()
            return
        assert answer.code == 0, answer
        before, after = self.done.pop()
        self.expect(before, answer)
        self.undone.append((before, after))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        answer = pairing(self.db, "redo")
        assert answer.code == 0, answer
        before, after = self.undone.pop()
        self.expect(after, answer)
        self.done.append((before, after))

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo_all_and_redo_all(self) -> None:
        last, count = self.now, len(self.done)
        for _ in range(count):
            self.undo()
        assert self.now == self.undone[-1][0]
        for _ in range(count):
            self.redo()
        assert self.now == last

    def expect(self, wanted: list[str], answer: Answer) -> None:
        self.now = content_of(self.db, with_log=False)
        assert self.now == wanted, answer

    def listed(self, *words: str) -> list[dict[str, str]]:
        answer = pairing(self.db, *words, "--json")
        assert answer.code == 0, answer
        found: list[dict[str, str]] = json.loads(answer.out)
        return found

    def teardown(self) -> None:
        if hasattr(self, "db"):
            assert is_whole(self.db)
            assert pairing(self.db, "db", "doctor", "--check").code == 0


def test_any_commands_can_be_taken_back_and_done_again() -> None:
    with tempfile.TemporaryDirectory() as name:
        Machine.folder = Path(name)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=60 if IS_FUZZ else 6,
                stateful_step_count=30 if IS_FUZZ else 12,
                deadline=None,
                derandomize=not IS_FUZZ,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
