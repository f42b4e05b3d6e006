"""A line of what needs somebody's attention, and how pressing it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.domain.tuples import NamedTuple

DUE_DAYS: Final = 14
"""What must be done within so many days is due."""


class Severity(StrEnum):
    """How bad a finding is; worst first."""

    MISSED = "missed"
    DUE = "due"
    BEHIND = "behind"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    NO_CONTACT = "no_contact"


class StatusRow(NamedTuple):
    """One finding: the contract's `status`. Dates are ISO text."""

    severity: str
    kind: str
    """rule (a quota), document, milestone, indicator, visit, agreement, contact, problem or
    finding.
    """
    mentor: str
    mentee: str
    county: str | None
    rule: str | None
    period: str | None
    due: str
    """The last day in time; of an unconfirmed visit its day, of silence its 60th day of term."""
    message: Phrase
    ref: str
    """Of an unconfirmed visit, a problem or a finding its own, else the pairing's."""
    title: Label | None = None
    """The name of the rule, or of the form of the visit."""
    figure: Figure | None = None
    """What is owed and done, where a rule asks for it."""
    unit: str | None = None
    """The measure of the figure."""
    since: str | None = None
    """Of silence: the last day of the last visit, or the start."""
    owed_by: str | None = None
    """Who has to see to it, where a rule asks for it."""
    mentee_short: str = ""
    """The mentee as coordinators call it; of an agreement nothing."""

    @property
    def period_label(self) -> Label | str | None:
        """The period as people say it: a stage by its title."""
        return self.period if self.figure is None else self.figure.owed.period.label
