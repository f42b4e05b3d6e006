"""The door for analysts: SQLModel's own session reads a real file through our models."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, SQLModel, create_engine, select

from pairing_cli.store import tables
from pairing_cli.store.tables import Kindergarten, Pairing, Visit, VisitPairing
from tests.faults.bench import ROOT, bench_at, done


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A file with records in most registers."""
    return bench_at(tmp_path / "pairing.db")


def _open(db: Path) -> Session:
    return Session(create_engine(f"sqlite:///file:{db}?mode=ro&uri=true"))


def test_a_session_reads_the_visit_that_log_visit_wrote(db: Path) -> None:
    words = "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4.5 --topic 绘本 --json"
    ref = json.loads(done(db, *words.split()).out)[0]["ref"]
    with _open(db) as session:
        query = (
            select(Visit, Kindergarten)
            .join(VisitPairing, VisitPairing.visit_id == Visit.id)  # type: ignore[arg-type]
            .join(Pairing, Pairing.id == VisitPairing.pairing_id)  # type: ignore[arg-type]
            .join(Kindergarten, Kindergarten.id == Pairing.mentee_id)  # type: ignore[arg-type]
            .where(Visit.topic == "绘本")
        )
        ((visit, mentee),) = session.exec(query).all()
    assert visit.id[24:32] == ref
    assert (visit.start_date.isoformat(), visit.class_hours) == ("2022-04-12", 4.5)
    assert (visit.form_code, visit.state, mentee.name) == (
        "lesson_delivery",
        "done",
        "隆子县示范幼儿园",
    )


@pytest.mark.parametrize("name", tables.__all__)
def test_every_table_can_be_read_and_its_rows_are_as_the_model_says(db: Path, name: str) -> None:
    model: type[SQLModel] = getattr(tables, name)
    with _open(db) as session:
        rows = session.exec(select(model)).all()
        (count,) = session.exec(select(func.count()).select_from(model)).all()
    assert len(rows) == count
    for row in rows:
        assert model.model_validate(row.model_dump()).model_dump() == row.model_dump()


@pytest.mark.parametrize("guide", ["zh", "en"])
def test_the_lines_of_the_guide_run_as_they_stand(
    guide: str, db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / f"docs/guide/{guide}.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(db.parent)
    exec(compile(code, guide, "exec"), {})  # noqa: S102 - our own guide
    assert "2022-05-10 隆子县示范幼儿园 lesson_delivery 3.0" in capsys.readouterr().out
