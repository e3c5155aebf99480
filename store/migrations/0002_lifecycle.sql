-- The state machine. Whoever writes to jobs, in whatever language, cannot take a forbidden step; and a step raises the
-- version and writes its job.status event by itself, so that status and stream cannot disagree.

-- Now, to the millisecond: what is stored is what the wire shows.
CREATE FUNCTION now_ms() RETURNS timestamptz LANGUAGE sql VOLATILE
AS $$ SELECT date_trunc('milliseconds', clock_timestamp()) $$;

-- RFC 3339 in UTC with milliseconds. STABLE, like what it is made of: so PostgreSQL puts it into the calling statement.
CREATE FUNCTION rfc3339(p_at timestamptz) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- The closed table of the contract.
CREATE FUNCTION may_follow(p_from text, p_to text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_from
    WHEN 'queued' THEN p_to IN ('running', 'cancelled', 'failed', 'expired')
    WHEN 'running' THEN p_to IN ('succeeded', 'failed', 'timed_out', 'cancelling')
    WHEN 'cancelling' THEN p_to IN ('cancelled', 'succeeded', 'failed', 'timed_out')
    ELSE false
  END
$$;

CREATE FUNCTION is_terminal(p_status text) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT p_status IN ('succeeded', 'failed', 'cancelled', 'timed_out', 'expired') $$;

-- The whole event as one line of JSON; p_data is JSON text.
CREATE FUNCTION event_body(p_type text, p_job_id text, p_seq integer, p_attempt integer, p_at text, p_data text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"type":"' || p_type || '","job_id":"' || p_job_id || '","seq":' || p_seq || ',"attempt":' || p_attempt
    || ',"timestamp":"' || p_at || '","data":' || p_data || '}'
$$;

-- A job's error as clients get it: with the request and the trace that the job came from. p_error is a JSON object.
CREATE FUNCTION stamp_error(p_error text, p_request_id text, p_traceparent text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT left(p_error, -1) || coalesce(',"request_id":' || to_json(p_request_id)::text, '')
    || coalesce(',"trace_id":"' || nullif(split_part(p_traceparent, '-', 2), '') || '"', '') || '}'
$$;

-- `data` of the job.status event of a state.
CREATE FUNCTION status_data(p_job_id text, p_status text, p_version integer, p_error text)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"status":"' || p_status || '","version":' || p_version
    || CASE WHEN p_status = 'succeeded' THEN ',"result_ref":"/v1/jobs/' || p_job_id || '/result"'
            WHEN p_error IS NOT NULL THEN ',"error":' || p_error
            ELSE '' END || '}'
$$;

CREATE FUNCTION on_job_created() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status <> 'queued' OR NEW.attempt <> 0 OR NEW.version <> 1 OR NEW.last_seq <> 1 THEN
    RAISE EXCEPTION 'a job begins as queued, not as %', NEW.status USING ERRCODE = 'SW001';
  END IF;
  INSERT INTO events (job_id, seq, type, body) VALUES (NEW.id, 1, 'job.status',
    event_body('job.status', NEW.id, 1, 0, rfc3339(NEW.created_at), status_data(NEW.id, NEW.status, 1, NULL)));
  RETURN NULL;
END $$;

CREATE TRIGGER jobs_created AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION on_job_created();

CREATE FUNCTION on_status_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz := now_ms();
BEGIN
  IF NOT may_follow(OLD.status, NEW.status) THEN
    RAISE EXCEPTION 'a job cannot go from % to %', OLD.status, NEW.status USING ERRCODE = 'SW001';
  END IF;
  IF (is_terminal(NEW.status) AND NEW.status <> 'succeeded') <> (NEW.error IS NOT NULL) THEN
    RAISE EXCEPTION 'an error belongs to every terminal state but succeeded, and to no other'
      USING ERRCODE = 'SW002';
  END IF;
  NEW.error := stamp_error(NEW.error, NEW.request_id, NEW.traceparent);
  NEW.version := NEW.version + 1;
  NEW.last_seq := NEW.last_seq + 1;
  IF NEW.status = 'running' THEN
    NEW.started_at := v_at;
    NEW.deadline := v_at + make_interval(secs => NEW.timeout_seconds);
    NEW.due_at := NEW.deadline;
  ELSIF is_terminal(NEW.status) THEN
    NEW.finished_at := v_at;
    NEW.events_expire_at := v_at + make_interval(secs => NEW.event_ttl_seconds);
    IF NEW.status = 'succeeded' THEN
      NEW.result_expires_at := v_at + make_interval(secs => NEW.result_ttl_seconds);
    END IF;
    NEW.due_at := least(NEW.events_expire_at, NEW.result_expires_at);
  END IF;
  INSERT INTO events (job_id, seq, type, body) VALUES (NEW.id, NEW.last_seq, 'job.status',
    event_body('job.status', NEW.id, NEW.last_seq, NEW.attempt, rfc3339(v_at),
      status_data(NEW.id, NEW.status, NEW.version, NEW.error)));
  RETURN NEW;
END $$;

CREATE TRIGGER jobs_1_transition BEFORE UPDATE OF status ON jobs
FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION on_status_changed();

CREATE FUNCTION refuse_job_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a job''s numbers only rise, and what has ended does not change' USING ERRCODE = 'SW003';
END $$;

-- Triggers fire in the order of their names.
CREATE TRIGGER jobs_2_guard BEFORE UPDATE ON jobs
FOR EACH ROW WHEN (
  NEW.version < OLD.version OR NEW.last_seq < OLD.last_seq OR NEW.first_seq < OLD.first_seq
  OR NEW.attempt < OLD.attempt OR NEW.id <> OLD.id OR NEW.tenant_id <> OLD.tenant_id
  OR (OLD.finished_at IS NOT NULL AND (NEW.version <> OLD.version OR NEW.last_seq <> OLD.last_seq
    OR NEW.attempt <> OLD.attempt OR NEW.error IS DISTINCT FROM OLD.error
    OR NEW.finished_at IS DISTINCT FROM OLD.finished_at OR NEW.progress IS DISTINCT FROM OLD.progress))
) EXECUTE FUNCTION refuse_job_update();
