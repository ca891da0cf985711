-- Links to whole results: made by a tool call, good once and for a short time, and only while their grant is.

CREATE TABLE export_link (
  token_hash bytea PRIMARY KEY,                         -- SHA-256 of a random token of 256 bits
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  grant_id uuid NOT NULL,
  catalog text,                                         -- null: the one that the statement names, or the lakehouse
  statement bytea NOT NULL,                             -- sealed, bound to this row
  format text NOT NULL CHECK (format IN ('csv', 'ndjson', 'parquet')),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ON export_link (environment_id, expires_at);

ALTER TABLE export_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_link FORCE ROW LEVEL SECURITY;
CREATE POLICY one_environment ON export_link USING (environment_id = current_environment())
  WITH CHECK (environment_id = current_environment());
