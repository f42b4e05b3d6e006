"""Saying which record: from what a person types to the one record that is meant.

Stages go from strict to lenient, and the first that finds anything decides: an exact name
never loses to a part of another. Where a stage finds several, nothing is guessed; the
candidates are listed. Where no stage finds any, the nearest names are.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Phrase, noted, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.domain.words.wording import LONG_TEXT, one_line, same_name
from pairing_cli.store.reading import Reader

MOST_CANDIDATES: Final = 10
"""How many candidates or near names an error lists."""

_NEAR_ENOUGH: Final = 45
"""Similarity (0-100) below which a name is no help to someone who mistyped another."""


class KindergartenKey(NamedTuple):
    """A kindergarten as the other services need it."""

    id: str
    name: str
    tier: str
    ownership: str
    exemplar: str | None
    region_code: str | None
    county_code: str | None
    county: str | None
    township_code: str | None
    township: str | None
    retired_on: str | None

    @property
    def qualified_name(self) -> str:
        """The name with its county (and township) before it, as it can be typed."""
        places = (self.county, self.township)
        before = [place for place in places if place and place not in self.name]
        return "/".join([*before, self.name])


class RegionKey(NamedTuple):
    """A region as the other services need it."""

    code: str
    name: str
    level: str
    parent_code: str | None
    parent: str | None
    county_code: str | None
    township_code: str | None

    @property
    def qualified_name(self) -> str:
        """The name with its parent's before it."""
        return f"{self.parent}/{self.name}" if self.parent else self.name


class FormKey(NamedTuple):
    """A form of activity."""

    code: str
    label_zh: str
    label_en: str
    direction: str
    valid_from: str | None
    valid_to: str | None


def folded(text: str) -> str:
    """`text` as it is compared: full width to half, no spaces, one case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def form_word(word: str) -> str:
    """A word for a form as such words are compared: - and _ make no difference either."""
    return same_name(word).replace("_", "").replace("-", "")


_KINDERGARTEN: Final = """
    SELECT id, name, tier, ownership, exemplar, region_code, county_code, county,
           township_code, township, retired_on
    FROM kindergartens
"""

_WITHIN: Final = """
    SELECT u.code FROM region AS u WHERE u.level = '{level}' AND u.code IN ({{regions}})
    UNION ALL
    SELECT b.code FROM region AS u CROSS JOIN region AS b
    WHERE u.level = '{level}' AND u.code IN ({{regions}}) AND b.parent_code = u.code
    UNION ALL
    SELECT c.code FROM region AS u CROSS JOIN region AS b CROSS JOIN region AS c
    WHERE u.level = '{level}' AND u.code IN ({{regions}})
        AND b.parent_code = u.code AND c.parent_code = b.code
"""
"""Regions of a level and all below them, from the top down: the view `regions` knows each one's
county, but has to be read whole to find those of one."""

_BY_REGION: Final = f"""
    (tier = 'county' AND ownership <> 'private' AND exemplar IS NOT NULL
        AND region_code IN ({_WITHIN.format(level="county")}))
    OR (tier = 'township' AND region_code IN ({_WITHIN.format(level="township")}))
    OR (tier = 'village' AND region_code IN ({{regions}}))
"""
"""A county's name stands for its exemplar kindergarten, a township's or village's for the
kindergarten there. By `region_code`, which has an index."""

_KINDERGARTEN_STAGES: Final = (
    "id IN (SELECT kindergarten_id FROM kindergarten_names WHERE name = :text)"
    " OR site_code = :text OR id = :text",
    _BY_REGION.format(
        regions="SELECT region_code FROM region_names WHERE name = :text OR known_code = :text"
    ),
    "id IN (SELECT kindergarten_id FROM kindergarten_names"
    " WHERE pinyin = :folded OR initials = :folded)",
    _BY_REGION.format(
        regions="SELECT region_code FROM region_names WHERE pinyin = :folded OR initials = :folded"
    ),
    "id IN (SELECT kindergarten_id FROM kindergarten_names"
    " WHERE name LIKE :part ESCAPE '!' OR (pinyin LIKE :start ESCAPE '!' AND :latin = 1))",
    "substr(id, 25) LIKE :start ESCAPE '!' AND length(:folded) >= 4",
)

_WHOLE_STAGES: Final = 2
"""So many of them take no part of a name, nor its sound. After them comes one that takes a name
however it is written: SQL can't compare as `same_name` does."""

_REGION: Final = """
    SELECT code, name, level, parent_code, parent, county_code, township_code FROM regions
"""

_REGION_STAGES: Final = (
    "code IN (SELECT region_code FROM region_names WHERE name = :text OR known_code = :text)",
    "code IN (SELECT region_code FROM region_names WHERE pinyin = :folded OR initials = :folded)",
    "code IN (SELECT region_code FROM region_names"
    " WHERE name LIKE :part ESCAPE '!' OR (pinyin LIKE :start ESCAPE '!' AND :latin = 1))",
)


def find_kindergarten(store: Reader, text: str, *, whole: bool = False) -> KindergartenKey:
    """The kindergarten that `text` means: a name, alias, former name, site code, pinyin,
    initials, ref or an unambiguous part; or its county's, township's or village's name;
    `county/name` where names repeat. With `whole` only names, codes and keys are looked up.

    Raises `NotFound` with candidates or near names.
    """
    place, name = _qualified(text)
    within = ""
    if place is not None:
        region = find_region(store, place)
        within = f" AND (region_code = {_quoted(region.code)} OR county_code = "
        within += f"{_quoted(region.code)} OR township_code = {_quoted(region.code)})"
    for stage in _stages(store, name, whole=whole):
        sql = f"{_KINDERGARTEN} WHERE ({stage}){within} ORDER BY county_code, name LIMIT 50"
        found = store.fetch(KindergartenKey, sql, **_query(name))
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous("ambiguous-kindergarten", text, found)
    raise NotFound(
        "no-such-kindergarten",
        phrase("No kindergarten is called {text}.", text=text),
        hint=_places_called(store, name) or _near_kindergartens(store, name),
    )


def _stages(store: Reader, name: str, *, whole: bool) -> Iterator[str]:
    """The conditions that are tried one after the other."""
    yield from _KINDERGARTEN_STAGES[:_WHOLE_STAGES]
    wanted = same_name(name)
    rows = store.tuples("SELECT kindergarten_id, name FROM kindergarten_names")
    if same := [key for key, each in rows if same_name(each) == wanted]:
        yield f"id IN ({', '.join(map(_quoted, same))})"
    if not whole:
        yield from _KINDERGARTEN_STAGES[_WHOLE_STAGES:]


def _places_called(store: Reader, name: str) -> Phrase | None:
    """Where the name is a region's, that has no kindergarten on the roster yet."""
    sql = f"{_REGION} WHERE ({_REGION_STAGES[0]}) ORDER BY code LIMIT 50"
    places = store.fetch(RegionKey, sql, **_query(name))
    if not places:
        return None
    return phrase(
        "The roster has no kindergarten of {names}. To add it: pairing kindergarten add NAME"
        " --tier TIER --region {example}",
        names=tuple(place.qualified_name for place in places),
        example=places[0].qualified_name,
    )


def _near_kindergartens(store: Reader, name: str) -> Phrase | None:
    rows = store.rows(
        "SELECT n.name AS name FROM kindergarten_names AS n UNION SELECT name FROM region_names"
        " WHERE region_code IN (SELECT county_code FROM kindergartens)"
    )
    return _near(name, (row["name"] for row in rows))


def find_region(store: Reader, text: str, *, level: str | None = None) -> RegionKey:
    """The region that `text` means: name, former name, code, pinyin, initials or part.

    Raises `NotFound` with candidates or near names.
    """
    place, name = _qualified(text)
    within = ""
    if place is not None:
        parent = find_region(store, place)
        within += f" AND {_quoted(parent.code)} IN (parent_code, county_code)"
    if level is not None:
        within += f" AND level = {_quoted(level)}"
    for stage in _REGION_STAGES:
        sql = f"{_REGION} WHERE ({stage}){within} ORDER BY code LIMIT 50"
        found = store.fetch(RegionKey, sql, **_query(name))
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous("ambiguous-region", text, found)
    rows = store.rows("SELECT DISTINCT name FROM region_names")
    raise NotFound(
        "no-such-region",
        phrase("No region is called {text}.", text=text),
        hint=_near(name, (row["name"] for row in rows)),
    )


def find_form(store: Reader, text: str) -> FormKey:
    """The form of activity that `text` means: code, label in either language, or alias.

    Raises `NotFound` with the nearest words.
    """
    wanted = form_word(one_line(text, phrase("The form"), LONG_TEXT))
    forms = store.fetch(
        FormKey,
        "SELECT code, label_zh, label_en, direction, valid_from, valid_to FROM form"
        " ORDER BY position",
    )
    by_code = {form.code: form for form in forms}
    words: dict[str, FormKey] = {}
    for row in store.rows("SELECT alias, form_code FROM form_alias"):
        words[row["alias"]] = by_code[row["form_code"]]
    for form in forms:
        words.update({form.label_en: form, form.label_zh: form, form.code: form})
    for word, form in words.items():
        if form_word(word) == wanted:
            return form
    near = _nearest(text, words)
    raise NotFound(
        "no-such-form",
        phrase("There is no form of activity called {text}.", text=text),
        hint=phrase(
            "Nearest: {names}. All of them: pairing form list",
            names=tuple(noted(word, words[word].code) for word in dict.fromkeys(near)),
        )
        if near
        else phrase("See all of them: pairing form list"),
    )


def find_by_ref(store: Reader, view: str, ref: str) -> str:
    """The key of the record in `view` whose ref begins with `ref` (or whose key is `ref`).

    Raises `NotFound`. `view` is one of our own view or table names, never user text.
    """
    wanted = folded(ref)
    found = [
        row["id"]
        for row in store.rows(
            f"SELECT id FROM {view} WHERE id = :ref OR"
            " (substr(id, 25) >= :ref AND substr(id, 25) < :after) LIMIT 11",
            ref=wanted,
            after=wanted + "~",
        )
    ]
    if len(found) == 1 and wanted:
        return str(found[0])
    if found and wanted:
        raise NotFound(
            "ambiguous-ref",
            phrase("{ref} is the beginning of several refs.", ref=ref),
            hint=phrase("Candidates: {names}", names=tuple(key[24:] for key in found)),
        )
    raise NotFound("no-such-ref", phrase("There is no record with the ref {ref}.", ref=ref))


def _qualified(text: str) -> tuple[str | None, str]:
    """`county/name` taken apart. Raises `BadData` for a name that is blank or can't be one."""
    whole = one_line(text, phrase("The name"), LONG_TEXT).replace("／", "/")
    place, slash, name = whole.rpartition("/")
    return (place, name) if slash and place and name else (None, whole)


def _query(text: str) -> dict[str, object]:
    plain = folded(text)
    escaped = plain.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return {
        "text": text,
        "folded": plain,
        "part": f"%{escaped}%",
        "start": f"{escaped}%",
        "latin": int(plain.isascii()),
    }


def _quoted(code: str) -> str:
    return "'" + code.replace("'", "''") + "'"


def _ambiguous(
    code: str, text: str, found: Sequence[KindergartenKey] | Sequence[RegionKey]
) -> NotFound:
    shown = sorted((each.qualified_name for each in found), key=name_order)
    names = shown[:MOST_CANDIDATES]
    more = ["…"] if len(found) > MOST_CANDIDATES else []
    return NotFound(
        code,
        phrase("{text} may mean several: which one?", text=text),
        hint=phrase("Candidates: {names}", names=(*names, *more)),
    )


def _near(text: str, names: Iterable[str]) -> Phrase | None:
    near = _nearest(text, names)
    return phrase("Nearest: {names}", names=tuple(near)) if near else None


def _nearest(text: str, names: Iterable[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, list(names), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR_ENOUGH
    )
    return [name for name, _score, _index in found]


_BEGINNING: Final = """
    SELECT DISTINCT name FROM (
        SELECT n.name FROM kindergarten_names AS n
        INNER JOIN kindergarten AS k ON k.id = n.kindergarten_id
        WHERE k.retired_on IS NULL AND n.name >= :text AND n.name < :beyond
        UNION ALL
        SELECT n.name FROM region_names AS n
        INNER JOIN region AS r ON r.code = n.region_code
        WHERE r.level = 'county' AND n.name >= :text AND n.name < :beyond
    ) AS found
    ORDER BY name LIMIT :most
"""


def names_beginning(store: Reader, text: str, most: int = 100) -> list[str]:
    """Names of kindergartens and counties that begin with `text`, at most so many."""
    values = {"text": text, "beyond": text + chr(sys.maxunicode), "most": most}
    return sorted((row["name"] for row in store.rows(_BEGINNING, **values)), key=name_order)
