"""Short names of a few mentees are those that they have among all."""

from __future__ import annotations

from pathlib import Path

import pytest

from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.rows import Kindergarten, Pairing
from tests.services.programme import reader, writer
from tests.services.seeded import cycle_in, seeded_at

LIKE_OTHERS = (
    "隆子县幼儿园",  # as the county's exemplar is called
    "（隆子县）示范幼儿园",
    "隆子县 示范幼儿园",
    "Ａ园",
    "A园",
    "未来双语",
    "未来 双语幼儿园",
)
"""Names that without blanks, brackets and widths are others' names, in no county."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Shannan's programme, with mentees whose names are much alike."""
    path = seeded_at(tmp_path / "p.db")
    with writer(path) as store:
        cycle = cycle_in(store)
        mentor = store.value("SELECT mentor_id FROM pairing")
        for name in LIKE_OTHERS:
            mentee = Kindergarten(name=name, tier="county", ownership="private")
            store.add(mentee)
            store.add(
                Pairing(
                    cycle_id=cycle.id, mentor_id=mentor, mentee_id=mentee.id,
                    layer="city-private", start_date=cycle.span.first,
                )
            )  # fmt: skip
    return path


def test_one_mentee_is_called_alone_as_among_all(db: Path) -> None:
    with reader(db) as store:
        names = short_names(store)
    assert len(names) == 12 + len(LIKE_OTHERS)
    assert len(set(names.values())) == len(names)
    for key, name in names.items():
        with reader(db) as store:
            assert short_names(store, {key})[key] == name
