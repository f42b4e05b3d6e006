"""The screen of `status`: all kindergartens, or what a cycle's start or end asks for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pairing_cli.cli.reports.screens.status_running import running_screen
from pairing_cli.cli.reports.screens.status_steps import (
    START_DAYS,
    closing_screen,
    setting_up_screen,
)
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.listing import Lines, Listing, Screen

if TYPE_CHECKING:
    from pairing_cli.last_look import LastLook
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.reports.status import Status
    from pairing_cli.store.opening import FileReader


class Asked(NamedTuple):
    """What was asked for, as typed, and who asks."""

    mentor: str | None
    county: str | None
    mentee: str | None
    actor: str
    look: LastLook | None = None
    """The last look at this view; None where nothing is to be marked."""


def screen_of(
    store: FileReader, figures: CycleFigures, found: Status, asked: Asked, data: Listing
) -> Screen:
    """All kindergartens on one screen, or what a cycle's start or end asks for."""
    from pairing_cli.services.reports.waiting import waiting

    waits = waiting(store, figures, found, filter_of(asked), asked.actor)
    cycle, day = figures.cycle, figures.as_of
    if not figures.pairings:
        return Screen(
            data,
            (Lines((phrase("No pairings in cycle {cycle}.", cycle=cycle.code),)),),
            notes=(phrase("To arrange one: pairing suggest city-county, pairing assign"),),
        )
    if day > cycle.span.last:
        return closing_screen(store, figures, waits, data)
    if day < cycle.span.first + dt.timedelta(START_DAYS):
        return setting_up_screen(store, figures, waits, data)
    return running_screen(store, figures, found, waits, data, asked.look)


def filter_of(asked: Asked) -> Any:
    """The pairings that were asked for."""
    from pairing_cli.services.pairings.pairing_filter import PairingFilter

    return PairingFilter(asked.mentee, asked.mentor, asked.county)
