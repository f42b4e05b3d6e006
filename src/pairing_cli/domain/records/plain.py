"""Plain records: what has nothing but fields, declared once, as a class.

The class says how a row is read, and is the row as it is read: `row.quantity` is a float for
mypy and the editor. From its fields come the listing, the options of `add` and `edit`, the
import, the template and the history.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, dataclass_transform

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.records.paired import (
    COUNTY,
    CYCLE,
    KEPT,
    MENTEE,
    MENTOR,
    OF_PAIRING,
    REF,
    REMOVED_REASON,
    STATE,
)
from pairing_cli.domain.records.record import Noun, Record, Role

Value = TypeVar("Value")


class Derived(property):
    """A field that follows from the others, each time it is looked at."""

    def __init__(self, field: Field, get: Callable[[Any], Any]) -> None:
        super().__init__(get)
        self.field = field


def derived(field: Field) -> Callable[[Callable[[Any], Value]], Value]:
    """Declare a field that the method works out from the others."""
    return lambda get: Derived(field, get)  # type: ignore[return-value]  # read as its value


def stored(field: Field) -> Any:
    """Declare a field that the table holds; its type comes from the annotation."""
    return field


@dataclass_transform(kw_only_default=True, field_specifiers=(stored,))
class PairingRecord:
    """A row of a plain register of a pairing's records, as it stands on a day."""

    record: ClassVar[Record]
    columns: ClassVar[tuple[Field, ...]]
    """What a listing shows, in order."""
    written: ClassVar[tuple[Field, ...]]
    """What the table holds of it, and commands write."""

    id: str
    pairing_id: str
    as_of: str
    """The day of the report, which "days open" go by."""
    ref: str
    mentor: str
    mentee: str
    county: str | None
    removed_reason: str | None

    def __init_subclass__(
        cls,
        *,
        table: str,
        listing: str,
        noun: Noun,
        subject: str,
        words: tuple[str, ...] = (),
        template: tuple[str, ...] = (),
        first: tuple[str, ...] = (),
    ) -> None:
        """`subject` is the field that tells of a row, `template` the keys that lead the
        template, `first` those that stand before the pairing in a listing.
        """
        held = {key: each for key, each in cls.__dict__.items() if isinstance(each, Field)}
        own = {
            key: each.field if isinstance(each, Derived) else each
            for key, each in cls.__dict__.items()
            if isinstance(each, Field | Derived)
        }
        for key in held:  # a row has its own value there
            delattr(cls, key)
        own.setdefault("state", STATE)
        cls.written = tuple(held.values())
        ahead = [own.pop(key) for key in first]
        cls.columns = (REF, *ahead, MENTOR, MENTEE, COUNTY, *own.values(), REMOVED_REASON)
        asked = [field for field in cls.written if field.type is not FieldType.REF]
        asked.sort(key=lambda field: (*template, field.key).index(field.key))
        others = [field for field in own.values() if field not in asked]
        cls.record = Record(
            table,
            noun,
            Role.WHOLE,
            subject=("pairing_id", held[subject].stored_as),
            has_ref=True,
            listing=listing,
            words=words,
            asked=(MENTEE, *asked, CYCLE),
            shown=(*OF_PAIRING, *others),
            stored=KEPT,
        )

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    @property
    def state(self) -> str:
        """Whether it was removed."""
        return "in_force" if self.removed_reason is None else "removed"
