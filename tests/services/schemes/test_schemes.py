"""Five schemes of other bureaus load whole, and their figures are right on a few visits."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.errors import BadData, UsageError
from pairing_cli.domain.records.papers import SecondmentRow
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import Layer, Ownership
from pairing_cli.files.rule_pack import read_rule_pack
from pairing_cli.files.seed.seed import read_seed
from pairing_cli.output.language import in_english
from pairing_cli.services.keeping.scheme.seeding import sow
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import edit_kindergarten
from pairing_cli.services.matching.applying import apply
from pairing_cli.services.matching.explaining import explain
from pairing_cli.services.matching.inputs import SuggestInput
from pairing_cli.services.matching.proposing import propose
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.override_edit import OverrideInput, override_rule
from pairing_cli.services.owing.rule_book import adopt
from pairing_cli.services.owing.rules import list_rules, show_pack
from pairing_cli.services.pairings.coverage import cascade
from pairing_cli.services.pairings.plain_record_edit import add_record, edit_record
from pairing_cli.services.programme.circles import list_circles
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.services.reports.printed.papers import duty
from pairing_cli.services.reports.why import PeriodWhy, why
from pairing_cli.services.visits.visit_log import VisitEntry, log_visit
from pairing_cli.store.migrations import new_file
from tests.services.programme import reader, writer
from tests.services.schemes.schemes import ALL, HEAD, PACK

LATER = dt.date(2024, 7, 31)
FIRST, LAST = dt.date(2023, 9, 1), dt.date(2024, 7, 31)


def _scheme(folder: Path, name: str) -> Path:
    """A database with a scheme, its pack adopted."""
    seed, layer, rules = ALL[name]
    (folder / "seed.yaml").write_text(HEAD.format(start=FIRST, end=LAST) + seed, "utf-8")
    (folder / "pack.yaml").write_text(PACK.format(layer=layer) + rules, "utf-8")
    db = folder / "p.db"
    with new_file(db) as draft, writer(draft, "init") as store:
        sow(store, read_seed(folder / "seed.yaml"))
    with writer(db, "rule adopt") as store:
        adopt(store, str(folder / "pack.yaml"), find_cycle(store, "c", LATER))
    return db


def _log(
    db: Path,
    mentee: str,
    form: str,
    on: str,
    until: str | None = None,
    *people: str,
    mentor: str | None = None,
    direction: str | None = None,
) -> None:
    span = DateSpan(dt.date.fromisoformat(on), dt.date.fromisoformat(until or on))
    entry = VisitEntry(form=form, span=span, people=people, mentor=mentor, direction=direction)
    with writer(db) as store:
        log_visit(store, [mentee], entry, today=LATER, database=db)


def _done(db: Path, rule: str, period: str) -> dict[tuple[str, str], tuple[float, float, str]]:
    """Mentor and mentee → need, done and state of a rule in a period."""
    with reader(db) as store:
        figures = figures_of(store, find_cycle(store, "c", LATER), LATER)
    (key,) = [key for key, each in figures.rules.items() if each.code == rule]
    return {
        (each.pairing.mentor, each.pairing.mentee): (
            figure.owed.need,
            figure.done,
            str(figure.state),
        )
        for each in figures.pairings
        if key in each.by_rule
        for figure in each.by_rule[key]
        if figure.owed.period.code == period
    }


@pytest.mark.parametrize("name", ALL)
def test_a_scheme_loads_whole(tmp_path: Path, name: str) -> None:
    with reader(_scheme(tmp_path, name)) as store:
        figures = figures_of(store, find_cycle(store, "c", LATER), LATER)
    assert figures.rules
    assert all(each.by_rule for each in figures.pairings)


def _own_layers(folder: Path, layers: str, pairings: str = "[]") -> Path:
    """A database with layers of a scheme's own."""
    text = HEAD.format(start=FIRST, end=LAST) + f"\nlayers: {layers}\npairings: {pairings}\n"
    (folder / "own.yaml").write_text(text, "utf-8")
    db = folder / "own.db"
    with new_file(db) as draft, writer(draft, "init") as store:
        sow(store, read_seed(folder / "own.yaml"))
    return db


def _suggested(db: Path, layer: Layer) -> tuple[set[str], dict[str, str]]:
    """Mentees of a suggestion, and the mentor of each new one."""
    with reader(db) as store:
        cycle = find_cycle(store, "c", FIRST)
        found = propose(store, cycle, layer, SuggestInput(), as_of=FIRST)
    pairs = {each.mentee: each.mentor for each in found.assignments}
    return {*pairs, *(each.mentee for each in found.unassigned)}, pairs


def _breaks(db: Path) -> dict[str, tuple[str, ...]]:
    with reader(db) as store:
        rows = cascade(store, find_cycle(store, "c", FIRST), FIRST).rows
    return {row.kindergarten: row.breaks for row in rows}


def test_whom_a_layer_is_to_help_is_told_as_it_has_to_be_written(tmp_path: Path) -> None:
    """Who follows the hint to the letter has a seed that loads."""
    said = "mentees: [township, county/private]"
    text = HEAD.format(start=FIRST, end=LAST) + ALL["xuanzhou"][0]
    assert said in text
    (tmp_path / "seed.yaml").write_text(text.replace(f", {said}", ""), "utf-8")
    with pytest.raises(BadData) as caught:
        read_seed(tmp_path / "seed.yaml")
    assert caught.value.code == "wrong-layer"
    assert caught.value.hint is not None
    assert f"county-township helps: {said}" in in_english(caught.value.hint)


def test_suggest_asks_for_whoever_a_layer_helps(tmp_path: Path) -> None:
    layers = (
        "[{layer: county-township, min: 1, max: 4, within: county,"
        " mentees: [township, county/private]}]"
    )
    asked, pairs = _suggested(_own_layers(tmp_path, layers), Layer.COUNTY_TOWNSHIP)
    assert asked == {"镇中心园", "民办园"}
    assert set(pairs.values()) <= {"县一园", "县二园"}


def test_suggest_and_cascade_know_other_mentors_of_a_layer(tmp_path: Path) -> None:
    """A city's kindergarten helps townships and villages; those of the county lead nobody."""
    layers = (
        "[{layer: county-township, min: 1, mentors: [city], mentees: [township]},"
        " {layer: township-village, min: 1, mentors: [city], mentees: [village]}]"
    )
    db = _own_layers(tmp_path, layers)
    assert _suggested(db, Layer.TOWNSHIP_VILLAGE)[1] == dict.fromkeys(
        ("村一园", "村二园", "村三园"), "市一园"
    )
    breaks = _breaks(db)
    assert breaks["市一园"] == ("no-mentees",)
    assert "no-mentees" not in breaks["县一园"]
    assert breaks["村一园"] == ("no-mentor",)


def test_suggest_gives_as_many_mentors_as_a_layer_allows_and_who_has_one_keeps_it(
    tmp_path: Path,
) -> None:
    """Of two places at 县一园 one is taken; nobody goes without for another's second mentor."""
    layers = "[{layer: township-village, mentors: [county], max: 2, most_mentors: 2}]"
    standing = "[{cycle: c, mentor: 县一园, mentees: [村一园]}]"
    db = _own_layers(tmp_path, layers, standing)

    def proposed(**wanted: Any) -> tuple[Counter[str], set[tuple[str, str, str]], int]:
        with reader(db) as store:
            cycle = find_cycle(store, "c", FIRST)
            asked = SuggestInput(**wanted)
            found = propose(store, cycle, Layer.TOWNSHIP_VILLAGE, asked, as_of=FIRST)
        assert found.optimal
        assert not found.unassigned
        pairs = {(row.mentee, row.mentor, row.state) for row in found.assignments}
        return Counter(row.mentee for row in found.assignments), pairs, found.fewer

    counts, pairs, fewer = proposed()
    assert ("村一园", "县一园", "standing") in pairs
    assert (sum(counts.values()), len(pairs), fewer) == (4, 4, 2)
    assert set(counts) == {"村一园", "村二园", "村三园"}
    assert proposed(mentors=1)[0] == {"村一园": 1, "村二园": 1, "村三园": 1}
    pinned = proposed(pins=("村一园=县二园",))[1]
    assert {("村一园", "县一园", "standing"), ("村一园", "县二园", "pinned")} <= pinned
    with reader(db) as store, pytest.raises(UsageError, match="too-many-mentors"):
        propose(
            store,
            find_cycle(store, "c", FIRST),
            Layer.TOWNSHIP_VILLAGE,
            SuggestInput(mentors=3),
            as_of=FIRST,
        )
    with writer(db, "suggest") as writing:
        cycle = find_cycle(writing, "c", FIRST)
        written = apply(writing, cycle, Layer.TOWNSHIP_VILLAGE, SuggestInput(), as_of=FIRST)[1]
    assert {(row.mentee, row.mentor) for row in written} == {
        (mentee, mentor) for mentee, mentor, state in pairs if state == "new"
    }


def test_why_tells_what_each_further_mentor_would_mean(tmp_path: Path) -> None:
    layers = "[{layer: township-village, mentors: [county], max: 9, most_mentors: 2}]"
    db = _own_layers(tmp_path, layers)
    with reader(db) as store:
        cycle = find_cycle(store, "c", FIRST)
        found = explain(store, cycle, Layer.TOWNSHIP_VILLAGE, "村一园", SuggestInput(), as_of=FIRST)
    assert {(row.mentor, row.proposed) for row in found.options} == {
        ("县一园", True),
        ("县二园", True),
    }
    assert set((found.mentor or "").split("、")) == {"县一园", "县二园"}


def test_a_layer_that_a_scheme_does_not_have_leaves_no_gap(tmp_path: Path) -> None:
    """Nobody helps a county's exemplars where the scheme begins with them."""
    breaks = _breaks(_scheme(tmp_path, "fujian"))
    assert breaks["县一园"] == breaks["县二园"] == ()


def test_one_capacity_over_several_layers_is_shared(tmp_path: Path) -> None:
    layers = (
        "[{layer: city-county, min: 2, max: 3, together: all},"
        " {layer: city-private, min: 2, max: 3, together: all}]"
    )
    both = "[{cycle: c, mentor: 市一园, mentees: [县一园, 县二园]}]"
    db = _own_layers(tmp_path, layers, both)
    assert _suggested(db, Layer.CITY_PRIVATE)[1] == {"民办园": "市一园"}
    assert "below-minimum" not in _breaks(db)["市一园"]
    tight = layers.replace("max: 3", "max: 2")
    (tmp_path / "tight").mkdir()
    asked, pairs = _suggested(_own_layers(tmp_path / "tight", tight, both), Layer.CITY_PRIVATE)
    assert (asked, pairs) == ({"民办园"}, {})


def test_an_edit_that_takes_a_pairing_out_of_its_schemes_layers_says_so(tmp_path: Path) -> None:
    """The layer helps private kindergartens of the county too: one that is run by the state from
    now on fits it no more, a township one that is private does.
    """
    db = _scheme(tmp_path, "xuanzhou")

    def noted(name: str, ownership: Ownership) -> list[str]:
        with writer(db) as store:
            found = edit_kindergarten(store, name, Particulars(ownership=ownership))
        return [in_english(note) for note in found.notes]

    assert noted("镇中心园", Ownership.PRIVATE) == []
    (note,) = noted("民办园", Ownership.PUBLIC)
    assert note.startswith("县一园 could not be made the mentor of 民办园 any more")


def test_private_and_township_kindergartens_stand_in_one_layer(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "xuanzhou")
    _log(db, "民办园", "contact", "2023-10-10", None, "甲@联络员")
    _log(db, "镇中心园", "contact", "2023-10-10", None, "乙@教师")
    found = _done(db, "contact", "2023-10")
    assert found == {("县一园", "镇中心园"): (1, 0, "missed"), ("县一园", "民办园"): (1, 1, "met")}


def test_the_contact_person_who_calls_is_the_mentees(tmp_path: Path) -> None:
    """Whose people a rule asks for follows who owes it, where nobody travels."""
    db = _scheme(tmp_path, "xuanzhou")
    _log(db, "镇中心园", "contact", "2023-10-10", None, "甲@联络员@县一园")
    assert _done(db, "contact", "2023-10")["县一园", "镇中心园"] == (1, 0, "missed")
    with reader(db) as store:
        found = why(store, "镇中心园", find_cycle(store, "c", LATER), LATER, rule="contact")
    (october,) = [each for each in found.rules[0].periods if each.period == "2023-10"]
    assert [str(each.reason) for each in october.not_counted] == ["other_side"]
    _log(db, "镇中心园", "contact", "2023-10-11", None, "乙@联络员@镇中心园")
    assert _done(db, "contact", "2023-10")["县一园", "镇中心园"] == (1, 1, "met")


def test_a_head_of_the_side_that_is_visited_is_no_head_who_came(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "shenzhen")
    pair = ("市一园", "县一园")
    _log(db, "县一园", "guidance", "2023-10-10", None, "甲@园长@县一园", "乙@教师")
    assert _done(db, "heads", "2023-autumn")[pair][:2] == (2, 0)
    _log(db, "县一园", "guidance", "2023-10-11", None, "甲@园长@县一园", "乙@园长")
    assert _done(db, "heads", "2023-autumn")[pair][:2] == (2, 1)


def test_one_trip_with_two_roles_counts_for_both_rules(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "shenzhen")
    _log(db, "县一园", "guidance", "2023-10-10", None, "甲@园长", "乙@教学主任")
    _log(db, "县一园", "guidance", "2023-11-10", None, "丙@副园长")
    _log(db, "县一园", "guidance", "2023-12-10", None, "丁@教师")
    pair = ("市一园", "县一园")
    assert _done(db, "heads", "2023-autumn")[pair][:2] == (2, 2)
    assert _done(db, "teaching", "2023-autumn")[pair][:2] == (3, 1)
    _log(db, "县一园", "guidance", "2023-12-12", None, "戊@安全主任", "己@德育主任")
    assert _done(db, "safety", "2023-autumn")[pair][:2] == (3, 1)
    assert _done(db, "moral", "2023-autumn")[pair][:2] == (3, 1)


def test_both_sides_second_a_cadre_each_and_appraise_it_in_the_term(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "shenzhen")
    pair = ("市一园", "县一园")
    for person, direction in (("戊", "to_mentee"), ("己", "to_mentor")):
        values = {
            "person": person,
            "direction": direction,
            "start": dt.date(2023, 9, 4),
            "end": dt.date(2024, 1, 12),
        }
        with writer(db) as store:
            cycle = find_cycle(store, "c", LATER)
            row = add_record(
                store, SecondmentRow, "县一园", values, cycle, as_of=LATER, today=LATER
            )
        if direction == "to_mentee":
            with writer(db) as store:
                appraised = {"appraised": dt.date(2024, 1, 12), "appraisal": "良好"}
                edit_record(store, SecondmentRow, row.id, appraised, as_of=LATER, today=LATER)
    assert _done(db, "seconded", "2023-autumn")[pair][:2] == (2, 2)
    assert _done(db, "appraised", "2023-autumn")[pair][:2] == (2, 1)
    assert _done(db, "seconded", "2024-spring")[pair][:2] == (2, 0)


def test_an_expert_of_the_province_is_no_visit_of_the_mentor(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    _log(db, "镇中心园", "guidance", "2023-10-10", mentor="县一园", direction="visitor")
    _log(db, "镇中心园", "guidance", "2023-10-11", mentor="县二园")
    assert {done for _, done, _ in _done(db, "expert", "2023-autumn").values()} == {1}
    found = _done(db, "guidance", "2023-autumn")
    assert {pair[0]: done for pair, (_, done, _) in found.items()} == {"县一园": 0, "县二园": 1}


def _why(db: Path, rule: str, period: str, mentee: str = "镇中心园") -> PeriodWhy:
    with reader(db) as store:
        found = why(store, mentee, find_cycle(store, "c", LATER), LATER, rule=rule)
    return next(each for each in found.rules[0].periods if each.period == period)


def test_more_than_the_most_counts_for_nothing_and_why_says_so(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    for day in ("2023-10-10", "2023-11-10", "2023-12-11"):
        _log(db, "镇中心园", "guidance", day, mentor="县一园", direction="visitor")
    assert set(_done(db, "expert", "2023-autumn").values()) == {(1, 2, "met")}
    explained = _why(db, "expert", "2023-autumn")
    assert [each.date for each in explained.counted] == ["2023-10-10", "2023-11-10"]
    assert [(each.date, each.reason) for each in explained.not_counted] == [
        ("2023-12-11", "beyond_most")
    ]


def test_a_surplus_beyond_the_most_pays_no_older_debt(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    text = (tmp_path / "pack.yaml").read_text("utf-8")
    other = text.replace("need: 1, max: 2", "need: 2, max: 3").replace("pack: own", "pack: other")
    (tmp_path / "other.yaml").write_text(other, "utf-8")
    with writer(db) as store:
        adopt(store, str(tmp_path / "other.yaml"), find_cycle(store, "c", LATER))
    for day in ("2024-03-11", "2024-03-12", "2024-03-13", "2024-03-14"):
        _log(db, "镇中心园", "guidance", day, mentor="县一园", direction="visitor")
    with reader(db) as store:
        found = why(store, "镇中心园", find_cycle(store, "c", LATER), LATER, rule="other:expert")
    autumn, spring = found.rules[0].periods
    assert (autumn.paid, autumn.remaining) == (1, 1)
    assert spring.done == 3


def test_all_exemplars_of_a_county_take_part_and_why_names_who_does_not(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    _log(db, "镇中心园", "guidance", "2023-10-10", mentor="县二园")
    _log(db, "镇中心园", "training", "2023-10-12", mentor="县二园")
    assert set(_done(db, "all-take-part", "2023-autumn").values()) == {(2, 1, "missed")}
    explained = _why(db, "all-take-part", "2023-autumn")
    assert explained.missing == ("县一园",)
    assert [each.amount for each in explained.counted] == [1, 0]
    _log(db, "镇中心园", "guidance", "2023-10-11", mentor="县一园", direction="visitor")
    assert _done(db, "all-take-part", "2023-autumn")["县一园", "镇中心园"][1] == 1
    _log(db, "镇中心园", "guidance", "2023-10-11", mentor="县一园")
    assert set(_done(db, "all-take-part", "2023-autumn").values()) == {(2, 2, "met")}


def test_a_pack_in_full_tells_a_share_in_percent_and_the_most_beside_the_need(
    tmp_path: Path,
) -> None:
    with reader(_scheme(tmp_path, "fujian")) as store:
        pack = show_pack(store, find_cycle(store, "c", LATER), "own")
    said = {rule.code: (rule.asked, str(rule.need_unit)) for rule in pack.rules}
    assert said["all-take-part"] == ("100", "percent")
    assert said["expert"] == ("1–2", "visits")
    assert said["guidance"] == ("1", "visits")


@pytest.mark.parametrize(
    ("share", "need"),
    [
        ("{of: exemplars, percent: 50}", 1),
        ("{of: exemplars, percent: 50.5}", 2),
        ("{of: mentees, percent: 100}", 1),
        ("{of: kindergartens, percent: 100}", 3),
    ],
)
def test_a_share_is_rounded_up_to_whole_kindergartens(
    tmp_path: Path, share: str, need: int
) -> None:
    """Of the county's: two exemplars, and one of the township that is helped."""
    db = _scheme(tmp_path, "fujian")
    text = (tmp_path / "pack.yaml").read_text("utf-8").replace("pack: own", "pack: other")
    (tmp_path / "other.yaml").write_text(
        text.replace("{of: exemplars, percent: 100}", share).replace("all-take-part", "part"),
        "utf-8",
    )
    with writer(db) as store:
        adopt(store, str(tmp_path / "other.yaml"), find_cycle(store, "c", LATER))
    assert {each[0] for each in _done(db, "part", "2023-autumn").values()} == {need}


def test_a_letter_says_the_most_and_the_share(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    with reader(db) as store:
        rules = list_rules(store, find_cycle(store, "c", LATER))
    said = {each.bare_code: in_english(duty(each)) for each in rules}
    assert said["expert"] == "experts: every term 1 to 2 (visits);"
    assert said["all-take-part"] == "all exemplars take part: every term all exemplars take part;"


def test_a_circle_owes_once_what_is_asked_of_it(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "fujian")
    _log(db, "镇中心园", "training", "2023-10-10", mentor="县一园")
    _log(db, "镇中心园", "training", "2023-10-11", mentor="县二园")
    found = _done(db, "circle-training", "2023-autumn")
    assert set(found.values()) == {(2, 2, "met")}


def test_a_circle_has_an_expert_beside_its_head(tmp_path: Path) -> None:
    with reader(_scheme(tmp_path, "fujian")) as store:
        (circle,) = list_circles(store, find_cycle(store, "c", LATER))
    assert (circle.head, circle.expert) == ("县一园", "李某（省专家）")


def test_trainings_are_counted_by_the_calendar_year(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "two-years")
    _log(db, "县一园", "training", "2024-03-10")
    _log(db, "县一园", "shadowing", "2023-10-10", None, "甲@园长")
    _log(db, "县一园", "shadowing", "2024-03-10", None, "乙@教师")
    pair = ("市一园", "县一园")
    assert _done(db, "trainings", "2024")[pair][:2] == (2, 1)
    assert _done(db, "head-comes", "2023-autumn")[pair][:2] == (1, 1)
    assert _done(db, "head-comes", "2024-spring")[pair][:2] == (1, 0)
    _log(db, "县一园", "training", "2023-12-10")
    assert _done(db, "year-trainings", "year-1")[pair][:2] == (2, 2)
    assert _done(db, "trainings", "2024")[pair][:2] == (2, 1)
    assert _done(db, "teacher-shadows", "2023-autumn")[pair][:2] == (1, 0)
    assert _done(db, "teacher-shadows", "2024-spring")[pair][:2] == (1, 1)


def test_a_week_in_october_is_five_working_days_and_each_way_by_itself(tmp_path: Path) -> None:
    """Seven working days there are five of what is needed, and none of the days here."""
    db = _scheme(tmp_path, "zunyi")
    _log(db, "村一园", "teach_week", "2023-10-09", "2023-10-17")
    _log(db, "村二园", "teach_week", "2023-11-06", "2023-11-10")
    swap = _done(db, "swap", "2023-autumn")
    assert {mentee: each for (_, mentee), each in swap.items()} == {
        "村一园": (10, 5, "missed"),
        "村二园": (10, 5, "missed"),
        "村三园": (10, 0, "missed"),
    }
    _log(db, "村一园", "shadowing", "2023-10-23", "2023-10-25")
    assert _done(db, "swap", "2023-autumn")["镇中心园", "村一园"] == (10, 8, "missed")
    _log(db, "村一园", "shadowing", "2023-10-26", "2023-10-27")
    _log(db, "村一园", "teach_week", "2023-10-30")
    assert _done(db, "swap", "2023-autumn")["镇中心园", "村一园"] == (10, 10, "met")
    explained = _why(db, "swap", "2023-autumn", "村一园")
    assert [(each.amount, each.direction) for each in explained.counted] == [
        (5, "to_mentee"),
        (3, "to_mentor"),
        (2, "to_mentor"),
    ]
    assert [each.reason for each in explained.not_counted] == ["way_is_full"]


def test_why_says_what_is_missing_each_way_also_where_less_is_asked(tmp_path: Path) -> None:
    db = _scheme(tmp_path, "zunyi")
    _log(db, "村一园", "teach_week", "2023-10-09", "2023-10-13")
    _log(db, "村一园", "shadowing", "2023-10-23", "2023-10-24")

    def ways() -> list[tuple[float, float, float]]:
        explained = _why(db, "swap", "2023-autumn", "村一园")
        return [(each.need, each.done, each.remaining) for each in explained.ways]

    assert ways() == [(5, 5, 0), (5, 2, 3)]
    less = OverrideInput("swap", 3, FIRST, None, "路远", mentee="村一园")
    with writer(db) as written:
        override_rule(written, less, find_cycle(written, "c", LATER), as_of=LATER)
    assert ways() == [(3, 3, 0), (3, 2, 1)]
    assert _done(db, "swap", "2023-autumn")["镇中心园", "村一园"][:2] == (6, 5)
    with reader(db) as store:
        (told,) = list_rules(store, find_cycle(store, "c", LATER))
    assert told.asked == "5+5"
    assert "at least 5 (days) each way" in in_english(duty(told))


@pytest.mark.parametrize(
    ("replaced", "by", "code"),
    [
        ("each_way: true", "each_way: true, direction: to_mentee", "each-way-and-direction"),
        ("each_way: true", "each_way: true, direction: [to_mentee, joint]",
         "each-way-and-direction"),
        ("each_way: true", "direction: [to_mentee, to_mentor]", "several-directions"),
        ("each_way: true", "direction: [to_mentee, sideways]", "unknown-choice"),
        ("each_way: true", "each_way: perhaps", "bad-value"),
        ("each_way: true", "each_way: true, visitor: true", "visitor-and-direction"),
        ("each_way: true", "each_way: true, max: 6", "each-way-and-max"),
        ("each_way: true", "each_way: true, make_up: true", "each-way-and-make-up"),
        ("each_way: true", "each_way: true, per: mentor", "mentee-form-per-mentor"),
        ("measure: days", "measure: class_hours", "each-way-of-what"),
        ("kind: quota,\n     owed_by: both, source: {section: 四}, need: 5, measure: days",
         "kind: document, category: record,\n     owed_by: both, source: {section: 四}, need: 5,"
         " measure: documents", "each-way-of-nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_each_way_is_refused_with_its_line(
    tmp_path: Path, replaced: str, by: str, code: str
) -> None:
    (tmp_path / "pack.yaml").write_text(
        (PACK.format(layer="township-village") + ALL["zunyi"][2]).replace(replaced, by), "utf-8"
    )
    with pytest.raises(BadData) as caught:
        read_rule_pack(tmp_path / "pack.yaml")
    assert caught.value.code == code
    assert (caught.value.file, bool(caught.value.row), bool(caught.value.column)) == (
        str(tmp_path / "pack.yaml"),
        True,
        True,
    )


def test_two_directions_may_be_named_where_each_way_is_asked(tmp_path: Path) -> None:
    text = PACK.format(layer="township-village") + ALL["zunyi"][2]
    named = "each_way: true, direction: [to_mentor, to_mentee]"
    (tmp_path / "pack.yaml").write_text(text.replace("each_way: true", named), "utf-8")
    (rule,) = read_rule_pack(tmp_path / "pack.yaml").rules
    assert (rule.each_way, rule.direction, rule.make_up) == (True, None, False)


@pytest.mark.parametrize(
    ("replaced", "by", "code"),
    [
        ("head: 县一园, ", "", "missing-key"),
        ("most_mentors: 2", "most_mentors: 1", "duplicate"),
        (
            "mentor: 县二园, mentees: [镇中心园]}",
            "mentor: 县二园, mentees: [镇中心园]}\n"
            "  - {cycle: c, mentor: 县三园, mentees: [镇中心园]}",
            "too-many-mentors",
        ),
        ("mentor: 县二园, mentees", "mentor: 县一园, mentees", "duplicate"),
        ("most_mentors: 2", "mentees: [hamlet]", "unknown-kind"),
        (
            "layers: [{layer: county-township, within: county, most_mentors: 2}]",
            "layers: [{layer: county-township, most_mentors: 2},"
            " {layer: city-county, mentors: [county], mentees: [township]}]",
            "layers-overlap",
        ),
    ],
)
def test_what_a_scheme_cannot_say_is_refused_with_its_line(
    tmp_path: Path, replaced: str, by: str, code: str
) -> None:
    text = HEAD.format(start=FIRST, end=LAST) + ALL["fujian"][0]
    assert replaced in text
    (tmp_path / "seed.yaml").write_text(text.replace(replaced, by), "utf-8")
    with pytest.raises(BadData) as caught:
        read_seed(tmp_path / "seed.yaml")
    assert caught.value.code == code
    assert caught.value.file
    assert caught.value.row


@pytest.mark.parametrize(
    ("replaced", "by", "code"),
    [
        ("max: 2", "max: 0.5", "need-in-parts"),
        ("need: 1, max: 2", "need: 3, max: 2", "max-below-need"),
        ("visitor: true", "visitor: true, direction: joint", "visitor-and-direction"),
        ("visitor: true", "roles: [gardener]", "unknown-choice"),
        ("per: circle", "per: region", "unknown-choice"),
        ("share: {of: exemplars", "need: 2, share: {of: exemplars", "need-and-share"),
        ("share: {of: exemplars", "max: 2, share: {of: exemplars", "need-and-share"),
        ("share: {of: exemplars, percent: 100}", "need: 2", "share-missing"),
        ("measure: kindergartens", "measure: visits", "share-of-nothing"),
        ("percent: 100", "percent: 0", "need-not-positive"),
        ("percent: 100", "percent: 101", "bad-value"),
        ("of: exemplars", "of: teachers", "unknown-choice"),
        ("of: exemplars", "of: exemplar, more: 1", "unknown-choice"),
        ("per: county", "per: pairing", "share-of-one"),
        ("per: county", "per: mentor", "share-of-one"),
        (
            "visitor: true, per: mentee",
            "direction: to_mentor, per: mentor",
            "mentee-form-per-mentor",
        ),
        ("need: 1, max: 2", "need: 1, if: nosuch", "unknown-choice"),
        ("need: 1, max: 2", "need: 1, due: {days: 30, after: nosuch}", "unknown-choice"),
    ],
)
def test_what_a_pack_cannot_say_is_refused_and_nothing_is_adopted(
    tmp_path: Path, replaced: str, by: str, code: str
) -> None:
    db = _scheme(tmp_path, "fujian")
    text = (tmp_path / "pack.yaml").read_text("utf-8")
    assert replaced in text
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace(replaced, by).replace("pack: own", "pack: bad"), "utf-8")
    with writer(db) as store, pytest.raises(BadData) as caught:
        adopt(store, str(bad), find_cycle(store, "c", LATER))
    assert caught.value.code == code
    assert caught.value.row
    with reader(db) as store:
        assert store.value("SELECT count(*) FROM rule_pack") == 1
