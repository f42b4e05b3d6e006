"""`donation`: what was given to mentees."""

from __future__ import annotations

from pairing_cli.cli.pairings.plain_verbs import plain_register
from pairing_cli.domain.records.papers import DonationRow

app = plain_register(DonationRow)
