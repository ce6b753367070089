-- The order of those that wait, and which of them the user keeps back.
ALTER TABLE jobs ADD COLUMN position REAL NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET position = created_at;

-- The base URL of the service that a job was submitted to; '' while it never was.
ALTER TABLE jobs ADD COLUMN service TEXT NOT NULL DEFAULT '';

-- A file's digest when it was chosen.
ALTER TABLE jobs ADD COLUMN source_digest TEXT;

-- One id for a job's whole life: what was never submitted had none.
UPDATE jobs SET client_request_id = 'aleph-' || id WHERE client_request_id = '';

-- What is to be known of the list as a whole, such as that the queue is paused.
CREATE TABLE notes (
    name TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL
);
