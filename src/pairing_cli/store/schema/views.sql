-- The read side. Everything that a figure is made of comes out of these views, so that the
-- sqlite3 shell, Datasette and a spreadsheet see the same records. What they come to is defined
-- in domain/owed and nowhere else (decision 0021). Nothing here that only SQLite knows.

CREATE VIEW regions AS
SELECT
    r.code,
    r.name,
    r.level,
    r.parent_code,
    p.name AS parent,
    CASE r.level
        WHEN 'county' THEN r.code
        WHEN 'township' THEN r.parent_code
        WHEN 'village' THEN p.parent_code
    END AS county_code,
    CASE r.level
        WHEN 'township' THEN r.code
        WHEN 'village' THEN r.parent_code
    END AS township_code,
    r.pinyin,
    r.initials,
    r.kindergartens,
    r.kindergartens_source
FROM region AS r
LEFT JOIN region AS p ON p.code = r.parent_code;

-- The region and those around it by their codes, not by the view `regions`: SQLite would make
-- a table of all regions of the country for every query.
CREATE VIEW kindergartens AS
SELECT
    k.id,
    substr(k.id, 25, 8) AS ref,
    k.name,
    k.site_code,
    k.tier,
    k.ownership,
    k.exemplar,
    k.region_code,
    CASE g.level
        WHEN 'county' THEN g.code
        WHEN 'township' THEN g.parent_code
        WHEN 'village' THEN o.parent_code
    END AS county_code,
    c.name AS county,
    CASE g.level
        WHEN 'township' THEN g.code
        WHEN 'village' THEN g.parent_code
    END AS township_code,
    t.name AS township,
    k.name_confirmed,
    k.head,
    k.phone,
    k.latitude,
    k.longitude,
    k.note,
    k.retired_on,
    k.retired_reason,
    k.source,
    k.assumed,
    k.pinyin,
    k.initials
FROM kindergarten AS k
LEFT JOIN region AS g ON g.code = k.region_code
LEFT JOIN region AS o ON o.code = g.parent_code
LEFT JOIN region AS c ON c.code = CASE g.level
    WHEN 'county' THEN g.code
    WHEN 'township' THEN g.parent_code
    WHEN 'village' THEN o.parent_code
END
LEFT JOIN region AS t ON t.code = CASE g.level
    WHEN 'township' THEN g.code
    WHEN 'village' THEN g.parent_code
END;

-- Every name under which a kindergarten or region can be found.
CREATE VIEW kindergarten_names AS
SELECT id AS kindergarten_id, name, pinyin, initials, 'official' AS kind FROM kindergarten
UNION ALL
SELECT kindergarten_id, name, pinyin, initials, kind FROM kindergarten_name;

CREATE VIEW region_names AS
SELECT code AS region_code, name, code AS known_code, pinyin, initials, 'official' AS kind
FROM region
UNION ALL
SELECT region_code, name, former_code, pinyin, initials, kind FROM region_name;

-- A pairing without an end of its own runs to the end of its cycle.
CREATE VIEW pairings AS
SELECT
    p.id,
    substr(p.id, 25, 8) AS ref,
    p.cycle_id,
    y.code AS cycle,
    p.layer,
    p.kind,
    p.mentor_id,
    m.name AS mentor,
    p.mentee_id,
    e.name AS mentee,
    e.county_code,
    e.county,
    p.start_date,
    coalesce(p.end_date, y.end_date) AS end_date,
    p.end_date AS ended_on,
    y.end_date AS cycle_end,
    p.assigned_on,
    p.end_decided_on,
    p.end_reason,
    p.override_reason,
    p.note,
    p.source,
    p.assumed
FROM pairing AS p
INNER JOIN cycle AS y ON y.id = p.cycle_id
INNER JOIN kindergarten AS m ON m.id = p.mentor_id
INNER JOIN kindergartens AS e ON e.id = p.mentee_id;

CREATE VIEW visits AS
SELECT
    v.id,
    substr(v.id, 25, 8) AS ref,
    v.cycle_id,
    y.code AS cycle,
    v.start_date,
    v.end_date,
    v.form_code AS form,
    f.label_zh AS form_zh,
    f.label_en AS form_en,
    v.direction,
    v.state,
    v.class_hours,
    v.topic,
    v.mentor_id,
    m.name AS mentor,
    v.teachers,
    v.children,
    v.next_step,
    v.note,
    v.gained,
    v.state_reason,
    v.override_reason,
    v.recorded_by,
    v.recorded_at
FROM visit AS v
INNER JOIN cycle AS y ON y.id = v.cycle_id
INNER JOIN form AS f ON f.code = v.form_code
INNER JOIN kindergarten AS m ON m.id = v.mentor_id;

-- One row for each pairing of each visit: what counting stands on. A visit belongs to the
-- term and month of its first day; in vacations there is no term.
CREATE VIEW pairing_visits AS
SELECT
    x.pairing_id,
    v.id AS visit_id,
    substr(v.id, 25, 8) AS ref,
    v.cycle_id,
    v.start_date,
    v.end_date,
    substr(v.start_date, 1, 7) AS month,
    t.code AS term,
    v.form_code AS form,
    v.direction,
    v.state,
    v.class_hours,
    v.teachers,
    v.children,
    v.topic
FROM visit_pairing AS x
INNER JOIN visit AS v ON v.id = x.visit_id
LEFT JOIN term AS t ON v.start_date BETWEEN t.start_date AND t.end_date;

-- Done visits as counting needs them, one row for each pairing. Visits of the same `alike`
-- bring the same to every rule, but for who went: direction, form, first day, last day where that
-- is another, and class-hours, with blanks between. SQLite keeps it as the table `done_visit`.
CREATE VIEW done_visits AS
SELECT
    x.pairing_id,
    v.start_date,
    v.id AS visit_id,
    v.direction || ' ' || v.form_code || ' ' || v.start_date || ' '
        || CASE WHEN v.end_date = v.start_date THEN '' ELSE v.end_date END || ' '
        || coalesce(CAST(v.class_hours AS TEXT), '') AS alike,
    v.class_hours,
    v.teachers,
    v.children
FROM visit_pairing AS x
INNER JOIN visit AS v ON v.id = x.visit_id
WHERE v.state = 'done';

-- A task's state comes from the visits that answer it, so that it can't disagree with them.
-- Counted for each task rather than joined to the counts of all: one plan is looked up by index.
CREATE VIEW plan_tasks AS
SELECT
    u.id,
    substr(u.id, 25, 8) AS ref,
    u.plan_id,
    u.pairing_id,
    u.stage_id,
    u.position,
    u.title,
    u.month,
    u.start_date,
    u.end_date,
    u.form,
    u.direction,
    u.goal,
    u.responsible,
    u.expected,
    u.people,
    u.note,
    u.done_on,
    u.done,
    u.planned,
    CASE
        WHEN u.removed_on IS NOT NULL OR u.plan_removed_on IS NOT NULL THEN 'removed'
        WHEN u.done_on IS NOT NULL OR u.done >= u.expected THEN 'done'
        WHEN u.done + u.planned >= u.expected THEN 'planned'
        ELSE 'open'
    END AS state,
    u.removed_on,
    u.removed_reason
FROM (
    SELECT
        t.*,
        t.form_code AS form,
        n.pairing_id,
        n.removed_on AS plan_removed_on,
        (
            SELECT count(*)
            FROM task_visit AS x
            INNER JOIN visit AS v ON v.id = x.visit_id
            WHERE x.task_id = t.id AND v.state = 'done'
        ) AS done,
        (
            SELECT count(*)
            FROM task_visit AS x
            INNER JOIN visit AS v ON v.id = x.visit_id
            WHERE x.task_id = t.id AND v.state = 'planned'
        ) AS planned
    FROM plan_task AS t
    INNER JOIN plan AS n ON n.id = t.plan_id
) AS u;

-- The files that belong to a pairing, its own and those of its visits, tasks, agreements and
-- summaries, once for each record that they hang on.
CREATE VIEW document_links AS
SELECT l.pairing_id, l.document_id, d.category, d.fact, d.on_date
FROM (
    SELECT x.pairing_id, d.document_id
    FROM visit_document AS d
    INNER JOIN visit_pairing AS x ON x.visit_id = d.visit_id
    UNION ALL
    SELECT d.pairing_id, d.document_id
    FROM pairing_document AS d
    UNION ALL
    SELECT n.pairing_id, d.document_id
    FROM task_document AS d
    INNER JOIN plan_task AS t ON t.id = d.task_id
    INNER JOIN plan AS n ON n.id = t.plan_id
    UNION ALL
    SELECT a.pairing_id, d.document_id
    FROM agreement_document AS d
    INNER JOIN agreement AS a ON a.id = d.agreement_id
    UNION ALL
    SELECT f.pairing_id, d.document_id
    FROM finding_document AS d
    INNER JOIN finding AS f ON f.id = d.finding_id
    WHERE f.pairing_id IS NOT NULL
    UNION ALL
    SELECT t.pairing_id, d.document_id
    FROM target_document AS d
    INNER JOIN inspection_target AS t ON t.id = d.target_id
    WHERE t.pairing_id IS NOT NULL
    UNION ALL
    SELECT e.pairing_id, d.document_id
    FROM experience_document AS d
    INNER JOIN experience AS e ON e.id = d.experience_id
    WHERE e.pairing_id IS NOT NULL
) AS l
INNER JOIN document AS d ON d.id = l.document_id
WHERE d.removed_on IS NULL;

-- The same, each file once.
-- DISTINCT around UNION ALL rather than UNION: only through the former does SQLite look for the
-- files of one pairing by index instead of listing everybody's.
CREATE VIEW pairing_documents AS
SELECT DISTINCT pairing_id, document_id, category, fact, on_date
FROM document_links;

-- Facts that the registers hold, about a pairing or about a county of a cycle, with the days on
-- which they stand. Where a fact belongs to one side, it counts only for rules that this side
-- (or both) owe. What was in place before the pairing began is in place on its first day. A fact
-- without a register is proved by a document that says so.
CREATE VIEW pairing_facts AS
SELECT
    m.pairing_id,
    p.cycle_id,
    m.fact,
    m.side,
    m.record_id,
    CASE WHEN m.standing = 1 AND m.on_date < p.start_date THEN p.start_date ELSE m.on_date END
        AS on_date,
    m.until,
    m.end_decided_on
FROM (
    SELECT
        q.id AS pairing_id,
        'baseline' AS fact,
        NULL AS side,
        b.id AS record_id,
        b.on_date,
        NULL AS until,
        NULL AS end_decided_on,
        0 AS standing
    FROM pairing AS q
    INNER JOIN baseline AS b ON b.kindergarten_id = q.mentee_id
    UNION ALL
    SELECT
        g.pairing_id,
        CASE h.role WHEN 'head' THEN 'leading_group' ELSE 'contact_person' END,
        g.side,
        g.id,
        min(h.start_date),
        CASE WHEN count(*) = count(h.end_date) THEN max(h.end_date) END,
        max(h.end_decided_on),
        1
    FROM leading_group AS g
    INNER JOIN group_member AS h ON h.group_id = g.id
    WHERE h.role IN ('head', 'contact') AND g.pairing_id IS NOT NULL AND g.removed_on IS NULL
    GROUP BY g.pairing_id, g.side, g.id, h.role
    UNION ALL
    SELECT n.pairing_id, 'plan', NULL, n.id, n.on_date, NULL, NULL, 1
    FROM plan AS n
    WHERE n.removed_on IS NULL
        AND EXISTS (
            SELECT 1 FROM plan_task AS t WHERE t.plan_id = n.id AND t.removed_on IS NULL
        )
        AND NOT EXISTS (
            SELECT 1 FROM plan_task AS t
            WHERE t.plan_id = n.id AND t.removed_on IS NULL AND t.responsible IS NULL
        )
    UNION ALL
    SELECT a.pairing_id, a.kind, NULL, a.id, a.signed_on, a.until, NULL, 1
    FROM agreement AS a
    WHERE a.signed_on IS NOT NULL AND a.removed_on IS NULL
    UNION ALL
    SELECT a.pairing_id, 'apprenticeship', NULL, a.id, a.start_date, a.end_date,
        a.end_decided_on, 1
    FROM apprenticeship AS a
    WHERE a.removed_on IS NULL
    UNION ALL
    SELECT
        s.pairing_id,
        'secondment',
        CASE s.direction WHEN 'to_mentee' THEN 'mentor' ELSE 'mentee' END,
        s.id,
        s.start_date,
        s.end_date,
        NULL,
        0
    FROM secondment AS s
    WHERE s.removed_on IS NULL
    UNION ALL
    SELECT
        s.pairing_id,
        'secondment_appraisal',
        CASE s.direction WHEN 'to_mentee' THEN 'mentee' ELSE 'mentor' END,
        s.id,
        s.appraised_on,
        NULL,
        NULL,
        0
    FROM secondment AS s
    WHERE s.removed_on IS NULL AND s.appraised_on IS NOT NULL
    UNION ALL
    SELECT n.pairing_id, 'needs', NULL, n.id, n.raised_on, NULL, NULL, 1
    FROM need AS n
    WHERE n.removed_on IS NULL
    UNION ALL
    SELECT e.pairing_id, 'cycle_summary', NULL, e.id, e.decided_on, NULL, NULL, 0
    FROM experience AS e
    WHERE e.kind = 'summary' AND e.state <> 'submitted' AND e.pairing_id IS NOT NULL
        AND e.removed_on IS NULL
    UNION ALL
    SELECT e.pairing_id, 'showcase', NULL, e.id, s.start_date, NULL, NULL, 0
    FROM showcase_entry AS e
    INNER JOIN showcase AS s ON s.id = e.showcase_id
    WHERE s.removed_on IS NULL
    UNION ALL
    SELECT q.id, 'assessed', NULL, a.id, a.approved_on, NULL, NULL, 0
    FROM pairing AS q
    INNER JOIN assessment AS a ON a.cycle_id = q.cycle_id
    WHERE a.state = 'approved' AND q.kind = 'regular'
    UNION ALL
    SELECT q.id, 'city_summary', NULL, b.id, b.published_on, NULL, NULL, 0
    FROM pairing AS q
    INNER JOIN bulletin AS b ON b.cycle_id = q.cycle_id
    WHERE b.kind = 'cycle' AND b.state = 'published' AND b.removed_on IS NULL
        AND q.kind = 'regular'
    UNION ALL
    SELECT x.pairing_id, x.fact, NULL, x.document_id, x.on_date, NULL, NULL, 0
    FROM pairing_documents AS x
    WHERE x.fact IS NOT NULL
    UNION ALL
    SELECT t.pairing_id, 'inspected', NULL, i.id, t.on_date, NULL, NULL, 0
    FROM inspection_target AS t
    INNER JOIN inspection AS i ON i.id = t.inspection_id
    WHERE i.done_on IS NOT NULL AND i.removed_on IS NULL AND t.on_date IS NOT NULL
    UNION ALL
    SELECT t.pairing_id, 'inspection_done', NULL, i.id, i.done_on, NULL, NULL, 0
    FROM inspection_target AS t
    INNER JOIN inspection AS i ON i.id = t.inspection_id
    WHERE i.done_on IS NOT NULL AND i.removed_on IS NULL
    UNION ALL
    SELECT t.pairing_id, 'bulletin', NULL, b.id, b.published_on, NULL, NULL, 0
    FROM inspection_target AS t
    INNER JOIN bulletin_inspection AS x ON x.inspection_id = t.inspection_id
    INNER JOIN bulletin AS b ON b.id = x.bulletin_id
    WHERE b.state = 'published' AND b.removed_on IS NULL
) AS m
INNER JOIN pairing AS p ON p.id = m.pairing_id;

-- Those about a county: few groups are, so they come first and their members by index.
CREATE VIEW county_facts AS
SELECT
    g.region_code AS county_code,
    g.cycle_id,
    'leading_group' AS fact,
    'bureau' AS side,
    g.id AS record_id,
    min(h.start_date) AS on_date,
    CASE WHEN count(*) = count(h.end_date) THEN max(h.end_date) END AS until,
    max(h.end_decided_on) AS end_decided_on
FROM leading_group AS g
CROSS JOIN group_member AS h
WHERE h.group_id = g.id AND h.role = 'head' AND g.region_code IS NOT NULL
    AND g.removed_on IS NULL
GROUP BY g.id, g.cycle_id, g.region_code;

-- Both together. Who asks for the facts of a few pairings asks `pairing_facts`: here SQLite would
-- go through everybody's.
CREATE VIEW facts AS
SELECT
    pairing_id, cycle_id, NULL AS county_code, fact, side, record_id, on_date, until,
    end_decided_on
FROM pairing_facts
UNION ALL
SELECT NULL, cycle_id, county_code, fact, side, record_id, on_date, until, end_decided_on
FROM county_facts;

CREATE VIEW history AS
SELECT
    s.seq,
    s.at,
    s.actor,
    s.command,
    s.reason,
    s.undoes,
    (SELECT max(u.seq) FROM change_set AS u WHERE u.undoes = s.seq) AS undone_by,
    (SELECT count(*) FROM change AS c WHERE c.set_seq = s.seq)
    + (SELECT coalesce(sum(b.row_count), 0) FROM change_batch AS b WHERE b.set_seq = s.seq)
        AS changes
FROM change_set AS s;
