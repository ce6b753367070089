-- One row a job. Times are seconds since 1970, UTC; money is a decimal as text.
CREATE TABLE jobs (
    id                  TEXT PRIMARY KEY NOT NULL,
    created_at          REAL NOT NULL,
    -- what the editor asked for
    source_kind         TEXT NOT NULL,
    source_location     TEXT NOT NULL,
    prompt              TEXT NOT NULL,
    model_id            TEXT NOT NULL,
    asked_frame_size    TEXT,
    seed                INTEGER,
    image_references    TEXT NOT NULL, -- a JSON list of strings
    -- how far it came
    owner               TEXT NOT NULL, -- the lease of the program that runs it
    state               TEXT NOT NULL,
    state_since         REAL NOT NULL,
    client_request_id   TEXT NOT NULL,
    generation_id       TEXT,
    status_word         TEXT NOT NULL,
    sent_frame_size     TEXT,
    sent_path           TEXT,
    result_path         TEXT,
    submitted_at        REAL,
    finished_at         REAL,
    generation_seconds  REAL,
    cost_usd            TEXT,
    credits             INTEGER,
    request_id          TEXT,
    -- why it ended; all NULL while it has not
    failure_kind        TEXT,
    failure_title       TEXT,
    failure_message     TEXT,
    failure_remedy      TEXT,
    failure_request_id  TEXT
);

CREATE INDEX jobs_in_order ON jobs (created_at, id);
