"""What is looked at before a cycle is closed, and how each thing is cleared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pairing_cli.domain.ending import CheckResult
from pairing_cli.domain.owed.rules import OWING, OwedBy, Per, RuleKind
from pairing_cli.domain.owed.settling import DONE, State
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.honours.assessments import approved_assessment
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.owing.figures import CycleFigures, PairingKey, duty_key
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader

_NAMED: Final = 2
"""So many mentees are named: with more the line wouldn't fit 60 cells."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    check: str
    title: Label
    result: str
    """Of `CheckResult`."""
    blocks: bool
    """Whether the cycle can't be closed before, unless it is overridden."""
    count: int
    """How many are open."""
    told: Phrase | None
    clear: str | None
    """The command that clears it."""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.result == CheckResult.OPEN

    @property
    def result_shown(self) -> Phrase | str:
        """✓, or how many."""
        return phrase("{count} open", count=self.count) if self.is_open else "✓"

    @property
    def how(self) -> Phrase | None:
        """The command, with what is to be filled in said in the reader's language."""
        return Phrase(self.clear) if self.clear else None

    @property
    def data(self) -> dict[str, Any]:
        """The check as scripts get it."""
        keys = ("check", "result", "blocks", "count", "clear")
        return {key: getattr(self, key) for key in keys}


class _Subject(NamedTuple):
    store: Reader
    cycle: CycleRow
    day: dt.date
    figures: CycleFigures
    is_sound: bool


def checks_of(
    store: Reader, cycle: CycleRow, day: dt.date, figures: CycleFigures, *, is_sound: bool
) -> list[Check]:
    """Everything that is looked at before `cycle` is closed on `day`. `figures`: those of the day
    by the scheme; `is_sound`: what the doctor says of the file.
    """
    about = _Subject(store, cycle, day, figures, is_sound)
    return [check for look in _CHECKS for check in look(about)]


def _check(
    code: str,
    title: Label,
    count: int,
    *,
    blocks: bool = False,
    told: Phrase | None = None,
    clear: str | None = None,
    done: Phrase | None = None,
) -> Check:
    """`told` where something is open, `done` where nothing is."""
    if not count:
        return Check(code, title, CheckResult.OK, blocks, 0, done, None)
    return Check(code, title, CheckResult.OPEN, blocks, count, told, clear)


def _ended(about: _Subject) -> Iterable[Check]:
    over = about.day > about.cycle.span.last
    yield _check(
        "ended",
        Label("周期已期满", "the cycle is over"),
        0 if over else 1,
        blocks=True,
        told=phrase("It ends on {day}.", day=about.cycle.end),
    )


def _visits(about: _Subject) -> Iterable[Check]:
    count = about.store.value(
        "SELECT count(*) FROM visit WHERE cycle_id = :cycle_id AND state = 'planned'",
        cycle_id=about.cycle.id,
    )
    yield _check(
        "planned-visits",
        Label("计划活动已确认", "planned visits confirmed"),
        count,
        blocks=True,
        told=phrase("Confirm them, or cancel them."),
        clear="pairing visit list --state planned",
    )


def _inspections(about: _Subject) -> Iterable[Check]:
    unsealed = about.store.value(
        "SELECT count(*) FROM inspection WHERE cycle_id = :cycle_id AND state = 'planned'"
        " AND removed_on IS NULL",
        cycle_id=about.cycle.id,
    )
    drafts = about.store.value(
        "SELECT count(*) FROM bulletin WHERE cycle_id = :cycle_id AND state = 'draft'"
        " AND removed_on IS NULL",
        cycle_id=about.cycle.id,
    )
    yield _check(
        "inspections",
        Label("督查已办结", "inspections sealed"),
        unsealed,
        blocks=True,
        clear="pairing inspection list",
        done=_how_many(about, "inspection", "done"),
    )
    yield _check(
        "bulletins",
        Label("通报已发布", "bulletins published"),
        drafts,
        blocks=True,
        clear="pairing bulletin list",
        done=_how_many(about, "bulletin", "published"),
    )


def _how_many(about: _Subject, table: str, state: str) -> Phrase:
    return phrase(
        "{count} in all",
        count=about.store.value(
            f"SELECT count(*) FROM {table} WHERE cycle_id = :cycle_id AND state = :state"
            " AND removed_on IS NULL",
            cycle_id=about.cycle.id,
            state=state,
        ),
    )


def _assessment(about: _Subject) -> Iterable[Check]:
    """Where the cycle has a formula or a draft, it is approved before the end."""
    values = {"cycle_id": about.cycle.id}
    begun = about.store.value(
        "SELECT (SELECT count(*) FROM assessment_scheme WHERE cycle_id = :cycle_id AND active = 1)"
        " + (SELECT count(*) FROM assessment WHERE cycle_id = :cycle_id)",
        **values,
    )
    approved = approved_assessment(about.store, about.cycle)
    yield _check(
        "assessment",
        Label("考核已批准", "assessment approved"),
        1 if begun and not approved else 0,
        blocks=True,
        clear="pairing assessment list",
        done=phrase("{ref}, {day}", ref=approved.ref, day=approved.approved_on or "")
        if approved
        else phrase("No formula is adopted."),
    )


def _commendations(about: _Subject) -> Iterable[Check]:
    rows = about.store.rows(
        "SELECT title FROM honour WHERE cycle_id = :cycle_id AND state = 'publicised' ORDER BY id",
        cycle_id=about.cycle.id,
    )
    yield _check(
        "commendations",
        Label("公示已有结果", "publicity decided on"),
        len(rows),
        told=_names([row["title"] for row in rows]),
        clear="pairing commendation list --state publicised",
    )


def _file(about: _Subject) -> Iterable[Check]:
    yield _check(
        "database",
        Label("数据库完好", "the database is sound"),
        0 if about.is_sound else 1,
        blocks=True,
        clear="pairing db doctor",
    )


def _findings(about: _Subject) -> Iterable[Check]:
    found = [
        row
        for row in list_findings(about.store, about.cycle, PairingFilter(), about.day)
        if row.is_open
    ]
    yield _check(
        "findings",
        Label("问题销号", "findings closed"),
        len(found),
        told=phrase(
            "{names}; carried into the next cycle",
            names=_names([row.mentee_short for row in found]),
        ),
        clear="pairing inspection findings --open",
    )


def _registers(about: _Subject) -> Iterable[Check]:
    names = short_names(about.store)
    for code, title, sql, clear in (
        ("needs", Label("需求", "needs settled"), _OPEN_NEEDS, "pairing need list --state open"),
        ("problems", Label("困难与问题", "problems resolved"), _OPEN_PROBLEMS,
         "pairing problem list"),
    ):  # fmt: skip
        rows = about.store.rows(sql, cycle_id=about.cycle.id, day=about.day.isoformat())
        yield _check(
            code,
            title,
            len(rows),
            told=phrase("{names}; carried into the next cycle",
                        names=_names([names[row["mentee_id"]] for row in rows])),
            clear=clear,
        )  # fmt: skip


_OPEN_NEEDS: Final = """
    SELECT p.mentee_id FROM need AS x INNER JOIN pairings AS p ON p.id = x.pairing_id
    WHERE p.cycle_id = :cycle_id AND x.removed_on IS NULL AND x.raised_on <= :day
        AND x.state <> 'solved'
    ORDER BY p.mentee_id
"""
_OPEN_PROBLEMS: Final = """
    SELECT p.mentee_id FROM problem AS x INNER JOIN pairings AS p ON p.id = x.pairing_id
    WHERE p.cycle_id = :cycle_id AND x.removed_on IS NULL AND x.raised_on <= :day
        AND x.resolved_on IS NULL
    ORDER BY p.mentee_id
"""

_PAPERS: Final = (
    ("cycle-summary", Label("经验总结", "summaries accepted"), "pairing experience list"),
    ("showcase", Label("展示交流", "shown at a showcase"), "pairing showcase list"),
    ("responsibility-letter", Label("责任书", "letters signed"), "pairing agreement list"),
    ("county-group", Label("县区领导小组", "counties' leading groups"), "pairing group list"),
    ("mentor-group", Label("帮扶园领导小组", "mentors' leading groups"), "pairing group list"),
    ("plan", Label("帮扶方案", "plans with persons"), "pairing plan list"),
    (
        "city-summary",
        Label("全市总结", "the city's summary"),
        N_("pairing bulletin add --title TEXT --kind cycle"),
    ),
)
"""Rules of the scheme that say whether each pairing is summed up and has its papers."""


def _papers(about: _Subject) -> Iterable[Check]:
    rules = {rule.bare_code: key for key, rule in about.figures.rules.items()}
    for code, title, clear in _PAPERS:
        if code not in rules:
            continue
        rule = about.figures.rules[rules[code]]
        # What several pairings share is looked at once.
        owing = {
            duty_key(rule.per, each.pairing): each
            for each in reversed(about.figures.pairings)
            if rule.id in each.by_rule
        }
        lacking = [
            _whose(rule.per, each.pairing)
            for each in reversed(owing.values())
            if not all(figure.state in (*DONE, State.WAIVED) for figure in each.by_rule[rule.id])
        ]
        yield _check(
            code,
            title,
            len(lacking),
            told=phrase(
                "{done}/{all}; missing: {names}",
                done=len(owing) - len(lacking),
                all=len(owing),
                names=_names(lacking),
            ),
            clear=clear,
        )


def _whose(per: str, pairing: PairingKey) -> str | Label:
    """Who owes it, as coordinators say."""
    if per == Per.CYCLE:
        return OWING[OwedBy.BUREAU]
    if per == Per.MENTOR:
        return pairing.mentor
    return (per == Per.COUNTY and pairing.county) or pairing.mentee_short


def _names_of_places(about: _Subject) -> Iterable[Check]:
    count = about.store.value(
        "SELECT count(*) FROM kindergarten WHERE name_confirmed = 0 AND retired_on IS NULL"
    )
    yield _check(
        "names",
        Label("园名已核实", "names confirmed"),
        count,
        told=phrase("Ask them, then: rename"),
        clear="pairing kindergarten list --unconfirmed",
    )


def _indicators(about: _Subject) -> Iterable[Check]:
    missing = [
        pairing.pairing.mentee_short
        for pairing in about.figures.pairings
        for key, each in pairing.by_rule.items()
        if about.figures.rules[key].kind == RuleKind.INDICATOR
        for figure in list(each)[-1:]
        if figure.reported is None
    ]
    yield _check(
        "indicators",
        Label("末学年指标已报", "indicators of the last year reported"),
        len(missing),
        told=phrase("not reported: {names}", names=_names(missing)),
        clear="pairing indicator list",
    )


_CHECKS: Final[Sequence[Callable[[_Subject], Iterable[Check]]]] = (
    _ended,
    _visits,
    _inspections,
    _assessment,
    _file,
    _findings,
    _registers,
    _papers,
    _names_of_places,
    _indicators,
    _commendations,
)


def _names(names: Sequence[str | Label]) -> Phrase:
    """The first few different names; that there are more shows by the count beside them."""
    different = list(dict.fromkeys(names))
    shown = tuple(different[:_NAMED])
    if len(different) > _NAMED:
        return phrase("{names} …", names=shown)
    return phrase("{names}", names=shown)
