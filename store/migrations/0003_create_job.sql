-- Creates a job, its first event and its idempotency key in one transaction. A request whose key another transaction is
-- just storing waits for it, 5 s at most (then 55P03, lock_not_available).
--   outcome         job
--   created         the new one (or the one with this very id: a repetition after a lost answer)
--   replayed        the key's
--   key_reused      –  the key came with another body
--   key_of_deleted  –  the key's job was deleted; its fingerprint went with it
CREATE FUNCTION create_job(
  p_id text, p_tenant_id text, p_type text, p_type_version text, p_input text, p_metadata text, p_tags text[],
  p_timeout_seconds integer, p_queue_timeout_seconds integer, p_result_ttl_seconds integer,
  p_event_ttl_seconds integer, p_request_id text, p_traceparent text, p_operation text, p_key text, p_fingerprint text
) RETURNS TABLE (outcome text, job jobs) LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
DECLARE
  v_at timestamptz := now_ms();
  v_known idempotency_keys;
BEGIN
  WHILE p_key IS NOT NULL LOOP
    INSERT INTO idempotency_keys (tenant_id, operation, key, fingerprint, job_id, created_at)
    VALUES (p_tenant_id, p_operation, p_key, p_fingerprint, p_id, v_at)
    ON CONFLICT DO NOTHING;
    EXIT WHEN FOUND;
    SELECT * INTO v_known FROM idempotency_keys k
    WHERE k.tenant_id = p_tenant_id AND k.operation = p_operation AND k.key = p_key;
    CONTINUE WHEN NOT FOUND;
    IF v_known.expires_at <= v_at THEN
      DELETE FROM idempotency_keys k
      WHERE k.tenant_id = p_tenant_id AND k.operation = p_operation AND k.key = p_key AND k.expires_at <= v_at;
      CONTINUE;
    END IF;
    IF v_known.job_id IS NULL THEN
      outcome := 'key_of_deleted';
    ELSIF v_known.fingerprint IS DISTINCT FROM p_fingerprint THEN
      outcome := 'key_reused';
    ELSE
      SELECT * INTO job FROM jobs j WHERE j.id = v_known.job_id AND j.tenant_id = p_tenant_id;
      -- Deleted this very moment: the key says so when it is read again.
      CONTINUE WHEN NOT FOUND;
      outcome := CASE WHEN v_known.job_id = p_id THEN 'created' ELSE 'replayed' END;
    END IF;
    RETURN NEXT;
    RETURN;
  END LOOP;

  INSERT INTO jobs (id, tenant_id, type, type_version, metadata, tags, timeout_seconds, queue_timeout_seconds,
    result_ttl_seconds, event_ttl_seconds, request_id, traceparent, created_at, checked_at, queue_deadline, due_at)
  VALUES (p_id, p_tenant_id, p_type, p_type_version, p_metadata, p_tags, p_timeout_seconds,
    p_queue_timeout_seconds, p_result_ttl_seconds, p_event_ttl_seconds, p_request_id, p_traceparent, v_at, v_at,
    v_at + make_interval(secs => p_queue_timeout_seconds), v_at + make_interval(secs => p_queue_timeout_seconds))
  ON CONFLICT (id) DO NOTHING
  RETURNING * INTO job;
  IF FOUND THEN
    INSERT INTO job_payloads (job_id, input) VALUES (p_id, p_input);
    IF cardinality(p_tags) > 0 THEN
      INSERT INTO job_tags (tenant_id, tag, created_at, job_id)
      SELECT DISTINCT p_tenant_id, t.tag, v_at, p_id FROM unnest(p_tags) AS t (tag);
    END IF;
  ELSE
    SELECT * INTO STRICT job FROM jobs j WHERE j.id = p_id AND j.tenant_id = p_tenant_id;
  END IF;
  outcome := 'created';
  RETURN NEXT;
END $$;
