"""What writes into a register, or takes a write back, tells the figures that move with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairing_cli.services.reports import moved
from tests.commandline import done


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


def test_an_undo_and_a_redo_tell_it_the_other_way_round() -> None:
    assert "hours 0 → 4/10" in done("log-visit", "隆子县", "--form", "送教", "--hours", "4").err
    assert "hours 4 → 0/10" in done("undo", "--dry-run").err
    assert "hours 4 → 0/10" in done("undo").err
    assert "hours 0 → 4/10" in done("redo").err
    done("problem", "add", "隆子县", "--text", "封路")
    assert "→" not in done("undo").err


@pytest.mark.parametrize(
    ("register", "table", "figure"),
    [
        ("agreements", "受帮扶园,种类,签订日期\n隆子县,责任书,2022-04-05\n", "letter 0 → 1/1"),
        ("groups", "受帮扶园,一方,组长,起\n隆子县,帮扶园,卓玛,2022-04-05\n", "group 0 → 1/1"),
    ],
)
def test_a_table_of_a_register_tells_it(register: str, table: str, figure: str) -> None:
    Path("x.csv").write_text(table, encoding="utf-8")
    assert figure in done("import", register, "x.csv", "--dry-run").err
    assert figure in done("import", register, "x.csv").err


def test_in_a_large_programme_a_ref_tells_whose_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved, "MOST_OF_A_PROGRAMME", 1)
    ref = done("agreement", "add", "隆子县", "--kind", "responsibility_letter", "--json").data[0][
        "ref"
    ]
    assert "letter 0 → 1/1" in done("agreement", "edit", ref, "--signed", "2022-04-05").err
