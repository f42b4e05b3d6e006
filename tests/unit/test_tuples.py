"""Named tuples of ours do what those of `typing` do."""

from __future__ import annotations

import pickle
import typing
from pathlib import Path

import pytest

import pairing_cli
from pairing_cli.domain.tuples import NamedTuple


class Theirs(typing.NamedTuple):
    """A day and how often."""

    day: str
    times: int | None = None

    @property
    def told(self) -> str:
        return f"{self.day} {self.times}"

    @classmethod
    def once(cls, day: str) -> typing.Any:
        return cls(day, 1)


class Ours(NamedTuple):
    """A day and how often."""

    day: str
    times: int | None = None

    @property
    def told(self) -> str:
        return f"{self.day} {self.times}"

    @classmethod
    def once(cls, day: str) -> typing.Any:
        return cls(day, 1)


def test_ours_are_theirs() -> None:
    one, other = Ours.once("x"), Theirs.once("x")
    assert one == other == ("x", 1)
    assert (one.told, one._replace(times=2)) == (other.told, other._replace(times=2))
    assert repr(one) == repr(other).replace("Theirs", "Ours")
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__bases__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    with pytest.raises(TypeError, match="day"):
        Ours()  # type: ignore[call-arg]


def test_no_module_pays_for_those_of_typing() -> None:
    folder = Path(pairing_cli.__file__).parent
    assert [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "NamedTuple" in path.read_text(encoding="utf-8")
        and "from pairing_cli.domain.tuples import NamedTuple" not in path.read_text("utf-8")
    ] == ["domain/tuples.py"]
