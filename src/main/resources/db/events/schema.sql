-- The tables that product events are written to, in an environment's own database; run by its owner, in one
-- transaction. Run again after every change of its version (EventSchema), so every statement can be run twice.

CREATE SCHEMA IF NOT EXISTS product_analytics;

-- Schema ingestion, made before: what only ingestion needs; readers are shut out of it (EventSchema). Whoever writes
-- events locks this table together with others, whoever changes who is who alone.
CREATE TABLE IF NOT EXISTS ingestion.gate ();

-- Events that were loaded at once, into a plain table, become the oldest partition.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = to_regclass('product_analytics.events') AND relkind = 'r') THEN
    ALTER TABLE product_analytics.events RENAME TO events_loaded;
    ALTER TABLE product_analytics.events_loaded
      ALTER COLUMN device_id DROP NOT NULL,
      ALTER COLUMN session_id DROP NOT NULL;
  END IF;
END
$$;

CREATE TABLE IF NOT EXISTS product_analytics.events (
  uuid uuid NOT NULL,
  "timestamp" timestamptz NOT NULL,
  event text NOT NULL,
  properties jsonb NOT NULL,
  distinct_id text NOT NULL,
  anonymous_id text,
  device_id text,
  session_id text,
  identity_uuid uuid NOT NULL
) PARTITION BY RANGE ("timestamp");
COMMENT ON TABLE product_analytics.events IS 'One row for each event.';
COMMENT ON COLUMN product_analytics.events."timestamp" IS 'When it happened, UTC.';
COMMENT ON COLUMN product_analytics.events.distinct_id IS 'The user''s id once known, else the anonymous or the device id.';
COMMENT ON COLUMN product_analytics.events.session_id IS 'A visit, as the client counts them.';
COMMENT ON COLUMN product_analytics.events.identity_uuid IS 'The person after identity resolution: count distinct this for unique users. Points to identities.uuid for identified ones.';

-- By name and time, with the person, so that counts of users, funnels and retentions read the index alone; by person
-- and time for what one person did.
CREATE INDEX IF NOT EXISTS events_by_event_and_identity ON product_analytics.events (event, "timestamp", identity_uuid);
DROP INDEX IF EXISTS product_analytics.events_by_event;
CREATE INDEX IF NOT EXISTS events_by_identity ON product_analytics.events (identity_uuid, "timestamp");
CREATE INDEX IF NOT EXISTS events_by_time ON product_analytics.events USING brin ("timestamp") WITH (pages_per_range = 32);

DO $$
DECLARE
  boundary timestamptz;
  explained text;
  described record;
BEGIN
  IF to_regclass('product_analytics.events_loaded') IS NULL
     OR (SELECT relispartition FROM pg_catalog.pg_class WHERE oid = to_regclass('product_analytics.events_loaded')) THEN
    RETURN;
  END IF;
  SELECT date_trunc('month', greatest(max("timestamp"), now()), 'UTC') + interval '1 month'
  INTO boundary FROM product_analytics.events_loaded;
  EXECUTE format('ALTER TABLE product_analytics.events ATTACH PARTITION product_analytics.events_loaded'
                 ' FOR VALUES FROM (MINVALUE) TO (%L)', boundary);
  -- Whoever made that table knew more about it than we do.
  explained := obj_description('product_analytics.events_loaded'::regclass, 'pg_class');
  IF explained IS NOT NULL THEN
    EXECUTE format('COMMENT ON TABLE product_analytics.events IS %L', explained);
  END IF;
  FOR described IN
    SELECT a.attname AS name, d.description
    FROM pg_catalog.pg_description d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
    WHERE d.objoid = 'product_analytics.events_loaded'::regclass AND d.classoid = 'pg_catalog.pg_class'::regclass
      AND d.objsubid > 0
  LOOP
    EXECUTE format('COMMENT ON COLUMN product_analytics.events.%I IS %L', described.name, described.description);
  END LOOP;
END
$$;

CREATE TABLE IF NOT EXISTS product_analytics.identities (
  uuid uuid PRIMARY KEY,
  distinct_id text NOT NULL,
  traits jsonb NOT NULL,
  is_identified boolean NOT NULL,
  is_deleted boolean NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE product_analytics.identities IS 'Identified people and their traits.';

CREATE TABLE IF NOT EXISTS product_analytics.identity_distinct_ids (
  distinct_id text PRIMARY KEY,
  identity_uuid uuid NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE product_analytics.identity_distinct_ids IS 'Which ids are which person, as far as somebody said so.';
CREATE INDEX IF NOT EXISTS identity_distinct_ids_by_identity ON product_analytics.identity_distinct_ids (identity_uuid);
INSERT INTO product_analytics.identity_distinct_ids (distinct_id, identity_uuid, created_at)
SELECT DISTINCT ON (distinct_id) distinct_id, uuid, created_at FROM product_analytics.identities
WHERE NOT is_deleted ORDER BY distinct_id, created_at
ON CONFLICT DO NOTHING;

-- Message ids that came already.
CREATE TABLE IF NOT EXISTS ingestion.receipt (
  message_id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS receipt_by_time ON ingestion.receipt USING brin (received_at);

-- Events of an identity that became another one's, not moved over yet.
CREATE TABLE IF NOT EXISTS ingestion.move (
  source uuid PRIMARY KEY,
  target uuid NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS move_by_target ON ingestion.move (target);

-- Functions. Whoever calls identify or alias holds ingestion.gate alone, so that no event is being
-- written under an identity that is just ending.

CREATE OR REPLACE FUNCTION ingestion.identity_of(id text, derived uuid) RETURNS uuid LANGUAGE sql STABLE
  RETURN coalesce((SELECT identity_uuid FROM product_analytics.identity_distinct_ids WHERE distinct_id = id), derived);

CREATE OR REPLACE FUNCTION ingestion.move_events(ended uuid, onto uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE ingestion.move SET target = onto WHERE target = ended;
  INSERT INTO ingestion.move (source, target) VALUES (ended, onto)
    ON CONFLICT (source) DO UPDATE SET target = excluded.target;
$$;

CREATE OR REPLACE FUNCTION ingestion.identify(id text, derived uuid, anonymous text, anonymous_derived uuid, given jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  person uuid := ingestion.identity_of(id, derived);
BEGIN
  INSERT INTO product_analytics.identities AS i (uuid, distinct_id, traits, is_identified, is_deleted, version, created_at)
  VALUES (person, id, given, true, false, 1, now())
  ON CONFLICT (uuid) DO UPDATE
    SET traits = i.traits || excluded.traits, is_identified = true, version = i.version + 1;
  INSERT INTO product_analytics.identity_distinct_ids (distinct_id, identity_uuid) VALUES (id, person)
  ON CONFLICT DO NOTHING;
  -- A visitor who is somebody already stays that person: two people can share a device.
  IF anonymous IS NOT NULL AND anonymous <> id THEN
    INSERT INTO product_analytics.identity_distinct_ids (distinct_id, identity_uuid) VALUES (anonymous, person)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      PERFORM ingestion.move_events(anonymous_derived, person);
    END IF;
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION ingestion.alias(gone text, gone_derived uuid, survivor text, survivor_derived uuid)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ended uuid := ingestion.identity_of(gone, gone_derived);
  person uuid := ingestion.identity_of(survivor, survivor_derived);
BEGIN
  IF ended = person THEN
    RETURN;
  END IF;
  -- Where both have a trait, the survivor's holds.
  INSERT INTO product_analytics.identities AS i (uuid, distinct_id, traits, is_identified, is_deleted, version, created_at)
  VALUES (person, survivor,
          coalesce((SELECT traits FROM product_analytics.identities WHERE uuid = ended), '{}'), true, false, 1, now())
  ON CONFLICT (uuid) DO UPDATE SET traits = excluded.traits || i.traits, version = i.version + 1;
  DELETE FROM product_analytics.identities WHERE uuid = ended;
  UPDATE product_analytics.identity_distinct_ids SET identity_uuid = person, version = version + 1
  WHERE identity_uuid = ended;
  INSERT INTO product_analytics.identity_distinct_ids (distinct_id, identity_uuid)
  VALUES (gone, person), (survivor, person) ON CONFLICT DO NOTHING;
  PERFORM ingestion.move_events(ended, person);
END
$$;

-- Moves some events of one identity that ended, about as many as asked for; says whether there is more to do.
CREATE OR REPLACE FUNCTION ingestion.settle(most integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  job record;
  until timestamptz;
BEGIN
  SELECT source, target INTO job FROM ingestion.move ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT "timestamp" INTO until FROM product_analytics.events
  WHERE identity_uuid = job.source ORDER BY "timestamp" OFFSET most - 1 LIMIT 1;
  UPDATE product_analytics.events SET identity_uuid = job.target
  WHERE identity_uuid = job.source AND (until IS NULL OR "timestamp" <= until);
  IF until IS NULL THEN
    DELETE FROM ingestion.move WHERE source = job.source;
  END IF;
  RETURN EXISTS (SELECT FROM ingestion.move);
END
$$;
