-- The view `done_visits` kept as a table, clustered by pairing and day: a report of a whole
-- programme reads it in one pass instead of joining every link to its visit (decision 0026).
-- The triggers keep it true, whoever writes. It holds nothing of its own: it is no part of the
-- change log or of a dump, and is made anew with the views.

CREATE TABLE done_visit (
    pairing_id TEXT NOT NULL,
    start_date TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    alike TEXT NOT NULL,
    class_hours REAL,
    teachers INTEGER,
    children INTEGER,
    PRIMARY KEY (pairing_id, start_date, visit_id)
) STRICT, WITHOUT ROWID;

INSERT INTO done_visit SELECT * FROM done_visits ORDER BY pairing_id, start_date, visit_id;

CREATE TRIGGER done_visit_linked AFTER INSERT ON visit_pairing BEGIN
    INSERT INTO done_visit
    SELECT * FROM done_visits WHERE visit_id = new.visit_id AND pairing_id = new.pairing_id;
END;

CREATE TRIGGER done_visit_unlinked AFTER DELETE ON visit_pairing BEGIN
    DELETE FROM done_visit
    WHERE pairing_id = old.pairing_id AND visit_id = old.visit_id
        AND start_date = (SELECT start_date FROM visit WHERE id = old.visit_id);
END;

CREATE TRIGGER done_visit_relinked AFTER UPDATE ON visit_pairing BEGIN
    DELETE FROM done_visit
    WHERE pairing_id = old.pairing_id AND visit_id = old.visit_id
        AND start_date = (SELECT start_date FROM visit WHERE id = old.visit_id);
    INSERT INTO done_visit
    SELECT * FROM done_visits WHERE visit_id = new.visit_id AND pairing_id = new.pairing_id;
END;

CREATE TRIGGER done_visit_recorded AFTER INSERT ON visit BEGIN
    INSERT INTO done_visit SELECT * FROM done_visits WHERE visit_id = new.id;
END;

CREATE TRIGGER done_visit_removed AFTER DELETE ON visit BEGIN
    DELETE FROM done_visit
    WHERE visit_id = old.id AND start_date = old.start_date
        AND pairing_id IN (SELECT pairing_id FROM visit_pairing WHERE visit_id = old.id);
END;

CREATE TRIGGER done_visit_changed AFTER UPDATE ON visit BEGIN
    DELETE FROM done_visit
    WHERE visit_id = old.id AND start_date = old.start_date
        AND pairing_id IN (SELECT pairing_id FROM visit_pairing WHERE visit_id = old.id);
    INSERT INTO done_visit SELECT * FROM done_visits WHERE visit_id = new.id;
END;
