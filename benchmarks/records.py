"""The visits and papers of a generated programme, as SQL that SQLite runs by itself.

Ten million visits with their people take a minute and a half this way; row by row through
Python they would take ten. All of it is arithmetic over a row's number, so that a programme
comes out the same every time.

`chosen` is a temporary table of the pairings: number (from 0), pairing_id, mentor_id,
mentee_id, sibling_id (the mentor's next pairing, or NULL). Pairing 0, the seed's first, gets
exactly `WATCHED_VISITS` in a programme of any size: what is timed on it grows with the file
only, not with the pairing.
"""

from __future__ import annotations

from typing import Final

from benchmarks.keys import Kind, key_sql

WATCHED_VISITS: Final = 80
"""About what each pairing of the programme of 12,000 has."""

CHOSEN: Final = """
CREATE TEMP TABLE chosen AS
SELECT row_number() OVER (ORDER BY rowid) - 1 AS number, id AS pairing_id, mentor_id, mentee_id,
       lead(id) OVER (PARTITION BY mentor_id ORDER BY id) AS sibling_id
FROM pairing WHERE kind = 'regular';
CREATE UNIQUE INDEX temp.chosen_number ON chosen (number);
CREATE TEMP TABLE mix AS SELECT * FROM (VALUES
    (0, 25, 'lesson_delivery'), (25, 33, 'demo_lesson'), (33, 39, 'lesson_study'),
    (39, 51, 'lecture'), (51, 57, 'training'), (57, 65, 'joint_research'),
    (65, 71, 'observation'), (71, 77, 'lesson_review'), (77, 83, 'shadowing'),
    (83, 92, 'guidance'), (92, 96, 'daily_routine'), (96, 98, 'management'),
    (98, 100, 'online')
);
CREATE TEMP TABLE forms AS
WITH RECURSIVE slots(slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 99)
SELECT slot, f.code, f.direction FROM slots
INNER JOIN temp.mix AS m ON slot >= m.column1 AND slot < m.column2
INNER JOIN form AS f ON f.code = m.column3;
CREATE UNIQUE INDEX temp.forms_slot ON forms (slot);
"""

_SHAKEN: Final = "((n * 2654435761 % 4294967296) / 65536)"
"""A number from 0 to 65,535 that looks accidental, the same for a row every time."""

_LESSONS: Final = "('lesson_delivery', 'demo_lesson', 'lesson_study', 'lesson_review')"

DRAFT: Final = f"""
CREATE TEMP TABLE draft AS
WITH RECURSIVE numbers(n) AS (
    SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last
)
SELECT
    n, {key_sql(Kind.VISIT, "n")} AS id, c.pairing_id, c.mentor_id, {_SHAKEN} AS shaken,
    date('2022-03-01', '+' || (n * :days / :visits) || ' days') AS day,
    f.code AS form_code, f.direction,
    CASE WHEN {_SHAKEN} % 10 = 0 THEN c.sibling_id END AS sibling_id
FROM numbers
INNER JOIN temp.chosen AS c ON c.number = CASE
    WHEN (n + 1) * {WATCHED_VISITS} / :visits > n * {WATCHED_VISITS} / :visits THEN 0
    ELSE 1 + n % (:pairings - 1)
END
INNER JOIN temp.forms AS f ON f.slot = {_SHAKEN} % 100
"""

VISITS: Final = f"""
INSERT INTO visit (
    id, cycle_id, mentor_id, start_date, end_date, days, form_code, direction, state,
    class_hours, topic, teachers, children, state_reason, recorded_by, recorded_at
)
SELECT
    id, :cycle_id, mentor_id, day,
    CASE form_code WHEN 'shadowing' THEN date(day, '+4 days') ELSE day END,
    CASE form_code WHEN 'shadowing' THEN 5 ELSE 1 END,
    form_code, direction,
    CASE
        WHEN day > :today THEN 'planned'
        WHEN shaken % 50 = 7 THEN 'cancelled'
        WHEN shaken % 50 = 13 THEN 'attempted'
        WHEN shaken % 500 = 17 THEN 'planned'
        ELSE 'done'
    END,
    CASE WHEN form_code IN {_LESSONS} THEN (shaken % 8 + 1) / 2.0 END,
    substr('绘本教学与阅读户外自主游戏家园共育幼小衔接', shaken % 16 + 1, 4 + shaken % 3),
    shaken % 30 + 1, shaken % 60, CASE shaken % 50 WHEN 13 THEN '大雪封路' END,
    '卓玛', day || 'T08:00:00Z'
FROM temp.draft ORDER BY n
"""

VISIT_PAIRINGS: Final = """
INSERT INTO visit_pairing (visit_id, pairing_id)
SELECT id, pairing_id FROM temp.draft
UNION ALL
SELECT id, sibling_id FROM temp.draft WHERE sibling_id IS NOT NULL
ORDER BY 1
"""

_FOUR_NAMES: Final = "substr('次仁卓嘎德吉央宗扎西拉姆白玛曲珍', {at} % 4 * 4 + 1, 4)"

PEOPLE: Final = f"""
INSERT INTO visit_person (visit_id, position, name)
SELECT id, 0, {_FOUR_NAMES.format(at="shaken")} FROM temp.draft
UNION ALL
SELECT id, 1, {_FOUR_NAMES.format(at="(shaken + 1)")} FROM temp.draft WHERE shaken % 4 = 0
ORDER BY 1
"""

_KEPT: Final = "number % 10 <> 9"
"""One pairing in ten has not done its papers."""


def _documents(at: int, category: str, day: str) -> str:
    return f"""
        SELECT {key_sql(Kind.DOCUMENT, f"number * 8 + {at}")} AS id, '{category}' AS category,
               '{day}' AS on_date, pairing_id, number * 8 + {at} AS n
        FROM temp.chosen WHERE {_KEPT}"""


DOCUMENTS: Final = "CREATE TEMP TABLE paper AS " + " UNION ALL ".join(
    _documents(at, category, f"{year}-10-15")
    for at, (year, category) in enumerate(
        (year, category)
        for year in (2022, 2023)
        for category in ("arrangement", "measures", "record", "summary")
    )
)

PAPERS: Final = (
    f"""INSERT INTO baseline (id, kindergarten_id, on_date, children, classes, staff, teachers)
        SELECT {key_sql(Kind.BASELINE, "number")}, mentee_id, '2022-03-20', 60 + number % 200,
               3 + number % 9, 10 + number % 30, 6 + number % 20
        FROM temp.chosen WHERE {_KEPT}""",
    f"""INSERT INTO leading_group (id, cycle_id, side, pairing_id)
        SELECT {key_sql(Kind.GROUP, "number * 2 + s.column1")}, :cycle_id, s.column2, pairing_id
        FROM temp.chosen, (VALUES (0, 'mentor'), (1, 'mentee')) AS s WHERE {_KEPT}""",
    f"""INSERT INTO group_member (id, group_id, position, role, name, start_date)
        SELECT {key_sql(Kind.MEMBER, "number * 2 + s.column1")},
               {key_sql(Kind.GROUP, "number * 2 + s.column1")}, 0, 'head', '白玛曲珍', '2022-03-10'
        FROM temp.chosen, (VALUES (0), (1)) AS s WHERE {_KEPT}""",
    f"""INSERT INTO "plan" (id, pairing_id, title, on_date, start_date, end_date)
        SELECT {key_sql(Kind.PLAN, "number")}, pairing_id, '帮扶方案', '2022-03-25',
               '2022-03-01', '2024-03-31'
        FROM temp.chosen WHERE {_KEPT}""",
    f"""INSERT INTO plan_task (id, plan_id, position, title, month, start_date, end_date,
                              form_code, responsible, expected)
        SELECT {key_sql(Kind.TASK, "number * 2 + s.column1")}, {key_sql(Kind.PLAN, "number")},
               s.column1, s.column2, s.column3, s.column3 || '-01', s.column3 || '-28',
               s.column4, '白玛曲珍', 1
        FROM temp.chosen, (VALUES
            (0, '送教到园', '2022-04', 'lesson_delivery'),
            (1, '专题讲座', '2024-01', 'lecture')
        ) AS s WHERE {_KEPT}""",
    f"""INSERT INTO agreement (id, pairing_id, kind, signed_on)
        SELECT {key_sql(Kind.AGREEMENT, "number")}, pairing_id, 'responsibility_letter',
               '2022-03-15'
        FROM temp.chosen WHERE {_KEPT}""",
    """INSERT INTO document (id, sha256, size, file_name, category, on_date)
        SELECT id, printf('%064x', n), 40000, '材料.docx', category, on_date FROM temp.paper""",
    "INSERT INTO pairing_document (pairing_id, document_id) SELECT pairing_id, id FROM temp.paper",
    f"""INSERT INTO indicator (id, pairing_id, code, on_date, numerator, denominator)
        SELECT {key_sql(Kind.INDICATOR, "c.number")}, c.pairing_id, 'excellent_lesson_rate',
               '2023-06-30', 20 + c.number % 30, 60
        FROM temp.chosen AS c INNER JOIN pairing AS p ON p.id = c.pairing_id
        WHERE p.layer IN ('city-county', 'city-private') AND {_KEPT}""",
)
"""Statements over `chosen` and the temporary table of `DOCUMENTS`. Document rows have no
files behind them: `db doctor` would say so.
"""
