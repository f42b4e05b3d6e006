"""The blocks of fulfilment, each of which has its weight in a cycle."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import Labels


class Block(StrEnum):
    """The part that a rule belongs to when fulfilment is summed."""

    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    ARCHIVE = "archive"
    EFFECT = "effect"


BLOCKS: Final[Labels] = {
    Block.ORGANISATION: Label("组织", "organisation"),
    Block.ACTIVITY: Label("活动", "activity"),
    Block.ARCHIVE: Label("档案", "archive"),
    Block.EFFECT: Label("成效", "effect"),
}
