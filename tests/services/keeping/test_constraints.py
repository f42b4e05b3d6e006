"""What no check of a command foresees, a constraint of the table refuses: in people's words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.ids import new_id
from pairing_cli.domain.records.registry import RECORDS
from pairing_cli.output.language import translate, use_language
from pairing_cli.store.constraints import refusal
from pairing_cli.store.rows import BY_TABLE, Circle, CircleMember, LeadingGroup
from pairing_cli.store.writing import Writer, writing
from tests.commandline import done
from tests.services.seeded import seeded_at


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A programme with a circle, a leading group and a secondment."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    done("circle", "add", "东片", "--head", "隆子县")
    done("group", "add", "隆子县", "--side", "mentor", "--head", "张某")
    done("secondment", "add", "隆子县", "--person", "王某")
    return path


@pytest.fixture
def store(db: Path) -> Iterator[Writer]:
    with writing(db, command="test", actor="test", dry_run=True) as opened:
        yield opened


def refused(store: Writer, write: object, *args: object, **values: object) -> tuple[str, str]:
    """What is said in English and in Chinese."""
    with pytest.raises(BadData) as caught:
        write(*args, **values)  # type: ignore[operator]  # a method of the writer
    said = []
    for language in ("en", "zh"):
        use_language(language)
        said.append(translate(caught.value.message))
    use_language("en")
    return said[0], said[1]


def test_a_row_that_would_stand_twice_is_told_with_the_one_that_stands(store: Writer) -> None:
    (circle,) = store.where(Circle)
    twin = Circle(**{**circle.values(), "id": new_id()})
    (group,) = store.where(LeadingGroup)
    ref = group.id[24:32]
    assert refused(store, store.add, twin) == (
        f"There is another circle with the same cycle, circle: {circle.id[24:32]}.",
        f"已有周期、片区相同的片区：{circle.id[24:32]}。",
    )
    other = LeadingGroup(**{**group.values(), "id": new_id()})
    assert ref in refused(store, store.add, other)[0]
    (member,) = store.where(CircleMember, circle_id=circle.id)
    assert refused(store, store.add, CircleMember(**member.values()))[1] == (
        "已有片区、幼儿园、开始相同的片区成员。"
    )


def test_a_row_that_does_not_fit_lacks_something_or_names_nobody(store: Writer) -> None:
    names = BY_TABLE["secondment"].columns
    (row,) = store.rows("SELECT * FROM secondment")
    columns = ", ".join(names)
    places = ", ".join(f":{name}" for name in names)

    def said(**wrong: object) -> str:
        values = {**row, "id": new_id(), **wrong}
        sql = f"INSERT INTO secondment ({columns}) VALUES ({places})"
        try:
            store._connection.execute(sql, values)
        except sqlite3.IntegrityError as error:
            return translate(refusal(store._connection, error, "secondment", [values]).message)
        return ""

    assert said(end_date="2022-01-01") == "This secondment can't be so: look at from, to."
    assert said(role="dancer") == "This secondment can't be so: look at role."
    assert said(person=None) == "This secondment lacks: person."
    assert said(pairing_id="x") == "This secondment names a record that isn't there: pairing."
    use_language("zh")
    assert said(end_date="2022-01-01") == "这样的挂职支教登记不了，请核对：起、止。"
    assert said(person=None) == "挂职支教缺少：姓名。"
    assert said(pairing_id="x") == "挂职支教所指的记录不存在：结对。"
    use_language("en")


def test_what_others_name_is_not_deleted_and_that_is_said(store: Writer) -> None:
    (circle,) = store.where(Circle)
    assert refused(store, store.delete, circle) == (
        "Other records name this circle.",
        "还有别的记录与这里的片区相连，不能删除。",
    )


def test_every_constraint_of_the_schema_is_told_by_words_for_its_columns(store: Writer) -> None:
    """Whichever of them all is broken, no name of the schema is shown."""
    schema = store.tuples("SELECT tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    seen = 0
    for table, name, sql in schema:
        if table not in RECORDS:
            continue
        told = [f"CHECK constraint failed: {each}" for each in re.findall(r"(ck_\w+) CHECK", sql)]
        if "UNIQUE INDEX" in sql:
            told.append(f"UNIQUE constraint failed: index '{name}'")
        for each in told:
            error = sqlite3.IntegrityError(each)
            error.sqlite_errorcode = (
                sqlite3.SQLITE_CONSTRAINT_UNIQUE
                if each.startswith("U")
                else sqlite3.SQLITE_CONSTRAINT_CHECK
            )
            for language in ("zh", "en"):
                use_language(language)
                said = translate(refusal(store._connection, error, table, []).message)
                assert "_" not in said, (each, said)
                assert language == "en" or not re.search("[a-z]", said), (each, said)
            assert "database" not in said or each.endswith("_one_row"), each
            seen += 1
    assert seen > 300
