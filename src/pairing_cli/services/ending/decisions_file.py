"""The decisions of a meeting, as they come back in the workbook that was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from pairing_cli.domain.ending import ROLL_DECISIONS, RollDecisionKind
from pairing_cli.domain.errors import BadData, NotFound, PairingError
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.records.ending import DECISION, DECISION_REASON, NEW_MENTOR, OLD_MENTOR
from pairing_cli.domain.records.paired import COUNTY, MENTEE, OVERRIDE_REASON
from pairing_cli.files.tables.headers import no_header, with_header
from pairing_cli.files.tables.sheets import opened, tables_in
from pairing_cli.services.ending.deciding import EXEMPTION, Decided
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader

FIELDS: Final[tuple[Field, ...]] = (
    MENTEE,
    DECISION._replace(aliases=("决定",)),
    OLD_MENTOR,
    NEW_MENTOR,
    DECISION_REASON._replace(aliases=("原因",)),
    OVERRIDE_REASON,
)
"""What a table of decisions says of a mentee."""

_PASSED_OVER: Final = (*COUNTY.names(), "层级", "Layer", "layer")


def read_decisions(store: Reader, path: Path, stdin: BinaryIO) -> Decided:
    """What the table at `path` decides; rows that can't be are told when the rules have been asked
    about the others. Raises `BadData` for what is no such table.
    """
    mentees: dict[str, tuple[str, str | None, str | None, str | None]] = {}
    exemptions: dict[str, tuple[bool, str | None]] = {}
    by_mentor: dict[tuple[str, str], tuple[str, str | None, str | None, str | None]] = {}
    wrong: list[Phrase] = []
    with opened(path, stdin) as (stream, name):
        for source in tables_in(stream, name):
            table = with_header(source, FIELDS, passed_over=_PASSED_OVER)
            if table is None:
                raise no_header(source, FIELDS)
            for row in table.rows:
                cells = {key: str(value).strip() for key, value in row.cells.items()}
                try:
                    _read_row(store, cells, mentees, exemptions, by_mentor)
                except PairingError as error:
                    wrong.append(phrase("row {row}: {reason}", row=row.row, reason=error.message))
    return Decided(mentees, exemptions, tuple(wrong), str(path), by_mentor)


def _read_row(
    store: Reader,
    cells: Mapping[str, str],
    mentees: dict[str, tuple[str, str | None, str | None, str | None]],
    exemptions: dict[str, tuple[bool, str | None]],
    by_mentor: dict[tuple[str, str], tuple[str, str | None, str | None, str | None]],
) -> None:
    name = cells.get("mentee", "")
    if not cells.get("decision"):
        return  # nobody has decided
    decision = _decision(cells["decision"])
    reason = cells.get("reason") or None
    if name.startswith(EXEMPTION):
        county = find_region(store, name.removeprefix(EXEMPTION).strip(), level="county")
        if county.code in exemptions:
            raise BadData("twice", phrase("{name} is decided twice.", name=county.name))
        exemptions[county.code] = (decision == RollDecisionKind.KEEP, reason)
        return
    mentee = find_kindergarten(store, name)
    helper = _mentor(store, cells.get(NEW_MENTOR.key, ""))
    said = (decision, helper, reason, cells.get("override_reason") or None)
    former = _former(store, cells.get(OLD_MENTOR.key, ""))
    others = [key for key in by_mentor if key[0] == mentee.id]
    # Who has had several mentors stands there with each of them.
    is_another = former is not None and others and (mentee.id, former) not in others
    if mentee.id in mentees and not is_another:
        raise BadData("twice", phrase("{name} is decided twice.", name=mentee.name))
    mentees.setdefault(mentee.id, said)
    if former is not None:
        by_mentor[mentee.id, former] = said


def _former(store: Reader, text: str) -> str | None:
    """Only tells rows of one mentee apart: whoever isn't known by it tells nothing."""
    try:
        return _mentor(store, text)
    except NotFound:
        return None


def _mentor(store: Reader, text: str) -> str | None:
    return find_kindergarten(store, text).id if text and text not in "—-" else None


def _decision(word: str) -> str:
    wanted = word.casefold()
    for code, label in ROLL_DECISIONS.items():
        if wanted in (code, label.zh, label.en):
            return str(code)
    raise NotFound(
        "no-such-decision",
        phrase(
            "{word} is no decision: {all}", word=word or "—", all=tuple(ROLL_DECISIONS.values())
        ),
    )
