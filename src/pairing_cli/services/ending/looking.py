"""A cycle looked at: whether it can be closed, by its figures of the day and what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pairing_cli.domain.errors import Damaged, RuleRefusal
from pairing_cli.domain.phrases import lines, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CycleState, Ledger
from pairing_cli.services.ending.checks import Check, checks_of
from pairing_cli.services.owing.figures import CycleFigures, figures_of
from pairing_cli.services.owing.standing import of_ledger
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class LookedAt(NamedTuple):
    """A cycle as it was when somebody asked whether it can be closed."""

    cycle: CycleRow
    day: dt.date
    figures: CycleFigures
    """Those of the day, by both ledgers."""
    checks: Sequence[Check]
    seq: int
    """The last command that had written by then."""


def look_at(store: Reader, cycle: CycleRow, day: dt.date, *, is_sound: bool) -> LookedAt:
    """Everything that closing `cycle` on `day` depends on. `is_sound`: what the doctor says of the
    file.
    """
    seq = last_command(store)
    figures = figures_of(store, cycle, day, ledger=None)
    binding = of_ledger(figures, Ledger.SCHEME)
    checks = checks_of(store, cycle, day, binding, is_sound=is_sound)
    return LookedAt(cycle, day, figures, checks, seq)


def last_command(store: Reader) -> int:
    """The number of the last command that has written."""
    return int(store.value("SELECT coalesce(max(seq), 0) FROM change_set"))


def check_can_close(found: LookedAt, override: str | None = None) -> None:
    """Raise `RuleRefusal` (`Damaged` for the file) where a cycle can't be closed."""
    cycle, checks = found.cycle, found.checks
    if cycle.state == CycleState.CLOSED:
        raise RuleRefusal(
            "already-closed",
            phrase("Cycle {code} is closed already.", code=cycle.code),
            hint=phrase("See: pairing cycle show {code}", code=cycle.code),
        )
    blocking = [check for check in checks if check.blocks and check.is_open]
    for check in blocking:
        if check.check == "ended":
            raise RuleRefusal(
                "not-ended",
                phrase(
                    "Cycle {code} runs until {end}; it is closed afterwards.",
                    code=cycle.code,
                    end=cycle.end,
                ),
            )
        if check.check == "database":
            raise unsound()
    if blocking and override is None:
        raise RuleRefusal(
            "not-ready",
            lines(
                phrase("Cycle {code} can't be closed yet:", code=cycle.code),
                *(
                    phrase("{title}: {result}", title=check.title, result=check.result_shown)
                    for check in blocking
                ),
            ),
            hint=lines(
                phrase(
                    "To clear it: {commands}", commands=tuple(c.clear for c in blocking if c.clear)
                ),
                phrase("If it is meant so, say why: --override REASON"),
            ),
        )


def unsound() -> Damaged:
    """What is said of a file that can't be relied on."""
    return Damaged(
        "damaged",
        phrase("The database isn't sound; it can't be closed."),
        hint=phrase("See: pairing db doctor"),
    )
