"""People on a visit as they are written: 卓玛@园长, 德吉（骨干教师）, 次仁@教师@隆子县, 王园长."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.roles import (
    PERSON_ROLES,
    ROLE_ALIASES,
)
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import NAME, one_line


class Person(NamedTuple):
    """Somebody who was there: name, role and the name of a kindergarten, as far as written."""

    name: str
    role: str | None = None
    of: str | None = None

    @property
    def written(self) -> str:
        """As it can be typed again."""
        return "@".join(part for part in self if part)


def names_in(text: str) -> list[str]:
    """The names of one text: 、 , ; | or a line break stands between them. A slash stays: it may
    stand between county and name.
    """
    return [part.strip() for part in re.split(_BETWEEN_NAMES, text) if part.strip()]


def one_person(text: str) -> str:
    """The name of one person as it is stored. Raises `BadData`, also for several and a crowd."""
    # Its patterns take 15 ms to compile, and every listing knows of people.
    from pairing_cli.domain.chat.people_words import is_several

    if len(names_in(text)) > 1 or is_several(text):
        raise BadData(
            "several-people",
            phrase("“{text}” is not the name of one person.", text=text.strip()),
            hint=phrase("Name one person; enter each other one by itself."),
        )
    return one_line(text, phrase("A person's name"), NAME)


def role_named(word: str) -> str | None:
    """The role that a word means, in either language; None where it means none."""
    return _WORDS.get(_plain(word))


def read_person(text: str) -> Person:
    """A person from NAME[@ROLE][@KINDERGARTEN] or NAME（ROLE）; a title at the end of a name tells
    the role, too. What stands behind an @ and is no role is taken for a kindergarten.

    Raises `NotFound` where two things stand there that are no role.
    """
    name, *parts = [part.strip() for part in re.split("[@＠]", text.strip())]
    if not parts and (found := re.fullmatch(_IN_BRACKETS, name)):
        inside = re.split(r"[\s，,、]+", found["inside"].strip())
        if any(role_named(part) for part in inside):
            name, parts = found["name"].strip(), inside
    role, of = None, None
    for part in parts:
        if not part:
            continue
        if (meant := role_named(part)) and role is None:
            role = meant
        elif of is None:
            of = part
        else:
            raise no_such_role(part)
    return Person(name, role or _by_title(name), of)


def no_such_role(word: str) -> NotFound:
    """What is said of a word that is neither a role nor a kindergarten."""
    return NotFound(
        "no-such-role",
        phrase("{text} is neither a role nor a kindergarten.", text=word),
        hint=phrase(
            "Roles: {names}",
            names=tuple(Label(label.zh, code) for code, label in PERSON_ROLES.items()),
        ),
        field="people",
    )


def _by_title(name: str) -> str | None:
    """王园长 is a head; 卓玛老师 may be a backbone teacher: that tells nothing."""
    for title, role in _TITLES.items():
        if name.endswith(title) and len(name) > len(title) and not name.endswith("班主任"):
            return role
    return None


def _plain(word: str) -> str:
    return name_key(word).replace("_", "").replace("-", "")


_BETWEEN_NAMES: Final = r"[、,，;；\n\r|]+"
_IN_BRACKETS: Final = r"(?P<name>[^（(]+)[（(](?P<inside>[^）)]+)[）)]"
_ROLES: Final[Mapping[str, str]] = {str(code): label.zh for code, label in PERSON_ROLES.items()}
_ALIASES: Final[Mapping[str, str]] = {word: str(role) for word, role in ROLE_ALIASES.items()}
"""Roles as they are stored, in plain text: an import writes them by the thousand, unconverted."""
_WORDS: Final[Mapping[str, str]] = {
    **{_plain(code): code for code in _ROLES},
    **{
        _plain(word): str(code)
        for code, label in PERSON_ROLES.items()
        for word in (label.zh, label.en)
    },
    **{_plain(word): role for word, role in _ALIASES.items()},
}
_TITLES: Final[Mapping[str, str]] = dict(
    sorted(
        (
            (title, code)
            for title, code in (
                *((title, code) for code, title in _ROLES.items()),
                *_ALIASES.items(),
            )
            if title.endswith(("园长", "校长", "主任", "保健医", "保育员", "教研员", "专家"))
        ),
        key=lambda each: -len(each[0]),
    )
)
"""Titles behind a name, the longer first: 副园长 before 园长."""
