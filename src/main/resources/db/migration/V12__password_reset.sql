-- Ways back for people who forgot their password, made by an administrator of the only organization that they belong
-- to. One for each user, good once; the link is told once, and only a hash of its token is kept.
CREATE TABLE password_reset (
  user_id uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON password_reset (organization_id);
CREATE INDEX ON password_reset (expires_at);
