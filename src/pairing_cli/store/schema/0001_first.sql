-- Frozen once released: later changes are steps of their own.

CREATE TABLE change_set (
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    reason TEXT,
    undoes INTEGER,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_change_set PRIMARY KEY (seq),
    CONSTRAINT ck_change_set_undoes_earlier CHECK (undoes < seq),
    CONSTRAINT fk_change_set_undoes FOREIGN KEY(undoes) REFERENCES change_set (seq)
) STRICT;

CREATE TABLE source (
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    CONSTRAINT pk_source PRIMARY KEY (code),
    CONSTRAINT ck_source_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_source_title_zh_not_blank CHECK (trim(title_zh) <> ''),
    CONSTRAINT ck_source_title_en_not_blank CHECK (trim(title_en) <> '')
) STRICT;

CREATE TABLE cycle (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    code TEXT NOT NULL,
    title TEXT,
    title_en TEXT,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    state TEXT NOT NULL,
    wrap_up_until TEXT,
    weight_organisation INTEGER NOT NULL,
    weight_activity INTEGER NOT NULL,
    weight_archive INTEGER NOT NULL,
    weight_effect INTEGER NOT NULL,
    CONSTRAINT pk_cycle PRIMARY KEY (id),
    CONSTRAINT uq_cycle_code UNIQUE (code),
    CONSTRAINT ck_cycle_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_cycle_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_cycle_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_cycle_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_cycle_state_known CHECK (state = 'draft' OR state = 'active' OR state = 'closed'),
    CONSTRAINT ck_cycle_wrap_up_until_real CHECK (wrap_up_until IS date(wrap_up_until, '+0 days')),
    CONSTRAINT ck_cycle_wrap_up_after_end CHECK (wrap_up_until > end_date),
    CONSTRAINT ck_cycle_weights_a_hundred CHECK (weight_organisation + weight_activity + weight_archive + weight_effect = 100),
    CONSTRAINT ck_cycle_weight_organisation_not_negative CHECK (weight_organisation >= 0),
    CONSTRAINT ck_cycle_weight_activity_not_negative CHECK (weight_activity >= 0),
    CONSTRAINT ck_cycle_weight_archive_not_negative CHECK (weight_archive >= 0),
    CONSTRAINT ck_cycle_weight_effect_not_negative CHECK (weight_effect >= 0),
    CONSTRAINT ck_cycle_assumed_flag CHECK (assumed IN (0, 1))
) STRICT;

CREATE TABLE term (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    code TEXT NOT NULL,
    school_year TEXT NOT NULL,
    season TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    CONSTRAINT pk_term PRIMARY KEY (id),
    CONSTRAINT uq_term_code UNIQUE (code),
    CONSTRAINT ck_term_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_term_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_term_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_term_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_term_season_known CHECK (season = 'spring' OR season = 'autumn'),
    CONSTRAINT ck_term_assumed_flag CHECK (assumed IN (0, 1))
) STRICT;

CREATE TABLE holiday (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    on_date TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_holiday PRIMARY KEY (id),
    CONSTRAINT ck_holiday_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_holiday_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_holiday_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days'))
) STRICT;

CREATE UNIQUE INDEX uq_holiday_day ON holiday (on_date) WHERE removed_on IS NULL;

CREATE TABLE region (
    source TEXT,
    assumed INTEGER NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT,
    kindergartens INTEGER,
    kindergartens_source TEXT,
    CONSTRAINT pk_region PRIMARY KEY (code),
    CONSTRAINT ck_region_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_region_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_region_level_known CHECK (level = 'province' OR level = 'city' OR level = 'county' OR level = 'township' OR level = 'village'),
    CONSTRAINT ck_region_assumed_flag CHECK (assumed IN (0, 1)),
    CONSTRAINT ck_region_not_its_own_parent CHECK (parent_code <> code),
    CONSTRAINT ck_region_kindergartens_not_negative CHECK (kindergartens >= 0),
    CONSTRAINT ck_region_number_with_source CHECK (kindergartens IS NULL OR kindergartens_source IS NOT NULL),
    CONSTRAINT fk_region_parent_code FOREIGN KEY(parent_code) REFERENCES region (code)
) STRICT;

CREATE INDEX ix_region_name ON region (name);

CREATE INDEX ix_region_parent_code ON region (parent_code);

CREATE TABLE form (
    code TEXT NOT NULL,
    label_zh TEXT NOT NULL,
    label_en TEXT NOT NULL,
    direction TEXT NOT NULL,
    position INTEGER NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    CONSTRAINT pk_form PRIMARY KEY (code),
    CONSTRAINT ck_form_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_form_label_zh_not_blank CHECK (trim(label_zh) <> ''),
    CONSTRAINT ck_form_label_en_not_blank CHECK (trim(label_en) <> ''),
    CONSTRAINT ck_form_direction_known CHECK (direction = 'to_mentee' OR direction = 'to_mentor' OR direction = 'joint' OR direction = 'online' OR direction = 'visitor'),
    CONSTRAINT ck_form_valid_from_real CHECK (valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT ck_form_valid_to_real CHECK (valid_to IS date(valid_to, '+0 days')),
    CONSTRAINT ck_form_valid_to_in_order CHECK (valid_from <= valid_to)
) STRICT;

CREATE TABLE document (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    category TEXT NOT NULL,
    title TEXT,
    on_date TEXT,
    fact TEXT,
    note TEXT,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT ck_document_sha256_length CHECK (length(sha256) = 64),
    CONSTRAINT ck_document_size_not_negative CHECK (size >= 0),
    CONSTRAINT ck_document_file_name_not_blank CHECK (trim(file_name) <> ''),
    CONSTRAINT ck_document_category_known CHECK (category = 'arrangement' OR category = 'measures' OR category = 'record' OR category = 'summary' OR category = 'agreement' OR category = 'photo' OR category = 'research' OR category = 'parents' OR category = 'feature' OR category = 'other'),
    CONSTRAINT ck_document_fact_not_blank CHECK (trim(fact) <> ''),
    CONSTRAINT ck_document_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_document_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days'))
) STRICT;

CREATE INDEX ix_document_ref ON document (substr(id, 25));

CREATE INDEX ix_document_sha256 ON document (sha256);

CREATE TABLE cycle_closing (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    by_name TEXT NOT NULL,
    figures TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    definitions TEXT NOT NULL,
    checks TEXT NOT NULL,
    override_reason TEXT,
    reopened_on TEXT,
    reopened_reason TEXT,
    CONSTRAINT pk_cycle_closing PRIMARY KEY (id),
    CONSTRAINT ck_cycle_closing_by_name_not_blank CHECK (trim(by_name) <> ''),
    CONSTRAINT ck_cycle_closing_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_cycle_closing_reopened_on_real CHECK (reopened_on IS date(reopened_on, '+0 days')),
    CONSTRAINT ck_cycle_closing_reopened_on_in_order CHECK (on_date <= reopened_on),
    CONSTRAINT ck_cycle_closing_reopened_has_reason CHECK ((reopened_on IS NULL) = (reopened_reason IS NULL)),
    CONSTRAINT fk_cycle_closing_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE UNIQUE INDEX uq_cycle_closing_in_force ON cycle_closing (cycle_id) WHERE reopened_on IS NULL;

CREATE TABLE cycle_roll (
    id TEXT NOT NULL,
    from_cycle_id TEXT NOT NULL,
    to_cycle_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    by_name TEXT NOT NULL,
    CONSTRAINT pk_cycle_roll PRIMARY KEY (id),
    CONSTRAINT ck_cycle_roll_by_name_not_blank CHECK (trim(by_name) <> ''),
    CONSTRAINT ck_cycle_roll_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_cycle_roll_two_cycles CHECK (from_cycle_id <> to_cycle_id),
    CONSTRAINT fk_cycle_roll_from_cycle_id FOREIGN KEY(from_cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_cycle_roll_to_cycle_id FOREIGN KEY(to_cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE INDEX ix_cycle_roll_ref ON cycle_roll (substr(id, 25));

CREATE UNIQUE INDEX uq_cycle_roll_to ON cycle_roll (to_cycle_id);

CREATE TABLE assessment_scheme (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    content TEXT NOT NULL,
    active INTEGER NOT NULL,
    CONSTRAINT pk_assessment_scheme PRIMARY KEY (id),
    CONSTRAINT ck_assessment_scheme_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_assessment_scheme_title_zh_not_blank CHECK (trim(title_zh) <> ''),
    CONSTRAINT ck_assessment_scheme_title_en_not_blank CHECK (trim(title_en) <> ''),
    CONSTRAINT ck_assessment_scheme_active_flag CHECK (active IN (0, 1)),
    CONSTRAINT fk_assessment_scheme_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE UNIQUE INDEX uq_assessment_scheme_active ON assessment_scheme (cycle_id) WHERE active = 1;

CREATE TABLE showcase (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    place TEXT,
    note TEXT,
    recorded_on TEXT,
    CONSTRAINT pk_showcase PRIMARY KEY (id),
    CONSTRAINT ck_showcase_level_known CHECK (level = 'city' OR level = 'county'),
    CONSTRAINT ck_showcase_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_showcase_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_showcase_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_showcase_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_showcase_recorded_on_real CHECK (recorded_on IS date(recorded_on, '+0 days')),
    CONSTRAINT ck_showcase_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_showcase_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE INDEX ix_showcase_cycle_id ON showcase (cycle_id);

CREATE INDEX ix_showcase_ref ON showcase (substr(id, 25));

CREATE TABLE checklist (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    document TEXT NOT NULL,
    active INTEGER NOT NULL,
    partly REAL NOT NULL,
    good REAL NOT NULL,
    fairly_good REAL NOT NULL,
    average REAL NOT NULL,
    due_days INTEGER NOT NULL,
    due_days_critical INTEGER NOT NULL,
    least_inspectors INTEGER NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_checklist PRIMARY KEY (id),
    CONSTRAINT ck_checklist_title_zh_not_blank CHECK (trim(title_zh) <> ''),
    CONSTRAINT ck_checklist_active_flag CHECK (active IN (0, 1)),
    CONSTRAINT ck_checklist_classes_in_order CHECK (good >= fairly_good AND fairly_good >= average),
    CONSTRAINT fk_checklist_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE UNIQUE INDEX uq_checklist_active ON checklist (cycle_id, code) WHERE active = 1;

CREATE TABLE bulletin (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT,
    title TEXT NOT NULL,
    as_of TEXT NOT NULL,
    state TEXT NOT NULL,
    published_on TEXT,
    signed_by TEXT,
    previous_id TEXT,
    replaces_id TEXT,
    text_good TEXT,
    text_problems TEXT,
    text_next TEXT,
    figures TEXT,
    sha256 TEXT,
    definitions TEXT,
    withdrawn_reason TEXT,
    CONSTRAINT pk_bulletin PRIMARY KEY (id),
    CONSTRAINT ck_bulletin_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_bulletin_kind_known CHECK (kind = 'inspection' OR kind = 'progress' OR kind = 'cycle'),
    CONSTRAINT ck_bulletin_state_known CHECK (state = 'draft' OR state = 'published' OR state = 'withdrawn'),
    CONSTRAINT ck_bulletin_as_of_real CHECK (as_of IS date(as_of, '+0 days')),
    CONSTRAINT ck_bulletin_published_on_real CHECK (published_on IS date(published_on, '+0 days')),
    CONSTRAINT ck_bulletin_published_on_in_order CHECK (as_of <= published_on),
    CONSTRAINT ck_bulletin_published_is_frozen CHECK ((state = 'draft') = (published_on IS NULL) AND (state = 'draft') = (figures IS NULL) AND (state = 'draft') = (sha256 IS NULL) AND (state = 'draft') = (number IS NULL)),
    CONSTRAINT ck_bulletin_withdrawn_has_reason CHECK ((state = 'withdrawn') = (withdrawn_reason IS NOT NULL)),
    CONSTRAINT ck_bulletin_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT uq_bulletin_number UNIQUE (number),
    CONSTRAINT fk_bulletin_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_bulletin_previous_id FOREIGN KEY(previous_id) REFERENCES bulletin (id),
    CONSTRAINT fk_bulletin_replaces_id FOREIGN KEY(replaces_id) REFERENCES bulletin (id)
) STRICT;

CREATE INDEX ix_bulletin_cycle_id ON bulletin (cycle_id);

CREATE INDEX ix_bulletin_ref ON bulletin (substr(id, 25));

CREATE TABLE change (
    set_seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    operation TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT pk_change PRIMARY KEY (set_seq, position),
    CONSTRAINT ck_change_operation_known CHECK (operation = 'insert' OR operation = 'update' OR operation = 'delete'),
    CONSTRAINT fk_change_set_seq FOREIGN KEY(set_seq) REFERENCES change_set (seq)
) STRICT;

CREATE INDEX ix_change_table_name_row_key ON change (table_name, row_key);

CREATE TABLE change_batch (
    set_seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    operation TEXT NOT NULL,
    key_names TEXT NOT NULL,
    column_names TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    first_key TEXT NOT NULL,
    last_key TEXT NOT NULL,
    row_values TEXT NOT NULL,
    CONSTRAINT pk_change_batch PRIMARY KEY (set_seq, position),
    CONSTRAINT ck_change_batch_operation_known CHECK (operation = 'insert' OR operation = 'delete'),
    CONSTRAINT ck_change_batch_row_count_positive CHECK (row_count >= 1),
    CONSTRAINT ck_change_batch_keys_in_order CHECK (first_key <= last_key),
    CONSTRAINT fk_change_batch_set_seq FOREIGN KEY(set_seq) REFERENCES change_set (seq)
) STRICT;

CREATE INDEX ix_change_batch_table_name ON change_batch (table_name);

CREATE TABLE kindergarten (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    tier TEXT NOT NULL,
    ownership TEXT NOT NULL,
    exemplar TEXT,
    region_code TEXT,
    site_code TEXT,
    name_confirmed INTEGER NOT NULL,
    head TEXT,
    phone TEXT,
    latitude REAL,
    longitude REAL,
    note TEXT,
    retired_on TEXT,
    retired_reason TEXT,
    CONSTRAINT pk_kindergarten PRIMARY KEY (id),
    CONSTRAINT uq_kindergarten_site_code UNIQUE (site_code),
    CONSTRAINT ck_kindergarten_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_kindergarten_tier_known CHECK (tier = 'city' OR tier = 'county' OR tier = 'township' OR tier = 'village'),
    CONSTRAINT ck_kindergarten_ownership_known CHECK (ownership = 'public' OR ownership = 'private' OR ownership = 'collective'),
    CONSTRAINT ck_kindergarten_exemplar_known CHECK (exemplar = 'city' OR exemplar = 'county' OR exemplar = 'township'),
    CONSTRAINT ck_kindergarten_name_confirmed_flag CHECK (name_confirmed IN (0, 1)),
    CONSTRAINT ck_kindergarten_assumed_flag CHECK (assumed IN (0, 1)),
    CONSTRAINT ck_kindergarten_retired_on_real CHECK (retired_on IS date(retired_on, '+0 days')),
    CONSTRAINT fk_kindergarten_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE INDEX ix_kindergarten_ref ON kindergarten (substr(id, 25));

CREATE INDEX ix_kindergarten_region_code ON kindergarten (region_code);

CREATE UNIQUE INDEX uq_kindergarten_name_region ON kindergarten (name, coalesce(region_code, ''));

CREATE TABLE rule_pack (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    code TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    document TEXT NOT NULL,
    document_zh TEXT NOT NULL,
    document_en TEXT NOT NULL,
    position INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    active INTEGER NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_rule_pack PRIMARY KEY (id),
    CONSTRAINT ck_rule_pack_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_rule_pack_ledger_known CHECK (ledger = 'scheme' OR ledger = 'reference'),
    CONSTRAINT ck_rule_pack_active_flag CHECK (active IN (0, 1)),
    CONSTRAINT fk_rule_pack_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE UNIQUE INDEX uq_rule_pack_active ON rule_pack (cycle_id, code) WHERE active = 1;

CREATE TABLE layer_capacity (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    cycle_id TEXT NOT NULL,
    layer TEXT NOT NULL,
    minimum INTEGER NOT NULL,
    maximum INTEGER,
    within TEXT,
    mentor_kinds TEXT,
    mentee_kinds TEXT,
    most_mentors INTEGER NOT NULL,
    together TEXT,
    priority INTEGER,
    CONSTRAINT pk_layer_capacity PRIMARY KEY (id),
    CONSTRAINT uq_layer_capacity_cycle_id_layer UNIQUE (cycle_id, layer),
    CONSTRAINT ck_layer_capacity_layer_known CHECK (layer = 'city-county' OR layer = 'city-private' OR layer = 'county-township' OR layer = 'township-village'),
    CONSTRAINT ck_layer_capacity_within_known CHECK (within = 'county' OR within = 'township'),
    CONSTRAINT ck_layer_capacity_in_order CHECK (0 <= minimum AND minimum <= maximum),
    CONSTRAINT ck_layer_capacity_some_mentor CHECK (most_mentors >= 1),
    CONSTRAINT ck_layer_capacity_mentor_kinds_not_blank CHECK (trim(mentor_kinds) <> ''),
    CONSTRAINT ck_layer_capacity_mentee_kinds_not_blank CHECK (trim(mentee_kinds) <> ''),
    CONSTRAINT ck_layer_capacity_together_not_blank CHECK (trim(together) <> ''),
    CONSTRAINT ck_layer_capacity_assumed_flag CHECK (assumed IN (0, 1)),
    CONSTRAINT fk_layer_capacity_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id)
) STRICT;

CREATE TABLE programme (
    id INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    region_code TEXT,
    source TEXT,
    CONSTRAINT pk_programme PRIMARY KEY (id),
    CONSTRAINT ck_programme_one_row CHECK (id = 1),
    CONSTRAINT fk_programme_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE TABLE region_name (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    region_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    former_code TEXT,
    until TEXT,
    CONSTRAINT pk_region_name PRIMARY KEY (id),
    CONSTRAINT uq_region_name_region_code_name UNIQUE (region_code, name),
    CONSTRAINT ck_region_name_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_region_name_kind_known CHECK (kind = 'alias' OR kind = 'former'),
    CONSTRAINT fk_region_name_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE TABLE summary_note (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    term_id TEXT,
    part TEXT NOT NULL,
    wording TEXT NOT NULL,
    CONSTRAINT pk_summary_note PRIMARY KEY (id),
    CONSTRAINT ck_summary_note_part_known CHECK (part = 'basics' OR part = 'work' OR part = 'problems' OR part = 'next'),
    CONSTRAINT ck_summary_note_wording_not_blank CHECK (trim(wording) <> ''),
    CONSTRAINT ck_summary_note_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_summary_note_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_summary_note_term_id FOREIGN KEY(term_id) REFERENCES term (id)
) STRICT;

CREATE INDEX ix_summary_note_cycle_id ON summary_note (cycle_id);

CREATE TABLE form_alias (
    id TEXT NOT NULL,
    form_code TEXT NOT NULL,
    alias TEXT NOT NULL,
    CONSTRAINT pk_form_alias PRIMARY KEY (id),
    CONSTRAINT uq_form_alias_alias UNIQUE (alias),
    CONSTRAINT ck_form_alias_alias_not_blank CHECK (trim(alias) <> ''),
    CONSTRAINT fk_form_alias_form_code FOREIGN KEY(form_code) REFERENCES form (code)
) STRICT;

CREATE TABLE cycle_correction (
    id TEXT NOT NULL,
    closing_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_cycle_correction PRIMARY KEY (id),
    CONSTRAINT ck_cycle_correction_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT ck_cycle_correction_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT fk_cycle_correction_closing_id FOREIGN KEY(closing_id) REFERENCES cycle_closing (id)
) STRICT;

CREATE INDEX ix_cycle_correction_closing_id ON cycle_correction (closing_id);

CREATE TABLE assessment (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    scheme_id TEXT NOT NULL,
    title TEXT,
    as_of TEXT NOT NULL,
    state TEXT NOT NULL,
    approved_on TEXT,
    approved_by TEXT,
    override_reason TEXT,
    figures TEXT,
    sha256 TEXT,
    note TEXT,
    CONSTRAINT pk_assessment PRIMARY KEY (id),
    CONSTRAINT ck_assessment_state_known CHECK (state = 'draft' OR state = 'approved'),
    CONSTRAINT ck_assessment_as_of_real CHECK (as_of IS date(as_of, '+0 days')),
    CONSTRAINT ck_assessment_approved_on_real CHECK (approved_on IS date(approved_on, '+0 days')),
    CONSTRAINT ck_assessment_approved_on_in_order CHECK (as_of <= approved_on),
    CONSTRAINT ck_assessment_approved_is_frozen CHECK ((state = 'approved') = (approved_on IS NOT NULL) AND (approved_on IS NULL) = (approved_by IS NULL) AND (approved_on IS NULL) = (figures IS NULL) AND (approved_on IS NULL) = (sha256 IS NULL)),
    CONSTRAINT fk_assessment_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_assessment_scheme_id FOREIGN KEY(scheme_id) REFERENCES assessment_scheme (id)
) STRICT;

CREATE INDEX ix_assessment_cycle_id ON assessment (cycle_id);

CREATE INDEX ix_assessment_ref ON assessment (substr(id, 25));

CREATE TABLE checklist_item (
    id TEXT NOT NULL,
    checklist_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    block TEXT NOT NULL,
    subject TEXT NOT NULL,
    critical INTEGER NOT NULL,
    weight REAL NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    lack_zh TEXT NOT NULL,
    lack_en TEXT NOT NULL,
    how_zh TEXT,
    how_en TEXT,
    section TEXT NOT NULL,
    prefill TEXT,
    assumed_zh TEXT,
    assumed_en TEXT,
    CONSTRAINT pk_checklist_item PRIMARY KEY (id),
    CONSTRAINT uq_checklist_item_checklist_id_code UNIQUE (checklist_id, code),
    CONSTRAINT uq_checklist_item_checklist_id_position UNIQUE (checklist_id, position),
    CONSTRAINT ck_checklist_item_block_known CHECK (block = 'organisation' OR block = 'activity' OR block = 'direction' OR block = 'archive' OR block = 'effect'),
    CONSTRAINT ck_checklist_item_subject_known CHECK (subject = 'mentor' OR subject = 'mentee' OR subject = 'both' OR subject = 'county'),
    CONSTRAINT ck_checklist_item_critical_flag CHECK (critical IN (0, 1)),
    CONSTRAINT ck_checklist_item_weight_not_negative CHECK (weight >= 0),
    CONSTRAINT ck_checklist_item_title_zh_not_blank CHECK (trim(title_zh) <> ''),
    CONSTRAINT fk_checklist_item_checklist_id FOREIGN KEY(checklist_id) REFERENCES checklist (id)
) STRICT;

CREATE TABLE inspection (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    checklist_id TEXT NOT NULL,
    title TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    announced INTEGER NOT NULL,
    state TEXT NOT NULL,
    done_on TEXT,
    override_reason TEXT,
    note TEXT,
    CONSTRAINT pk_inspection PRIMARY KEY (id),
    CONSTRAINT ck_inspection_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_inspection_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_inspection_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_inspection_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_inspection_announced_flag CHECK (announced IN (0, 1)),
    CONSTRAINT ck_inspection_state_known CHECK (state = 'planned' OR state = 'done'),
    CONSTRAINT ck_inspection_done_on_real CHECK (done_on IS date(done_on, '+0 days')),
    CONSTRAINT ck_inspection_done_has_day CHECK ((state = 'done') = (done_on IS NOT NULL)),
    CONSTRAINT ck_inspection_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_inspection_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_inspection_checklist_id FOREIGN KEY(checklist_id) REFERENCES checklist (id)
) STRICT;

CREATE INDEX ix_inspection_cycle_id ON inspection (cycle_id);

CREATE INDEX ix_inspection_ref ON inspection (substr(id, 25));

CREATE TABLE kindergarten_name (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    kindergarten_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    until TEXT,
    CONSTRAINT pk_kindergarten_name PRIMARY KEY (id),
    CONSTRAINT uq_kindergarten_name_kindergarten_id_name UNIQUE (kindergarten_id, name),
    CONSTRAINT ck_kindergarten_name_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_kindergarten_name_kind_known CHECK (kind = 'alias' OR kind = 'former'),
    CONSTRAINT ck_kindergarten_name_until_real CHECK (until IS date(until, '+0 days')),
    CONSTRAINT fk_kindergarten_name_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE TABLE baseline (
    id TEXT NOT NULL,
    kindergarten_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    children INTEGER,
    classes INTEGER,
    staff INTEGER,
    teachers INTEGER,
    needs TEXT,
    note TEXT,
    CONSTRAINT pk_baseline PRIMARY KEY (id),
    CONSTRAINT uq_baseline_kindergarten_id_on_date UNIQUE (kindergarten_id, on_date),
    CONSTRAINT ck_baseline_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_baseline_children_not_negative CHECK (children >= 0),
    CONSTRAINT ck_baseline_classes_not_negative CHECK (classes >= 0),
    CONSTRAINT ck_baseline_staff_not_negative CHECK (staff >= 0),
    CONSTRAINT ck_baseline_teachers_not_negative CHECK (teachers >= 0),
    CONSTRAINT fk_baseline_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE TABLE kindergarten_tag (
    id TEXT NOT NULL,
    kindergarten_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    goal TEXT,
    form_code TEXT,
    CONSTRAINT pk_kindergarten_tag PRIMARY KEY (id),
    CONSTRAINT ck_kindergarten_tag_kind_known CHECK (kind = 'need' OR kind = 'strength'),
    CONSTRAINT ck_kindergarten_tag_goal_known CHECK (goal = 'ideas' OR goal = 'health' OR goal = 'language' OR goal = 'society' OR goal = 'science' OR goal = 'arts' OR goal = 'teachers' OR goal = 'backbone' OR goal = 'mechanism' OR goal = 'brand'),
    CONSTRAINT ck_kindergarten_tag_goal_or_form CHECK ((goal IS NULL) <> (form_code IS NULL)),
    CONSTRAINT fk_kindergarten_tag_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_kindergarten_tag_form_code FOREIGN KEY(form_code) REFERENCES form (code)
) STRICT;

CREATE UNIQUE INDEX uq_kindergarten_tag_once ON kindergarten_tag (kindergarten_id, kind, coalesce(goal, form_code));

CREATE TABLE kindergarten_status (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    kindergarten_id TEXT NOT NULL,
    status TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    reason TEXT,
    CONSTRAINT pk_kindergarten_status PRIMARY KEY (id),
    CONSTRAINT ck_kindergarten_status_status_known CHECK (status = 'weak' OR status = 'key' OR status = 'county_centre' OR status = 'local_base'),
    CONSTRAINT ck_kindergarten_status_from_date_real CHECK (from_date IS date(from_date, '+0 days')),
    CONSTRAINT ck_kindergarten_status_to_date_real CHECK (to_date IS date(to_date, '+0 days')),
    CONSTRAINT ck_kindergarten_status_to_date_in_order CHECK (from_date <= to_date),
    CONSTRAINT ck_kindergarten_status_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_kindergarten_status_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE UNIQUE INDEX uq_kindergarten_status_standing ON kindergarten_status (kindergarten_id, status) WHERE to_date IS NULL AND removed_on IS NULL;

CREATE TABLE backbone_teacher (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    kindergarten_id TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    strength TEXT,
    note TEXT,
    CONSTRAINT pk_backbone_teacher PRIMARY KEY (id),
    CONSTRAINT ck_backbone_teacher_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_backbone_teacher_level_known CHECK (level = 'city' OR level = 'county' OR level = 'township'),
    CONSTRAINT ck_backbone_teacher_from_date_real CHECK (from_date IS date(from_date, '+0 days')),
    CONSTRAINT ck_backbone_teacher_to_date_real CHECK (to_date IS date(to_date, '+0 days')),
    CONSTRAINT ck_backbone_teacher_to_date_in_order CHECK (from_date <= to_date),
    CONSTRAINT ck_backbone_teacher_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_backbone_teacher_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_backbone_teacher_kindergarten_id ON backbone_teacher (kindergarten_id);

CREATE INDEX ix_backbone_teacher_ref ON backbone_teacher (substr(id, 25));

CREATE TABLE rule (
    id TEXT NOT NULL,
    pack_id TEXT NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    short_zh TEXT,
    short_en TEXT,
    clause_zh TEXT,
    clause_en TEXT,
    kind TEXT NOT NULL,
    block TEXT NOT NULL,
    owed_by TEXT NOT NULL,
    per TEXT NOT NULL,
    need REAL NOT NULL,
    most REAL,
    share TEXT,
    measure TEXT NOT NULL,
    direction TEXT,
    each_way INTEGER NOT NULL,
    category TEXT,
    fact TEXT,
    indicator TEXT,
    unit TEXT NOT NULL,
    season TEXT,
    months TEXT,
    time_window TEXT,
    due TEXT,
    stage TEXT,
    stage_zh TEXT,
    stage_en TEXT,
    stage_year INTEGER,
    stage_first_month INTEGER,
    stage_last_month INTEGER,
    stands INTEGER NOT NULL,
    make_up INTEGER NOT NULL,
    condition TEXT,
    section TEXT NOT NULL,
    assumed_zh TEXT,
    assumed_en TEXT,
    note_zh TEXT,
    note_en TEXT,
    CONSTRAINT pk_rule PRIMARY KEY (id),
    CONSTRAINT uq_rule_pack_id_code UNIQUE (pack_id, code),
    CONSTRAINT ck_rule_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_rule_section_not_blank CHECK (trim(section) <> ''),
    CONSTRAINT ck_rule_kind_known CHECK (kind = 'quota' OR kind = 'document' OR kind = 'milestone' OR kind = 'indicator'),
    CONSTRAINT ck_rule_measure_known CHECK (measure = 'visits' OR measure = 'class_hours' OR measure = 'days' OR measure = 'months' OR measure = 'people' OR measure = 'distinct_people' OR measure = 'kindergartens' OR measure = 'documents' OR measure = 'milestones' OR measure = 'percent' OR measure = 'count'),
    CONSTRAINT ck_rule_block_known CHECK (block = 'organisation' OR block = 'activity' OR block = 'archive' OR block = 'effect'),
    CONSTRAINT ck_rule_owed_by_known CHECK (owed_by = 'mentor' OR owed_by = 'mentee' OR owed_by = 'both' OR owed_by = 'county' OR owed_by = 'bureau'),
    CONSTRAINT ck_rule_per_known CHECK (per = 'pairing' OR per = 'mentor' OR per = 'mentee' OR per = 'circle' OR per = 'county' OR per = 'county+mentor' OR per = 'cycle'),
    CONSTRAINT ck_rule_share_known CHECK (share = 'exemplars' OR share = 'mentors' OR share = 'mentees' OR share = 'kindergartens'),
    CONSTRAINT ck_rule_direction_known CHECK (direction = 'to_mentee' OR direction = 'to_mentor' OR direction = 'joint' OR direction = 'online' OR direction = 'visitor'),
    CONSTRAINT ck_rule_unit_known CHECK (unit = 'month' OR unit = 'term' OR unit = 'school_year' OR unit = 'calendar_year' OR unit = 'cycle_year' OR unit = 'stage' OR unit = 'cycle'),
    CONSTRAINT ck_rule_season_known CHECK (season = 'spring' OR season = 'autumn'),
    CONSTRAINT ck_rule_time_window_known CHECK (time_window = 'before' OR time_window = 'start' OR time_window = 'middle' OR time_window = 'end' OR time_window = 'after'),
    CONSTRAINT ck_rule_each_way_flag CHECK (each_way IN (0, 1)),
    CONSTRAINT ck_rule_stands_flag CHECK (stands IN (0, 1)),
    CONSTRAINT ck_rule_make_up_flag CHECK (make_up IN (0, 1)),
    CONSTRAINT ck_rule_each_way_or_direction CHECK (each_way = 0 OR direction IS NULL),
    CONSTRAINT ck_rule_need_positive CHECK (need > 0),
    CONSTRAINT ck_rule_most_above_need CHECK (most >= need),
    CONSTRAINT ck_rule_share_in_percent CHECK ((share IS NULL) = (measure <> 'kindergartens')),
    CONSTRAINT ck_rule_share_of_a_whole CHECK (share IS NULL OR need <= 100),
    CONSTRAINT fk_rule_pack_id FOREIGN KEY(pack_id) REFERENCES rule_pack (id)
) STRICT;

CREATE TABLE exemption (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    cycle_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT,
    former_mentor_id TEXT,
    end_date TEXT,
    end_reason TEXT,
    end_decided_on TEXT,
    CONSTRAINT pk_exemption PRIMARY KEY (id),
    CONSTRAINT ck_exemption_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT ck_exemption_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_exemption_end_decided_on_real CHECK (end_decided_on IS date(end_decided_on, '+0 days')),
    CONSTRAINT ck_exemption_assumed_flag CHECK (assumed IN (0, 1)),
    CONSTRAINT fk_exemption_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_exemption_region_code FOREIGN KEY(region_code) REFERENCES region (code),
    CONSTRAINT fk_exemption_former_mentor_id FOREIGN KEY(former_mentor_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_exemption_ref ON exemption (substr(id, 25));

CREATE UNIQUE INDEX uq_exemption_in_force ON exemption (cycle_id, region_code) WHERE end_date IS NULL;

CREATE TABLE pairing (
    id TEXT NOT NULL,
    source TEXT,
    assumed INTEGER NOT NULL,
    cycle_id TEXT NOT NULL,
    mentor_id TEXT NOT NULL,
    mentee_id TEXT NOT NULL,
    layer TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT,
    end_reason TEXT,
    override_reason TEXT,
    note TEXT,
    assigned_on TEXT,
    end_decided_on TEXT,
    CONSTRAINT pk_pairing PRIMARY KEY (id),
    CONSTRAINT ck_pairing_two_sides CHECK (mentor_id <> mentee_id),
    CONSTRAINT ck_pairing_layer_known CHECK (layer = 'city-county' OR layer = 'city-private' OR layer = 'county-township' OR layer = 'township-village'),
    CONSTRAINT ck_pairing_kind_known CHECK (kind = 'regular' OR kind = 'consult'),
    CONSTRAINT ck_pairing_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_pairing_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_pairing_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_pairing_assigned_on_real CHECK (assigned_on IS date(assigned_on, '+0 days')),
    CONSTRAINT ck_pairing_end_decided_on_real CHECK (end_decided_on IS date(end_decided_on, '+0 days')),
    CONSTRAINT ck_pairing_assumed_flag CHECK (assumed IN (0, 1)),
    CONSTRAINT fk_pairing_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_pairing_mentor_id FOREIGN KEY(mentor_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_pairing_mentee_id FOREIGN KEY(mentee_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_pairing_mentee_id ON pairing (mentee_id);

CREATE INDEX ix_pairing_mentor_id ON pairing (mentor_id);

CREATE INDEX ix_pairing_ref ON pairing (substr(id, 25));

CREATE UNIQUE INDEX uq_pairing_one_regular_mentor ON pairing (cycle_id, mentee_id, mentor_id) WHERE kind = 'regular' AND end_date IS NULL;

CREATE TABLE travel (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    km REAL,
    minutes INTEGER,
    source TEXT,
    CONSTRAINT pk_travel PRIMARY KEY (id),
    CONSTRAINT ck_travel_two_places CHECK (from_id <> to_id),
    CONSTRAINT ck_travel_km_possible CHECK (km > 0 AND km <= 2000),
    CONSTRAINT ck_travel_minutes_possible CHECK (minutes BETWEEN 1 AND 4320),
    CONSTRAINT ck_travel_something_known CHECK (km IS NOT NULL OR minutes IS NOT NULL),
    CONSTRAINT ck_travel_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_travel_from_id FOREIGN KEY(from_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_travel_to_id FOREIGN KEY(to_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_travel_ref ON travel (substr(id, 25));

CREATE INDEX ix_travel_to_id ON travel (to_id);

CREATE UNIQUE INDEX uq_travel_way ON travel (from_id, to_id) WHERE removed_on IS NULL;

CREATE TABLE circle (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    name TEXT NOT NULL,
    head_id TEXT NOT NULL,
    expert TEXT,
    note TEXT,
    CONSTRAINT pk_circle PRIMARY KEY (id),
    CONSTRAINT ck_circle_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_circle_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_circle_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_circle_head_id FOREIGN KEY(head_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_circle_ref ON circle (substr(id, 25));

CREATE UNIQUE INDEX uq_circle_name ON circle (cycle_id, name) WHERE removed_on IS NULL;

CREATE TABLE visit (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    mentor_id TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    form_code TEXT NOT NULL,
    days INTEGER NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    class_hours REAL,
    topic TEXT,
    teachers INTEGER,
    children INTEGER,
    next_step TEXT,
    note TEXT,
    gained TEXT,
    state_reason TEXT,
    override_reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT ck_visit_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_visit_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_visit_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_visit_days_positive CHECK (days >= 1),
    CONSTRAINT ck_visit_direction_known CHECK (direction = 'to_mentee' OR direction = 'to_mentor' OR direction = 'joint' OR direction = 'online' OR direction = 'visitor'),
    CONSTRAINT ck_visit_state_known CHECK (state = 'planned' OR state = 'done' OR state = 'cancelled' OR state = 'attempted'),
    CONSTRAINT ck_visit_class_hours_not_negative CHECK (class_hours >= 0),
    CONSTRAINT ck_visit_teachers_not_negative CHECK (teachers >= 0),
    CONSTRAINT ck_visit_children_not_negative CHECK (children >= 0),
    CONSTRAINT ck_visit_class_hours_in_halves CHECK (class_hours * 2 = round(class_hours * 2)),
    CONSTRAINT fk_visit_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_visit_mentor_id FOREIGN KEY(mentor_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_visit_form_code FOREIGN KEY(form_code) REFERENCES form (code)
) STRICT;

CREATE INDEX ix_visit_cycle_id_start_date ON visit (cycle_id, start_date, form_code, direction, state, class_hours, teachers, children);

CREATE INDEX ix_visit_mentor_id_start_date ON visit (mentor_id, start_date);

CREATE INDEX ix_visit_ref ON visit (substr(id, 25));

CREATE TABLE roll_decision (
    id TEXT NOT NULL,
    roll_id TEXT NOT NULL,
    mentee_id TEXT NOT NULL,
    decision TEXT NOT NULL,
    mentor_id TEXT,
    old_pairing_id TEXT,
    new_pairing_id TEXT,
    reason TEXT NOT NULL,
    CONSTRAINT pk_roll_decision PRIMARY KEY (id),
    CONSTRAINT ck_roll_decision_decision_known CHECK (decision = 'keep' OR decision = 'swap' OR decision = 'graduate' OR decision = 'drop' OR decision = 'new' OR decision = 'open'),
    CONSTRAINT ck_roll_decision_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT fk_roll_decision_roll_id FOREIGN KEY(roll_id) REFERENCES cycle_roll (id),
    CONSTRAINT fk_roll_decision_mentee_id FOREIGN KEY(mentee_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_roll_decision_mentor_id FOREIGN KEY(mentor_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_roll_decision_old_pairing_id FOREIGN KEY(old_pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_roll_decision_new_pairing_id FOREIGN KEY(new_pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_roll_decision_new_pairing_id ON roll_decision (new_pairing_id);

CREATE UNIQUE INDEX uq_roll_decision_mentee ON roll_decision (roll_id, mentee_id, old_pairing_id);

CREATE TABLE assessment_adjustment (
    id TEXT NOT NULL,
    assessment_id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    points REAL NOT NULL,
    reason TEXT NOT NULL,
    by_name TEXT NOT NULL,
    CONSTRAINT pk_assessment_adjustment PRIMARY KEY (id),
    CONSTRAINT uq_assessment_adjustment_assessment_id_pairing_id UNIQUE (assessment_id, pairing_id),
    CONSTRAINT ck_assessment_adjustment_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT ck_assessment_adjustment_by_name_not_blank CHECK (trim(by_name) <> ''),
    CONSTRAINT ck_assessment_adjustment_points_possible CHECK (points BETWEEN -100 AND 100),
    CONSTRAINT fk_assessment_adjustment_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id),
    CONSTRAINT fk_assessment_adjustment_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE TABLE honour (
    id TEXT NOT NULL,
    cycle_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    kindergarten_id TEXT,
    region_code TEXT,
    person TEXT,
    title TEXT NOT NULL,
    from_grade TEXT,
    to_grade TEXT,
    state TEXT NOT NULL,
    assessment_id TEXT,
    nominated_on TEXT NOT NULL,
    publicised_from TEXT,
    publicised_to TEXT,
    decided_on TEXT,
    document_number TEXT,
    reason TEXT NOT NULL,
    decision_reason TEXT,
    trace TEXT,
    sha256 TEXT,
    CONSTRAINT pk_honour PRIMARY KEY (id),
    CONSTRAINT ck_honour_kind_known CHECK (kind = 'unit' OR kind = 'person' OR kind = 'promotion' OR kind = 'regrade'),
    CONSTRAINT ck_honour_state_known CHECK (state = 'nominated' OR state = 'publicised' OR state = 'awarded' OR state = 'rejected' OR state = 'withdrawn'),
    CONSTRAINT ck_honour_of_one CHECK ((kindergarten_id IS NULL) <> (region_code IS NULL)),
    CONSTRAINT ck_honour_person_named CHECK ((kind = 'person') = (person IS NOT NULL)),
    CONSTRAINT ck_honour_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_honour_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT ck_honour_nominated_on_real CHECK (nominated_on IS date(nominated_on, '+0 days')),
    CONSTRAINT ck_honour_publicised_from_real CHECK (publicised_from IS date(publicised_from, '+0 days')),
    CONSTRAINT ck_honour_publicised_to_real CHECK (publicised_to IS date(publicised_to, '+0 days')),
    CONSTRAINT ck_honour_decided_on_real CHECK (decided_on IS date(decided_on, '+0 days')),
    CONSTRAINT ck_honour_publicised_to_in_order CHECK (publicised_from <= publicised_to),
    CONSTRAINT ck_honour_publicity_whole CHECK ((publicised_from IS NULL) = (publicised_to IS NULL)),
    CONSTRAINT ck_honour_award_is_frozen CHECK ((state = 'awarded') = (trace IS NOT NULL) AND (trace IS NULL) = (sha256 IS NULL)),
    CONSTRAINT fk_honour_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_honour_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_honour_region_code FOREIGN KEY(region_code) REFERENCES region (code),
    CONSTRAINT fk_honour_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
) STRICT;

CREATE INDEX ix_honour_cycle_id ON honour (cycle_id);

CREATE INDEX ix_honour_kindergarten_id ON honour (kindergarten_id);

CREATE INDEX ix_honour_ref ON honour (substr(id, 25));

CREATE INDEX ix_honour_region_code ON honour (region_code);

CREATE TABLE experience (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    pairing_id TEXT,
    kindergarten_id TEXT,
    region_code TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    on_date TEXT NOT NULL,
    wording TEXT,
    state TEXT NOT NULL,
    decided_on TEXT,
    CONSTRAINT pk_experience PRIMARY KEY (id),
    CONSTRAINT ck_experience_kind_known CHECK (kind = 'summary' OR kind = 'experience' OR kind = 'case' OR kind = 'course' OR kind = 'material'),
    CONSTRAINT ck_experience_state_known CHECK (state = 'submitted' OR state = 'accepted' OR state = 'spread'),
    CONSTRAINT ck_experience_of_one CHECK ((CASE WHEN pairing_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN kindergarten_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN region_code IS NULL THEN 0 ELSE 1 END) = 1),
    CONSTRAINT ck_experience_decided_has_day CHECK ((state = 'submitted') = (decided_on IS NULL)),
    CONSTRAINT ck_experience_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_experience_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_experience_decided_on_real CHECK (decided_on IS date(decided_on, '+0 days')),
    CONSTRAINT ck_experience_decided_on_in_order CHECK (on_date <= decided_on),
    CONSTRAINT ck_experience_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_experience_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_experience_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_experience_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id),
    CONSTRAINT fk_experience_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE INDEX ix_experience_cycle_id ON experience (cycle_id);

CREATE INDEX ix_experience_pairing_id ON experience (pairing_id);

CREATE INDEX ix_experience_ref ON experience (substr(id, 25));

CREATE TABLE showcase_entry (
    id TEXT NOT NULL,
    showcase_id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    form TEXT NOT NULL,
    title TEXT,
    presenter TEXT,
    recorded_on TEXT,
    CONSTRAINT pk_showcase_entry PRIMARY KEY (id),
    CONSTRAINT uq_showcase_entry_showcase_id_pairing_id_form UNIQUE (showcase_id, pairing_id, form),
    CONSTRAINT ck_showcase_entry_form_known CHECK (form = 'lesson' OR form = 'talk' OR form = 'board' OR form = 'video'),
    CONSTRAINT ck_showcase_entry_recorded_on_real CHECK (recorded_on IS date(recorded_on, '+0 days')),
    CONSTRAINT fk_showcase_entry_showcase_id FOREIGN KEY(showcase_id) REFERENCES showcase (id),
    CONSTRAINT fk_showcase_entry_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_showcase_entry_pairing_id ON showcase_entry (pairing_id);

CREATE TABLE inspector (
    id TEXT NOT NULL,
    inspection_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    office TEXT,
    is_lead INTEGER NOT NULL,
    CONSTRAINT pk_inspector PRIMARY KEY (id),
    CONSTRAINT ck_inspector_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_inspector_is_lead_flag CHECK (is_lead IN (0, 1)),
    CONSTRAINT uq_inspector_inspection_id_name UNIQUE (inspection_id, name),
    CONSTRAINT fk_inspector_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id)
) STRICT;

CREATE UNIQUE INDEX uq_inspector_lead ON inspector (inspection_id) WHERE is_lead = 1;

CREATE TABLE inspection_target (
    id TEXT NOT NULL,
    inspection_id TEXT NOT NULL,
    pairing_id TEXT,
    region_code TEXT,
    on_date TEXT,
    feedback TEXT,
    reply TEXT,
    answered_for TEXT,
    CONSTRAINT pk_inspection_target PRIMARY KEY (id),
    CONSTRAINT ck_inspection_target_of_one CHECK ((pairing_id IS NULL) <> (region_code IS NULL)),
    CONSTRAINT ck_inspection_target_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT uq_inspection_target_inspection_id_pairing_id UNIQUE (inspection_id, pairing_id),
    CONSTRAINT uq_inspection_target_inspection_id_region_code UNIQUE (inspection_id, region_code),
    CONSTRAINT fk_inspection_target_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id),
    CONSTRAINT fk_inspection_target_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_inspection_target_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE INDEX ix_inspection_target_pairing_id ON inspection_target (pairing_id);

CREATE TABLE bulletin_inspection (
    bulletin_id TEXT NOT NULL,
    inspection_id TEXT NOT NULL,
    CONSTRAINT pk_bulletin_inspection PRIMARY KEY (bulletin_id, inspection_id),
    CONSTRAINT fk_bulletin_inspection_bulletin_id FOREIGN KEY(bulletin_id) REFERENCES bulletin (id),
    CONSTRAINT fk_bulletin_inspection_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id)
) STRICT;

CREATE INDEX ix_bulletin_inspection_inspection_id ON bulletin_inspection (inspection_id);

CREATE TABLE baseline_figure (
    id TEXT NOT NULL,
    baseline_id TEXT NOT NULL,
    dimension TEXT NOT NULL,
    item TEXT NOT NULL,
    amount INTEGER NOT NULL,
    CONSTRAINT pk_baseline_figure PRIMARY KEY (id),
    CONSTRAINT uq_baseline_figure_baseline_id_dimension_item UNIQUE (baseline_id, dimension, item),
    CONSTRAINT ck_baseline_figure_dimension_known CHECK (dimension = 'grade' OR dimension = 'post' OR dimension = 'qualification' OR dimension = 'age' OR dimension = 'major' OR dimension = 'contract' OR dimension = 'tenure' OR dimension = 'facility' OR dimension = 'method'),
    CONSTRAINT ck_baseline_figure_item_not_blank CHECK (trim(item) <> ''),
    CONSTRAINT ck_baseline_figure_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT fk_baseline_figure_baseline_id FOREIGN KEY(baseline_id) REFERENCES baseline (id)
) STRICT;

CREATE TABLE rule_form (
    rule_id TEXT NOT NULL,
    form_code TEXT NOT NULL,
    CONSTRAINT pk_rule_form PRIMARY KEY (rule_id, form_code),
    CONSTRAINT fk_rule_form_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id),
    CONSTRAINT fk_rule_form_form_code FOREIGN KEY(form_code) REFERENCES form (code)
) STRICT;

CREATE TABLE rule_layer (
    rule_id TEXT NOT NULL,
    layer TEXT NOT NULL,
    CONSTRAINT pk_rule_layer PRIMARY KEY (rule_id, layer),
    CONSTRAINT ck_rule_layer_layer_known CHECK (layer = 'city-county' OR layer = 'city-private' OR layer = 'county-township' OR layer = 'township-village'),
    CONSTRAINT fk_rule_layer_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id)
) STRICT;

CREATE TABLE rule_role (
    rule_id TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT pk_rule_role PRIMARY KEY (rule_id, role),
    CONSTRAINT ck_rule_role_role_known CHECK (role = 'head' OR role = 'deputy' OR role = 'director' OR role = 'teaching_director' OR role = 'safety_director' OR role = 'moral_director' OR role = 'league_cadre' OR role = 'backbone' OR role = 'teacher' OR role = 'health_worker' OR role = 'nursery_teacher' OR role = 'researcher' OR role = 'expert' OR role = 'contact_person'),
    CONSTRAINT fk_rule_role_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id)
) STRICT;

CREATE TABLE rule_part (
    rule_id TEXT NOT NULL,
    fact TEXT NOT NULL,
    position INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    CONSTRAINT pk_rule_part PRIMARY KEY (rule_id, fact),
    CONSTRAINT ck_rule_part_fact_not_blank CHECK (trim(fact) <> ''),
    CONSTRAINT fk_rule_part_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id)
) STRICT;

CREATE TABLE rule_override (
    id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    layer TEXT,
    county_code TEXT,
    pairing_id TEXT,
    need REAL NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT,
    reason TEXT NOT NULL,
    decided_on TEXT,
    end_decided_on TEXT,
    CONSTRAINT pk_rule_override PRIMARY KEY (id),
    CONSTRAINT ck_rule_override_layer_known CHECK (layer = 'city-county' OR layer = 'city-private' OR layer = 'county-township' OR layer = 'township-village'),
    CONSTRAINT ck_rule_override_need_not_negative CHECK (need >= 0),
    CONSTRAINT ck_rule_override_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_rule_override_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_rule_override_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_rule_override_decided_on_real CHECK (decided_on IS date(decided_on, '+0 days')),
    CONSTRAINT ck_rule_override_end_decided_on_real CHECK (end_decided_on IS date(end_decided_on, '+0 days')),
    CONSTRAINT ck_rule_override_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT fk_rule_override_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id),
    CONSTRAINT fk_rule_override_county_code FOREIGN KEY(county_code) REFERENCES region (code),
    CONSTRAINT fk_rule_override_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_rule_override_ref ON rule_override (substr(id, 25));

CREATE TABLE waiver (
    id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    approver TEXT,
    until TEXT,
    granted_on TEXT,
    removed_reason TEXT,
    CONSTRAINT pk_waiver PRIMARY KEY (id),
    CONSTRAINT ck_waiver_kind_known CHECK (kind = 'excused' OR kind = 'postponed' OR kind = 'make_up'),
    CONSTRAINT ck_waiver_reason_not_blank CHECK (trim(reason) <> ''),
    CONSTRAINT ck_waiver_until_real CHECK (until IS date(until, '+0 days')),
    CONSTRAINT ck_waiver_granted_on_real CHECK (granted_on IS date(granted_on, '+0 days')),
    CONSTRAINT fk_waiver_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_waiver_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id)
) STRICT;

CREATE INDEX ix_waiver_ref ON waiver (substr(id, 25));

CREATE UNIQUE INDEX uq_waiver_in_force ON waiver (pairing_id, rule_id, period) WHERE removed_reason IS NULL;

CREATE TABLE indicator (
    id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    code TEXT NOT NULL,
    on_date TEXT NOT NULL,
    numerator REAL NOT NULL,
    denominator REAL,
    note TEXT,
    CONSTRAINT pk_indicator PRIMARY KEY (id),
    CONSTRAINT ck_indicator_code_not_blank CHECK (trim(code) <> ''),
    CONSTRAINT ck_indicator_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_indicator_numerator_not_negative CHECK (numerator >= 0),
    CONSTRAINT ck_indicator_part_of_the_whole CHECK (denominator > 0 AND numerator <= denominator),
    CONSTRAINT fk_indicator_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_indicator_pairing_id_code_on_date ON indicator (pairing_id, code, on_date);

CREATE INDEX ix_indicator_ref ON indicator (substr(id, 25));

CREATE TABLE circle_member (
    circle_id TEXT NOT NULL,
    kindergarten_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    CONSTRAINT pk_circle_member PRIMARY KEY (circle_id, kindergarten_id, from_date),
    CONSTRAINT ck_circle_member_from_date_real CHECK (from_date IS date(from_date, '+0 days')),
    CONSTRAINT ck_circle_member_to_date_real CHECK (to_date IS date(to_date, '+0 days')),
    CONSTRAINT ck_circle_member_to_date_in_order CHECK (from_date <= to_date),
    CONSTRAINT fk_circle_member_circle_id FOREIGN KEY(circle_id) REFERENCES circle (id),
    CONSTRAINT fk_circle_member_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE INDEX ix_circle_member_kindergarten_id ON circle_member (kindergarten_id);

CREATE TABLE agreement (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT,
    due_on TEXT,
    signed_on TEXT,
    until TEXT,
    note TEXT,
    CONSTRAINT pk_agreement PRIMARY KEY (id),
    CONSTRAINT ck_agreement_kind_known CHECK (kind = 'responsibility_letter' OR kind = 'agreement'),
    CONSTRAINT ck_agreement_due_on_real CHECK (due_on IS date(due_on, '+0 days')),
    CONSTRAINT ck_agreement_signed_on_real CHECK (signed_on IS date(signed_on, '+0 days')),
    CONSTRAINT ck_agreement_until_real CHECK (until IS date(until, '+0 days')),
    CONSTRAINT ck_agreement_until_in_order CHECK (signed_on <= until),
    CONSTRAINT ck_agreement_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_agreement_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_agreement_pairing_id ON agreement (pairing_id);

CREATE INDEX ix_agreement_ref ON agreement (substr(id, 25));

CREATE TABLE leading_group (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    cycle_id TEXT NOT NULL,
    side TEXT NOT NULL,
    pairing_id TEXT,
    region_code TEXT,
    note TEXT,
    CONSTRAINT pk_leading_group PRIMARY KEY (id),
    CONSTRAINT ck_leading_group_side_known CHECK (side = 'mentor' OR side = 'mentee' OR side = 'bureau'),
    CONSTRAINT ck_leading_group_of_one CHECK ((side = 'bureau' AND pairing_id IS NULL AND region_code IS NOT NULL) OR (side <> 'bureau' AND pairing_id IS NOT NULL AND region_code IS NULL)),
    CONSTRAINT ck_leading_group_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_leading_group_cycle_id FOREIGN KEY(cycle_id) REFERENCES cycle (id),
    CONSTRAINT fk_leading_group_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_leading_group_region_code FOREIGN KEY(region_code) REFERENCES region (code)
) STRICT;

CREATE INDEX ix_leading_group_ref ON leading_group (substr(id, 25));

CREATE UNIQUE INDEX uq_leading_group_bureau ON leading_group (cycle_id, region_code) WHERE removed_on IS NULL AND region_code IS NOT NULL;

CREATE UNIQUE INDEX uq_leading_group_side ON leading_group (pairing_id, side) WHERE removed_on IS NULL;

CREATE TABLE apprenticeship (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    master TEXT NOT NULL,
    apprentice TEXT NOT NULL,
    topic TEXT,
    start_date TEXT NOT NULL,
    end_date TEXT,
    end_reason TEXT,
    end_decided_on TEXT,
    recorded_on TEXT,
    successor_id TEXT,
    CONSTRAINT pk_apprenticeship PRIMARY KEY (id),
    CONSTRAINT ck_apprenticeship_master_not_blank CHECK (trim(master) <> ''),
    CONSTRAINT ck_apprenticeship_apprentice_not_blank CHECK (trim(apprentice) <> ''),
    CONSTRAINT ck_apprenticeship_two_people CHECK (master <> apprentice),
    CONSTRAINT ck_apprenticeship_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_apprenticeship_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_apprenticeship_end_decided_on_real CHECK (end_decided_on IS date(end_decided_on, '+0 days')),
    CONSTRAINT ck_apprenticeship_recorded_on_real CHECK (recorded_on IS date(recorded_on, '+0 days')),
    CONSTRAINT ck_apprenticeship_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_apprenticeship_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_apprenticeship_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_apprenticeship_successor_id FOREIGN KEY(successor_id) REFERENCES apprenticeship (id)
) STRICT;

CREATE INDEX ix_apprenticeship_pairing_id ON apprenticeship (pairing_id);

CREATE INDEX ix_apprenticeship_ref ON apprenticeship (substr(id, 25));

CREATE UNIQUE INDEX uq_apprenticeship_running ON apprenticeship (pairing_id, master, apprentice) WHERE end_date IS NULL AND removed_on IS NULL;

CREATE TABLE problem (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    raised_by TEXT,
    wording TEXT NOT NULL,
    assigned_to TEXT,
    due_on TEXT,
    resolved_on TEXT,
    resolution TEXT,
    carried_from TEXT,
    CONSTRAINT pk_problem PRIMARY KEY (id),
    CONSTRAINT ck_problem_wording_not_blank CHECK (trim(wording) <> ''),
    CONSTRAINT ck_problem_raised_on_real CHECK (raised_on IS date(raised_on, '+0 days')),
    CONSTRAINT ck_problem_due_on_real CHECK (due_on IS date(due_on, '+0 days')),
    CONSTRAINT ck_problem_due_on_in_order CHECK (raised_on <= due_on),
    CONSTRAINT ck_problem_resolved_on_real CHECK (resolved_on IS date(resolved_on, '+0 days')),
    CONSTRAINT ck_problem_resolved_on_in_order CHECK (raised_on <= resolved_on),
    CONSTRAINT ck_problem_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_problem_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_problem_carried_from FOREIGN KEY(carried_from) REFERENCES problem (id)
) STRICT;

CREATE INDEX ix_problem_carried_from ON problem (carried_from);

CREATE INDEX ix_problem_pairing_id ON problem (pairing_id);

CREATE INDEX ix_problem_ref ON problem (substr(id, 25));

CREATE TABLE donation (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    item TEXT NOT NULL,
    quantity REAL NOT NULL,
    unit TEXT,
    value REAL,
    visit_id TEXT,
    note TEXT,
    CONSTRAINT pk_donation PRIMARY KEY (id),
    CONSTRAINT ck_donation_item_not_blank CHECK (trim(item) <> ''),
    CONSTRAINT ck_donation_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_donation_quantity_positive CHECK (quantity > 0),
    CONSTRAINT ck_donation_value_not_negative CHECK (value >= 0),
    CONSTRAINT ck_donation_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_donation_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_donation_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
) STRICT;

CREATE INDEX ix_donation_pairing_id ON donation (pairing_id);

CREATE INDEX ix_donation_ref ON donation (substr(id, 25));

CREATE TABLE pairing_document (
    pairing_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_pairing_document PRIMARY KEY (pairing_id, document_id),
    CONSTRAINT fk_pairing_document_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_pairing_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_pairing_document_document_id ON pairing_document (document_id);

CREATE TABLE secondment (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT,
    direction TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT,
    appraised_on TEXT,
    appraisal TEXT,
    note TEXT,
    CONSTRAINT pk_secondment PRIMARY KEY (id),
    CONSTRAINT ck_secondment_person_not_blank CHECK (trim(person) <> ''),
    CONSTRAINT ck_secondment_role_known CHECK (role = 'head' OR role = 'deputy' OR role = 'director' OR role = 'teaching_director' OR role = 'safety_director' OR role = 'moral_director' OR role = 'league_cadre' OR role = 'backbone' OR role = 'teacher' OR role = 'health_worker' OR role = 'nursery_teacher' OR role = 'researcher' OR role = 'expert' OR role = 'contact_person'),
    CONSTRAINT ck_secondment_direction_known CHECK (direction = 'to_mentee' OR direction = 'to_mentor'),
    CONSTRAINT ck_secondment_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_secondment_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_secondment_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_secondment_appraised_on_real CHECK (appraised_on IS date(appraised_on, '+0 days')),
    CONSTRAINT ck_secondment_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_secondment_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_secondment_pairing_id ON secondment (pairing_id);

CREATE INDEX ix_secondment_ref ON secondment (substr(id, 25));

CREATE TABLE "plan" (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    title TEXT NOT NULL,
    pack TEXT,
    pack_year INTEGER,
    on_date TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    note TEXT,
    CONSTRAINT pk_plan PRIMARY KEY (id),
    CONSTRAINT ck_plan_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_plan_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_plan_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_plan_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_plan_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_plan_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_plan_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_plan_pairing_id ON "plan" (pairing_id);

CREATE INDEX ix_plan_ref ON "plan" (substr(id, 25));

CREATE TABLE visit_pairing (
    visit_id TEXT NOT NULL,
    pairing_id TEXT NOT NULL,
    CONSTRAINT pk_visit_pairing PRIMARY KEY (visit_id, pairing_id),
    CONSTRAINT fk_visit_pairing_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_pairing_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id)
) STRICT;

CREATE INDEX ix_visit_pairing_pairing_id ON visit_pairing (pairing_id);

CREATE TABLE visit_person (
    visit_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    kindergarten_id TEXT,
    CONSTRAINT pk_visit_person PRIMARY KEY (visit_id, position),
    CONSTRAINT ck_visit_person_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_visit_person_role_known CHECK (role = 'head' OR role = 'deputy' OR role = 'director' OR role = 'teaching_director' OR role = 'safety_director' OR role = 'moral_director' OR role = 'league_cadre' OR role = 'backbone' OR role = 'teacher' OR role = 'health_worker' OR role = 'nursery_teacher' OR role = 'researcher' OR role = 'expert' OR role = 'contact_person'),
    CONSTRAINT fk_visit_person_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_person_kindergarten_id FOREIGN KEY(kindergarten_id) REFERENCES kindergarten (id)
) STRICT;

CREATE TABLE visit_goal (
    visit_id TEXT NOT NULL,
    goal TEXT NOT NULL,
    CONSTRAINT pk_visit_goal PRIMARY KEY (visit_id, goal),
    CONSTRAINT ck_visit_goal_goal_known CHECK (goal = 'ideas' OR goal = 'health' OR goal = 'language' OR goal = 'society' OR goal = 'science' OR goal = 'arts' OR goal = 'teachers' OR goal = 'backbone' OR goal = 'mechanism' OR goal = 'brand'),
    CONSTRAINT fk_visit_goal_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
) STRICT;

CREATE TABLE need (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    pairing_id TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    wording TEXT NOT NULL,
    raised_by TEXT,
    state TEXT NOT NULL,
    partly_on TEXT,
    settled_on TEXT,
    outcome TEXT,
    carried_from TEXT,
    CONSTRAINT pk_need PRIMARY KEY (id),
    CONSTRAINT ck_need_raised_on_real CHECK (raised_on IS date(raised_on, '+0 days')),
    CONSTRAINT ck_need_wording_not_blank CHECK (trim(wording) <> ''),
    CONSTRAINT ck_need_state_known CHECK (state = 'open' OR state = 'partly' OR state = 'solved'),
    CONSTRAINT ck_need_partly_on_real CHECK (partly_on IS date(partly_on, '+0 days')),
    CONSTRAINT ck_need_partly_on_in_order CHECK (raised_on <= partly_on),
    CONSTRAINT ck_need_settled_on_real CHECK (settled_on IS date(settled_on, '+0 days')),
    CONSTRAINT ck_need_settled_on_in_order CHECK (raised_on <= settled_on),
    CONSTRAINT ck_need_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_need_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_need_carried_from FOREIGN KEY(carried_from) REFERENCES need (id)
) STRICT;

CREATE INDEX ix_need_carried_from ON need (carried_from);

CREATE INDEX ix_need_pairing_id ON need (pairing_id);

CREATE INDEX ix_need_ref ON need (substr(id, 25));

CREATE TABLE visit_settles (
    visit_id TEXT NOT NULL,
    settled_id TEXT NOT NULL,
    CONSTRAINT pk_visit_settles PRIMARY KEY (visit_id, settled_id),
    CONSTRAINT fk_visit_settles_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_settles_settled_id FOREIGN KEY(settled_id) REFERENCES visit (id)
) STRICT;

CREATE INDEX ix_visit_settles_settled_id ON visit_settles (settled_id);

CREATE TABLE visit_document (
    visit_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_visit_document PRIMARY KEY (visit_id, document_id),
    CONSTRAINT fk_visit_document_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE TABLE experience_document (
    experience_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_experience_document PRIMARY KEY (experience_id, document_id),
    CONSTRAINT fk_experience_document_experience_id FOREIGN KEY(experience_id) REFERENCES experience (id),
    CONSTRAINT fk_experience_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_experience_document_document_id ON experience_document (document_id);

CREATE TABLE inspection_answer (
    target_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    value TEXT NOT NULL,
    note TEXT,
    CONSTRAINT pk_inspection_answer PRIMARY KEY (target_id, item_id),
    CONSTRAINT ck_inspection_answer_value_known CHECK (value = 'yes' OR value = 'partly' OR value = 'no' OR value = 'na'),
    CONSTRAINT fk_inspection_answer_target_id FOREIGN KEY(target_id) REFERENCES inspection_target (id),
    CONSTRAINT fk_inspection_answer_item_id FOREIGN KEY(item_id) REFERENCES checklist_item (id)
) STRICT;

CREATE TABLE finding (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    target_id TEXT,
    pairing_id TEXT,
    region_code TEXT,
    item_id TEXT,
    wording TEXT NOT NULL,
    critical INTEGER NOT NULL,
    owner TEXT NOT NULL,
    found_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    carried_from TEXT,
    CONSTRAINT pk_finding PRIMARY KEY (id),
    CONSTRAINT ck_finding_of_one CHECK ((pairing_id IS NULL) <> (region_code IS NULL)),
    CONSTRAINT ck_finding_wording_not_blank CHECK (trim(wording) <> ''),
    CONSTRAINT ck_finding_critical_flag CHECK (critical IN (0, 1)),
    CONSTRAINT ck_finding_owner_known CHECK (owner = 'mentor' OR owner = 'mentee' OR owner = 'both' OR owner = 'county'),
    CONSTRAINT ck_finding_found_on_real CHECK (found_on IS date(found_on, '+0 days')),
    CONSTRAINT ck_finding_due_on_real CHECK (due_on IS date(due_on, '+0 days')),
    CONSTRAINT ck_finding_due_on_in_order CHECK (found_on <= due_on),
    CONSTRAINT ck_finding_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_finding_target_id FOREIGN KEY(target_id) REFERENCES inspection_target (id),
    CONSTRAINT fk_finding_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairing (id),
    CONSTRAINT fk_finding_region_code FOREIGN KEY(region_code) REFERENCES region (code),
    CONSTRAINT fk_finding_item_id FOREIGN KEY(item_id) REFERENCES checklist_item (id),
    CONSTRAINT fk_finding_carried_from FOREIGN KEY(carried_from) REFERENCES finding (id)
) STRICT;

CREATE INDEX ix_finding_pairing_id ON finding (pairing_id);

CREATE INDEX ix_finding_ref ON finding (substr(id, 25));

CREATE INDEX ix_finding_target_id ON finding (target_id);

CREATE TABLE target_document (
    target_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_target_document PRIMARY KEY (target_id, document_id),
    CONSTRAINT fk_target_document_target_id FOREIGN KEY(target_id) REFERENCES inspection_target (id),
    CONSTRAINT fk_target_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_target_document_document_id ON target_document (document_id);

CREATE TABLE agreement_party (
    id TEXT NOT NULL,
    agreement_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    party TEXT NOT NULL,
    signatory TEXT,
    CONSTRAINT pk_agreement_party PRIMARY KEY (id),
    CONSTRAINT uq_agreement_party_agreement_id_position UNIQUE (agreement_id, position),
    CONSTRAINT ck_agreement_party_party_not_blank CHECK (trim(party) <> ''),
    CONSTRAINT fk_agreement_party_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreement (id)
) STRICT;

CREATE TABLE group_member (
    id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT,
    duty TEXT,
    start_date TEXT NOT NULL,
    end_date TEXT,
    end_reason TEXT,
    end_decided_on TEXT,
    recorded_on TEXT,
    CONSTRAINT pk_group_member PRIMARY KEY (id),
    CONSTRAINT ck_group_member_role_known CHECK (role = 'head' OR role = 'deputy' OR role = 'member' OR role = 'contact'),
    CONSTRAINT ck_group_member_name_not_blank CHECK (trim(name) <> ''),
    CONSTRAINT ck_group_member_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_group_member_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_group_member_end_decided_on_real CHECK (end_decided_on IS date(end_decided_on, '+0 days')),
    CONSTRAINT ck_group_member_recorded_on_real CHECK (recorded_on IS date(recorded_on, '+0 days')),
    CONSTRAINT ck_group_member_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT fk_group_member_group_id FOREIGN KEY(group_id) REFERENCES leading_group (id)
) STRICT;

CREATE INDEX ix_group_member_group_id ON group_member (group_id);

CREATE UNIQUE INDEX uq_group_member_head ON group_member (group_id) WHERE role = 'head' AND end_date IS NULL;

CREATE TABLE agreement_document (
    agreement_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_agreement_document PRIMARY KEY (agreement_id, document_id),
    CONSTRAINT fk_agreement_document_agreement_id FOREIGN KEY(agreement_id) REFERENCES agreement (id),
    CONSTRAINT fk_agreement_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_agreement_document_document_id ON agreement_document (document_id);

CREATE TABLE plan_stage (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    plan_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    goal TEXT,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    CONSTRAINT pk_plan_stage PRIMARY KEY (id),
    CONSTRAINT ck_plan_stage_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_plan_stage_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_plan_stage_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_plan_stage_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_plan_stage_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT fk_plan_stage_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
) STRICT;

CREATE INDEX ix_plan_stage_plan_id ON plan_stage (plan_id);

CREATE INDEX ix_plan_stage_ref ON plan_stage (substr(id, 25));

CREATE TABLE visit_need (
    visit_id TEXT NOT NULL,
    need_id TEXT NOT NULL,
    CONSTRAINT pk_visit_need PRIMARY KEY (visit_id, need_id),
    CONSTRAINT fk_visit_need_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_need_need_id FOREIGN KEY(need_id) REFERENCES need (id)
) STRICT;

CREATE TABLE rectification (
    id TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    by_name TEXT,
    measures TEXT NOT NULL,
    CONSTRAINT pk_rectification PRIMARY KEY (id),
    CONSTRAINT ck_rectification_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_rectification_measures_not_blank CHECK (trim(measures) <> ''),
    CONSTRAINT fk_rectification_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id)
) STRICT;

CREATE INDEX ix_rectification_finding_id ON rectification (finding_id);

CREATE TABLE recheck (
    id TEXT NOT NULL,
    finding_id TEXT NOT NULL,
    on_date TEXT NOT NULL,
    by_name TEXT NOT NULL,
    how TEXT NOT NULL,
    result TEXT NOT NULL,
    new_due TEXT,
    note TEXT,
    CONSTRAINT pk_recheck PRIMARY KEY (id),
    CONSTRAINT ck_recheck_on_date_real CHECK (on_date IS date(on_date, '+0 days')),
    CONSTRAINT ck_recheck_by_name_not_blank CHECK (trim(by_name) <> ''),
    CONSTRAINT ck_recheck_how_known CHECK (how = 'on_site' OR how = 'papers'),
    CONSTRAINT ck_recheck_result_known CHECK (result = 'passed' OR result = 'failed'),
    CONSTRAINT ck_recheck_new_due_real CHECK (new_due IS date(new_due, '+0 days')),
    CONSTRAINT ck_recheck_failed_has_new_due CHECK ((result = 'failed') = (new_due IS NOT NULL)),
    CONSTRAINT ck_recheck_new_due_in_order CHECK (on_date <= new_due),
    CONSTRAINT fk_recheck_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id)
) STRICT;

CREATE INDEX ix_recheck_finding_id ON recheck (finding_id);

CREATE TABLE finding_document (
    finding_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_finding_document PRIMARY KEY (finding_id, document_id),
    CONSTRAINT fk_finding_document_finding_id FOREIGN KEY(finding_id) REFERENCES finding (id),
    CONSTRAINT fk_finding_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_finding_document_document_id ON finding_document (document_id);

CREATE TABLE plan_task (
    id TEXT NOT NULL,
    removed_on TEXT,
    removed_reason TEXT,
    plan_id TEXT NOT NULL,
    stage_id TEXT,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    month TEXT,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    form_code TEXT,
    direction TEXT,
    goal TEXT,
    responsible TEXT,
    expected INTEGER NOT NULL,
    people INTEGER,
    note TEXT,
    done_on TEXT,
    CONSTRAINT pk_plan_task PRIMARY KEY (id),
    CONSTRAINT ck_plan_task_title_not_blank CHECK (trim(title) <> ''),
    CONSTRAINT ck_plan_task_start_date_real CHECK (start_date IS date(start_date, '+0 days')),
    CONSTRAINT ck_plan_task_end_date_real CHECK (end_date IS date(end_date, '+0 days')),
    CONSTRAINT ck_plan_task_end_date_in_order CHECK (start_date <= end_date),
    CONSTRAINT ck_plan_task_done_on_real CHECK (done_on IS date(done_on, '+0 days')),
    CONSTRAINT ck_plan_task_removed_on_real CHECK (removed_on IS date(removed_on, '+0 days')),
    CONSTRAINT ck_plan_task_direction_known CHECK (direction = 'to_mentee' OR direction = 'to_mentor' OR direction = 'joint' OR direction = 'online' OR direction = 'visitor'),
    CONSTRAINT ck_plan_task_goal_known CHECK (goal = 'ideas' OR goal = 'health' OR goal = 'language' OR goal = 'society' OR goal = 'science' OR goal = 'arts' OR goal = 'teachers' OR goal = 'backbone' OR goal = 'mechanism' OR goal = 'brand'),
    CONSTRAINT ck_plan_task_expected_positive CHECK (expected >= 1),
    CONSTRAINT ck_plan_task_people_positive CHECK (people >= 1),
    CONSTRAINT ck_plan_task_month_of_start CHECK (month = substr(start_date, 1, 7)),
    CONSTRAINT fk_plan_task_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id),
    CONSTRAINT fk_plan_task_stage_id FOREIGN KEY(stage_id) REFERENCES plan_stage (id),
    CONSTRAINT fk_plan_task_form_code FOREIGN KEY(form_code) REFERENCES form (code)
) STRICT;

CREATE INDEX ix_plan_task_plan_id ON plan_task (plan_id);

CREATE INDEX ix_plan_task_ref ON plan_task (substr(id, 25));

CREATE TABLE task_visit (
    task_id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    CONSTRAINT pk_task_visit PRIMARY KEY (task_id, visit_id),
    CONSTRAINT fk_task_visit_task_id FOREIGN KEY(task_id) REFERENCES plan_task (id),
    CONSTRAINT fk_task_visit_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
) STRICT;

CREATE INDEX ix_task_visit_visit_id ON task_visit (visit_id);

CREATE TABLE task_need (
    task_id TEXT NOT NULL,
    need_id TEXT NOT NULL,
    CONSTRAINT pk_task_need PRIMARY KEY (task_id, need_id),
    CONSTRAINT fk_task_need_task_id FOREIGN KEY(task_id) REFERENCES plan_task (id),
    CONSTRAINT fk_task_need_need_id FOREIGN KEY(need_id) REFERENCES need (id)
) STRICT;

CREATE TABLE task_document (
    task_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    CONSTRAINT pk_task_document PRIMARY KEY (task_id, document_id),
    CONSTRAINT fk_task_document_task_id FOREIGN KEY(task_id) REFERENCES plan_task (id),
    CONSTRAINT fk_task_document_document_id FOREIGN KEY(document_id) REFERENCES document (id)
) STRICT;

CREATE INDEX ix_task_document_document_id ON task_document (document_id);
