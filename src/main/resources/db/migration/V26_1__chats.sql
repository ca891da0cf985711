-- Chats of the tool ask: what was asked and answered, not what was looked at for it.

CREATE TABLE chat (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  id uuid NOT NULL,
  subject text NOT NULL,                                -- whose it is; nobody else goes on with it
  grant_id uuid NOT NULL,                               -- nor does another connection of the same user
  turns jsonb NOT NULL,                                 -- [{question, answer}], the oldest first
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, id)
);
CREATE INDEX ON chat (environment_id, subject, expires_at DESC);
CREATE INDEX ON chat (environment_id, expires_at);

ALTER TABLE chat ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat FORCE ROW LEVEL SECURITY;
CREATE POLICY one_environment ON chat USING (environment_id = current_environment())
  WITH CHECK (environment_id = current_environment());
