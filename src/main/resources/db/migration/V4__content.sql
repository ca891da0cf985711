-- News of what environments save, for every node, clustered or not. Names and places only: who listens asks for the rest
-- with rights of its own.

CREATE FUNCTION notify_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  news jsonb;
  saved jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN
    saved := to_jsonb(OLD);
  ELSE
    saved := to_jsonb(NEW);
  END IF;
  news := jsonb_build_object('operation', TG_OP, 'environment', saved->'environment_id', 'slug', saved->'slug');
  IF TG_TABLE_NAME = 'semantic_model' THEN
    -- What a model says is shown with its table too. A name longer than a notice may be is left out.
    IF octet_length(concat(saved->>'catalog', saved->>'schema_name', saved->>'table_name')) < 2000 THEN
      news := news || jsonb_build_object(
        'table', jsonb_build_array(saved->'catalog', saved->'schema_name', saved->'table_name'));
    END IF;
  END IF;
  PERFORM pg_notify('content_changed', news::text);
  RETURN NULL;
END
$$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['semantic_model', 'insight', 'dashboard', 'discovery', 'knowledge', 'notification', 'memory'] LOOP
    EXECUTE format('CREATE TRIGGER content_added AFTER INSERT OR DELETE ON %I '
                   'FOR EACH ROW EXECUTE FUNCTION notify_content_changed()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['semantic_model', 'insight', 'dashboard', 'discovery', 'knowledge', 'notification'] LOOP
    EXECUTE format('CREATE TRIGGER content_changed AFTER UPDATE ON %I '
                   'FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION notify_content_changed()', t);
  END LOOP;
END
$$;

-- That a memory was used is no news.
CREATE TRIGGER content_changed AFTER UPDATE OF type, content, importance, tags, source_slug ON memory
  FOR EACH ROW EXECUTE FUNCTION notify_content_changed();

-- Confirmations of people that were used: each is good once.
CREATE TABLE used_confirmation (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, id)
);
ALTER TABLE used_confirmation ENABLE ROW LEVEL SECURITY;
ALTER TABLE used_confirmation FORCE ROW LEVEL SECURITY;
CREATE POLICY one_environment ON used_confirmation USING (environment_id = current_environment())
  WITH CHECK (environment_id = current_environment());
