"""The words of a cycle's end: what is checked before it, and what becomes of each mentee."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import Labels


class RollDecisionKind(StrEnum):
    """What becomes of a mentee in the next cycle."""

    KEEP = "keep"
    SWAP = "swap"
    GRADUATE = "graduate"
    DROP = "drop"
    NEW = "new"
    OPEN = "open"


ROLL_DECISIONS: Final[Labels] = {
    RollDecisionKind.KEEP: Label("继续", "keep"),
    RollDecisionKind.SWAP: Label("调整", "swap"),
    RollDecisionKind.GRADUATE: Label("毕业", "graduate"),
    RollDecisionKind.DROP: Label("退出", "drop"),
    RollDecisionKind.NEW: Label("新增", "new"),
    RollDecisionKind.OPEN: Label("待定", "open"),
}


UNDECIDED: Final[Labels] = {
    "keep": Label("照建议", "as proposed"),
    "none": Label("不执行", "refused"),
}
"""What is done with a mentee that no row of the meeting's table decides on."""


class CheckResult(StrEnum):
    """What a check before the end found."""

    OK = "ok"
    OPEN = "open"
