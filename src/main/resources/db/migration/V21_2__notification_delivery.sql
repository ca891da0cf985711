-- Where notifications go besides the app, and what is on its way there. Whoever delivers looks through all
-- environments, so these rows are seen outside of any; inside of one, only its own.

CREATE TABLE notification_channel (
  id uuid PRIMARY KEY,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('email', 'webhook')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  target text NOT NULL,
  secret bytea CHECK ((secret IS NOT NULL) = (kind = 'webhook')),   -- sealed, bound to this row
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON notification_channel (environment_id);

CREATE TABLE notification_delivery (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),        -- told with every try, so that a second copy can be known
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  notification_slug text NOT NULL,
  channel_id uuid NOT NULL REFERENCES notification_channel ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT now(),           -- of a try under way: when it is taken for lost
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  UNIQUE (environment_id, notification_slug, channel_id)
);
CREATE INDEX ON notification_delivery (next_at) WHERE state = 'pending';
CREATE INDEX ON notification_delivery (channel_id);
CREATE INDEX ON notification_delivery (environment_id, created_at DESC);
CREATE INDEX ON notification_delivery (finished_at) WHERE finished_at IS NOT NULL;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['notification_channel', 'notification_delivery'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_environment ON %I '
                   'USING (coalesce(environment_id = current_environment(), true)) '
                   'WITH CHECK (coalesce(environment_id = current_environment(), true))', t);
  END LOOP;
END
$$;

CREATE FUNCTION notify_notification_queued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notification_queued', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER notification_queued AFTER INSERT ON notification_delivery
  FOR EACH STATEMENT EXECUTE FUNCTION notify_notification_queued();
