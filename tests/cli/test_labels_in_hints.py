"""Where a hint lists what is possible, it lists what people call it, in their language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.bench import bench_at, pairing, refs


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("suggest xx", "市→县、市→民办、县→乡镇、乡镇→村", "city to county, city to private"),
        ("suggest", "市→县、市→民办、县→乡镇、乡镇→村", "city to county, city to private"),
        ("inspection answer {inspection} 措美县 plan=maybe", "是、部分、否、不适用", "yes, partly"),
    ],
)
def test_a_hint_names_things_as_people_do(tmp_path: Path, line: str, zh: str, en: str) -> None:
    db = bench_at(tmp_path / "p.db")
    for lang, said in (("zh", zh), ("en", en)):
        answer = pairing(db, *line.format(**refs()).split(), lang=lang)
        assert answer.code == 2
        assert said in " ".join(answer.err.split())
