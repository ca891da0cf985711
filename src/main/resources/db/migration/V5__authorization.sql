-- Clients that prove themselves with a key, clients that an operator registered, and clients that are described by a
-- document at the address that is their client_id.
ALTER TABLE oauth_client
  DROP CONSTRAINT oauth_client_kind_check,
  DROP CONSTRAINT oauth_client_auth_method_check,
  ADD CONSTRAINT oauth_client_kind_check CHECK (kind IN ('registered', 'preregistered', 'document', 'service_account')),
  ADD CONSTRAINT oauth_client_auth_method_check
    CHECK (auth_method IN ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt')),
  ADD COLUMN jwks jsonb,                                -- public keys of private_key_jwt (RFC 7517), never private ones
  ADD COLUMN jwks_uri text,                             -- or where they are published
  ADD CONSTRAINT oauth_client_keys_check CHECK (num_nonnulls(jwks, jwks_uri) <= 1);

-- JWTs that are good once, on all nodes together: client assertions, and DPoP proofs at the token endpoint.
CREATE TABLE used_jwt (
  id_hash bytea PRIMARY KEY,                            -- SHA-256 of whose it is and its jti
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON used_jwt (expires_at);

-- Authorization requests that clients sent ahead (RFC 9126). Only a hash of the request_uri is kept.
CREATE TABLE pushed_request (
  id_hash bytea PRIMARY KEY,
  client_id text NOT NULL,
  parameters jsonb NOT NULL,                            -- the validated request
  expires_at timestamptz NOT NULL
);
CREATE INDEX ON pushed_request (expires_at);

-- Thumbprint (RFC 7638) of the key that every refresh of the grant must prove (RFC 9449); NULL: none.
ALTER TABLE oauth_grant ADD COLUMN proof_key text;

-- A token never holds more than its user. Who may still do something is judged by the server, so a changed role only
-- makes every node look at the user's grants again; who may do nothing at all any more loses them for good.
CREATE FUNCTION notify_grant_changed(changed_user uuid, changed_organization uuid, changed_environment uuid)
RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('grant_changed', g.id::text)
  FROM oauth_grant g JOIN environment e ON e.id = g.environment_id
  WHERE g.user_id = changed_user AND g.revoked_at IS NULL AND g.expires_at > now()
    AND (changed_organization IS NULL OR e.organization_id = changed_organization)
    AND (changed_environment IS NULL OR e.id = changed_environment)
$$;

CREATE FUNCTION organization_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE oauth_grant g SET revoked_at = now(), revoked_because = 'left the organization'
    FROM environment e
    WHERE e.id = g.environment_id AND e.organization_id = OLD.organization_id
      AND g.user_id = OLD.user_id AND g.revoked_at IS NULL;
  ELSE
    PERFORM notify_grant_changed(NEW.user_id, NEW.organization_id, NULL);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER organization_role_changed AFTER UPDATE OR DELETE ON organization_role
  FOR EACH ROW EXECUTE FUNCTION organization_role_changed();

CREATE FUNCTION environment_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM notify_grant_changed(OLD.user_id, NULL, OLD.environment_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM notify_grant_changed(NEW.user_id, NULL, NEW.environment_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER environment_role_changed AFTER INSERT OR UPDATE OR DELETE ON environment_role
  FOR EACH ROW EXECUTE FUNCTION environment_role_changed();

CREATE FUNCTION user_disabled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE oauth_grant SET revoked_at = now(), revoked_because = 'user disabled'
  WHERE user_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER user_disabled AFTER UPDATE OF disabled_at ON app_user
  FOR EACH ROW WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL) EXECUTE FUNCTION user_disabled();

CREATE FUNCTION service_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.disabled_at IS NOT NULL THEN
    UPDATE oauth_grant SET revoked_at = now(), revoked_because = 'service account disabled'
    WHERE service_account_id = NEW.id AND revoked_at IS NULL;
  ELSE
    PERFORM pg_notify('grant_changed', g.id::text) FROM oauth_grant g
    WHERE g.service_account_id = NEW.id AND g.revoked_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER service_account_changed AFTER UPDATE OF disabled_at, scope ON service_account
  FOR EACH ROW EXECUTE FUNCTION service_account_changed();
