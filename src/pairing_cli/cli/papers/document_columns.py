"""Columns of what `document` lists."""

from __future__ import annotations

from pairing_cli.cli.pairings.record_params import WHO
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.kindergartens import MENTEES
from pairing_cli.domain.records.paired import (
    DATE,
    NOTE,
    REF,
    REMOVED_REASON,
    STATE,
    TITLE,
)
from pairing_cli.domain.records.papers import (
    BELONGS_TO,
    CATEGORY,
    FACT,
    FILE_NAME,
    RECORD_REF,
    SHA256,
    SIZE,
)
from pairing_cli.domain.records.reports import (
    ARRANGEMENT,
    GAPS,
    MEASURES,
    OTHERS,
    RECORDS,
    SUMMARY,
)
from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES
from pairing_cli.output.listing import column

BELONGS = {
    "pairing": Label("结对", "pairing"),
    "visit": Label("活动", "visit"),
    "task": Label("任务", "task"),
    "agreement": Label("协议", "agreement"),
    "finding": Label("督查问题", "finding"),
    "inspection": Label("督查", "inspection"),
    "experience": Label("经验材料", "experience"),
}

COLUMNS = (
    column(REF),
    column(DATE),
    column(CATEGORY),
    column(TITLE),
    column(FILE_NAME),
    column(SIZE),
    column(MENTEES),
    column(BELONGS_TO, labels=BELONGS),
    column(RECORD_REF),
    column(FACT),
    column(SHA256),
    column(NOTE),
    column(STATE),
    column(REMOVED_REASON),
)

HAVES_COLUMNS = (
    column(REF, wide=True),
    *WHO,
    column(ARRANGEMENT),
    column(MEASURES),
    column(RECORDS),
    column(SUMMARY),
    column(OTHERS),
    column(GAPS, labels=DOCUMENT_CATEGORIES),
)
