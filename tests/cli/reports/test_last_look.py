"""`status` marks what came since somebody looked last: on a terminal, on today's day only."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest

from pairing_cli.__main__ import run
from tests.commandline import done
from tests.services.seeded import seeded_at

TODAY = dt.date.today()  # noqa: DTZ011 - the user's day


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme, in a cycle that is running today."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("PAIRING_LOG", raising=False)
    monkeypatch.delenv("PAIRING_TODAY", raising=False)
    path = seeded_at(tmp_path / "p.db")
    end = TODAY + dt.timedelta(days=200)
    on(path, "cycle", "edit", "2022-2024", "--end", end.isoformat())
    return path


def on(db: Path, *words: str) -> str:
    return done("--db", str(db), *words, lang="zh").out


def look(db: Path, *words: str) -> str:
    """The screen on a terminal of 80 columns, stderr and all."""
    screen = Terminal()
    line = ("--db", str(db), "status", *words)
    assert run(line, {"PAIRING_LANG": "zh", "COLUMNS": "80"}, screen, screen) == 0
    return screen.getvalue()


def marked(screen: str) -> list[str]:
    return [line for line in screen.splitlines() if " 新" in line or "（新" in line]


def test_what_came_since_the_last_look_is_marked_once(db: Path) -> None:
    assert not marked(look(db))  # nobody has looked: nothing is new
    on(db, "problem", "add", "隆子县", "--text", "停电")
    first = look(db)
    assert len(marked(first)) == 1
    assert "停电" in marked(first)[0]
    assert "看过以后才有的" in first
    assert len(first.splitlines()) <= 24
    assert not marked(look(db))


def test_a_kindergarten_that_owes_more_is_marked_and_one_that_owes_less_is_not(db: Path) -> None:
    look(db)
    file = next((db.parent / "state").rglob("look-*.json"))
    kept = json.loads(file.read_text(encoding="utf-8"))
    seen = next(iter(kept.values()))["seen"]
    late = {key.split()[0]: key for key in seen if key.endswith(" late")}
    more, less = list(late.values())[:2]  # of two kindergartens
    seen[more], seen[less] = seen[more] - 1, seen[less] + 1
    file.write_text(json.dumps(kept), encoding="utf-8")
    names = {row["ref"]: row["mentee"] for row in json.loads(on(db, "list", "--json"))}
    (line,) = marked(look(db))
    assert line.split()[0] in names[more.split()[0]]


@pytest.mark.parametrize("words", [("--as-of", "2022-06-30"), ("--json",), ("--all",)])
def test_nothing_is_marked_or_remembered_of_another_day_or_for_a_script(
    db: Path, words: tuple[str, ...]
) -> None:
    look(db)
    on(db, "problem", "add", "隆子县", "--text", "停电", "--on", "2022-06-01")
    assert not marked(look(db, *words))
    assert len(marked(look(db))) == 1


def test_each_narrowed_view_has_a_last_look_of_its_own(db: Path) -> None:
    look(db, "--county", "隆子县")
    on(db, "problem", "add", "隆子县", "--text", "停电")
    assert not marked(look(db))  # the first look at all of them
    assert len(marked(look(db, "--county", "隆子县"))) == 1


@pytest.mark.parametrize("content", ["", "[]", "{", '{"scheme||": {"at": 1}}', '{"scheme||": 3}'])
def test_a_look_that_cannot_be_read_is_as_none(db: Path, content: str) -> None:
    before = look(db)
    for file in (db.parent / "state").rglob("look-*.json"):
        file.write_text(content, encoding="utf-8")
    assert look(db) == before


def test_where_nothing_can_be_kept_nothing_is_marked_and_the_screen_is_shown(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(db)
    (db.parent / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(db.parent / "file"))
    assert look(db) == look(db) == before


def test_looking_writes_nothing_into_the_database_and_no_name_beside_it(db: Path) -> None:
    before = db.read_bytes()
    look(db)
    assert db.read_bytes() == before
    (file,) = (db.parent / "state").rglob("look-*.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "隆子" not in json.dumps(json.loads(file.read_text()), ensure_ascii=False)
