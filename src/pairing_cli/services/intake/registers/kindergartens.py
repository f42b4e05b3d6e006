"""What kindergartens count as, and their backbone teachers, imported: each row goes through the
command's own service.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.records.kindergartens import BACKBONE_TEACHER, KINDERGARTEN_STATUS
from pairing_cli.domain.words.masking import whole
from pairing_cli.services.intake.import_records import Day, Effect, RowWriter
from pairing_cli.services.intake.registers.paper_rows import completed, one_day, pointing
from pairing_cli.services.kindergartens.backbone_edit import add_backbone, edit_backbone
from pairing_cli.services.kindergartens.status_edit import give_status
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.writing import Writer

_STATUS: Final = """
    SELECT substr(id, 25, 8) AS ref, to_date AS "to", reason FROM kindergarten_status
    WHERE kindergarten_id = :kindergarten AND status = :status AND from_date = :first
        AND removed_on IS NULL
"""

_BACKBONE: Final = """
    SELECT substr(id, 25, 8) AS ref, level, to_date AS "to", strength, note
    FROM backbone_teacher
    WHERE kindergarten_id = :kindergarten AND name = :name AND from_date = :first
        AND removed_on IS NULL
"""


@pointing({"in-the-future": ["from"], "end-before-start": ["to"], "status-twice": ["from"]})
def write_status(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Say what a kindergarten counts as, unless that is on record."""
    key = find_kindergarten(store, values["kindergarten"])
    first, last = one_day(values, "from"), one_day(values, "to")
    assert first is not None  # noqa: S101 - a required field

    def give(_ref: str | None = None) -> object:
        return give_status(
            store,
            key.id,
            values["status"],
            first,
            last,
            reason=values.get("reason"),
            today=day.today,
        )

    for known in store.rows(
        _STATUS, kindergarten=key.id, status=values["status"], first=first.isoformat()
    ):
        return completed(store, known, values, "kindergarten status", give)
    give()
    return Effect.ADDED


@pointing({"in-the-future": ["from"], "end-before-start": ["to"], "backbone-twice": ["name"]})
def write_backbone(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Put a teacher on the register, unless on it since that day."""
    key = find_kindergarten(store, values["kindergarten"])
    first, last = one_day(values, "from"), one_day(values, "to")
    assert first is not None  # noqa: S101 - a required field
    texts = {"strength": values.get("strength"), "note": values.get("note")}
    for known in store.rows(
        _BACKBONE, kindergarten=key.id, name=values["name"], first=first.isoformat()
    ):
        return completed(
            store, known, values, "backbone edit",
            lambda ref: edit_backbone(store, ref, to_date=last, **whole(texts)),
        )  # fmt: skip
    added = add_backbone(
        store, key.id, values["name"], values["level"], first, **texts, today=day.today
    )
    if last is not None:
        edit_backbone(store, added.ref, to_date=last)
    return Effect.ADDED


KINDERGARTEN_WRITERS: Final[Mapping[str, RowWriter]] = {
    KINDERGARTEN_STATUS.name: write_status,
    BACKBONE_TEACHER.name: write_backbone,
}
"""How a row of each register is written."""
