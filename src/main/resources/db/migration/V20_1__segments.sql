-- Segments: users that insights filter by. What they were before is kept.

CREATE TABLE segment (
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  definition jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_by text,                                      -- NULL: nobody since created_by
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (environment_id, slug)
);

CREATE TABLE segment_version (
  environment_id uuid NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  definition jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, slug, version),
  FOREIGN KEY (environment_id, slug) REFERENCES segment ON DELETE CASCADE
);

ALTER TABLE asset_number
  DROP CONSTRAINT asset_number_prefix_check,
  ADD CONSTRAINT asset_number_prefix_check
    CHECK (prefix IN ('INS', 'SGM', 'DSH', 'DSC', 'MEM', 'NTF', 'KNW', 'MDL'));

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['segment', 'segment_version'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_environment ON %I USING (environment_id = current_environment()) '
                   'WITH CHECK (environment_id = current_environment())', t);
  END LOOP;
END
$$;

CREATE TRIGGER content_added AFTER INSERT OR DELETE ON segment
  FOR EACH ROW EXECUTE FUNCTION notify_content_changed();
CREATE TRIGGER content_changed AFTER UPDATE ON segment
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION notify_content_changed();
