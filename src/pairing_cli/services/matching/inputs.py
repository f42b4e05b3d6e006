"""What somebody wants of an arrangement, read from names: weights, pins, exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.services.matching.candidates import Candidate, Sides
from pairing_cli.services.matching.distances import Measure
from pairing_cli.services.programme.names.lookup import KindergartenKey, find_kindergarten
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class SuggestInput:
    """What an arrangement is to go by. Weights in km, or in minutes where these are counted."""

    measure: Measure = Measure.KM
    keep: float = 0
    """What it costs that a mentee doesn't stay with its last mentor."""
    rotate: float = 0
    """What it costs that it does."""
    balance: float = 5
    """What a mentor's third mentee costs on top, the fourth twice that, and so on."""
    fit: float = 10
    """What each need costs in which the mentor isn't strong."""
    county: str | None = None
    pins: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    anew: bool = False
    """As if nobody had a mentor yet, to see what the best would have been."""
    mentors: int | None = None
    """How many each mentee is to have; None: as many as the layer allows."""


class Pairs:
    """Pins and exclusions of a layer, by key. Raises `NotFound`, `UsageError`, `RuleRefusal`."""

    def __init__(self, store: Reader, sides: Sides, wanted: SuggestInput) -> None:
        self._store = store
        self._sides = sides
        self._mentees = {each.id: each for each in sides.mentees}
        self._mentors = {each.id: each for each in sides.mentors}
        self.excluded = set(self._read("--exclude", wanted.excludes))
        """Pairs (mentee, mentor)."""
        self.mentors = _most_mentors(sides, wanted)
        """How many mentors each mentee is to have, those included that it has."""
        self.pinned = self._pins(wanted.pins)
        """Mentee → mentors, those left out that it has anyway."""

    def _read(self, option: str, texts: Iterable[str]) -> Iterable[tuple[str, str]]:
        for text in texts:
            sides = text.replace("＝", "=").split("=")
            if len(sides) != 2 or not all(side.strip() for side in sides):
                raise UsageError(
                    "not-a-pair",
                    phrase("{option} {text} is not a pair.", option=option, text=text),
                    hint=phrase("Write it as in {option} 隆子县=市实验幼儿园.", option=option),
                )
            one, other = (find_kindergarten(self._store, side) for side in sides)
            if other.id in self._mentees and one.id in self._mentors:
                one, other = other, one
            if one.id not in self._mentees or other.id not in self._mentors:
                raise self._not_of_the_layer(one, other)
            yield one.id, other.id

    def _not_of_the_layer(self, one: KindergartenKey, other: KindergartenKey) -> RuleRefusal:
        names = [
            each.qualified_name
            for each in (one, other)
            if each.id not in self._mentees and each.id not in self._mentors
        ]
        return RuleRefusal(
            "not-of-the-layer",
            phrase(
                "{names} can't be arranged in the layer {layer} here.",
                names=tuple(names) or (one.qualified_name, other.qualified_name),
                layer=LAYERS[self._sides.capacity.layer],
            ),
            hint=phrase("A pair is one mentee and one exemplar kindergarten of the layer."),
        )

    def _pins(self, texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for mentee, mentor in self._read("--pin", texts):
            sides = {"mentee": self._mentees[mentee].name, "mentor": self._mentors[mentor].name}
            found[mentee] = tuple(dict.fromkeys((*found.get(mentee, ()), mentor)))
            if len(found[mentee]) > self.mentors:
                raise UsageError("two-pins", self._too_many_pins(sides["mentee"]))
            if (mentee, mentor) in self.excluded:
                raise UsageError(
                    "pin-excluded",
                    phrase("{mentee} and {mentor} are pinned and excluded.", **sides),
                )
            self._check_place(self._mentees[mentee], self._mentors[mentor])
        new = {}
        for mentee, pins in found.items():
            now = self._sides.standing.get(mentee, ())
            new[mentee] = tuple(mentor for mentor in pins if mentor not in now)
            self._check_standing(mentee, now, new[mentee])
        self._check_room(new)
        return new

    def _too_many_pins(self, mentee: str) -> Phrase:
        if self.mentors == 1:
            return phrase("{mentee} is pinned to two mentors.", mentee=mentee)
        return phrase(
            "{mentee} is pinned to more than {count} mentors.", mentee=mentee, count=self.mentors
        )

    def _check_standing(self, mentee: str, now: Sequence[str], pins: Sequence[str]) -> None:
        for mentor in pins if len(now) + len(pins) > self.mentors else ():
            raise RuleRefusal(
                "already-assigned",
                phrase(
                    "{mentee} is pinned to {mentor}, but has a mentor in this cycle already.",
                    mentee=self._mentees[mentee].name,
                    mentor=self._mentors[mentor].name,
                ),
                hint=phrase("To change the mentor: pairing reassign MENTEE MENTOR --reason TEXT"),
            )

    def _check_place(self, mentee: Candidate, mentor: Candidate) -> None:
        within = self._sides.capacity.within
        if within is not None and (
            mentor.place(within) is None or mentor.place(within) != mentee.place(within)
        ):
            raise RuleRefusal("same-place", _apart(mentee, mentor, within))

    def _check_room(self, pins: Mapping[str, Sequence[str]]) -> None:
        most = self._sides.capacity.maximum
        if most is None:
            return
        has = Counter(chain.from_iterable(self._sides.standing.values()))
        has += Counter(self._sides.elsewhere)
        for mentor, count in Counter(chain.from_iterable(pins.values())).items():
            if has[mentor] + count > most:
                raise RuleRefusal(
                    "capacity",
                    phrase(
                        "{mentor} is to have {names} besides the {taken} that it has; the scheme"
                        " allows {maximum}.",
                        mentor=self._mentors[mentor].name,
                        names=tuple(self._mentees[m].name for m, h in pins.items() if mentor in h),
                        taken=has[mentor],
                        maximum=most,
                    ),
                    hint=phrase("Take a --pin back."),
                )


def _most_mentors(sides: Sides, wanted: SuggestInput) -> int:
    """How many mentors a mentee is to have. Raises `UsageError` beyond what the layer allows."""
    most = sides.rule.most_mentors
    if wanted.mentors is None:
        return most
    if not 1 <= wanted.mentors <= most:
        raise UsageError(
            "too-many-mentors",
            phrase(
                "In the layer {layer} a mentee has 1 to {most} mentors, not {count}.",
                layer=LAYERS[sides.capacity.layer],
                most=most,
                count=wanted.mentors,
            ),
            hint=phrase(
                "To allow more: pairing layer sides {layer} --most-mentors N",
                layer=sides.capacity.layer,
            ),
        )
    return wanted.mentors


def _apart(mentee: Candidate, mentor: Candidate, within: str) -> Phrase:
    sides = {"mentor": mentor.name, "mentee": mentee.name}
    if within == "county":
        return phrase("{mentor} and {mentee} don't lie in the same county.", **sides)
    return phrase("{mentor} and {mentee} don't lie in the same township.", **sides)
