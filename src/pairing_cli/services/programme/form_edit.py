"""Forms of activity, written: added, given other words, ended. One word means one form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import BadData, RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import NAME, one_line
from pairing_cli.services.programme.forms import FormRow, list_forms
from pairing_cli.services.programme.names.lookup import find_form, form_word
from pairing_cli.services.programme.names.shadowing import check_shadows_nothing
from pairing_cli.store.rows import Form, FormAlias
from pairing_cli.store.writing import Writer

_CODE: Final = re.compile("[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form as somebody tells it; without `en` the code says it."""

    code: str
    zh: str
    direction: str
    en: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: dt.date | None = None


def add_form(store: Writer, new: NewForm) -> FormRow:
    """Add a form at the end of the list. Raises `BadData`."""
    code = new.code.strip()
    if not _CODE.fullmatch(code):
        raise BadData(
            "bad-code",
            phrase("{code} can't be the code of a form.", code=_shown(new.code)),
            hint=phrase("Small letters, digits and _, beginning with a letter: story_telling"),
        )
    zh = one_line(new.zh, phrase("The name of the form"), NAME)
    en = one_line(new.en or code.replace("_", " "), phrase("The English name"), NAME)
    aliases = _cleaned(new.aliases)
    _check_words(store, [code, zh, en, *aliases])
    last = store.value("SELECT max(position) FROM form")
    store.add(
        Form(
            code=code,
            label_zh=zh,
            label_en=en,
            direction=new.direction,
            position=0 if last is None else last + 1,
            valid_from=new.valid_from,
        )
    )
    known = {form_word(code), form_word(zh), form_word(en)}
    store.add(
        *(
            FormAlias(form_code=code, alias=alias)
            for alias in aliases
            if form_word(alias) not in known
        )
    )
    return _row(store, code)


def add_form_aliases(store: Writer, form: str, words: Sequence[str]) -> FormRow:
    """Give a form other words. Raises `NotFound`, `BadData`."""
    found = find_form(store, form)
    present = _row(store, found.code)
    own = {form_word(word) for word in (found.code, present.zh, present.en, *present.aliases)}
    aliases = [word for word in _cleaned(words) if form_word(word) not in own]
    _check_words(store, aliases)
    store.add(*(FormAlias(form_code=found.code, alias=alias) for alias in aliases))
    return _row(store, found.code)


def end_form(store: Writer, form: str, last_day: dt.date) -> FormRow:
    """Take a form out of use after `last_day`; the visits logged in it stay.

    Raises `NotFound`, `RuleRefusal`.
    """
    found = store.get(Form, find_form(store, form).code)
    if found.valid_to is not None:
        raise RuleRefusal(
            "form-ended",
            phrase(
                "The form {form} is out of use since {day}.",
                form=found.label_zh,
                day=found.valid_to.isoformat(),
            ),
        )
    if found.valid_from is not None and last_day < found.valid_from:
        raise RuleRefusal(
            "end-before-start",
            phrase(
                "The form {form} comes into use on {day}; it can't end before.",
                form=found.label_zh,
                day=found.valid_from.isoformat(),
            ),
        )
    later = store.value(
        "SELECT count(*) FROM visits WHERE form = :code AND start_date > :day"
        " AND state <> 'cancelled'",
        code=found.code,
        day=last_day.isoformat(),
    )
    if later:
        raise RuleRefusal(
            "visits-after-end",
            phrase(
                "Visits in this form that lie after {day}: {count}.",
                count=later,
                day=last_day.isoformat(),
            ),
            hint=phrase("Give a later day with --on, or change those visits first."),
        )
    store.change(found, valid_to=last_day)
    return _row(store, found.code)


def _cleaned(words: Iterable[str]) -> list[str]:
    """The words as they are stored; of two that compare as one, the first."""
    cleaned: dict[str, str] = {}
    for word in words:
        line = one_line(word, phrase("A word for the form"), NAME)
        cleaned.setdefault(form_word(line), line)
    return list(cleaned.values())


def _check_words(store: Writer, words: Iterable[str]) -> None:
    for word in words:
        check_shadows_nothing(store, word)


def _row(store: Writer, code: str) -> FormRow:
    return next(form for form in list_forms(store) if form.code == code)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
