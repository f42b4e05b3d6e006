"""A listing written to a file, complete or not at all, as its audience may see it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.cli.outgoing.profiles import left_out, stripped
from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader

ENDINGS: Final = (".xlsx", ".csv", ".tsv", ".json", ".jsonl", ".md")

_FORMATS: Final[Mapping[str, str]] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
}


def write_out(listing: Listing, output: Path, profile: Audience, store: Reader) -> Done:
    """Write a listing to a file, as the audience may see it."""
    from pairing_cli.cli.outgoing.sheets_out import write_listing
    from pairing_cli.output.formats import write_file

    suffix = output.suffix.lower()
    counted = _Counted(stripped(listing, profile, store, for_people=suffix in {".md", ".xlsx"}))
    if suffix == ".xlsx":
        write_listing(output, counted.listing)
    else:
        write_file(counted.listing, _FORMATS[suffix], output)
    message = phrase_n(
        "Wrote {count} row to {path}.", "Wrote {count} rows to {path}.", counted.count,
        path=str(output),
    )  # fmt: skip
    return Done(message, notes=() if profile is Audience.ARCHIVE else _notes(listing, profile))


def _notes(listing: Listing, profile: Audience) -> tuple[Phrase, ...]:
    """What the audience does not get."""
    masked = phrase("Phone and identity numbers within texts are masked as ***.")
    names = left_out(listing, profile)
    if not names:
        return (masked,)
    return (
        phrase("Columns left out: {names}. All of them: --profile archive", names=names),
        masked,
    )


class _Counted:
    """A listing that counts its rows as they pass."""

    def __init__(self, listing: Listing) -> None:
        self.count = 0
        self.listing = listing._replace(rows=self._passing(listing))

    def _passing(self, listing: Listing) -> Any:
        for row in listing.rows:
            self.count += 1
            yield row
