-- Insights and semantic models say which version they are and who changed them last; what they were before is kept.

ALTER TABLE insight
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_by text;                           -- NULL: nobody since created_by

ALTER TABLE semantic_model ADD COLUMN updated_by text;  -- NULL: nobody since created_by

CREATE TABLE insight_version (
  environment_id uuid NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  definition jsonb NOT NULL,
  visualization text NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, slug, version),
  FOREIGN KEY (environment_id, slug) REFERENCES insight ON DELETE CASCADE
);

CREATE TABLE semantic_model_version (
  environment_id uuid NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  description text NOT NULL,
  endorsement text NOT NULL,
  definition jsonb NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, slug, version),
  FOREIGN KEY (environment_id, slug) REFERENCES semantic_model ON DELETE CASCADE
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['insight_version', 'semantic_model_version'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_environment ON %I USING (environment_id = current_environment()) '
                   'WITH CHECK (environment_id = current_environment())', t);
  END LOOP;
END
$$;
