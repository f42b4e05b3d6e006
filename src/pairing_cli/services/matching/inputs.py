"""What somebody wants of an arrangement, read from names: weights, pins, exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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


class Pairs:
    """Pins and exclusions of a layer, by key. Raises `NotFound`, `UsageError`, `RuleRefusal`."""

    def __init__(self, store: Reader, sides: Sides, wanted: SuggestInput) -> None:
        self._store = store
        self._sides = sides
        self._mentees = {each.id: each for each in sides.mentees}
        self._mentors = {each.id: each for each in sides.mentors}
        self.excluded = set(self._read("--exclude", wanted.excludes))
        """Pairs (mentee, mentor)."""
        self.pinned = dict(self._pins(wanted.pins))
        """Mentee → mentor."""

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

    def _pins(self, texts: Iterable[str]) -> Iterable[tuple[str, str]]:
        found: dict[str, str] = {}
        for mentee, mentor in self._read("--pin", texts):
            sides = {"mentee": self._mentees[mentee].name, "mentor": self._mentors[mentor].name}
            if found.setdefault(mentee, mentor) != mentor:
                raise UsageError(
                    "two-pins", phrase("{mentee} is pinned to two mentors.", mentee=sides["mentee"])
                )
            if (mentee, mentor) in self.excluded:
                raise UsageError(
                    "pin-excluded",
                    phrase("{mentee} and {mentor} are pinned and excluded.", **sides),
                )
            self._check_standing(mentee, mentor)
            self._check_place(self._mentees[mentee], self._mentors[mentor])
        found = {m: h for m, h in found.items() if m not in self._sides.standing}
        self._check_room(found)
        return found.items()

    def _check_standing(self, mentee: str, mentor: str) -> None:
        now = self._sides.standing.get(mentee)
        if now is not None and now != mentor:
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

    def _check_room(self, pins: dict[str, str]) -> None:
        most = self._sides.capacity.maximum
        if most is None:
            return
        has = Counter(self._sides.standing.values()) + Counter(self._sides.elsewhere)
        for mentor, count in Counter(pins.values()).items():
            if has[mentor] + count > most:
                raise RuleRefusal(
                    "capacity",
                    phrase(
                        "{mentor} is to have {names} besides the {taken} that it has; the scheme"
                        " allows {maximum}.",
                        mentor=self._mentors[mentor].name,
                        names=tuple(self._mentees[m].name for m, h in pins.items() if h == mentor),
                        taken=has[mentor],
                        maximum=most,
                    ),
                    hint=phrase("Take a --pin back."),
                )


def _apart(mentee: Candidate, mentor: Candidate, within: str) -> Phrase:
    sides = {"mentor": mentor.name, "mentee": mentee.name}
    if within == "county":
        return phrase("{mentor} and {mentee} don't lie in the same county.", **sides)
    return phrase("{mentor} and {mentee} don't lie in the same township.", **sides)
