-- Sessions of the handshake era. Their ids are signed statements, so almost none needs a row: only those that began
-- without a token, once somebody uses them, and those that were ended before their time.

CREATE TABLE mcp_session (
  mark text PRIMARY KEY CHECK (mark ~ '^[0-9a-f]{32}$'),  -- follows from the id, which does not follow from it
  subject text NOT NULL,                                -- whose it is: the sub of the token that used it first
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX ON mcp_session (expires_at);
CREATE INDEX ON mcp_session (ended_at) WHERE ended_at IS NOT NULL;

-- Every node remembers ended sessions by itself, so that no request has to ask.
CREATE FUNCTION notify_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session_ended', NEW.mark || ' ' || ceil(extract(epoch FROM NEW.expires_at))::bigint);
  RETURN NULL;
END
$$;
CREATE TRIGGER session_ended AFTER INSERT OR UPDATE OF ended_at ON mcp_session
  FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION notify_session_ended();
