-- Signing in ---------------------------------------------------------------------------------------------------------

-- What a user needs to tell sessions apart.
ALTER TABLE browser_session
  ADD COLUMN id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password', 'upstream', 'invitation')),
  ADD COLUMN address text,
  ADD COLUMN user_agent text,
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now();

-- Between the first factor and the second. Only a hash of the cookie is kept.
CREATE TABLE pending_sign_in (
  id_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  method text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON pending_sign_in (user_id);
CREATE INDEX ON pending_sign_in (expires_at);

-- Time-based one-time passwords (RFC 6238). Unconfirmed: being set up, not asked for yet.
CREATE TABLE second_factor (
  user_id uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
  secret_sealed bytea NOT NULL,
  confirmed_at timestamptz,
  last_step bigint NOT NULL DEFAULT 0,                  -- a code of this time step or before is refused: it was used
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE recovery_code (
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  code_hash bytea NOT NULL,                             -- SHA-256 of 100 random bits
  PRIMARY KEY (user_id, code_hash)
);

-- Attempts to sign in, for all nodes together: token buckets. Lost in a crash of the database, which harms nobody.
CREATE UNLOGGED TABLE sign_in_bucket (
  key_hash bytea PRIMARY KEY,
  tokens double precision NOT NULL,
  burst double precision NOT NULL,
  rate double precision NOT NULL,                       -- tokens a second
  at timestamptz NOT NULL,
  taken boolean NOT NULL                                -- whether the last attempt got a token
);
CREATE INDEX ON sign_in_bucket (at);

CREATE FUNCTION refilled(bucket sign_in_bucket) RETURNS double precision LANGUAGE sql STABLE
  RETURN least(bucket.burst,
               bucket.tokens + greatest(0, extract(epoch FROM now() - bucket.at)) * bucket.rate);

-- Sign-ins that are on their way through the upstream OpenID provider, each good once.
CREATE TABLE upstream_sign_in (
  state_hash bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,                          -- whose browser must bring the answer
  nonce text NOT NULL,
  verifier_sealed bytea NOT NULL,                       -- PKCE, sealed under secrets.key
  request text,                                         -- pending authorization request to go on with
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON upstream_sign_in (expires_at);

-- Who a user is at the upstream provider. E-mail addresses are given to somebody else one day; subjects are not.
CREATE TABLE upstream_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  UNIQUE (issuer, user_id)
);

-- Organizations ------------------------------------------------------------------------------------------------------

CREATE TABLE invitation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  email text NOT NULL CHECK (email = lower(email) AND length(email) <= 320),
  role text NOT NULL CHECK (role IN ('admin', 'writer', 'reader', 'member')),
  token_hash bytea NOT NULL UNIQUE,                     -- SHA-256 of 256 random bits
  invited_by text NOT NULL,                             -- subject of a user or service account
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  UNIQUE (organization_id, email)
);
CREATE INDEX ON invitation (email);

-- No row: everything is allowed, grants live as long as the server says.
CREATE TABLE organization_policy (
  organization_id uuid PRIMARY KEY REFERENCES organization ON DELETE CASCADE,
  client_rule text NOT NULL DEFAULT 'any' CHECK (client_rule IN ('any', 'verified', 'listed')),
  clients text[] NOT NULL DEFAULT '{}',                 -- for 'listed': client ids, and hosts of verified clients
  write_allowed boolean NOT NULL DEFAULT true,
  longest_grant_days integer CHECK (longest_grant_days BETWEEN 1 AND 3650),
  require_second_factor boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Whether a policy allows people to let a client work for them. The client_id of a verified client is the https
-- address of its metadata; a pattern takes the host, so that user information in it can never be read as one.
CREATE FUNCTION client_allowed(rule text, listed text[], client_id text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE rule
    WHEN 'any' THEN true
    WHEN 'verified' THEN client_id LIKE 'https://%'
    ELSE client_id = ANY (listed)
      OR coalesce(lower(substring(client_id FROM '^https://([A-Za-z0-9.-]+)(?::[0-9]+)?/')) = ANY (listed), false)
  END;

-- What a policy forbids from now on ends now, on every node.
CREATE FUNCTION organization_policy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE oauth_grant g SET revoked_at = now(), revoked_because = 'organization policy'
  FROM environment e
  WHERE e.id = g.environment_id AND e.organization_id = NEW.organization_id
    AND g.user_id IS NOT NULL AND g.revoked_at IS NULL
    AND (NOT client_allowed(NEW.client_rule, NEW.clients, g.client_id)
         OR (NEW.require_second_factor AND NOT EXISTS (
               SELECT FROM second_factor s WHERE s.user_id = g.user_id AND s.confirmed_at IS NOT NULL)));
  PERFORM pg_notify('grant_changed', changed.id::text) FROM (
    SELECT g.id FROM oauth_grant g JOIN environment e ON e.id = g.environment_id
    WHERE e.organization_id = NEW.organization_id AND g.user_id IS NOT NULL AND g.revoked_at IS NULL
      AND ((NOT NEW.write_allowed AND 'write' = ANY (g.scope))
           OR g.expires_at > g.created_at + make_interval(days => NEW.longest_grant_days))) changed;
  UPDATE oauth_grant g
  SET scope = CASE WHEN NEW.write_allowed THEN g.scope ELSE array_remove(g.scope, 'write') END,
      expires_at = least(g.expires_at, g.created_at + make_interval(days => NEW.longest_grant_days))
  FROM environment e
  WHERE e.id = g.environment_id AND e.organization_id = NEW.organization_id
    AND g.user_id IS NOT NULL AND g.revoked_at IS NULL
    AND ((NOT NEW.write_allowed AND 'write' = ANY (g.scope))
         OR g.expires_at > g.created_at + make_interval(days => NEW.longest_grant_days));
  RETURN NULL;
END
$$;
CREATE TRIGGER organization_policy_changed AFTER INSERT OR UPDATE ON organization_policy
  FOR EACH ROW EXECUTE FUNCTION organization_policy_changed();

-- What a user allowed before. The redirect host is part of it: one metadata document serves all installations.
CREATE TABLE remembered_consent (
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  client_id text NOT NULL REFERENCES oauth_client ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  redirect_host text NOT NULL,
  scope text[] NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, client_id, environment_id, redirect_host)
);
CREATE INDEX ON remembered_consent (client_id);
CREATE INDEX ON remembered_consent (environment_id);

-- A grant that was taken back is not given again without asking.
CREATE FUNCTION forget_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM remembered_consent r
  WHERE r.user_id = NEW.user_id AND r.client_id = NEW.client_id AND r.environment_id = NEW.environment_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_consent AFTER UPDATE OF revoked_at ON oauth_grant
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION forget_consent();

-- Databases of environments that are gone. Written with the deletion itself, whatever deletes them, and kept until the
-- database and its logins are dropped.
CREATE TABLE lakehouse_removal (
  environment_id uuid PRIMARY KEY,
  host text,                                            -- NULL: the server that lakehouse.admin_url names now
  port integer,
  database text NOT NULL,
  reader_role text NOT NULL,
  owner_role text NOT NULL,
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0
);
CREATE INDEX ON lakehouse_removal (due_at);

CREATE FUNCTION queue_lakehouse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO lakehouse_removal (environment_id, host, port, database, reader_role, owner_role)
  VALUES (OLD.environment_id, OLD.host, OLD.port, OLD.database, OLD.reader_role, OLD.owner_role);
  RETURN NULL;
END
$$;
CREATE TRIGGER queue_lakehouse_removal AFTER DELETE ON lakehouse_database
  FOR EACH ROW EXECUTE FUNCTION queue_lakehouse_removal();

-- Audit --------------------------------------------------------------------------------------------------------------

ALTER TABLE audit_event ADD COLUMN target text;         -- what was changed: a member, an environment, a policy
CREATE INDEX ON audit_event (subject, at DESC);
