-- Connections: who made them, and news of changes for every node.

ALTER TABLE connection
  ADD COLUMN version integer NOT NULL DEFAULT 1,        -- counts edits: pools are kept by id and version
  ADD COLUMN created_by text NOT NULL DEFAULT '',
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

-- Any node that changes a connection tells all others, clustered or not.
CREATE FUNCTION notify_connection_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('connection_changed', coalesce(NEW.environment_id, OLD.environment_id)::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER connection_changed AFTER INSERT OR UPDATE OR DELETE ON connection
  FOR EACH ROW EXECUTE FUNCTION notify_connection_changed();
