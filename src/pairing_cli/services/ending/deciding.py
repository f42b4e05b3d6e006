"""What becomes of each mentee in the next cycle: proposed with a reason, decided by a meeting.

The proposal goes out as a table and comes back as decisions; what a decision says takes the
place of what was proposed. All rows are looked at before any is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.ending import RollDecisionKind
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.standing import of_term, standings
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader

EXEMPTION: Final = "exemption:"
"""Before a county's name in the column of mentees: whether its exemption is renewed."""

FAR_BEHIND: Final = 0.6
"""Under this share of a term's activities a pairing is far behind (domain page, 5.7)."""

PASSES: Final = 60
"""Points with which a pairing passes (合格)."""

GRADUATES: Final = 90
"""Points with which a mentee needs no mentor any more (优秀)."""


class Decision(NamedTuple):
    """What becomes of one mentee."""

    mentee_id: str
    mentee: str
    layer: str | None
    old_pairing_id: str | None
    old_mentor_id: str | None
    former_mentor: str | None
    decision: str
    mentor_id: str | None
    """Whom it goes to; None where that is still to be found, or it goes to nobody."""
    mentor: str | None
    reason: Label | str
    override_reason: str | None = None
    mentee_short: str | None = None
    former_short: str | None = None
    mentor_short: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """The mentee with its pairing so far: it may have had several mentors."""
        return self.mentee_id, self.old_pairing_id

    @property
    def stored_reason(self) -> str:
        """Why, as it is stored: one of ours in Chinese, as the registers are."""
        return self.reason if isinstance(self.reason, str) else self.reason.zh


class ExemptionDecision(NamedTuple):
    """Whether a county stays exempt."""

    region_code: str
    county: str
    renewed: bool | None
    """None: nobody has decided."""
    reason: str
    reason_en: str | None
    former_mentor_id: str | None
    source: str | None


class Decided(NamedTuple):
    """What a table of decisions says."""

    mentees: Mapping[str, tuple[str, str | None, str | None, str | None]]
    """Id → decision, id of the mentor, reason, override; of several rows the first."""
    exemptions: Mapping[str, tuple[bool, str | None]]
    """Code of the county → renewed, reason."""
    refused: Sequence[Phrase] = ()
    """Rows that say nothing that can be done, each with its number and why."""
    file: str | None = None
    by_mentor: Mapping[tuple[str, str], tuple[str, str | None, str | None, str | None]] = {}
    """The same of mentees that stand with their mentor so far: ids of both."""

    def of(self, row: Decision, rows: int) -> tuple[str, str | None, str | None, str | None] | None:
        """What is decided of a row of the proposal, in which its mentee has so many `rows`: with
        several mentors so far, of each apart, or of all in one row that names none of them.

        Raises `BadData` where a mentee that had one mentor is decided twice.
        """
        named = [mentor for mentee, mentor in self.by_mentor if mentee == row.mentee_id]
        if rows > 1 and named:
            return self.by_mentor.get((row.mentee_id, row.old_mentor_id or ""))
        if len(named) > 1:
            raise BadData(
                "twice", phrase("{name} is decided twice.", name=row.mentee), file=self.file
            )
        return self.mentees.get(row.mentee_id)


NOTHING_DECIDED: Final = Decided({}, {})


def propose(store: Reader, cycle: CycleRow) -> list[Decision]:
    """What is proposed for every mentee of a cycle, and for those of its exempt counties."""
    rows = list(store.rows(_STANDING, cycle_id=cycle.id, last=cycle.end))
    slow, totals = _slow(store, cycle), _totals(store, cycle)
    promoted = {
        row["kindergarten_id"]
        for row in store.rows(
            "SELECT kindergarten_id FROM honour WHERE cycle_id = :cycle_id"
            " AND kind = 'promotion' AND state = 'awarded'",
            cycle_id=cycle.id,
        )
    }
    found = [_of_pairing(row, slow, totals.get(row["ref"]), promoted) for row in rows]
    paired = {row["mentee_id"] for row in rows}
    for row in store.rows(_EXEMPT, cycle_id=cycle.id, last=cycle.end):
        if row["mentee_id"] not in paired:
            found.append(
                Decision(
                    mentee_id=row["mentee_id"],
                    mentee=row["mentee"],
                    layer="city-county",
                    old_pairing_id=None,
                    old_mentor_id=row["former_mentor_id"],
                    former_mentor=row["former_mentor"],
                    decision=RollDecisionKind.OPEN,
                    mentor_id=None,
                    mentor=None,
                    reason=Label("上一周期免安排，须重新决定", "exempt before; to be decided anew"),
                )
            )
    known = {each.mentee_id for each in found}
    found += [
        Decision(
            mentee_id=row["mentee_id"],
            mentee=row["mentee"],
            layer=None,
            old_pairing_id=None,
            old_mentor_id=None,
            former_mentor=None,
            decision=RollDecisionKind.NEW,
            mentor_id=None,
            mentor=None,
            reason=Label("薄弱园，尚无帮扶园", "weak, and nobody helps it"),
        )
        for row in store.rows(_WEAK, day=cycle.end)
        if row["mentee_id"] not in known
    ]
    return found


_STANDING: Final = """
    SELECT p.id, p.ref, p.mentee_id, p.mentee, p.mentor_id, p.mentor, p.layer, k.retired_on,
           m.retired_on AS mentor_retired
    FROM pairings AS p
    INNER JOIN kindergarten AS k ON k.id = p.mentee_id
    INNER JOIN kindergarten AS m ON m.id = p.mentor_id
    WHERE p.cycle_id = :cycle_id AND p.kind = 'regular' AND p.end_date >= :last
    ORDER BY p.layer, p.mentor_id, p.mentee_id
"""

_EXEMPT: Final = """
    SELECT k.id AS mentee_id, k.name AS mentee, x.former_mentor_id, m.name AS former_mentor
    FROM exemption AS x
    INNER JOIN kindergartens AS k ON k.county_code = x.region_code AND k.tier = 'county'
        AND k.ownership <> 'private' AND k.exemplar IS NOT NULL AND k.retired_on IS NULL
    LEFT JOIN kindergarten AS m ON m.id = x.former_mentor_id
    WHERE x.cycle_id = :cycle_id AND (x.end_date IS NULL OR x.end_date >= :last)
    ORDER BY x.region_code, k.id
"""

_WEAK: Final = """
    SELECT k.id AS mentee_id, k.name AS mentee
    FROM kindergarten_status AS s INNER JOIN kindergarten AS k ON k.id = s.kindergarten_id
    WHERE s.status = 'weak' AND s.removed_on IS NULL AND s.from_date <= :day
        AND (s.to_date IS NULL OR s.to_date >= :day) AND k.retired_on IS NULL
        AND k.tier <> 'city'
    ORDER BY k.id
"""


def _of_pairing(
    row: Mapping[str, Any], slow: Container[str], total: float | None, promoted: Container[str]
) -> Decision:
    decision, reason = _proposed(row, slow, total, promoted)
    keeps = decision is RollDecisionKind.KEEP
    return Decision(
        mentee_id=str(row["mentee_id"]),
        mentee=str(row["mentee"]),
        layer=row["layer"],
        old_pairing_id=row["id"],
        old_mentor_id=row["mentor_id"],
        former_mentor=row["mentor"],
        decision=decision,
        mentor_id=row["mentor_id"] if keeps else None,
        mentor=row["mentor"] if keeps else None,
        reason=reason,
    )


def _proposed(
    row: Mapping[str, Any], slow: Container[str], total: float | None, promoted: Container[str]
) -> tuple[RollDecisionKind, Label]:
    """What is proposed for a mentee, and why: the first of these that is so."""
    kind = RollDecisionKind
    day, gone = row["retired_on"], row["mentor_retired"]
    assessed = Label(f"考核 {total:.1f}", f"assessed {total:.1f}") if total is not None else None
    points = total if total is not None else PASSES
    cases: tuple[tuple[bool, RollDecisionKind, Label], ...] = (
        (day is not None, kind.DROP, Label(f"{day} 已撤并", f"retired since {day}")),
        (
            row["mentee_id"] in promoted,
            kind.GRADUATE,
            Label("晋级已批准", "its promotion was awarded"),
        ),
        (points >= GRADUATES, kind.GRADUATE, assessed or _NOTHING),
        (
            gone is not None,
            kind.SWAP,
            Label(f"原帮扶园 {gone} 已撤并", f"its mentor has been retired since {gone}"),
        ),
        (
            points < PASSES and row["id"] in slow,
            kind.SWAP,
            Label(
                f"考核 {points:.1f}，近两学期滞后", f"assessed {points:.1f}, two terms far behind"
            ),
        ),
        (assessed is not None, kind.KEEP, assessed or _NOTHING),
        (
            row["id"] in slow,
            kind.KEEP,
            Label("近两学期严重滞后，未考核", "far behind for two terms; nothing was assessed"),
        ),
    )
    return next(((found, why) for is_so, found, why in cases if is_so), (kind.KEEP, _NOTHING))


_NOTHING: Final = Label("没有考核意见，照旧", "nothing assessed speaks against it")


def _totals(store: Reader, cycle: CycleRow) -> dict[str, float]:
    """Ref of a pairing → what it came to in the assessment that was approved last."""
    figures = store.value(
        "SELECT figures FROM assessment WHERE cycle_id = :cycle_id AND state = 'approved'"
        " ORDER BY approved_on DESC, id DESC LIMIT 1",
        cycle_id=cycle.id,
    )
    if figures is None:
        return {}
    return {
        each["ref"]: each["total"]
        for each in json.loads(figures)["pairings"]
        if each["total"] is not None
    }


def _slow(store: Reader, cycle: CycleRow) -> set[str]:
    """The pairings of which the activities of each of the last two terms were far behind."""
    figures = figures_of(store, cycle, cycle.span.last, ledger=Ledger.SCHEME)
    terms = [
        term
        for term in figures.terms
        if term.first >= cycle.span.first and term.last <= cycle.span.last
    ][-2:]
    behind: list[set[str]] = []
    for term in terms:
        shares = {
            each.pairing.pairing.id: each.outcome.blocks.get(Block.ACTIVITY)
            for each in standings(of_term(figures, term))
        }
        behind.append(
            {key for key, share in shares.items() if share is not None and share < FAR_BEHIND}
        )
    return set.intersection(*behind) if behind else set()


def exemptions_of(store: Reader, cycle: CycleRow, decided: Decided) -> list[ExemptionDecision]:
    """The exempt counties of a cycle, and whether each stays so."""
    found = []
    arranged = {
        find_kindergarten(store, key).county_code
        for key, (decision, *_) in decided.mentees.items()
        if decision in (RollDecisionKind.KEEP, RollDecisionKind.NEW, RollDecisionKind.SWAP)
    }
    for row in store.rows(
        "SELECT x.region_code, r.name AS county, x.reason, x.reason_en, x.source,"
        " coalesce(x.former_mentor_id, (SELECT p.mentor_id FROM pairings AS p"
        " WHERE p.cycle_id = x.cycle_id AND p.county_code = x.region_code"
        " ORDER BY p.start_date DESC LIMIT 1)) AS former_mentor_id"
        " FROM exemption AS x INNER JOIN region AS r ON r.code = x.region_code"
        " WHERE x.cycle_id = :cycle_id AND (x.end_date IS NULL OR x.end_date >= :last)"
        " ORDER BY x.region_code",
        cycle_id=cycle.id,
        last=cycle.end,
    ):
        renewed, reason = decided.exemptions.get(row["region_code"], (None, None))
        if renewed is None and row["region_code"] in arranged:
            renewed = False
        stays = ExemptionDecision(renewed=renewed, **row)
        if reason is not None:
            stays = stays._replace(reason=reason, reason_en=None)
        found.append(stays)
    return found


def overlaid(store: Reader, proposed: Sequence[Decision], decided: Decided) -> list[Decision]:
    """The proposal with what was decided in its place; mentees that are new come last."""
    rows = []
    known = set()
    counts = Counter(each.mentee_id for each in proposed)
    renewed = {code for code, (stays, _) in decided.exemptions.items() if stays}
    for each in proposed:
        known.add(each.mentee_id)
        said = decided.of(each, counts[each.mentee_id])
        if said is not None:
            rows.append(_decided(store, each, said))
        elif find_kindergarten(store, each.mentee_id).county_code in renewed:
            reason = Label("本周期免安排", "exempt in the new cycle")
            rows.append(
                each._replace(
                    decision=RollDecisionKind.DROP, mentor_id=None, mentor=None, reason=reason
                )
            )
        else:
            rows.append(each)
    for key, said in decided.mentees.items():
        if key not in known:
            name = store.value("SELECT name FROM kindergarten WHERE id = :id", id=key)
            blank = Decision(key, str(name), None, None, None, None, "", None, None, "")
            rows.append(_decided(store, blank, said))
    return rows


def _decided(
    store: Reader, each: Decision, said: tuple[str, str | None, str | None, str | None]
) -> Decision:
    decision, mentor_id, reason, override = said
    if decision == RollDecisionKind.KEEP and mentor_id is None:
        mentor_id = each.old_mentor_id
    name = mentor_id and store.value("SELECT name FROM kindergarten WHERE id = :id", id=mentor_id)
    return each._replace(
        decision=decision,
        mentor_id=mentor_id,
        mentor=name,
        reason=reason or Label("会议决定", "decided by the meeting"),
        override_reason=override,
    )
