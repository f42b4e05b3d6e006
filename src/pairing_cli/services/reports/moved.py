"""Which figures a write moved: those of the pairings it touched, before and after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import NotFound, PairingError
from pairing_cli.domain.owed.facts import REGISTERED_FACTS
from pairing_cli.domain.owed.rules import Measure, Per
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import list_rules
from pairing_cli.services.owing.whose import PairingKey, are_more_than, duty_key, list_pairing_keys
from pairing_cli.services.programme.cycles import CycleRow, cycle_on, find_cycle
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten
from pairing_cli.services.visits.visits import VisitRow
from pairing_cli.store.reading import Reader

MOST: Final = 8
"""Pairings whose figures are told; a write that touches more is told by its counts."""


class Amount(NamedTuple):
    """One figure: what is done and made up of a rule's need in a period."""

    mentee: str
    period: str
    rule: Label
    done: float
    need: float
    is_reference: bool


class Move(NamedTuple):
    """A figure that a write changed."""

    mentee: str
    period: str
    rule: Label
    before: float
    after: float
    need: float
    is_reference: bool


Key = tuple[str, str, str]
"""Pairing, or what pairings share; rule and period."""


class Snapshot(NamedTuple):
    """Figures of a few pairings at one moment of a transaction."""

    cycle: CycleRow
    pairings: tuple[str, ...]
    day: dt.date
    amounts: Mapping[Key, Amount]
    of_all: bool = False
    """Whether it is of the whole cycle."""
    of_duties: bool = False
    """Whether it is of all that anybody owes, not of the quotas of pairings alone."""

    def again(self, store: Reader) -> Snapshot:
        """The same figures as they stand now."""
        if self.of_all or self.of_duties:
            some = None if self.of_all else self.pairings
            duties = self.of_duties
            return _snapshot(store, self.cycle, self.pairings, self.day, some, of_duties=duties)
        return snapshot(store, self.cycle, self.pairings, self.day)

    def moves(self, later: Snapshot) -> list[Move]:
        """What is different later, by mentee and time; what binds comes first."""
        found = []
        for key, after in later.amounts.items():
            before = self.amounts.get(key)
            if before is not None and before.done != after.done:
                found.append(
                    Move(
                        after.mentee,
                        after.period,
                        after.rule,
                        before.done,
                        after.done,
                        after.need,
                        after.is_reference,
                    )
                )
        return found


def snapshot(store: Reader, cycle: CycleRow, pairings: Sequence[str], day: dt.date) -> Snapshot:
    """The quotas of some pairings on a day; of more than `MOST` of them none."""
    if not 0 < len(pairings) <= MOST:
        return Snapshot(cycle, tuple(pairings), day, {})
    return _snapshot(store, cycle, pairings, day, pairings)


def _snapshot(
    store: Reader,
    cycle: CycleRow,
    pairings: Sequence[str],
    day: dt.date,
    among: Sequence[str] | None,
    *,
    of_duties: bool = False,
) -> Snapshot:
    """`among`: the pairings whose figures are taken; None: all of the cycle."""
    amounts: dict[Key, Amount] = {}
    figures = figures_of(store, cycle, day, among=among, ledger=None)
    for each in figures.pairings:
        for rule_id, found in each.by_rule.items():
            rule = figures.rules[rule_id]
            is_own_quota = rule.rule.is_quota and rule.per == Per.PAIRING
            owed_by = duty_key(rule.per, each.pairing)
            if owed_by is None or not (of_duties or is_own_quota):
                continue
            for figure in found:
                code = figure.owed.period.code
                amounts[owed_by, rule_id, code] = Amount(
                    _whose(rule.per, each.pairing),
                    code,
                    rule.short,
                    plain(figure.done + figure.paid),
                    plain(figure.owed.need),
                    rule.ledger == Ledger.REFERENCE,
                )
    return Snapshot(cycle, tuple(pairings), day, amounts, among is None, of_duties)


def _whose(per: str, pairing: PairingKey) -> str:
    """By whom a figure is called: what several pairings share by what they have in common."""
    shared = {Per.MENTOR: pairing.mentor, Per.COUNTY: pairing.county}
    return shared.get(Per(per)) or pairing.mentee_short


MOST_OF_A_PROGRAMME: Final = 60
"""Pairings of a programme whose figures an import is told by: those of a city and its counties."""


_COUNTED: Final = (
    *REGISTERED_FACTS.values(), "document", "experience", "indicator", "redo", "showcase", "undo",
)  # fmt: skip
"""How commands begin that write what rules look into: visits tell their figures themselves."""


def before_importing(
    store: Reader, kind: Record, cycle: str | None, as_of: dt.date
) -> Snapshot | None:
    """The figures of a whole cycle that a table of this kind may move, if it is none of a large
    one.
    """
    is_register = any(kind.means(each.split()[-1]) for each in _COUNTED)
    if not is_register and kind.name != VISIT.name:
        return None
    return _of_cycle(store, cycle, as_of, of_duties=is_register)


def _of_cycle(
    store: Reader, cycle: str | None, as_of: dt.date, *, of_duties: bool
) -> Snapshot | None:
    """The figures of a whole cycle; None of a large one, or where there is no such cycle."""
    try:
        chosen = find_cycle(store, cycle, as_of)
    except PairingError:
        return None
    if are_more_than(store, chosen, as_of, MOST_OF_A_PROGRAMME):
        return None
    pairings = [each.id for each in list_pairing_keys(store, chosen, as_of)]
    if not pairings:
        return None
    return _snapshot(store, chosen, pairings, as_of, None, of_duties=of_duties)


def before_recording(
    store: Reader, command: str, typed: Mapping[str, Any], as_of: dt.date
) -> Snapshot | None:
    """All that the pairings owe that `command` is about by what was typed, or where that isn't
    known, as of an undo, all that is owed in the cycle; None where rules don't look into what
    it writes, or where that is too much.
    """
    if not f"{command} ".startswith(tuple(f"{each} " for each in _COUNTED)):
        return None
    words = [word for key in _WHOSE if isinstance(word := typed.get(key), str)]
    among: list[str] = []
    try:
        chosen = find_cycle(store, typed.get("cycle"), as_of)
        for word in words:
            among += _pairings_meant(store, chosen, command, word)
    except PairingError:
        among = []
    if not among:
        return _of_cycle(store, typed.get("cycle"), as_of, of_duties=True)
    return _snapshot(store, chosen, among, as_of, among, of_duties=True)


_WHOSE: Final = ("mentee", "of", "for_", "which", "ref")
"""Parameters that say whose it is: by a name, or by the ref of a record."""


def _pairings_meant(store: Reader, cycle: CycleRow, command: str, word: str) -> list[str]:
    """The pairings of a mentee, or the one of the record that a command names by its ref."""
    from pairing_cli.domain.records.registry import RECORDS

    try:
        return _pairings(store, cycle, [find_kindergarten(store, word).id])
    except NotFound:
        noun = command.partition(" ")[0]
        meant = (each for each in RECORDS.values() if each.means(noun))
        record = RECORDS.get(noun) or next(meant, None)
        if record is None:
            return []
        key = find_by_ref(store, record.table, word)
        rows = store.rows(f"SELECT * FROM {record.table} WHERE id = :id", id=key)
        return [row["pairing_id"] for row in rows if row.get("pairing_id")]


_PAIRINGS_OF: Final = "SELECT id FROM pairing WHERE cycle_id = :cycle AND mentee_id = :mentee"
_OF_VISIT: Final = """
    SELECT x.pairing_id AS id, v.cycle_id AS cycle FROM visit_pairing AS x
    INNER JOIN visit AS v ON v.id = x.visit_id WHERE v.id = :id
"""


def before_logging(
    store: Reader, mentees: Iterable[str], day: dt.date, cycle: str | None, as_of: dt.date
) -> Snapshot | None:
    """The figures of these mentees in the cycle of `day`; None where a name or the day is wrong,
    which is told by who writes.
    """
    try:
        chosen = cycle_on(store, day, cycle)
        keys = [find_kindergarten(store, name).id for name in mentees]
    except PairingError:
        return None
    return snapshot(store, chosen, _pairings(store, chosen, keys), max(as_of, day))


def before_changing(
    store: Reader, ref: str, as_of: dt.date, mentees: Iterable[str] = ()
) -> Snapshot | None:
    """The figures of the pairings of a visit, and of the mentees that it is given to."""
    try:
        rows = store.rows(_OF_VISIT, id=find_by_ref(store, "visit", ref))
        keys = [find_kindergarten(store, name).id for name in mentees]
    except PairingError:
        return None
    if not rows:
        return None
    code = store.value("SELECT code FROM cycle WHERE id = :id", id=rows[0]["cycle"])
    chosen = find_cycle(store, str(code), as_of)
    pairings = [*(row["id"] for row in rows), *_pairings(store, chosen, keys)]
    return snapshot(store, chosen, list(dict.fromkeys(pairings)), as_of)


def _pairings(store: Reader, cycle: CycleRow, mentees: Iterable[str]) -> list[str]:
    return [
        row["id"]
        for mentee in dict.fromkeys(mentees)
        for row in store.rows(_PAIRINGS_OF, cycle=cycle.id, mentee=mentee)
    ]


def earns_hours(store: Reader, cycle: CycleRow, visit: VisitRow) -> bool:
    """Whether a rule counts class-hours of such a visit."""
    return any(
        rule.measure == Measure.CLASS_HOURS and (not rule.forms or visit.form in rule.forms)
        for rule in list_rules(store, cycle)
    )
