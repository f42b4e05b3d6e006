"""What was measured, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Measured:
    """One command beside its reference: times in seconds, memory in MiB."""

    figure: str
    """P1 to P11 of the design; empty for a peer that is shown for comparison only."""
    what: str
    value: float | None
    """None: the peer isn't installed."""
    reference: str
    reference_value: float
    budget: float | None = None
    """The most that value ÷ reference may be (of rates: the least)."""
    unit: str = "s"
    rounds: int = 0
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """The measured value by its reference."""
        return None if self.value is None else self.value / self.reference_value

    @property
    def met(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.budget is None or self.ratio is None:
            return None
        if self.more_is_better:
            return self.ratio >= self.budget
        return self.ratio <= self.budget


@dataclass(frozen=True, slots=True)
class Growth:
    """One command on programmes of growing size."""

    command: str
    seconds: dict[str, float]
    """Size → median of the whole process."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the time of a command, in milliseconds."""

    what: str
    milliseconds: float


@dataclass(slots=True)
class Results:
    """Everything that the page tells."""

    date: str
    machine: str
    versions: dict[str, str]
    sizes: dict[str, int]
    """Name of a programme → bytes of its file."""
    measured: list[Measured] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    """Command → where its time goes."""
