"""The history of a record has its own changes and those of what belongs to it; no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.bench import bench_at, done, pairing


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


def commands(db: Path, *words: str) -> list[str]:
    """Command and subject of what the history shows, oldest first."""
    rows = json.loads(done(db, "history", *words, "--json").out)
    return [f"{row['command']} {row['subject'] or ''}".strip() for row in reversed(rows)]


def test_a_mentee_has_the_visits_and_papers_of_its_pairing(db: Path) -> None:
    found = commands(db, "--of", "加查县")
    assert [each.split(" 加查县")[0] for each in found[1:]] == [
        "log-visit",
        "waiver add",
        "rule override",
        "agreement add",
        "apprentice add",
        "secondment add",
        "donation add",
        "group add",
        "need add",
        "problem add",
        "plan new",
        "plan add-stage",
        "inspection add 2022年6月1日督查 2022-06-01",
        "inspection answer",
        "inspection done 2022年6月1日督查 2022-06-01",
        "inspection rectify",
        "experience add",
    ]
    assert found[0].startswith("init")


def test_another_kindergarten_has_only_its_own(db: Path) -> None:
    found = commands(db, "--of", "隆子镇幼儿园")
    assert [each.split()[:2] for each in found] == [
        ["kindergarten", "add"],
        ["kindergarten", "edit"],
    ]


def test_what_was_taken_back_or_deleted_still_belongs_to_it(db: Path) -> None:
    before = commands(db, "--of", "隆子县")
    ref = json.loads(
        done(
            db,
            *("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12", "--by", "德吉"),
            "--json",
        ).out
    )[0]["ref"]
    done(db, "visit", "edit", ref, "--by", "央金")  # a deleted link, and one more
    done(db, "undo")
    done(db, "undo")
    named = [each.split()[0] for each in commands(db, "--of", "隆子县")]
    assert named == [*(each.split()[0] for each in before), "log-visit", "visit", "undo", "undo"]
    assert pairing(db, "history", "--of", ref).code == 4  # there is no such record any more


def test_a_visit_a_plan_and_a_task_have_their_own(db: Path) -> None:
    plan = json.loads(done(db, "plan", "show", "加查县", "--json").out)
    task = plan["task_list"][0]["ref"]
    done(db, "plan", "edit-task", task, "--responsible", "次仁")
    assert [each.split()[1] for each in commands(db, "--of", plan["ref"])] == [
        "new",
        "add-stage",
        "edit-task",
    ]
    assert [each.split()[1] for each in commands(db, "--of", task)] == ["new", "edit-task"]


def test_a_person_and_a_span_of_days_narrow_it(db: Path) -> None:
    everything = commands(db)
    assert commands(db, "--by", "没有这个人") == []
    assert commands(db, "--by", "卓玛")[1:] == everything[1:]
    assert commands(db, "--to", "2001-01-01") == []
    assert commands(db, "--from", "2001-01-01", "--to", "2099-12-31") == everything
    newest = json.loads(done(db, "history", "--limit", "1", "--json").out)[0]
    day = newest["at"][:10]
    assert commands(db, "--from", day, "--of", "加查县")[-1].startswith("experience add")
    assert pairing(db, "history", "--from", "2022-05-01", "--to", "2022-04-01").code == 2


def test_the_days_are_those_of_the_clock_on_the_wall(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    newest = json.loads(done(db, "history", "--limit", "1", "--json").out)[0]
    with pytest.MonkeyPatch.context() as patch:
        for zone in ("Asia/Shanghai", "Pacific/Kiritimati", "Etc/GMT+12"):
            patch.setenv("TZ", zone)
            time.tzset()
            from pairing_cli.domain.time.moments import local_minute

            day = local_minute(newest["at"])[:10]
            assert commands(db, "--from", day, "--to", day, "--limit", "1")
    time.tzset()
