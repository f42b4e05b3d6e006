"""The change log, read: who changed what, when and why."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.ids import is_id, ref_of
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.registry import RECORDS, codes, field_word
from pairing_cli.domain.time.moments import local_minute, utc_moment
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.keeping.related_changes import sets_concerning
from pairing_cli.services.keeping.subjects import Subjects
from pairing_cli.services.programme.names.lookup import find_by_ref, find_form, find_kindergarten
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import Reader, batches, in_pages


class HistoryRow(NamedTuple):
    """One command's change set as the contract's `history` shows it; `at` is in UTC."""

    seq: int
    at: str
    actor: str
    command: str
    reason: str | None
    changes: int
    """How many rows it changed."""
    undoes: int | None
    """The change set that it takes back."""
    undone_by: int | None
    """The change set that has taken it back, unless that has been taken back itself."""
    subject: Phrase | None = None
    """What it was about, in a few words."""

    @property
    def told(self) -> Phrase | str:
        """The command and what it was about."""
        if self.subject is None:
            return self.command
        return phrase("{command}: {subject}", command=self.command, subject=self.subject)

    @property
    def at_local(self) -> str:
        """When it was, to the minute, by the clock on the wall."""
        return local_minute(self.at)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row, before and after a change. `record` is what people call the row."""

    table: str
    record: str
    operation: str
    field: str
    before: Any
    after: Any
    before_shown: Any = dataclasses.field(default=None, compare=False, repr=False)
    after_shown: Any = dataclasses.field(default=None, compare=False, repr=False)
    """As people read them: names for keys, words for codes."""

    @property
    def field_shown(self) -> Label | str:
        """What people call the field."""
        return field_word(self.table, self.field)


_UNDONE: Final = """
    SELECT u.undoes AS seq, max(u.seq) AS undone_by
    FROM change_set AS u
    LEFT JOIN change_set AS r ON r.undoes = u.seq
    WHERE u.undoes IS NOT NULL AND r.seq IS NULL
    GROUP BY u.undoes
"""
"""What is taken back. An undo that was itself taken back (redo) no longer undoes anything."""

HISTORY: Final = f"""
    SELECT h.seq, h.at, h.actor, h.command, h.reason, h.changes, h.undoes, x.undone_by
    FROM history AS h
    LEFT JOIN ({_UNDONE}) AS x ON x.seq = h.seq
"""
"""Change sets. The join is made once: asked for each of 100,000 rows it takes minutes."""

IN_FORCE: Final = "h.undoes IS NULL AND x.undone_by IS NULL AND h.command <> 'init'"
"""Of what can be taken back: commands that are not taken back yet. `init` stays."""

_NAMES: Final = (
    "SELECT id, name FROM kindergarten WHERE id IN ({places})",
    "SELECT id, code AS name FROM cycle WHERE id IN ({places})",
    "SELECT id, mentor || ' → ' || mentee AS name FROM pairings WHERE id IN ({places})",
    "SELECT id, mentor || ' ' || start_date AS name FROM visits WHERE id IN ({places})",
    "SELECT b.id, k.name || ' ' || b.on_date AS name FROM baseline AS b"
    " INNER JOIN kindergarten AS k ON k.id = b.kindergarten_id WHERE b.id IN ({places})",
)

_PAGE: Final = 5_000
"""Changes in one go: an import has hundreds of thousands."""

_NAMING_FIELDS: Final = ("name", "label_zh", "alias", "code", "title_zh", "file_name", "layer")
"""By the first of these that a row has, people know it."""

_SEARCH_FIELDS: Final = frozenset({"pinyin", "initials"})
"""Made from the name: their change says nothing that the name's doesn't."""


def list_history(
    store: Reader,
    *,
    actor: str | None = None,
    of: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    in_force: bool = False,
    limit: int | None = None,
) -> list[HistoryRow]:
    """Change sets, newest first: of one actor, from one day to another by the clock on the
    wall, and of one record (a kindergarten's name, a ref, a form or cycle) with what belongs
    to it; with `in_force` those that can be taken back. Raises `NotFound`.
    """
    conditions = "(:actor IS NULL OR h.actor = :actor)"
    values: dict[str, Any] = {"actor": actor}
    if start is not None:
        conditions += " AND h.at >= :start"
        values["start"] = utc_moment(start)
    if end is not None:
        conditions += " AND h.at < :after"
        values["after"] = utc_moment(end + dt.timedelta(days=1))
    if in_force:
        conditions += f" AND {IN_FORCE}"
    if of is None:
        found = _newest(store, conditions, values, limit)
    else:
        seqs = sorted(sets_concerning(store, *_record_key(store, of)), reverse=True)
        listed = in_pages(
            store, f"{HISTORY} WHERE {conditions} AND h.seq IN ({{places}})", seqs, **values
        )
        found = sorted((HistoryRow(**row) for row in listed), key=lambda each: -each.seq)[:limit]
    subjects = Subjects(store)
    return [each._replace(subject=subjects.of(each.seq)) for each in found]


def _newest(
    store: Reader, conditions: str, values: Mapping[str, Any], limit: int | None
) -> list[HistoryRow]:
    most = "" if limit is None else f" LIMIT {limit:d}"
    sql = f"{HISTORY} WHERE {conditions} ORDER BY h.seq DESC{most}"
    return store.fetch(HistoryRow, sql, **values)


def find_change_set(store: Reader, seq: int) -> HistoryRow:
    """One change set. Raises `NotFound`."""
    found = store.first(HistoryRow, f"{HISTORY} WHERE h.seq = :seq", seq=seq)
    if found is None:
        raise NotFound(
            "no-such-change",
            phrase("There is no change number {seq}.", seq=seq),
            hint=phrase("See: pairing history"),
        )
    return found._replace(subject=Subjects(store).of(seq))


def list_changes(store: Reader, seq: int) -> Iterator[FieldChange]:
    """What a change set did, field by field, in order. Empty fields of new rows are left out."""
    forms = {
        code: Label(zh, en)
        for code, zh, en in store.tuples("SELECT code, label_zh, label_en FROM form")
    }
    for page in _pages(store, seq):
        names = _names(store, page)
        shown = partial(_shown, names, forms)
        for change in page:
            record = names.get(change.key.get("id", "")) or _called(change, names)
            for field in dict.fromkeys((*change.before, *change.after)):
                old, new = change.before.get(field), change.after.get(field)
                is_key = field in change.key and len(change.key) == 1
                if old != new and not is_key and field not in _SEARCH_FIELDS:
                    yield FieldChange(
                        change.table,
                        record,
                        change.operation,
                        field,
                        old,
                        new,
                        shown(change.table, field, old),
                        shown(change.table, field, new),
                    )


def _shown(
    names: Mapping[str, str], forms: Mapping[str, Label], table: str, field: str, value: Any
) -> Any:
    """A value as people read it."""
    words = forms if field == "form_code" else codes(table, field) or names
    if value is None or value in words:
        return words.get(value)
    if field == "recorded_at":
        return local_minute(value)
    return ref_of(value) if is_id(value) else value


class _Change(NamedTuple):
    """One row of the change log, its values read."""

    table: str
    operation: str
    key: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def _pages(store: Reader, seq: int) -> Iterator[list[_Change]]:
    for page in batches(ChangeLog(store).notes(seq), _PAGE):
        yield [
            _Change(
                note.table,
                note.operation,
                json.loads(note.key),
                json.loads(note.before or "{}"),
                json.loads(note.after or "{}"),
            )
            for note in page
        ]


def _names(store: Reader, changes: list[_Change]) -> dict[str, str]:
    """The keys in these changes, as people call what they belong to."""
    keys = {
        value
        for change in changes
        for values in (change.key, change.before, change.after)
        for value in values.values()
        if is_id(value)
    }
    return {row["id"]: row["name"] for sql in _NAMES for row in in_pages(store, sql, keys)}


def _called(change: _Change, names: Mapping[str, str]) -> str:
    """What people call a row that has gone, or that only links others."""
    values = change.after or change.before
    for field in _NAMING_FIELDS:
        if values.get(field):
            return str(values[field])
    others = [
        names.get(value, ref_of(value))
        for field, value in values.items()
        if field.endswith("_id") and field != "cycle_id" and value
    ]
    return "、".join(others) or "、".join(map(str, change.key.values()))


def _record_key(store: Reader, text: str) -> tuple[str, dict[str, str]]:
    """The table and the key of the record that `text` means."""
    try:
        return "kindergarten", {"id": find_kindergarten(store, text).id}
    except NotFound as unknown_name:
        if unknown_name.code != "no-such-kindergarten":
            raise
        for table in (name for name, record in RECORDS.items() if record.has_ref):
            try:
                return table, {"id": find_by_ref(store, table, text)}
            except NotFound as unknown_ref:
                if unknown_ref.code != "no-such-ref":
                    raise
        try:
            return "form", {"code": find_form(store, text).code}
        except NotFound:
            pass
        cycle = store.value("SELECT id FROM cycle WHERE code = :code", code=text.strip())
        if cycle is not None:
            return "cycle", {"id": str(cycle)}
        raise unknown_name from None
