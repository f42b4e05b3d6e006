"""Who went: role and kindergarten of the people on a visit, and how often they went."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.people import Person, read_person
from pairing_cli.domain.roles import roles_held
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.services.kindergartens.backbone import list_backbone
from pairing_cli.services.kindergartens.backbone_edit import add_backbone, edit_backbone
from pairing_cli.services.reports.summaries.summary import summarise
from pairing_cli.services.visits.goers import GoerFilter, GoerRow, list_goers
from pairing_cli.services.visits.visit_log import VisitEdit, VisitEntry, edit_visit, log_visit
from pairing_cli.services.visits.visits import VisitRow
from tests.services.programme import reader, writer
from tests.services.seeded import END, LATER, cycle_in, seeded_at

DAY = dt.date(2022, 4, 12)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Shannan's programme."""
    return seeded_at(tmp_path / "p.db")


def _log(db: Path, form: str, *people: str, on: dt.date = DAY, mentees: str = "隆子县") -> VisitRow:
    entry = VisitEntry(form=form, span=DateSpan(on, on), people=people)
    with writer(db) as store:
        return log_visit(store, mentees.split(), entry, today=LATER, database=db)


def _goers(db: Path, *, role: str | None = None) -> list[GoerRow]:
    with reader(db) as store:
        return list_goers(store, cycle_in(store), END, GoerFilter(role=role))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("卓玛", Person("卓玛")),
        ("卓玛@园长", Person("卓玛", "head")),
        ("卓玛＠head", Person("卓玛", "head")),
        ("卓玛@隆子县", Person("卓玛", None, "隆子县")),
        ("卓玛@隆子县@骨干", Person("卓玛", "backbone", "隆子县")),
        ("卓玛（副园长）", Person("卓玛", "deputy")),
        ("王副园长", Person("王副园长", "deputy")),
        ("卓玛老师", Person("卓玛老师")),
        ("张三（主讲）", Person("张三（主讲）")),
    ],
)
def test_a_person_is_written_with_role_and_kindergarten(text: str, person: Person) -> None:
    assert read_person(text) == person


def test_a_teaching_director_is_a_director_too() -> None:
    assert roles_held("teaching_director") == {"teaching_director", "director"}
    assert roles_held(None) == frozenset()


def test_a_role_nobody_knows_is_refused(db: Path) -> None:
    with pytest.raises(NotFound, match="no-such-role"):
        _log(db, "送教", "卓玛@园丁")


def test_the_direction_tells_whose_people_went(db: Path) -> None:
    _log(db, "送教", "卓玛")
    _log(db, "跟班学习", "卓玛", on=DAY + dt.timedelta(1))
    found = {row.kindergarten: (row.down, row.visits) for row in _goers(db)}
    assert found == {"市实验幼儿园": (1, 1), "隆子县示范幼儿园": (0, 1)}


def test_two_of_one_name_on_one_visit_are_two(db: Path) -> None:
    row = _log(db, "联谊教研", "卓玛@市实验幼儿园", "卓玛@隆子县")
    assert row.people == ("卓玛", "卓玛")
    assert len(_goers(db)) == 2


def test_of_a_joint_visit_nobody_guesses_whose_people_they_are(db: Path) -> None:
    assert _log(db, "联谊教研", "次仁").unknown_side == ("次仁",)
    with writer(db) as store:
        add_backbone(store, "隆子县", "央金", "county", DAY, today=LATER)
    assert _log(db, "联谊教研", "央金").unknown_side == ()
    assert _log(db, "联谊教研", "李某@专家").unknown_side == ()


def test_people_go_with_the_direction_when_it_is_corrected(db: Path) -> None:
    row = _log(db, "送教", "卓玛@园长")
    with writer(db) as store:
        edit = VisitEdit(direction="to_mentor")
        edit_visit(store, row.ref, edit, today=LATER, database=db)
    (goer,) = _goers(db)
    assert (goer.kindergarten, goer.roles) == ("隆子县示范幼儿园", ("head",))


def test_who_went_most_stands_first(db: Path) -> None:
    for offset in range(3):
        _log(db, "送教", "卓玛@骨干教师", "德吉", on=DAY + dt.timedelta(offset))
    _log(db, "讲座", "德吉", on=DAY + dt.timedelta(9), mentees="加查县")
    assert [(row.name, row.down, row.mentees) for row in _goers(db)] == [
        ("德吉", 4, 2),
        ("卓玛", 3, 1),
    ]
    assert [row.name for row in _goers(db, role="backbone")] == ["卓玛"]


def test_backbone_teachers_are_of_a_kindergarten_and_a_level(db: Path) -> None:
    with writer(db) as store:
        row = add_backbone(store, "市实验幼儿园", "德吉", "city", DAY, today=LATER)
        with pytest.raises(BadData, match="backbone-twice"):
            add_backbone(store, "市实验幼儿园", "德吉", "county", DAY, today=LATER)
        edit_backbone(store, row.ref, to_date=dt.date(2022, 12, 31))
    with reader(db) as store:
        assert [each.name for each in list_backbone(store, dt.date(2022, 12, 31))] == ["德吉"]
        assert list_backbone(store, dt.date(2023, 1, 1)) == []
        assert len(list_backbone(store, dt.date(2023, 1, 1), ended=True)) == 1


@pytest.mark.parametrize(
    ("form", "person", "went"),
    [
        ("送教", "卓玛", 1),
        ("送教", "卓玛@市第二实验幼儿园", 1),  # another's teacher goes along
        ("送教", "德吉@隆子县", 0),  # at home
        ("跟班学习", "德吉@市实验幼儿园", 0),  # others come up to her
        ("跟班学习", "德吉@隆子县", 0),
    ],
)
def test_the_summary_counts_those_whom_the_listing_has_going_down(
    db: Path, form: str, person: str, went: int
) -> None:
    _log(db, form, person)
    _log(db, form, person, on=DAY + dt.timedelta(1))
    with reader(db) as store:
        summary = summarise(store, cycle_in(store), END)
    assert summary.totals.people == sum(row.down > 0 for row in _goers(db)) == went
