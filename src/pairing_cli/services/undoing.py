"""Taking commands back, and back again.

Nothing is erased: an undo is a change set of its own, made of the inverse changes, that says
which one it takes back; a redo takes back an undo in the same way.
"""

from __future__ import annotations

from typing import Any

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.history import HISTORY, HistoryRow
from pairing_cli.store.writing import Writer


def undo(store: Writer) -> HistoryRow:
    """Take back the newest command that is neither an undo nor undone; that command.

    `init` stays. Raises `RuleRefusal` where there is nothing to take back.
    """
    last = _newest(store, "h.undoes IS NULL AND undone_by IS NULL AND h.command <> 'init'")
    if last is None:
        raise RuleRefusal(
            "nothing-to-undo",
            phrase("There is nothing to take back."),
            hint=phrase("init is never taken back. See what was done: pairing history"),
        )
    store.take_back(last.seq)
    return last


def redo(store: Writer) -> HistoryRow:
    """Take back the newest undo, if nothing else was written after it; the command that is
    in force again.

    Raises `RuleRefusal` where there is none.
    """
    last_undo = _newest(
        store,
        "undone_by IS NULL AND h.undoes IN (SELECT o.seq FROM change_set AS o"
        " WHERE o.undoes IS NULL)",
    )
    if last_undo is None:
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
            hint=phrase("Take that back first, or enter the command again by hand."),
        )
    store.take_back(last_undo.seq)
    again = _newest(store, "h.seq = :seq", seq=last_undo.undoes)
    assert again is not None  # noqa: S101 - a foreign key holds it
    return again


def _newest(store: Writer, condition: str, **values: Any) -> HistoryRow | None:
    """The newest change set of which `condition`, one of ours, holds."""
    sql = f"SELECT * FROM ({HISTORY}) AS h WHERE {condition} ORDER BY h.seq DESC LIMIT 1"
    return store.first(HistoryRow, sql, **values)
