-- Requests of the administration API that their caller named (Idempotency-Key): done once, and answered the same when
-- they come again within a day. Answers may tell a new secret, so they are sealed under secrets.key.
CREATE TABLE api_request (
  id_hash bytea PRIMARY KEY,                            -- of who asks, and the name they gave it
  fingerprint bytea NOT NULL,                           -- SHA-256 of method, path, query and body
  status integer,                                       -- of the answer; null while it runs
  body_sealed bytea,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON api_request (expires_at);
