-- Group commit of creates: what many requests want to store at once goes into one transaction.

-- The first event of each new job; of all that a statement inserts together.
CREATE FUNCTION on_jobs_created() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_status text;
BEGIN
  SELECT c.status INTO v_status FROM created c
  WHERE c.status <> 'queued' OR c.attempt <> 0 OR c.version <> 1 OR c.last_seq <> 1 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a job begins as queued, not as %', v_status USING ERRCODE = 'SW001';
  END IF;
  INSERT INTO events (job_id, seq, type, body)
  SELECT c.id, 1, 'job.status',
    event_body('job.status', c.id, 1, 0, rfc3339(c.created_at), status_data(c.id, c.status, 1, NULL))
  FROM created c;
  RETURN NULL;
END $$;

DROP TRIGGER jobs_created ON jobs;
DROP FUNCTION on_job_created();
CREATE TRIGGER jobs_created AFTER INSERT ON jobs REFERENCING NEW TABLE AS created
FOR EACH STATEMENT EXECUTE FUNCTION on_jobs_created();

-- Creates the jobs of many requests. The arrays run in parallel, one entry for each job; tags are JSON arrays.
-- Returns those that it created. The others have a key that is known already, or an id: create_job says what that means.
-- The keys are taken in order, so that two batches cannot wait for each other; and a key that another transaction is just
-- storing is not waited for here (55P03), where it would hold up all the others.
CREATE FUNCTION create_jobs(
  p_ids text[], p_tenant_ids text[], p_types text[], p_type_versions text[], p_inputs text[], p_metadata text[],
  p_tags text[], p_timeouts integer[], p_queue_timeouts integer[], p_result_ttls integer[], p_event_ttls integer[],
  p_request_ids text[], p_traceparents text[], p_operations text[], p_keys text[], p_fingerprints text[]
) RETURNS SETOF jobs LANGUAGE plpgsql SET lock_timeout = '100ms' AS $$
#variable_conflict use_column
DECLARE
  v_at timestamptz := now_ms();
BEGIN
  RETURN QUERY
  WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(p_ids, p_tenant_ids, p_types, p_type_versions, p_inputs, p_metadata, p_tags, p_timeouts,
      p_queue_timeouts, p_result_ttls, p_event_ttls, p_request_ids, p_traceparents, p_operations, p_keys, p_fingerprints)
    AS w (id, tenant_id, type, type_version, input, metadata, tags, timeout, queue_timeout, result_ttl, event_ttl,
      request_id, traceparent, operation, key, fingerprint)
  ), claimed AS (
    INSERT INTO idempotency_keys (tenant_id, operation, key, fingerprint, job_id, created_at)
    SELECT DISTINCT ON (w.tenant_id, w.operation, w.key)
      w.tenant_id, w.operation, w.key, w.fingerprint, w.id, v_at
    FROM wanted w WHERE w.key IS NOT NULL
    ORDER BY w.tenant_id, w.operation, w.key
    ON CONFLICT DO NOTHING
    RETURNING job_id
  ), created AS (
    INSERT INTO jobs (id, tenant_id, type, type_version, metadata, tags, timeout_seconds, queue_timeout_seconds,
      result_ttl_seconds, event_ttl_seconds, request_id, traceparent, created_at, checked_at, queue_deadline, due_at)
    SELECT w.id, w.tenant_id, w.type, w.type_version, w.metadata,
      CASE w.tags WHEN '[]' THEN '{}' ELSE ARRAY(SELECT json_array_elements_text(w.tags::json)) END,
      w.timeout, w.queue_timeout, w.result_ttl, w.event_ttl, w.request_id, w.traceparent, v_at, v_at,
      v_at + make_interval(secs => w.queue_timeout), v_at + make_interval(secs => w.queue_timeout)
    FROM wanted w WHERE w.key IS NULL OR w.id IN (SELECT c.job_id FROM claimed c)
    ON CONFLICT (id) DO NOTHING
    RETURNING *
  ), stored AS (
    INSERT INTO job_payloads (job_id, input)
    SELECT w.id, w.input FROM wanted w WHERE w.id IN (SELECT c.id FROM created c)
  ), tagged AS (
    INSERT INTO job_tags (tenant_id, tag, created_at, job_id)
    SELECT DISTINCT c.tenant_id, t.tag, v_at, c.id FROM created c CROSS JOIN LATERAL unnest(c.tags) AS t (tag)
  )
  SELECT * FROM created;
END $$;
