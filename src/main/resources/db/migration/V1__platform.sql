-- The platform database. Row keys are UUIDs; slugs are what people type.
-- Tables that belong to one environment carry environment_id and are bound by row-level security at the end of this file.

-- Identity -----------------------------------------------------------------------------------------------------------

CREATE TABLE organization (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE environment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, slug)
);

CREATE TABLE app_user (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 320),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  password_hash text,                                   -- Argon2id PHC string; NULL = no password sign-in
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);

-- What a user may do in a whole organization ('member': only what environment_role adds).
CREATE TABLE organization_role (
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('admin', 'writer', 'reader', 'member')),
  PRIMARY KEY (user_id, organization_id)
);

CREATE TABLE environment_role (
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('writer', 'reader')),
  PRIMARY KEY (user_id, environment_id)
);

-- Browser sessions of the app. Only a hash of the cookie is kept.
CREATE TABLE browser_session (
  id_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON browser_session (user_id);

-- Non-human principals, bound to one environment; their OAuth client carries the secret's hash.
CREATE TABLE service_account (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  scope text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);

-- Authorization server -----------------------------------------------------------------------------------------------

CREATE TABLE oauth_client (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('registered', 'service_account')),
  name text NOT NULL,
  redirect_uris text[] NOT NULL DEFAULT '{}',
  grant_types text[] NOT NULL,
  auth_method text NOT NULL CHECK (auth_method IN ('none', 'client_secret_basic', 'client_secret_post')),
  secret_hash bytea,                                    -- SHA-256 of a 256-bit random secret
  metadata jsonb NOT NULL DEFAULT '{}',                 -- the rest of RFC 7591, echoed
  metadata_hash bytea UNIQUE,                           -- makes registration of public clients idempotent
  service_account_id uuid REFERENCES service_account ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now()
);

-- An authorization request waiting for sign-in and consent, bound to one browser.
CREATE TABLE authorization_request (
  id_hash bytea PRIMARY KEY,
  parameters jsonb NOT NULL,                            -- the validated request
  expires_at timestamptz NOT NULL
);

-- What a user (or service account) allowed a client to do in one environment. Tokens hang on it.
CREATE TABLE oauth_grant (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  client_id text NOT NULL REFERENCES oauth_client ON DELETE CASCADE,
  user_id uuid REFERENCES app_user ON DELETE CASCADE,
  service_account_id uuid REFERENCES service_account ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  scope text[] NOT NULL,
  resource text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_because text,
  CHECK (num_nonnulls(user_id, service_account_id) = 1)
);
CREATE INDEX ON oauth_grant (user_id);
CREATE INDEX ON oauth_grant (environment_id);
CREATE INDEX ON oauth_grant (client_id);
CREATE UNIQUE INDEX ON oauth_grant (service_account_id, client_id) WHERE revoked_at IS NULL;

CREATE TABLE authorization_code (
  code_hash bytea PRIMARY KEY,
  grant_id uuid NOT NULL REFERENCES oauth_grant ON DELETE CASCADE,
  redirect_uri text NOT NULL,
  code_challenge text NOT NULL,
  expires_at timestamptz NOT NULL,
  redeemed_at timestamptz
);
CREATE INDEX ON authorization_code (grant_id);

CREATE TABLE refresh_token (
  token_hash bytea PRIMARY KEY,
  grant_id uuid NOT NULL REFERENCES oauth_grant ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  successor_sealed bytea                                -- next token, sealed under a key derived from this one
);
CREATE INDEX ON refresh_token (grant_id);

CREATE TABLE signing_key (
  kid text PRIMARY KEY,
  public_jwk jsonb NOT NULL,
  private_sealed bytea NOT NULL,                        -- PKCS#8, sealed under secrets.key
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz,                               -- signs no more, still published
  removed_after timestamptz
);

-- Any node that ends a grant tells all others, clustered or not.
CREATE FUNCTION notify_grant_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('grant_revoked', OLD.id::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER grant_revoked AFTER UPDATE OF revoked_at ON oauth_grant
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION notify_grant_revoked();
CREATE TRIGGER grant_deleted AFTER DELETE ON oauth_grant
  FOR EACH ROW EXECUTE FUNCTION notify_grant_revoked();

-- Lakehouse ----------------------------------------------------------------------------------------------------------

-- Where an environment's own database lives. Names are random: they tell a neighbour nothing.
CREATE TABLE lakehouse_database (
  environment_id uuid PRIMARY KEY REFERENCES environment ON DELETE CASCADE,
  host text,                                            -- NULL: the server that lakehouse.admin_url names now
  port integer,
  database text NOT NULL UNIQUE,
  reader_role text NOT NULL,
  reader_secret bytea NOT NULL,                         -- sealed
  owner_role text NOT NULL,
  owner_secret bytea NOT NULL,                          -- sealed
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz,                                 -- NULL: being created; a creator that died is taken over
  seeded_at timestamptz
);

-- External catalogs of an environment.
CREATE TABLE connection (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  catalog text NOT NULL CHECK (catalog ~ '^[a-z_][a-z0-9_]{0,62}$' AND catalog <> 'lakehouse'),
  name text NOT NULL,
  engine text NOT NULL CHECK (engine IN ('postgres', 'duckdb', 'trino')),
  description text NOT NULL DEFAULT '',
  settings jsonb NOT NULL DEFAULT '{}',
  secret bytea,                                         -- sealed
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (environment_id, catalog)
);

-- Rows of a result beyond its first page, so that read_result works on any node.
CREATE TABLE query_result (
  handle_hash bytea PRIMARY KEY,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  grant_id uuid NOT NULL,
  description jsonb NOT NULL,                           -- catalog, columns, statement hash, as_of, what cut it off
  rows bytea NOT NULL,                                  -- gzip of a JSON array of arrays
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON query_result (expires_at);

-- Assets -------------------------------------------------------------------------------------------------------------

-- Slugs are numbered for each environment and kind: INS-1, INS-2, …
CREATE TABLE asset_number (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  prefix text NOT NULL CHECK (prefix IN ('INS', 'DSH', 'DSC', 'MEM', 'NTF', 'KNW', 'MDL')),
  last integer NOT NULL,
  PRIMARY KEY (environment_id, prefix)
);

CREATE TABLE semantic_model (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  catalog text NOT NULL,
  schema_name text NOT NULL,
  table_name text NOT NULL,
  description text NOT NULL DEFAULT '',
  endorsement text NOT NULL DEFAULT 'draft' CHECK (endorsement IN ('draft', 'verified', 'excluded')),
  definition jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug),
  UNIQUE (environment_id, catalog, schema_name, table_name)
);

CREATE TABLE insight (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sql', 'semantic', 'segmentation', 'funnel', 'retention')),
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  definition jsonb NOT NULL,
  visualization text NOT NULL DEFAULT 'table',
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug)
);

CREATE TABLE dashboard (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  widgets jsonb NOT NULL,
  variables jsonb NOT NULL DEFAULT '[]',
  labels text[] NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug)
);

CREATE TABLE notification (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  source_slug text,
  fan_out boolean NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug)
);

CREATE TABLE discovery (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  explanation text NOT NULL,
  content text NOT NULL,
  context_slugs text[] NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected')),
  status_reason text,
  notification_slug text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug),
  FOREIGN KEY (environment_id, notification_slug) REFERENCES notification
);

CREATE TABLE memory (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  type text NOT NULL CHECK (type IN ('episodic', 'semantic', 'procedural')),
  content text NOT NULL,
  importance integer NOT NULL CHECK (importance BETWEEN 1 AND 10),
  tags text[] NOT NULL DEFAULT '{}',
  source_slug text,
  created_by text NOT NULL,
  created_via text NOT NULL,                            -- the client that wrote it
  created_at timestamptz NOT NULL DEFAULT now(),
  accessed_at timestamptz NOT NULL DEFAULT now(),
  access_count integer NOT NULL DEFAULT 0,
  search tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED,
  PRIMARY KEY (environment_id, slug)
);
CREATE INDEX ON memory USING gin (search);

CREATE TABLE knowledge (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  content text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug)
);

-- Audit --------------------------------------------------------------------------------------------------------------

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  action text NOT NULL,                                 -- tool.call, sign_in, consent, token.issue, …
  outcome text NOT NULL,
  subject text,
  client_id text,
  organization_id uuid,
  environment_id uuid,
  grant_id uuid,
  tool text,
  row_count bigint,
  elapsed_ms integer,
  correlation_id text,
  address text
);
CREATE INDEX ON audit_event (organization_id, at DESC);
CREATE INDEX ON audit_event (grant_id, at DESC);
CREATE INDEX ON audit_event USING brin (at);

-- Isolation ----------------------------------------------------------------------------------------------------------

-- A transaction sees the rows of the environment named in altertable.environment, and none when it names none.
-- FORCE binds the owner of the tables too, which is who the server logs in as.
CREATE FUNCTION current_environment() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('altertable.environment', true), '')::uuid;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['asset_number', 'semantic_model', 'insight', 'dashboard', 'notification', 'discovery',
                           'memory', 'knowledge', 'connection', 'query_result'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_environment ON %I USING (environment_id = current_environment()) '
                   'WITH CHECK (environment_id = current_environment())', t);
  END LOOP;
END
$$;
