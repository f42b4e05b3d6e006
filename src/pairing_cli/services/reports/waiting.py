"""What waits for a decision: planned visits to confirm, problems, needs, late papers, names."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.owed.settling import DONE
from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.figures import CycleFigures, PairingKey, duty_key
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.needs import NeedRow, list_needs
from pairing_cli.services.reports.debts import office_papers
from pairing_cli.services.reports.status import Status
from pairing_cli.services.reports.status_of_registers import FINDING
from pairing_cli.services.reports.status_row import Severity, StatusRow
from pairing_cli.store.reading import Reader


class Unpublished(NamedTuple):
    """An inspection that is done and not published."""

    ref: str
    days: int
    """Since it was done."""


class Undecided(NamedTuple):
    """An honour whose publicity is over and that nobody has decided on."""

    ref: str
    of: str
    until: str
    """The last day of its publicity."""


class Waiting(NamedTuple):
    """What waits for a decision, each the oldest first."""

    unconfirmed: tuple[StatusRow, ...]
    """Planned visits whose day is over, each once."""
    problems: tuple[ProblemRow, ...]
    needs: tuple[NeedRow, ...]
    papers: tuple[tuple[Label, int], ...]
    """Groups, letters and plans that are late, and how many of each."""
    unnamed: tuple[PairingKey, ...]
    """The pairings of mentees whose names nobody has confirmed."""
    names: Mapping[str, str]
    """Key of a pairing → its mentee as coordinators call it."""
    unmended: tuple[StatusRow, ...] = ()
    """What inspections found and is overdue."""
    to_recheck: tuple[StatusRow, ...] = ()
    """What was mended and is to be looked at again."""
    unpublished: tuple[Unpublished, ...] = ()
    """Inspections that are done and that no bulletin tells of."""
    undecided: tuple[Undecided, ...] = ()
    """Honours whose publicity is over and that nobody has decided on."""
    news: int = 0
    """Entries of others since the actor's own last one."""
    news_since: str | None = None

    @property
    def is_judged(self) -> bool:
        """Whether anything is left of inspections and honours."""
        return bool(self.unmended or self.to_recheck or self.unpublished or self.undecided)


_UNNAMED: Final = "SELECT id FROM kindergarten WHERE name_confirmed = 0"


_UNPUBLISHED: Final = """
    SELECT i.id, i.done_on FROM inspection AS i
    WHERE i.cycle_id = :cycle_id AND i.done_on <= :as_of AND i.removed_on IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM bulletin_inspection AS x INNER JOIN bulletin AS b ON b.id = x.bulletin_id
            WHERE x.inspection_id = i.id AND b.state = 'published' AND b.published_on <= :as_of)
    ORDER BY i.done_on, i.id
"""


def _unpublished(store: Reader, figures: CycleFigures) -> Iterator[Unpublished]:
    as_of = figures.as_of
    for row in store.rows(_UNPUBLISHED, cycle_id=figures.cycle.id, as_of=as_of.isoformat()):
        done = dt.date.fromisoformat(row["done_on"])
        yield Unpublished(ref_of(row["id"]), (as_of - done).days)


_UNDECIDED: Final = """
    SELECT substr(h.id, 25, 8) AS ref, coalesce(h.person, k.name, r.name) AS "of",
           h.publicised_to AS until
    FROM honour AS h
    LEFT JOIN kindergarten AS k ON k.id = h.kindergarten_id
    LEFT JOIN region AS r ON r.code = h.region_code
    WHERE h.cycle_id = :cycle_id AND h.publicised_to < :as_of
        AND (h.state = 'publicised' OR h.decided_on > :as_of)
    ORDER BY h.publicised_to, h.id
"""


def _undecided(store: Reader, figures: CycleFigures) -> list[Undecided]:
    return store.fetch(
        Undecided, _UNDECIDED, cycle_id=figures.cycle.id, as_of=figures.as_of.isoformat()
    )


def _findings(found: Status, severity: Severity) -> tuple[StatusRow, ...]:
    return tuple(row for row in found.rows if row.kind == FINDING and row.severity == severity)


def waiting(
    store: Reader,
    figures: CycleFigures,
    found: Status,
    wanted: PairingFilter,
    actor: str | None = None,
) -> Waiting:
    """What waits on the day of the figures; of the pairings that `wanted` names."""
    visits = {row.ref: row for row in found.rows if row.kind == "visit"}
    problems = [
        row
        for row in list_records(store, ProblemRow, figures.cycle, wanted, figures.as_of)
        if row.resolved is None or row.resolved > figures.as_of.isoformat()
    ]
    needs = [
        row
        for row in list_needs(store, figures.cycle, wanted, figures.as_of)
        if row.state != NeedState.SOLVED and row.raised <= figures.as_of.isoformat()
    ]
    unnamed = {row["id"] for row in store.rows(_UNNAMED)}
    news, since = news_for(store, actor) if actor else (0, None)
    return Waiting(
        unconfirmed=tuple(sorted(visits.values(), key=lambda row: (row.due, row.ref))),
        problems=tuple(sorted(problems, key=lambda row: row.raised)),
        needs=tuple(sorted(needs, key=lambda row: row.raised)),
        papers=tuple(office_papers(figures)),
        unnamed=tuple(
            each.pairing for each in figures.pairings if each.pairing.mentee_id in unnamed
        ),
        names={each.pairing.id: each.pairing.mentee_short for each in figures.pairings},
        unmended=_findings(found, Severity.MISSED),
        to_recheck=_findings(found, Severity.DUE),
        unpublished=tuple(_unpublished(store, figures)),
        undecided=tuple(_undecided(store, figures)),
        news=news,
        news_since=since,
    )


_LAST_OWN: Final = "SELECT max(seq) AS seq, max(at) AS at FROM change_set WHERE actor = :actor"
_NEWER: Final = "SELECT count(*) FROM change_set WHERE seq > :seq AND actor <> :actor"


def news_for(store: Reader, actor: str) -> tuple[int, str | None]:
    """How many entries others made since the last one of `actor`, and when that was. Looking is
    no entry: the database keeps no record of who looked at what.
    """
    last = next(iter(store.rows(_LAST_OWN, actor=actor)))
    if last["seq"] is None:
        return 0, None
    newer = store.value(_NEWER, seq=last["seq"], actor=actor)
    return int(newer or 0), str(last["at"])[:10]


class SetUp(NamedTuple):
    """Something that a cycle begins with: of how many it is there, and who comes next."""

    rule: RuleInfo
    done: int
    total: int
    next: PairingKey | None
    """The first pairing that lacks it."""


def setting_up(figures: CycleFigures) -> list[SetUp]:
    """What the scheme asks for at the start: the duties of its organisation, each once."""
    duties: Mapping[str, dict[str | None, tuple[PairingKey, RuleFigures]]] = defaultdict(dict)
    for pairing in figures.pairings:
        for rule_id, found in pairing.by_rule.items():
            rule = figures.rules[rule_id]
            if rule.block == Block.ORGANISATION:
                duties[rule_id].setdefault(
                    duty_key(rule.per, pairing.pairing), (pairing.pairing, found)
                )
    made = []
    for rule_id, each in duties.items():
        lacking = [key for key, found in each.values() if not _is_there(found)]
        done = len(each) - len(lacking)
        made.append(SetUp(figures.rules[rule_id], done, len(each), lacking[0] if lacking else None))
    order = list(figures.rules)
    return sorted(made, key=lambda each: order.index(each.rule.id))


def _is_there(found: RuleFigures) -> bool:
    return all(each.state in DONE or each.is_excused for each in found)


class Closing(NamedTuple):
    """What a rule of the days after the cycle still asks for."""

    rule: RuleInfo
    open: int
    total: int
    next: PairingKey
    """The first pairing that lacks it."""
    until: str
    """The last day in time; later it counts as late."""


def to_close(figures: CycleFigures) -> tuple[list[Closing], int]:
    """What can still be done once the cycle is over, by rule; and how many duties nobody can
    mend any more.
    """
    open_ones: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    until: dict[str, str] = {}
    following: dict[str, PairingKey] = {}
    lost = 0
    seen: set[tuple[str, str | None]] = set()
    for pairing in figures.pairings:
        for rule_id, found in pairing.by_rule.items():
            rule = figures.rules[rule_id]
            duty = (rule_id, duty_key(rule.per, pairing.pairing))
            if duty in seen:
                continue
            seen.add(duty)
            for each in found:
                is_open = each.state not in DONE and not each.is_excused
                last = each.owed.period.accepts.last
                if last < figures.as_of:
                    lost += is_open
                elif is_open or rule.kind != RuleKind.QUOTA:
                    totals[rule_id] += 1
                    open_ones[rule_id] += is_open
                    if is_open:
                        following.setdefault(rule_id, pairing.pairing)
                    until[rule_id] = each.owed.due.isoformat()
    found_rules = [
        Closing(rule, open_ones[key], totals[key], following[key], until[key])
        for key, rule in figures.rules.items()
        if open_ones[key]
    ]
    return found_rules, lost
