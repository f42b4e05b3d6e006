"""What holds for the smaller registers, as `invariants` says it of pairings and visits: nobody
stands twice in one place at once, and a word means one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

from pairing_cli.domain.honours.words import HONOUR_STATES
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.layers import without_order
from pairing_cli.domain.paperwork import OWNERS
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import KINDERGARTEN_STATUSES, LAYERS
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import same_name
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.programme.cycles import list_cycles
from pairing_cli.services.programme.forms import list_forms
from pairing_cli.services.programme.names.lookup import form_word
from pairing_cli.services.visits.next_steps import SETTLED_BEFORE, seen_to_before
from pairing_cli.store.reading import Reader


class Broken(NamedTuple):
    """A record that breaks a rule, and what is to be said of it."""

    check: str
    record: str
    message: Phrase


AHEAD: Final = "9999-12-31"
"""Later than any day: where something has no end yet."""


def _in_one_circle(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT b.id, a.name AS first, b.name AS second, k.name, y.code AS cycle FROM circle AS a"
        " INNER JOIN circle AS b ON b.cycle_id = a.cycle_id AND a.id < b.id"
        " INNER JOIN cycle AS y ON y.id = a.cycle_id"
        " INNER JOIN circle_member AS m ON m.circle_id = a.id"
        " INNER JOIN circle_member AS n ON n.circle_id = b.id"
        " AND n.kindergarten_id = m.kindergarten_id"
        f" AND m.from_date <= coalesce(n.to_date, '{AHEAD}')"
        f" AND n.from_date <= coalesce(m.to_date, '{AHEAD}')"
        " INNER JOIN kindergarten AS k ON k.id = m.kindergarten_id"
        " WHERE a.removed_on IS NULL AND b.removed_on IS NULL ORDER BY b.id, k.id"
    ):
        message = phrase(
            "{name} is in the circles {first} and {second} at once in cycle {cycle}.",
            **{name: value for name, value in row.items() if name != "id"},
        )
        yield Broken("circles", ref_of(row["id"]), message)


def _circles_led_by_a_member(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT c.id, c.name, k.name AS head FROM circle AS c"
        " INNER JOIN kindergarten AS k ON k.id = c.head_id"
        " WHERE c.removed_on IS NULL AND NOT EXISTS (SELECT 1 FROM circle_member AS m"
        " WHERE m.circle_id = c.id AND m.kindergarten_id = c.head_id AND m.to_date IS NULL)"
        " ORDER BY c.id"
    ):
        message = phrase(
            "{head}, the head of {name}, is none of its members.",
            head=row["head"],
            name=row["name"],
        )
        yield Broken("circles", ref_of(row["id"]), message)


def _circles_named_apart(store: Reader) -> Iterator[Broken]:
    for row, _ in _again(
        store,
        "SELECT c.id, y.code AS cycle, c.name FROM circle AS c"
        " INNER JOIN cycle AS y ON y.id = c.cycle_id WHERE c.removed_on IS NULL ORDER BY c.id",
        lambda row: (row["cycle"], same_name(row["name"])),
    ):
        message = phrase(
            "Two circles of cycle {cycle} are called {name}.", cycle=row["cycle"], name=row["name"]
        )
        yield Broken("circles", ref_of(row["id"]), message)


def _statuses_apart(store: Reader) -> Iterator[Broken]:
    for key, name, status in _at_once(
        store,
        "SELECT s.id, s.from_date, s.to_date, s.kindergarten_id, s.status, k.name"
        " FROM kindergarten_status AS s INNER JOIN kindergarten AS k ON k.id = s.kindergarten_id"
        " WHERE s.removed_on IS NULL ORDER BY s.from_date, s.id",
        lambda row: (row["kindergarten_id"], row["status"]),
        "name",
        "status",
    ):
        message = phrase(
            "{name} counts as {status} twice at once.",
            name=name,
            status=KINDERGARTEN_STATUSES[status],
        )
        yield Broken("kindergartens", ref_of(key), message)


def _backbone_apart(store: Reader) -> Iterator[Broken]:
    for key, name, kindergarten in _at_once(
        store,
        "SELECT b.id, b.from_date, b.to_date, b.kindergarten_id, b.name, k.name AS kindergarten"
        " FROM backbone_teacher AS b INNER JOIN kindergarten AS k ON k.id = b.kindergarten_id"
        " WHERE b.removed_on IS NULL ORDER BY b.from_date, b.id",
        lambda row: (row["kindergarten_id"], name_key(row["name"])),
        "name",
        "kindergarten",
    ):
        message = phrase(
            "{name} of {kindergarten} is on the register of backbone teachers twice at once.",
            name=name,
            kindergarten=kindergarten,
        )
        yield Broken("kindergartens", ref_of(key), message)


def _teacher_pairs_apart(store: Reader) -> Iterator[Broken]:
    for key, master, apprentice in _at_once(
        store,
        "SELECT id, start_date AS from_date, end_date AS to_date, pairing_id, master, apprentice"
        " FROM apprenticeship WHERE removed_on IS NULL ORDER BY start_date, id",
        lambda row: (row["pairing_id"], name_key(row["master"]), name_key(row["apprentice"])),
        "master",
        "apprentice",
    ):
        message = phrase(
            "{master} and {apprentice} are paired twice at once.",
            master=master,
            apprentice=apprentice,
        )
        yield Broken("pairings", ref_of(key), message)


def _secondments_apart(store: Reader) -> Iterator[Broken]:
    for key, name, mentee in _at_once(
        store,
        "SELECT s.id, s.start_date AS from_date, s.end_date AS to_date, s.pairing_id, s.person,"
        " p.mentee FROM secondment AS s INNER JOIN pairings AS p ON p.id = s.pairing_id"
        " WHERE s.removed_on IS NULL ORDER BY s.start_date, s.id",
        lambda row: (row["pairing_id"], name_key(row["person"])),
        "person",
        "mentee",
    ):
        message = phrase("{name} is seconded twice at once: {mentee}.", name=name, mentee=mentee)
        yield Broken("pairings", ref_of(key), message)


def _at_once(
    store: Reader, sql: str, same: Callable[[dict[str, str]], Hashable], *named: str
) -> Iterator[tuple[str, ...]]:
    """Of rows with `from_date` and `to_date` that are about the same, in order of time, those
    that begin before an earlier one has ended: the key and what is named of them.
    """
    ends: dict[Hashable, str] = {}
    for row in store.rows(sql):
        what, last = same(dict(row)), row["to_date"] or AHEAD
        if row["from_date"] <= ends.get(what, ""):
            yield row["id"], *(row[name] for name in named)
        ends[what] = max(last, ends.get(what, ""))


def _again(
    store: Reader, sql: str, same: Callable[[Mapping[str, Any]], Hashable]
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The rows that are about the same as an earlier one, each with the key of that."""
    known: dict[Hashable, str] = {}
    for row in store.rows(sql):
        first = known.setdefault(same(row), row["id"])
        if first != row["id"]:
            yield row, first


def _people_within_their_pairing(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT x.id, x.name, x.start_date AS first, x.end_date AS last, p.mentor, p.mentee,"
        ' p.start_date AS start, p.end_date AS "end" FROM (SELECT id, pairing_id, start_date,'
        " end_date, person AS name FROM secondment WHERE removed_on IS NULL UNION ALL"
        " SELECT id, pairing_id, start_date, end_date, master || ' → ' || apprentice"
        " FROM apprenticeship WHERE removed_on IS NULL) AS x"
        " INNER JOIN pairings AS p ON p.id = x.pairing_id"
        " WHERE x.start_date < p.start_date OR x.start_date > p.end_date"
        " OR x.end_date > p.end_date ORDER BY x.id"
    ):
        if row["start"] <= row["first"] <= row["end"]:
            message = phrase(
                "{name} ends on {last}, outside the pairing of {mentor} and {mentee}, {start} to"
                " {end}.",
                **{name: value for name, value in row.items() if name not in ("id", "first")},
            )
        else:
            message = phrase(
                "{name} begins on {first}, outside the pairing of {mentor} and {mentee}, {start}"
                " to {end}.",
                **{name: value for name, value in row.items() if name not in ("id", "last")},
            )
        yield Broken("pairings", ref_of(row["id"]), message)


def _words_of_one_meaning(store: Reader) -> Iterator[Broken]:
    """No word of a form is another form's, or another name of a kindergarten."""
    forms = list_forms(store)
    known: dict[str, str] = {}
    for form in forms:
        for word in (form.code, form.zh, form.en, *form.aliases):
            other = known.setdefault(form_word(word), form.code)
            if other != form.code:
                message = phrase("{word} means two forms at once.", word=word)
                yield Broken("names", form.code, message)
    labels = {form.code: Label(form.zh, form.en) for form in forms}
    for name, key, kindergarten in store.tuples(
        "SELECT n.name, k.id, k.name FROM kindergarten_name AS n"
        " INNER JOIN kindergarten AS k ON k.id = n.kindergarten_id WHERE n.kind = 'alias'"
        " ORDER BY k.id, n.name"
    ):
        code = known.get(form_word(name))
        if code is not None:
            message = phrase(
                "{word} means the form {form} and {kindergarten} at once.",
                word=name,
                form=labels[code],
                kindergarten=kindergarten,
            )
            yield Broken("names", ref_of(key), message)


def _layers_apart(store: Reader) -> Iterator[Broken]:
    for cycle in list_cycles(store):
        if clash := without_order(layer_rules(store, cycle)):
            message = phrase(
                "The layers {one} and {other} take the same kindergartens, and nothing says which"
                " of them holds.",
                one=LAYERS[clash[0].layer],
                other=LAYERS[clash[1].layer],
            )
            yield Broken("cycles", cycle.code, message)


def _honoured_once(store: Reader) -> Iterator[Broken]:
    for row, _ in _again(
        store,
        "SELECT h.id, h.cycle_id, h.kind, h.kindergarten_id, h.region_code, h.person, h.state,"
        " coalesce(h.person, k.name, r.name) AS name FROM honour AS h"
        " LEFT JOIN kindergarten AS k ON k.id = h.kindergarten_id"
        " LEFT JOIN region AS r ON r.code = h.region_code"
        " WHERE h.state NOT IN ('rejected', 'withdrawn') ORDER BY h.id",
        itemgetter("cycle_id", "kind", "kindergarten_id", "region_code", "person"),
    ):
        message = phrase(
            "{of} is {state} a second time in one cycle.",
            of=row["name"],
            state=HONOUR_STATES[row["state"]],
        )
        yield Broken("honours", ref_of(row["id"]), message)


def _showcases_apart(store: Reader) -> Iterator[Broken]:
    for row, _ in _again(
        store,
        "SELECT id, cycle_id, start_date AS day, title FROM showcase"
        " WHERE removed_on IS NULL ORDER BY id",
        lambda row: (row["cycle_id"], row["day"], name_key(row["title"])),
    ):
        message = phrase("{title} is on record twice on {day}.", title=row["title"], day=row["day"])
        yield Broken("showcases", ref_of(row["id"]), message)


def _one_group_of_a_mentor(store: Reader) -> Iterator[Broken]:
    """A mentor has one leading group for all its mentees, whichever it was entered with."""
    for row, first in _again(
        store,
        "SELECT g.id, p.cycle_id, p.mentor_id, p.mentor FROM leading_group AS g"
        " INNER JOIN pairings AS p ON p.id = g.pairing_id"
        " WHERE g.side = 'mentor' AND g.removed_on IS NULL ORDER BY g.id",
        itemgetter("cycle_id", "mentor_id"),
    ):
        message = phrase(
            "{mentor} has two leading groups: {first} and {second}.",
            mentor=row["mentor"],
            first=ref_of(first),
            second=ref_of(row["id"]),
        )
        yield Broken("groups", ref_of(row["id"]), message)


def _members_once(store: Reader) -> Iterator[Broken]:
    for key, name in store.tuples(
        "SELECT g.id, m.name FROM group_member AS m"
        " INNER JOIN leading_group AS g ON g.id = m.group_id"
        " WHERE m.end_date IS NULL AND g.removed_on IS NULL"
        " GROUP BY g.id, m.role, m.name HAVING count(*) > 1 ORDER BY g.id, m.name"
    ):
        message = phrase("{name} is twice in leading group {ref}.", name=name, ref=ref_of(key))
        yield Broken("groups", ref_of(key), message)


def _attached_once(store: Reader) -> Iterator[Broken]:
    """The same file is attached once to a record, in one category and as proof of one thing."""
    for owner in OWNERS:
        for row in store.rows(
            "SELECT max(d.id) AS id, max(d.file_name) AS name, count(*) AS times"
            f" FROM {owner}_document AS x INNER JOIN document AS d ON d.id = x.document_id"
            " WHERE d.removed_on IS NULL"
            f" GROUP BY x.{owner}_id, d.sha256, d.category, d.fact HAVING count(*) > 1 ORDER BY 1"
        ):
            message = phrase(
                "{name} is attached {times} times to the same record.",
                name=row["name"],
                times=row["times"],
            )
            yield Broken("documents", ref_of(row["id"]), message)


def _awarded_on_an_approved_assessment(store: Reader) -> Iterator[Broken]:
    for key, name in store.tuples(
        "SELECT h.id, coalesce(h.person, k.name, r.name) FROM honour AS h"
        " INNER JOIN assessment AS a ON a.id = h.assessment_id"
        " LEFT JOIN kindergarten AS k ON k.id = h.kindergarten_id"
        " LEFT JOIN region AS r ON r.code = h.region_code"
        " WHERE h.state = 'awarded' AND a.state <> 'approved' ORDER BY h.id"
    ):
        message = phrase("{of} was awarded on an assessment that isn't approved.", of=name)
        yield Broken("honours", ref_of(key), message)


def _plans_apart(store: Reader) -> Iterator[Broken]:
    for row in store.rows(
        "SELECT max(n.id) AS id, n.pack, n.pack_year AS year, max(p.mentee) AS mentee"
        " FROM plan AS n INNER JOIN pairings AS p ON p.id = n.pairing_id"
        " WHERE n.removed_on IS NULL AND n.pack IS NOT NULL"
        " GROUP BY n.pairing_id, n.pack, n.pack_year HAVING count(*) > 1 ORDER BY 1"
    ):
        message = phrase(
            "{mentee} has two plans from {pack} for {year}.",
            **{name: value for name, value in row.items() if name != "id"},
        )
        yield Broken("plans", ref_of(row["id"]), message)


def _steps_seen_to_later(store: Reader) -> Iterator[Broken]:
    for row in store.rows(SETTLED_BEFORE, id=None):
        yield Broken("visits", ref_of(row["id"]), seen_to_before(row))


OF_REGISTERS: Final[tuple[Callable[[Reader], Iterator[Broken]], ...]] = (
    _in_one_circle,
    _circles_led_by_a_member,
    _circles_named_apart,
    _statuses_apart,
    _backbone_apart,
    _teacher_pairs_apart,
    _secondments_apart,
    _people_within_their_pairing,
    _words_of_one_meaning,
    _layers_apart,
    _honoured_once,
    _showcases_apart,
    _one_group_of_a_mentor,
    _members_once,
    _attached_once,
    _awarded_on_an_approved_assessment,
    _steps_seen_to_later,
    _plans_apart,
)
