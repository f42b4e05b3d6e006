"""English says 1 visit and 2 visits: wherever a sentence counts one thing, its noun is put right.

Most messages count: to write each of them twice would double the catalogue for a language that
few read. A sentence whose other words change too is a `phrase_n`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

_ODD: Final = {
    "children": "child",
    "people": "person",
    "duties": "duty",
    "counties": "county",
    "signatories": "signatory",
    "parties": "party",
}
_REGULAR: Final = frozenset({
    "attendance", "bureau", "byte", "cell", "character", "class-hour", "command", "conflict",
    "cycle", "day", "digit", "document", "exemption", "field", "file", "finding", "gap",
    "inspection", "inspector", "item", "kindergarten", "line", "matter", "mentee", "mentor",
    "milestone", "minute", "month", "need", "override", "pack", "pairing", "pair", "paper",
    "participation", "part", "place", "point", "problem", "reminder", "requirement", "row",
    "table", "task", "teacher", "value", "visit", "waiver", "week", "workday",
})  # fmt: skip
_VERBS: Final = {
    "are": "is", "break": "breaks", "have": "has", "lie": "lies", "stand": "stands", "were": "was"
}  # fmt: skip


def is_one(value: object) -> bool:
    """Whether an amount is one thing, also as 0/1, of which one is asked."""
    return value == 1 or (isinstance(value, str) and value.split("/")[-1] == "1")


def singular(noun: str) -> str | None:
    """One of what a noun counts; None for what is no noun that is counted here."""
    one = noun.removesuffix("s")
    return one if one != noun and one in _REGULAR else _ODD.get(noun)


@cache
def _counted() -> re.Pattern[str]:
    """An amount, and behind it its noun: words, or a value that may itself have one behind it."""
    return re.compile(
        r"\{(?P<place>\w+)(?:![rs])?(?::[^}]*)?\} "
        r"(?:(?=\{(?P<unit>\w+)\})|(?P<words>[a-z-]+(?: [a-z-]+){0,2}))"
    )


def of_one(text: str, values: dict[str, Any]) -> str:
    """A sentence with the nouns behind a count of one in the singular, and their verbs; a noun
    that is itself a value, as a unit is, is put right in `values`.
    """

    def put_right(found: re.Match[str]) -> str:
        whole, words, unit = found[0], found["words"], found["unit"]
        if not is_one(values.get(found["place"])):
            return whole
        if unit is not None:
            values[unit] = singular(str(values.get(unit))) or values.get(unit)
            return whole
        said = words.split(" ")
        for at, word in enumerate(said[:2]):  # an adjective may stand before the noun
            if singular(f"{word}s") is not None:
                break  # it is one already: what follows is another noun
            if (one := singular(word)) is not None:
                said[at] = one
                said[at + 1 :] = [_VERBS.get(each, each) for each in said[at + 1 :]]
                break
            if word.endswith("s"):
                break  # a verb, as in "line 1 holds bytes": the number counts nothing
        return whole.removesuffix(words) + " ".join(said)

    return _counted().sub(put_right, text)
