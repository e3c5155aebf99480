-- Webhooks. That something is to be delivered is written in the transaction that ends the job; when and how often it is
-- tried is Temporal's.
-- Locks are taken in this order: jobs, then endpoints, then deliveries.

CREATE TABLE webhook_endpoints (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^whe_[0-9a-f]{32}$'),
  tenant_id text COLLATE "C" NOT NULL,
  url text NOT NULL,
  -- Types of webhook: job.succeeded, …; NULL for all, those too that there will be.
  events text[] CHECK (cardinality(events) > 0),
  description text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  disabled_reason text COLLATE "C" CHECK (disabled_reason IN ('gone', 'failing', 'manual')),
  -- Encrypted by the server, with a key that PostgreSQL never sees.
  secret text NOT NULL,
  -- Signs along until then.
  previous_secret text,
  previous_secret_expires_at timestamptz,
  -- Since when no attempt has succeeded, if the last one did not.
  failing_since timestamptz,
  created_at timestamptz NOT NULL DEFAULT now_ms(),
  CHECK (enabled = (disabled_reason IS NULL))
);
CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_id, created_at, id);

-- What jobs with a URL of their own are signed with.
CREATE TABLE webhook_tenant_secrets (
  tenant_id text COLLATE "C" PRIMARY KEY,
  secret text NOT NULL,
  previous_secret text,
  previous_secret_expires_at timestamptz
);

-- The webhook that a job itself asked for. An endpoint that is deleted meanwhile is found missing at the job's end.
CREATE TABLE job_webhooks (
  job_id text COLLATE "C" PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  endpoint_id text COLLATE "C",
  url text,
  CHECK (num_nonnulls(endpoint_id, url) = 1)
);

CREATE TABLE webhook_deliveries (
  id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^whd_[0-9a-f]{32}$'),
  tenant_id text COLLATE "C" NOT NULL,
  -- A deleted job's deliveries go with it: they hold its metadata. NULL for a ping.
  job_id text COLLATE "C" REFERENCES jobs (id) ON DELETE CASCADE,
  -- NULL where the job itself named a URL. The endpoint may be deleted; what was delivered to it stays to be seen.
  endpoint_id text COLLATE "C",
  -- The endpoint's, as it was at the last attempt.
  url text NOT NULL,
  type text COLLATE "C" NOT NULL,
  -- The body, byte by byte the same in each attempt.
  payload text NOT NULL CHECK (payload::json IS NOT NULL AND octet_length(payload) < 20000),
  traceparent text,
  status text COLLATE "C" NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'succeeded', 'failed')),
  attempt_count integer NOT NULL DEFAULT 0,
  -- Of the present round: a redelivery begins anew.
  round_attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  next_attempt_at timestamptz,
  finished_at timestamptz,
  failure_code text COLLATE "C" CHECK (failure_code IN
    ('attempts_exhausted', 'endpoint_gone', 'endpoint_disabled', 'endpoint_deleted')),
  failure_detail text,
  -- When its workflow was started or woken; NULL while somebody has to.
  workflow_started_at timestamptz,
  -- Until then one of the servers is about to start it.
  claimed_until timestamptz,
  CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL)),
  CHECK ((status = 'pending') = (finished_at IS NULL)),
  CHECK ((status = 'failed') = (failure_code IS NOT NULL)),
  CHECK ((failure_code IS NULL) = (failure_detail IS NULL))
) WITH (fillfactor = 80);
-- One end of a job makes one delivery for each of its targets, whoever writes it, and however often.
CREATE UNIQUE INDEX webhook_deliveries_by_target ON webhook_deliveries (job_id, coalesce(endpoint_id, ''))
  WHERE job_id IS NOT NULL;
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (tenant_id, created_at, id);
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (tenant_id, endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_by_status ON webhook_deliveries (tenant_id, status, created_at, id);
CREATE INDEX webhook_deliveries_unstarted ON webhook_deliveries (tenant_id, created_at)
  WHERE status = 'pending' AND workflow_started_at IS NULL;
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhook_attempts (
  delivery_id text COLLATE "C" NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
  attempt integer NOT NULL,
  started_at timestamptz NOT NULL,
  duration_ms integer NOT NULL,
  status_code integer,
  error_code text COLLATE "C",
  error_detail text,
  response_excerpt text,
  PRIMARY KEY (delivery_id, attempt)
);

-- create_job for a job that names a webhook of its own: both are stored, or neither.
CREATE FUNCTION create_job_with_webhook(
  p_id text, p_tenant_id text, p_type text, p_type_version text, p_input text, p_metadata text, p_tags text[],
  p_timeout_seconds integer, p_queue_timeout_seconds integer, p_result_ttl_seconds integer,
  p_event_ttl_seconds integer, p_request_id text, p_traceparent text, p_operation text, p_key text, p_fingerprint text,
  p_endpoint_id text, p_url text
) RETURNS TABLE (outcome text, job jobs) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT c.outcome, c.job FROM create_job(p_id, p_tenant_id, p_type, p_type_version, p_input,
    p_metadata, p_tags, p_timeout_seconds, p_queue_timeout_seconds, p_result_ttl_seconds, p_event_ttl_seconds,
    p_request_id, p_traceparent, p_operation, p_key, p_fingerprint) AS c;
  -- Not for a replay: its job has another id.
  INSERT INTO job_webhooks (job_id, endpoint_id, url)
  SELECT j.id, p_endpoint_id, p_url FROM jobs j WHERE j.id = p_id
  ON CONFLICT DO NOTHING;
END $$;

-- `whd_` and 32 hexadecimal digits: the time in milliseconds, then 80 random bits.
CREATE FUNCTION new_delivery_id() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT 'whd_' || lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
    || right(replace(gen_random_uuid()::text, '-', ''), 20)
$$;

-- An error that is too long for a webhook loses what may be long. Only its detail may hold escapes that PostgreSQL knows no
-- character for (\u0000, half a surrogate pair), and would refuse to read; they are taken out first.
CREATE FUNCTION webhook_error(p_error text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_error json;
BEGIN
  IF octet_length(p_error) < 8000 THEN RETURN p_error; END IF;
  v_error := regexp_replace(p_error, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'gi');
  RETURN (SELECT '{' || string_agg(to_json(f.key)::text || ':' || CASE f.key
      WHEN 'detail' THEN '"The detail is too long for a webhook; read the job."' ELSE f.value::text END, ',') || '}'
    FROM json_each(v_error) AS f);
END $$;

-- The body of the webhook that tells a job's end: thin, and under 20 kB. Metadata that would pass that is left out.
CREATE FUNCTION webhook_body(p_job jobs) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT body || CASE WHEN octet_length(body) + octet_length(p_job.metadata) < 19900
    THEN ',"metadata":' || p_job.metadata ELSE '' END || '}}'
  FROM (SELECT '{"type":"job.' || p_job.status || '","timestamp":"' || rfc3339(p_job.finished_at)
    || '","data":{"job_id":"' || p_job.id || '","type":' || to_json(p_job.type)::text
    || ',"status":"' || p_job.status || '","attempt":' || p_job.attempt || ',"version":' || p_job.version
    || CASE WHEN p_job.status = 'succeeded'
         THEN ',"result_ref":"/v1/jobs/' || p_job.id || '/result","result_expires_at":"'
           || rfc3339(p_job.result_expires_at) || '"'
         ELSE ',"error":' || webhook_error(p_job.error) END) AS head (body)
$$;

-- The intent to deliver: of each enabled endpoint that wants it, and of the one that the job itself named, whatever that
-- one wants else. One that was disabled since is told so. Most tenants have no endpoint: that costs two index probes.
CREATE FUNCTION on_job_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoints e WHERE e.tenant_id = NEW.tenant_id)
    AND NOT EXISTS (SELECT FROM job_webhooks w WHERE w.job_id = NEW.id) THEN
    RETURN NULL;
  END IF;
  INSERT INTO webhook_deliveries (id, tenant_id, job_id, endpoint_id, url, type, payload, traceparent, created_at,
    status, next_attempt_at, finished_at, failure_code, failure_detail)
  SELECT new_delivery_id(), NEW.tenant_id, NEW.id, t.endpoint_id, t.url, 'job.' || NEW.status, b.body,
    NEW.traceparent, NEW.finished_at, CASE WHEN t.enabled THEN 'pending' ELSE 'failed' END,
    CASE WHEN t.enabled THEN NEW.finished_at END, CASE WHEN NOT t.enabled THEN NEW.finished_at END,
    CASE WHEN NOT t.enabled THEN 'endpoint_disabled' END,
    CASE WHEN NOT t.enabled THEN 'The endpoint was disabled when the job ended.' END
  FROM (
    SELECT e.id AS endpoint_id, e.url, e.enabled FROM webhook_endpoints e
    LEFT JOIN job_webhooks w ON w.job_id = NEW.id AND w.endpoint_id = e.id
    WHERE e.tenant_id = NEW.tenant_id
      AND (w.job_id IS NOT NULL OR (e.enabled AND (e.events IS NULL OR 'job.' || NEW.status = ANY (e.events))))
    UNION ALL
    SELECT NULL, w.url, true FROM job_webhooks w WHERE w.job_id = NEW.id AND w.url IS NOT NULL
  ) AS t CROSS JOIN (SELECT webhook_body(NEW)) AS b (body)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER jobs_3_webhooks AFTER UPDATE OF status ON jobs
FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION on_job_ended();

-- Fails what still waits for an endpoint. The endpoint's row is locked, or gone.
CREATE FUNCTION fail_pending_deliveries(p_endpoint_id text, p_code text, p_detail text)
RETURNS void LANGUAGE sql AS $$
  UPDATE webhook_deliveries SET status = 'failed', failure_code = p_code, failure_detail = p_detail,
    finished_at = now_ms(), next_attempt_at = NULL
  WHERE endpoint_id = p_endpoint_id AND status = 'pending'
$$;

CREATE FUNCTION disable_webhook_endpoint(p_endpoint_id text, p_reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE webhook_endpoints e SET enabled = false, disabled_reason = p_reason WHERE e.id = p_endpoint_id;
  PERFORM fail_pending_deliveries(p_endpoint_id, 'endpoint_disabled', CASE p_reason
    WHEN 'gone' THEN 'The endpoint was disabled: it answered 410.'
    WHEN 'failing' THEN 'The endpoint was disabled: it had been failing for too long.'
    ELSE 'The endpoint was disabled.' END);
END $$;

-- Changes what is not NULL. A new address gets a new chance; so does an endpoint that is enabled.
CREATE FUNCTION update_webhook_endpoint(
  p_tenant_id text, p_endpoint_id text, p_url text, p_events text[], p_description text, p_enabled boolean
) RETURNS SETOF webhook_endpoints LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM webhook_endpoints e WHERE e.tenant_id = p_tenant_id AND e.id = p_endpoint_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE webhook_endpoints e SET
    url = coalesce(p_url, e.url),
    events = coalesce(p_events, e.events),
    description = coalesce(p_description, e.description),
    failing_since = CASE WHEN p_url <> e.url OR (p_enabled AND NOT e.enabled) THEN NULL ELSE e.failing_since END,
    enabled = e.enabled OR coalesce(p_enabled, false),
    disabled_reason = CASE WHEN p_enabled THEN NULL ELSE e.disabled_reason END
  WHERE e.id = p_endpoint_id;
  IF NOT p_enabled THEN
    -- Why it was disabled at first stays to be seen.
    PERFORM disable_webhook_endpoint(p_endpoint_id, coalesce(e.disabled_reason, 'manual'))
    FROM webhook_endpoints e WHERE e.id = p_endpoint_id;
  END IF;
  RETURN QUERY SELECT e.* FROM webhook_endpoints e WHERE e.id = p_endpoint_id;
END $$;

-- Deletes an endpoint, with its secrets. Says whether there was one.
CREATE FUNCTION delete_webhook_endpoint(p_tenant_id text, p_endpoint_id text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM webhook_endpoints e WHERE e.tenant_id = p_tenant_id AND e.id = p_endpoint_id;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM fail_pending_deliveries(p_endpoint_id, 'endpoint_deleted', 'The endpoint was deleted.');
  RETURN true;
END $$;

-- Makes a delivery that tells nothing but that the endpoint is reached.
CREATE FUNCTION create_webhook_ping(p_tenant_id text, p_endpoint_id text, p_traceparent text)
RETURNS SETOF webhook_deliveries LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := now_ms();
BEGIN
  RETURN QUERY INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, url, type, payload, traceparent, created_at,
    next_attempt_at)
  SELECT new_delivery_id(), p_tenant_id, e.id, e.url, 'webhook.ping',
    '{"type":"webhook.ping","timestamp":"' || rfc3339(v_at) || '","data":{"endpoint_id":"' || e.id || '"}}',
    p_traceparent, v_at, v_at
  FROM webhook_endpoints e WHERE e.tenant_id = p_tenant_id AND e.id = p_endpoint_id
  RETURNING *;
END $$;

-- Has a delivery tried now: a finished one from the beginning of the schedule, a pending one where it stands.
CREATE FUNCTION redeliver_webhook(p_tenant_id text, p_delivery_id text)
RETURNS SETOF webhook_deliveries LANGUAGE sql AS $$
  UPDATE webhook_deliveries d SET
    round_attempts = CASE d.status WHEN 'pending' THEN d.round_attempts ELSE 0 END,
    status = 'pending', next_attempt_at = now_ms(), finished_at = NULL, failure_code = NULL, failure_detail = NULL,
    workflow_started_at = NULL, claimed_until = NULL
  WHERE d.tenant_id = p_tenant_id AND d.id = p_delivery_id
  RETURNING d.*
$$;

-- Deliveries that wait for their workflow, for the caller alone during p_seconds: about p_max, in equal parts from all
-- tenants that have any, so that one with thousands does not keep the others waiting. `is_known`: it may have a workflow
-- already, which is to be woken.
CREATE FUNCTION claim_deliveries(p_seconds integer, p_max integer)
RETURNS TABLE (delivery_id text, is_known boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_tenants text[];
BEGIN
  -- From one tenant to the next along the index: those with thousands are stepped over.
  WITH RECURSIVE waiting (tenant_id) AS (
    (SELECT d.tenant_id FROM webhook_deliveries d WHERE d.status = 'pending' AND d.workflow_started_at IS NULL
     ORDER BY d.tenant_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.tenant_id FROM webhook_deliveries d
      WHERE d.status = 'pending' AND d.workflow_started_at IS NULL AND d.tenant_id > w.tenant_id
      ORDER BY d.tenant_id LIMIT 1)
    FROM waiting w WHERE w.tenant_id IS NOT NULL
  )
  SELECT array_agg(w.tenant_id) INTO v_tenants FROM waiting w WHERE w.tenant_id IS NOT NULL;
  IF v_tenants IS NULL THEN RETURN; END IF;
  RETURN QUERY UPDATE webhook_deliveries d SET claimed_until = clock_timestamp() + make_interval(secs => p_seconds)
  FROM unnest(v_tenants) AS t (tenant_id) CROSS JOIN LATERAL (
    SELECT o.id FROM webhook_deliveries o
    WHERE o.status = 'pending' AND o.workflow_started_at IS NULL AND o.tenant_id = t.tenant_id
      AND (o.claimed_until IS NULL OR o.claimed_until < clock_timestamp())
    ORDER BY o.created_at LIMIT greatest(1, p_max / cardinality(v_tenants)) FOR NO KEY UPDATE SKIP LOCKED
  ) AS c WHERE d.id = c.id
  RETURNING d.id, d.attempt_count > 0 OR d.next_attempt_at > d.created_at;
END $$;

-- Writes what became of an attempt. p_attempt is the number that it was begun as: one that was written already, by a
-- repetition after a lost answer or by another worker, is not written again, unless it is the one that succeeded.
-- p_outcome: succeeded | failed | gone. p_retry_ms: until the next attempt; NULL if this was the last.
-- One row comes back, or none if the delivery is gone; retry_in_ms only while it is pending.
CREATE FUNCTION record_webhook_attempt(
  p_delivery_id text, p_attempt integer, p_url text, p_started_at timestamptz, p_duration_ms integer,
  p_status_code integer, p_error_code text, p_error_detail text, p_excerpt text,
  p_outcome text, p_retry_ms double precision, p_disable_after_seconds integer
) RETURNS TABLE (status text, retry_in_ms double precision, disabled text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_at timestamptz := now_ms();
  v_endpoint webhook_endpoints;
  v_delivery webhook_deliveries;
BEGIN
  -- A second update of a row looks at what it refers to once more; whoever deletes the job must not wait for us meanwhile.
  PERFORM FROM jobs j WHERE j.id = (SELECT d.job_id FROM webhook_deliveries d WHERE d.id = p_delivery_id) FOR KEY SHARE;
  -- Then the endpoint's row, and only if it may change: else eight attempts at once would queue for it.
  SELECT e.* INTO v_endpoint FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
  WHERE d.id = p_delivery_id;
  IF v_endpoint.id IS NOT NULL AND (p_outcome <> 'succeeded' OR v_endpoint.failing_since IS NOT NULL) THEN
    SELECT * INTO v_endpoint FROM webhook_endpoints e WHERE e.id = v_endpoint.id FOR NO KEY UPDATE;
  END IF;
  SELECT * INTO v_delivery FROM webhook_deliveries d WHERE d.id = p_delivery_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;

  IF v_delivery.attempt_count < p_attempt OR (p_outcome = 'succeeded' AND v_delivery.status <> 'succeeded') THEN
    INSERT INTO webhook_attempts (delivery_id, attempt, started_at, duration_ms, status_code, error_code, error_detail,
      response_excerpt)
    VALUES (p_delivery_id, v_delivery.attempt_count + 1, p_started_at, p_duration_ms, p_status_code, p_error_code,
      p_error_detail, p_excerpt);
    UPDATE webhook_deliveries d SET attempt_count = d.attempt_count + 1, round_attempts = d.round_attempts + 1,
      url = p_url
    WHERE d.id = p_delivery_id;

    IF p_outcome = 'succeeded' THEN
      UPDATE webhook_deliveries d SET status = 'succeeded', finished_at = v_at, next_attempt_at = NULL,
        failure_code = NULL, failure_detail = NULL
      WHERE d.id = p_delivery_id;
      UPDATE webhook_endpoints e SET failing_since = NULL
      WHERE e.id = v_endpoint.id AND v_endpoint.failing_since IS NOT NULL;
    ELSIF v_delivery.status = 'pending' THEN
      UPDATE webhook_endpoints e SET failing_since = coalesce(e.failing_since, p_started_at)
      WHERE e.id = v_endpoint.id RETURNING * INTO v_endpoint;
      IF p_outcome = 'gone' THEN
        UPDATE webhook_deliveries d SET status = 'failed', failure_code = 'endpoint_gone',
          failure_detail = 'The receiver answered 410: it wants no more webhooks.',
          finished_at = v_at, next_attempt_at = NULL
        WHERE d.id = p_delivery_id;
        disabled := CASE WHEN v_endpoint.enabled THEN 'gone' END;
      ELSE
        IF v_endpoint.enabled AND v_endpoint.failing_since < v_at - make_interval(secs => p_disable_after_seconds) THEN
          disabled := 'failing';
        END IF;
        IF p_retry_ms IS NULL THEN
          UPDATE webhook_deliveries d SET status = 'failed', failure_code = 'attempts_exhausted',
            failure_detail = d.round_attempts || ' attempts failed; the last one: ' || p_error_detail,
            finished_at = v_at, next_attempt_at = NULL
          WHERE d.id = p_delivery_id;
        ELSE
          UPDATE webhook_deliveries d SET next_attempt_at = v_at + p_retry_ms * interval '1 millisecond'
          WHERE d.id = p_delivery_id;
        END IF;
      END IF;
      IF disabled IS NOT NULL THEN PERFORM disable_webhook_endpoint(v_endpoint.id, disabled); END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT d.status, extract(epoch FROM d.next_attempt_at - clock_timestamp())::double precision * 1000,
    disabled
  FROM webhook_deliveries d WHERE d.id = p_delivery_id;
END $$;

-- Finished deliveries older than p_seconds, p_max at most. Returns how many.
CREATE FUNCTION purge_deliveries(p_seconds integer, p_max integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_removed integer;
BEGIN
  DELETE FROM webhook_deliveries WHERE id IN
    (SELECT id FROM webhook_deliveries WHERE finished_at < clock_timestamp() - make_interval(secs => p_seconds)
     ORDER BY finished_at LIMIT p_max);
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  RETURN v_removed;
END $$;
