"""Plain records: what has nothing but fields, declared once, as a class.

The class says how a row is read, and is the row as it is read: `row.quantity` is a float for
mypy and the editor. From its fields come the listing, the options of `add` and `edit`, the
import, the template and the words of the history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Literal, Self, TypeVar, dataclass_transform

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import Phrase
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
    """What the table holds of it. Those with a help text are options of `add` and `edit`."""
    day: ClassVar[Field]
    """The day that a row is of: the first field that is one. Listings go by it."""
    span: ClassVar[tuple[Field, ...]]
    """That day; and the last one, of what lasts."""
    day_in: ClassVar[Literal["cycle", "pairing"] | None]
    """What these days must lie in."""
    known_by: ClassVar[tuple[Field, ...]]
    """The fields that are the same where an imported row speaks of a record that is there."""
    goes_on: ClassVar[bool] = False
    """Whether what is open goes on in the next cycle, as a record of its own."""
    until: ClassVar[str | None] = None
    """Of what lasts, the key of its last day."""
    told_apart_by: ClassVar[tuple[Field, ...]]
    """The fields that must not differ then, where both have one."""

    id: str
    pairing_id: str
    as_of: str
    """The day of the report, which "days open" go by."""
    ref: str
    mentor: str
    mentee: str
    county: str | None
    removed_reason: str | None
    carried: bool = False
    """Whether it has gone on in the next cycle."""

    def __init_subclass__(
        cls,
        *,
        table: str,
        noun: Noun,
        subject: str,
        words: tuple[str, ...] = (),
        columns: str = "",
        template: tuple[str, ...] = (),
        told_apart_by: tuple[str, ...] = (),
        day_in: Literal["cycle", "pairing"] | None = None,
    ) -> None:
        """Derive all else from the fields, which are in the order of the options.

        `subject` is the field that tells of a row. `columns` are the keys of a listing in
        order, "pairing" for its sides, where the order is another; `template` the keys that
        lead the template.
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
        cls.day = next(field for field in cls.written if field.type is FieldType.DATE)
        cls.span = (cls.day, held[cls.until]) if cls.until else (cls.day,)
        cls.day_in = day_in
        cls.known_by = (cls.day, held[subject])
        cls.told_apart_by = tuple(held[key] for key in told_apart_by)
        sides = {"pairing": (MENTOR, MENTEE, COUNTY)}
        order = columns.split() or ["pairing", *own]
        shown = (field for key in order for field in sides.get(key) or (own[key],))
        cls.columns = (REF, *shown, REMOVED_REASON)
        asked = [field for field in cls.written if field.type is not FieldType.REF]
        asked.sort(key=lambda field: (*template, field.key).index(field.key))
        cls.record = Record(
            table,
            noun,
            Role.WHOLE,
            subject=("pairing_id", held[subject].stored_as),
            has_ref=True,
            listing=noun.plural.en,
            words=words,
            asked=(MENTEE, *asked, CYCLE),
            shown=(*OF_PAIRING, *(field for field in own.values() if field not in asked)),
            stored=KEPT,
        )

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    @property
    def state(self) -> str:
        """Whether it was removed."""
        return "in_force" if self.removed_reason is None else "removed"

    def forget_later(self) -> None:
        """Be as the record was on the day of the report, whatever became of it since."""

    def check(self) -> None:
        """Raise `UsageError` or `BadData`, with its field, for fields that don't fit each
        other.
        """

    @classmethod
    def total(cls, rows: Sequence[Self]) -> Phrase:
        """The note below a listing."""
        return cls.record.noun.total(len(rows))
