"""`secondment`: who of one side works at the other, from when until when."""

from __future__ import annotations

from pairing_cli.cli.pairings.plain_verbs import plain_register
from pairing_cli.domain.records.papers import SecondmentRow

app = plain_register(SecondmentRow)
