"""Names in bulk: of a kindergarten whole names only, narrowed by the place that a row names.

Who types one command sees at once who was found by a part of a name. Of a thousand rows nobody
looks at each, so a part (中心幼儿园) is never credited to whoever happens to match: it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.errors import BadData, InputError, NotFound, PairingError
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.programme.names.lookup import (
    KindergartenKey,
    RegionKey,
    find_kindergarten,
    find_region,
)
from pairing_cli.store.reading import Reader

_KIND: Final = "幼儿园"
"""What every name ends with, and people leave out."""

_REGION_ENDINGS: Final = ("县", "市", "区", "乡", "镇", "街道", "村", "社区", "自治县")


def find_whole(store: Reader, text: str, within: Sequence[str] = ()) -> KindergartenKey:
    """The kindergarten that has `text` as its name, alias, former name or site code, or whose
    region is called so; `within` are names of its county and township, as far as they are told.

    Raises `NotFound`, `BadData` where `text` is only a part of a name.
    """
    before, slash, name = text.replace("／", "/").rpartition("/")
    places = [*within, *(before.split("/") if slash else ())]
    if not places:
        return _whole(store, name, name)
    region = "/".join(dict.fromkeys(find_whole_region(store, each).name for each in places))
    missing: PairingError | None = None
    # 中心幼儿园 in the row of 热荣乡 is 热荣乡中心幼儿园.
    for written in dict.fromkeys((name, f"{places[-1]}{name}", f"{places[0]}{name}")):
        try:
            return _whole(store, f"{region}/{written}", written)
        except InputError as error:
            if error.code not in {"no-such-kindergarten", "part-of-a-name"}:
                raise
            missing = missing or error
    assert missing is not None  # noqa: S101 - there is at least the name itself
    raise missing


def _whole(store: Reader, text: str, name: str) -> KindergartenKey:
    # 未来双语 is 未来双语幼儿园, said short: nothing of its own name is missing.
    for written in dict.fromkeys((text, f"{text.removesuffix(_KIND)}{_KIND}")):
        try:
            return find_kindergarten(store, written, whole=True)
        except NotFound as error:
            if error.code != "no-such-kindergarten":
                raise
    try:
        meant = find_kindergarten(store, text)
    except NotFound as error:
        raise NotFound(
            "no-such-kindergarten",
            phrase("No kindergarten is called {text}.", text=text),
            hint=error.hint,
        ) from None
    raise BadData(
        "part-of-a-name",
        phrase("{text} is only a part of a name. Is {name} meant?",
               text=name, name=meant.qualified_name),
        hint=phrase("Write the whole name, with its county before it where names repeat."),
    )  # fmt: skip


def find_whole_region(store: Reader, text: str) -> RegionKey:
    """The region that is called `text`, with or without the word for its level. Raises
    `NotFound`.
    """
    for ending in ("", *_REGION_ENDINGS):
        written = f"{text.strip()}{ending}"
        if store.rows("SELECT 1 FROM region_names WHERE name = :text OR known_code = :text",
                      text=written.rpartition("/")[2]):  # fmt: skip
            return find_region(store, written)
    raise _no_region(store, text)


def _no_region(store: Reader, text: str) -> NotFound:
    try:
        near = find_region(store, text)
    except NotFound as error:
        return error
    return NotFound(
        "no-such-region",
        phrase("No region is called {text}.", text=text),
        hint=phrase("Nearest: {names}", names=[near.qualified_name]),
    )
