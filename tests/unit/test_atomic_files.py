"""Files going out are complete under their name, or absent."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from pairing_cli.atomic_files import finished_file, finished_folder, write_failed
from pairing_cli.domain.errors import CannotCreate, StorageFailure
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.words.system_words import said_by
from pairing_cli.output.language import translate, use_language


def test_a_file_takes_its_place_when_the_block_ends_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with finished_file(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _begin_and_fail(path: Path, failure: BaseException) -> None:
    path.write_text("half")
    raise failure


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), StorageFailure),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (LookupError("a bug"), LookupError),
    ],
)
def test_a_block_that_fails_leaves_the_old_file_and_no_draft(
    tmp_path: Path, raised: BaseException, expected: type[BaseException]
) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(expected), finished_file(path) as draft:
        _begin_and_fail(draft, raised)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(StorageFailure), finished_folder(path) as draft:
        _begin_and_fail(draft / "a", OSError(errno.ENOSPC, "No space left on device"))
    assert list(tmp_path.iterdir()) == []
    with finished_folder(path) as draft:
        (draft / "a").touch()
        assert not path.exists()
    assert [each.name for each in path.iterdir()] == ["a"]
    with pytest.raises(CannotCreate), finished_folder(path):
        raise AssertionError("not empty: nothing begins")


@pytest.mark.parametrize("name", ["missing/out.txt", "folder", "x" * 300, "a\0b"])
def test_a_place_where_nothing_can_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotCreate), finished_file(tmp_path / name):
        raise AssertionError("nothing begins")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_what_the_system_says_is_told_in_the_language_of_the_user(number: int) -> None:
    failure = OSError(number, os.strerror(number))
    use_language("zh")
    chinese = translate(write_failed(Path("a"), failure).message)
    use_language("en")
    assert os.strerror(number) in translate(write_failed(Path("a"), failure).message)
    assert not re.search("[A-Za-z]{2}", chinese)


def test_what_the_system_seldom_says_is_told_as_it_says_it() -> None:
    assert said_by(OSError(errno.EXDEV, "Far away")) == Label("系统错误 18", "Far away")
    assert said_by(ValueError("embedded null byte")) == "embedded null byte"
