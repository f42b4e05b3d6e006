"""What holds for the records of a programme as a whole, whoever wrote them last.

Each rule is a function that names the records that break it; a command checks the same before
it writes, for the few rows that it is about. What changes rows without being such a command is
looked at afterwards, by all rules: undo, redo, load, restore, init. The doctor runs them too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.judging.frozen import is_as_frozen
from pairing_cli.domain.owed.rules import goes_in_steps
from pairing_cli.domain.phrases import Label, Phrase, lines, phrase, phrase_n
from pairing_cli.domain.records.registry import table_word
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.domain.words.wording import same_name
from pairing_cli.services.keeping.register_invariants import AHEAD, OF_REGISTERS, Broken
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import Reader

_SHOWN: Final = 10
"""So many of the records that break a rule are named."""


def broken_rules(store: Reader) -> Iterator[Broken]:
    """Everything that no command would have left so."""
    for rule in INVARIANTS:
        yield from rule(store)


def check_file(path: Path) -> None:
    """Raise `RuleRefusal` where the database at `path`, which is to be taken in, breaks a rule."""
    with closing(FileReader(path)) as store:
        check_rules(
            store,
            hint=phrase("Nothing was written. To take it as it is all the same: --as-it-is"),
        )


def check_rules(
    store: Reader,
    before: Iterable[Broken] = (),
    *,
    code: str = "rule-broken",
    hint: Phrase | None = None,
) -> None:
    """Raise `RuleRefusal` where a rule is broken that wasn't broken `before`."""
    known = {(each.check, each.record) for each in before}
    found = [each for each in broken_rules(store) if (each.check, each.record) not in known]
    if not found:
        return
    said = [each.message for each in found[:_SHOWN]]
    if rest := len(found) - len(said):
        said.append(phrase_n("and {count} more", "and {count} more", rest))
    raise RuleRefusal(
        code,
        lines(phrase("Then the rules of the programme would not hold:"), *said),
        hint=hint,
    )


def _terms_apart(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT a.code AS first, b.code AS second FROM term AS a INNER JOIN term AS b"
        " ON a.start_date <= b.end_date AND b.start_date <= a.end_date AND a.code < b.code"
    ):
        message = phrase("The terms {first} and {second} overlap.", **row)
        yield Broken("terms", row["first"], message)


def _pairings_in_their_cycle(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT p.ref, p.mentor, p.mentee, p.start_date, p.end_date, p.cycle FROM pairings AS p"
        " INNER JOIN cycle AS y ON y.id = p.cycle_id"
        " WHERE p.start_date < y.start_date OR p.end_date > y.end_date"
    ):
        message = phrase(
            "The pairing {mentor} → {mentee} ({start_date} to {end_date}) lies outside its cycle"
            " {cycle}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield Broken("cycles", row["ref"], message)


def _visits_in_their_cycle(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT v.ref, v.start_date, v.end_date, v.cycle FROM visits AS v"
        " INNER JOIN cycle AS y ON y.id = v.cycle_id"
        " WHERE v.start_date < y.start_date OR v.end_date > y.end_date"
    ):
        message = phrase(
            "The visit of {start_date} to {end_date} lies outside its cycle {cycle}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield Broken("cycles", row["ref"], message)


def _visits_of_somebody(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT v.ref, v.start_date, v.mentor FROM visits AS v WHERE NOT EXISTS"
        " (SELECT 1 FROM visit_pairing AS x WHERE x.visit_id = v.id)"
    ):
        message = phrase(
            "The visit of {mentor} on {start_date} belongs to no pairing.",
            mentor=row["mentor"],
            start_date=row["start_date"],
        )
        yield Broken("visits", row["ref"], message)


def _visits_within_their_pairing(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT v.id, v.start_date, p.mentor, p.mentee, p.start_date AS start, p.end_date AS"
        ' "end" FROM visit AS v INNER JOIN visit_pairing AS x ON x.visit_id = v.id'
        " INNER JOIN pairings AS p ON p.id = x.pairing_id"
        " WHERE v.state <> 'cancelled' AND v.override_reason IS NULL"
        " AND (v.start_date < p.start_date OR v.start_date > p.end_date)"
    ):
        message = phrase(
            "The visit of {day} lies outside the pairing of {mentor} and {mentee}, {start} to"
            " {end}.",
            day=row["start_date"],
            mentor=row["mentor"],
            mentee=row["mentee"],
            start=row["start"],
            end=row["end"],
        )
        yield Broken("visits", ref_of(row["id"]), message)


def _visits_in_forms_in_use(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT v.id, v.start_date, f.label_zh, f.label_en FROM visit AS v"
        " INNER JOIN form AS f ON f.code = v.form_code WHERE v.state <> 'cancelled'"
        " AND (v.start_date < f.valid_from OR v.start_date > f.valid_to)"
    ):
        message = phrase(
            "The form {form} is not in use on {day}.",
            form=Label(row["label_zh"], row["label_en"]),
            day=row["start_date"],
        )
        yield Broken("visits", ref_of(row["id"]), message)


def _paired_are_not_retired(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT p.ref, p.mentor, p.mentee, p.end_date, k.name, k.retired_on FROM pairings AS p"
        " INNER JOIN kindergarten AS k ON k.id IN (p.mentor_id, p.mentee_id)"
        " WHERE k.retired_on <= p.end_date"
    ):
        message = phrase(
            "{name} has been retired since {day}, but is paired until {end}: {mentor} → {mentee}.",
            name=row["name"],
            day=row["retired_on"],
            end=row["end_date"],
            mentor=row["mentor"],
            mentee=row["mentee"],
        )
        yield Broken("pairings", row["ref"], message)


def _one_mentor_at_a_time(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT b.ref, a.mentor AS first, b.mentor AS second, b.mentee, b.cycle"
        " FROM pairings AS a INNER JOIN pairings AS b ON a.mentee_id = b.mentee_id"
        " AND a.cycle_id = b.cycle_id AND a.kind = b.kind AND a.id < b.id"
        " AND (a.kind = 'regular' OR a.mentor_id = b.mentor_id)"
        " AND (a.mentor_id = b.mentor_id OR NOT EXISTS (SELECT 1 FROM layer_capacity AS c"
        " WHERE c.cycle_id = b.cycle_id AND c.layer = b.layer AND c.most_mentors > 1))"
        " WHERE a.start_date <= b.end_date AND b.start_date <= a.end_date"
    ):
        message = phrase(
            "{mentee} is helped by {first} and {second} at once in cycle {cycle}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield Broken("pairings", row["ref"], message)


def _mentors_within_capacity(store: Reader) -> Iterator[Broken]:
    """Of the mentees that a mentor has at once, no more than the scheme allows came without a
    reason.
    """
    several = defaultdict(list)
    for row in store.rows(
        "SELECT p.cycle_id, p.layer, p.mentor_id, p.mentor, p.start_date, p.end_date, p.ref,"
        " p.override_reason, c.maximum, coalesce(c.together, p.layer) AS room"
        " FROM pairings AS p INNER JOIN layer_capacity AS c"
        " ON c.cycle_id = p.cycle_id AND c.layer = p.layer"
        " WHERE p.kind = 'regular' AND c.maximum IS NOT NULL ORDER BY p.start_date, p.id"
    ):
        several[row["cycle_id"], row["room"], row["mentor_id"]].append(row)
    for rows in several.values():
        for last in rows:
            at_once = [
                each
                for each in rows
                if each["start_date"] <= last["start_date"] <= each["end_date"]
            ]
            plain = sum(each["override_reason"] is None for each in at_once)
            if len(at_once) > last["maximum"] and plain > last["maximum"]:
                message = phrase(
                    "{mentor} helps {count} in the layer {layer} from {day} on; the scheme allows"
                    " {maximum}.",
                    mentor=last["mentor"],
                    count=len(at_once),
                    layer=LAYERS.get(last["layer"], last["layer"]),
                    day=last["start_date"],
                    maximum=last["maximum"],
                )
                yield Broken("pairings", last["ref"], message)


def _exempt_counties_are_not_arranged_for(store: Reader) -> Iterator[Broken]:
    """Nobody of an exempt county is helped regularly, unless a reason says why."""
    for row in store.rows(
        "SELECT p.ref, p.mentor, p.mentee, p.cycle, r.name AS county FROM exemption AS x"
        " INNER JOIN region AS r ON r.code = x.region_code"
        " INNER JOIN pairings AS p ON p.cycle_id = x.cycle_id AND p.county_code = x.region_code"
        " WHERE p.layer = 'city-county' AND p.kind = 'regular' AND p.override_reason IS NULL"
        " AND (x.end_date IS NULL OR p.start_date <= x.end_date)"
    ):
        message = phrase(
            "{county} has no arrangement of its own in cycle {cycle}, but {mentor} helps {mentee}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield Broken("pairings", row["ref"], message)


def _exemptions_in_their_cycle(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT x.id, x.end_date, r.name AS county, y.code AS cycle FROM exemption AS x"
        " INNER JOIN region AS r ON r.code = x.region_code"
        " INNER JOIN cycle AS y ON y.id = x.cycle_id"
        " WHERE x.end_date < y.start_date OR x.end_date > y.end_date"
    ):
        message = phrase(
            "The exemption of {county} ends on {end}, outside its cycle {cycle}.",
            county=row["county"],
            end=row["end_date"],
            cycle=row["cycle"],
        )
        yield Broken("cycles", ref_of(row["id"]), message)


def _one_head_at_a_time(store: Reader) -> Iterator[Broken]:
    groups = defaultdict(list)
    for row in store.rows(
        "SELECT m.group_id, m.name, m.start_date, m.end_date FROM group_member AS m"
        " INNER JOIN leading_group AS g ON g.id = m.group_id"
        " WHERE m.role = 'head' AND g.removed_reason IS NULL ORDER BY m.start_date, m.id"
    ):
        groups[row["group_id"]].append(row)
    for group, heads in groups.items():
        for first, second in combinations(heads, 2):
            if second["start_date"] <= (first["end_date"] or AHEAD):
                message = phrase(
                    "Leading group {ref} has two heads at once: {first} and {second}.",
                    ref=ref_of(group),
                    first=first["name"],
                    second=second["name"],
                )
                yield Broken("groups", ref_of(group), message)


def _names_apart(store: Reader) -> Iterator[Broken]:
    known: dict[tuple[str | None, str], str] = {}
    for key, name, region in store.tuples(
        "SELECT id, name, region_code FROM kindergarten ORDER BY id"
    ):
        other = known.setdefault((region, same_name(name)), key)
        if other != key:
            message = phrase("Two kindergartens of one region are called {name}.", name=name)
            yield Broken("names", ref_of(key), message)


def _needs_that_can_be_met(store: Reader) -> Iterator[Broken]:
    for key, need, measure in store.tuples(
        "SELECT o.id, o.need, r.measure FROM rule_override AS o"
        " INNER JOIN rule AS r ON r.id = o.rule_id"
    ):
        if not goes_in_steps(measure, need):
            message = phrase("{need} can't be done: it goes in whole units.", need=f"{need:g}")
            yield Broken("needs", ref_of(key), message)


def _bulletins_as_frozen(store: Reader) -> Iterator[Broken]:
    for key, number, figures, sha256 in store.tuples(
        "SELECT id, number, figures, sha256 FROM bulletin WHERE state <> 'draft'"
    ):
        if not is_as_frozen(figures, sha256):
            message = phrase(
                "The figures of bulletin {number} are not those that were frozen.", number=number
            )
            yield Broken("bulletins", ref_of(key), message)


def _bulletins_of_sealed_inspections(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT b.id, b.number, i.id AS inspection FROM bulletin AS b"
        " INNER JOIN bulletin_inspection AS x ON x.bulletin_id = b.id"
        " INNER JOIN inspection AS i ON i.id = x.inspection_id"
        " WHERE b.state = 'published' AND (i.done_on IS NULL OR i.removed_on IS NOT NULL)"
    ):
        message = phrase(
            "Bulletin {number} tells of inspection {ref}, which isn't done.",
            number=row["number"],
            ref=ref_of(row["inspection"]),
        )
        yield Broken("bulletins", ref_of(row["id"]), message)


def _findings_looked_at_on_the_spot(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT f.id FROM finding AS f INNER JOIN recheck AS r ON r.finding_id = f.id"
        " WHERE f.critical <> 0 AND r.how = 'papers' AND r.result = 'passed'"
    ):
        message = phrase(
            "The critical finding {ref} was closed by its papers.", ref=ref_of(row["id"])
        )
        yield Broken("findings", ref_of(row["id"]), message)


_LINKED: Final = {
    "need": "SELECT x.visit_id, n.id, n.pairing_id FROM visit_need AS x"
    " INNER JOIN need AS n ON n.id = x.need_id",
    "donation": "SELECT d.visit_id, d.id, d.pairing_id FROM donation AS d"
    " WHERE d.visit_id IS NOT NULL AND d.removed_on IS NULL",
}
"""Table → its records that name a visit: `visit_id`, `id`, `pairing_id`."""


def _linked_within_a_mentee(store: Reader) -> Iterator[Broken]:
    for table, linked in _LINKED.items():
        for row in store.rows(
            f"SELECT x.visit_id, x.id FROM ({linked}) AS x WHERE NOT EXISTS"
            " (SELECT 1 FROM visit_pairing AS v INNER JOIN pairing AS a ON a.id = v.pairing_id"
            " INNER JOIN pairing AS b ON b.mentee_id = a.mentee_id"
            " WHERE v.visit_id = x.visit_id AND b.id = x.pairing_id)"
        ):
            message = phrase(
                "Visit {visit} is named by {record} {ref}, which is of another mentee.",
                visit=ref_of(row["visit_id"]),
                record=table_word(table),
                ref=ref_of(row["id"]),
            )
            yield Broken("links", ref_of(row["id"]), message)


INVARIANTS: Final[tuple[Callable[[Reader], Iterator[Broken]], ...]] = (
    _terms_apart,
    _pairings_in_their_cycle,
    _visits_in_their_cycle,
    _visits_of_somebody,
    _visits_within_their_pairing,
    _visits_in_forms_in_use,
    _paired_are_not_retired,
    _one_mentor_at_a_time,
    _mentors_within_capacity,
    _exempt_counties_are_not_arranged_for,
    _exemptions_in_their_cycle,
    _one_head_at_a_time,
    _names_apart,
    _needs_that_can_be_met,
    _bulletins_as_frozen,
    _bulletins_of_sealed_inspections,
    _findings_looked_at_on_the_spot,
    _linked_within_a_mentee,
    *OF_REGISTERS,
)
