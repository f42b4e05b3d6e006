"""Taking commands back, and back again.

Nothing is erased: an undo is a change set of its own, made of the inverse changes, that says
which one it takes back; a redo takes back an undo in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pairing_cli.domain.errors import PairingError, RuleRefusal
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Phrase, lines, phrase, phrase_n
from pairing_cli.domain.records.registry import RECORDS
from pairing_cli.services.keeping.dependents import list_dependents
from pairing_cli.services.keeping.history import HISTORY, IN_FORCE, HistoryRow, find_change_set
from pairing_cli.services.keeping.subjects import Subjects, subject_of
from pairing_cli.store.log.replay import PlaceTaken
from pairing_cli.store.writing import Writer

_SHOWN = 10
"""So many of the commands that stand on another are named."""


def undo(store: Writer) -> HistoryRow:
    """Take back the newest command that is neither an undo nor undone; that command.

    `init` stays. Raises `RuleRefusal` where there is nothing to take back.
    """
    last = _newest(store, IN_FORCE)
    if last is None:
        raise RuleRefusal(
            "nothing-to-undo",
            phrase("There is nothing to take back."),
            hint=phrase("init is never taken back. See what was done: pairing history"),
        )
    if _has_lost_earlier_ones(store, last.seq):
        _take_back_if_rules_hold(store, last.seq)
    else:
        _take_back(store, last.seq)
    return last


def _has_lost_earlier_ones(store: Writer, seq: int) -> bool:
    """Whether a command before `seq` was taken back since: then what was there before `seq` is
    no state that has been.
    """
    found = store.value(
        "SELECT count(*) FROM change_set WHERE seq > :seq AND undoes < :seq", seq=seq
    )
    return bool(found)


def undo_one(store: Writer, seq: int) -> HistoryRow:
    """Take back the command with this number, whatever was done since; that command.

    Raises `NotFound`, and `RuleRefusal` where later commands stand on it, where a rule of the
    programme would be broken without it, or where it is not in force.
    """
    wanted = find_change_set(store, seq)
    _check_in_force(wanted)
    later = list_dependents(store, seq)
    if later:
        raise _depended_on(store, seq, later)
    if store.value(f"SELECT max(h.seq) FROM ({HISTORY} WHERE {IN_FORCE}) AS h") == seq:
        return undo(store)
    _take_back_if_rules_hold(store, seq)
    return wanted


def _take_back_if_rules_hold(store: Writer, seq: int) -> None:
    from pairing_cli.services.keeping.invariants import broken_rules, check_rules

    before = list(broken_rules(store))
    _take_back(store, seq)
    check_rules(
        store,
        before,
        code="rule-broken-without",
        hint=phrase("Take back what was done since first, the newest first: pairing undo --list"),
    )


def _take_back(store: Writer, seq: int) -> None:
    try:
        store.take_back(seq)
    except PlaceTaken as error:
        raise _named(store, error) from error


def _named(store: Writer, taken: PlaceTaken) -> RuleRefusal:
    """The refusal with the record that stands in the place, and the way to see it."""
    subject = Subjects(store).of_row(taken.table, taken.standing) if taken.standing else None
    if subject is None:
        return taken
    record = RECORDS[taken.table]
    if not record.has_ref:
        message = phrase(
            "Another {table} has taken its place since: {subject}.",
            table=record.noun.label,
            subject=subject,
        )
        return RuleRefusal(taken.code, message, hint=taken.hint)
    ref = ref_of(taken.standing["id"])
    message = phrase(
        "Another {table} has taken its place since: {subject} ({ref}).",
        table=record.noun.label,
        subject=subject,
        ref=ref,
    )
    return RuleRefusal(taken.code, message, hint=phrase("See: pairing history --of {ref}", ref=ref))


def redo(store: Writer) -> HistoryRow:
    """Take back the newest undo, if nothing else was written after it; the command that is
    in force again.

    Raises `RuleRefusal` where there is none.
    """
    last_undo = _newest(
        store,
        "x.undone_by IS NULL AND h.undoes IN (SELECT o.seq FROM change_set AS o"
        " WHERE o.undoes IS NULL)",
    )
    if last_undo is None or last_undo.undoes is None:
        raise RuleRefusal(
            "nothing-to-redo",
            phrase("Nothing has been taken back that could be done again."),
            hint=phrase("See what was done: pairing history"),
        )
    since = _newest(store, "h.undoes IS NULL AND h.seq > :seq", seq=last_undo.seq)
    if since is not None:
        raise RuleRefusal(
            "written-since",
            phrase(
                "“{command}” (no. {seq}) was written after the last undo.",
                command=since.command,
                seq=since.seq,
            ),
            hint=phrase("To do it again all the same: pairing redo {seq}", seq=last_undo.undoes),
        )
    _take_back(store, last_undo.seq)
    return find_change_set(store, last_undo.undoes)


def redo_one(store: Writer, seq: int) -> HistoryRow:
    """Do again the command with this number, which was taken back, whatever was written since;
    that command.

    Raises `NotFound`, and `RuleRefusal` where it was not taken back, where later commands stand
    on what the undo left, or where a rule of the programme would be broken with it.
    """
    wanted = find_change_set(store, seq)
    if wanted.undoes is not None or wanted.undone_by is None:
        raise RuleRefusal(
            "not-taken-back",
            phrase("No. {seq} has not been taken back.", seq=seq),
            hint=phrase("What was taken back says so: pairing history"),
        )
    later = list_dependents(store, wanted.undone_by)
    if later:
        raise _depended_on(store, wanted.undone_by, later)
    _take_back_if_rules_hold(store, wanted.undone_by)
    return find_change_set(store, seq)


def _check_in_force(wanted: HistoryRow) -> None:
    if wanted.command == "init":
        raise RuleRefusal(
            "init-stays",
            phrase("init is never taken back."),
            hint=phrase("What can be: pairing undo --list"),
        )
    if wanted.undoes is not None:
        raise RuleRefusal(
            "is-an-undo",
            phrase(
                "No. {seq} is itself an undo or a redo: it took back no. {other}.",
                seq=wanted.seq,
                other=wanted.undoes,
            ),
            hint=phrase("To do again what was taken back last: pairing redo"),
        )
    if wanted.undone_by is not None:
        raise RuleRefusal(
            "taken-back-already",
            phrase(
                "No. {seq} was taken back by no. {other}.", seq=wanted.seq, other=wanted.undone_by
            ),
            hint=phrase("What can be: pairing undo --list"),
        )


def _depended_on(store: Writer, seq: int, later: Sequence[HistoryRow]) -> RuleRefusal:
    """What stands on a command or an undo, and the way to take it back all the same."""
    again = find_change_set(store, seq).undoes
    named = [
        phrase(
            "no. {seq} {command}: {subject}",
            seq=each.seq,
            command=each.command,
            subject=subject_of(store, each.seq) or "—",
        )
        for each in later[:_SHOWN]
    ]
    if len(later) > _SHOWN:
        rest = len(later) - _SHOWN
        named.append(phrase_n("and {count} more", "and {count} more", rest))
    return RuleRefusal(
        "depended-on",
        lines(
            _stands_on(seq, len(later)) if again is None else _stands_against(again, len(later)),
            *named,
        ),
        hint=_way(store, seq, later),
    )


def _stands_on(seq: int, count: int) -> Phrase:
    return phrase_n(
        "No. {seq} can't be taken back alone: {count} later command stands on it.",
        "No. {seq} can't be taken back alone: {count} later commands stand on it.",
        count,
        seq=seq,
    )


def _stands_against(seq: int, count: int) -> Phrase:
    return phrase_n(
        "No. {seq} can't be done again: {count} command since stands against it.",
        "No. {seq} can't be done again: {count} commands since stand against it.",
        count,
        seq=seq,
    )


def _way(store: Writer, seq: int, later: Sequence[HistoryRow]) -> Phrase:
    """The commands that take it back with all that stands on it; tried before it is said."""
    seqs = [*_standing_on(store, later), seq]
    if len(seqs) <= _SHOWN and _can_go(store, seqs):
        return phrase(
            "In this order it can be done: {commands}",
            commands=[_command(find_change_set(store, each)) for each in seqs],
        )
    return phrase("Take those back first, the newest first: pairing undo --list")


def _command(change_set: HistoryRow) -> str:
    """How people take a change set back: an undo by doing again what it took back."""
    if change_set.undoes is None:
        return f"pairing undo {change_set.seq}"
    return f"pairing redo {change_set.undoes}"


def _standing_on(store: Writer, later: Sequence[HistoryRow]) -> list[int]:
    """The commands, and what stands on them in turn, the newest first."""
    found: set[int] = set()
    open_ones = [each.seq for each in later]
    while open_ones and len(found) <= _SHOWN:
        seq = open_ones.pop()
        if seq not in found:
            found.add(seq)
            open_ones += [each.seq for each in list_dependents(store, seq)]
    return sorted(found, reverse=True)


def _can_go(store: Writer, seqs: Sequence[int]) -> bool:
    """Whether these commands, one after the other, could be taken back now."""
    from pairing_cli.services.keeping.invariants import broken_rules, check_rules

    before = list(broken_rules(store))
    try:
        with store.attempt(keep=False):
            for seq in seqs:
                store.take_back(seq)
                check_rules(store, before)
    except PairingError:
        return False
    finally:
        store.undoes = None
    return True


def _newest(store: Writer, condition: str, **values: Any) -> HistoryRow | None:
    """The newest change set of which `condition`, one of ours, holds."""
    sql = f"{HISTORY} WHERE {condition} ORDER BY h.seq DESC LIMIT 1"
    found = store.first(HistoryRow, sql, **values)
    return found and found._replace(subject=subject_of(store, found.seq))
