"""The seeded programme, Shannan 2022-2024, made once and then copied: with the term quotas as a
reference, as the seed has them, or as part of the scheme.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import Ledger, VisitState
from pairing_cli.files.seed.seed import read_seed
from pairing_cli.services.keeping.scheme.seeding import default_seed, sow
from pairing_cli.services.owing.figures import narrowed_figures
from pairing_cli.services.owing.rule_book import adopt
from pairing_cli.services.owing.rules import find_rule
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.visits.visit_log import VisitEntry, log_visit
from pairing_cli.store.migrations import new_file
from pairing_cli.store.reading import Reader
from tests.commandline import done
from tests.services.programme import reader, writer

CYCLE = "2022-2024"
END = dt.date(2024, 3, 31)
LATER = dt.date(2026, 1, 1)


def seeded_at(path: Path, *, quotas: Ledger = Ledger.SCHEME) -> Path:
    """A database with the seed at `path`; unless told otherwise its quotas bind."""
    path.write_bytes(_content(quotas))
    return path


@cache
def _content(quotas: Ledger) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seeded.db"
        with new_file(path) as draft, writer(draft, "init") as store:
            sow(store, read_seed(default_seed()))
        if quotas is Ledger.SCHEME:
            with writer(path, "rule adopt") as store:
                adopt(store, "term-quotas", cycle_in(store))
        return path.read_bytes()


def lived_in(path: Path, as_of: str, *lines: str) -> Path:
    """The seeded programme at `path` after these command lines, run once for all tests."""
    path.write_bytes(_after(as_of, lines))
    return path


@cache
def _after(as_of: str, lines: tuple[str, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = seeded_at(Path(folder) / "lived.db")
        for line in lines:
            done("--db", str(path), "--as-of", as_of, *line.split())
        return path.read_bytes()


def cycle_in(store: Reader) -> CycleRow:
    """The seeded cycle."""
    return find_cycle(store, CYCLE, END)


def log(
    db: Path,
    mentees: str,
    form: str,
    on: str,
    hours: float | None = None,
    state: VisitState = VisitState.DONE,
) -> str:
    """Log a visit for mentees, joined by blanks, as a command of its own; its ref."""
    day = dt.date.fromisoformat(on)
    entry = VisitEntry(form=form, span=DateSpan(day, day), class_hours=hours, state=state)
    with writer(db, "log-visit") as store:
        return log_visit(store, mentees.split(), entry, today=LATER, database=db).ref


def figures(db: Path, mentee: str, rule: str, as_of: dt.date = END) -> dict[str, Figure]:
    """Period → figure of one pairing and rule."""
    with reader(db) as store:
        cycle = cycle_in(store)
        found = narrowed_figures(store, cycle, as_of, mentee=mentee, ledger=None).pairings[0]
        rule_id = find_rule(store, cycle, rule).id
        return {each.owed.period.code: each for each in found.by_rule.get(rule_id, ())}
