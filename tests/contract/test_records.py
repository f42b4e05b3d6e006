"""Every table is declared once, and what is declared is true of the schema."""

from __future__ import annotations

import pytest

from pairing_cli.domain.fields import FieldType, folded_header
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.record import Record, Role
from pairing_cli.domain.records.registry import RECORDS, TABLES, codes, field_word
from pairing_cli.store import rows, tables
from pairing_cli.store.log.changelog import LOG_TABLES
from pairing_cli.store.rows import BY_TABLE

EVERY = pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.table)
NEVER_SHOWN = {"id", "pinyin", "initials"}
"""Keys, and what is made from a name to find it."""


def test_a_table_that_is_not_declared_fails_the_build() -> None:
    assert RECORDS.keys() == BY_TABLE.keys() - set(LOG_TABLES)


@EVERY
def test_every_column_has_a_word_in_both_languages(record: Record) -> None:
    for column in BY_TABLE[record.table].columns.keys() - NEVER_SHOWN:
        word = field_word(record.table, column)
        assert isinstance(word, Label), (record.table, column)
        assert word.zh
        assert word.en


@EVERY
def test_a_field_that_says_where_it_is_stored_is_stored_there(record: Record) -> None:
    columns = BY_TABLE[record.table].columns
    for field in (*record.asked, *record.stored):
        assert field.column is None or field.column in columns, (record.table, field.key)


@EVERY
def test_a_subject_is_made_of_columns(record: Record) -> None:
    glyphs = [
        column
        for glyph in (*record.subject, *record.among)
        for either in glyph.split("|")
        for column in either.split("→")
    ]
    columns = BY_TABLE[record.table].columns
    for glyph in glyphs:
        wanted = [glyph.replace("*", end) for end in ("zh", "en")] if "*" in glyph else [glyph]
        assert glyph in ("mentee", "mentees") or all(each in columns for each in wanted), glyph


@EVERY
def test_refs_are_of_tables_with_an_index_of_refs(record: Record) -> None:
    model = getattr(tables, BY_TABLE[record.table].__name__)
    names = {index.name for index in model.__table__.indexes}
    assert not record.has_ref or f"ix_{record.table}_ref" in names


@EVERY
def test_no_header_means_two_fields(record: Record) -> None:
    found: dict[str, str] = {}
    for field in record.asked:
        for name in map(folded_header, field.names()):
            assert found.setdefault(name, field.key) == field.key, (record.table, name)


@EVERY
def test_a_key_has_one_name_within_a_record(record: Record) -> None:
    for fields in (record.asked, record.shown):
        assert len({field.key for field in fields}) == len(fields)
        assert len({field.label.zh for field in fields}) == len(fields)


def test_codes_have_their_words() -> None:
    for record in RECORDS.values():
        for field in record.fields:
            if field.type is FieldType.CODE and field.labels is not None:
                assert codes(record.table, field.stored_as) is not None


def test_what_links_two_records_names_two_and_what_brings_one_names_it() -> None:
    for record in RECORDS.values():
        columns = BY_TABLE[record.table].columns
        if record.role is Role.LINK:
            assert len([name for name in columns if name.endswith("_id")]) == 2
        if record.brings is not None:
            column, whole = record.brings
            assert column in columns
            assert RECORDS[whole].role is Role.WHOLE


def test_listings_and_their_words_mean_one_record_each() -> None:
    found: dict[str, str] = {}
    for record in RECORDS.values():
        if record.asked:
            for word in {record.name, record.label.zh, record.label.en, *record.words}:
                assert found.setdefault(word, record.table) == record.table, word
    listings = [record.listing for record in RECORDS.values() if record.listing]
    assert len(set(listings)) == len(listings)


def test_each_table_has_a_name_of_its_own() -> None:
    assert len({label.zh for label in TABLES.values()}) == len(TABLES)
    assert rows.BY_TABLE.keys() > TABLES.keys()
