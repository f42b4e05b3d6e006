"""Which cycles a command has written into: a closed one takes corrections only.

Looked at once for every command, when it has done its work and nothing is kept yet. So undo, redo
and imports are held to it as everything else is, and no register has to think of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.programme.cycles import CycleRow, list_cycles
from pairing_cli.store.reading import in_pages
from pairing_cli.store.rows import CycleClosing, CycleCorrection
from pairing_cli.store.writing import Writer

WITHOUT_FIGURES: Final = frozenset(
    {
        "agreement",
        "agreement_document",
        "agreement_party",
        "bulletin",
        "bulletin_inspection",
        "cycle_closing",
        "cycle_correction",
        "cycle_roll",
        "experience",
        "experience_document",
        "finding_document",
        "honour",
        "recheck",
        "rectification",
        "roll_decision",
        "showcase",
        "showcase_entry",
        "summary_note",
    }
)
"""What is summed up, mended, filed and commended after the end: what is added moves no figure that
was frozen. For what is taken away see `_PROVES`.
"""

_PROVES: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    "agreement": lambda row: row["signed_on"] is not None and row["removed_on"] is None,
    "bulletin": lambda row: row["state"] == "published" and row["removed_on"] is None,
    "experience": lambda row: row["state"] != "submitted" and row["removed_on"] is None,
    "showcase": lambda row: row["removed_on"] is None,
    "showcase_entry": lambda _: True,
}
"""Table → whether a row of it proves that something was done. More may be filed after the end; what
the frozen figures stand on is taken away as a correction only.
"""

_CALENDAR: Final = {"term": ("start_date", "end_date"), "holiday": ("on_date", "on_date")}
"""Tables of days that every cycle over them goes by."""

_APART: Final[Mapping[str, frozenset[str]]] = {
    "cycle": frozenset({"state", "title", "title_en", "source", "assumed"}),
    "apprenticeship": frozenset({"successor_id"}),
    "document": frozenset({"title", "note"}),
}
"""Table → what may change in a row of it without any figure: what a cycle is called and whether it
is closed, as whom a teacher pair goes on in the next cycle, what a file is called."""

_WAYS: Final[Mapping[str, str]] = {
    "pairing_id": "SELECT cycle_id FROM pairing WHERE id IN ({places})",
    "visit_id": "SELECT cycle_id FROM visit WHERE id IN ({places})",
    "pack_id": "SELECT cycle_id FROM rule_pack WHERE id IN ({places})",
    "rule_id": "SELECT k.cycle_id FROM rule AS r INNER JOIN rule_pack AS k ON k.id = r.pack_id"
    " WHERE r.id IN ({places})",
    "plan_id": "SELECT p.cycle_id FROM plan AS n INNER JOIN pairing AS p ON p.id = n.pairing_id"
    " WHERE n.id IN ({places})",
    "task_id": "SELECT p.cycle_id FROM plan_task AS t INNER JOIN plan AS n ON n.id = t.plan_id"
    " INNER JOIN pairing AS p ON p.id = n.pairing_id WHERE t.id IN ({places})",
    "inspection_id": "SELECT cycle_id FROM inspection WHERE id IN ({places})",
    "target_id": "SELECT i.cycle_id FROM inspection_target AS t INNER JOIN inspection AS i"
    " ON i.id = t.inspection_id WHERE t.id IN ({places})",
    "checklist_id": "SELECT cycle_id FROM checklist WHERE id IN ({places})",
    "document_id": "SELECT p.cycle_id FROM pairing_document AS d INNER JOIN pairing AS p"
    " ON p.id = d.pairing_id WHERE d.document_id IN ({places})",
    "circle_id": "SELECT cycle_id FROM circle WHERE id IN ({places})",
    "showcase_id": "SELECT cycle_id FROM showcase WHERE id IN ({places})",
    "group_id": "SELECT coalesce(g.cycle_id, p.cycle_id) AS cycle_id FROM leading_group AS g"
    " LEFT JOIN pairing AS p ON p.id = g.pairing_id WHERE g.id IN ({places})",
}
"""Column → the way from what it names to the cycle."""


def check_cycles(store: Writer, correction: str | None, on: dt.date) -> None:
    """Have nothing be written into a closed cycle but as a correction, which is then marked.

    Raises `RuleRefusal` for what would change frozen figures, `UsageError` for a correction of
    nothing.
    """
    closed = {row.id: row for row in list_cycles(store) if row.state == CycleState.CLOSED}
    touched = [
        closed[key]
        for key in (_cycles_of(store, _counting(store), closed.values()) if closed else ())
        if key in closed
    ]
    if correction is not None and not touched and not _corrects_sealed(store):
        raise UsageError(
            "nothing-to-correct",
            phrase("This changes no figure of a closed cycle."),
            hint=phrase("Leave out --correct."),
        )
    for cycle in touched:
        _correct(store, cycle, correction, on)


def _corrects_sealed(store: Writer) -> bool:
    """Whether the command has nothing to correct, or corrects an inspection that is done."""
    tables = {table for table, _ in store.changed_rows()}
    return not tables or bool(tables & _SEALED)


_SEALED: Final = frozenset({"finding", "inspection_answer", "inspection_target"})
"""Tables that a command writes of a sealed inspection as a correction only."""


def _correct(store: Writer, cycle: CycleRow, correction: str | None, on: dt.date) -> None:
    if correction is None:
        raise closed_refusal(cycle)
    for closing in store.where(CycleClosing, cycle_id=cycle.id, reopened_on=None):
        store.add(
            CycleCorrection(
                closing_id=closing.id,
                on_date=on,
                reason=one_line(correction, phrase("The reason"), SHORT_TEXT),
            )
        )


def closed_refusal(cycle: CycleRow) -> RuleRefusal:
    """Why nothing more is written into a closed cycle, and what can be done."""
    return RuleRefusal(
        "cycle-closed",
        phrase("Cycle {code} is closed; its figures stand.", code=cycle.code),
        hint=phrase(
            "If it is a correction, say why: --correct REASON. The frozen figures stay, and the"
            " difference is shown: pairing cycle show {code}",
            code=cycle.code,
        ),
    )


def _cycles_of(
    store: Writer,
    changed: Iterable[tuple[str, Mapping[str, Any]]],
    closed: Collection[CycleRow] = (),
) -> set[str]:
    """The cycles of changed rows, by table; of days of the calendar those `closed` ones over
    which they lie.
    """
    found: set[str] = set()
    named: dict[str, set[Any]] = defaultdict(set)
    for table, row in changed:
        if table == "cycle":
            found.add(row["id"])
        elif table in _CALENDAR:
            found.update(_over(closed, *(row[name] for name in _CALENDAR[table])))
        elif row.get("cycle_id") is not None:
            found.add(row["cycle_id"])
        elif table == "document":
            named["document_id"].add(row["id"])
        else:
            for column in _WAYS:
                if row.get(column) is not None:
                    named[column].add(row[column])
                    break
    for column, keys in named.items():
        found.update(row["cycle_id"] for row in in_pages(store, _WAYS[column], keys))
    return found


def _over(closed: Collection[CycleRow], first: str, last: str) -> Iterator[str]:
    return (cycle.id for cycle in closed if cycle.start <= last and first <= cycle.end)


def _counting(store: Writer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The changed rows that a figure can stand on, as they were and as they are."""
    sides: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    proofs: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for table, row in store.changed_rows():
        if table in _APART:
            sides[table, row["id"]].append(row)
        elif table in _PROVES:
            proofs[table, row["id"]].append(row)
        elif table not in WITHOUT_FIGURES:
            yield table, row
    yield from _taken_away(store, proofs)
    for (table, _), several in sides.items():
        plain = [{k: v for k, v in side.items() if k not in _APART[table]} for side in several]
        if len(plain) == 1 or any(other != plain[0] for other in plain):
            yield table, several[-1]


def _taken_away(
    store: Writer, proofs: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows that proved something when a cycle was closed and that prove nothing any more."""
    closed = store.value("SELECT max(id) FROM cycle_closing WHERE reopened_on IS NULL") or ""
    for (table, key), several in proofs.items():
        proves = _PROVES[table]
        if key > closed or not proves(several[0]):
            continue  # it was filed after the end, or was no proof
        if len(several) > 1:
            is_there = proves(several[-1])
        else:
            is_there = bool(store.value(f"SELECT 1 FROM {table} WHERE id = :id", id=key))
        if not is_there:
            yield table, several[-1]


def where_it_went(store: Writer, as_of: dt.date) -> Phrase | None:
    """Into which cycle a command has written, where another one takes writes too."""
    cycles = list_cycles(store)
    if len(cycles) == 1:
        return None
    keys = _cycles_of(store, store.changed_rows())
    went = [cycle for cycle in cycles if cycle.id in keys]
    others = [cycle for cycle in cycles if cycle.takes_writes(as_of) and cycle.id not in keys]
    if len(went) != 1 or not others:
        return None
    return phrase(
        "Written to cycle {cycle}. For another: --cycle {others}",
        cycle=went[0].code,
        others=tuple(cycle.code for cycle in others),
    )
