"""The roster as it is written: who may stand on it, under which name, with which figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData, NotFound, PairingError, RuleRefusal, UsageError
from pairing_cli.domain.vocabulary import Ownership, Tier
from pairing_cli.services.kindergartens.baselines import Figures, record_baseline
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.kindergartens import (
    KindergartenDetail,
    KindergartenFilter,
    list_baselines,
    list_kindergartens,
    show_kindergarten,
)
from pairing_cli.services.kindergartens.roster import (
    Entered,
    add_alias,
    add_kindergarten,
    edit_kindergarten,
    rename_kindergarten,
    retire_kindergarten,
)
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.rows import Kindergarten
from tests.services.programme import LAST_DAY, TODAY, content_of, programme_at, reader, writer


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The small programme."""
    return programme_at(tmp_path / "p.db")


def _add(db: Path, name: str, tier: Tier, told: Particulars, **more: tuple[str, ...]) -> Entered:
    with writer(db) as store:
        return add_kindergarten(store, name, tier, told, **more)  # type: ignore[arg-type]


def _show(db: Path, name: str) -> KindergartenDetail:
    with reader(db) as store:
        return show_kindergarten(store, name, find_cycle(store, None, TODAY), TODAY)


# --- Where a kindergarten of each tier lies -------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "region", "code"),
    [
        (Tier.TOWNSHIP, "热荣乡", "540529201"),
        (Tier.VILLAGE, "热荣乡", "540529201"),
        (Tier.COUNTY, "隆子县", "540529"),
        (Tier.COUNTY, "热荣乡", "540529201"),
        (Tier.CITY, "隆子县", "540529"),
    ],
)
def test_a_kindergarten_lies_in_a_region_that_suits_its_tier(
    db: Path, tier: Tier, region: str, code: str
) -> None:
    _add(db, "新建幼儿园", tier, Particulars(region=region))
    assert _show(db, "新建幼儿园").region_code == code


@pytest.mark.parametrize(
    ("tier", "region"),
    [(Tier.TOWNSHIP, "隆子县"), (Tier.VILLAGE, "隆子县"), (Tier.COUNTY, "山南市")],
)
def test_a_region_above_the_tier_is_refused(db: Path, tier: Tier, region: str) -> None:
    before = content_of(db)
    with pytest.raises(UsageError) as refused:
        _add(db, "新建幼儿园", tier, Particulars(region=region))
    assert refused.value.code == "tier-and-region"
    assert content_of(db) == before


@pytest.mark.parametrize("tier", [Tier.COUNTY, Tier.TOWNSHIP, Tier.VILLAGE])
def test_a_public_kindergarten_below_the_city_needs_a_region(db: Path, tier: Tier) -> None:
    with pytest.raises(UsageError) as refused:
        _add(db, "新建幼儿园", tier, Particulars())
    assert refused.value.code == "region-needed"


def test_a_private_kindergartens_county_may_be_unknown(db: Path) -> None:
    _add(db, "小星星幼儿园", Tier.COUNTY, Particulars(ownership=Ownership.PRIVATE))
    assert _show(db, "小星星幼儿园").region_code is None


def test_a_city_kindergarten_lies_in_the_programmes_city_unless_told(db: Path) -> None:
    _add(db, "市第三实验幼儿园", Tier.CITY, Particulars())
    assert _show(db, "市第三实验幼儿园").region_code == "5405"


def test_an_unknown_region_is_refused_with_the_nearest(db: Path) -> None:
    with pytest.raises(NotFound) as refused:
        _add(db, "新建幼儿园", Tier.TOWNSHIP, Particulars(region="热龙乡"))
    assert refused.value.hint is not None
    assert "热荣乡" in refused.value.hint.values["names"]


# --- Names ----------------------------------------------------------------------------------


def test_a_new_kindergarten_is_found_by_pinyin_and_initials(db: Path) -> None:
    _add(db, "热荣绿叶幼儿园", Tier.TOWNSHIP, Particulars(region="热荣乡"))
    with reader(db) as store:
        for typed in ("reronglvyeyoueryuan", "rrlyyey", "RRLYYEY"):
            assert find_kindergarten(store, typed).name == "热荣绿叶幼儿园"


def test_a_name_stands_once_in_a_region(db: Path) -> None:
    with pytest.raises(BadData) as refused:
        _add(db, "加查县示范幼儿园", Tier.COUNTY, Particulars(region="加查县"))
    assert (refused.value.code, refused.value.exit_code) == ("already-there", 65)


def test_a_name_known_elsewhere_is_taken_with_a_remark_that_says_where(db: Path) -> None:
    first = _add(db, "扎日乡幼儿园", Tier.TOWNSHIP, Particulars(region="洛扎县/扎日乡"))
    second = _add(db, "扎日乡幼儿园", Tier.TOWNSHIP, Particulars(region="隆子县/扎日乡"))
    assert first.notes == ()
    assert second.notes[0].values["others"] == ("洛扎县/扎日乡幼儿园",)
    with reader(db) as store:
        assert find_kindergarten(store, "洛扎县/扎日乡幼儿园").id == first.id
        assert find_kindergarten(store, "隆子县/扎日乡幼儿园").id == second.id


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("   ", "blank"),
        ("热荣\x1b[31m幼儿园", "control-characters"),
        ("热荣\n幼儿园", "control-characters"),
        ("园" * 101, "too-long"),
        ("园" * 1_000_000, "too-long"),
        ("隆子县/热荣幼儿园", "bad-name"),
        ("隆子县／热荣幼儿园", "bad-name"),
    ],
)
def test_a_name_that_nobody_could_type_or_read_is_refused(db: Path, name: str, code: str) -> None:
    with pytest.raises(BadData) as refused:
        _add(db, name, Tier.TOWNSHIP, Particulars(region="热荣乡"))
    assert refused.value.code == code


def test_a_renamed_kindergarten_keeps_its_key_and_is_found_by_both_names(db: Path) -> None:
    before = _show(db, "隆子县")
    with writer(db) as store:
        rename_kindergarten(store, "隆子县", "隆子县第一幼儿园", dt.date(2023, 9, 1))
    after = _show(db, "隆子县示范幼儿园")
    assert after.ref == before.ref
    assert after.name == "隆子县第一幼儿园"
    assert after.former_names == ("隆子县示范幼儿园",)
    assert (before.name_confirmed, after.name_confirmed) == (False, True)
    assert _show(db, "隆子县").ref == before.ref
    with reader(db) as store:
        assert store.value("SELECT until FROM kindergarten_name WHERE kind = 'former'") == (
            "2023-09-01"
        )
        assert find_kindergarten(store, "lzxdyyey").name == "隆子县第一幼儿园"


def test_a_kindergarten_may_get_back_an_earlier_name(db: Path) -> None:
    with writer(db) as store:
        for year, name in enumerate(
            ("隆子县第一幼儿园", "隆子县示范幼儿园", "隆子县中心幼儿园"), start=2021
        ):
            rename_kindergarten(store, "隆子县", name, dt.date(year, 9, 1))
    found = _show(db, "隆子县")
    assert found.name == "隆子县中心幼儿园"
    with reader(db) as store:
        former = store.rows("SELECT name, until FROM kindergarten_name WHERE kind = 'former'")
    assert {row["name"]: row["until"] for row in former} == {
        "隆子县示范幼儿园": "2023-09-01",
        "隆子县第一幼儿园": "2022-09-01",
    }
    assert set(found.former_names) == {"隆子县示范幼儿园", "隆子县第一幼儿园"}


def test_a_name_can_be_confirmed_as_it_is(db: Path) -> None:
    with writer(db) as store:
        rename_kindergarten(store, "加查县", None, TODAY)
    found = _show(db, "加查县")
    assert (found.name, found.name_confirmed) == ("加查县示范幼儿园", True)
    assert found.former_names == ()


def test_renaming_to_the_present_name_confirms_it(db: Path) -> None:
    with writer(db) as store:
        rename_kindergarten(store, "加查县", "加查县示范幼儿园", TODAY)
    found = _show(db, "加查县")
    assert (found.name, found.name_confirmed) == ("加查县示范幼儿园", True)
    with writer(db) as store:
        rename_kindergarten(store, "加查县", "加查县示范幼儿园", TODAY)
        assert not store.has_changes()


def test_renaming_to_a_neighbours_name_is_refused(db: Path) -> None:
    with writer(db) as store:
        add_kindergarten(store, "加查县幼儿园", Tier.COUNTY, Particulars(region="加查县"))
    with pytest.raises(BadData, match="already-there"), writer(db) as store:
        rename_kindergarten(store, "加查县示范幼儿园", "加查县幼儿园", TODAY)


def test_an_alias_finds_the_kindergarten_and_is_taken_once(db: Path) -> None:
    with writer(db) as store:
        add_alias(store, "市实验幼儿园", ("实幼",))
    assert _show(db, "实幼").aliases == ("山南市实验幼儿园", "实幼")
    with writer(db) as store:
        add_alias(store, "市实验幼儿园", ("实幼",))
        assert not store.has_changes()


def test_an_alias_of_two_kindergartens_is_remarked_on(db: Path) -> None:
    with writer(db) as store:
        assert add_alias(store, "市实验幼儿园", ("实幼",)).notes == ()
        assert add_alias(store, "市第二实验幼儿园", ("实幼",)).notes != ()


# --- Particulars ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["12345", "12345678901", "540529000A"])
def test_a_site_code_has_ten_digits(db: Path, code: str) -> None:
    with pytest.raises(BadData, match="bad-site-code"):
        _add(db, "热荣乡幼儿园", Tier.TOWNSHIP, Particulars(region="热荣乡", site_code=code))


def test_a_site_code_in_full_width_digits_is_the_same_code(db: Path) -> None:
    told = Particulars(region="热荣乡", site_code="５４０５２９０００１")
    _add(db, "热荣乡幼儿园", Tier.TOWNSHIP, told)
    assert _show(db, "5405290001").code == "5405290001"


def test_a_site_code_belongs_to_one_kindergarten(db: Path) -> None:
    with writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(site_code="5405290001"))
    with pytest.raises(BadData) as refused, writer(db) as store:
        edit_kindergarten(store, "加查县", Particulars(site_code="5405290001"))
    assert refused.value.code == "already-there"
    assert refused.value.message.values["name"] == "隆子县示范幼儿园"


@pytest.mark.parametrize(
    "phone", ["0893-7821234", "+86 139 0893 1234", "12345", "０８９３-７８２１"]
)
def test_a_phone_number_is_digits_with_spaces_and_hyphens(db: Path, phone: str) -> None:
    with writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(phone=phone))
    assert _show(db, "隆子县").phone


@pytest.mark.parametrize("phone", ["1234", "1" * 21, "园长办公室", "0893;7821234", "--- ---"])
def test_what_cannot_be_dialled_is_no_phone_number(db: Path, phone: str) -> None:
    with pytest.raises(BadData, match="bad-phone"), writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(phone=phone))


@pytest.mark.parametrize(("latitude", "longitude"), [(91.0, 92.0), (28.4, 181.0), (28.4, None)])
def test_a_position_is_a_place_on_earth(db: Path, latitude: float, longitude: float | None) -> None:
    with pytest.raises(PairingError) as refused, writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(latitude=latitude, longitude=longitude))
    assert refused.value.code in {"bad-position", "half-a-position"}


def test_an_edit_leaves_what_it_does_not_name_and_empties_what_it_names_empty(db: Path) -> None:
    with writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(head="卓玛", phone="12345", note="在建"))
    with writer(db) as store:
        edit_kindergarten(store, "隆子县", Particulars(note="", phone="54321"))
    found = _show(db, "隆子县")
    assert (found.head, found.phone, found.note) == ("卓玛", "54321", None)
    assert found.region_code == "540529"


def test_an_edit_that_moves_a_mentee_to_another_layer_says_so(db: Path) -> None:
    with writer(db) as store:
        entered = edit_kindergarten(store, "加查县", Particulars(ownership=Ownership.PRIVATE))
    assert entered.notes[0].values["mentor"] == "市实验幼儿园"


# --- Retired --------------------------------------------------------------------------------


def test_a_paired_kindergarten_is_not_retired_and_the_pairing_is_named(db: Path) -> None:
    with pytest.raises(RuleRefusal) as refused, writer(db) as store:
        retire_kindergarten(store, "隆子县", reason="撤并", on=TODAY, today=TODAY)
    assert refused.value.code == "in-pairing"
    (pairing,) = refused.value.message.values["pairings"]
    assert pairing.startswith("市实验幼儿园 → 隆子县示范幼儿园")


def test_a_mentor_is_not_retired_either(db: Path) -> None:
    with pytest.raises(RuleRefusal) as refused, writer(db) as store:
        retire_kindergarten(store, "市实验幼儿园", reason="撤并", on=TODAY, today=TODAY)
    assert len(refused.value.message.values["pairings"]) == 3


def test_a_retired_kindergarten_stays_on_record_with_day_and_reason(db: Path) -> None:
    with writer(db) as store:
        retire_kindergarten(store, "洛扎县", reason="撤并", on=TODAY, today=TODAY)
    found = _show(db, "洛扎县")
    assert (found.state, found.retired_on, found.retired_reason) == (
        "retired",
        "2023-05-10",
        "撤并",
    )
    with pytest.raises(RuleRefusal, match="retired"), writer(db) as store:
        retire_kindergarten(store, "洛扎县", reason="撤并", on=TODAY, today=TODAY)


def test_after_the_cycle_a_kindergarten_can_be_retired_but_not_on_its_last_day(db: Path) -> None:
    with pytest.raises(RuleRefusal, match="in-pairing"), writer(db) as store:
        retire_kindergarten(store, "隆子县", reason="撤并", on=LAST_DAY, today=LAST_DAY)
    later = dt.date(2024, 4, 1)
    with writer(db) as store:
        retire_kindergarten(store, "隆子县", reason="撤并", on=later, today=later)


def test_nobody_is_retired_ahead_of_time(db: Path) -> None:
    with pytest.raises(UsageError, match="in-the-future"), writer(db) as store:
        retire_kindergarten(
            store, "洛扎县", reason="撤并", on=TODAY + dt.timedelta(days=1), today=TODAY
        )


# --- The list -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (KindergartenFilter(tier="city"), ["市实验幼儿园", "市第二实验幼儿园"]),
        (KindergartenFilter(ownership="private"), ["未来双语幼儿园"]),
        (KindergartenFilter(county="隆子县"), ["隆子县示范幼儿园"]),
        (KindergartenFilter(state="unassigned"), ["市第二实验幼儿园"]),
        (KindergartenFilter(state="exempt"), ["洛扎县示范幼儿园"]),
        (
            KindergartenFilter(unconfirmed=True),
            ["洛扎县示范幼儿园", "加查县示范幼儿园", "隆子县示范幼儿园"],
        ),
        (
            KindergartenFilter(tier="county", state="mentored", county="加查县"),
            ["加查县示范幼儿园"],
        ),
    ],
)
def test_the_roster_is_filtered_by_what_is_known(
    db: Path, wanted: KindergartenFilter, names: list[str]
) -> None:
    with reader(db) as store:
        rows = list_kindergartens(store, find_cycle(store, None, TODAY), TODAY, wanted)
    assert [row.name for row in rows] == names


def test_without_a_cycle_nobody_is_assigned(db: Path) -> None:
    with reader(db) as store:
        rows = list_kindergartens(store, None, TODAY, KindergartenFilter())
    assert {row.state for row in rows} == {"unassigned"}


# --- Figures --------------------------------------------------------------------------------

ON = dt.date(2022, 3, 20)


def _record(db: Path, told: Figures, on: dt.date = ON) -> None:
    with writer(db) as store:
        record_baseline(store, "隆子县", on, told, today=TODAY)


def test_figures_are_kept_by_day_with_their_breakdowns(db: Path) -> None:
    _record(db, Figures(children=360, classes=12, staff=50))
    _record(
        db,
        Figures(teachers=30, parts=[("grade", "小班", 4), ("qualification", "大专", 17)]),
        on=dt.date(2023, 3, 20),
    )
    with reader(db) as store:
        name, (first, second) = list_baselines(store, "隆子县")
    assert name == "隆子县示范幼儿园"
    assert (first.date, first.children, first.classes, first.staff) == ("2022-03-20", 360, 12, 50)
    assert (first.teachers, first.grades) == (None, ())
    assert (second.date, second.grades, second.qualifications) == (
        "2023-03-20",
        ("小班 4",),
        ("大专 17",),
    )


def test_figures_told_again_for_a_day_replace_and_the_others_stay(db: Path) -> None:
    _record(db, Figures(children=360, classes=12, parts=[("grade", "小班", 4)]))
    with writer(db) as store:
        recorded = record_baseline(
            store,
            "隆子县",
            ON,
            Figures(children=358, parts=[("grade", "小班", 5), ("grade", "大班", 4)]),
            today=TODAY,
        )
    assert recorded.replaced
    assert (recorded.row.children, recorded.row.classes) == (358, 12)
    assert recorded.row.grades == ("小班 5", "大班 4")
    with reader(db) as store:
        assert len(list_baselines(store, "隆子县")[1]) == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Figures(children=-1), "bad-figure"),
        (Figures(children=10_001), "bad-figure"),
        (Figures(staff=20, teachers=21), "more-teachers-than-staff"),
        (Figures(classes=3, parts=[("grade", "小班", 4)]), "parts-exceed-whole"),
        (
            Figures(
                teachers=20, parts=[("qualification", "大专", 17), ("qualification", "本科", 4)]
            ),
            "parts-exceed-whole",
        ),
        (Figures(parts=[("age", "30岁以下", -1)]), "bad-figure"),
        (Figures(parts=[("age", " ", 1)]), "blank"),
    ],
)
def test_figures_that_cannot_be_are_refused_and_nothing_is_kept(
    db: Path, told: Figures, code: str
) -> None:
    before = content_of(db)
    with pytest.raises(BadData) as refused:
        _record(db, told)
    assert refused.value.code == code
    assert content_of(db) == before


def test_teachers_are_held_against_the_staff_recorded_before(db: Path) -> None:
    _record(db, Figures(staff=20))
    with pytest.raises(BadData, match="more-teachers-than-staff"):
        _record(db, Figures(teachers=21))


def test_the_utmost_that_can_be_is_taken(db: Path) -> None:
    _record(db, Figures(children=10_000, staff=20, teachers=20, classes=0))


def test_figures_of_a_day_to_come_are_refused(db: Path) -> None:
    with pytest.raises(UsageError, match="in-the-future"):
        _record(db, Figures(children=1), on=TODAY + dt.timedelta(days=1))


def test_no_figure_is_nothing_to_record(db: Path) -> None:
    with pytest.raises(UsageError, match="no-figures"):
        _record(db, Figures())


def test_a_name_is_taken_for_confirmed_unless_somebody_doubts_it(db: Path) -> None:
    with writer(db) as store:
        add_kindergarten(store, "热荣乡幼儿园", Tier.TOWNSHIP, Particulars(region="热荣乡"))
        add_kindergarten(
            store,
            "加查县第二幼儿园",
            Tier.COUNTY,
            Particulars(region="加查县"),
            confirmed=False,
        )
    assert _show(db, "热荣乡幼儿园").name_confirmed is True
    assert _show(db, "加查县第二幼儿园").name_confirmed is False
    assert Kindergarten(name="甲", tier=Tier.CITY).name_confirmed is True
