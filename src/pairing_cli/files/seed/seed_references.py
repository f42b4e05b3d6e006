"""What rows of a seed file owe each other: values that stand once, and sources that exist."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.spelling import did_you_mean

PARTS: Final = (
    "programme",
    "cycles",
    "terms",
    "regions",
    "forms",
    "layers",
    "kindergartens",
    "pairings",
    "exemptions",
)
"""The parts of a seed file that come from a document."""

_FEW: Final = 10


class Once:
    """Values of which a file may have one each: codes, names, the words of forms.

    Case doesn't tell two of them apart, because nobody would hear the difference.
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str | None, str], int] = {}

    def claim(
        self,
        section: Section,
        key: str,
        value: str,
        *,
        item: int | None = None,
        inside: str | None = None,
        hint: Phrase | None = None,
    ) -> None:
        """Take `value` (once per `inside`, where given), or raise BadData naming the first line."""
        place = inside, value.casefold()
        if place in self._lines:
            raise section.mistake(
                "duplicate",
                phrase(
                    "{value} stands twice; the first is in line {line}.",
                    value=value,
                    line=self._lines[place],
                ),
                key=key,
                item=item,
                hint=hint,
            )
        self._lines[place] = section.line_of(key, item)


def known(section: Section, key: str, part: str, codes: Collection[str]) -> str:
    """The text under `key`, which must be one of the `codes` listed in that part of the file."""
    written = section.text(key)
    if written not in codes:
        raise section.mistake(
            f"unknown-{part.removesuffix('s')}",
            phrase("{name} is not listed under {part}.", name=written, part=part),
            key=key,
            hint=did_you_mean(written, codes) or _listed(codes),
        )
    return written


def _listed(codes: Collection[str]) -> Phrase | None:
    """All the codes, where they are few."""
    if not 0 < len(codes) <= _FEW:
        return None
    return phrase("Listed there: {names}.", names=", ".join(sorted(codes)))


class Sources:
    """The documents behind the file: `sources`, and `part_sources` for whole parts of it."""

    def __init__(self, top: Section) -> None:
        self.labels: dict[str, Label] = {}
        if top.has("sources"):
            listed = top.section("sources")
            self.labels = {code: listed.label(code) for code in listed.keys}
        self._of_parts: dict[str, str] = {}
        if top.has("part_sources"):
            parts = top.section("part_sources")
            parts.only(PARTS)
            self._of_parts = {
                part: known(parts, part, "sources", self.labels) for part in parts.keys
            }

    def of(self, row: Section, part: str) -> str | None:
        """The source of a row: its own, or else that of its part."""
        if row.has("source"):
            return known(row, "source", "sources", self.labels)
        return self._of_parts.get(part)
