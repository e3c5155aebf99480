-- What clients see: jobs, their event logs, and who may see them. Execution is Temporal's; nothing here runs a job.
-- Text is compared byte by byte: ids and keys have no language, and it is faster.

CREATE TABLE tenants (
  id text COLLATE "C" PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL REFERENCES tenants (id),
  -- SHA-256 of the key: a copy of the table lets nobody in.
  hash bytea NOT NULL UNIQUE,
  label text NOT NULL,
  -- Limits of this key alone; NULL takes the service's defaults.
  jobs_per_minute integer CHECK (jobs_per_minute > 0),
  reads_per_minute integer CHECK (reads_per_minute > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz
);

-- The row that every append locks and rewrites. It is narrow (payloads live next door), and the columns that appends
-- change are in no index and leave room on their page, so that PostgreSQL rewrites it in place (HOT).
-- No foreign key to tenants: checking it on every create would have all creates of a tenant queue for one row.
CREATE TABLE jobs (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^job_[0-9a-f]{32}$'),
  tenant_id text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  type_version text NOT NULL,
  status text COLLATE "C" NOT NULL DEFAULT 'queued' CHECK (status IN
    ('queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled', 'timed_out', 'expired')),
  -- The fencing token: nobody but the current attempt may append.
  attempt integer NOT NULL DEFAULT 0,
  -- Attempts that a worker really began. Temporal counts those too that it gave to a worker that was frozen or cut off.
  attempts_begun integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  first_seq integer NOT NULL DEFAULT 1,
  last_seq integer NOT NULL DEFAULT 1,
  -- The last seq that the checkpoint covers; 0 without one.
  checkpoint_seq integer NOT NULL DEFAULT 0,
  -- The batch that the current attempt wrote last (at first its start), by which a repetition is recognised.
  last_write uuid,
  progress text,
  error text,
  attempt_error text,
  metadata text NOT NULL DEFAULT '{}',
  tags text[] NOT NULL DEFAULT '{}',
  timeout_seconds integer NOT NULL,
  queue_timeout_seconds integer NOT NULL,
  result_ttl_seconds integer NOT NULL,
  event_ttl_seconds integer NOT NULL,
  -- Of the request that created the job: its errors name them.
  request_id text,
  traceparent text,
  created_at timestamptz NOT NULL,
  queue_deadline timestamptz NOT NULL,
  started_at timestamptz,
  deadline timestamptz,
  finished_at timestamptz,
  result_expires_at timestamptz,
  events_expire_at timestamptz,
  -- When the job was handed to Temporal, and when the sweep last compared the two (at first its creation).
  workflow_started_at timestamptz,
  checked_at timestamptz NOT NULL,
  -- When somebody has to do something about the job: its queue time or its time is over, or something of it is to be
  -- purged. NULL when nothing is left to do.
  due_at timestamptz
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- Every index costs each append a little, even one that it does not change; so they are few.
-- The list, newest first: whole, and by each filter that may be rare.
CREATE INDEX jobs_by_time ON jobs (tenant_id, created_at, id);
CREATE INDEX jobs_by_status ON jobs (tenant_id, status, created_at, id);
CREATE INDEX jobs_by_type ON jobs (tenant_id, type, created_at, id);
-- The sweep: what is due, and what lives, those looked at longest ago first.
CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_live ON jobs (checked_at, status, workflow_started_at) WHERE finished_at IS NULL;

-- jobs.tags once more, in the order of the list, so that a page by tag is read in order like any other.
CREATE TABLE job_tags (
  tenant_id text COLLATE "C" NOT NULL,
  tag text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  job_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, tag, created_at, job_id)
);

-- JSON as text, exactly as it came: PostgreSQL has no need to read it, and jsonb would refuse \u0000.
CREATE TABLE job_payloads (
  job_id text COLLATE "C" PRIMARY KEY,
  input text,
  checkpoint text,
  result text CHECK (result IS NULL OR result::json IS NOT NULL)
);

-- The event log. A body is the whole event as ready-made JSON on one line: a bad one would break every reader.
-- No foreign key: checking it on each insert would lock the job's row again.
CREATE TABLE events (
  job_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  type text COLLATE "C" NOT NULL,
  body text NOT NULL CHECK (body::json IS NOT NULL AND strpos(body, E'\n') = 0 AND strpos(body, E'\r') = 0),
  PRIMARY KEY (job_id, seq)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- Kept as long as its job and at least 24 hours. Of a job that was deleted only the name remains.
CREATE TABLE idempotency_keys (
  tenant_id text COLLATE "C" NOT NULL,
  operation text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  fingerprint text,
  job_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  -- Set when the job is deleted.
  expires_at timestamptz,
  PRIMARY KEY (tenant_id, operation, key)
);
CREATE INDEX idempotency_keys_by_job ON idempotency_keys (job_id);
CREATE INDEX idempotency_keys_expiring ON idempotency_keys (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE stream_tokens (
  hash bytea PRIMARY KEY,
  job_id text COLLATE "C" NOT NULL,
  tenant_id text COLLATE "C" NOT NULL,
  api_key_id text COLLATE "C" NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX stream_tokens_by_job ON stream_tokens (job_id);
CREATE INDEX stream_tokens_by_expiry ON stream_tokens (expires_at);

-- Worker processes, for readiness.
CREATE TABLE workers (
  id text COLLATE "C" PRIMARY KEY,
  task_queues text[] NOT NULL,
  ready boolean NOT NULL,
  seen_at timestamptz NOT NULL
);

-- Counts of the rate limits, in the form that rate-limiter-flexible expects. Unlogged: to lose them in a crash of
-- PostgreSQL is cheaper than to write each to its log.
CREATE UNLOGGED TABLE rate_limits (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
) WITH (fillfactor = 50);
