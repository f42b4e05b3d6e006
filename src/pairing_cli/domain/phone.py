"""Telephone numbers as people write them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase

_PHONE: Final = re.compile("[0-9 +-]+")


def phone_number(text: str) -> str:
    """`text` as it is stored: half-width, single spaces. Raises `BadData`."""
    phone = " ".join(unicodedata.normalize("NFKC", text).split())
    digits = sum(character.isdigit() for character in phone)
    if not (_PHONE.fullmatch(phone) and 5 <= digits <= 20):
        raise BadData(
            "bad-phone",
            phrase("{phone} is not a phone number.", phone=phone[:40] or "-"),
            hint=phrase("5 to 20 digits, with spaces, - and + between them: 0893-782 1234"),
        )
    return phone
