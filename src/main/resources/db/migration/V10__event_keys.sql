-- Keys that product events come in with, each of one environment. A key is public where it stands in a page: with it
-- events can be sent, and nothing can be read. Looked up before the environment is known, so not bound by it.

CREATE TABLE event_key (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  beginning text NOT NULL,                              -- its first characters, to tell keys apart
  key_hash bytea NOT NULL UNIQUE,                       -- SHA-256 of a random key of 256 bits
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,                             -- to about a minute
  revoked_at timestamptz
);
CREATE INDEX ON event_key (environment_id);

-- Any node that makes or ends a key tells all others, clustered or not.
CREATE FUNCTION notify_event_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('event_key_changed', coalesce(NEW.id, OLD.id)::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER event_key_changed AFTER INSERT OR UPDATE OF revoked_at OR DELETE ON event_key
  FOR EACH ROW EXECUTE FUNCTION notify_event_key_changed();
