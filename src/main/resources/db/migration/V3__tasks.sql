-- Calls that outlive their request (MCP extension io.modelcontextprotocol/tasks).

-- What every node must see to keep tasks alive, and nothing that a client wrote or read. Like the grants: names
-- whose it is, holds no data of an environment. Only a hash of the id is kept, so that nobody who reads the table
-- can ask for a task.
CREATE TABLE task (
  id_hash bytea PRIMARY KEY,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  organization_id uuid NOT NULL REFERENCES organization ON DELETE CASCADE,
  grant_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('working', 'input_required', 'completed', 'failed', 'cancelled')),
  remark text,                                          -- words of ours for its owner
  runner uuid,                                          -- the event loop that runs it
  lease_until timestamptz,                              -- past: its runner is dead, or has given it up
  runs integer NOT NULL DEFAULT 1,                      -- with runner: whose result counts
  deaths integer NOT NULL DEFAULT 0,                    -- of nodes that ran it
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),        -- when its owner could last see a change
  expires_at timestamptz NOT NULL,
  CHECK ((status = 'working') = (lease_until IS NOT NULL)),
  CHECK (runner IS NULL OR status = 'working')
);
CREATE INDEX ON task (grant_id);
CREATE INDEX ON task (organization_id);
CREATE INDEX ON task (environment_id);
CREATE INDEX ON task (expires_at);
CREATE INDEX ON task (lease_until) WHERE status = 'working';

-- What the client wrote and gets. Sealed, and bound to its environment.
CREATE TABLE task_content (
  id_hash bytea PRIMARY KEY REFERENCES task ON DELETE CASCADE,
  environment_id uuid NOT NULL REFERENCES environment ON DELETE CASCADE,
  request bytea NOT NULL,
  questions bytea,                                      -- the last round of what the client was asked
  outcome bytea
);
CREATE INDEX ON task_content (environment_id);

-- Whoever runs or watches it hears of each change, on whatever node: the runner stops when it was cancelled.
CREATE FUNCTION notify_task_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('task_changed', encode(NEW.id_hash, 'hex'));
  RETURN NULL;
END
$$;
CREATE TRIGGER task_changed AFTER UPDATE OF updated_at ON task
  FOR EACH ROW EXECUTE FUNCTION notify_task_changed();

ALTER TABLE task_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_content FORCE ROW LEVEL SECURITY;
CREATE POLICY one_environment ON task_content USING (environment_id = current_environment())
  WITH CHECK (environment_id = current_environment());
