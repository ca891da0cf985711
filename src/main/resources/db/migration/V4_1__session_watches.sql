-- Resources that sessions of the handshake era watch (see mcp_session for marks): the subscription may reach one node, and
-- the stream that is told of changes stand on another.

CREATE TABLE session_watch (
  mark text NOT NULL,
  uri text NOT NULL CHECK (octet_length(uri) <= 4000),
  expires_at timestamptz NOT NULL,                      -- with the session
  PRIMARY KEY (mark, uri)
);
CREATE INDEX ON session_watch (expires_at);

CREATE FUNCTION notify_session_watch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  news text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    news := jsonb_build_object('mark', OLD.mark, 'uri', OLD.uri, 'watched', false)::text;
  ELSE
    news := jsonb_build_object('mark', NEW.mark, 'uri', NEW.uri, 'watched', true)::text;
  END IF;
  -- A notice holds less than 8000 bytes, and escapes make a text longer; whoever follows the session reads all of it then.
  IF octet_length(news) > 7900 THEN
    news := jsonb_build_object('mark', coalesce(NEW.mark, OLD.mark))::text;
  END IF;
  PERFORM pg_notify('session_watch', news);
  RETURN NULL;
END
$$;
CREATE TRIGGER session_watch AFTER INSERT OR DELETE ON session_watch
  FOR EACH ROW EXECUTE FUNCTION notify_session_watch();
