"""The summary: what its totals count once, and what is met where a duty was waived."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.vocabulary import Tier
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import add_kindergarten
from pairing_cli.services.owing.waiver_edit import WaiverInput, waive
from pairing_cli.services.pairings.assigning import assign
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.services.reports.summaries.summary import summarise
from tests.services.programme import reader, writer
from tests.services.seeded import END, cycle_in, log, seeded_at


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def summary(db: Path, as_of: dt.date = END) -> Summary:
    with reader(db) as store:
        return summarise(store, cycle_in(store), as_of)


def test_a_visit_for_two_mentees_of_one_county_is_one_visit_of_the_county(db: Path) -> None:
    with writer(db) as store:
        for name in ("热荣乡幼儿园", "三安曲林乡幼儿园"):
            region = name.removesuffix("幼儿园")
            add_kindergarten(store, name, Tier.TOWNSHIP, Particulars(region=region))
            assign(store, "隆子县", [name], as_of=dt.date(2022, 3, 1))
    log(db, "热荣乡幼儿园 三安曲林乡幼儿园", "送教", "2022-04-12", 4)
    rows = [row for row in summary(db).by_county if row.name == "隆子县"]  # one for its layers
    assert (sum(row.visits for row in rows), sum(row.class_hours for row in rows)) == (1, 4)
    in_pairings = [row.visits for row in summary(db).pairings if row.county == "隆子县"]
    assert sum(in_pairings) == 2


def test_a_pairing_whose_periods_are_all_met_or_waived_counts_as_one_that_meets_the_rule(
    db: Path,
) -> None:
    def met() -> tuple[int, int]:
        (rule,) = [row for row in summary(db).rules if row.rule == "sent-lessons"]
        return rule.pairings_met, rule.waived

    for day in ("2022-04-12", "2022-10-12", "2023-04-12"):
        log(db, "隆子县", "送教", day, 2)
    assert met() == (0, 0)
    excused = WaiverInput("隆子县", "sent-lessons", "2023-autumn", WaiverKind.EXCUSED, "封控")
    with writer(db) as store:
        waive(store, excused, cycle_in(store), as_of=dt.date(2023, 10, 1))
    assert met() == (1, 1)
