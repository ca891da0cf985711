-- Dashboards and knowledge say which version they are and who changed them last; what they were before is kept.

ALTER TABLE dashboard
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_by text;                           -- NULL: nobody since created_by

ALTER TABLE knowledge
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_by text;                           -- NULL: nobody since created_by

CREATE TABLE dashboard_version (
  environment_id uuid NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  widgets jsonb NOT NULL,
  variables jsonb NOT NULL,
  labels text[] NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, slug, version),
  FOREIGN KEY (environment_id, slug) REFERENCES dashboard ON DELETE CASCADE
);

CREATE TABLE knowledge_version (
  environment_id uuid NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  content text NOT NULL,
  saved_by text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (environment_id, slug, version),
  FOREIGN KEY (environment_id, slug) REFERENCES knowledge ON DELETE CASCADE
);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['dashboard_version', 'knowledge_version'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_environment ON %I USING (environment_id = current_environment()) '
                   'WITH CHECK (environment_id = current_environment())', t);
  END LOOP;
END
$$;
