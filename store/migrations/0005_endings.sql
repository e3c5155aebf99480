-- Ends that no attempt writes: cancellation, the runtime's own findings, and deletion.

-- Cancels a queued job at once, and has a running one stopped. p_error is the error of the former.
-- outcome: changed | unchanged (it is cancelling or has ended) | not_found.
CREATE FUNCTION request_cancel(p_tenant_id text, p_job_id text, p_error text)
RETURNS TABLE (outcome text, job jobs) LANGUAGE plpgsql AS $$
BEGIN
  SELECT * INTO job FROM jobs j WHERE j.tenant_id = p_tenant_id AND j.id = p_job_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    outcome := 'not_found';
  ELSIF job.status = 'queued' THEN
    UPDATE jobs j SET status = 'cancelled', error = p_error WHERE j.id = p_job_id RETURNING j.* INTO job;
    outcome := 'changed';
  ELSIF job.status = 'running' THEN
    UPDATE jobs j SET status = 'cancelling' WHERE j.id = p_job_id RETURNING j.* INTO job;
    outcome := 'changed';
  ELSE
    outcome := 'unchanged';
  END IF;
  RETURN NEXT;
END $$;

-- Ends a job that no attempt will end, if the state machine allows it and, where p_version is given, nothing happened
-- since that version.
-- outcome: changed | unchanged | not_found.
CREATE FUNCTION end_job(p_job_id text, p_status text, p_error text, p_version integer)
RETURNS TABLE (outcome text, job jobs) LANGUAGE plpgsql AS $$
BEGIN
  SELECT * INTO job FROM jobs j WHERE j.id = p_job_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    outcome := 'not_found';
  ELSIF may_follow(job.status, p_status) AND is_terminal(p_status) AND job.version = coalesce(p_version, job.version)
  THEN
    UPDATE jobs j SET status = p_status, error = p_error WHERE j.id = p_job_id RETURNING j.* INTO job;
    outcome := 'changed';
  ELSE
    outcome := 'unchanged';
  END IF;
  RETURN NEXT;
END $$;

-- Deletes a tenant's job and all that is stored of it. Of its idempotency key the name stays until it is 24 hours old,
-- without the fingerprint of the body: a late repetition must not make a second job. A long log goes first, at most p_max
-- events a call, from its beginning.
-- Returns deleted | unfinished (call again) | not_terminal | not_found.
CREATE FUNCTION delete_job(p_tenant_id text, p_job_id text, p_max integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_job jobs;
BEGIN
  SELECT * INTO v_job FROM jobs j WHERE j.tenant_id = p_tenant_id AND j.id = p_job_id FOR UPDATE;
  IF NOT FOUND THEN RETURN 'not_found'; END IF;
  IF NOT is_terminal(v_job.status) THEN RETURN 'not_terminal'; END IF;
  DELETE FROM events e WHERE e.job_id = p_job_id AND e.seq < v_job.first_seq + p_max;
  IF v_job.first_seq + p_max <= v_job.last_seq THEN
    UPDATE jobs j SET first_seq = v_job.first_seq + p_max WHERE j.id = p_job_id;
    RETURN 'unfinished';
  END IF;
  DELETE FROM idempotency_keys k WHERE k.job_id = p_job_id AND k.created_at <= clock_timestamp() - interval '24 hours';
  UPDATE idempotency_keys k SET job_id = NULL, fingerprint = NULL, expires_at = k.created_at + interval '24 hours'
  WHERE k.job_id = p_job_id;
  DELETE FROM stream_tokens t WHERE t.job_id = p_job_id;
  DELETE FROM job_tags t WHERE t.tenant_id = p_tenant_id AND t.tag = ANY (v_job.tags)
    AND t.created_at = v_job.created_at AND t.job_id = p_job_id;
  DELETE FROM job_payloads p WHERE p.job_id = p_job_id;
  DELETE FROM jobs j WHERE j.id = p_job_id;
  RETURN 'deleted';
END $$;
