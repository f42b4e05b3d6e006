"""Reading who travels: the keys `direction`, `visitor` and `each_way` of a rule."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.owed.rules import COUNTED_EACH_WAY, WAYS, Per, RuleKind
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.spelling import did_you_mean

_BOTH: Final = phrase("To ask for it there and back, each by itself: each_way: true")


class PackWays(NamedTuple):
    """Who travels, as written."""

    direction: Direction | None
    each_way: bool


def read_ways(section: Section, kind: RuleKind) -> PackWays:
    """In which direction visits count, or whether each way has to be met by itself.

    Raises `BadData` where the keys don't go with each other or with the rule's others.
    """
    each_way = section.has("each_way") and section.flag("each_way", default=False)
    if kind is not RuleKind.QUOTA:
        if each_way:
            raise section.mistake(
                "each-way-of-nothing",
                phrase("Only visits go a way: each_way goes with kind: quota."),
                key="each_way",
            )
        return PackWays(None, each_way=False)
    is_visitor = section.has("visitor") and section.flag("visitor", default=False)
    if is_visitor and (each_way or section.has("direction")):
        other = "each_way" if each_way else "direction"
        raise section.mistake(
            "visitor-and-direction",
            phrase("A third party has no direction: give either visitor or {key}.", key=other),
            key="visitor",
        )
    found = _directions(section)
    if each_way:
        _check_each_way(section, found)
        return PackWays(None, each_way=True)
    if len(found) > 1:
        raise section.mistake(
            "several-directions",
            phrase("One direction is meant here, not several."),
            key="direction",
            hint=_BOTH,
        )
    if is_visitor:
        return PackWays(Direction.VISITOR, each_way=False)
    return PackWays(found[0] if found else None, each_way=False)


def _directions(section: Section) -> list[Direction]:
    """The directions that are named, in their order."""
    known = {str(each): each for each in Direction}
    found = []
    for item, word in enumerate(section.texts("direction")):
        if word not in known:
            raise section.mistake(
                "unknown-choice",
                phrase("{value} can't stand for {key}.", value=word, key="direction"),
                key="direction",
                item=item,
                hint=did_you_mean(word, known)
                or phrase("Possible: {names}.", names=", ".join(known)),
            )
        found.append(known[word])
    return found


def _check_each_way(section: Section, directions: list[Direction]) -> None:
    def refuse(code: str, message: Phrase, key: str) -> None:
        raise section.mistake(code, message, key=key)

    if directions and sorted(directions) != sorted(WAYS):
        refuse(
            "each-way-and-direction",
            phrase(
                "Each way is {ways}, not {names}: leave out direction, or name both.",
                ways=", ".join(WAYS),
                names=", ".join(directions),
            ),
            "direction",
        )
    measure = section.text("measure")
    if measure not in COUNTED_EACH_WAY:
        refuse(
            "each-way-of-what",
            phrase(
                "Each way {names} can be asked for, not {measure}.",
                names=", ".join(COUNTED_EACH_WAY),
                measure=measure,
            ),
            "measure",
        )
    if section.has("max"):
        refuse(
            "each-way-and-max",
            phrase("Each way counts up to its need: with each_way there is no max."),
            "max",
        )
    if section.has("make_up") and section.flag("make_up", default=False):
        refuse(
            "each-way-and-make-up",
            phrase("Each way counts up to its need, so nothing is left to make up with."),
            "make_up",
        )
    if section.has("per") and section.text("per") == Per.MENTOR:
        refuse(
            "mentee-form-per-mentor",
            phrase("It is the people of a mentee who come: that can't be asked once of a mentor."),
            "each_way",
        )
