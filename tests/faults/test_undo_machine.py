"""Promise 6: any commands, taken back and done again in any order.

After an undo the rows are what they were without the command, be it the last or an earlier
one; after a redo what they were with it. The change log only grows, and at the end it agrees
with every row.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

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


class Change(NamedTuple):
    """What one command did to the rows."""

    seq: int
    added: frozenset[str]
    removed: frozenset[str]


class Machine(RuleBasedStateMachine):
    """A database at the keyboard of somebody who changes their mind."""

    folder: ClassVar[Path]
    alone: ClassVar[int] = 0
    """How many earlier commands were taken back alone, in all runs."""
    taken: ClassVar[int] = 0
    """How many commands were taken back or done again."""

    @initialize()
    def begin(self) -> None:
        self.db = bench_at(self.folder / "p.db")
        self.now = self.rows()
        self.done: list[Change] = []
        self.undone: list[tuple[int, Change]] = []
        self.names = 0

    def rows(self) -> frozenset[str]:
        return frozenset(content_of(self.db, with_log=False))

    def write(self, *words: str) -> None:
        """Run a command; it happened, and can be undone, or it changed nothing."""
        sets = rows_of(self.db)["change_set"]
        answer = pairing(self.db, *words)
        assert answer.is_civil, (words, answer)
        after = self.rows()
        if rows_of(self.db)["change_set"] == sets:
            assert after == self.now, (words, answer)
            return
        assert answer.code == 0, (words, answer)
        self.done.append(Change(sets + 1, after - self.now, self.now - after))
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
            self.now = self.rows()
            self.undone.clear()
            return
        assert answer.code == 0, answer
        self.taken_back(len(self.done) - 1, answer)

    @precondition(lambda self: self.done)
    @rule(at=st.integers(0, 50))
    def undo_one(self, at: int) -> None:
        """An earlier command alone: all others stay as they are, or nothing happens."""
        at %= len(self.done)
        answer = pairing(self.db, "undo", str(self.done[at].seq))
        assert answer.is_civil, answer
        if answer.code == 0:
            Machine.alone += at < len(self.done) - 1
            self.taken_back(at, answer)
            return
        assert answer.code == 3, answer
        assert at < len(self.done) - 1, answer
        assert self.rows() == self.now, answer
        assert all(
            change.seq > self.done[at].seq
            for change in self.done
            if f"no. {change.seq} " in answer.err
        )

    @rule(days=st.lists(DAYS, min_size=2, max_size=2, unique=True))
    def log_two_and_undo_the_first(self, days: list[dt.date]) -> None:
        at = len(self.done)
        for day in days:
            self.write("log-visit", "隆子县", "--form", "讲座", "--on", str(day))
        if len(self.done) == at + 2:
            self.undo_one(at)

    def taken_back(self, at: int, answer: Answer) -> None:
        change = self.done.pop(at)
        self.expect((self.now - change.added) | change.removed, answer)
        self.undone.append((at, change))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        answer = pairing(self.db, "redo")
        assert answer.code == 0, answer
        at, change = self.undone.pop()
        self.expect((self.now - change.removed) | change.added, answer)
        self.done.insert(at, change)

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo_all_and_redo_all(self) -> None:
        last, count = self.now, len(self.done)
        for _ in range(count):
            self.undo()
        for _ in range(count):
            self.redo()
        assert self.now == last

    def expect(self, wanted: frozenset[str], answer: Answer) -> None:
        Machine.taken += 1
        self.now = self.rows()
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


def test_any_commands_can_be_taken_back_and_done_again(record_property: Any) -> None:
    Machine.alone = Machine.taken = 0
    with tempfile.TemporaryDirectory() as name:
        Machine.folder = Path(name)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=60 if IS_FUZZ else 8,
                stateful_step_count=30 if IS_FUZZ else 12,
                deadline=None,
                derandomize=not IS_FUZZ,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert Machine.alone > 0, "no earlier command could be taken back alone"
    record_property("undone or redone", Machine.taken)
    record_property("undone alone", Machine.alone)
