"""What of a published bulletin would be another figure today, and which commands made it so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pairing_cli.domain.judging.frozen import Difference, differences
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.judging.bulletin_figures import figures_of_bulletin
from pairing_cli.services.judging.bulletins import BulletinRow
from pairing_cli.services.keeping.related_changes import sets_concerning
from pairing_cli.services.owing.whose import list_pairing_keys
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import Reader

KEYS: Final = ("ref", "mentee", "item", "code")
"""By which the rows of frozen lists belong together."""
_DAYS: Final = ("start_date", "on_date", "signed_on", "raised_on", "found_on")
"""The columns that say from which day on a row tells."""


class Cause(NamedTuple):
    """A command after which a figure is another."""

    seq: int
    command: str
    reason: str | None


class Changed(NamedTuple):
    """A figure of a bulletin that is another now."""

    field: str
    frozen: Any
    now: Any
    difference: float | None
    causes: tuple[Cause, ...]
    short: str | None
    """Whose figure it is, as coordinators call it."""
    figure: str
    """The figure itself: scheme_percent."""


def check_bulletin(store: Reader, row: BulletinRow) -> list[Changed]:
    """What differs between a published bulletin and today's records of the same day."""
    cycle = find_cycle(store, row.cycle, dt.date.max)
    as_of = dt.date.fromisoformat(row.as_of)
    now = figures_of_bulletin(store, cycle, as_of, row.kind, row.inspection_ids)
    found = differences(row.figures, now, KEYS)
    since = _published(store, row)
    keys = {each.mentee: each for each in list_pairing_keys(store, cycle, as_of)}
    known: dict[str | None, tuple[Cause, ...]] = {}
    changed = []
    for each in found:
        mentee = next((name for name in keys if f"[{name}]" in each.field), None)
        if mentee not in known:
            wanted = [keys[mentee].id] if mentee else [key.id for key in keys.values()]
            known[mentee] = _causes(store, wanted, since, row.as_of)
        short = keys[mentee].mentee_short if mentee else None
        changed.append(_changed(each, known[mentee], short))
    return changed


def _changed(each: Difference, causes: tuple[Cause, ...], short: str | None) -> Changed:
    return Changed(
        field=each.field,
        frozen=each.frozen,
        now=each.now,
        difference=each.difference,
        causes=causes,
        short=short,
        figure=each.field.rpartition(".")[2],
    )


def _published(store: Reader, row: BulletinRow) -> int:
    """The number of the command that published it."""
    seqs = ChangeLog(store).sets_touching("bulletin", [{"id": row.id}])
    published = store.value(
        "SELECT max(seq) FROM change_set WHERE command = 'bulletin publish'"
        f" AND seq IN ({', '.join(map(str, seqs)) or '0'})"
    )
    return int(published or 0)


def _causes(store: Reader, pairings: Iterable[str], since: int, as_of: str) -> tuple[Cause, ...]:
    """The commands in force after `since` that changed what these pairings had up to `as_of`."""
    seqs = {
        seq
        for key in pairings
        for seq in sets_concerning(store, "pairing", {"id": key})
        if seq > since
    }
    log = ChangeLog(store)
    causes = []
    for seq in sorted(seqs):
        if not any(_tells(note.after or note.before, as_of) for note in log.notes(seq)):
            continue
        (command, reason, undone) = next(
            store.tuples("SELECT command, reason, undone_by FROM history WHERE seq = :seq", seq=seq)
        )
        if undone is None and not command.startswith("bulletin "):
            causes.append(Cause(seq, command, reason))
    return tuple(causes)


def _tells(row: str | None, as_of: str) -> bool:
    """Whether a row, as the log has it, says anything about the days up to `as_of`."""
    values: Mapping[str, Any] = json.loads(row or "{}")
    days = [values[name] for name in _DAYS if values.get(name)]
    return not days or min(days) <= as_of
